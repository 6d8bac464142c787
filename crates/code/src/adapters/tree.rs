//! What the tree-sitter adapters share: walking children, chains of calls, concatenation, escapes.

use crate::At;
use crate::form::{Arg, Builder, Unit, Value};
use crate::{Language, Note};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::num::NonZeroU16;
use std::ops::ControlFlow;
use tree_sitter::{Node, ParseOptions, ParseState, Parser};

/// The parts of a node by name. Grammars find a field's number by comparing names one by one, which took a tenth of
/// the walk: the numbers are kept.
pub(super) trait Parts<'n> {
    /// The child in the field `name`.
    fn part(&self, name: &'static str) -> Option<Node<'n>>;
}

impl<'n> Parts<'n> for Node<'n> {
    fn part(&self, name: &'static str) -> Option<Node<'n>> {
        let field = FIELDS.with_borrow_mut(|fields| {
            let Fields { grammar, numbers } = fields;
            *numbers
                .entry(name)
                .or_insert_with(|| grammar.as_ref()?.field_id_for_name(name))
        })?;
        self.child_by_field_id(field.get())
    }
}

/// The fields of the grammar that this thread parses with.
#[derive(Default)]
struct Fields {
    grammar: Option<tree_sitter::Language>,
    numbers: FxHashMap<&'static str, Option<NonZeroU16>>,
}

thread_local! {
    static FIELDS: RefCell<Fields> = RefCell::default();
}

impl Fields {
    fn set(&mut self, grammar: &tree_sitter::Language) {
        if self.grammar.as_ref() != Some(grammar) {
            self.grammar = Some(grammar.clone());
            self.numbers.clear();
        }
    }
}

/// Reads one node: declares what it declares, and gives its value where it is an expression.
pub(super) type Adapter = fn(&mut Builder<'_>, Node<'_>) -> Value;

/// Links of one chain of calls (`a.b().c()…`) beyond this are not read.
const CHAIN_LIMIT: usize = 2000;

/// Parses a file and hands its root to the adapter.
pub(super) fn unit(
    language: Language,
    grammar: tree_sitter::Language,
    text: &str,
    adapter: Adapter,
) -> Option<Unit> {
    let mut parser = Parser::new();
    parser.set_language(&grammar).ok()?;
    FIELDS.with_borrow_mut(|fields| fields.set(&grammar));
    let mut builder = Builder::new(language, text);
    if is_too_deep(text) {
        return Some(unread(builder, "nested deeper than any source"));
    }
    // Ambiguous text costs some grammars far more than its length; the count of steps is the same on every machine.
    let mut steps = text.len() / BYTES_PER_STEP + FREE_STEPS;
    let mut stop = |_: &ParseState| {
        steps = steps.saturating_sub(1);
        match steps {
            0 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    };
    let options = ParseOptions::new().progress_callback(&mut stop);
    let mut chunk = |at: usize, _| text.as_bytes().get(at..).unwrap_or_default();
    let Some(tree) = parser.parse_with_options(&mut chunk, None, Some(options)) else {
        return Some(unread(builder, "too ambiguous to parse"));
    };
    let root = tree.root_node();
    if root.has_error() {
        builder.unit.notes.push(Note {
            text: "parts that do not parse are left out".into(),
            at: At::default(),
        });
    }
    visit_children(&mut builder, root, adapter);
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

pub(super) fn child_of_kind<'n>(node: Node<'n>, kinds: &[&str]) -> Option<Node<'n>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor)
        .find(|child| kinds.contains(&child.kind()))
}

pub(super) fn visit(builder: &mut Builder<'_>, node: Node<'_>, adapter: Adapter) -> Value {
    builder.deeper(at(node), |builder| adapter(builder, node))
}

pub(super) fn visit_field(
    builder: &mut Builder<'_>,
    node: Node<'_>,
    name: &'static str,
    adapter: Adapter,
) -> Value {
    match node.part(name) {
        Some(child) => visit(builder, child, adapter),
        None => Value::Unknown,
    }
}

/// Visits all children, as statements.
pub(super) fn visit_children(builder: &mut Builder<'_>, node: Node<'_>, adapter: Adapter) {
    let mut cursor = node.walk();
    if !cursor.goto_first_child() {
        return;
    }
    loop {
        let child = cursor.node();
        if child.is_named() && !child.is_extra() {
            visit(builder, child, adapter);
        }
        if !cursor.goto_next_sibling() {
            break;
        }
    }
}

/// The value of the only or first expression below a node that only wraps it.
pub(super) fn visit_inner(builder: &mut Builder<'_>, node: Node<'_>, adapter: Adapter) -> Value {
    let mut first = None;
    for child in children(node) {
        let value = visit(builder, child, adapter);
        first.get_or_insert(value);
    }
    first.unwrap_or(Value::Unknown)
}

/// The values of all children, as a list.
pub(super) fn visit_list(builder: &mut Builder<'_>, node: Node<'_>, adapter: Adapter) -> Value {
    let items = children(node);
    Value::List(
        items
            .into_iter()
            .map(|item| visit(builder, item, adapter))
            .collect(),
    )
}

/// One link of a chain, read from the outside in.
pub(super) enum Link<'n> {
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

/// Reads a chain from its innermost value outward, without recursion along the chain.
pub(super) fn chain<'n>(
    builder: &mut Builder<'_>,
    node: Node<'n>,
    link: fn(Node<'n>) -> Option<(Node<'n>, Link<'n>)>,
    arguments: fn(&mut Builder<'_>, Node<'_>) -> Vec<Arg>,
    adapter: Adapter,
) -> Value {
    let mut links = Vec::new();
    let mut inner = node;
    while let Some((next, step)) = link(inner) {
        links.push((inner, step));
        inner = next;
        if links.len() > CHAIN_LIMIT {
            return Value::Unknown;
        }
    }
    let mut value = visit(builder, inner, adapter);
    let mut has_call = matches!(value, Value::Call(_));
    let mut name_start = node.start_byte();
    for (node, step) in links.into_iter().rev() {
        let mut outer = at(node);
        match step {
            Link::Same => {}
            Link::Member(name) => {
                name_start = name.start_byte();
                value = Value::member(value, slice(builder, name));
            }
            Link::Index(key) => {
                let key = match key {
                    Some(key) => builder.apart(|builder| visit(builder, key, adapter)),
                    None => Value::Unknown,
                };
                value = Value::Index(Box::new(value), Box::new(key));
            }
            Link::Call(list, types) => {
                if has_call {
                    outer.start = name_start as u32;
                }
                value = finish_call(builder, value, list, types, outer, arguments);
                has_call = true;
            }
            Link::Method(name, list, types) => {
                if has_call {
                    outer.start = name.start_byte() as u32;
                }
                let callee = Value::member(value, slice(builder, name));
                value = finish_call(builder, callee, list, types, outer, arguments);
                has_call = true;
            }
        }
    }
    value
}

fn finish_call(
    builder: &mut Builder<'_>,
    callee: Value,
    list: Option<Node<'_>>,
    types: Option<Node<'_>>,
    outer: At,
    arguments: fn(&mut Builder<'_>, Node<'_>) -> Vec<Arg>,
) -> Value {
    let list = match list {
        Some(list) => builder.apart(|builder| arguments(builder, list)),
        None => Vec::new(),
    };
    let id = builder.push_call(callee, list, outer);
    if let Some(types) = types {
        builder.unit.calls[id].type_arguments = children(types)
            .into_iter()
            .map(|item| slice(builder, item).to_owned())
            .collect();
    }
    Value::Call(id)
}

/// Reads `a + b + c` without recursion along the operands; `split` gives the two sides of a concatenation.
pub(super) fn concatenation<'n>(
    builder: &mut Builder<'_>,
    node: Node<'n>,
    split: fn(&Builder<'_>, Node<'n>) -> Option<(Node<'n>, Node<'n>)>,
    adapter: Adapter,
) -> Value {
    let mut operands = Vec::new();
    let mut left = node;
    while let Some((next, right)) = split(builder, left) {
        operands.push(right);
        left = next;
        if operands.len() > CHAIN_LIMIT {
            return Value::Unknown;
        }
    }
    operands.push(left);
    operands.reverse();
    builder.joined(at(node), |builder| {
        operands
            .into_iter()
            .map(|operand| visit(builder, operand, adapter))
            .collect()
    })
}

/// A literal with its quotes cut off by length, and its escapes replaced.
pub(super) fn literal(
    builder: &mut Builder<'_>,
    node: Node<'_>,
    open: usize,
    close: usize,
    has_escapes: bool,
) -> Value {
    let raw = slice(builder, node);
    let end = raw.len().saturating_sub(close).max(open);
    let content = raw.get(open..end).unwrap_or("");
    let start = node.start_byte() as u32 + open as u32;
    if has_escapes && content.contains('\\') {
        builder.literal(unescape(content), at(node), None)
    } else {
        builder.literal(content.to_owned(), at(node), Some(start))
    }
}

/// The usual escapes of C-like languages; others stay as written.
pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\n') => {}
            Some(c @ ('\\' | '"' | '\'' | '`' | '$' | '/' | '{' | '}' | '#')) => out.push(c),
            Some(c) => {
                out.push('\\');
                out.push(c);
            }
            None => out.push('\\'),
        }
    }
    out
}
