//! A recorded decision.

use serde::{Deserialize, Serialize};

use super::design::Text;

/// One decision record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The title, without its number.
    pub title: Text,
    /// Its number, from the file's name or the title.
    pub number: Option<i64>,
    /// The status, as written.
    pub status: Option<Text>,
    /// `madr`, `nygard` or `other`.
    pub format: String,
    /// Whether the context is told.
    pub has_context: bool,
    /// Whether more than one option was weighed.
    pub has_alternatives: bool,
    /// Whether consequences are told.
    pub has_consequences: bool,
    /// What supersedes it, as written.
    pub superseded_by: Option<Text>,
    /// What it supersedes as a whole, as written.
    pub supersedes: Vec<Text>,
    /// Placeholders of the template that were left.
    pub placeholders: Vec<Text>,
}
