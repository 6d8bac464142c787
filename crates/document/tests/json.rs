//! JSON is read as `serde_json` reads it.
//!
//! The two differ on purpose in this: `serde_json` refuses numbers that no float holds, a byte order mark and more than
//! 127 levels. The last value of a duplicate key counts for both.

use document::{Format, Kind, Node, parse};
use proptest::prelude::*;
use serde_json::Value;

use crate::fast::cases;

#[track_caller]
fn check_equal(node: Node<'_>, value: &Value) {
    match value {
        Value::Null => assert!(node.is_null()),
        Value::Bool(value) => assert_eq!(node.as_bool(), Some(*value)),
        Value::Number(number) => {
            assert_eq!(node.kind(), Kind::Number);
            // To `serde_json` this is a float.
            if node.source() != "-0" {
                assert_eq!(node.as_i64(), number.as_i64(), "of {}", node.source());
                assert_eq!(node.as_u64(), number.as_u64(), "of {}", node.source());
            }
            // Without a feature of its own, `serde_json` may be off by the last bit.
            let (ours, theirs) = (node.as_f64().unwrap(), number.as_f64().unwrap());
            assert!(
                (ours - theirs).abs() <= ours.abs() * 1e-14,
                "{ours} {theirs}"
            );
        }
        Value::String(text) => assert_eq!(node.as_str().as_deref(), Some(text.as_str())),
        Value::Array(items) => {
            assert_eq!((node.kind(), node.len()), (Kind::Sequence, items.len()));
            node.items()
                .zip(items)
                .for_each(|(node, item)| check_equal(node, item));
        }
        Value::Object(entries) => {
            assert_eq!(node.kind(), Kind::Mapping);
            assert!(
                node.entries()
                    .all(|(key, _)| entries.contains_key(&*key.text().unwrap()))
            );
            for (key, value) in entries {
                check_equal(node.get(key).unwrap(), value);
            }
        }
    }
}

/// Both accept `text` and read the same, or both refuse it.
#[track_caller]
fn check(text: &str) {
    let parsed = parse(text, Format::Json);
    let value = serde_json::from_str::<Value>(text);
    let is_known = value.as_ref().err().is_some_and(|error| {
        let message = error.to_string();
        message.contains("number out of range") || message.contains("recursion limit")
    });
    if is_known || text.starts_with('\u{feff}') {
        return;
    }
    assert_eq!(
        parsed.faults().is_empty(),
        value.is_ok(),
        "of {text:?}: {:?} {value:?}",
        parsed.faults()
    );
    if let Ok(value) = value {
        check_equal(parsed.root().unwrap(), &value);
    }
}

#[test]
fn both_agree_at_the_edges() {
    for text in [
        "",
        " ",
        "1",
        "-",
        "-0",
        "01",
        "1.",
        ".1",
        "1e",
        "1e+",
        "1E-2",
        "-1.5e3",
        "+1",
        "0x1",
        "1 2",
        "[1 2]",
        "[,]",
        "[1,]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "[",
        "]",
        "{",
        "}",
        "[}",
        "{]",
        "\"",
        "\"\\",
        "\"\\u",
        "\"\\u12",
        "\"\\u12\"",
        "\"\\u12é\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud834\\udd1e\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"\u{7f}\"",
        "\"\0\"",
        "nul",
        "nulll",
        "null null",
        "true",
        "falsey",
        "NaN",
        "Infinity",
        "// c\n1",
        "/* c */ 1",
        "1 // c",
        "/",
        "[/]",
        "'a'",
        "\u{a0}1",
        "1\u{b}",
        "\r\n1\t",
        "[1]]",
        "{\"a\":1}}",
        "{\"a\":1,\"a\":2}",
        "{\"\\u0061\":1,\"a\":2}",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1e308",
        "5e-324",
        "1e-400",
        "\"\u{2028}\u{10ffff}\"",
        "[\"a\" \"b\"]",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "tru",
        "t",
        "\"abc",
        "[\"        \"]",
        "{\"        \":        \n        1}",
    ] {
        check(text);
    }
}

#[test]
fn what_only_we_accept() {
    for text in [
        "1e400".to_owned(),
        "\u{feff}1".to_owned(),
        "[".repeat(200) + &"]".repeat(200),
    ] {
        assert!(parse(&text, Format::Json).faults().is_empty());
        assert!(serde_json::from_str::<Value>(&text).is_err());
    }
}

fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[ -~]{0,20}",
        any::<String>(),
        "[\\x00-\\x1f\"\\\\/é𝄞]{0,4}"
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((text.clone(), inner), 0..40)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Prints values with spaces and escapes that `choices` choose.
struct Printer<'a> {
    choices: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    text: String,
}

impl Printer<'_> {
    fn choose(&mut self) -> u8 {
        *self.choices.next().unwrap_or(&0)
    }

    fn space(&mut self) {
        let spaces = [
            "",
            "",
            "",
            " ",
            "\n",
            "\t",
            "\r\n  ",
            "\n                    ",
        ];
        let choice = usize::from(self.choose()) % spaces.len();
        self.text += spaces[choice];
    }

    fn string(&mut self, string: &str) {
        self.text.push('"');
        for character in string.chars() {
            let must = character < ' ' || matches!(character, '"' | '\\');
            if must || self.choose().is_multiple_of(13) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    self.text += &format!("\\u{unit:04x}");
                }
            } else {
                self.text.push(character);
            }
        }
        self.text.push('"');
    }

    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::String(string) => self.string(string),
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.text += if index > 0 { "," } else { "" };
                    self.value(item);
                }
                self.space();
                self.text.push(']');
            }
            Value::Object(entries) => {
                self.text.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    self.text += if index > 0 { "," } else { "" };
                    self.space();
                    self.string(key);
                    self.space();
                    self.text.push(':');
                    self.value(value);
                }
                self.space();
                self.text.push('}');
            }
            other => self.text += &other.to_string(),
        }
        self.space();
    }
}

fn print(value: &Value, choices: &[u8]) -> String {
    let mut printer = Printer {
        choices: choices.iter().cycle(),
        text: String::new(),
    };
    printer.value(value);
    printer.text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases() / 4) })]

    #[test]
    fn values_are_read_as_printed(value in value(), choices in prop::collection::vec(any::<u8>(), 0..64)) {
        let text = print(&value, &choices);
        let parsed = parse(&text, Format::Json);
        prop_assert_eq!(parsed.faults(), []);
        check_equal(parsed.root().unwrap(), &value);
        check(&text);
    }

    #[test]
    fn both_agree_on_changed_text(
        value in value(),
        choices in prop::collection::vec(any::<u8>(), 0..64),
        at in any::<prop::sample::Index>(),
        cut in 0..3_usize,
        fragment in prop::sample::select(&["", "", "\"", "\\", ",", ":", "[", "]", "{", "}", "1", "-", ".", "e", "null", "t", "\n", " ", "\\u", "\\ud800", "é", "/", "//\n", "\u{1}", "0"][..]),
    ) {
        let text = print(&value, &choices);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = at.index(places.len());
        let end = (start + cut).min(places.len() - 1);
        check(&[&text[..places[start]], fragment, &text[places[end]..]].concat());
    }

    #[test]
    fn both_agree_on_random_characters(text in "[\\[\\]{},:\"\\\\/ \nabtrue0-9.+eE-]{0,12}") {
        check(&text);
    }

    /// YAML contains JSON, but for keys beyond 1,024 characters and DEL.
    #[test]
    fn yaml_reads_json_alike(value in value()) {
        let text = serde_json::to_string(&value).unwrap();
        let parsed = document::parse_yaml_in_full(&text);
        if parsed.faults().is_empty() {
            check_equal(parsed.root().unwrap(), &value);
        }
    }
}
