//! The parsers of YAML.

mod full;

use crate::build::Tree;

/// Reads `text` into `tree`. A byte order mark is skipped.
pub(crate) fn read(text: &str, tree: &mut Tree) {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    full::read(text, start, tree);
}
