//! Scalars of several lines in block collections.

use memchr::memchr;

use super::{Reader, State};
use crate::arena::{SlotKind, Style};
use crate::build::Events;
use crate::decode;
use crate::scalar::plain_kind;
use crate::yaml::folded;
use crate::yaml::token::{self, Stop, skip_spaces};

impl Reader<'_> {
    /// Reads the quoted scalar of several lines that begins here.
    pub(super) fn folded_quoted(&mut self) -> Option<()> {
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

    /// Reads the further lines of the plain scalar that was the last value; the first of them begins here.
    pub(super) fn fold(&mut self) -> Option<()> {
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
    pub(super) fn block_scalar(&mut self) -> Option<()> {
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
