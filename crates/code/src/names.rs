//! Names that some files refer to, and the files that declare them.

use std::collections::BTreeSet;

use crate::form::last_name;
use crate::words::search;
use crate::{Language, role};
use aho_corasick::AhoCorasick;

/// How far behind a name its `=` may stand, in bytes: a type is between them at most.
const DECLARATION_BYTES: usize = 120;

/// What files are called that hold the constants of their folder.
const GATHERING: &[&str] = &[
    "__init__",
    "config",
    "constant",
    "constants",
    "consts",
    "enums",
    "events",
    "index",
    "queues",
    "topics",
    "types",
];

/// Names to look for.
pub struct Names {
    names: AhoCorasick,
    /// The words of the paths to them: modules, folders, classes.
    modules: BTreeSet<String>,
}

impl Names {
    /// The names that `paths` end with, as far as a constant may be named so; `None` when there are none.
    /// A plain word in lower case is a variable: looking for it would find every file.
    pub fn new<'p>(paths: impl IntoIterator<Item = &'p str>) -> Option<Names> {
        let is_constant = |name: &str| {
            let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
            let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            name.len() > 2 && !is_plain && name.bytes().all(is_letter)
        };
        let mut modules = BTreeSet::new();
        let mut names: Vec<&str> = Vec::new();
        for path in paths {
            let name = last_name(path);
            if is_constant(name) {
                names.push(name);
                let before = &path[..path.len() - name.len()];
                let words = before.split(['/', '.', ':', '\\', '@']);
                modules.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
            }
        }
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            return None;
        }
        let names = search(&names, false).ok()?;
        Some(Names { names, modules })
    }

    /// Whether the file at `path` may be one that a path to a name goes through: by its own name; by its folder's, where
    /// it is one that gathers what others import.
    pub fn may_be_in(&self, path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.split('.').next().unwrap_or(name);
        let folder = folder.rsplit('/').next().unwrap_or(folder);
        let is_gathered = || GATHERING.contains(&stem) && self.modules.contains(folder);
        Language::of(path).is_some()
            && (self.modules.contains(stem) || is_gathered())
            && role(path, "").is_told()
    }

    /// Whether a line of the file may give one of the names a value.
    pub fn are_declared_in(&self, bytes: &[u8]) -> bool {
        self.are_given(bytes, &|line| line.contains(&b'=') || is_property(line))
    }

    /// Whether a line of the file gives one of the names a text.
    pub fn are_texts_in(&self, bytes: &[u8]) -> bool {
        let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`');
        self.are_given(bytes, &|line| {
            let mut value = line.split(|&byte| byte == b'=').skip(1);
            value.any(|value| value.trim_ascii_start().first().is_some_and(is_quote))
                || is_property(line)
        })
    }

    fn are_given(&self, bytes: &[u8], is_given: &dyn Fn(&[u8]) -> bool) -> bool {
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        self.names.find_overlapping_iter(bytes).any(|found| {
            let rest = &bytes[found.end()..];
            let line = &rest[..rest.len().min(DECLARATION_BYTES)];
            let line = line.split(|&byte| byte == b'\n').next().unwrap_or(line);
            !bytes[..found.start()].last().is_some_and(is_letter)
                && !line.first().is_some_and(is_letter)
                && is_given(line)
        })
    }
}

/// Whether what follows a name gives it a text as a part of an object: `ORDERS: "orders",`.
fn is_property(line: &[u8]) -> bool {
    let value = line.trim_ascii_start().strip_prefix(b":");
    value.is_some_and(|value| matches!(value.trim_ascii_start().first(), Some(b'"' | b'\'' | b'`')))
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
        check(
            &["./queues.QUEUES.MAIL_JOBS"],
            "MAIL_JOBS: \"mail-jobs\",",
            true,
        );
        check(&["./queues.QUEUES.MAIL_JOBS"], "MAIL_JOBS: string;", false);
    }

    #[test]
    fn a_name_is_given_a_text() {
        let names = Names::new(["./topics.ORDERS"]).expect("a name");
        assert!(names.are_texts_in(b"export const ORDERS: string = \"orders\""));
        assert!(names.are_texts_in(b"String ORDERS = \"orders\";"));
        assert!(names.are_texts_in(b"  ORDERS: 'orders',"));
        assert!(!names.are_texts_in(b"ORDERS = orders(\"a\")"));
        assert!(!names.are_texts_in(b"if (ORDERS == 1) {"));
    }

    #[test]
    fn a_name_is_looked_for_where_its_path_leads() {
        let names = Names::new(["@libs/queue.QUEUES.MAIL_JOBS"]).expect("a name");
        assert!(names.may_be_in("libs/queue/constants.ts"));
        assert!(names.may_be_in("libs/queue.ts"));
        assert!(!names.may_be_in("libs/mail/constants.ts"));
        assert!(!names.may_be_in("libs/queue/constants.json"));
        assert!(!names.may_be_in("tests/queue/constants.ts"));
    }

    #[test]
    fn a_word_in_lower_case_is_no_constant() {
        check(&["request.url"], "url = 1", false);
        check(&[], "url = 1", false);
    }
}
