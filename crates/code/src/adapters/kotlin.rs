//! Kotlin. Its grammar names few fields, so children are told by kind and order.

use super::declare;
use super::grammar::{Grammar, Read, Step, Table};
use super::text;
use super::tree::{self, Link, Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{argument, binary, looped, visit, visit_children, visit_inner};
use crate::Language;
use crate::form::{Arg, Builder, CallId, ScopeId, ScopeKind, Unit, Value, type_path};
use std::borrow::Cow;
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if_expression"], Read::Choice),
        (&["when_entry"], Read::Side),
        (&["return_expression"], Read::Return),
        (&["identifier"], Read::Own(identifier)),
        (
            &["this_expression", "super_expression", "user_type"],
            Read::Path,
        ),
        (&["call_expression"], Read::Chain(Step::Own(call))),
        (&["navigation_expression"], Read::Chain(Step::Own(member))),
        (&["index_expression"], Read::Chain(Step::Own(index))),
        (
            &["string_literal", "multiline_string_literal"],
            Read::Own(string),
        ),
        (&["number_literal", "float_literal"], Read::Scalar),
        (&["binary_expression"], Read::Own(typed_block)),
        (
            &[
                "parenthesized_expression",
                "unary_expression",
                "as_expression",
                "annotated_lambda",
            ],
            Read::Inner,
        ),
        (&["collection_literal"], Read::List),
        (&["lambda_literal", "anonymous_function"], Read::Own(lambda)),
        (
            &["class_declaration", "object_declaration"],
            Read::Own(class),
        ),
        (&["companion_object"], Read::Own(companion)),
        (
            &["function_declaration", "secondary_constructor"],
            Read::Function,
        ),
        (&["property_declaration"], Read::Own(property)),
        (&["annotated_expression"], Read::Own(annotated)),
        (&["assignment"], Read::Own(assignment)),
        (
            &["for_statement", "while_statement", "do_while_statement"],
            Read::Own(for_statement),
        ),
        (&["try_expression"], Read::Try),
        (&["import"], Read::Own(import)),
        (
            &["modifiers", "type_arguments", "package_header"],
            Read::Not,
        ),
    ],
    joins: &["+"],
    defaults: &["?:"],
    arguments,
    annotations,
    parameters: |b, node| {
        let list = child_of_kind(node, &["function_value_parameters"]);
        for parameter in list.map(children).unwrap_or_default() {
            if parameter.kind() == "parameter"
                && let Some((name, text, type_name)) = typed(b, parameter)
            {
                b.parameter(text, type_name, at(name), Vec::new());
            }
        }
    },
    signature,
    bases: |b, node| {
        let bases = child_of_kind(node, &["delegation_specifiers"]);
        let name = |base| slice(b, base).split('(').next().unwrap_or("").trim();
        let bases = bases.map(children).unwrap_or_default();
        bases
            .into_iter()
            .map(|base| name(base).to_owned())
            .collect()
    },
    fields,
    bodies: &["function_body", "block", "class_body", "enum_class_body"],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let parsed_as = tree_sitter_kotlin_ng::LANGUAGE.into();
    let text = with_one_dollar(text);
    tree::unit(Language::Kotlin, parsed_as, &text, &GRAMMAR, &TABLE)
}

/// The same bytes with strings that the grammar knows: in `$$"${orders.url}"` one dollar is text, as in `"\${orders.url}"`.
/// Source: <https://kotlinlang.org/docs/strings.html#multi-dollar-string-interpolation>
fn with_one_dollar(text: &str) -> Cow<'_, str> {
    const START: &str = "$$\"";
    if memchr::memmem::find(text.as_bytes(), START.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for (at, _) in text.match_indices(START) {
        let is_start = text[..at]
            .ends_with(|before: char| !before.is_alphanumeric() && before != '$' && before != '"');
        let is_text = text[at + START.len()..].starts_with("${");
        if is_start {
            let quoted = if is_text { " \"\\" } else { "  \"" };
            out.replace_range(at..at + START.len(), quoted);
        }
    }
    Cow::Owned(out)
}

/// The grammar takes `true` and `false` for names.
fn identifier(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match slice(b, node) {
        text @ ("true" | "false") => Value::Scalar(text.to_owned()),
        text => Value::path(text),
    }
}

fn call(node: Node<'_>) -> Option<Link<'_>> {
    let callee = node.named_child(0)?;
    let types = child_of_kind(node, &["type_arguments"]);
    // `get("/x") { … }` is one call with a block.
    let inner = match is_block_call(node) {
        true => callee.named_child(0)?,
        false => callee,
    };
    Some(Link::call(inner, Some(node), types))
}

fn member(node: Node<'_>) -> Option<Link<'_>> {
    match children(node).as_slice() {
        [object, .., name] => Some(Link::member(*object, *name)),
        _ => None,
    }
}

fn index(node: Node<'_>) -> Option<Link<'_>> {
    Some(Link::index(node.named_child(0)?, node.named_child(1)))
}

/// Whether a call only adds a block to the call that it is made on.
fn is_block_call(node: Node<'_>) -> bool {
    child_of_kind(node, &["annotated_lambda"]).is_some()
        && child_of_kind(node, &["value_arguments"]).is_none()
        && node.named_child(0).is_some_and(|function| {
            function.kind() == "call_expression"
                && child_of_kind(function, &["annotated_lambda"]).is_none()
        })
}

/// The grammar takes `get<Orders> { … }` for two comparisons.
fn typed_block(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let is = |node: Node<'_>, text: &str| field(b, node, "operator") == Some(text);
    let parts = || {
        let (left, block) = (node.part("left")?, node.part("right")?);
        let (callee, class) = (left.part("left")?, left.part("right")?);
        let is_call = block.kind() == "lambda_literal"
            && callee.kind() == "identifier"
            && matches!(class.kind(), "identifier" | "navigation_expression")
            && is(node, ">")
            && is(left, "<");
        is_call.then_some((callee, class, block))
    };
    let Some((callee, class, block)) = parts() else {
        return binary(b, node);
    };
    let class = slice(b, class).to_owned();
    let argument = Arg {
        name: None,
        value: lambda(b, block),
        at: at(block),
    };
    let callee = Value::path(slice(b, callee));
    let id = b.push_call(callee, vec![argument], at(node));
    b.unit.calls[id].type_arguments.push(class);
    Value::Call(id)
}

fn arguments(b: &mut Builder<'_>, call: Node<'_>) -> Vec<Arg> {
    let holder = match is_block_call(call) {
        true => call.named_child(0).unwrap_or(call),
        false => call,
    };
    let mut out = value_arguments(b, child_of_kind(holder, &["value_arguments"]));
    if let Some(block) = child_of_kind(call, &["annotated_lambda"]) {
        out.push(argument(b, block));
    }
    out
}

fn value_arguments(b: &mut Builder<'_>, list: Option<Node<'_>>) -> Vec<Arg> {
    let mut out = Vec::new();
    for item in list.map(children).unwrap_or_default() {
        let parts = children(item);
        let name = match parts.as_slice() {
            [name, _] if name.kind() == "identifier" => Some(slice(b, *name).to_owned()),
            _ => None,
        };
        let inner = parts.last().copied().unwrap_or(item);
        out.push(Arg {
            name: name.filter(|name| name != "value"),
            ..argument(b, inner)
        });
    }
    out
}

fn string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if !slice(b, node).contains('$') {
        return match slice(b, node).starts_with("\"\"\"") {
            true => text::literal(b, node, 3, 3, false),
            false => text::quoted(b, node),
        };
    }
    let parts = children(node);
    b.joined(at(node), |b| {
        let mut values = Vec::new();
        let mut is_name = false;
        for part in parts {
            let text = slice(b, part);
            match part.kind() {
                "interpolation" => values.push(visit_inner(b, part)),
                // The grammar gives `$host/x` as `$` and `host/x`.
                "string_content" if text == "$" => is_name = true,
                "string_content" if is_name => {
                    is_name = false;
                    let end = text
                        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                        .unwrap_or(text.len());
                    values.push(Value::Name(text[..end].to_owned()));
                    values.push(Value::Text(text[end..].to_owned()));
                }
                _ => values.push(Value::Text(text::unescape(text))),
            }
        }
        values
    })
}

fn lambda(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let scope = b.enter(ScopeKind::Lambda, "", at(node));
    if let Some(list) = child_of_kind(node, &["lambda_parameters"]) {
        for parameter in children(list) {
            let name = child_of_kind(parameter, &["identifier"]).unwrap_or(parameter);
            let text = slice(b, name).to_owned();
            b.parameter(text, None, at(name), Vec::new());
        }
    }
    b.apart(|b| {
        for child in children(node) {
            if child.kind() != "lambda_parameters" {
                visit(b, child);
            }
        }
    });
    b.leave();
    Value::Lambda(scope)
}

/// The annotations among modifiers.
fn annotations(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    declare::collected(b, |b| {
        for holder in children_of_kind(node, &["modifiers", "parameter_modifiers"]) {
            for child in children_of_kind(holder, &["annotation"]) {
                annotation(b, child, None);
            }
        }
    })
}

fn annotation(b: &mut Builder<'_>, node: Node<'_>, extra: Option<Node<'_>>) {
    for part in children(node) {
        let (name, list) = match part.kind() {
            "user_type" => {
                let list = extra.map(|inner| argument(b, inner));
                (Some(part), list.into_iter().collect())
            }
            "constructor_invocation" => {
                let list = value_arguments(b, child_of_kind(part, &["value_arguments"]));
                (child_of_kind(part, &["user_type"]), list)
            }
            _ => continue,
        };
        let name = name.map_or(String::new(), |name| type_path(slice(b, name)));
        b.annotate(Value::path(&name), list, at(node));
    }
}

/// Annotations that the grammar takes for an expression before the class that they belong to.
fn annotated(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let extra = child_of_kind(node, &["parenthesized_expression"]);
    for part in children(node) {
        match part.kind() {
            "annotation" => annotation(b, part, extra),
            "parenthesized_expression" => {}
            _ => match annotation_class(slice(b, part)) {
                Some(name) => {
                    b.enter(ScopeKind::Class, name.to_owned(), at(part));
                    b.leave();
                }
                None => {
                    visit(b, part);
                }
            },
        }
    }
    Value::Unknown
}

/// The name of an annotation's class, which the grammar takes for three names in a row.
fn annotation_class(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("annotation")?.trim_start();
    let rest = rest.strip_prefix("class")?.trim_start();
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    let name = rest.split(|letter| !is_letter(letter)).next()?;
    (!name.is_empty()).then_some(name)
}

fn class(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut cursor = node.walk();
    let is_interface = node
        .children(&mut cursor)
        .any(|child| child.kind() == "interface");
    let kind = match is_interface {
        true => ScopeKind::Interface,
        false => ScopeKind::Class,
    };
    declare::class(b, node, kind)
}

/// Constants of a companion belong to its class.
fn companion(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if let Some(body) = child_of_kind(node, &["class_body"]) {
        visit_children(b, body);
    }
    Value::Unknown
}

/// A name and its type.
fn typed<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, String, Option<String>)> {
    let name = child_of_kind(node, &["identifier"])?;
    let type_name = child_of_kind(node, &["user_type", "nullable_type"])
        .map(|type_name| slice(b, type_name).to_owned());
    Some((name, slice(b, name).to_owned(), type_name))
}

/// Parameters of the primary constructor are fields.
fn fields(b: &mut Builder<'_>, node: Node<'_>) {
    let constructor = child_of_kind(node, &["primary_constructor"]);
    let list = constructor.and_then(|node| child_of_kind(node, &["class_parameters"]));
    for parameter in list.map(children).unwrap_or_default() {
        let annotations = annotations(b, parameter);
        if let Some((name, text, type_name)) = typed(b, parameter) {
            b.bind_annotated(text, type_name, Value::Unknown, at(name), annotations);
        }
    }
}

/// `fun Route.orders()`: what it extends stands before its name, what it gives after its parameters.
fn signature(b: &mut Builder<'_>, node: Node<'_>, scope: ScopeId) {
    let name_end = node.part("name").map_or(0, |name| name.start_byte());
    for part in children_of_kind(node, &["user_type", "nullable_type"]) {
        let text = type_path(slice(b, part));
        match part.start_byte() < name_end {
            true => b.unit.scopes[scope].receiver = Some(text),
            false => b.unit.scopes[scope].result = Some(text),
        }
    }
    (GRAMMAR.parameters)(b, node);
}

fn property(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = annotations(b, node);
    let mut content = Value::Unknown;
    for part in children(node) {
        match part.kind() {
            "variable_declaration" | "modifiers" | "type_constraints" | "type_parameters" => {}
            "property_delegate" => content = visit_inner(b, part),
            "getter" | "setter" => {
                visit(b, part);
            }
            _ => content = visit(b, part),
        }
    }
    let declared = child_of_kind(node, &["variable_declaration"]);
    if let Some((name, text, type_name)) = declared.and_then(|declared| typed(b, declared)) {
        let type_name = type_name.filter(|name| name != "String");
        b.bind_annotated(text, type_name, content, at(name), annotations);
    }
    Value::Unknown
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    declare::assignment(b, node).0
}

fn for_statement(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let variable = child_of_kind(node, &["variable_declaration"]);
    let name = variable.map_or("", |name| slice(b, name)).to_owned();
    looped(b, node, name)
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let text = slice(b, node).trim_start_matches("import").trim();
    let (path, alias) = match text.split_once(" as ") {
        Some((path, alias)) => (path.trim(), Some(alias.trim())),
        None => (text.trim_end_matches(';').trim(), None),
    };
    let (module, name) = path.rsplit_once('.').unwrap_or(("", path));
    match (alias, name) {
        (Some(alias), _) => b.import(alias, path, at(node)),
        (None, "*") => b.import("*", module, at(node)),
        (None, name) => b.import(name, path, at(node)),
    }
    Value::Unknown
}
