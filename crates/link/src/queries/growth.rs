//! Tables that keep what happened, and from which nothing is ever removed.

use std::collections::{BTreeMap, BTreeSet};

use model::{ConstraintKind, Database, FileRole, Id, System, TableRow};

use crate::replay::{Schemas, name_words as words};

/// Last words of tables that keep one row for each thing that happens.
const HAPPENED: &[&str] = &[
    "activity",
    "activities",
    "attempt",
    "attempts",
    "audit",
    "audits",
    "click",
    "clicks",
    "event",
    "events",
    "execution",
    "executions",
    "history",
    "histories",
    "journal",
    "log",
    "logs",
    "measurement",
    "measurements",
    "metric",
    "metrics",
    "reading",
    "readings",
    "sample",
    "samples",
    "stat",
    "stats",
    "trail",
    "trails",
    "view",
    "views",
    "visit",
    "visits",
];

/// Parts of the names of libraries that write statements from calls, so that deletions cannot be read.
const BUILDERS: &[&str] = &[
    "activerecord",
    "diesel",
    "django",
    "doctrine",
    "drizzle",
    "ebean",
    "entityframeworkcore",
    "entgo.io",
    "exposed",
    "goqu",
    "gorm",
    "hibernate",
    "jooq",
    "knex",
    "kysely",
    "ktorm",
    "linq2db",
    "mikro-orm",
    "mybatis-plus",
    "nhibernate",
    "objection",
    "peewee",
    "pop/",
    "prisma",
    "sea-orm",
    "sea-query",
    "sequelize",
    "sequel",
    "spring-boot-starter-data",
    "spring-data",
    "sqlalchemy",
    "sqlboiler",
    "sqlmodel",
    "squirrel",
    "tortoise",
    "typeorm",
    "uptrace/bun",
    "xorm",
    "rails",
    "laravel",
    "jakarta.persistence",
    "javax.persistence",
    "exposed-core",
    "slick",
    "quill",
    "ecto_sql",
];

/// Databases whose deletions all stand in statements that were read, each with the tables that services delete from there:
/// no library writes statements from calls, and no statement hides its table.
pub fn known_deletions(system: &System) -> BTreeMap<Id<Database>, BTreeSet<Id<TableRow>>> {
    let is_built = |name: &String| {
        let name = name.to_lowercase();
        BUILDERS.iter().any(|part| name.contains(part))
    };
    let mut emptied: BTreeMap<Id<Database>, BTreeSet<Id<TableRow>>> = BTreeMap::new();
    let mut packages = system.packages.iter();
    if packages.any(|(_, package)| package.dependencies.iter().any(is_built)) {
        return emptied;
    }
    for (_, access) in system.accesses.iter() {
        if access.kind == "delete" && system.queries[access.query].role == FileRole::Server {
            let database = system.tables[access.table].database;
            emptied.entry(database).or_default().insert(access.table);
        }
    }
    // A deletion whose table is put together at run time may be of any.
    for (_, query) in system.queries.iter() {
        if query.kind == "delete"
            && query.has_holes
            && let Some(database) = &query.database
        {
            emptied.remove(database);
        }
    }
    emptied
}

/// Fills `table.only_grows`, where deletions are `known`.
pub fn mark(
    system: &mut System,
    schemas: &Schemas,
    known: &BTreeMap<Id<Database>, BTreeSet<Id<TableRow>>>,
) {
    if known.is_empty() {
        return;
    }
    let mut parted: BTreeSet<Id<TableRow>> = BTreeSet::new();
    for schema in &schemas.databases {
        for relation in schema.catalogue.tables() {
            let is_parted = relation.partition_by.is_some();
            parted.extend(schema.tables.get(&relation.key).filter(|_| is_parted));
        }
    }
    let mut filled: BTreeSet<Id<TableRow>> = BTreeSet::new();
    let mut emptied: BTreeSet<Id<TableRow>> = BTreeSet::new();
    for (_, access) in system.accesses.iter() {
        let query = &system.queries[access.query];
        match access.kind.as_str() {
            "insert" if query.role == FileRole::Server => {
                filled.insert(access.table);
            }
            "delete" => {
                emptied.insert(access.table);
            }
            _ => {}
        }
    }
    let mut goes: BTreeSet<Id<TableRow>> = BTreeSet::new();
    for (_, constraint) in system.constraints.iter() {
        let is_cascade = constraint.on_delete.as_deref() == Some("cascade");
        if constraint.kind == ConstraintKind::Foreign && is_cascade {
            goes.insert(constraint.table);
        }
    }
    for table in filled {
        let row = &system.tables[table];
        let name = words(row.name.rsplit('.').next().unwrap_or_default());
        let is_kept = !row.is_view
            && !row.is_partition
            && !row.is_small
            && !row.is_bookkeeping
            && !row.is_of_library;
        let happened = name.len() > 1
            && name
                .last()
                .is_some_and(|last| HAPPENED.contains(&last.as_str()));
        let is_read = known.contains_key(&row.database);
        system.tables[table].only_grows = is_kept
            && happened
            && is_read
            && !parted.contains(&table)
            && !emptied.contains(&table)
            && !goes.contains(&table);
    }
}
