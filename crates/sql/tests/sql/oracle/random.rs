//! Random histories: statements over a few names, most of which the server accepts.

mod mysql;
mod postgres;
mod sqlite;

use super::{Server, Step, compare, steps};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sql::Dialect;

/// Runs random histories, always the same ones; `SQL_RANDOM` is `CASES SEED` for others.
pub(super) fn hold(server: &dyn Server, cases: u32) {
    let asked = std::env::var("SQL_RANDOM").ok();
    let mut asked = asked.iter().flat_map(|words| words.split_whitespace());
    let cases = asked
        .next()
        .map_or(cases, |cases| cases.parse().expect("a number of cases"));
    let seed: u8 = asked
        .next()
        .map_or(0, |seed| seed.parse().expect("a seed below 256"));
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(
        config,
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    );
    let dialect = server.dialect();
    let history = prop::collection::vec(statement(dialect), 4..24);
    let result = runner.run(&history, |history| {
        let mut statements = base(dialect);
        statements.extend(history);
        let read: Vec<Step> = statements
            .iter()
            .flat_map(|statement| steps(statement, dialect))
            .collect();
        compare(server, &read).map_err(|difference| {
            TestCaseError::fail(format!("{difference}\n{}", statements.join(";\n")))
        })
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn base(dialect: Dialect) -> Vec<String> {
    let text = match dialect {
        Dialect::PostgreSql => {
            "CREATE TABLE t0 (id bigserial PRIMARY KEY, c0 int, c1 text); CREATE TABLE t1 (id int PRIMARY KEY, c0 int NOT NULL DEFAULT 0, c2 varchar(20) UNIQUE)"
        }
        Dialect::MySql => {
            "CREATE TABLE t0 (id bigint PRIMARY KEY AUTO_INCREMENT, c0 int, c1 varchar(30)); CREATE TABLE t1 (id bigint PRIMARY KEY, c0 int NOT NULL DEFAULT 0, c2 varchar(20) UNIQUE)"
        }
        Dialect::Sqlite => {
            "CREATE TABLE t0 (id integer PRIMARY KEY, c0 int, c1 text); CREATE TABLE t1 (id integer PRIMARY KEY AUTOINCREMENT, c0 int NOT NULL DEFAULT 0, c2 text UNIQUE)"
        }
    };
    text.split("; ").map(str::to_owned).collect()
}

fn one_of(names: &'static [&'static str]) -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(names)
}

fn table() -> impl Strategy<Value = &'static str> + Clone {
    one_of(&["t0", "t0", "t1", "t1", "t2", "t3"])
}

fn column() -> impl Strategy<Value = &'static str> + Clone {
    one_of(&["c0", "c0", "c1", "c2", "c3", "id"])
}

fn data_type(dialect: Dialect) -> impl Strategy<Value = &'static str> + Clone {
    one_of(match dialect {
        Dialect::PostgreSql => &[
            "int",
            "bigint",
            "text",
            "varchar(40)",
            "numeric(8,2)",
            "timestamptz",
            "timestamp(3)",
            "int[]",
            "boolean",
            "char(3)",
            "float8",
        ],
        Dialect::MySql => &[
            "int",
            "bigint unsigned",
            "varchar(40)",
            "decimal(8,2)",
            "datetime",
            "tinyint(1)",
            "char(3)",
            "double",
            "bigint",
        ],
        Dialect::Sqlite => &["int", "integer", "text", "varchar(40)", "real", "blob"],
    })
}

fn column_tail(dialect: Dialect) -> impl Strategy<Value = &'static str> + Clone {
    one_of(match dialect {
        Dialect::PostgreSql => &[
            "",
            "",
            "",
            " NOT NULL",
            " UNIQUE",
            " REFERENCES t1",
            " CHECK (id > 0)",
            " DEFAULT NULL",
            " REFERENCES t0 ON DELETE CASCADE",
        ],
        Dialect::MySql => &[
            "",
            "",
            "",
            " NOT NULL",
            " UNIQUE",
            " COMMENT 'x'",
            " FIRST",
            " AFTER id",
            " NULL DEFAULT NULL",
        ],
        Dialect::Sqlite => &[
            "",
            "",
            "",
            " DEFAULT 1",
            " REFERENCES t1",
            " CHECK (id > 0)",
            " NOT NULL DEFAULT 0",
            " COLLATE NOCASE",
        ],
    })
}

/// Statements of the given shapes, with a table, another one, a column and another one in the place of `T`, `U`, `C`
/// and `D`, and a relation of any kind in the place of `R`.
fn shaped_over(
    shapes: &'static [&'static str],
    relation: BoxedStrategy<&'static str>,
) -> BoxedStrategy<String> {
    let words = (
        one_of(shapes),
        table(),
        table(),
        column(),
        column(),
        relation,
    );
    words
        .prop_map(|(shape, t, u, c, d, r)| {
            let word = |word: &str| {
                match word {
                    "T" => t,
                    "U" => u,
                    "C" => c,
                    "D" => d,
                    "R" => r,
                    other => other,
                }
                .to_owned()
            };
            let mut out = String::new();
            let mut rest = shape;
            while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
                out.push_str(&rest[..at]);
                rest = &rest[at..];
                let end = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .unwrap_or(rest.len());
                out.push_str(&word(&rest[..end]));
                rest = &rest[end..];
            }
            out + rest
        })
        .boxed()
}

fn statement(dialect: Dialect) -> BoxedStrategy<String> {
    let constraint = one_of(&["k0", "k1"]);
    let index = one_of(&["i0", "i1", "i2"]);
    let common = prop_oneof![
        3 => (table(), column(), data_type(dialect), column_tail(dialect)).prop_map(|(t, c, d, e)| format!("ALTER TABLE {t} ADD COLUMN {c} {d}{e}")),
        2 => (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} DROP COLUMN {c}")),
        2 => (table(), column(), column()).prop_map(|(t, c, d)| format!("ALTER TABLE {t} RENAME COLUMN {c} TO {d}")),
        2 => (table(), table()).prop_map(|(t, u)| format!("ALTER TABLE {t} RENAME TO {u}")),
        2 => (table(), column(), data_type(dialect), column_tail(dialect)).prop_map(|(t, c, d, e)| {
            let e = e.replace(" FIRST", "").replace(" AFTER id", "");
            format!("CREATE TABLE {t} (id bigint PRIMARY KEY, {c} {d}{e})")
        }),
        2 => (index.clone(), table(), column(), column(), any::<bool>()).prop_map(|(i, t, c, d, u)| {
            format!("CREATE {}INDEX {i} ON {t} ({c}, {d} DESC)", if u { "UNIQUE " } else { "" })
        }),
        2 => (index.clone(), table(), column()).prop_map(|(i, t, c)| format!("CREATE INDEX {i} ON {t} ({c})")),
    ];
    match dialect {
        Dialect::PostgreSql => prop_oneof![3 => common, 2 => postgres(constraint.boxed(), index.boxed()), 5 => postgres::statement()].boxed(),
        Dialect::MySql => prop_oneof![3 => common, 2 => mysql(constraint.boxed(), index.boxed()), 5 => mysql::statement()].boxed(),
        Dialect::Sqlite => prop_oneof![
            5 => common,
            1 => index.prop_map(|i| format!("DROP INDEX {i}")),
            1 => table().prop_map(|t| format!("DROP TABLE {t}")),
            1 => (table(), column()).prop_map(|(t, c)| format!("CREATE TABLE IF NOT EXISTS {t} ({c} int, c9 text, PRIMARY KEY ({c}, c9), UNIQUE (c9)) WITHOUT ROWID")),
            1 => (one_of(&["i0", "i3"]), table(), column()).prop_map(|(i, t, c)| format!("CREATE INDEX {i} ON {t} ({c}) WHERE {c} IS NOT NULL")),
            4 => sqlite::statement(),
        ]
        .boxed(),
    }
}

fn postgres(
    constraint: BoxedStrategy<&'static str>,
    index: BoxedStrategy<&'static str>,
) -> BoxedStrategy<String> {
    let more = prop_oneof![
        (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} ALTER {c} SET NOT NULL, ALTER {c} SET DEFAULT NULL")),
        (table(), column()).prop_map(|(t, c)| format!("CREATE INDEX ON {t} USING btree ({c} DESC NULLS LAST) INCLUDE (id) WHERE {c} IS NOT NULL")),
        (table(), table()).prop_map(|(t, u)| format!("CREATE TABLE IF NOT EXISTS {t} (LIKE {u} INCLUDING ALL)")),
        (table(), table()).prop_map(|(t, u)| format!("CREATE TABLE {t} AS SELECT * FROM {u}")),
        (table(), table()).prop_map(|(t, u)| format!("CREATE TABLE {t} (own int CHECK (own > 1)) INHERITS ({u})")),
        (table(), one_of(&["s1", "public"])).prop_map(|(t, s)| format!("CREATE SCHEMA IF NOT EXISTS s1; ALTER TABLE {t} SET SCHEMA {s}")),
        one_of(&["s1, public", "public"]).prop_map(|s| format!("SET search_path = {s}")),
        (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} ADD {c} int GENERATED BY DEFAULT AS IDENTITY")),
        (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} ADD g int GENERATED ALWAYS AS (id + length({c}::text)) STORED")),
        (index.clone(), column()).prop_map(|(i, c)| format!("ALTER INDEX {i} RENAME TO i_{c}")),
        (table(), index.clone()).prop_map(|(t, i)| format!("ALTER TABLE {t} ADD CONSTRAINT u_{i} UNIQUE USING INDEX {i}")),
        (table(), column()).prop_map(|(t, c)| format!("CREATE INDEX i2 ON {t} (lower({c}::text), ({c} IS NULL))")),
    ];
    prop_oneof![
        (table(), constraint.clone(), column())
            .prop_map(|(t, k, c)| format!("ALTER TABLE {t} ADD CONSTRAINT {k} UNIQUE ({c})")),
        (table(), column(), table()).prop_map(|(t, c, u)| format!(
            "ALTER TABLE {t} ADD FOREIGN KEY ({c}) REFERENCES {u} ON DELETE SET NULL NOT VALID"
        )),
        (table(), column())
            .prop_map(|(t, c)| format!("ALTER TABLE {t} ADD CHECK ({c} IS NOT NULL)")),
        (table(), constraint.clone())
            .prop_map(|(t, k)| format!("ALTER TABLE {t} DROP CONSTRAINT {k}")),
        (table(), constraint, one_of(&["k2", "k3"]))
            .prop_map(|(t, k, l)| format!("ALTER TABLE {t} RENAME CONSTRAINT {k} TO {l}")),
        table().prop_map(|t| format!("ALTER TABLE {t} DROP CONSTRAINT {t}_pkey CASCADE")),
        (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} DROP COLUMN {c} CASCADE")),
        table().prop_map(|t| format!("DROP TABLE {t} CASCADE")),
        index.prop_map(|i| format!("DROP INDEX IF EXISTS {i}")),
        (table(), column()).prop_map(|(t, c)| format!(
            "ALTER TABLE {t} ALTER COLUMN {c} TYPE text USING {c}::text"
        )),
        more,
    ]
    .boxed()
}

fn mysql(
    constraint: BoxedStrategy<&'static str>,
    index: BoxedStrategy<&'static str>,
) -> BoxedStrategy<String> {
    prop_oneof![
        (table(), constraint.clone(), column())
            .prop_map(|(t, k, c)| format!("ALTER TABLE {t} ADD CONSTRAINT {k} UNIQUE ({c})")),
        (table(), column(), table()).prop_map(|(t, c, u)| format!(
            "ALTER TABLE {t} ADD FOREIGN KEY ({c}) REFERENCES {u} (id) ON DELETE CASCADE"
        )),
        (table(), constraint.clone(), column(), table()).prop_map(|(t, k, c, u)| format!(
            "ALTER TABLE {t} ADD CONSTRAINT f{k} FOREIGN KEY ({c}) REFERENCES {u} (id)"
        )),
        (table(), constraint).prop_map(|(t, k)| format!("ALTER TABLE {t} DROP FOREIGN KEY f{k}")),
        (table(), index.clone()).prop_map(|(t, i)| format!("DROP INDEX {i} ON {t}")),
        (table(), index.clone())
            .prop_map(|(t, i)| format!("ALTER TABLE {t} RENAME INDEX {i} TO i9")),
        (table(), column(), data_type(Dialect::MySql))
            .prop_map(|(t, c, d)| format!("ALTER TABLE {t} MODIFY {c} {d} NOT NULL")),
        (table(), column(), column(), data_type(Dialect::MySql))
            .prop_map(|(t, c, e, d)| format!("ALTER TABLE {t} CHANGE {c} {e} {d} AFTER id")),
        (table(), column()).prop_map(|(t, c)| format!("ALTER TABLE {t} ADD INDEX ({c})")),
        table().prop_map(|t| format!("DROP TABLE {t}")),
        (table(), table()).prop_map(|(t, u)| format!("CREATE TABLE {t} LIKE {u}")),
        (table(), table()).prop_map(|(t, u)| format!("RENAME TABLE {t} TO {u}")),
    ]
    .boxed()
}
