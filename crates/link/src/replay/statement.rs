//! Statements that a reader can paste, in the words of the dialect.

use sql::{Dialect, TableKey};

/// Words that dialects keep for themselves and that columns are called by.
const RESERVED: &[&str] = &[
    "check",
    "column",
    "condition",
    "default",
    "desc",
    "end",
    "from",
    "group",
    "index",
    "key",
    "limit",
    "order",
    "rank",
    "references",
    "row",
    "rows",
    "select",
    "system",
    "table",
    "to",
    "unique",
    "user",
    "when",
    "where",
];

/// `CREATE INDEX` on the table at `key` over `columns`, which are quoted already.
pub fn create_index(
    dialect: Dialect,
    key: &TableKey,
    columns: &str,
    conditions: &[String],
) -> String {
    let table = table(dialect, key);
    // PostgreSQL chooses a name.
    let name = if dialect == Dialect::PostgreSql {
        String::new()
    } else {
        let mut name: String = format!("{}_{columns}_idx", key.name)
            .replace(", ", "_")
            .chars()
            .filter(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect();
        name.truncate(
            name.char_indices()
                .nth(60)
                .map_or(name.len(), |(end, _)| end),
        );
        format!("{name} ")
    };
    let condition = if conditions.is_empty() {
        String::new()
    } else {
        format!(" WHERE {}", conditions.join(" AND "))
    };
    format!("CREATE INDEX {name}ON {table} ({columns}){condition}")
}

/// `DROP INDEX` of the index called `name` on the table at `key`.
pub fn drop_index(dialect: Dialect, key: &TableKey, name: &str) -> String {
    let index = identifier(name, dialect);
    match (dialect, key.schema.as_str()) {
        (Dialect::MySql, _) => format!("DROP INDEX {index} ON {}", table(dialect, key)),
        (_, "" | "public" | "main") => format!("DROP INDEX {index}"),
        (_, schema) => format!("DROP INDEX {}.{index}", identifier(schema, dialect)),
    }
}

/// The name of the table at `key`, as statements write it.
pub fn table(dialect: Dialect, key: &TableKey) -> String {
    let name = identifier(&key.name, dialect);
    match key.schema.as_str() {
        "" | "public" | "main" => name,
        schema => format!("{}.{name}", identifier(schema, dialect)),
    }
}

/// A name as the dialect reads it; an expression in the brackets that an index asks for.
pub fn quoted(name: &str, dialect: Dialect) -> String {
    let is_expression = name.contains(['(', ' ', ':', '>']);
    if is_expression {
        let is_call = name.ends_with(')') && !name.starts_with('(');
        return if is_call && dialect != Dialect::MySql {
            name.to_owned()
        } else {
            format!("({name})")
        };
    }
    identifier(name, dialect)
}

/// A name as the dialect reads it, whatever it holds.
pub fn identifier(name: &str, dialect: Dialect) -> String {
    let is_plain = name.chars().all(|letter| {
        letter.is_ascii_lowercase()
            || letter.is_ascii_digit()
            || letter == '_'
            || (letter.is_ascii_uppercase() && dialect != Dialect::PostgreSql)
    });
    if is_plain && !RESERVED.contains(&name.to_lowercase().as_str()) {
        return name.to_owned();
    }
    match dialect {
        Dialect::MySql => format!("`{}`", name.replace('`', "``")),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_the_dialect_asks_for_it() {
        let key = TableKey::new("public", "User");
        let columns = quoted("avatarId", Dialect::PostgreSql);
        assert_eq!(
            create_index(Dialect::PostgreSql, &key, &columns, &[]),
            r#"CREATE INDEX ON "User" ("avatarId")"#
        );
        assert_eq!(
            drop_index(Dialect::PostgreSql, &key, "User_id_key"),
            r#"DROP INDEX "User_id_key""#
        );
        let key = TableKey::new("public", "x; DROP TABLE y; --");
        assert_eq!(table(Dialect::PostgreSql, &key), r#""x; DROP TABLE y; --""#);
        let key = TableKey::new("", "orders");
        assert_eq!(
            drop_index(Dialect::MySql, &key, "orders_idx"),
            "DROP INDEX orders_idx ON orders"
        );
    }
}
