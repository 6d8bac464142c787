//! What the kinds that read YAML share.

use document::Node;
use model::facts::Note;
use model::facts::manifest::{Text, Variable};
use model::{At, FileFacts};

use crate::Input;

/// The scalar as text with its place; `None` for sequences, mappings and nothing.
pub fn text(node: Node<'_>) -> Option<Text> {
    if node.is_null() {
        return None;
    }
    Some(Text {
        value: node.text()?.into_owned(),
        at: node.at().into(),
    })
}

/// The scalar as text; empty if it is none.
pub fn word(node: Option<Node<'_>>) -> String {
    node.and_then(|node| node.text())
        .map(|text| text.into_owned())
        .unwrap_or_default()
}

/// The scalars of a sequence, or the one scalar.
pub fn texts(node: Option<Node<'_>>) -> Vec<Text> {
    let Some(node) = node else { return Vec::new() };
    match text(node) {
        Some(one) => vec![one],
        None => node.items().filter_map(text).collect(),
    }
}

/// The scalar below the keys `path`, merge keys applied.
pub fn descend<'d>(node: Node<'d>, path: &[&str]) -> Option<Node<'d>> {
    path.iter().try_fold(node, |node, key| node.merged_get(key))
}

/// Keys and scalar values of a mapping, merge keys applied.
pub fn pairs(node: Option<Node<'_>>) -> Vec<(String, String)> {
    node.into_iter()
        .flat_map(|node| node.merged_entries())
        .filter_map(|(key, value)| Some((key.text()?.into_owned(), value.text()?.into_owned())))
        .collect()
}

/// The variables of a mapping (`NAME: value`) or a list (`- NAME=value`).
pub fn variables(node: Option<Node<'_>>) -> Vec<Variable> {
    let Some(node) = node else { return Vec::new() };
    if node.is_mapping() {
        return node
            .merged_entries()
            .into_iter()
            .filter_map(|(key, value)| {
                Some(Variable {
                    name: key.text()?.into_owned(),
                    value: text(value).map(|text| text.value),
                    from: None,
                    at: if value.is_null() {
                        key.at()
                    } else {
                        value.at()
                    }
                    .into(),
                })
            })
            .collect();
    }
    node.items()
        .filter_map(text)
        .map(|item| match item.value.split_once('=') {
            Some((name, value)) => Variable {
                name: name.to_owned(),
                value: Some(value.to_owned()),
                from: None,
                at: item.at,
            },
            None => Variable {
                name: item.value,
                at: item.at,
                ..Variable::default()
            },
        })
        .collect()
}

/// Whether the comments at the head of a manifest say that it is for one's own machine, or for tests alone.
pub fn is_for_development(text: &str) -> bool {
    /// What authors write there.
    const WORDS: &[&str] = &[
        "development only",
        "do not use in production",
        "for development",
        "for testing",
        "local development",
        "never use in production",
        "not for production",
        "not intended for production",
        "not meant for production",
        "testing only",
    ];
    text.lines()
        .map(str::trim_start)
        .take_while(|line| line.is_empty() || line.starts_with('#') || line.starts_with("---"))
        .any(|line| {
            let line = line.to_lowercase();
            WORDS.iter().any(|words| line.contains(words))
        })
}

/// Notes the faults of the file's tree, once for a file of several kinds.
pub fn note_faults(input: &Input<'_>, facts: &mut FileFacts) {
    for fault in input.document().faults() {
        let note = Note {
            at: At::from(fault.at.clone()),
            kind: "syntax".to_owned(),
            message: fault.message.clone(),
        };
        if !facts.notes.contains(&note) {
            facts.notes.push(note);
        }
    }
}
