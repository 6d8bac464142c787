//! PHP.

use super::declare;
use super::grammar::{Grammar, Read, Step, Table};
use super::text;
use super::tree::{self, Link, Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{key, keywords, looped, map_or_list, visit, visit_field};
use crate::Language;
use crate::form::{Builder, CallId, ScopeKind, Unit, Value};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if_statement", "else_if_clause"], Read::Choice),
        (
            &["else_clause", "case_statement", "default_statement"],
            Read::Side,
        ),
        (&["return_statement"], Read::Return),
        (&["variable_name"], Read::Own(variable_name)),
        (
            &["name", "qualified_name", "relative_scope"],
            Read::Own(name),
        ),
        (
            &["member_call_expression", "nullsafe_member_call_expression"],
            Read::Chain(Step::Method("object", "name", "arguments", "")),
        ),
        (
            &["scoped_call_expression"],
            Read::Chain(Step::Method("scope", "name", "arguments", "")),
        ),
        (
            &["function_call_expression"],
            Read::Chain(Step::Call("function", "arguments", "")),
        ),
        (
            &[
                "member_access_expression",
                "nullsafe_member_access_expression",
            ],
            Read::Chain(Step::Member("object", "name")),
        ),
        (&["subscript_expression"], Read::Chain(Step::Own(subscript))),
        (
            &["class_constant_access_expression"],
            Read::Chain(Step::Own(class_constant)),
        ),
        (&["object_creation_expression"], Read::Own(construction)),
        (&["string"], Read::Own(text::quoted)),
        (&["encapsed_string"], Read::Own(string)),
        (&["heredoc", "nowdoc"], Read::Own(heredoc)),
        (&["integer", "float", "boolean"], Read::Scalar),
        (&["binary_expression"], Read::Binary),
        (&["conditional_expression"], Read::Own(conditional)),
        (&["parenthesized_expression"], Read::Inner),
        (&["cast_expression", "unary_op_expression"], Read::Own(last)),
        (&["array_creation_expression"], Read::Own(array)),
        (&["anonymous_function", "arrow_function"], Read::Lambda),
        (
            &["class_declaration", "trait_declaration", "enum_declaration"],
            Read::Class(ScopeKind::Class),
        ),
        (
            &["interface_declaration"],
            Read::Class(ScopeKind::Interface),
        ),
        (
            &["method_declaration", "function_definition"],
            Read::Function,
        ),
        (&["property_declaration"], Read::Own(property)),
        (&["const_element"], Read::Own(constant)),
        (&["enum_case"], Read::Own(declare::named_value)),
        (
            &["assignment_expression", "augmented_assignment_expression"],
            Read::Own(assignment),
        ),
        (
            &[
                "foreach_statement",
                "for_statement",
                "while_statement",
                "do_statement",
            ],
            Read::Own(for_statement),
        ),
        (&["try_statement"], Read::Try),
        (&["namespace_use_declaration"], Read::Own(import)),
        (&["attribute_list"], Read::Not),
    ],
    joins: &["."],
    defaults: &["??"],
    arguments: keywords,
    annotations,
    parameters,
    signature: |b, node, scope| {
        b.unit.scopes[scope].result = field(b, node, "return_type").map(path);
        parameters(b, node);
    },
    bases: |b, node| {
        let clauses = children_of_kind(node, &["base_clause", "class_interface_clause"]);
        let bases = clauses.into_iter().flat_map(children);
        bases.map(|base| path(slice(b, base))).collect()
    },
    fields: super::grammar::no_fields,
    bodies: &[],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let parsed_as = tree_sitter_php::LANGUAGE_PHP.into();
    tree::unit(Language::Php, parsed_as, text, &GRAMMAR, &TABLE)
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

fn variable_name(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    Value::Name(variable(slice(b, node)))
}

fn name(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match slice(b, node) {
        "self" | "static" => Value::Name("self".into()),
        text => Value::path(&path(text)),
    }
}

fn subscript(node: Node<'_>) -> Option<Link<'_>> {
    Some(Link::index(node.named_child(0)?, node.named_child(1)))
}

fn class_constant(node: Node<'_>) -> Option<Link<'_>> {
    Some(Link::member(node.named_child(0)?, node.named_child(1)?))
}

fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = child_of_kind(node, &["name", "qualified_name"]);
    let name = name.map_or(String::new(), |name| path(slice(b, name)));
    let list = child_of_kind(node, &["arguments"]);
    declare::construction(b, node, Value::path(&name), list)
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    let is_plain = |part: &Node<'_>| matches!(part.kind(), "string_content" | "escape_sequence");
    match parts.iter().all(is_plain) {
        true => text::quoted(b, node),
        false => text::template(b, node, parts),
    }
}

fn heredoc(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = node.part("value").map(children).unwrap_or_default();
    text::template(b, node, parts)
}

/// `a ?: b`
fn conditional(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let left = visit_field(b, node, "condition");
    let body = visit_field(b, node, "body");
    let right = visit_field(b, node, "alternative");
    match node.part("body") {
        None => Value::Or(Box::new(left), Box::new(right)),
        // Without it there is nothing: `$id ? "/orders/$id" : ''`.
        Some(_) if matches!(&right, Value::Text(text) if text.is_empty()) => body,
        Some(_) => Value::Unknown,
    }
}

fn last(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let last = children(node).into_iter().last();
    last.map_or(Value::Unknown, |inner| visit(b, inner))
}

fn array(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut entries = Vec::new();
    let mut items = Vec::new();
    for element in children(node) {
        match children(element).as_slice() {
            [name, inner] => {
                let name = key(slice(b, *name));
                let content = b.apart(|b| visit(b, *inner));
                entries.push(declare::entry(name, content, *inner));
            }
            [inner] => items.push(b.apart(|b| visit(b, *inner))),
            _ => {}
        }
    }
    map_or_list(entries, items)
}

/// The attributes of a declaration.
fn annotations(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    declare::collected(b, |b| {
        let groups = node.part("attributes").map(children).unwrap_or_default();
        let groups = groups.into_iter();
        for attribute in groups.flat_map(|group| children_of_kind(group, &["attribute"])) {
            let name = child_of_kind(attribute, &["name", "qualified_name"]);
            let name = name.map_or(String::new(), |name| path(slice(b, name)));
            let list = attribute.part("parameters");
            let list = list.map_or_else(Vec::new, |list| keywords(b, list));
            b.annotate(Value::path(&name), list, at(attribute));
        }
    })
}

fn parameters(b: &mut Builder<'_>, node: Node<'_>) {
    for parameter in node.part("parameters").map(children).unwrap_or_default() {
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

fn property(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let type_name = field(b, node, "type").map(path);
    for element in children_of_kind(node, &["property_element"]) {
        let content = visit_field(b, element, "default_value");
        if let Some(name) = element.part("name") {
            let text = variable(slice(b, name));
            b.bind(text, type_name.clone(), content, at(name));
        }
    }
    Value::Unknown
}

fn constant(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if let [name, inner, ..] = children(node).as_slice() {
        let content = visit(b, *inner);
        b.bind(slice(b, *name), None, content, at(*name));
    }
    Value::Unknown
}

fn for_statement(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = children(node)
        .get(1)
        .map_or(String::new(), |name| variable(slice(b, *name)));
    looped(b, node, name)
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right");
    let Some(left) = node.part("left") else {
        return content;
    };
    let text = slice(b, left);
    if declare::adds(b, node, left, &content) {
        return content;
    }
    if let Some(name) = text.strip_prefix("$this->") {
        let class = b.class_scope();
        b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
    } else if left.kind() == "variable_name" {
        b.bind(variable(text), None, content.clone(), at(left));
    } else {
        visit(b, left);
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let prefix = child_of_kind(node, &["namespace_name"]).map(|prefix| path(slice(b, prefix)));
    let clauses = match node.part("body") {
        Some(group) => children(group),
        None => children_of_kind(node, &["namespace_use_clause"]),
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
