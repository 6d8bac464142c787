//! What other linters of migrations check is found here by the rule that is named, and not on a table that the same
//! migration makes. `rules/README.md` names the same checks.

use std::collections::BTreeSet;

use archreview::review::{Request, review};
use archreview::rules;
use model::Settings;
use model::sources::Memory;

use crate::support::root;

const TABLE: &str = include_str!("migration_peers.txt");

struct Row<'t> {
    /// Words that say how it runs.
    words: Vec<&'t str>,
    /// `peer:check`.
    checks: Vec<&'t str>,
    before: &'t str,
    change: &'t str,
    /// The rule, or `none: reason`.
    answer: &'t str,
}

fn table() -> Vec<Row<'static>> {
    let rows = TABLE.split("\n== ").skip(1);
    rows.map(|row| {
        let (head, rest) = row.split_once('\n').expect("a row has an answer");
        let (words, checks) = head
            .split_whitespace()
            .partition(|word| !word.contains(':'));
        let (sql, answer) = rest.split_once("=> ").expect("a row has an answer");
        let (before, change) = sql.split_once("--\n").unwrap_or_default();
        Row {
            words,
            checks,
            before,
            change,
            answer: answer.lines().next().unwrap_or_default(),
        }
    })
    .collect()
}

impl Row<'_> {
    /// The rules that find something in a history of these migrations.
    fn found(&self, migrations: &[&str]) -> BTreeSet<String> {
        let is = |word: &str| self.words.contains(&word);
        let dialect = ["mysql", "sqlite"].into_iter().find(|word| is(word));
        let dialect = dialect.unwrap_or("postgres");
        // golang-migrate runs each statement for itself; sqlx runs each file in a transaction.
        let is_transactional = is("transaction");
        let manifest = match is_transactional {
            true => (
                "Cargo.toml",
                "[package]\nname = \"shop\"\n[dependencies]\nsqlx = \"0.8\"\n",
            ),
            false => (
                "go.mod",
                "module shop\nrequire github.com/golang-migrate/migrate/v4 v4.18.1\n",
            ),
        };
        let mut files = vec![(manifest.0.to_owned(), manifest.1.to_owned())];
        for (position, text) in migrations.iter().enumerate() {
            let name = match is_transactional {
                true => format!("migrations/2026010100000{position}_change.sql"),
                false => format!("db/{dialect}/migrations/000{position}_change.up.sql"),
            };
            files.push((name, (*text).to_owned()));
        }
        let now = Memory::new(files);
        let settings = Settings::default();
        let pack = rules::load(&[]).expect("the embedded rules can be read");
        let only = match self.answer.starts_with("none") {
            true => Vec::new(),
            false => vec![self.answer.to_owned(), "unexplained-suppression".to_owned()],
        };
        let active = pack
            .select(&only, &[], &settings)
            .expect("the rule is in the pack");
        let outcome = review(&Request {
            now: &now,
            base: None,
            is_history: true,
            past: None,
            settings: &settings,
            rules: &active,
            names: pack.names(),
            quiet: true,
        });
        let findings = outcome.triaged.findings.iter();
        findings.map(|finding| finding.rule.clone()).collect()
    }
}

#[test]
fn each_check_of_a_peer_is_found_by_the_rule_that_is_named() {
    let mut faults = Vec::new();
    for row in table().iter().filter(|row| !row.answer.starts_with("none")) {
        if !row.found(&[row.before, row.change]).contains(row.answer) {
            faults.push(format!("{:?}: `{}` is silent", row.checks, row.answer));
        }
        let together = format!("{}{}", row.before, row.change);
        let is_always = row.words.contains(&"always");
        if !is_always && row.found(&[&together]).contains(row.answer) {
            faults.push(format!(
                "{:?}: `{}` speaks of a new table",
                row.checks, row.answer
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_readme_names_each_check_beside_its_rule() {
    let readme = std::fs::read_to_string(root().join("rules/README.md")).expect("it is there");
    let mut faults = Vec::new();
    for row in table() {
        for check in &row.checks {
            let (_, name) = check.split_once(':').expect("a peer and its check");
            let is_there = |line: &&str| {
                let mut words = line.split(|c: char| !(c.is_alphanumeric() || "-_".contains(c)));
                words.any(|word| word == name)
            };
            let lines: Vec<&str> = readme.lines().filter(is_there).collect();
            let is_answered = |line: &&str| {
                row.answer.starts_with("none") || line.contains(&format!("`{}`", row.answer))
            };
            if !lines.iter().any(is_answered) {
                faults.push(format!("{check}: no line names it beside `{}`", row.answer));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
