//! A git repository, through the `git` program: no shell, no hooks, no filters, no network.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::objects::Objects;
use super::revision::GitRevision;
use super::uncommitted::Checkout;
use crate::Error;

/// A folder that git knows.
pub struct Repository {
    root: PathBuf,
    objects: Objects,
}

/// A commit that adds files.
pub struct Added {
    /// Its id.
    pub id: String,
    /// The first commit before it; `None` for the first of all.
    pub parent: Option<String>,
    /// When it was made, in seconds since 1970.
    pub time: i64,
    /// The paths that it adds, from the root.
    pub paths: Vec<String>,
}

/// Why git gives no revisions of a folder.
pub struct Untold {
    /// Whether there is a repository all the same, which git cannot or may not read.
    pub is_repository: bool,
    /// The reason, with what repairs it.
    pub message: String,
}

impl Repository {
    /// The repository that `root` belongs to, if git tracks files below it.
    pub fn discover(root: &Path) -> Result<Repository, Untold> {
        let repository = Repository {
            root: root.to_owned(),
            objects: Objects::of(root),
        };
        let is_repository = || root.ancestors().any(|folder| folder.join(".git").exists());
        if let Err(failure) = repository.run(&["rev-parse", "--git-dir"]) {
            let message = match failure {
                Failure::Start(error) => {
                    format!("the program `git` cannot be started: {error}; install it")
                }
                Failure::Answer(answer) if answer.contains("not a git repository") => {
                    NOT_TRACKED.to_owned()
                }
                Failure::Answer(answer) => refusal(&answer),
            };
            return Err(Untold {
                is_repository: is_repository(),
                message,
            });
        }
        // A clone without a checkout has nothing in its index, and a bare one has no index.
        let has_any = |arguments: &[&str]| {
            let listing = repository.run(arguments);
            listing.is_ok_and(|listing| !listing.is_empty())
        };
        if has_any(&["ls-files", "-z", "--", "."]) || has_any(&["ls-tree", "-z", "HEAD"]) {
            Ok(repository)
        } else {
            Err(Untold {
                is_repository: false,
                message: NOT_TRACKED.to_owned(),
            })
        }
    }

    /// The commit that `revision` names and `HEAD` share, and `HEAD`'s own. `auto` names the default
    /// branch. The error ends with the command that repairs it.
    pub fn base(&self, revision: &str) -> Result<(String, String), Error> {
        let revision = match revision {
            "" => {
                let message = "`--base` is empty; name a revision, such as `--base HEAD~1`";
                return Err(Error::Usage(message.to_owned()));
            }
            "auto" => self.default_branch()?,
            revision => revision.to_owned(),
        };
        let head = self.commit("HEAD").ok_or_else(|| {
            Error::Git("HEAD has no commit yet; commit first: `git commit`".to_owned())
        })?;
        let Some(commit) = self.commit(&revision) else {
            if let Some(kind) = self.kind(&revision) {
                return Err(Error::Git(format!(
                    "`{revision}` names a {kind}; name a commit, a branch or a tag of one, such as `--base HEAD~1`"
                )));
            }
            return Err(Error::Git(self.missing(&revision)));
        };
        match self.git(&["merge-base", "--end-of-options", &commit, &head]) {
            Ok(base) => Ok((base.trim().to_owned(), head)),
            Err(_) => {
                let what = format!("`{revision}` and HEAD share no commit in this clone");
                Err(Error::Git(match self.is_shallow() {
                    true => format!("{what}, which is shallow; {UNSHALLOW}"),
                    false => format!("{what}; name a revision that HEAD grew from"),
                }))
            }
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

    fn is_shallow(&self) -> bool {
        let answer = self.git(&["rev-parse", "--is-shallow-repository"]);
        answer.is_ok_and(|answer| answer.trim() == "true")
    }

    /// Why there is no commit called `revision`, and the command that brings it.
    fn missing(&self, revision: &str) -> String {
        let what = format!("the revision `{revision}` is not in this clone");
        // What follows the name counts back from it.
        let end = revision.find(['~', '^']).filter(|end| *end > 0);
        let (name, steps) = revision.split_at(end.unwrap_or(revision.len()));
        if self.is_shallow() {
            return format!("{what}, which is shallow; {UNSHALLOW}");
        }
        if let Some(known) = self.commit(name).filter(|_| !steps.is_empty()) {
            let count = self.git(&["rev-list", "--count", "--first-parent", &known]);
            return match count.as_deref().map(str::trim) {
                Ok("1") => format!("{what}: `{name}` is the first commit"),
                Ok(count) => {
                    format!("{what}: from `{name}` back to the first there are {count} commits")
                }
                Err(_) => what,
            };
        }
        if !self.is_name(name) {
            return format!(
                "{what}, nor can it be a name; name a commit, a branch or a tag, such as `--base HEAD~1`"
            );
        }
        let remotes = self.remotes();
        let named = remotes.iter().find_map(|remote| {
            let branch = name.strip_prefix(remote.as_str())?.strip_prefix('/')?;
            Some((remote.as_str(), branch))
        });
        let first = remotes.first().map(|remote| (remote.as_str(), name));
        match (named.or(first), name.split_once('/')) {
            (Some((remote, branch)), _) => {
                // A clone of one branch keeps no other under a name unless it is told where.
                let kept = format!("{remote}/{branch}{steps}");
                let then = match kept == revision {
                    true => String::new(),
                    false => format!(", and name it `--base {kept}`"),
                };
                if self.commit(&kept).is_some() {
                    return format!("{what}; `{kept}` is: name it `--base {kept}`");
                }
                format!(
                    "{what}; run `git fetch {remote} {branch}:refs/remotes/{remote}/{branch}`{then}"
                )
            }
            (None, Some(("origin", branch))) => format!(
                "{what}, which has no remote; run `git remote add origin URL` and `git fetch origin {branch}`, or name one of `git branch`"
            ),
            (None, _) => format!(
                "{what}, and there is no remote to fetch it from; name one of `git branch --all` or `git tag`"
            ),
        }
    }

    /// Whether a branch may be called `name`.
    fn is_name(&self, name: &str) -> bool {
        !name.starts_with('-')
            && self
                .run(&["check-ref-format", &format!("refs/heads/{name}")])
                .is_ok()
    }

    /// How the files of the work tree came there; `None` without one.
    pub fn checkout(&self) -> Option<Checkout> {
        let is_inside = self.git(&["rev-parse", "--is-inside-work-tree"]).ok()?;
        let sparse = self.git(&["config", "--type=bool", "core.sparseCheckout"]);
        let index = self.git(&["rev-parse", "--git-path", "index"]).ok()?;
        let index = self.root.join(index.trim_end_matches('\n')).metadata();
        (is_inside.trim() == "true").then(|| Checkout {
            indexed: index.and_then(|index| index.modified()).ok(),
            is_sparse: sparse.is_ok_and(|answer| answer.trim() == "true"),
        })
    }

    /// The paths below the root that were staged, and not committed.
    pub fn staged(&self) -> Vec<String> {
        let arguments = [
            "diff-index",
            "--cached",
            "--name-only",
            "--no-renames",
            "-z",
            "--relative",
            "HEAD",
            "--",
        ];
        let listing = self.git(&arguments).unwrap_or_default();
        let paths = listing.split('\0').filter(|path| !path.is_empty());
        paths.map(str::to_owned).collect()
    }

    fn commit(&self, revision: &str) -> Option<String> {
        self.verify(&format!("{revision}^{{commit}}"))
    }

    /// What `revision` names that is no commit: a tree or a blob.
    fn kind(&self, revision: &str) -> Option<String> {
        let object = self.verify(revision)?;
        let kind = self.git(&["cat-file", "-t", &object]).ok()?;
        Some(kind.trim().to_owned())
    }

    /// The object that `revision` names.
    fn verify(&self, revision: &str) -> Option<String> {
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
        let object = self.git(&[&arguments[..], &[revision]].concat()).ok()?;
        let object = object.trim();
        // `^main` is no object but a range.
        let is_name = object.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_name && !object.is_empty()).then(|| object.to_owned())
    }

    /// The files of `commit` below the root.
    pub fn revision(&self, commit: &str) -> Result<GitRevision, Error> {
        let listing = self
            .run(&["ls-tree", "-r", "-z", "-l", commit])
            .map_err(|failure| {
                let repair = match self.is_partial() {
                    true => FETCH_ALL,
                    false => "git fsck",
                };
                Error::Git(format!(
                    "git cannot list `{commit}`: {failure}; run `{repair}`"
                ))
            })?;
        GitRevision::of(&self.root, &listing).map_err(|missing| {
            let files = match missing {
                1 => "a file".to_owned(),
                count => format!("{count} files"),
            };
            Error::Git(format!(
                "the content of {files} of `{commit}` is not in this clone, which is partial; run `{FETCH_ALL}`"
            ))
        })
    }

    /// Files that `head` has at another path than `base`: the old path, and the new one.
    pub fn renamed(&self, base: &str, head: &str) -> BTreeMap<String, String> {
        let arguments = [
            "diff-tree",
            "-r",
            "-M",
            "-z",
            "--name-status",
            "--diff-filter=R",
            "--relative",
            base,
            head,
        ];
        // Without it, what moved is new: no reason to stop.
        let answer = self.git(&arguments).unwrap_or_default();
        let mut fields = answer.split('\0');
        let mut renamed = BTreeMap::new();
        while let (Some(_similarity), Some(old), Some(new)) =
            (fields.next(), fields.next(), fields.next())
        {
            renamed.insert(old.to_owned(), new.to_owned());
        }
        renamed
    }

    /// The content of its objects.
    pub fn objects(&self) -> &Objects {
        &self.objects
    }

    /// A line for each tag: its name, its object and when that was committed, and both for the commit behind it if it
    /// is an object of its own; between tabs.
    pub fn tags(&self) -> String {
        let format = "--format=%(refname:short)%09%(objectname)%09%(committerdate:unix)%09%(*objectname)%09%(*committerdate:unix)";
        self.git(&["for-each-ref", format, "refs/tags"])
            .unwrap_or_default()
    }

    /// When `commit` was committed, in seconds.
    pub fn time(&self, commit: &str) -> Option<i64> {
        let time = self.git(&["log", "-1", "--format=%ct", "--end-of-options", commit]);
        time.ok()?.trim().parse().ok()
    }

    /// The last commit of the main line from before `time`, in seconds.
    pub fn last_before(&self, time: i64) -> Option<String> {
        let before = format!("--before=@{time}");
        let commit = self.git(&["rev-list", "--first-parent", "-1", &before, "HEAD"]);
        let commit = commit.ok()?.trim().to_owned();
        (!commit.is_empty()).then_some(commit)
    }

    /// When the commits of the main line were made, in seconds and in order; empty where the clone is shallow.
    pub fn times(&self) -> Vec<i64> {
        if self.is_shallow() {
            return Vec::new();
        }
        let listing = self.git(&["log", "--first-parent", "--format=%ct", "HEAD"]);
        let listing = listing.unwrap_or_default();
        let mut times: Vec<i64> = listing
            .lines()
            .filter_map(|time| time.parse().ok())
            .collect();
        times.sort_unstable();
        times
    }

    /// The commits of the main line up to `last` that add files below `folder`, the newest first, at most `limit`.
    pub fn added(&self, last: &str, folder: &str, limit: usize) -> Vec<Added> {
        let folder = match folder {
            "" => ".",
            folder => folder,
        };
        let listing = self.git(&[
            "log",
            "--first-parent",
            "-m",
            "--no-renames",
            "--diff-filter=A",
            "--name-only",
            "--relative",
            "-z",
            "--format=%x01%H %ct %P",
            &format!("--max-count={limit}"),
            "--end-of-options",
            last,
            "--",
            folder,
        ]);
        let mut commits: Vec<Added> = Vec::new();
        for field in listing.unwrap_or_default().split('\0') {
            let field = field.trim_start_matches('\n');
            if let Some(head) = field.strip_prefix('\u{1}') {
                let mut words = head.split_whitespace();
                let id = words.next().unwrap_or_default().to_owned();
                let time = words.next().and_then(|time| time.parse().ok());
                commits.push(Added {
                    id,
                    time: time.unwrap_or_default(),
                    parent: words.next().map(str::to_owned),
                    paths: Vec::new(),
                });
            } else if let Some(commit) = commits.last_mut()
                && !field.is_empty()
            {
                commit.paths.push(field.to_owned());
            }
        }
        commits
    }

    /// The files that `commit` moved as they were, by their new paths, with the paths that they had in `parent`.
    pub fn moved(&self, parent: &str, commit: &str) -> BTreeMap<String, String> {
        let listing = self.git(&[
            "diff-tree",
            "-r",
            "-M100%",
            "--diff-filter=R",
            "--name-status",
            "--relative",
            "-z",
            "--end-of-options",
            parent,
            commit,
        ]);
        let listing = listing.unwrap_or_default();
        let mut fields = listing.split('\0');
        let mut moved = BTreeMap::new();
        while let (Some(_), Some(from), Some(to)) = (fields.next(), fields.next(), fields.next()) {
            moved.insert(to.to_owned(), from.to_owned());
        }
        moved
    }

    /// Whether content was left out when it was cloned.
    fn is_partial(&self) -> bool {
        let known = self.git(&["config", "--get-regexp", r"^remote\..*\.promisor$"]);
        known.is_ok_and(|known| !known.is_empty())
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let answer = self.run(arguments).map_err(|failure| failure.to_string())?;
        String::from_utf8(answer).map_err(|_| "an answer is not valid UTF-8".to_owned())
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = command(&self.root)
            .args(arguments)
            .output()
            .map_err(Failure::Start)?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            let answer = String::from_utf8_lossy(&output.stderr);
            Err(Failure::Answer(answer.trim().to_owned()))
        }
    }
}

const NOT_TRACKED: &str = "`--base` needs a git repository that tracks files here; run `git init` and commit, or leave `--base` out";

/// Brings what a shallow clone left out.
const UNSHALLOW: &str =
    "run `git fetch --unshallow` (in a pipeline: check out with `fetch-depth: 0`)";

/// Brings what a partial clone left out.
const FETCH_ALL: &str = "git fetch --refetch --no-filter";

/// Why git gave no answer.
enum Failure {
    /// It is not there.
    Start(std::io::Error),
    /// Its own words.
    Answer(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Start(error) => error.fmt(f),
            Failure::Answer(answer) => f.write_str(answer),
        }
    }
}

/// Git's words for a repository that it will not read, such as one that belongs to somebody else; the command
/// that it proposes stands in the last line.
fn refusal(answer: &str) -> String {
    let reason = answer.lines().next().unwrap_or_default();
    let reason = reason.trim_start_matches("fatal: ");
    let command = answer.lines().last().unwrap_or_default().trim();
    match command.starts_with("git ") {
        true => format!("git does not read this repository: {reason}; run `{command}`"),
        false => format!("git does not read this repository: {reason}"),
    }
}

/// What ties git to another repository than the one that holds the folder, as it is set for a hook.
const ELSEWHERE: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
];

/// The program `git`, which works in `root`.
pub(super) fn command(root: &Path) -> Command {
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
        // Git before 2.44 would ask the network for what a partial clone left out.
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    command
}
