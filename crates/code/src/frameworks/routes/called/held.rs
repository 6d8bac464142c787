//! Routers that an object holds: `new OrdersController().router`, and those that its methods give.

use super::super::router::{LocalMount, Target};
use super::super::table_called::CALLED;
use super::{FOLLOW_LIMIT, Reader};
use crate::Language;
use crate::form::{Binding, CallSite, ScopeId, ScopeKind, Unit, Value, is_self, last_name};

impl Reader<'_> {
    fn has_held(&self) -> bool {
        self.unit.language.is_script() || self.unit.language == Language::Python
    }

    /// Whether a name is one of the whole file.
    fn is_of_file(&self, name: &str, scope: ScopeId) -> bool {
        let bindings = self.unit.lookup(name, scope).iter();
        let mut scopes = bindings.map(|&binding| self.unit.bindings[binding].scope);
        scopes.next() == Some(0) && scopes.all(|scope| scope == 0)
    }

    /// The router in a field of an object, or the one that its method gives: `Orders#router` of the class's file.
    pub(super) fn held(&self, object: &Value, name: &str, scope: ScopeId) -> Option<Target> {
        if !self.has_held() || is_self(object) || self.is_router(object, scope) {
            return None;
        }
        let origin = self.unit.origin(object, scope)?;
        let class = origin.strip_suffix("()")?;
        if class.contains(['(', '?', '[']) {
            return None;
        }
        let own = last_name(class);
        if self.unit.declared(own).is_some() && own == class {
            return Some(Target::Local(format!("{own}#{name}")));
        }
        // What a file exports by default has any name here.
        let is_named = own.starts_with(char::is_uppercase);
        class.contains(['/', '.']).then(|| {
            Target::Elsewhere(match is_named {
                true => format!("{class}#{name}"),
                false => format!("{class}.default#{name}"),
            })
        })
    }

    /// What methods of classes give is known elsewhere by class and method.
    pub(super) fn held_routers(&self, out: &mut Vec<LocalMount>) {
        if !self.has_held() {
            return;
        }
        for (function, scope) in self.unit.scopes.iter().enumerate() {
            let [(value, within)] = scope.returned.as_slice() else {
                continue;
            };
            if !matches!(value, Value::Name(_) | Value::Member(..) | Value::Call(_))
                || !self.is_router(value, *within)
            {
                continue;
            }
            if let Some(node) = self.router(value, *within, FOLLOW_LIMIT).node {
                let parent = match self.unit.owner(function) {
                    Some(class) => format!("{class}#{}", scope.name),
                    // `const apiRouter = (settings) => { …; return router; }` of a router of the whole file.
                    None if scope.kind == ScopeKind::Function
                        && matches!(value, Value::Name(name) if self.is_of_file(name, *within))
                        && node != "default" =>
                    {
                        self.function_node(function)
                    }
                    None => continue,
                };
                out.push(LocalMount {
                    parent: Some(parent),
                    prefix: String::new(),
                    target: Target::Local(node),
                    at: scope.at,
                    framework: self.framework.framework,
                });
            }
        }
    }
}

/// The name under which a router is kept; that of a field has its class before it.
pub(super) fn kept_name(unit: &Unit, binding: &Binding) -> String {
    let scope = &unit.scopes[binding.scope];
    let has_held = unit.language.is_script() || unit.language == crate::Language::Python;
    match scope.kind {
        ScopeKind::Class if has_held => format!("{}#{}", scope.name, binding.name),
        _ => binding.name.clone(),
    }
}

/// The prefix along a chain on Laravel's `Route`.
pub(in crate::frameworks::routes) fn static_prefix(unit: &Unit, call: &CallSite) -> String {
    let mut all = CALLED.iter().copied().flatten();
    let framework = all.find(|framework| framework.framework == "laravel");
    match (framework, &call.callee) {
        (Some(framework), Value::Member(object, _)) => {
            Reader::new(unit, framework).chain_prefix(object, call.scope)
        }
        _ => String::new(),
    }
}
