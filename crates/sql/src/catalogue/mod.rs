//! The schema that the server would have after the effects so far.

mod apply;
mod clauses;
mod columns;
mod constraints;
mod create;
mod ddl;
mod drops;
mod foreign;
mod indexes;
mod keys;
mod names;
mod objects;
mod relation;
mod renames;
mod rewrite;
mod types;
mod views;
mod width;

pub use relation::{
    Column, Constraint, Index, Relation, RelationKind, Sequence, TableKey, UserType, UserTypeKind,
};
pub(crate) use rewrite::quoted;

use crate::{Dialect, Effect, Name};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The schema of one database (of one server, for MySQL) after the effects so far. Cloning is cheap: relations are
/// shared until they change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    dialect: Dialect,
    /// MariaDB names checks in its own way.
    is_mariadb: bool,
    /// By [`Catalogue::folded`] keys; each relation knows its own spelling.
    relations: IndexMap<TableKey, Arc<Relation>>,
    types: IndexMap<TableKey, UserType>,
    sequences: IndexMap<TableKey, Sequence>,
    schemas: Vec<String>,
    search_path: Vec<String>,
    /// The table that each index belongs to, by the index's schema and name.
    index_owners: IndexMap<TableKey, TableKey>,
    /// How many constraints of a schema have this name: the server looks there before it chooses one.
    constraint_names: IndexMap<TableKey, u32>,
    /// Functions and procedures with their definitions, which views, defaults and indexes may need.
    routines: IndexMap<String, String>,
    /// With the schemas that were asked for.
    extensions: Vec<(String, Option<String>)>,
    /// Whether any table ever had a child: spares the search for them.
    has_children: bool,
}

impl Catalogue {
    /// The relation called `key` without its indexes, alone: what an index with a name of its own needs of a large schema.
    pub(crate) fn bare(&self, key: &TableKey) -> Catalogue {
        let key = self.folded(key);
        let relation = self.relations.get(&key).map(|relation| {
            Arc::new(Relation {
                key: relation.key.clone(),
                kind: relation.kind,
                columns: relation.columns.clone(),
                columns_are_known: relation.columns_are_known,
                ..Relation::default()
            })
        });
        Catalogue {
            relations: relation.map(|one| (key, one)).into_iter().collect(),
            is_mariadb: self.is_mariadb,
            schemas: self.schemas.clone(),
            search_path: self.search_path.clone(),
            ..Catalogue::new(self.dialect)
        }
    }

    /// An empty database. Its default schema is `public`, `main` for SQLite, and `""` for MySQL.
    pub fn new(dialect: Dialect) -> Catalogue {
        let default = match dialect {
            Dialect::PostgreSql => "public",
            Dialect::MySql => "",
            Dialect::Sqlite => "main",
        };
        Catalogue {
            dialect,
            is_mariadb: false,
            relations: IndexMap::new(),
            types: IndexMap::new(),
            sequences: IndexMap::new(),
            schemas: vec![default.to_owned()],
            search_path: vec![default.to_owned()],
            index_owners: IndexMap::new(),
            constraint_names: IndexMap::new(),
            routines: IndexMap::new(),
            extensions: Vec::new(),
            has_children: false,
        }
    }

    /// An empty database of MariaDB, which is MySQL but for the names that it chooses.
    pub fn of_mariadb() -> Catalogue {
        Catalogue {
            is_mariadb: true,
            ..Catalogue::new(Dialect::MySql)
        }
    }

    /// Forgets what statements set for their session: the next ones run in another.
    pub fn end_session(&mut self) {
        self.search_path = Catalogue::new(self.dialect).search_path;
    }

    /// The dialect that names and rules follow.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Tables, views and materialised views, oldest first.
    pub fn relations(&self) -> impl Iterator<Item = &Arc<Relation>> {
        self.relations.values()
    }

    /// The tables alone, oldest first.
    pub fn tables(&self) -> impl Iterator<Item = &Arc<Relation>> {
        self.relations
            .values()
            .filter(|relation| relation.kind == RelationKind::Table)
    }

    /// The relation that a name means here, found as the server would: by its schema or along the search path.
    pub fn relation(&self, name: &Name) -> Option<&Arc<Relation>> {
        self.relations.get(&self.find(name)?)
    }

    /// The relation of exactly this key.
    pub fn get(&self, key: &TableKey) -> Option<&Arc<Relation>> {
        self.relations.get(&self.folded(key))
    }

    /// The types that the user made, oldest first.
    pub fn types(&self) -> impl Iterator<Item = &UserType> {
        self.types.values()
    }

    /// The sequences that stand alone, oldest first.
    pub fn sequences(&self) -> impl Iterator<Item = &Sequence> {
        self.sequences.values()
    }

    /// Does what the server would do. `file` is an opaque number that comes back in every [`Origin`](crate::Origin).
    pub fn apply(&mut self, effect: &Effect, file: u32) -> Outcome {
        apply::apply(self, effect, file)
    }
}

/// What came of an effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The relations that are there now and were made or changed by it, under their names after it.
    pub touched: Vec<TableKey>,
    /// The relations that it removed or renamed away, under their names before it.
    pub removed: Vec<TableKey>,
    /// `IF EXISTS` or `IF NOT EXISTS` made it do nothing.
    pub was_skipped: bool,
    /// Why it could not be done (in full).
    pub problem: Option<Problem>,
}

/// Why an effect could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "each variant names the thing that is missing or in the way"
)]
pub enum Problem {
    UnknownTable(String),
    UnknownColumn { table: String, column: String },
    UnknownConstraint { table: String, constraint: String },
    UnknownIndex(String),
    UnknownType(String),
    UnknownSchema(String),
    AlreadyThere(String),
    StillNeeded { what: String, by: String },
    HiddenName,
    TooWide { relation: String, limit: usize },
    TooMany(usize),
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Problem::UnknownTable(table) => write!(out, "no table `{table}` at this point"),
            Problem::UnknownColumn { table, column } => {
                write!(out, "no column `{column}` in `{table}` at this point")
            }
            Problem::UnknownConstraint { table, constraint } => {
                write!(
                    out,
                    "no constraint `{constraint}` on `{table}` at this point"
                )
            }
            Problem::UnknownIndex(index) => write!(out, "no index `{index}` at this point"),
            Problem::UnknownType(name) => write!(out, "no type `{name}` at this point"),
            Problem::UnknownSchema(name) => write!(out, "no schema `{name}` at this point"),
            Problem::AlreadyThere(name) => write!(out, "`{name}` exists already at this point"),
            Problem::StillNeeded { what, by } => write!(out, "`{what}` is still needed by `{by}`"),
            Problem::TooWide { relation, limit } => {
                write!(out, "`{relation}` would have more than {limit} columns")
            }
            Problem::TooMany(limit) => write!(
                out,
                "the database would have more than {limit} columns, indexes and constraints"
            ),
            Problem::HiddenName => out.write_str("a template hides the name"),
        }
    }
}
