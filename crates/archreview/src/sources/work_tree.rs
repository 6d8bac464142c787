//! The work tree: what lies below the root and is not ignored.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ignore::{WalkBuilder, WalkState};
use model::{FileId, ReadError, Sources};

use crate::Error;

/// Files of one repository; what comes after, in the order of the walk, is a note.
const MAX_FILES: usize = 2_000_000;

/// Bytes of one file that says what to ignore.
const MAX_RULES_BYTES: u64 = 256 * 1024;

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
        let listed = Mutex::new((Vec::new(), Vec::new()));
        let refused = Arc::new(Mutex::new(Vec::new()));
        let large = large_rules(&root);
        let is_heeding = large.is_none();
        if let Some((name, what)) = large {
            let message = format!("{what}; what it says to ignore is reviewed");
            lock(&refused).push((root.join(name), message));
        }
        let refuse = Arc::clone(&refused);
        WalkBuilder::new(&root)
            .hidden(false)
            .git_global(false)
            .git_ignore(is_heeding)
            .ignore(is_heeding)
            .require_git(false)
            .follow_links(false)
            .filter_entry(move |entry| {
                if entry.file_name() == ".git" {
                    return false;
                }
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let large = (is_folder && is_heeding).then(|| large_rules(entry.path()));
                if let Some((name, what)) = large.flatten() {
                    let message = format!("{what}; its folder is not reviewed");
                    lock(&refuse).push((entry.path().join(name), message));
                    return false;
                }
                true
            })
            .threads(rayon::current_num_threads())
            .build_parallel()
            .run(|| {
                Box::new(|entry| {
                    let mut listed = listed.lock().expect("no thread panics while it lists");
                    let (paths, unlisted) = &mut *listed;
                    match entry {
                        Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                            match relative(&root, entry.path()) {
                                Ok(path) => paths.push(path),
                                Err(problem) => unlisted.push(problem),
                            }
                        }
                        Ok(_) => {}
                        Err(problem) => {
                            unlisted.push((String::new(), relative_message(&root, &problem)));
                        }
                    }
                    WalkState::Continue
                })
            });
        let (mut paths, mut unlisted) = listed
            .into_inner()
            .expect("no thread panics while it lists");
        for (path, message) in lock(&refused).drain(..) {
            let path = relative(&root, &path).unwrap_or_else(|(path, _)| path);
            unlisted.push((path, message));
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

    /// Leaves out the paths for which `is_skipped` holds.
    pub fn skip(&mut self, is_skipped: impl Fn(&str) -> bool) {
        self.paths.retain(|path| !is_skipped(path));
        self.unlisted
            .retain(|(path, _)| path.is_empty() || !is_skipped(path));
    }
}

/// The file of `folder` whose rules on what to ignore are too long, and how long it is: each rule becomes a pattern,
/// and a hundred thousand of them fill the memory.
fn large_rules(folder: &Path) -> Option<(&'static str, String)> {
    [".gitignore", ".ignore"].into_iter().find_map(|name| {
        let bytes = std::fs::metadata(folder.join(name)).ok()?.len();
        let what = format!("has {bytes} bytes, above the limit of {MAX_RULES_BYTES}");
        (bytes > MAX_RULES_BYTES).then_some((name, what))
    })
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
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

/// The walk's own words, without the path of this machine.
fn relative_message(root: &Path, problem: &ignore::Error) -> String {
    problem
        .to_string()
        .replace(&format!("{}/", root.display()), "")
}

impl Sources for WorkTree {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, file: FileId) -> Result<Vec<u8>, ReadError> {
        let io = |error: std::io::Error| ReadError::Io(format!("cannot be read: {error}"));
        let path = self.root.join(self.path(file));
        let opened = std::fs::File::open(path).map_err(io)?;
        let limit = extract::bytes_limit(self.path(file));
        let metadata = opened.metadata().map_err(io)?;
        if !metadata.is_file() {
            return Err(ReadError::Io("is no file any more".to_owned()));
        }
        if metadata.len() > limit {
            return Err(ReadError::TooLarge {
                bytes: metadata.len(),
                limit,
            });
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        opened.take(limit).read_to_end(&mut bytes).map_err(io)?;
        Ok(bytes)
    }

    fn unlisted(&self) -> &[(String, String)] {
        &self.unlisted
    }
}
