//! A git revision, through the `git` program: no shell, no hooks, no filters, no network.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use model::{FileId, ReadError, Sources};

use crate::Error;

/// A folder that git knows.
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository that `root` belongs to; `None` if git tracks nothing below it, or is not there.
    pub fn discover(root: &Path) -> Option<Repository> {
        let repository = Repository {
            root: root.to_owned(),
        };
        let tracked = repository.git(&["ls-files", "-z", "--", "."]).ok()?;
        (!tracked.is_empty()).then_some(repository)
    }

    /// The commit that `revision` names and `HEAD` share, and `HEAD`'s own. `auto` names the default
    /// branch. The error ends with the command that repairs it.
    pub fn base(&self, revision: &str) -> Result<(String, String), Error> {
        let revision = match revision {
            "auto" => self.default_branch()?,
            revision => revision.to_owned(),
        };
        let head = self.commit("HEAD").ok_or_else(|| {
            Error::Git("HEAD has no commit yet; commit first: `git commit`".to_owned())
        })?;
        let Some(commit) = self.commit(&revision) else {
            return Err(Error::Git(self.repair(
                &format!("the revision `{revision}` is not in this clone"),
                &revision,
            )));
        };
        match self.git(&["merge-base", "--end-of-options", &commit, &head]) {
            Ok(base) => Ok((base.trim().to_owned(), head)),
            Err(_) => Err(Error::Git(self.repair(
                &format!("`{revision}` and HEAD share no commit in this clone"),
                &revision,
            ))),
        }
    }

    fn default_branch(&self) -> Result<String, Error> {
        let remotes = self.remotes();
        for remote in &remotes {
            let head = format!("refs/remotes/{remote}/HEAD");
            if let Ok(name) = self.git(&["symbolic-ref", "--quiet", &head]) {
                return Ok(name.trim().to_owned());
            }
        }
        let far = remotes
            .iter()
            .flat_map(|remote| [format!("{remote}/main"), format!("{remote}/master")]);
        let near = ["main", "master"].map(str::to_owned);
        far.chain(near)
            .find(|name| self.commit(name).is_some())
            .ok_or_else(|| {
                let message = match remotes.first() {
                    Some(remote) => format!(
                        "no default branch is known; run `git remote set-head {remote} --auto`, or name a revision"
                    ),
                    None => "no default branch is known, and there is no remote to ask; name a revision, such as `--base HEAD~1`".to_owned(),
                };
                Error::Git(message)
            })
    }

    /// The names of the remotes, `origin` first.
    fn remotes(&self) -> Vec<String> {
        let names = self.git(&["remote"]).unwrap_or_default();
        let mut names: Vec<String> = names.lines().map(str::to_owned).collect();
        names.sort_by_key(|name| (name != "origin", name.clone()));
        names
    }

    fn repair(&self, what: &str, revision: &str) -> String {
        let is_shallow = self
            .git(&["rev-parse", "--is-shallow-repository"])
            .is_ok_and(|answer| answer.trim() == "true");
        if is_shallow {
            format!(
                "{what}, which is shallow; run `git fetch --unshallow` (in a pipeline: check out with `fetch-depth: 0`)"
            )
        } else {
            let remotes = self.remotes();
            let named = remotes.iter().find_map(|remote| {
                let branch = revision.strip_prefix(remote.as_str())?.strip_prefix('/')?;
                Some((remote.as_str(), branch))
            });
            let first = remotes.first().map(|remote| (remote.as_str(), revision));
            match (named.or(first), revision.split_once('/')) {
                (Some((remote, branch)), _) => format!("{what}; run `git fetch {remote} {branch}`"),
                (None, Some(("origin", branch))) => format!(
                    "{what}, which has no remote; run `git remote add origin URL` and `git fetch origin {branch}`, or name one of `git branch`"
                ),
                (None, _) => format!(
                    "{what}, and there is no remote to fetch it from; name one of `git branch --all` or `git tag`"
                ),
            }
        }
    }

    fn commit(&self, revision: &str) -> Option<String> {
        let revision = format!("{revision}^{{commit}}");
        self.git(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &revision,
        ])
        .ok()
        .map(|commit| commit.trim().to_owned())
    }

    /// The files of `commit` below the root.
    pub fn revision(&self, commit: &str) -> Result<GitRevision, Error> {
        let listing = self
            .git(&["ls-tree", "-r", "-z", "-l", commit])
            .map_err(|message| {
                Error::Git(format!(
                    "git cannot list `{commit}`: {message}; run `git fsck`"
                ))
            })?;
        let mut entries: Vec<Entry> = listing.split('\0').filter_map(entry).collect();
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Ok(GitRevision {
            root: self.root.clone(),
            paths: entries.iter().map(|entry| entry.path.clone()).collect(),
            entries,
            readers: Mutex::new(Vec::new()),
        })
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let output = command(&self.root)
            .args(arguments)
            .output()
            .map_err(|error| error.to_string())?;
        if output.status.success() {
            String::from_utf8(output.stdout).map_err(|_| "an answer is not valid UTF-8".to_owned())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
        }
    }
}

fn command(root: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(root)
        .args(["--no-pager", "--no-optional-locks"])
        .args(["-c", "core.hooksPath=/dev/null"])
        .args(["-c", "core.fsmonitor=false"])
        .args(["-c", "core.quotePath=false"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .stdin(Stdio::null());
    command
}

#[derive(Debug, Clone)]
struct Entry {
    path: String,
    object: String,
    bytes: u64,
}

/// One line of `ls-tree -l`; links and submodules are left out.
fn entry(line: &str) -> Option<Entry> {
    let (fields, path) = line.split_once('\t')?;
    let mut fields = fields.split_ascii_whitespace();
    let mode = fields.next()?;
    if !mode.starts_with("100") {
        return None;
    }
    let (_kind, object, bytes) = (fields.next()?, fields.next()?, fields.next()?);
    Some(Entry {
        path: path.to_owned(),
        object: object.to_owned(),
        bytes: bytes.parse().ok()?,
    })
}

/// The files of one commit.
pub struct GitRevision {
    root: PathBuf,
    paths: Vec<String>,
    entries: Vec<Entry>,
    readers: Mutex<Vec<Reader>>,
}

impl GitRevision {
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

    /// Leaves out the paths for which `is_skipped` holds.
    pub fn skip(&mut self, is_skipped: impl Fn(&str) -> bool) {
        self.paths.retain(|path| !is_skipped(path));
        self.entries.retain(|entry| !is_skipped(&entry.path));
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
}
