//! Python.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, ScopeKind, Unit, Value};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(
        Language::Python,
        tree_sitter_python::LANGUAGE.into(),
        text,
        value,
    )
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier" => Value::Name(slice(b, node).to_owned()),
        "call" | "attribute" | "subscript" => tree::chain(b, node, link, arguments, value),
        "string" => string(b, node),
        "concatenated_string" => {
            let parts = children(node);
            b.joined(at(node), |b| {
                parts
                    .into_iter()
                    .map(|part| visit(b, part, value))
                    .collect()
            })
        }
        "integer" | "float" | "true" | "false" => Value::Scalar(slice(b, node).to_owned()),
        "binary_operator" => binary(b, node),
        "boolean_operator" => {
            let left = visit_field(b, node, "left", value);
            let right = visit_field(b, node, "right", value);
            match field(b, node, "operator") {
                Some("or") => Value::Or(Box::new(left), Box::new(right)),
                _ => Value::Unknown,
            }
        }
        "await" | "parenthesized_expression" => tree::visit_inner(b, node, value),
        "dictionary" => Value::Map(entries(b, node)),
        "list" | "tuple" | "set" => tree::visit_list(b, node, value),
        "lambda" => {
            let scope = b.enter(ScopeKind::Lambda, "", at(node));
            parameters(b, node);
            visit_field(b, node, "body", value);
            b.leave();
            Value::Lambda(scope)
        }
        "function_definition" => function(b, node),
        "class_definition" => class(b, node),
        "decorator" => {
            match tree::visit_inner(b, node, value) {
                Value::Call(id) => b.annotate_with(id),
                other => b.annotate(other, Vec::new(), at(node)),
            }
            Value::Unknown
        }
        "assignment" => assignment(b, node),
        "for_statement"
        | "while_statement"
        | "list_comprehension"
        | "generator_expression"
        | "set_comprehension"
        | "dictionary_comprehension" => {
            let clause = child_of_kind(node, &["for_in_clause"]).unwrap_or(node);
            let name = field(b, clause, "left").unwrap_or("").to_owned();
            b.enter(ScopeKind::Loop, name, at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        "try_statement" => {
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
        "as_pattern" => as_pattern(b, node),
        "import_statement" => import(b, node),
        "import_from_statement" => import_from(b, node),
        "conditional_expression" => {
            let parts = children(node);
            let first = parts
                .first()
                .map_or(Value::Unknown, |part| visit(b, *part, value));
            for part in parts.iter().skip(1) {
                visit(b, *part, value);
            }
            match first {
                Value::Call(_) => first,
                _ => Value::Unknown,
            }
        }
        "type" => Value::Unknown,
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "call" => Some((
            node.part("function")?,
            Link::Call(node.part("arguments"), None),
        )),
        "attribute" => Some((node.part("object")?, Link::Member(node.part("attribute")?))),
        "subscript" => Some((node.part("value")?, Link::Index(node.part("subscript")))),
        "parenthesized_expression" | "await" => {
            let inner = node.named_child(0)?;
            matches!(inner.kind(), "call" | "attribute" | "await").then_some((inner, Link::Same))
        }
        _ => None,
    }
}

fn arguments(b: &mut Builder<'_>, list: Node<'_>) -> Vec<Arg> {
    if list.kind() != "argument_list" {
        let content = visit(b, list, value);
        return vec![Arg {
            name: None,
            value: content,
            at: at(list),
        }];
    }
    let mut arguments = Vec::new();
    for child in children(list) {
        match child.kind() {
            "keyword_argument" => {
                let name = field(b, child, "name").map(str::to_owned);
                let content = visit_field(b, child, "value", value);
                let place = child.part("value").unwrap_or(child);
                arguments.push(Arg {
                    name,
                    value: content,
                    at: at(place),
                });
            }
            "dictionary_splat" | "list_splat" => {
                visit_children(b, child, value);
                arguments.push(Arg {
                    name: Some("**".into()),
                    value: Value::Unknown,
                    at: at(child),
                });
            }
            _ => {
                let content = visit(b, child, value);
                arguments.push(Arg {
                    name: None,
                    value: content,
                    at: at(child),
                });
            }
        }
    }
    arguments
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    let is_raw = slice(b, node)
        .split(['"', '\''])
        .next()
        .is_some_and(|prefix| prefix.contains(['r', 'R']));
    let text = |b: &Builder<'_>, part: Node<'_>| {
        let raw = slice(b, part);
        if is_raw {
            raw.to_owned()
        } else {
            tree::unescape(raw)
        }
    };
    if parts.iter().any(|part| part.kind() == "interpolation") {
        return b.joined(at(node), |b| {
            let mut values = Vec::new();
            for part in parts {
                match part.kind() {
                    "string_content" => values.push(Value::Text(text(b, part))),
                    "interpolation" => values.push(visit_field(b, part, "expression", value)),
                    _ => {}
                }
            }
            values
        });
    }
    let Some(content) = parts.iter().find(|part| part.kind() == "string_content") else {
        return Value::Text(String::new());
    };
    let raw = slice(b, *content);
    let start = (is_raw || !raw.contains('\\')).then_some(content.start_byte() as u32);
    let content = text(b, *content);
    b.literal(content, at(node), start)
}

fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match field(b, node, "operator") {
        Some("+") => tree::concatenation(b, node, plus, value),
        // `"…%s" % name`
        Some("%") => {
            let left = visit_field(b, node, "left", value);
            let right = visit_field(b, node, "right", value);
            if !matches!(left, Value::Text(_) | Value::Concat(_) | Value::Name(_)) {
                return Value::Unknown;
            }
            let place = at(node);
            let arguments = match right {
                Value::List(items) => items
                    .into_iter()
                    .map(|value| Arg {
                        name: None,
                        value,
                        at: place,
                    })
                    .collect(),
                Value::Map(entries) => entries,
                other => vec![Arg {
                    name: None,
                    value: other,
                    at: place,
                }],
            };
            b.call(Value::member(left, "format"), arguments, place)
        }
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

fn plus<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    (node.kind() == "binary_operator" && field(b, node, "operator") == Some("+"))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

fn entries(b: &mut Builder<'_>, node: Node<'_>) -> Vec<Arg> {
    let mut entries = Vec::new();
    for pair in children(node) {
        if pair.kind() != "pair" {
            visit(b, pair, value);
            continue;
        }
        let name = field(b, pair, "key").map(|key| key.trim_matches(['"', '\'']).to_owned());
        let content = b.apart(|b| visit_field(b, pair, "value", value));
        let place = pair.part("value").unwrap_or(pair);
        entries.push(Arg {
            name,
            value: content,
            at: at(place),
        });
    }
    entries
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    b.unit.scopes[scope].result = field(b, node, "return_type").map(str::to_owned);
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
        let name = parameter.part("name").or_else(|| match parameter.kind() {
            "identifier" => Some(parameter),
            _ => child_of_kind(parameter, &["identifier"]),
        });
        if let Some(name) = name {
            let type_name = field(b, parameter, "type").map(str::to_owned);
            let text = slice(b, name).to_owned();
            b.parameter(text, type_name, at(name), Vec::new());
        }
        visit_field(b, parameter, "value", value);
    }
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Class, text, at(name.unwrap_or(node)));
    if let Some(bases) = node.part("superclasses") {
        b.unit.scopes[scope].bases = children(bases)
            .into_iter()
            .filter(|base| base.kind() != "keyword_argument")
            .map(|base| slice(b, base).to_owned())
            .collect();
    }
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right", value);
    let type_name = field(b, node, "type").map(str::to_owned);
    let Some(left) = node.part("left") else {
        return Value::Unknown;
    };
    match left.kind() {
        "identifier" => {
            let text = slice(b, left).to_owned();
            b.bind(text, type_name, content.clone(), at(left));
        }
        "attribute" if field(b, left, "object") == Some("self") => {
            let text = field(b, left, "attribute").unwrap_or("").to_owned();
            let class = b.class_scope();
            b.in_scope(class, |b| {
                b.bind(text, type_name, content.clone(), at(left))
            });
        }
        "pattern_list" | "tuple_pattern" => {
            for (index, name) in children(left).into_iter().enumerate() {
                let text = slice(b, name).to_owned();
                let part = match &content {
                    Value::List(items) => items.get(index).cloned().unwrap_or(Value::Unknown),
                    _ => Value::Unknown,
                };
                b.bind(text, None, part, at(name));
            }
        }
        "subscript" => {
            visit(b, left, value);
        }
        _ => {}
    }
    content
}

/// `with Client() as client` and `except Error as error`.
fn as_pattern(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(source) = node.named_child(0) else {
        return Value::Unknown;
    };
    let content = visit(b, source, value);
    if let Some(alias) = node.part("alias") {
        let text = slice(b, alias).to_owned();
        b.bind(text, None, content.clone(), at(alias));
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    for part in children(node) {
        match part.kind() {
            "aliased_import" => {
                let path = field(b, part, "name").unwrap_or("").to_owned();
                let name = field(b, part, "alias").unwrap_or("").to_owned();
                b.import(name, path, at(part));
            }
            _ => {
                let path = slice(b, part).to_owned();
                // `import a.b` binds `a`; the path is told by its use.
                let first = path.split('.').next().unwrap_or("").to_owned();
                b.import(first.clone(), first, at(part));
                if path.contains('.') {
                    b.import("", path, at(part));
                }
            }
        }
    }
    Value::Unknown
}

fn import_from(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let module = field(b, node, "module_name").unwrap_or("").to_owned();
    let module_id = node.part("module_name").map(|module| module.id());
    for part in children(node) {
        if Some(part.id()) == module_id {
            continue;
        }
        let (name, alias) = match part.kind() {
            "wildcard_import" => {
                b.import("*", module.clone(), at(part));
                continue;
            }
            "aliased_import" => (
                field(b, part, "name").unwrap_or(""),
                field(b, part, "alias").unwrap_or(""),
            ),
            _ => (slice(b, part), slice(b, part)),
        };
        let path = if module.ends_with('.') {
            format!("{module}{name}")
        } else {
            format!("{module}.{name}")
        };
        let alias = alias.to_owned();
        b.import(alias, path, at(part));
    }
    Value::Unknown
}
