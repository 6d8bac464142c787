//! The files of one commit of a git repository.

use std::collections::BTreeSet;
use std::path::Path;

use model::{FileId, ReadError, Sources};

use super::objects::Objects;
use super::open;

#[derive(Debug, Clone)]
struct Entry {
    path: String,
    object: String,
    bytes: u64,
}

/// What one line of `ls-tree -l` is.
enum Listed {
    File(Entry),
    /// A file whose content is not in this clone.
    Missing(String),
    /// What is not reviewed: path and reason.
    Unlisted(String, &'static str),
    /// A link.
    Link(String),
    /// No line at all.
    Nothing,
}

impl Listed {
    fn of(line: &[u8]) -> Listed {
        let Some(tab) = line.iter().position(|&byte| byte == b'\t') else {
            return Listed::Nothing;
        };
        let fields = String::from_utf8_lossy(&line[..tab]);
        let mut fields = fields.split_ascii_whitespace();
        let mode = fields.next().unwrap_or_default();
        let is_file = mode.starts_with("100");
        let path = match std::str::from_utf8(&line[tab + 1..]) {
            Ok(path) => path.to_owned(),
            Err(_) if is_file => {
                let path = String::from_utf8_lossy(&line[tab + 1..]).into_owned();
                let message = "the path is not valid UTF-8; the file is not reviewed";
                return Listed::Unlisted(path, message);
            }
            Err(_) => return Listed::Nothing,
        };
        if mode == SUBMODULE {
            let message =
                "is a submodule; with a base only what this repository tracks itself is reviewed";
            return Listed::Unlisted(path, message);
        }
        let (_kind, object, bytes) = (fields.next(), fields.next(), fields.next());
        match (object, bytes.map(str::parse)) {
            _ if mode == LINK => Listed::Link(path),
            _ if !is_file => Listed::Nothing,
            (Some(object), Some(Ok(bytes))) => Listed::File(Entry {
                path,
                object: object.to_owned(),
                bytes,
            }),
            _ => Listed::Missing(path),
        }
    }
}

/// The mode of a submodule.
const SUBMODULE: &str = "160000";

/// The mode of a link.
const LINK: &str = "120000";

/// Whether a file of this path might be reviewed.
pub(super) fn may_matter(path: &str) -> bool {
    extract::KINDS.iter().any(|kind| (kind.may_be)(path))
}

/// The files of one commit.
pub struct GitRevision {
    paths: Vec<String>,
    entries: Vec<Entry>,
    unlisted: Vec<(String, String)>,
    links: Vec<String>,
    objects: Objects,
}

impl GitRevision {
    /// The files of a `listing` of `ls-tree -z -l`; the error is the number of files that might be reviewed and whose
    /// content is not in this clone.
    pub(super) fn of(root: &Path, listing: &[u8]) -> Result<GitRevision, usize> {
        let mut revision = GitRevision {
            paths: Vec::new(),
            entries: Vec::new(),
            unlisted: Vec::new(),
            links: Vec::new(),
            objects: Objects::of(root),
        };
        let mut missing = 0;
        for line in listing.split(|&byte| byte == 0) {
            match Listed::of(line) {
                Listed::File(entry) => revision.entries.push(entry),
                Listed::Missing(path) => missing += usize::from(may_matter(&path)),
                Listed::Unlisted(path, message) => {
                    revision.unlisted.push((path, message.to_owned()));
                }
                Listed::Link(path) => revision.links.push(path),
                Listed::Nothing => {}
            }
        }
        if missing > 0 {
            return Err(missing);
        }
        revision
            .entries
            .sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let paths = revision.entries.iter().map(|entry| entry.path.clone());
        revision.paths = paths.collect();
        Ok(revision)
    }

    /// The paths whose content differs between the two revisions, or that only one has.
    pub fn changed(&self, other: &GitRevision) -> BTreeSet<String> {
        let objects = |revision: &GitRevision| -> BTreeSet<(String, String)> {
            revision
                .entries
                .iter()
                .map(|entry| (entry.path.clone(), entry.object.clone()))
                .collect()
        };
        objects(self)
            .symmetric_difference(&objects(other))
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// Whether this revision has at `path` what `other` has at `other_path`, byte for byte.
    pub fn is_same(&self, path: &str, other: &GitRevision, other_path: &str) -> bool {
        let object = |revision: &GitRevision, path: &str| {
            let file = revision.file(path)?;
            Some(revision.entries[file.0 as usize].object.clone())
        };
        object(self, path).is_some_and(|own| Some(own) == object(other, other_path))
    }

    /// What stands at `path` that is no file.
    pub fn other_kind(&self, path: &str) -> Option<&'static str> {
        let is_below = |below: &String| model::path::is_below(below, path);
        if self.links.iter().any(|link| link == path) {
            Some(open::LINK)
        } else if self.paths.iter().any(is_below) {
            Some(open::FOLDER)
        } else {
            None
        }
    }

    /// The size of a file.
    pub fn bytes(&self, file: FileId) -> u64 {
        self.entries[file.0 as usize].bytes
    }

    /// Adds a note on what is not reviewed.
    pub fn tell(&mut self, message: String) {
        self.unlisted.push((String::new(), message));
    }

    /// Leaves out the paths for which `is_skipped` holds.
    pub fn skip(&mut self, is_skipped: impl Fn(&str) -> bool) {
        self.paths.retain(|path| !is_skipped(path));
        self.entries.retain(|entry| !is_skipped(&entry.path));
        self.unlisted.retain(|(path, _)| !is_skipped(path));
    }
}

impl Sources for GitRevision {
    fn paths(&self) -> &[String] {
        &self.paths
    }

    fn read(&self, file: FileId) -> Result<Vec<u8>, ReadError> {
        let entry = &self.entries[file.0 as usize];
        let limit = extract::bytes_limit(self.path(file));
        if entry.bytes > limit {
            return Err(ReadError::TooLarge {
                bytes: entry.bytes,
                limit,
            });
        }
        self.objects
            .read(&entry.object, limit)
            .map(|(_, content)| content)
            .map_err(|error| ReadError::Io(format!("cannot be read from git: {error}")))
    }

    fn unlisted(&self) -> &[(String, String)] {
        &self.unlisted
    }
}
