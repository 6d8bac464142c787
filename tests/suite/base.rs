//! `--base`: what a change does not cause is not found again, whatever it goes by now.

use crate::support::{Folder, archreview, stdout};

/// The findings of `only` after `change`: all of them, and those that the base did not have.
#[track_caller]
fn check(name: &str, only: &str, before: &[(&str, &str)], change: impl Fn(&Folder)) -> [usize; 2] {
    let files: Vec<(&str, &[u8])> = before
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    let folder = Folder::new(name, &files);
    folder.commit("before");
    change(&folder);
    folder.commit("after");
    let only = format!("--only={only}");
    let places = |arguments: &[&str]| {
        let fixed = [folder.path(), &only, "--format", "json"];
        let report = stdout(&archreview(&[&fixed[..], arguments].concat()));
        let report: serde_json::Value = serde_json::from_str(&report).expect("a report is JSON");
        let findings = report["findings"].as_array().expect("a list").iter();
        findings
            .map(|finding| finding["places"].as_u64().expect("a number") as usize)
            .sum()
    };
    [places(&[]), places(&["--base", "HEAD~1"])]
}

fn contract(title: &str, parameter: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: {title}, version: 1.0.0}}
paths:
  /v1/orders/{{{parameter}}}/lines/{{line}}:
    get:
      operationId: line
      parameters:
        - {{name: {parameter}, in: path, required: true, schema: {{type: string}}}}
        - {{name: line, in: path, required: true, schema: {{type: string}}}}
      responses: {{'200': {{description: ok}}}}
"
    )
}

#[test]
fn a_path_parameter_is_the_same_under_another_name() {
    let found = check(
        "base-parameter",
        "unbounded-parameter",
        &[("openapi.yaml", &contract("Shop", "id"))],
        |folder| folder.write("openapi.yaml", contract("Shop", "order").as_bytes()),
    );
    assert_eq!(found, [2, 0]);
}

#[test]
fn an_api_is_the_same_under_another_title() {
    let found = check(
        "base-title",
        "undocumented-errors,unbounded-parameter",
        &[("openapi.yaml", &contract("Shop", "id"))],
        |folder| folder.write("openapi.yaml", contract("Store", "id").as_bytes()),
    );
    assert_eq!(found, [3, 0]);
}

#[test]
fn what_is_added_beside_a_rename_is_new() {
    let found = check(
        "base-added",
        "undocumented-errors",
        &[("openapi.yaml", &contract("Shop", "id"))],
        |folder| {
            let more = "  /v1/clients/{id}:\n    get:\n      operationId: client\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n      responses: {'200': {description: ok}}\n";
            let text = contract("Store", "order") + more;
            folder.write("openapi.yaml", text.as_bytes());
        },
    );
    assert_eq!(found, [2, 1]);
}

#[test]
fn a_fault_of_a_contract_that_moves_is_not_new_though_it_is_there_twice() {
    let twice =
        contract("Shop", "id").replace("operationId:", "nullable: true, x: 1, operationId:");
    let twice = twice.replace(
        "nullable: true, x: 1, operationId: line",
        "nullable: true\n      operationId: line",
    );
    let twice = twice.replace("in: path, required", "in: path, nullable: true, required");
    let found = check(
        "base-twice",
        "unknown-contract-field",
        &[("old/openapi.yaml", &twice)],
        |folder| folder.git(&["mv", "old", "new"]),
    );
    assert_eq!(found, [3, 0]);
}

#[test]
fn a_decision_that_moves_is_not_new() {
    let decision = "# 3. Keep orders in PostgreSQL\n\n## Status\n\nAccepted\n\n## Context\n\nOrders.\n\n## Decision\n\nPostgreSQL.\n\n## Consequences\n\nBackups.\n";
    let found = check(
        "base-decision",
        "decision-without-alternatives",
        &[("docs/adr/0003-postgresql.md", decision)],
        |folder| folder.git(&["mv", "docs", "documents"]),
    );
    assert_eq!(found, [1, 0]);
}

#[test]
fn migrations_that_move_with_their_folder_are_no_change_and_one_beside_them_is() {
    let drops = "ALTER TABLE orders DROP COLUMN note;";
    let found = check(
        "base-migrations",
        "dropped-column",
        &[
            ("go.mod", "module shop\n"),
            (
                "migrations/0001_orders.up.sql",
                "CREATE TABLE orders (id bigint PRIMARY KEY, note text, code text);",
            ),
            ("migrations/0002_note.up.sql", drops),
        ],
        |folder| {
            std::fs::create_dir(folder.0.join("db")).expect("folders can be made");
            folder.git(&["mv", "migrations", "db/migrations"]);
            let drops = drops.replace("note", "code");
            folder.write("db/migrations/0003_code.up.sql", drops.as_bytes());
        },
    );
    assert_eq!(found, [0, 1]);
}
