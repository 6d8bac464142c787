//! Migrations replayed into schemas: databases, tables, columns, indexes, constraints, and what each step does.
//!
//! * `run`: one history through the catalogue of the SQL crate; `session`: what its statements set; `rebuild`: tables built anew.
//! * `required`: columns that are added and required at once.
//! * `done`: what one migration did, with what follows from each effect.
//! * `step`: what one effect is called, what it concerns, and where it stands.
//! * `gravity`: which of several consequences is the decision to be made.
//! * `allowed`: what comments of other linters allow.
//! * `apart`: which statements can go to a migration of their own, and how their tool wants it.
//! * `online`: which statements can be written in their online form where they stand.
//! * `choice`: which schemas are copies of others, or the same for another dialect.
//! * `naming`: what a database is called.
//! * `past`: what the version before names of what a migration takes away; `practice`: whether a team spares who waits;
//!   `alone`: whether the version before has gone when a migration runs.
//! * `together`: what migrations of one release tell together.
//! * `undo`: whether the way back of a migration leads back.
//! * `rows`: a catalogue as rows; `keys`, `columns` and `size`: what rules ask of indexes, keys, columns and the number of rows, decided.
//! * `modest` and `large`: what shows that a table has few or many rows when a migration locks it; `parts`: of what it is a part.
//! * `habits`: what a database does as a habit; `attributes`: tables of attributes as rows; `secrets`: what is kept in plain text.

mod allowed;
mod alone;
mod apart;
mod attributes;
mod choice;
mod columns;
mod done;
mod gravity;
mod habits;
mod keys;
mod large;
mod library;
mod modest;
mod naming;
mod online;
mod parts;
mod past;
mod practice;
mod rebuild;
mod required;
mod rows;
mod run;
mod secrets;
mod server;
mod session;
pub mod size;
pub mod statement;
mod step;
mod together;
mod undo;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::{Dialect, FileId, Id, System, TableRow};
use sql::TableKey;

use crate::{Input, migrations};

pub(crate) use columns::words as name_words;

/// What later areas ask of the replayed schemas.
#[derive(Debug, Default)]
pub struct Schemas {
    /// For each database, its catalogue and the rows of its tables.
    pub databases: Vec<Schema>,
    /// Files that run as migrations, or give a schema.
    pub files: std::collections::BTreeSet<FileId>,
}

/// The end state of one database.
#[derive(Debug)]
pub struct Schema {
    /// The tables and views at the end.
    pub catalogue: sql::Catalogue,
    /// Their rows.
    pub tables: BTreeMap<TableKey, Id<TableRow>>,
}

/// Fills the relations of the data area but for queries.
pub fn link(input: &Input<'_>, system: &mut System) -> Schemas {
    let histories = migrations::histories(input, |file| system.file(file).role);
    let mut schemas = Schemas::default();
    for history in &histories {
        for step in &history.steps {
            schemas.files.insert(step.file);
            schemas.files.extend(step.down);
        }
    }
    let mut replayed: Vec<run::Replayed<'_>> = histories
        .iter()
        .map(|history| run::run(input, history))
        .collect();
    past::find_users(input, &mut replayed);
    practice::judge(input, &mut replayed);
    alone::judge(input, |file| system.file(file).role, &mut replayed);
    for chosen in choice::choose(input, system, replayed) {
        schemas.databases.push(rows::push(input, system, &chosen));
    }
    schemas
}

/// The dialect as relations call it.
fn dialect(dialect: sql::Dialect) -> Dialect {
    match dialect {
        sql::Dialect::PostgreSql => Dialect::PostgreSql,
        sql::Dialect::MySql => Dialect::MySql,
        sql::Dialect::Sqlite => Dialect::Sqlite,
    }
}
