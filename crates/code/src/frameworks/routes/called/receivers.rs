//! Whether what a call is made on is a router.

use super::{Reader, root};
use crate::form::{Arg, CallId, CallSite, ScopeId, Value, matches};

impl Reader<'_> {
    /// A function of the project around the registration: `slashed_path("orders", Orders.as_view())`.
    pub(super) fn wraps_view(&self, call: &CallSite) -> bool {
        self.framework.view.is_some_and(|view| {
            matches!(&call.callee, Value::Name(_))
                && matches!(call.arguments.get(1), Some(Arg { value: Value::Call(inner), .. })
                    if self.unit.calls[*inner].method() == view)
        })
    }

    /// Whether a handler is chained to the call at once; then it is no group.
    pub(super) fn is_handled(&self, id: CallId) -> bool {
        self.unit
            .chained(id)
            .iter()
            .any(|&next| matches!(self.unit.calls[next].method(), "Handler" | "HandlerFunc"))
    }

    /// Whether the call's receiver is a router of this framework.
    pub(super) fn is_router_call(&self, id: CallId) -> bool {
        let call = &self.unit.calls[id];
        match &call.callee {
            Value::Name(name) => {
                self.framework.is_bare
                    && !call.is_annotation
                    && (self.wraps_view(call)
                        || self.unit.imported(name).is_none_or(|path| {
                            self.framework
                                .gate
                                .iter()
                                .any(|gate| path.starts_with(gate))
                        }))
                    && (self.framework.bare_below.is_empty() || self.is_below(call.scope))
            }
            Value::Member(object, _) => {
                if call.is_annotation
                    && self.framework.is_any_decorator
                    && matches!(**object, Value::Name(_) | Value::Member(..))
                {
                    return true;
                }
                self.is_router(object, call.scope) || self.is_made(object)
            }
            _ => false,
        }
    }

    /// Whether a chain begins with a function of the project that gives a router.
    pub(super) fn is_made(&self, value: &Value) -> bool {
        matches!(value, Value::Call(id) if {
            let first = &self.unit.calls[root(self.unit, *id)];
            self.framework.factories.contains(&first.method())
        })
    }

    pub(super) fn is_router(&self, value: &Value, scope: ScopeId) -> bool {
        if self.is_handed_to_block(value, scope) {
            return true;
        }
        let Some(origin) = self.unit.origin(value, scope) else {
            return false;
        };
        if self
            .framework
            .routers
            .iter()
            .any(|pattern| matches(&origin, pattern))
        {
            return true;
        }
        // A parameter without a type, by the name that everyone gives it.
        origin.strip_prefix('?').is_some_and(|name| {
            // `let router = router.route(…)` is known by its own name alone.
            let own = match self.unit.language {
                crate::Language::Rust => name.split('.').next().unwrap_or(name),
                _ => name,
            };
            self.framework.names.contains(&own)
        }) || (self.has_globals()
            && matches!(value, Value::Name(name) if self.framework.names.contains(&name.as_str()) && origin == *name))
    }

    /// Whether names that the file does not declare may be routers. A script that imports nothing is a piece of another.
    pub(super) fn has_globals(&self) -> bool {
        !self.unit.language.is_script() || !self.unit.imports.is_empty()
    }

    /// Whether a name is what a group or a plugin hands to its block: `app.register(async (inner) => …)`.
    pub(super) fn is_handed_to_block(&self, value: &Value, scope: ScopeId) -> bool {
        let mut value = value;
        while let Value::Call(id) = value
            && let Value::Member(object, _) = &self.unit.calls[*id].callee
        {
            value = object;
        }
        let Value::Name(name) = value else {
            return false;
        };
        let [binding, ..] = self.unit.lookup(name, scope) else {
            return false;
        };
        let binding = &self.unit.bindings[*binding];
        let block = &self.unit.scopes[binding.scope];
        let (true, Some(id)) = (binding.is_parameter, block.lambda_of) else {
            return false;
        };
        let call = &self.unit.calls[id];
        let is_group = self.group(call.method()).is_some();
        is_group
            && matches!(&call.callee, Value::Member(object, _) if self.is_router(object, call.scope))
    }

    pub(super) fn is_below_group(&self, call: &CallSite) -> bool {
        call.receiver().is_some_and(|receiver| {
            self.framework
                .groups
                .iter()
                .any(|group| group.method == self.unit.calls[receiver].method())
                || self.is_below_group(&self.unit.calls[receiver])
        })
    }
}
