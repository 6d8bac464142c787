//! What a database does as a habit, learned from its own tables: what nine of ten do is the style, and the rest is
//! what rules speak of.

use std::collections::{BTreeMap, BTreeSet};

use model::{Database, Id, System, TableRow};
use sql::{Catalogue, Column, Relation, RelationKind, TableKey};

use super::{columns, library};
use crate::contract::habit;

/// Tables or columns that keep the same thing, below which no habit is seen.
const CASES_MIN: usize = 10;

/// What a column is called that keeps when its row came.
const CREATED: &[&str] = &[
    "created",
    "created_at",
    "created_on",
    "created_date",
    "created_time",
    "created_timestamp",
    "created_ts",
    "create_at",
    "create_date",
    "create_time",
    "creation_date",
    "creation_time",
    "creation_timestamp",
    "date_created",
    "inserted_at",
    "insert_time",
];
/// What a column is called that keeps when its row was changed last.
const UPDATED: &[&str] = &[
    "updated",
    "updated_at",
    "updated_on",
    "updated_date",
    "updated_time",
    "updated_ts",
    "update_time",
    "date_updated",
    "date_modified",
    "modified",
    "modified_at",
    "modified_on",
    "modification_time",
    "last_modified",
    "last_modified_at",
    "last_modified_date",
    "last_updated",
    "last_updated_at",
    "lastmodified",
];
/// What a column is called that marks its row as deleted.
const DELETED: &[&str] = &[
    "deleted",
    "deleted_at",
    "deleted_date",
    "deleted_on",
    "delete_time",
    "deletion_time",
    "date_deleted",
    "is_deleted",
];

/// Fills what is learned of `database` and its tables.
pub fn learn(
    system: &mut System,
    database: Id<Database>,
    catalogue: &Catalogue,
    tables: &BTreeMap<TableKey, Id<TableRow>>,
) {
    let mut judged: Vec<(&Relation, Id<TableRow>)> = Vec::new();
    for relation in catalogue.tables() {
        let table = tables[&relation.key];
        let row = &system.tables[table];
        let is_own = !row.is_partition && !row.is_bookkeeping && !row.is_of_library;
        if relation.kind == RelationKind::Table && is_own && !library::is_prescribed(relation) {
            judged.push((&**relation, table));
        }
    }
    case(system, database, &judged);
    let mut usual: BTreeMap<(usize, &str), String> = BTreeMap::new();
    // A table of a few settings or locks follows what reads it.
    let (grown, tables) = (judged.iter().copied(), &system.tables);
    let grown: Vec<_> = grown
        .filter(|(_, table)| !tables[*table].is_small)
        .collect();
    for names in [CREATED, UPDATED, DELETED] {
        rename(names, &grown, &mut usual);
    }
    let ids: Vec<_> = system.columns.ids().collect();
    for id in ids {
        let row = &system.columns[id];
        let name = usual.get(&(row.table.index(), row.name.as_str())).cloned();
        if name.is_some() {
            system.columns[id].usual_name = name;
        }
    }
}

/// Fills the casings, and keeps them of what is judged alone.
fn case(system: &mut System, database: Id<Database>, judged: &[(&Relation, Id<TableRow>)]) {
    let is_judged: BTreeSet<usize> = judged.iter().map(|(_, table)| table.index()).collect();
    let of_database: Vec<Id<TableRow>> = (system.tables.iter())
        .filter(|(_, row)| row.database == database)
        .map(|(id, _)| id)
        .collect();
    for table in of_database {
        if !is_judged.contains(&table.index()) {
            system.tables[table].casing = None;
        }
    }
    let ids: Vec<_> = system.columns.ids().collect();
    let mut casings = Vec::new();
    for id in ids {
        let table = system.columns[id].table;
        if system.tables[table].database != database {
            continue;
        }
        if !is_judged.contains(&table.index()) {
            system.columns[id].casing = None;
        }
        casings.extend(system.columns[id].casing);
    }
    let of_tables = judged
        .iter()
        .filter_map(|(_, table)| system.tables[*table].casing);
    let table_casing = habit(of_tables);
    let row = &mut system.databases[database];
    row.table_casing = table_casing;
    row.column_casing = habit(casings.into_iter());
}

/// A name in lower case with its words apart.
fn folded(name: &str) -> String {
    columns::words(name).join("_")
}

/// The columns of `relation` that are called one of `names`.
fn called<'r>(relation: &'r Relation, names: &[&str]) -> Vec<&'r Column> {
    // Most names have none of these words, and need not be taken apart.
    let may_be = |name: &str| {
        let bytes = name.as_bytes();
        [b"crea", b"inse", b"upda", b"modi", b"dele"]
            .iter()
            .any(|word| {
                bytes
                    .windows(4)
                    .any(|part| part.eq_ignore_ascii_case(*word))
            })
    };
    let is_called =
        |column: &&Column| may_be(&column.name) && names.contains(&folded(&column.name).as_str());
    relation.columns.iter().filter(is_called).collect()
}

/// What nine of ten call the column that is called one of `names`, for those that call it otherwise. The same words in
/// another casing are not otherwise.
fn rename<'r>(
    names: &[&str],
    judged: &[(&'r Relation, Id<TableRow>)],
    usual: &mut BTreeMap<(usize, &'r str), String>,
) {
    let mut ways: Vec<(String, &'r str, Id<TableRow>)> = Vec::new();
    for (relation, table) in judged {
        // Two of them in one table mean two things.
        if let [column] = called(relation, names).as_slice() {
            ways.push((folded(&column.name), &column.name, *table));
        }
    }
    if ways.len() < CASES_MIN {
        return;
    }
    let Some(way) = habit(ways.iter().map(|(way, _, _)| way.as_str())) else {
        return;
    };
    let spelled = ways.iter().find(|(one, _, _)| *one == way);
    let spelled = spelled.expect("a habit is one of the ways").1;
    for (one, name, table) in &ways {
        if *one != way {
            usual.insert((table.index(), *name), spelled.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_by_its_words() {
        assert_eq!(folded("createdAt"), "created_at");
        assert_eq!(folded("CREATION_DATE"), "creation_date");
    }
}
