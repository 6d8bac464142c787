//! Artifact → facts: what each file of a repository says, as written.
//!
//! [`facts`] reads every file that may matter, once, in parallel. A kind of artifact is a module
//! with one [`Kind`]: how its files are recognised, and how its facts are read. Files that others
//! refer to (`$ref` fragments, `extends`) are read in further rounds, with what is asked of them.

mod input;
mod markdown;
mod rounds;
mod suppressions;

/// A module for each kind of artifact.
pub mod kinds;

pub use input::{Fragment, Input, Probe};
pub use kinds::{KINDS, Kind};
pub use rounds::{bytes_limit, facts};
