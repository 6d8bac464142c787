//! Locks, scans and rewrites that we claim, held to the servers: PostgreSQL shows in its catalogues what a statement
//! locked, read and wrote anew; MariaDB refuses an `ALTER TABLE` whose clauses promise more than it can.

use super::{mariadb::MariaDb, missing, postgresql::PostgreSql};
use indexmap::IndexSet;
use sql::{Catalogue, Context, Dialect, Impact, ImpactKind, Server, TableKey};

const POSTGRESQL_BEFORE: &str = "
CREATE TYPE state AS ENUM ('a', 'b');
CREATE TYPE state_new AS ENUM ('a', 'b', 'c');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN whole AS int;
CREATE TABLE measures (n whole);
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), n int, total numeric(10,2), at timestamp(3), s state, note text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, n int);
CREATE INDEX users_n ON users (n);
CREATE UNIQUE INDEX users_email_key ON users (email);
ALTER TABLE users ADD CONSTRAINT proven CHECK (note IS NOT NULL);
CREATE TABLE events (at date NOT NULL, n int) PARTITION BY RANGE (at);
CREATE TABLE events_1 (at date NOT NULL, n int);
CREATE TABLE events_2 (at date NOT NULL, n int, CHECK (at >= '2021-01-01' AND at < '2022-01-01'));
CREATE TABLE sources (n int);
CREATE MATERIALIZED VIEW sums AS SELECT n FROM sources;
";

const POSTGRESQL_ROWS: &str = "
INSERT INTO users SELECT i, 'u' || i, i, i, now(), 'a', 'x' FROM generate_series(1, 200) i;
INSERT INTO measures SELECT i FROM generate_series(1, 200) i;
INSERT INTO orders SELECT i, i, i FROM generate_series(1, 200) i;
INSERT INTO events_1 SELECT '2020-05-01', i FROM generate_series(1, 200) i;
INSERT INTO events_2 SELECT '2021-05-01', i FROM generate_series(1, 200) i;
";

/// One statement each, judged and run on the same state.
const POSTGRESQL: &[&str] = &[
    "ALTER TABLE users ADD a int",
    "ALTER TABLE users ADD a int DEFAULT 5",
    "ALTER TABLE users ADD a timestamptz DEFAULT now()",
    "ALTER TABLE users ADD a uuid DEFAULT gen_random_uuid()",
    "ALTER TABLE users ADD a serial",
    "ALTER TABLE users ADD a int GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE users ADD a int GENERATED ALWAYS AS (n + 1) STORED",
    "ALTER TABLE users ADD a positive",
    "ALTER TABLE users ADD a int REFERENCES orders",
    "ALTER TABLE users ADD a int UNIQUE",
    "ALTER TABLE users ADD a int CHECK (a > 0)",
    "ALTER TABLE users DROP n",
    "ALTER TABLE users RENAME n TO m",
    "ALTER TABLE users RENAME TO people",
    "ALTER TABLE users ALTER n SET NOT NULL",
    "ALTER TABLE users ALTER note SET NOT NULL",
    "ALTER TABLE users ALTER n DROP NOT NULL",
    "ALTER TABLE users ALTER n SET DEFAULT 3",
    "ALTER TABLE users ALTER n TYPE bigint",
    "ALTER TABLE users ALTER email TYPE varchar(200)",
    "ALTER TABLE users ALTER email TYPE text",
    "ALTER TABLE users ALTER email TYPE varchar(50)",
    "ALTER TABLE users ALTER note TYPE varchar(50)",
    "ALTER TABLE users ALTER note TYPE varchar",
    "ALTER TABLE users ALTER total TYPE numeric(12,2)",
    "ALTER TABLE users ALTER total TYPE numeric(12,3)",
    "ALTER TABLE users ALTER total TYPE numeric",
    "ALTER TABLE users ALTER at TYPE timestamp(6)",
    "ALTER TABLE users ALTER at TYPE timestamp(0)",
    "ALTER TABLE users ALTER at TYPE timestamptz",
    "ALTER TABLE users ALTER s TYPE state_new USING s::text::state_new",
    "ALTER TABLE users ALTER note TYPE text USING lower(note)",
    "ALTER TABLE users ADD CONSTRAINT k CHECK (n > 0)",
    "ALTER TABLE users ADD CONSTRAINT k CHECK (n > 0) NOT VALID",
    "ALTER TABLE users ADD CONSTRAINT k UNIQUE (n)",
    "ALTER TABLE users ADD CONSTRAINT k UNIQUE USING INDEX users_email_key",
    "ALTER TABLE users ADD CONSTRAINT k EXCLUDE (n WITH =)",
    "ALTER TABLE users DROP CONSTRAINT proven",
    "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users",
    "ALTER TABLE orders ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users NOT VALID",
    "ALTER TABLE users SET UNLOGGED",
    "ALTER DOMAIN whole ADD CONSTRAINT k CHECK (VALUE > 0)",
    "ALTER DOMAIN whole ADD CONSTRAINT k CHECK (VALUE > 0) NOT VALID",
    "ALTER DOMAIN whole SET NOT NULL",
    "ALTER DOMAIN whole SET DEFAULT 3",
    "CREATE INDEX i ON users (email)",
    "CREATE UNIQUE INDEX i ON users (email)",
    "DROP INDEX users_n",
    "REINDEX TABLE users",
    "CLUSTER users USING users_n",
    "REFRESH MATERIALIZED VIEW sums",
    "ALTER TABLE events ATTACH PARTITION events_1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
    "ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
    "TRUNCATE orders",
    "DROP TABLE orders",
];

/// Whom a lock keeps waiting, by the manual's table of conflicts: readers take `AccessShareLock`, writers
/// `RowExclusiveLock`. Source: PostgreSQL manual, "Table-Level Locks".
const MODES: &[(&str, &str)] = &[
    ("AccessExclusiveLock", "ACCESS EXCLUSIVE"),
    ("ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"),
    ("ShareLock", "SHARE"),
];

pub(super) fn judged(dialect: Dialect, server: Server, before: &str, change: &str) -> Vec<Impact> {
    let none = IndexSet::<TableKey>::new();
    let mut catalogue = Catalogue::new(dialect);
    for effect in sql::read(before, dialect)
        .statements
        .iter()
        .flat_map(|one| &one.effects)
    {
        let outcome = catalogue.apply(effect, 0);
        assert_eq!(outcome.problem, None);
    }
    let script = sql::read(change, dialect);
    let context = Context {
        server,
        in_transaction: false,
        lock_timeout_set: true,
        statement_timeout_set: true,
        born: &none,
        emptied: &none,
        held: &sql::Held::default(),
        file: 1,
    };
    let effects = script.statements.iter().flat_map(|one| &one.effects);
    effects
        .flat_map(|effect| sql::impact(effect, &catalogue, &context))
        .collect()
}

/// The lock that later statements of the transaction are told to be under, if readers wait for it.
fn taken(before: &str, change: &str) -> Option<&'static str> {
    let mut catalogue = Catalogue::new(Dialect::PostgreSql);
    let effects = |text: &str| -> Vec<sql::Effect> {
        let script = sql::read(text, Dialect::PostgreSql);
        script
            .statements
            .into_iter()
            .flat_map(|one| one.effects)
            .collect()
    };
    for effect in effects(before) {
        catalogue.apply(&effect, 0);
    }
    let effects = effects(change);
    let mut locks = effects
        .iter()
        .flat_map(|effect| sql::locks(effect, &catalogue));
    locks
        .any(|(_, taken)| taken.is_exclusive)
        .then_some("ACCESS EXCLUSIVE")
}

/// What PostgreSQL shows of one statement: the strongest lock of the tables that were there, whether the rows of one were
/// read, and whether a table got another file.
fn shown(server: &PostgreSql, statement: &str) -> (Option<&'static str>, bool, bool) {
    let script = format!(
        "SET timezone = 'Europe/Paris';
CREATE TEMP TABLE was AS SELECT c.oid, relname, relfilenode, relkind, coalesce(pg_stat_get_numscans(c.oid), 0) AS scans FROM pg_class c
  JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public' AND relkind IN ('r', 'p', 'm');
SELECT pg_stat_force_next_flush();
BEGIN;
{statement};
SELECT 'lock ' || mode FROM pg_locks l JOIN was ON was.oid = l.relation WHERE pid = pg_backend_pid() AND granted AND relname NOT IN ('events');
SELECT 'file' FROM was JOIN pg_class c USING (oid) WHERE c.relfilenode <> was.relfilenode;
SELECT 'read' FROM was WHERE pg_stat_get_xact_numscans(oid) > 0 AND relkind = 'r';
ROLLBACK;
"
    );
    let (output, errors, _) = server.psql("a", &script);
    assert_eq!(errors, "", "{statement}");
    let has = |line: &str| output.lines().any(|one| one == line);
    let lock = MODES
        .iter()
        .find(|(mode, _)| has(&format!("lock {mode}")))
        .map(|(_, name)| *name);
    (lock, has("read"), has("file"))
}

#[test]
fn postgresql_locks_reads_and_rewrites_as_is_claimed() {
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    let before = POSTGRESQL_BEFORE;
    let (_, errors, _) = server.psql("a", &format!("{before}{POSTGRESQL_ROWS}ANALYZE;"));
    assert_eq!(errors, "");
    let mut wrong = Vec::new();
    for statement in POSTGRESQL {
        let impacts = judged(
            Dialect::PostgreSql,
            Server::default_of(Dialect::PostgreSql),
            before,
            statement,
        );
        let (lock, is_read, is_rewritten) = shown(&server, statement);
        let claimed = |name: Option<&str>| {
            impacts
                .iter()
                .filter(|impact| impact.lock.is_some())
                .all(|impact| impact.lock.as_deref() == name)
        };
        if !claimed(lock) {
            wrong.push(format!("{statement}: locked {lock:?}, claimed {impacts:?}"));
        }
        let held = taken(before, statement);
        if held.is_some() && held != lock {
            wrong.push(format!("{statement}: locked {lock:?}, holds {held:?}"));
        }
        let rewrites = impacts.iter().any(|impact| impact.rewrites);
        if rewrites != is_rewritten && !EMPTIED.contains(statement) {
            wrong.push(format!(
                "{statement}: rewritten {is_rewritten}, claimed {rewrites}"
            ));
        }
        // What is written anew is read too, though not always by what the server counts as a scan.
        let scans = impacts.iter().any(|impact| impact.scans);
        if !is_rewritten && scans != is_read {
            wrong.push(format!("{statement}: read {is_read}, claimed {scans}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A new file that holds nothing is no rewrite.
const EMPTIED: &[&str] = &["TRUNCATE orders"];

const MARIADB_BEFORE: &str = "
CREATE TABLE parents (id int PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE t (id int PRIMARY KEY, email varchar(30), n int, b blob, s enum('a','b'), w varchar(300), m int NOT NULL, parent int) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE INDEX t_n ON t (n);
";

/// What is behind `ALTER TABLE t`.
const MARIADB: &[&str] = &[
    "ADD COLUMN x int",
    "ADD COLUMN x int FIRST",
    "ADD COLUMN x int NOT NULL",
    "ADD COLUMN x int AUTO_INCREMENT UNIQUE",
    "ADD COLUMN x int GENERATED ALWAYS AS (n + 1) STORED",
    "ADD COLUMN x int GENERATED ALWAYS AS (n + 1) VIRTUAL",
    "DROP COLUMN email",
    "MODIFY n bigint",
    "MODIFY n int unsigned",
    "MODIFY n int NOT NULL",
    "MODIFY m int NULL",
    "MODIFY email varchar(60)",
    "MODIFY email varchar(255)",
    "MODIFY email varchar(20)",
    "MODIFY email text",
    "MODIFY w varchar(400)",
    "MODIFY b mediumblob",
    "MODIFY s enum('a','b','c')",
    "MODIFY s enum('b','a')",
    "CHANGE n o int",
    "RENAME COLUMN n TO o",
    "ADD INDEX i (email)",
    "ADD UNIQUE INDEX i (email)",
    "ADD FULLTEXT INDEX i (email)",
    "ADD CONSTRAINT k CHECK (n > 0)",
    "ADD CONSTRAINT k FOREIGN KEY (parent) REFERENCES parents (id)",
    "ADD CONSTRAINT k UNIQUE (email)",
    "ALTER COLUMN n SET DEFAULT 5",
    "DROP PRIMARY KEY",
    "DROP INDEX t_n",
    "RENAME INDEX t_n TO t_o",
    "CONVERT TO CHARACTER SET utf8mb3",
    "ENGINE=InnoDB",
];

/// The most that the server promises for a change: writers go on, they wait, or the table is copied besides.
fn promised(server: &MariaDb, change: &str) -> &'static str {
    let accepts = |clauses: &str| {
        server.reset_to("a", MARIADB_BEFORE);
        let (_, errors) = server.client("a", &format!("ALTER TABLE t {change}, {clauses};"));
        errors.is_empty()
    };
    if accepts("ALGORITHM=INSTANT") || accepts("ALGORITHM=NOCOPY, LOCK=NONE") {
        "nothing"
    } else if accepts("ALGORITHM=INPLACE, LOCK=NONE") {
        "rebuilt"
    } else if accepts("ALGORITHM=INPLACE") {
        "writers wait"
    } else if accepts("ALGORITHM=COPY") {
        "copied"
    } else {
        "refused"
    }
}

#[test]
fn mariadb_changes_tables_online_as_is_claimed() {
    let Some(server) = MariaDb::start() else {
        return missing("MariaDB", "mariadb-server");
    };
    let version = Server {
        major: 10,
        minor: 11,
        patch: 0,
        is_mariadb: true,
    };
    let mut wrong = Vec::new();
    for change in MARIADB {
        let statement = format!("ALTER TABLE t {change}");
        let impacts = judged(Dialect::MySql, version, MARIADB_BEFORE, &statement);
        let shared = impacts
            .iter()
            .filter(|impact| impact.lock.as_deref() == Some("SHARED"));
        let is_copied = shared
            .clone()
            .any(|impact| impact.rewrites && impact.kind != ImpactKind::SerialColumn);
        let claimed = if is_copied {
            "copied"
        } else if shared.count() > 0 {
            "writers wait"
        } else if impacts.iter().any(|impact| impact.rewrites) {
            "rebuilt"
        } else {
            "nothing"
        };
        let promised = promised(&server, change);
        if claimed != promised {
            wrong.push(format!(
                "{change}: the server says {promised}, claimed {claimed}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// MySQL's default `sql_mode` has `NO_ZERO_DATE`, MariaDB's has not; the server takes either.
#[test]
fn a_required_column_without_a_default_fails_where_is_claimed() {
    let Some(server) = MariaDb::start() else {
        return missing("MariaDB", "mariadb-server");
    };
    for is_mariadb in [true, false] {
        let mode = if is_mariadb {
            "STRICT_TRANS_TABLES"
        } else {
            "STRICT_TRANS_TABLES,NO_ZERO_DATE"
        };
        let version = Server {
            is_mariadb,
            ..Server {
                major: 8,
                minor: 0,
                patch: 32,
                is_mariadb,
            }
        };
        for data_type in [
            "int",
            "varchar(10)",
            "text",
            "date",
            "datetime(6)",
            "time",
            "enum('a','b')",
            "decimal(5,2)",
            "binary(4)",
        ] {
            let before = "CREATE TABLE t (id int PRIMARY KEY) ENGINE=InnoDB;";
            let change = format!("ALTER TABLE t ADD COLUMN c {data_type} NOT NULL");
            server.reset_to("a", before);
            let mode = format!("SET sql_mode = '{mode}';");
            server.client("a", "INSERT INTO t VALUES (1);");
            let is_refused = !server.client("a", &format!("{mode}{change};")).1.is_empty();
            let breaks_inserts = !server
                .client("a", &format!("{mode}INSERT INTO t (id) VALUES (2);"))
                .1
                .is_empty();
            let impacts = judged(Dialect::MySql, version, before, &change);
            let claim = impacts
                .iter()
                .find(|impact| impact.kind == ImpactKind::RequiredColumn);
            let claimed = (
                claim.is_some_and(|one| one.why.starts_with("it fails")),
                claim.is_some(),
            );
            let found = (is_refused, is_refused || breaks_inserts);
            assert_eq!(claimed, found, "{data_type}, {mode}");
        }
    }
}
