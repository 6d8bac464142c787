//! Rust, by `syn`.

mod expressions;
mod items;

use crate::form::{Builder, Unit};
use crate::{At, Language, Note};
use proc_macro2::Span;
use syn::spanned::Spanned;

/// Brackets nested deeper than this are not parsed: `syn` recurses.
const BRACKET_LIMIT: usize = 200;
/// Operators and dots of one statement; longer ones are data.
const STATEMENT_LIMIT: usize = 4000;
/// Branches of `else if` in one file, which `syn` nests.
const ELSE_LIMIT: usize = 1500;
/// The stack that the limits above need, with room to spare.
const STACK_BYTES: usize = 256 * 1024 * 1024;

/// A file in the common form; a note where it cannot be parsed.
pub(super) fn unit(text: &str) -> Unit {
    if let Some(reason) = too_deep(text) {
        let mut unit = Unit::new(Language::Rust);
        unit.notes.push(Note {
            text: reason,
            at: At::default(),
        });
        return unit;
    }
    // Its own thread for its stack, and because `proc-macro2` keeps every span of a thread.
    std::thread::scope(|threads| {
        let worker = std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(threads, || parse(text));
        worker
            .ok()
            .and_then(|worker| worker.join().ok())
            .unwrap_or_else(|| Unit::new(Language::Rust))
    })
}

fn parse(text: &str) -> Unit {
    let mut builder = Builder::new(Language::Rust, text);
    match syn::parse_file(text) {
        Ok(file) => items::items(&mut builder, &file.items),
        Err(error) => builder.unit.notes.push(Note {
            text: format!("does not parse as Rust: {error}"),
            at: at(error.span()),
        }),
    }
    builder.unit
}

fn too_deep(text: &str) -> Option<String> {
    let (mut depth, mut operators, mut elses) = (0usize, 0usize, 0usize);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' | b'<' => {
                depth += usize::from(byte != b'<');
                operators += 1;
                if byte == b'{' {
                    operators = 0;
                }
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
            }
            b';' | b',' => operators = 0,
            b'.' | b'!' | b'-' | b'&' | b'*' | b'+' | b'|' | b'?' | b'=' | b':' => operators += 1,
            b'e' if text[index..].starts_with("else if") => elses += 1,
            _ => {}
        }
        if depth > BRACKET_LIMIT || operators > STATEMENT_LIMIT || elses > ELSE_LIMIT {
            return Some(format!(
                "not read: nested deeper than {BRACKET_LIMIT} brackets, or a statement of more than {STATEMENT_LIMIT} operators"
            ));
        }
    }
    None
}

fn at(span: Span) -> At {
    let range = span.byte_range();
    At {
        start: range.start as u32,
        end: range.end as u32,
    }
}

fn at_of(node: &impl Spanned) -> At {
    at(node.span())
}

/// The source of a node.
fn source<'t>(builder: &Builder<'t>, node: &impl Spanned) -> &'t str {
    let range = node.span().byte_range();
    builder.text.get(range).unwrap_or("")
}
