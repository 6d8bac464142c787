//! Characters of JSON that a terminal obeys or that turn the reading order around, written as `\u` escapes. In JSON
//! they stand within strings alone, so the values stay the same.

use std::fmt::Write as _;
use std::io::{self, Write};

/// Controls beyond ASCII, embeddings and overrides of direction, and isolates.
/// Source: Unicode Standard, 23.1 "Control Codes" and 23.2 "Layout Controls".
fn is_obeyed(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The JSON text with the characters escaped.
pub fn json(text: String) -> String {
    if !may_be_obeyed(text.as_bytes()) || !text.contains(is_obeyed) {
        return text;
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_obeyed(character) {
            write!(escaped, "\\u{:04x}", character as u32).expect("a text takes all");
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Whether a first byte of such a character is there.
fn may_be_obeyed(bytes: &[u8]) -> bool {
    memchr::memchr2(0xc2, 0xe2, bytes).is_some()
}

/// A writer of JSON, which gets whole characters at a time as serde writes them.
pub struct Escaping<'w>(pub &'w mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if may_be_obeyed(bytes) => {
                self.0.write_all(json(text.to_owned()).as_bytes())?;
            }
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_means_the_same() {
        let value =
            serde_json::json!({"a\u{9b}": ["\u{202e}b\u{2066} é \u{2026} \u{a0} \\", "\u{1b}"]});
        let expected = "{\"a\\u009b\":[\"\\u202eb\\u2066 é \u{2026} \u{a0} \\\\\",\"\\u001b\"]}";
        let escaped = json(value.to_string());
        assert_eq!(escaped, expected);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&escaped).unwrap(),
            value
        );
        let mut written = Vec::new();
        serde_json::to_writer(Escaping(&mut written), &value).expect("memory takes all");
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }
}
