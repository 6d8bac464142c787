//! Files of SQL, SQL in source code, and what the tools that run SQL say of it.

use serde::{Deserialize, Serialize};

use crate::At;

/// One file of SQL: a migration, a schema file or queries; link decides by the folder that it is in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SqlFile {
    /// Its statements.
    pub script: sql::Script,
    /// Whether the text, or what another file says of it, tells the dialect; else it is only assumed.
    pub is_dialect_known: bool,
}

/// One target of a tool that runs migrations or generates code from SQL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SqlTool {
    /// Where the tool is told.
    pub at: At,
    /// `sqlc`, `prisma`, `drizzle`, `diesel`, `flyway`, …; empty where a file only names the database.
    pub tool: String,
    /// The dialect, if it is told.
    pub dialect: Option<sql::Dialect>,
    /// Files or folders that hold the schema, relative to the file's folder.
    pub schema: Vec<String>,
    /// Files or folders that hold queries, relative to the file's folder.
    pub queries: Vec<String>,
    /// The names of the migrations in the order in which they run; empty if their names give it.
    pub order: Vec<String>,
    /// Whether migrations run in a transaction; `None`: as the tool does unless told.
    pub is_transactional: Option<bool>,
}

/// A statement in source code, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SqlInCode {
    /// The string.
    pub at: At,
    /// Where the statement's text begins, when byte `n` of it is byte `n` of the file from here on.
    pub content_start: Option<u32>,
    /// The statement, read.
    pub script: sql::Script,
    /// Whether a part of it that is no value is put together at run time.
    pub has_holes: bool,
    /// Whether it changes the schema, or fills it.
    pub is_migration: bool,
    /// Whether a call takes it, so that it is surely a statement.
    pub is_certain: bool,
    /// The function that sends it.
    pub function: Option<String>,
    /// Whether it stands in a loop.
    pub is_in_loop: bool,
}
