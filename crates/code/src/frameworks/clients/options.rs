//! What a function of the file says of a request, `api(posting("/orders", order))` where `posting` gives an object, and
//! what nobody here can tell of it.

use crate::Folded;
use crate::form::{Arg, CallSite, SPREAD, ScopeId, Unit, Value, last_name};

/// Functions that call functions are followed this many times.
const FOLLOW_LIMIT: usize = 4;

/// The text of an entry of the object that a function gives for `call`; `None` where `value` is no call of such a function.
pub(super) fn entry(unit: &Unit, call: &CallSite, value: &Value, name: &str) -> Option<Folded> {
    match value {
        Value::Call(_) if unit.language.is_script() => {
            within(unit, value, call.scope, name, FOLLOW_LIMIT)
        }
        _ => None,
    }
}

/// Whether options that a script is given elsewhere may say the method of a call: `fetch(url, { ...options })`,
/// `fetch(url, options)`.
pub(super) fn may_say_method(unit: &Unit, call: &CallSite) -> bool {
    let is_all = |argument: &Arg| match &argument.value {
        Value::Name(name) | Value::Member(_, name) => {
            names_options(name) && may_hold_more(unit, &argument.value, call.scope)
        }
        _ => false,
    };
    // `$http(response.config)` is told all by one object.
    if unit.language.is_script() && call.positional(0).is_some_and(is_all) {
        return true;
    }
    const CALLBACKS: &[&str] = &["cb", "callback", "done", "next"];
    let is_callback =
        |value: &Value| matches!(value, Value::Name(name) if CALLBACKS.contains(&name.as_str()));
    unit.language.is_script()
        && call.positional(1).is_some_and(|options| {
            !is_callback(&options.value) && is_open(unit, &options.value, call.scope, FOLLOW_LIMIT)
        })
}

/// Whether a name says that it holds what a request is told: `init`, `requestOptions`.
pub(crate) fn names_options(name: &str) -> bool {
    const WORDS: &[&str] = &["options", "opts", "init", "config", "request"];
    let lower = last_name(name).to_ascii_lowercase();
    WORDS.iter().any(|word| lower.ends_with(word))
}

/// Whether a client is made with options that the file does not show: `axios.create(config)`.
pub(super) fn are_open(unit: &Unit, call: &CallSite) -> bool {
    unit.language.is_script()
        && call.method() == "create"
        && call
            .positional(0)
            .is_some_and(|options| is_open(unit, &options.value, call.scope, FOLLOW_LIMIT))
}

/// Whether an object may have entries that the file does not show.
pub(super) fn may_hold_more(unit: &Unit, value: &Value, scope: ScopeId) -> bool {
    is_open(unit, value, scope, FOLLOW_LIMIT)
}

fn is_open(unit: &Unit, value: &Value, scope: ScopeId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return true;
    };
    match value {
        Value::Map(entries) => entries.iter().any(|entry| {
            entry.name.as_deref() == Some(SPREAD) && is_open(unit, &entry.value, scope, depth)
        }),
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding] => {
                let binding = &unit.bindings[*binding];
                let is_written = matches!(binding.value, Value::Map(_) | Value::Name(_));
                !is_written || is_open(unit, &binding.value, binding.scope, depth)
            }
            _ => name != "undefined",
        },
        Value::Member(_, name) => names_options(name),
        _ => false,
    }
}

fn within(unit: &Unit, value: &Value, scope: ScopeId, name: &str, depth: usize) -> Option<Folded> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Map(entries) => {
            let mut entries = entries.iter();
            let entry = entries.find(|entry| entry.name.as_deref() == Some(name))?;
            Some(unit.fold_with_calls(&entry.value, scope))
        }
        Value::Call(id) => {
            let function = unit.function_called(*id)?;
            let [(returned, own)] = unit.scopes[function].returned.as_slice() else {
                return None;
            };
            let text = within(unit, returned, *own, name, depth)?;
            let call = &unit.calls[*id];
            let parameters = unit.parameters(function);
            let given = |name: &str| -> Option<Folded> {
                let position = parameters.iter().position(|own| *own == name)?;
                let argument = call.positional(position)?;
                Some(unit.fold_with_calls(&argument.value, call.scope))
            };
            Some(text.filled(&given))
        }
        _ => None,
    }
}
