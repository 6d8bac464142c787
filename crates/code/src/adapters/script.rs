//! JavaScript and TypeScript.

use super::tree::{
    self, Link, Parts, at, child_of_kind, children, field, slice, visit, visit_children,
    visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, ScopeKind, Unit, Value};
use tree_sitter::Node;

pub(super) fn unit(language: Language, path: &str, text: &str) -> Option<Unit> {
    let grammar = match language {
        Language::TypeScript if path.ends_with(".tsx") => tree_sitter_typescript::LANGUAGE_TSX,
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        _ => tree_sitter_javascript::LANGUAGE,
    };
    tree::unit(language, grammar.into(), text, value)
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier"
        | "this"
        | "super"
        | "property_identifier"
        | "shorthand_property_identifier"
        | "private_property_identifier" => Value::Name(slice(b, node).to_owned()),
        "call_expression"
        | "member_expression"
        | "subscript_expression"
        | "non_null_expression" => {
            if child_of_kind(node, &["template_string"]).is_some()
                && node.kind() == "call_expression"
            {
                return tagged(b, node);
            }
            tree::chain(b, node, link, arguments, value)
        }
        "new_expression" => construction(b, node),
        "string" => tree::literal(b, node, 1, 1, true),
        "template_string" => template(b, node),
        "number" | "true" | "false" => Value::Scalar(slice(b, node).to_owned()),
        "binary_expression" => binary(b, node),
        "await_expression" | "parenthesized_expression" | "spread_element" => {
            tree::visit_inner(b, node, value)
        }
        "as_expression" | "satisfies_expression" | "type_assertion" => {
            // The type is the other child.
            let first = children(node)
                .into_iter()
                .find(|child| !child.kind().contains("type"));
            first.map_or(Value::Unknown, |child| visit(b, child, value))
        }
        "object" => Value::Map(entries(b, node)),
        "array" => tree::visit_list(b, node, value),
        "arrow_function" | "function_expression" | "generator_function" => lambda(b, node),
        "function_declaration" | "generator_function_declaration" | "method_definition" => {
            function(b, node)
        }
        "class_declaration" | "class" | "abstract_class_declaration" | "interface_declaration" => {
            class(b, node)
        }
        "public_field_definition" | "field_definition" => class_field(b, node),
        "variable_declarator" => declarator(b, node),
        "assignment_expression" => assignment(b, node),
        "decorator" => {
            let inner = tree::visit_inner(b, node, value);
            take_annotation(b, inner, node);
            Value::Unknown
        }
        "for_statement" | "while_statement" | "do_statement" | "for_in_statement" => {
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
            for part in ["handler", "finalizer"] {
                visit_field(b, node, part, value);
            }
            Value::Unknown
        }
        "import_statement" => import(b, node),
        "export_statement" => export(b, node),
        "enum_declaration" => enumeration(b, node),
        "ternary_expression" => {
            visit_field(b, node, "condition", value);
            let first = visit_field(b, node, "consequence", value);
            let second = visit_field(b, node, "alternative", value);
            alternatives(first, second)
        }
        "type_annotation" | "type_alias_declaration" | "type_arguments" | "comment" => {
            Value::Unknown
        }
        _ => {
            visit_children(b, node, value);
            Value::Unknown
        }
    }
}

/// A choice is known when its sides agree on where they come from; then the first stands for both.
fn alternatives(first: Value, second: Value) -> Value {
    match (&first, &second) {
        (Value::Call(_), Value::Call(_)) => first,
        _ => Value::Unknown,
    }
}

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "call_expression" => {
            let list = node.part("arguments")?;
            if list.kind() != "arguments" {
                return None;
            }
            Some((
                node.part("function")?,
                Link::Call(Some(list), node.part("type_arguments")),
            ))
        }
        "member_expression" => Some((node.part("object")?, Link::Member(node.part("property")?))),
        "subscript_expression" => Some((node.part("object")?, Link::Index(node.part("index")))),
        "non_null_expression" => Some((node.named_child(0)?, Link::Same)),
        "parenthesized_expression" | "await_expression" => {
            let inner = node.named_child(0)?;
            matches!(
                inner.kind(),
                "call_expression"
                    | "member_expression"
                    | "subscript_expression"
                    | "await_expression"
            )
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

/// `` sql`SELECT …` ``: the template is the only argument.
fn tagged(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let callee = visit_field(b, node, "function", value);
    let Some(list) = node.part("arguments") else {
        return Value::Unknown;
    };
    if list.kind() != "template_string" {
        return tree::chain(b, node, link, arguments, value);
    }
    let text = b.apart(|b| visit(b, list, value));
    b.call(
        callee,
        vec![Arg {
            name: None,
            value: text,
            at: at(list),
        }],
        at(node),
    )
}

fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let callee = visit_field(b, node, "constructor", value);
    let list = match node.part("arguments") {
        Some(list) => b.apart(|b| arguments(b, list)),
        None => Vec::new(),
    };
    b.call(callee, list, at(node))
}

fn template(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    if parts
        .iter()
        .all(|part| part.kind() != "template_substitution")
    {
        return tree::literal(b, node, 1, 1, true);
    }
    b.joined(at(node), |b| {
        parts
            .into_iter()
            .map(|part| match part.kind() {
                "template_substitution" => tree::visit_inner(b, part, value),
                "escape_sequence" => Value::Text(tree::unescape(slice(b, part))),
                _ => Value::Text(slice(b, part).to_owned()),
            })
            .collect()
    })
}

fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match field(b, node, "operator") {
        Some("+") => tree::concatenation(b, node, plus, value),
        Some("||" | "??") => {
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

fn key(b: &Builder<'_>, node: Node<'_>) -> String {
    slice(b, node)
        .trim_matches(['"', '\'', '`', '[', ']'])
        .to_owned()
}

fn entries(b: &mut Builder<'_>, node: Node<'_>) -> Vec<Arg> {
    let mut entries = Vec::new();
    for child in children(node) {
        match child.kind() {
            "pair" => {
                let name = child.part("key").map(|name| key(b, name));
                let content = b.apart(|b| visit_field(b, child, "value", value));
                let place = child.part("value").unwrap_or(child);
                entries.push(Arg {
                    name,
                    value: content,
                    at: at(place),
                });
            }
            "shorthand_property_identifier" => {
                let name = slice(b, child).to_owned();
                entries.push(Arg {
                    name: Some(name.clone()),
                    value: Value::Name(name),
                    at: at(child),
                });
            }
            "method_definition" => {
                let name = field(b, child, "name").map(str::to_owned);
                let content = lambda(b, child);
                entries.push(Arg {
                    name,
                    value: content,
                    at: at(child),
                });
            }
            _ => {
                visit(b, child, value);
            }
        }
    }
    entries
}

fn lambda(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = field(b, node, "name").unwrap_or("").to_owned();
    let scope = b.enter(ScopeKind::Lambda, name, at(node));
    b.apart(|b| {
        parameters(b, node);
        visit_field(b, node, "body", value);
    });
    b.leave();
    Value::Lambda(scope)
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    parameters(b, node);
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn parameters(b: &mut Builder<'_>, node: Node<'_>) {
    if let Some(single) = node.part("parameter") {
        let name = slice(b, single).to_owned();
        b.parameter(name, None, at(single), Vec::new());
    }
    let Some(list) = node.part("parameters") else {
        return;
    };
    for parameter in children(list) {
        let mut annotations = Vec::new();
        if parameter.kind() == "required_parameter" || parameter.kind() == "optional_parameter" {
            let held = std::mem::take(&mut b.pending);
            for child in children(parameter)
                .into_iter()
                .filter(|child| child.kind() == "decorator")
            {
                visit(b, child, value);
            }
            annotations = std::mem::replace(&mut b.pending, held);
        }
        let pattern = parameter
            .part("pattern")
            .or(parameter.part("left"))
            .unwrap_or(parameter);
        let type_name =
            field(b, parameter, "type").map(|text| text.trim_start_matches(':').trim().to_owned());
        if matches!(pattern.kind(), "object_pattern") {
            for part in children(pattern) {
                let name = slice(b, part).to_owned();
                b.parameter(name, None, at(part), Vec::new());
            }
            continue;
        }
        let name = slice(b, pattern).to_owned();
        // `constructor(private readonly http: HttpService)` declares a field.
        if child_of_kind(parameter, &["accessibility_modifier"]).is_some()
            || slice(b, parameter).starts_with("readonly ")
        {
            let inner = b.scope;
            b.scope = b.unit.scopes[inner].parent;
            b.bind_annotated(
                name.clone(),
                type_name.clone(),
                Value::Unknown,
                at(pattern),
                annotations.clone(),
            );
            b.scope = inner;
        }
        b.parameter(name, type_name, at(pattern), annotations);
        if let Some(default) = parameter.part("value").or(parameter.part("right")) {
            visit(b, default, value);
        }
    }
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    // Decorators before `export` were read already; those inside the node come first.
    for child in children(node)
        .into_iter()
        .filter(|child| child.kind() == "decorator")
    {
        visit(b, child, value);
    }
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let kind = if node.kind() == "interface_declaration" {
        ScopeKind::Interface
    } else {
        ScopeKind::Class
    };
    let scope = b.enter(kind, text, at(name.unwrap_or(node)));
    if let Some(heritage) = child_of_kind(node, &["class_heritage", "extends_type_clause"]) {
        let bases = slice(b, heritage)
            .split([' ', ',', '\n'])
            .filter(|word| !word.is_empty() && !matches!(*word, "extends" | "implements"))
            .map(str::to_owned)
            .collect();
        b.unit.scopes[scope].bases = bases;
    }
    if kind == ScopeKind::Class
        && let Some(body) = node.part("body")
    {
        visit_children(b, body, value);
    }
    b.leave();
    Value::Unknown
}

fn class_field(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    for child in children(node)
        .into_iter()
        .filter(|child| child.kind() == "decorator")
    {
        visit(b, child, value);
    }
    let annotations = std::mem::take(&mut b.pending);
    let Some(name) = node.part("name").or(node.part("property")) else {
        return Value::Unknown;
    };
    let type_name =
        field(b, node, "type").map(|text| text.trim_start_matches(':').trim().to_owned());
    let content = visit_field(b, node, "value", value);
    let text = slice(b, name).to_owned();
    b.bind_annotated(text, type_name, content, at(name), annotations);
    Value::Unknown
}

fn declarator(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(name) = node.part("name") else {
        return Value::Unknown;
    };
    let type_name =
        field(b, node, "type").map(|text| text.trim_start_matches(':').trim().to_owned());
    let content = match node.part("value") {
        // A function kept in a constant is a function of that name.
        Some(inner) if matches!(inner.kind(), "arrow_function" | "function_expression") => {
            let text = slice(b, name).to_owned();
            b.enter(ScopeKind::Function, text, at(name));
            parameters(b, inner);
            visit_field(b, inner, "body", value);
            b.leave();
            return Value::Unknown;
        }
        Some(inner) => visit(b, inner, value),
        None => Value::Unknown,
    };
    bind_pattern(b, name, type_name, content);
    Value::Unknown
}

fn bind_pattern(b: &mut Builder<'_>, name: Node<'_>, type_name: Option<String>, content: Value) {
    match name.kind() {
        "object_pattern" => {
            for part in children(name) {
                let (from, to) = match part.kind() {
                    "pair_pattern" => (part.part("key"), part.part("value")),
                    "object_assignment_pattern" => (part.part("left"), part.part("left")),
                    _ => (Some(part), Some(part)),
                };
                if let (Some(from), Some(to)) = (from, to) {
                    let (from, to_text) = (key(b, from), slice(b, to).to_owned());
                    b.bind(to_text, None, Value::member(content.clone(), from), at(to));
                }
            }
        }
        "identifier" => {
            let text = slice(b, name).to_owned();
            b.bind(text, type_name, content, at(name));
        }
        _ => {}
    }
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(left) = node.part("left") else {
        return Value::Unknown;
    };
    let content = visit_field(b, node, "right", value);
    match left.kind() {
        "identifier" => {
            let text = slice(b, left).to_owned();
            let declared = b.scope_of(&text);
            b.in_scope(declared, |b| b.bind(text, None, content.clone(), at(left)));
        }
        "member_expression" => {
            let (object, name) = (
                field(b, left, "object").unwrap_or(""),
                field(b, left, "property").unwrap_or("").to_owned(),
            );
            match object {
                "this" => {
                    let class = b.class_scope();
                    b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
                }
                "module" if name == "exports" => {
                    b.unit.default_export = Some((content.clone(), b.scope))
                }
                "exports" | "module.exports" => b.bind(name, None, content.clone(), at(left)),
                _ => {}
            }
        }
        _ => {
            visit(b, left, value);
        }
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(source) = node.part("source") else {
        return Value::Unknown;
    };
    let path = key(b, source);
    let place = at(node);
    let Some(clause) = child_of_kind(node, &["import_clause"]) else {
        b.import("", path, place);
        return Value::Unknown;
    };
    for part in children(clause) {
        match part.kind() {
            "identifier" => {
                let name = slice(b, part).to_owned();
                b.import(name, path.clone(), place);
            }
            "namespace_import" => {
                if let Some(name) = part.named_child(0) {
                    let name = slice(b, name).to_owned();
                    b.import(name, path.clone(), place);
                }
            }
            _ => {
                for specifier in children(part) {
                    let Some(name) = field(b, specifier, "name").map(str::to_owned) else {
                        continue;
                    };
                    let alias = field(b, specifier, "alias").map_or(name.clone(), str::to_owned);
                    let target = if name == "default" {
                        path.clone()
                    } else {
                        format!("{path}.{name}")
                    };
                    b.import(alias, target, place);
                }
            }
        }
    }
    Value::Unknown
}

fn export(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    for child in children(node) {
        let is_default = slice(b, node).starts_with("export default");
        let content = visit(b, child, value);
        if is_default && child.kind() != "decorator" {
            let content = match child.kind() {
                "function_declaration" | "class_declaration" => {
                    Value::Name(field(b, child, "name").unwrap_or("").to_owned())
                }
                _ => content,
            };
            b.unit.default_export = Some((content, b.scope));
        }
    }
    Value::Unknown
}

fn enumeration(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(name) = node.part("name") else {
        return Value::Unknown;
    };
    let text = slice(b, name).to_owned();
    b.enter(ScopeKind::Class, text, at(name));
    if let Some(body) = node.part("body") {
        for entry in children(body) {
            if let Some(entry_name) = entry.part("name") {
                let content = visit_field(b, entry, "value", value);
                let entry_text = key(b, entry_name);
                b.bind(entry_text, None, content, at(entry_name));
            }
        }
    }
    b.leave();
    Value::Unknown
}

/// `@Name(…)` is a call already; `@Name` becomes one.
fn take_annotation(b: &mut Builder<'_>, inner: Value, node: Node<'_>) {
    match inner {
        Value::Call(id) => b.annotate_with(id),
        other => b.annotate(other, Vec::new(), at(node)),
    }
}
