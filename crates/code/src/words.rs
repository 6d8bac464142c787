//! Searches for words.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, BuildError, MatchKind};
use memchr::memmem;

/// Names of more bytes are looked for by a slower automaton, whose tables stay small: a few MiB at this limit.
const TABLE_LIMIT_BYTES: usize = 32 * 1024;

/// A search for all places of these words, by a table where it stays small: that takes a third of the steps.
pub(crate) fn search<W: AsRef<[u8]>>(
    words: &[W],
    is_any_case: bool,
) -> Result<AhoCorasick, BuildError> {
    builder(words)
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(is_any_case)
        .build(words)
}

/// A search for the longest of these words at each place: a few are looked for in many bytes at once, which takes a tenth.
pub(crate) fn search_any<W: AsRef<[u8]>>(words: &[W]) -> Result<AhoCorasick, BuildError> {
    builder(words)
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
}

fn builder<W: AsRef<[u8]>>(words: &[W]) -> AhoCorasickBuilder {
    let bytes: usize = words.iter().map(|word| word.as_ref().len()).sum();
    let mut builder = AhoCorasick::builder();
    builder.kind((bytes <= TABLE_LIMIT_BYTES).then_some(AhoCorasickKind::DFA));
    builder
}

/// Whether `word` stands in `text` apart from other letters.
pub(crate) fn has_word(text: &[u8], word: &str) -> bool {
    memmem::find_iter(text, word).any(|at| {
        let is_after = match &text[..at] {
            [.., b'\\', b'n' | b't' | b'r'] | [] => true,
            [.., byte] => !is_letter(byte),
        };
        is_after && !text.get(at + word.len()).is_some_and(is_letter)
    })
}

/// Whether a name goes on with `byte`.
pub(crate) fn is_letter(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}
