//! The walk over a syntax tree, the same for every language: each node is read as the grammar's table says.

use super::declare;
use super::grammar::{Read, grammar, read};
use super::tree::{Link, LinkStep, Parts, at, children, field, slice};
use crate::form::{Arg, Builder, ScopeKind, Value};
use crate::{At, Language};
use tree_sitter::Node;

/// Links of one chain of calls (`a.b().c()…`) beyond this are not read.
const CHAIN_LIMIT: usize = 2000;

/// Reads a node: declares what it declares, and gives its value where it is an expression.
pub(super) fn visit(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.deeper(at(node), |b| value(b, node))
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(read) = read(node) else {
        visit_children(b, node);
        return Value::Unknown;
    };
    match read {
        Read::Not => Value::Unknown,
        Read::Path => Value::path(slice(b, node)),
        Read::Scalar => Value::Scalar(slice(b, node).to_owned()),
        Read::Inner => visit_inner(b, node),
        Read::Field(name) => visit_field(b, node, name),
        Read::List => visit_list(b, node),
        Read::Chain(_) => chain(b, node),
        Read::Binary => binary(b, node),
        Read::Loop(variable) => {
            let name = field(b, node, variable).unwrap_or("").to_owned();
            looped(b, node, name)
        }
        Read::Choice => {
            let condition = node.part("condition").map(|condition| condition.id());
            let mut met = Value::Unknown;
            for child in children(node) {
                if Some(child.id()) == condition {
                    met = visit(b, child);
                    continue;
                }
                b.unit.branches.push(at(child));
                // What stands behind the first side happens where the condition is not true.
                let when = std::mem::replace(&mut met, Value::Unknown);
                b.when(when, |b| visit(b, child));
            }
            Value::Unknown
        }
        Read::Side => {
            b.unit.branches.push(at(node));
            b.when(Value::Unknown, |b| visit_children(b, node));
            Value::Unknown
        }
        Read::Try => tried(b, node),
        Read::Return => {
            let value = match visit_inner(b, node) {
                // Of `return url, nil` the first matters.
                Value::List(items) if b.unit.language == Language::Go => {
                    items.into_iter().next().unwrap_or(Value::Unknown)
                }
                value => value,
            };
            b.returns(value);
            Value::Unknown
        }
        Read::Class(kind) => declare::class(b, node, kind),
        Read::Function => declare::function(b, node),
        Read::Lambda => declare::lambda(b, node),
        Read::Own(value) => value(b, node),
    }
}

pub(super) fn visit_field(b: &mut Builder<'_>, node: Node<'_>, name: &'static str) -> Value {
    match node.part(name) {
        Some(child) => visit(b, child),
        None => Value::Unknown,
    }
}

/// Visits all children, as statements.
pub(super) fn visit_children(b: &mut Builder<'_>, node: Node<'_>) {
    let mut cursor = node.walk();
    if !cursor.goto_first_child() {
        return;
    }
    loop {
        let child = cursor.node();
        if child.is_named() && !child.is_extra() {
            visit(b, child);
        }
        if !cursor.goto_next_sibling() {
            break;
        }
    }
}

/// The value of the only or first expression below a node that only wraps it.
pub(super) fn visit_inner(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut first = None;
    for child in children(node) {
        let value = visit(b, child);
        first.get_or_insert(value);
    }
    first.unwrap_or(Value::Unknown)
}

/// The values of all children.
pub(super) fn visit_all(b: &mut Builder<'_>, node: Node<'_>) -> Vec<Value> {
    let items = children(node);
    items.into_iter().map(|item| visit(b, item)).collect()
}

/// The values of all children, as a list.
pub(super) fn visit_list(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    Value::List(visit_all(b, node))
}

/// A value without a keyword, where it stands.
pub(super) fn argument(b: &mut Builder<'_>, node: Node<'_>) -> Arg {
    Arg {
        name: None,
        at: at(node),
        value: visit(b, node),
    }
}

/// The arguments of a list; a text behind the callee is the only one.
pub(super) fn positional(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    if list.kind() == "template_string" {
        return vec![argument(b, list)];
    }
    let items = children(list);
    items.into_iter().map(|item| argument(b, item)).collect()
}

/// The arguments of a list whose items carry their keyword in the field `name`.
pub(super) fn keywords(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    let mut out = Vec::new();
    for item in children(list) {
        let name = item.part("name");
        let inner = last_but(item, name).unwrap_or(item);
        out.push(Arg {
            name: name.map(|name| slice(b, name).trim_end_matches(':').to_owned()),
            ..argument(b, inner)
        });
    }
    out
}

/// The last child that is not the one given.
pub(super) fn last_but<'n>(node: Node<'n>, other: Option<Node<'n>>) -> Option<Node<'n>> {
    let mut all = children(node).into_iter();
    all.rfind(|child| Some(child.id()) != other.map(|other| other.id()))
}

/// A key and its value, in the fields of these names.
pub(super) fn pair(b: &mut Builder<'_>, node: Node<'_>) -> Arg {
    let place = node.part("value").unwrap_or(node);
    Arg {
        name: field(b, node, "key").map(key),
        at: at(place),
        value: b.apart(|b| visit_field(b, node, "value")),
    }
}

/// A key of a map without quotes, brackets and the colon of a symbol.
pub(super) fn key(text: &str) -> String {
    text.trim_matches(['"', '\'', '`', '[', ']', ':'])
        .to_owned()
}

/// What a literal holds: a map as soon as one entry has a key.
pub(super) fn map_or_list(entries: Vec<Arg>, items: Vec<Value>) -> Value {
    match entries.is_empty() {
        true => Value::List(items),
        false => Value::Map(entries),
    }
}

/// The arguments of a list that may be missing, with strings of their own.
pub(super) fn arguments(b: &mut Builder<'_>, list: Option<Node<'_>>) -> Vec<Arg> {
    match list {
        Some(list) => b.apart(|b| (grammar().arguments)(b, list)),
        None => Vec::new(),
    }
}

/// Values as arguments without a keyword, all at one place.
pub(super) fn arguments_at(values: Vec<Value>, at: At) -> Vec<Arg> {
    let argument = |value| Arg {
        name: None,
        value,
        at,
    };
    values.into_iter().map(argument).collect()
}

/// Reads a loop with the variable that it runs over.
pub(super) fn looped(b: &mut Builder<'_>, node: Node<'_>, variable: String) -> Value {
    b.enter(ScopeKind::Loop, variable, at(node));
    visit_children(b, node);
    b.leave();
    Value::Unknown
}

/// Reads what may fail inside of a scope, and the handlers after it.
fn tried(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let is_handler = |child: &Node<'_>| {
        let kind = child.kind();
        kind.ends_with("_clause") || matches!(kind, "catch_block" | "finally_block")
    };
    let (handlers, tried): (Vec<_>, Vec<_>) = children(node).into_iter().partition(is_handler);
    b.enter(ScopeKind::Try, "", at(node));
    for child in tried {
        visit(b, child);
    }
    b.leave();
    for handler in handlers {
        visit(b, handler);
    }
    Value::Unknown
}

fn link(node: Node<'_>) -> Option<Link<'_>> {
    match read(node)? {
        Read::Chain(step) => step.link(node),
        Read::Inner => {
            let inner = node.named_child(0)?;
            matches!(read(inner), Some(Read::Chain(_) | Read::Inner)).then(|| Link::same(inner))
        }
        _ => None,
    }
}

/// Reads a chain from its innermost value outward, without recursion along the chain.
pub(super) fn chain(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut links = Vec::new();
    let mut inner = Some(node);
    while let Some(node) = inner
        && let Some(link) = link(node)
    {
        inner = link.object;
        links.push((node, link.step));
        if links.len() > CHAIN_LIMIT {
            return Value::Unknown;
        }
    }
    let mut value = match inner {
        // A link that lacks a part.
        Some(inner) if links.is_empty() => {
            visit_children(b, inner);
            return Value::Unknown;
        }
        Some(inner) => Some(visit(b, inner)),
        None => None,
    };
    let mut has_call = matches!(value, Some(Value::Call(_)));
    let mut name_start = node.start_byte();
    for (node, step) in links.into_iter().rev() {
        let mut outer = at(node);
        let object = value.take();
        let next = match step {
            LinkStep::Same => object.unwrap_or(Value::Unknown),
            LinkStep::Member(name) => {
                name_start = name.start_byte();
                member(b, object, name)
            }
            LinkStep::Index(key) => {
                let key = key.map_or(Value::Unknown, |key| b.apart(|b| visit(b, key)));
                Value::Index(Box::new(object.unwrap_or(Value::Unknown)), Box::new(key))
            }
            LinkStep::Call(list, types) => {
                if has_call {
                    outer.start = name_start as u32;
                }
                has_call = true;
                call(b, object.unwrap_or(Value::Unknown), list, types, outer)
            }
            LinkStep::Method(name, list, types) => {
                if has_call {
                    outer.start = name.start_byte() as u32;
                }
                has_call = true;
                let callee = member(b, object, name);
                call(b, callee, list, types, outer)
            }
        };
        value = Some(next);
    }
    value.unwrap_or(Value::Unknown)
}

fn member(b: &Builder<'_>, object: Option<Value>, name: Node<'_>) -> Value {
    match object {
        Some(object) => Value::member(object, slice(b, name)),
        None => Value::Name(slice(b, name).to_owned()),
    }
}

fn call(
    b: &mut Builder<'_>,
    callee: Value,
    list: Option<Node<'_>>,
    types: Option<Node<'_>>,
    outer: At,
) -> Value {
    let list = arguments(b, list);
    let id = b.push_call(callee, list, outer);
    if let Some(types) = types {
        b.unit.calls[id].type_arguments = children(types)
            .into_iter()
            .map(|item| slice(b, item).to_owned())
            .collect();
    }
    Value::Call(id)
}

pub(super) fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let operator = field(b, node, "operator").unwrap_or("");
    if grammar().joins.contains(&operator) {
        return concatenation(b, node);
    }
    if grammar().defaults.contains(&operator) {
        let left = visit_field(b, node, "left");
        let right = visit_field(b, node, "right");
        return Value::Or(Box::new(left), Box::new(right));
    }
    visit_children(b, node);
    Value::Unknown
}

/// Reads `a + b + c` without recursion along the operands.
fn concatenation(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut operands = Vec::new();
    let mut left = node;
    while left.kind_id() == node.kind_id()
        && field(b, left, "operator").is_some_and(|text| grammar().joins.contains(&text))
        && let (Some(next), Some(right)) = (left.part("left"), left.part("right"))
    {
        operands.push(right);
        left = next;
        if operands.len() > CHAIN_LIMIT {
            return Value::Unknown;
        }
    }
    operands.push(left);
    operands.reverse();
    b.joined(at(node), |b| {
        let operands = operands.into_iter();
        operands.map(|operand| visit(b, operand)).collect()
    })
}
