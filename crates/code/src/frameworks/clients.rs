//! Outbound calls.

mod choices;
mod curl;
mod deadline;
mod declared;
mod generated;
mod grpc;
mod handed;
mod ktor;
mod options;
mod related;
mod requests;
mod resilience;
mod retries;
mod table;
mod typed;
mod wrappers;

use super::place;
use crate::form::{Arg, CallId, CallSite, ScopeId, Unit, Value, join_path, matches};
use crate::frameworks::{Pick, pick};
use crate::{At, Client, Folded, Instance, Piece, Wrapper};
use deadline::deadline;
pub(crate) use deadline::is_limited;
pub(crate) use handed::handed;
pub(crate) use options::names_options;
use related::related;
use requests::{bare_request, made_method, request_method, request_url};
use resilience::{BREAKERS, RETRIES, has_any};
use table::{CLIENTS, Library, Method};
pub(crate) use typed::TYPED;
pub(crate) use wrappers::{given_path, names_address, of_instance, through_calls, verb_of};

/// What a file says of outbound calls.
pub(crate) struct Calls {
    pub clients: Vec<Client>,
    pub wrappers: Vec<Wrapper>,
    pub instances: Vec<Instance>,
}

/// The outbound calls of a file, and what makes calls for other files.
pub(crate) fn clients(unit: &Unit) -> Calls {
    let libraries: Vec<&Library> = CLIENTS
        .iter()
        .copied()
        .flatten()
        .filter(|library| {
            library.languages.contains(&unit.language) && unit.imports_any(library.gate)
        })
        .collect();
    let mut out = Vec::new();
    for id in 0..unit.calls.len() {
        if unit.calls[id].is_annotation {
            continue;
        }
        let Some(callee) = unit.callee(id) else {
            continue;
        };
        // What makes a client of one library is no call of another whose name it ends in.
        let made: Vec<&str> = libraries
            .iter()
            .filter(|library| library.constructors.contains(&&*callee))
            .map(|library| library.name)
            .collect();
        for library in &libraries {
            if made.iter().any(|name| *name != library.name) {
                continue;
            }
            out.extend(client(unit, library, id, &callee).map(|ways| (ways, Some(id))));
        }
    }
    let of_calls = |client| (vec![client], None);
    out.extend(declared::clients(unit).into_iter().map(of_calls));
    out.extend(grpc::clients(unit).into_iter().map(of_calls));
    out.extend(generated::clients(unit).into_iter().map(of_calls));
    let place = |(ways, _): &(Vec<Client>, Option<CallId>)| ways.first().map(|client| client.at);
    out.sort_by_key(place);
    // The library that stands first in the table wins where two read one call.
    out.dedup_by(|next, kept| place(next) == place(kept));
    let wrappers = wrappers::wrappers(unit, &mut out);
    Calls {
        clients: out.into_iter().flat_map(|(ways, _)| ways).collect(),
        wrappers,
        instances: {
            let mut instances = wrappers::instances(unit, &libraries);
            instances.extend(typed::instances(unit));
            instances
        },
    }
}

/// Whether one of these calls makes a client of the library.
fn library_of(unit: &Unit, library: &Library, related: &[CallId]) -> bool {
    let made = library.constructors.iter();
    made.into_iter()
        .any(|pattern| related.iter().any(|&id| callee_matches(unit, id, pattern)))
}

/// The outbound call that a call of a library is, once for each address that it may have.
fn client(unit: &Unit, library: &Library, id: CallId, callee: &str) -> Option<Vec<Client>> {
    let call = &unit.calls[id];
    // What is called on an answer calls nobody: `client.get(url).send().headers().get(name)`.
    if unit.language == crate::Language::Rust && callee.contains(".send().") {
        return None;
    }
    if library.name == "fetch" && is_declared_here(unit, id) {
        return None;
    }
    // `$*` is a method in a variable, and nothing that is called on what it gives.
    let is_dynamic = call.method().starts_with(['$', '{']);
    let mut calls = library.calls.iter();
    let (_, method) = calls.find(|(pattern, _)| {
        (is_dynamic || !pattern.ends_with("$*"))
            && matches(callee, pattern)
            && (*pattern != table::go::ON_ANYTHING || handed::takes_request(unit, call))
    })?;
    let related = related(unit, id);
    let receiver = match method {
        Method::Handed => Some(handed_to(unit, id)?),
        _ => None,
    };
    let url_pick = match method {
        Method::First => Pick {
            position: library.url.position.map(|position| position + 1),
            names: library.url.names,
        },
        _ => library.url,
    };
    let mut url = Folded::default();
    let mut has_url = false;
    let mut ways = Vec::new();
    // The address wins over an entry of that name in what is sent: `axios.post(url, { url: order.url })`.
    let first = url_pick
        .position
        .and_then(|position| call.positional(position));
    let first = first
        .filter(|argument| unit.language.is_script() && !matches!(argument.value, Value::Map(_)));
    let given = first.or_else(|| pick(call, &url_pick));
    let given = given.map(|argument| address_behind(unit, call, argument).unwrap_or(argument));
    if let Some(argument) = given {
        let described = options::entry(unit, call, &argument.value, "url");
        url = described.unwrap_or_else(|| {
            ways = choices::ways(unit, &argument.value, call.scope, call.at);
            let address = request_url(unit, &argument.value, call.scope);
            address_text(unit, &address, call.scope, call.at)
        });
        has_url = true;
    }
    if library.name == ktor::LIBRARY
        && let Some(built) = ktor::address(unit, call)
    {
        url = built;
        has_url = true;
    }
    if library.name == "curl"
        && let Some((value, scope, value_at)) = curl::option(unit, id, "CURLOPT_URL")
    {
        url = address_text(unit, value, scope, value_at);
        has_url = true;
    }
    // The name of a method is no address.
    if url.known().is_some_and(super::routes::is_verb) {
        url = Folded::hole("url");
    }
    // `.uri("/orders")` after `.get()`.
    for &other in &related {
        let chained = &unit.calls[other];
        if library.url_calls.contains(&chained.method())
            && let Some(argument) = chained.positional(0)
        {
            let part = match argument.value {
                Value::Lambda(block) => built_path(unit, block).unwrap_or_default(),
                _ => unit.fold_with_calls(&argument.value, chained.scope),
            };
            if !has_url || url.pieces.is_empty() {
                url = part;
                has_url = true;
            }
        }
    }
    if !has_url && library.needs_url {
        return None;
    }
    // What comes from elsewhere may do more than is seen here.
    let is_seen = deadline::is_seen(unit, library, id, &related);
    let told = |has: bool| (has || is_seen).then_some(has);
    let client = Client {
        protocol: library.protocol,
        method: match receiver {
            Some(receiver) => verb_of(&Folded::text(receiver)),
            None if library.name == "curl" => curl::method(unit, id),
            None => http_method(unit, library, call, &related, method)
                .or_else(|| made_method(unit, call, &related)),
        },
        url: with_base(unit, library, &related, url),
        service: None,
        operation: None,
        at: call.at,
        library: library.name.to_owned(),
        deadline: deadline(unit, library, id, &related),
        has_retry: match told(has_any(unit, id, &related, RETRIES)) {
            Some(false) => retries::around(unit, id),
            known => known,
        },
        has_breaker: told(has_any(unit, id, &related, BREAKERS)),
        place: place(unit, call.scope),
    };
    let chosen = ways.into_iter().map(|way| Client {
        url: with_base(unit, library, &related, way.url),
        method: way.method.or_else(|| client.method.clone()),
        ..client.clone()
    });
    let chosen: Vec<Client> = chosen.collect();
    Some(match chosen.is_empty() {
        true => vec![client],
        false => chosen,
    })
}

/// The address of a call of C# that the project's own extension of a client takes behind something else:
/// `client.GetAsync(token, orderUrl)`.
fn address_behind<'u>(unit: &Unit, call: &'u CallSite, first: &Arg) -> Option<&'u Arg> {
    let second = call.positional(1)?;
    let names = |argument: &Arg| match &argument.value {
        Value::Name(name) => Some(names_address(name)),
        _ => None,
    };
    let is_behind = unit.language == crate::Language::CSharp
        && call.method().ends_with("Async")
        && names(first) == Some(false)
        && names(second) == Some(true);
    is_behind.then_some(second)
}

/// The text of an address that `at` uses, with what statements put behind it where it is in a variable.
fn address_text(unit: &Unit, address: &Value, scope: ScopeId, at: At) -> Folded {
    let mut text = unit.fold_with_calls(address, scope);
    if let Value::Name(name) = address {
        unit.put_behind(name, scope, at, &mut text);
    }
    text
}

/// Whether a call means a function that the file declares itself: `const fetch = (page) => …`.
fn is_declared_here(unit: &Unit, id: CallId) -> bool {
    let call = &unit.calls[id];
    matches!(&call.callee, Value::Name(name) if unit.declares_around(name, call.scope))
}

/// The path that a block builds an address of: Spring's `uri(builder -> builder.path("/orders").build())`.
fn built_path(unit: &Unit, block: ScopeId) -> Option<Folded> {
    let mut calls = unit.calls.iter();
    let path = calls.find(|call| {
        matches!(call.method(), "path" | "replacePath")
            && related::is_within(unit, call.scope, &[block])
    })?;
    Some(unit.fold_with_calls(&path.positional(0)?.value, path.scope))
}

/// The function that a request is given to, where nothing sends it here: `send(client.target(url).request(), body)`.
fn handed_to(unit: &Unit, id: CallId) -> Option<String> {
    const BUILDING: &[&str] = &["header", "headers", "accept", "cookie", "property"];
    let mut last = id;
    while let Some(&next) = unit.chained(last).first() {
        if !BUILDING.contains(&unit.calls[next].method()) {
            return None;
        }
        last = next;
    }
    let kept = unit.kept(last);
    let is_given = |value: &Value, scope: ScopeId| match (value, kept) {
        (Value::Call(id), _) => *id == last,
        (Value::Name(name), Some(kept)) => {
            let found = unit.lookup(name, scope).iter();
            *name == kept.name
                && found
                    .into_iter()
                    .any(|&id| std::ptr::eq(&unit.bindings[id], kept))
        }
        _ => false,
    };
    let mut calls = unit.calls.iter();
    let taking = calls.find(|call| {
        let mut arguments = call.arguments.iter();
        arguments.any(|argument| is_given(&argument.value, call.scope))
    })?;
    Some(taking.method().to_owned())
}

fn callee_matches(unit: &Unit, id: CallId, pattern: &str) -> bool {
    unit.callee(id)
        .is_some_and(|callee| matches(&callee, pattern))
}

/// The base address that the client was made with, before a path that is relative to it.
fn with_base(unit: &Unit, library: &Library, related: &[CallId], url: Folded) -> Folded {
    let is_relative = match url.pieces.first() {
        None => true,
        Some(Piece::Text(text)) => !text.contains("://"),
        // What a client with a base address is given is relative to it, as far as anybody here can tell.
        Some(Piece::Hole(_)) => unit.language.is_script(),
        Some(_) => false,
    };
    if !is_relative {
        return url;
    }
    if let Some(mut base) = related
        .first()
        .and_then(|&id| base_field(unit, library, id))
    {
        join_path(&mut base, url);
        return base;
    }
    if library.name == ktor::LIBRARY
        && let Some(mut base) = ktor::base(unit, related)
    {
        join_path(&mut base, url);
        return base;
    }
    for &id in related {
        let call = &unit.calls[id];
        let argument = call.option(library.base_options).or_else(|| {
            match library.base_calls.contains(&call.method()) {
                true => call.positional(0),
                false => None,
            }
        });
        if let Some(argument) = argument {
            let mut base = unit.fold_with_calls(&argument.value, call.scope);
            if base.is_unknown() && url.is_unknown() {
                continue;
            }
            if url.pieces.is_empty() {
                return base;
            }
            join_path(&mut base, url);
            return base;
        }
    }
    url
}

/// The base address that the call's function or class sets on its client: `client.BaseAddress = new Uri(url)`.
fn base_field(unit: &Unit, library: &Library, id: CallId) -> Option<Folded> {
    let function = unit.function_around(unit.calls[id].scope);
    // Ruby's `base_uri "https://stock"` in the class.
    let class = function.and_then(|function| super::routes::class_around(unit, function));
    if unit.language == crate::Language::Ruby {
        let mut calls = unit.calls.iter();
        let is_of_class = |call: &&CallSite| {
            Some(call.scope) == class && library.base_calls.contains(&call.method())
        };
        if let Some(call) = calls.find(is_of_class) {
            return Some(unit.fold(&call.positional(0)?.value, call.scope));
        }
    }
    if library.base_options.is_empty() {
        return None;
    }
    let owner = unit.owner(function?);
    let options = library.base_options.iter();
    let mut set: Vec<usize> = options
        .flat_map(|field| unit.set_fields(field))
        .copied()
        .collect();
    set.sort_unstable();
    let mut bindings = set.iter().map(|&id| &unit.bindings[id]);
    let binding = bindings.find(|binding| {
        let around = unit.function_around(binding.scope);
        around == function
            || (owner.is_some() && around.and_then(|around| unit.owner(around)) == owner)
    })?;
    let base = unit.fold_with_calls(&binding.value, binding.scope);
    (!base.pieces.is_empty()).then_some(base)
}

/// Calls that make a request, with its method among their arguments.
const REQUESTS: &[&str] = &[
    "NewRequest",
    "NewRequestWithContext",
    "HttpRequestMessage",
    "RestRequest",
    "method",
    "exchange",
    "Request",
    "builder",
];

fn http_method(
    unit: &Unit,
    library: &Library,
    call: &CallSite,
    related: &[CallId],
    method: &Method,
) -> Option<String> {
    let word = |argument: &Value, scope: ScopeId| {
        super::routes::methods_of(unit, argument, scope)
            .into_iter()
            .next()
    };
    match method {
        Method::Is(method) => Some((*method).to_owned()),
        Method::First => word(&call.positional(0)?.value, call.scope),
        Method::Handed => None,
        Method::Option(default) => {
            let options = call.positional(0).map(|argument| &argument.value);
            if let Some(text) =
                options.and_then(|value| options::entry(unit, call, value, "method"))
            {
                return verb_of(&text);
            }
            for &id in related {
                let other = &unit.calls[id];
                if let Some(argument) = other.option(&["method", "Method"]) {
                    return word(&argument.value, other.scope);
                }
                // The method is the name or an argument of a call in the chain or of the request.
                if let Some((_, method)) = library
                    .method_calls
                    .iter()
                    .find(|(name, _)| *name == other.method())
                {
                    return Some((*method).to_owned());
                }
                if REQUESTS.contains(&other.method())
                    && let Some(found) = other
                        .arguments
                        .iter()
                        .find_map(|argument| word(&argument.value, other.scope))
                {
                    return Some(found);
                }
            }
            let is_told = !default.is_empty() && !options::may_say_method(unit, call);
            is_told.then(|| (*default).to_owned())
        }
    }
}

/// The values that may say the HTTP method of a call.
fn http_method_arguments<'u>(unit: &'u Unit, id: CallId, related: &[CallId]) -> Vec<&'u Value> {
    let first = unit.calls[id].positional(0);
    let of_requests = related.iter().flat_map(|&id| {
        let call = &unit.calls[id];
        let arguments = call.arguments.iter();
        let is_request = REQUESTS.contains(&call.method());
        arguments
            .filter(move |_| is_request)
            .chain(call.option(&["method", "Method"]))
    });
    let all = first.into_iter().chain(of_requests);
    all.map(|argument| &argument.value).collect()
}

#[cfg(test)]
pub(super) fn entries() -> Vec<String> {
    let all = CLIENTS.iter().copied().flatten();
    let others = declared::entries().into_iter().chain(generated::entries());
    all.map(|library| format!("{:?} {}", library.languages[0], library.name))
        .chain(others.map(str::to_owned))
        .collect()
}
