//! Effects on a running system: the manuals' tables of locks, and what the linters named at `ImpactKind` check.

mod innodb;

use indexmap::IndexSet;
use sql::{Blocks, Catalogue, Context, Dialect, Impact, ImpactKind, Server, TableKey};

struct Case {
    dialect: Dialect,
    server: Server,
    in_transaction: bool,
    /// Statements of an earlier change.
    before: &'static str,
}

const POSTGRES: Case = Case {
    dialect: Dialect::PostgreSql,
    server: Server {
        major: 14,
        minor: 0,
        patch: 0,
        is_mariadb: false,
    },
    in_transaction: true,
    before:
        "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), n int, total numeric(10,2));
             CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, note text NOT NULL);
             CREATE INDEX users_n ON users (n);
             CREATE TYPE state AS ENUM ('a', 'b');
             CREATE VIEW people AS SELECT email FROM users;",
};

fn judged(case: &Case, change: &str) -> Vec<Impact> {
    let mut catalogue = Catalogue::new(case.dialect);
    let before = sql::read(case.before, case.dialect);
    for effect in before
        .statements
        .iter()
        .flat_map(|statement| &statement.effects)
    {
        let outcome = catalogue.apply(effect, 0);
        assert_eq!(outcome.problem, None);
    }
    let script = sql::read(change, case.dialect);
    assert!(script.notes.is_empty(), "{:?}", script.notes);
    let (mut born, mut held) = (IndexSet::<TableKey>::new(), sql::Held::default());
    let emptied = IndexSet::new();
    let mut impacts = Vec::new();
    for effect in script
        .statements
        .iter()
        .flat_map(|statement| &statement.effects)
    {
        let context = Context {
            server: case.server,
            in_transaction: case.in_transaction,
            lock_timeout_set: true,
            statement_timeout_set: true,
            born: &born,
            emptied: &emptied,
            held: &held,
            file: 1,
        };
        impacts.extend(sql::impact(effect, &catalogue, &context));
        if case.in_transaction {
            held.take(sql::locks(effect, &catalogue));
        }
        held.change(effect, &catalogue);
        let outcome = catalogue.apply(effect, 1);
        if matches!(effect.change, sql::Change::CreateTable(_)) {
            born.extend(outcome.touched);
        }
    }
    impacts
}

/// One line per impact: kind, table, lock, who waits, whether it scans or rewrites.
fn shown(impacts: &[Impact]) -> String {
    let one = |impact: &Impact| {
        let mut out = format!("{:?}", impact.kind);
        if let Some(table) = &impact.table {
            out.push_str(&format!(" {table}"));
        }
        if let Some(lock) = &impact.lock {
            out.push_str(&format!(" [{lock}]"));
        }
        match impact.blocks {
            Blocks::Nothing => {}
            Blocks::Writes => out.push_str(" writes wait"),
            Blocks::Both => out.push_str(" all wait"),
        }
        if impact.rewrites {
            out.push_str(" rewrites");
        } else if impact.scans {
            out.push_str(" scans");
        }
        out
    };
    impacts.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn check(case: &Case, change: &str, expected: &str) {
    assert_eq!(shown(&judged(case, change)), expected, "{change}");
}

#[test]
fn building_an_index_makes_writers_wait_unless_it_is_concurrent() {
    let outside = Case {
        in_transaction: false,
        ..POSTGRES
    };
    check(
        &POSTGRES,
        "CREATE INDEX i ON users (email)",
        "BlockingIndexBuild users [SHARE] writes wait scans",
    );
    check(&outside, "CREATE INDEX CONCURRENTLY i ON users (email)", "");
    check(
        &POSTGRES,
        "CREATE INDEX CONCURRENTLY i ON users (email)",
        "ConcurrentlyInTransaction users",
    );
    check(
        &outside,
        "CREATE UNIQUE INDEX CONCURRENTLY i ON users (email)",
        "UniqueMayFail users",
    );
    check(
        &POSTGRES,
        "DROP INDEX users_n",
        "BlockingIndexDrop users [ACCESS EXCLUSIVE] all wait",
    );
    check(&outside, "DROP INDEX CONCURRENTLY users_n", "");
    check(
        &POSTGRES,
        "REINDEX TABLE users",
        "BlockingMaintenance users [SHARE] writes wait scans",
    );
}

#[test]
fn a_table_born_in_the_same_change_is_never_locked() {
    check(
        &POSTGRES,
        "CREATE TABLE fresh (id int, a text);
         CREATE INDEX i ON fresh (a);
         ALTER TABLE fresh ADD CONSTRAINT c CHECK (id > 0);
         ALTER TABLE fresh ALTER a SET NOT NULL, ALTER id TYPE bigint, ADD UNIQUE (a);
         UPDATE fresh SET a = '';
         ALTER TABLE fresh DROP COLUMN a;
         ALTER TABLE fresh RENAME TO fresher;",
        "",
    );
    check(
        &innodb::MYSQL,
        "CREATE TABLE fresh (id int); ALTER TABLE fresh MODIFY id bigint NOT NULL, DROP COLUMN id; UPDATE fresh SET id = 1",
        "",
    );
}

#[test]
fn constraints_are_validated_at_once_unless_not_valid() {
    check(
        &POSTGRES,
        "ALTER TABLE users ADD CONSTRAINT c CHECK (n > 0)",
        "ValidatingCheck users [ACCESS EXCLUSIVE] all wait scans",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users",
        "ValidatingForeignKey orders [SHARE ROW EXCLUSIVE] writes wait scans",
    );
    check(
        &POSTGRES,
        "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD CONSTRAINT c CHECK (n > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT c",
        "ValidateInSameTransaction users [ACCESS EXCLUSIVE] all wait scans",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)",
        "UniqueOnExisting users [ACCESS EXCLUSIVE] all wait scans; UniqueMayFail users",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX users_n",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD CONSTRAINT e EXCLUDE USING gist (email WITH =)",
        "ExclusionConstraint users [ACCESS EXCLUSIVE] all wait scans",
    );
}

#[test]
fn not_null_scans_unless_a_valid_check_proves_it() {
    let scan = "NotNullScan users [ACCESS EXCLUSIVE] all wait scans; NotNullMayFail users";
    check(&POSTGRES, "ALTER TABLE users ALTER n SET NOT NULL", scan);
    let proven = Case {
        before: "CREATE TABLE users (id int, n int, CONSTRAINT c CHECK (n IS NOT NULL));",
        ..POSTGRES
    };
    check(&proven, "ALTER TABLE users ALTER n SET NOT NULL", "");
    let eleven = Case {
        server: Server {
            major: 11,
            ..POSTGRES.server
        },
        ..proven
    };
    check(&eleven, "ALTER TABLE users ALTER n SET NOT NULL", scan);
}

/// Source: PostgreSQL 12 release notes, "Allow ALTER TABLE … SET DATA TYPE changing between timestamp and timestamptz to skip
/// table rewrite when the session time zone is UTC".
#[test]
fn a_time_gets_its_zone_for_free_in_utc() {
    let zone = |set: &str, using: &str| {
        let before = "CREATE TABLE visits (id bigint PRIMARY KEY, at timestamp)";
        let case = Case { before, ..POSTGRES };
        let change = format!("{set} ALTER TABLE visits ALTER at TYPE timestamptz{using}");
        let impacts = judged(&case, &change);
        impacts.iter().any(|impact| impact.rewrites)
    };
    assert!(zone("", ""));
    assert!(!zone("SET timezone = 'UTC';", ""));
    assert!(!zone("SET TIME ZONE 'utc';", ""));
    assert!(!zone("SET LOCAL timezone TO UTC;", ""));
    assert!(zone("SET timezone = 'Europe/Oslo';", ""));
    // `USING` computes every value.
    assert!(zone(
        "SET timezone = 'UTC';",
        " USING at AT TIME ZONE 'UTC'"
    ));
}

#[test]
fn columns_are_added_for_free_unless_rows_must_be_written() {
    check(&POSTGRES, "ALTER TABLE users ADD a int", "");
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int NOT NULL DEFAULT 0",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a timestamptz DEFAULT now()",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int NOT NULL",
        "RequiredColumn users",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a uuid DEFAULT gen_random_uuid()",
        "VolatileDefault users [ACCESS EXCLUSIVE] all wait rewrites",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a bigserial",
        "SerialColumn users [ACCESS EXCLUSIVE] all wait rewrites",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int GENERATED ALWAYS AS IDENTITY",
        "SerialColumn users [ACCESS EXCLUSIVE] all wait rewrites",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int GENERATED ALWAYS AS (n + 1) STORED",
        "StoredGeneratedColumn users [ACCESS EXCLUSIVE] all wait rewrites",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a json",
        "JsonColumn users",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a bigint REFERENCES orders (id)",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD COLUMN IF NOT EXISTS email text NOT NULL",
        "",
    );
    let ten = Case {
        server: Server {
            major: 10,
            ..POSTGRES.server
        },
        ..POSTGRES
    };
    check(
        &ten,
        "ALTER TABLE users ADD a int DEFAULT 0",
        "VolatileDefault users [ACCESS EXCLUSIVE] all wait rewrites",
    );
}

#[test]
fn changes_of_type_rewrite_narrow_or_break() {
    check(&POSTGRES, "ALTER TABLE users ALTER email TYPE text", "");
    check(
        &POSTGRES,
        "ALTER TABLE users ALTER n TYPE bigint",
        "ColumnTypeRewrite users [ACCESS EXCLUSIVE] all wait rewrites",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ALTER email TYPE varchar(50)",
        "ColumnTypeRewrite users [ACCESS EXCLUSIVE] all wait rewrites; NarrowedType users",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ALTER email TYPE int USING length(email)",
        "ColumnTypeRewrite users [ACCESS EXCLUSIVE] all wait rewrites; NarrowedType users; ColumnTypeChange users",
    );
}

#[test]
fn what_the_running_version_still_uses_is_named() {
    check(
        &POSTGRES,
        "ALTER TABLE users DROP COLUMN email",
        "ColumnDropped users [ACCESS EXCLUSIVE] all wait",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users DROP COLUMN email CASCADE",
        "ColumnDropped users [ACCESS EXCLUSIVE] all wait; CascadingDrop users",
    );
    check(
        &POSTGRES,
        "DROP TABLE orders",
        "TableDropped orders [ACCESS EXCLUSIVE] all wait",
    );
    check(&POSTGRES, "DROP TABLE IF EXISTS nowhere", "");
    check(
        &POSTGRES,
        "ALTER TABLE users RENAME TO people2",
        "TableRenamed users [ACCESS EXCLUSIVE] all wait",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users RENAME email TO mail",
        "ColumnRenamed users [ACCESS EXCLUSIVE] all wait",
    );
    check(
        &POSTGRES,
        "ALTER TYPE state RENAME VALUE 'a' TO 'c'",
        "EnumValueRemoved",
    );
    check(&POSTGRES, "ALTER TYPE state ADD VALUE 'c'", "");
    check(
        &POSTGRES,
        "DROP VIEW people",
        "ViewDropped people [ACCESS EXCLUSIVE] all wait",
    );
}

/// Source: PostgreSQL manual, "Explicit Locking": a lock is held until the transaction ends.
#[test]
fn a_lock_that_is_held_already_is_the_one_that_others_wait_for() {
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int; CREATE INDEX users_a ON users (a)",
        "BlockingIndexBuild users [ACCESS EXCLUSIVE] all wait scans",
    );
    let outside = Case {
        in_transaction: false,
        ..POSTGRES
    };
    check(
        &outside,
        "ALTER TABLE users ADD a int; CREATE INDEX users_a ON users (a)",
        "BlockingIndexBuild users [SHARE] writes wait scans",
    );
    // A foreign key takes a weaker one, and so does an index.
    check(
        &POSTGRES,
        "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users NOT VALID; CREATE INDEX o ON orders (note)",
        "BlockingIndexBuild orders [SHARE] writes wait scans; SeveralTablesLocked orders",
    );
    let impacts = judged(
        &POSTGRES,
        "ALTER TABLE users ADD a int; ALTER TABLE users ADD FOREIGN KEY (a) REFERENCES orders",
    );
    let key = impacts
        .iter()
        .find(|one| one.kind == ImpactKind::ValidatingForeignKey);
    let key = key.expect("it is validated");
    assert!(key.is_over_nulls);
    let taken = key.taken.as_ref().map(|taken| taken.by.as_str());
    assert_eq!(taken, Some("adding `a`"));
    // What is equal to nothing cannot be there twice.
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int; CREATE UNIQUE INDEX users_a ON users (n, a)",
        "BlockingIndexBuild users [ACCESS EXCLUSIVE] all wait scans",
    );
}

#[test]
fn rows_changed_without_bounds_are_named_with_the_locks_held_meanwhile() {
    check(
        &POSTGRES,
        "UPDATE users SET n = 0",
        "UnboundedBackfill users scans",
    );
    check(
        &POSTGRES,
        "UPDATE users SET n = 0 WHERE n IS NULL",
        "FilteredUpdate users scans",
    );
    // The first values of a new column are for every row, whatever the condition says.
    check(
        &POSTGRES,
        "ALTER TABLE users ADD c int; UPDATE users SET c = 0 WHERE n > 1",
        "UnboundedBackfill users [ACCESS EXCLUSIVE] all wait scans",
    );
    // Unless another column chooses some.
    check(
        &POSTGRES,
        "ALTER TABLE users ADD c int; UPDATE users SET c = 0 WHERE n = 1",
        "FilteredUpdate users scans; DataChangeWithDdl users",
    );
    check(
        &POSTGRES,
        "UPDATE users SET n = 0 WHERE id BETWEEN 1 AND 1000",
        "",
    );
    check(
        &POSTGRES,
        "UPDATE users SET n = 0 WHERE id IN (SELECT id FROM users LIMIT 1000)",
        "",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int; UPDATE users SET a = 0",
        "UnboundedBackfill users [ACCESS EXCLUSIVE] all wait scans",
    );
    check(
        &POSTGRES,
        "ALTER TABLE orders ADD a int; UPDATE users SET n = 0",
        "UnboundedBackfill users scans; DataChangeWithDdl users",
    );
    check(
        &POSTGRES,
        "DELETE FROM orders",
        "UnboundedDelete orders scans",
    );
    check(
        &POSTGRES,
        "TRUNCATE orders",
        "Truncated orders [ACCESS EXCLUSIVE] all wait",
    );
    check(
        &POSTGRES,
        "ALTER TABLE users ADD a int; ALTER TABLE orders ADD a int",
        "SeveralTablesLocked orders",
    );
}

#[test]
fn without_a_lock_timeout_everybody_queues() {
    let script = sql::read("ALTER TABLE users ADD a int", Dialect::PostgreSql);
    let mut catalogue = Catalogue::new(Dialect::PostgreSql);
    for effect in sql::read(POSTGRES.before, Dialect::PostgreSql)
        .statements
        .iter()
        .flat_map(|one| &one.effects)
    {
        catalogue.apply(effect, 0);
    }
    let none = IndexSet::new();
    let context = Context {
        server: POSTGRES.server,
        in_transaction: true,
        lock_timeout_set: false,
        statement_timeout_set: false,
        born: &none,
        emptied: &none,
        held: &sql::Held::default(),
        file: 1,
    };
    let impacts = sql::impact(&script.statements[0].effects[0], &catalogue, &context);
    assert_eq!(
        impacts.iter().map(|impact| impact.kind).collect::<Vec<_>>(),
        [ImpactKind::NoLockTimeout]
    );
}

/// Source: MySQL 8.4 manual, "Data Type Default Values"; what MariaDB does is held to the server in `oracle/locks.rs`.
#[test]
fn an_enum_swapped_for_another_loses_only_what_is_missing() {
    let swap = |values: &str| {
        format!(
            "CREATE TYPE state_new AS ENUM ({values}); \
             ALTER TABLE tasks ALTER s TYPE state_new USING (s::text::state_new)"
        )
    };
    let case = Case {
        before: "CREATE TYPE state AS ENUM ('a', 'b'); CREATE TABLE tasks (id int, s state);",
        ..POSTGRES
    };
    let rewrite = "ColumnTypeRewrite tasks [ACCESS EXCLUSIVE] all wait rewrites";
    check(&case, &swap("'a', 'b', 'c'"), rewrite);
    check(
        &case,
        &swap("'a'"),
        &format!("EnumValueRemoved tasks; {rewrite}"),
    );
}
