//! What a contract, or a fragment of one, says.

use serde::{Deserialize, Serialize};

use crate::At;

/// One file of a contract.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    /// The version of the specification, such as `3.0`; empty for a fragment.
    pub specification: String,
    /// References that leave the file.
    pub references: Vec<Reference>,
}

/// A reference to a part of another file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The reference as written.
    pub at: At,
    /// The path as written, relative to the file.
    pub path: String,
    /// JSON pointer inside the other file, empty for the whole of it.
    pub pointer: String,
    /// What the part is: `path_item`, `parameter`, `response`, `schema`, …
    pub role: String,
}
