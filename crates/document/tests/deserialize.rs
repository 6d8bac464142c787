//! serde types out of nodes.

use std::collections::BTreeMap;

use document::Format::{Json, Yaml};
use document::{DeserializeError, from_node, parse};
use serde::Deserialize;

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    #[serde(default)]
    level: Option<Level>,
    #[serde(default)]
    limits: BTreeMap<u16, f64>,
    #[serde(default)]
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Note,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Step {
    Wait,
    Run(String),
    Copy { from: String, to: char },
    Pair(i8, bool),
}

#[test]
fn types_are_read() {
    let text = "id: x\nlevel: note\nlimits: {200: 1, 404: .5}\nsteps:\n- wait\n- run: 'y'\n- copy: {from: a, to: b}\n- pair: [-1, true]\n";
    let parsed = parse(text, Yaml);
    let rule: Rule = from_node(parsed.root().unwrap()).unwrap();
    let expected = Rule {
        id: "x".to_owned(),
        level: Some(Level::Note),
        limits: BTreeMap::from([(200, 1.0), (404, 0.5)]),
        steps: vec![
            Step::Wait,
            Step::Run("y".to_owned()),
            Step::Copy {
                from: "a".to_owned(),
                to: 'b',
            },
            Step::Pair(-1, true),
        ],
    };
    assert_eq!(rule, expected);
}

#[test]
fn a_node_becomes_a_value_of_serde_json() {
    let text =
        r#"{"a": [1, -2, 2.5, "x\n", null, true], "18446744073709551615": 18446744073709551615}"#;
    let parsed = parse(text, Json);
    let value: serde_json::Value = from_node(parsed.root().unwrap()).unwrap();
    assert_eq!(
        value,
        serde_json::from_str::<serde_json::Value>(text).unwrap()
    );
}

#[test]
fn merge_keys_are_applied() {
    let parsed = parse("- &a {id: x}\n- {<<: *a, level: error}\n", Yaml);
    let rules: Vec<Rule> = from_node(parsed.root().unwrap()).unwrap();
    assert_eq!(
        (rules[1].id.as_str(), &rules[1].level),
        ("x", &Some(Level::Error))
    );
}

#[test]
fn texts_may_be_borrowed() {
    let parsed = parse("[a, 'b']", Yaml);
    let texts: Vec<&str> = from_node(parsed.root().unwrap()).unwrap();
    assert_eq!(texts, ["a", "b"]);
}

/// The error of `text` as a rule: the text under it, path and message.
#[track_caller]
fn check(text: &str, source: &str, expected: &str) {
    let parsed = parse(text, Yaml);
    assert_eq!(parsed.faults(), []);
    let error: DeserializeError = from_node::<Vec<Rule>>(parsed.root().unwrap()).unwrap_err();
    assert_eq!(
        &text[error.at.start as usize..error.at.end as usize],
        source
    );
    assert_eq!(error.to_string(), expected);
}

#[test]
fn errors_know_their_place() {
    check(
        "- id: 3\n",
        "3",
        "[0].id: invalid type: integer `3`, expected a string",
    );
    check(
        "- id: x\n- id: y\n  levle: note\n",
        "levle",
        "[1]: unknown field `levle`",
    );
    check("- level: note\n", "level: note", "[0]: missing field `id`");
    check(
        "- id: x\n  level: nope\n",
        "nope",
        "[0].level: unknown word `nope`",
    );
    check(
        "- id: x\n  limits: {a: 1}\n",
        "a",
        "[0].limits: invalid type: string \"a\", expected u16",
    );
    check(
        "- id: x\n  limits: {1: a}\n",
        "a",
        "[0].limits.1: invalid type: string \"a\", expected f64",
    );
    check(
        "- id: x\n  steps: [{copy: {from: a, to: bc}}]\n",
        "bc",
        "[0].steps[0].copy.to: invalid value: string \"bc\", expected a character",
    );
    check(
        "- id: x\n  steps: [{pair: [1, true, 2]}]\n",
        "[1, true, 2]",
        "[0].steps[0].pair: invalid length 3, expected 2 items",
    );
    check(
        "- id: x\n  steps: [run]\n",
        "run",
        "[0].steps[0]: this variant needs a value",
    );
    check("- id: x\n  id: y\n", "id", "[0]: duplicate field `id`");
    check(
        "x\n",
        "x",
        "invalid type: string \"x\", expected a sequence",
    );
}
