//! One file per format. Here, and only here, spans become lines and columns.
//!
//! * [`place`]: texts, lines and columns; [`fingerprint`]: GitHub's hash of a line.
//! * [`mask`]: secrets and control characters never leave in a report.
//! * `escape`: neither do characters of JSON that a terminal obeys.
//! * [`text`], [`json`], [`sarif`]: findings; [`facts`]: rows of relations; [`graph`]: services.

mod escape;
pub mod facts;
pub mod fingerprint;
pub mod graph;
pub mod json;
pub mod mask;
pub mod merge;
pub mod place;
pub mod sarif;
pub mod text;

use model::finding::RuleInfo;
use model::{FileId, Finding};

pub use merge::merge;
pub use place::{Place, Text, Texts};

/// Everything that a report is made of.
pub struct Report<'a> {
    /// The findings, in order.
    pub findings: &'a [Finding],
    /// What is known of every rule that ran, sorted by id.
    pub rules: &'a [RuleInfo],
    /// What could not be read or understood.
    pub notes: &'a [Notice],
    /// The texts of all files.
    pub texts: &'a Texts<'a>,
    /// The name of what was reviewed: the root folder's.
    pub project: &'a str,
    /// This program's version.
    pub version: &'a str,
    /// How many findings comments allow.
    pub suppressed: usize,
    /// How many files were read.
    pub files_read: usize,
    /// How many files there are.
    pub files: usize,
}

/// What could not be read or understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The file; `None` for a path that could not be listed.
    pub file: Option<FileId>,
    /// Where in the file.
    pub at: model::At,
    /// A stable word.
    pub kind: String,
    /// What is wrong and what follows.
    pub message: String,
}
