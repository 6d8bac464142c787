//! Where a string of source code starts a statement of SQL, told by its bytes alone.

use crate::Language;
use crate::words::has_word;
use memchr::memmem;

/// A verb, and a word that must follow within so many bytes.
pub(super) struct Verb {
    pub upper: &'static str,
    pub lower: &'static str,
    needed: &'static [(&'static str, &'static str)],
    within_bytes: usize,
}

/// The verbs of [`is_sql`](crate::sql_text::is_sql); what must follow is looked for a little further than there,
/// because quotes, signs and indentation of the source stand between the words.
pub(super) const VERBS: &[Verb] = &[
    verb("SELECT", "select", &[("FROM", "from")], 16_384),
    verb("INSERT", "insert", &[("INTO", "into")], 300),
    verb("UPDATE", "update", &[("SET", "set")], 1_000),
    verb("DELETE", "delete", &[("FROM", "from")], 300),
    verb("REPLACE", "replace", &[("INTO", "into")], 300),
    verb(
        "MERGE",
        "merge",
        &[("INTO", "into"), ("USING", "using")],
        1_000,
    ),
    verb(
        "WITH",
        "with",
        &[
            ("SELECT", "select"),
            ("INSERT", "insert"),
            ("UPDATE", "update"),
            ("DELETE", "delete"),
        ],
        16_384,
    ),
    verb("CREATE", "create", OBJECTS, 300),
    verb("ALTER", "alter", OBJECTS, 300),
    verb("DROP", "drop", OBJECTS, 300),
    verb("TRUNCATE", "truncate", &[("TABLE", "table")], 300),
];

const OBJECTS: &[(&str, &str)] = &[
    ("TABLE", "table"),
    ("INDEX", "index"),
    ("VIEW", "view"),
    ("TYPE", "type"),
    ("SCHEMA", "schema"),
    ("EXTENSION", "extension"),
    ("FUNCTION", "function"),
    ("TRIGGER", "trigger"),
    ("SEQUENCE", "sequence"),
    ("DATABASE", "database"),
    ("POLICY", "policy"),
    ("COLUMN", "column"),
];

const fn verb(
    upper: &'static str,
    lower: &'static str,
    needed: &'static [(&'static str, &'static str)],
    within_bytes: usize,
) -> Verb {
    Verb {
        upper,
        lower,
        needed,
        within_bytes,
    }
}

/// The name and the columns of what `WITH` names take no more bytes.
const NAME_BYTES: usize = 400;

/// Whether a string starts at `start` with the verb of that number, and may be a statement.
pub(super) fn starts(language: Language, bytes: &[u8], start: usize, verb: usize) -> bool {
    let verb = &VERBS[verb];
    let rest = &bytes[start + verb.upper.len()..];
    // `\n` of the source is a blank of the string.
    if !rest
        .first()
        .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'\\')
    {
        return false;
    }
    // A heredoc starts behind a word that anyone may choose.
    let has_heredocs = matches!(language, Language::Ruby | Language::Php);
    if !has_heredocs && !is_start(&bytes[..start]) {
        return false;
    }
    let rest = &rest[..rest.len().min(verb.within_bytes)];
    // `WITH late AS (SELECT …)`
    if verb.upper == "WITH" {
        let near = &rest[..rest.len().min(NAME_BYTES)];
        if !has_word(near, "AS") && !has_word(near, "as") {
            return false;
        }
    }
    verb.needed
        .iter()
        .any(|(upper, lower)| has_word(rest, upper) || has_word(rest, lower))
}

/// Whether what stands before a text, without blanks and comments of SQL, opens a string.
fn is_start(before: &[u8]) -> bool {
    let mut before = before;
    loop {
        before = before.trim_ascii_end();
        match before {
            [.., b'"' | b'\'' | b'`'] => return true,
            [rest @ .., b'('] | [rest @ .., b'\\'] | [rest @ .., b'\\', b'n' | b't' | b'r'] => {
                before = rest;
            }
            [.., b'*', b'/'] => return true,
            _ => break,
        }
    }
    let line = before
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(before, |end| &before[end + 1..]);
    memmem::find(line, b"--").is_some()
}
