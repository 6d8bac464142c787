//! When a partial index serves a query: its condition must follow from the query's own.

use sql::Index;

use super::uses::Uses;

/// Whether the condition of `index` follows from the filters of `uses`. An index without one always serves.
/// Understands conditions joined by `AND` that are `c IS [NOT] NULL`, `c = literal`, `c`, `NOT c`, `c IS TRUE`.
pub fn follows(index: &Index, uses: &Uses) -> bool {
    let Some(predicate) = &index.predicate else {
        return true;
    };
    conjuncts(&predicate.text)
        .iter()
        .all(|condition| is_given(condition, uses))
}

/// The words of each condition, lower case, quotes and brackets removed.
fn conjuncts(text: &str) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let spaced: String = text
        .replace("<>", " <> ")
        .replace("!=", " <> ")
        .chars()
        .map(|c| {
            if matches!(c, '(' | ')' | '"' | '`') {
                ' '
            } else {
                c
            }
        })
        .collect();
    for word in spaced.replace('=', " = ").split_whitespace() {
        let word = word.to_lowercase();
        match word.as_str() {
            "and" => all.push(Vec::new()),
            _ => all.last_mut().expect("there is one").push(word),
        }
    }
    all
}

fn is_given(condition: &[String], uses: &Uses) -> bool {
    let words: Vec<&str> = condition.iter().map(String::as_str).collect();
    let has =
        |column: &str, names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(column));
    let state = |column: &str, wanted: &str| {
        uses.states
            .iter()
            .any(|(name, state)| name.eq_ignore_ascii_case(column) && *state == wanted)
    };
    match words.as_slice() {
        [column, "is", "null"] => state(column, "null"),
        // Nothing that is null is equal to, above or below anything.
        [column, "is", "not", "null"] => {
            state(column, "not null")
                || has(column, &uses.equalities)
                || has(column, &uses.ranges)
                || has(column, &uses.join_columns())
        }
        [column, "=", literal] => is_literal(column, literal, uses),
        [column, "in", literals @ ..] => literals
            .iter()
            .any(|literal| is_literal(column, literal.trim_matches(','), uses)),
        ["not", column] | [column, "is", "false"] => is_literal(column, "false", uses),
        [column] | [column, "is", "true"] => is_literal(column, "true", uses),
        _ => false,
    }
}

/// Whether `column` is compared for equality with the value that `literal` writes.
fn is_literal(column: &str, literal: &str, uses: &Uses) -> bool {
    let bare = |text: &str| {
        let text = text.split("::").next().unwrap_or("").trim();
        match text.trim_matches('\'').to_lowercase().as_str() {
            "true" | "t" => "1".to_owned(),
            "false" | "f" => "0".to_owned(),
            other => other.to_owned(),
        }
    };
    uses.literals
        .iter()
        .any(|(name, given)| name.eq_ignore_ascii_case(column) && bare(given) == bare(literal))
}
