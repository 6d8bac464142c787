//! Lists of registrations, as Django keeps them: inside of others, in variables, and in routers that give theirs.

use super::super::path::join;
use super::super::router::{LocalMount, Target};
use super::{Reader, Router, path_text};
use crate::form::{CallId, CallSite, Value};
use crate::frameworks::pick;
use rustc_hash::FxHashMap;

impl Reader<'_> {
    /// The registrations that stand in a list inside of another one, each with that one.
    pub(super) fn nested_lists(&self) -> FxHashMap<CallId, CallId> {
        let mut around = FxHashMap::default();
        for (outer, call) in self.unit.calls.iter().enumerate() {
            for item in self.inner_list(call).into_iter().flatten() {
                if let Value::Call(id) = item {
                    around.insert(*id, outer);
                }
            }
        }
        around
    }

    /// The list in `path("orders/", include([…]))`, `include(([…], "orders"))` or `path("orders/", [ … ])`.
    pub(super) fn inner_list<'c>(&'c self, call: &'c CallSite) -> Option<&'c [Value]> {
        let mut mounts = self.framework.mounts.iter();
        let mount = mounts.find(|mount| mount.method == call.method())?;
        let mut value = &pick(call, &mount.target?)?.value;
        if let Value::Call(id) = value {
            let include = &self.unit.calls[*id];
            if include.method() != "include" {
                return None;
            }
            value = &include.positional(0)?.value;
        }
        match value {
            Value::List(items) => match items.as_slice() {
                [Value::List(inner), ..] => Some(inner),
                // A variable and the name of its space.
                [Value::Name(_), Value::Text(_)] => None,
                items => Some(items),
            },
            _ => None,
        }
    }

    /// The router of a registration inside of another's list.
    pub(super) fn router_around(&self, outer: CallId) -> Router {
        let call = &self.unit.calls[outer];
        let mut router = self.router_of_call(outer);
        if let Some(argument) = pick(call, &self.framework.path) {
            let prefix = path_text(&self.unit.fold(&argument.value, call.scope));
            router.prefix = join(&router.prefix, &prefix);
        }
        router
    }

    /// Mounts what a list names: `*router.urls`, `*orders`.
    pub(super) fn mount_items(&self, id: CallId, out: &mut Vec<LocalMount>) {
        let call = &self.unit.calls[id];
        let Some(items) = self.inner_list(call) else {
            return;
        };
        let router = self.router_around(id);
        for item in items {
            if !matches!(item, Value::Call(_))
                && let Some(target) = self.target(item, call.scope)
            {
                out.push(LocalMount {
                    parent: router.node.clone(),
                    prefix: router.prefix.clone(),
                    target,
                    at: call.at,
                    framework: self.framework.framework,
                });
            }
        }
    }

    /// Mounts what lists in variables name: `urlpatterns = [*router.urls]`, `urlpatterns += router.urls`.
    pub(super) fn kept_lists(&self, out: &mut Vec<LocalMount>) {
        if self.framework.view.is_none() {
            return;
        }
        for binding in &self.unit.bindings {
            let mut items = Vec::new();
            match &binding.value {
                Value::Concat(parts) => parts.iter().for_each(|part| flatten(part, &mut items)),
                value => flatten(value, &mut items),
            }
            for item in items {
                let is_given = matches!(item, Value::Member(object, name)
                    if name == "urls" && self.is_router(object, binding.scope));
                let is_named = matches!((item, &binding.value), (Value::Name(name), Value::List(_) | Value::Concat(_))
                    if self.listed.values().any(|list| list == name));
                if (is_given || is_named)
                    && let Some(target @ Target::Local(_)) = self.target(item, binding.scope)
                {
                    out.push(LocalMount {
                        parent: Some(binding.name.clone()),
                        prefix: String::new(),
                        target,
                        at: binding.at,
                        framework: self.framework.framework,
                    });
                }
            }
        }
    }

    /// The view that a registration names, as another file knows it.
    pub(super) fn view(&self, call: &CallSite) -> Option<String> {
        self.framework.view?;
        let argument = call.option(&["view_func"]).or(call.arguments.get(1))?;
        if !matches!(
            argument.value,
            Value::Name(_) | Value::Member(..) | Value::Call(_)
        ) {
            return None;
        }
        match self.target(&argument.value, call.scope)? {
            Target::Local(name) | Target::Elsewhere(name) => Some(name),
        }
    }
}

fn flatten<'v>(value: &'v Value, out: &mut Vec<&'v Value>) {
    match value {
        Value::List(items) => out.extend(items),
        value => out.push(value),
    }
}
