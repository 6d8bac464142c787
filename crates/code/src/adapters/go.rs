//! Go.

use super::declare::{self, entry};
use super::grammar::{Grammar, Read, Step, no_annotations, no_fields};
use super::tree::{self, Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{arguments_at, binary, looped, map_or_list, positional, visit, visit_field};
use super::{text, walk};
use crate::Language;
use crate::form::{Builder, ScopeId, ScopeKind, Unit, Value, type_path};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if_statement"], Read::Choice),
        (
            &[
                "expression_case",
                "type_case",
                "default_case",
                "communication_case",
            ],
            Read::Side,
        ),
        (&["return_statement"], Read::Return),
        (
            &["identifier", "field_identifier", "package_identifier"],
            Read::Path,
        ),
        (&["type_identifier", "qualified_type"], Read::Path),
        (
            &["call_expression"],
            Read::Chain(Step::Call("function", "arguments", "type_arguments")),
        ),
        (
            &["selector_expression"],
            Read::Chain(Step::Member("operand", "field")),
        ),
        (
            &["index_expression"],
            Read::Chain(Step::Index("operand", "index")),
        ),
        (&["interpreted_string_literal"], Read::Own(text::quoted)),
        (&["raw_string_literal"], Read::Own(raw_string)),
        (
            &["int_literal", "float_literal", "true", "false"],
            Read::Scalar,
        ),
        (&["binary_expression"], Read::Own(operation)),
        (
            &["unary_expression", "type_conversion_expression"],
            Read::Field("operand"),
        ),
        (
            &["parenthesized_expression", "type_assertion_expression"],
            Read::Inner,
        ),
        (&["composite_literal"], Read::Own(composite)),
        (&["literal_value"], Read::Own(body_of_literal)),
        (&["func_literal"], Read::Lambda),
        (
            &["function_declaration", "method_declaration"],
            Read::Function,
        ),
        (&["type_spec"], Read::Own(type_spec)),
        (
            &["short_var_declaration", "assignment_statement"],
            Read::Own(assignment),
        ),
        (&["var_spec", "const_spec"], Read::Own(spec)),
        (&["for_statement"], Read::Own(for_statement)),
        (&["import_spec"], Read::Own(import)),
        (&["expression_list"], Read::List),
        (&["block"], Read::Own(block)),
    ],
    joins: &["+"],
    defaults: &[],
    arguments: positional,
    annotations: no_annotations,
    parameters: |b, node| parameters(b, node.part("parameters")),
    signature,
    bases: |_, _| Vec::new(),
    fields: no_fields,
    bodies: &[],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<super::grammar::Table> = OnceLock::new();
    let parsed_as = tree_sitter_go::LANGUAGE.into();
    tree::unit(Language::Go, parsed_as, text, &GRAMMAR, &TABLE)
}

fn raw_string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    text::literal(b, node, 1, 1, false)
}

fn operation(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match binary(b, node) {
        // `10 * time.Second` is a number of a unit.
        Value::Unknown => Value::Scalar(slice(b, node).to_owned()),
        joined => joined,
    }
}

fn for_statement(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let range = child_of_kind(node, &["range_clause"]);
    let left = range
        .and_then(|range| field(b, range, "left"))
        .unwrap_or("");
    let name = left.rsplit(',').next().unwrap_or("").trim().to_owned();
    looped(b, node, name)
}

fn block(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.enter(ScopeKind::Lambda, "{", at(node));
    walk::visit_children(b, node);
    b.leave();
    Value::Unknown
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let path = field(b, node, "path").unwrap_or("");
    let path = path.trim_matches(['"', '`']);
    let name = match field(b, node, "name") {
        Some(".") => "*",
        Some(name) => name,
        None => package_name(path),
    };
    b.import(name, path, at(node));
    Value::Unknown
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

/// `T{…}` is a construction of `T` with named arguments; slices and maps are what they hold.
fn composite(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = match node.part("body") {
        Some(body) => b.apart(|b| body_of_literal(b, body)),
        None => Value::Unknown,
    };
    let type_node = node.part("type").filter(|type_node| {
        matches!(
            type_node.kind(),
            "type_identifier" | "qualified_type" | "generic_type"
        )
    });
    let Some(type_node) = type_node else {
        return content;
    };
    let callee = Value::path(&type_path(slice(b, type_node)));
    let list = match content {
        Value::Map(entries) => entries,
        Value::List(items) => arguments_at(items, at(node)),
        _ => Vec::new(),
    };
    b.call(callee, list, at(node))
}

fn body_of_literal(b: &mut Builder<'_>, body: Node<'_>) -> Value {
    let visit_element = |b: &mut Builder<'_>, element: Node<'_>| match element.kind() {
        "literal_element" => visit(b, element.named_child(0).unwrap_or(element)),
        _ => visit(b, element),
    };
    let mut entries = Vec::new();
    let mut items = Vec::new();
    for element in children(body) {
        if element.kind() != "keyed_element" {
            items.push(visit_element(b, element));
            continue;
        }
        if let [key, content] = children(element).as_slice() {
            let name = slice(b, *key).trim_matches(['"', '`']).to_owned();
            let read = visit_element(b, *content);
            entries.push(entry(name, read, *content));
        }
    }
    map_or_list(entries, items)
}

fn signature(b: &mut Builder<'_>, node: Node<'_>, scope: ScopeId) {
    b.unit.scopes[scope].result = field(b, node, "result").map(|result| {
        // Of `(*Client, error)` the first matters.
        let first = result.trim_start_matches('(').split(',').next();
        first.unwrap_or("").trim_end_matches(')').to_owned()
    });
    if let Some(receiver) = node.part("receiver") {
        let declared = child_of_kind(receiver, &["parameter_declaration"]);
        if let Some(type_text) = declared.and_then(|declared| field(b, declared, "type")) {
            b.unit.scopes[scope].receiver = Some(type_path(type_text));
        }
        parameters(b, Some(receiver));
    }
    parameters(b, node.part("parameters"));
}

fn parameters(b: &mut Builder<'_>, list: Option<Node<'_>>) {
    for declared in list.map(children).unwrap_or_default() {
        let type_name = field(b, declared, "type").map(str::to_owned);
        for name in children_of_kind(declared, &["identifier"]) {
            let text = slice(b, name).to_owned();
            b.parameter(text, type_name.clone(), at(name), Vec::new());
        }
    }
}

fn type_spec(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(fields) = node.part("type") else {
        return Value::Unknown;
    };
    let kind = match fields.kind() {
        "struct_type" => ScopeKind::Class,
        "interface_type" => ScopeKind::Interface,
        _ => return Value::Unknown,
    };
    declare::enter(b, node, kind);
    let list = child_of_kind(fields, &["field_declaration_list"]);
    for declared in list.map(children).unwrap_or_default() {
        let type_name = field(b, declared, "type").map(str::to_owned);
        for name in children_of_kind(declared, &["field_identifier"]) {
            let text = slice(b, name).to_owned();
            b.bind(text, type_name.clone(), Value::Unknown, at(name));
        }
        // An embedded type is a field of its own name.
        if child_of_kind(declared, &["field_identifier"]).is_none()
            && let Some(embedded) = declared.part("type")
        {
            let name = type_path(slice(b, embedded));
            let name = name.rsplit('.').next().unwrap_or("").to_owned();
            b.bind(name, type_name.clone(), Value::Unknown, at(embedded));
        }
    }
    b.leave();
    Value::Unknown
}

fn values(value: Value) -> Vec<Value> {
    match value {
        Value::List(values) => values,
        other => vec![other],
    }
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let values = values(visit_field(b, node, "right"));
    let Some(left) = node.part("left") else {
        return Value::Unknown;
    };
    for (index, name) in children(left).into_iter().enumerate() {
        // Of `client, err := New()` the first name is what the call gives.
        let content = values.get(index).cloned().unwrap_or(Value::Unknown);
        let text = slice(b, name).to_owned();
        if declare::adds(b, node, name, &content) {
            continue;
        }
        match name.kind() {
            "identifier" if node.kind() == "short_var_declaration" => {
                b.bind(text, None, content, at(name))
            }
            "identifier" => {
                let scope = b.scope_of(&text);
                b.in_scope(scope, |b| b.bind(text, None, content, at(name)));
            }
            // `s.client = …` sets a field of what `s` is; kept by the dotted name.
            "selector_expression" => b.bind(text, None, content, at(name)),
            // So are the entries of a table of tables: `o.handlers["GET"]["/orders"] = …`.
            "index_expression" if is_index(name.part("operand")) => {
                b.bind(text, None, content, at(name));
            }
            _ => {
                visit(b, name);
            }
        }
    }
    Value::Unknown
}

fn is_index(node: Option<Node<'_>>) -> bool {
    node.is_some_and(|node| node.kind() == "index_expression")
}

fn spec(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let type_name = field(b, node, "type").map(str::to_owned);
    let values = values(visit_field(b, node, "value"));
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
