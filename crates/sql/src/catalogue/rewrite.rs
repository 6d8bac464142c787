//! Names inside expressions: which columns they mention, and new names in them.

use super::TableKey;
use crate::parse::unquote_name;
use crate::split::{Lexer, Token, TokenKind};
use crate::{Dialect, Expression};

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

/// Words that one of the servers takes for itself. Quoting too much does no harm.
fn is_reserved(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "abort",
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
        "before",
        "begin",
        "between",
        "both",
        "by",
        "call",
        "cascade",
        "case",
        "cast",
        "change",
        "character",
        "check",
        "collate",
        "collation",
        "column",
        "columns",
        "comment",
        "commit",
        "condition",
        "conflict",
        "constraint",
        "create",
        "cross",
        "cube",
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
        "default",
        "deferrable",
        "deferred",
        "delete",
        "desc",
        "describe",
        "detach",
        "distinct",
        "div",
        "do",
        "drop",
        "each",
        "else",
        "empty",
        "end",
        "escape",
        "except",
        "exclude",
        "exclusive",
        "exists",
        "explain",
        "fail",
        "false",
        "fetch",
        "filter",
        "first",
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
        "group",
        "grouping",
        "groups",
        "having",
        "if",
        "ignore",
        "ilike",
        "immediate",
        "in",
        "index",
        "indexed",
        "initially",
        "inner",
        "inout",
        "insert",
        "instead",
        "int",
        "intersect",
        "interval",
        "into",
        "is",
        "isnull",
        "join",
        "key",
        "keys",
        "kill",
        "lag",
        "last",
        "lateral",
        "lead",
        "leading",
        "leave",
        "left",
        "like",
        "limit",
        "lines",
        "load",
        "localtime",
        "localtimestamp",
        "lock",
        "long",
        "loop",
        "match",
        "materialized",
        "mod",
        "natural",
        "no",
        "not",
        "nothing",
        "notnull",
        "null",
        "nulls",
        "of",
        "offset",
        "on",
        "only",
        "option",
        "optionally",
        "or",
        "order",
        "others",
        "out",
        "outer",
        "over",
        "overlaps",
        "partition",
        "placing",
        "plan",
        "pragma",
        "preceding",
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
        "show",
        "signal",
        "similar",
        "some",
        "sql",
        "ssl",
        "starting",
        "stored",
        "symmetric",
        "system",
        "table",
        "tablesample",
        "temp",
        "temporary",
        "terminated",
        "then",
        "ties",
        "to",
        "trailing",
        "transaction",
        "trigger",
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
        "vacuum",
        "values",
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
        "xor",
        "zerofill",
        "text",
        "time",
        "timestamp",
        "char",
        "varchar",
        "bit",
        "boolean",
        "float",
        "double",
        "decimal",
        "numeric",
        "integer",
        "smallint",
        "bigint",
        "blob",
        "binary",
        "position",
        "substring",
        "trim",
        "extract",
        "coalesce",
        "greatest",
        "least",
        "nullif",
        "overlay",
        "precision",
        "setof",
        "treat",
        "xmlattributes",
        "none",
        "national",
        "nchar",
        "normalize",
        "authorization",
        "concurrently",
        "tables",
        "rank",
        "system_user",
        "json_table",
        "of",
        "cume_dist",
        "lateral",
        "ntile",
        "nth_value",
        "percent_rank",
        "first_value",
        "last_value",
        "dense_rank",
        "accessible",
        "delayed",
        "dual",
        "elseif",
        "enclosed",
        "escaped",
        "exit",
        "explain",
        "high_priority",
        "hour_minute",
        "infile",
        "iterate",
        "linear",
        "low_priority",
        "mediumint",
        "middleint",
        "modifies",
        "optimize",
        "outfile",
        "rlike",
        "sensitive",
        "spatial",
        "straight_join",
        "tinyint",
        "tinytext",
        "trailing",
        "utc_date",
        "varbinary",
        "year_month",
        "offset",
        "period",
    ];
    WORDS.contains(&name)
}
