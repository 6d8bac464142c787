//! Kotlin. Its grammar names few fields, so children are told by kind and order.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeKind, Unit, Value, type_path};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(
        Language::Kotlin,
        tree_sitter_kotlin_ng::LANGUAGE.into(),
        text,
        value,
    )
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier" | "this_expression" | "super_expression" | "user_type" => {
            Value::path(slice(b, node))
        }
        "call_expression" | "navigation_expression" | "index_expression" => {
            tree::chain(b, node, link, arguments, value)
        }
        "string_literal" => string(b, node),
        "multiline_string_literal" => string(b, node),
        "number_literal" | "boolean_literal" | "long_literal" | "float_literal" => {
            Value::Scalar(slice(b, node).to_owned())
        }
        "binary_expression" => binary(b, node),
        "parenthesized_expression" | "unary_expression" | "as_expression" => {
            tree::visit_inner(b, node, value)
        }
        "collection_literal" => tree::visit_list(b, node, value),
        "annotated_lambda" => tree::visit_inner(b, node, value),
        "lambda_literal" | "anonymous_function" => lambda(b, node),
        "class_declaration" | "object_declaration" => class(b, node),
        // Constants of a companion belong to its class.
        "companion_object" => {
            if let Some(body) = child_of_kind(node, &["class_body"]) {
                visit_children(b, body, value);
            }
            Value::Unknown
        }
        "function_declaration" | "secondary_constructor" => function(b, node),
        "property_declaration" => property(b, node),
        "annotated_expression" => {
            annotated(b, node);
            Value::Unknown
        }
        "assignment" => assignment(b, node),
        "for_statement" | "while_statement" | "do_while_statement" => {
            let name = child_of_kind(node, &["variable_declaration"])
                .map_or("", |name| slice(b, name))
                .to_owned();
            b.enter(ScopeKind::Loop, name, at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        "try_expression" => {
            for child in children(node) {
                if child.kind() == "block" {
                    b.enter(ScopeKind::Try, "", at(child));
                    visit(b, child, value);
                    b.leave();
                } else {
                    visit(b, child, value);
                }
            }
            Value::Unknown
        }
        "import" => import(b, node),
        "modifiers" | "type_arguments" | "package_header" => Value::Unknown,
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "call_expression" => {
            let function = node.named_child(0)?;
            let types = child_of_kind(node, &["type_arguments"]);
            // `get("/x") { … }` is one call with a block.
            let inner = match is_block_call(node) {
                true => function.named_child(0)?,
                false => function,
            };
            Some((inner, Link::Call(Some(node), types)))
        }
        "navigation_expression" => {
            let parts = children(node);
            match parts.as_slice() {
                [object, .., name] => Some((*object, Link::Member(*name))),
                _ => None,
            }
        }
        "index_expression" => Some((node.named_child(0)?, Link::Index(node.named_child(1)))),
        "unary_expression" | "parenthesized_expression" => {
            let inner = node.named_child(0)?;
            matches!(
                inner.kind(),
                "navigation_expression" | "call_expression" | "identifier"
            )
            .then_some((inner, Link::Same))
        }
        _ => None,
    }
}

/// Whether a call only adds a block to the call that it is made on.
fn is_block_call(node: Node<'_>) -> bool {
    child_of_kind(node, &["annotated_lambda"]).is_some()
        && child_of_kind(node, &["value_arguments"]).is_none()
        && node.named_child(0).is_some_and(|function| {
            function.kind() == "call_expression"
                && child_of_kind(function, &["annotated_lambda"]).is_none()
        })
}

fn arguments(b: &mut Builder<'_>, call: Node<'_>) -> Vec<Arg> {
    let mut out = Vec::new();
    let holder = match is_block_call(call) {
        true => call.named_child(0).unwrap_or(call),
        false => call,
    };
    if let Some(list) = child_of_kind(holder, &["value_arguments"]) {
        out.extend(value_arguments(b, list));
    }
    if let Some(block) = child_of_kind(call, &["annotated_lambda"]) {
        let content = visit(b, block, value);
        out.push(Arg {
            name: None,
            value: content,
            at: at(block),
        });
    }
    out
}

fn value_arguments(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    children(list)
        .into_iter()
        .map(|argument| {
            let parts = children(argument);
            let (name, inner) = match parts.as_slice() {
                [name, inner] if name.kind() == "identifier" => {
                    (Some(slice(b, *name).to_owned()), *inner)
                }
                [.., inner] => (None, *inner),
                [] => (None, argument),
            };
            let name = name.filter(|name| name != "value");
            Arg {
                name,
                at: at(inner),
                value: visit(b, inner, value),
            }
        })
        .collect()
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let quotes = if slice(b, node).starts_with("\"\"\"") {
        3
    } else {
        1
    };
    if !slice(b, node).contains('$') {
        return tree::literal(b, node, quotes, quotes, quotes == 1);
    }
    let parts = children(node);
    b.joined(at(node), |b| {
        let mut values = Vec::new();
        let mut is_name = false;
        for part in parts {
            let text = slice(b, part);
            match part.kind() {
                "interpolation" => values.push(tree::visit_inner(b, part, value)),
                // The grammar gives `$host/x` as `$` and `host/x`.
                "string_content" if text == "$" => is_name = true,
                "string_content" if is_name => {
                    is_name = false;
                    let end = text
                        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                        .unwrap_or(text.len());
                    values.push(Value::Name(text[..end].to_owned()));
                    values.push(Value::Text(text[end..].to_owned()));
                }
                _ => values.push(Value::Text(tree::unescape(text))),
            }
        }
        values
    })
}

fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match field(b, node, "operator") {
        Some("+") => tree::concatenation(b, node, plus, value),
        Some("?:") => {
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

fn plus<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    (node.kind() == "binary_expression" && field(b, node, "operator") == Some("+"))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

fn lambda(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let scope = b.enter(ScopeKind::Lambda, "", at(node));
    if let Some(list) = child_of_kind(node, &["lambda_parameters"]) {
        for parameter in children(list) {
            let name = child_of_kind(parameter, &["identifier"]).unwrap_or(parameter);
            let text = slice(b, name).to_owned();
            b.parameter(text, None, at(name), Vec::new());
        }
    }
    b.apart(|b| {
        for child in children(node)
            .into_iter()
            .filter(|child| child.kind() != "lambda_parameters")
        {
            visit(b, child, value);
        }
    });
    b.leave();
    Value::Lambda(scope)
}

/// Reads the annotations among modifiers.
fn modifiers(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    let held = std::mem::take(&mut b.pending);
    for holder in children(node)
        .into_iter()
        .filter(|child| matches!(child.kind(), "modifiers" | "parameter_modifiers"))
    {
        for child in children(holder)
            .into_iter()
            .filter(|child| child.kind() == "annotation")
        {
            annotation(b, child, None);
        }
    }
    std::mem::replace(&mut b.pending, held)
}

fn annotation(b: &mut Builder<'_>, node: Node<'_>, extra: Option<Node<'_>>) {
    for part in children(node) {
        match part.kind() {
            "user_type" => {
                let name = type_path(slice(b, part));
                let list = match extra {
                    Some(argument) => {
                        let content = visit(b, argument, value);
                        vec![Arg {
                            name: None,
                            value: content,
                            at: at(argument),
                        }]
                    }
                    None => Vec::new(),
                };
                b.annotate(Value::path(&name), list, at(node));
            }
            "constructor_invocation" => {
                let name = child_of_kind(part, &["user_type"])
                    .map_or(String::new(), |name| type_path(slice(b, name)));
                let list = match child_of_kind(part, &["value_arguments"]) {
                    Some(list) => value_arguments(b, list),
                    None => Vec::new(),
                };
                b.annotate(Value::path(&name), list, at(node));
            }
            _ => {}
        }
    }
}

/// Annotations that the grammar takes for an expression before the class that they belong to.
fn annotated(b: &mut Builder<'_>, node: Node<'_>) {
    let parts = children(node);
    let extra = parts
        .iter()
        .copied()
        .find(|part| part.kind() == "parenthesized_expression");
    for part in &parts {
        match part.kind() {
            "annotation" => annotation(b, *part, extra),
            "parenthesized_expression" => {}
            _ => {
                visit(b, *part, value);
            }
        }
    }
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = modifiers(b, node);
    b.pending.extend(annotations);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let kind = match slice(b, node)
        .split_whitespace()
        .any(|word| word == "interface")
        && node
            .child(0)
            .is_some_and(|first| first.kind() == "interface" || first.kind() == "modifiers")
        && !slice(b, node)
            .split('{')
            .next()
            .unwrap_or("")
            .contains("class ")
    {
        true => ScopeKind::Interface,
        false => ScopeKind::Class,
    };
    let scope = b.enter(kind, text, at(name.unwrap_or(node)));
    if let Some(bases) = child_of_kind(node, &["delegation_specifiers"]) {
        b.unit.scopes[scope].bases = children(bases)
            .into_iter()
            .map(|base| {
                slice(b, base)
                    .split('(')
                    .next()
                    .unwrap_or("")
                    .trim()
                    .to_owned()
            })
            .collect();
    }
    if let Some(constructor) = child_of_kind(node, &["primary_constructor"])
        && let Some(list) = child_of_kind(constructor, &["class_parameters"])
    {
        for parameter in children(list) {
            let annotations = modifiers(b, parameter);
            if let Some(name) = child_of_kind(parameter, &["identifier"]) {
                let type_name = child_of_kind(parameter, &["user_type", "nullable_type"])
                    .map(|name| slice(b, name).to_owned());
                let text = slice(b, name).to_owned();
                b.bind_annotated(text, type_name, Value::Unknown, at(name), annotations);
            }
        }
    }
    if let Some(body) = child_of_kind(node, &["class_body", "enum_class_body"]) {
        visit_children(b, body, value);
    }
    b.leave();
    Value::Unknown
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = modifiers(b, node);
    b.pending.extend(annotations);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    // `fun Route.orders()`: what it extends stands before its name, what it gives after its parameters.
    let name_end = name.map_or(0, |name| name.start_byte());
    for part in children(node)
        .into_iter()
        .filter(|part| matches!(part.kind(), "user_type" | "nullable_type"))
    {
        let text = type_path(slice(b, part));
        match part.start_byte() < name_end {
            true => b.unit.scopes[scope].receiver = Some(text),
            false => b.unit.scopes[scope].result = Some(text),
        }
    }
    if let Some(list) = child_of_kind(node, &["function_value_parameters"]) {
        for parameter in children(list)
            .into_iter()
            .filter(|child| child.kind() == "parameter")
        {
            if let Some(name) = child_of_kind(parameter, &["identifier"]) {
                let type_name = child_of_kind(parameter, &["user_type", "nullable_type"])
                    .map(|name| slice(b, name).to_owned());
                let text = slice(b, name).to_owned();
                b.parameter(text, type_name, at(name), Vec::new());
            }
        }
    }
    if let Some(body) = child_of_kind(node, &["function_body", "block"]) {
        visit(b, body, value);
    }
    b.leave();
    Value::Unknown
}

fn property(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = modifiers(b, node);
    let mut declared = None;
    let mut content = Value::Unknown;
    for part in children(node) {
        match part.kind() {
            "variable_declaration" => declared = Some(part),
            "modifiers" | "type_constraints" | "type_parameters" => {}
            "property_delegate" => content = tree::visit_inner(b, part, value),
            "getter" | "setter" => {
                visit(b, part, value);
            }
            _ => content = visit(b, part, value),
        }
    }
    if let Some(declared) = declared
        && let Some(name) = child_of_kind(declared, &["identifier"])
    {
        let type_name = child_of_kind(declared, &["user_type", "nullable_type"])
            .map(|name| slice(b, name).to_owned())
            .filter(|name| name != "String");
        let text = slice(b, name).to_owned();
        b.bind_annotated(text, type_name, content, at(name), annotations);
    }
    Value::Unknown
}

/// `requestTimeoutMillis = 5000` in a block reads as a call with that name, as builders take it.
fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right", value);
    let Some(left) = node.part("left") else {
        return content;
    };
    let text = slice(b, left).to_owned();
    if left.kind() == "identifier" {
        let scope = b.scope_of(&text);
        b.in_scope(scope, |b| b.bind(text, None, content.clone(), at(left)));
    } else if let Some(name) = text.strip_prefix("this.") {
        let class = b.class_scope();
        b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let text = slice(b, node).trim_start_matches("import").trim();
    let (path, alias) = match text.split_once(" as ") {
        Some((path, alias)) => (path.trim(), Some(alias.trim())),
        None => (text.trim_end_matches(';').trim(), None),
    };
    let (module, name) = path.rsplit_once('.').unwrap_or(("", path));
    match (alias, name) {
        (Some(alias), _) => b.import(alias, path, at(node)),
        (None, "*") => b.import("*", module, at(node)),
        (None, name) => b.import(name, path, at(node)),
    }
    Value::Unknown
}
