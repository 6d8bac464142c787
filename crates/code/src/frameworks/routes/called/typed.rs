//! Ktor's routes by type: `@Resource("/orders") class Orders`, `get<Orders> { … }`.
//! Source: <https://ktor.io/docs/server-resources.html>

use super::super::path::normalise;
use super::{Reader, Verb, path_text};
use crate::Mount;
use crate::Route;
use crate::form::{CallSite, ScopeId, ScopeKind, Unit, Value, last_name, type_path};

/// The router that stands for a class of resources.
fn node(class: &str) -> String {
    format!("resource:{}", class.trim_start_matches('.'))
}

impl Reader<'_> {
    /// Pushes the route of a registration by type; whether the call is one.
    pub(super) fn typed(&self, call: &CallSite, verb: &Verb, out: &mut Vec<Route>) -> bool {
        let [class] = call.type_arguments.as_slice() else {
            return false;
        };
        let Verb::Is(method) = verb else { return false };
        if !call
            .arguments
            .iter()
            .all(|argument| matches!(argument.value, Value::Lambda(_)))
        {
            return false;
        }
        out.push(Route {
            method: (*method).to_owned(),
            path: "/".to_owned(),
            at: call.at,
            handler: None,
            framework: self.framework.framework.to_owned(),
            prefix_of: Some(node(&type_path(class))),
            needs_mount: true,
            stands_for: None,
            built: None,
        });
        true
    }
}

/// The paths of the resources that a file declares, each below the one that it is in.
pub(in crate::frameworks::routes) fn mounts(unit: &Unit) -> Vec<Mount> {
    let mut out = Vec::new();
    if unit.language != crate::Language::Kotlin || !unit.imports_any(&["io.ktor"]) {
        return out;
    }
    for (class, scope) in unit.scopes.iter().enumerate() {
        let mut annotations = scope.annotations.iter().map(|&id| &unit.calls[id]);
        let Some(call) = annotations.find(|call| call.method() == "Resource") else {
            continue;
        };
        let Some(path) = call.positional(0).or(call.option(&["path"])) else {
            continue;
        };
        let prefix = normalise(&path_text(&unit.fold(&path.value, call.scope)));
        out.push(Mount {
            parent: parent(unit, class).map(|parent| node(&parent)),
            prefix: match prefix.as_str() {
                "/" => String::new(),
                _ => prefix,
            },
            target: format!("*.{}", node(&name(unit, class))),
            at: path.at,
            framework: "ktor".to_owned(),
        });
    }
    out
}

/// A class with those around it: `Orders.Id`.
fn name(unit: &Unit, class: ScopeId) -> String {
    let scope = &unit.scopes[class];
    match around(unit, class) {
        Some(outer) => format!("{}.{}", name(unit, outer), scope.name),
        None => scope.name.clone(),
    }
}

fn around(unit: &Unit, class: ScopeId) -> Option<ScopeId> {
    let parent = unit.scopes[class].parent;
    (parent != 0 && unit.scopes[parent].kind == ScopeKind::Class).then_some(parent)
}

/// The resource around a class, or the one that its `parent` is.
fn parent(unit: &Unit, class: ScopeId) -> Option<String> {
    if let Some(outer) = around(unit, class) {
        return Some(name(unit, outer));
    }
    let mut bindings = unit.bindings.iter();
    let parent = bindings.find(|binding| binding.scope == class && binding.name == "parent")?;
    let written = type_path(parent.type_name.as_deref()?);
    Some(last_name(&written).to_owned())
}
