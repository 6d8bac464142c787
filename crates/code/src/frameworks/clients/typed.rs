//! Clients of .NET that a container makes for a class: `services.AddHttpClient<IStock, Stock>(client => client.BaseAddress = …)`.
//! Source: <https://learn.microsoft.com/dotnet/core/extensions/httpclient-factory#typed-clients>

use super::resilience::{RETRIES, has_any};
use crate::form::{CallId, Unit, Value, last_name, type_path};
use crate::{Deadline, Folded, Instance, Language};

/// What stands before the class in the name of such a client.
pub(crate) const TYPED: &str = "@typed ";

/// The base addresses that the file gives to the clients of classes.
pub(super) fn instances(unit: &Unit) -> Vec<Instance> {
    let mut out = Vec::new();
    if unit.language != Language::CSharp {
        return out;
    }
    for (id, call) in unit.calls.iter().enumerate() {
        if !matches!(call.method(), "AddHttpClient" | "AddTypedClient") {
            continue;
        }
        // Of an interface and the class that implements it, the class calls.
        let Some(class) = call.type_arguments.last() else {
            continue;
        };
        let Some(base) = base(unit, id) else { continue };
        out.push(Instance {
            name: format!("{TYPED}{}", last_name(&type_path(class))),
            is_default: false,
            origin: String::new(),
            library: None,
            base,
            deadline: Deadline::Unknown,
            has_retry: has_any(unit, id, &[id], RETRIES),
        });
    }
    out
}

/// What the blocks of a registration set as the base address.
fn base(unit: &Unit, id: CallId) -> Option<Folded> {
    let calls = std::iter::once(id).chain(unit.chained(id).iter().copied());
    let blocks = calls.flat_map(|id| &unit.calls[id].arguments);
    let blocks: Vec<_> = blocks
        .filter_map(|argument| match argument.value {
            Value::Lambda(scope) => Some(scope),
            _ => None,
        })
        .collect();
    let mut bindings = unit.bindings.iter();
    let binding = bindings.find(|binding| {
        binding.name.ends_with(".BaseAddress")
            && super::related::is_within(unit, binding.scope, &blocks)
    })?;
    let text = unit.fold_with_calls(&binding.value, binding.scope);
    (!text.pieces.is_empty()).then_some(text)
}
