//! Comments, and what migration tools say in them.

/// What a comment tells a migration tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Directive {
    Up,
    Down,
    NoTransaction,
    UpNoTransaction,
    DownNoTransaction,
}

/// The text of a comment without its marks.
pub(super) fn inner(comment: &str) -> &str {
    let text = match comment.strip_prefix("/*") {
        Some(text) => text
            .strip_suffix("*/")
            .unwrap_or(text)
            .trim_start_matches('*')
            .trim_end_matches('*'),
        None => comment
            .strip_prefix("--")
            .unwrap_or(comment)
            .trim_start_matches('#'),
    };
    text.trim()
}

/// The directive that a line comment holds. goose, dbmate, sql-migrate, sqlx, Atlas, Play, rambler, tern, MyBatis.
pub(super) fn directive(text: &str) -> Option<Directive> {
    let lower = text.to_ascii_lowercase();
    let lower = lower.trim().trim_matches('-').trim();
    let (tool, rest) = if let Some(rest) = lower.strip_prefix("+goose") {
        ("goose", rest)
    } else if let Some(rest) = lower
        .strip_prefix("+migrate")
        .or_else(|| lower.strip_prefix("+micrate"))
    {
        ("sql-migrate", rest)
    } else if let Some(rest) = lower.strip_prefix("migrate:") {
        ("dbmate", rest)
    } else if let Some(rest) = lower.strip_prefix("rambler") {
        ("rambler", rest)
    } else {
        return match lower {
            "!ups" => Some(Directive::Up),
            "!downs" | "//@undo" | "@undo" | "create above / drop below" => Some(Directive::Down),
            "no-transaction"
            | "atlas:txmode none"
            | "disable-transaction"
            | "executeintransaction=false" => Some(Directive::NoTransaction),
            _ => None,
        };
    };
    let words: Vec<&str> = rest.split_whitespace().collect();
    let without = words
        .iter()
        .any(|word| matches!(*word, "transaction:false" | "notransaction"))
        || tool == "goose" && words.starts_with(&["no", "transaction"]);
    match (words.first().copied(), without) {
        (Some("up"), true) => Some(Directive::UpNoTransaction),
        (Some("up"), false) => Some(Directive::Up),
        (Some("down"), true) => Some(Directive::DownNoTransaction),
        (Some("down"), false) => Some(Directive::Down),
        (_, true) => Some(Directive::NoTransaction),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(comment: &str, expected: Option<Directive>) {
        assert_eq!(directive(inner(comment)), expected, "{comment}");
    }

    #[test]
    fn the_directives_of_each_tool_are_known() {
        check("-- +goose Up", Some(Directive::Up));
        check("-- +goose Down", Some(Directive::Down));
        check("-- +goose NO TRANSACTION", Some(Directive::NoTransaction));
        check("-- +goose StatementBegin", None);
        check(
            "-- migrate:up transaction:false",
            Some(Directive::UpNoTransaction),
        );
        check("-- migrate:down", Some(Directive::Down));
        check(
            "-- +migrate Up notransaction",
            Some(Directive::UpNoTransaction),
        );
        check("-- no-transaction", Some(Directive::NoTransaction));
        check("---- create above / drop below ----", Some(Directive::Down));
        check("# --- !Downs", Some(Directive::Down));
        check("-- atlas:txmode none", Some(Directive::NoTransaction));
        check("-- up the hill", None);
    }
}
