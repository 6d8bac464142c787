//! C#.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeKind, Unit, Value, type_path};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(
        Language::CSharp,
        tree_sitter_c_sharp::LANGUAGE.into(),
        text,
        value,
    )
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier" | "this" | "base" | "predefined_type" | "qualified_name" => {
            Value::path(slice(b, node))
        }
        "generic_name" => Value::path(&type_path(slice(b, node))),
        "invocation_expression"
        | "member_access_expression"
        | "element_access_expression"
        | "conditional_access_expression" => tree::chain(b, node, link, arguments, value),
        "member_binding_expression" => visit_field(b, node, "name", value),
        "object_creation_expression" | "implicit_object_creation_expression" => {
            construction(b, node)
        }
        "string_literal" => tree::literal(b, node, 1, 1, true),
        "verbatim_string_literal" => tree::literal(b, node, 2, 1, false),
        "raw_string_literal" => {
            let quotes = slice(b, node)
                .bytes()
                .take_while(|byte| *byte == b'"')
                .count();
            tree::literal(b, node, quotes, quotes, false)
        }
        "interpolated_string_expression" => interpolated(b, node),
        "integer_literal" | "real_literal" | "boolean_literal" => {
            Value::Scalar(slice(b, node).to_owned())
        }
        "binary_expression" => binary(b, node),
        "await_expression"
        | "parenthesized_expression"
        | "postfix_unary_expression"
        | "expression_element"
        | "collection_element"
        | "checked_expression" => tree::visit_inner(b, node, value),
        "cast_expression" | "as_expression" => {
            visit_children(b, node, value);
            visit_field(b, node, "value", value)
        }
        "initializer_expression" => initializer(b, node),
        "collection_expression" => tree::visit_list(b, node, value),
        "array_creation_expression" | "implicit_array_creation_expression" => {
            match child_of_kind(node, &["initializer_expression"]) {
                Some(list) => tree::visit_list(b, list, value),
                None => Value::Unknown,
            }
        }
        "lambda_expression" | "anonymous_method_expression" => lambda(b, node),
        "class_declaration"
        | "record_declaration"
        | "struct_declaration"
        | "interface_declaration"
        | "enum_declaration" => class(b, node),
        "method_declaration" | "constructor_declaration" | "local_function_statement" => {
            function(b, node)
        }
        "field_declaration" => {
            let annotations = attributes(b, node);
            declaration(b, node, annotations)
        }
        "local_declaration_statement" | "using_statement" => {
            declaration(b, node, Vec::new());
            visit_field(b, node, "body", value)
        }
        "property_declaration" => property(b, node),
        "assignment_expression" => assignment(b, node),
        "foreach_statement" | "for_statement" | "while_statement" | "do_statement" => {
            let name = field(b, node, "left").unwrap_or("").to_owned();
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
        "using_directive" => {
            let path = slice(b, node)
                .trim_start_matches("global ")
                .trim_start_matches("using")
                .trim()
                .trim_start_matches("static ")
                .trim_end_matches(';')
                .trim();
            match path.split_once('=') {
                Some((name, path)) => b.import(name.trim(), path.trim(), at(node)),
                None => b.import("*", path, at(node)),
            }
            Value::Unknown
        }
        "attribute_list" => Value::Unknown,
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "invocation_expression" => {
            let function = node.part("function")?;
            let types =
                member_name(function).and_then(|name| child_of_kind(name, &["type_argument_list"]));
            Some((function, Link::Call(node.part("arguments"), types)))
        }
        "member_access_expression" => Some((
            node.part("expression")?,
            Link::Member(plain_name(node.part("name")?)),
        )),
        "element_access_expression" => {
            let key = node
                .part("subscript")
                .and_then(|list| list.named_child(0))
                .and_then(|argument| argument.named_child(0));
            Some((node.part("expression")?, Link::Index(key)))
        }
        // `client?.GetAsync`
        "conditional_access_expression" => {
            let binding = child_of_kind(node, &["member_binding_expression"])?;
            Some((
                node.part("condition")?,
                Link::Member(plain_name(binding.part("name")?)),
            ))
        }
        "parenthesized_expression" | "await_expression" | "postfix_unary_expression" => {
            let inner = node.named_child(0)?;
            matches!(
                inner.kind(),
                "invocation_expression"
                    | "member_access_expression"
                    | "await_expression"
                    | "identifier"
                    | "parenthesized_expression"
                    | "object_creation_expression"
            )
            .then_some((inner, Link::Same))
        }
        _ => None,
    }
}

fn member_name<'n>(function: Node<'n>) -> Option<Node<'n>> {
    match function.kind() {
        "member_access_expression" => function.part("name"),
        "generic_name" => Some(function),
        _ => None,
    }
}

/// The name without its type arguments.
fn plain_name<'n>(name: Node<'n>) -> Node<'n> {
    match name.kind() {
        "generic_name" => name.named_child(0).unwrap_or(name),
        _ => name,
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
                name: name.map(|name| slice(b, name).trim_end_matches(':').to_owned()),
                at: at(inner),
                value: visit(b, inner, value),
            }
        })
        .collect()
}

/// `new T(…) { A = 1 }`: the initialiser's entries are keyword arguments.
fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let type_text = type_path(field(b, node, "type").unwrap_or(""));
    let mut list = match node.part("arguments") {
        Some(list) => b.apart(|b| arguments(b, list)),
        None => Vec::new(),
    };
    if let Some(entries) = child_of_kind(node, &["initializer_expression"])
        && let Value::Map(entries) = b.apart(|b| initializer(b, entries))
    {
        list.extend(entries);
    }
    b.call(Value::path(&type_text), list, at(node))
}

fn initializer(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut entries = Vec::new();
    let mut items = Vec::new();
    for child in children(node) {
        if child.kind() == "assignment_expression" {
            let name =
                field(b, child, "left").map(|name| name.trim_matches(['[', ']', '"']).to_owned());
            let content = visit_field(b, child, "right", value);
            let place = child.part("right").unwrap_or(child);
            entries.push(Arg {
                name,
                value: content,
                at: at(place),
            });
        } else if child.kind() == "initializer_expression" && children(child).len() == 2 {
            // `{ "key", value }`
            let pair = children(child);
            let name = slice(b, pair[0]).trim_matches('"').to_owned();
            let content = visit(b, pair[1], value);
            entries.push(Arg {
                name: Some(name),
                value: content,
                at: at(pair[1]),
            });
        } else {
            items.push(visit(b, child, value));
        }
    }
    if entries.is_empty() {
        Value::List(items)
    } else {
        Value::Map(entries)
    }
}

fn interpolated(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    b.joined(at(node), |b| {
        let mut values = Vec::new();
        for part in parts {
            match part.kind() {
                "string_content" => values.push(Value::Text(
                    tree::unescape(slice(b, part))
                        .replace("{{", "{")
                        .replace("}}", "}"),
                )),
                "interpolation" => {
                    let inner = children(part)
                        .into_iter()
                        .find(|child| child.kind() != "interpolation_brace");
                    values.push(inner.map_or(Value::Unknown, |inner| visit(b, inner, value)));
                }
                "escape_sequence" => values.push(Value::Text(tree::unescape(slice(b, part)))),
                _ => {}
            }
        }
        values
    })
}

fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match field(b, node, "operator") {
        Some("+") => tree::concatenation(b, node, plus, value),
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

fn plus<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    (node.kind() == "binary_expression" && field(b, node, "operator") == Some("+"))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

fn lambda(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let scope = b.enter(ScopeKind::Lambda, "", at(node));
    if let Some(list) = node.part("parameters") {
        match list.kind() {
            "parameter_list" => parameters(b, list),
            _ => {
                let name = slice(b, list).to_owned();
                b.parameter(name, None, at(list), Vec::new());
            }
        }
    }
    b.apart(|b| visit_field(b, node, "body", value));
    b.leave();
    Value::Lambda(scope)
}

/// Reads the attributes of a declaration.
fn attributes(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    let held = std::mem::take(&mut b.pending);
    for list in children(node)
        .into_iter()
        .filter(|child| child.kind() == "attribute_list")
    {
        for attribute in children(list)
            .into_iter()
            .filter(|child| child.kind() == "attribute")
        {
            let name = type_path(field(b, attribute, "name").unwrap_or(""));
            let name = name.strip_suffix("Attribute").unwrap_or(&name).to_owned();
            let list = match child_of_kind(attribute, &["attribute_argument_list"]) {
                Some(list) => arguments(b, list),
                None => Vec::new(),
            };
            b.annotate(Value::path(&name), list, at(attribute));
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
    if let Some(bases) = child_of_kind(node, &["base_list"]) {
        b.unit.scopes[scope].bases = children(bases)
            .into_iter()
            .map(|base| slice(b, base).to_owned())
            .collect();
    }
    // Parameters of a primary constructor are fields.
    if let Some(list) = child_of_kind(node, &["parameter_list"]) {
        for parameter in children(list) {
            if let Some(name) = parameter.part("name") {
                let type_name = field(b, parameter, "type").map(str::to_owned);
                let text = slice(b, name).to_owned();
                b.bind(text, type_name, Value::Unknown, at(name));
            }
        }
    }
    if let Some(body) = node.part("body") {
        visit_children(b, body, value);
    }
    b.leave();
    Value::Unknown
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.pending = attributes(b, node);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    b.unit.scopes[scope].result = field(b, node, "returns").map(str::to_owned);
    if let Some(list) = node.part("parameters") {
        parameters(b, list);
    }
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn parameters(b: &mut Builder<'_>, list: Node<'_>) {
    for parameter in children(list) {
        let annotations = attributes(b, parameter);
        if let Some(name) = parameter.part("name") {
            let type_name = field(b, parameter, "type").map(str::to_owned);
            let text = slice(b, name).to_owned();
            b.parameter(text, type_name, at(name), annotations);
        }
    }
}

fn declaration(b: &mut Builder<'_>, node: Node<'_>, annotations: Vec<CallId>) -> Value {
    let Some(declared) = child_of_kind(node, &["variable_declaration"]) else {
        visit_children(b, node, value);
        return Value::Unknown;
    };
    let type_name = field(b, declared, "type")
        .filter(|name| !matches!(*name, "var" | "string"))
        .map(str::to_owned);
    for declarator in children(declared)
        .into_iter()
        .filter(|child| child.kind() == "variable_declarator")
    {
        let Some(name) = declarator.part("name") else {
            continue;
        };
        let content = children(declarator)
            .into_iter()
            .rfind(|child| child.id() != name.id())
            .map_or(Value::Unknown, |inner| visit(b, inner, value));
        // `Client c = new(…)` takes its type from the left.
        let text = slice(b, name).to_owned();
        b.bind_annotated(
            text,
            type_name.clone(),
            content,
            at(name),
            annotations.clone(),
        );
    }
    Value::Unknown
}

fn property(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = attributes(b, node);
    let content = visit_field(b, node, "value", value);
    if let Some(name) = node.part("name") {
        let type_name = field(b, node, "type")
            .filter(|name| *name != "string")
            .map(str::to_owned);
        let text = slice(b, name).to_owned();
        b.bind_annotated(text, type_name, content, at(name), annotations);
    }
    visit_field(b, node, "accessors", value)
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right", value);
    let Some(left) = node.part("left") else {
        return content;
    };
    let text = slice(b, left);
    let name = text.strip_prefix("this.").unwrap_or(text);
    if left.kind() == "identifier" || text.starts_with("this.") {
        let scope = if text.starts_with("this.") {
            b.class_scope()
        } else {
            b.scope_of(name)
        };
        b.in_scope(scope, |b| b.bind(name, None, content.clone(), at(left)));
    } else if left.kind() == "member_access_expression" {
        // `client.Timeout = …`, `client.BaseAddress = …`
        b.bind(text, None, content.clone(), at(left));
    } else {
        visit(b, left, value);
    }
    content
}
