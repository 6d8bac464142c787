//! Syntax trees of every language: parsing within bounds, and the parts of a node.

use super::grammar::{Grammar, Table, field_id};
use super::reader::Reader;
use super::walk::visit_children;
use crate::At;
use crate::form::{Builder, Unit};
use crate::{Language, Note};
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use tree_sitter::{Node, ParseOptions, ParseState, Parser};

/// The parts of a node by name.
pub(super) trait Parts<'n> {
    /// The child in the field `name`; none has an empty name.
    fn part(&self, name: &'static str) -> Option<Node<'n>>;
}

impl<'n> Parts<'n> for Node<'n> {
    fn part(&self, name: &'static str) -> Option<Node<'n>> {
        self.child_by_field_id(field_id(name)?.get())
    }
}

/// One link of a chain, read from the outside in.
pub(super) struct Link<'n> {
    /// What it stands on; `None` for a call of a name alone.
    pub object: Option<Node<'n>>,
    pub step: LinkStep<'n>,
}

pub(super) enum LinkStep<'n> {
    /// `.name`
    Member(Node<'n>),
    /// `[key]`
    Index(Option<Node<'n>>),
    /// `(arguments)` with type arguments.
    Call(Option<Node<'n>>, Option<Node<'n>>),
    /// `.name(arguments)` in one node, with type arguments.
    Method(Node<'n>, Option<Node<'n>>, Option<Node<'n>>),
    /// `!`, `?`, parentheses: the same value.
    Same,
}

impl<'n> Link<'n> {
    pub fn member(object: Node<'n>, name: Node<'n>) -> Link<'n> {
        Link::on(object, LinkStep::Member(name))
    }

    pub fn index(object: Node<'n>, key: Option<Node<'n>>) -> Link<'n> {
        Link::on(object, LinkStep::Index(key))
    }

    pub fn call(callee: Node<'n>, list: Option<Node<'n>>, types: Option<Node<'n>>) -> Link<'n> {
        Link::on(callee, LinkStep::Call(list, types))
    }

    pub fn method(
        object: Option<Node<'n>>,
        name: Node<'n>,
        list: Option<Node<'n>>,
        types: Option<Node<'n>>,
    ) -> Link<'n> {
        let step = LinkStep::Method(name, list, types);
        Link { object, step }
    }

    pub fn same(inner: Node<'n>) -> Link<'n> {
        Link::on(inner, LinkStep::Same)
    }

    fn on(object: Node<'n>, step: LinkStep<'n>) -> Link<'n> {
        Link {
            object: Some(object),
            step,
        }
    }
}

thread_local! {
    /// Making one takes as long as parsing forty lines.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses a file and reads it as the grammar's table says.
pub(super) fn unit(
    language: Language,
    parsed_as: tree_sitter::Language,
    text: &str,
    grammar: &'static Grammar,
    kept: &'static OnceLock<Table>,
) -> Option<Unit> {
    // A parse that was given up is forgotten with this as well.
    PARSER
        .with_borrow_mut(|parser| parser.set_language(&parsed_as))
        .ok()?;
    Table::of(&parsed_as, grammar, kept).set();
    let mut builder = Builder::new(language, text);
    if is_too_deep(text) {
        return Some(unread(builder, "nested deeper than any source"));
    }
    let reader = Reader::new(language, text);
    // Ambiguous text costs some grammars far more than its length; the count of steps is the same on every machine.
    let mut steps = text.len() / BYTES_PER_STEP + FREE_STEPS;
    let mut stop = |_: &ParseState| {
        steps = steps.saturating_sub(1);
        match steps == 0 || reader.is_exhausted() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    let options = ParseOptions::new().progress_callback(&mut stop);
    let mut chunk = |at: usize, _| reader.chunk(at);
    let tree =
        PARSER.with_borrow_mut(|parser| parser.parse_with_options(&mut chunk, None, Some(options)));
    let Some(tree) = tree.filter(|_| !reader.is_exhausted()) else {
        return Some(unread(builder, "too ambiguous to parse"));
    };
    let root = tree.root_node();
    if root.has_error() {
        builder.unit.notes.push(Note {
            text: "parts that do not parse are left out".into(),
            at: At::default(),
        });
    }
    visit_children(&mut builder, root);
    Some(builder.unit)
}

/// Brackets open at one place beyond this are no source that anyone wrote.
const BRACKET_LIMIT: usize = 500;
/// Angle brackets in a row, which some grammars take for types in types.
const ANGLE_LIMIT: usize = 64;
/// The parser reports once in about a hundred operations; whole files take one report in some 200 bytes.
const BYTES_PER_STEP: usize = 40;
const FREE_STEPS: usize = 2000;

fn unread<'t>(mut builder: Builder<'t>, reason: &str) -> Unit {
    builder.unit.notes.push(Note {
        text: format!("not read: {reason}"),
        at: At::default(),
    });
    builder.unit
}

fn is_too_deep(text: &str) -> bool {
    // Most files open fewer brackets in all, which costs a tenth to see.
    let open = memchr::memchr3_iter(b'(', b'[', b'{', text.as_bytes());
    if open.take(BRACKET_LIMIT + 1).count() <= BRACKET_LIMIT
        && !text.contains(&"<".repeat(ANGLE_LIMIT + 1))
    {
        return false;
    }
    let (mut depth, mut angles) = (0usize, 0usize);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        angles = if byte == b'<' { angles + 1 } else { 0 };
        if depth > BRACKET_LIMIT || angles > ANGLE_LIMIT {
            return true;
        }
    }
    false
}

pub(super) fn at(node: Node<'_>) -> At {
    At {
        start: node.start_byte() as u32,
        end: node.end_byte() as u32,
    }
}

pub(super) fn slice<'t>(builder: &Builder<'t>, node: Node<'_>) -> &'t str {
    builder.text.get(node.byte_range()).unwrap_or("")
}

/// The text of a field, or of nothing.
pub(super) fn field<'t>(
    builder: &Builder<'t>,
    node: Node<'_>,
    name: &'static str,
) -> Option<&'t str> {
    node.part(name).map(|child| slice(builder, child))
}

pub(super) fn children<'n>(node: Node<'n>) -> Vec<Node<'n>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| !child.is_extra())
        .collect()
}

/// The children of some kinds.
pub(super) fn children_of_kind<'n>(node: Node<'n>, kinds: &[&str]) -> Vec<Node<'n>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .filter(|child| kinds.contains(&child.kind()))
        .collect()
}

pub(super) fn child_of_kind<'n>(node: Node<'n>, kinds: &[&str]) -> Option<Node<'n>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| kinds.contains(&child.kind()))
}
