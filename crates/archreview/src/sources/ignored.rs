//! What a repository says to ignore: `.gitignore`, `.ignore`, and `.git/info/exclude`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::open::{self, Refusal};

/// Bytes of one file that says what to ignore. Each line becomes a pattern, and a hundred thousand of them fill the
/// memory.
const MAX_RULES_BYTES: u64 = 256 * 1024;

/// Bytes of such files from the root down to a folder, which are held at the same time.
const MAX_HELD_BYTES: u64 = 1024 * 1024;

/// The files that say what to ignore, the strongest first.
const NAMES: [&str; 3] = [".ignore", ".gitignore", EXCLUDE];

/// What one clone alone ignores; of linked work trees it lies elsewhere, and is not read.
const EXCLUDE: &str = ".git/info/exclude";

/// What is ignored in a folder, by its own files and those of the folders above.
#[derive(Default)]
pub struct Ignored {
    above: Option<Arc<Ignored>>,
    /// In the order of `NAMES`.
    rules: [Option<Gitignore>; NAMES.len()],
    held_bytes: u64,
}

/// Whether a file of this name says what to ignore.
pub fn says(name: &OsStr) -> bool {
    NAMES.iter().any(|known| name == *known)
}

/// Whether a folder with an entry of this name may say what to ignore.
pub fn may_say(name: &OsStr) -> bool {
    says(name) || name == ".git"
}

/// A file whose rules do not count: where it lies, and why.
pub type Refused = (PathBuf, String);

/// What becomes of what a file says to ignore whose rules do not count.
pub fn unheeded((path, reason): Refused) -> Refused {
    (
        path,
        format!("{reason}; what it says to ignore is reviewed"),
    )
}

impl Ignored {
    /// What `folder` and those above it ignore, what `above` says being known.
    pub fn below(
        above: &Arc<Ignored>,
        folder: &Path,
        refused: &mut Vec<Refused>,
    ) -> Result<Arc<Ignored>, Refused> {
        let mut ignored = Ignored {
            above: Some(Arc::clone(above)),
            rules: Default::default(),
            held_bytes: above.held_bytes,
        };
        for (rules, name) in ignored.rules.iter_mut().zip(NAMES) {
            let path = folder.join(name);
            if name == EXCLUDE && !is_folder(&folder.join(".git/info")) {
                continue;
            }
            let bytes = match open::read(&path, MAX_RULES_BYTES) {
                Ok(bytes) => bytes,
                Err(Refusal::NoFile) => continue,
                Err(Refusal::Unfit(reason)) => {
                    refused.push(unheeded((path, reason)));
                    continue;
                }
                Err(Refusal::TooLarge(bytes)) => {
                    let limit = MAX_RULES_BYTES;
                    let message = format!("has {bytes} bytes, above the limit of {limit}");
                    return Err((path, message));
                }
            };
            ignored.held_bytes += bytes.len() as u64;
            if ignored.held_bytes > MAX_HELD_BYTES {
                let held = ignored.held_bytes;
                let limit = MAX_HELD_BYTES;
                let message = format!(
                    "makes {held} bytes with the like of it in the folders above, over the limit of {limit}"
                );
                return Err((path, message));
            }
            *rules = patterns(folder, &bytes);
        }
        let has_any = ignored.rules.iter().any(Option::is_some);
        Ok(match has_any {
            true => Arc::new(ignored),
            false => Arc::clone(above),
        })
    }

    /// What the folders above `root` say, if a git repository holds it: of its own files, those from its top down. Of
    /// what lies above that, git takes no notice either, and what ignores the very root cannot be meant.
    pub fn above(root: &Path, refused: &mut Vec<Refused>) -> Arc<Ignored> {
        let nothing = Arc::new(Ignored::default());
        let top = root
            .ancestors()
            .find(|folder| folder.join(".git").symlink_metadata().is_ok());
        let Some(top) = top else {
            return nothing;
        };
        let mut folders: Vec<&Path> = root
            .ancestors()
            .take_while(|folder| *folder != top)
            .collect();
        folders.push(top);
        folders.reverse();
        let mut ignored = Arc::clone(&nothing);
        for pair in folders.windows(2) {
            match Ignored::below(&ignored, pair[0], refused) {
                Ok(below) => ignored = below,
                Err(reason) => refused.push(unheeded(reason)),
            }
            if ignored.matches(pair[1], true) {
                return nothing;
            }
        }
        ignored
    }

    /// Whether `path` is ignored, given that its folder is not.
    pub fn matches(&self, path: &Path, is_folder: bool) -> bool {
        let chain = || std::iter::successors(Some(self), |ignored| ignored.above.as_deref());
        (0..NAMES.len())
            .find_map(|kind| {
                chain()
                    .filter_map(|ignored| ignored.rules[kind].as_ref())
                    .map(|rules| rules.matched(path, is_folder))
                    .find(|found| !found.is_none())
            })
            .is_some_and(|found| found.is_ignore())
    }
}

/// Whether a folder stands at `path`, in a folder, and neither is a link.
fn is_folder(path: &Path) -> bool {
    let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|found| found.is_dir());
    is_folder(path) && path.parent().is_some_and(is_folder)
}

/// The patterns of a file, which count from `folder`; lines that are no pattern say nothing, as for git.
fn patterns(folder: &Path, bytes: &[u8]) -> Option<Gitignore> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.split(|byte| *byte == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            let _ = builder.add_line(None, line.strip_suffix('\r').unwrap_or(line));
        }
    }
    builder.build().ok().filter(|rules| !rules.is_empty())
}
