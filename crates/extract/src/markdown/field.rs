//! Fields written in Markdown: `- **Status**: accepted`, `Status: accepted`, `| Status | accepted |`.

use model::facts::design::Text;

/// Longest name of a field, in bytes: what is longer before a colon is a sentence.
const NAME_BYTES_LIMIT: usize = 48;

/// A field of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its name, without markup.
    pub name: &'a str,
    /// First byte of the name, counted from the start of the line.
    pub name_start: usize,
    /// Its value, without markup around it; may be empty.
    pub value: &'a str,
    /// First byte of the value, counted from the start of the line.
    pub value_start: usize,
}

/// The field that `line` holds.
pub fn field(line: &str) -> Option<Field<'_>> {
    if let Some(row) = line.strip_prefix('|') {
        let mut cells = row.trim_end().trim_end_matches('|').split('|');
        let (name, value) = (cells.next()?, cells.next()?);
        return cells
            .next()
            .is_none()
            .then(|| of(line, name, value))
            .flatten();
    }
    let content = bullet(line);
    let colon = content.find(':')?;
    if content[colon..].starts_with("://") {
        return None;
    }
    of(line, &content[..colon], &content[colon + 1..])
}

fn of<'a>(line: &'a str, name: &'a str, value: &'a str) -> Option<Field<'a>> {
    let name = bare(name);
    let value = bare(value);
    let start = |part: &str| part.as_ptr() as usize - line.as_ptr() as usize;
    let is_name = !name.is_empty()
        && name.len() <= NAME_BYTES_LIMIT
        && name.starts_with(|c: char| c.is_alphabetic());
    is_name.then(|| Field {
        name,
        name_start: start(name),
        value,
        value_start: start(value),
    })
}

/// `line` without the mark of a list item or a quotation before it.
pub fn bullet(line: &str) -> &str {
    let line = line.trim_start().trim_start_matches("> ");
    for mark in ["- [ ] ", "- [x] ", "* [ ] ", "* [x] ", "- ", "* ", "+ "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return rest.trim_start();
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits)
        && let Some(rest) = line[digits..].strip_prefix(". ")
    {
        return rest.trim_start();
    }
    line
}

/// `text` without spaces and marks of emphasis or code around it. Marks that do not close are kept
/// where they could belong to the text, such as the star of `SELECT *`.
pub fn bare(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        for mark in ["**", "__", "*", "_", "`", "\""] {
            let opened = text.strip_prefix(mark);
            let closed = text.strip_suffix(mark);
            match (opened, closed) {
                (Some(_), Some(_)) if text.len() >= 2 * mark.len() => {
                    text = text[mark.len()..text.len() - mark.len()].trim();
                }
                // One side only: the other stands beyond the colon of the field.
                (Some(rest), None) if mark != "\"" && !rest.contains(mark) => {
                    text = rest.trim_start();
                }
                (None, Some(rest)) if mark == "**" && !rest.contains(mark) => {
                    text = rest.trim_end();
                }
                _ => {}
            }
        }
        if text == before {
            return text;
        }
    }
}

/// A text of the file with its place: `source` stands at byte `start`. A link is known by its text.
pub fn text(source: &str, start: usize) -> Text {
    let value = bare(source);
    let offset = start + (value.as_ptr() as usize - source.as_ptr() as usize);
    let shown = match value
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]("))
    {
        Some((label, target))
            if target.ends_with(')') && !target[..target.len() - 1].contains(')') =>
        {
            label
        }
        _ => value,
    };
    Text {
        value: bare(shown).to_owned(),
        at: model::At::new(offset as u32..(offset + value.len()) as u32),
    }
}

/// Whether `value` is a way to say that there is nothing.
pub fn none(value: &str) -> bool {
    let value = value.trim().trim_end_matches('.').to_ascii_lowercase();
    matches!(
        value.as_str(),
        "" | "-"
            | "–"
            | "—"
            | "none"
            | "n/a"
            | "na"
            | "nothing"
            | "no"
            | "null"
            | "not applicable"
            | "stateless"
            | "nil"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str)>) {
        let found = field(line);
        assert_eq!(found.map(|f| (f.name, f.value)), expected, "{line}");
        if let Some(f) = found {
            assert_eq!(&line[f.value_start..f.value_start + f.value.len()], f.value);
            assert_eq!(&line[f.name_start..f.name_start + f.name.len()], f.name);
        }
    }

    #[test]
    fn a_field_is_read_in_all_its_dresses() {
        check("Status: accepted", Some(("Status", "accepted")));
        check("* Status: accepted", Some(("Status", "accepted")));
        check("- **Status**: accepted", Some(("Status", "accepted")));
        check("**Status:** accepted", Some(("Status", "accepted")));
        check(
            "- **Data Store:** `orders_db`",
            Some(("Data Store", "orders_db")),
        );
        check("| Status | Accepted |", Some(("Status", "Accepted")));
        check("1. _Method_: GET", Some(("Method", "GET")));
        check("**Responsibility**:", Some(("Responsibility", "")));
    }

    #[test]
    fn prose_and_urls_are_no_fields() {
        check("https://example.org", None);
        check("| a | b | c |", None);
        check("no colon here", None);
        check(
            "a very long sentence that goes on and on before it: ends",
            None,
        );
    }

    #[track_caller]
    fn check_text(source: &str, value: &str, place: &str) {
        let text = text(source, 0);
        assert_eq!(text.value, value);
        assert_eq!(&source[text.at.start as usize..text.at.end as usize], place);
    }

    #[test]
    fn a_link_is_known_by_its_text() {
        check_text(" **[Orders](orders.md)** ", "Orders", "[Orders](orders.md)");
        check_text(
            "see [a](b) and [c](d)",
            "see [a](b) and [c](d)",
            "see [a](b) and [c](d)",
        );
    }
}
