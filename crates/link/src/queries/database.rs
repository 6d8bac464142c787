//! The database that a statement runs on.

use model::{Database, Dialect, Id, System};

use super::source::Source;
use crate::replay::Schemas;

/// The database of `source`: that of a tool's configuration, that of the service, else the only one that has its
/// tables, else the nearest of those by folder. `None` if that does not decide.
pub fn database(system: &System, schemas: &Schemas, source: &Source<'_>) -> Option<Id<Database>> {
    let tables: Vec<&sql::Name> = source
        .statement
        .accesses
        .iter()
        .map(|access| &access.table)
        .filter(|table| table.is_known())
        .collect();
    let reached = |database: Id<Database>| {
        let catalogue = &schemas.databases[database.index()].catalogue;
        tables
            .iter()
            .filter(|table| catalogue.relation(table).is_some())
            .count()
    };
    let most = system
        .databases
        .ids()
        .map(reached)
        .max()
        .filter(|most| *most > 0)?;
    let path = system.path(source.file);
    if is_of_other_store(path) {
        return None;
    }
    let dialect = dialect(path);
    let candidates: Vec<Id<Database>> = system
        .databases
        .ids()
        .filter(|database| reached(*database) == most)
        .filter(|database| dialect.is_none_or(|told| told == system.databases[*database].dialect))
        .collect();
    let told = candidates.iter().copied().find(|database| {
        let root = &system.databases[*database].path;
        source.schemas.iter().any(|schema| {
            model::path::is_below(root, schema) || model::path::is_below(schema, root)
        })
    });
    if told.is_some() {
        return told;
    }
    // A tool may be told of the schema in which it makes what migrations name without one.
    let services: Vec<_> = (candidates.iter())
        .map(|database| system.databases[*database].service)
        .collect();
    let may_be_meant = |database: Id<Database>| {
        if candidates.contains(&database) || !services.contains(&system.databases[database].service)
        {
            return false;
        }
        let catalogue = &schemas.databases[database.index()].catalogue;
        let mut qualified = tables.iter().filter(|table| table.schema.is_some());
        qualified.any(|table| {
            catalogue.relation(table).is_none()
                && (catalogue.relation(&sql::Name::bare(&*table.name, table.at))).is_some()
        })
    };
    if system.databases.ids().any(may_be_meant) {
        return None;
    }
    let owned: Vec<Id<Database>> = candidates
        .iter()
        .copied()
        .filter(|database| {
            source.service.is_some() && system.databases[*database].service == source.service
        })
        .collect();
    let mut candidates = if owned.is_empty() { candidates } else { owned };
    if let Some(beside) = beside(system, &candidates, path) {
        return Some(beside);
    }
    // Code for one of several servers says so in its path.
    let names = |dialect: model::Dialect| -> &[&str] {
        match dialect {
            model::Dialect::PostgreSql => &["postgres", "postgresql", "pg", "pgx"],
            model::Dialect::MySql => &["mysql", "mariadb"],
            model::Dialect::Sqlite => &["sqlite", "sqlite3"],
        }
    };
    let is_named = |database: &Id<Database>| {
        let names = names(system.databases[*database].dialect);
        path.split(['/', '.', '_', '-'])
            .any(|part| names.contains(&part))
    };
    if candidates.iter().any(is_named) {
        candidates.retain(is_named);
    }
    let nearness = |database: Id<Database>| {
        let root = &system.databases[database].path;
        root.split('/')
            .zip(path.split('/'))
            .take_while(|(one, other)| one == other)
            .count()
    };
    let nearest = candidates
        .iter()
        .map(|database| nearness(*database))
        .max()?;
    let mut near: Vec<Id<Database>> = candidates
        .into_iter()
        .filter(|database| nearness(*database) == nearest)
        .collect();
    if near.len() > 1 {
        near.retain(|database| !system.databases[*database].is_alternative);
    }
    match near.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The only one of `candidates` whose migrations stand in a folder of the package that the query belongs to, where the
/// others stand in packages of their own.
fn beside(system: &System, candidates: &[Id<Database>], path: &str) -> Option<Id<Database>> {
    let package = |database: &Id<Database>| {
        let package = model::path::folder(&system.databases[*database].path);
        (!package.is_empty() && package.contains('/')).then_some(package)
    };
    let is_apart = |database: &Id<Database>| package(database).is_some();
    let mut near = candidates
        .iter()
        .filter(|database| package(database).is_some_and(|of| model::path::is_below(path, of)));
    let only = near.next().filter(|_| near.next().is_none())?;
    candidates.iter().all(is_apart).then_some(*only)
}

/// Whether a folder of `path`, or the file, names a store with a language like SQL that has no schema here.
fn is_of_other_store(path: &str) -> bool {
    const OTHERS: &[&str] = &[
        "athena",
        "bigquery",
        "cassandra",
        "clickhouse",
        "cql",
        "databricks",
        "db2",
        "duckdb",
        "mssql",
        "oracle",
        "redshift",
        "scylla",
        "scylladb",
        "snowflake",
        "spanner",
        "sqlserver",
        "trino",
    ];
    path.split(['/', '.', '_', '-'])
        .any(|part| OTHERS.contains(&part.to_ascii_lowercase().as_str()))
}

/// The dialect that a folder of `path` names: the same query is often written once for each.
fn dialect(path: &str) -> Option<Dialect> {
    model::path::folder(path).split('/').find_map(|folder| {
        match folder.to_ascii_lowercase().as_str() {
            "postgres" | "postgresql" | "pg" | "pgx" => Some(Dialect::PostgreSql),
            "mysql" | "mariadb" => Some(Dialect::MySql),
            "sqlite" | "sqlite3" => Some(Dialect::Sqlite),
            _ => None,
        }
    })
}
