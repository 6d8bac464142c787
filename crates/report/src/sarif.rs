//! SARIF 2.1.0 as GitHub code scanning shows it rightly.

mod rules;
mod uri;

use std::collections::BTreeMap;

use model::{FileId, Finding, Fix, Level, Span};
use serde_json::{Value as Json, json};

use crate::merge::merge_packed;
use crate::{Report, escape, fingerprint, mask};

/// Results that GitHub shows of one run; more are left out, and a notification says so.
pub const MAX_RESULTS: usize = 5000;
/// Related places of one result.
const MAX_RELATED: usize = 50;
/// Notifications of one run.
const MAX_NOTIFICATIONS: usize = 500;

/// The whole report as one SARIF document, ending in a line end.
pub fn write(report: &Report<'_>) -> String {
    let mut hashes: BTreeMap<FileId, Vec<String>> = BTreeMap::new();
    let findings = merge_packed(report.findings.to_vec(), report.texts);
    let results: Vec<Json> = findings
        .iter()
        .take(MAX_RESULTS)
        .map(|finding| {
            let file = finding.at.file;
            let hashes = hashes
                .entry(file)
                .or_insert_with(|| fingerprint::line_hashes(report.texts.text(file).as_bytes()));
            result(report, finding, hashes)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "archreview",
                "semanticVersion": report.version,
                "rules": report.rules.iter().map(rules::descriptor).collect::<Vec<_>>(),
            }},
            "automationDetails": { "id": format!("archreview/{}/", uri::segment(report.project)) },
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "The root of the repository." } } },
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications(report, findings.len()),
            }],
            "results": results,
        }],
    });
    let text = serde_json::to_string(&log).expect("a report has only text keys");
    let mut text = escape::json(text);
    text.push('\n');
    text
}

fn result(report: &Report<'_>, finding: &Finding, hashes: &[String]) -> Json {
    let line = report.texts.place(finding.at).line;
    let related: Vec<&model::Related> = finding.related.iter().take(MAX_RELATED).collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.level),
        "message": { "text": message(finding, &related) },
        "locations": [{ "physicalLocation": location(report, finding.at) }],
        "partialFingerprints": {
            "archreview/v1": format!("{} {}", finding.rule, finding.subject),
        },
        "properties": { "subject": finding.subject, "places": finding.places },
    });
    if let Some(index) = report.rules.iter().position(|rule| rule.id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if let Some(hash) = hashes.get(line as usize - 1) {
        result["partialFingerprints"]["primaryLocationLineHash"] = json!(hash);
    }
    for (key, value) in [("service", &finding.service), ("owner", &finding.owner)] {
        if let Some(value) = value {
            result["properties"][key] = json!(value);
        }
    }
    // Readers look up each file that a fix names: what adds a file is told in the help, and in the JSON report.
    let fix = finding.fix.as_ref();
    if let Some(fix) = fix.filter(|fix| fix.new_files.is_empty()) {
        result["fixes"] = json!([fixed(report, fix)]);
    }
    if !related.is_empty() {
        result["relatedLocations"] = related
            .iter()
            .enumerate()
            .map(|(index, related)| {
                json!({
                    "id": index + 1,
                    "message": { "text": mask::line(&related.label) },
                    "physicalLocation": location(report, related.at),
                })
            })
            .collect();
    }
    result
}

/// A fix, file by file.
fn fixed(report: &Report<'_>, fix: &Fix) -> Json {
    let mut files: BTreeMap<FileId, Vec<Json>> = BTreeMap::new();
    for replacement in &fix.replacements {
        let [start, end] = report.texts.ends(replacement.at);
        files.entry(replacement.at.file).or_default().push(json!({
            "deletedRegion": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
            },
            "insertedContent": { "text": replacement.text },
        }));
    }
    let changes: Vec<Json> = files
        .into_iter()
        .map(|(file, replacements)| {
            json!({
                "artifactLocation": { "uri": uri::path(report.texts.path(file)), "uriBaseId": "%SRCROOT%" },
                "replacements": replacements,
            })
        })
        .collect();
    json!({
        "description": { "text": mask::line(&fix.description) },
        "artifactChanges": changes,
    })
}

/// The message: its first sentence is the title at GitHub, then links to the related places, then
/// the help.
fn message(finding: &Finding, related: &[&model::Related]) -> String {
    let mut text = escape(&mask::line(&finding.message));
    text.push('.');
    if !related.is_empty() {
        let links: Vec<String> = related
            .iter()
            .enumerate()
            .map(|(index, related)| {
                format!(
                    "[{}]({})",
                    escape_label(&mask::line(&related.label)),
                    index + 1
                )
            })
            .collect();
        text.push_str(&format!(" See {}.", links.join(", ")));
    }
    text
}

/// Text in which nothing reads as a link.
fn escape(text: &str) -> String {
    if text.contains("](") {
        escape_label(text)
    } else {
        text.to_owned()
    }
}

fn escape_label(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

fn level(level: Level) -> &'static str {
    level.word()
}

fn location(report: &Report<'_>, span: Span) -> Json {
    let place = report.texts.place(span);
    // An empty file has nothing to underline: its line alone.
    let region = match place.end_column > place.column {
        true => json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.line,
            "endColumn": place.end_column,
        }),
        false => json!({ "startLine": place.line }),
    };
    json!({
        "artifactLocation": { "uri": uri::path(&place.path), "uriBaseId": "%SRCROOT%" },
        "region": region,
    })
}

fn notifications(report: &Report<'_>, findings: usize) -> Vec<Json> {
    let mut notifications = Vec::new();
    if findings > MAX_RESULTS {
        let text = format!(
            "{} findings are left out: GitHub shows {MAX_RESULTS} of a run.",
            findings - MAX_RESULTS
        );
        notifications.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    for note in report.notes.iter().take(MAX_NOTIFICATIONS) {
        let mut notification = json!({
            "level": "note",
            "message": { "text": mask::line(&note.message) },
        });
        if let Some(file) = note.file {
            notification["locations"] =
                json!([{ "physicalLocation": location(report, note.at.in_file(file)) }]);
        }
        notifications.push(notification);
    }
    if report.notes.len() > MAX_NOTIFICATIONS {
        let text = format!(
            "{} more notes are left out.",
            report.notes.len() - MAX_NOTIFICATIONS
        );
        notifications.push(json!({ "level": "note", "message": { "text": text } }));
    }
    notifications
}
