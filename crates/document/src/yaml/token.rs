//! The scalars and line ends of the fast parser. `None` always means: left to the parser of all of YAML.

use crate::arena::{SlotKind, Style};
use crate::bytes::{equal, word};
use crate::decode::hexadecimal;
use crate::limits::YAML_KEY_CHARACTERS_LIMIT;
use crate::scalar::plain_kind;

/// A scalar on one line.
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub kind: SlotKind,
    pub style: Style,
    /// What comes after it and blanks.
    pub stop: Stop,
    /// Where that is.
    pub stop_at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A `:` that ends a key.
    Colon,
    Comment,
    LineEnd,
    /// In flow style, one of `,]}`.
    Flow,
}

impl Token {
    /// Whether it is short enough to be a key. Bytes are compared with the limit of characters: the rare key between
    /// the two is left to the other parser.
    pub fn fits_key(&self) -> bool {
        self.stop == Stop::Colon && self.end - self.start < YAML_KEY_CHARACTERS_LIMIT
    }
}

/// Whether the line that begins at `at` separates documents.
pub(super) fn is_separator(bytes: &[u8], at: usize) -> bool {
    bytes[at..].starts_with(b"---") && is_blank(bytes, at + 3)
}

/// Whether a blank, a line break or the end is at `at`.
#[inline]
pub(super) fn is_blank(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), None | Some(b' ' | b'\n' | b'\r' | b'\t'))
}

/// The first byte from `at` on that is no space.
#[inline]
pub(super) fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// The scalar that begins at `at`, in flow style or block style.
#[inline]
pub(super) fn scalar(text: &str, at: usize, is_flow: bool) -> Option<Token> {
    match text.as_bytes().get(at)? {
        b'"' | b'\'' => quoted(text, at, is_flow),
        _ => plain(text, at, is_flow),
    }
}

fn plain(text: &str, start: usize, is_flow: bool) -> Option<Token> {
    if !begins_plain(text.as_bytes(), start, is_flow) {
        return None;
    }
    let mut token = plain_rest(text, start, is_flow)?;
    token.kind = plain_kind(&text[start..token.end]);
    Some(token)
}

/// A line of a plain scalar that may have begun on another one; it begins with any character but `#`, and its kind is
/// not known.
pub(super) fn plain_rest(text: &str, start: usize, is_flow: bool) -> Option<Token> {
    let bytes = text.as_bytes();
    let mut at = start;
    let stop = loop {
        at = if is_flow {
            flow_plain_end(bytes, at)
        } else {
            block_plain_end(bytes, at)
        };
        match bytes.get(at) {
            None | Some(b'\n') => break Stop::LineEnd,
            Some(b':') => match bytes.get(at + 1) {
                None | Some(b' ' | b'\n' | b'\r') => break Stop::Colon,
                Some(b'\t') => return None,
                Some(b',' | b'[' | b']' | b'{' | b'}') if is_flow => return None,
                Some(_) => {}
            },
            Some(b'#') if bytes[at - 1] == b' ' => break Stop::Comment,
            Some(b'#') => {}
            Some(b',' | b']' | b'}') => break Stop::Flow,
            // A tab, or a bracket inside a scalar in flow style.
            Some(_) => return None,
        }
        at += 1;
    };
    let mut end = at;
    while matches!(bytes[end - 1], b' ' | b'\r') {
        end -= 1;
    }
    if stop == Stop::Colon && end != at {
        return None;
    }
    Some(Token {
        start,
        end,
        kind: SlotKind::String,
        style: Style::Plain,
        stop,
        stop_at: at,
    })
}

/// Whether a plain scalar may begin here, without the cases that need a second look.
fn begins_plain(bytes: &[u8], at: usize, is_flow: bool) -> bool {
    match bytes[at] {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'$' | b'<' => true,
        b'(' | b')' | b'+' | b'=' | b'~' | b'^' | b';' | b'\\' | 0x80.. => true,
        b'-' | b':' | b'?' if is_flow => bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
        b'-' | b':' | b'?' => !is_blank(bytes, at + 1),
        _ => false,
    }
}

/// The first byte from `at` on that may end a plain scalar in block style.
#[inline]
fn block_plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let found = equal(word, b':') | equal(word, b'\n') | equal(word, b'#') | equal(word, b'\t');
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at)
        && !matches!(byte, b':' | b'\n' | b'#' | b'\t')
    {
        at += 1;
    }
    at
}

/// Like [`block_plain_end`], in flow style.
fn flow_plain_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at)
        && !matches!(
            byte,
            b':' | b'\n' | b'#' | b'\t' | b',' | b'[' | b']' | b'{' | b'}'
        )
    {
        at += 1;
    }
    at
}

fn quoted(text: &str, start: usize, is_flow: bool) -> Option<Token> {
    let bytes = text.as_bytes();
    let quote = bytes[start];
    let mut style = Style::Quoted;
    let mut at = start + 1;
    let end = loop {
        match *bytes.get(at)? {
            b'\n' => return None,
            b'\'' if quote == b'\'' => {
                if bytes.get(at + 1) != Some(&b'\'') {
                    break at + 1;
                }
                style = Style::SingleQuoted;
                at += 2;
            }
            b'"' if quote == b'"' => break at + 1,
            b'\\' if quote == b'"' => {
                style = Style::DoubleQuoted;
                at += escape_bytes(text, at)?;
            }
            _ => at = quoted_end(bytes, at + 1),
        }
    };
    let stop_at = skip_spaces(bytes, end);
    let stop = match bytes.get(stop_at) {
        None | Some(b'\n' | b'\r') => Stop::LineEnd,
        Some(b':') if stop_at == end && is_blank(bytes, end + 1) => Stop::Colon,
        Some(b'#') if stop_at > end => Stop::Comment,
        Some(b',' | b']' | b'}') if is_flow => Stop::Flow,
        _ => return None,
    };
    Some(Token {
        start,
        end,
        kind: SlotKind::String,
        style,
        stop,
        stop_at,
    })
}

/// The first byte from `at` on that needs a look in a quoted scalar.
#[inline]
fn quoted_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let quotes = equal(word, b'"') | equal(word, b'\'');
        let found = quotes | equal(word, b'\\') | equal(word, b'\n');
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at
}

/// Bytes of the escape at `at`, if it is one.
pub(super) fn escape_bytes(text: &str, at: usize) -> Option<usize> {
    match text.as_bytes().get(at + 1)? {
        b'0' | b'a' | b'b' | b't' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/'
        | b'\\' | b'N' | b'_' | b'L' | b'P' => Some(2),
        b'x' => hexadecimal(text, at + 2, 2).map(|_| 4),
        b'u' => char::from_u32(hexadecimal(text, at + 2, 4)?).map(|_| 6),
        b'U' => char::from_u32(hexadecimal(text, at + 2, 8)?).map(|_| 10),
        _ => None,
    }
}
