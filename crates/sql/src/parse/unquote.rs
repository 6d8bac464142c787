//! Names and strings without their quotes.

use crate::Dialect;
use crate::split::{Token, TokenKind, is_hole_mark};

/// PostgreSQL cuts names behind this many bytes (`NAMEDATALEN` - 1).
pub(crate) const MOST_NAME_BYTES: usize = 63;

/// The name that a token means.
pub(crate) fn unquote_name(text: &str, token: Token, dialect: Dialect) -> String {
    let raw = token.text(text);
    let mut name = match token.kind {
        TokenKind::Quoted => {
            let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
            match raw.as_bytes()[0] {
                b'"' if inside.contains("\"\"") => inside.replace("\"\"", "\""),
                b'`' if inside.contains("``") => inside.replace("``", "`"),
                _ => inside.to_owned(),
            }
        }
        TokenKind::Text => unquote_text(raw, dialect),
        // A variable of the client's in the place of a name hides it.
        TokenKind::Parameter => return String::new(),
        _ if dialect == Dialect::PostgreSql => raw.to_ascii_lowercase(),
        _ => raw.to_owned(),
    };
    name = without_holes(&name);
    if dialect == Dialect::PostgreSql && name.len() > MOST_NAME_BYTES {
        let mut end = MOST_NAME_BYTES;
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name.truncate(end);
    }
    name
}

/// The name without a template's holes.
pub(super) fn without_holes(name: &str) -> String {
    if !name.contains(['{', '%']) {
        return name.to_owned();
    }
    let bytes = name.as_bytes();
    let mut out = String::new();
    let mut position = 0;
    while position < bytes.len() {
        if is_hole_mark(bytes, position) {
            let close: &str = match &bytes[position..] {
                [b'{', b'{', ..] => "}}",
                [b'%', b'(', ..] => ")s",
                [b'%', ..] => "s",
                _ => "}",
            };
            position = name[position..]
                .find(close)
                .map_or(bytes.len(), |found| position + found + close.len());
            continue;
        }
        let next = name[position..]
            .chars()
            .next()
            .expect("a boundary inside the name");
        out.push(next);
        position += next.len_utf8();
    }
    out
}

/// The value of a string.
pub(super) fn unquote_text(raw: &str, dialect: Dialect) -> String {
    if let Some(behind) = raw.strip_prefix('$') {
        let tag = behind.find('$').map_or(0, |found| found + 2);
        return raw
            .get(tag..raw.len().saturating_sub(tag))
            .unwrap_or("")
            .to_owned();
    }
    let Some(open) = raw.find(['\'', '"']) else {
        return raw.to_owned();
    };
    let quote = raw[open..].chars().next().expect("found above");
    let escapes = dialect == Dialect::MySql || raw.starts_with(['e', 'E']);
    let inside = raw.get(open + 1..raw.len().saturating_sub(1)).unwrap_or("");
    let mut out = String::with_capacity(inside.len());
    let mut chars = inside.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if escapes => match chars.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some('r') => out.push('\r'),
                Some('0') => out.push('\0'),
                Some(other) => out.push(other),
                None => {}
            },
            char if char == quote => {
                chars.next_if_eq(&quote);
                out.push(quote);
            }
            char => out.push(char),
        }
    }
    out
}
