//! How long an outbound call may take: as set at the call, on the client or request that it uses, or by the library.

use super::callee_matches;
use super::options;
use super::related::{blocks, is_within};
use super::table::{Library, Unit as TimeUnit};
use crate::form::{Binding, CallId, ScopeId, Unit, Value, last_name};
use crate::{Deadline, Handed};

/// Whether an option of a call that is handed to the project's own function limits how long it may take.
pub(crate) fn is_limited(handed: &Handed) -> bool {
    let mut named = handed.named.iter();
    named.any(|(name, _)| is_timeout_name(name) || name == "signal")
}

pub(super) fn is_timeout_name(name: &str) -> bool {
    const WORD: &[u8] = b"timeout";
    let mut parts = name.as_bytes().windows(WORD.len());
    parts.any(|part| part.eq_ignore_ascii_case(WORD))
}

/// Options and calls that set a deadline.
const TIMEOUT_NAMES: &[&str] = &[
    "timeout",
    "_request_timeout",
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

/// The deadline of a call: as something states it, else what its library does without.
pub(super) fn deadline(unit: &Unit, library: &Library, id: CallId, related: &[CallId]) -> Deadline {
    if let Some(deadline) = stated(unit, library.time_unit, related) {
        return deadline;
    }
    // Something after the client's construction sets it: `client.Timeout = …`.
    let root = root_name(&unit.calls[id].callee);
    if root.is_some_and(|root| unit.configured(limited).contains(&root)) {
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

/// Parts of a dotted name that may each hold what the rest of it limits.
const HOLDER_LIMIT: usize = 8;

/// What a binding sets a limit on: `client` and `client.options` of `client.options.Timeout`.
fn limited(binding: &Binding) -> Vec<String> {
    let name = &binding.name;
    let ends = name.match_indices('.').take(HOLDER_LIMIT);
    ends.filter(|(end, _)| is_timeout_name(&name[*end..]))
        .map(|(end, _)| name[..end].to_owned())
        .collect()
}

/// A deadline that one of the calls states; plain numbers are seconds in Python, else milliseconds.
pub(super) fn deadline_of(unit: &Unit, related: &[CallId]) -> Option<Deadline> {
    let time_unit = match unit.language {
        crate::Language::Python => TimeUnit::Seconds,
        _ => TimeUnit::Milliseconds,
    };
    stated(unit, time_unit, related)
}

fn stated(unit: &Unit, time_unit: TimeUnit, related: &[CallId]) -> Option<Deadline> {
    // How long a connection may take says less than how long an answer may.
    let (answering, connecting): (Vec<&str>, Vec<&str>) = TIMEOUT_NAMES
        .iter()
        .partition(|name| !name.to_ascii_lowercase().contains("connect"));
    stated_by(unit, time_unit, related, &answering)
        .or_else(|| stated_in_block(unit, time_unit, related))
        .or_else(|| stated_by(unit, time_unit, related, &connecting))
}

/// A deadline that a block sets: `requestTimeoutMillis = 4000`.
fn stated_in_block(unit: &Unit, time_unit: TimeUnit, related: &[CallId]) -> Option<Deadline> {
    related.iter().find_map(|&id| {
        let blocks = blocks(unit, &[id]);
        if blocks.is_empty() {
            return None;
        }
        let limits = |binding: &Binding| TIMEOUT_NAMES.contains(&last_name(&binding.name));
        let mut bindings = unit
            .configuring(limits)
            .iter()
            .map(|&id| &unit.bindings[id]);
        let binding = bindings.find(|binding| is_within(unit, binding.scope, &blocks))?;
        let limit = milliseconds(unit, &binding.value, binding.scope, time_unit);
        Some(Deadline::Set(limit))
    })
}

fn stated_by(
    unit: &Unit,
    time_unit: TimeUnit,
    related: &[CallId],
    names: &[&str],
) -> Option<Deadline> {
    for &other in related {
        let call = &unit.calls[other];
        if let Some(argument) = call.option(names) {
            if is_none(&argument.value) {
                return Some(Deadline::Unset);
            }
            return Some(Deadline::Set(milliseconds(
                unit,
                &argument.value,
                call.scope,
                time_unit,
            )));
        }
        if names.contains(&call.method()) {
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

/// Whether a value says that there is no limit.
fn is_none(value: &Value) -> bool {
    match value {
        Value::Name(name) => matches!(name.as_str(), "None" | "null"),
        Value::Scalar(text) => matches!(text.as_str(), "false" | "0"),
        _ => false,
    }
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
pub(super) fn has_handed_context(unit: &Unit, related: &[CallId]) -> bool {
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
    let mut constructors = library.constructors.iter();
    (constructors.any(|pattern| callee_matches(unit, id, pattern))
        && !options::are_open(unit, &unit.calls[id]))
        || library.name == "reqwest" && is_default_client(unit, id)
}

/// Whether a call of Rust gives the default of a field that holds a client: `Self { client: Default::default() }`.
fn is_default_client(unit: &Unit, id: CallId) -> bool {
    let is_client = |name: &str, scope: ScopeId| {
        let mut declared = unit.field(name, scope).iter();
        declared.any(|&binding| {
            let written = unit.bindings[binding].type_name.as_deref();
            written.is_some_and(|written| unit.type_origin(written) == "reqwest.Client")
        })
    };
    callee_matches(unit, id, "=Default.default")
        && unit.bindings.iter().any(|binding| {
            matches!(binding.value, Value::Call(made) if made == id)
                && is_client(last_name(&binding.name), binding.scope)
        })
}

/// Whether all that its client does stands in this file: it is made here, or the call needs none.
pub(super) fn is_seen(unit: &Unit, library: &Library, id: CallId, related: &[CallId]) -> bool {
    let mut others = related.iter();
    others.any(|&other| is_made_here(unit, library, other))
        || library.is_complete && !is_on_given(unit, id)
}

/// Whether a call is made on something that its function or its object was given: `session.get(url)`.
fn is_on_given(unit: &Unit, id: CallId) -> bool {
    let call = &unit.calls[id];
    let Value::Member(object, _) = &call.callee else {
        return false;
    };
    match &**object {
        Value::Name(name) => {
            let mut found = unit.lookup(name, call.scope).iter();
            found.any(|&binding| {
                let binding = &unit.bindings[binding];
                binding.is_parameter || matches!(binding.value, Value::Unknown)
            })
        }
        Value::Member(holder, name) if crate::form::is_self(holder) => {
            let set = unit.field(name, call.scope);
            !set.iter()
                .any(|&binding| matches!(unit.bindings[binding].value, Value::Call(_)))
        }
        _ => false,
    }
}

/// When the function around `scope` aborts what a controller of scripts controls, in milliseconds:
/// `setTimeout(() => controller.abort(), 5000)`.
fn aborted_after(unit: &Unit, controller: &str, scope: ScopeId) -> Option<u64> {
    let is_abort = |callee: &Value| {
        matches!(callee, Value::Member(object, method)
            if method == "abort" && matches!(&**object, Value::Name(name) if name == controller))
    };
    let function = unit.function_around(scope);
    let calls = || {
        let calls = unit.calls.iter();
        calls.filter(|call| unit.function_around(call.scope) == function)
    };
    let timer = calls().find(|call| {
        call.method() == "setTimeout"
            && match call.positional(0).map(|argument| &argument.value) {
                Some(Value::Lambda(block)) => {
                    calls().any(|call| call.scope == *block && is_abort(&call.callee))
                }
                Some(value) => is_abort(value),
                None => false,
            }
    })?;
    let after = timer.positional(1)?;
    milliseconds(unit, &after.value, timer.scope, TimeUnit::Milliseconds)
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
        Value::Member(_, name) if name == "Second" => Some(1000),
        // `{ signal: controller.signal }`
        Value::Member(object, name) if name == "signal" && unit.language.is_script() => {
            match &**object {
                Value::Name(controller) => aborted_after(unit, controller, scope),
                _ => None,
            }
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
