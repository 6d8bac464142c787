//! Addresses in variables that several statements set: one call, and several whom it may call.

use super::{address_text, request_method, request_url};
use crate::form::{ScopeId, Unit, Value};
use crate::frameworks::routes::methods_of;
use crate::{At, Folded};

/// One of the addresses of a call.
pub(super) struct Way {
    pub url: Folded,
    /// The method of the request that is made for it, where one is.
    pub method: Option<String>,
}

/// A request in a variable, its address in another one.
const FOLLOW_LIMIT: usize = 2;

/// The addresses that a call at `at` may have by what its variable may hold there; none where one of them is not known,
/// or where one statement alone sets it.
pub(super) fn ways(unit: &Unit, value: &Value, scope: ScopeId, at: At) -> Vec<Way> {
    within(unit, value, scope, at, FOLLOW_LIMIT).unwrap_or_default()
}

fn within(unit: &Unit, value: &Value, scope: ScopeId, at: At, depth: usize) -> Option<Vec<Way>> {
    let depth = depth.checked_sub(1)?;
    let Value::Name(name) = super::bare_request(unit, value) else {
        return None;
    };
    let is_set_once = unit.lookup(name, scope).len() < 2;
    let mut out: Vec<Way> = Vec::new();
    for id in unit.alternatives(name, scope, at) {
        let binding = &unit.bindings[id];
        let address = request_url(unit, &binding.value, binding.scope);
        let method = request_method_of(unit, &binding.value);
        let inner = within(unit, &address, binding.scope, binding.at, depth);
        if is_set_once && inner.is_none() {
            return None;
        }
        let ways = inner.unwrap_or_else(|| {
            let mut url = address_text(unit, &address, binding.scope, binding.at);
            if !matches!(address, Value::Name(_)) {
                unit.put_behind(name, scope, at, &mut url);
            }
            vec![Way { url, method: None }]
        });
        for way in ways {
            if way.url.is_unknown() {
                return None;
            }
            let way = Way {
                method: way.method.or_else(|| method.clone()),
                ..way
            };
            let mut known = out.iter();
            if !known.any(|known| known.url == way.url && known.method == way.method) {
                out.push(way);
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The method of the request that a value of Go is.
fn request_method_of(unit: &Unit, value: &Value) -> Option<String> {
    let Value::Call(id) = value else {
        return None;
    };
    let call = &unit.calls[*id];
    if !matches!(call.method(), "NewRequest" | "NewRequestWithContext") {
        return None;
    }
    let method = call.positional(request_method(unit, *id)?)?;
    methods_of(unit, &method.value, call.scope).pop()
}
