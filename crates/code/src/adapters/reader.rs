//! The text as a parser asks for it, in chunks that are counted: scanners that look far ahead for each token of a
//! broken file read it again and again, which the parser's own steps do not show.

use crate::Language;
use std::cell::Cell;

/// Bytes that the parser gets at once: so far a scanner looks ahead without being seen.
const CHUNK_BYTES: usize = 1024;
/// How often the parser may ask for each chunk, on average. Of 1,334 files of Kotlin none with more than ten chunks
/// took more than 20; hostile ones of 50 KB take thousands.
const READS_PER_CHUNK: usize = 64;
/// What short files may take on top.
const FREE_READS: usize = 8_000;

/// Hands out a text, until it was asked for too often.
pub(super) struct Reader<'t> {
    text: &'t [u8],
    /// Whether a line break is put behind the text: Kotlin's scanner looks for the end of an annotation for ever.
    ends_line: bool,
    left: Cell<usize>,
}

impl<'t> Reader<'t> {
    pub fn new(language: Language, text: &'t str) -> Reader<'t> {
        let chunks = text.len().div_ceil(CHUNK_BYTES);
        Reader {
            text: text.as_bytes(),
            ends_line: language == Language::Kotlin && !text.ends_with('\n'),
            left: Cell::new(chunks * READS_PER_CHUNK + FREE_READS),
        }
    }

    /// The text from `at`. When too much was asked for, it ends with one more line.
    pub fn chunk(&self, at: usize) -> &'t [u8] {
        match self.left.get() {
            0 => return &[],
            left => self.left.set(left - 1),
        }
        let rest = self.text.get(at..).unwrap_or_default();
        if self.is_exhausted() || rest.is_empty() && self.ends_line && at == self.text.len() {
            return b"\n";
        }
        &rest[..rest.len().min(CHUNK_BYTES)]
    }

    /// Whether the parser asked too often; what it made of the text then is of no use.
    pub fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_handed_out_in_chunks_until_it_was_asked_for_too_often() {
        let text = "a".repeat(CHUNK_BYTES + 1);
        let reader = Reader::new(Language::Java, &text);
        assert_eq!(reader.chunk(0).len(), CHUNK_BYTES);
        assert_eq!(reader.chunk(CHUNK_BYTES), b"a");
        assert_eq!(reader.chunk(CHUNK_BYTES + 1), b"");
        let left = 2 * READS_PER_CHUNK + FREE_READS - 3;
        for _ in 1..left {
            assert_eq!(reader.chunk(0).len(), CHUNK_BYTES);
        }
        assert!(!reader.is_exhausted());
        assert_eq!((reader.chunk(0), reader.chunk(1)), (&b"\n"[..], &b""[..]));
        assert!(reader.is_exhausted());
    }

    #[test]
    fn a_line_of_kotlin_ends() {
        let reader = Reader::new(Language::Kotlin, "@A");
        let chunks = [reader.chunk(0), reader.chunk(2), reader.chunk(3)];
        assert_eq!(chunks, [&b"@A"[..], b"\n", b""]);
        let reader = Reader::new(Language::Kotlin, "@A\n");
        assert_eq!(reader.chunk(3), b"");
    }
}
