//! The parsers of YAML: a fast one for what most files are written in, and one for all of it.

mod block;
mod flow;
mod folded;
mod full;
mod token;

use crate::build::Tree;

/// Reads `text` into `tree`, document by document. A byte order mark is skipped.
pub(crate) fn read(text: &str, tree: &mut Tree) {
    let mut at = text.len() - without_mark(text).len();
    if !is_ordinary(&text[at..]) {
        return full::read(text, at, text.len(), tree);
    }
    tree.slots.reserve(text.len() / BYTES_PER_NODE);
    while at < text.len() && !tree.is_full_of_faults() {
        let mark = tree.mark();
        at = match block::document(text, at, tree) {
            Some(end) => end,
            None => {
                tree.rewind(&mark);
                let end = document_end(text, at);
                full::read(text, at, end, tree);
                end
            }
        };
    }
}

/// Like [`read`], without the fast parser.
pub(crate) fn read_in_full(text: &str, tree: &mut Tree) {
    let start = text.len() - without_mark(text).len();
    full::read(text, start, text.len(), tree);
}

/// Bytes of a contract for each of its nodes; an estimate that saves most of the copying.
const BYTES_PER_NODE: usize = 16;

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Whether the text has only characters and line breaks that the fast parser needs no care for.
fn is_ordinary(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Without branches, so that the compiler makes vector code of it.
    let odd = bytes.iter().fold(false, |odd, byte| {
        odd | ((*byte < 0x20) & !matches!(*byte, b'\n' | b'\r' | b'\t')) | (*byte == 0x7f)
    });
    if odd || memchr::memmem::find(bytes, "\u{feff}".as_bytes()).is_some() {
        return false;
    }
    // A carriage return alone is a line break, too.
    memchr::memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n'))
}

/// The end of the document that begins at `at`: the next line that begins with `---`. With directives and `...` the
/// rest of the text is taken as one. Nothing in YAML hides such a line.
/// Source: YAML 1.2.2, 9.1.2 "Document Markers", the rule c-forbidden.
fn document_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let separators = memchr::memmem::find_iter(rest.as_bytes(), "\n---");
    let mut ends = separators.map(|end| end + 1);
    let end = ends.find(|end| token::is_separator(rest.as_bytes(), *end));
    let document = &rest[..end.unwrap_or(rest.len())];
    let has = |line: &str| {
        let inner = memchr::memmem::find(document.as_bytes(), ["\n", line].concat().as_bytes());
        document.starts_with(line) || inner.is_some()
    };
    if has("...") || has("%") {
        return text.len();
    }
    at + document.len()
}
