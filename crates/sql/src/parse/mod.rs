//! Statements, read.

use crate::{Dialect, Script};

/// Reads a script. Never fails: what cannot be read costs its own statement only, and is a note.
pub fn read(_text: &str, dialect: Dialect) -> Script {
    Script {
        dialect,
        statements: Vec::new(),
        notes: Vec::new(),
        comments: Vec::new(),
        transactional: None,
        has_sections: false,
    }
}
