//! Contracts that nobody has changed for years.

use crate::support::{Folder, findings};

/// A contract with a parameter that it does not declare, which is a warning.
const CONTRACT: &[u8] = b"openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /orders/{id}:
    get:
      responses:
        '200': {description: an order}
";

/// The level of what is found in the contract.
fn level(folder: &Folder) -> String {
    let findings = findings(folder, &["--only", "undeclared-path-parameter"]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings[0]["level"].as_str().expect("a level").to_owned()
}

#[test]
fn what_nobody_has_changed_for_three_years_is_set_aside() {
    let folder = Folder::new("dormant", &[("openapi.yaml", CONTRACT)]);
    folder.commit_on("2020-01-01");
    assert_eq!(level(&folder), "warning");
    folder.write("main.go", b"package main\n");
    folder.commit_on("2022-12-30");
    assert_eq!(level(&folder), "warning");
    folder.write("main.go", b"package shop\n");
    folder.commit_on("2023-01-02");
    assert_eq!(level(&folder), "note");
    // Somebody works on it again, whether it is committed or not.
    folder.write("openapi.yaml", &[CONTRACT, b"# more\n"].concat());
    assert_eq!(level(&folder), "warning");
}
