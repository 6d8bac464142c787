//! Python.

use super::declare;
use super::grammar::{Grammar, Read, Step, Table, no_annotations, no_fields};
use super::text;
use super::tree::{self, Parts, at, child_of_kind, children, field, slice};
use super::walk::{
    argument, arguments_at, binary, looped, pair, visit, visit_all, visit_children, visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, ScopeKind, Unit, Value};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if_statement", "elif_clause"], Read::Choice),
        (&["else_clause", "case_clause"], Read::Side),
        (&["return_statement"], Read::Return),
        (&["identifier"], Read::Path),
        (
            &["call"],
            Read::Chain(Step::Call("function", "arguments", "")),
        ),
        (
            &["attribute"],
            Read::Chain(Step::Member("object", "attribute")),
        ),
        (
            &["subscript"],
            Read::Chain(Step::Index("value", "subscript")),
        ),
        (&["string"], Read::Own(string)),
        (&["concatenated_string"], Read::Own(concatenated)),
        (&["integer", "float", "true", "false"], Read::Scalar),
        (&["binary_operator"], Read::Own(operation)),
        (&["boolean_operator"], Read::Binary),
        (
            &["await", "parenthesized_expression", "list_splat"],
            Read::Inner,
        ),
        (&["dictionary"], Read::Own(dictionary)),
        (&["list", "tuple", "set"], Read::List),
        (&["lambda"], Read::Lambda),
        (&["function_definition"], Read::Function),
        (&["class_definition"], Read::Class(ScopeKind::Class)),
        (&["decorator"], Read::Own(declare::decorator)),
        (&["assignment"], Read::Own(assignment)),
        (&["augmented_assignment"], Read::Own(addition)),
        (
            &[
                "for_statement",
                "while_statement",
                "list_comprehension",
                "generator_expression",
                "set_comprehension",
                "dictionary_comprehension",
            ],
            Read::Own(for_statement),
        ),
        (&["try_statement"], Read::Try),
        (&["as_pattern"], Read::Own(as_pattern)),
        (&["import_statement"], Read::Own(import)),
        (&["import_from_statement"], Read::Own(import_from)),
        (&["conditional_expression"], Read::Own(conditional)),
        (&["type"], Read::Not),
    ],
    joins: &["+"],
    defaults: &["or"],
    arguments,
    annotations: no_annotations,
    parameters: declare::parameters,
    signature: |b, node, scope| {
        b.unit.scopes[scope].result = field(b, node, "return_type").map(str::to_owned);
        declare::parameters(b, node);
    },
    bases: |b, node| {
        let bases = node.part("superclasses").map(children).unwrap_or_default();
        let bases = bases.into_iter();
        let bases = bases.filter(|base| base.kind() != "keyword_argument");
        bases.map(|base| slice(b, base).to_owned()).collect()
    },
    fields: no_fields,
    bodies: &[],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let parsed_as = tree_sitter_python::LANGUAGE.into();
    tree::unit(Language::Python, parsed_as, text, &GRAMMAR, &TABLE)
}

fn arguments(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    // `sum(x for x in y)`
    if list.kind() != "argument_list" {
        return vec![argument(b, list)];
    }
    let mut arguments = Vec::new();
    for child in children(list) {
        arguments.push(match child.kind() {
            "keyword_argument" => {
                let name = field(b, child, "name").map(str::to_owned);
                let inner = child.part("value").unwrap_or(child);
                match inner.kind() {
                    // That nothing is given matters here alone.
                    "none" => Arg {
                        name,
                        value: Value::Name("None".into()),
                        at: at(inner),
                    },
                    _ => Arg {
                        name,
                        ..argument(b, inner)
                    },
                }
            }
            "dictionary_splat" | "list_splat" => {
                visit_children(b, child);
                declare::entry("**".into(), Value::Unknown, child)
            }
            _ => argument(b, child),
        });
    }
    arguments
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    let is_raw = slice(b, node)
        .split(['"', '\''])
        .next()
        .is_some_and(|prefix| prefix.contains(['r', 'R']));
    let text = |b: &Builder<'_>, part: Node<'_>| match is_raw {
        true => slice(b, part).to_owned(),
        false => text::unescape(slice(b, part)),
    };
    if parts.iter().any(|part| part.kind() == "interpolation") {
        return b.joined(at(node), |b| {
            let mut values = Vec::new();
            for part in parts {
                match part.kind() {
                    "string_content" => values.push(Value::Text(text(b, part))),
                    "interpolation" => values.push(visit_field(b, part, "expression")),
                    _ => {}
                }
            }
            values
        });
    }
    let Some(content) = parts.iter().find(|part| part.kind() == "string_content") else {
        return Value::Text(String::new());
    };
    let is_as_written = is_raw || !slice(b, *content).contains('\\');
    let start = is_as_written.then_some(content.start_byte() as u32);
    let content = text(b, *content);
    b.literal(content, at(node), start)
}

fn concatenated(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    b.joined(at(node), |b| visit_all(b, node))
}

fn operation(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if field(b, node, "operator") != Some("%") {
        return binary(b, node);
    }
    // `"…%s" % name`
    let left = visit_field(b, node, "left");
    let right = visit_field(b, node, "right");
    if !matches!(left, Value::Text(_) | Value::Concat(_) | Value::Name(_)) {
        return Value::Unknown;
    }
    let arguments = match right {
        Value::List(items) => arguments_at(items, at(node)),
        Value::Map(entries) => entries,
        other => arguments_at(vec![other], at(node)),
    };
    b.call(Value::member(left, "format"), arguments, at(node))
}

fn dictionary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut entries = Vec::new();
    for child in children(node) {
        match child.kind() {
            "pair" => entries.push(pair(b, child)),
            _ => {
                visit(b, child);
            }
        }
    }
    Value::Map(entries)
}

fn for_statement(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let clause = child_of_kind(node, &["for_in_clause"]).unwrap_or(node);
    let name = field(b, clause, "left").unwrap_or("").to_owned();
    looped(b, node, name)
}

fn conditional(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let first = visit_all(b, node).into_iter().next();
    first
        .filter(|first| matches!(first, Value::Call(_)))
        .unwrap_or(Value::Unknown)
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right");
    let type_name = field(b, node, "type").map(str::to_owned);
    let Some(left) = node.part("left") else {
        return Value::Unknown;
    };
    match left.kind() {
        "identifier" => b.bind(slice(b, left), type_name, content.clone(), at(left)),
        "attribute" if field(b, left, "object") == Some("self") => {
            let text = field(b, left, "attribute").unwrap_or("");
            let class = b.class_scope();
            b.in_scope(class, |b| {
                b.bind(text, type_name, content.clone(), at(left))
            });
        }
        "pattern_list" | "tuple_pattern" => {
            for (index, name) in children(left).into_iter().enumerate() {
                let part = match &content {
                    Value::List(items) => items.get(index).cloned(),
                    _ => None,
                };
                let part = part.unwrap_or(Value::Unknown);
                b.bind(slice(b, name), None, part, at(name));
            }
        }
        "subscript" => {
            visit(b, left);
        }
        _ => {}
    }
    content
}

/// `urlpatterns += [ … ]` gives a list more; what is added to other things does not stand for them.
fn addition(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right");
    if let Some(left) = node.part("left")
        && left.kind() == "identifier"
        && matches!(content, Value::List(_) | Value::Member(..))
    {
        b.bind(slice(b, left), None, content, at(left));
    } else if let Some(left) = node.part("left") {
        declare::adds(b, node, left, &content);
    }
    Value::Unknown
}

/// `with Client() as client` and `except Error as error`.
fn as_pattern(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(source) = node.named_child(0) else {
        return Value::Unknown;
    };
    let content = visit(b, source);
    if let Some(alias) = node.part("alias") {
        b.bind(slice(b, alias), None, content.clone(), at(alias));
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    for part in children(node) {
        if part.kind() == "aliased_import" {
            let path = field(b, part, "name").unwrap_or("");
            let name = field(b, part, "alias").unwrap_or("");
            b.import(name, path, at(part));
            continue;
        }
        let path = slice(b, part);
        // `import a.b` binds `a`; the path is told by its use.
        let first = path.split('.').next().unwrap_or("");
        b.import(first, first, at(part));
        if path.contains('.') {
            b.import("", path, at(part));
        }
    }
    Value::Unknown
}

fn import_from(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let module = field(b, node, "module_name").unwrap_or("");
    let module_id = node.part("module_name").map(|module| module.id());
    for part in children(node) {
        if Some(part.id()) == module_id {
            continue;
        }
        let (name, alias) = match part.kind() {
            "wildcard_import" => {
                b.import("*", module, at(part));
                continue;
            }
            "aliased_import" => (
                field(b, part, "name").unwrap_or(""),
                field(b, part, "alias").unwrap_or(""),
            ),
            _ => (slice(b, part), slice(b, part)),
        };
        let path = match module.ends_with('.') {
            true => format!("{module}{name}"),
            false => format!("{module}.{name}"),
        };
        b.import(alias, path, at(part));
    }
    Value::Unknown
}
