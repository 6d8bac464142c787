//! Texts in syntax trees: quotes, escapes, interpolation.

use super::tree::{at, slice};
use super::walk::{visit, visit_inner};
use crate::form::{Builder, Value};
use tree_sitter::Node;

/// A literal with its quotes cut off by length, and its escapes replaced.
pub(super) fn literal(
    b: &mut Builder<'_>,
    node: Node<'_>,
    open: usize,
    close: usize,
    has_escapes: bool,
) -> Value {
    let raw = slice(b, node);
    let end = raw.len().saturating_sub(close).max(open);
    let content = raw.get(open..end).unwrap_or("");
    let start = node.start_byte() as u32 + open as u32;
    if has_escapes && content.contains('\\') {
        b.literal(unescape(content), at(node), None)
    } else {
        b.literal(content.to_owned(), at(node), Some(start))
    }
}

/// A literal in one quote at each end.
pub(super) fn quoted(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    literal(b, node, 1, 1, true)
}

/// A literal in one or three quotes at each end.
pub(super) fn quoted_block(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let quotes = match slice(b, node).starts_with("\"\"\"") {
        true => 3,
        false => 1,
    };
    literal(b, node, quotes, quotes, true)
}

/// The parts of a text whose grammar tells content from escapes and from what is put in.
pub(super) fn template(b: &mut Builder<'_>, node: Node<'_>, parts: Vec<Node<'_>>) -> Value {
    b.joined(at(node), |b| {
        let mut values = Vec::new();
        for part in parts {
            values.push(match part.kind() {
                "string_content" | "string_fragment" | "heredoc_content" | "nowdoc_string" => {
                    Value::Text(slice(b, part).to_owned())
                }
                "escape_sequence" => Value::Text(unescape(slice(b, part))),
                "interpolation" | "template_substitution" => visit_inner(b, part),
                "heredoc_end" => continue,
                _ => visit(b, part),
            });
        }
        values
    })
}

/// The usual escapes of C-like languages; others stay as written.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\n') => {}
            Some(c @ ('\\' | '"' | '\'' | '`' | '$' | '/' | '{' | '}' | '#')) => out.push(c),
            Some(c) => {
                out.push('\\');
                out.push(c);
            }
            None => out.push('\\'),
        }
    }
    out
}
