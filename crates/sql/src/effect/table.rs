//! Tables and views as statements declare them.

use crate::{At, ColumnDef, ConstraintDef, Expression, Ident, IndexDef, Name, Type};
use serde::{Deserialize, Serialize};

/// A table's declaration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableDef {
    /// Its name.
    pub name: Name,
    /// Its columns, in order.
    pub columns: Vec<ColumnDef>,
    /// The constraints written beside the columns.
    pub constraints: Vec<ConstraintDef>,
    /// MySQL's indexes written beside the columns.
    pub indexes: Vec<IndexDef>,
    /// `LIKE`, each with the number of columns that stand before it.
    pub like: Vec<LikeClause>,
    /// `INHERITS`.
    pub inherits: Vec<Name>,
    /// `PARTITION BY`: the text behind these words.
    pub partition_by: Option<Expression>,
    /// `PARTITION OF`.
    pub partition_of: Option<PartitionOf>,
    /// `AS SELECT …`: the query.
    pub query: Option<Expression>,
    /// The columns of `query`; `None` if they cannot be told from it.
    pub query_columns: Option<Vec<QueryColumn>>,
    /// `OF type`: a typed table.
    pub of_type: Option<Name>,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// `TEMPORARY`.
    pub is_temporary: bool,
    /// `UNLOGGED`.
    pub is_unlogged: bool,
    /// SQLite's `WITHOUT ROWID`.
    pub without_rowid: bool,
    /// SQLite's `STRICT`.
    pub is_strict: bool,
    /// `CREATE VIRTUAL TABLE … USING module`, `CREATE FOREIGN TABLE … SERVER name`.
    pub module: Option<String>,
    /// MySQL's `ENGINE`, `CHARSET` and `COLLATE`, PostgreSQL's `WITH (…)`: the text behind the brackets.
    pub options: String,
    /// MySQL's `COMMENT`.
    pub comment: Option<String>,
    /// The statement.
    pub at: At,
}

/// `LIKE source [INCLUDING …]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LikeClause {
    /// The table that is copied.
    pub source: Name,
    /// How many columns stand before it.
    pub position: u32,
    /// `INCLUDING DEFAULTS`.
    pub defaults: bool,
    /// `INCLUDING CONSTRAINTS` (checks).
    pub constraints: bool,
    /// `INCLUDING INDEXES` (keys and indexes).
    pub indexes: bool,
    /// `INCLUDING GENERATED`.
    pub generated: bool,
    /// `INCLUDING IDENTITY`.
    pub identity: bool,
    /// `INCLUDING COMMENTS`.
    pub comments: bool,
}

/// `PARTITION OF parent bound`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartitionOf {
    /// The partitioned table.
    pub parent: Name,
    /// `FOR VALUES …` or `DEFAULT`, as written.
    pub bound: String,
}

/// What `ALTER TABLE` says beside columns, keys and indexes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableOption {
    /// `SET LOGGED` (true) or `SET UNLOGGED`: rewrites.
    Logged(bool),
    /// `SET TABLESPACE`: rewrites.
    Tablespace,
    /// `SET ACCESS METHOD`: rewrites.
    AccessMethod,
    /// `CLUSTER ON`, `REPLICA IDENTITY`, `ENABLE ROW LEVEL SECURITY`, `DISABLE TRIGGER`, `SET (…)`, `OWNER TO`, …
    Other(String),
    /// MySQL's `ENGINE = …` and `FORCE`: rebuild.
    Engine(String),
    /// MySQL's `CONVERT TO CHARACTER SET …`: rebuild.
    ConvertCharset(String),
    /// MySQL's `ALGORITHM = …`, as asked for in the same statement.
    Algorithm(String),
    /// MySQL's `LOCK = …`, as asked for in the same statement.
    Lock(String),
    /// MySQL's `PARTITION BY …` and work on partitions.
    Partitioning(String),
}

/// A view's declaration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ViewDef {
    /// Its name.
    pub name: Name,
    /// `MATERIALIZED`.
    pub is_materialized: bool,
    /// The column names that are written behind the name.
    pub columns: Vec<Ident>,
    /// The query.
    pub query: Expression,
    /// The columns of `query`; `None` if they cannot be told from it.
    pub query_columns: Option<Vec<QueryColumn>>,
    /// The tables and views that `query` reads.
    pub reads: Vec<Name>,
    /// `OR REPLACE`.
    pub or_replace: bool,
    /// `IF NOT EXISTS`.
    pub if_not_exists: bool,
    /// `TEMPORARY`.
    pub is_temporary: bool,
    /// The statement.
    pub at: At,
}

/// A column of a query's result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum QueryColumn {
    /// One column.
    Named {
        /// Its name in the result.
        name: String,
        /// The column that it is, if it is one: the tables that may have it, and its name there.
        source: Option<(Vec<Name>, String)>,
        /// The type that it is cast to.
        data_type: Option<Type>,
    },
    /// Every column of a table.
    Star {
        /// The table.
        table: Name,
    },
}
