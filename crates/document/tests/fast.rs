//! The fast parser of YAML reads what the parser of all of YAML reads.

use document::{Format, Node, Parsed, parse, parse_yaml_in_full};
use proptest::prelude::*;

/// Every node with all that can be asked of it, in preorder.
fn nodes(parsed: &Parsed<'_>) -> Vec<String> {
    fn visit(node: Node<'_>, nodes: &mut Vec<String>) {
        let text = node.text();
        let alias = node.alias_at();
        nodes.push(format!(
            "{node:?} {text:?} {alias:?} {:?} {}",
            node.tag(),
            node.len()
        ));
        if alias.is_none() {
            for (key, value) in node.entries() {
                visit(key, nodes);
                visit(value, nodes);
            }
            node.items().for_each(|item| visit(item, nodes));
        }
    }
    let mut all = Vec::new();
    for root in parsed.roots() {
        all.push("root".to_owned());
        visit(root, &mut all);
    }
    all
}

/// Faults are equal in that there are any: after one, the two go on differently.
#[track_caller]
fn check(text: &str) {
    let (fast, full) = (parse(text, Format::Yaml), parse_yaml_in_full(text));
    let is_faulty = !full.faults().is_empty();
    assert_eq!(
        !fast.faults().is_empty(),
        is_faulty,
        "of {text:?}: {:?} {:?}",
        fast.faults(),
        full.faults()
    );
    if !is_faulty {
        assert_eq!(nodes(&fast), nodes(&full), "of {text:?}");
        assert_eq!(fast.comments(), full.comments(), "of {text:?}");
    }
}

/// One construct each, at the edge of what the fast parser takes.
pub const CORPUS: &[&str] = &[
    "openapi: 3.0.3\ninfo: {title: Orders, version: '1'}\npaths:\n  /orders:\n    get:\n      parameters:\n      - name: limit\n        in: query\n      responses:\n        200:\n          description: ok\n",
    "a:\n- b\n- c:\n  - d\n  -\n  - - e\n    - f\n-\n",
    "a:\n- b\n-\n  c: d\n  e: f\nb: 1\n",
    "  a: 1\n  b: 2\n",
    "- a: 1\n  b:\n  c: 3\n- - - x\n",
    "a: b # c\n# d\n\n  # e\nb: |  # f\n  # no\n   more\n\n  end\n\n# g\nc: >-\n  a\n  b\n\n   c\n  d\n",
    "a: |\n\n\n  x\nb: >\n\n  x\n\n\n  y\n",
    "a: |+\n  x\n\n\nb: |2-\n    x\n   y\nc: >+2\n  x\n\n",
    "a: |\n  x\n     \n  y\n      \nb: >\n  x\n     \n  y\n      \n",
    "a: >-\n  x\n\ty\n",
    "a: |\n\tx\n",
    "a: |\n  \tx\n",
    "a: |\nb: 1\n",
    "a: |\n  x",
    "a: |-\n  x",
    "a: |+\n  x",
    "a: |\r\n  x\r\n  y\r\nb: 'c'\r\nd: e\r\n",
    "a: b\n  c\n\n\n  d # e\nb: c\n",
    "a: b\n  # c\n  d\n",
    "a: b # c\n  d\n",
    "a: b\n  c: d\n",
    "a: b\n  - c\n",
    "- b\n  - c\n",
    "- b\n - c\n",
    "a: 'b\n  c'\nd: \"e\n\n   f \\\n   g\\n  \n   h\"\n",
    "a: 'b\nc'\n",
    "a: \"b\nc\"\n",
    "a: 'it''s'\nb: \"\\u00e9\\x41\\U0001F600\\/\\ \\_\"\n",
    "a: \"\\q\"\n",
    "a: \"\\ud83d\\ude00\"\n",
    "a: \"\\ud83d\"\n",
    "a: [b, 'c', \"d\", 1, {e: f, 'g': h}, [], {}]\n",
    "a: [b,\n  c,\n\n  {d: e}\n]\n",
    "a: {b: 'c\n  d', e: f}\n",
    "a: [b, ]\n",
    "a: [b c, d:e, -1, -, x]\n",
    "a: [b: c]\n",
    "a: {b}\n",
    "a: {b: }\n",
    "a: {\"b\":1}\n",
    "a: [b # c\n ]\n",
    "a: [b\n c]\n",
    "[a, b]\n",
    "{a: b}\n",
    "[a, b]: c\n",
    "- [a, b]: c\n",
    "a\n",
    "'a'\n",
    "a\nb\n",
    "|\n  a\n",
    "--- a\n",
    "--- |\n a\n",
    "---\na: 1\n---\n# only\n---\n- b\n...\n---\nc\n",
    "---\n",
    "---\n---\n",
    "# a\n---\n# b\na: 1\n",
    "%YAML 1.2\n---\na: 1\n",
    "a: 1\n...\n%YAML 1.2\n---\nb: 2\n",
    "---\na\n--- \nb\n---\tc\n",
    "? a\n: b\n",
    "a:\n  ? b\n",
    "?a: b\n",
    "-a: -b\n",
    ":a: :b\n",
    "a: ---\n",
    "a: --- b\n",
    "- ---\n",
    "a: ?\n",
    "a: -\n",
    "a: - b\n",
    "a : b\n",
    "a:b: c\n",
    "a: b:\n",
    "a: b: c\n",
    "a::b: c\n",
    "a: http://b#c\n",
    "a:\tb\n",
    "a: b\tc\n",
    "\ta: b\n",
    "a: b\t\n",
    "a: 'b'\t\n",
    "-\ta\n",
    "a: 'b\tc'\n",
    "a:\n\n\tb: c\n",
    "&a b: *a\n",
    "a: &b c\nd: *b\n",
    "a: !b c\n",
    "<<: b\n",
    "a: @b\n",
    "a: `b\n",
    "a: %b\n",
    "%a: b\n",
    "a: 'b' c\n",
    "a: 'b'#c\n",
    "a: [b]#c\n",
    "'a' : b\n",
    "'a':b\n",
    "\"a\": b\n",
    "a: 1\n b: 2\n",
    "a:\n    b: 1\n  c: 2\n",
    "- a\nb: c\n",
    "a: b\n- c\n",
    "a:\n  - b\n c: d\n",
    "a:\n  b\n",
    "a:\n  b\n  c\n",
    "a:\n  'b'\n",
    "a:\n  |\n  b\n",
    "a:\n  [b]\n",
    "a:\nb\n",
    "-\n  a\n-\n  'b'\n",
    "\u{feff}a: 1\n",
    "a: 1\n\u{feff}b: 2\n",
    "a: \u{85}b\n",
    "a: \u{a0}b\n",
    "a: \u{2028}b\n",
    "a: \0\n",
    "a: \u{7}\n",
    "a: b\rc: d\n",
    "é: ü\n",
    "a: \u{1F600}\n",
    "",
    "\n",
    "  \n",
    "#\n",
    " #\n",
    "a:",
    "- ",
    "-",
    "a: #",
    "a: # b",
    "a: b #",
    "---",
    "--- #",
    "--",
    "..",
    "....: a\n",
    "a: null\nb: ~\nc: true\nd: 0x1F\ne: 1e3\nf: .5\ng: .inf\nh: 1_000\n",
];

#[test]
fn both_read_the_corpus_alike() {
    CORPUS.iter().for_each(|text| check(text));
}

#[test]
fn both_read_the_cut_corpus_alike() {
    for text in CORPUS {
        for (end, _) in text.char_indices() {
            check(&text[..end]);
        }
    }
}

#[test]
fn a_long_key_is_no_key_for_both() {
    for length in [1000, 1022, 1023, 1024, 1025, 1026, 3000] {
        let key = "é".repeat(length / 2) + &"k".repeat(length % 2);
        let long = "k".repeat(length);
        for key in [key, format!("'{long}'"), long] {
            check(&format!("{key}: 1\n"));
            check(&format!("a:\n- {key}: 1\n"));
            check(&format!("a: {{{key}: 1}}\n"));
        }
    }
}

#[test]
fn both_stop_nesting_alike() {
    for levels in [250, 254, 255, 256, 300] {
        check(&"- ".repeat(levels));
        check(
            &(0..levels)
                .map(|level| format!("{}a:\n", " ".repeat(level)))
                .collect::<String>(),
        );
        check(&format!("a: {}{}", "[".repeat(levels), "]".repeat(levels)));
    }
}

const FRAGMENTS: &[&str] = &[
    "a",
    "b c",
    "a: ",
    "a:",
    "a: b",
    "- ",
    "-",
    "- a",
    "- a: b",
    "- - ",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "\\\"",
    "'x'",
    "\"y\"",
    "|",
    ">",
    "|-",
    ">+",
    "|2",
    "#",
    " # c",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    ": ",
    ":",
    "? ",
    "&a ",
    "*a",
    "!t ",
    "\t",
    "~",
    "null",
    "1",
    ".5",
    "...",
    "---",
    "--- ",
    "%",
    "@",
    "é",
    "\u{feff}",
    " ",
    "  ",
    "   ",
    "[]",
    "{}",
    "[a, b]",
    "{a: b}",
    "{'a': 'b', c: [d]}",
    "<<: *a",
    "x#y",
    "x:y",
    "\r",
];

pub fn line() -> impl Strategy<Value = String> {
    let fragments = prop::collection::vec(prop::sample::select(FRAGMENTS), 0..4);
    let end = prop::sample::select(&["\n", "\n", "\n", "\n\n", "\r\n", " \n"][..]);
    (0..6_usize, fragments, end)
        .prop_map(|(indent, fragments, end)| " ".repeat(indent) + &fragments.concat() + end)
}

/// Lines of block YAML that fit together more often than not.
pub fn block_line() -> impl Strategy<Value = String> {
    let starts = &[
        "", "", "", "- ", "- - ", "k: ", "k: ", "'q': ", "- k: ", "- k:\n", "k:\n", "k: |\n",
        "k: >-\n", "# ",
    ][..];
    let values = &[
        "v", "v w", "'s'", "\"d\\t\"", "1", "", "'s", "s'", "\"d", "d\\", "d\"", "[a,", "b]",
        "{a: b}", "v # c", "v: w", "|", ">", "x\ty", "-x", "?x", ":x",
    ][..];
    (
        0..4_usize,
        prop::sample::select(starts),
        prop::sample::select(values),
    )
        .prop_map(|(indent, start, value)| format!("{}{start}{value}\n", "  ".repeat(indent)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn both_read_random_lines_alike(lines in prop::collection::vec(line(), 0..8)) {
        check(&lines.concat());
    }

    #[test]
    fn both_read_random_blocks_alike(lines in prop::collection::vec(block_line(), 0..12)) {
        check(&lines.concat());
    }

    #[test]
    fn both_read_random_characters_alike(text in "[ab:\\-?#'\"|>\\[\\]{},&*!%@\\\\ \n\r\t.~<0é+]{0,16}") {
        check(&text);
    }

    #[test]
    fn both_read_changed_corpus_alike(
        which in 0..CORPUS.len(),
        at in any::<prop::sample::Index>(),
        fragment in prop::sample::select(FRAGMENTS),
        cut in 0..3_usize,
    ) {
        let text = CORPUS[which];
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let start = at.index(places.len());
        let end = (start + cut).min(places.len() - 1);
        check(&[&text[..places[start]], fragment, &text[places[end]..]].concat());
    }
}

/// `PROPTEST_CASES` asks for more.
pub fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(1000)
}
