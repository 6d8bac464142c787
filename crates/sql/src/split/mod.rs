//! Statements, found in a script.

pub(crate) fn guess(_text: &str) -> Option<crate::Dialect> {
    None
}
