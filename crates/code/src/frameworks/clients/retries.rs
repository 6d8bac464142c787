//! Loops of one's own that repeat an outbound call until it succeeds.

use crate::form::{CallId, ScopeId, ScopeKind, Unit};

/// Parts of names of what counts repetitions.
const COUNTERS: &[&str] = &["attempt", "retr", "tries"];
/// Functions that wait, in small letters.
const WAITS: &[&str] = &["sleep", "usleep", "delay", "settimeout", "wait", "after"];

/// Whether a loop around a call repeats it: one that counts attempts does, one that only waits may.
/// `Some(false)` where no loop does.
pub(super) fn around(unit: &Unit, id: CallId) -> Option<bool> {
    let mut scope = unit.calls[id].scope;
    let mut loops = Vec::new();
    while scope != 0 && unit.scopes[scope].kind != ScopeKind::Function {
        if unit.scopes[scope].kind == ScopeKind::Loop {
            loops.push(scope);
        }
        scope = unit.scopes[scope].parent;
    }
    if loops.iter().any(|&own| counts(unit, own)) {
        return Some(true);
    }
    let waits = || {
        let mut calls = unit.calls_within(&loops).into_iter();
        calls.any(|id| {
            let name = unit.calls[id].method().to_ascii_lowercase();
            WAITS.contains(&name.as_str())
        })
    };
    (loops.is_empty() || !waits()).then_some(false)
}

/// Whether a loop runs over attempts: `for attempt in range(3)`.
fn counts(unit: &Unit, own: ScopeId) -> bool {
    let is_counter = |name: &str| {
        let name = name.to_ascii_lowercase();
        COUNTERS.iter().any(|word| name.contains(word))
    };
    let mut bindings = unit.bindings.iter();
    is_counter(&unit.scopes[own].name)
        || bindings.any(|binding| binding.scope == own && is_counter(&binding.name))
}
