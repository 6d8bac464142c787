//! The fast parser: block mappings and sequences of scalars, block scalars, flow collections and comments, which are
//! nine tenths of the bytes of real files. It must read them as the parser of all of YAML does, and gives up on
//! anything else.

use memchr::memchr;

use super::token::{self, Stop, Token, is_blank, skip_spaces};
use super::{flow, folded};
use crate::arena::{SlotKind, Style};
use crate::build::{Events, Tree};
use crate::decode;
use crate::limits::NESTING_LIMIT;
use crate::scalar::plain_kind;

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

    /// Reads the quoted scalar of several lines that begins here.
    fn folded_quoted(&mut self) -> Option<()> {
        if !matches!(self.bytes[self.at], b'"' | b'\'') {
            return None;
        }
        let (text, end) = folded::quoted(self.text, self.at, self.least_indent())?;
        let at = self.at as u32..end as u32;
        self.tree.stored_scalar(at, SlotKind::String, text);
        self.at = end;
        self.state = State::Value;
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

    /// Reads the further lines of the plain scalar that was the last value; the first of them begins here.
    fn fold(&mut self) -> Option<()> {
        let parent = self.levels.last()?.indent;
        let first = self.tree.take_scalar()?;
        let mut end = first.end as usize;
        let mut text = self.text[first.start as usize..end].to_owned();
        loop {
            let line = token::plain_rest(self.text, self.at, false)?;
            if line.stop == Stop::Colon {
                return None;
            }
            let breaks = memchr::memchr_iter(b'\n', &self.bytes[end..self.at]).count();
            match breaks {
                1 => text.push(' '),
                _ => text.extend(std::iter::repeat_n('\n', breaks - 1)),
            }
            text.push_str(&self.text[self.at..line.end]);
            end = line.end;
            self.at = line.stop_at;
            self.state = State::Value;
            if line.stop == Stop::Comment {
                break;
            }
            // The next line with content goes on with the scalar, or is left to the others.
            let mut next = (line.stop_at + 1).min(self.bytes.len());
            let column = loop {
                let content = skip_spaces(self.bytes, next);
                match self.bytes.get(content) {
                    Some(b'\n') => next = content + 1,
                    Some(b'\r') => next = content + 2,
                    Some(_) => break content,
                    None => break next,
                }
            };
            let goes_on = column - next > parent && self.bytes[column] != b'#';
            if !goes_on {
                break;
            }
            self.at = column;
        }
        let kind = plain_kind(&text);
        self.tree.stored_scalar(first.start..end as u32, kind, text);
        self.line_end()
    }

    /// Reads the block scalar whose indicator is here.
    fn block_scalar(&mut self) -> Option<()> {
        let parent = self.levels.last()?.indent;
        let start = self.at;
        self.at += 1;
        let header = &self.bytes[self.at..];
        let length = header.iter().take_while(|byte| !byte.is_ascii_whitespace());
        let header = &header[..length.count()];
        let explicit_indent = match header {
            [] | [b'-' | b'+'] => None,
            [digit @ b'1'..=b'9'] | [digit @ b'1'..=b'9', b'-' | b'+'] => Some(digit),
            [b'-' | b'+', digit @ b'1'..=b'9'] => Some(digit),
            _ => return None,
        };
        let explicit_indent = explicit_indent.map(|digit| parent + usize::from(digit - b'0'));
        let is_kept = header.contains(&b'+');
        self.at += header.len();
        self.line_end()?;
        let lines = self.block_lines(parent, explicit_indent)?;
        let at = start as u32..lines.end as u32;
        if explicit_indent.is_some() || is_kept || lines.has_long_blanks {
            let source = &self.text[start..self.at];
            let text = decode::block(source, Some(lines.indent));
            self.tree.stored_scalar(at, SlotKind::String, text);
        } else {
            self.tree.scalar(at, SlotKind::String, Style::Block);
        }
        self.state = State::Value;
        Some(())
    }

    /// Goes behind the lines of a block scalar, which has at least one that is not blank.
    fn block_lines(&mut self, parent: usize, explicit_indent: Option<usize>) -> Option<BlockLines> {
        let mut indent = explicit_indent;
        let mut longest_blank = 0;
        let mut has_long_blanks = false;
        let mut end = None;
        while self.at < self.bytes.len() {
            let line = self.at;
            let content = skip_spaces(self.bytes, line);
            let spaces = content - line;
            let rest = &self.bytes[content..];
            if let Some(b'\n' | b'\r') | None = rest.first() {
                longest_blank = longest_blank.max(spaces);
                let break_bytes = 1 + usize::from(rest.first() == Some(&b'\r'));
                self.at = (content + break_bytes).min(self.bytes.len());
                continue;
            }
            if spaces <= parent {
                break;
            }
            let indent = *indent.get_or_insert(spaces);
            // Before the first line, longer blank lines and tabs have rules of their own.
            let is_odd = end.is_none() && (longest_blank > indent || rest[0] == b'\t');
            if spaces < indent || is_odd {
                return None;
            }
            let length = memchr(b'\n', rest).unwrap_or(rest.len());
            let line = &rest[..length];
            if line.iter().all(u8::is_ascii_whitespace) {
                has_long_blanks = true;
            } else {
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                end = Some(content + line.len());
            }
            self.at = (content + length + 1).min(self.bytes.len());
        }
        let indent = indent?;
        Some(BlockLines {
            indent,
            end: end?,
            has_long_blanks: has_long_blanks || longest_blank > indent,
        })
    }
}

/// The lines of a block scalar.
struct BlockLines {
    indent: usize,
    /// The end of the last one that is not blank.
    end: usize,
    /// Whether a blank line is longer than the indentation, so that what goes beyond it is text.
    has_long_blanks: bool,
}
