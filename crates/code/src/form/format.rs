//! Format patterns, filled with their arguments.

use super::{Arg, ScopeId, Unit, Value};
use crate::{Folded, Language, Piece};

impl Unit {
    /// `%s`, `%d`, `{}`, `{0}` and `{name}` in a pattern, filled in order.
    pub(super) fn fold_format(
        &self,
        pattern: &Value,
        arguments: &[Arg],
        scope: ScopeId,
        depth: usize,
        out: &mut Folded,
    ) {
        let mut folded = Folded::default();
        self.fold_into(pattern, scope, depth, &mut folded);
        let mut next = 0;
        let mut fill = |out: &mut Folded, name: &str| {
            let argument = match name.parse::<usize>() {
                Ok(index) => arguments.get(index),
                Err(_) if name.is_empty() => {
                    next += 1;
                    arguments.get(next - 1)
                }
                Err(_) => arguments
                    .iter()
                    .find(|argument| argument.name.as_deref() == Some(name)),
            };
            match argument {
                Some(argument) => self.fold_into(&argument.value, scope, depth, out),
                None if self.language == Language::Rust && !name.is_empty() => {
                    self.fold_name(name, scope, depth, out);
                }
                None => out.push(Piece::Hole(match name.is_empty() {
                    true => "…".to_owned(),
                    false => name.to_owned(),
                })),
            }
        };
        for piece in folded.pieces {
            let Piece::Text(text) = piece else {
                out.push(piece);
                continue;
            };
            for part in format_parts(&text) {
                match part {
                    FormatPart::Text(text) => out.push(Piece::Text(text.to_owned())),
                    FormatPart::Hole(name) => fill(out, name),
                }
            }
        }
    }
}

enum FormatPart<'a> {
    Text(&'a str),
    Hole(&'a str),
}

/// The parts of a format pattern; `%%` and `{{` stay as they are.
fn format_parts(pattern: &str) -> Vec<FormatPart<'_>> {
    let mut parts = Vec::new();
    let bytes = pattern.as_bytes();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let end = match bytes[at] {
            b'%' => {
                let mut end = at + 1;
                while end < bytes.len()
                    && (bytes[end].is_ascii_digit()
                        || matches!(bytes[end], b'.' | b'-' | b'+' | b'$' | b'#'))
                {
                    end += 1;
                }
                match bytes.get(end) {
                    Some(b's' | b'd' | b'v' | b'q' | b'f' | b'i' | b'u' | b'x' | b'r' | b't') => {
                        Some((end + 1, ""))
                    }
                    Some(b'(') => pattern[end..]
                        .find(')')
                        .map(|close| (end + close + 2, &pattern[end + 1..end + close])),
                    _ => None,
                }
            }
            b'{' => pattern[at..].find('}').and_then(|close| {
                let inner = &pattern[at + 1..at + close];
                let name = inner.split(':').next().unwrap_or("");
                name.chars()
                    .all(|c| c.is_alphanumeric() || c == '_' || c == '.')
                    .then_some((at + close + 1, name))
            }),
            _ => None,
        };
        match end {
            Some((end, name)) if end <= bytes.len() && pattern.is_char_boundary(end) => {
                parts.push(FormatPart::Text(&pattern[start..at]));
                parts.push(FormatPart::Hole(name));
                at = end;
                start = end;
            }
            _ => at += 1,
        }
    }
    parts.push(FormatPart::Text(&pattern[start..]));
    parts
}
