//! Names that some files refer to, and the files that declare them.

use crate::form::last_name;
use aho_corasick::AhoCorasick;

/// How far behind a name its `=` may stand, in bytes: a type is between them at most.
const DECLARATION_BYTES: usize = 120;

/// Names to look for.
pub struct Names(AhoCorasick);

impl Names {
    /// The names that `paths` end with, as far as a constant may be named so; `None` when there are none.
    /// A plain word in lower case is a variable: looking for it would find every file.
    pub fn new<'p>(paths: impl IntoIterator<Item = &'p str>) -> Option<Names> {
        let mut names: Vec<&str> = paths
            .into_iter()
            .map(last_name)
            .filter(|name| name.len() > 2 && !name.bytes().all(|byte| byte.is_ascii_lowercase()))
            .filter(|name| {
                name.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return None;
        }
        AhoCorasick::new(names).ok().map(Names)
    }

    /// Whether a line of the file may give one of the names a value.
    pub fn are_declared_in(&self, bytes: &[u8]) -> bool {
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        self.0.find_overlapping_iter(bytes).any(|found| {
            let rest = &bytes[found.end()..];
            let line = &rest[..rest.len().min(DECLARATION_BYTES)];
            let line = line.split(|&byte| byte == b'\n').next().unwrap_or(line);
            !bytes[..found.start()].last().is_some_and(is_letter)
                && !line.first().is_some_and(is_letter)
                && line.contains(&b'=')
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], text: &str, expected: bool) {
        let found = Names::new(paths.iter().copied())
            .is_some_and(|names| names.are_declared_in(text.as_bytes()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_is_declared_where_a_line_gives_it_a_value() {
        check(&["topics.Orders"], "const Orders = \"orders\"", true);
        check(&["topics.Orders"], "const Orders string = \"orders\"", true);
        check(&["topics.Orders"], "type Orders struct {}\na = 1", false);
        check(&["topics.Orders"], "const MyOrders = \"orders\"", false);
        check(&["./config.ORDERS_URL"], "ORDERS_URL='http://orders'", true);
    }

    #[test]
    fn a_word_in_lower_case_is_no_constant() {
        check(&["request.url"], "url = 1", false);
        check(&[], "url = 1", false);
    }
}
