//! SQL in the strings of source code, read.
//!
//! Bound values and pieces put together at run time are replaced by text of the same length, so that places stay
//! right: a value by a placeholder, anything else by a name of underscores that no schema has.

use ::code::SqlContext;
use model::At;
use model::facts::Facts;
use model::facts::sql::SqlInCode;

/// Longest statement in source code that is read, in bytes.
const STATEMENT_BYTES_LIMIT: usize = 64 * 1024;

/// The statements in `code`; `None` if it has none.
pub fn sql(code: &::code::Facts) -> Option<Facts> {
    let statements: Vec<SqlInCode> = code
        .sql
        .iter()
        .filter(|one| one.text.len() <= STATEMENT_BYTES_LIMIT)
        .map(read)
        .filter(|one| !one.script.statements.is_empty())
        .collect();
    (!statements.is_empty()).then_some(Facts::SqlInCode(statements))
}

fn read(one: &::code::Sql) -> SqlInCode {
    let (text, has_holes) = bound(&one.text);
    let dialect = sql::guess_dialect(&text).unwrap_or_else(|| super::sql::dialect::liberal(&text));
    SqlInCode {
        at: At::new(one.at.start..one.at.end),
        content_start: one.content_start,
        script: sql::read(&text, dialect),
        has_holes,
        is_migration: one.context == SqlContext::Migration,
        is_certain: one.library.is_some(),
        function: one.place.in_function.clone(),
        is_in_loop: one.place.in_loop.is_some(),
    }
}

/// The dialect that takes most of what others write, for a text that shows none.
/// `text` with bound values as placeholders and other holes as names, each of the length that it had; and whether
/// there are others.
pub fn bound(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut has_holes = false;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (length, hole) = match letter {
            '\'' | '"' | '`' => (quoted(rest, letter), None),
            '-' if rest.starts_with("--") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => {
                (rest.find("*/").map_or(rest.len(), |end| end + 2), None)
            }
            '{' | '#' | '$' | '%' | ':' | '@' | '?' => hole(rest, &out),
            _ => (letter.len_utf8(), None),
        };
        let piece = &rest[..length];
        match hole {
            None => out.push_str(piece),
            Some(Hole::Value) => out.push_str(&placeholder(length)),
            Some(Hole::Name) => {
                has_holes = true;
                out.extend(std::iter::repeat_n('_', length));
            }
        }
        rest = &rest[length..];
    }
    (out, has_holes)
}

/// What a hole stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hole {
    /// A bound value.
    Value,
    /// A name, a clause, or anything else.
    Name,
}

/// Bytes up to the end of a quoted text, holes in it included.
fn quoted(rest: &str, quote: char) -> usize {
    rest[1..].find(quote).map_or(rest.len(), |end| end + 2)
}

/// A placeholder of `length` bytes: `$1`, `$11`, …; a number where there is no room for the sign.
fn placeholder(length: usize) -> String {
    let mut text = String::with_capacity(length);
    text.push(if length > 1 { '$' } else { '1' });
    while text.len() < length {
        // Ten thousand parameters are more than any server takes; spaces fill the rest.
        text.push(if text.len() < 5 { '1' } else { ' ' });
    }
    text
}

/// The hole at the start of `rest`, behind `before`: its length, and what it stands for; `None` if it is none.
fn hole(rest: &str, before: &str) -> (usize, Option<Hole>) {
    let one = (rest.chars().next().map_or(1, char::len_utf8), None);
    let name = |start: usize| {
        rest[start..]
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
            .count()
    };
    let braced = |start: usize| rest[start..].find('}').map(|end| start + end + 1);
    match rest.as_bytes() {
        // MyBatis binds `#{x}`, and writes `${x}` as it is.
        [b'#', b'{', ..] => braced(2).map_or(one, |end| (end, Some(Hole::Value))),
        [b'$', b'{', ..] => braced(2).map_or(one, |end| (end, Some(place_of_value(before)))),
        [b'{', ..] => braced(1).map_or(one, |end| (end, Some(place_of_value(before)))),
        [b'$', digit, ..] if digit.is_ascii_digit() => (1 + name(1), None),
        [b'$', ..] if name(1) > 0 => (1 + name(1), Some(Hole::Value)),
        [b'%', b'(', ..] => match rest.find(")s") {
            Some(end) => (end + 2, Some(Hole::Value)),
            None => one,
        },
        [b'%', b's' | b'd', after, ..] if after.is_ascii_alphanumeric() => one,
        [b'%', b's' | b'd', ..] => (2, Some(place_of_value(before))),
        [b':', b':', ..] => (2, None),
        [b':', letter, ..]
            if letter.is_ascii_alphabetic() && !before.ends_with(|c: char| c.is_alphanumeric()) =>
        {
            (1 + name(1), Some(Hole::Value))
        }
        [b'@', letter, ..] if letter.is_ascii_alphabetic() => (1 + name(1), Some(Hole::Value)),
        [b'?', b'?', ..] => (2, Some(Hole::Name)),
        // `?` between two operands is an operator of PostgreSQL on `jsonb`.
        [b'?', b'|' | b'&', ..] => (2, None),
        [b'?', ..] => {
            let digits = name(1);
            (1 + digits, Some(Hole::Value))
        }
        _ => one,
    }
}

/// The last `bytes` bytes of `text`, in lower case; fewer where a letter would be cut.
fn tail(text: &str, bytes: usize) -> String {
    let mut start = text.len().saturating_sub(bytes);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text[start..].to_ascii_lowercase()
}

/// Whether a hole behind `before` can only be a value.
fn place_of_value(before: &str) -> Hole {
    let before = before.trim_end();
    let lower = tail(before, 12);
    let ends = |words: &[&str]| words.iter().any(|word| lower.ends_with(word));
    if before.ends_with(['=', '<', '>'])
        || ends(&[
            " like", " ilike", " limit", " offset", " in (", " in(", "values (", "values(",
        ])
    {
        Hole::Value
    } else {
        Hole::Name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str, has_holes: bool) {
        assert_eq!(bound(text), (expected.to_owned(), has_holes));
        assert_eq!(text.len(), expected.len(), "places must stay right");
    }

    #[test]
    fn bound_values_become_placeholders_of_their_length() {
        check("a = %s", "a = $1", false);
        check("a = :user_id", "a = $1111   ", false);
        check("a = @id", "a = $11", false);
        check("a = #{x} AND b = ?", "a = $111 AND b = 1", false);
        check("a = $1::int", "a = $1::int", false);
        check("a IN ({ids})", "a IN ($1111)", false);
    }

    #[test]
    fn other_holes_become_names_that_no_schema_has() {
        check("SELECT 1 FROM {table}", "SELECT 1 FROM _______", true);
        check("WHERE a = 1 {rest}", "WHERE a = 1 ______", true);
    }

    #[test]
    fn quotes_and_comments_are_left_alone() {
        check("a = '{x} %s'", "a = '{x} %s'", false);
        check("-- ? \na = ?", "-- ? \na = 1", false);
    }
}
