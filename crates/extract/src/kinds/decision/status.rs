//! The status of a decision record, and what it supersedes or is superseded by.

use model::facts::design::Text;

use crate::markdown::{Line, LineKind, Markdown, bare, bullet, field, none, placeholder, text};

/// The words of a status, at its beginning.
const WORDS: &[&str] = &[
    "accepted",
    "proposed",
    "draft",
    "rejected",
    "superseded",
    "deprecated",
    "approved",
    "implemented",
    "adopted",
    "decided",
    "pending",
    "obsolete",
    "withdrawn",
    "in review",
    "replaced",
];

/// Lines from the top in which a status without a name is looked for.
const LOOSE_STATUS_LINES: usize = 30;

/// The status of a record.
#[derive(Debug, Default)]
pub struct Status {
    /// As written.
    pub status: Option<Text>,
    /// What supersedes it, as written.
    pub superseded_by: Option<Text>,
    /// What it supersedes as a whole, as written.
    pub supersedes: Vec<Text>,
}

/// Reads the status of a record.
pub fn read(scanned: &Markdown<'_>) -> Status {
    let mut found = Status::default();
    if let Some(front) = scanned.front_matter {
        let mut start = front.start;
        for line in front.text.split_inclusive('\n') {
            let content = line.trim_end();
            found.line(content, start, false);
            start += line.len();
        }
    }
    let mut in_status = false;
    for line in &scanned.lines {
        match line.kind {
            LineKind::Heading(_) => {
                let title = line.text.to_lowercase();
                let title = title.trim_matches(|c: char| !c.is_alphabetic());
                in_status = title == "status" || title == "state" || title == "decision status";
                if let Some(rest) = title.strip_prefix("status:")
                    && !rest.trim().is_empty()
                {
                    found.line(line.text, line.start, false);
                }
            }
            LineKind::Prose => found.line(line.text, line.start, in_status),
        }
    }
    if found.status.is_none() {
        found.status = loose(&scanned.lines);
    }
    found
}

impl Status {
    fn line(&mut self, line: &str, start: usize, in_status: bool) {
        let content = bullet(line);
        let at = |part: &str| start + (part.as_ptr() as usize - line.as_ptr() as usize);
        let lower = bare(content).to_ascii_lowercase();
        let field = field(line);
        let is_named = field.is_some_and(|field| {
            matches!(
                field.name.to_ascii_lowercase().as_str(),
                "status" | "state" | "decision status"
            )
        });
        let value = match field {
            Some(field) if is_named => Some(field.value),
            _ if in_status => Some(content),
            _ => None,
        };
        if let Some(value) = value
            && self.status.is_none()
            && !bare(value).is_empty()
            && !bare(value)
                .chars()
                .all(|c| matches!(c, '-' | '|' | ':' | ' '))
        {
            self.status = Some(text(
                value.split("<!--").next().unwrap_or_default(),
                at(value),
            ));
        }
        let is_partial =
            lower.contains("partial") || lower.contains("in part") || lower.contains("parts of");
        let status_lower = value.map(|value| value.to_ascii_lowercase());
        let by = [
            "superseded by",
            "superceded by",
            "replaced by",
            "superseded-by",
            "superseded_by",
            "obsoleted by",
        ];
        let of = ["supersedes", "supercedes", "replaces", "obsoletes"];
        for mark in by {
            let from_status = status_lower.as_deref().and_then(|status| status.find(mark));
            let rest = match (value, from_status, lower.starts_with(mark)) {
                (Some(value), Some(index), _) => value.get(index + mark.len()..),
                (_, _, true) => content
                    .find(|c: char| c.is_alphabetic())
                    .and_then(|first| content.get(first + mark.len()..)),
                _ => None,
            };
            if let Some(rest) = rest
                && !is_partial
                && self.superseded_by.is_none()
            {
                self.superseded_by = reference(rest, at(rest));
            }
        }
        for mark in of {
            if lower.starts_with(mark)
                && !is_partial
                && let Some(rest) = content
                    .find(|c: char| c.is_alphabetic())
                    .and_then(|first| content.get(first + mark.len()..))
            {
                self.supersedes.extend(reference(rest, at(rest)));
            }
        }
    }
}

/// The text that names another decision, without the punctuation around it.
fn reference(rest: &str, start: usize) -> Option<Text> {
    let trimmed = rest.trim_start_matches([':', ' ', '*', '_']);
    let start = start + (rest.len() - trimmed.len());
    let trimmed = trimmed.trim_end_matches(['.', ' ', '*', '_', '"', '\'']);
    let is_reference = trimmed.contains(|c: char| c.is_ascii_digit()) || trimmed.contains("](");
    if none(trimmed) || !is_reference || placeholder::in_value(trimmed).is_some() {
        return None;
    }
    // The target of a link says more than its label: `[ADR-5](0005-use-x.md)`.
    Some(Text {
        value: trimmed.to_owned(),
        at: model::At::new(start as u32..(start + trimmed.len()) as u32),
    })
}

/// A line near the top that begins with a word of the vocabulary, such as a badge's text.
fn loose(lines: &[Line<'_>]) -> Option<Text> {
    lines.iter().take(LOOSE_STATUS_LINES).find_map(|line| {
        let content = bullet(line.text);
        let value = match field(line.text) {
            Some(field) => field.value,
            None => content.trim_matches('|'),
        };
        let lower = bare(value).to_ascii_lowercase();
        let lower = lower.trim_start_matches(|c: char| !c.is_alphabetic());
        let is_word = WORDS.iter().any(|word| lower.starts_with(word));
        (is_word && lower.len() < 60).then(|| {
            text(
                value,
                line.start + (value.as_ptr() as usize - line.text.as_ptr() as usize),
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::scan;

    #[track_caller]
    fn check(source: &str, status: Option<&str>, by: Option<&str>, supersedes: &[&str]) {
        let found = read(&scan(source));
        let place = |text: &Text| source[text.at.start as usize..text.at.end as usize].to_owned();
        assert_eq!(found.status.as_ref().map(place).as_deref(), status);
        assert_eq!(found.superseded_by.as_ref().map(place).as_deref(), by);
        assert_eq!(
            found.supersedes.iter().map(place).collect::<Vec<_>>(),
            supersedes
        );
    }

    #[test]
    fn a_status_stands_in_front_matter_field_section_or_table() {
        check(
            "---\nstatus: \"accepted\"\n---\n# T\n",
            Some("accepted"),
            None,
            &[],
        );
        check("# T\n\n* Status: Accepted\n", Some("Accepted"), None, &[]);
        check(
            "# T\n\n## Status\n\n**Accepted**\n",
            Some("Accepted"),
            None,
            &[],
        );
        check(
            "# T\n\n| Status | Accepted |\n",
            Some("Accepted"),
            None,
            &[],
        );
        check(
            "# T\n\nAccepted on Monday\n",
            Some("Accepted on Monday"),
            None,
            &[],
        );
        check("# T\n\nText.\n", None, None, &[]);
    }

    #[test]
    fn what_supersedes_a_record_is_read() {
        check(
            "# T\n\n## Status\n\nSuperseded by [5. Use Y](0005-use-y.md)\n",
            Some("Superseded by [5. Use Y](0005-use-y.md)"),
            Some("[5. Use Y](0005-use-y.md)"),
            &[],
        );
        check(
            "# T\n\nStatus: superseded by ADR-0005.\n",
            Some("superseded by ADR-0005."),
            Some("ADR-0005"),
            &[],
        );
        check(
            "# T\n\n- **Superseded by**: n/a\n- Status: accepted\n",
            Some("accepted"),
            None,
            &[],
        );
    }

    #[test]
    fn what_a_record_supersedes_as_a_whole_is_read() {
        check(
            "# T\n\n## Status\n\nAccepted\n\nSupersedes [2. Use X](0002-use-x.md)\n",
            Some("Accepted"),
            None,
            &["[2. Use X](0002-use-x.md)"],
        );
        check(
            "# T\n\n## Status\n\nAccepted\n\nPartially supersedes ADR-2\n",
            Some("Accepted"),
            None,
            &[],
        );
    }
}
