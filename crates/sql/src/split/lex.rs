//! Text into tokens. They know their bytes, which the tokens of sqlparser do not, and they survive templates.

use crate::{At, Dialect};

/// One token; comments are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word without quotes; it may hold a template's hole.
    Word,
    /// An identifier in quotes.
    Quoted,
    /// A string, with its prefix.
    Text,
    /// A string in dollar quotes.
    Dollar,
    Number,
    /// `$1`, `?`, `:name`, `@name`, `%s`.
    Parameter,
    /// One of `( ) [ ] , ; .`
    Punctuation,
    /// One or more operator characters.
    Operator,
    Comment,
    /// A template's own command, or a line for the client: no part of a statement.
    Skipped,
    /// A quote that is never closed, or a byte that no SQL has.
    Stray,
}

impl Token {
    pub fn at(self) -> At {
        At::new(self.start, self.end)
    }

    pub fn text(self, text: &str) -> &str {
        self.at().of(text)
    }
}

/// Whether a template's hole starts here: `{{ … }}`, `${…}`, `{name}`, `%(name)s`.
pub(crate) fn is_hole_mark(bytes: &[u8], at: usize) -> bool {
    hole_end(bytes, at).is_some()
}

/// A hole is short; what is longer is something else.
const MOST_HOLE_BYTES: usize = 256;
/// How often a quote may be looked for in vain before quotes are no longer looked for: keeps the work linear.
const MOST_STRAYS: u32 = 32;

fn hole_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..bytes.len().min(at + MOST_HOLE_BYTES)];
    let find = |needle: &[u8], from: usize| {
        rest.get(from..)?
            .windows(needle.len())
            .position(|window| window == needle)
            .map(|found| at + from + found + needle.len())
    };
    match rest {
        [b'{', b'{', ..] => find(b"}}", 2),
        [b'$', b'{', ..] => find(b"}", 2),
        [b'{', next, ..] if *next != b'%' && *next != b'#' => find(b"}", 1),
        [b'%', b'(', ..] => find(b")s", 2),
        [b'%', b's', ..] => Some(at + 2),
        _ => None,
    }
}

pub(crate) struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    dialect: Dialect,
    pub position: usize,
    end: usize,
    strays: u32,
}

impl<'a> Lexer<'a> {
    /// Tokens of the text between two bytes.
    pub fn new(text: &'a str, dialect: Dialect, start: usize, end: usize) -> Lexer<'a> {
        Lexer {
            text,
            bytes: &text.as_bytes()[..end],
            dialect,
            position: start,
            end,
            strays: 0,
        }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Moves over white space and says whether something is left.
    pub fn skip_space(&mut self) -> bool {
        while let Some(byte) = self.bytes.get(self.position) {
            let width = match byte {
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c | 0x0b => 1,
                0xef if self.bytes[self.position..].starts_with("\u{feff}".as_bytes()) => 3,
                0xc2 if self.bytes.get(self.position + 1) == Some(&0xa0) => 2,
                0xe2 if self.bytes[self.position..].starts_with("\u{200b}".as_bytes()) => 3,
                _ => break,
            };
            self.position += width;
        }
        self.position < self.end
    }

    /// The byte behind the end of this line.
    pub fn line_end(&self) -> usize {
        memchr(b'\n', &self.bytes[self.position..]).map_or(self.end, |found| self.position + found)
    }

    pub fn next(&mut self) -> Option<Token> {
        if !self.skip_space() {
            return None;
        }
        let start = self.position;
        let (kind, end) = self.scan(start);
        let mut end = end.max(start + 1);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.position = end;
        Some(Token {
            kind,
            start: start as u32,
            end: end as u32,
        })
    }

    fn scan(&mut self, start: usize) -> (TokenKind, usize) {
        use TokenKind::*;
        let bytes = self.bytes;
        let next = bytes.get(start + 1).copied().unwrap_or(0);
        let mysql = self.dialect == Dialect::MySql;
        match bytes[start] {
            b'-' if next == b'-'
                && (!mysql || bytes.get(start + 2).is_none_or(|byte| *byte <= b' ')) =>
            {
                self.line_comment(start)
            }
            b'#' if mysql => self.line_comment(start),
            b'/' if next == b'*' => self.block_comment(start),
            b'*' if next == b'/' && mysql => (Skipped, start + 2),
            b'\'' => self.quoted(start, start, Text, mysql),
            b'"' => self.quoted(start, start, if mysql { Text } else { Quoted }, mysql),
            b'`' => self.quoted(start, start, Quoted, false),
            b'[' if self.dialect == Dialect::Sqlite && is_word_start(next) => {
                match memchr(b']', &bytes[start..]) {
                    Some(found) => (Quoted, start + found + 1),
                    None => (Stray, start + 1),
                }
            }
            b'{' if next == b'%' || next == b'#' => {
                match find(bytes, start, if next == b'%' { b"%}" } else { b"#}" }) {
                    Some(end) => (Skipped, end),
                    None => (Stray, start + 1),
                }
            }
            b'{' if next == b'{' => match hole_end(bytes, start) {
                Some(end) if is_template_command(&bytes[start + 2..end]) => (Skipped, end),
                Some(_) => self.word(start),
                None => (Stray, start + 1),
            },
            b'{' if hole_end(bytes, start).is_some() => self.word(start),
            b'$' if next == b'{' && hole_end(bytes, start).is_some() => self.word(start),
            b'%' if next == b'(' && hole_end(bytes, start).is_some() => self.word(start),
            b'%' if next == b's' && !bytes.get(start + 2).is_some_and(|byte| is_word(*byte)) => {
                (Parameter, start + 2)
            }
            b'$' if next.is_ascii_digit() => (Parameter, end_of_word(bytes, start + 1)),
            b'$' => self.dollar(start),
            b'?' if next != b'|' && next != b'&' => (Parameter, end_of_word(bytes, start + 1)),
            b':' if next == b':' || next == b'=' => (Operator, start + 2),
            b':' if next == b'\'' || next == b'"' => {
                let (_, end) = self.quoted(start, start + 1, Text, false);
                (Parameter, end)
            }
            b':' if is_word_start(next) => (Parameter, end_of_parameter(bytes, start + 1)),
            b'@' if next == b'@' && mysql => (Parameter, end_of_word(bytes, start + 2)),
            b'@' if is_word_start(next) => (Parameter, end_of_word(bytes, start + 1)),
            b'(' | b')' | b'[' | b']' | b',' | b';' => (Punctuation, start + 1),
            b'.' if next.is_ascii_digit() && !self.follows_name(start) => {
                (Number, self.number(start))
            }
            b'.' => (Punctuation, start + 1),
            byte if byte.is_ascii_digit() => {
                let end = self.number(start);
                // MySQL's and SQLite's names may begin with a digit.
                let word = end_of_word(bytes, start);
                if mysql && word > end {
                    (Word, word)
                } else {
                    (Number, end)
                }
            }
            byte if is_word_start(byte) => self.prefixed(start),
            byte if is_operator(byte) => (Operator, self.operator(start)),
            _ => (Stray, start + 1),
        }
    }

    fn follows_name(&self, start: usize) -> bool {
        start > 0
            && (is_word(self.bytes[start - 1])
                || matches!(self.bytes[start - 1], b'"' | b'`' | b']'))
    }

    fn line_comment(&self, start: usize) -> (TokenKind, usize) {
        let end = memchr(b'\n', &self.bytes[start..]).map_or(self.end, |found| start + found);
        let end = if end > start && self.bytes[end - 1] == b'\r' {
            end - 1
        } else {
            end
        };
        (TokenKind::Comment, end)
    }

    fn block_comment(&mut self, start: usize) -> (TokenKind, usize) {
        let bytes = self.bytes;
        if self.dialect == Dialect::MySql
            && (bytes[start + 2..].starts_with(b"!") || bytes[start + 2..].starts_with(b"M!"))
        {
            // What MySQL executes: only the marks are skipped. The closing mark is skipped when it comes.
            let from = start + 3 + usize::from(bytes[start + 2] == b'M');
            let mut end = from;
            while bytes.get(end).is_some_and(u8::is_ascii_digit) {
                end += 1;
            }
            // No server has this version: MariaDB's dumps tell the client so to enter its sandbox.
            if bytes[from..end] != *b"999999" {
                return (TokenKind::Skipped, end);
            }
        }
        if self.strays > MOST_STRAYS {
            return (TokenKind::Stray, start + 2);
        }
        let nested = self.dialect == Dialect::PostgreSql;
        let mut depth = 1u32;
        let mut position = start + 2;
        while position + 1 < bytes.len() {
            match (bytes[position], bytes[position + 1]) {
                (b'*', b'/') => {
                    depth -= 1;
                    position += 2;
                    if depth == 0 {
                        return (TokenKind::Comment, position);
                    }
                }
                (b'/', b'*') if nested => {
                    depth += 1;
                    position += 2;
                }
                _ => position += 1,
            }
        }
        self.strays += 1;
        (TokenKind::Stray, start + 2)
    }

    /// A string or identifier whose quote stands at `open`; two quotes in it are one.
    fn quoted(
        &mut self,
        start: usize,
        open: usize,
        kind: TokenKind,
        escapes: bool,
    ) -> (TokenKind, usize) {
        let bytes = self.bytes;
        let quote = bytes[open];
        if self.strays <= MOST_STRAYS {
            let mut position = open + 1;
            while position < bytes.len() {
                let byte = bytes[position];
                if byte == b'\\' && escapes {
                    position += 2;
                } else if let Some(end) = quoting_hole(bytes, position, quote) {
                    position = end;
                } else if byte == quote {
                    if bytes.get(position + 1) != Some(&quote) {
                        return (kind, position + 1);
                    }
                    position += 2;
                } else {
                    position += 1;
                }
            }
            self.strays += 1;
        }
        (TokenKind::Stray, start + 1)
    }

    fn dollar(&mut self, start: usize) -> (TokenKind, usize) {
        let bytes = self.bytes;
        let mut tag = start + 1;
        while bytes
            .get(tag)
            .is_some_and(|byte| is_word(*byte) && *byte != b'$')
        {
            tag += 1;
        }
        if bytes.get(tag) == Some(&b'$')
            && self.dialect == Dialect::PostgreSql
            && self.strays <= MOST_STRAYS
        {
            if let Some(end) = find(bytes, tag + 1, &bytes[start..=tag]) {
                return (TokenKind::Dollar, end);
            }
            self.strays += 1;
            return (TokenKind::Stray, tag + 1);
        }
        if tag > start + 1 {
            (TokenKind::Parameter, tag)
        } else {
            (TokenKind::Stray, start + 1)
        }
    }

    fn number(&self, start: usize) -> usize {
        let bytes = self.bytes;
        let mut end = start;
        while end < bytes.len() {
            let is_part = match bytes[end] {
                b'0'..=b'9' | b'.' | b'_' => true,
                b'e' | b'E' => bytes
                    .get(end + 1)
                    .is_some_and(|next| next.is_ascii_digit() || matches!(next, b'+' | b'-')),
                b'+' | b'-' => matches!(bytes[end - 1], b'e' | b'E') && end > start,
                b'x' | b'X' => end == start + 1 && bytes[start] == b'0',
                b'a'..=b'f' | b'A'..=b'F' => {
                    bytes[start] == b'0' && matches!(bytes.get(start + 1), Some(b'x' | b'X'))
                }
                _ => false,
            };
            if !is_part {
                break;
            }
            end += 1;
        }
        end
    }

    /// A word, or a string with a prefix.
    fn prefixed(&mut self, start: usize) -> (TokenKind, usize) {
        let bytes = self.bytes;
        let quote_at = match bytes[start] {
            b'e' | b'E' | b'b' | b'B' | b'x' | b'X' | b'n' | b'N'
                if bytes.get(start + 1) == Some(&b'\'') =>
            {
                start + 1
            }
            b'u' | b'U'
                if bytes.get(start + 1) == Some(&b'&')
                    && matches!(bytes.get(start + 2), Some(b'\'')) =>
            {
                start + 2
            }
            _ => return self.word(start),
        };
        let escapes = self.dialect == Dialect::MySql || matches!(bytes[start], b'e' | b'E');
        self.quoted(start, quote_at, TokenKind::Text, escapes)
    }

    fn word(&self, start: usize) -> (TokenKind, usize) {
        let bytes = self.bytes;
        let mut end = start;
        let mut is_open = false;
        loop {
            match bytes.get(end) {
                Some(byte)
                    if is_word(*byte) && (*byte != b'$' || bytes.get(end + 1) != Some(&b'{')) =>
                {
                    end += 1
                }
                Some(b'{' | b'$' | b'%') => match hole_end(bytes, end) {
                    // `{{if .x}}concurrently{{end}}`: the condition stands around the word.
                    Some(behind) if is_end_command(&bytes[end..behind]) && !is_open => break,
                    Some(behind) if bytes[end..].starts_with(b"{{") => {
                        is_open |= is_template_command(&bytes[end + 2..behind]);
                        end = behind;
                    }
                    // `a%(b)s` may be a remainder; a name of that kind is written by a driver alone.
                    Some(behind) if bytes[end] != b'%' || end == start => end = behind,
                    _ => break,
                },
                _ => break,
            }
        }
        (TokenKind::Word, end)
    }

    fn operator(&self, start: usize) -> usize {
        let bytes = self.bytes;
        let mut end = start;
        while end < bytes.len() && is_operator(bytes[end]) {
            let starts_comment = matches!(
                (bytes[end], bytes.get(end + 1)),
                (b'-', Some(b'-')) | (b'/', Some(b'*'))
            );
            // A sign or a parameter behind an operator is its own token.
            let starts_operand = end > start
                && (matches!(bytes[end], b'-' | b'+') && self.dialect != Dialect::PostgreSql
                    || bytes[end] == b'@'
                        && bytes.get(end + 1).is_some_and(|next| is_word_start(*next))
                    || bytes[end] == b'?' && !matches!(bytes.get(end + 1), Some(b'|' | b'&'))
                    || matches!(bytes[end], b'-' | b'+')
                        && matches!(bytes[start], b'=' | b'<' | b'>' | b'*' | b'/' | b'+' | b'-'))
                && !(bytes[start] == b'-' && bytes[end] == b'>');
            if end > start && (starts_comment || starts_operand) {
                break;
            }
            end += 1;
        }
        end
    }
}

pub(super) fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

fn is_operator(byte: u8) -> bool {
    matches!(
        byte,
        b'+' | b'-'
            | b'*'
            | b'/'
            | b'<'
            | b'>'
            | b'='
            | b'~'
            | b'!'
            | b'@'
            | b'#'
            | b'%'
            | b'^'
            | b'&'
            | b'|'
            | b'?'
            | b':'
    )
}

fn end_of_word(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|byte| !is_word(*byte))
        .map_or(bytes.len(), |found| from + found)
}

/// The end of a parameter's name, of whose words Clojure makes one by dashes: `:order-id`.
fn end_of_parameter(bytes: &[u8], from: usize) -> usize {
    let mut end = end_of_word(bytes, from);
    while let [b'-', letter, ..] = bytes[end..]
        && letter.is_ascii_alphabetic()
    {
        end = end_of_word(bytes, end + 1);
    }
    end
}

/// The end of a template's hole that has quotes of its own in a quoted name: `"{{ index .Options "Namespace" }}"`.
fn quoting_hole(bytes: &[u8], at: usize, quote: u8) -> Option<usize> {
    if quote != b'"' || !bytes[at..].starts_with(b"{{") {
        return None;
    }
    let end = hole_end(bytes, at)?;
    let quotes = bytes[at..end].iter().filter(|byte| **byte == b'"').count();
    (quotes > 0 && quotes % 2 == 0).then_some(end)
}

/// Whether a hole ends or turns a condition of a template.
fn is_end_command(hole: &[u8]) -> bool {
    let inside = hole.strip_prefix(b"{{").unwrap_or_default();
    let inside = inside.trim_ascii_start();
    inside.starts_with(b"end") || inside.starts_with(b"else")
}

/// Commands of Go templates, Handlebars and Jinja, as opposed to values.
fn is_template_command(inside: &[u8]) -> bool {
    let inside = inside.trim_ascii_start();
    let inside = inside
        .strip_prefix(b"-")
        .unwrap_or(inside)
        .trim_ascii_start();
    let word = &inside[..inside
        .iter()
        .position(|byte| !is_word(*byte))
        .unwrap_or(inside.len())];
    matches!(
        word,
        b"if" | b"else" | b"end" | b"range" | b"with" | b"define" | b"block" | b"template"
    ) || inside.starts_with(b"/*")
        || inside.starts_with(b"#")
        || inside.starts_with(b"$") && inside.windows(2).any(|pair| pair == b":=")
}

fn memchr(needle: u8, bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == needle)
}

fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let first = needle[0];
    let mut position = from;
    while let Some(found) = memchr(first, bytes.get(position..)?) {
        position += found;
        if bytes[position..].starts_with(needle) {
            return Some(position + needle.len());
        }
        position += 1;
    }
    None
}
