//! JavaScript and TypeScript.

use super::asked;
use super::declare;
use super::grammar::{Grammar, Read, Step, Table, no_fields};
use super::text;
use super::tree::{self, Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{key, pair, positional, visit, visit_children, visit_field};
use crate::form::{Arg, Builder, CallId, SPREAD, ScopeKind, Unit, Value};
use crate::{At, Language};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["return_statement"], Read::Return),
        (
            &[
                "identifier",
                "import",
                "meta_property",
                "this",
                "super",
                "property_identifier",
                "shorthand_property_identifier",
                "private_property_identifier",
            ],
            Read::Path,
        ),
        (
            &["call_expression"],
            Read::Chain(Step::Call("function", "arguments", "type_arguments")),
        ),
        (
            &["member_expression"],
            Read::Chain(Step::Member("object", "property")),
        ),
        (
            &["subscript_expression"],
            Read::Chain(Step::Index("object", "index")),
        ),
        (&["new_expression"], Read::Own(construction)),
        (&["string"], Read::Own(text::quoted)),
        (&["template_string"], Read::Own(template)),
        (&["number", "true", "false"], Read::Scalar),
        (&["binary_expression"], Read::Own(asked::comparison)),
        (&["switch_statement"], Read::Own(asked::switch)),
        (
            &[
                "await_expression",
                "parenthesized_expression",
                "spread_element",
                "non_null_expression",
            ],
            Read::Inner,
        ),
        (
            &["as_expression", "satisfies_expression", "type_assertion"],
            Read::Own(typed),
        ),
        (&["object"], Read::Own(object)),
        (&["array"], Read::List),
        (
            &[
                "arrow_function",
                "function_expression",
                "generator_function",
            ],
            Read::Lambda,
        ),
        (
            &[
                "function_declaration",
                "generator_function_declaration",
                "method_definition",
            ],
            Read::Function,
        ),
        (
            &["class_declaration", "class", "abstract_class_declaration"],
            Read::Class(ScopeKind::Class),
        ),
        (&["interface_declaration"], Read::Own(interface)),
        (
            &["public_field_definition", "field_definition"],
            Read::Own(class_field),
        ),
        (&["variable_declarator"], Read::Own(declarator)),
        (&["assignment_expression"], Read::Own(assignment)),
        (&["augmented_assignment_expression"], Read::Own(addition)),
        (&["if_statement"], Read::Own(choice)),
        (
            &["else_clause", "switch_case", "switch_default"],
            Read::Side,
        ),
        (&["decorator"], Read::Own(declare::decorator)),
        (
            &[
                "for_statement",
                "while_statement",
                "do_statement",
                "for_in_statement",
            ],
            Read::Loop("left"),
        ),
        (&["try_statement"], Read::Try),
        (&["import_statement"], Read::Own(import)),
        (&["export_statement"], Read::Own(export)),
        (&["enum_declaration"], Read::Own(enumeration)),
        (&["ternary_expression"], Read::Own(conditional)),
        (
            &[
                "type_annotation",
                "type_alias_declaration",
                "type_arguments",
                "comment",
            ],
            Read::Not,
        ),
    ],
    joins: &["+"],
    defaults: &["||", "??"],
    arguments: positional,
    annotations,
    parameters,
    signature: |b, node, _| parameters(b, node),
    bases,
    fields: no_fields,
    bodies: &[],
};

pub(super) fn unit(language: Language, path: &str, text: &str) -> Option<Unit> {
    static JAVASCRIPT: OnceLock<Table> = OnceLock::new();
    static TYPESCRIPT: OnceLock<Table> = OnceLock::new();
    static TSX: OnceLock<Table> = OnceLock::new();
    let (parsed_as, kept) = match language {
        Language::TypeScript if path.ends_with(".tsx") => {
            (tree_sitter_typescript::LANGUAGE_TSX, &TSX)
        }
        Language::TypeScript => (tree_sitter_typescript::LANGUAGE_TYPESCRIPT, &TYPESCRIPT),
        _ => (tree_sitter_javascript::LANGUAGE, &JAVASCRIPT),
    };
    tree::unit(language, parsed_as.into(), text, &GRAMMAR, kept)
}

/// The type is the other child.
fn typed(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut parts = children(node).into_iter();
    let first = parts.find(|child| !child.kind().contains("type"));
    first.map_or(Value::Unknown, |child| visit(b, child))
}

/// A choice is known when its sides agree on where they come from; then the first stands for both.
fn conditional(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    sides(b, node).unwrap_or(Value::Unknown)
}

/// What a choice gives, or the two texts of which it gives one.
fn sides(b: &mut Builder<'_>, node: Node<'_>) -> Result<Value, [(Value, At); 2]> {
    let condition = visit_field(b, node, "condition");
    let first = b.when(condition, |b| visit_field(b, node, "consequence"));
    let second = visit_field(b, node, "alternative");
    let place = |name| node.part(name).map_or(at(node), at);
    match (&first, &second) {
        (Value::Call(_), Value::Call(_)) => Ok(first),
        (Value::Text(one), Value::Text(other)) if one == other => Ok(first),
        (Value::Text(_) | Value::Concat(_), Value::Text(_) | Value::Concat(_)) => Err([
            (first, place("consequence")),
            (second, place("alternative")),
        ]),
        _ => Ok(Value::Unknown),
    }
}

fn choice(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let condition = visit_field(b, node, "condition");
    b.unit.branches.extend(node.part("consequence").map(at));
    b.when(condition, |b| visit_field(b, node, "consequence"));
    visit_field(b, node, "alternative");
    Value::Unknown
}

/// `url += "/items"`
fn addition(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let content = visit_field(b, node, "right");
    if let Some(left) = node.part("left")
        && left.kind() == "identifier"
        && field(b, node, "operator") == Some("+=")
    {
        b.append(slice(b, left), content, at(left));
    }
    Value::Unknown
}

fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let callee = visit_field(b, node, "constructor");
    declare::construction(b, node, callee, node.part("arguments"))
}

fn template(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    match child_of_kind(node, &["template_substitution"]) {
        Some(_) => text::template(b, node, children(node)),
        None => text::quoted(b, node),
    }
}

fn object(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut entries = Vec::new();
    let is_of_module = is_of_module(b, node);
    for child in children(node) {
        let function = match child.kind() {
            "pair" => child.part("value").filter(|value| is_function(*value)),
            "method_definition" => Some(child),
            _ => None,
        };
        if let Some(function) = function.filter(|_| is_of_module) {
            entries.push(function_of_module(b, child, function));
            continue;
        }
        match child.kind() {
            "pair" => entries.push(pair(b, child)),
            "shorthand_property_identifier" => {
                let name = slice(b, child).to_owned();
                entries.push(declare::entry(name.clone(), Value::Name(name), child));
            }
            "method_definition" => entries.push(Arg {
                name: field(b, child, "name").map(str::to_owned),
                value: declare::lambda(b, child),
                at: at(child),
            }),
            "spread_element" => {
                let spread = visit(b, child);
                entries.push(declare::entry(SPREAD.to_owned(), spread, child));
            }
            _ => {
                visit(b, child);
            }
        }
    }
    Value::Map(entries)
}

/// Whether an object is what a module gives to others: `export default { … }`, `export const api = { … }`,
/// `module.exports = { … }`. Its functions are called from there.
fn is_of_module(b: &Builder<'_>, object: Node<'_>) -> bool {
    let Some(holder) = object.parent() else {
        return false;
    };
    let is_exported = |node: Node<'_>| {
        let above = node.parent().and_then(|above| above.parent());
        above.is_some_and(|above| above.kind() == "export_statement")
    };
    match holder.kind() {
        "export_statement" => true,
        "variable_declarator" => is_exported(holder),
        "assignment_expression" => field(b, holder, "left") == Some("module.exports"),
        _ => false,
    }
}

fn function_of_module(b: &mut Builder<'_>, entry: Node<'_>, function: Node<'_>) -> Arg {
    let name = field(b, entry, "name").or(field(b, entry, "key"));
    let name = name.map(key).unwrap_or_default();
    let scope = b.enter(ScopeKind::Function, name.clone(), at(function));
    b.apart(|b| inside_function(b, function));
    b.leave();
    Arg {
        name: Some(name),
        value: Value::Lambda(scope),
        at: at(function),
    }
}

fn annotations(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    declare::collected(b, |b| {
        for decorator in children_of_kind(node, &["decorator"]) {
            visit(b, decorator);
        }
    })
}

fn type_name(b: &Builder<'_>, node: Node<'_>) -> Option<String> {
    let text = field(b, node, "type")?;
    Some(text.trim_start_matches(':').trim().to_owned())
}

fn parameters(b: &mut Builder<'_>, node: Node<'_>) {
    if let Some(single) = node.part("parameter") {
        let name = slice(b, single).to_owned();
        b.parameter(name, None, at(single), Vec::new());
    }
    for parameter in node.part("parameters").map(children).unwrap_or_default() {
        let annotations = annotations(b, parameter);
        let pattern = parameter
            .part("pattern")
            .or(parameter.part("left"))
            .unwrap_or(parameter);
        if matches!(pattern.kind(), "object_pattern") {
            for part in children(pattern) {
                let name = slice(b, part).to_owned();
                b.parameter(name, None, at(part), Vec::new());
            }
            continue;
        }
        let type_name = type_name(b, parameter);
        let name = slice(b, pattern).to_owned();
        // `constructor(private readonly http: HttpService)` declares a field.
        if child_of_kind(parameter, &["accessibility_modifier"]).is_some()
            || slice(b, parameter).starts_with("readonly ")
        {
            let class = b.unit.scopes[b.scope].parent;
            let (name, type_name) = (name.clone(), type_name.clone());
            let annotations = annotations.clone();
            b.in_scope(class, |b| {
                b.bind_annotated(name, type_name, Value::Unknown, at(pattern), annotations)
            });
        }
        b.parameter(name, type_name, at(pattern), annotations);
        if let Some(default) = parameter.part("value").or(parameter.part("right")) {
            let default = visit(b, default);
            b.default(default);
        }
    }
}

fn bases(b: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    let heritage = child_of_kind(node, &["class_heritage", "extends_type_clause"]);
    heritage
        .map_or("", |heritage| slice(b, heritage))
        .split([' ', ',', '\n'])
        .filter(|word| !word.is_empty() && !matches!(*word, "extends" | "implements"))
        .map(str::to_owned)
        .collect()
}

/// An interface declares types alone.
fn interface(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let scope = declare::enter(b, node, ScopeKind::Interface);
    b.unit.scopes[scope].bases = bases(b, node);
    b.leave();
    Value::Unknown
}

fn class_field(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let own = annotations(b, node);
    let mut annotations = std::mem::take(&mut b.pending);
    annotations.extend(own);
    let Some(name) = node.part("name").or(node.part("property")) else {
        return Value::Unknown;
    };
    let type_name = type_name(b, node);
    let content = visit_field(b, node, "value");
    b.bind_annotated(slice(b, name), type_name, content, at(name), annotations);
    Value::Unknown
}

fn declarator(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(name) = node.part("name") else {
        return Value::Unknown;
    };
    let type_name = type_name(b, node);
    let content = match node.part("value") {
        Some(inner) if is_function(inner) => return kept_function(b, name, inner),
        Some(inner) if inner.kind() == "ternary_expression" && name.kind() == "identifier" => {
            match sides(b, inner) {
                Ok(content) => content,
                // As if a statement on each side set it.
                Err(sides) => {
                    for (content, place) in sides {
                        b.unit.branches.push(place);
                        b.bind(slice(b, name), type_name.clone(), content, place);
                    }
                    return Value::Unknown;
                }
            }
        }
        Some(inner) => visit(b, inner),
        None => Value::Unknown,
    };
    bind_pattern(b, name, type_name, content);
    Value::Unknown
}

fn is_function(node: Node<'_>) -> bool {
    matches!(node.kind(), "arrow_function" | "function_expression")
}

/// A function kept under a name is a function of that name.
fn kept_function(b: &mut Builder<'_>, name: Node<'_>, function: Node<'_>) -> Value {
    b.enter(ScopeKind::Function, slice(b, name), at(name));
    inside_function(b, function);
    b.leave();
    Value::Unknown
}

/// Reads parameters and body; a body that is an expression is what the function gives back.
fn inside_function(b: &mut Builder<'_>, function: Node<'_>) {
    parameters(b, function);
    let value = visit_field(b, function, "body");
    let is_value = |body: Node<'_>| body.kind() != "statement_block";
    if function.part("body").is_some_and(is_value) {
        b.returns(value);
    }
}

/// The name under which an assignment gives a function to other files: `exports.mount = (app) => { … }`.
fn exported<'n>(b: &Builder<'_>, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
    let left = node
        .part("left")
        .filter(|left| left.kind() == "member_expression")?;
    let function = node.part("right").filter(|right| is_function(*right))?;
    let holder = field(b, left, "object");
    matches!(holder, Some("exports" | "module.exports")).then_some(())?;
    Some((left.part("property")?, function))
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
                    let content = Value::member(content.clone(), key(slice(b, from)));
                    b.bind(slice(b, to), None, content, at(to));
                }
            }
        }
        "identifier" => b.bind(slice(b, name), type_name, content, at(name)),
        _ => {}
    }
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if let Some((name, function)) = exported(b, node) {
        return kept_function(b, name, function);
    }
    let (content, left) = declare::assignment(b, node);
    let Some(left) = left else {
        return content;
    };
    if left.kind() != "member_expression" {
        visit(b, left);
        return content;
    }
    let object = field(b, left, "object").unwrap_or("");
    match (object, field(b, left, "property").unwrap_or("")) {
        ("module", "exports") => b.unit.default_export = Some((content.clone(), b.scope)),
        ("exports" | "module.exports", name) => b.bind(name, None, content.clone(), at(left)),
        _ => {}
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let Some(source) = node.part("source") else {
        return Value::Unknown;
    };
    let path = key(slice(b, source));
    let place = at(node);
    let Some(clause) = child_of_kind(node, &["import_clause"]) else {
        b.import("", path, place);
        return Value::Unknown;
    };
    for part in children(clause) {
        match part.kind() {
            "identifier" => b.import(slice(b, part), path.clone(), place),
            "namespace_import" => {
                if let Some(name) = part.named_child(0) {
                    b.import(slice(b, name), path.clone(), place);
                }
            }
            _ => {
                for specifier in children(part) {
                    let Some(name) = field(b, specifier, "name") else {
                        continue;
                    };
                    let alias = field(b, specifier, "alias").unwrap_or(name);
                    let target = match name {
                        "default" => path.clone(),
                        name => format!("{path}.{name}"),
                    };
                    b.import(alias, target, place);
                }
            }
        }
    }
    Value::Unknown
}

fn export(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let is_default = slice(b, node).starts_with("export default");
    for child in children(node) {
        let content = visit(b, child);
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
    declare::enter(b, node, ScopeKind::Class);
    for entry in node.part("body").map(children).unwrap_or_default() {
        if let Some(name) = entry.part("name") {
            let content = visit_field(b, entry, "value");
            b.bind(key(slice(b, name)), None, content, at(name));
        } else {
            visit_children(b, entry);
        }
    }
    b.leave();
    Value::Unknown
}
