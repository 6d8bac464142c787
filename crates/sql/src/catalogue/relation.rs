//! Tables, views and what belongs to them, as the catalogue keeps them.

use crate::{ConstraintKind, Expression, Generated, Ident, Identity, IndexPart, Origin, Type};
use serde::{Deserialize, Serialize};

/// The full name of a relation, a type or a sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TableKey {
    /// The schema; for MySQL the database, empty if it was never named.
    pub schema: String,
    /// The name.
    pub name: String,
}

impl TableKey {
    /// The key of a name in a schema.
    pub fn new(schema: &str, name: &str) -> TableKey {
        TableKey {
            schema: schema.to_owned(),
            name: name.to_owned(),
        }
    }
}

impl std::fmt::Display for TableKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.schema.as_str() {
            "" | "public" | "main" => out.write_str(&self.name),
            schema => write!(out, "{schema}.{}", self.name),
        }
    }
}

/// What a relation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RelationKind {
    /// A table that keeps rows, or a partitioned one.
    #[default]
    Table,
    /// A view.
    View,
    /// A materialised view.
    MaterializedView,
    /// A foreign or virtual table: somebody else keeps the rows.
    Foreign,
}

/// A table or a view.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Its full name.
    pub key: TableKey,
    /// What it is.
    pub kind: RelationKind,
    /// Its columns in order. For a view those that are known.
    pub columns: Vec<Column>,
    /// Whether `columns` is all of them: not so for a view or `CREATE TABLE AS` over something unknown.
    pub columns_are_known: bool,
    /// Its constraints, oldest first.
    pub constraints: Vec<Constraint>,
    /// Its indexes, oldest first, those of its keys included.
    pub indexes: Vec<Index>,
    /// Tables that it inherits from.
    pub inherits: Vec<TableKey>,
    /// The partitioned table that it is a part of, with its bound.
    pub partition_of: Option<(TableKey, String)>,
    /// `PARTITION BY`.
    pub partition_by: Option<Expression>,
    /// `TEMPORARY`.
    pub is_temporary: bool,
    /// `UNLOGGED`.
    pub is_unlogged: bool,
    /// SQLite's `WITHOUT ROWID`.
    pub without_rowid: bool,
    /// SQLite's `STRICT`.
    pub is_strict: bool,
    /// Engine and other options, as written.
    pub options: String,
    /// `COMMENT`.
    pub comment: Option<String>,
    /// For a view, its query; for a foreign or virtual table, its server or module.
    pub definition: Option<Expression>,
    /// For a view, what it reads, as far as that is known here.
    pub reads: Vec<TableKey>,
    /// Its triggers' names, oldest first.
    pub triggers: Vec<String>,
    /// Whether rows were put into it by the migrations themselves.
    pub has_rows: bool,
    /// The name in the statement that made it.
    pub origin: Origin,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: Type,
    /// Whether it takes `NULL`.
    pub is_nullable: bool,
    /// Its default.
    pub default: Option<Expression>,
    /// MySQL's `ON UPDATE`.
    pub on_update: Option<Expression>,
    /// How it is computed.
    pub generated: Option<Generated>,
    /// Whether it is an identity column.
    pub identity: Option<Identity>,
    /// Whether it was made as `serial` and still takes its default from that sequence.
    pub is_serial: bool,
    /// `AUTO_INCREMENT`, `AUTOINCREMENT`.
    pub is_auto_increment: bool,
    /// `COLLATE`.
    pub collation: Option<String>,
    /// `COMMENT`.
    pub comment: Option<String>,
    /// Whether it comes from a parent (inheritance, partition).
    pub is_inherited: bool,
    /// The declaration, from the name to the end of the last clause.
    pub origin: Origin,
}

impl Column {
    /// Whether the server counts it up.
    pub fn is_numbered(&self) -> bool {
        self.is_serial || self.is_auto_increment || self.identity.is_some()
    }

    /// Whether it has a value without a default that is written for it: it is counted up, or computed.
    pub fn fills_itself(&self) -> bool {
        self.is_numbered() || self.generated.is_some()
    }
}

/// A constraint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    /// Its name, as the server would choose it if it was not given. Empty for SQLite's nameless ones.
    pub name: String,
    /// Whether the server chose the name.
    pub name_is_generated: bool,
    /// What it demands; names are resolved: a foreign key's table has its schema, and its columns are filled in.
    pub kind: ConstraintKind,
    /// Whether all rows are known to satisfy it (`NOT VALID` and not validated since: `false`).
    pub is_valid: bool,
    /// `DEFERRABLE`.
    pub is_deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub is_initially_deferred: bool,
    /// Whether it comes from a parent.
    pub is_inherited: bool,
    /// The clause that made it.
    pub origin: Origin,
}

/// An index.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Its name, as the server would choose it if it was not given.
    pub name: String,
    /// Whether the server chose the name.
    pub name_is_generated: bool,
    /// What it orders by.
    pub parts: Vec<IndexPart>,
    /// Whether it keeps keys unique.
    pub is_unique: bool,
    /// Whether it is the primary key's.
    pub is_primary: bool,
    /// The constraint that it serves (by name; the primary key's too), or that MySQL made it for.
    pub constraint: Option<String>,
    /// The method in lower case; `None` for a B-tree.
    pub method: Option<String>,
    /// `WHERE`.
    pub predicate: Option<Expression>,
    /// `INCLUDE`.
    pub include: Vec<Ident>,
    /// `NULLS NOT DISTINCT`.
    pub nulls_not_distinct: bool,
    /// Whether it is part of an index of the partitioned table.
    pub is_inherited: bool,
    /// What stands behind the parts, as written.
    pub options: String,
    /// The statement or clause that made it.
    pub origin: Origin,
}

/// A sequence that was made by `CREATE SEQUENCE`, or by `serial` and kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its full name.
    pub key: TableKey,
    /// The column that it is dropped with.
    pub owned_by: Option<(TableKey, String)>,
    /// Its options as written.
    pub options: String,
    /// The statement that made it.
    pub origin: Origin,
}

/// A type that the user made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UserType {
    /// Its full name.
    pub key: TableKey,
    /// What it is.
    pub kind: UserTypeKind,
    /// The statement that made it.
    pub origin: Origin,
}

/// What a type of the user's is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum UserTypeKind {
    /// An enum with its values in order.
    Enum(Vec<String>),
    /// A domain.
    Domain {
        /// The type below.
        base: Type,
        /// `NOT NULL`.
        not_null: bool,
        /// `DEFAULT`.
        default: Option<Expression>,
        /// The checks.
        checks: Vec<Constraint>,
    },
    /// Another kind, with its definition as written.
    Other(String),
    /// Not known.
    #[default]
    Unknown,
}

impl Relation {
    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns
            .iter()
            .find(|column| column.name == name)
            .or_else(|| {
                self.columns
                    .iter()
                    .find(|column| column.name.eq_ignore_ascii_case(name))
            })
    }

    /// The columns of the primary key, in its order; empty if there is none.
    pub fn primary_key(&self) -> Vec<&str> {
        let columns = self
            .constraints
            .iter()
            .find_map(|constraint| match &constraint.kind {
                ConstraintKind::Primary { columns, .. } => Some(columns),
                _ => None,
            });
        columns
            .into_iter()
            .flatten()
            .filter_map(IndexPart::column_name)
            .collect()
    }
}
