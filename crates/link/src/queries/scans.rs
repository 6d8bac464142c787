//! Foreign keys without an index, and who makes the server search the referring table for want of one.

use std::collections::{BTreeMap, BTreeSet};

use super::mapped::Collection;
use model::{ConstraintKind, Database, FileRole, Id, Query, System, TableRow};

/// Tables from which statements delete, from which on the statements of a database show what is never deleted.
const EMPTIED_MIN: usize = 3;

/// Fills `constraint.scan`, and counts it as `database.scanned_keys`: a declared cascade shows that rows of the referred
/// table go, unless they are only marked as deleted or all deletions are `known` and none reaches them, and so does a
/// query that deletes them. Each of `collections` looks for the rows of one parent.
pub fn fill(
    system: &mut System,
    collections: &[Collection],
    known: &BTreeMap<Id<Database>, BTreeSet<Id<TableRow>>>,
) {
    let mut deleted: BTreeMap<Id<TableRow>, Id<Query>> = BTreeMap::new();
    for (_, access) in system.accesses.iter() {
        let query = &system.queries[access.query];
        let is_real = matches!(query.role, FileRole::Server | FileRole::Migration);
        if access.kind == "delete" && query.kind == "delete" && is_real {
            deleted.entry(access.table).or_insert(access.query);
        }
    }
    let is_read = |database: Id<Database>| {
        known
            .get(&database)
            .is_some_and(|emptied| emptied.len() >= EMPTIED_MIN)
    };
    let gone = gone(system, deleted.keys().copied());
    let mut places = Vec::new();
    for id in system.constraints.ids().collect::<Vec<_>>() {
        let constraint = &system.constraints[id];
        let Some(parent) = constraint.references else {
            continue;
        };
        if constraint.kind != ConstraintKind::Foreign || constraint.index.is_some() {
            continue;
        }
        let table = &system.tables[constraint.table].name;
        let stays = system.tables[parent].soft_delete_column.is_some()
            || is_read(system.tables[parent].database) && !gone.contains(&parent);
        let scan = match (deleted.get(&parent), constraint.on_delete.as_deref()) {
            (Some(&query), _) => {
                let query = &system.queries[query];
                let label = format!("this deletes rows of `{}`", system.tables[parent].name);
                places.push((id, query.at, label));
                format!(", so that `{}` reads all of `{table}`", query.name)
            }
            (None, Some(action @ ("cascade" | "set null" | "set default"))) if !stays => {
                format!(
                    ", so that its `ON DELETE {}` reads all of `{table}`",
                    action.to_uppercase()
                )
            }
            _ => {
                let parent = &system.tables[parent].name;
                let of_key = |one: &&Collection| one.is_of(parent, table, &constraint.columns);
                let Some(collection) = collections.iter().find(of_key) else {
                    continue;
                };
                let label =
                    format!("this holds the rows of `{table}` that belong to one of `{parent}`");
                places.push((id, collection.at, label));
                format!(
                    ", so that loading `{}` reads all of `{table}`",
                    collection.name
                )
            }
        };
        system.constraints[id].scan = scan;
        let database = system.tables[system.constraints[id].table].database;
        system.databases[database].scanned_keys += 1;
    }
    for (id, at, label) in places {
        system.add_evidence(id.row_ref(), at, label);
    }
}

/// The tables whose rows go: those of `deleted`, and what refers to them with a cascade, and so on.
fn gone(system: &System, deleted: impl Iterator<Item = Id<TableRow>>) -> BTreeSet<Id<TableRow>> {
    let mut children: BTreeMap<Id<TableRow>, Vec<Id<TableRow>>> = BTreeMap::new();
    for (_, constraint) in system.constraints.iter() {
        if let Some(parent) = constraint.references
            && constraint.on_delete.as_deref() == Some("cascade")
        {
            children.entry(parent).or_default().push(constraint.table);
        }
    }
    let mut open: Vec<Id<TableRow>> = deleted.collect();
    let mut gone = BTreeSet::new();
    while let Some(table) = open.pop() {
        if gone.insert(table) {
            open.extend(children.get(&table).into_iter().flatten());
        }
    }
    gone
}
