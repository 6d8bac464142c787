//! Histories of our own, each around one idea of the manuals.

pub(super) const POSTGRESQL: &[(&str, &str)] = &[
    (
        "names that the server chooses",
        "CREATE TABLE a (id serial PRIMARY KEY, x int UNIQUE, y int CHECK (y > 0), z int, CHECK (x < y), UNIQUE (y, z));
         CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a_id int REFERENCES a, FOREIGN KEY (a_id) REFERENCES a (x) ON DELETE CASCADE ON UPDATE SET NULL);
         CREATE INDEX ON b (a_id); CREATE INDEX ON b (a_id, lower(id::text)); CREATE INDEX ON b ((a_id + 1)); CREATE INDEX ON a (x) INCLUDE (z);
         CREATE INDEX kept ON a (x) INCLUDE (z) WITH (fillfactor = 90); CREATE INDEX part ON a (z) WITH (fillfactor = 80) WHERE z > 0;
         ALTER TABLE a RENAME TO c; CREATE TABLE a (id serial PRIMARY KEY, x int UNIQUE, c_id int REFERENCES c);
         CREATE TABLE a_very_long_name_of_a_table_that_is_cut_by_the_server (a_very_long_name_of_a_column_that_is_cut int UNIQUE, id serial);",
    ),
    (
        "renames reach every place",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, CONSTRAINT positive CHECK (a > 0 AND b > 0), g int GENERATED ALWAYS AS (a * 2) STORED);
         CREATE INDEX i ON t (a, (b + a)) WHERE a IS NOT NULL; CREATE TABLE u (t_id int REFERENCES t (id));
         ALTER TABLE t RENAME a TO \"Order\"; ALTER TABLE t RENAME COLUMN id TO key; ALTER TABLE t RENAME TO \"T\";
         ALTER INDEX i RENAME TO j; ALTER TABLE \"T\" RENAME CONSTRAINT positive TO above; ALTER INDEX t_pkey RENAME TO t_key;",
    ),
    (
        "drops take along what depends",
        "CREATE TABLE p (id int PRIMARY KEY, a int, b int, UNIQUE (a, b), CHECK (a > b)); CREATE TABLE c (p int REFERENCES p, a int, b int, FOREIGN KEY (a, b) REFERENCES p (a, b));
         CREATE INDEX ON p (b) WHERE a > 0; CREATE VIEW v AS SELECT a FROM p; CREATE VIEW w AS SELECT * FROM v;
         ALTER TABLE p DROP COLUMN a CASCADE; CREATE VIEW x AS SELECT id FROM p; DROP TABLE p CASCADE;
         CREATE TABLE q (id int); CREATE MATERIALIZED VIEW m AS SELECT id FROM q; CREATE MATERIALIZED VIEW n AS SELECT id FROM m; DROP MATERIALIZED VIEW m, n CASCADE;",
    ),
    (
        "a unique index goes with the foreign keys that depend on it",
        "CREATE TABLE p (id int PRIMARY KEY, a int NOT NULL, b int); CREATE UNIQUE INDEX by_a ON p (a); CREATE TABLE c (a int, CONSTRAINT by_index FOREIGN KEY (a) REFERENCES p (a));
         CREATE UNIQUE INDEX also_a ON p (a); DROP INDEX also_a CASCADE; DROP INDEX by_a CASCADE; CREATE UNIQUE INDEX by_both ON p (a, b);
         ALTER TABLE c ADD b int, ADD CONSTRAINT by_index FOREIGN KEY (b, a) REFERENCES p (b, a), ADD FOREIGN KEY (a) REFERENCES p; CREATE UNIQUE INDEX by_id ON p (id); DROP INDEX by_id CASCADE;",
    ),
    (
        "types of the user's",
        "CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TYPE mood ADD VALUE 'happy' AFTER 'sad'; ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
         CREATE DOMAIN positive AS int DEFAULT 1 CHECK (VALUE > 0); CREATE TABLE t (m mood NOT NULL DEFAULT 'sad', p positive, ms mood[]);
         ALTER TYPE mood RENAME TO feeling; CREATE TYPE pair AS (a int, b text); ALTER TABLE t ADD q pair;
         CREATE TYPE gone AS ENUM ('x'); ALTER TABLE t ADD z gone; DROP TYPE gone CASCADE;",
    ),
    (
        "schemas and the search path",
        "CREATE SCHEMA s; CREATE TABLE s.t (id bigserial PRIMARY KEY); SET search_path TO s, public; CREATE TABLE u (id int REFERENCES t);
         CREATE INDEX i ON u (id); CREATE TYPE e AS ENUM ('a'); CREATE TABLE v (e e); SET search_path TO DEFAULT; CREATE TABLE t (id int);
         ALTER TABLE s.u SET SCHEMA public; ALTER TABLE s.t SET SCHEMA public;",
    ),
    (
        "partitions have the keys of their parent",
        "CREATE TABLE m (id bigint NOT NULL, at date NOT NULL, v int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
         CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); CREATE INDEX ON m (v);
         CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2021-01-01') TO ('2022-01-01'); CREATE TABLE md PARTITION OF m DEFAULT;
         ALTER TABLE m ADD COLUMN w text DEFAULT 'x'; CREATE TABLE m3 (LIKE m INCLUDING ALL); ALTER TABLE m ATTACH PARTITION m3 FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
         CREATE TABLE r (id int PRIMARY KEY); ALTER TABLE m ADD FOREIGN KEY (v) REFERENCES r; ALTER TABLE m DETACH PARTITION m1;
         CREATE TABLE h (k int) PARTITION BY HASH (k); CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (modulus 2, remainder 0);",
    ),
    (
        "inheritance, LIKE and AS",
        "CREATE TABLE p (id int NOT NULL, a text DEFAULT 'x', CHECK (id > 0)); CREATE TABLE c (b int) INHERITS (p); ALTER TABLE p ADD COLUMN d int; ALTER TABLE p DROP COLUMN a;
         CREATE TABLE l (LIKE p INCLUDING DEFAULTS, e int); CREATE TABLE k AS SELECT id, d::bigint AS big, count(*) FROM p GROUP BY 1, 2 WITH NO DATA;
         SELECT id AS copied INTO n FROM p;",
    ),
    (
        "views and their indexes",
        "CREATE TABLE t (id int PRIMARY KEY, a text); CREATE VIEW v AS SELECT id, lower(a), a AS b FROM t; CREATE OR REPLACE VIEW v AS SELECT id, lower(a), a AS b, 1 AS c FROM t;
         CREATE MATERIALIZED VIEW m AS WITH x AS (SELECT * FROM t) SELECT x.id, x.a FROM x; CREATE UNIQUE INDEX mi ON m (id);
         ALTER VIEW v RENAME TO w; ALTER MATERIALIZED VIEW m RENAME TO n; DROP VIEW w; CREATE VIEW s AS SELECT t.*, n.a AS other FROM t JOIN n USING (id);",
    ),
    (
        "views over several tables with columns of one name, of which one is renamed",
        "CREATE TABLE t (id int PRIMARY KEY, a text, b int); CREATE TABLE u (id int PRIMARY KEY, a text);
         CREATE VIEW v AS SELECT id, a FROM t UNION SELECT id, a FROM u; CREATE VIEW w AS SELECT t.a, u.a AS other FROM t JOIN u ON u.id = t.id WHERE u.a > t.a;
         CREATE VIEW x AS WITH q AS (SELECT id, a FROM t) SELECT q.a, u.a AS own FROM q JOIN u ON u.id = q.id; CREATE VIEW y AS SELECT s.a FROM (SELECT u.a FROM u UNION ALL SELECT t.a FROM t) s WHERE EXISTS (SELECT 1 FROM t WHERE t.a = s.a);
         ALTER TABLE t RENAME a TO aa; ALTER TABLE u RENAME id TO \"Key\"; ALTER TABLE u RENAME a TO other;",
    ),
    (
        "a default that is a value of a type goes with it",
        "CREATE TYPE money_of AS ENUM ('CHF', 'USD'); CREATE TABLE t (id int, a money_of NOT NULL DEFAULT E'USD', b money_of DEFAULT 'CHF', c text DEFAULT 'x');
         ALTER TABLE t ALTER a TYPE text; ALTER TABLE t ALTER c SET DEFAULT 'USD'::money_of::text; DROP TYPE money_of CASCADE;",
    ),
    (
        "a table that views read goes to another schema",
        "CREATE SCHEMA s; CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (t int); CREATE VIEW v AS SELECT t.id AS x, t.* FROM t WHERE a IS NULL;
         CREATE VIEW w AS SELECT u.t, q.a FROM u, t q WHERE q.id = u.t; ALTER TABLE t SET SCHEMA s; ALTER VIEW v SET SCHEMA s;",
    ),
    (
        "keys from indexes, and not valid ones",
        "CREATE TABLE t (id int, a int, b int); CREATE UNIQUE INDEX i ON t (id); ALTER TABLE t ADD CONSTRAINT t_pk PRIMARY KEY USING INDEX i;
         CREATE UNIQUE INDEX j ON t (a); ALTER TABLE t ADD UNIQUE USING INDEX j; ALTER TABLE t ADD CONSTRAINT c CHECK (b > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c;
         ALTER TABLE t ADD CONSTRAINT d CHECK (a > 0) NOT VALID; CREATE EXTENSION btree_gist; ALTER TABLE t ADD EXCLUDE USING gist (a WITH =, b WITH <>) WHERE (a > 0);
         ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED;",
    ),
    (
        "sequences and defaults",
        "CREATE TABLE t (id serial, a int DEFAULT 1 + 2 NOT NULL, b text DEFAULT 'it''s'::text, c timestamptz DEFAULT now() NOT NULL, d text[] DEFAULT '{}'::text[] NOT NULL);
         ALTER TABLE t RENAME TO u; ALTER SEQUENCE t_id_seq RENAME TO u_id_seq; ALTER TABLE u ALTER a DROP DEFAULT, ALTER b SET DEFAULT 'x';
         ALTER TABLE u ADD p varchar(15) DEFAULT ''; ALTER TABLE u ALTER p TYPE text; ALTER TABLE u ADD r timestamp(3) DEFAULT '2020-01-01'; ALTER TABLE u ALTER r TYPE timestamp;
         CREATE SEQUENCE s START 100 INCREMENT 5; ALTER TABLE u ADD n int DEFAULT nextval('s'); ALTER SEQUENCE s OWNED BY u.n; ALTER TABLE u ALTER id DROP DEFAULT; DROP SEQUENCE u_id_seq;
         ALTER TABLE u ALTER id ADD GENERATED BY DEFAULT AS IDENTITY; ALTER TABLE u ALTER id DROP IDENTITY;",
    ),
    (
        "plain statements in DO blocks",
        "DO $$ BEGIN CREATE TYPE k AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
         DO $$ BEGIN CREATE TYPE k AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$; CREATE TABLE t (id int);
         DO $body$ DECLARE n int; BEGIN SELECT 1 INTO n; IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'a') THEN ALTER TABLE t ADD COLUMN a k; END IF;
         EXECUTE 'CREATE INDEX ti ON t (id)'; END $body$;",
    ),
    (
        "stars are written out when a view is made",
        "CREATE TABLE t (id int PRIMARY KEY, a text); CREATE TABLE u (id int, b int); CREATE VIEW v AS SELECT t.*, u.b AS own FROM t JOIN u ON u.id = t.id;
         CREATE VIEW w AS SELECT * FROM t JOIN u USING (id); CREATE VIEW x AS WITH q AS (SELECT * FROM t) SELECT q.*, count(*) FROM q GROUP BY id, a; CREATE TABLE k AS SELECT * FROM t NATURAL JOIN u;
         ALTER TABLE t ADD own int; ALTER TABLE t RENAME a TO aa; ALTER TABLE u RENAME b TO bb; CREATE OR REPLACE VIEW v AS SELECT t.id, t.aa AS a, u.bb AS own, t.own AS more FROM t JOIN u ON u.id = t.id;",
    ),
    (
        "types of what functions give",
        "CREATE TABLE t (id int, a text); CREATE TABLE u AS SELECT regexp_replace(a, 'x', '', 'g') AS b, split_part(a, 'x', 1) AS c, to_tsvector('english', a) AS d,
         left(a, 1) AS e, lpad(a, 3) AS f, concat_ws('-', a, id) AS g, initcap(a) AS h, array_to_string(ARRAY[a], ',') AS i FROM t;",
    ),
    (
        "a key made of an index that carries columns",
        "CREATE TABLE t (id int, a int); CREATE UNIQUE INDEX ti ON t (id) INCLUDE (a); ALTER TABLE t ADD CONSTRAINT tk UNIQUE USING INDEX ti;",
    ),
    (
        "an extension that goes with its schema",
        "CREATE SCHEMA ext; CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA ext; CREATE TABLE t (id uuid PRIMARY KEY DEFAULT ext.uuid_generate_v4(), a int); DROP SCHEMA ext CASCADE;",
    ),
    (
        "extensions in a schema of their own",
        "CREATE SCHEMA ext; CREATE EXTENSION pgcrypto WITH SCHEMA ext; CREATE TABLE t (id int, salt bytea DEFAULT ext.gen_random_bytes(4));",
    ),
    (
        "statements in strings, and behind what may end the block",
        "CREATE TABLE t (id int); DO $$ BEGIN IF to_regclass('gone') IS NULL THEN RETURN; END IF; EXECUTE 'ALTER TABLE gone ADD a int'; END $$;
         DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD a text DEFAULT ''x'''; EXECUTE format('ALTER TABLE %I ADD %I text DEFAULT %L', 't', 'B', 'it''s'); EXECUTE 'CREATE INDEX ' || 'i ON t (a)'; END $$;
         DO 'BEGIN ALTER TABLE t ADD c text DEFAULT ''y''; END';",
    ),
    (
        "functions that the script makes and calls",
        "CREATE TABLE t (id int, a int); CREATE FUNCTION add_unless(tab text, name text, command text) RETURNS void AS $$ BEGIN
         IF NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_name = tab AND constraint_name = name) THEN EXECUTE command; END IF; END $$ LANGUAGE 'plpgsql';
         SELECT add_unless('t', 'k', 'ALTER TABLE t ADD CONSTRAINT k UNIQUE (id, a)'); SELECT add_unless('t', 'k', 'ALTER TABLE t ADD CONSTRAINT k UNIQUE (id, a)');
         CREATE FUNCTION plain() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN ALTER TABLE t ADD b int; PERFORM add_unless('t', 'l', 'ALTER TABLE t ADD CONSTRAINT l CHECK (a > 0)'); END $f$; SELECT plain(); DROP FUNCTION plain();
         CREATE TABLE \"Limit\" (id int, n int); CREATE FUNCTION of_row(one \"Limit\") RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN one.n; END $$;",
    ),
];

pub(super) const MYSQL: &[(&str, &str)] = &[
    (
        "a key that is dropped behind its column",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b int, KEY ka (a), UNIQUE KEY kb (b)); ALTER TABLE t DROP COLUMN a, DROP INDEX ka;
         ALTER TABLE t DROP COLUMN b, DROP KEY kb, ADD COLUMN c int, ADD KEY kb (c);",
    ),
    (
        "keys, their names and the indexes of foreign keys",
        "CREATE TABLE `a` (`id` bigint unsigned NOT NULL AUTO_INCREMENT, `x` int DEFAULT NULL, `y` varchar(50) NOT NULL DEFAULT '', PRIMARY KEY (`id`), UNIQUE KEY (`x`), KEY `by_y` (`y`(10)), CHECK (`x` > 0)) ENGINE=InnoDB;
         CREATE TABLE `b` (`id` int PRIMARY KEY AUTO_INCREMENT, `a_id` bigint unsigned, `c` int, CONSTRAINT `fk` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`) ON DELETE CASCADE, UNIQUE (`c`, `a_id`), INDEX (`c`));
         ALTER TABLE b ADD COLUMN d int, ADD INDEX (d), ADD FOREIGN KEY (a_id) REFERENCES a (id); CREATE INDEX wide ON b (a_id, d); ALTER TABLE b DROP FOREIGN KEY fk; RENAME TABLE b TO e; ALTER TABLE e RENAME TO f, ADD COLUMN later int;",
    ),
    (
        "columns redefined, moved and dropped",
        "CREATE TABLE t (id int PRIMARY KEY, a int, b varchar(10), c datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, KEY (a, b), UNIQUE (b));
         ALTER TABLE t ADD d int FIRST, ADD e int AFTER a, MODIFY a bigint NOT NULL, CHANGE b bb varchar(20) CHARACTER SET utf8mb3 NOT NULL COMMENT 'x' AFTER c;
         ALTER TABLE t DROP COLUMN a; ALTER TABLE t ALTER d SET DEFAULT 5; ALTER TABLE t RENAME COLUMN e TO f; ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, f);
         ALTER TABLE t ADD g int GENERATED ALWAYS AS (id + 1) STORED, ADD state enum('a','b') NOT NULL DEFAULT 'a', ADD FULLTEXT INDEX words (bb); CREATE TABLE u LIKE t;",
    ),
    (
        "what is prepared, and what procedures of the script do",
        "CREATE TABLE t (id int PRIMARY KEY, a int, KEY i (a));
         SET @there = (SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME = 'i');
         SET @drop := IF(@there > 0, 'ALTER TABLE `t` DROP INDEX `i`', 'SELECT ''there is none'''); PREPARE s FROM @drop; EXECUTE s; DEALLOCATE PREPARE s;
         SET @table = 't', @add = (SELECT IF(1 > 0, CONCAT('ALTER TABLE ', @table, ' ADD b varchar(9) DEFAULT \"x\"'), 'SELECT 1')); PREPARE s FROM @add; EXECUTE s;
         DELIMITER $$
         CREATE PROCEDURE add_unless(IN tab varchar(64), IN col varchar(64)) BEGIN DECLARE n int DEFAULT 0;
         SELECT COUNT(*) INTO n FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = tab AND COLUMN_NAME = col;
         IF n = 0 THEN SET @s = CONCAT('ALTER TABLE ', tab, ' ADD COLUMN ', col, ' int'); PREPARE s FROM @s; EXECUTE s; DEALLOCATE PREPARE s; END IF; END$$
         CREATE PROCEDURE plain() BEGIN CREATE INDEX j ON t (b); ALTER TABLE t ADD e int; END$$
         DELIMITER ;
         CALL add_unless('t', 'c'); CALL add_unless('t', 'c'); CALL add_unless('t', 'd'); CALL plain(); DROP PROCEDURE add_unless; DROP PROCEDURE IF EXISTS plain;",
    ),
];

pub(super) const SQLITE: &[(&str, &str)] = &[
    (
        "automatic indexes and the rebuild of a table",
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT UNIQUE, y INT REFERENCES a (id) ON DELETE CASCADE, UNIQUE (x, y), UNIQUE (x));
         CREATE TABLE b (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID; CREATE INDEX i ON a (y DESC, x COLLATE NOCASE) WHERE y > 0; CREATE INDEX e ON a (lower(x));
         CREATE TABLE a_new (id INTEGER PRIMARY KEY, x VARCHAR(20) NOT NULL DEFAULT '', y INT, z AS (y + 1)); INSERT INTO a_new (id, x) SELECT id, x FROM a; DROP TABLE a; ALTER TABLE a_new RENAME TO a;
         CREATE UNIQUE INDEX i ON a (x); ALTER TABLE a RENAME COLUMN x TO name; ALTER TABLE a ADD COLUMN w REAL DEFAULT 1.5; CREATE TABLE s (a ANY) STRICT; CREATE VIEW v AS SELECT name FROM a;",
    ),
    (
        "a table of a query has types by affinity",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n bigint, x varchar(20), r double, d decimal(10,2), b blob, t date); CREATE TABLE k AS SELECT * FROM a; CREATE TABLE m AS SELECT id, x AS name, r, t FROM a;",
    ),
    (
        "a column is dropped with the reference that has no name",
        "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY, a_id int REFERENCES a, n int CHECK (n > 0)); ALTER TABLE b DROP COLUMN a_id; ALTER TABLE b DROP COLUMN n;",
    ),
];
