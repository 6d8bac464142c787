//! The files of one commit of a git repository.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::Mutex;

use model::{FileId, ReadError, Sources};

use super::git::command;

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
    /// A link, or no line at all.
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

/// Whether a file of this path might be reviewed.
fn may_matter(path: &str) -> bool {
    extract::KINDS.iter().any(|kind| (kind.may_be)(path))
}

/// The files of one commit.
pub struct GitRevision {
    root: PathBuf,
    paths: Vec<String>,
    entries: Vec<Entry>,
    unlisted: Vec<(String, String)>,
    readers: Mutex<Vec<Reader>>,
}

impl GitRevision {
    /// The files of a `listing` of `ls-tree -z -l`; the error is the number of files that might be reviewed and whose
    /// content is not in this clone.
    pub(super) fn of(root: &Path, listing: &[u8]) -> Result<GitRevision, usize> {
        let mut revision = GitRevision {
            root: root.to_owned(),
            paths: Vec::new(),
            entries: Vec::new(),
            unlisted: Vec::new(),
            readers: Mutex::new(Vec::new()),
        };
        let mut missing = 0;
        for line in listing.split(|&byte| byte == 0) {
            match Listed::of(line) {
                Listed::File(entry) => revision.entries.push(entry),
                Listed::Missing(path) => missing += usize::from(may_matter(&path)),
                Listed::Unlisted(path, message) => {
                    revision.unlisted.push((path, message.to_owned()));
                }
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

    /// Leaves out the paths for which `is_skipped` holds.
    pub fn skip(&mut self, is_skipped: impl Fn(&str) -> bool) {
        self.paths.retain(|path| !is_skipped(path));
        self.entries.retain(|entry| !is_skipped(&entry.path));
        self.unlisted.retain(|(path, _)| !is_skipped(path));
    }
}

/// A running `git cat-file --batch`.
struct Reader {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Reader {
    fn start(root: &Path) -> std::io::Result<Reader> {
        let mut child = command(root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = child.stdin.take().expect("the input is piped");
        let output = BufReader::new(child.stdout.take().expect("the output is piped"));
        Ok(Reader {
            child,
            input,
            output,
        })
    }

    fn read(&mut self, object: &str) -> std::io::Result<Vec<u8>> {
        writeln!(self.input, "{object}")?;
        self.input.flush()?;
        let mut header = String::new();
        self.output.read_line(&mut header)?;
        let bytes: usize = header
            .split_ascii_whitespace()
            .nth(2)
            .and_then(|bytes| bytes.parse().ok())
            .ok_or_else(|| std::io::Error::other(format!("git answers `{}`", header.trim())))?;
        let mut content = vec![0; bytes + 1];
        self.output.read_exact(&mut content)?;
        content.pop();
        Ok(content)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // A reader that is never asked again would stay for ever.
        let _ = self.child.kill();
        let _ = self.child.wait();
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
        let io = |error: std::io::Error| ReadError::Io(format!("cannot be read from git: {error}"));
        let idle = self.readers.lock().expect("no reader panics").pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => Reader::start(&self.root).map_err(io)?,
        };
        let content = reader.read(&entry.object).map_err(io)?;
        self.readers.lock().expect("no reader panics").push(reader);
        Ok(content)
    }

    fn unlisted(&self) -> &[(String, String)] {
        &self.unlisted
    }
}
