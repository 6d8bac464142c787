//! Addresses that blocks of Ktor's client build: `client.get { url { path("orders") } }`, `defaultRequest { url(stock) }`.
//! Source: <https://ktor.io/docs/client-requests.html#url>, <https://ktor.io/docs/client-default-request.html>.

use super::related::{blocks, is_within};
use crate::form::{CallId, CallSite, ScopeId, Unit, Value, join_path, last_name};
use crate::{Folded, Piece};

/// Ktor's client in the table.
pub(super) const LIBRARY: &str = "ktor-client";

/// Where a call goes whose block says it; `None` where no block does.
pub(super) fn address(unit: &Unit, call: &CallSite) -> Option<Folded> {
    within(unit, own_block(call)?)
}

/// The address that a client puts before the paths of its calls.
pub(super) fn base(unit: &Unit, related: &[CallId]) -> Option<Folded> {
    let blocks = blocks(unit, related);
    let mut calls = unit.calls.iter();
    let default = calls
        .find(|call| call.method() == "defaultRequest" && is_within(unit, call.scope, &blocks))?;
    within(unit, own_block(default)?)
}

fn own_block(call: &CallSite) -> Option<ScopeId> {
    let mut arguments = call.arguments.iter();
    arguments.find_map(|argument| block_of(&argument.value))
}

fn block_of(value: &Value) -> Option<ScopeId> {
    match value {
        Value::Lambda(scope) => Some(*scope),
        _ => None,
    }
}

/// The address that the calls of a block say: `url("http://orders")`, or the host and the path in a block of it.
fn within(unit: &Unit, block: ScopeId) -> Option<Folded> {
    let mut calls = unit.calls.iter();
    let url = calls.find(|call| call.scope == block && call.method() == "url")?;
    let first = &url.arguments.first()?.value;
    let Some(inner) = block_of(first) else {
        return Some(unit.fold_with_calls(first, url.scope));
    };
    let mut out = Folded::default();
    let mut bindings = unit.bindings.iter();
    let host =
        bindings.find(|binding| binding.scope == inner && last_name(&binding.name) == "host");
    if let Some(host) = host {
        out.push(Piece::Text("http://".to_owned()));
        out.append(unit.fold_with_calls(&host.value, host.scope));
    }
    let calls = unit.calls.iter().filter(|call| call.scope == inner);
    for call in calls {
        let parts = call.arguments.iter();
        let parts = parts.map(|argument| unit.fold_with_calls(&argument.value, call.scope));
        match call.method() {
            "takeFrom" => parts.for_each(|part| out = part),
            "path" | "appendPathSegments" => parts.for_each(|part| join_path(&mut out, part)),
            _ => {}
        }
    }
    (!out.pieces.is_empty()).then_some(out)
}
