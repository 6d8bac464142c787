//! What Compose files and Kubernetes manifests say.

use serde::{Deserialize, Serialize};

use crate::At;

/// One manifest file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Manifest {}

/// A variable with its value, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// The name.
    pub name: String,
    /// The value, unresolved; `None` if the file only passes it on.
    pub value: Option<String>,
    /// Where the value stands.
    pub at: At,
}
