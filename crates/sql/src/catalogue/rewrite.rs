//! Names inside expressions: which columns they mention, and new names in them.

use super::TableKey;
use crate::parse::unquote_name;
use crate::split::{Lexer, Token, TokenKind};
use crate::{At, Dialect, Expression, Name};

/// Whether an expression mentions a column.
pub(super) fn mentions(expression: &Expression, column: &str, dialect: Dialect) -> bool {
    let text = expression.text.as_str();
    // Most expressions do not even hold the letters.
    if !contains_ignoring_case(text, column) {
        return false;
    }
    names(text, dialect)
        .iter()
        .any(|(_, name)| same(name, column, dialect))
}

/// Renames a column in an expression. `table` is the name that may stand before it.
pub(super) fn rename_column(expression: &mut Expression, column: &str, to: &str, dialect: Dialect) {
    rename(expression, column, to, dialect);
}

/// Renames every name that is not a function's.
pub(super) fn rename(expression: &mut Expression, from: &str, to: &str, dialect: Dialect) {
    if !contains_ignoring_case(&expression.text, from) {
        return;
    }
    let found = names(&expression.text, dialect);
    let mut text = expression.text.clone();
    for (token, name) in found.iter().rev() {
        if same(name, from, dialect) {
            text.replace_range(
                token.start as usize..token.end as usize,
                &quoted(to, dialect),
            );
        }
    }
    expression.text = text;
}

/// Renames a column of the tables that `is_own` means, in a query that reads others with a column of this name. What is
/// a result under its own name keeps it.
pub(super) fn rename_own_column(
    query: &mut Expression,
    column: &str,
    to: &str,
    dialect: Dialect,
    is_own: &dyn Fn(&Name) -> bool,
) {
    let Some(places) = crate::parse::places::columns(&query.text, dialect, column, is_own) else {
        return rename_column(query, column, to, dialect);
    };
    let (new, old) = (quoted(to, dialect), quoted(column, dialect));
    for (at, is_result) in places.into_iter().rev() {
        let range = at.start as usize..at.end as usize;
        let text = match is_result {
            true => format!("{new} AS {old}"),
            false => new.clone(),
        };
        query.text.replace_range(range, &text);
    }
}

/// Whether a query may give something this name.
pub(super) fn gives_name(query: &Expression, name: &str) -> bool {
    contains_ignoring_case(&query.text, &format!("as {name}"))
        || contains_ignoring_case(&query.text, &format!("as \"{name}"))
}

/// Renames a table in a query, its schema too if it is written.
pub(super) fn rename_table(
    query: &mut Expression,
    old: &TableKey,
    new: &TableKey,
    dialect: Dialect,
) {
    if old.name != new.name {
        rename(query, &old.name, &new.name, dialect);
    }
    if old.schema != new.schema {
        let before = format!(
            "{}.{}",
            quoted(&old.schema, dialect),
            quoted(&new.name, dialect)
        );
        let after = format!(
            "{}.{}",
            quoted(&new.schema, dialect),
            quoted(&new.name, dialect)
        );
        query.text = query.text.replace(&before, &after);
        // Where no schema is written, the table was found by the search path.
        let found = crate::parse::places::tables(&query.text, dialect).unwrap_or_default();
        let mut bare: Vec<At> = found
            .into_iter()
            .filter(|table| table.schema.is_none() && same(&table.name, &new.name, dialect))
            .map(|table| table.at)
            .collect();
        bare.sort_by_key(|at| at.start);
        bare.dedup();
        for at in bare.into_iter().rev() {
            query
                .text
                .replace_range(at.start as usize..at.end as usize, &after);
        }
    }
}

/// Renames a type in the casts of an expression.
pub(super) fn rename_type(expression: &mut Expression, old: &TableKey, new: &TableKey) {
    let quoted = |name: &str| quoted(name, Dialect::PostgreSql);
    let full = match new.schema.as_str() {
        "public" => quoted(&new.name),
        schema => format!("{}.{}", quoted(schema), quoted(&new.name)),
    };
    for before in [
        format!("{}.{}", quoted(&old.schema), quoted(&old.name)),
        quoted(&old.name),
    ] {
        for cast in [format!("::{before}"), format!(":: {before}")] {
            if let Some(at) = expression.text.find(&cast) {
                let end = at + cast.len();
                let is_whole = !expression.text[end..]
                    .starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
                if is_whole {
                    expression.text.replace_range(at..end, &format!("::{full}"));
                    return;
                }
            }
        }
    }
}

/// Whether an expression casts something to the type.
pub(super) fn casts_to(expression: &Expression, key: &TableKey) -> bool {
    let quoted = |name: &str| quoted(name, Dialect::PostgreSql);
    let text = expression.text.as_str();
    [
        format!("::{}.{}", quoted(&key.schema), quoted(&key.name)),
        format!("::{}", quoted(&key.name)),
    ]
    .iter()
    .any(|cast| {
        text.match_indices(cast.as_str()).any(|(at, _)| {
            let rest = &text[at + cast.len()..];
            !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
        })
    })
}

fn contains_ignoring_case(text: &str, name: &str) -> bool {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    !name.is_empty()
        && text
            .windows(name.len())
            .any(|window| window.eq_ignore_ascii_case(name))
}

fn same(left: &str, right: &str, dialect: Dialect) -> bool {
    if dialect == Dialect::PostgreSql {
        left == right
    } else {
        left.eq_ignore_ascii_case(right)
    }
}

/// The identifiers of an expression that are no function's name.
fn names(text: &str, dialect: Dialect) -> Vec<(Token, String)> {
    let mut lexer = Lexer::new(text, dialect, 0, text.len());
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next() {
        if token.kind != TokenKind::Comment {
            tokens.push(token);
        }
    }
    let mut out = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let is_call = tokens
            .get(index + 1)
            .is_some_and(|next| next.text(text) == "(");
        let is_type = index > 0 && tokens[index - 1].text(text) == "::";
        if matches!(token.kind, TokenKind::Word | TokenKind::Quoted)
            && !(is_call && token.kind == TokenKind::Word)
            && !is_type
        {
            out.push((*token, unquote_name(text, *token, dialect)));
        }
    }
    out
}

/// A name as it must be written: with quotes if it needs them.
pub(crate) fn quoted(name: &str, dialect: Dialect) -> String {
    let is_plain = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_lowercase() || byte == b'_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && !is_reserved(name);
    if is_plain {
        return name.to_owned();
    }
    match dialect {
        Dialect::MySql => format!("`{}`", name.replace('`', "``")),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// Whether one of the servers takes the word for itself. Quoting too much does no harm.
fn is_reserved(name: &str) -> bool {
    WORDS.binary_search(&name).is_ok()
}

/// In the order of the alphabet.
const WORDS: &[&str] = &[
    "abort",
    "accessible",
    "action",
    "add",
    "after",
    "all",
    "alter",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "attach",
    "authorization",
    "before",
    "begin",
    "between",
    "bigint",
    "binary",
    "bit",
    "blob",
    "boolean",
    "both",
    "by",
    "call",
    "cascade",
    "case",
    "cast",
    "change",
    "char",
    "character",
    "check",
    "coalesce",
    "collate",
    "collation",
    "column",
    "columns",
    "comment",
    "commit",
    "concurrently",
    "condition",
    "conflict",
    "constraint",
    "create",
    "cross",
    "cube",
    "cume_dist",
    "current",
    "current_date",
    "current_role",
    "current_time",
    "current_timestamp",
    "current_user",
    "cursor",
    "database",
    "databases",
    "date",
    "day",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "deferred",
    "delayed",
    "delete",
    "dense_rank",
    "desc",
    "describe",
    "detach",
    "distinct",
    "div",
    "do",
    "double",
    "drop",
    "dual",
    "each",
    "else",
    "elseif",
    "empty",
    "enclosed",
    "end",
    "escape",
    "escaped",
    "except",
    "exclude",
    "exclusive",
    "exists",
    "exit",
    "explain",
    "extract",
    "fail",
    "false",
    "fetch",
    "filter",
    "first",
    "first_value",
    "float",
    "following",
    "for",
    "force",
    "foreign",
    "freeze",
    "from",
    "full",
    "function",
    "general",
    "generated",
    "glob",
    "grant",
    "greatest",
    "group",
    "grouping",
    "groups",
    "having",
    "high_priority",
    "hour_minute",
    "if",
    "ignore",
    "ilike",
    "immediate",
    "in",
    "index",
    "indexed",
    "infile",
    "initially",
    "inner",
    "inout",
    "insert",
    "instead",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "iterate",
    "join",
    "json_table",
    "key",
    "keys",
    "kill",
    "lag",
    "last",
    "last_value",
    "lateral",
    "lead",
    "leading",
    "least",
    "leave",
    "left",
    "like",
    "limit",
    "linear",
    "lines",
    "load",
    "localtime",
    "localtimestamp",
    "lock",
    "long",
    "loop",
    "low_priority",
    "match",
    "materialized",
    "mediumint",
    "middleint",
    "mod",
    "modifies",
    "national",
    "natural",
    "nchar",
    "no",
    "none",
    "normalize",
    "not",
    "nothing",
    "notnull",
    "nth_value",
    "ntile",
    "null",
    "nullif",
    "nulls",
    "numeric",
    "of",
    "offset",
    "on",
    "only",
    "optimize",
    "option",
    "optionally",
    "or",
    "order",
    "others",
    "out",
    "outer",
    "outfile",
    "over",
    "overlaps",
    "overlay",
    "partition",
    "percent_rank",
    "period",
    "placing",
    "plan",
    "position",
    "pragma",
    "preceding",
    "precision",
    "primary",
    "procedure",
    "purge",
    "query",
    "raise",
    "range",
    "rank",
    "read",
    "reads",
    "real",
    "recursive",
    "references",
    "regexp",
    "reindex",
    "release",
    "rename",
    "repeat",
    "replace",
    "require",
    "restrict",
    "return",
    "returning",
    "revoke",
    "right",
    "rlike",
    "rollback",
    "row",
    "row_number",
    "rows",
    "savepoint",
    "schema",
    "schemas",
    "select",
    "sensitive",
    "separator",
    "session_user",
    "set",
    "setof",
    "show",
    "signal",
    "similar",
    "smallint",
    "some",
    "spatial",
    "sql",
    "ssl",
    "starting",
    "stored",
    "straight_join",
    "substring",
    "symmetric",
    "system",
    "system_user",
    "table",
    "tables",
    "tablesample",
    "temp",
    "temporary",
    "terminated",
    "text",
    "then",
    "ties",
    "time",
    "timestamp",
    "tinyint",
    "tinytext",
    "to",
    "trailing",
    "transaction",
    "treat",
    "trigger",
    "trim",
    "true",
    "unbounded",
    "undo",
    "union",
    "unique",
    "unlock",
    "unsigned",
    "update",
    "usage",
    "use",
    "user",
    "using",
    "utc_date",
    "vacuum",
    "values",
    "varbinary",
    "varchar",
    "variadic",
    "varying",
    "verbose",
    "view",
    "virtual",
    "when",
    "where",
    "while",
    "window",
    "with",
    "without",
    "write",
    "xmlattributes",
    "xor",
    "year_month",
    "zerofill",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_order() {
        assert!(WORDS.is_sorted());
        assert!(is_reserved("user") && is_reserved("xor") && !is_reserved("orders"));
    }
}
