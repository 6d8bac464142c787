//! Calls that may hand an address, a topic or a router to functions of the project.

use super::wrappers::names_address;
use crate::form::{Arg, CallId, CallSite, SPREAD, ScopeId, Unit, Value, join_path};
use crate::frameworks::{may_name_topic, place};
use crate::{Client, Folded, Handed, Language, Piece};

/// Longer texts are no addresses.
const ADDRESS_LIMIT_BYTES: usize = 500;
/// Calls of one file that may be calls of wrappers.
const HANDED_LIMIT: usize = 4_000;
/// Arguments of one; functions with more are no wrappers.
pub(super) const ARGUMENT_LIMIT: usize = 10;

/// Calls that may be calls of wrappers: something in them is a path or named like one.
pub(crate) fn handed(unit: &Unit, clients: &[Client]) -> Vec<Handed> {
    let mut out = Vec::new();
    for (id, call) in unit.calls.iter().enumerate() {
        if call.is_annotation
            || call.arguments.is_empty()
            || call.arguments.len() > ARGUMENT_LIMIT
            || !(may_name_address(unit, call) || may_name_topic(call) || may_mount(call))
            || out.len() == HANDED_LIMIT
        {
            continue;
        }
        let Some(callee) = unit.callee(id) else {
            continue;
        };
        if callee.starts_with('?')
            || callee.contains('[')
            || (clients.iter().any(|client| client.at == call.at) && !takes_request(unit, call))
        {
            continue;
        }
        for chosen in choices(unit, call) {
            out.push(hand(unit, call, callee.to_string(), &chosen));
        }
    }
    out
}

/// The bindings that give the arguments of a call their values, by position: one list for each of the values that the
/// branches before it may have set, in which arguments that are set together stand together.
fn choices(unit: &Unit, call: &CallSite) -> Vec<Vec<(usize, usize)>> {
    let is_plain = |&id: &usize| {
        let binding = &unit.bindings[id];
        !unit
            .fold_with_calls(&binding.value, binding.scope)
            .is_unknown()
    };
    let arguments = call.arguments.iter().enumerate();
    let set: Vec<(usize, Vec<usize>)> = arguments
        .filter_map(|(position, argument)| match &argument.value {
            Value::Name(name) if argument.name.is_none() => {
                if unit.lookup(name, call.scope).len() < 2 {
                    return None;
                }
                let found = unit.alternatives(name, call.scope, call.at);
                let is_known = !found.is_empty() && found.iter().all(is_plain);
                is_known.then_some((position, found))
            }
            _ => None,
        })
        .collect();
    let most = set.iter().map(|(_, found)| found.len()).max().unwrap_or(1);
    let chosen = |way: usize| {
        let set = set.iter();
        let of_way = set.filter_map(|(position, found)| match found.len() {
            1 => Some((*position, found[0])),
            ways if ways == most => Some((*position, found[way])),
            _ => None,
        });
        of_way.collect()
    };
    (0..most).map(chosen).collect()
}

fn may_name_address(unit: &Unit, call: &CallSite) -> bool {
    let mut arguments = call.arguments.iter();
    !is_tool(call.method())
        && arguments.any(|argument| {
            may_hold_address(unit, &argument.value, true)
                || request(unit, &argument.value, call.scope).is_some()
        })
}

/// Whether a call may hand a router to a function that mounts it.
fn may_mount(call: &CallSite) -> bool {
    let name = call.method();
    call.arguments.len() > 1 && (name.contains("Mount") || name.contains("mount"))
}

fn hand(unit: &Unit, call: &CallSite, callee: String, chosen: &[(usize, usize)]) -> Handed {
    let mut positional = Vec::new();
    let mut named = Vec::new();
    let mut has_method = false;
    let name = |named: &mut Vec<(String, Folded)>, entry: &Arg, name: &str| {
        named.push((
            name.to_owned(),
            unit.fold_with_calls(&entry.value, call.scope),
        ));
    };
    for (position, argument) in call.arguments.iter().enumerate() {
        let chosen = chosen.iter().find(|(set, _)| *set == position);
        let binding = chosen.map(|(_, binding)| &unit.bindings[*binding]);
        let value = binding.map_or(&argument.value, |binding| &binding.value);
        let scope = binding.map_or(call.scope, |binding| binding.scope);
        match (&argument.name, value) {
            (Some(own), _) => name(&mut named, argument, own),
            (None, Value::Map(entries)) => {
                for entry in entries {
                    let is_hidden =
                        || super::options::may_hold_more(unit, &entry.value, call.scope);
                    if let Some(own) = &entry.name
                        && (own != SPREAD || is_hidden())
                    {
                        name(&mut named, entry, own);
                    }
                }
                positional.push(Folded::default());
            }
            (None, value) => {
                // Go's request says where it goes, and how.
                let request = request(unit, &argument.value, call.scope).filter(|_| !has_method);
                let made = made_request(unit, &argument.value, call.scope);
                let made = made.filter(|_| !has_method);
                if let Some(method) = made.and_then(|request| method(unit, request)) {
                    named.push(("method".to_owned(), method));
                    has_method = true;
                }
                positional.push(
                    match (request, made.and_then(|made| described(unit, made))) {
                        (Some(_), _) => {
                            let address = super::request_url(unit, &argument.value, call.scope);
                            unit.fold_with_calls(&address, call.scope)
                        }
                        (None, Some(address)) => address,
                        (None, None) => unit.fold_with_calls(value, scope),
                    },
                );
            }
        }
    }
    let function = unit.function_around(call.scope);
    let own = function.map_or_else(Vec::new, |function| unit.parameters(function));
    let texts = positional.iter().chain(named.iter().map(|(_, text)| text));
    let is_handed_on = texts
        .flat_map(|text| &text.pieces)
        .any(|piece| matches!(piece, Piece::Hole(name) if own.contains(&name.as_str())));
    let mut place = place(unit, call.scope);
    if let Some(function) = function
        && let Some(class) = unit.owner(function)
    {
        place.in_class = Some(class.to_owned());
    }
    Handed {
        callee,
        positional,
        named,
        at: call.at,
        parameters: match is_handed_on {
            true => own.into_iter().map(str::to_owned).collect(),
            false => Vec::new(),
        },
        place,
    }
}

/// The call of the library that makes the request which a value of Go is.
fn request(unit: &Unit, value: &Value, scope: ScopeId) -> Option<CallId> {
    made_request(unit, value, scope).filter(|&id| {
        let method = unit.calls[id].method();
        matches!(method, "NewRequest" | "NewRequestWithContext")
    })
}

/// The call that makes the request which a value of Go is, also of a function of the project.
fn made_request(unit: &Unit, value: &Value, scope: ScopeId) -> Option<CallId> {
    let Value::Name(name) = super::bare_request(unit, value) else {
        return None;
    };
    let [binding, ..] = unit.lookup(name, scope) else {
        return None;
    };
    match unit.bindings[*binding].value {
        Value::Call(id) if unit.language == Language::Go => {
            unit.calls[id].method().contains("Request").then_some(id)
        }
        Value::Call(id) if unit.language == Language::CSharp => {
            unit.calls[id].method().ends_with("Request").then_some(id)
        }
        _ => None,
    }
}

/// Where a request of the project's own goes: C#'s `new Request($"items/{id}", BaseUri, HttpMethod.Get)`.
fn described(unit: &Unit, made: CallId) -> Option<Folded> {
    let call = &unit.calls[made];
    let is_own = unit.language == Language::CSharp && call.method() != "HttpRequestMessage";
    let path = call.positional(0).filter(|_| is_own)?;
    let text = unit.fold_with_calls(&path.value, call.scope);
    if !may_hold_address(unit, &path.value, false) || method(unit, made).is_none() {
        return None;
    }
    let base = call.positional(1).filter(|base| match &base.value {
        Value::Name(name) | Value::Member(_, name) => names_address(name),
        _ => false,
    });
    let Some(base) = base else {
        return Some(text);
    };
    let mut whole = unit.fold_with_calls(&base.value, call.scope);
    join_path(&mut whole, text);
    Some(whole)
}

/// Whether a call of Go sends a request that it is given, on something that another file may declare.
pub(super) fn takes_request(unit: &Unit, call: &CallSite) -> bool {
    let [argument] = call.arguments.as_slice() else {
        return false;
    };
    let is_typed = || match super::bare_request(unit, &argument.value) {
        Value::Name(name) => unit.lookup(name, call.scope).iter().any(|&binding| {
            let written = unit.bindings[binding].type_name.as_deref();
            written.is_some_and(|written| written.trim_start_matches('*') == "http.Request")
        }),
        _ => false,
    };
    unit.language == Language::Go
        && call.method() == "Do"
        && (request(unit, &argument.value, call.scope).is_some() || is_typed())
}

fn method(unit: &Unit, request: CallId) -> Option<Folded> {
    let call = &unit.calls[request];
    let is_method = |argument: &&Arg| {
        !crate::frameworks::routes::methods_of(unit, &argument.value, call.scope).is_empty()
    };
    let argument = match super::request_method(unit, request) {
        Some(position) => call.positional(position)?,
        None => call.arguments.iter().find(is_method)?,
    };
    Some(unit.fold(&argument.value, call.scope))
}

/// Whether a name is one of a function that handles texts, and calls nobody.
fn is_tool(method: &str) -> bool {
    const TOOLS: &[&str] = &[
        "log",
        "debug",
        "info",
        "warn",
        "error",
        "print",
        "println",
        "printf",
        "join",
        "replace",
        "split",
        "startsWith",
        "endsWith",
        "includes",
        "contains",
        "require",
        "import",
        "describe",
        "it",
        "test",
        "expect",
        "Sprintf",
        "Errorf",
        "format",
        "Error",
        "resolve",
        "matches",
        "equals",
        "push",
        "add",
        "append",
        "set",
        "Some",
        "Ok",
        "Err",
        "String",
    ];
    TOOLS.contains(&method)
}

fn may_hold_address(unit: &Unit, value: &Value, is_outer: bool) -> bool {
    match value {
        Value::Text(text) => {
            text.len() < ADDRESS_LIMIT_BYTES
                && text.contains('/')
                && !text.contains([' ', '\n', '<'])
        }
        Value::Concat(parts) => {
            let mut texts = parts.iter().filter_map(|part| match part {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            parts.len() < 40 && texts.any(|text| text.contains('/'))
        }
        Value::Name(name) | Value::Member(_, name) => names_address(name),
        Value::Map(entries) => entries.iter().any(|entry| {
            matches!(
                entry.name.as_deref(),
                Some("url" | "uri" | "path" | "endpoint" | "href")
            )
        }),
        Value::Call(id) if is_outer => {
            let call = &unit.calls[*id];
            let mut arguments = call.arguments.iter().take(ARGUMENT_LIMIT);
            is_address_as_text(call)
                || names_address(call.method())
                || arguments.any(|argument| may_hold_address(unit, &argument.value, false))
        }
        _ => false,
    }
}

/// Whether a call gives the text of an address: Go's `u.String()`, `config.URL.String()`.
fn is_address_as_text(call: &CallSite) -> bool {
    match &call.callee {
        Value::Member(object, method) if matches!(method.as_str(), "String" | "toString") => {
            matches!(&**object, Value::Name(name) | Value::Member(_, name)
                if name == "u" || names_address(name))
        }
        _ => false,
    }
}
