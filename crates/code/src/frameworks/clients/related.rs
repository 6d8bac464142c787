//! What belongs to an outbound call: the chain that it stands in, and what made its client and its request.

use super::deadline::is_timeout_name;
use crate::form::{CallId, Unit, Value};

/// Calls that tell about a call: itself, what is chained to it, what it is chained to, and what made the client and the request.
pub(super) fn related(unit: &Unit, id: CallId) -> Vec<CallId> {
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
