//! Names that some files refer to, and the files that declare them.

use crate::form::last_name;
use crate::words::{is_letter, search};
use crate::{Language, role};
use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;

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
    modules: FxHashSet<String>,
}

impl Names {
    /// The names that `paths` end with, as far as a constant may be named so; `None` when there are none.
    /// A plain word in lower case is a variable: looking for it would find every file.
    pub fn new<'p>(paths: impl IntoIterator<Item = &'p str>) -> Option<Names> {
        let is_constant = |name: &str| {
            let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase());
            name.len() > 2 && !is_plain && name.as_bytes().iter().all(is_letter)
        };
        let mut modules = FxHashSet::default();
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

    /// Whether a line of the file at `path` may give one of the names a value.
    pub fn are_declared_in(&self, path: &str, bytes: &[u8]) -> bool {
        self.are_given(path, bytes, &|value| !is_no_text(value))
    }

    /// Whether a line of the file at `path` gives one of the names a text.
    pub fn are_texts_in(&self, path: &str, bytes: &[u8]) -> bool {
        self.are_given(path, bytes, &is_quoted)
    }

    fn are_given(&self, path: &str, bytes: &[u8], is_value: &dyn Fn(&[u8]) -> bool) -> bool {
        let language = Language::of(path);
        self.names.find_overlapping_iter(bytes).any(|found| {
            let rest = &bytes[found.end()..];
            let line = &rest[..rest.len().min(DECLARATION_BYTES)];
            let line = &line[..memchr::memchr(b'\n', line).unwrap_or(line.len())];
            let before = bytes[..found.start()].last();
            // Behind `<` stands a part of a page, or a type.
            !before.is_some_and(|byte| is_letter(byte) || *byte == b'<')
                && !line.first().is_some_and(is_letter)
                && (assigned(language, line).is_some_and(is_value) || is_property(line))
        })
    }
}

/// What stands behind the `=` that gives a name its value: `: string = "orders"`. In most languages a name that another
/// follows is a type.
fn assigned(language: Option<Language>, line: &[u8]) -> Option<&[u8]> {
    let equals = memchr::memchr(b'=', line)?;
    let (between, value) = (line[..equals].trim_ascii(), &line[equals + 1..]);
    let is_typed = match between.first() {
        None => true,
        Some(b':' | b'?' | b'!' | b',') => between.iter().all(|byte| !b"(){};".contains(byte)),
        // `public string Orders { get; } = "orders"`
        Some(b'{') => between.starts_with(b"{ get;"),
        Some(b']') => false,
        Some(_) => language == Some(Language::Go) && between.iter().all(is_of_type),
    };
    let is_comparison = between.ends_with(b"!") || value.starts_with(b"=");
    (is_typed && !is_comparison).then_some(value)
}

fn is_of_type(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b" _.*[]".contains(byte)
}

/// Whether a value that starts so is a number, a list, a function or an attribute of a page.
fn is_no_text(value: &[u8]) -> bool {
    let start = value.trim_ascii_start();
    let is_function = [&b"function"[..], b"async ", b">"]
        .iter()
        .any(|word| start.starts_with(word))
        || memchr::memmem::find(start, b"=>").is_some();
    value.starts_with(b"{")
        || is_function
        || start
            .first()
            .is_some_and(|first| first.is_ascii_digit() || matches!(first, b'[' | b'<'))
}

fn is_quoted(value: &[u8]) -> bool {
    matches!(value.trim_ascii_start().first(), Some(b'"' | b'\'' | b'`'))
}

/// Whether what follows a name gives it a text as a part of an object: `ORDERS: "orders",`.
fn is_property(line: &[u8]) -> bool {
    line.trim_ascii_start()
        .strip_prefix(b":")
        .is_some_and(is_quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paths: &[&str], text: &str, expected: bool) {
        let found = Names::new(paths.iter().copied())
            .is_some_and(|names| names.are_declared_in("a.go", text.as_bytes()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_name_is_declared_where_a_line_gives_it_a_value() {
        check(&["topics.Orders"], "const Orders = \"orders\"", true);
        check(&["topics.Orders"], "const Orders string = \"orders\"", true);
        check(&["topics.Orders"], "type Orders struct {}\na = 1", false);
        check(&["topics.Orders"], "const MyOrders = \"orders\"", false);
        check(&["./config.ORDERS_URL"], "ORDERS_URL='http://orders'", true);
        check(&["a.Orders"], "public string Orders { get; } = Name;", true);
        check(
            &["a.Orders"],
            "Map<String, Set<Long>> Orders = A + \"b\";",
            true,
        );
        check(&["a.Orders"], "return <Orders align=\"center\">", false);
        check(&["a.Orders"], "Orders={orders}", false);
        check(
            &["a.Orders"],
            "if (Orders >= limit || Orders == 3) {",
            false,
        );
        check(
            &["a.setOrders"],
            "const [orders, setOrders] = useState()",
            false,
        );
        check(&["a.Orders"], "const Orders = (props) => { a = 1 }", false);
        check(&["a.Orders"], "Orders(name).key = 1", false);
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
        let check = |text: &str, expected| {
            assert_eq!(
                names.are_texts_in("a.ts", text.as_bytes()),
                expected,
                "{text}"
            );
        };
        check("export const ORDERS: string = \"orders\"", true);
        check("String ORDERS = \"orders\";", true);
        check("  ORDERS: 'orders',", true);
        check("ORDERS = orders(\"a\")", false);
        check("if (ORDERS == 1) {", false);
        check("if (ORDERS != \"a\") {", false);
        check("<ORDERS title=\"orders\">", false);
        check("ORDERS name = \"orders\";", false);
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
