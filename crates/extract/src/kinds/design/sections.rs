//! Markdown as outlines: a section with fields in its lists, tables and sub-sections is a template.

use model::facts::design::Text;

use super::fields::{self, Field};
use super::outline::Value;
use crate::markdown::{Line, LineKind, Markdown, bare, bullet, field, text};

/// Columns of a table that must be fields of a template for its rows to be read.
const TABLE_FIELDS: usize = 3;

/// One outline for each section that has fields, in order, and one for each row of a table of them.
/// Each is a map with one entry: the section's title and its fields.
pub fn outlines(scanned: &Markdown<'_>) -> Vec<Value> {
    let lines = &scanned.lines;
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        if let LineKind::Heading(level) = lines[index].kind {
            let end = section_end(lines, index, level);
            for entries in groups(entries(lines, index + 1, end, level)) {
                let title = text(lines[index].text, lines[index].start);
                found.push(Value::Map(vec![(title, Value::Map(entries))]));
            }
        }
        index += 1;
    }
    found.extend(tables(lines));
    found
}

/// The fields of a section, parted where one that tells which thing it is comes again: a list of things under one title.
/// Of several, only those that name themselves are kept.
fn groups(entries: Vec<(Text, Value)>) -> Vec<Vec<(Text, Value)>> {
    let mut groups: Vec<Vec<(Text, Value)>> = Vec::new();
    let mut seen: Vec<Field> = Vec::new();
    for (name, value) in entries {
        let field = fields::field(&name.value);
        let is_again =
            field.is_some_and(|field| IDENTITY.contains(&field) && seen.contains(&field));
        if is_again || groups.is_empty() {
            groups.push(Vec::new());
            seen.clear();
        }
        seen.extend(field);
        groups
            .last_mut()
            .expect("a group was begun")
            .push((name, value));
    }
    let is_several = groups.len() > 1;
    groups.retain(|group| {
        let names_itself = group.iter().any(|(name, _)| {
            matches!(
                fields::field(&name.value),
                Some(Field::Name | Field::Endpoint)
            )
        });
        group.len() >= 2 && (!is_several || names_itself)
    });
    groups
}

/// Fields of which a thing has one.
const IDENTITY: &[Field] = &[
    Field::Name,
    Field::Endpoint,
    Field::Method,
    Field::Responsibility,
];

/// Fields of operations that a section of the document tells for all of them: `## Authentication`, `## Errors`.
pub fn stated(scanned: &Markdown<'_>) -> Vec<Field> {
    let mut found: Vec<Field> = scanned
        .lines
        .iter()
        .filter(|line| matches!(line.kind, LineKind::Heading(1..=3)))
        .filter_map(|line| {
            fields::field(line.text.trim_start_matches(|c: char| !c.is_alphabetic()))
        })
        .filter(|field| {
            matches!(
                field,
                Field::Authentication | Field::RateLimiting | Field::ErrorCodes
            )
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

fn section_end(lines: &[Line<'_>], heading: usize, level: u8) -> usize {
    (heading + 1..lines.len())
        .find(|index| matches!(lines[*index].kind, LineKind::Heading(other) if other <= level))
        .unwrap_or(lines.len())
}

/// The fields of a section: those of its own lines, and its direct sub-sections that are named like a field.
fn entries(lines: &[Line<'_>], start: usize, end: usize, level: u8) -> Vec<(Text, Value)> {
    let mut entries = Vec::new();
    let mut index = start;
    while index < end {
        let line = &lines[index];
        if let LineKind::Heading(own) = line.kind {
            let sub_end = section_end(lines, index, own).min(end);
            let title = text(line.text, line.start);
            if own == level + 1 && fields::field(&title.value).is_some() {
                entries.push((title, body(&lines[index + 1..sub_end])));
            }
            index = sub_end;
            continue;
        }
        index += 1;
        let Some(own) = field(line.text) else {
            continue;
        };
        if fields::field(own.name).is_none() {
            continue;
        }
        let name = text(own.name, line.start + own.name_start);
        let nested_end = (index..end)
            .find(|next| {
                let next = &lines[*next];
                matches!(next.kind, LineKind::Heading(_))
                    || !next.text.is_empty()
                        && next.indent <= line.indent
                        && !(is_item(next.text)
                            && !is_item(line.text)
                            && field(next.text).is_none_or(|own| fields::field(own.name).is_none()))
            })
            .unwrap_or(end);
        let value = if own.value.is_empty() {
            let value = body(&lines[index..nested_end]);
            index = nested_end;
            value
        } else {
            Value::Text(text(own.value, line.start + own.value_start))
        };
        entries.push((name, value));
    }
    entries
}

fn is_item(line: &str) -> bool {
    bullet(line).len() < line.len()
}

/// What the lines of a field say: a list of its items, named values where all items are fields, or its first line of prose.
fn body(lines: &[Line<'_>]) -> Value {
    let items: Vec<&Line<'_>> = lines
        .iter()
        .filter(|line| line.kind == LineKind::Prose && is_item(line.text))
        .collect();
    if items.is_empty() {
        let prose = lines
            .iter()
            .find(|line| line.kind == LineKind::Prose && !line.text.is_empty());
        return match prose {
            Some(line) if line.text.starts_with('|') => table_texts(lines),
            Some(line) => Value::Text(text(line.text, line.start)),
            None => Value::Nothing,
        };
    }
    let fields: Vec<_> = items
        .iter()
        .filter_map(|line| Some((line, field(line.text)?)))
        .collect();
    if fields.len() == items.len() {
        let entries = fields
            .iter()
            .map(|(line, own)| {
                let name = text(own.name, line.start + own.name_start);
                let value = match own.value {
                    "" => Value::Nothing,
                    value => Value::Text(text(value, line.start + own.value_start)),
                };
                (name, value)
            })
            .collect();
        return Value::Map(entries);
    }
    let items = items
        .iter()
        .map(|line| {
            let item = bullet(line.text);
            Value::Text(text(item, line.start + (line.text.len() - item.len())))
        })
        .collect();
    Value::List { items, whole: None }
}

/// The cells of the first column of a table, without its head.
fn table_texts(lines: &[Line<'_>]) -> Value {
    let items = lines
        .iter()
        .filter(|line| line.text.starts_with('|') && !is_separator(line.text))
        .skip(1)
        .filter_map(|line| cells(line).into_iter().next())
        .filter(|cell| !cell.value.is_empty())
        .map(Value::Text)
        .collect();
    Value::List { items, whole: None }
}

fn is_separator(line: &str) -> bool {
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn cells(line: &Line<'_>) -> Vec<Text> {
    let inner = line.text.trim_start_matches('|').trim_end_matches('|');
    let mut start = line.start + (inner.as_ptr() as usize - line.text.as_ptr() as usize);
    inner
        .split('|')
        .map(|cell| {
            let own = start;
            start += cell.len() + 1;
            text(cell, own)
        })
        .collect()
}

/// The rows of every table whose head names enough fields of a template.
fn tables(lines: &[Line<'_>]) -> Vec<Value> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is_head = line.text.starts_with('|')
            && lines
                .get(index + 1)
                .is_some_and(|next| is_separator(next.text));
        if !is_head {
            continue;
        }
        let head = cells(line);
        if head
            .iter()
            .filter(|name| fields::field(bare(&name.value)).is_some())
            .count()
            < TABLE_FIELDS
        {
            continue;
        }
        for row in lines[index + 2..]
            .iter()
            .take_while(|row| row.text.starts_with('|'))
        {
            let entries = head
                .iter()
                .cloned()
                .zip(cells(row))
                .map(|(name, cell)| {
                    (
                        name,
                        if cell.value.is_empty() {
                            Value::Nothing
                        } else {
                            Value::Text(cell)
                        },
                    )
                })
                .collect();
            found.push(Value::Map(entries));
        }
    }
    found
}
