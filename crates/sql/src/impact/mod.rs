//! What an effect does to a system that is running: locks, scans, rewrites, and breaks for the version beside it.

mod common;
mod conversion;
mod fit;
mod held;
mod judge;
mod looser;
mod mysql;
mod online;
mod postgres;
mod postgres_column;
mod sqlite;

use crate::{Catalogue, Dialect, Effect, TableKey};
pub use held::{Held, Taken, locks};
pub use online::{Edit, Halves, OnlineForm, halves, online_form};

use indexmap::IndexSet;
use serde::{Deserialize, Serialize};

/// The server that the migration will run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// Major version: 11 to 18 for PostgreSQL; 5, 8, 9 for MySQL; 10, 11 for MariaDB.
    pub major: u16,
    /// Minor version: the 7 of MySQL 5.7, the 11 of MariaDB 10.11.
    pub minor: u16,
    /// Patch version: the 29 of MySQL 8.0.29, whence columns are dropped in an instant.
    pub patch: u16,
    /// MariaDB, not MySQL.
    pub is_mariadb: bool,
}

impl Server {
    /// What is assumed when nobody says: PostgreSQL 14, MySQL 8.0.32.
    pub fn default_of(dialect: Dialect) -> Server {
        match dialect {
            Dialect::PostgreSql => Server {
                major: 14,
                minor: 0,
                patch: 0,
                is_mariadb: false,
            },
            Dialect::MySql => Server {
                major: 8,
                minor: 0,
                patch: 32,
                is_mariadb: false,
            },
            Dialect::Sqlite => Server {
                major: 3,
                minor: 40,
                patch: 0,
                is_mariadb: false,
            },
        }
    }
}

/// What surrounds an effect.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The server.
    pub server: Server,
    /// Whether the effect runs in a transaction with others.
    pub in_transaction: bool,
    /// Whether `lock_timeout` was set to something other than 0 earlier in the migration.
    pub lock_timeout_set: bool,
    /// Whether `statement_timeout` was.
    pub statement_timeout_set: bool,
    /// The tables that were made earlier in the same change: nobody waits for them.
    pub born: &'a IndexSet<TableKey>,
    /// The tables that statements earlier in the same migration emptied, and that nothing filled since.
    pub emptied: &'a IndexSet<TableKey>,
    /// What effects earlier in the same migration locked and changed.
    pub held: &'a Held,
    /// The number under which [`Catalogue::apply`] will be told of this file.
    pub file: u32,
}

/// One consequence of an effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// What it is.
    pub kind: ImpactKind,
    /// The table that is concerned; `None` if it is no table (an enum, a schema).
    pub table: Option<TableKey>,
    /// The column, constraint, index, type or value that is concerned.
    pub subject: Option<String>,
    /// The lock on `table`, by its name in the manual: `ACCESS EXCLUSIVE`, `SHARE`; for MySQL what its clause `LOCK=`
    /// calls it: `SHARED`, `EXCLUSIVE`. `None` if no lock matters here.
    pub lock: Option<String>,
    /// Who waits while it lasts.
    pub blocks: Blocks,
    /// Whether it reads every row while the lock is held.
    pub scans: bool,
    /// Whether it writes the table or its indexes anew while the lock is held.
    pub rewrites: bool,
    /// What took `lock` before, where an earlier statement of the transaction did and this one alone would take less.
    pub taken: Option<Taken>,
    /// Whether every value that is checked is `NULL`, for the same migration added the columns.
    pub is_over_nulls: bool,
    /// Whether a check that it takes the place of admitted no other values, so that no row can fail.
    pub is_looser: bool,
    /// The tables of which it takes something along.
    pub takes: Vec<TableKey>,
    /// What does the same without the lock, as a clause; empty if there is nothing to be said for this one alone.
    pub instead: String,
    /// The consequence in one clause.
    pub why: String,
}

/// Who waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Blocks {
    /// Nobody.
    #[default]
    Nothing,
    /// Writers.
    Writes,
    /// Readers and writers.
    Both,
}

/// The kinds of consequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ImpactKind {
    /// An index is built while writers wait (squawk require-concurrent-index-creation, eugene E6, Atlas PG101).
    BlockingIndexBuild,
    /// An index is dropped while everybody waits (squawk require-concurrent-index-deletion, Atlas PG102).
    BlockingIndexDrop,
    /// `REINDEX` without `CONCURRENTLY`, `CLUSTER`, `VACUUM FULL`.
    BlockingMaintenance,
    /// `CONCURRENTLY` inside a transaction: the server refuses (squawk ban-concurrent-index-creation-in-transaction, Atlas PG103).
    ConcurrentlyInTransaction,
    /// A check is validated at once, by reading all rows (squawk constraint-missing-not-valid, eugene E1).
    ValidatingCheck,
    /// A foreign key is validated at once, with both tables locked (squawk adding-foreign-key-constraint, eugene E2).
    ValidatingForeignKey,
    /// `VALIDATE` in the transaction that added the constraint: the lock of the first is held during the second.
    ValidateInSameTransaction,
    /// A unique constraint or primary key builds its index under an exclusive lock (squawk disallowed-unique-constraint, adding-serial-primary-key-field, eugene E7).
    UniqueOnExisting,
    /// A unique index or key on data that may hold duplicates: it can fail (Atlas MF101).
    UniqueMayFail,
    /// An exclusion constraint is added with a scan (eugene E8).
    ExclusionConstraint,
    /// `SET NOT NULL` reads all rows under an exclusive lock (squawk adding-not-nullable-field, eugene E2).
    NotNullScan,
    /// `SET NOT NULL` fails if a row holds `NULL` (Atlas MF104).
    NotNullMayFail,
    /// A column is added `NOT NULL` without a default: it fails on any row (squawk adding-required-field, Atlas MF103).
    RequiredColumn,
    /// A column is added and made `NOT NULL` without a default in one migration: who does not know it cannot insert.
    RequiredInOneStep,
    /// All rows are written anew (eugene E10).
    TableRewrite,
    /// A column's type is changed in a way that writes the table anew (squawk changing-column-type, eugene E5).
    ColumnTypeRewrite,
    /// A column's type becomes narrower: data may not fit, the running version may write what no longer fits.
    NarrowedType,
    /// A text becomes an enum: other values do not fit, and some drivers send a text as such.
    TextToEnum,
    /// A column's type changes in meaning for those who read it.
    ColumnTypeChange,
    /// A default that differs per row: the table is rewritten (squawk adding-field-with-default).
    VolatileDefault,
    /// A generated column that is stored is added: the table is rewritten.
    StoredGeneratedColumn,
    /// A column with `serial` or identity is added to an existing table: the table is rewritten (eugene E11).
    SerialColumn,
    /// A `json` column: it has no equality, so `DISTINCT` and `GROUP BY` break (eugene E3, strong_migrations).
    JsonColumn,
    /// A column is dropped (squawk ban-drop-column, Atlas DS103).
    ColumnDropped,
    /// A table is dropped (squawk ban-drop-table, Atlas DS102).
    TableDropped,
    /// A schema or database is dropped (squawk ban-drop-database, Atlas DS101).
    SchemaDropped,
    /// A table is renamed while the old version runs (squawk renaming-table, Atlas BC101).
    TableRenamed,
    /// A column is renamed while the old version runs (squawk renaming-column, Atlas BC102).
    ColumnRenamed,
    /// A view, a type or a schema is renamed while the old version runs.
    Renamed,
    /// A view that others may read is dropped.
    ViewDropped,
    /// A foreign key, or another constraint, is dropped (Atlas CD101).
    ConstraintDropped,
    /// An enum loses or changes a value that the running version may use.
    EnumValueRemoved,
    /// A new enum value is used in the transaction that added it (it fails).
    EnumValueInTransaction,
    /// MySQL: values of an enum or set are inserted in the middle or removed: the table is copied.
    EnumReordered,
    /// All rows are changed in one statement (in a transaction with DDL: locks are held meanwhile).
    UnboundedBackfill,
    /// Rows that a condition chooses are changed in one statement: how many is not known.
    FilteredUpdate,
    /// Rows are changed while the transaction holds the lock of a schema change (eugene E4, django-migration-linter).
    DataChangeWithDdl,
    /// All rows are deleted without a filter.
    UnboundedDelete,
    /// `TRUNCATE`: all rows, and with `CASCADE` those of other tables (squawk ban-truncate-cascade).
    Truncated,
    /// `DROP … CASCADE` takes along what else depends on it.
    CascadingDrop,
    /// An exclusive lock is taken on a table that is used, and no `lock_timeout` is set: all queue behind it (eugene E9, squawk require-timeout-settings).
    NoLockTimeout,
    /// Another table is locked in a transaction that holds one already: each waits for the other's readers (eugene E4).
    SeveralTablesLocked,
    /// `ATTACH PARTITION` scans the partition for want of a check that proves its bound (squawk, PG manual).
    PartitionScan,
    /// `DETACH PARTITION` without `CONCURRENTLY`.
    BlockingDetach,
    /// MySQL: the table is copied, writers wait (`ALGORITHM=COPY`).
    TableCopy,
    /// MySQL: the table is rebuilt in place: reads and writes go on, but the disk and replicas feel it.
    TableRebuild,
    /// MySQL: an inline `REFERENCES` is ignored (Atlas MY112).
    InlineReferencesIgnored,
}

/// What `effect` would cause, were it run on `before`. Empty for a table that was born in the same change, and for one
/// that the catalogue does not know.
pub fn impact(effect: &Effect, before: &Catalogue, context: &Context<'_>) -> Vec<Impact> {
    let mut judge = judge::Judge::new(effect, before, context);
    match before.dialect() {
        Dialect::PostgreSql => postgres::judge(&mut judge),
        Dialect::MySql => mysql::judge(&mut judge),
        Dialect::Sqlite => sqlite::judge(&mut judge),
    }
    judge.spare_emptied();
    judge.strengthen();
    judge.out
}
