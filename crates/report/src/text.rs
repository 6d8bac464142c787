//! Findings for people at a terminal.

use annotate_snippets::{AnnotationKind, Group, Level as Shown, Renderer, Snippet};
use model::{Finding, Level, Span};

use crate::{Report, Texts, mask};

/// Further places that are shown with their source; the rest is a count.
const SHOWN_RELATED: usize = 3;
/// Longest part of a line that is shown, in characters.
const MAX_LINE_CHARS: usize = 160;
/// Notes that are shown one by one.
const SHOWN_NOTES: usize = 5;

/// The report as text; with `color`, in the colours of a terminal. With `quiet`, findings alone.
pub fn write(report: &Report<'_>, color: bool, quiet: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for finding in report.findings {
        text.push_str(&shown(finding, report.texts, &renderer));
        text.push_str("\n\n");
    }
    if !quiet {
        notes(report, &mut text);
        text.push_str(&summary(report));
        text.push('\n');
    }
    text
}

fn shown(finding: &Finding, texts: &Texts<'_>, renderer: &Renderer) -> String {
    let level = match finding.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note => Shown::NOTE,
    };
    let message = mask::terminal(&mask::line(&finding.message));
    let is_secret = finding.underlines_secret;
    let primary = Excerpt::new(texts, finding.at, is_secret);
    let related: Vec<(Excerpt, String)> = finding
        .related
        .iter()
        .take(SHOWN_RELATED)
        .map(|related| {
            let label = mask::terminal(&mask::line(&related.label));
            (Excerpt::new(texts, related.at, is_secret), label)
        })
        .collect();
    let mut group = Group::with_title(level.primary_title(&message).id(&finding.rule)).element(
        Snippet::source(&primary.line)
            .line_start(primary.number as usize)
            .path(&primary.path)
            .annotation(AnnotationKind::Primary.span(primary.start..primary.end)),
    );
    for (excerpt, label) in &related {
        group = group.element(
            Snippet::source(&excerpt.line)
                .line_start(excerpt.number as usize)
                .path(&excerpt.path)
                .annotation(
                    AnnotationKind::Context
                        .span(excerpt.start..excerpt.end)
                        .label(label.as_str()),
                ),
        );
    }
    let shown_places = 1 + related.len();
    let more = (finding.places.max(1 + finding.related.len())).saturating_sub(shown_places);
    let more = (more > 0).then(|| format!("and {more} more like this"));
    if let Some(more) = &more {
        group = group.element(Shown::NOTE.message(more));
    }
    let help = mask::one_line(finding.help.trim_end());
    if !help.is_empty() {
        group = group.element(Shown::HELP.message(&help));
    }
    let fix = finding.fix.as_ref();
    let fix = fix.map(|fix| format!("by machine: {}", mask::one_line(&fix.description)));
    if let Some(fix) = &fix {
        group = group.element(Shown::HELP.message(fix));
    }
    renderer.render(&[group])
}

/// One line of a file around a span, safe to show.
struct Excerpt {
    path: String,
    number: u32,
    line: String,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn new(texts: &Texts<'_>, span: Span, is_secret: bool) -> Self {
        let text = texts.text(span.file);
        let (start, end) = text.clip(span);
        let number = text.line(start as u32);
        let range = text.line_range(number);
        let (line_start, line) = (range.start, &text[range]);
        let before = line[..start.saturating_sub(line_start).min(line.len())]
            .chars()
            .count();
        let width = text[start..end].chars().count();
        let mut masked: Vec<char> = mask::line(line).chars().collect();
        if is_secret {
            let end = masked.len().min(before + width);
            masked[before.min(end)..end].fill('*');
        }
        let from = before.saturating_sub(MAX_LINE_CHARS / 2);
        let to = masked.len().min(from + MAX_LINE_CHARS);
        let shown: String = masked[from.min(to)..to].iter().collect();
        let byte = |characters: usize| {
            shown
                .char_indices()
                .nth(characters)
                .map_or(shown.len(), |(index, _)| index)
        };
        let (start, end) = (byte(before - from), byte(before - from + width));
        Excerpt {
            path: mask::one_line(texts.path(span.file)),
            number,
            start,
            end: end.max(start),
            line: shown,
        }
    }
}

fn notes(report: &Report<'_>, text: &mut String) {
    for note in report.notes.iter().take(SHOWN_NOTES) {
        let place = note.file.map_or_else(String::new, |file| {
            format!(
                "{}:{}: ",
                mask::one_line(report.texts.path(file)),
                report.texts.line(file, note.at.start)
            )
        });
        text.push_str(&mask::terminal(&format!(
            "not reviewed: {place}{}\n",
            note.message
        )));
    }
    if report.notes.len() > SHOWN_NOTES {
        text.push_str(&format!(
            "not reviewed: and {} more; `--format json` lists them\n",
            report.notes.len() - SHOWN_NOTES
        ));
    }
}

fn summary(report: &Report<'_>) -> String {
    let count = |level| {
        report
            .findings
            .iter()
            .filter(|finding| finding.level == level)
            .count()
    };
    let plural =
        |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let mut text = format!(
        "{}, {}, {} in {}",
        plural(count(Level::Error), "error"),
        plural(count(Level::Warning), "warning"),
        plural(count(Level::Note), "note"),
        plural(report.files_read, "reviewed file"),
    );
    if report.suppressed > 0 {
        text.push_str(&format!(" ({} allowed by comments)", report.suppressed));
    }
    text
}
