//! The common form of a template, in YAML or Markdown: texts, lists and named values with places.

use document::Node;
use model::At;
use model::facts::design::Text;

/// Deepest nesting that is read.
const DEPTH_LIMIT: usize = 16;

/// Most nodes of one document that are read; aliases count as often as they are used.
const NODES_LIMIT: usize = 20_000;

/// A value of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing was written.
    Nothing,
    /// A text.
    Text(Text),
    /// A list. `whole` is the text with its brackets, where one text stands alone in brackets: `[name]`
    /// is a list to YAML and a placeholder to people.
    List {
        /// The items.
        items: Vec<Value>,
        /// The bracketed text.
        whole: Option<Text>,
    },
    /// Named values, in order.
    Map(Vec<(Text, Value)>),
}

impl Value {
    /// Every text of the value, in order, names included.
    pub fn texts(&self) -> Vec<&Text> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'v>(&'v self, found: &mut Vec<&'v Text>) {
        match self {
            Value::Nothing => {}
            Value::Text(text) => found.push(text),
            Value::List { items, .. } => items.iter().for_each(|item| item.collect(found)),
            Value::Map(entries) => {
                for (name, value) in entries {
                    found.push(name);
                    value.collect(found);
                }
            }
        }
    }

    /// The text of a value that should be one: a bracketed text with its brackets, of a list the first.
    pub fn single(&self) -> Option<&Text> {
        match self {
            Value::Nothing | Value::Map(_) => None,
            Value::Text(text) => Some(text),
            Value::List { items, whole } => whole.as_ref().or_else(|| items.first()?.single()),
        }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Text(text) => text.value.trim().is_empty(),
            Value::List { items, .. } => items.iter().all(Value::is_empty),
            Value::Map(entries) => entries.is_empty(),
        }
    }
}

/// A YAML node as an outline; `offset` is where its text begins in the file.
pub fn of(node: Node<'_>, offset: u32) -> Value {
    let mut budget = NODES_LIMIT;
    value(node, offset, 0, &mut budget)
}

fn value(node: Node<'_>, offset: u32, depth: usize, budget: &mut usize) -> Value {
    if depth > DEPTH_LIMIT || *budget == 0 {
        return Value::Nothing;
    }
    *budget -= 1;
    if node.is_sequence() {
        let items: Vec<Value> = node
            .items()
            .take(*budget)
            .map(|item| value(item, offset, depth + 1, budget))
            .collect();
        let is_bracketed =
            node.source().starts_with('[') && matches!(items.as_slice(), [Value::Text(_)]);
        let whole = is_bracketed.then(|| source(node, offset));
        return Value::List { items, whole };
    }
    if node.is_mapping() {
        // `{name}` and `{{name}}` are mappings to YAML and placeholders to people.
        if node.source().starts_with('{')
            && node.entries().all(|(_, value)| value.is_null())
            && !node.is_empty()
        {
            return Value::Text(source(node, offset));
        }
        let entries = node
            .entries()
            .take(*budget)
            .filter_map(|(key, entry)| {
                Some((
                    scalar(key, offset)?,
                    value(entry, offset, depth + 1, budget),
                ))
            })
            .collect();
        return Value::Map(entries);
    }
    match scalar(node, offset) {
        Some(text) if !node.is_null() => Value::Text(text),
        _ => Value::Nothing,
    }
}

fn source(node: Node<'_>, offset: u32) -> Text {
    let at = node.at();
    Text {
        value: node.source().to_owned(),
        at: At::new(at.start + offset..at.end + offset),
    }
}

/// A scalar with its place: the token without quotes, of several lines the first.
fn scalar(node: Node<'_>, offset: u32) -> Option<Text> {
    let value = node.text()?.trim().to_owned();
    let at = node.at();
    let source = node.source();
    let is_block = source.starts_with(['|', '>']);
    let skipped = if is_block {
        source.find('\n').map_or(source.len(), |index| index + 1)
    } else {
        0
    };
    let body = &source[skipped..];
    let line = body
        .trim_start()
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end();
    let start = skipped + (body.len() - body.trim_start().len());
    let quote = line.len() >= 2 && line.starts_with(['"', '\'']) && line.ends_with(['"', '\'']);
    let (from, to) = if quote {
        (start + 1, start + line.len() - 1)
    } else {
        (start, start + line.len())
    };
    Some(Text {
        value,
        at: At::new(at.start + offset + from as u32..at.start + offset + to as u32),
    })
}
