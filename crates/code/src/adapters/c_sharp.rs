//! C#.

use super::declare;
use super::grammar::{Grammar, Read, Step, Table};
use super::text;
use super::tree::{self, Link, Parts, at, child_of_kind, children, children_of_kind, field, slice};
use super::walk::{arguments, keywords, map_or_list, visit, visit_field, visit_list};
use crate::Language;
use crate::form::{Builder, CallId, ScopeKind, Unit, Value, type_path};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(super) static GRAMMAR: Grammar = Grammar {
    kinds: &[
        (&["if_statement"], Read::Choice),
        (&["switch_section"], Read::Side),
        (&["return_statement"], Read::Return),
        (
            &[
                "identifier",
                "this",
                "base",
                "predefined_type",
                "qualified_name",
            ],
            Read::Path,
        ),
        (&["generic_name"], Read::Own(generic_name)),
        (&["invocation_expression"], Read::Chain(Step::Own(call))),
        (
            &["member_access_expression"],
            Read::Chain(Step::Own(member)),
        ),
        (
            &["element_access_expression"],
            Read::Chain(Step::Own(element)),
        ),
        (
            &["conditional_access_expression"],
            Read::Chain(Step::Own(member_if_there)),
        ),
        (&["member_binding_expression"], Read::Field("name")),
        (
            &[
                "object_creation_expression",
                "implicit_object_creation_expression",
            ],
            Read::Own(construction),
        ),
        (&["string_literal"], Read::Own(text::quoted)),
        (
            &["verbatim_string_literal", "raw_string_literal"],
            Read::Own(raw_string),
        ),
        (&["interpolated_string_expression"], Read::Own(interpolated)),
        (
            &["integer_literal", "real_literal", "boolean_literal"],
            Read::Scalar,
        ),
        (&["binary_expression"], Read::Binary),
        (
            &[
                "await_expression",
                "parenthesized_expression",
                "postfix_unary_expression",
                "expression_element",
                "collection_element",
                "checked_expression",
            ],
            Read::Inner,
        ),
        (&["cast_expression", "as_expression"], Read::Field("value")),
        (&["initializer_expression"], Read::Own(initializer)),
        (&["collection_expression"], Read::List),
        (
            &[
                "array_creation_expression",
                "implicit_array_creation_expression",
            ],
            Read::Own(array),
        ),
        (
            &["lambda_expression", "anonymous_method_expression"],
            Read::Lambda,
        ),
        (
            &[
                "class_declaration",
                "record_declaration",
                "struct_declaration",
                "enum_declaration",
            ],
            Read::Class(ScopeKind::Class),
        ),
        (
            &["interface_declaration"],
            Read::Class(ScopeKind::Interface),
        ),
        (
            &[
                "method_declaration",
                "constructor_declaration",
                "local_function_statement",
            ],
            Read::Function,
        ),
        (
            &[
                "field_declaration",
                "local_declaration_statement",
                "using_statement",
            ],
            Read::Own(declaration),
        ),
        (&["property_declaration"], Read::Own(property)),
        (&["assignment_expression"], Read::Own(assignment)),
        (
            &[
                "foreach_statement",
                "for_statement",
                "while_statement",
                "do_statement",
            ],
            Read::Loop("left"),
        ),
        (&["try_statement"], Read::Try),
        (&["using_directive"], Read::Own(import)),
        (&["attribute_list"], Read::Not),
    ],
    joins: &["+"],
    defaults: &["??"],
    arguments: keywords,
    annotations,
    parameters: declare::parameters,
    signature: |b, node, scope| {
        b.unit.scopes[scope].result = field(b, node, "returns").map(str::to_owned);
        declare::parameters(b, node);
        let initializer = child_of_kind(node, &["constructor_initializer"]);
        if let Some(initializer) = initializer.filter(|one| slice(b, *one).contains("base")) {
            call_base(b, initializer);
        }
    },
    bases,
    fields,
    bodies: &[],
};

pub(super) fn unit(text: &str) -> Option<Unit> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let parsed_as = tree_sitter_c_sharp::LANGUAGE.into();
    tree::unit(Language::CSharp, parsed_as, text, &GRAMMAR, &TABLE)
}

fn generic_name(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    Value::path(&type_path(slice(b, node)))
}

fn call(node: Node<'_>) -> Option<Link<'_>> {
    let callee = node.part("function")?;
    let name = match callee.kind() {
        "member_access_expression" => callee.part("name"),
        "generic_name" => Some(callee),
        _ => None,
    };
    let types = name.and_then(|name| child_of_kind(name, &["type_argument_list"]));
    Some(Link::call(callee, node.part("arguments"), types))
}

fn member(node: Node<'_>) -> Option<Link<'_>> {
    let name = plain_name(node.part("name")?);
    Some(Link::member(node.part("expression")?, name))
}

fn element(node: Node<'_>) -> Option<Link<'_>> {
    let list = node.part("subscript");
    let key = list.and_then(|list| list.named_child(0)?.named_child(0));
    Some(Link::index(node.part("expression")?, key))
}

/// `client?.GetAsync`
fn member_if_there(node: Node<'_>) -> Option<Link<'_>> {
    let binding = child_of_kind(node, &["member_binding_expression"])?;
    let name = plain_name(binding.part("name")?);
    Some(Link::member(node.part("condition")?, name))
}

/// The name without its type arguments.
fn plain_name(name: Node<'_>) -> Node<'_> {
    match name.kind() {
        "generic_name" => name.named_child(0).unwrap_or(name),
        _ => name,
    }
}

fn raw_string(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    if node.kind() == "verbatim_string_literal" {
        return text::literal(b, node, 2, 1, false);
    }
    let quotes = slice(b, node).bytes().take_while(|byte| *byte == b'"');
    let quotes = quotes.count();
    text::literal(b, node, quotes, quotes, false)
}

/// `new T(…) { A = 1 }`: the initialiser's entries are keyword arguments.
fn construction(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let own = field(b, node, "type").or_else(|| declared_type(b, node));
    let type_text = type_path(own.unwrap_or(""));
    let given = node.part("arguments");
    let mut list = arguments(b, given.or_else(|| child_of_kind(node, &["argument_list"])));
    if let Some(entries) = child_of_kind(node, &["initializer_expression"])
        && let Value::Map(entries) = b.apart(|b| initializer(b, entries))
    {
        list.extend(entries);
    }
    b.call(Value::path(&type_text), list, at(node))
}

/// The type of the variable or property that `new(…)` gives a value: `HttpRequestMessage request = new(method, path)`.
fn declared_type<'b>(b: &Builder<'b>, node: Node<'_>) -> Option<&'b str> {
    let mut holder = node.parent()?;
    while matches!(
        holder.kind(),
        "equals_value_clause" | "variable_declarator" | "parenthesized_expression"
    ) {
        holder = holder.parent()?;
    }
    let is_declaration = matches!(
        holder.kind(),
        "variable_declaration" | "property_declaration"
    );
    let declared = field(b, holder, "type").filter(|_| is_declaration)?;
    Some(declared.trim_end_matches('?'))
}

fn initializer(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let mut entries = Vec::new();
    let mut items = Vec::new();
    for child in children(node) {
        let pair = children(child);
        let (key, content) = match child.kind() {
            "assignment_expression" => (child.part("left"), child.part("right")),
            // `{ "key", value }`
            "initializer_expression" if pair.len() == 2 => (Some(pair[0]), Some(pair[1])),
            _ => (None, None),
        };
        match (key, content) {
            (Some(key), Some(content)) => {
                let name = slice(b, key).trim_matches(['[', ']', '"']).to_owned();
                let read = visit(b, content);
                entries.push(declare::entry(name, read, content));
            }
            _ => items.push(visit(b, child)),
        }
    }
    map_or_list(entries, items)
}

fn array(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let list = child_of_kind(node, &["initializer_expression"]);
    list.map_or(Value::Unknown, |list| visit_list(b, list))
}

fn interpolated(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let parts = children(node);
    b.joined(at(node), |b| {
        let mut values = Vec::new();
        for part in parts {
            match part.kind() {
                "string_content" => {
                    let text = text::unescape(slice(b, part));
                    values.push(Value::Text(text.replace("{{", "{").replace("}}", "}")));
                }
                "interpolation" => {
                    let mut inner = children(part).into_iter();
                    let inner = inner.find(|child| child.kind() != "interpolation_brace");
                    values.push(inner.map_or(Value::Unknown, |inner| visit(b, inner)));
                }
                "escape_sequence" => values.push(Value::Text(text::unescape(slice(b, part)))),
                _ => {}
            }
        }
        values
    })
}

/// The attributes of a declaration.
fn annotations(b: &mut Builder<'_>, node: Node<'_>) -> Vec<CallId> {
    declare::collected(b, |b| {
        let lists = children_of_kind(node, &["attribute_list"]).into_iter();
        for attribute in lists.flat_map(|list| children_of_kind(list, &["attribute"])) {
            let name = type_path(field(b, attribute, "name").unwrap_or(""));
            let name = name.strip_suffix("Attribute").unwrap_or(&name);
            let list = child_of_kind(attribute, &["attribute_argument_list"]);
            let list = list.map_or_else(Vec::new, |list| keywords(b, list));
            b.annotate(Value::path(name), list, at(attribute));
        }
    })
}

/// The classes and interfaces above a class, without what a primary constructor hands them.
fn bases(b: &Builder<'_>, node: Node<'_>) -> Vec<String> {
    let bases = child_of_kind(node, &["base_list"]).map(children);
    let name = |base: Node<'_>| match base.kind() {
        "primary_constructor_base_type" => field(b, base, "type").unwrap_or("").to_owned(),
        _ => slice(b, base).to_owned(),
    };
    let bases = bases.unwrap_or_default().into_iter();
    bases
        .filter(|base| base.kind() != "argument_list")
        .map(name)
        .collect()
}

/// What a constructor hands to that of the class above: `: base(path)`.
fn call_base(b: &mut Builder<'_>, node: Node<'_>) {
    if let Some(list) = child_of_kind(node, &["argument_list"]) {
        let given = arguments(b, Some(list));
        b.push_call(Value::Name("base".into()), given, at(list));
    }
}

/// Parameters of a primary constructor are fields; it may hand some to the class above.
fn fields(b: &mut Builder<'_>, node: Node<'_>) {
    if let Some(bases) = child_of_kind(node, &["base_list"]) {
        call_base(b, bases);
    }
    let list = child_of_kind(node, &["parameter_list"]).map(children);
    for parameter in list.unwrap_or_default() {
        if let Some(name) = parameter.part("name") {
            let type_name = field(b, parameter, "type").map(str::to_owned);
            let text = slice(b, name).to_owned();
            b.bind(text, type_name, Value::Unknown, at(name));
        }
    }
}

fn declaration(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = annotations(b, node);
    if let Some(declared) = child_of_kind(node, &["variable_declaration"]) {
        let type_name = field(b, declared, "type");
        let type_name = type_name.filter(|name| !matches!(*name, "var" | "string"));
        declare::declarators(b, declared, type_name, annotations);
        visit_field(b, node, "body")
    } else {
        super::walk::visit_children(b, node);
        Value::Unknown
    }
}

fn property(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let annotations = annotations(b, node);
    let content = visit_field(b, node, "value");
    if let Some(name) = node.part("name") {
        let type_name = field(b, node, "type")
            .filter(|name| *name != "string")
            .map(str::to_owned);
        let text = slice(b, name).to_owned();
        b.bind_annotated(text, type_name, content, at(name), annotations);
    }
    visit_field(b, node, "accessors")
}

fn assignment(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let (content, left) = declare::assignment(b, node);
    match left {
        // `client.Timeout = …`, `client.BaseAddress = …`
        Some(left) if left.kind() == "member_access_expression" => {
            b.bind(slice(b, left), None, content.clone(), at(left));
        }
        Some(left) => {
            visit(b, left);
        }
        None => {}
    }
    content
}

fn import(b: &mut Builder<'_>, node: Node<'_>) -> Value {
    let path = slice(b, node)
        .trim_start_matches("global ")
        .trim_start_matches("using")
        .trim()
        .trim_start_matches("static ")
        .trim_end_matches(';')
        .trim();
    match path.split_once('=') {
        Some((name, path)) => b.import(name.trim(), path.trim(), at(node)),
        None => b.import("*", path, at(node)),
    }
    Value::Unknown
}
