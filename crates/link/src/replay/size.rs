//! Tables that have few rows by their nature, so that reading one whole costs nothing.

use sql::{ConstraintKind, Relation, RelationKind};

use super::columns::words;
use super::keys;

/// What a table is called that has one row for each node, lock, setting, or thing that people name.
const FEW: &[&str] = &[
    "config",
    "configs",
    "configuration",
    "configurations",
    "country",
    "countries",
    "currency",
    "currencies",
    "election",
    "elections",
    "language",
    "languages",
    "leader",
    "leaders",
    "lease",
    "leases",
    "locale",
    "locales",
    "lock",
    "locks",
    "migration",
    "migrations",
    "node",
    "nodes",
    "partition",
    "partitions",
    "region",
    "regions",
    "setting",
    "settings",
    "shard",
    "shards",
    "timezone",
    "timezones",
];
/// Whose rows grow with the customers.
const OWNERS: &[&str] = &[
    "account",
    "customer",
    "member",
    "org",
    "organisation",
    "organization",
    "owner",
    "project",
    "team",
    "tenant",
    "user",
    "workspace",
];
/// A table that people fill by name has no more columns than this.
const MOST_NAMED_COLUMNS: usize = 8;

/// Whether the name, as words in the singular, is that of whom rows belong to.
pub fn is_owner(name: &[String]) -> bool {
    matches!(name, [word] if OWNERS.contains(&word.as_str()))
}

/// Whether the table has few rows by its nature: it is called so, counts heartbeats of nodes, is keyed by a name, or
/// its key can have one value only. A table that refers to others grows with them.
pub fn is_few_rows(relation: &Relation) -> bool {
    if relation.kind != RelationKind::Table {
        return false;
    }
    if keys::holds_one_row(relation) {
        return true;
    }
    let name = words(&relation.key.name);
    let refers = relation
        .constraints
        .iter()
        .any(|constraint| matches!(constraint.kind, ConstraintKind::Foreign(_)))
        || relation.columns.iter().any(|column| {
            let column = words(&column.name);
            let is_reference = column.len() > 1 && column.last().is_some_and(|last| last == "id");
            is_reference
                && column
                    .first()
                    .is_some_and(|first| OWNERS.contains(&first.as_str()))
        });
    if refers {
        return false;
    }
    let is_owned = name.len() > 1
        && name.first().is_some_and(|first| {
            OWNERS.contains(&first.as_str())
                && name
                    .last()
                    .is_some_and(|last| last.starts_with("setting") || last.starts_with("config"))
        });
    let is_called = name
        .last()
        .is_some_and(|last| FEW.contains(&last.as_str()) && !is_owned);
    let beats = relation.columns.iter().any(|column| {
        let words = words(&column.name);
        words.iter().any(|word| word == "heartbeat")
    });
    let is_named =
        relation.primary_key() == ["name"] && relation.columns.len() <= MOST_NAMED_COLUMNS;
    is_called || beats || is_named
}
