//! Flow collections of the fast parser: sequences and mappings in brackets, without comments and shorthands.

use super::folded;
use super::token::{self, Stop, Token};
use crate::arena::SlotKind;
use crate::build::{Events, Tree};
use crate::limits::NESTING_LIMIT;

/// Reads the collection that begins at `at` and gives the byte after it. The further lines of its scalars are indented
/// by `least_indent` or more.
pub(super) fn read(text: &str, at: usize, least_indent: usize, tree: &mut Tree) -> Option<usize> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at,
        least_indent,
        tree,
    };
    let outside = reader.tree.depth();
    let mut expect = Expect::Value;
    loop {
        expect = reader.step(expect)?;
        if reader.tree.depth() == outside {
            return Some(reader.at);
        }
        reader.skip_space()?;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    FirstItem,
    FirstKey,
    Key,
    /// A value, or an item after a comma.
    Value,
    /// A comma or the bracket that closes.
    Next,
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    least_indent: usize,
    tree: &'a mut Tree,
}

impl Reader<'_> {
    fn step(&mut self, expect: Expect) -> Option<Expect> {
        let byte = *self.bytes.get(self.at)?;
        match (expect, byte) {
            (Expect::Next, b',') => {
                self.at += 1;
                Some(match self.tree.innermost() {
                    Some(SlotKind::Mapping) => Expect::Key,
                    _ => Expect::Value,
                })
            }
            (Expect::Next | Expect::FirstItem, b']') => self.close(SlotKind::Sequence),
            (Expect::Next | Expect::FirstKey, b'}') => self.close(SlotKind::Mapping),
            (Expect::Next, _) => None,
            (Expect::Value | Expect::FirstItem, b'[') => {
                self.open(SlotKind::Sequence, Expect::FirstItem)
            }
            (Expect::Value | Expect::FirstItem, b'{') => {
                self.open(SlotKind::Mapping, Expect::FirstKey)
            }
            (Expect::Value | Expect::FirstItem, _) => {
                let Some(token) = token::scalar(self.text, self.at, true) else {
                    return self.folded_quoted();
                };
                let is_over = matches!(token.stop, Stop::Flow | Stop::LineEnd);
                is_over.then(|| self.push(&token))?;
                Some(Expect::Next)
            }
            (Expect::Key | Expect::FirstKey, _) => {
                let token = token::scalar(self.text, self.at, true)?;
                token.fits_key().then(|| self.push(&token))?;
                self.at += 1;
                Some(Expect::Value)
            }
        }
    }

    fn push(&mut self, token: &Token) {
        let at = token.start as u32..token.end as u32;
        self.tree.scalar(at, token.kind, token.style);
        self.at = token.stop_at;
    }

    fn folded_quoted(&mut self) -> Option<Expect> {
        if !matches!(self.bytes[self.at], b'"' | b'\'') {
            return None;
        }
        let (text, end) = folded::quoted(self.text, self.at, self.least_indent)?;
        let at = self.at as u32..end as u32;
        self.tree.stored_scalar(at, SlotKind::String, text);
        self.at = end;
        Some(Expect::Next)
    }

    fn open(&mut self, kind: SlotKind, expect: Expect) -> Option<Expect> {
        if self.tree.depth() >= NESTING_LIMIT {
            return None;
        }
        self.tree.open(kind, self.at as u32, true);
        self.at += 1;
        Some(expect)
    }

    fn close(&mut self, kind: SlotKind) -> Option<Expect> {
        if self.tree.innermost() != Some(kind) {
            return None;
        }
        self.at += 1;
        self.tree.close(Some(self.at as u32));
        Some(Expect::Next)
    }

    fn skip_space(&mut self) -> Option<()> {
        self.at = token::skip_spaces(self.bytes, self.at);
        while let Some(b'\n' | b'\r') = self.bytes.get(self.at) {
            let line = self.at + 1;
            self.at = token::skip_spaces(self.bytes, line);
            // At the begin of a line these may be markers of documents.
            if self.at == line && matches!(self.bytes.get(line), Some(b'-' | b'.')) {
                return None;
            }
        }
        Some(())
    }
}
