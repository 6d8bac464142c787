//! Values as JSON text in one spelling, so that the same value of YAML and JSON is the same text.

use document::{Kind, Node};

/// Bytes of a value that are kept; longer ones end in `…`.
const LIMIT: usize = 400;

/// `node` as JSON text without spaces, keys in order of their names.
pub fn json_text(node: Node<'_>) -> Box<str> {
    let mut text = String::new();
    write(node, &mut text);
    if text.len() > LIMIT {
        let mut end = LIMIT;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        text.push('…');
    }
    text.into()
}

fn write(node: Node<'_>, text: &mut String) {
    if text.len() > LIMIT {
        return;
    }
    match node.kind() {
        Kind::Null => text.push_str("null"),
        Kind::Bool => text.push_str(if node.as_bool() == Some(true) {
            "true"
        } else {
            "false"
        }),
        Kind::Number => match (node.as_i64(), node.as_f64()) {
            (Some(integer), _) => text.push_str(&integer.to_string()),
            (None, Some(float)) => text.push_str(&float.to_string()),
            (None, None) => text.push_str(node.source()),
        },
        Kind::String => quote(&node.text().unwrap_or_default(), text),
        Kind::Sequence => {
            text.push('[');
            for (index, item) in node.items().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        Kind::Mapping => {
            let mut entries: Vec<_> = node
                .entries()
                .map(|(key, value)| (key.text().unwrap_or_default(), value))
                .collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            text.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                quote(&key, text);
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
    }
}

fn quote(value: &str, text: &mut String) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            character => text.push(character),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::{Format, parse};

    #[track_caller]
    fn check(text: &str, format: Format, expected: &str) {
        let parsed = parse(text, format);
        assert_eq!(&*json_text(parsed.root().expect("a value")), expected);
    }

    #[test]
    fn both_formats_give_one_spelling() {
        check(
            "b: [1.0, yes]\na: ~",
            Format::Yaml,
            r#"{"a":null,"b":[1,"yes"]}"#,
        );
        check(
            r#"{"b":[1, "yes"],"a":null}"#,
            Format::Json,
            r#"{"a":null,"b":[1,"yes"]}"#,
        );
    }
}
