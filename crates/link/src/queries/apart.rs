//! Tables whose rows something tells apart, or means to, whether or not a key does.

use std::collections::{BTreeMap, BTreeSet};

use model::{ConstraintKind, Id, System, TableRow};

/// Columns that a table of two things may have beside them: when, and by whom.
const BESIDE_MAX: usize = 2;

/// Fills `table.tells_rows_apart`.
pub fn mark(system: &mut System) {
    let keyed = keyed(system);
    let asked = asked(system);
    let mut columns: BTreeMap<Id<TableRow>, Columns> = BTreeMap::new();
    for column in system.columns.rows() {
        let name = &system.tables[column.table].name;
        let of_table = columns.entry(column.table).or_default();
        of_table.has_id |= column.is_generated || is_id(&column.name, name);
        of_table.names.insert(&column.name);
    }
    let apart: Vec<Id<TableRow>> = columns
        .iter()
        .filter(|(table, columns)| {
            columns.has_id || columns.join() || keyed.contains(table) || asked.contains(table)
        })
        .map(|(table, _)| *table)
        .collect();
    for table in apart {
        system.tables[table].tells_rows_apart = true;
    }
}

/// What the columns of a table are.
#[derive(Default)]
struct Columns<'s> {
    has_id: bool,
    names: BTreeSet<&'s str>,
}

impl Columns<'_> {
    /// Whether a row says that two others belong together, by the names of its columns.
    fn join(&self) -> bool {
        let refers = |name: &&&str| {
            name.to_lowercase().ends_with("_id") || name.ends_with("Id") || name.ends_with("ID")
        };
        let referring = self.names.iter().filter(refers).count();
        referring >= 2 && self.names.len() <= referring + BESIDE_MAX
    }
}

/// Tables with a key over columns that may be null, and those that refer to others, logs apart.
fn keyed(system: &System) -> BTreeSet<Id<TableRow>> {
    let constraints = system.constraints.rows();
    let unique = constraints
        .iter()
        .filter(|key| key.kind == ConstraintKind::Unique)
        .map(|key| key.table);
    let indexes = system.indexes.rows().iter();
    let indexed = indexes
        .filter(|index| index.is_unique)
        .map(|index| index.table);
    let referring = constraints
        .iter()
        .filter(|key| key.kind == ConstraintKind::Foreign)
        .map(|key| key.table)
        .filter(|table| !is_log(&system.tables[*table].name));
    unique.chain(indexed).chain(referring).collect()
}

/// Tables of which a statement asks for certain rows. What is read of a log is a part of a story, and no row of its own.
fn asked(system: &System) -> BTreeSet<Id<TableRow>> {
    let accesses = system.accesses.rows().iter();
    accesses
        .filter(|access| !access.equalities.is_empty())
        .filter(|access| access.kind != "select" || !is_log(&system.tables[access.table].name))
        .map(|access| access.table)
        .collect()
}

/// Whether a table keeps what happened, by its name.
fn is_log(name: &str) -> bool {
    let words = crate::graph::words(name);
    let last = words.last().map_or("", String::as_str);
    matches!(
        last,
        "log" | "logs" | "history" | "audit" | "audits" | "archive"
    )
}

/// Whether a column is named as the id of a row of `table`.
fn is_id(column: &str, table: &str) -> bool {
    let table = table.rsplit('.').next().unwrap_or(table).to_lowercase();
    let column = column.to_lowercase();
    let column = column.trim_end_matches('_');
    let of_table = column
        .strip_suffix("id")
        .map(|stem| stem.trim_end_matches('_'));
    matches!(column, "id" | "uuid" | "guid" | "key")
        || of_table.is_some_and(|stem| {
            !stem.is_empty() && (stem == table || table.strip_suffix('s') == Some(stem))
        })
}

#[cfg(test)]
mod tests {
    use super::{is_id, is_log};

    #[test]
    fn an_id_is_named_so_or_after_its_table() {
        assert!(is_id("id", "shop.orders"));
        assert!(is_id("ID_", "act_evt_log"));
        assert!(is_id("order_id", "shop.orders"));
        assert!(is_id("orderId", "orders"));
        assert!(!is_id("customer_id", "orders"));
        assert!(!is_id("valid", "orders"));
    }

    #[test]
    fn a_log_is_named_so_at_its_end() {
        assert!(is_log("proof_transfer_log"));
        assert!(is_log("auth.NotificationHistory"));
        assert!(!is_log("log_level"));
    }
}
