//! What code scanning shows of a rule.

use model::finding::RuleInfo;
use serde_json::{Value as Json, json};

/// Longest description that GitHub takes, in characters.
const MAX_DESCRIPTION: usize = 1024;

/// A rule as SARIF describes it.
pub fn descriptor(rule: &RuleInfo) -> Json {
    let mut tags = vec![rule.pack.as_str(), rule.principle.as_str()];
    if rule.security_severity.is_some() {
        tags.push("security");
    }
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": { "text": clipped(&rule.title) },
        "fullDescription": { "text": clipped(&rule.rationale) },
        "help": { "text": rule.help.trim(), "markdown": markdown(rule) },
        "defaultConfiguration": { "level": rule.level.word() },
        "properties": {
            "tags": tags,
            "precision": rule.precision,
            "problem.severity": match rule.level {
                model::Level::Error => "error",
                model::Level::Warning => "warning",
                model::Level::Note => "recommendation",
            },
        },
    });
    if let Some(severity) = &rule.security_severity {
        descriptor["properties"]["security-severity"] = json!(severity);
    }
    if let Some(source) = rule
        .sources
        .iter()
        .find(|source| source.starts_with("https://"))
    {
        descriptor["helpUri"] = json!(source);
    }
    descriptor
}

fn markdown(rule: &RuleInfo) -> String {
    let mut text = format!(
        "**{}**\n\n{}\n\n**How to fix it**: {}\n\nPrinciple: `{}`",
        rule.title,
        rule.rationale.trim(),
        rule.help.trim(),
        rule.principle
    );
    for source in &rule.sources {
        text.push_str(&format!("\n\nSource: <{source}>"));
    }
    text
}

fn clipped(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= MAX_DESCRIPTION {
        return text.to_owned();
    }
    let mut clipped: String = text.chars().take(MAX_DESCRIPTION - 1).collect();
    clipped.push('…');
    clipped
}
