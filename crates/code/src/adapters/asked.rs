//! HTTP methods that scripts compare with a request's own.

use super::tree::{Parts, at, children, field, slice};
use super::walk;
use crate::form::{Builder, Value};
use tree_sitter::Node;

/// Whether an expression is the method of a request.
fn is_method(b: &Builder<'_>, node: Node<'_>) -> bool {
    let text = slice(b, node).trim_matches(['(', ')']);
    text == "method" || text.ends_with(".method")
}

/// Keeps the HTTP method that a text says.
fn ask(b: &mut Builder<'_>, node: Node<'_>) {
    let text = slice(b, node);
    let word = text.trim_matches(['"', '\'', '`']);
    let is_word =
        word.len() + 2 == text.len() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_word {
        b.unit.asked_methods.push((word.to_owned(), at(node)));
    }
}

pub(super) fn comparison(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if let (Some(left), Some(right)) = (node.part("left"), node.part("right"))
        && matches!(
            field(b, node, "operator"),
            Some("===" | "!==" | "==" | "!=")
        )
        && is_method(b, left)
    {
        ask(b, right);
    }
    walk::binary(b, node)
}

pub(super) fn switch(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if node.part("value").is_some_and(|value| is_method(b, value))
        && let Some(body) = node.part("body")
    {
        for case in children(body) {
            if let Some(word) = case.part("value") {
                ask(b, word);
            }
        }
    }
    walk::visit_children(b, node);
    Value::Unknown
}
