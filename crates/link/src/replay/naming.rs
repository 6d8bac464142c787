//! What a database is called.

use model::Id;
use model::{Service, System};

use crate::migrations::History;

/// Folders that say what is in them, not whose it is.
const GENERIC: &[&str] = &[
    "db",
    "dbs",
    "database",
    "databases",
    "data",
    "datastore",
    "store",
    "storage",
    "migrations",
    "migration",
    "migrate",
    "sql",
    "schema",
    "schemas",
    "src",
    "main",
    "resources",
    "prisma",
    "drizzle",
    "supabase",
    "internal",
    "pkg",
    "lib",
    "app",
    "server",
    "backend",
    "api",
    "versions",
    "changelog",
    "flyway",
    "postgres",
    "postgresql",
    "pg",
    "mysql",
    "mariadb",
    "sqlite",
    "sqlite3",
    "services",
    "packages",
    "crates",
    "apps",
    "init",
    "scripts",
    "docker-entrypoint-initdb.d",
    "initdb",
    "sqlc",
    "generated",
    "infra",
    "common",
    "core",
    "public",
    "up",
];

/// The service's name, else that of the nearest folder that says more than what is in it, else `database`.
pub fn name(system: &System, history: &History, service: Option<Id<Service>>) -> String {
    if let Some(service) = service {
        return system.services[service].name.clone();
    }
    let root = match history.root.strip_suffix(".sql") {
        Some(file) => model::path::folder(file),
        None => &history.root,
    };
    root.rsplit('/')
        .find(|part| !part.is_empty() && !GENERIC.contains(&part.to_ascii_lowercase().as_str()))
        .unwrap_or("database")
        .to_owned()
}
