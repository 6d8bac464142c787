//! Declarations, as most languages write them: classes, functions, lambdas, parameters, variables, assignments.

use super::grammar::grammar;
use super::tree::{Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{
    arguments, last_but, visit, visit_all, visit_children, visit_field, visit_inner,
};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeId, ScopeKind, Value};
use tree_sitter::Node;

/// Opens a scope for the declaration, named by its field `name`.
pub(super) fn enter(b: &mut Builder<'_>, node: Node<'_>, kind: ScopeKind) -> ScopeId {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    b.enter(kind, text, at(name.unwrap_or(node)))
}

pub(super) fn class(b: &mut Builder<'_>, node: Node<'_>, kind: ScopeKind) -> Value {
    let annotations = (grammar().annotations)(b, node);
    b.pending.extend(annotations);
    let scope = enter(b, node, kind);
    b.unit.scopes[scope].bases = (grammar().bases)(b, node);
    (grammar().fields)(b, node);
    visit_body(b, node);
    b.leave();
    Value::Unknown
}

pub(super) fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = (grammar().annotations)(b, node);
    b.pending.extend(annotations);
    let scope = enter(b, node, ScopeKind::Function);
    (grammar().signature)(b, node, scope);
    visit_function_body(b, node);
    b.leave();
    Value::Unknown
}

pub(super) fn lambda(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = field(b, node, "name").unwrap_or("").to_owned();
    let scope = b.enter(ScopeKind::Lambda, name, at(node));
    b.apart(|b| {
        (grammar().parameters)(b, node);
        visit_field(b, node, "body");
    });
    b.leave();
    Value::Lambda(scope)
}

fn body<'n>(node: Node<'n>) -> Option<Node<'n>> {
    let named = node.part("body");
    named.or_else(|| child_of_kind(node, grammar().bodies))
}

fn visit_body(b: &mut Builder<'_>, node: Node<'_>) {
    if let Some(body) = body(node) {
        visit_children(b, body);
    }
}

/// Reads a function's body; `= text`, `=> text`, and Ruby's last value are what it gives back.
fn visit_function_body(b: &mut Builder<'_>, node: Node<'_>) {
    let Some(body) = body(node) else { return };
    if slice(b, body).starts_with('=') {
        let value = visit_inner(b, body);
        b.returns(value);
    } else if b.unit.language == Language::Ruby {
        let last = visit_all(b, body).pop();
        b.returns(last.unwrap_or(Value::Unknown));
    } else {
        visit_children(b, body);
    }
}

/// The parameters in the field of that name: each has a name, maybe a type, a default, and annotations.
pub(super) fn parameters(b: &mut Builder<'_>, node: Node<'_>) {
    let Some(list) = node.part("parameters") else {
        return;
    };
    if children(list).is_empty() {
        // The only parameter, without parentheses.
        let name = slice(b, list).trim_matches(['(', ')', '|', ' ']).to_owned();
        b.parameter(name, None, at(list), Vec::new());
        return;
    }
    for parameter in children(list) {
        let annotations = (grammar().annotations)(b, parameter);
        let name = parameter.part("name").or_else(|| match parameter.kind() {
            "identifier" => Some(parameter),
            _ => child_of_kind(parameter, &["identifier"]),
        });
        if let Some(name) = name {
            let type_name = field(b, parameter, "type").map(str::to_owned);
            let text = slice(b, name).to_owned();
            b.parameter(text, type_name, at(name), annotations);
        }
        let default = visit_field(b, parameter, "value");
        if b.unit.language == Language::Python && matches!(default, Value::Scalar(_)) {
            b.default(default);
        }
    }
}

/// The annotations that `read` finds, apart from those that wait for what comes next.
pub(super) fn collected(b: &mut Builder<'_>, read: impl FnOnce(&mut Builder<'_>)) -> Vec<CallId> {
    let held = std::mem::take(&mut b.pending);
    read(b);
    std::mem::replace(&mut b.pending, held)
}

/// Takes what an annotation wraps: `@Name(…)` is a call already, `@Name` becomes one.
pub(super) fn decorator(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match super::walk::visit_inner(b, node) {
        Value::Call(id) => b.annotate_with(id),
        other => b.annotate(other, Vec::new(), at(node)),
    }
    Value::Unknown
}

/// A construction with the arguments of a list.
pub(super) fn construction(
    b: &mut Builder<'_>,
    node: Node<'_>,
    callee: Value,
    list: Option<Node<'_>>,
) -> Value {
    let list = arguments(b, list);
    b.call(callee, list, at(node))
}

/// Binds the `variable_declarator`s of a declaration.
pub(super) fn declarators(
    b: &mut Builder<'_>,
    node: Node<'_>,
    type_name: Option<&str>,
    annotations: Vec<CallId>,
) {
    for declarator in children_of_kind(node, &["variable_declarator"]) {
        let Some(name) = declarator.part("name") else {
            continue;
        };
        let content =
            last_but(declarator, Some(name)).map_or(Value::Unknown, |inner| visit(b, inner));
        let text = slice(b, name).to_owned();
        let type_name = type_name.map(str::to_owned);
        b.bind_annotated(text, type_name, content, at(name), annotations.clone());
    }
}

/// Binds the field `name` of a node to its field `value`.
pub(super) fn named_value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "value");
    if let Some(name) = node.part("name") {
        let type_name = field(b, node, "type").map(str::to_owned);
        let text = slice(b, name).to_owned();
        b.bind(text, type_name, content, at(name));
    }
    Value::Unknown
}

/// Binds what the field `right` gives to a field of the class (`this.x = …`) or to a name.
/// The left side comes back where it is neither.
pub(super) fn assignment<'n>(b: &mut Builder<'_>, node: Node<'n>) -> (Value, Option<Node<'n>>) {
    let content = visit_field(b, node, "right");
    let Some(left) = node.part("left") else {
        return (content, None);
    };
    let text = slice(b, left);
    if adds(b, node, left, &content) {
        return (content, None);
    }
    if let Some(name) = text.strip_prefix("this.") {
        let class = b.class_scope();
        b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
    } else if left.kind() == "identifier" {
        let scope = b.scope_of(text);
        b.in_scope(scope, |b| b.bind(text, None, content.clone(), at(left)));
    } else {
        return (content, Some(left));
    }
    (content, None)
}

/// Keeps what an assignment puts behind a name's text; whether it is one that does: `url += "/items"`.
pub(super) fn adds(b: &mut Builder<'_>, node: Node<'_>, left: Node<'_>, content: &Value) -> bool {
    let operator = field(b, node, "operator").unwrap_or("");
    let is_name = matches!(left.kind(), "identifier" | "variable_name");
    let is_added = is_name && matches!(operator, "+=" | ".=");
    if is_added {
        let name = slice(b, left).trim_start_matches('$');
        b.append(name, content.clone(), at(left));
    }
    is_added
}

/// An entry of a map.
pub(super) fn entry(name: String, value: Value, node: Node<'_>) -> Arg {
    Arg {
        name: Some(name),
        value,
        at: at(node),
    }
}
