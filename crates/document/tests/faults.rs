//! What could not be read costs only itself.

use super::{outline, outlines};
use document::Format::{self, Json, Yaml};
use document::{FAULTS_LIMIT, Kind, NESTING_LIMIT, parse};

/// Each fault as `text under it: message`.
#[track_caller]
fn check(text: &str, format: Format, expected: &str, faults: &[&str]) {
    let parsed = parse(text, format);
    assert_eq!(outlines(&parsed), expected, "of {text:?}");
    let found = parsed.faults().iter().map(|fault| {
        let source = &text[fault.at.start as usize..fault.at.end as usize];
        format!("{}`{source}`: {}", fault.at.start, fault.message)
    });
    assert_eq!(found.collect::<Vec<_>>(), faults, "of {text:?}");
}

#[test]
fn json_keeps_what_was_read_before_the_error() {
    check(
        r#"{"a": 1, "b": [2, }"#,
        Json,
        "{S(a): N(1), S(b): [N(2)]}",
        &["18`}`: expected a value, found `}`"],
    );
    check(
        r#"{"a": 1, "b""#,
        Json,
        "{S(a): N(1)}",
        &["12``: the text ends inside a mapping"],
    );
    check(
        r#"{"a": {"b": tru}}"#,
        Json,
        "{S(a): {}}",
        &["12`t`: expected a value, found `t`"],
    );
    check(
        "[1, 2",
        Json,
        "[N(1), N(2)]",
        &["5``: the text ends inside a sequence"],
    );
    check("", Json, "", &["0``: the text ends before a value"]);
    check(
        "[1] x",
        Json,
        "[N(1)]",
        &["4`x`: expected the end of the text, found `x`"],
    );
    check("[01]", Json, "[]", &["1`01`: invalid number"]);
    check(
        "[\"a",
        Json,
        "[]",
        &["1`\"a`: a string is not closed on its line"],
    );
}

#[test]
fn json_steps_over_small_errors() {
    check(
        "[1,]",
        Json,
        "[N(1)]",
        &["3`]`: a comma before the closing bracket is not JSON"],
    );
    check(
        "{\"a\": 1,}",
        Json,
        "{S(a): N(1)}",
        &["8`}`: a comma before the closing bracket is not JSON"],
    );
    check(
        "// c\n{\"a\" /* d */: /* e */ 1}",
        Json,
        "{S(a): N(1)}",
        &["0`// c`: comments are not JSON"],
    );
    check(
        r#"["\x", "\ud800", "\ud800\n", "\udc00", "\ud800\u0041", "\u12g4", 1]"#,
        Json,
        "[S(\u{fffd}), S(\u{fffd}), S(\u{fffd}\n), S(\u{fffd}), S(\u{fffd}A), S(\u{fffd}12g4), N(1)]",
        &[
            "2`\\x`: invalid escape in a string",
            "8`\\u`: invalid escape in a string",
            "18`\\u`: invalid escape in a string",
            "30`\\u`: invalid escape in a string",
            "40`\\u`: invalid escape in a string",
            "56`\\u`: invalid escape in a string",
        ],
    );
    check(
        "[\"a\tb\", 1]",
        Json,
        "[S(a\tb), N(1)]",
        &["3`\t`: control character 0x09 in a string"],
    );
}

#[test]
fn what_is_nested_too_deeply_is_left_out() {
    for text in [
        format!("[{}{}, 7]", "[".repeat(100_000), "]".repeat(100_000)),
        format!(
            "[{}1{}, 7]",
            "{\"]\": [".repeat(50_000),
            "]}".repeat(50_000)
        ),
    ] {
        let parsed = parse(&text, Json);
        assert_eq!(parsed.faults().len(), 1);
        assert!(
            parsed.faults()[0]
                .message
                .contains(&NESTING_LIMIT.to_string())
        );
        let seven = parsed.root().unwrap().items().last().unwrap();
        assert_eq!(seven.as_i64(), Some(7));
        assert_eq!(depth(parsed.root().unwrap()), NESTING_LIMIT);
    }
}

fn depth(node: document::Node<'_>) -> usize {
    let below = node.items().map(depth).max();
    let beside = node.entries().map(|(_, value)| depth(value)).max();
    usize::from(!node.is_scalar()) + below.max(beside).unwrap_or(0)
}

#[test]
fn hostile_nesting_ends() {
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(20_000),
        "? ".repeat(20_000),
        "a: {".repeat(20_000),
        "- - - a: ".repeat(5_000),
        "\t".repeat(40_000),
        "!a ".repeat(20_000),
        "&a ".repeat(20_000),
        "*a ".repeat(20_000),
        "---\n".repeat(20_000),
        "- [\n---\n".repeat(20_000),
        "\"".repeat(40_000),
        "'".repeat(40_001),
        "a: |\n".repeat(20_000),
        "# c\n".repeat(20_000),
        "[a: ".repeat(20_000),
    ] {
        for format in [Json, Yaml] {
            let parsed = parse(&text, format);
            assert!(parsed.faults().len() <= FAULTS_LIMIT);
            assert!(parsed.roots().all(|root| depth(root) <= NESTING_LIMIT));
        }
    }
}

#[test]
fn an_alias_bomb_is_defused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let alias = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", vec![alias; 9].join(", "));
    }
    let parsed = parse(&text, Yaml);
    assert!(
        parsed
            .faults()
            .iter()
            .any(|fault| fault.message.contains("too many nodes"))
    );
    fn count(node: document::Node<'_>) -> u64 {
        let below: u64 = node.items().map(count).sum();
        let beside: u64 = node
            .entries()
            .map(|(key, value)| count(key) + count(value))
            .sum();
        1 + below + beside
    }
    assert!(
        parsed.roots().map(count).sum::<u64>()
            <= document::EXPANDED_NODES_LIMIT + text.len() as u64
    );
}

#[test]
fn aliases_do_not_nest_beyond_the_limit() {
    let mut text = String::from("- &a0 x\n");
    for level in 1..1000 {
        text += &format!("- &a{level} [*a{}]\n", level - 1);
    }
    let parsed = parse(&text, Yaml);
    assert!(
        parsed
            .faults()
            .iter()
            .all(|fault| fault.message == "aliases nest too deeply")
    );
    assert!(!parsed.faults().is_empty());
    assert_eq!(depth(parsed.root().unwrap()), NESTING_LIMIT);
}

#[test]
fn an_alias_of_itself_is_nothing() {
    check(
        "&a [1, *a]",
        Yaml,
        "[N(1), N(*a)]",
        &["7`*a`: this alias contains itself"],
    );
    check(
        "[*b, 1]",
        Yaml,
        "[N(*b), N(1)]",
        &["1`*b`: no anchor `b` before this alias"],
    );
}

#[test]
fn a_yaml_error_costs_the_rest_of_its_document() {
    let parsed = parse("a: 1\n---\nb: {c: 1, d: [2, 3\n---\nf: 4\n", Yaml);
    let roots: Vec<_> = parsed.roots().map(outline).collect();
    assert_eq!(
        roots,
        [
            "{S(a): N(1)}",
            "{S(b): {S(c): N(1), S(d): [N(2)]}}",
            "{S(f): N(4)}"
        ]
    );
    assert_eq!(parsed.faults().len(), 1);
}

#[test]
fn places_stay_inside_the_text() {
    for text in [
        "a: [",
        "a: {b",
        "a: 'x",
        "a: |",
        "a: >+\n\n",
        "\u{feff}",
        "\u{feff}# é\na: é",
        "- !",
        "- &",
        "%YAML 9\n---\na",
        "é: [é, \"é",
        "\0",
        "a: \u{7}",
    ] {
        for format in [Json, Yaml] {
            let parsed = parse(text, format);
            for fault in parsed.faults() {
                assert!(
                    text.get(fault.at.start as usize..fault.at.end as usize)
                        .is_some(),
                    "{text:?} {fault:?}"
                );
            }
            parsed.roots().for_each(|root| {
                assert!(!outline(root).is_empty() && root.source().len() <= text.len())
            });
        }
    }
    assert_eq!(
        parse("- 1\n- [", Yaml).root().unwrap().kind(),
        Kind::Sequence
    );
}
