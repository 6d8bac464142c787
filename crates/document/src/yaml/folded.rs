//! Quoted scalars of the fast parser that go over several lines.

use super::token::{self, skip_spaces};
use crate::decode;

/// A quoted scalar, folded and decoded, and the byte after it. Its further lines are indented by `least_indent` or
/// more.
/// Source: YAML 1.2.2, 7.3.1 "Double-Quoted Style" and 7.3.2 "Single-Quoted Style".
pub(super) fn quoted(text: &str, start: usize, least_indent: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let quote = bytes[start];
    let mut folded = String::new();
    let mut at = start + 1;
    // What stands between the line before and this one.
    let mut breaks = 0;
    loop {
        let end = line_end(text, at, quote)?;
        let is_last = bytes[end] == quote;
        let line = &text[at..end];
        let line = line.strip_suffix('\r').unwrap_or(line);
        let kept = if is_last {
            line
        } else {
            line.trim_end_matches(' ')
        };
        let ends_in_backslash = quote == b'"' && has_odd_backslashes(kept);
        if line.ends_with('\t') || (ends_in_backslash && kept.len() < line.len()) {
            return None;
        }
        match breaks {
            0 => {}
            1 => folded.push(' '),
            _ => folded.extend(std::iter::repeat_n('\n', breaks - 1)),
        }
        let kept = &kept[..kept.len() - usize::from(ends_in_backslash)];
        if quote == b'"' {
            folded.push_str(&decode::escapes(kept));
        } else {
            folded.push_str(&kept.replace("''", "'"));
        }
        if is_last {
            return Some((folded, end + 1));
        }
        breaks = usize::from(!ends_in_backslash);
        at = end + 1;
        loop {
            let content = skip_spaces(bytes, at);
            match bytes.get(content)? {
                b'\n' => at = content + 1,
                b'\r' => at = content + 2,
                b'\t' => return None,
                _ if content - at < least_indent => return None,
                _ => {
                    at = content;
                    break;
                }
            }
            // An escaped break takes itself away, and the blank lines after it stay.
            if ends_in_backslash && breaks == 0 {
                return None;
            }
            breaks += 1;
        }
    }
}

/// The quote that ends the scalar, or the line break, from `at` on. Its escapes are valid.
fn line_end(text: &str, mut at: usize, quote: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        match *bytes.get(at)? {
            b'\n' => return Some(at),
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == quote => return Some(at),
            b'\\' if quote == b'"' => match bytes.get(at + 1)? {
                b'\n' | b'\r' => at += 1,
                _ => at += token::escape_bytes(text, at)?,
            },
            _ => at += 1,
        }
    }
}

fn has_odd_backslashes(line: &str) -> bool {
    (line.len() - line.trim_end_matches('\\').len()) % 2 == 1
}
