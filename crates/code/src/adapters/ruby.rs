//! Ruby.

use super::declare;
use super::grammar::{Grammar, Read, Step, Table, no_annotations, no_fields};
use super::text;
use super::tree::{self, Link, Parts, at, children, children_of_kind, field, slice};
use super::walk::{argument, key, pair, visit, visit_field};
use crate::Language;
use crate::form::{Arg, Builder, ScopeKind, Unit, Value};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if", "elsif", "unless"], Read::Choice),
        (&["else", "when"], Read::Side),
        (&["return"], Read::Return),
        (&["identifier", "constant", "self"], Read::Path),
        (&["scope_resolution"], Read::Own(constant_path)),
        (
            &["instance_variable", "class_variable"],
            Read::Own(own_variable),
        ),
        (&["call"], Read::Chain(Step::Own(call))),
        (&["element_reference"], Read::Chain(Step::Own(element))),
        (&["string"], Read::Own(string)),
        (&["heredoc_body"], Read::Own(heredoc)),
        (&["simple_symbol", "hash_key_symbol"], Read::Own(symbol)),
        (&["integer", "float", "true", "false"], Read::Scalar),
        (&["binary"], Read::Binary),
        (&["parenthesized_statements"], Read::Inner),
        (&["array", "string_array", "symbol_array"], Read::List),
        // `%w[index show]`
        (&["bare_string", "bare_symbol"], Read::Own(symbol)),
        (&["hash"], Read::Own(hash)),
        (&["block", "do_block", "lambda"], Read::Lambda),
        (&["class", "module"], Read::Class(ScopeKind::Class)),
        (&["method", "singleton_method"], Read::Function),
        (
            &["assignment", "operator_assignment"],
            Read::Own(assignment),
        ),
        (&["while", "until", "for"], Read::Loop("pattern")),
        (&["begin"], Read::Try),
    ],
    joins: &["+"],
    defaults: &["||", "or"],
    arguments,
    annotations: no_annotations,
    parameters: declare::parameters,
    signature: |b, node, _| declare::parameters(b, node),
    bases: |b, node| {
        let base = field(b, node, "superclass");
        let text = |base: &str| base.trim_start_matches('<').trim().to_owned();
        base.map(text).into_iter().collect()
    },
    fields: no_fields,
    bodies: &[],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let parsed_as = tree_sitter_ruby::LANGUAGE.into();
    tree::unit(Language::Ruby, parsed_as, text, &GRAMMAR, &TABLE)
}

fn constant_path(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    Value::path(&slice(b, node).trim_start_matches(':').replace("::", "."))
}

fn own_variable(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let name = slice(b, node).trim_start_matches('@');
    Value::member(Value::Name("self".into()), name)
}

fn symbol(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    Value::Text(slice(b, node).trim_start_matches(':').to_owned())
}

fn call(node: Node<'_>) -> Option<Link<'_>> {
    let method = node.part("method")?;
    Some(Link::method(
        node.part("receiver"),
        method,
        Some(node),
        None,
    ))
}

fn element(node: Node<'_>) -> Option<Link<'_>> {
    Some(Link::index(node.part("object")?, node.named_child(1)))
}

/// The arguments of a call, with its block as the last.
fn arguments(b: &mut Builder<'_>, call: Node<'_>) -> Vec<Arg> {
    let mut out = Vec::new();
    for item in call.part("arguments").map(children).unwrap_or_default() {
        match item.kind() {
            "pair" => out.extend(keyword(b, item)),
            _ => out.push(argument(b, item)),
        }
    }
    let Some(block) = call.part("block") else {
        return out;
    };
    const LOOPS: &[&str] = &[
        "each",
        "map",
        "each_with_index",
        "times",
        "select",
        "flat_map",
        "find_each",
        "in_batches",
    ];
    let is_loop = field(b, call, "method").is_some_and(|method| LOOPS.contains(&method));
    if is_loop {
        let name = field(b, block, "parameters").unwrap_or("");
        b.enter(ScopeKind::Loop, name.trim_matches('|'), at(block));
    }
    out.push(argument(b, block));
    if is_loop {
        b.leave();
    }
    out
}

fn keyword(b: &mut Builder<'_>, node: Node<'_>) -> Option<Arg> {
    let key_node = node.part("key")?;
    let name = key(slice(b, key_node));
    // `topic:` is short for `topic: topic`.
    if node.part("value").is_none() {
        return Some(declare::entry(name.clone(), Value::Name(name), node));
    }
    let argument = pair(b, node);
    // `get '/x' => 'orders#list'` has the path as a key; `push("class" => Job)` an option.
    let is_option = node.part("value").is_some_and(|value| {
        matches!(
            value.kind(),
            "constant" | "scope_resolution" | "identifier" | "array" | "hash"
        )
    }) && name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    if key_node.kind() == "string" && !is_option {
        return Some(Arg {
            name: None,
            value: Value::Text(name),
            at: at(key_node),
        });
    }
    Some(argument)
}

fn hash(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let pairs = children_of_kind(node, &["pair"]);
    Value::Map(pairs.into_iter().map(|item| pair(b, item)).collect())
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    if parts.iter().any(|part| part.kind() == "interpolation") {
        return text::template(b, node, parts);
    }
    let raw = slice(b, node);
    match raw.starts_with(['"', '\'']) {
        true => text::literal(b, node, 1, 1, raw.starts_with('"')),
        false => {
            let text: String = parts.iter().map(|part| slice(b, *part)).collect();
            b.literal(text, at(node), None)
        }
    }
}

/// The body of a heredoc stands after the statement that uses it; only its text is kept.
fn heredoc(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    text::template(b, node, children(node))
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
    match left.kind() {
        "identifier" | "constant" => b.bind(text, None, content.clone(), at(left)),
        "instance_variable" | "class_variable" => {
            let class = b.class_scope();
            let name = text.trim_start_matches('@');
            b.in_scope(class, |b| b.bind(name, None, content.clone(), at(left)));
        }
        // `config.api_only = true`
        "call" if text.len() < 80 && !text.contains(['(', '\n', '[']) => {
            visit(b, left);
            b.bind(text, None, content.clone(), at(left));
        }
        _ => {
            visit(b, left);
        }
    }
    content
}
