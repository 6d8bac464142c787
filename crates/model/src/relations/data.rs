//! What is stored, and how it is reached.

use crate::{DatastoreKind, Id, Known, Service, relation, words};

words! {
    /// A dialect of SQL.
    pub enum Dialect {
        /// PostgreSQL.
        PostgreSql = "postgresql",
        /// MySQL and MariaDB.
        MySql = "mysql",
        /// SQLite.
        Sqlite = "sqlite",
    }
}

relation! {
    /// A running store or broker: a container, a managed service, a connection target.
    "datastore" Datastore, subject "{name}" {
        /// The name that the repository gives it.
        name: String,
        /// Other names: host names, image names.
        aliases: Vec<String>,
        /// Database, cache, broker, search or objects.
        kind: DatastoreKind,
        /// The technology: `postgresql`, `mysql`, `mongodb`, `redis`, `kafka`, `rabbitmq`, …
        technology: String,
        /// Whether its port is published beyond the system's own network.
        is_published: Known<bool>,
    }
    reverse {
        /// Who uses it.
        users: crate::Uses,
    }
}

relation! {
    /// A schema that one folder of migrations, or one schema file, builds.
    "database" Database, subject "{name}" {
        /// Its name: the service's, or the folder's.
        name: String,
        /// The dialect.
        dialect: Dialect,
        /// The tool that runs the migrations: `flyway`, `sqlx`, `goose`, …, `schema` for a single file.
        tool: String,
        /// The folder or file.
        path: String,
        /// The service that owns it.
        service: Option<Id<Service>>,
    }
    reverse {
        /// Its tables at the end.
        tables: TableRow,
        /// Its migrations, in the order in which they run.
        migrations: Migration,
    }
}

relation! {
    /// A table at the end of all migrations.
    "table" TableRow, subject "{name}" {
        /// The database.
        database: Id<Database>,
        /// Its name, with its schema where that is not the default.
        name: String,
        /// Whether it has a primary key.
        has_primary_key: bool,
        /// The columns of the primary key.
        primary_key: Vec<String>,
        /// Whether it is a view, whose rows are those of others.
        is_view: bool,
        /// Whether it is a partition of another table.
        is_partition: bool,
        /// Whether it is named as small in `archreview.yaml`, or holds only what migrations insert.
        is_small: bool,
    }
    reverse {
        /// Its columns, in order.
        columns: ColumnRow,
        /// Its indexes.
        indexes: Index,
        /// Its constraints.
        constraints: Constraint,
    }
}

relation! {
    /// A column of a table at the end of all migrations.
    "column" ColumnRow, subject "{table}.{name}" {
        /// The table.
        table: Id<TableRow>,
        /// Its name.
        name: String,
        /// Its type as the dialect spells it, lower case.
        data_type: String,
        /// Whether it may be null.
        is_nullable: bool,
        /// The default, as written.
        default: Option<String>,
        /// Whether it is part of the primary key.
        is_primary_key: bool,
        /// Whether it is generated, an identity or serial.
        is_generated: bool,
    }
}

relation! {
    /// An index of a table, those that keys imply included.
    "index" Index, subject "{name}" {
        /// The table.
        table: Id<TableRow>,
        /// Its name; the database's own choice when unnamed.
        name: String,
        /// Its columns or expressions, in order.
        columns: Vec<String>,
        /// Columns that it only carries.
        included: Vec<String>,
        /// Whether it is unique.
        is_unique: bool,
        /// Whether a key implies it.
        is_implied: bool,
        /// The method: `btree`, `hash`, `gin`, `gist`, `fulltext`, …
        method: String,
        /// The condition of a partial index.
        predicate: Option<String>,
    }
}

words! {
    /// The kind of a constraint.
    pub enum ConstraintKind {
        /// Primary key.
        Primary = "primary",
        /// Unique key.
        Unique = "unique",
        /// Foreign key.
        Foreign = "foreign",
        /// Check.
        Check = "check",
        /// Exclusion.
        Exclude = "exclude",
    }
}

relation! {
    /// A constraint of a table.
    "constraint" Constraint, subject "{table} {name}" {
        /// The table.
        table: Id<TableRow>,
        /// Its name; the database's own choice when unnamed.
        name: String,
        /// Its kind.
        kind: ConstraintKind,
        /// Its columns, in order.
        columns: Vec<String>,
        /// The table that a foreign key refers to.
        references: Option<Id<TableRow>>,
        /// The columns that a foreign key refers to.
        referenced_columns: Vec<String>,
        /// What happens when the referenced row goes, such as `cascade`.
        on_delete: Option<String>,
        /// The first index whose leading columns are this key's, for foreign keys.
        index: Option<Id<Index>>,
    }
}

relation! {
    /// One migration: a file, or a section of one.
    "migration" Migration, subject "{path}" {
        /// The database.
        database: Id<Database>,
        /// Position in the order in which they run, from 0.
        position: u32,
        /// The version that its name carries.
        version: String,
        /// The file.
        path: String,
        /// Whether a way back is given: a down file or section.
        has_down: bool,
        /// Whether its tool runs it in a transaction.
        is_transactional: Known<bool>,
        /// Whether it belongs to the change under review.
        is_changed: bool,
    }
    reverse {
        /// Its steps, in order.
        steps: MigrationStep,
    }
}

relation! {
    /// One effect of a migration on one table.
    "migration_step" MigrationStep, subject "{migration} {table}" {
        /// The migration.
        migration: Id<Migration>,
        /// What it does: `create_table`, `add_column`, `drop_column`, `create_index`, …
        kind: String,
        /// The table, empty if none.
        table: String,
        /// The column, index or constraint, empty if none.
        object: String,
        /// What it does to a running system, such as `blocking_index_build`; `none` if nothing waits.
        impact: String,
        /// The lock that it takes, by the manual's name; empty if none that matters.
        lock: String,
        /// What waits: `reads_and_writes`, `writes`, `nothing`.
        blocks: String,
        /// Whether it reads the whole table under the lock.
        scans_table: bool,
        /// Whether it writes the whole table anew.
        rewrites_table: bool,
        /// Why, in one clause.
        reason: String,
        /// Whether the table was born in the same migration or change.
        is_table_new: bool,
    }
}

relation! {
    /// A statement that a service sends to a database.
    "query" Query, subject "{name}" {
        /// Its name, or its first words.
        name: String,
        /// `select`, `insert`, `update`, `delete`.
        kind: String,
        /// The service that sends it.
        service: Option<Id<Service>>,
        /// The database that it runs on.
        database: Option<Id<Database>>,
        /// What the file that holds it is for.
        role: crate::FileRole,
        /// Whether it selects every column by `*`.
        selects_star: bool,
        /// Whether the number of rows is bounded: a limit, an aggregate, a unique key.
        is_bounded: Known<bool>,
        /// Whether it pages by OFFSET.
        has_offset: bool,
        /// Whether it has a WHERE.
        has_where: bool,
        /// Whether a part of it is put together at run time.
        has_holes: bool,
    }
    reverse {
        /// The tables that it reaches.
        accesses: Access,
    }
}

relation! {
    /// How one query reaches one table.
    "access" Access, subject "{query} {table}" {
        /// The query.
        query: Id<Query>,
        /// The table.
        table: Id<TableRow>,
        /// `select`, `insert`, `update`, `delete`.
        kind: String,
        /// Columns compared for equality, `IN` included.
        equalities: Vec<String>,
        /// Columns compared by range.
        ranges: Vec<String>,
        /// Columns matched by a pattern that begins with a wildcard.
        leading_wildcards: Vec<String>,
        /// Columns that join to another table.
        joins: Vec<String>,
        /// Columns that sort, in order.
        sorts: Vec<String>,
        /// The index that serves filter or join; `None` if the whole table is read.
        index: Option<Id<Index>>,
        /// Whether an index serves the filters and joins.
        is_served: Known<bool>,
        /// Whether an index gives the order.
        is_sort_served: Known<bool>,
    }
}
