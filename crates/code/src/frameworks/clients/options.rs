//! What a function of the file says of a request: `api(posting("/orders", order))`, where `posting` gives an object.

use crate::Folded;
use crate::form::{CallSite, ScopeId, Unit, Value};

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
