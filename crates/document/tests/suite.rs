//! What trees of YAML and JSON promise.

mod deserialize;
mod fast;
mod faults;
mod json;
mod places;
mod values;

use document::{Format, Node, Parsed, parse};

/// The tree as one line: scalars with the first letter of their kind and their text.
fn outline(node: Node<'_>) -> String {
    use document::Kind;
    let inner: Vec<String> = match node.kind() {
        Kind::Sequence => node.items().map(outline).collect(),
        Kind::Mapping => node
            .entries()
            .map(|(key, value)| format!("{}: {}", outline(key), outline(value)))
            .collect(),
        kind => {
            let letter = &format!("{kind:?}")[..1];
            return format!("{letter}({})", node.text().expect("it is a scalar"));
        }
    };
    match node.kind() {
        Kind::Sequence => format!("[{}]", inner.join(", ")),
        _ => format!("{{{}}}", inner.join(", ")),
    }
}

fn outlines(parsed: &Parsed<'_>) -> String {
    parsed.roots().map(outline).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check(text: &str, format: Format, expected: &str) {
    let parsed = parse(text, format);
    assert_eq!(outlines(&parsed), expected, "of {text:?}");
    assert_eq!(parsed.faults(), [], "of {text:?}");
}
