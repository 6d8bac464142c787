//! One source file in, its facts out.

use crate::{At, Facts, Language, Note, ROLE_HEAD_BYTES, SOURCE_LIMIT_BYTES, role};

/// The facts of a source file; `None` when its path names no language that is read.
/// A file above [`SOURCE_LIMIT_BYTES`] gives a note and its role alone.
pub fn read(path: &str, text: &str) -> Option<Facts> {
    let language = Language::of(path)?;
    let mut end = text.len().min(ROLE_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut facts = Facts::new(language, role(path, &text[..end]));
    if text.len() > SOURCE_LIMIT_BYTES {
        facts.notes.push(Note {
            text: format!(
                "not read: {} bytes of source, above the limit of {SOURCE_LIMIT_BYTES}",
                text.len()
            ),
            at: At::default(),
        });
        return Some(facts);
    }
    Some(facts)
}
