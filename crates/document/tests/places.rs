//! The source of a scalar reads as the scalar.

use document::{Format, Node, parse};
use proptest::prelude::*;

use crate::fast::{CORPUS, block_line, cases, line};

#[track_caller]
fn check(text: &str) {
    let parsed = parse(text, Format::Yaml);
    parsed.roots().for_each(|root| visit(root, text, true));
}

#[track_caller]
fn visit(node: Node<'_>, text: &str, is_root: bool) {
    for (key, value) in node.entries() {
        check_inside(node, [key, value]);
        visit(key, text, false);
        visit(value, text, false);
    }
    for item in node.items() {
        check_inside(node, [item]);
        visit(item, text, false);
    }
    // A tag changes the kind, an indentation indicator counts from the parent, and a marker is none inside a document.
    let source = node.source();
    let is_block = source.starts_with(['|', '>']);
    let header = source.lines().next().unwrap_or_default();
    let depends = is_block && header.contains(|letter: char| letter.is_ascii_digit());
    if !node.is_scalar()
        || node.is_null() && source.starts_with('*')
        || node.tag().is_some()
        || depends
    {
        return;
    }
    // At the root and inside brackets, further lines may begin at the margin.
    let is_at_margin = source
        .lines()
        .skip(1)
        .any(|line| line.starts_with(|first: char| !first.is_whitespace()));
    let again = match is_root || is_at_margin {
        true => format!("--- {source}\n"),
        false => format!("-\n   {source}\n"),
    };
    let again = parse(&again, Format::Yaml);
    let root = again.root().unwrap();
    let item = root.items().next().unwrap_or(root);
    assert_eq!(item.kind(), node.kind(), "{source:?} of {text:?}");
    let (mut item, mut node) = (item.text().unwrap(), node.text().unwrap());
    if is_block {
        // Trailing line breaks are not part of the place.
        item = item.trim_end().to_owned().into();
        node = node.trim_end().to_owned().into();
    }
    assert_eq!(item, node, "{source:?} of {text:?}");
}

#[track_caller]
fn check_inside<const CHILDREN: usize>(node: Node<'_>, children: [Node<'_>; CHILDREN]) {
    for child in children.into_iter().filter(|child| !child.is_alias()) {
        assert!(
            node.at().start <= child.at().start && child.at().end <= node.at().end,
            "{child:?} in {node:?}"
        );
    }
}

#[test]
fn scalars_of_the_corpus_read_as_their_source() {
    CORPUS.iter().for_each(|text| check(text));
    check("  'q': [a,\n      'q': -x\n'q': ?x\n");
    check("k: [a,\nk: {a: b}\n");
    check("? |\n - - \n");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn scalars_of_random_blocks_read_as_their_source(lines in prop::collection::vec(block_line(), 0..12)) {
        check(&lines.concat());
    }

    #[test]
    fn places_of_random_lines_are_inside_each_other(lines in prop::collection::vec(line(), 0..8)) {
        let text = lines.concat();
        for parsed in [parse(&text, Format::Yaml), parse(&text, Format::Json)] {
            let mut nodes: Vec<Node> = parsed.roots().collect();
            while let Some(node) = nodes.pop() {
                for (key, value) in node.entries() {
                    check_inside(node, [key, value]);
                    nodes.extend([key, value]);
                }
                for item in node.items() {
                    check_inside(node, [item]);
                    nodes.push(item);
                }
            }
        }
    }
}
