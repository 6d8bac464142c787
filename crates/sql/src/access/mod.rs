//! What a query does with tables and columns.

use crate::{At, Ident, Name};
use serde::{Deserialize, Serialize};

/// One use of one table by one block (`SELECT`, `UPDATE`, …) of a statement. A table joined with itself gives two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Access {
    /// The table, its alias resolved, at the place where the block names it.
    pub table: Name,
    /// The alias.
    pub alias: Option<String>,
    /// What is done.
    pub kind: AccessKind,
    /// How each column is used, in the order of the text within each use.
    pub columns: Vec<ColumnUse>,
    /// The number of the block in the statement: tables with the same number are joined with each other.
    pub block: u32,
    /// The block that this one stands in; `None` for the outermost.
    pub parent: Option<u32>,
    /// `*` or `alias.*` is selected.
    pub selects_star: bool,
    /// The block has `WHERE`.
    pub has_where: bool,
    /// The block has `LIMIT` or `FETCH FIRST`.
    pub has_limit: bool,
    /// The block has `OFFSET` with something other than 0.
    pub has_offset: bool,
    /// The block gives aggregates alone and has no `GROUP BY`, so it gives one row.
    pub is_aggregate: bool,
    /// The block stands in `EXISTS (…)`.
    pub is_exists: bool,
    /// `DISTINCT`.
    pub is_distinct: bool,
    /// `FOR UPDATE`, `FOR SHARE`.
    pub for_update: bool,
    /// `ON CONFLICT` or `ON DUPLICATE KEY`.
    pub is_upsert: bool,
    /// How many rows `VALUES` lists, for an insert.
    pub rows: Option<u32>,
    /// The block.
    pub at: At,
}

/// What is done with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AccessKind {
    /// Read.
    Select,
    /// Rows added.
    Insert,
    /// Rows changed.
    Update,
    /// Rows removed.
    Delete,
}

/// One use of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnUse {
    /// The column as it is named there, without its qualifier.
    pub column: Ident,
    /// How it is used.
    pub usage: Usage,
    /// Whether it must be this table's. `false`: it is written without a qualifier and the block has several tables,
    /// so every one of them has this use, and the catalogue must say which has the column.
    pub is_certain: bool,
    /// Whether it stands below `OR` or `NOT`, so that the filter does not narrow alone.
    pub is_alternative: bool,
    /// The alternative that it belongs to, where it is one of `a OR b OR …`; `None` with `is_alternative`: deeper.
    pub arm: Option<Arm>,
    /// The column, or the whole comparison if it is one.
    pub at: At,
}

/// One alternative of `a OR b OR …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arm {
    /// The number of the `OR` in the statement.
    pub group: u32,
    /// The position of the alternative in it, from 0.
    pub number: u32,
    /// How many alternatives it has.
    pub count: u32,
}

/// How a column is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Usage {
    /// Compared in `WHERE`, `HAVING` or `ON` with something that is not a column of the same block.
    Filter(Comparison),
    /// Equal to a column of another table of the same block, or of a block around it.
    Join {
        /// The other table's alias or name, if it is written.
        table: Option<String>,
        /// The other column.
        column: String,
    },
    /// In `ORDER BY`, at this position from 0.
    OrderBy {
        /// `DESC`.
        is_descending: bool,
        /// Position in the list.
        position: u32,
        /// It is inside an expression.
        in_expression: bool,
    },
    /// In `GROUP BY`.
    GroupBy,
    /// In the result.
    Selected,
    /// Given a value by `INSERT` or `UPDATE … SET`.
    Written,
    /// In the target of `ON CONFLICT`.
    Conflict,
}

/// How a filter compares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Comparison {
    /// `=`; with the literal as written if it is one.
    Equality(Option<String>),
    /// `<`, `<=`, `>`, `>=`, `BETWEEN`.
    Range,
    /// `IN (…)`, `= ANY (…)`.
    In,
    /// `LIKE` with a pattern that begins with text, or that is not known.
    Like,
    /// `LIKE` with a pattern that begins with a wildcard (in the literal, or as `'%' || …`).
    LikeLeadingWildcard,
    /// `IS NULL`.
    IsNull,
    /// `IS NOT NULL`.
    IsNotNull,
    /// `<>`, `NOT IN`.
    Unequal,
    /// The column stands inside an expression of columns and constants alone, whose text this is, without the value
    /// that it is compared with: `lower(email)`. An index over the expression serves it.
    Expression(String),
    /// The column stands inside a calculation, or a function over time, that could stand on the other side:
    /// `now() - created_at`, `created_at::date`. Its text.
    Computed(String),
    /// `@>`, `&&`, `@@`, `~`, …: the operator.
    Operator(String),
    /// Tested, row by row, in a way that no index over the column serves: against another column of the same row, in
    /// the condition of an outer join that keeps the row, inside a function of parameters.
    Tested,
}
