//! Every rule file: its names mean something, and its examples hold. `RULE=id` runs one.

use std::collections::BTreeSet;

use archreview::review::{Difference, Outcome, Request, review};
use archreview::{rules, settings};
use engine::{Pack, RuleFile};
use indexmap::IndexMap;
use model::Sources;
use model::sources::Memory;

fn pack() -> Pack {
    rules::load(&[]).expect("the embedded rules can be read")
}

fn wanted(pack: &Pack) -> Vec<&RuleFile> {
    let only = std::env::var("RULE").ok();
    pack.rules
        .iter()
        .filter(|file| {
            only.as_deref()
                .is_none_or(|only| only == file.rule.id || only == file.pack)
        })
        .collect()
}

#[test]
fn every_name_in_a_rule_file_means_something() {
    let pack = pack();
    let mut names: Vec<&str> = checks::CHECKS.iter().map(|check| check.name).collect();
    names.push("unused_suppression");
    let mut faults = Vec::new();
    for file in wanted(&pack) {
        let rule = file.whole().expect("the rule was read before");
        if let Err(error) = rule.verify(&file.path, &file.text, &names) {
            faults.push(error.to_string());
        }
        let rest = engine::Rule {
            examples: Vec::new(),
            ..rule
        };
        if format!("{rest:?}") != format!("{:?}", file.rule) {
            faults.push(format!("{}: `examples` does not stand last", file.path));
        }
        if !pack
            .principles
            .iter()
            .any(|known| known.id == file.rule.principle)
        {
            faults.push(format!(
                "{}: unknown principle `{}`",
                file.path, file.rule.principle
            ));
        }
        let severity = &file.rule.security_severity;
        if let Some(severity) = severity
            && !severity
                .parse::<f64>()
                .is_ok_and(|value| value > 0.0 && value <= 10.0)
        {
            faults.push(format!(
                "{}: `security_severity` is no number from 0.1 to 10.0",
                file.path
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_example_of_a_rule_holds() {
    let pack = pack();
    let mut faults = Vec::new();
    for file in wanted(&pack) {
        let rule = file.whole().expect("the rule was read before");
        for example in &rule.examples {
            for fault in judge(&pack, file, example) {
                faults.push(format!(
                    "{}: example `{}`: {fault}",
                    file.path, example.name
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn memory(files: &IndexMap<String, String>) -> Memory {
    Memory::new(
        files
            .iter()
            .map(|(path, text)| (path.clone(), text.clone())),
    )
}

/// What is wrong with an example: a place that is not flagged, or one that should not be.
fn judge(pack: &Pack, file: &RuleFile, example: &engine::rule::Example) -> Vec<String> {
    let config = example.config.clone().unwrap_or_default();
    let settings = match settings::read(&config, pack) {
        Ok(settings) => settings,
        Err(error) => return vec![error.to_string()],
    };
    let only = vec![file.rule.id.clone(), "unexplained-suppression".to_owned()];
    let active = pack
        .select(&only, &[], &settings)
        .expect("the rule is in the pack");
    let now = memory(&example.files);
    let before = example.before.as_ref().map(memory);
    let changed: BTreeSet<String> = example
        .files
        .iter()
        .filter(|(path, text)| {
            example.before.as_ref().and_then(|before| before.get(*path)) != Some(*text)
        })
        .map(|(path, _)| path.clone())
        .chain(
            example
                .before
                .iter()
                .flat_map(|before| before.keys())
                .filter(|path| !example.files.contains_key(*path))
                .cloned(),
        )
        .collect();
    let difference = Difference {
        changed,
        ..Difference::default()
    };
    let outcome = review(&Request {
        now: &now,
        base: before
            .as_ref()
            .map(|before| (before as &dyn Sources, difference)),
        is_history: before.is_none(),
        past: None,
        settings: &settings,
        rules: &active,
        names: pack.names(),
        quiet: true,
    });
    compare(file, example, &outcome, &now)
}

fn compare(
    file: &RuleFile,
    example: &engine::rule::Example,
    outcome: &Outcome<'_>,
    now: &dyn Sources,
) -> Vec<String> {
    let mut faults: Vec<String> = outcome
        .notices
        .iter()
        .filter(|notice| notice.kind == "rule" || notice.kind == "syntax")
        .map(|notice| notice.message.clone())
        .collect();
    let mut expected: Vec<String> = example.flags.clone();
    for finding in outcome
        .triaged
        .findings
        .iter()
        .filter(|finding| finding.rule == file.rule.id)
    {
        let level = example.level.unwrap_or(file.rule.level);
        if example.config.is_none() && finding.level != level {
            let found = finding.level.word();
            faults.push(format!(
                "a {found} instead of a {}: {}",
                level.word(),
                finding.message
            ));
        }
        let place = outcome.texts.place(finding.at);
        let (start, end) = outcome.texts.clip(finding.at);
        let text = &outcome.texts.text(finding.at.file)[start..end];
        let at_line = format!("{}:{}", place.path, place.line);
        let found = expected
            .iter()
            .position(|flag| flag == text || *flag == at_line);
        match found {
            Some(index) => {
                let flag = expected.remove(index);
                let whole = now.read(finding.at.file).unwrap_or_default();
                let whole = String::from_utf8_lossy(&whole).into_owned();
                if flag == text && whole.matches(text).count() > 1 && flag != at_line {
                    faults.push(format!(
                        "`{text}` is not unique in {}; flag `{at_line}`",
                        place.path
                    ));
                }
            }
            None => faults.push(format!(
                "`{text}` at {at_line} is flagged: {}",
                finding.message
            )),
        }
        if finding.message.contains('?') && !file.rule.message.contains('?') {
            faults.push(format!(
                "the message names something that is not there: {}",
                finding.message
            ));
        }
    }
    faults.extend(
        expected
            .into_iter()
            .map(|flag| format!("`{flag}` is not flagged")),
    );
    faults
}
