//! Ruby.

use super::tree::{
    self, Link, Parts, at, children, field, slice, visit, visit_children, visit_field,
};
use crate::Language;
use crate::form::{Arg, Builder, ScopeKind, Unit, Value};
use tree_sitter::Node;

pub(super) fn unit(text: &str) -> Option<Unit> {
    tree::unit(
        Language::Ruby,
        tree_sitter_ruby::LANGUAGE.into(),
        text,
        value,
    )
}

fn value(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match node.kind() {
        "identifier" | "constant" | "self" => Value::Name(slice(b, node).to_owned()),
        "scope_resolution" => {
            Value::path(&slice(b, node).trim_start_matches(':').replace("::", "."))
        }
        "instance_variable" | "class_variable" => Value::member(
            Value::Name("self".into()),
            slice(b, node).trim_start_matches('@'),
        ),
        "call" => {
            if node.part("receiver").is_none() {
                return bare_call(b, node);
            }
            tree::chain(b, node, link, arguments, value)
        }
        "element_reference" => tree::chain(b, node, link, arguments, value),
        "string" => string(b, node),
        "heredoc_body" => heredoc(b, node),
        "simple_symbol" => Value::Text(slice(b, node).trim_start_matches(':').to_owned()),
        "hash_key_symbol" => Value::Text(slice(b, node).to_owned()),
        "integer" | "float" | "true" | "false" => Value::Scalar(slice(b, node).to_owned()),
        "binary" => binary(b, node),
        "parenthesized_statements" => tree::visit_inner(b, node, value),
        "array" | "string_array" | "symbol_array" => list(b, node),
        "hash" => Value::Map(pairs(b, node)),
        "block" | "do_block" | "lambda" => block(b, node),
        "class" | "module" => class(b, node),
        "method" | "singleton_method" => function(b, node),
        "assignment" | "operator_assignment" => assignment(b, node),
        "while" | "until" | "for" => {
            let name = field(b, node, "pattern").unwrap_or("").to_owned();
            b.enter(ScopeKind::Loop, name, at(node));
            visit_children(b, node, value);
            b.leave();
            Value::Unknown
        }
        "begin" => {
            b.enter(ScopeKind::Try, "", at(node));
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

fn link<'n>(node: Node<'n>) -> Option<(Node<'n>, Link<'n>)> {
    match node.kind() {
        "call" => Some((
            node.part("receiver")?,
            Link::Method(node.part("method")?, Some(node), None),
        )),
        "element_reference" => Some((node.part("object")?, Link::Index(node.named_child(1)))),
        _ => None,
    }
}

/// The arguments of a call, with its block as the last.
fn arguments(b: &mut Builder<'_>, call: Node<'_>) -> Vec<Arg> {
    let mut out = Vec::new();
    if let Some(list) = call.part("arguments") {
        for argument in children(list) {
            match argument.kind() {
                "pair" => out.extend(pair(b, argument)),
                _ => {
                    let content = visit(b, argument, value);
                    out.push(Arg {
                        name: None,
                        value: content,
                        at: at(argument),
                    });
                }
            }
        }
    }
    if let Some(block) = call.part("block") {
        let is_loop = call.part("method").is_some_and(|method| {
            matches!(
                slice(b, method),
                "each"
                    | "map"
                    | "each_with_index"
                    | "times"
                    | "select"
                    | "flat_map"
                    | "find_each"
                    | "in_batches"
            )
        });
        if is_loop {
            let name = block
                .part("parameters")
                .map_or("", |list| slice(b, list))
                .trim_matches('|')
                .to_owned();
            b.enter(ScopeKind::Loop, name, at(block));
        }
        let content = visit(b, block, value);
        if is_loop {
            b.leave();
        }
        out.push(Arg {
            name: None,
            value: content,
            at: at(block),
        });
    }
    out
}

fn bare_call(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = field(b, node, "method").unwrap_or("").to_owned();
    let list = b.apart(|b| arguments(b, node));
    b.call(Value::Name(name), list, at(node))
}

fn pair(b: &mut Builder<'_>, node: Node<'_>) -> Option<Arg> {
    let key = node.part("key")?;
    let name = slice(b, key).trim_matches([':', '"', '\'']).to_owned();
    let place = node.part("value").unwrap_or(node);
    let content = match node.part("value") {
        Some(_) => b.apart(|b| visit_field(b, node, "value", value)),
        // `topic:` is short for `topic: topic`.
        None => Value::Name(name.trim_end_matches(':').to_owned()),
    };
    // `get '/x' => 'orders#list'` has the path as a key.
    if key.kind() == "string" {
        return Some(Arg {
            name: None,
            value: Value::Text(name),
            at: at(key),
        });
    }
    Some(Arg {
        name: Some(name),
        value: content,
        at: at(place),
    })
}

fn pairs(b: &mut Builder<'_>, node: Node<'_>) -> Vec<Arg> {
    let mut out = Vec::new();
    for child in children(node)
        .into_iter()
        .filter(|child| child.kind() == "pair")
    {
        let name = field(b, child, "key").map(|key| key.trim_matches([':', '"', '\'']).to_owned());
        let place = child.part("value").unwrap_or(child);
        let content = b.apart(|b| visit_field(b, child, "value", value));
        out.push(Arg {
            name,
            value: content,
            at: at(place),
        });
    }
    out
}

fn list(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    Value::List(
        children(node)
            .into_iter()
            .map(|item| match item.kind() {
                // `%w[index show]`
                "bare_string" | "bare_symbol" => Value::Text(slice(b, item).to_owned()),
                _ => visit(b, item, value),
            })
            .collect(),
    )
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    if parts.iter().any(|part| part.kind() == "interpolation") {
        return b.joined(at(node), |b| pieces(b, parts));
    }
    let raw = slice(b, node);
    match raw.starts_with(['"', '\'']) {
        true => tree::literal(b, node, 1, 1, raw.starts_with('"')),
        false => {
            let text: String = parts.iter().map(|part| slice(b, *part)).collect();
            b.literal(text, at(node), None)
        }
    }
}

fn pieces(b: &mut Builder<'_>, parts: Vec<Node<'_>>) -> Vec<Value> {
    let mut values = Vec::new();
    for part in parts {
        match part.kind() {
            "string_content" | "heredoc_content" => {
                values.push(Value::Text(slice(b, part).to_owned()))
            }
            "escape_sequence" => values.push(Value::Text(tree::unescape(slice(b, part)))),
            "interpolation" => values.push(tree::visit_inner(b, part, value)),
            _ => {}
        }
    }
    values
}

/// The body of a heredoc stands after the statement that uses it; only its text is kept.
fn heredoc(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    b.joined(at(node), |b| pieces(b, parts))
}

fn binary(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match field(b, node, "operator") {
        Some("+") => tree::concatenation(b, node, plus, value),
        Some("||" | "or") => {
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
    (node.kind() == "binary" && field(b, node, "operator") == Some("+"))
        .then(|| Some((node.part("left")?, node.part("right")?)))?
}

fn block(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let scope = b.enter(ScopeKind::Lambda, "", at(node));
    if let Some(list) = node.part("parameters") {
        for parameter in children(list) {
            let text = slice(b, parameter).to_owned();
            b.parameter(text, None, at(parameter), Vec::new());
        }
    }
    b.apart(|b| visit_field(b, node, "body", value));
    b.leave();
    Value::Lambda(scope)
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    let scope = b.enter(ScopeKind::Class, text, at(name.unwrap_or(node)));
    if let Some(base) = node.part("superclass") {
        b.unit.scopes[scope].bases = vec![slice(b, base).trim_start_matches('<').trim().to_owned()];
    }
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn function(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = node.part("name");
    let text = name.map_or("", |name| slice(b, name)).to_owned();
    b.enter(ScopeKind::Function, text, at(name.unwrap_or(node)));
    if let Some(list) = node.part("parameters") {
        for parameter in children(list) {
            let name = parameter.part("name").unwrap_or(parameter);
            let text = slice(b, name).to_owned();
            b.parameter(text, None, at(name), Vec::new());
        }
    }
    visit_field(b, node, "body", value);
    b.leave();
    Value::Unknown
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right", value);
    let Some(left) = node.part("left") else {
        return content;
    };
    let text = slice(b, left).to_owned();
    match left.kind() {
        "identifier" | "constant" => b.bind(text, None, content.clone(), at(left)),
        "instance_variable" | "class_variable" => {
            let class = b.class_scope();
            b.in_scope(class, |b| {
                b.bind(
                    text.trim_start_matches('@'),
                    None,
                    content.clone(),
                    at(left),
                )
            });
        }
        // `config.api_only = true`
        "call" if text.len() < 80 && !text.contains(['(', '\n', '[']) => {
            visit(b, left, value);
            b.bind(text, None, content.clone(), at(left));
        }
        _ => {
            visit(b, left, value);
        }
    }
    content
}
