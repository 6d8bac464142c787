//! Indexes as statements declare them.

use crate::{At, Expression, Ident, Name};
use serde::{Deserialize, Serialize};

/// An index's declaration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexDef {
    /// Its name; `None` if the server chooses one.
    pub name: Option<Ident>,
    /// The table (or materialised view) that it belongs to.
    pub table: Name,
    /// What it orders by.
    pub parts: Vec<IndexPart>,
    /// `UNIQUE`.
    pub is_unique: bool,
    /// `USING method` in lower case, and MySQL's `fulltext` and `spatial`; `None` if it is the default, a B-tree.
    pub method: Option<String>,
    /// `WHERE`.
    pub predicate: Option<Expression>,
    /// `INCLUDE`.
    pub include: Vec<Ident>,
    /// `NULLS NOT DISTINCT`.
    pub nulls_not_distinct: bool,
    /// `CONCURRENTLY`.
    pub concurrently: bool,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// `ON ONLY`: not on the partitions.
    pub only: bool,
    /// What stands behind: `WITH (…)`, `TABLESPACE`, MySQL's `ALGORITHM`, `LOCK`, `COMMENT`.
    pub options: String,
    /// The statement or the clause.
    pub at: At,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexPart {
    /// A column or an expression.
    pub key: Key,
    /// `DESC`.
    pub is_descending: bool,
    /// `NULLS FIRST` or `NULLS LAST`; `None` if not written.
    pub nulls_first: Option<bool>,
    /// `COLLATE`.
    pub collation: Option<String>,
    /// The operator class with its parameters, such as `gin_trgm_ops`.
    pub operator_class: Option<String>,
    /// MySQL's length of the prefix that is indexed.
    pub prefix_length: Option<u32>,
}

/// What a part of an index orders by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Key {
    /// A column.
    Column(Ident),
    /// An expression over columns.
    Expression(Expression),
}

impl IndexPart {
    /// A column in ascending order.
    pub fn column(name: Ident) -> IndexPart {
        IndexPart {
            key: Key::Column(name),
            is_descending: false,
            nulls_first: None,
            collation: None,
            operator_class: None,
            prefix_length: None,
        }
    }

    /// The column's name; `None` for an expression.
    pub fn column_name(&self) -> Option<&str> {
        match &self.key {
            Key::Column(name) => Some(&name.text),
            Key::Expression(_) => None,
        }
    }
}
