//! The work tree: what lies below the root and is not ignored.

use std::fs::DirEntry;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use model::{FileId, ReadError, Sources};

use super::ignored::{self, Ignored, Refused};
use super::open::{self, Refusal};
use crate::Error;

/// Files of one repository; what comes after, in the order of the walk, is a note.
const MAX_FILES: usize = 2_000_000;

/// The files below a folder.
pub struct WorkTree {
    root: PathBuf,
    paths: Vec<String>,
    unlisted: Vec<(String, String)>,
}

impl WorkTree {
    /// Lists the files below `root`; ignore files are respected, links are not followed.
    pub fn open(root: &Path) -> Result<WorkTree, Error> {
        let error = |message: String| Error::File {
            path: root.display().to_string(),
            message,
        };
        let metadata = std::fs::metadata(root).map_err(|e| error(e.to_string()))?;
        if !metadata.is_dir() {
            return Err(error(
                "is not a folder; give the repository's root".to_owned(),
            ));
        }
        let root = root.canonicalize().map_err(|e| error(e.to_string()))?;
        std::fs::read_dir(&root).map_err(|e| error(e.to_string()))?;
        let mut refused = Vec::new();
        let ignored = Ignored::above(&root, &mut refused);
        let walk = Walk {
            root: &root,
            listed: Mutex::default(),
        };
        rayon::scope(|scope| walk.list(scope, root.clone(), ignored));
        let Listed {
            mut paths,
            mut unlisted,
            mut links,
        } = walk
            .listed
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let refused = refused.into_iter();
        unlisted.extend(refused.map(|(path, message)| (shown(&root, &path), message)));
        links.sort_unstable();
        if let Some(first) = links.first() {
            let which = match links.len() - 1 {
                0 => format!("`{first}` is a link that leads"),
                more => format!("`{first}` and {more} more are links that lead"),
            };
            let message = format!("{which} out of the root or nowhere, which is not followed");
            unlisted.push((String::new(), message));
        }
        paths.sort_unstable();
        if paths.len() > MAX_FILES {
            let message = format!("has more than {MAX_FILES} files; the rest is not reviewed");
            unlisted.push((String::new(), message));
            paths.truncate(MAX_FILES);
        }
        unlisted.sort();
        Ok(WorkTree {
            root,
            paths,
            unlisted,
        })
    }

    /// The root, without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What stands at `path` that is no regular file.
    pub fn other_kind(&self, path: &str) -> Option<&'static str> {
        let kind = self.root.join(path).symlink_metadata().ok()?.file_type();
        (!kind.is_file()).then(|| open::other_kind(kind))
    }

    /// Leaves out the paths for which `is_skipped` holds.
    pub fn skip(&mut self, is_skipped: impl Fn(&str) -> bool) {
        self.paths.retain(|path| !is_skipped(path));
        self.unlisted
            .retain(|(path, _)| path.is_empty() || !is_skipped(path));
    }
}

/// What a walk has found.
#[derive(Default)]
struct Listed {
    /// The files, from the root.
    paths: Vec<String>,
    /// What is left out, and why.
    unlisted: Vec<(String, String)>,
    /// Links to what is not below the root.
    links: Vec<String>,
}

/// A walk over the folders below `root`.
struct Walk<'a> {
    root: &'a Path,
    listed: Mutex<Listed>,
}

impl Walk<'_> {
    /// Lists `folder` and leaves its folders to `scope`; `above` is what the folders above it ignore.
    fn list<'s>(&'s self, scope: &rayon::Scope<'s>, folder: PathBuf, above: Arc<Ignored>) {
        let mut found = Listed::default();
        match self.entries(&folder, &above, &mut found) {
            Ok((ignored, folders)) => {
                for folder in folders {
                    let ignored = Arc::clone(&ignored);
                    scope.spawn(move |scope| self.list(scope, folder, ignored));
                }
            }
            Err((path, message)) => found.unlisted.push((shown(self.root, &path), message)),
        }
        let mut listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner);
        listed.paths.append(&mut found.paths);
        listed.unlisted.append(&mut found.unlisted);
        listed.links.append(&mut found.links);
    }

    /// Puts the files of `folder` into `found`; what is ignored in it, and the folders that are not.
    fn entries(
        &self,
        folder: &Path,
        above: &Arc<Ignored>,
        found: &mut Listed,
    ) -> Result<(Arc<Ignored>, Vec<PathBuf>), Refused> {
        let unlistable =
            |error: std::io::Error| (folder.to_owned(), format!("cannot be listed: {error}"));
        let entries = std::fs::read_dir(folder).map_err(unlistable)?;
        let entries: Vec<DirEntry> = entries.collect::<Result<_, _>>().map_err(unlistable)?;
        let mut refused = Vec::new();
        // Of the folders of a repository one in a hundred says what to ignore.
        let may_say = |entry: &DirEntry| ignored::may_say(&entry.file_name());
        let below = match entries.iter().any(may_say) {
            true => Ignored::below(above, folder, &mut refused),
            false => Ok(Arc::clone(above)),
        };
        let ignored = match below {
            Ok(ignored) => ignored,
            Err(reason) if folder == self.root => {
                refused.push(ignored::unheeded(reason));
                Arc::clone(above)
            }
            Err((path, reason)) => {
                return Err((path, format!("{reason}; its folder is not reviewed")));
            }
        };
        let mut folders = Vec::new();
        for entry in entries {
            let path = entry.path();
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) => {
                    refused.push((path, format!("cannot be read: {error}")));
                    continue;
                }
            };
            if entry.file_name() == ".git" || ignored.matches(&path, kind.is_dir()) {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                match relative(self.root, &path) {
                    Ok(path) => found.paths.push(path),
                    Err(problem) => found.unlisted.push(problem),
                }
            } else if kind.is_symlink()
                && !ignored::says(&entry.file_name())
                && !leads_below(self.root, &path)
            {
                found.links.push(shown(self.root, &path));
            }
        }
        let refused = refused.into_iter();
        let refused = refused.map(|(path, message)| (shown(self.root, &path), message));
        found.unlisted.extend(refused);
        Ok((ignored, folders))
    }
}

/// Whether the link at `path` leads to what lies below `root`, and is read there.
fn leads_below(root: &Path, path: &Path) -> bool {
    path.canonicalize()
        .is_ok_and(|target| target.starts_with(root))
}

fn relative(root: &Path, path: &Path) -> Result<String, (String, String)> {
    let path = path.strip_prefix(root).unwrap_or(path);
    match path.to_str() {
        Some(text) => Ok(text.replace(std::path::MAIN_SEPARATOR, "/")),
        None => Err((
            path.to_string_lossy().into_owned(),
            "the path is not valid UTF-8; the file is not reviewed".to_owned(),
        )),
    }
}

/// The path as a note names it: from the root, also where it lies above.
fn shown(root: &Path, path: &Path) -> String {
    let mut up = String::new();
    for folder in root.ancestors() {
        if let Ok(below) = path.strip_prefix(folder) {
            let below = below.to_string_lossy();
            return up + &below.replace(std::path::MAIN_SEPARATOR, "/");
        }
        up.push_str("../");
    }
    path.to_string_lossy().into_owned()
}

impl Sources for WorkTree {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, file: FileId) -> Result<Vec<u8>, ReadError> {
        let limit = extract::bytes_limit(self.path(file));
        open::read_listed(&self.root.join(self.path(file)), limit).map_err(
            |refusal| match refusal {
                Refusal::NoFile => ReadError::Io("is no file any more".to_owned()),
                Refusal::Unfit(reason) => ReadError::Io(reason),
                Refusal::TooLarge(bytes) => ReadError::TooLarge { bytes, limit },
            },
        )
    }

    fn unlisted(&self) -> &[(String, String)] {
        &self.unlisted
    }
}
