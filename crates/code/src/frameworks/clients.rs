//! Outbound calls.

mod declared;
mod grpc;
mod table;

use super::place;
use crate::form::{CallId, CallSite, ScopeId, Unit, Value, join_path, matches};
use crate::frameworks::{Pick, pick};
use crate::{Client, Deadline, Folded, Piece};
use table::{CLIENTS, Library, Method, Unit as TimeUnit};

/// The outbound calls of a file.
pub(crate) fn clients(unit: &Unit) -> Vec<Client> {
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
        for library in &libraries {
            out.extend(client(unit, library, id, &callee));
        }
    }
    out.extend(declared::clients(unit));
    out.extend(grpc::clients(unit));
    out.sort_by_key(|client: &Client| client.at);
    // The library that stands first in the table wins where two read one call.
    out.dedup_by(|next, kept| next.at == kept.at);
    out
}

fn client(unit: &Unit, library: &Library, id: CallId, callee: &str) -> Option<Client> {
    let call = &unit.calls[id];
    let (_, method) = library
        .calls
        .iter()
        .find(|(pattern, _)| matches(callee, pattern))?;
    let related = related(unit, id);
    let url_pick = match method {
        Method::First => Pick {
            position: library.url.position.map(|position| position + 1),
            names: library.url.names,
        },
        _ => library.url,
    };
    let mut url = Folded::default();
    let mut has_url = false;
    if let Some(argument) = pick(call, &url_pick) {
        url = unit.fold(&request_url(unit, &argument.value, call.scope), call.scope);
        has_url = true;
    }
    // `.uri("/orders")` after `.get()`.
    for &other in &related {
        let chained = &unit.calls[other];
        if library.url_calls.contains(&chained.method())
            && let Some(argument) = chained.positional(0)
        {
            let part = unit.fold(&argument.value, chained.scope);
            if !has_url || url.pieces.is_empty() {
                url = part;
                has_url = true;
            }
        }
    }
    if !has_url && library.needs_url {
        return None;
    }
    url = with_base(unit, library, &related, url);
    Some(Client {
        protocol: library.protocol,
        method: http_method(unit, library, call, &related, method),
        url,
        service: None,
        at: call.at,
        library: library.name.to_owned(),
        deadline: deadline(unit, library, id, &related),
        has_retry: has_any(unit, id, &related, RETRIES),
        has_breaker: has_any(unit, id, &related, BREAKERS),
        place: place(unit, call.scope),
    })
}

fn callee_matches(unit: &Unit, id: CallId, pattern: &str) -> bool {
    unit.callee(id)
        .is_some_and(|callee| matches(&callee, pattern))
}

/// The URL inside `new Request(url)`, `http.NewRequest(method, url, body)` and the like, which are kept in a variable first.
fn request_url(unit: &Unit, value: &Value, scope: ScopeId) -> Value {
    let request = match value {
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding, ..] => &unit.bindings[*binding].value,
            [] => value,
        },
        other => other,
    };
    if let Value::Call(id) = request {
        let call = &unit.calls[*id];
        let position = match call.method() {
            "NewRequest" => 1,
            "NewRequestWithContext" => 2,
            "HttpRequestMessage" => 1,
            "RestRequest" => 0,
            "Request" => 0,
            _ => return value.clone(),
        };
        if let Some(argument) = call.positional(position) {
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

/// The base address that the client was made with, before a path that is relative to it.
fn with_base(unit: &Unit, library: &Library, related: &[CallId], url: Folded) -> Folded {
    let is_relative = match url.pieces.first() {
        None => true,
        Some(Piece::Text(text)) => !text.contains("://"),
        Some(_) => false,
    };
    if !is_relative {
        return url;
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
            let mut base = unit.fold(&argument.value, call.scope);
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
        Method::Option(default) => {
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
                if matches!(
                    other.method(),
                    "NewRequest"
                        | "NewRequestWithContext"
                        | "HttpRequestMessage"
                        | "RestRequest"
                        | "method"
                        | "exchange"
                        | "Request"
                        | "builder"
                ) && let Some(found) = other
                    .arguments
                    .iter()
                    .find_map(|argument| word(&argument.value, other.scope))
                {
                    return Some(found);
                }
            }
            (!default.is_empty()).then(|| (*default).to_owned())
        }
    }
}

/// Calls that tell about a call: itself, what is chained to it, what it is chained to, and what made the client and the request.
fn related(unit: &Unit, id: CallId) -> Vec<CallId> {
    const LIMIT: usize = 64;
    let mut out = vec![id];
    let mut next = unit.chained(id).first().copied();
    while let Some(chained) = next {
        if out.len() >= LIMIT {
            break;
        }
        out.push(chained);
        next = unit.chained(chained).first().copied();
    }
    let mut queue = vec![(unit.calls[id].callee.clone(), unit.calls[id].scope)];
    for argument in &unit.calls[id].arguments {
        if matches!(
            argument.value,
            Value::Name(_) | Value::Call(_) | Value::Member(..)
        ) {
            queue.push((argument.value.clone(), unit.calls[id].scope));
        }
    }
    let mut at = 0;
    while at < queue.len() && out.len() < LIMIT && at < LIMIT {
        let (value, scope) = queue[at].clone();
        at += 1;
        match value {
            Value::Call(call) if !out.contains(&call) => {
                {
                    out.push(call);
                    queue.push((unit.calls[call].callee.clone(), unit.calls[call].scope));
                    // `new X(new Y().timeout(…))`
                    for argument in unit.calls[call].arguments.iter().take(4) {
                        if matches!(argument.value, Value::Name(_) | Value::Call(_)) {
                            queue.push((argument.value.clone(), unit.calls[call].scope));
                        }
                    }
                }
            }
            Value::Member(object, name) => {
                if crate::form::is_self(&object) {
                    for &binding in unit.field(&name, scope) {
                        let binding = &unit.bindings[binding];
                        queue.push((binding.value.clone(), binding.scope));
                    }
                } else {
                    for &binding in unit.results(&name) {
                        let binding = &unit.bindings[binding];
                        queue.push((binding.value.clone(), binding.scope));
                    }
                    queue.push((*object, scope));
                }
            }
            Value::Name(name) => {
                for &binding in unit.lookup(&name, scope) {
                    let binding = &unit.bindings[binding];
                    queue.push((binding.value.clone(), binding.scope));
                }
                // Options set after the construction: `client.Timeout = …`, `http.setReadTimeout(…)`.
                for (other, call) in unit.calls.iter().enumerate() {
                    if let Value::Member(object, method) = &call.callee
                        && matches!(object.as_ref(), Value::Name(holder) if *holder == name)
                        && is_timeout_name(method)
                        && !out.contains(&other)
                    {
                        out.push(other);
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn is_timeout_name(name: &str) -> bool {
    name.to_ascii_lowercase().contains("timeout")
}

/// Options and calls that set a deadline.
const TIMEOUT_NAMES: &[&str] = &[
    "timeout",
    "Timeout",
    "ReadTimeout",
    "readTimeout",
    "responseTimeout",
    "callTimeout",
    "connectTimeout",
    "requestTimeout",
    "timeoutMs",
    "signal",
    "deadline",
    "headersTimeout",
    "bodyTimeout",
    "setReadTimeout",
    "setTimeout",
    "setConnectTimeout",
    "read_timeout",
    "open_timeout",
    "requestTimeoutMillis",
    "SetTimeout",
    "WithTimeout",
    "timeout_duration",
    "timeout_global",
    "timeout_per_call",
    "request_timeout",
    "total_timeout",
    "connect_timeout",
    "setResponseTimeout",
    "setConnectionRequestTimeout",
];

fn deadline(unit: &Unit, library: &Library, id: CallId, related: &[CallId]) -> Deadline {
    if let Some(deadline) = stated(unit, library.time_unit, related) {
        return deadline;
    }
    // Something after the client's construction sets it: `client.Timeout = …`.
    let root = root_name(&unit.calls[id].callee);
    if let Some(root) = &root
        && unit.bindings.iter().any(|binding| {
            binding
                .name
                .strip_prefix(root.as_str())
                .is_some_and(|rest| rest.starts_with('.') && is_timeout_name(rest))
        })
    {
        return Deadline::Set(None);
    }
    if has_handed_context(unit, related) {
        return Deadline::Unknown;
    }
    if library.is_complete
        || related
            .iter()
            .any(|&other| is_made_here(unit, library, other))
    {
        library.default
    } else {
        Deadline::Unknown
    }
}

/// A deadline that one of the calls states; plain numbers are seconds in Python, else milliseconds.
fn deadline_of(unit: &Unit, related: &[CallId]) -> Option<Deadline> {
    let time_unit = match unit.language {
        crate::Language::Python => TimeUnit::Seconds,
        _ => TimeUnit::Milliseconds,
    };
    stated(unit, time_unit, related)
}

fn stated(unit: &Unit, time_unit: TimeUnit, related: &[CallId]) -> Option<Deadline> {
    for &other in related {
        let call = &unit.calls[other];
        if let Some(argument) = call.option(TIMEOUT_NAMES) {
            if matches!(&argument.value, Value::Name(name) if matches!(name.as_str(), "None" | "null"))
            {
                return Some(Deadline::Unset);
            }
            return Some(Deadline::Set(milliseconds(
                unit,
                &argument.value,
                call.scope,
                time_unit,
            )));
        }
        if TIMEOUT_NAMES.contains(&call.method()) {
            let value = call
                .arguments
                .iter()
                .find_map(|argument| milliseconds(unit, &argument.value, call.scope, time_unit));
            return Some(Deadline::Set(value));
        }
        // A context with a deadline, as Go passes it.
        if call
            .arguments
            .iter()
            .any(|argument| has_context_deadline(unit, &argument.value, call.scope))
        {
            return Some(Deadline::Set(None));
        }
    }
    None
}

fn has_context_deadline(unit: &Unit, value: &Value, scope: ScopeId) -> bool {
    let Value::Name(name) = value else {
        return false;
    };
    unit.lookup(name, scope).iter().any(|&binding| {
        matches!(unit.bindings[binding].value, Value::Call(id)
            if matches!(unit.calls[id].method(), "WithTimeout" | "WithDeadline"))
    })
}

/// Whether a call is given a Go context that the function itself was given: its caller may have set a deadline.
fn has_handed_context(unit: &Unit, related: &[CallId]) -> bool {
    unit.language == crate::Language::Go
        && related.iter().any(|&id| {
            let call = &unit.calls[id];
            call.arguments.iter().any(|argument| {
                let Value::Name(name) = &argument.value else {
                    return false;
                };
                unit.lookup(name, call.scope).iter().any(|&binding| {
                    let binding = &unit.bindings[binding];
                    binding.is_parameter && binding.type_name.as_deref() == Some("context.Context")
                })
            })
        })
}

fn root_name(value: &Value) -> Option<String> {
    let mut value = value;
    loop {
        match value {
            Value::Member(object, _) => value = object,
            Value::Name(name) => return Some(name.clone()),
            _ => return None,
        }
    }
}

/// Whether the call makes the client, so that nothing elsewhere configured it.
fn is_made_here(unit: &Unit, library: &Library, id: CallId) -> bool {
    library
        .constructors
        .iter()
        .any(|pattern| callee_matches(unit, id, pattern))
}

/// A duration in milliseconds: `5000`, `5 * time.Second`, `Duration.ofSeconds(5)`, `AbortSignal.timeout(5000)`, `(3, 5)`.
fn milliseconds(unit: &Unit, value: &Value, scope: ScopeId, time_unit: TimeUnit) -> Option<u64> {
    let scale = |number: f64, time_unit: TimeUnit| {
        let milliseconds = match time_unit {
            TimeUnit::Seconds => number * 1000.0,
            TimeUnit::Milliseconds => number,
        };
        (milliseconds.is_finite() && (0.0..1e12).contains(&milliseconds))
            .then_some(milliseconds as u64)
    };
    match value {
        Value::Scalar(text) => {
            let plain: String = text.replace('_', "");
            if let Some((number, unit_name)) = plain.split_once('*') {
                let (number, unit_name) = (number.trim(), unit_name.trim());
                let number: f64 = number.parse().ok()?;
                return if unit_name.ends_with("Millisecond") {
                    scale(number, TimeUnit::Milliseconds)
                } else if unit_name.ends_with("Second") {
                    scale(number, TimeUnit::Seconds)
                } else if unit_name.ends_with("Minute") {
                    scale(number * 60.0, TimeUnit::Seconds)
                } else {
                    None
                };
            }
            scale(
                plain.trim_end_matches(['L', 'l', 'f', 'F']).parse().ok()?,
                time_unit,
            )
        }
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding] if !matches!(unit.bindings[*binding].value, Value::Name(_)) => milliseconds(
                unit,
                &unit.bindings[*binding].value,
                unit.bindings[*binding].scope,
                time_unit,
            ),
            _ => None,
        },
        // `(connect, read)`: the longer wait is the read's.
        Value::List(items) => milliseconds(unit, items.last()?, scope, time_unit),
        Value::Map(entries) => entries
            .iter()
            .find(|entry| {
                matches!(
                    entry.name.as_deref(),
                    Some("request" | "response" | "total")
                )
            })
            .and_then(|entry| milliseconds(unit, &entry.value, scope, time_unit)),
        Value::Member(object, name) if name == "Second" => {
            let _ = object;
            Some(1000)
        }
        Value::Call(id) => {
            let call = &unit.calls[*id];
            let inner = match call.method() {
                "ofSeconds" | "from_secs" | "FromSeconds" | "from_secs_f32" | "from_secs_f64" => {
                    TimeUnit::Seconds
                }
                "ofMillis" | "from_millis" | "FromMilliseconds" => TimeUnit::Milliseconds,
                "ofMinutes" | "FromMinutes" => {
                    return milliseconds(
                        unit,
                        &call.positional(0)?.value,
                        call.scope,
                        TimeUnit::Seconds,
                    )
                    .map(|value| value * 60);
                }
                "timeout" | "Timeout" | "ClientTimeout" => time_unit,
                _ => return None,
            };
            let argument = call
                .positional(0)
                .or(call.option(&["total", "read", "timeout"]))?;
            milliseconds(unit, &argument.value, call.scope, inner)
        }
        _ => None,
    }
}

/// Annotations, wrappers and options that retry.
const RETRIES: &[&str] = &[
    "Retry",
    "Retryable",
    "retry",
    "retryWhen",
    "Retrying",
    "retrying",
    "backoff",
    "on_exception",
    "Retries",
    "retries",
    "axiosRetry",
    "pRetry",
    "RetryTransient",
    "RetryTemplate",
    "WaitAndRetryAsync",
    "RetryPolicy",
    "AddStandardResilienceHandler",
    "SetRetryCount",
    "asyncRetry",
    "retryablehttp",
    "AddRetry",
    "max_retries",
    "RetryTransientMiddleware",
    "HTTPAdapter",
    "tenacity",
    "with_retry",
    "Retry.decorateSupplier",
    "attempts",
];
/// Annotations and wrappers that break a circuit.
const BREAKERS: &[&str] = &[
    "CircuitBreaker",
    "HystrixCommand",
    "circuit",
    "CircuitBreakerAsync",
    "AddCircuitBreaker",
    "circuitbreaker",
    "circuitBreaker",
    "opossum",
    "SentinelResource",
    "gobreaker",
    "Execute",
    "NewCircuitBreaker",
    "AddStandardResilienceHandler",
    "CircuitBreakerFactory",
    "pybreaker",
    "hystrix",
];

fn has_any(unit: &Unit, id: CallId, related: &[CallId], names: &[&str]) -> bool {
    let is_named = |call: &CallSite| {
        let method = call.method();
        if method == "Execute" {
            return unit
                .origin(&call.callee, call.scope)
                .is_some_and(|path| path.to_ascii_lowercase().contains("breaker"));
        }
        names.contains(&method) || call.option(names).is_some()
    };
    if related.iter().any(|&other| is_named(&unit.calls[other])) {
        return true;
    }
    // Annotations of the functions and classes around it, and the calls whose blocks enclose it.
    let mut scope = unit.calls[id].scope;
    while scope != 0 {
        let current = &unit.scopes[scope];
        if current.annotations.iter().any(|&annotation| {
            let call = &unit.calls[annotation];
            is_named(call)
                || unit.callee(annotation).is_some_and(|path| {
                    names
                        .iter()
                        .any(|name| path.split('.').any(|part| part == *name))
                })
        }) || current
            .lambda_of
            .is_some_and(|call| is_named(&unit.calls[call]))
        {
            return true;
        }
        scope = current.parent;
    }
    false
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    let all = CLIENTS.iter().copied().flatten();
    all.map(|library| library.name)
        .chain(declared::entries())
        .collect()
}
