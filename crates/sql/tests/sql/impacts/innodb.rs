//! InnoDB: what is instant, what rebuilds and what copies.

use super::{Case, check, judged};
use sql::{Dialect, ImpactKind, Server};

pub(super) const MYSQL: Case = Case {
    dialect: Dialect::MySql,
    server: Server {
        major: 8,
        minor: 0,
        patch: 32,
        is_mariadb: false,
    },
    in_transaction: false,
    before:
        "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(30), n int, state enum('a','b'));
             CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);",
};

#[test]
fn innodb_copies_rebuilds_or_changes_in_an_instant() {
    check(&MYSQL, "ALTER TABLE users ADD COLUMN a int", "");
    check(&MYSQL, "CREATE INDEX i ON users (email)", "");
    check(
        &MYSQL,
        "ALTER TABLE users ADD FULLTEXT INDEX f (email)",
        "BlockingIndexBuild users [SHARED] writes wait scans",
    );
    check(
        &MYSQL,
        "ALTER TABLE users MODIFY n bigint",
        "ColumnTypeRewrite users [SHARED] writes wait rewrites",
    );
    check(&MYSQL, "ALTER TABLE users MODIFY email varchar(60)", "");
    check(
        &MYSQL,
        "ALTER TABLE users MODIFY n int NOT NULL",
        "TableRebuild users rewrites; NotNullMayFail users",
    );
    check(
        &MYSQL,
        "ALTER TABLE users MODIFY state enum('a','b','c')",
        "",
    );
    check(
        &MYSQL,
        "ALTER TABLE users MODIFY state enum('b')",
        "EnumValueRemoved users; EnumReordered users [SHARED] writes wait rewrites",
    );
    check(
        &MYSQL,
        "ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)",
        "ValidatingForeignKey orders [SHARED] writes wait rewrites",
    );
    check(
        &MYSQL,
        "ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4",
        "TableCopy users [SHARED] writes wait rewrites",
    );
    check(
        &MYSQL,
        "ALTER TABLE users DROP PRIMARY KEY",
        "TableCopy users [SHARED] writes wait rewrites",
    );
    check(
        &MYSQL,
        "ALTER TABLE users DROP COLUMN n",
        "ColumnDropped users [EXCLUSIVE] all wait",
    );
    let old = Case {
        server: Server {
            major: 5,
            minor: 7,
            patch: 0,
            is_mariadb: false,
        },
        ..MYSQL
    };
    check(
        &old,
        "ALTER TABLE users ADD COLUMN a int",
        "TableRebuild users rewrites",
    );
    check(
        &old,
        "ALTER TABLE users DROP COLUMN n",
        "ColumnDropped users [EXCLUSIVE] all wait; TableRebuild users rewrites",
    );
    check(
        &MYSQL,
        "CREATE TABLE a (id int, u bigint REFERENCES users (id))",
        "InlineReferencesIgnored",
    );
}

#[test]
fn innodb_fills_a_required_column_by_itself_but_for_dates() {
    let why = |data_type: &str| {
        judged(
            &MYSQL,
            &format!("ALTER TABLE users ADD c {data_type} NOT NULL"),
        )
        .iter()
        .find(|impact| impact.kind == ImpactKind::RequiredColumn)
        .map(|impact| impact.why.starts_with("it fails"))
    };
    assert_eq!(why("int"), Some(false));
    assert_eq!(why("datetime"), Some(true));
    assert_eq!(why("enum('a')"), None);
}
