//! Recorded decisions (ADR): numbered Markdown under the usual folders, as MADR, Nygard and their kin write them.
//!
//! Sources: M. Nygard, "Documenting Architecture Decisions", 2011; MADR 4.0; adr-tools.

mod parts;
mod status;

use model::FileFacts;
use model::facts::Facts;
use model::facts::decision::Decision;

use crate::input::file_name;
use crate::markdown::{self, LineKind, Markdown, bullet, field, placeholder, text};
use crate::{Input, Kind};

/// Decision records.
pub const KIND: Kind = Kind {
    name: "decision",
    may_be,
    is: |_| true,
    read,
};

/// Most placeholders that are kept of one record.
const PLACEHOLDERS_LIMIT: usize = 32;

/// Folders that hold decisions, without `-` and `_`.
const FOLDERS: &[&str] = &[
    "adr",
    "adrs",
    "decisions",
    "decision",
    "decisionrecord",
    "decisionrecords",
    "decisionlog",
    "architecturedecisions",
    "architecturaldecisions",
    "architecturedecisionrecord",
    "architecturedecisionrecords",
    "architecturaldecisionrecord",
    "architecturaldecisionrecords",
];

fn may_be(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let name = file_name(&lower);
    if !name.ends_with(".md") && !name.ends_with(".markdown") {
        return false;
    }
    let stem = name.trim_end_matches(".md").trim_end_matches(".markdown");
    if stem.contains("template")
        || matches!(
            stem,
            "readme" | "index" | "_index" | "changelog" | "contributing" | "toc" | "summary"
        )
    {
        return false;
    }
    let mut folders = lower.split('/').rev().skip(1);
    if lower.split('/').any(|folder| folder.contains("template")) {
        return false;
    }
    file_number(name).is_some() || folders.any(is_log)
}

/// Whether a folder is called like those that hold decisions.
fn is_log(folder: &str) -> bool {
    let folder: String = folder
        .chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .collect();
    FOLDERS.contains(&folder.as_str())
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let scanned = markdown::scan(input.text);
    if let Some(decision) = decision(input.path, input.text, &scanned) {
        facts.facts.push(Facts::Decision(decision));
    }
}

/// The decision that a file records; `None` if too little of one is there.
fn decision(path: &str, source: &str, scanned: &Markdown<'_>) -> Option<Decision> {
    let stem = file_name(path);
    let file_number = file_number(stem);
    let status = status::read(scanned);
    let parts = parts::read(scanned);
    let signs = [
        status.status.is_some(),
        parts.context,
        parts.decision,
        parts.consequences,
        parts.options,
    ];
    let is_in_log = path
        .to_ascii_lowercase()
        .split('/')
        .rev()
        .skip(1)
        .any(is_log);
    // Elsewhere only what has all parts of a record is one.
    let needed = match (is_in_log, file_number) {
        (true, Some(_)) => 1,
        (true, None) => 2,
        (false, _) => 4,
    };
    if signs.iter().filter(|sign| **sign).count() < needed
        || !(parts.context || parts.decision || status.status.is_some())
    {
        return None;
    }
    let heading = scanned
        .lines
        .iter()
        .find(|line| matches!(line.kind, LineKind::Heading(_)))?;
    let (title_number, title_start) = title_number(heading.text);
    let title = text(&heading.text[title_start..], heading.start + title_start);
    Some(Decision {
        title,
        number: file_number.or(title_number),
        status: status.status,
        format: parts.format().to_owned(),
        has_context: parts.tells_context,
        has_alternatives: parts.tells_options,
        has_consequences: parts.tells_consequences,
        superseded_by: status.superseded_by,
        supersedes: status.supersedes,
        placeholders: placeholders(source, scanned),
    })
}

/// Sections and fields beside the decision itself, which nobody reads it for.
const ASIDES: &[&str] = &[
    "ticket",
    "issue",
    "jira",
    "link",
    "reference",
    "review",
    "author",
    "decider",
    "participant",
    "consulted",
    "informed",
    "owner",
    "tag",
    "question",
    "related",
    "further",
    "appendix",
    "pull request",
    "technical story",
    "other docs",
    "see also",
    "date",
    "last modified",
    "updated",
    "change log",
    "changelog",
];

fn is_one_of(title: &str, words: &[&str]) -> bool {
    let lower = title.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

fn placeholders(source: &str, scanned: &Markdown<'_>) -> Vec<model::facts::design::Text> {
    let mut found = Vec::new();
    let mut is_aside = false;
    for line in &scanned.lines {
        if line.kind != LineKind::Prose {
            is_aside = is_one_of(line.text, ASIDES);
        }
        let content = match field(line.text) {
            Some(field) if is_one_of(field.name, ASIDES) => continue,
            Some(field) if !field.value.is_empty() => field.value,
            _ => bullet(line.text),
        };
        if is_aside {
            continue;
        }
        let Some(range) = placeholder::in_prose(content) else {
            continue;
        };
        let value = &content[range];
        // A reference link such as `[use rust]`, which the file defines below.
        let is_link = value.starts_with('[') && source.contains(&format!("{value}:"));
        if is_link {
            continue;
        }
        let start = line.start + (value.as_ptr() as usize - line.text.as_ptr() as usize);
        found.push(model::facts::design::Text {
            value: value.to_owned(),
            at: model::At::new(start as u32..(start + value.len()) as u32),
        });
        if found.len() == PLACEHOLDERS_LIMIT {
            break;
        }
    }
    found
}

/// The number that a file's name begins with: `0007-use-x.md`, `adr-7-use-x.md`; a date is none.
fn file_number(name: &str) -> Option<i64> {
    let lower = name.to_ascii_lowercase();
    let rest = lower.strip_prefix("adr").unwrap_or(&lower);
    let rest = rest.trim_start_matches(['-', '_', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let is_date = digits == 4
        && (rest.starts_with("19") || rest.starts_with("20"))
        && after
            .trim_start_matches(['-', '_', '.'])
            .starts_with(|c: char| c.is_ascii_digit());
    if !(1..=5).contains(&digits) || is_date || after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    rest[..digits].parse().ok()
}

/// The number before a title and where the title itself begins: `1. Use X`, `ADR-001: Use X`.
fn title_number(title: &str) -> (Option<i64>, usize) {
    let has_prefix = title
        .get(..3)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("adr"));
    let after_prefix = if has_prefix { 3 } else { 0 };
    let number_start = after_prefix
        + (title.len()
            - after_prefix
            - title[after_prefix..]
                .trim_start_matches(['-', '_', ' ', '#'])
                .len());
    let digits = title[number_start..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if !(1..=6).contains(&digits) {
        return (None, 0);
    }
    let after = &title[number_start + digits..];
    let rest = after.trim_start_matches([' ', '.', ':', '-', '–', '—', '_']);
    let separator = &after[..after.len() - rest.len()];
    if rest.is_empty()
        || !(has_prefix || separator.contains(['.', ':', '-', '–', '—']))
        || separator.is_empty()
    {
        return (None, 0);
    }
    (
        title[number_start..number_start + digits].parse().ok(),
        title.len() - rest.len(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(path: &str, source: &str) -> Option<Decision> {
        decision(path, source, &markdown::scan(source))
    }

    #[track_caller]
    fn check_path(path: &str, expected: bool) {
        assert_eq!(may_be(path), expected, "{path}");
    }

    #[test]
    fn records_live_in_the_usual_folders() {
        check_path("docs/adr/0001-use-rust.md", true);
        check_path("doc/architecture/decisions/0001-x.md", true);
        check_path("decisions/x.md", true);
        check_path("docs/architecture-decisions/1.md", true);
        check_path("docs/adr/template.md", false);
        check_path("docs/adr/0000-adr-template.md", false);
        check_path("docs/adr/README.md", false);
        check_path("docs/guide/x.md", false);
    }

    #[track_caller]
    fn check_number(name: &str, expected: Option<i64>) {
        assert_eq!(file_number(name), expected, "{name}");
    }

    #[test]
    fn a_file_name_begins_with_a_number_and_not_with_a_date() {
        check_number("0007-use-x.md", Some(7));
        check_number("adr-012_use.md", Some(12));
        check_number("ADR0003.md", Some(3));
        check_number("2021-03-04-use-x.md", None);
        check_number("2fa-login.md", None);
        check_number("use-x.md", None);
    }

    #[track_caller]
    fn check_title(title: &str, number: Option<i64>, rest: &str) {
        let (found, start) = title_number(title);
        assert_eq!((found, &title[start..]), (number, rest));
    }

    #[test]
    fn a_title_loses_its_number() {
        check_title("1. Use X", Some(1), "Use X");
        check_title("ADR-0012: Use X", Some(12), "Use X");
        check_title("ADR 5 - Use X", Some(5), "Use X");
        check_title("3 reasons for X", None, "3 reasons for X");
        check_title("Use X", None, "Use X");
        check_title("ÄDR", None, "ÄDR");
    }

    #[test]
    fn a_nygard_record_is_read() {
        let source = "# 2. Use PostgreSQL\n\nDate: 2024-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nWe need a store.\n\n## Decision\n\nPostgreSQL, rather than MySQL.\n\n## Consequences\n\nOne store to run.\n";
        let read = read_text("doc/adr/0002-use-postgresql.md", source).expect("a decision");
        assert_eq!(read.title.value, "Use PostgreSQL");
        assert_eq!(
            &source[read.title.at.start as usize..read.title.at.end as usize],
            "Use PostgreSQL"
        );
        assert_eq!(read.number, Some(2));
        assert_eq!(read.status.map(|s| s.value), Some("Accepted".to_owned()));
        assert_eq!(read.format, "nygard");
        assert!(read.has_context && read.has_alternatives && read.has_consequences);
        assert_eq!(read.placeholders, []);
    }

    #[test]
    fn a_numbered_record_elsewhere_needs_all_of_its_parts() {
        let whole = "# Use X\n\nStatus: accepted\n\n## Context\n\nA.\n\n## Decision\n\nX.\n\n## Consequences\n\nB.\n";
        assert!(read_text("security/001-use-x.md", whole).is_some());
        assert!(
            read_text(
                "guide/001-setup.md",
                "# Set up\n\nStatus: done\n\n## Overview\n\nA.\n"
            )
            .is_none()
        );
    }

    #[test]
    fn a_madr_record_that_was_not_filled_in_keeps_its_placeholders() {
        let source = "---\nstatus: accepted\n---\n# Use PostgreSQL\n\n## Context and Problem Statement\n\n{Describe the context and problem}\n\n## Considered Options\n\n* PostgreSQL\n* [option 2]\n\n## Decision Outcome\n\nChosen option: \"PostgreSQL\", because TBD\n";
        let read = read_text("docs/decisions/0001-x.md", source).expect("a decision");
        let left: Vec<_> = read.placeholders.iter().map(|p| p.value.as_str()).collect();
        assert_eq!(
            left,
            ["{Describe the context and problem}", "[option 2]", "TBD"]
        );
        for left in &read.placeholders {
            assert_eq!(
                &source[left.at.start as usize..left.at.end as usize],
                left.value
            );
        }
        assert_eq!(read.format, "madr");
        assert!(!read.has_context && !read.has_consequences);
    }

    #[test]
    fn what_stands_beside_the_decision_may_be_open() {
        let source = "# Use X\n\n| Status | Approved |\n| Tickets | TBD |\n\n## Context\n\nWe need it.\n\n## Open Questions\n\nTBD\n\n## Decision\n\nTBD\n";
        let read = read_text("adr/1-x.md", source).expect("a decision");
        let places: Vec<_> = read
            .placeholders
            .iter()
            .map(|left| left.at.start as usize)
            .collect();
        assert_eq!(places, [source.rfind("TBD").expect("the last one")]);
    }

    #[test]
    fn other_text_in_such_a_folder_is_no_decision() {
        assert_eq!(read_text("adr/notes.md", "# Notes\n\nHello\n"), None);
    }
}
