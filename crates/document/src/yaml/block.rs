//! The fast parser: block mappings and sequences of scalars, block scalars, flow collections and comments, which are
//! nine tenths of the bytes of real files. It must read them as the parser of all of YAML does, and gives up on
//! anything else.

mod scalars;

use memchr::memchr;

use super::flow;
use super::token::{self, Stop, Token, is_blank, skip_spaces};
use crate::arena::{SlotKind, Style};
use crate::build::{Events, Tree};
use crate::limits::NESTING_LIMIT;

/// Reads the document that begins at `at` and gives the start of the next one; `None` if it must be read by the other
/// parser, `tree` being in no particular state then.
pub(super) fn document(text: &str, at: usize, tree: &mut Tree) -> Option<usize> {
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at,
        tree,
        levels: Vec::new(),
        state: State::Start,
    };
    reader.lines()?;
    Some(reader.at)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    tree: &'a mut Tree,
    /// The open collections.
    levels: Vec<Level>,
    state: State,
}

#[derive(Clone, Copy)]
struct Level {
    kind: SlotKind,
    /// Spaces before its keys or dashes.
    indent: usize,
}

/// What came before the line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the document.
    Start,
    /// The `---` that ends at this byte.
    Separator(usize),
    /// A key or a dash that ends at this byte, without a value on its line.
    Indicator(usize),
    /// A plain scalar up to the end of its line: the next one may go on with it.
    Plain,
    /// Another value.
    Value,
}

impl Reader<'_> {
    fn lines(&mut self) -> Option<()> {
        loop {
            let line = self.at;
            self.at = skip_spaces(self.bytes, line);
            let indent = self.at - line;
            match self.bytes.get(self.at) {
                None => break,
                Some(b'\n') => self.at += 1,
                Some(b'\r') => self.at += 2,
                Some(b'#') => {
                    self.comment();
                    if self.state == State::Plain {
                        self.state = State::Value;
                    }
                }
                Some(b'-') if indent == 0 && token::is_separator(self.bytes, self.at) => {
                    if self.state != State::Start {
                        break;
                    }
                    self.state = State::Separator(self.at + 3);
                    self.at += 3;
                    self.line_end()?;
                }
                Some(b'.') if indent == 0 && self.bytes[self.at..].starts_with(b"...") => {
                    return None;
                }
                Some(_) => self.line(indent)?,
            }
        }
        match self.state {
            State::Indicator(at) | State::Separator(at) => self.null(at),
            _ => {}
        }
        while self.levels.pop().is_some() {
            self.tree.close(None);
        }
        Some(())
    }

    /// Reads a line with content, which begins here after `indent` spaces.
    fn line(&mut self, indent: usize) -> Option<()> {
        let is_item = self.bytes[self.at] == b'-' && is_blank(self.bytes, self.at + 1);
        match self.state {
            State::Start | State::Separator(_) => return self.node(indent),
            State::Indicator(at) => {
                let top = *self.levels.last()?;
                // Items may stand under their key without further indentation.
                let is_flush = is_item && indent == top.indent && top.kind == SlotKind::Mapping;
                if indent > top.indent || is_flush {
                    return self.node(indent);
                }
                self.null(at);
            }
            State::Plain if indent > self.levels.last()?.indent => return self.fold(),
            State::Plain | State::Value => {}
        }
        while self.levels.last()?.indent > indent {
            self.close();
        }
        let top = *self.levels.last()?;
        if top.indent < indent {
            return None;
        }
        match (top.kind, is_item) {
            (SlotKind::Sequence, true) => self.item(indent),
            (SlotKind::Sequence, false) => {
                self.close();
                let below = self.levels.last()?;
                let is_its_key = below.indent == indent && below.kind == SlotKind::Mapping;
                is_its_key.then(|| self.entry())?
            }
            (_, true) => None,
            (_, false) => self.entry(),
        }
    }

    fn open(&mut self, kind: SlotKind, indent: usize) -> Option<()> {
        if self.tree.depth() >= NESTING_LIMIT {
            return None;
        }
        self.tree.open(kind, self.at as u32, false);
        self.levels.push(Level { kind, indent });
        Some(())
    }

    fn close(&mut self) {
        self.levels.pop();
        self.tree.close(None);
    }

    /// Spaces that a further line of the value here has at least. One at the outermost, too: what begins a line may be
    /// a marker of documents.
    fn least_indent(&self) -> usize {
        self.levels.last().map_or(0, |level| level.indent) + 1
    }

    fn null(&mut self, at: usize) {
        let at = at as u32;
        self.tree.scalar(at..at, SlotKind::Null, Style::Plain);
    }

    fn push(&mut self, token: &Token) {
        let at = token.start as u32..token.end as u32;
        self.tree.scalar(at, token.kind, token.style);
        self.at = token.stop_at;
    }

    /// Reads the node that begins here, in this column.
    fn node(&mut self, column: usize) -> Option<()> {
        match self.bytes[self.at] {
            b'-' if is_blank(self.bytes, self.at + 1) => {
                self.open(SlotKind::Sequence, column)?;
                self.item(column)
            }
            b'[' | b'{' | b'|' | b'>' => self.value(),
            _ => {
                let Some(token) = token::scalar(self.text, self.at, false) else {
                    return self.folded_quoted();
                };
                if token.stop != Stop::Colon {
                    return self.scalar(&token);
                }
                self.open(SlotKind::Mapping, column)?;
                self.key(&token)
            }
        }
    }

    /// Reads the item whose dash is here, in this column.
    fn item(&mut self, mut column: usize) -> Option<()> {
        loop {
            let dash = self.at;
            self.at = skip_spaces(self.bytes, dash + 1);
            column += self.at - dash;
            match self.bytes.get(self.at) {
                None | Some(b'\n' | b'\r' | b'#') => {
                    self.state = State::Indicator(dash + 1);
                    return self.line_end();
                }
                // `- - -` is a loop and no recursion: a line may be long.
                Some(b'-') if is_blank(self.bytes, self.at + 1) => {
                    self.open(SlotKind::Sequence, column)?;
                }
                Some(_) => return self.node(column),
            }
        }
    }

    /// Reads the entry of the innermost mapping whose key is here.
    fn entry(&mut self) -> Option<()> {
        let token = token::scalar(self.text, self.at, false)?;
        self.key(&token)
    }

    fn key(&mut self, token: &Token) -> Option<()> {
        if !token.fits_key() {
            return None;
        }
        self.push(token);
        let after = self.at + 1;
        self.at = skip_spaces(self.bytes, after);
        match self.bytes.get(self.at) {
            None | Some(b'\n' | b'\r' | b'#') => {
                self.state = State::Indicator(after);
                self.line_end()
            }
            Some(_) => self.value(),
        }
    }

    /// Reads the value that begins here, of a key or a dash on this line.
    fn value(&mut self) -> Option<()> {
        match self.bytes[self.at] {
            b'[' | b'{' => {
                self.at = flow::read(self.text, self.at, self.least_indent(), self.tree)?;
                self.state = State::Value;
                self.line_end()
            }
            b'|' | b'>' => self.block_scalar(),
            _ => match token::scalar(self.text, self.at, false) {
                Some(token) => self.scalar(&token),
                None => self.folded_quoted(),
            },
        }
    }

    fn scalar(&mut self, token: &Token) -> Option<()> {
        self.push(token);
        self.state = match (token.stop, token.style) {
            (Stop::LineEnd, Style::Plain) => State::Plain,
            (Stop::LineEnd | Stop::Comment, _) => State::Value,
            _ => return None,
        };
        self.line_end()
    }

    /// Goes to the next line over blanks and a comment.
    fn line_end(&mut self) -> Option<()> {
        let at = skip_spaces(self.bytes, self.at);
        match self.bytes.get(at) {
            None => self.at = at,
            Some(b'\n') => self.at = at + 1,
            Some(b'\r') => self.at = at + 2,
            Some(b'#') if self.bytes[at - 1] == b' ' => {
                self.at = at;
                self.comment();
            }
            Some(_) => return None,
        }
        Some(())
    }

    /// Goes behind the comment here.
    fn comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let length = memchr(b'\n', rest).unwrap_or(rest.len());
        let line = &rest[..length];
        let kept = line.strip_suffix(b"\r").unwrap_or(line).len();
        let start = self.at as u32;
        self.tree.comment(start..start + kept as u32);
        self.at = (self.at + length + 1).min(self.bytes.len());
    }
}
