//! PHP's curl, whose handle is told call by call what to do.
//! Source: <https://www.php.net/manual/en/curl.constants.php>

use crate::At;
use crate::form::{CallId, CallSite, ScopeId, Unit, Value, last_name};
use crate::frameworks::routes::methods_of;

/// What a handle is told under the name of an option.
pub(super) fn option<'u>(
    unit: &'u Unit,
    handle: CallId,
    name: &str,
) -> Option<(&'u Value, ScopeId, At)> {
    let made = &unit.calls[handle];
    let kept = unit.kept(handle)?;
    let function = unit.function_around(made.scope);
    let call = &unit.calls[unit.told(function, last_name(&kept.name), name, tells)?];
    let value = match &call.positional(1)?.value {
        Value::Map(entries) => {
            let mut entries = entries.iter();
            let is_named = |own: &str| last_name(own) == name;
            let entry = entries.find(|entry| entry.name.as_deref().is_some_and(is_named))?;
            &entry.value
        }
        _ => &call.positional(2)?.value,
    };
    Some((value, call.scope, call.at))
}

/// The handle that a call tells something, and the options.
fn tells(call: &CallSite) -> Option<(&str, Vec<&str>)> {
    let (Value::Name(handle) | Value::Member(_, handle)) = &call.positional(0)?.value else {
        return None;
    };
    let options = match (call.method(), &call.positional(1)?.value) {
        ("curl_setopt", Value::Name(option)) => {
            call.positional(2)?;
            vec![last_name(option)]
        }
        ("curl_setopt_array", Value::Map(entries)) => {
            let names = entries.iter().filter_map(|entry| entry.name.as_deref());
            names.map(last_name).collect()
        }
        _ => return None,
    };
    Some((last_name(handle), options))
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
