//! What rules ask of columns and tables, decided by their names and types.

use std::collections::BTreeMap;

use model::{Id, System, TableRow};
use sql::{Catalogue, Column, ConstraintKind, Dialect, Relation, RelationKind, TableKey, Type};

/// Words of names that hold amounts of money.
const MONEY: &[&str] = &[
    "price", "prices", "amount", "cost", "balance", "salary", "tax", "subtotal", "discount",
    "revenue", "budget", "money", "payout", "refund", "wage", "deposit",
];
/// What has amounts of its own, in pieces, spoons and grams.
const MEASURED: &[&str] = &[
    "consume",
    "dose",
    "ingredient",
    "product",
    "quantity",
    "recipe",
    "stock",
    "unit",
];
/// Words that make such a name mean something else.
const NOT_MONEY: &[&str] = &[
    // A fraction of the smallest coin is a measurement, and no amount that anybody pays.
    "cents",
    "micros",
    "nanos",
    "percent",
    "percentage",
    "pct",
    "rate",
    "ratio",
    "factor",
    "score",
    "weight",
    "count",
    "seconds",
    "ms",
    "tokens",
    "token",
    "number",
    "id",
    "type",
    "code",
    "class",
    "bps",
    "model",
    // What a computation costs on a chain is counted in units of its own.
    "gas",
    "gwei",
    "wei",
];
/// Last words of names that hold several values.
const LISTS: &[&str] = &["ids", "csv", "list", "emails", "keywords"];
/// Tables of migration tools and extensions.
const BOOKKEEPING: &[&str] = &[
    "schema_migrations",
    "schema_migration",
    "schema_version",
    "flyway_schema_history",
    "__diesel_schema_migrations",
    "_prisma_migrations",
    "goose_db_version",
    "ar_internal_metadata",
    "migrations",
    "migration_history",
    "knex_migrations",
    "knex_migrations_lock",
    "databasechangelog",
    "databasechangeloglock",
    "liquibasechangelog",
    "liquibasechangeloglock",
    "spatial_ref_sys",
    "alembic_version",
    "_sqlx_migrations",
    "sqlite_sequence",
    "gorp_migrations",
    "__drizzle_migrations",
];

/// The words of a name, lower case: `userId`, `user_id` and `UserID` are `user`, `id`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            was_lower = false;
            words.push(String::new());
            continue;
        }
        if letter.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
        match words.last_mut() {
            Some(word) => word.extend(letter.to_lowercase()),
            None => words.push(letter.to_lowercase().collect()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether a column of this name holds an amount of money, in the table called `table`.
pub fn is_money(table: &str, name: &str) -> bool {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_amount_alone = || {
        words.iter().any(|word| word == "amount")
            && words
                .iter()
                .filter(|word| MONEY.contains(&word.as_str()))
                .count()
                == 1
    };
    let measures = |name: &str| {
        let words = self::words(name);
        words
            .iter()
            .any(|word| MEASURED.contains(&word.trim_end_matches('s')))
    };
    has(MONEY) && !has(NOT_MONEY) && !(is_amount_alone() && (measures(name) || measures(table)))
}

/// Whether the type keeps numbers by approximation.
pub fn is_approximate(data_type: &Type) -> bool {
    data_type.array_dimensions == 0
        && matches!(
            data_type.name.as_str(),
            "real" | "double precision" | "double" | "float" | "float4" | "float8"
        )
}

/// Whether the type is a point in time without a zone, where the dialect has one with it.
pub fn lacks_time_zone(dialect: Dialect, data_type: &Type) -> bool {
    dialect == Dialect::PostgreSql
        && matches!(
            data_type.name.as_str(),
            "timestamp" | "timestamp without time zone"
        )
}

/// Whether a text holds several values, by its name. A default of `[]` or `{}` says that it is JSON.
pub fn holds_list(column: &Column) -> bool {
    let is_json = column
        .default
        .as_ref()
        .is_some_and(|default| default.text.contains(['[', '{']));
    column.data_type.is_text()
        && !is_json
        && words(&column.name)
            .last()
            .is_some_and(|word| LISTS.contains(&word.as_str()))
}

/// The largest number of a column that numbers rows, unless no table gets there.
pub fn runs_out_at(dialect: Dialect, column: &Column) -> Option<i64> {
    // Every whole number of SQLite has eight bytes.
    if dialect == Dialect::Sqlite || !column.is_numbered() {
        return None;
    }
    let bits = 8 * i64::from(column.data_type.integer_bytes()?);
    if bits > 32 {
        return None;
    }
    let bits = if column.data_type.is_unsigned {
        bits
    } else {
        bits - 1
    };
    Some((1 << bits) - 1)
}

/// Three or more columns of one type whose names differ by a number alone.
pub fn repeated(relation: &Relation) -> Vec<String> {
    let mut groups: BTreeMap<(&str, String), Vec<(u32, &str)>> = BTreeMap::new();
    for column in &relation.columns {
        let stem = column.name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.is_empty() || stem.len() == column.name.len() {
            continue;
        }
        if let Ok(number) = column.name[stem.len()..].parse() {
            let group = (stem, column.data_type.text());
            groups
                .entry(group)
                .or_default()
                .push((number, &column.name));
        }
    }
    let mut repeated = Vec::new();
    for mut group in groups.into_values() {
        group.sort_unstable();
        let is_counted = group[0].0 <= 1 && group.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1);
        if group.len() >= 3 && is_counted {
            repeated.extend(group.into_iter().map(|(_, name)| name.to_owned()));
        }
    }
    repeated
}

/// The column that marks a row as deleted.
pub fn soft_delete(relation: &Relation) -> Option<&Column> {
    relation.columns.iter().find(|column| {
        let words = words(&column.name);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        matches!(
            words.as_slice(),
            ["deleted", "at"] | ["deleted", "on"] | ["is", "deleted"] | ["date", "deleted"]
        )
    })
}

/// The condition of rows that `deleted` does not mark.
pub fn living(deleted: &Column) -> String {
    let name = &deleted.name;
    if words(name).first().is_some_and(|first| first == "is") {
        format!("NOT {name}")
    } else if deleted.is_nullable {
        format!("{name} IS NULL")
    } else {
        format!("{name} = 0")
    }
}

/// Whether the table is that of a migration tool or of an extension, one that is locked and holds nothing, or a copy.
pub fn is_bookkeeping(name: &str) -> bool {
    let name = name.to_lowercase();
    BOOKKEEPING.contains(&name.as_str())
        // What PostgreSQL itself keeps, written down for a generator that reads schemas.
        || name.starts_with("pg_")
        || name
            .rsplit('_')
            .next()
            .is_some_and(|word| matches!(word, "migration" | "migrations" | "lock" | "locks"))
        || is_backup(&name)
}

/// Whether a name in lower case is that of a copy that somebody kept: `orders_backup`, `orders_bak_20260131`.
fn is_backup(name: &str) -> bool {
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = name.split('_').filter(|word| !is_number(word));
    let last = words.next_back().unwrap_or_default();
    words.next().is_some() && matches!(last, "backup" | "bak" | "bkp")
}

/// Whether a schema holds what an extension keeps for itself, or what is gone when the session ends.
pub fn is_of_extension(schema: &str) -> bool {
    matches!(schema, "partman" | "cron" | "topology" | "tiger") || schema.starts_with("pg_temp")
}

/// Fills the columns of `system` that look like references without a key, and pairs that refer to several tables.
/// Silent in a database that declares no foreign key at all: there, that is one decision and not many slips.
pub fn refer(
    system: &mut System,
    catalogue: &Catalogue,
    tables: &BTreeMap<TableKey, Id<TableRow>>,
) {
    let mut by_name: BTreeMap<String, &Relation> = BTreeMap::new();
    for relation in catalogue.tables() {
        by_name.insert(relation.key.name.to_lowercase(), relation);
    }
    let is_key =
        |constraint: &sql::Constraint| matches!(constraint.kind, ConstraintKind::Foreign(_));
    let declares_keys = catalogue
        .tables()
        .any(|relation| relation.constraints.iter().any(is_key));
    let mut references: BTreeMap<(usize, String), Id<TableRow>> = BTreeMap::new();
    for relation in catalogue.tables() {
        if relation.kind != RelationKind::Table || relation.partition_of.is_some() {
            continue;
        }
        let table = tables[&relation.key];
        for column in &relation.columns {
            if is_declared(relation, &column.name) {
                continue;
            }
            let words = words(&column.name);
            let Some((last, stem)) = words.split_last() else {
                continue;
            };
            if last != "id" || stem.is_empty() {
                continue;
            }
            let target = target(&by_name, stem);
            let is_pair = pair(relation, stem);
            match (target, is_pair) {
                (None, Some(kind)) => {
                    system.tables[table].polymorphic_columns = vec![kind, column.name.clone()];
                }
                (Some(target), None) if declares_keys && target.key != relation.key => {
                    let key = target.primary_key();
                    let fits = match key.as_slice() {
                        [key] => target
                            .column(key)
                            .is_some_and(|key| key.data_type == column.data_type),
                        _ => false,
                    };
                    if fits {
                        references
                            .insert((table.index(), column.name.clone()), tables[&target.key]);
                    }
                }
                _ => {}
            }
        }
    }
    for (_, row) in system.columns.iter_mut() {
        if let Some(target) = references.get(&(row.table.index(), row.name.clone()))
            && tables.values().any(|table| *table == row.table)
        {
            row.undeclared_reference = Some(*target);
        }
    }
}

/// Whether a foreign key of `relation` has this column.
fn is_declared(relation: &Relation, column: &str) -> bool {
    relation
        .constraints
        .iter()
        .any(|constraint| match &constraint.kind {
            ConstraintKind::Foreign(key) => key.columns.iter().any(|name| name.text == column),
            _ => false,
        })
}

/// The table that a column of these words before `id` would refer to.
fn target<'c>(by_name: &BTreeMap<String, &'c Relation>, stem: &[String]) -> Option<&'c Relation> {
    let joined = stem.join("_");
    let glued = stem.concat();
    let mut names = Vec::new();
    for stem in [joined, glued] {
        names.push(format!("{stem}s"));
        names.push(format!("{stem}es"));
        if let Some(rest) = stem.strip_suffix('y') {
            names.push(format!("{rest}ies"));
        }
        names.push(stem);
    }
    names.iter().find_map(|name| by_name.get(name)).copied()
}

/// The column that names the kind of what `<stem>_id` refers to.
fn pair(relation: &Relation, stem: &[String]) -> Option<String> {
    relation
        .columns
        .iter()
        .find(|column| {
            let words = words(&column.name);
            words
                .split_last()
                .is_some_and(|(last, rest)| last == "type" && rest == stem)
        })
        .map(|column| column.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &[&str]) {
        assert_eq!(words(name), expected);
    }

    #[test]
    fn a_name_is_words() {
        check("user_id", &["user", "id"]);
        check("userId", &["user", "id"]);
        check("UserID", &["user", "id"]);
        check("address2", &["address2"]);
    }

    #[test]
    fn money_is_told_by_its_words() {
        assert!(is_money("orders", "unit_price"));
        assert!(is_money("products", "price_amount"));
        assert!(is_money("orders", "totalAmount"));
        assert!(!is_money("orders", "price_percent"));
        assert!(!is_money("orders", "priceless"));
        // A share of what others earn, as often as an amount.
        assert!(!is_money("nodes", "node_fee"));
        assert!(!is_money("recipes", "amount"));
        assert!(!is_money("settings", "quick_consume_amount"));
    }
}
