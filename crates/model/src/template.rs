//! Templates such as `{method} {path}`: columns of a row, by name.

use crate::{RowRef, System, Value};

/// Deepest chain of references that a template or a subject follows.
const MAX_DEPTH: usize = 8;

/// The places of a template, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Text as written.
    Text(&'t str),
    /// A dotted path between braces, such as `table.name`.
    Path(&'t str),
}

/// The pieces of `template`; a brace that is never closed is text.
pub fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        pieces.push(Piece::Path(&rest[open + 1..open + close]));
        rest = &rest[open + close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// `template` with the columns of `row` in its places; what is unknown or absent reads `?`.
/// `values` come first: what the match itself says.
pub fn fill(template: &str, system: &System, row: RowRef, values: &[(&str, String)]) -> String {
    let mut text = String::new();
    for piece in pieces(template) {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Path(path) => match values.iter().find(|(name, _)| *name == path) {
                Some((_, value)) => text.push_str(value),
                None => text.push_str(&column(system, row, path, 0)),
            },
        }
    }
    text
}

/// The default name of a row: its relation's subject, filled.
pub fn subject(system: &System, row: RowRef) -> String {
    nested_subject(system, row, 0)
}

fn nested_subject(system: &System, row: RowRef, depth: usize) -> String {
    if depth > MAX_DEPTH {
        return "…".to_owned();
    }
    let mut text = String::new();
    for piece in pieces(system.relation(row).subject) {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Path(path) => text.push_str(&column(system, row, path, depth)),
        }
    }
    text.trim().to_owned()
}

fn column(system: &System, row: RowRef, path: &str, depth: usize) -> String {
    let mut row = row;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        match system.value(row, name) {
            Some(Value::Row(next)) if names.peek().is_some() => row = next,
            Some(value) => return text(system, value, depth),
            None => return "?".to_owned(),
        }
    }
    "?".to_owned()
}

/// A value as text for people; rows by their subject, lists joined with commas.
fn text(system: &System, value: Value<'_>, depth: usize) -> String {
    match value {
        Value::Null => String::new(),
        Value::Unknown(_) | Value::Span(_) => "?".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.to_owned(),
        Value::Row(row) => nested_subject(system, row, depth + 1),
        Value::List(list) => (0..list.len())
            .map(|index| text(system, list.get(index), depth))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &[Piece<'_>]) {
        assert_eq!(pieces(template), expected);
    }

    #[test]
    fn paths_stand_between_braces() {
        check(
            "`{method} {api.title}`",
            &[
                Piece::Text("`"),
                Piece::Path("method"),
                Piece::Text(" "),
                Piece::Path("api.title"),
                Piece::Text("`"),
            ],
        );
    }

    #[test]
    fn a_brace_that_is_never_closed_is_text() {
        check("a {b", &[Piece::Text("a {b")]);
    }
}
