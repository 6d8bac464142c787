//! What belongs to an outbound call: the chain that it stands in, and what made its client and its request.

use super::deadline::is_timeout_name;
use super::resilience::RETRIES;
use crate::Language;
use crate::form::{CallId, CallSite, ScopeId, Unit, Value};

/// Calls that give a client what makes its requests.
const FACTORIES: &[&str] = &["setRequestFactory"];

/// Calls that tell about a call: itself, what is chained to it, what it is chained to, and what made the client and the request.
pub(super) fn related(unit: &Unit, id: CallId) -> Vec<CallId> {
    const LIMIT: usize = 64;
    /// Of the calls that set something on one name; a test file sets a deadline for each of its cases.
    const SETTER_LIMIT: usize = 256;
    let mut out = vec![id];
    let mut next = unit.chained(id).first().copied();
    while let Some(chained) = next {
        if out.len() >= LIMIT {
            break;
        }
        out.push(chained);
        next = unit.chained(chained).first().copied();
    }
    // Whether what is asked is what the call is made on.
    let mut queue = vec![(unit.calls[id].callee.clone(), unit.calls[id].scope, true)];
    for argument in &unit.calls[id].arguments {
        if matches!(
            argument.value,
            Value::Name(_) | Value::Call(_) | Value::Member(..)
        ) {
            queue.push((argument.value.clone(), unit.calls[id].scope, false));
        }
    }
    let mut at = 0;
    while at < queue.len() && out.len() < LIMIT && at < LIMIT {
        let (value, scope, is_client) = queue[at].clone();
        at += 1;
        match value {
            Value::Call(call) if !out.contains(&call) => {
                out.push(call);
                let CallSite { callee, scope, .. } = &unit.calls[call];
                queue.push((callee.clone(), *scope, is_client));
                // `new X(new Y().timeout(…))`
                for argument in unit.calls[call].arguments.iter().take(4) {
                    if matches!(argument.value, Value::Name(_) | Value::Call(_)) {
                        queue.push((argument.value.clone(), *scope, false));
                    }
                }
                // A function of the file that gives the client.
                let made = unit.function_called(call).filter(|_| is_client);
                if let Some(function) = made
                    && let [(made, scope)] = unit.scopes[function].returned.as_slice()
                {
                    queue.push((made.clone(), *scope, true));
                }
            }
            Value::Member(object, name) => {
                if crate::form::is_self(&object) {
                    for &binding in unit.field(&name, scope).iter().take(LIMIT) {
                        let binding = &unit.bindings[binding];
                        queue.push((binding.value.clone(), binding.scope, is_client));
                    }
                } else {
                    for &binding in unit.results(&name) {
                        let binding = &unit.bindings[binding];
                        queue.push((binding.value.clone(), binding.scope, is_client));
                    }
                    queue.push((*object, scope, is_client));
                }
            }
            Value::Name(name) => {
                // No more of them are looked at.
                for &binding in unit.lookup(&name, scope).iter().take(LIMIT) {
                    let binding = &unit.bindings[binding];
                    queue.push((binding.value.clone(), binding.scope, is_client));
                }
                // A module is no client that something could be set on.
                if unit.imported(&name).is_some() && unit.lookup(&name, scope).is_empty() {
                    continue;
                }
                // Options set after the construction: `client.Timeout = …`, `http.setReadTimeout(…)`,
                // `session.mount("http://", adapter)`, `axiosRetry(http)`.
                for &other in unit.setters(&name, holders).iter().take(SETTER_LIMIT) {
                    if !out.contains(&other) {
                        out.push(other);
                        let call = &unit.calls[other];
                        let arguments = call.arguments.iter().take(4);
                        let made = arguments.filter(|argument| {
                            matches!(argument.value, Value::Call(_))
                                || FACTORIES.contains(&call.method())
                                    && matches!(argument.value, Value::Name(_))
                        });
                        queue.extend(
                            made.map(|argument| (argument.value.clone(), call.scope, false)),
                        );
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// The names of what a call sets something on.
fn holders(call: &CallSite) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::Name(holder) => Some(holder.clone()),
        _ => None,
    };
    match &call.callee {
        Value::Member(object, method)
            if is_timeout_name(method)
                || method == "mount"
                || FACTORIES.contains(&method.as_str()) =>
        {
            name(object).into_iter().collect()
        }
        Value::Name(function) if RETRIES.contains(&function.as_str()) => {
            let arguments = call.arguments.iter();
            let mut names: Vec<String> = arguments
                .filter_map(|argument| name(&argument.value))
                .collect();
            names.sort();
            names.dedup();
            names
        }
        _ => Vec::new(),
    }
}

/// The blocks that configure these calls: `HttpClient(CIO) { install(HttpTimeout) { … } }`, `Faraday.new { |f| … }`.
/// Blocks of other languages run after the call.
pub(super) fn blocks(unit: &Unit, related: &[CallId]) -> Vec<ScopeId> {
    if !matches!(unit.language, Language::Kotlin | Language::Ruby) {
        return Vec::new();
    }
    let arguments = related.iter().flat_map(|&id| &unit.calls[id].arguments);
    arguments
        .filter_map(|argument| match argument.value {
            Value::Lambda(scope) => Some(scope),
            _ => None,
        })
        .collect()
}

/// Whether a scope is one of these or inside of one.
pub(super) fn is_within(unit: &Unit, scope: ScopeId, blocks: &[ScopeId]) -> bool {
    let mut scope = scope;
    while scope != 0 {
        if blocks.contains(&scope) {
            return true;
        }
        scope = unit.scopes[scope].parent;
    }
    false
}
