//! What only SQLite has: tables built anew, references by name, conflict clauses, strict and rowid-less tables, views
//! and triggers that renames reach.

use super::{shaped_over, table};
use proptest::prelude::*;

fn shaped(shapes: &'static [&'static str]) -> BoxedStrategy<String> {
    shaped_over(shapes, table().boxed())
}

pub(super) fn statement() -> BoxedStrategy<String> {
    prop_oneof![
        3 => shaped(TABLES),
        2 => shaped(REBUILDS),
        3 => shaped(COLUMNS),
        3 => shaped(INDEXES),
        2 => shaped(VIEWS),
    ]
    .boxed()
}

const TABLES: &[&str] = &[
    "CREATE TABLE T (C text, D int, id integer primary key autoincrement, UNIQUE (C, D) ON CONFLICT REPLACE)",
    "CREATE TABLE T (id int PRIMARY KEY, C text NOT NULL COLLATE NOCASE, D real DEFAULT (1 + 1)) WITHOUT ROWID",
    "CREATE TABLE T (id integer PRIMARY KEY, C any, D blob) STRICT",
    "CREATE TABLE IF NOT EXISTS \"T\" (\"id\" integer NOT NULL, \"C\" varchar(20), PRIMARY KEY (\"id\"), CHECK (\"C\" <> ''))",
    "CREATE TABLE T (id integer PRIMARY KEY, C int REFERENCES U, D int REFERENCES U (id) ON DELETE CASCADE, FOREIGN KEY (D, C) REFERENCES U (id, C))",
    "CREATE TABLE T (C, D, PRIMARY KEY (C, D), UNIQUE (D), UNIQUE (D, C))",
    "CREATE TABLE T (id PRIMARY KEY, C int UNIQUE, CONSTRAINT same UNIQUE (C), CONSTRAINT above CHECK (C > 0))",
    "CREATE TABLE T (id integer PRIMARY KEY, C int, g int AS (C + 1), h text GENERATED ALWAYS AS (upper(C)) STORED)",
    "CREATE TABLE T AS SELECT * FROM U",
    "CREATE TABLE T AS SELECT id, C AS x, count(*) FROM U GROUP BY id",
    "CREATE TEMP TABLE gone (id int)",
    "CREATE VIRTUAL TABLE words USING fts5(C, D)",
    "DROP TABLE IF EXISTS T",
    "DELETE FROM T",
];

const REBUILDS: &[&str] = &[
    "PRAGMA foreign_keys=OFF; CREATE TABLE T_new (id integer PRIMARY KEY, C text NOT NULL DEFAULT '', D int REFERENCES U (id)); INSERT INTO T_new (id, C) SELECT id, C FROM T; DROP TABLE T; ALTER TABLE T_new RENAME TO T; PRAGMA foreign_keys=ON",
    "ALTER TABLE T RENAME TO T_old; CREATE TABLE T (id integer PRIMARY KEY, C int); INSERT INTO T SELECT id, C FROM T_old; DROP TABLE T_old",
    "PRAGMA legacy_alter_table=ON; ALTER TABLE T RENAME TO U; PRAGMA legacy_alter_table=OFF",
    "BEGIN; CREATE TABLE temp_T (id integer PRIMARY KEY, D int); DROP TABLE T; ALTER TABLE temp_T RENAME TO T; COMMIT",
];

const COLUMNS: &[&str] = &[
    "ALTER TABLE T ADD C varchar(10) NOT NULL DEFAULT 'it''s'",
    "ALTER TABLE T ADD COLUMN \"C\" INTEGER DEFAULT -1 CHECK (\"C\" > -5)",
    "ALTER TABLE T ADD C text AS (D || 'x')",
    "ALTER TABLE T ADD C int REFERENCES U (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE T RENAME C TO D",
    "ALTER TABLE T RENAME COLUMN \"C\" TO \"the D\"",
    "ALTER TABLE T RENAME COLUMN id TO key",
    "ALTER TABLE T DROP C",
    "ALTER TABLE T ADD C timestamp DEFAULT CURRENT_TIMESTAMP",
    "ALTER TABLE T ADD COLUMN C boolean DEFAULT FALSE",
    "ALTER TABLE T ADD COLUMN C numeric(10,2) NULL",
];

const INDEXES: &[&str] = &[
    "CREATE INDEX IF NOT EXISTS i0 ON T (C COLLATE NOCASE, D DESC)",
    "CREATE UNIQUE INDEX i1 ON T (C) WHERE D IS NULL AND C > 0",
    "CREATE INDEX i2 ON T (lower(C), D + 1)",
    "CREATE INDEX \"the index\" ON \"T\" (C)",
    "CREATE INDEX main.i3 ON T (C)",
    "DROP INDEX IF EXISTS i0",
    "DROP INDEX i1",
    "REINDEX T",
    "DROP INDEX \"the index\"",
];

const VIEWS: &[&str] = &[
    "CREATE VIEW v0 AS SELECT id, C FROM T",
    "CREATE VIEW IF NOT EXISTS v1 (a, b) AS SELECT T.id, U.C FROM T JOIN U ON T.id = U.id",
    "CREATE VIEW v2 AS SELECT * FROM T WHERE D > 1 UNION SELECT * FROM T",
    "DROP VIEW v0",
    "DROP VIEW IF EXISTS v1",
    "CREATE TRIGGER r0 AFTER INSERT ON T BEGIN UPDATE U SET C = new.C WHERE id = new.id; END",
    "DROP TRIGGER IF EXISTS r0",
];
