//! What retries an outbound call, and what breaks its circuit.

use super::related::{blocks, related};
use crate::form::{Arg, CallId, CallSite, ScopeId, Unit, Value};

/// Annotations, wrappers and options that retry.
pub(super) const RETRIES: &[&str] = &[
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
    "HttpRequestRetry",
    "go-retryablehttp",
];
/// Annotations and wrappers that break a circuit.
pub(super) const BREAKERS: &[&str] = &[
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

/// Whether something around a call, or that it uses, has one of these names.
pub(super) fn has_any(unit: &Unit, id: CallId, related: &[CallId], names: &[&str]) -> bool {
    let is_named = |call: &CallSite| is_named(unit, call, names);
    // What another library does by itself: `retryablehttp.Get(…)`.
    let is_of_library = |id: CallId| {
        let callee = unit.callee(id);
        callee.is_some_and(|path| path.split(['.', '/']).any(|part| names.contains(&part)))
    };
    let is_any = |related: &[CallId]| {
        let mut calls = related.iter();
        calls.any(|&other| is_named(&unit.calls[other]) || is_of_library(other))
    };
    if is_any(related) {
        return true;
    }
    let blocks = blocks(unit, related);
    let mut configuring = unit.calls_within(&blocks).into_iter();
    if configuring.any(|id| {
        let call = &unit.calls[id];
        let is_installed = |argument: &Arg| matches!(&argument.value, Value::Name(name) | Value::Text(name) if names.contains(&name.as_str()));
        is_named(call) || call.arguments.iter().any(is_installed)
    }) {
        return true;
    }
    // Annotations of the functions and classes around it, and the calls whose blocks enclose it.
    let mut scope = unit.calls[id].scope;
    while scope != 0 {
        let current = &unit.scopes[scope];
        if is_annotated(unit, scope, names)
            || current.lambda_of.is_some_and(|call| {
                is_named(&unit.calls[call]) || is_any(&self::related(unit, call))
            })
        {
            return true;
        }
        scope = current.parent;
    }
    false
}

fn is_named(unit: &Unit, call: &CallSite, names: &[&str]) -> bool {
    let method = call.method();
    if method == "Execute" {
        return names.contains(&method)
            && unit
                .origin(&call.callee, call.scope)
                .is_some_and(|path| path.to_ascii_lowercase().contains("breaker"));
    }
    names.contains(&method) || call.option(names).is_some()
}

/// Whether an annotation of a function or class has one of these names, or is of a library that has.
pub(super) fn is_annotated(unit: &Unit, scope: ScopeId, names: &[&str]) -> bool {
    let annotations = &unit.scopes[scope].annotations;
    annotations.iter().any(|&annotation| {
        let is_of_library = |path: &str| path.split('.').any(|part| names.contains(&part));
        is_named(unit, &unit.calls[annotation], names)
            || unit
                .callee(annotation)
                .is_some_and(|path| is_of_library(&path))
    })
}
