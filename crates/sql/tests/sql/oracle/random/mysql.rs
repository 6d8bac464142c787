//! What only MySQL and MariaDB have: columns redefined and moved, several changes in one statement, prepared statements,
//! prefixes, views, generated columns, character sets.

use super::{one_of, shaped_over, table};
use proptest::prelude::*;

fn shaped(shapes: &'static [&'static str]) -> BoxedStrategy<String> {
    shaped_over(shapes, table().boxed())
}

pub(super) fn statement() -> BoxedStrategy<String> {
    prop_oneof![
        3 => shaped(COLUMNS),
        3 => shaped(MANY),
        3 => shaped(KEYS),
        2 => shaped(TABLES),
        2 => shaped(VIEWS),
        1 => shaped(PREPARED),
        1 => (table(), one_of(&["utf8mb3", "latin1", "utf8mb4"])).prop_map(|(t, set)| format!(
            "ALTER TABLE {t} CONVERT TO CHARACTER SET {set}"
        )),
    ]
    .boxed()
}

const COLUMNS: &[&str] = &[
    "ALTER TABLE T ADD C int FIRST, ADD D varchar(9) AFTER C",
    "ALTER TABLE T MODIFY C varchar(50) CHARACTER SET latin1 NOT NULL DEFAULT 'x'",
    "ALTER TABLE T MODIFY COLUMN C bigint UNSIGNED NULL COMMENT 'it''s'",
    "ALTER TABLE T MODIFY C text",
    "ALTER TABLE T MODIFY id bigint NOT NULL AUTO_INCREMENT",
    "ALTER TABLE T CHANGE C D int NOT NULL DEFAULT 7",
    "ALTER TABLE T CHANGE COLUMN C C decimal(12,4) UNSIGNED",
    "ALTER TABLE T ALTER C SET DEFAULT 5",
    "ALTER TABLE T ALTER COLUMN C DROP DEFAULT",
    "ALTER TABLE T ADD C enum('a','b') NOT NULL DEFAULT 'b'",
    "ALTER TABLE T MODIFY C enum('a','b','c')",
    "ALTER TABLE T ADD C set('x','y') DEFAULT 'x,y'",
    "ALTER TABLE T ADD C datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)",
    "ALTER TABLE T ADD C timestamp NULL DEFAULT NULL",
    "ALTER TABLE T ADD C json",
    "ALTER TABLE T ADD g int AS (id + 1) VIRTUAL",
    "ALTER TABLE T ADD h varchar(20) GENERATED ALWAYS AS (concat(id, 'x')) STORED",
    "ALTER TABLE T ADD IF NOT EXISTS C int",
    "ALTER TABLE T DROP COLUMN IF EXISTS C",
    "ALTER TABLE T ADD (C int, D text)",
    "ALTER TABLE T ADD C varchar(10) PRIMARY KEY",
    "ALTER TABLE T ADD C int UNIQUE KEY, ADD D int KEY",
    "ALTER TABLE T ADD C binary(16), ADD D varbinary(20) DEFAULT 0x61",
    "ALTER TABLE T ADD C bit(1) DEFAULT b'0', ADD D year",
    "ALTER TABLE T ADD C float UNSIGNED ZEROFILL, ADD D mediumint(5)",
];

const MANY: &[&str] = &[
    "ALTER TABLE T DROP COLUMN C, ADD COLUMN C varchar(7)",
    "ALTER TABLE T RENAME COLUMN C TO D, ADD INDEX (D)",
    "ALTER TABLE T ADD KEY i0 (C), ADD UNIQUE KEY i1 (D, C)",
    "ALTER TABLE T DROP INDEX i0, ADD INDEX i0 (D)",
    "ALTER TABLE T DROP PRIMARY KEY, ADD PRIMARY KEY (id, C)",
    "ALTER TABLE T DROP KEY i0, DROP KEY i1",
    "ALTER TABLE T CHANGE C D int, ADD KEY (D), ADD CONSTRAINT positive CHECK (id > 0)",
    "ALTER TABLE T RENAME TO U, ADD COLUMN C int",
    "ALTER TABLE T ENGINE = InnoDB, AUTO_INCREMENT = 10",
    "ALTER TABLE T ADD COLUMN C int, ADD FOREIGN KEY (C) REFERENCES U (id) ON DELETE SET NULL ON UPDATE CASCADE",
    "ALTER TABLE T DROP CONSTRAINT IF EXISTS positive, DROP CONSTRAINT IF EXISTS C",
];

const KEYS: &[&str] = &[
    "CREATE INDEX i3 ON T (C(5))",
    "CREATE UNIQUE INDEX i3 ON T (C(5), D DESC)",
    "CREATE FULLTEXT INDEX words ON T (C)",
    "CREATE OR REPLACE INDEX i1 ON T (C)",
    "CREATE INDEX IF NOT EXISTS i0 ON T (C)",
    "ALTER TABLE T ADD UNIQUE (C)",
    "ALTER TABLE T ADD UNIQUE INDEX (C, D)",
    "ALTER TABLE T ADD CONSTRAINT UNIQUE KEY (C)",
    "ALTER TABLE T ADD CONSTRAINT k9 FOREIGN KEY i9 (C) REFERENCES U (id)",
    "ALTER TABLE T ADD FOREIGN KEY (C, D) REFERENCES U (C, D)",
    "ALTER TABLE T ADD INDEX C (C)",
    "ALTER TABLE T DROP FOREIGN KEY k9",
    "ALTER TABLE T DROP FOREIGN KEY IF EXISTS T_ibfk_1",
    "ALTER TABLE T DROP INDEX C",
    "ALTER TABLE T DROP CONSTRAINT k0",
    "ALTER TABLE T ADD CONSTRAINT k0 CHECK (C IS NOT NULL OR id > 0)",
    "ALTER TABLE T ADD CHECK (D <> C)",
    "DROP INDEX IF EXISTS i0 ON T",
    "ALTER TABLE T RENAME KEY i0 TO i1",
    "ALTER TABLE T ADD PRIMARY KEY (C)",
    "ALTER TABLE T DROP PRIMARY KEY",
];

const TABLES: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS T (id bigint UNSIGNED NOT NULL AUTO_INCREMENT, C varchar(40) NOT NULL, D int, PRIMARY KEY (id), UNIQUE KEY C (C), KEY by_d (D, C)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
    "CREATE TABLE T (C int, D int, PRIMARY KEY (C, D), KEY (D), FOREIGN KEY (D) REFERENCES U (id) ON DELETE CASCADE)",
    "CREATE TABLE T (id bigint PRIMARY KEY, C int REFERENCES U (id), CONSTRAINT same CHECK (C > 1))",
    "CREATE TABLE T (id bigint AUTO_INCREMENT, C int, D timestamp, UNIQUE (id), CHECK (C > 0), INDEX (C, D))",
    "CREATE TABLE T AS SELECT * FROM U",
    "CREATE TABLE T (extra int) AS SELECT id, C FROM U",
    "CREATE TABLE T SELECT C AS x FROM U",
    "CREATE TABLE IF NOT EXISTS T LIKE U",
    "CREATE TEMPORARY TABLE gone (id int)",
    "DROP TABLE IF EXISTS T, U",
    "RENAME TABLE T TO t9, U TO T, t9 TO U",
    "TRUNCATE TABLE T",
    "SET foreign_key_checks = 0; DROP TABLE T; SET foreign_key_checks = 1",
];

const VIEWS: &[&str] = &[
    "CREATE VIEW v0 AS SELECT id, C FROM T",
    "CREATE OR REPLACE VIEW v0 AS SELECT * FROM T",
    "CREATE VIEW v1 (a, b) AS SELECT T.id, U.C FROM T JOIN U ON T.id = U.id",
    "CREATE VIEW v2 AS SELECT T.* FROM T LEFT JOIN U USING (id)",
    "CREATE VIEW v3 AS SELECT id, C FROM T UNION SELECT id, D FROM U",
    "ALTER VIEW v0 AS SELECT D FROM T",
    "DROP VIEW v0",
    "DROP VIEW IF EXISTS v1, v2",
    "RENAME TABLE v0 TO v4",
];

const PREPARED: &[&str] = &[
    "SET @s = 'ALTER TABLE T ADD C int'; PREPARE p FROM @s; EXECUTE p; DEALLOCATE PREPARE p",
    "SET @s = CONCAT('CREATE INDEX i4 ON ', 'T', ' (C)'); PREPARE p FROM @s; EXECUTE p",
    "SET @s = IF((SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'T' AND COLUMN_NAME = 'C') = 0, 'ALTER TABLE T ADD C int', 'SELECT 1'); PREPARE p FROM @s; EXECUTE p",
];
