//! Placeholders in the values of a template.

use model::facts::design::Text;

use super::fields::{Field, Fields};
use super::outline::Value;
use crate::markdown::placeholder;

/// Words of which a template's own hints are made: `[list of services]`, `[sync/async]`.
const HINT: &[&str] = &[
    "list",
    "of",
    "the",
    "a",
    "an",
    "your",
    "name",
    "names",
    "service",
    "services",
    "other",
    "dependent",
    "database",
    "type",
    "data",
    "store",
    "technology",
    "single",
    "responsibility",
    "description",
    "describe",
    "sync",
    "async",
    "synchronous",
    "asynchronous",
    "and",
    "or",
    "metrics",
    "alerts",
    "logs",
    "container",
    "serverless",
    "strategy",
    "method",
    "schema",
    "here",
    "what",
    "does",
    "this",
    "brief",
    "short",
    "dependencies",
    "tool",
    "tools",
    "if",
    "any",
    "etc",
];

/// The placeholder in `text`, with its own place where that can be told.
pub fn text(text: &Text) -> Option<Text> {
    let range = placeholder::in_value(&text.value)?;
    let is_exact = (text.at.end - text.at.start) as usize == text.value.len();
    Some(Text {
        value: text.value[range.clone()].to_owned(),
        at: if is_exact {
            model::At::new(text.at.start + range.start as u32..text.at.start + range.end as u32)
        } else {
            text.at
        },
    })
}

/// The placeholders of `values`, in the order of the text. In a field of `singles` a text in brackets is one.
pub fn of(values: &[&Value], singles: &[Field], fields: &Fields<'_>) -> Vec<Text> {
    let mut found = Vec::new();
    for value in values {
        let is_single = singles
            .iter()
            .any(|field| fields.all(*field).any(|own| std::ptr::eq(own, *value)));
        collect(value, is_single, &mut found);
    }
    found.sort_by_key(|text| text.at);
    found.dedup();
    found
}

fn collect(value: &Value, is_single: bool, found: &mut Vec<Text>) {
    match value {
        Value::Nothing => {}
        Value::Text(own) => found.extend(text(own)),
        Value::List { items, whole } => {
            let hint = whole.as_ref().filter(|_| {
                let item = items
                    .first()
                    .and_then(Value::single)
                    .map_or("", |item| item.value.as_str());
                is_single || is_hint(item)
            });
            match hint {
                Some(whole) => found.push(whole.clone()),
                None => items.iter().for_each(|item| collect(item, false, found)),
            }
        }
        Value::Map(entries) => {
            for (_, value) in entries {
                collect(value, false, found);
            }
        }
    }
}

fn is_hint(item: &str) -> bool {
    let words: Vec<String> = item
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.len() >= 2 && words.iter().all(|word| HINT.contains(&word.as_str()))
}
