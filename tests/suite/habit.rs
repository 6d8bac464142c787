//! What many contracts have alike.

use crate::support::{Folder, findings};

/// A contract of which everything may be called by anybody, though it answers 401.
fn contract(name: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: {name}, version: 1.0.0}}
paths:
  /{name}:
    post: {{responses: {{'201': {{description: made}}, '401': {{description: who are you}}}}}}
"
    )
}

/// What is said of `names`, each with a contract of its own.
fn said(names: &[&str]) -> Vec<String> {
    let contracts: Vec<(String, String)> = names
        .iter()
        .map(|name| (format!("specs/{name}/openapi.yaml"), contract(name)))
        .collect();
    let files: Vec<(&str, &[u8])> = contracts
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    let folder = Folder::new("habit", &files);
    findings(&folder, &["--only", "unsecured-api"])
        .iter()
        .map(|finding| {
            format!(
                "{} ({})",
                finding["message"].as_str().expect("a text"),
                finding["places"]
            )
        })
        .collect()
}

#[test]
fn a_habit_of_five_contracts_is_one_finding() {
    let four = said(&["bills", "carts", "items", "users"]);
    assert_eq!(four.len(), 4, "{four:?}");
    assert_eq!(four[0], "`bills` defines no security scheme (1)");
    let five = said(&["bills", "carts", "goods", "items", "users"]);
    assert_eq!(
        five,
        ["`bills` defines no security scheme; likewise in 4 more contracts below `specs` (5)"]
    );
}
