//! Columns as statements declare and change them.

use crate::{At, ConstraintDef, Expression, Ident, Type};
use serde::{Deserialize, Serialize};

/// A column's declaration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnDef {
    /// Its name.
    pub name: Ident,
    /// Its type; SQLite lets it be left out, then its name is empty.
    pub data_type: Type,
    /// `Some(false)` for `NOT NULL`, `Some(true)` for `NULL`, `None` if neither is written.
    pub nullable: Option<bool>,
    /// `DEFAULT`.
    pub default: Option<Expression>,
    /// MySQL's `ON UPDATE`.
    pub on_update: Option<Expression>,
    /// `GENERATED ALWAYS AS (…)`.
    pub generated: Option<Generated>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
    /// `serial`, `bigserial`, `smallserial`: `data_type` is then the integer type.
    pub is_serial: bool,
    /// `AUTO_INCREMENT`, `AUTOINCREMENT`.
    pub is_auto_increment: bool,
    /// `COLLATE`.
    pub collation: Option<String>,
    /// MySQL's `COMMENT`.
    pub comment: Option<String>,
    /// The constraints written at the column, each naming it as its column.
    pub constraints: Vec<ConstraintDef>,
    /// MySQL's `FIRST` and `AFTER`.
    pub position: Option<ColumnPosition>,
    /// From the name to the end of the last clause.
    pub at: At,
}

/// `GENERATED ALWAYS AS (expression) STORED | VIRTUAL`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// What is computed.
    pub expression: Expression,
    /// Whether the value is kept in the table.
    pub is_stored: bool,
}

/// `GENERATED ALWAYS | BY DEFAULT AS IDENTITY`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// `ALWAYS`, not `BY DEFAULT`.
    pub is_always: bool,
}

/// Where a new column goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnPosition {
    /// Before all others.
    First,
    /// Behind this one.
    After(Ident),
}

/// One thing that `ALTER COLUMN` changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ColumnChange {
    /// `TYPE t [COLLATE c] [USING e]`.
    Type {
        /// The new type.
        to: Type,
        /// `USING`.
        using: Option<Expression>,
        /// `COLLATE`.
        collation: Option<String>,
    },
    /// `SET NOT NULL`.
    SetNotNull,
    /// `DROP NOT NULL`.
    DropNotNull,
    /// `SET DEFAULT`.
    SetDefault(Expression),
    /// `DROP DEFAULT`.
    DropDefault,
    /// `ADD GENERATED … AS IDENTITY`, `SET GENERATED …`.
    SetIdentity(Identity),
    /// `DROP IDENTITY`.
    DropIdentity {
        /// `IF EXISTS`.
        if_exists: bool,
    },
    /// `DROP EXPRESSION`.
    DropExpression {
        /// `IF EXISTS`.
        if_exists: bool,
    },
    /// `SET EXPRESSION AS (…)` (PostgreSQL 17).
    SetExpression(Expression),
    /// `SET STATISTICS`, `SET STORAGE`, `SET COMPRESSION`, `SET (…)`, `RESTART`, …: no effect on what the column is.
    Option(String),
}
