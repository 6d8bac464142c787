//! Routers that come from elsewhere: functions that mount what they are given, and what Go's constructors give.

use super::super::router::{LocalMount, Target};
use super::Reader;
use crate::form::{CallSite, ScopeId, ScopeKind, Unit, Value, last_name, type_path};
use crate::frameworks::pick;
use crate::frameworks::routes::table_called::CALLED;
use crate::{Language, Mounter};

/// Last words in names of types that hold a router.
const HOLDERS: &[&str] = &[
    "Router",
    "Routes",
    "Handler",
    "API",
    "Api",
    "Controller",
    "Mux",
];

/// The functions of a file that mount a router which they are given.
pub(crate) fn mounters(unit: &Unit) -> Vec<Mounter> {
    let mut out = Vec::new();
    for framework in CALLED.iter().copied().flatten() {
        if framework.languages.contains(&unit.language) && unit.imports_any(framework.gate) {
            Reader::new(unit, framework).mounters(&mut out);
        }
    }
    out
}

/// Routers inside of routers that a function makes.
const FOLLOW_LIMIT: usize = 6;

impl Reader<'_> {
    /// The parameter that a value is: itself, an entry of it (`options.router`), or a router that it was put on.
    fn given(
        &self,
        value: &Value,
        scope: ScopeId,
        parameters: &[&str],
        depth: usize,
    ) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let name = match value {
            Value::Name(name) if parameters.contains(&name.as_str()) => return Some(name.clone()),
            Value::Name(name) => name,
            Value::Member(object, entry) if self.unit.language.is_script() => {
                let object = self.given(object, scope, parameters, depth)?;
                return Some(format!("{object}.{entry}"));
            }
            _ => return None,
        };
        let binding = self.unit.lookup(name, scope).first()?;
        let binding = &self.unit.bindings[*binding];
        if matches!(binding.value, Value::Member(..)) {
            return self.given(&binding.value, binding.scope, parameters, depth);
        }
        if !self.unit.language.is_script() || !self.is_router(value, scope) {
            return None;
        }
        // `const inner = Router(); inner.use(routes)`
        let is_on_it = |call: &&CallSite| {
            let mut mounts = self.framework.mounts.iter();
            matches!(&call.callee, Value::Member(object, method)
                if matches!(&**object, Value::Name(own) if own == name)
                    && mounts.any(|mount| mount.method == *method))
        };
        let mut calls = self.unit.calls.iter().filter(is_on_it);
        calls.find_map(|call| match call.arguments.as_slice() {
            [router] => self.given(&router.value, call.scope, parameters, depth),
            _ => None,
        })
    }

    fn mounters(&self, out: &mut Vec<Mounter>) {
        for (id, call) in self.unit.calls.iter().enumerate() {
            let mut mountings = self.framework.mounts.iter();
            let Some(mounting) = mountings.find(|mounting| mounting.method == call.method()) else {
                continue;
            };
            let Some(function) = self.function_around(call.scope) else {
                continue;
            };
            let parameters = self.unit.parameters(function);
            let given = |value: &Value| self.given(value, call.scope, &parameters, FOLLOW_LIMIT);
            let target = match mounting.target {
                Some(target) => pick(call, &target).and_then(|argument| given(&argument.value)),
                None => call
                    .arguments
                    .last()
                    .and_then(|argument| given(&argument.value)),
            };
            let (Some(target), Some(prefix)) = (target, pick(call, &mounting.prefix)) else {
                continue;
            };
            if !self.is_router_call(id) || given(&prefix.value).as_ref() == Some(&target) {
                continue;
            }
            let prefix = self.unit.fold(&prefix.value, call.scope);
            let taker = match &call.callee {
                Value::Member(object, _) => given(object),
                _ => None,
            };
            out.push(Mounter {
                taker,
                name: self.unit.scopes[function].name.clone(),
                target,
                prefix,
                parent: self.router_of_call(id).node,
                framework: self.framework.framework.to_owned(),
                parameters: parameters.into_iter().map(str::to_owned).collect(),
            });
        }
    }

    /// What a type of Go holds: `r.Handler = r.routes()` makes what `routes` gives that of the type, and a function
    /// that gives the type gives it.
    pub(super) fn held_by_types(&self, out: &mut Vec<LocalMount>) {
        if self.unit.language != Language::Go {
            return;
        }
        for binding in &self.unit.bindings {
            let Value::Call(id) = binding.value else {
                continue;
            };
            let is_field = binding.name.contains('.') && !binding.is_parameter;
            let Some(function) = self.unit.function_called(id).filter(|_| is_field) else {
                continue;
            };
            let scope = &self.unit.scopes[function];
            if let Some(receiver) = &scope.receiver
                && scope.result.as_deref().is_some_and(is_handler)
            {
                out.push(LocalMount {
                    parent: Some(last_name(receiver).to_owned()),
                    prefix: String::new(),
                    target: Target::Local(self.function_node(function)),
                    at: binding.at,
                    framework: self.framework.framework,
                });
            }
        }
        for (function, scope) in self.unit.scopes.iter().enumerate() {
            let Some(result) = scope.result.as_deref() else {
                continue;
            };
            let name = type_path(result);
            let is_holder = HOLDERS.iter().any(|word| last_name(&name).ends_with(word));
            if scope.kind != ScopeKind::Function || scope.receiver.is_some() || !is_holder {
                continue;
            }
            // Other files may mount the type as well, so that it stays a router of its own.
            let target = Target::Elsewhere(self.unit.type_origin(result));
            out.push(LocalMount {
                parent: Some(self.function_node(function)),
                prefix: String::new(),
                target,
                at: scope.at,
                framework: self.framework.framework,
            });
        }
    }
}

/// Whether a function of Go gives what serves requests.
fn is_handler(result: &str) -> bool {
    matches!(
        last_name(&type_path(result)),
        "Handler" | "HandlerFunc" | "Router" | "Mux" | "Engine" | "ServeMux"
    )
}
