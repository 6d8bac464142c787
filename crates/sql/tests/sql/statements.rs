//! Statements as people, dumps and templates write them: each is understood.

use sql::{Change, Dialect, Section};

/// Every statement of `text` is understood, and these are the kinds of their effects.
#[track_caller]
fn check(dialect: Dialect, text: &str, expected: &[&str]) {
    let script = sql::read(text, dialect);
    assert_eq!(script.notes, [], "{text}");
    let kinds: Vec<&str> = script
        .section(Section::Up)
        .map(|statement| {
            assert!(statement.understood, "{}", statement.kind);
            &*statement.kind
        })
        .collect();
    assert_eq!(kinds, expected, "{text}");
}

#[test]
fn a_line_of_dashes_is_a_comment_to_the_client_of_mysql() {
    let text = "---------------- init\nCREATE TABLE a (id int);\n--------\n-- b\nDROP TABLE a;";
    check(Dialect::MySql, text, &["create table", "drop table"]);
}

#[test]
fn a_dump_of_mariadb_begins_with_a_word_to_the_client() {
    let text = "/*M!999999\\- enable the sandbox mode */\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE a (id int);";
    check(Dialect::MySql, text, &["set", "create table"]);
}

#[test]
fn an_aggregate_leaves_the_tables_as_they_are() {
    let text = "CREATE AGGREGATE first(anyelement) (sfunc = first_agg, stype = anyelement);
        CREATE OR REPLACE AGGREGATE last(x int) (sfunc = last_agg, stype = int)";
    check(Dialect::PostgreSql, text, &["create other", "create other"]);
}

#[test]
fn a_condition_of_a_template_may_stand_around_a_word() {
    let text =
        "CREATE INDEX {{ if not .Transactional }}concurrently{{end}} IF NOT EXISTS i ON a (b)";
    check(Dialect::PostgreSql, text, &["create index"]);
    let script = sql::read(text, Dialect::PostgreSql);
    match &script.statements[0].effects[0].change {
        Change::CreateIndex(index) => {
            assert_eq!(
                index.name.as_ref().map(|name| name.text.as_str()),
                Some("i")
            );
            assert!(index.concurrently && index.if_not_exists);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_hole_in_a_quoted_name_may_have_quotes_of_its_own() {
    let text = r#"ALTER TABLE "{{ index .Options "Namespace" }}"."users" RENAME COLUMN "a" TO "b";
        ALTER TABLE "{{ index .Options "Namespace" }}"."users" ADD UNIQUE ("b")"#;
    check(Dialect::PostgreSql, text, &["alter table", "alter table"]);
}

#[test]
fn variables_of_a_routine_and_the_condition_of_a_conflict_are_no_obstacle() {
    let text = "DO $$ DECLARE n bigint; BEGIN
            SELECT id INTO STRICT n FROM a WHERE b = 1;
            INSERT INTO a (b) VALUES (2) RETURNING id INTO n;
        END $$;
        INSERT INTO a (b) VALUES (1) ON CONFLICT (b, c) WHERE d IS NULL DO UPDATE SET b = 3;";
    check(Dialect::PostgreSql, text, &["do", "insert"]);
    check(
        Dialect::MySql,
        "SELECT coalesce(max(id), 1) FROM a INTO @last;",
        &["select"],
    );
}

#[test]
fn libsql_redefines_a_column() {
    let text = "ALTER TABLE `a` ALTER COLUMN \"b\" TO \"b\" text NOT NULL";
    check(Dialect::Sqlite, text, &["alter table"]);
}
