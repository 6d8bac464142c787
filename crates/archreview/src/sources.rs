//! Where files come from: the work tree, or a git revision.

pub mod git;
pub mod revision;
pub mod work_tree;

use globset::{Glob, GlobSet, GlobSetBuilder};

pub use git::Repository;
pub use revision::GitRevision;
pub use work_tree::WorkTree;

/// Globs that name paths to skip; an error names the glob.
pub fn globs(patterns: &[String]) -> Result<GlobSet, String> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        for glob in [pattern.to_owned(), format!("{pattern}/**")] {
            builder.add(Glob::new(&glob).map_err(|error| error.to_string())?);
        }
    }
    builder.build().map_err(|error| error.to_string())
}
