//! The rows that rules see, as JSON: `{"table": [{…}, …], …}`.
//!
//! A reference is written as the subject of its row, a place as path, line and column, what is
//! unknown as `{"unknown": reason}`. Lists of rows that refer back are left out. Beside the relations
//! stand `note` (what could not be read, and where) and `unknown` (columns that the repository hides:
//! how often and why).

use std::collections::BTreeMap;

use model::{RowRef, System, Value, template};
use serde_json::{Map, Value as Json, json};

use crate::{Texts, escape};

/// The rows of the relations called `names`, or of all that have rows if none is named.
pub fn write(system: &System, names: &[String], texts: &Texts<'_>) -> String {
    let mut root = Map::new();
    for (number, relation) in System::RELATIONS.iter().enumerate() {
        let rows = (relation.len)(system);
        if !names.is_empty() && !names.iter().any(|name| name == relation.name)
            || names.is_empty() && rows == 0
        {
            continue;
        }
        let rows = (0..rows)
            .map(|row| {
                let row = RowRef {
                    relation: number as u16,
                    row: row as u32,
                };
                object(system, row, texts)
            })
            .collect();
        root.insert(relation.name.to_owned(), Json::Array(rows));
    }
    for (name, rows) in [("note", notes(system, texts)), ("unknown", unknown(system))] {
        if names.is_empty() && !rows.is_empty() || names.iter().any(|asked| asked == name) {
            root.insert(name.to_owned(), Json::Array(rows));
        }
    }
    let text = serde_json::to_string_pretty(&root).expect("rows have only text keys");
    let mut text = escape::json(text);
    text.push('\n');
    text
}

/// The names that can be asked for: relations, `note` and `unknown`.
pub fn names() -> impl Iterator<Item = &'static str> {
    System::RELATIONS
        .iter()
        .map(|relation| relation.name)
        .chain(["note", "unknown"])
}

fn notes(system: &System, texts: &Texts<'_>) -> Vec<Json> {
    system
        .sorted_notes()
        .into_iter()
        .map(|note| {
            json!({
                "path": note.file.map(|file| system.path(file)),
                "line": note.file.map(|file| texts.line(file, note.at.start)),
                "kind": note.kind,
                "message": note.message,
            })
        })
        .collect()
}

/// How often a column is unknown, by relation, column and reason.
fn unknown(system: &System) -> Vec<Json> {
    let mut counts: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    for relation in System::RELATIONS {
        for row in 0..(relation.len)(system) {
            let row = (relation.row)(system, row);
            for (index, column) in relation.columns.iter().enumerate() {
                if let Value::Unknown(reason) = row.value(index) {
                    *counts
                        .entry((relation.name, column.name, reason.to_owned()))
                        .or_default() += 1;
                }
            }
        }
    }
    counts
        .into_iter()
        .map(|((relation, column, reason), count)| {
            json!({"relation": relation, "column": column, "reason": reason, "count": count})
        })
        .collect()
}

fn object(system: &System, row: RowRef, texts: &Texts<'_>) -> Json {
    let mut object = Map::new();
    for (index, column) in system.relation(row).columns.iter().enumerate() {
        if !column.is_reverse {
            let value = system.row(row).value(index);
            object.insert(column.name.to_owned(), json_of(system, value, texts));
        }
    }
    Json::Object(object)
}

fn json_of(system: &System, value: Value<'_>, texts: &Texts<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(flag),
        Value::Int(number) => Json::from(number),
        Value::Text(text) => Json::from(text),
        Value::Row(row) => Json::from(template::subject(system, row)),
        Value::List(list) => (0..list.len())
            .map(|index| json_of(system, list.get(index), texts))
            .collect(),
        Value::Span(span) => {
            let place = texts.place(span);
            json!({"path": system.path(span.file), "line": place.line, "column": place.column, "end_column": place.end_column})
        }
        Value::Unknown(reason) => json!({ "unknown": reason }),
    }
}
