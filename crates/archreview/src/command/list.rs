//! `archreview rules`, `explain` and `principles`: what is checked, and why.

use std::fmt::Write as _;
use std::path::PathBuf;

use engine::nearest::hint;
use engine::{Pack, RuleFile};
use serde_json::json;

use crate::arguments::ListFormat;
use crate::{Error, output, rules as packs};

/// Lists the rules.
pub fn rules(format: ListFormat, more: &[PathBuf]) -> Result<(), Error> {
    let pack = packs::load(more)?;
    match format {
        ListFormat::Json => {
            let list: Vec<serde_json::Value> = pack.rules.iter().map(json_of).collect();
            let text = serde_json::to_string_pretty(&list).expect("rules have only text keys");
            output::print(&format!("{text}\n"))
        }
        ListFormat::Text => {
            let mut sorted: Vec<&RuleFile> = pack.rules.iter().collect();
            sorted.sort_by(|a, b| (&a.pack, &a.rule.id).cmp(&(&b.pack, &b.rule.id)));
            let width = sorted
                .iter()
                .map(|file| file.rule.id.len())
                .max()
                .unwrap_or(0);
            let mut text = String::new();
            let mut pack_name = "";
            for file in sorted {
                if file.pack != pack_name {
                    pack_name = &file.pack;
                    let _ = writeln!(
                        text,
                        "{}{pack_name}",
                        if text.is_empty() { "" } else { "\n" }
                    );
                }
                let rule = &file.rule;
                let _ = writeln!(
                    text,
                    "  {:width$}  {:7}  {}",
                    rule.id,
                    rule.level.word(),
                    rule.title
                );
            }
            output::print(&text)
        }
    }
}

fn json_of(file: &RuleFile) -> serde_json::Value {
    let rule = &file.rule;
    json!({
        "id": rule.id,
        "pack": file.pack,
        "title": rule.title,
        "level": rule.level.word(),
        "principle": rule.principle,
        "relation": rule.relation,
        "rationale": rule.rationale.trim(),
        "help": rule.help.trim(),
        "sources": rule.sources,
        "precision": rule.precision.word(),
        "security_severity": rule.security_severity,
        "is_default": rule.is_default,
    })
}

/// Explains the rule called `id`.
pub fn explain(id: &str, more: &[PathBuf]) -> Result<(), Error> {
    let pack = packs::load(more)?;
    let file = pack.rule(id).ok_or_else(|| {
        if pack.rules.iter().any(|file| file.pack == id) {
            return Error::Usage(format!(
                "`{id}` is a pack; name one of its rules, which `archreview rules` lists"
            ));
        }
        let ids = pack.rules.iter().map(|file| file.rule.id.as_str());
        let hint = hint(id, ids);
        let list = match hint.as_str() {
            "" => "; `archreview rules` lists them",
            _ => "",
        };
        Error::Usage(format!("unknown rule `{id}`{hint}{list}"))
    })?;
    let rule = file.whole()?;
    let mut text = format!(
        "{}: {}\n\nlevel: {} · pack: {} · principle: {} ({})\n\n{}\n\nHow to fix it: {}\n",
        rule.id,
        rule.title,
        rule.level.word(),
        file.pack,
        rule.principle,
        principle(&pack, &rule.principle),
        rule.rationale.trim(),
        rule.help.trim(),
    );
    for (name, parameter) in &rule.configuration {
        let _ = writeln!(
            text,
            "\nParameter `{name}` (default {}): {}",
            parameter.default, parameter.description
        );
    }
    for example in &rule.examples {
        let verdict = if example.flags.is_empty() {
            "silent"
        } else {
            "found"
        };
        let _ = writeln!(text, "\nExample, {verdict}: {}", example.name);
        for (path, content) in &example.files {
            let _ = writeln!(text, "  {path}");
            for line in content.lines() {
                let _ = writeln!(text, "    {line}");
            }
        }
    }
    let _ = writeln!(
        text,
        "\nTo allow one: `archreview: allow {id} -- reason` in a comment above it."
    );
    for source in &rule.sources {
        let _ = writeln!(text, "Source: {source}");
    }
    output::print(&text)
}

fn principle<'p>(pack: &'p Pack, id: &str) -> &'p str {
    pack.principles
        .iter()
        .find(|principle| principle.id == id)
        .map_or("", |principle| &principle.statement)
}

/// Lists the principles with their rules and where each proved itself.
pub fn principles() -> Result<(), Error> {
    let pack = packs::load(&[])?;
    let mut text = String::new();
    let mut covered = 0;
    for principle in &pack.principles {
        let rules: Vec<&RuleFile> = pack
            .rules
            .iter()
            .filter(|file| file.rule.principle == principle.id)
            .collect();
        let _ = writeln!(text, "{}: {}", principle.id, principle.statement);
        if rules.is_empty() {
            let _ = writeln!(text, "  not covered yet");
        } else {
            covered += 1;
        }
        for file in rules {
            let proof = packs::proof(&file.rule.id);
            let proof = if proof.is_empty() {
                "unproven".to_owned()
            } else {
                proof.join(", ")
            };
            let _ = writeln!(text, "  {} ({})", file.rule.id, proof);
        }
    }
    let _ = writeln!(
        text,
        "\n{covered} of {} principles are covered by {} rules",
        pack.principles.len(),
        pack.rules.len()
    );
    output::print(&text)
}
