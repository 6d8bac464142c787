//! Kinds, values, places and lookup.

use super::{check, outline};
use document::Format::{Json, Yaml};
use document::{Kind, parse};

#[test]
fn json_values_have_their_kinds() {
    check(
        r#" {"a": [1, -2.5e3, true, false, null, "x"], "b": {}, "c": []} "#,
        Json,
        "{S(a): [N(1), N(-2.5e3), B(true), B(false), N(null), S(x)], S(b): {}, S(c): []}",
    );
    check("3", Json, "N(3)");
    check("\u{feff}\"x\"", Json, "S(x)");
}

#[test]
fn json_escapes_are_decoded() {
    check(
        r#""\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e""#,
        Json,
        "S(\"\\/\u{8}\u{c}\n\r\té𝄞)",
    );
}

#[test]
fn yaml_plain_scalars_follow_the_core_schema() {
    // YAML 1.2.2, 10.3.2.
    for null in ["null", "Null", "NULL", "~", ""] {
        check(
            &format!("[a, {{b: {null}}}]"),
            Yaml,
            &format!("[S(a), {{S(b): N({null})}}]"),
        );
    }
    for (text, value) in [
        ("true", true),
        ("True", true),
        ("TRUE", true),
        ("false", false),
    ] {
        let parsed = parse(text, Yaml);
        assert_eq!(parsed.root().unwrap().as_bool(), Some(value), "{text}");
    }
    for (text, value) in [
        ("12", 12),
        ("+12", 12),
        ("-3", -3),
        ("0o14", 12),
        ("0xC", 12),
        ("010", 10),
    ] {
        let parsed = parse(text, Yaml);
        assert_eq!(parsed.root().unwrap().as_i64(), Some(value), "{text}");
    }
    for (text, value) in [
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("12e03", 12e3),
        ("-.inf", f64::NEG_INFINITY),
    ] {
        let parsed = parse(text, Yaml);
        assert_eq!(parsed.root().unwrap().as_f64(), Some(value), "{text}");
        assert_eq!(parsed.root().unwrap().as_i64(), None, "{text}");
    }
    for text in [
        "yes",
        "no",
        "on",
        "1_000",
        "0b1",
        "1:30",
        "2024-01-01",
        "nULL",
        "e5",
        ".",
        "+",
        "0x",
        "'1'",
        "\"true\"",
    ] {
        let parsed = parse(text, Yaml);
        assert_eq!(parsed.root().unwrap().kind(), Kind::String, "{text}");
    }
}

#[test]
fn a_float_that_is_too_large_has_no_value() {
    let parsed = parse("1e400", Json);
    assert_eq!(parsed.root().unwrap().as_f64(), None);
}

#[test]
fn tags_decide_the_kind() {
    let parsed = parse("[!!str 1, !!int \"2\", !Ref x, !Sub 3, !!bool yes]", Yaml);
    let root = parsed.root().unwrap();
    assert_eq!(outline(root), "[S(1), N(2), S(x), S(3), S(yes)]");
    let tags: Vec<_> = root.items().map(|item| item.tag().unwrap()).collect();
    assert_eq!(tags, ["!!str", "!!int", "!Ref", "!Sub", "!!bool"]);
}

#[test]
fn every_document_is_a_root() {
    check("a: 1\n---\n- b\n---\n", Yaml, "{S(a): N(1)} | [S(b)] | N()");
    check("# nothing\n", Yaml, "");
    check("", Yaml, "");
}

#[test]
fn carriage_returns_end_lines() {
    check(
        "a:\r\n- b\r\n- c: |\r\n    x\r\n    y\r\n",
        Yaml,
        "{S(a): [S(b), {S(c): S(x\ny\n)}]}",
    );
}

/// The sources of all nodes in preorder.
#[track_caller]
fn check_sources(text: &str, expected: &[&str]) {
    fn visit<'d>(node: document::Node<'d>, sources: &mut Vec<&'d str>) {
        sources.push(node.source());
        for (key, value) in node.entries() {
            visit(key, sources);
            visit(value, sources);
        }
        node.items().for_each(|item| visit(item, sources));
    }
    let parsed = parse(text, Yaml);
    let mut sources = Vec::new();
    parsed.roots().for_each(|root| visit(root, &mut sources));
    assert_eq!(sources, expected);
}

#[test]
fn places_are_tokens() {
    check_sources(
        "a: 'x' # c\nb: [1, {c: }]\nd:\n  - e\n  -\n",
        &[
            "a: 'x' # c\nb: [1, {c: }]\nd:\n  - e\n  -",
            "a",
            "'x'",
            "b",
            "[1, {c: }]",
            "1",
            "{c: }",
            "c",
            "",
            "d",
            "e\n  -",
            "e",
            "",
        ],
    );
    check_sources(
        "a: &x !!str | # > no\n  foo  \n\n  bar  \n\nb: >-\n  y\n",
        &[
            "a: &x !!str | # > no\n  foo  \n\n  bar  \n\nb: >-\n  y",
            "a",
            "| # > no\n  foo  \n\n  bar  ",
            "b",
            ">-\n  y",
        ],
    );
}

#[test]
fn nothing_is_placed_behind_its_indicator() {
    let parsed = parse("a:\nb: 1\n", Yaml);
    assert_eq!(parsed.root().unwrap().get("a").unwrap().at(), 2..2);
}

#[test]
fn comments_are_ranges() {
    let text = "# one\na: 1 # two\nb: '# no'\n";
    let parsed = parse(text, Yaml);
    let comments: Vec<_> = parsed
        .comments()
        .iter()
        .map(|at| &text[at.start as usize..at.end as usize])
        .collect();
    assert_eq!(comments, ["# one", "# two"]);
}

#[test]
fn the_last_duplicate_is_found() {
    let parsed = parse(r#"{"a": 1, "b": 2, "\u0061": 3}"#, Json);
    assert_eq!(parsed.root().unwrap().get("a").unwrap().as_i64(), Some(3));
    assert_eq!(parsed.root().unwrap().len(), 3);
}

#[test]
fn long_mappings_are_searched_alike() {
    let mut text = String::from("{");
    for number in 0..1000 {
        text += &format!("\"k{}\": {number}, ", number % 600);
    }
    text += "\"\\u0041\": -1}";
    let parsed = parse(&text, Json);
    let root = parsed.root().unwrap();
    for key in 0..600 {
        let expected = if key < 400 { key + 600 } else { key };
        let (name, value) = root.entry(&format!("k{key}")).unwrap();
        assert_eq!(value.as_i64(), Some(expected));
        assert_eq!(name.text().unwrap(), format!("k{key}"));
    }
    assert_eq!(root.get("A").unwrap().as_i64(), Some(-1));
    assert!(root.get("k600").is_none() && root.get("").is_none() && root.get("~").is_none());
}

#[test]
fn numbers_are_found_as_keys_by_their_text() {
    let parsed = parse("200: ok\n", Yaml);
    assert_eq!(
        parsed.root().unwrap().get("200").unwrap().text().unwrap(),
        "ok"
    );
}

#[test]
fn pointers_follow_rfc_6901() {
    // RFC 6901, section 5.
    let text = r#"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8}"#;
    let parsed = parse(text, Json);
    let root = parsed.root().unwrap();
    let at = |pointer| root.pointer(pointer).map(outline);
    assert_eq!(at("").unwrap(), outline(root));
    assert_eq!(at("/foo/0").unwrap(), "S(bar)");
    assert_eq!(at("/").unwrap(), "N(0)");
    assert_eq!(at("/a~1b").unwrap(), "N(1)");
    assert_eq!(at("/c%d").unwrap(), "N(2)");
    assert_eq!(at("/m~0n").unwrap(), "N(8)");
    for nothing in [
        "foo", "/foo/2", "/foo/00", "/foo/+1", "/foo/-", "/foo/0/x", "/x",
    ] {
        assert_eq!(at(nothing), None, "{nothing}");
    }
}

#[test]
fn aliases_stand_for_their_anchor() {
    let parsed = parse("a: &x {b: 1}\nc: *x\n", Yaml);
    let root = parsed.root().unwrap();
    let (a, c) = (root.get("a").unwrap(), root.get("c").unwrap());
    assert_eq!((a.id(), a.is_alias(), c.is_alias()), (c.id(), false, true));
    assert_eq!(c.source(), "{b: 1}");
    assert_eq!(c.alias_at(), Some(16..18));
    assert_eq!(root.source(), "a: &x {b: 1}\nc: *x");
}

#[test]
fn merge_keys_bring_what_is_missing() {
    let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd: {\"<<\": *a}\ne: &e {<<: *b, w: 5}\nf: {<<: *e}\n";
    let parsed = parse(text, Yaml);
    assert_eq!(parsed.faults(), []);
    let root = parsed.root().unwrap();
    let merged = |key| -> String {
        let entries = root.get(key).unwrap().merged_entries();
        let entries = entries
            .iter()
            .map(|(key, value)| format!("{}={} ", key.source(), value.source()));
        entries.collect()
    };
    assert_eq!(merged("c"), "x=3 y=1 z=2 ");
    assert_eq!(merged("d"), "\"<<\"={x: 1, y: 1} ");
    assert_eq!(merged("f"), "w=5 y=2 z=2 ");
    let found = root.get("f").unwrap().merged_get("z").unwrap();
    assert_eq!(found.as_i64(), Some(2));
}
