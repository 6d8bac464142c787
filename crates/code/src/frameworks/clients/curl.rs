//! PHP's curl, whose handle is told call by call what to do.
//! Source: <https://www.php.net/manual/en/curl.constants.php>

use crate::At;
use crate::form::{CallId, ScopeId, Unit, Value, last_name};
use crate::frameworks::routes::methods_of;

/// What a handle is told under the name of an option.
pub(super) fn option<'u>(
    unit: &'u Unit,
    handle: CallId,
    name: &str,
) -> Option<(&'u Value, ScopeId, At)> {
    let made = &unit.calls[handle];
    let mut bindings = unit.bindings.iter();
    let kept = bindings.find(|binding| matches!(binding.value, Value::Call(id) if id == handle))?;
    let function = unit.function_around(made.scope);
    let is_it = |value: &Value| matches!(value, Value::Name(own) | Value::Member(_, own) if last_name(own) == last_name(&kept.name));
    let is_named = |value: &Value| matches!(value, Value::Name(own) if last_name(own) == name);
    unit.calls.iter().find_map(|call| {
        if unit.function_around(call.scope) != function || !is_it(&call.positional(0)?.value) {
            return None;
        }
        let told = &call.positional(1)?.value;
        let value = match (call.method(), told) {
            ("curl_setopt", told) if is_named(told) => &call.positional(2)?.value,
            ("curl_setopt_array", Value::Map(entries)) => {
                let mut entries = entries.iter();
                let is_named = |own: &str| last_name(own) == name;
                let entry = entries.find(|entry| entry.name.as_deref().is_some_and(is_named))?;
                &entry.value
            }
            _ => return None,
        };
        Some((value, call.scope, call.at))
    })
}

/// The method by which a handle asks; `None` where a variable says it, or where a function is handed the handle.
pub(super) fn method(unit: &Unit, handle: CallId) -> Option<String> {
    if let Some((value, scope, _)) = option(unit, handle, "CURLOPT_CUSTOMREQUEST") {
        return methods_of(unit, value, scope).pop();
    }
    let is_told = |name: &str| {
        option(unit, handle, name).is_some_and(|(value, ..)| {
            !matches!(value, Value::Scalar(word) if matches!(word.as_str(), "0" | "false"))
        })
    };
    if is_told("CURLOPT_POST") || is_told("CURLOPT_POSTFIELDS") {
        return Some("POST".to_owned());
    }
    if is_told("CURLOPT_NOBODY") {
        return Some("HEAD".to_owned());
    }
    None
}
