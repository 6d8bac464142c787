//! Constraints as statements declare them.

use crate::{At, Expression, Ident, IndexPart, Name, TableKey};
use serde::{Deserialize, Serialize};

/// A constraint's declaration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConstraintDef {
    /// `CONSTRAINT name`; `None` if the server chooses one.
    pub name: Option<Ident>,
    /// What it demands.
    pub kind: ConstraintKind,
    /// `NOT VALID`: existing rows are not checked.
    pub not_valid: bool,
    /// `DEFERRABLE`.
    pub is_deferrable: bool,
    /// `INITIALLY DEFERRED`.
    pub is_initially_deferred: bool,
    /// `NOT ENFORCED`.
    pub not_enforced: bool,
    /// MySQL's `ADD CONSTRAINT IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// The whole clause.
    pub at: At,
}

/// One thing that `ALTER DOMAIN` changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum DomainChange {
    /// `SET DEFAULT`; `None` is `DROP DEFAULT`.
    Default(Option<Expression>),
    /// `SET NOT NULL` (true), `DROP NOT NULL`.
    NotNull(bool),
    /// `ADD CONSTRAINT … CHECK`.
    Add(Box<ConstraintDef>),
    /// `DROP CONSTRAINT`.
    Drop(Ident),
    /// `RENAME CONSTRAINT`: the old name and the new one.
    Rename(Ident, Ident),
    /// `VALIDATE CONSTRAINT`.
    Validate(Ident),
}

/// What a constraint demands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ConstraintKind {
    /// `PRIMARY KEY`.
    Primary {
        /// The columns; empty with `using_index`.
        columns: Vec<IndexPart>,
        /// `INCLUDE`.
        include: Vec<Ident>,
        /// `USING INDEX`: an index that is there already.
        using_index: Option<Ident>,
    },
    /// `UNIQUE`.
    Unique {
        /// The columns; empty with `using_index`.
        columns: Vec<IndexPart>,
        /// `INCLUDE`.
        include: Vec<Ident>,
        /// `USING INDEX`: an index that is there already.
        using_index: Option<Ident>,
        /// `NULLS NOT DISTINCT`.
        nulls_not_distinct: bool,
    },
    /// `FOREIGN KEY`, `REFERENCES`.
    Foreign(Foreign),
    /// `CHECK`.
    Check {
        /// The condition.
        expression: Expression,
        /// `NO INHERIT`.
        no_inherit: bool,
    },
    /// `EXCLUDE`.
    Exclude {
        /// `USING`.
        method: Option<String>,
        /// Each part with its operator.
        parts: Vec<(IndexPart, String)>,
        /// `WHERE`.
        predicate: Option<Expression>,
    },
    /// `NOT NULL c` as a constraint of the table (PostgreSQL 18).
    NotNull {
        /// The column.
        column: Ident,
    },
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Foreign {
    /// The columns that refer.
    pub columns: Vec<Ident>,
    /// The table referred to.
    pub table: Name,
    /// The columns referred to; empty: the primary key of `table`.
    pub referred: Vec<Ident>,
    /// `ON DELETE`.
    pub on_delete: ForeignAction,
    /// `ON UPDATE`.
    pub on_update: ForeignAction,
    /// `ON DELETE SET NULL (columns)`.
    pub set_columns: Vec<Ident>,
    /// `MATCH FULL`.
    pub match_full: bool,
    /// The name that MySQL gives to the index of the key (`FOREIGN KEY name (…)`).
    pub index_name: Option<Ident>,
}

impl Foreign {
    /// Whether a key of a catalogue, which knows the schemas of tables, refers to `table`.
    pub fn refers_to(&self, table: &TableKey) -> bool {
        self.table.name == table.name && self.table.schema.as_deref() == Some(&table.schema)
    }
}

/// What happens to the row that refers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ForeignAction {
    /// `NO ACTION`, also when nothing is written.
    #[default]
    NoAction,
    /// `RESTRICT`.
    Restrict,
    /// `CASCADE`.
    Cascade,
    /// `SET NULL`.
    SetNull,
    /// `SET DEFAULT`.
    SetDefault,
}
