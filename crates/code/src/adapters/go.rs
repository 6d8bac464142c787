//! Go.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, ScopeKind, Unit, Value, type_path};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(Language::Go, tree_sitter_go::LANGUAGE.into(), text, value)
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier" | "field_identifier" | "package_identifier" | "type_identifier"
        | "qualified_type" => Value::path(slice(b, node)),
        "call_expression" | "selector_expression" | "index_expression" => {
            tree::chain(b, node, link, arguments, value)
        }
        "interpreted_string_literal" => tree::literal(b, node, 1, 1, true),
        "raw_string_literal" => tree::literal(b, node, 1, 1, false),
        "int_literal" | "float_literal" | "true" | "false" => {
            Value::Scalar(slice(b, node).to_owned())
        }
        "binary_expression" => {
            if field(b, node, "operator") == Some("+") {
                tree::concatenation(b, node, plus, value)
            } else {
                visit_children(b, node, value);
                // `10 * time.Second` is a number of a unit.
                Value::Scalar(slice(b, node).to_owned())
            }
        }
        "unary_expression" => visit_field(b, node, "operand", value),
        "parenthesized_expression" | "type_conversion_expression" | "type_assertion_expression" => {
            tree::visit_inner(b, node, value)
        }
        "composite_literal" => composite(b, node),
        "literal_value" => body_of_literal(b, node),
        "func_literal" => {
            let scope = b.enter(ScopeKind::Lambda, "", at(node));
            parameters(b, node.part("parameters"));
            b.apart(|b| visit_field(b, node, "body", value));
            b.leave();
            Value::Lambda(scope)
        }
        "function_declaration" | "method_declaration" => function(b, node),
        "type_spec" => type_spec(b, node),
        "short_var_declaration" | "assignment_statement" => assignment(b, node),
        "var_spec" | "const_spec" => spec(b, node),
        "for_statement" => {
            let range = child_of_kind(node, &["range_clause"]);
            let name = range
                .and_then(|range| field(b, range, "left"))
                .map_or(String::new(), |left| {
                    left.rsplit(',').next().unwrap_or("").trim().to_owned()
                });
            b.enter(ScopeKind::Loop, name, at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        "import_spec" => {
            let path = field(b, node, "path")
                .unwrap_or("")
                .trim_matches(['"', '`'])
                .to_owned();
            let name = match field(b, node, "name") {
                Some(name) => name.to_owned(),
                None => package_name(&path).to_owned(),
            };
            let name = if name == "." { "*".to_owned() } else { name };
            b.import(name, path, at(node));
            Value::Unknown
        }
        "expression_list" => {
            let items = children(node);
            let values: Vec<Value> = items
                .into_iter()
                .map(|item| visit(b, item, value))
                .collect();
            Value::List(values)
        }
        "block" => {
            b.enter(ScopeKind::Lambda, "{", at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

/// The name that an import binds: the last part that is no version, without `go-` and `.go`.
fn package_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let mut last = parts.next().unwrap_or(path);
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    if is_version(last) {
        last = parts.next().unwrap_or(last);
    }
    if let Some((name, version)) = last.rsplit_once('.')
        && is_version(version)
    {
        last = name;
    }
    let last = last
        .strip_suffix(".go")
        .or(last.strip_suffix("-go"))
        .unwrap_or(last);
    last.strip_prefix("go-").unwrap_or(last)
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "call_expression" => Some((
            node.part("function")?,
            Link::Call(node.part("arguments"), node.part("type_arguments")),
        )),
        "selector_expression" => Some((node.part("operand")?, Link::Member(node.part("field")?))),
        "index_expression" => Some((node.part("operand")?, Link::Index(node.part("index")))),
        "parenthesized_expression" => {
            let inner = node.named_child(0)?;
            matches!(inner.kind(), "call_expression" | "selector_expression")
                .then_some((inner, Link::Same))
        }
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

fn plus<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    (node.kind() == "binary_expression" && field(b, node, "operator") == Some("+"))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

/// `T{…}` is a construction of `T` with named arguments; slices and maps are what they hold.
fn composite(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let body = node.part("body");
    let content = match body {
        Some(body) => b.apart(|b| body_of_literal(b, body)),
        None => Value::Unknown,
    };
    let Some(type_node) = node.part("type") else {
        return content;
    };
    if !matches!(
        type_node.kind(),
        "type_identifier" | "qualified_type" | "generic_type"
    ) {
        return content;
    }
    let callee = Value::path(&type_path(slice(b, type_node)));
    let list = match content {
        Value::Map(entries) => entries,
        Value::List(items) => items
            .into_iter()
            .map(|value| Arg {
                name: None,
                value,
                at: at(node),
            })
            .collect(),
        _ => Vec::new(),
    };
    b.call(callee, list, at(node))
}

fn body_of_literal(b: &mut Builder<'_>, body: Node<'_>) -> Value {
    let mut entries = Vec::new();
    let mut items = Vec::new();
    for element in children(body) {
        if element.kind() == "keyed_element" {
            let parts = children(element);
            if let [key, content] = parts.as_slice() {
                let name = slice(b, *key).trim_matches(['"', '`']).to_owned();
                let value_node = content.named_child(0).unwrap_or(*content);
                let read = if content.kind() == "literal_element" {
                    visit(b, value_node, value)
                } else {
                    visit(b, *content, value)
                };
                entries.push(Arg {
                    name: Some(name),
                    value: read,
                    at: at(*content),
                });
            }
        } else {
            let inner = if element.kind() == "literal_element" {
                element.named_child(0).unwrap_or(element)
            } else {
                element
            };
            items.push(visit(b, inner, value));
        }
    }
    if entries.is_empty() {
        Value::List(items)
    } else {
        Value::Map(entries)
    }
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    b.unit.scopes[scope].result = field(b, node, "result").map(|result| {
        // Of `(*Client, error)` the first matters.
        result
            .trim_start_matches('(')
            .split(',')
            .next()
            .unwrap_or("")
            .trim_end_matches(')')
            .to_owned()
    });
    if let Some(receiver) = node.part("receiver") {
        let declared = child_of_kind(receiver, &["parameter_declaration"]);
        if let Some(type_text) = declared.and_then(|declared| field(b, declared, "type")) {
            b.unit.scopes[scope].receiver = Some(type_path(type_text));
        }
        parameters(b, Some(receiver));
    }
    parameters(b, node.part("parameters"));
    if let Some(body) = node.part("body") {
        visit_children(b, body, value);
    }
    b.leave();
    Value::Unknown
}

fn parameters(b: &mut Builder<'_>, list: Option<Node<'_>>) {
    let Some(list) = list else { return };
    for declared in children(list) {
        let type_name = field(b, declared, "type").map(str::to_owned);
        for name in children(declared)
            .into_iter()
            .filter(|child| child.kind() == "identifier")
        {
            let text = slice(b, name).to_owned();
            b.parameter(text, type_name.clone(), at(name), Vec::new());
        }
    }
}

fn type_spec(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(name) = node.part("name") else {
        return Value::Unknown;
    };
    let Some(fields) = node.part("type") else {
        return Value::Unknown;
    };
    let kind = match fields.kind() {
        "struct_type" => ScopeKind::Class,
        "interface_type" => ScopeKind::Interface,
        _ => return Value::Unknown,
    };
    let text = slice(b, name).to_owned();
    b.enter(kind, text, at(name));
    if let Some(list) = child_of_kind(fields, &["field_declaration_list"]) {
        for declared in children(list) {
            let type_name = field(b, declared, "type").map(str::to_owned);
            for field_name in children(declared)
                .into_iter()
                .filter(|child| child.kind() == "field_identifier")
            {
                let text = slice(b, field_name).to_owned();
                b.bind(text, type_name.clone(), Value::Unknown, at(field_name));
            }
        }
    }
    b.leave();
    Value::Unknown
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let right = visit_field(b, node, "right", value);
    let Some(left) = node.part("left") else {
        return Value::Unknown;
    };
    let values = match right {
        Value::List(values) => values,
        other => vec![other],
    };
    for (index, name) in children(left).into_iter().enumerate() {
        // Of `client, err := New()` the first name is what the call gives.
        let content = values.get(index).cloned().unwrap_or(Value::Unknown);
        let text = slice(b, name).to_owned();
        match name.kind() {
            "identifier" if node.kind() == "short_var_declaration" => {
                b.bind(text, None, content, at(name))
            }
            "identifier" => {
                let scope = b.scope_of(&text);
                b.in_scope(scope, |b| b.bind(text, None, content, at(name)));
            }
            "selector_expression" => {
                // `s.client = …` sets a field of what `s` is; kept by the dotted name.
                b.bind(text, None, content, at(name));
            }
            _ => {
                visit(b, name, value);
            }
        }
    }
    Value::Unknown
}

fn spec(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let type_name = field(b, node, "type").map(str::to_owned);
    let values = match visit_field(b, node, "value", value) {
        Value::List(values) => values,
        Value::Unknown => Vec::new(),
        other => vec![other],
    };
    let mut cursor = node.walk();
    let names: Vec<Node<'_>> = node.children_by_field_name("name", &mut cursor).collect();
    for (index, name) in names.into_iter().filter(|name| name.is_named()).enumerate() {
        let text = slice(b, name).to_owned();
        let content = values.get(index).cloned().unwrap_or(Value::Unknown);
        // `const Topic Name = "orders"`: the text matters more than the type's name.
        let type_name = type_name
            .clone()
            .filter(|_| matches!(content, Value::Unknown | Value::Call(_)));
        b.bind(text, type_name, content, at(name));
    }
    Value::Unknown
}
