//! Java.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeKind, Unit, Value};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(
        Language::Java,
        tree_sitter_java::LANGUAGE.into(),
        text,
        value,
    )
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier"
        | "this"
        | "super"
        | "type_identifier"
        | "scoped_identifier"
        | "scoped_type_identifier" => Value::path(slice(b, node)),
        "method_invocation" | "field_access" | "array_access" => {
            if node.kind() == "method_invocation" && node.part("object").is_none() {
                return bare_call(b, node);
            }
            tree::chain(b, node, link, arguments, value)
        }
        "object_creation_expression" => construction(b, node),
        "string_literal" => string(b, node),
        "decimal_integer_literal" | "decimal_floating_point_literal" | "true" | "false" => {
            Value::Scalar(slice(b, node).to_owned())
        }
        "binary_expression" if field(b, node, "operator") == Some("+") => {
            tree::concatenation(b, node, plus, value)
        }
        "parenthesized_expression" => tree::visit_inner(b, node, value),
        "cast_expression" => visit_field(b, node, "value", value),
        "class_literal" => Value::member(
            Value::path(slice(b, node).trim_end_matches(".class")),
            "class",
        ),
        "array_initializer" | "element_value_array_initializer" => tree::visit_list(b, node, value),
        "array_creation_expression" => visit_field(b, node, "value", value),
        "lambda_expression" => {
            let scope = b.enter(ScopeKind::Lambda, "", at(node));
            if let Some(list) = node.part("parameters") {
                match list.kind() {
                    "identifier" => {
                        let name = slice(b, list).to_owned();
                        b.parameter(name, None, at(list), Vec::new());
                    }
                    _ => parameters(b, list),
                }
            }
            b.apart(|b| visit_field(b, node, "body", value));
            b.leave();
            Value::Lambda(scope)
        }
        "class_declaration"
        | "record_declaration"
        | "enum_declaration"
        | "interface_declaration" => class(b, node),
        "method_declaration" | "constructor_declaration" => function(b, node),
        "field_declaration" | "local_variable_declaration" | "constant_declaration" => {
            declaration(b, node)
        }
        "enum_constant" => {
            let content = match node.part("arguments") {
                Some(list) => Value::List(
                    arguments(b, list)
                        .into_iter()
                        .map(|argument| argument.value)
                        .collect(),
                ),
                None => Value::Unknown,
            };
            if let Some(name) = node.part("name") {
                let text = slice(b, name).to_owned();
                b.bind(text, None, content, at(name));
            }
            Value::Unknown
        }
        "assignment_expression" => assignment(b, node),
        "enhanced_for_statement" | "for_statement" | "while_statement" | "do_statement" => {
            let name = field(b, node, "name").unwrap_or("").to_owned();
            b.enter(ScopeKind::Loop, name, at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        "try_statement" | "try_with_resources_statement" => {
            b.enter(ScopeKind::Try, "", at(node));
            for part in ["resources", "body"] {
                visit_field(b, node, part, value);
            }
            b.leave();
            for child in children(node)
                .into_iter()
                .filter(|child| child.kind().ends_with("_clause"))
            {
                visit(b, child, value);
            }
            Value::Unknown
        }
        "resource" => {
            let content = visit_field(b, node, "value", value);
            if let Some(name) = node.part("name") {
                let text = slice(b, name).to_owned();
                let type_name = field(b, node, "type").map(str::to_owned);
                b.bind(text, type_name, content, at(name));
            }
            Value::Unknown
        }
        "import_declaration" => {
            let path = slice(b, node)
                .trim_start_matches("import")
                .trim()
                .trim_start_matches("static ")
                .trim_end_matches(';')
                .trim();
            let (module, name) = path.rsplit_once('.').unwrap_or(("", path));
            let (name, path) = if name == "*" {
                ("*", module)
            } else {
                (name, path)
            };
            b.import(name, path, at(node));
            Value::Unknown
        }
        "ternary_expression" => {
            visit_children(b, node, value);
            Value::Unknown
        }
        "modifiers" | "line_comment" | "block_comment" => Value::Unknown,
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "method_invocation" => Some((
            node.part("object")?,
            Link::Method(
                node.part("name")?,
                node.part("arguments"),
                node.part("type_arguments"),
            ),
        )),
        "field_access" => Some((node.part("object")?, Link::Member(node.part("field")?))),
        "array_access" => Some((node.part("array")?, Link::Index(node.part("index")))),
        _ => None,
    }
}

fn arguments(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    children(list)
        .into_iter()
        .map(|child| Arg {
            name: None,
            at: at(child),
            value: visit(b, child, value),
        })
        .collect()
}

fn bare_call(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = field(b, node, "name").unwrap_or("").to_owned();
    let list = match node.part("arguments") {
        Some(list) => b.apart(|b| arguments(b, list)),
        None => Vec::new(),
    };
    b.call(Value::Name(name), list, at(node))
}

fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let type_text = crate::form::type_path(field(b, node, "type").unwrap_or(""));
    let list = match node.part("arguments") {
        Some(list) => b.apart(|b| arguments(b, list)),
        None => Vec::new(),
    };
    if let Some(body) = child_of_kind(node, &["class_body"]) {
        b.apart(|b| visit_children(b, body, value));
    }
    b.call(Value::path(&type_text), list, at(node))
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if slice(b, node).starts_with("\"\"\"") {
        tree::literal(b, node, 3, 3, true)
    } else {
        tree::literal(b, node, 1, 1, true)
    }
}

fn plus<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    (node.kind() == "binary_expression" && field(b, node, "operator") == Some("+"))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

/// Reads the annotations among a declaration's modifiers.
fn modifiers(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    let held = std::mem::take(&mut b.pending);
    if let Some(modifiers) = child_of_kind(node, &["modifiers"]) {
        for annotation in children(modifiers) {
            if !matches!(annotation.kind(), "annotation" | "marker_annotation") {
                continue;
            }
            let callee = Value::path(field(b, annotation, "name").unwrap_or(""));
            let list = match annotation.part("arguments") {
                Some(list) => annotation_arguments(b, list),
                None => Vec::new(),
            };
            b.annotate(callee, list, at(annotation));
        }
    }
    std::mem::replace(&mut b.pending, held)
}

fn annotation_arguments(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    let mut arguments = Vec::new();
    for child in children(list) {
        let (name, node) = match child.kind() {
            "element_value_pair" => (
                field(b, child, "key").map(str::to_owned),
                child.part("value").unwrap_or(child),
            ),
            _ => (None, child),
        };
        // `@Query(value = …)` says the same as `@Query(…)`.
        let name = name.filter(|name| name != "value");
        if matches!(node.kind(), "annotation" | "marker_annotation") {
            continue;
        }
        let content = visit(b, node, value);
        arguments.push(Arg {
            name,
            value: content,
            at: at(node),
        });
    }
    arguments
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.pending = modifiers(b, node);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let kind = if node.kind() == "interface_declaration" {
        ScopeKind::Interface
    } else {
        ScopeKind::Class
    };
    let scope = b.enter(kind, text, at(name.unwrap_or(node)));
    let mut bases = Vec::new();
    for child in children(node) {
        if matches!(
            child.kind(),
            "superclass" | "super_interfaces" | "extends_interfaces"
        ) {
            collect_types(b, child, &mut bases);
        }
    }
    b.unit.scopes[scope].bases = bases;
    if let Some(list) = node.part("parameters") {
        parameters(b, list);
    }
    if let Some(body) = node.part("body") {
        visit_children(b, body, value);
    }
    b.leave();
    Value::Unknown
}

fn collect_types(b: &Builder<'_>, node: Node<'_>, bases: &mut Vec<String>) {
    for child in children(node) {
        if child.kind() == "type_list" {
            for item in children(child) {
                bases.push(slice(b, item).to_owned());
            }
        } else {
            bases.push(slice(b, child).to_owned());
        }
    }
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.pending = modifiers(b, node);
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    b.unit.scopes[scope].result = field(b, node, "type").map(str::to_owned);
    if let Some(list) = node.part("parameters") {
        parameters(b, list);
    }
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn parameters(b: &mut Builder<'_>, list: Node<'_>) {
    for parameter in children(list) {
        let annotations = modifiers(b, parameter);
        let name = parameter
            .part("name")
            .or((parameter.kind() == "identifier").then_some(parameter));
        if let Some(name) = name {
            let text = slice(b, name).to_owned();
            let type_name = field(b, parameter, "type").map(str::to_owned);
            b.parameter(text, type_name, at(name), annotations);
        }
    }
}

fn declaration(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = modifiers(b, node);
    let type_name = field(b, node, "type")
        .filter(|name| *name != "var")
        .map(str::to_owned);
    for declarator in children(node)
        .into_iter()
        .filter(|child| child.kind() == "variable_declarator")
    {
        let content = visit_field(b, declarator, "value", value);
        if let Some(name) = declarator.part("name") {
            let text = slice(b, name).to_owned();
            b.bind_annotated(
                text,
                type_name.clone(),
                content,
                at(name),
                annotations.clone(),
            );
        }
    }
    Value::Unknown
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right", value);
    let Some(left) = node.part("left") else {
        return content;
    };
    let text = slice(b, left);
    if let Some(name) = text.strip_prefix("this.") {
        let class = b.class_scope();
        b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
    } else if left.kind() == "identifier" {
        let scope = b.scope_of(text);
        b.in_scope(scope, |b| b.bind(text, None, content.clone(), at(left)));
    }
    content
}
