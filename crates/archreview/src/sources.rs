//! Where files come from: the work tree, or a git revision; and what git tells of the versions before.

pub mod git;
mod homes;
mod ignored;
mod objects;
pub mod open;
pub mod past;
pub mod revision;
mod search;
mod tags;
mod trees;
pub mod uncommitted;
pub mod versions;
pub mod work_tree;

use globset::{Glob, GlobSet, GlobSetBuilder};

pub use git::Repository;
pub use past::{Before, History};
pub use revision::GitRevision;
pub use versions::Versions;
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
