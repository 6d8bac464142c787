//! What the work tree holds beyond the commit that is checked out, for a note: a comparison with a base leaves it out.
//!
//! `git status` would say it too, but runs the filters that a repository's own configuration names.

use std::collections::BTreeSet;
use std::time::SystemTime;

use model::Sources;

use super::revision::may_matter;
use super::{GitRevision, Repository, WorkTree};

/// The note on files of `tree` that may matter to a review and differ from `head`; `None` if there are none, or
/// no work tree.
pub fn note(repository: &Repository, tree: &WorkTree, head: &GitRevision) -> Option<String> {
    let checkout = repository.checkout()?;
    let mut differ: BTreeSet<String> = repository.staged().into_iter().collect();
    let submodules: BTreeSet<&str> = head.unlisted().iter().map(|(path, _)| &**path).collect();
    for path in tree.paths() {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        let mut is_elsewhere = || folders.any(|folder| submodules.contains(folder));
        if head.file(path).is_none() && !is_elsewhere() {
            differ.insert(path.clone());
        }
    }
    for path in head.paths() {
        if may_matter(path) && differs(tree, head, path, &checkout) {
            differ.insert(path.clone());
        }
    }
    differ.retain(|path| may_matter(path));
    let first = differ.first()?;
    let which = match differ.len() - 1 {
        0 => format!("`{first}` differs"),
        more => format!("`{first}` and {more} more differ"),
    };
    Some(format!(
        "{which} from the last commit; with `--base` only what is committed is compared"
    ))
}

/// How files came from a commit into the work tree.
pub struct Checkout {
    /// When git last wrote down what it knows of them.
    pub indexed: Option<SystemTime>,
    /// Whether some are left out on purpose.
    pub is_sparse: bool,
}

/// Whether the file at `path` is not what `head` has there. Only what was written after git last looked is read.
fn differs(tree: &WorkTree, head: &GitRevision, path: &str, checkout: &Checkout) -> bool {
    let Ok(metadata) = tree.root().join(path).symlink_metadata() else {
        return !checkout.is_sparse;
    };
    let Some(committed) = head.file(path) else {
        return false;
    };
    if metadata.len() != head.bytes(committed) {
        return true;
    }
    let is_newer = checkout.indexed.zip(metadata.modified().ok());
    is_newer.is_some_and(|(indexed, modified)| modified >= indexed)
        && tree
            .file(path)
            .is_some_and(|file| match (tree.read(file), head.read(committed)) {
                (Ok(now), Ok(before)) => now != before,
                _ => false,
            })
}
