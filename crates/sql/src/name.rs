//! Names as the server would see them, with the place where they are written.

use crate::At;
use serde::{Deserialize, Serialize};

/// A name of one part, such as a column's: quotes removed, and folded to lower case where PostgreSQL folds it.
/// Equality compares the text alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ident {
    /// The name. A template's hole is left out of it, so it can be empty: then nobody knows the name.
    pub text: String,
    /// The identifier in the file, quotes included.
    pub at: At,
}

impl Ident {
    /// A name found at a place.
    pub fn new(text: impl Into<String>, at: At) -> Ident {
        Ident {
            text: text.into(),
            at,
        }
    }
}

impl PartialEq for Ident {
    fn eq(&self, other: &Ident) -> bool {
        self.text == other.text
    }
}

impl Eq for Ident {}

/// A name that may be qualified by a schema (PostgreSQL, SQLite) or a database (MySQL).
/// Equality compares the text alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Name {
    /// The schema; `None` if it is not written or a template hides it.
    pub schema: Option<String>,
    /// The name itself; empty if a template hides it.
    pub name: String,
    /// The whole qualified name in the file.
    pub at: At,
}

impl Name {
    /// A name without a schema.
    pub fn bare(name: impl Into<String>, at: At) -> Name {
        Name {
            schema: None,
            name: name.into(),
            at,
        }
    }

    /// Whether the name is there to be read, and not hidden by a template.
    pub fn is_known(&self) -> bool {
        !self.name.is_empty()
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        self.schema == other.schema && self.name == other.name
    }
}

impl Eq for Name {}

impl std::fmt::Display for Name {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.schema {
            Some(schema) => write!(out, "{schema}.{}", self.name),
            None => out.write_str(&self.name),
        }
    }
}
