//! Java.

use super::declare;
use super::grammar::{Grammar, Read, Step, Table};
use super::text;
use super::tree::{self, Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{arguments, key, positional, visit, visit_children};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeKind, Unit, Value, type_path};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if_statement"], Read::Choice),
        (&["switch_block_statement_group", "switch_rule"], Read::Side),
        (&["return_statement"], Read::Return),
        (
            &[
                "identifier",
                "this",
                "super",
                "type_identifier",
                "scoped_identifier",
                "scoped_type_identifier",
            ],
            Read::Path,
        ),
        (
            &["method_invocation"],
            Read::Chain(Step::Method(
                "object",
                "name",
                "arguments",
                "type_arguments",
            )),
        ),
        (
            &["field_access"],
            Read::Chain(Step::Member("object", "field")),
        ),
        (
            &["array_access"],
            Read::Chain(Step::Index("array", "index")),
        ),
        (&["object_creation_expression"], Read::Own(construction)),
        (&["string_literal"], Read::Own(text::quoted_block)),
        (
            &[
                "decimal_integer_literal",
                "decimal_floating_point_literal",
                "true",
                "false",
            ],
            Read::Scalar,
        ),
        (&["binary_expression"], Read::Binary),
        (&["parenthesized_expression"], Read::Inner),
        (
            &["cast_expression", "array_creation_expression"],
            Read::Field("value"),
        ),
        (&["class_literal"], Read::Own(class_literal)),
        (
            &["array_initializer", "element_value_array_initializer"],
            Read::List,
        ),
        (&["lambda_expression"], Read::Lambda),
        (
            &[
                "class_declaration",
                "record_declaration",
                "enum_declaration",
            ],
            Read::Class(ScopeKind::Class),
        ),
        (
            &["interface_declaration", "annotation_type_declaration"],
            Read::Class(ScopeKind::Interface),
        ),
        (
            &["method_declaration", "constructor_declaration"],
            Read::Function,
        ),
        (
            &[
                "field_declaration",
                "local_variable_declaration",
                "constant_declaration",
            ],
            Read::Own(declaration),
        ),
        (&["enum_constant"], Read::Own(enum_constant)),
        (&["assignment_expression"], Read::Own(assignment)),
        (
            &[
                "enhanced_for_statement",
                "for_statement",
                "while_statement",
                "do_statement",
            ],
            Read::Loop("name"),
        ),
        (
            &["try_statement", "try_with_resources_statement"],
            Read::Try,
        ),
        (&["resource"], Read::Own(declare::named_value)),
        (&["import_declaration"], Read::Own(import)),
        (&["modifiers", "line_comment", "block_comment"], Read::Not),
    ],
    joins: &["+"],
    defaults: &[],
    arguments: positional,
    annotations,
    parameters: declare::parameters,
    signature: |b, node, scope| {
        b.unit.scopes[scope].result = field(b, node, "type").map(str::to_owned);
        declare::parameters(b, node);
    },
    bases,
    fields: declare::parameters,
    bodies: &[],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let parsed_as = tree_sitter_java::LANGUAGE.into();
    tree::unit(Language::Java, parsed_as, text, &GRAMMAR, &TABLE)
}

fn class_literal(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = slice(b, node).trim_end_matches(".class");
    Value::member(Value::path(name), "class")
}

fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let callee = Value::path(&type_path(field(b, node, "type").unwrap_or("")));
    let list = arguments(b, node.part("arguments"));
    if let Some(body) = child_of_kind(node, &["class_body"]) {
        b.apart(|b| visit_children(b, body));
    }
    b.call(callee, list, at(node))
}

/// The annotations among a declaration's modifiers.
fn annotations(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    declare::collected(b, |b| {
        let modifiers = child_of_kind(node, &["modifiers"]);
        for annotation in modifiers.map(children).unwrap_or_default() {
            if is_annotation(annotation) {
                let callee = Value::path(field(b, annotation, "name").unwrap_or(""));
                let list = annotation_arguments(b, annotation.part("arguments"));
                b.annotate(callee, list, at(annotation));
            }
        }
    })
}

fn is_annotation(node: Node<'_>) -> bool {
    matches!(node.kind(), "annotation" | "marker_annotation")
}

fn annotation_arguments(b: &mut Builder<'_>, list: Option<Node<'_>>) -> Vec<Arg> {
    let mut arguments = Vec::new();
    for child in list.map(children).unwrap_or_default() {
        let (name, node) = match child.kind() {
            "element_value_pair" => (
                field(b, child, "key").map(key),
                child.part("value").unwrap_or(child),
            ),
            _ => (None, child),
        };
        if !is_annotation(node) {
            arguments.push(Arg {
                // `@Query(value = …)` says the same as `@Query(…)`.
                name: name.filter(|name| name != "value"),
                value: visit(b, node),
                at: at(node),
            });
        }
    }
    arguments
}

fn bases(b: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    const HOLDERS: &[&str] = &["superclass", "super_interfaces", "extends_interfaces"];
    let mut bases = Vec::new();
    for child in children_of_kind(node, HOLDERS)
        .into_iter()
        .flat_map(children)
    {
        match child.kind() {
            "type_list" => bases.extend(children(child)),
            _ => bases.push(child),
        }
    }
    let text = |base| slice(b, base).to_owned();
    bases.into_iter().map(text).collect()
}

fn declaration(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = annotations(b, node);
    let type_name = field(b, node, "type").filter(|name| *name != "var");
    declare::declarators(b, node, type_name, annotations);
    Value::Unknown
}

fn enum_constant(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = match node.part("arguments") {
        Some(list) => super::walk::visit_list(b, list),
        None => Value::Unknown,
    };
    if let Some(name) = node.part("name") {
        let text = slice(b, name).to_owned();
        b.bind(text, None, content, at(name));
    }
    Value::Unknown
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    declare::assignment(b, node).0
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let path = slice(b, node)
        .trim_start_matches("import")
        .trim()
        .trim_start_matches("static ")
        .trim_end_matches(';')
        .trim();
    match path.rsplit_once('.') {
        Some((module, "*")) => b.import("*", module, at(node)),
        Some((_, name)) => b.import(name, path, at(node)),
        None => b.import(path, path, at(node)),
    }
    Value::Unknown
}
