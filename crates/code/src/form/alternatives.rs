//! What a variable may hold where a call uses it: the last value before it, or one of several that choices set.

use super::{ScopeId, Unit, Value};
use crate::At;

/// Values of one variable; one that gets more is computed.
const VALUE_LIMIT: usize = 4;
/// Values inside of values.
const DEPTH: usize = 8;
/// Arguments of a call that are looked through.
const ARGUMENT_LIMIT: usize = 10;

impl Unit {
    /// The bindings of which one gives a variable its value at `at`: the last that every run passes, and those that only
    /// some runs pass after it. Empty where the function around does not set it alone, or sets it by itself.
    pub fn alternatives(&self, name: &str, scope: ScopeId, at: At) -> Vec<usize> {
        let function = self.function_around(scope);
        let mut out = Vec::new();
        for &id in self.lookup(name, scope) {
            let binding = &self.bindings[id];
            let is_elsewhere = self.function_around(binding.scope) != function;
            if binding.is_parameter || is_elsewhere || self.mentions(&binding.value, name, DEPTH) {
                return Vec::new();
            }
            if binding.at.start >= at.start {
                continue;
            }
            let is_sure = !self.is_conditional(binding.at, at);
            if is_sure {
                out.clear();
            }
            match &binding.value {
                value if is_nothing(value) => {}
                // Nobody here can tell what a run that passes it has.
                Value::Unknown | Value::Lambda(_) if !is_sure => return Vec::new(),
                Value::Unknown | Value::Lambda(_) => {}
                _ => out.push(id),
            }
        }
        match out.len() {
            0..=VALUE_LIMIT => out,
            _ => Vec::new(),
        }
    }

    /// Whether only some runs pass `at`.
    pub(super) fn is_in_branch(&self, at: At) -> bool {
        self.branches.iter().any(|branch| holds(branch, at))
    }

    /// Whether some runs reach `at` without passing `inner`.
    pub(super) fn is_conditional(&self, inner: At, at: At) -> bool {
        let mut branches = self.branches.iter();
        branches.any(|branch| holds(branch, inner) && !holds(branch, at))
    }

    /// Whether a value is made of a variable's own.
    fn mentions(&self, value: &Value, name: &str, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return true;
        };
        let does = |value: &Value| self.mentions(value, name, depth);
        match value {
            Value::Name(other) => other == name,
            Value::Member(object, _) => does(object),
            Value::Concat(parts) | Value::List(parts) => parts.iter().any(does),
            Value::Or(first, second) | Value::Index(first, second) => does(first) || does(second),
            Value::Call(id) => {
                let call = &self.calls[*id];
                let arguments = call.arguments.iter().take(ARGUMENT_LIMIT);
                does(&call.callee) || arguments.map(|argument| &argument.value).any(does)
            }
            _ => false,
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.is_empty()) || names_nothing(value)
}

/// Whether a value is the word of its language for none.
pub(super) fn names_nothing(value: &Value) -> bool {
    matches!(value, Value::Name(name) if matches!(name.as_str(), "nil" | "null" | "None" | "undefined"))
}

fn holds(branch: &At, at: At) -> bool {
    branch.start <= at.start && at.start < branch.end
}
