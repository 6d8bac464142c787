//! The parser of JSON. Source: RFC 8259.
//!
//! It keeps what was read before the first error that it cannot step over. It steps over trailing commas, comments, bad
//! escapes, control characters in strings and values that are nested too deeply, each with a fault.

use crate::arena::{SlotKind, Style};
use crate::build::{Events, Tree};
use crate::bytes::{SPACES, below_space, equal, word};
use crate::decode::hexadecimal;
use crate::limits::NESTING_LIMIT;

/// Bytes of a pretty-printed contract for each of its nodes; an estimate that saves most of the copying.
const BYTES_PER_NODE: usize = 20;

/// Reads `text` into `tree`. A byte order mark is skipped.
pub(crate) fn read(text: &str, tree: &mut Tree) {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    tree.slots.reserve(text.len() / BYTES_PER_NODE);
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: start,
        tree,
        has_comments: false,
    };
    if reader.values().is_none() {
        let at = reader.at.min(text.len()) as u32;
        reader.tree.abandon(at, 0);
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    tree: &'a mut Tree,
    has_comments: bool,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// A value after a comma, or the bracket after a trailing one.
    Item,
    FirstItem,
    Key,
    FirstKey,
    /// A comma, or the bracket that closes.
    Next,
}

impl Reader<'_> {
    /// Reads the whole text; `None` if it stopped at a fault.
    fn values(&mut self) -> Option<()> {
        let mut expect = Expect::Value;
        loop {
            self.skip_space();
            let Some(&byte) = self.bytes.get(self.at) else {
                return self.end(expect);
            };
            expect = match expect {
                Expect::Next => match (self.tree.innermost(), byte) {
                    (Some(SlotKind::Mapping), b',') => self.step(Expect::Key),
                    (Some(SlotKind::Mapping), b'}') => self.close(),
                    (Some(_), b',') => self.step(Expect::Item),
                    (Some(SlotKind::Sequence), b']') => self.close(),
                    (_, b'/') => self.comment(expect)?,
                    (Some(SlotKind::Mapping), _) => return self.unexpected("`,` or `}`"),
                    (Some(_), _) => return self.unexpected("`,` or `]`"),
                    (None, _) => return self.unexpected("the end of the text"),
                },
                Expect::Key | Expect::FirstKey => match byte {
                    b'"' => self.key()?,
                    b'}' if expect == Expect::FirstKey => self.close(),
                    b'}' => self.close_after_comma(),
                    b'/' => self.comment(expect)?,
                    _ => return self.unexpected("a key in double quotes"),
                },
                Expect::Value | Expect::Item | Expect::FirstItem => match byte {
                    b'"' => self.string()?,
                    b'{' => self.open(SlotKind::Mapping, Expect::FirstKey)?,
                    b'[' => self.open(SlotKind::Sequence, Expect::FirstItem)?,
                    b'-' | b'0'..=b'9' => self.number()?,
                    b't' => self.word("true", SlotKind::Bool)?,
                    b'f' => self.word("false", SlotKind::Bool)?,
                    b'n' => self.word("null", SlotKind::Null)?,
                    b']' if expect == Expect::FirstItem => self.close(),
                    b']' if expect == Expect::Item => self.close_after_comma(),
                    b'/' => self.comment(expect)?,
                    _ => return self.unexpected("a value"),
                },
            };
            if self.tree.is_full_of_faults() {
                return None;
            }
        }
    }

    #[inline]
    fn skip_space(&mut self) {
        while let Some(&byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.bytes.get(self.at) {
            self.at += 1;
            if byte == b'\n' {
                // Indentation, eight spaces at a time.
                while word(self.bytes, self.at) == Some(SPACES) {
                    self.at += 8;
                }
            }
        }
    }

    fn step(&mut self, expect: Expect) -> Expect {
        self.at += 1;
        expect
    }

    fn close(&mut self) -> Expect {
        self.at += 1;
        self.tree.close(Some(self.at as u32));
        Expect::Next
    }

    fn close_after_comma(&mut self) -> Expect {
        let message = "a comma before the closing bracket is not JSON";
        self.fault(self.at, self.at + 1, message.to_owned());
        self.close()
    }

    fn fault(&mut self, start: usize, end: usize, message: String) {
        self.tree.fault(start as u32..end as u32, message);
    }

    fn end(&mut self, expect: Expect) -> Option<()> {
        let what = match (expect, self.tree.innermost()) {
            (Expect::Next, None) => return Some(()),
            (_, None) => "the text ends before a value",
            (_, Some(SlotKind::Mapping)) => "the text ends inside a mapping",
            (_, Some(_)) => "the text ends inside a sequence",
        };
        self.fault(self.at, self.at, what.to_owned());
        None
    }

    fn unexpected(&mut self, expected: &str) -> Option<()> {
        let found = self.text[self.at..].chars().next()?;
        let message = format!("expected {expected}, found `{}`", found.escape_debug());
        self.fault(self.at, self.at + found.len_utf8(), message);
        None
    }

    fn open(&mut self, kind: SlotKind, expect: Expect) -> Option<Expect> {
        let start = self.at as u32;
        if self.tree.depth() < NESTING_LIMIT {
            self.tree.open(kind, start, true);
            return Some(self.step(expect));
        }
        let message = format!("nested deeper than {NESTING_LIMIT} levels; left out");
        self.fault(self.at, self.at + 1, message);
        self.skip_nested()?;
        self.tree
            .scalar(start..self.at as u32, SlotKind::Null, Style::Plain);
        Some(Expect::Next)
    }

    /// Goes to the byte after the bracket that closes the one here.
    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.quoted()?;
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
        self.fault(self.at, self.at, "the text ends inside brackets".to_owned());
        None
    }

    fn key(&mut self) -> Option<Expect> {
        self.string()?;
        self.skip_space();
        while self.bytes.get(self.at) == Some(&b'/') {
            self.comment(Expect::Key)?;
            self.skip_space();
        }
        match self.bytes.get(self.at) {
            Some(b':') => Some(self.step(Expect::Value)),
            Some(_) => self.unexpected("`:`").map(|()| Expect::Value),
            None => self.end(Expect::Value).map(|()| Expect::Value),
        }
    }

    fn string(&mut self) -> Option<Expect> {
        let start = self.at as u32;
        let style = self.quoted()?;
        let at = start..self.at as u32;
        self.tree.scalar(at, SlotKind::String, style);
        Some(Expect::Next)
    }

    /// Goes to the byte after the closing quote.
    fn quoted(&mut self) -> Option<Style> {
        let start = self.at;
        let mut style = Style::Quoted;
        self.at += 1;
        loop {
            self.at = ordinary_end(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Some(style);
                }
                Some(b'\\') => {
                    style = Style::DoubleQuoted;
                    self.escape();
                }
                Some(b'\n' | b'\r') | None => {
                    let message = "a string is not closed on its line";
                    self.fault(start, self.at, message.to_owned());
                    return None;
                }
                Some(control) => {
                    let message = format!("control character {control:#04x} in a string");
                    self.fault(self.at, self.at + 1, message);
                    self.at += 1;
                }
            }
        }
    }

    /// Goes to the byte after the escape here.
    fn escape(&mut self) {
        let start = self.at;
        let length = match self.bytes.get(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Some(2),
            Some(b'u') => match hexadecimal(self.text, start + 2, 4) {
                Some(0xd800..0xdc00) => match hexadecimal(self.text, start + 8, 4) {
                    Some(0xdc00..0xe000) if self.text[start + 6..].starts_with("\\u") => Some(12),
                    _ => None,
                },
                Some(0xdc00..0xe000) | None => None,
                Some(_) => Some(6),
            },
            _ => None,
        };
        if let Some(length) = length {
            self.at += length;
            return;
        }
        let letter = self.text[start + 1..].chars().next();
        let end = start + 1 + letter.map_or(0, char::len_utf8);
        self.fault(start, end, "invalid escape in a string".to_owned());
        // A line break or the end is left to the string, which is not closed on its line.
        self.at = match letter {
            Some('\n' | '\r') | None => start + 1,
            Some(_) => end,
        };
    }

    fn number(&mut self) -> Option<Expect> {
        let start = self.at;
        let mut at = start + usize::from(self.bytes[start] == b'-');
        let whole = at;
        at = digits_end(self.bytes, at);
        let mut is_valid = at == whole + 1 || (at > whole && self.bytes[whole] != b'0');
        if self.bytes.get(at) == Some(&b'.') {
            let fraction = at + 1;
            at = digits_end(self.bytes, fraction);
            is_valid &= at > fraction;
        }
        if let Some(b'e' | b'E') = self.bytes.get(at) {
            let sign = usize::from(matches!(self.bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = at + 1 + sign;
            at = digits_end(self.bytes, exponent);
            is_valid &= at > exponent;
        }
        if !is_valid {
            self.fault(start, at, "invalid number".to_owned());
            return None;
        }
        self.at = at;
        let at = start as u32..at as u32;
        self.tree.scalar(at, SlotKind::Number, Style::Plain);
        Some(Expect::Next)
    }

    fn word(&mut self, word: &str, kind: SlotKind) -> Option<Expect> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return self.unexpected("a value").map(|()| Expect::Next);
        }
        let start = self.at as u32;
        self.at += word.len();
        self.tree.scalar(start..self.at as u32, kind, Style::Plain);
        Some(Expect::Next)
    }

    /// Goes behind the comment here. Only the first one is a fault: a file with comments usually has many.
    fn comment(&mut self, expect: Expect) -> Option<Expect> {
        let start = self.at;
        let rest = &self.text[start..];
        let length = if rest.starts_with("//") {
            rest.find('\n').or(Some(rest.len()))
        } else if let Some(inner) = rest.strip_prefix("/*") {
            inner.find("*/").map(|end| end + 4)
        } else {
            None
        };
        let Some(length) = length else {
            return self.unexpected("JSON").map(|()| expect);
        };
        if !self.has_comments {
            self.has_comments = true;
            self.fault(start, start + length, "comments are not JSON".to_owned());
        }
        self.at += length;
        Some(expect)
    }
}

/// The first byte from `at` on that ends a string or needs a look: a quote, a backslash or a control character. Eight
/// bytes at a time: strings are most of a contract.
fn ordinary_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let found = equal(word, b'"') | equal(word, b'\\') | below_space(word);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(byte) = bytes.get(at)
        && !matches!(byte, b'"' | b'\\' | 0..0x20)
    {
        at += 1;
    }
    at
}

fn digits_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b'0'..=b'9') = bytes.get(at) {
        at += 1;
    }
    at
}
