//! Functions of the project around outbound calls, what may be calls of them, and clients that other files use.
//! [`link_clients`](crate::link_clients) joins them.

use super::deadline::is_limited;
use super::handed::ARGUMENT_LIMIT;
use super::options::may_say_method;
use super::related::related;
use super::resilience::{RETRIES, has_any};
use super::table::Library;
use super::{CLIENTS, deadline, http_method_arguments, library_of, with_base};
use crate::form::{CallId, ScopeId, Unit, Value, last_name};
use crate::{Client, Folded, Handed, Instance, Piece, Wrapper};

/// Variables between a parameter and the address.
const FOLLOW_LIMIT: usize = 4;

/// Last words in names of what holds an address.
const ADDRESS_WORDS: &[&str] = &[
    "url", "uri", "path", "pathname", "endpoint", "href", "link", "address",
];
/// Whole names of what holds all that a request needs.
const REQUEST_NAMES: &[&str] = &["request", "req", "input", "config", "options"];

/// Whether a name says that it holds an address or a part of one: its last word does, as in `baseUrl`, `request_path`.
pub(crate) fn names_address(name: &str) -> bool {
    let name = last_name(name);
    let lower = name.to_ascii_lowercase();
    let ends = |word: &&str| {
        name.len().checked_sub(word.len()).is_some_and(|before| {
            name.is_char_boundary(before)
                && lower.ends_with(*word)
                && (before == 0
                    || name[..before].ends_with('_')
                    || name[before..].starts_with(char::is_uppercase))
        })
    };
    REQUEST_NAMES.contains(&lower.as_str()) || ADDRESS_WORDS.iter().any(ends)
}

/// The hole that a call's own path is, if it is one of these parameters: `{path}`, `{base}{path}`, `/api{path}`.
pub(crate) fn given_path<'u>(
    url: &'u Folded,
    is_parameter: &dyn Fn(&str) -> bool,
) -> Option<&'u str> {
    let last = url
        .pieces
        .iter()
        .rposition(|piece| matches!(piece, Piece::Hole(name) if is_parameter(name)))?;
    let Piece::Hole(name) = &url.pieces[last] else {
        return None;
    };
    let is_end = match url.pieces.get(last + 1) {
        None => true,
        Some(Piece::Text(text)) => text.starts_with(['?', '#', '&']),
        Some(_) => false,
    };
    let is_whole = match last.checked_sub(1).map(|before| &url.pieces[before]) {
        Some(Piece::Text(text)) if text.ends_with(['=', '&', '?']) => false,
        Some(Piece::Text(text)) if text.ends_with(['/', '-', '_', '.']) => names_address(name),
        Some(_) => true,
        None => true,
    };
    (is_end && is_whole).then_some(name)
}

/// A text in which what functions elsewhere make of one of these parameters is that parameter.
pub(crate) fn through_calls(text: &Folded, is_parameter: &dyn Fn(&str) -> bool) -> Folded {
    let mut out = Folded::default();
    for piece in &text.pieces {
        out.push(match piece {
            Piece::Called { arguments, .. } => {
                let mut given = arguments.iter().flat_map(|text| &text.pieces);
                let given =
                    given.find(|piece| matches!(piece, Piece::Hole(name) if is_parameter(name)));
                given.unwrap_or(piece).clone()
            }
            piece => piece.clone(),
        });
    }
    out
}

/// The functions of the file whose callers say whom `clients` call.
pub(crate) fn wrappers(unit: &Unit, clients: &mut [(Vec<Client>, Option<CallId>)]) -> Vec<Wrapper> {
    let mut out = Vec::new();
    for (ways, id) in clients {
        let (Some(id), [client]) = (*id, ways.as_mut_slice()) else {
            continue;
        };
        let call = &unit.calls[id];
        let Some(function) = unit.function_around(call.scope) else {
            continue;
        };
        let parameters = unit.parameters(function);
        if parameters.is_empty() || parameters.len() > ARGUMENT_LIMIT {
            continue;
        }
        // `const target = this.proxied(input)` is `input` as far as anybody here can tell.
        let mut url = match client.url.pieces.as_slice() {
            [Piece::Hole(name)] => joined_behind(unit, name, call.scope, &parameters)
                .or_else(|| field_of_given(unit, id, name, &parameters)),
            [Piece::Called { name, .. }] => field_of_given(unit, id, name, &parameters),
            _ => None,
        }
        .unwrap_or_else(|| client.url.clone());
        for piece in &mut url.pieces {
            let name = match piece {
                Piece::Hole(name) => name,
                // A field of what another file declares.
                Piece::Called {
                    arguments, name, ..
                } if arguments.is_empty() => name,
                _ => continue,
            };
            let is_given = parameters.contains(&name.as_str());
            let found = match is_given {
                true => Some(name.clone()),
                false => behind(unit, name, call.scope, &parameters, FOLLOW_LIMIT),
            };
            if let Some(parameter) = found {
                *piece = Piece::Hole(parameter);
            }
        }
        let is_address = |name: &str| parameters.contains(&name) && names_address(name);
        let seen = through_calls(&url, &is_address);
        if given_path(&seen, &|name| parameters.contains(&name)).is_none() {
            continue;
        }
        client.url = url;
        let method = method_parameter(unit, id, &parameters);
        let default = method
            .as_deref()
            .and_then(|method| unit.default_of(function, method));
        // Whoever hands over no options asks with `GET`.
        let is_optional = client.method.is_none() && may_say_method(unit, call);
        let default = default.or_else(|| is_optional.then(|| "GET".to_owned()));
        out.push(Wrapper {
            default_method: default.and_then(|default| verb_of(&Folded::text(default))),
            name: unit.scopes[function].name.clone(),
            class: unit.owner(function).map(str::to_owned),
            is_default: unit.is_default(function),
            parameters: parameters.iter().map(|&name| name.to_owned()).collect(),
            method,
            call: client.at,
        });
    }
    out
}

/// The parameter that describes the request, where a call's address is a field of it: C#'s `request.FullUri`.
fn field_of_given(unit: &Unit, id: CallId, name: &str, parameters: &[&str]) -> Option<Folded> {
    let call = &unit.calls[id];
    let given = call.positional(0)?;
    match super::request_url(unit, &given.value, call.scope) {
        Value::Member(object, field) if field == name && names_address(name) => match *object {
            Value::Name(given) if REQUEST_NAMES.contains(&given.as_str()) => parameters
                .contains(&given.as_str())
                .then(|| Folded::hole(given)),
            _ => None,
        },
        _ => None,
    }
}

/// The parameters that a variable joins: `url := fmt.Sprintf("%s%s", base, path)`.
fn joined_behind(unit: &Unit, name: &str, scope: ScopeId, parameters: &[&str]) -> Option<Folded> {
    let [binding] = unit.lookup(name, scope) else {
        return None;
    };
    let binding = &unit.bindings[*binding];
    let text = unit.fold(&binding.value, binding.scope);
    let is_given =
        |piece: &Piece| matches!(piece, Piece::Hole(name) if parameters.contains(&name.as_str()));
    (text.pieces.len() > 1 && text.pieces.iter().all(is_given)).then_some(text)
}

/// The parameter that a variable's value is made of.
fn behind(
    unit: &Unit,
    name: &str,
    scope: ScopeId,
    parameters: &[&str],
    depth: usize,
) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    unit.lookup(name, scope).iter().find_map(|&binding| {
        let binding = &unit.bindings[binding];
        // What is joined of more than the parameter is not the parameter.
        let is_joined = || {
            let text = unit.fold(&binding.value, binding.scope);
            text.pieces.len() > 1 && !text.is_unknown()
        };
        if binding.is_parameter || is_joined() {
            return None;
        }
        within(unit, &binding.value, binding.scope, parameters, depth)
    })
}

fn within(
    unit: &Unit,
    value: &Value,
    scope: ScopeId,
    parameters: &[&str],
    depth: usize,
) -> Option<String> {
    match value {
        Value::Name(name) if parameters.contains(&name.as_str()) => {
            names_address(name).then(|| name.clone())
        }
        Value::Name(name) => behind(unit, name, scope, parameters, depth),
        Value::Member(object, _) => within(unit, object, scope, parameters, depth),
        Value::Or(first, second) => within(unit, first, scope, parameters, depth)
            .or_else(|| within(unit, second, scope, parameters, depth)),
        Value::Call(id) => {
            let depth = depth.checked_sub(1)?;
            let call = &unit.calls[*id];
            let arguments = call.arguments.iter().take(ARGUMENT_LIMIT);
            let found = arguments.map(|argument| &argument.value);
            let found = found
                .filter_map(|value| within(unit, value, call.scope, parameters, depth))
                .next();
            found.or_else(|| match &call.callee {
                Value::Member(object, _) => within(unit, object, call.scope, parameters, depth),
                _ => None,
            })
        }
        _ => None,
    }
}

/// Whether a name says that it holds an HTTP method.
pub(super) fn names_method(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("method") || lower.contains("verb") || lower == "m"
}

/// The parameter that says the HTTP method of a call.
fn method_parameter(unit: &Unit, id: CallId, parameters: &[&str]) -> Option<String> {
    if let Some((Value::Name(name), ..)) = super::curl::option(unit, id, "CURLOPT_CUSTOMREQUEST")
        && parameters.contains(&name.as_str())
    {
        return Some(name.clone());
    }
    let related = related(unit, id);
    // PHP's `$client->$method($url)`
    let dynamic = unit.calls[id].method().trim_matches(['{', '}']);
    if let Some(name) = dynamic.strip_prefix('$')
        && parameters.contains(&name)
    {
        return Some(name.to_owned());
    }
    let is_method = |name: &str| names_method(name) && parameters.contains(&name);
    let named = |value: &Value| match value {
        Value::Name(name) => is_method(name).then(|| name.clone()),
        // `method.toUpperCase()`, `new HttpMethod(method)`
        Value::Call(id) => {
            let call = &unit.calls[*id];
            let object = match &call.callee {
                Value::Member(object, _) => Some(&**object),
                _ => None,
            };
            let mut parts = object
                .into_iter()
                .chain(call.arguments.iter().map(|argument| &argument.value));
            parts.find_map(|value| match value {
                Value::Name(name) => is_method(name).then(|| name.clone()),
                _ => None,
            })
        }
        _ => None,
    };
    http_method_arguments(unit, id, &related)
        .into_iter()
        .find_map(named)
}

/// Clients in names of the whole file: `export const http = axios.create({ baseURL })`, `api = ApiClient()`.
pub(crate) fn instances(unit: &Unit, libraries: &[&Library]) -> Vec<Instance> {
    let mut out = Vec::new();
    let mut add = |name: &str, is_default: bool, value: &Value| {
        let Value::Call(id) = value else { return };
        let Some(origin) = unit.origin(value, 0) else {
            return;
        };
        let related = related(unit, *id);
        let library = libraries
            .iter()
            .find(|library| library_of(unit, library, &related));
        let is_own = origin.strip_suffix("()").is_some_and(|class| {
            !class.contains(['(', '?']) && last_name(class).starts_with(char::is_uppercase)
        });
        if library.is_none() && !is_own {
            return;
        }
        out.push(Instance {
            name: name.to_owned(),
            is_default,
            base: library.map_or_else(Folded::default, |library| {
                let base = with_base(unit, library, &related, Folded::default());
                match base.pieces.is_empty() {
                    // What nobody knows here stands before its paths all the same.
                    true => base_option(unit, library, &related).unwrap_or_default(),
                    false => base,
                }
            }),
            deadline: library.map_or(crate::Deadline::Unknown, |library| {
                deadline(unit, library, *id, &related)
            }),
            has_retry: has_any(unit, *id, &related, RETRIES),
            library: library.map(|library| library.name.to_owned()),
            origin,
        });
    };
    let default = match &unit.default_export {
        Some((Value::Name(name), _)) => Some(name.as_str()),
        Some((value, 0)) => {
            add("default", true, value);
            None
        }
        _ => None,
    };
    for binding in unit.bindings.iter().filter(|binding| binding.scope == 0) {
        add(
            &binding.name,
            default == Some(binding.name.as_str()),
            &binding.value,
        );
    }
    out
}

/// The base address that a construction is given, known or not.
fn base_option(unit: &Unit, library: &Library, related: &[CallId]) -> Option<Folded> {
    related.iter().find_map(|&id| {
        let call = &unit.calls[id];
        let argument = call.option(library.base_options)?;
        let base = unit.fold(&argument.value, call.scope);
        let is_nameless = matches!(base.pieces.as_slice(), [Piece::Hole(name)] if name == "…");
        Some(match (&argument.name, is_nameless) {
            (Some(option), true) => Folded::hole(option.clone()),
            _ => base,
        })
    })
}

/// The outbound call that a method of an instance of a library makes; `None` when it makes none.
pub(crate) fn of_instance(instance: &Instance, method: &str, handed: &Handed) -> Option<Client> {
    let callee = match method {
        "" => instance.origin.clone(),
        method => format!("{}.{method}", instance.origin),
    };
    let name = instance.library.as_deref()?;
    let libraries = CLIENTS.iter().copied().flatten();
    let (library, method) =
        libraries
            .filter(|library| library.name == name)
            .find_map(|library| {
                let mut calls = library.calls.iter();
                let (_, method) =
                    calls.find(|(pattern, _)| crate::form::matches(&callee, pattern))?;
                Some((library, method))
            })?;
    let position = library.url.position;
    let (method, position) = match method {
        super::Method::Is(method) => (Some((*method).to_owned()), position),
        super::Method::First => (
            verb_of(handed.text_at(0)?),
            position.map(|position| position + 1),
        ),
        super::Method::Handed => return None,
        super::Method::Option(default) => {
            let own = handed.text_named(&["method", "Method"]).and_then(verb_of);
            (
                own.or((!default.is_empty()).then(|| (*default).to_owned())),
                position,
            )
        }
    };
    let path = handed
        .text_named(library.url.names)
        .or_else(|| handed.text_named(&["url", "uri"]))
        .or_else(|| handed.text_at(position?))?;
    let mut url = instance.base.clone();
    let is_whole = matches!(path.pieces.first(), Some(Piece::Text(text)) if text.contains("://"));
    match is_whole || url.pieces.is_empty() {
        true => url = path.clone(),
        false => crate::form::join_path(&mut url, path.clone()),
    }
    Some(Client {
        protocol: library.protocol,
        method,
        url,
        service: None,
        operation: None,
        at: handed.at,
        library: library.name.to_owned(),
        deadline: match is_limited(handed) {
            true => crate::Deadline::Set(None),
            false => instance.deadline,
        },
        has_retry: Some(instance.has_retry),
        has_breaker: Some(false),
        place: handed.place.clone(),
    })
}

/// An HTTP method as callers write it: `POST`, `http.MethodPost`, `HttpMethod.Post`.
pub(crate) fn verb_of(text: &Folded) -> Option<String> {
    let word = text.display();
    let word = last_name(word.trim_matches(['{', '}', ':']));
    let upper = word.to_ascii_uppercase();
    let verb = upper.strip_prefix("METHOD").unwrap_or(&upper);
    let verb = verb.trim_start_matches('_');
    crate::frameworks::routes::is_verb(verb).then(|| verb.to_owned())
}
