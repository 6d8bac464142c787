//! Whether a string is SQL: a verb at its start and the keyword that the verb needs.

/// Whether a text may start a statement, by its first word alone.
pub(crate) fn may_be_sql(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '(');
    let start = skip_comment(start);
    let word_end = start
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(start.len());
    let word = &start[..word_end];
    (4..=8).contains(&word.len())
        && VERBS
            .iter()
            .any(|(verb, _)| verb.eq_ignore_ascii_case(word))
}

/// Verbs, and what must follow somewhere: one of the phrases, each word by word.
const VERBS: &[(&str, &[&str])] = &[
    ("SELECT", &["FROM"]),
    ("INSERT", &["INTO"]),
    ("UPDATE", &["SET"]),
    ("DELETE", &["FROM"]),
    ("WITH", &["SELECT", "INSERT", "UPDATE", "DELETE"]),
    ("MERGE", &["INTO", "USING"]),
    ("REPLACE", &["INTO"]),
    (
        "CREATE",
        &[
            "TABLE",
            "INDEX",
            "VIEW",
            "TYPE",
            "SCHEMA",
            "EXTENSION",
            "FUNCTION",
            "TRIGGER",
            "SEQUENCE",
            "DATABASE",
            "POLICY",
        ],
    ),
    (
        "ALTER",
        &["TABLE", "TYPE", "INDEX", "COLUMN", "SEQUENCE", "DATABASE"],
    ),
    (
        "DROP",
        &[
            "TABLE", "INDEX", "VIEW", "COLUMN", "TYPE", "SCHEMA", "DATABASE", "TRIGGER",
            "FUNCTION", "SEQUENCE",
        ],
    ),
    ("TRUNCATE", &["TABLE"]),
];

/// Whether a text with its holes written as `{name}` is a statement: prose that starts with a verb is not.
pub(crate) fn is_sql(text: &str) -> bool {
    let start = skip_comment(text.trim_start_matches(|c: char| c.is_whitespace() || c == '('));
    let mut words = start
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';'))
        .filter(|word| !word.is_empty());
    let Some(verb) = words.next() else {
        return false;
    };
    let Some((verb, needed)) = VERBS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(verb))
    else {
        return false;
    };
    // One case throughout: `Select an option from the list` is prose.
    let is_upper = start.starts_with(|c: char| c.is_ascii_uppercase())
        && start[1..].starts_with(|c: char| c.is_ascii_uppercase());
    let is_lower = start.starts_with(|c: char| c.is_ascii_lowercase());
    let words: Vec<&str> = words.take(4000).collect();
    let is_keyword = |word: &str, keyword: &str| {
        word.eq_ignore_ascii_case(keyword)
            && (word.bytes().all(|b| b.is_ascii_uppercase())
                || word.bytes().all(|b| b.is_ascii_lowercase()))
    };
    if !is_upper && !is_lower {
        return false;
    }
    match *verb {
        // The keyword stands in a fixed place.
        "INSERT" | "DELETE" | "REPLACE" => {
            let known = words
                .iter()
                .take(4)
                .position(|word| needed.iter().any(|keyword| is_keyword(word, keyword)));
            known.is_some_and(|at| {
                words.get(at + 1).is_some_and(|table| is_table(table))
                    // `delete o from orders o`, and no sentence.
                    && (is_upper || *verb != "DELETE" || at <= 1)
                    && (is_upper || is_statement_tail(verb, &words[at + 1..]))
            })
        }
        "UPDATE" => {
            let Some(set) = words
                .iter()
                .take(12)
                .position(|word| is_keyword(word, "SET"))
            else {
                return false;
            };
            set > 0 && start.contains('=')
        }
        "CREATE" | "ALTER" | "DROP" | "TRUNCATE" => {
            let known = words
                .iter()
                .take(5)
                .position(|word| needed.iter().any(|keyword| is_keyword(word, keyword)));
            let has_name = known.and_then(|at| words.get(at + 1)).is_some_and(|name| {
                // Prose goes on with a sign: `create policy # …`.
                is_table(name) && !name.starts_with(['#', '/', '-', '.', ':', '='])
            });
            // In lower case, a clause tells a statement from a sentence.
            let has_clause = start.contains(['(', ';'])
                || words.windows(2).any(|pair| {
                    matches!(
                        pair,
                        ["if", "exists" | "not"]
                            | [
                                "add" | "drop" | "alter" | "rename",
                                "column" | "constraint" | "index" | "to"
                            ]
                    )
                });
            has_name && (is_upper || has_clause)
        }
        "SELECT" => {
            let Some(from) = words.iter().position(|word| is_keyword(word, "FROM")) else {
                return false;
            };
            from > 0
                && words.get(from + 1).is_some_and(|table| is_table(table))
                && (is_upper || is_statement_tail(verb, &words[from + 1..]))
                && (is_upper || from <= 2 || start.contains([',', '*', '.', '(']))
        }
        _ => {
            needed
                .iter()
                .any(|keyword| words.iter().any(|word| is_keyword(word, keyword)))
                && start.contains('(')
        }
    }
}

/// Whether what follows the table of a lower-case statement is a clause and not the rest of a sentence.
fn is_statement_tail(verb: &str, words: &[&str]) -> bool {
    const CLAUSES: &[&str] = &[
        "where",
        "join",
        "inner",
        "left",
        "right",
        "cross",
        "order",
        "group",
        "limit",
        "values",
        "set",
        "on",
        "as",
        "having",
        "offset",
        "union",
        "select",
        "using",
        "returning",
        "for",
        "full",
        "natural",
        "default",
    ];
    match words.get(1) {
        None => true,
        Some(word) => {
            CLAUSES.contains(word)
                || words.get(2).is_some_and(|word| CLAUSES.contains(word))
                || verb == "INSERT"
                || words.len() <= 2
        }
    }
}

/// Whether a word can name a table. A sentence has an article here.
fn is_table(word: &str) -> bool {
    !matches!(
        word.to_ascii_lowercase().as_str(),
        "the"
            | "a"
            | "an"
            | "this"
            | "your"
            | "our"
            | "their"
            | "my"
            | "these"
            | "those"
            | "all"
            | "any"
            | "which"
            | "it"
            | "its"
    ) && word.starts_with(|c: char| {
        c.is_alphabetic()
            || matches!(
                c,
                '_' | '"' | '`' | '[' | '{' | '$' | '\'' | '%' | '#' | ':' | '@' | '\\' | '?'
            )
    })
}

/// The text after a leading SQL comment; sqlc and others name a query there.
fn skip_comment(text: &str) -> &str {
    let mut text = text;
    // More comments than this before a statement are no query.
    for _ in 0..8 {
        if let Some(rest) = text.strip_prefix("--") {
            text = rest
                .split_once('\n')
                .map_or("", |(_, rest)| rest)
                .trim_start();
        } else if let Some(rest) = text.strip_prefix("/*") {
            text = rest
                .split_once("*/")
                .map_or("", |(_, rest)| rest)
                .trim_start();
        } else {
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(may_be_sql(text) && is_sql(text), expected, "{text}");
    }

    #[test]
    fn a_verb_and_its_keyword_make_sql() {
        check("SELECT id FROM orders WHERE id = $1", true);
        check("select * from orders", true);
        check("create policy orders_own on orders using (owner = 1)", true);
        check(
            "create policy # noqa: E501 This method makes a request (twice)",
            false,
        );
        check("\n  insert into orders (id) values (?)", true);
        check("UPDATE orders SET status = {status}", true);
        check("delete from orders where id = 1", true);
        check("-- name: ListOrders :many\nSELECT id FROM orders", true);
        check("CREATE TABLE IF NOT EXISTS orders (id int)", true);
        check("WITH recent AS (SELECT 1) SELECT * FROM recent", true);
        check("SELECT count(*) FROM {table}", true);
    }

    #[test]
    fn prose_is_not_sql() {
        check("Select an option from the list", false);
        check("select a country from the menu", false);
        check("delete from cart", true);
        check("delete applies selected actions from checkbox state", false);
        check("delete keeps actions from checkbox state", false);
        check("Delete the order", false);
        check("Update available", false);
        check("update your settings", false);
        check("create table failed", false);
        check("with a friend", false);
        check("Insert coin into slot", false);
        check("select the best offer from a list of shops", false);
        check("drop table", false);
    }
}
