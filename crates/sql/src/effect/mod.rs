//! What a statement changes.

mod column;
mod constraint;
mod expression;
mod index;
mod spares;
mod table;

pub use column::{ColumnChange, ColumnDef, ColumnPosition, Generated, Identity};
pub use constraint::{ConstraintDef, ConstraintKind, DomainChange, Foreign, ForeignAction};
pub use expression::{Expression, Type};
pub use index::{IndexDef, IndexPart, Key};
pub use table::{LikeClause, PartitionOf, QueryColumn, TableDef, TableOption, ViewDef};

use crate::{At, Ident, Name};
use serde::{Deserialize, Serialize};

/// One change. A statement such as `ALTER TABLE t ADD a int, DROP b` makes several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The smallest text that shows it: one action of an `ALTER TABLE`, else the statement.
    pub at: At,
    /// Whether it stands in a branch of a procedure (`IF … THEN`), so that it may not happen.
    pub conditional: bool,
    /// The table without which nothing happens: that of `ALTER TABLE IF EXISTS`.
    pub only_on: Option<Box<Name>>,
    /// What changes.
    pub change: Change,
}

/// What changes, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are the words of the statement; each variant says which"
)]
pub enum Change {
    /// `CREATE TABLE`, also `AS`, `LIKE`, `PARTITION OF` and `INHERITS`.
    CreateTable(Box<TableDef>),
    /// `DROP TABLE`.
    DropTable {
        table: Name,
        if_exists: bool,
        cascade: bool,
    },
    /// `ALTER TABLE … RENAME TO`, `RENAME TABLE`. `to.schema` is MySQL's other database.
    RenameTable {
        table: Name,
        to: Name,
        if_exists: bool,
    },
    /// `ALTER TABLE … SET SCHEMA`.
    SetTableSchema {
        table: Name,
        schema: Ident,
        if_exists: bool,
    },
    /// `ADD COLUMN`.
    AddColumn {
        table: Name,
        column: Box<ColumnDef>,
        if_not_exists: bool,
        table_if_exists: bool,
    },
    /// `DROP COLUMN`.
    DropColumn {
        table: Name,
        column: Ident,
        if_exists: bool,
        cascade: bool,
    },
    /// `RENAME COLUMN`.
    RenameColumn {
        table: Name,
        column: Ident,
        to: Ident,
    },
    /// `ALTER COLUMN`; one per property.
    AlterColumn {
        table: Name,
        column: Ident,
        change: ColumnChange,
    },
    /// MySQL's `MODIFY COLUMN` and `CHANGE COLUMN`: the column's whole definition anew.
    RedefineColumn {
        table: Name,
        column: Ident,
        to: Box<ColumnDef>,
    },
    /// `ADD CONSTRAINT`, `ADD PRIMARY KEY`, …
    AddConstraint {
        table: Name,
        constraint: Box<ConstraintDef>,
    },
    /// `DROP CONSTRAINT`, MySQL's `DROP FOREIGN KEY` and `DROP CHECK`.
    DropConstraint {
        table: Name,
        constraint: Ident,
        if_exists: bool,
        cascade: bool,
    },
    /// MySQL's `DROP PRIMARY KEY`.
    DropPrimaryKey { table: Name },
    /// `RENAME CONSTRAINT`.
    RenameConstraint {
        table: Name,
        constraint: Ident,
        to: Ident,
    },
    /// PostgreSQL's `ALTER CONSTRAINT`: what is not written is `NOT DEFERRABLE`.
    AlterConstraint {
        table: Name,
        constraint: Ident,
        is_deferrable: bool,
        is_initially_deferred: bool,
    },
    /// `VALIDATE CONSTRAINT`.
    ValidateConstraint { table: Name, constraint: Ident },
    /// `ATTACH PARTITION`.
    AttachPartition {
        table: Name,
        partition: Name,
        bound: String,
    },
    /// `DETACH PARTITION`.
    DetachPartition {
        table: Name,
        partition: Name,
        concurrently: bool,
    },
    /// `INHERIT` and `NO INHERIT`.
    SetInherit {
        table: Name,
        parent: Name,
        inherits: bool,
    },
    /// Something else about a table that leaves its columns and keys alone; `option` says what.
    SetTableOption { table: Name, option: TableOption },
    /// `CREATE INDEX`, MySQL's `ADD INDEX`.
    CreateIndex(Box<IndexDef>),
    /// `DROP INDEX`; `table` is given by MySQL.
    DropIndex {
        index: Name,
        table: Option<Name>,
        concurrently: bool,
        if_exists: bool,
        cascade: bool,
    },
    /// `ALTER INDEX … RENAME TO`, MySQL's `RENAME INDEX`, where `table` is given.
    RenameIndex {
        index: Name,
        table: Option<Name>,
        to: Ident,
        if_exists: bool,
    },
    /// `REINDEX`.
    Reindex { target: Name, concurrently: bool },
    /// `CREATE VIEW`, `CREATE MATERIALIZED VIEW`.
    CreateView(Box<ViewDef>),
    /// `DROP VIEW`, `DROP MATERIALIZED VIEW`.
    DropView {
        view: Name,
        materialized: bool,
        if_exists: bool,
        cascade: bool,
    },
    /// `ALTER VIEW … RENAME TO`.
    RenameView {
        view: Name,
        to: Ident,
        materialized: bool,
    },
    /// `REFRESH MATERIALIZED VIEW`.
    RefreshView { view: Name, concurrently: bool },
    /// `CREATE TYPE … AS ENUM`.
    CreateEnum { name: Name, values: Vec<String> },
    /// `ALTER TYPE … ADD VALUE`.
    AddEnumValue {
        name: Name,
        value: String,
        before: Option<String>,
        after: Option<String>,
        if_not_exists: bool,
    },
    /// `ALTER TYPE … RENAME VALUE`.
    RenameEnumValue {
        name: Name,
        value: String,
        to: String,
    },
    /// `CREATE DOMAIN`.
    CreateDomain {
        name: Name,
        base: Type,
        not_null: bool,
        default: Option<Expression>,
        checks: Vec<ConstraintDef>,
    },
    /// `ALTER DOMAIN`; its renaming is that of a type.
    AlterDomain { name: Name, change: DomainChange },
    /// `CREATE TYPE` of another kind (composite, range, …), with its text.
    CreateType { name: Name, definition: String },
    /// `DROP TYPE`, `DROP DOMAIN`.
    DropType {
        name: Name,
        if_exists: bool,
        cascade: bool,
    },
    /// `ALTER TYPE … RENAME TO`, `ALTER DOMAIN … RENAME TO`.
    RenameType { name: Name, to: Ident },
    /// `ALTER TYPE … SET SCHEMA`.
    SetTypeSchema { name: Name, schema: Ident },
    /// `CREATE SCHEMA`, MySQL's `CREATE DATABASE`.
    CreateSchema { name: Ident, if_not_exists: bool },
    /// `DROP SCHEMA`, MySQL's `DROP DATABASE`.
    DropSchema {
        name: Ident,
        if_exists: bool,
        cascade: bool,
    },
    /// `ALTER SCHEMA … RENAME TO`.
    RenameSchema { name: Ident, to: Ident },
    /// `SET search_path`, `set_config('search_path', …)`, MySQL's `USE`. Empty: back to the default.
    SetSearchPath {
        schemas: Vec<String>,
        is_local: bool,
    },
    /// `SET lock_timeout`, `SET statement_timeout`, …: every other setting, named in lower case.
    Set {
        name: String,
        value: String,
        is_local: bool,
    },
    /// `CREATE SEQUENCE`.
    CreateSequence {
        name: Name,
        if_not_exists: bool,
        options: String,
    },
    /// `DROP SEQUENCE`.
    DropSequence {
        name: Name,
        if_exists: bool,
        cascade: bool,
    },
    /// `ALTER SEQUENCE … RENAME TO`.
    RenameSequence { name: Name, to: Ident },
    /// `ALTER SEQUENCE … OWNED BY`.
    OwnSequence {
        name: Name,
        table: Option<Name>,
        column: Option<Ident>,
    },
    /// `COMMENT ON TABLE`, `COMMENT ON COLUMN`. `None` removes it.
    Comment {
        table: Name,
        column: Option<Ident>,
        text: Option<String>,
    },
    /// `CREATE FUNCTION`, `CREATE PROCEDURE` (`kind` says which): its body is not read.
    CreateRoutine {
        kind: String,
        name: Name,
        definition: String,
    },
    /// `DROP FUNCTION`, `DROP PROCEDURE`, …
    DropRoutine {
        kind: String,
        name: Name,
        cascade: bool,
    },
    /// `CREATE TRIGGER`: what it runs is not read.
    CreateTrigger { name: Ident, table: Name },
    /// `DROP TRIGGER`.
    DropTrigger { name: Ident, table: Option<Name> },
    /// `CREATE EXTENSION`, with `SCHEMA`.
    CreateExtension { name: Ident, schema: Option<Ident> },
    /// `DROP EXTENSION`.
    DropExtension { name: Ident, cascade: bool },
    /// `GRANT`, `REVOKE`, `ALTER … OWNER TO`, `CREATE POLICY`, …: known to leave tables as they are.
    Other { kind: String, table: Option<Name> },
    /// `INSERT`, `REPLACE`, `COPY … FROM`, `MERGE`.
    Insert {
        table: Name,
        from_query: bool,
        rows: Option<u32>,
    },
    /// `UPDATE`. Bounded: by a key range, a `LIMIT`, or a filter for equality with constants. Chosen: a column that it
    /// does not set must have one of some values, so that nobody knows how many rows are meant.
    Update {
        table: Name,
        columns: Vec<Ident>,
        has_where: bool,
        is_bounded: bool,
        is_chosen: bool,
    },
    /// `DELETE`.
    Delete {
        table: Name,
        has_where: bool,
        is_bounded: bool,
    },
    /// `TRUNCATE`.
    Truncate { table: Name, cascade: bool },
    /// `BEGIN`, `START TRANSACTION`.
    Begin,
    /// `COMMIT`, `END`.
    Commit,
    /// `ROLLBACK`.
    Rollback,
    /// `LOCK TABLE`.
    LockTable { table: Name, mode: String },
    /// `VACUUM`, `CLUSTER`, `OPTIMIZE TABLE`; `full` if it rewrites the table.
    Maintain {
        kind: String,
        table: Option<Name>,
        full: bool,
    },
}
