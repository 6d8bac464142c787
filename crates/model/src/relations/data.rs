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
        /// Whether a manifest of this repository starts it, beside services that may use it.
        is_deployed: bool,
        /// Whether its port is published beyond the system's own network.
        is_published: Known<bool>,
        /// Whether only a port of the machine that runs it publishes it, as in a Compose file.
        is_published_by_machine: bool,
        /// Whether all that deploys it to a cluster is for trials: see `workload.is_trial`.
        is_trial: bool,
        /// Whether the cluster that runs it runs other stores as well, and all are reachable from outside.
        is_published_with_all: bool,
        /// What publishes it; its own place if nothing does.
        published_at: crate::Span,
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
        /// Whether it is the same schema as another one here, written for another dialect.
        is_alternative: bool,
        /// Whether its tables, columns and keys are all known: no statement that builds them was left out.
        is_complete: bool,
        /// How many of its foreign keys have no index and something that makes the server search the referring table for it.
        scanned_keys: usize,
        /// The casing of nine of ten of its tables whose names show one.
        table_casing: Option<String>,
        /// The casing of nine of ten of its columns whose names show one.
        column_casing: Option<String>,
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
        /// Its name as statements write it, in quotes where it needs them.
        written: String,
        /// Whether it has a primary key.
        has_primary_key: bool,
        /// The columns of the primary key.
        primary_key: Vec<String>,
        /// Whether it is a view, or a foreign or virtual table: somebody else keeps its rows.
        is_view: bool,
        /// Whether it is a partition of another table.
        is_partition: bool,
        /// Whether it is named as small in `archreview.yaml`, holds only what migrations insert, or has few rows by its
        /// nature: one for each node, lock, setting or thing that people name.
        is_small: bool,
        /// Whether the repository treats it as a table of many rows: it is partitioned, or read by pages
        /// that have numbers (`OFFSET`), or read by pages and has an index of several columns or with a condition that is no key.
        is_large: bool,
        /// Whether its name, what refers to it, its partitions or the indexes made for it show that it has many rows, or will;
        /// in a schema of a few tables each that nothing shows to be small.
        is_likely_large: bool,
        /// Whether each row is told apart by a unique key over columns that are never null, the primary key included.
        has_unique_key: bool,
        /// Columns that repeat one thing by number: `phone1`, `phone2`, `phone3`.
        repeated_columns: Vec<String>,
        /// The pair of columns that refers to rows of several tables, such as `subject_type` and `subject_id`.
        polymorphic_columns: Vec<String>,
        /// The columns of a table that keeps attributes of other rows as rows: whose they are, which, and their values.
        attribute_columns: Vec<String>,
        /// The casing that its name shows; `None` if a library prescribes it, or if it fits every casing.
        casing: Option<&'static str>,
        /// Whether it keeps what happened, services add to it, and nothing ever removes a row of it: it has no
        /// partitions, goes with no other row, and all deletions could be read, none of them being built by a library.
        only_grows: bool,
        /// The column that marks a row as deleted, if rows stay.
        soft_delete_column: Option<String>,
        /// The condition of rows that are not marked as deleted, such as `deleted_at IS NULL`; empty if rows go.
        living_rows: String,
        /// How many queries leave out the rows that are marked as deleted.
        living_queries: usize,
        /// Whether the bookkeeping of a migration tool or of an extension is all that it holds, or a copy that somebody kept.
        is_bookkeeping: bool,
        /// Whether a library prescribes it: Spring Batch, Quartz, Spring Security, the queues of Rails, …
        is_of_library: bool,
        /// Whether a migration took its primary key away, and none gave it another.
        gave_up_key: bool,
        /// Whether statements insert rows, read or remove many together, and none asks for a certain one.
        is_tally: bool,
        /// Whether something tells its rows apart, or means to: a column that is named as their id or numbers them, a reference to
        /// another, a unique key over columns that may be null, or a statement that asks for certain ones.
        tells_rows_apart: bool,
        /// Whether one script drops it, makes it and fills it from other tables: what is in it is worked out anew.
        is_derived: bool,
        /// Whether other tables inherit its columns, and hold the rows.
        is_inherited: bool,
        /// Whether every step that names it could be replayed, so that its columns and keys are known.
        is_certain: bool,
        /// Whether code names five and more other tables of its database, in statements, mappings or classes, and never this
        /// one. Asked in a review, of tables of warnings alone; elsewhere it is `false`.
        is_unused: bool,
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
        /// Its name as statements write it, in quotes where it needs them.
        written: String,
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
        /// Whether its name says that it holds an amount of money.
        is_money: bool,
        /// Whether its type keeps numbers by approximation.
        is_approximate: bool,
        /// Whether it holds a point in time without saying in which zone, where the dialect has a type that does.
        lacks_time_zone: bool,
        /// Whether its name and type say that it holds several values in one text.
        holds_list: bool,
        /// Whether it numbers rows by itself, and the type ends at a number that growing tables reach.
        runs_out_at: Option<i64>,
        /// The casing that its name shows; `None` if a library prescribes it, or if it fits every casing.
        casing: Option<&'static str>,
        /// What nine of ten tables of the database call the column with the same meaning: when a row came, was changed
        /// last, or was marked as deleted.
        usual_name: Option<String>,
        /// Why it is taken to keep a secret or a personal number as it is, as a clause, where its name says that it keeps
        /// one and its type has no room for anything else.
        plain_secret: Option<String>,
        /// The column of another table that its name refers to, where no foreign key says so.
        undeclared_reference: Option<Id<TableRow>>,
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
        /// The statement that drops it.
        drop_index: String,
        /// Another index of the table that is the same in everything but its name.
        duplicate_of: Option<Id<Index>>,
        /// Another index of the table that begins with the same columns and serves all that this one serves.
        covered_by: Option<Id<Index>>,
        /// Columns of a unique index that may be null, so that equal rows can be there twice.
        nullable_columns: Vec<String>,
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
        /// Whether an index begins with one of several columns of a foreign key, so that it finds some of the rows.
        is_partly_indexed: bool,
        /// Why the referring table is read as a whole for want of an index, as the end of a sentence; empty if an index
        /// finds its rows, or if nothing here removes rows of the referred table.
        scan: String,
        /// The statement that makes an index for a foreign key; empty for other constraints.
        create_index: String,
        /// Whether it comes with a partitioned or inherited table, where it is judged.
        is_inherited: bool,
        /// Whether all rows were checked when it was made, or since.
        is_valid: bool,
        /// Whether a column of a foreign key holds smaller numbers than the column that it refers to.
        is_narrower: bool,
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
        /// How its tool is told to run a file outside of a transaction, as a clause.
        way_out: String,
        /// Whether it belongs to the change under review.
        is_changed: bool,
        /// Whether most migrations of the database give a way back, so that it is expected here.
        expects_down: bool,
        /// What its way back gets wrong: what it leaves or does not bring back, or where it fails. `null` if it leads
        /// back, if there is none, or if the replay cannot tell.
        untrue_down: Option<String>,
        /// Whether that is indexes alone, without which the release before runs all the same.
        is_untrue_in_indexes: bool,
        /// The file that gives its way back; its own path if that is where it stands.
        down_path: String,
        /// Where its way back stands; its own place if it has none.
        down_at: crate::Span,
        /// What its statements say, as a number that comments and white space do not change.
        fingerprint: String,
        /// Whether its tool runs it again whenever it changes.
        is_repeatable: bool,
        /// The migration before it that has the same version, where the tool knows migrations by their version alone.
        duplicate_of: Option<Id<Migration>>,
        /// Whether others that were there before have a higher version, so that some databases never run it.
        is_out_of_order: bool,
        /// Whether it is the whole schema, not a change of it.
        is_schema: bool,
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
        /// The table as statements write it, in quotes where it needs them.
        written_table: String,
        /// The object as statements write it.
        written_object: String,
        /// What it does to a running system, such as `blocking_index_build`; `none` if nothing waits.
        impact: String,
        /// The lock that it takes, by the manual's name; empty if none that matters.
        lock: String,
        /// What took that lock before, as the end of a clause, where an earlier statement of the transaction did; empty
        /// if it takes it itself.
        lock_origin: String,
        /// What waits: `reads_and_writes`, `writes`, `nothing`.
        blocks: String,
        /// The same in words.
        waiting: String,
        /// What `object` is, in words.
        noun: String,
        /// What does the same without the lock, as a clause; empty if nothing is known for this one.
        instead: String,
        /// Whether every value that it checks is `NULL`, for the same migration added the columns.
        is_over_nulls: bool,
        /// Whether a check that the same migration dropped admitted no other values, so that no row can fail it.
        is_looser: bool,
        /// Whether it reads the whole table under the lock.
        scans_table: bool,
        /// Whether it writes the whole table anew.
        rewrites_table: bool,
        /// Why, in one clause.
        reason: String,
        /// Whether the table was born in the same migration or change.
        is_table_new: bool,
        /// Whether the table is named as small in `archreview.yaml`.
        is_table_small: bool,
        /// Whether something shows that it has few rows at that point, so that no lock on it lasts long: what it is
        /// called (a row for each organisation, plan, role or setting), the values that its key can take, rows that
        /// migrations spell out, what it is a part of, that it was made some weeks before, or, as git tells, that no code
        /// of the version before names it.
        is_table_modest: bool,
        /// Whether something shows that it has many rows, and nothing that it has few: what it is called (what grows with use,
        /// people, what business does by the thousand), indexes that were made for queries, several tables that refer to it,
        /// partitions, an earlier statement that spared its users, or that the schema has few tables, of which each matters.
        is_table_large: bool,
        /// Whether nobody waits long for its lock: the table is not large, or it is `is_wait_usual`, `is_alone` or `is_early`.
        is_wait_short: bool,
        /// Whether hardly anybody is left whom it could break: it is `is_adapted`, `is_alone`, `is_of_major`, `is_early`,
        /// `is_young` or `is_said_unused`.
        is_break_mild: bool,
        /// Whether those who write the migrations let others wait as a habit: many of their steps lock tables with
        /// rows, and none is written so that fewer wait; or whether a comment says how they saw to this one.
        is_wait_usual: bool,
        /// Whether the version before has gone: the program brings its migrations along and runs them as it starts, and its
        /// manifests say that one instance runs, or nothing in the repository shows or says that several do; or its guides
        /// say so, or a chart migrates behind the rollout; or a script stops it to bring the next version, or ends the
        /// sessions of the database.
        is_alone: bool,
        /// Whether a new major version of a program that migrates itself brought it, as git's tags tell: what it breaks is
        /// announced.
        is_of_major: bool,
        /// Whether the repository was less than eight months old when it came, though work was well under way, and no
        /// version was tagged yet, as git tells: what it builds was hardly live.
        is_early: bool,
        /// Whether the table that it concerns was made at most 70 days before, or the column at most 30, as the versions of
        /// the migrations or git tell: hardly anything rests on it.
        is_young: bool,
        /// Whether a comment of the migration says that nothing is in the table, or that nothing uses it yet.
        is_said_unused: bool,
        /// Whether nothing of the system's own is in the table: what a library keeps for itself, or locks, leases and
        /// leaders of the moment.
        is_table_replaceable: bool,
        /// Whether a comment of squawk or diesel-guard allows it.
        is_allowed: bool,
        /// Whether it is the gravest consequence of its statement, and the gravest lock that its transaction takes on
        /// the table: one decision for one table. The others are places of it.
        is_main: bool,
        /// Whether it counts at all: nobody allowed it, and its schema is not that of another database in a further
        /// dialect.
        is_judged: bool,
        /// Whether it is a decision to be made: it is judged, the gravest (`is_main`), and its table is not small.
        is_decision: bool,
        /// Whether the version before runs beside it. Who keeps a file of SQLite stops before the next one starts.
        has_old_version: bool,
        /// Whether git shows that the code of the version before says the name of what it takes away nowhere.
        is_unused_before: bool,
        /// Whether git does not tell what the version before names, and the code under review has no such name (any
        /// more): the old version may have used it, or not. Or whether an earlier commit of the same release gave it up.
        is_adapted: bool,
        /// Where the code of the version before says it, as the end of a sentence: ": `src/orders.ts` of v1.2.0 names
        /// it"; empty if git does not tell, or nobody does.
        user_before: String,
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
        /// Whether it has a LIMIT.
        has_limit: bool,
        /// Whether a client reads all of its rows one after the other, or a file is written from them, on purpose.
        is_bulk: bool,
        /// Whether its file is that of a job that a clock starts, for which nobody waits: a scheduler, a clean-up.
        is_background: bool,
        /// Whether a part of it is put together at run time.
        has_holes: bool,
        /// Whether the same query is written for another dialect of the same schema as well, and told there.
        is_repeated: bool,
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
        /// Columns and expressions compared for equality, `IN` included, where every row must satisfy it.
        equalities: Vec<String>,
        /// Columns compared by range.
        ranges: Vec<String>,
        /// Columns matched by a pattern that begins with a wildcard, where no index finds the rows.
        leading_wildcards: Vec<String>,
        /// Calculations over a column that the rows are found by, where no index finds them: `now() - created_at`.
        computed: Vec<String>,
        /// Columns that join to another table.
        joins: Vec<String>,
        /// Columns that sort, in order.
        sorts: Vec<String>,
        /// The index that serves filter or join; `None` if the whole table is read.
        index: Option<Id<Index>>,
        /// Whether an index serves the filters; unknown if there is none, or something hides it.
        is_served: Known<bool>,
        /// Whether an index finds the rows that are joined to rows found otherwise; unknown if none are.
        is_join_served: Known<bool>,
        /// Whether an index gives the order; unknown if nothing sorts, or few rows are sorted.
        is_sort_served: Known<bool>,
        /// Whether an index gives the order in which a limited number of rows is asked for, so that reading stops when they
        /// are found.
        stops_early: bool,
        /// Whether at most one row is found: a unique key is compared as a whole.
        is_unique: bool,
        /// Whether the filters find few rows, as far as types, names and constants tell.
        is_selective: bool,
        /// Whether nothing but ranges, beside columns of few values, finds its rows: most of a report's, or those that a clock
        /// looks for.
        is_by_range: bool,
        /// Whether it looks for rows to remove by ranges alone, as a clean-up does.
        is_cleanup: bool,
        /// Whether it gives every column that it filters by another value: a rename, which is rare.
        renames_value: bool,
        /// Whether it reads rows that are marked as deleted as well, and says nothing of the mark.
        forgets_deletion: bool,
        /// Whether the same use of the same table in another dialect is judged the same, and told there.
        is_repeated: bool,
        /// What it filters by, with the order behind it.
        suggestion: String,
        /// The statement that makes an index that would serve it.
        create_index: String,
        /// Another way, as the end of a sentence: a column to filter by as well, with which an index begins.
        instead: String,
        /// The filter, or the first of them.
        filter_at: crate::Span,
        /// The join.
        join_at: crate::Span,
        /// The order.
        sort_at: crate::Span,
        /// The pattern.
        pattern_at: crate::Span,
        /// The calculation.
        computed_at: crate::Span,
    }
}
