//! Lines and columns of spans.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use model::{FileId, Sources, Span};

/// Bytes of text that are kept at a time; what was left out is read again.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// Texts that are kept however long they are: a finding and what it is related to are looked at in turn.
const KEPT_FILES: usize = 2;

/// The texts of the files that a report names, read when they are asked for.
pub struct Texts<'s> {
    sources: &'s dyn Sources,
    kept: RefCell<Kept>,
}

/// The texts that were asked for last.
#[derive(Default)]
struct Kept {
    files: BTreeMap<FileId, (u64, Rc<Text>)>,
    /// How often a text was asked for: the age of what is kept.
    clock: u64,
    bytes: usize,
}

/// The text of a file.
pub struct Text {
    text: String,
    line_starts: Vec<u32>,
    /// UTF-16 units before every `STEP`-th byte, rounded down to a character; empty for ASCII, where bytes
    /// are units. A packed file is one line of megabytes, which is not counted anew for each place.
    units: Vec<u32>,
}

/// Bytes between two counts of UTF-16 units.
const STEP: usize = 1024;

impl std::ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl Text {
    /// The text that `bytes` are; invalid UTF-8 is replaced.
    fn new(bytes: Vec<u8>) -> Self {
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        let mut line_starts = vec![0];
        line_starts
            .extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|newline| newline as u32 + 1));
        let units = counts(&text);
        Text {
            text,
            line_starts,
            units,
        }
    }

    /// The line of byte `at`, from 1.
    pub fn line(&self, at: u32) -> u32 {
        self.line_starts.partition_point(|start| *start <= at) as u32
    }

    /// UTF-16 units before byte `at`.
    fn units_before(&self, at: usize) -> u32 {
        match self.units.get(at / STEP) {
            None => at as u32,
            Some(units) => units + utf16(&self.text[floor(&self.text, at / STEP * STEP)..at]),
        }
    }

    /// The byte after the last one of the line that byte `at` is on, without the line's end.
    fn line_end(&self, at: usize) -> usize {
        let next = self
            .line_starts
            .partition_point(|start| *start as usize <= at);
        let end = self
            .line_starts
            .get(next)
            .map_or(self.text.len(), |start| *start as usize - 1);
        end.max(at)
    }

    /// The first byte of the line that byte `at` is on.
    fn line_start(&self, at: usize) -> usize {
        let next = self
            .line_starts
            .partition_point(|start| *start as usize <= at);
        self.line_starts[next.saturating_sub(1)] as usize
    }

    /// The bytes that are underlined for `span`: clipped to the line that it starts on, without the
    /// line's end; an empty span grows to the next character, and at the line's end to the word before
    /// it (the key whose value is missing), so that something is underlined.
    pub fn clip(&self, span: Span) -> (usize, usize) {
        let text = self.text.as_str();
        let mut start = floor(text, span.start as usize);
        // A span may begin with white space or a line's end; what it shows comes after.
        while start < (span.end as usize).min(text.len())
            && matches!(text.as_bytes()[start], b' ' | b'\t' | b'\r' | b'\n')
        {
            start += 1;
        }
        if start >= text.len() || text.as_bytes()[start] == b'\n' {
            start = floor(text, span.start as usize);
        }
        let line_end = self.line_end(start);
        let line_end = start + text[start..line_end].trim_end_matches('\r').len();
        let mut end = floor(text, (span.end as usize).clamp(start, line_end));
        end = start + text[start..end].trim_end().len();
        if end == start {
            end = text[start..line_end]
                .chars()
                .next()
                .filter(|character| !character.is_whitespace())
                .map_or(start, |character| start + character.len_utf8());
        }
        if end == start {
            end = floor(text, span.start as usize).min(start);
            let line_start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
            end = line_start + text[line_start..end].trim_end().len();
            start = text[line_start..end]
                .rfind([' ', '\t'])
                .map_or(line_start, |blank| line_start + blank + 1);
        }
        (start, end)
    }

    /// The bytes of a line, from 1, without its end.
    pub fn line_range(&self, line: u32) -> std::ops::Range<usize> {
        let start = self.line_starts.get(line as usize - 1);
        let start = start.map_or(0, |start| *start as usize);
        let next = self.line_starts.get(line as usize);
        let end = next.map_or(self.text.len(), |next| *next as usize);
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

fn counts(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut units = vec![0];
    let mut from = 0;
    for at in (STEP..=text.len()).step_by(STEP) {
        let to = floor(text, at);
        units.push(units[units.len() - 1] + utf16(&text[from..to]));
        from = to;
    }
    units
}

/// A span as lines and columns; the end of a span that goes on is the end of its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path from the root.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column of the first character, from 1, in UTF-16 code units.
    pub column: u32,
    /// Column after the last character.
    pub end_column: u32,
}

impl<'s> Texts<'s> {
    /// The texts of `sources`; a file that cannot be read any more has none.
    pub fn new(sources: &'s dyn Sources) -> Self {
        Texts {
            sources,
            kept: RefCell::default(),
        }
    }

    /// The text of `file`.
    pub fn text(&self, file: FileId) -> Rc<Text> {
        let mut kept = self.kept.borrow_mut();
        let kept = &mut *kept;
        kept.clock += 1;
        if let Some((age, text)) = kept.files.get_mut(&file) {
            *age = kept.clock;
            return Rc::clone(text);
        }
        let bytes = self.sources.read(file).unwrap_or_default();
        while kept.files.len() >= KEPT_FILES
            && kept.bytes + bytes.len() > KEPT_BYTES
            && let Some((&oldest, _)) = kept.files.iter().min_by_key(|(_, (age, _))| *age)
            && let Some((_, text)) = kept.files.remove(&oldest)
        {
            kept.bytes -= text.len();
        }
        let text = Rc::new(Text::new(bytes));
        kept.bytes += text.len();
        kept.files.insert(file, (kept.clock, Rc::clone(&text)));
        text
    }

    /// The path of `file`.
    pub fn path(&self, file: FileId) -> &'s str {
        self.sources.path(file)
    }

    /// The line of byte `at`, from 1.
    pub fn line(&self, file: FileId, at: u32) -> u32 {
        self.text(file).line(at)
    }

    /// The first and the last place of `span` as it is, though it goes over several lines or is empty.
    pub fn ends(&self, span: Span) -> [Place; 2] {
        let text = self.text(span.file);
        [span.start, span.end].map(|at| {
            let at = floor(&text, at as usize);
            let column = text.units_before(at) - text.units_before(text.line_start(at)) + 1;
            Place {
                path: self.path(span.file).to_owned(),
                line: text.line(at as u32),
                column,
                end_column: column,
            }
        })
    }

    /// The bytes that are underlined for `span`, as [`Text::clip`] says.
    pub fn clip(&self, span: Span) -> (usize, usize) {
        self.text(span.file).clip(span)
    }

    /// Lines and columns of `span`.
    pub fn place(&self, span: Span) -> Place {
        let file = self.text(span.file);
        let (start, end) = file.clip(span);
        let line = file.line(start as u32);
        let line_start = file.line_starts[line as usize - 1] as usize;
        let marks = file.text[line_start..start]
            .chars()
            .take_while(|character| *character == '\u{feff}')
            .count();
        let column = file.units_before(start) - file.units_before(line_start) - marks as u32 + 1;
        Place {
            path: self.path(span.file).to_owned(),
            line,
            column,
            end_column: column + utf16(file.text[start..end].trim_start_matches('\u{feff}')),
        }
    }
}

fn utf16(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use model::sources::Memory;

    use super::*;

    #[track_caller]
    fn check(text: &str, span: (u32, u32), expected: (u32, u32, u32)) {
        let sources = Memory::new([("a", text)]);
        let place = Texts::new(&sources).place(Span {
            file: FileId(0),
            start: span.0,
            end: span.1,
        });
        assert_eq!((place.line, place.column, place.end_column), expected);
    }

    #[test]
    fn a_text_that_was_left_out_is_read_again() {
        let large = "x\n".repeat(KEPT_BYTES / 2);
        let files = [
            ("a", "one\ntwo".to_owned()),
            ("b", large.clone()),
            ("c", large),
        ];
        let sources = Memory::new(files);
        let texts = Texts::new(&sources);
        assert_eq!(texts.line(FileId(0), 4), 2);
        assert_eq!(texts.line(FileId(1), 4), 3);
        assert_eq!(texts.line(FileId(2), 4), 3);
        assert_eq!(texts.kept.borrow().files.len(), KEPT_FILES);
        assert_eq!(texts.line(FileId(0), 4), 2);
    }

    #[test]
    fn columns_are_utf16_units() {
        check("😀ab", (4, 6), (1, 3, 5));
    }

    #[test]
    fn columns_of_a_long_line_count_every_character_before() {
        let line = "é😀x".repeat(2_000);
        let text = format!("a\n{line}z");
        let at = text.len() as u32 - 1;
        check(&text, (at, at + 1), (2, 8_001, 8_002));
        check(&text, (at - 7, at - 5), (2, 7_997, 7_998));
        let ascii = format!("a\n{}z", "x".repeat(5_000));
        check(&ascii, (5_002, 5_003), (2, 5_001, 5_002));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        check("\u{feff}ab", (3, 5), (1, 1, 3));
        check("\u{feff}ab", (0, 5), (1, 1, 3));
    }

    #[test]
    fn a_span_ends_with_its_first_line() {
        check("ab\r\ncd", (1, 6), (1, 2, 3));
    }

    #[test]
    fn an_empty_span_underlines_a_character() {
        check("ab", (1, 1), (1, 2, 3));
    }

    #[test]
    fn an_empty_span_at_the_end_of_a_line_underlines_the_word_before() {
        check("a:\n  paths: \nb", (11, 11), (2, 3, 9));
        check("paths:", (6, 6), (1, 1, 7));
    }
}
