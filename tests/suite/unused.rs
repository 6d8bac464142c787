//! Tables that the code of several services never names.

use crate::support::{Folder, findings};

const TABLES: &[&str] = &["customer", "orders", "product", "depot", "carrier"];

/// A service with its own database, whose code reads five tables, and one that it never names.
fn service(folder: &Folder, name: &str) {
    let keyed = TABLES.iter().map(|table| {
        format!("CREATE TABLE {name}_{table} (id bigint PRIMARY KEY, name text NOT NULL);\n")
    });
    let links = format!("CREATE TABLE {name}_link (a_id bigint NOT NULL, b_id bigint NOT NULL);\n");
    let migration = keyed.chain([links]).collect::<String>();
    let reads = TABLES
        .iter()
        .map(|table| format!("    cursor.execute(\"SELECT name FROM {name}_{table}\")\n"));
    let code = format!("def names(cursor):\n{}", reads.collect::<String>());
    folder.write(&format!("{name}/Dockerfile"), b"FROM python:3.13\n");
    folder.write(
        &format!("{name}/migrations/0001_tables.sql"),
        migration.as_bytes(),
    );
    folder.write(&format!("{name}/names.py"), code.as_bytes());
}

#[test]
fn each_of_several_databases_is_asked_for() {
    let folder = Folder::new("unused", &[]);
    service(&folder, "east");
    service(&folder, "west");
    let findings = findings(&folder, &["--only", "table-without-primary-key"]);
    let found: Vec<(&str, &str)> = findings
        .iter()
        .map(|one| {
            let word = |name: &str| one[name].as_str().expect("a text");
            (word("subject"), word("level"))
        })
        .collect();
    assert_eq!(found, [("east_link", "note"), ("west_link", "note")]);
}
