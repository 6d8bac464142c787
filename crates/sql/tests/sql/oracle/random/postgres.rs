//! What only PostgreSQL has: views, partitions, inheritance, types, blocks, schemas.

use super::{column, data_type, one_of, table};
use proptest::prelude::*;
use sql::Dialect;

fn relation() -> impl Strategy<Value = &'static str> + Clone {
    one_of(&["t0", "t1", "t2", "p", "p1", "v0", "m0", "s1.t1"])
}

/// Statements of the given shapes, with a table, another one, a column and another one in the place of `T`, `U`, `C`
/// and `D`, and a relation of any kind in the place of `R`.
fn shaped(shapes: &'static [&'static str]) -> BoxedStrategy<String> {
    let words = (
        one_of(shapes),
        table(),
        table(),
        column(),
        column(),
        relation(),
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

pub(super) fn statement() -> BoxedStrategy<String> {
    prop_oneof![
        3 => shaped(VIEWS),
        3 => shaped(PARTITIONS),
        2 => shaped(INHERITANCE),
        3 => shaped(TYPES),
        2 => shaped(BLOCKS),
        2 => shaped(SCHEMAS),
        3 => shaped(COLUMNS),
        2 => shaped(COPIES),
        1 => (table(), column(), data_type(Dialect::PostgreSql)).prop_map(|(t, c, d)| format!(
            "ALTER TABLE {t} ALTER COLUMN {c} DROP DEFAULT, ALTER COLUMN {c} TYPE {d} USING NULL::{d}"
        )),
    ]
    .boxed()
}

const VIEWS: &[&str] = &[
    "CREATE VIEW v0 AS SELECT id, C FROM T",
    "CREATE VIEW v0 AS SELECT T.C AS x, T.* FROM T WHERE D IS NULL",
    "CREATE OR REPLACE VIEW v0 AS SELECT * FROM T",
    "CREATE VIEW v1 AS SELECT * FROM R",
    "CREATE VIEW v1 (a, b) AS SELECT T.id, U.C FROM T JOIN U ON T.id = U.id",
    "CREATE VIEW v2 AS SELECT * FROM T JOIN U USING (id)",
    "CREATE MATERIALIZED VIEW m0 AS SELECT id, C FROM T",
    "CREATE MATERIALIZED VIEW IF NOT EXISTS m0 AS SELECT C, count(*) AS n FROM T GROUP BY C",
    "CREATE UNIQUE INDEX mi ON m0 (id)",
    "CREATE INDEX ON m0 (C)",
    "DROP VIEW v0",
    "DROP VIEW IF EXISTS v1 CASCADE",
    "DROP MATERIALIZED VIEW m0",
    "ALTER VIEW v0 RENAME TO v1",
    "ALTER VIEW v0 RENAME COLUMN C TO D",
    "ALTER MATERIALIZED VIEW m0 RENAME TO m1",
    "ALTER MATERIALIZED VIEW m0 RENAME COLUMN C TO D",
    "ALTER VIEW v0 SET SCHEMA s1",
];

const PARTITIONS: &[&str] = &[
    "CREATE TABLE p (id int NOT NULL, c0 int, c1 text, PRIMARY KEY (id)) PARTITION BY RANGE (id)",
    "CREATE TABLE p (id int NOT NULL, c0 int, c2 text DEFAULT 'x') PARTITION BY LIST (id)",
    "CREATE TABLE p (id bigint, c0 int, c1 text) PARTITION BY RANGE (id)",
    "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE p2 PARTITION OF p (c0 DEFAULT 5, CHECK (c0 > 0)) FOR VALUES FROM (10) TO (20)",
    "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2)",
    "CREATE TABLE pd PARTITION OF p DEFAULT",
    "CREATE INDEX ON p (C)",
    "CREATE INDEX pi ON p (C, D)",
    "CREATE INDEX pi ON p1 (C)",
    "CREATE UNIQUE INDEX pu ON p (id, C)",
    "ALTER TABLE p ADD UNIQUE (id, C)",
    "ALTER TABLE p ADD COLUMN C int DEFAULT 3",
    "ALTER TABLE p DROP COLUMN C",
    "ALTER TABLE p RENAME C TO D",
    "ALTER TABLE p ALTER C SET NOT NULL",
    "ALTER TABLE p1 ALTER C SET DEFAULT 7",
    "ALTER TABLE p ADD CONSTRAINT pk CHECK (id > 0)",
    "ALTER TABLE p DROP CONSTRAINT pk",
    "ALTER TABLE p ADD FOREIGN KEY (c0) REFERENCES t1",
    "ALTER TABLE T ADD FOREIGN KEY (c0) REFERENCES p",
    "ALTER TABLE p DETACH PARTITION p1",
    "ALTER TABLE p ATTACH PARTITION p1 FOR VALUES FROM (20) TO (30)",
    "CREATE TABLE p1 (LIKE p INCLUDING ALL)",
    "ALTER TABLE p DROP CONSTRAINT p_pkey",
    "DROP INDEX pi",
    "DROP TABLE p1",
    "DROP TABLE p",
    "ALTER TABLE p RENAME TO p3",
    "ALTER TABLE p1 RENAME TO p2",
];

const INHERITANCE: &[&str] = &[
    "CREATE TABLE h (own int) INHERITS (T)",
    "CREATE TABLE h (C int, own text DEFAULT 'x') INHERITS (T)",
    "CREATE TABLE h () INHERITS (T, U)",
    "ALTER TABLE h INHERIT T",
    "ALTER TABLE h NO INHERIT T",
    "ALTER TABLE T ADD CHECK (C IS NOT NULL)",
    "ALTER TABLE T ADD CONSTRAINT own CHECK (id > 0) NO INHERIT",
    "ALTER TABLE ONLY T ADD CONSTRAINT only_here UNIQUE (C)",
    "ALTER TABLE h DROP COLUMN C",
    "ALTER TABLE h ALTER C SET DEFAULT NULL",
    "DROP TABLE h",
];

const TYPES: &[&str] = &[
    "CREATE TYPE e0 AS ENUM ('a', 'b')",
    "ALTER TYPE e0 ADD VALUE 'c' BEFORE 'b'",
    "ALTER TYPE e0 ADD VALUE IF NOT EXISTS 'd'",
    "ALTER TYPE e0 RENAME VALUE 'a' TO 'z'",
    "ALTER TYPE e0 RENAME TO e1",
    "ALTER TYPE e0 SET SCHEMA s1",
    "DROP TYPE e0",
    "DROP TYPE IF EXISTS e1 CASCADE",
    "ALTER TABLE T ADD x e0",
    "ALTER TABLE T ADD C e0 NOT NULL DEFAULT 'b'",
    "ALTER TABLE T ADD y e0[]",
    "ALTER TABLE T ALTER x TYPE text USING x::text",
    "ALTER TABLE T ALTER C TYPE e0 USING NULL",
    "CREATE DOMAIN d0 AS int CHECK (VALUE > 0)",
    "CREATE DOMAIN d0 AS text DEFAULT 'q' NOT NULL",
    "ALTER DOMAIN d0 SET DEFAULT 4",
    "ALTER DOMAIN d0 DROP DEFAULT",
    "ALTER DOMAIN d0 SET NOT NULL",
    "ALTER DOMAIN d0 DROP NOT NULL",
    "ALTER DOMAIN d0 ADD CONSTRAINT small CHECK (VALUE < 9)",
    "ALTER DOMAIN d0 DROP CONSTRAINT d0_check",
    "ALTER DOMAIN d0 RENAME CONSTRAINT small TO little",
    "ALTER DOMAIN d0 RENAME TO d1",
    "ALTER TABLE T ADD z d0",
    "DROP DOMAIN d0 CASCADE",
    "CREATE TYPE pair AS (a int, b text)",
    "ALTER TABLE T ADD w pair",
    "DROP TYPE pair CASCADE",
];

const BLOCKS: &[&str] = &[
    "DO $$ BEGIN CREATE TYPE e0 AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
    "DO $$ BEGIN ALTER TABLE T ADD COLUMN C int; EXCEPTION WHEN duplicate_column THEN NULL; END $$",
    "DO $$ DECLARE n int := 1; BEGIN ALTER TABLE T ADD COLUMN C text DEFAULT 'it''s'; CREATE INDEX ON T (C); END $$",
    "DO $$ BEGIN EXECUTE 'ALTER TABLE T RENAME C TO D'; END $$",
    "DO $$ BEGIN EXECUTE format('ALTER TABLE %I DROP COLUMN %I', 'T', 'C'); END $$",
    "DO 'BEGIN ALTER TABLE T ADD C text DEFAULT ''x''; END'",
];

const SCHEMAS: &[&str] = &[
    "CREATE SCHEMA s1",
    "CREATE SCHEMA IF NOT EXISTS s1",
    "DROP SCHEMA s1 CASCADE",
    "DROP SCHEMA s1",
    "ALTER SCHEMA s1 RENAME TO s2",
    "SET search_path TO s1, public",
    "SET search_path TO public",
    "RESET search_path",
    "CREATE TABLE s1.t1 (id int PRIMARY KEY, c0 int REFERENCES T, c1 text UNIQUE)",
    "ALTER TABLE s1.t1 SET SCHEMA public",
    "ALTER TABLE s1.t1 ADD COLUMN C serial",
    "DROP TABLE s1.t1, T CASCADE",
    "CREATE INDEX i5 ON s1.t1 (C)",
    "DROP INDEX s1.i5",
];

const COLUMNS: &[&str] = &[
    "ALTER TABLE T ADD C int GENERATED ALWAYS AS IDENTITY",
    "ALTER TABLE T ALTER C ADD GENERATED BY DEFAULT AS IDENTITY",
    "ALTER TABLE T ALTER C SET GENERATED ALWAYS",
    "ALTER TABLE T ALTER C DROP IDENTITY IF EXISTS",
    "ALTER TABLE T ADD g int GENERATED ALWAYS AS (id * 2) STORED",
    "ALTER TABLE T ALTER g DROP EXPRESSION",
    "ALTER TABLE T ADD C serial",
    "ALTER TABLE T ALTER C DROP DEFAULT",
    "ALTER TABLE T ALTER C SET DEFAULT 1, ALTER D DROP NOT NULL",
    "ALTER TABLE T DROP C, ADD C text DEFAULT 'y' NOT NULL",
    "ALTER TABLE IF EXISTS T ADD COLUMN IF NOT EXISTS C int, DROP COLUMN IF EXISTS D CASCADE",
    "DROP SEQUENCE IF EXISTS t0_id_seq CASCADE",
    "ALTER SEQUENCE t0_id_seq RENAME TO own_seq",
    "CREATE SEQUENCE q0",
    "ALTER TABLE T ALTER C SET DEFAULT nextval('q0')",
    "ALTER SEQUENCE q0 OWNED BY T.C",
    "DROP SEQUENCE q0",
    "ALTER TABLE T ADD CONSTRAINT xx EXCLUDE USING btree (id WITH =)",
    "ALTER TABLE T ADD CONSTRAINT ff FOREIGN KEY (C) REFERENCES U (D) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE T ALTER CONSTRAINT ff NOT DEFERRABLE",
    "ALTER TABLE T VALIDATE CONSTRAINT ff",
    "ALTER TABLE T DROP CONSTRAINT ff",
    "ALTER TABLE T ADD PRIMARY KEY (C)",
    "ALTER TABLE T ADD UNIQUE (C, D)",
    "COMMENT ON COLUMN T.C IS 'x'",
    "TRUNCATE T CASCADE",
];

const COPIES: &[&str] = &[
    "CREATE TABLE t2 (LIKE T)",
    "CREATE TABLE t2 (LIKE T INCLUDING DEFAULTS INCLUDING CONSTRAINTS, extra int)",
    "CREATE TABLE t3 (LIKE T INCLUDING INDEXES INCLUDING IDENTITY INCLUDING GENERATED)",
    "CREATE TABLE t3 (first int, LIKE T INCLUDING ALL EXCLUDING INDEXES)",
    "CREATE TABLE t2 AS SELECT id, C, C::text AS copy FROM T",
    "CREATE TABLE IF NOT EXISTS t3 AS SELECT * FROM R WITH NO DATA",
    "CREATE TABLE t2 AS TABLE T",
    "SELECT id, C INTO t3 FROM T",
    "CREATE UNLOGGED TABLE t2 (id int PRIMARY KEY, c0 int)",
    "CREATE TEMP TABLE t2 (id int PRIMARY KEY, c0 int)",
];
