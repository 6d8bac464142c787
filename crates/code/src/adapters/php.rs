//! PHP.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeKind, Unit, Value};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(
        Language::Php,
        tree_sitter_php::LANGUAGE_PHP.into(),
        text,
        value,
    )
}

/// A variable without its sign; the predefined ones keep it.
fn variable(text: &str) -> String {
    match text.strip_prefix('$') {
        Some(name) if !name.starts_with('_') => name.to_owned(),
        _ => text.to_owned(),
    }
}

fn path(text: &str) -> String {
    text.trim_start_matches('\\').replace('\\', ".")
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "variable_name" => Value::Name(variable(slice(b, node))),
        "name" | "qualified_name" | "relative_scope" => match slice(b, node) {
            "self" | "static" => Value::Name("self".into()),
            text => Value::path(&path(text)),
        },
        "member_call_expression"
        | "nullsafe_member_call_expression"
        | "scoped_call_expression"
        | "function_call_expression"
        | "member_access_expression"
        | "nullsafe_member_access_expression"
        | "subscript_expression"
        | "class_constant_access_expression"
        | "scoped_property_access_expression" => tree::chain(b, node, link, arguments, value),
        "object_creation_expression" => construction(b, node),
        "string" => tree::literal(b, node, 1, 1, true),
        "encapsed_string" => {
            let parts = children(node);
            if parts
                .iter()
                .all(|part| matches!(part.kind(), "string_content" | "escape_sequence"))
            {
                return tree::literal(b, node, 1, 1, true);
            }
            b.joined(at(node), |b| pieces(b, parts))
        }
        "heredoc" | "nowdoc" => {
            let parts = node.part("value").map(children).unwrap_or_default();
            b.joined(at(node), |b| pieces(b, parts))
        }
        "integer" | "float" | "boolean" => Value::Scalar(slice(b, node).to_owned()),
        "binary_expression" => binary(b, node),
        "conditional_expression" => {
            // `a ?: b`
            let left = visit_field(b, node, "condition", value);
            let body = visit_field(b, node, "body", value);
            let right = visit_field(b, node, "alternative", value);
            match (body, node.part("body")) {
                (_, None) => Value::Or(Box::new(left), Box::new(right)),
                _ => Value::Unknown,
            }
        }
        "parenthesized_expression" | "cast_expression" | "unary_op_expression" => {
            let last = children(node).into_iter().last();
            last.map_or(Value::Unknown, |inner| visit(b, inner, value))
        }
        "array_creation_expression" => array(b, node),
        "anonymous_function" | "arrow_function" => lambda(b, node),
        "class_declaration"
        | "interface_declaration"
        | "trait_declaration"
        | "enum_declaration" => class(b, node),
        "method_declaration" | "function_definition" => function(b, node),
        "property_declaration" => {
            let type_name = field(b, node, "type").map(path);
            for element in children(node)
                .into_iter()
                .filter(|child| child.kind() == "property_element")
            {
                let content = visit_field(b, element, "default_value", value);
                if let Some(name) = element.part("name") {
                    let text = variable(slice(b, name));
                    b.bind(text, type_name.clone(), content, at(name));
                }
            }
            Value::Unknown
        }
        "const_element" => {
            let parts = children(node);
            if let [name, inner, ..] = parts.as_slice() {
                let content = visit(b, *inner, value);
                let text = slice(b, *name).to_owned();
                b.bind(text, None, content, at(*name));
            }
            Value::Unknown
        }
        "enum_case" => {
            let content = visit_field(b, node, "value", value);
            if let Some(name) = node.part("name") {
                let text = slice(b, name).to_owned();
                b.bind(text, None, content, at(name));
            }
            Value::Unknown
        }
        "assignment_expression" => assignment(b, node),
        "foreach_statement" | "for_statement" | "while_statement" | "do_statement" => {
            let name = children(node)
                .get(1)
                .map_or(String::new(), |name| variable(slice(b, *name)));
            b.enter(ScopeKind::Loop, name, at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        "try_statement" => {
            if let Some(body) = node.part("body") {
                b.enter(ScopeKind::Try, "", at(body));
                visit(b, body, value);
                b.leave();
            }
            for child in children(node)
                .into_iter()
                .filter(|child| child.kind().ends_with("_clause"))
            {
                visit(b, child, value);
            }
            Value::Unknown
        }
        "namespace_use_declaration" => import(b, node),
        "attribute_list" => Value::Unknown,
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    let list = || node.part("arguments");
    match node.kind() {
        "member_call_expression" | "nullsafe_member_call_expression" => Some((
            node.part("object")?,
            Link::Method(node.part("name")?, list(), None),
        )),
        "scoped_call_expression" => Some((
            node.part("scope")?,
            Link::Method(node.part("name")?, list(), None),
        )),
        "function_call_expression" => Some((node.part("function")?, Link::Call(list(), None))),
        "member_access_expression" | "nullsafe_member_access_expression" => {
            Some((node.part("object")?, Link::Member(node.part("name")?)))
        }
        "class_constant_access_expression" => {
            Some((node.named_child(0)?, Link::Member(node.named_child(1)?)))
        }
        "subscript_expression" => Some((node.named_child(0)?, Link::Index(node.named_child(1)))),
        "parenthesized_expression" => {
            let inner = node.named_child(0)?;
            matches!(
                inner.kind(),
                "object_creation_expression" | "member_call_expression" | "scoped_call_expression"
            )
            .then_some((inner, Link::Same))
        }
        _ => None,
    }
}

fn arguments(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    children(list)
        .into_iter()
        .map(|argument| {
            let name = argument.part("name");
            let inner = children(argument)
                .into_iter()
                .rfind(|child| Some(child.id()) != name.map(|name| name.id()))
                .unwrap_or(argument);
            Arg {
                name: name.map(|name| slice(b, name).to_owned()),
                at: at(inner),
                value: visit(b, inner, value),
            }
        })
        .collect()
}

fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = child_of_kind(node, &["name", "qualified_name"])
        .map_or(String::new(), |name| path(slice(b, name)));
    let list = match child_of_kind(node, &["arguments"]) {
        Some(list) => b.apart(|b| arguments(b, list)),
        None => Vec::new(),
    };
    b.call(Value::path(&name), list, at(node))
}

fn pieces(b: &mut Builder<'_>, parts: Vec<Node<'_>>) -> Vec<Value> {
    parts
        .into_iter()
        .map(|part| match part.kind() {
            "string_content" | "nowdoc_string" => Value::Text(slice(b, part).to_owned()),
            "escape_sequence" => Value::Text(tree::unescape(slice(b, part))),
            _ => visit(b, part, value),
        })
        .collect()
}

fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match field(b, node, "operator") {
        Some(".") => tree::concatenation(b, node, dot, value),
        Some("??") => {
            let left = visit_field(b, node, "left", value);
            let right = visit_field(b, node, "right", value);
            Value::Or(Box::new(left), Box::new(right))
        }
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn dot<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    (node.kind() == "binary_expression" && field(b, node, "operator") == Some("."))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

fn array(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut entries = Vec::new();
    let mut items = Vec::new();
    for element in children(node) {
        let parts = children(element);
        match parts.as_slice() {
            [key, inner] => {
                let name = slice(b, *key).trim_matches(['"', '\'']).to_owned();
                let content = b.apart(|b| visit(b, *inner, value));
                entries.push(Arg {
                    name: Some(name),
                    value: content,
                    at: at(*inner),
                });
            }
            [inner] => items.push(b.apart(|b| visit(b, *inner, value))),
            _ => {}
        }
    }
    if entries.is_empty() {
        Value::List(items)
    } else {
        Value::Map(entries)
    }
}

fn lambda(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let scope = b.enter(ScopeKind::Lambda, "", at(node));
    b.apart(|b| {
        parameters(b, node);
        visit_field(b, node, "body", value);
    });
    b.leave();
    Value::Lambda(scope)
}

/// Reads the attributes of a declaration.
fn attributes(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    let held = std::mem::take(&mut b.pending);
    if let Some(lists) = node.part("attributes") {
        for group in children(lists) {
            for attribute in children(group)
                .into_iter()
                .filter(|child| child.kind() == "attribute")
            {
                let name = child_of_kind(attribute, &["name", "qualified_name"])
                    .map_or(String::new(), |name| path(slice(b, name)));
                let list = match attribute.part("parameters") {
                    Some(list) => arguments(b, list),
                    None => Vec::new(),
                };
                b.annotate(Value::path(&name), list, at(attribute));
            }
        }
    }
    std::mem::replace(&mut b.pending, held)
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.pending = attributes(b, node);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let kind = if node.kind() == "interface_declaration" {
        ScopeKind::Interface
    } else {
        ScopeKind::Class
    };
    let scope = b.enter(kind, text, at(name.unwrap_or(node)));
    let mut bases = Vec::new();
    for part in children(node)
        .into_iter()
        .filter(|child| matches!(child.kind(), "base_clause" | "class_interface_clause"))
    {
        bases.extend(children(part).into_iter().map(|base| path(slice(b, base))));
    }
    b.unit.scopes[scope].bases = bases;
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.pending = attributes(b, node);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    b.unit.scopes[scope].result = field(b, node, "return_type").map(path);
    parameters(b, node);
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn parameters(b: &mut Builder<'_>, node: Node<'_>) {
    let Some(list) = node.part("parameters") else {
        return;
    };
    for parameter in children(list) {
        let Some(name) = parameter.part("name") else {
            continue;
        };
        let type_name = field(b, parameter, "type").map(path);
        let text = variable(slice(b, name));
        // `__construct(private Client $client)` declares a field.
        if parameter.kind() == "property_promotion_parameter" {
            let class = b.class_scope();
            b.in_scope(class, |b| {
                b.bind(text.clone(), type_name.clone(), Value::Unknown, at(name))
            });
        }
        b.parameter(text, type_name, at(name), Vec::new());
    }
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right", value);
    let Some(left) = node.part("left") else {
        return content;
    };
    let text = slice(b, left);
    if let Some(name) = text.strip_prefix("$this->") {
        let class = b.class_scope();
        b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
    } else if left.kind() == "variable_name" {
        let name = variable(text);
        b.bind(name, None, content.clone(), at(left));
    } else {
        visit(b, left, value);
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let prefix = child_of_kind(node, &["namespace_name"]).map(|prefix| path(slice(b, prefix)));
    let clauses: Vec<Node<'_>> = match node.part("body") {
        Some(group) => children(group),
        None => children(node)
            .into_iter()
            .filter(|child| child.kind() == "namespace_use_clause")
            .collect(),
    };
    for clause in clauses {
        let Some(name) = clause.named_child(0) else {
            continue;
        };
        let mut full = path(slice(b, name));
        if let Some(prefix) = &prefix {
            full = format!("{prefix}.{full}");
        }
        let alias = field(b, clause, "alias")
            .map_or_else(|| crate::form::last_name(&full).to_owned(), str::to_owned);
        b.import(alias, full, at(clause));
    }
    Value::Unknown
}
