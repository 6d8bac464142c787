//! Real repositories: what the program finds on them, and what people said of it.
//!
//! `tests/real/*.txt` names a public repository, its commit, the expected counts and labels; the
//! checkouts lie in the folder that `ARCHREVIEW_REAL` names, `owner+name` each. Without it nothing
//! runs. `ARCHREVIEW_REAL_UPDATE=1` writes the counts of this state instead of comparing them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::support::{archreview, root, stderr, stdout};

/// What `tests/real/NAME.txt` says.
struct Expected {
    repository: String,
    commit: String,
    counts: BTreeMap<String, usize>,
    /// `right RULE SUBJECT`, `wrong …`, `noise …`, with a reason behind ` -- `.
    labels: Vec<String>,
}

fn read(path: &Path) -> Expected {
    let text = std::fs::read_to_string(path).expect("the manifest can be read");
    let mut expected = Expected {
        repository: String::new(),
        commit: String::new(),
        counts: BTreeMap::new(),
        labels: Vec::new(),
    };
    for line in text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (word, rest) = line.split_once(' ').expect("a line has two words");
        match word {
            "repository" => expected.repository = rest.to_owned(),
            "commit" => expected.commit = rest.to_owned(),
            "error" | "warning" | "note" => {
                let (rule, count) = rest.split_once(' ').expect("a count has a rule");
                let count = count.parse().expect("a count is a number");
                expected.counts.insert(format!("{word} {rule}"), count);
            }
            "right" | "wrong" | "noise" => expected.labels.push(line.to_owned()),
            word => panic!("{}: unknown word `{word}`", path.display()),
        }
    }
    expected
}

fn write(path: &Path, expected: &Expected, found: &BTreeMap<String, usize>) {
    let mut text = format!(
        "repository {}\ncommit {}\n",
        expected.repository, expected.commit
    );
    for (key, count) in found {
        writeln!(text, "{key} {count}").expect("text can be written");
    }
    for label in &expected.labels {
        writeln!(text, "{label}").expect("text can be written");
    }
    std::fs::write(path, text).expect("the manifest can be written");
}

/// Findings of a checkout by level and rule.
fn counts(checkout: &Path) -> BTreeMap<String, usize> {
    let path = checkout.to_str().expect("a path in UTF-8");
    let output = archreview(&[path, "--history", "--format", "json", "--fail-on", "never"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let report: serde_json::Value =
        serde_json::from_str(&stdout(&output)).expect("a report is JSON");
    let mut counts = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings are a list") {
        let key = format!(
            "{} {}",
            finding["level"].as_str().unwrap_or_default(),
            finding["rule"].as_str().unwrap_or_default()
        );
        *counts.entry(key).or_insert(0) += 1;
    }
    counts
}

fn manifests() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/real"))
        .expect("tests/real can be read")
        .map(|entry| entry.expect("tests/real can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    files
}

#[test]
fn real_repositories_give_what_they_gave() {
    let Some(checkouts) = std::env::var_os("ARCHREVIEW_REAL") else {
        eprintln!("skipped: set ARCHREVIEW_REAL to a folder of checkouts (`owner+name` each)");
        return;
    };
    let is_update = std::env::var_os("ARCHREVIEW_REAL_UPDATE").is_some();
    let mut difference = String::new();
    for path in manifests() {
        let expected = read(&path);
        let checkout = Path::new(&checkouts).join(expected.repository.replace('/', "+"));
        if !checkout.is_dir() {
            eprintln!("skipped: {} is not checked out", expected.repository);
            continue;
        }
        let found = counts(&checkout);
        if is_update {
            write(&path, &expected, &found);
            continue;
        }
        for key in expected
            .counts
            .keys()
            .chain(found.keys())
            .collect::<std::collections::BTreeSet<_>>()
        {
            let (before, now) = (
                expected.counts.get(key).copied().unwrap_or(0),
                found.get(key).copied().unwrap_or(0),
            );
            if before != now {
                writeln!(
                    difference,
                    "{}: {key}: {before} → {now}",
                    expected.repository
                )
                .expect("text can be written");
            }
        }
    }
    assert!(difference.is_empty(), "\n{difference}");
}

#[test]
fn every_label_names_a_rule() {
    for path in manifests() {
        for label in read(&path).labels {
            let rule = label.split(' ').nth(1).unwrap_or_default();
            assert!(
                archreview::rules::EMBEDDED
                    .iter()
                    .any(|(file, _)| file.ends_with(&format!("/{rule}.yaml"))),
                "{}: `{rule}` is no rule",
                path.display()
            );
        }
    }
}
