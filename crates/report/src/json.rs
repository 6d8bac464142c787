//! Findings as JSON: for scripts.

use std::io::Write;

use serde::Serialize;

use crate::escape::Escaping;
use crate::{Report, mask};

#[derive(Serialize)]
struct Root<'a> {
    version: &'a str,
    project: &'a str,
    findings: Findings<'a>,
    notes: Vec<Note<'a>>,
    summary: Summary,
}

/// Findings, each made when it is written: there may be more of them than should be in memory twice.
struct Findings<'a>(&'a Report<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.0.findings.iter();
        serializer.collect_seq(findings.map(|finding| shown(self.0, finding)))
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'a str,
    subject: &'a str,
    message: String,
    help: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    #[serde(flatten)]
    place: At,
    places: usize,
    judged: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'a str>,
    related: Vec<Related>,
}

#[derive(Serialize)]
struct Fix<'a> {
    description: String,
    replacements: Vec<Replacement<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    new_files: Vec<NewFile<'a>>,
}

#[derive(Serialize)]
struct NewFile<'a> {
    path: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct Replacement<'a> {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Related {
    #[serde(flatten)]
    place: At,
    label: String,
}

#[derive(Serialize)]
struct At {
    path: String,
    line: u32,
    column: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct Note<'a> {
    path: &'a str,
    line: u32,
    kind: &'a str,
    message: String,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    suppressed: usize,
    files: usize,
    files_read: usize,
}

/// The whole report as one JSON document, ending in a line end.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    let count = |level| report.findings.iter().filter(|f| f.level == level).count();
    let root = Root {
        version: report.version,
        project: report.project,
        findings: Findings(report),
        notes: report
            .notes
            .iter()
            .map(|note| Note {
                path: note.file.map_or("", |file| report.texts.path(file)),
                line: note
                    .file
                    .map_or(1, |file| report.texts.line(file, note.at.start)),
                kind: &note.kind,
                message: mask::line(&note.message),
            })
            .collect(),
        summary: Summary {
            errors: count(model::Level::Error),
            warnings: count(model::Level::Warning),
            notes: count(model::Level::Note),
            suppressed: report.suppressed,
            files: report.files,
            files_read: report.files_read,
        },
    };
    serde_json::to_writer_pretty(Escaping(&mut *out), &root)?;
    out.write_all(b"\n")
}

fn shown<'a>(report: &Report<'_>, finding: &'a model::Finding) -> Finding<'a> {
    let at = |span| {
        let place = report.texts.place(span);
        At {
            path: place.path,
            line: place.line,
            column: place.column,
            end_column: place.end_column,
        }
    };
    Finding {
        rule: &finding.rule,
        level: finding.level.word(),
        subject: &finding.subject,
        message: mask::line(&finding.message),
        help: &finding.help,
        fix: finding.fix.as_ref().map(|fix| fixed(report, fix)),
        place: at(finding.at),
        places: finding.places,
        judged: finding.judged,
        service: finding.service.as_deref(),
        owner: finding.owner.as_deref(),
        related: finding
            .related
            .iter()
            .map(|related| Related {
                place: at(related.at),
                label: mask::line(&related.label),
            })
            .collect(),
    }
}

fn fixed<'a>(report: &Report<'_>, fix: &'a model::Fix) -> Fix<'a> {
    let replacements = fix
        .replacements
        .iter()
        .map(|replacement| {
            let [start, end] = report.texts.ends(replacement.at);
            Replacement {
                path: start.path,
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                text: &replacement.text,
            }
        })
        .collect();
    Fix {
        description: mask::line(&fix.description),
        replacements,
        new_files: fix
            .new_files
            .iter()
            .map(|file| NewFile {
                path: &file.path,
                text: &file.text,
            })
            .collect(),
    }
}
