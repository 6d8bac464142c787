//! Requests that are made before they are sent: where they go, and how.

use super::wrappers;
use crate::Language;
use crate::form::{CallId, CallSite, ScopeId, Unit, Value};
use crate::frameworks::routes::{is_verb, methods_of};

/// The URL inside `new Request(url)`, `http.NewRequest(method, url, body)` and the like, which are kept in a variable first.
pub(super) fn request_url(unit: &Unit, value: &Value, scope: ScopeId) -> Value {
    let value = bare_request(unit, value);
    let request = match value {
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding, ..] => &unit.bindings[*binding].value,
            [] => value,
        },
        other => other,
    };
    if let Value::Call(id) = request {
        if let Some((entity, _)) = spring_entity(unit, *id) {
            let address = unit.calls[entity].positional(0);
            return address.map_or(Value::Unknown, |address| address.value.clone());
        }
        let call = &unit.calls[*id];
        let position = match call.method() {
            "NewRequest" | "NewRequestWithContext" => match request_method(unit, *id) {
                Some(position) => position + 1,
                None => return value.clone(),
            },
            "HttpRequestMessage" => 1,
            // Ruby's `Net::HTTP::Post.new(address.path)`
            "new" if ruby_request(unit, *id).is_some() => {
                return match call.positional(0).map(|argument| &argument.value) {
                    Some(Value::Member(address, part))
                        if matches!(part.as_str(), "path" | "request_uri" | "to_s") =>
                    {
                        (**address).clone()
                    }
                    Some(Value::Call(part))
                        if matches!(
                            unit.calls[*part].method(),
                            "path" | "request_uri" | "to_s"
                        ) =>
                    {
                        match &unit.calls[*part].callee {
                            Value::Member(address, _) => (**address).clone(),
                            _ => value.clone(),
                        }
                    }
                    Some(address) => address.clone(),
                    None => value.clone(),
                };
            }
            "RestRequest" => 0,
            "Request" => 0,
            _ => return value.clone(),
        };
        let given = call.positional(position);
        // `new HttpRequestMessage { RequestUri = address }`
        if let Some(argument) = given.or_else(|| call.option(&["RequestUri"])) {
            return argument.value.clone();
        }
    }
    match value {
        // `axios({ url: … })`
        Value::Map(entries) => entries
            .iter()
            .find(|entry| matches!(entry.name.as_deref(), Some("url" | "uri")))
            .map_or(Value::Unknown, |entry| entry.value.clone()),
        other => other.clone(),
    }
}

/// The method of a request of Ruby's own: `Net::HTTP::Post.new(path)`.
fn ruby_request(unit: &Unit, id: CallId) -> Option<String> {
    let Value::Member(class, method) = &unit.calls[id].callee else {
        return None;
    };
    let Value::Member(library, verb) = &**class else {
        return None;
    };
    let is_library = matches!(&**library, Value::Member(_, name) if name == "HTTP");
    let verb = verb.to_ascii_uppercase();
    let is_request = unit.language == Language::Ruby && method == "new" && is_library;
    (is_request && is_verb(&verb)).then_some(verb)
}

/// What a chain that makes a request of Spring begins with, and its method: `RequestEntity.get(uri).headers(all).build()`.
fn spring_entity(unit: &Unit, id: CallId) -> Option<(CallId, String)> {
    const CHAIN_LIMIT: usize = 12;
    if !matches!(unit.language, Language::Java | Language::Kotlin) {
        return None;
    }
    let mut id = id;
    for _ in 0..CHAIN_LIMIT {
        let Value::Member(object, method) = &unit.calls[id].callee else {
            return None;
        };
        match &**object {
            Value::Call(before) => id = *before,
            Value::Name(name) if name == "RequestEntity" => {
                let verb = method.to_ascii_uppercase();
                return is_verb(&verb).then_some((id, verb));
            }
            _ => return None,
        }
    }
    None
}

/// Where a request of Go is given its method, which its address follows. `None` for one that a function of the project
/// makes, whose result says it.
pub(super) fn request_method(unit: &Unit, id: CallId) -> Option<usize> {
    let call = &unit.calls[id];
    if !matches!(call.method(), "NewRequest" | "NewRequestWithContext") {
        return None;
    }
    let usual = usize::from(call.method() == "NewRequestWithContext");
    let callee = unit.callee(id)?;
    if callee.starts_with("net/http.") {
        return Some(usual);
    }
    let is_own = unit.function_called(id).is_some() || unit.called_elsewhere(id).is_some();
    let is_method = |position: &usize| {
        let argument = call.positional(*position);
        argument.is_some_and(|argument| {
            let value = &argument.value;
            let is_named = matches!(value, Value::Name(name) if wrappers::names_method(name));
            is_named || !methods_of(unit, value, call.scope).is_empty()
        })
    };
    match (0..call.arguments.len()).find(is_method) {
        Some(_) if is_own => None,
        position => position.or(Some(usual)),
    }
}

/// The request of Go that another one is made of: `client.Do(request.WithContext(ctx))`.
pub(super) fn bare_request<'v>(unit: &'v Unit, value: &'v Value) -> &'v Value {
    match value {
        Value::Call(id) if unit.language == Language::Go => match &unit.calls[*id].callee {
            Value::Member(request, name) if matches!(name.as_str(), "WithContext" | "Clone") => {
                request
            }
            _ => value,
        },
        _ => value,
    }
}

/// The method that a function of the project is given which makes the request: C#'s
/// `SendAsync(CreateRequest(HttpMethod.Get, url))`.
pub(super) fn made_method(unit: &Unit, call: &CallSite, related: &[CallId]) -> Option<String> {
    let known = |&id: &CallId| {
        let of_spring = || spring_entity(unit, id).map(|(_, method)| method);
        ruby_request(unit, id).or_else(of_spring)
    };
    if let Some(method) = related.iter().find_map(known) {
        return Some(method);
    }
    if unit.language != Language::CSharp || !call.method().starts_with("Send") {
        return None;
    }
    let mut made = related.iter().map(|&id| &unit.calls[id]);
    let made = made.find(|made| made.method().contains("Request"))?;
    let mut methods = made
        .arguments
        .iter()
        .flat_map(|argument| methods_of(unit, &argument.value, made.scope));
    methods.next()
}
