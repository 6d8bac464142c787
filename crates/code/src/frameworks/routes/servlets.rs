//! Servlets of Java: a class says its paths, and its methods which HTTP methods it serves.

use super::called::path_text;
use super::path::normalise;
use crate::form::{ScopeKind, Unit, Value};
use crate::{Language, Route};

const FRAMEWORK: &str = "servlet";
/// Source: Jakarta Servlet 6.0, `jakarta.servlet.http.HttpServlet`.
const METHODS: &[(&str, &str)] = &[
    ("doGet", "GET"),
    ("doPost", "POST"),
    ("doPut", "PUT"),
    ("doDelete", "DELETE"),
    ("doPatch", "PATCH"),
    ("doHead", "HEAD"),
    ("doOptions", "OPTIONS"),
    ("service", "*"),
];

pub(super) fn routes(unit: &Unit) -> Vec<Route> {
    let mut out = Vec::new();
    if !matches!(unit.language, Language::Java | Language::Kotlin) {
        return out;
    }
    for (id, class) in unit.scopes.iter().enumerate() {
        let annotations = class.annotations.iter().map(|&id| &unit.calls[id]);
        for call in annotations.filter(|call| call.method() == "WebServlet") {
            let argument = call
                .option(&["urlPatterns", "value"])
                .or(call.positional(0));
            let Some(argument) = argument else { continue };
            let patterns = match &argument.value {
                Value::List(items) => items.as_slice(),
                value => std::slice::from_ref(value),
            };
            let functions = || {
                let scopes = unit.scopes.iter();
                scopes.filter(|scope| scope.parent == id && scope.kind == ScopeKind::Function)
            };
            let mut served: Vec<(&str, String)> = functions()
                .filter_map(|scope| {
                    let (name, method) = METHODS.iter().find(|(name, _)| *name == scope.name)?;
                    Some((*method, format!("{}.{name}", class.name)))
                })
                .collect();
            if served.is_empty() {
                served.push(("*", class.name.clone()));
            }
            for pattern in patterns {
                let path = path_text(&unit.fold(pattern, call.scope));
                for (method, handler) in served.iter().filter(|_| path.starts_with('/')) {
                    out.push(Route {
                        method: (*method).to_owned(),
                        path: normalise(&path),
                        at: argument.at,
                        handler: Some(handler.clone()),
                        framework: FRAMEWORK.to_owned(),
                        prefix_of: None,
                        needs_mount: false,
                        stands_for: None,
                    });
                }
            }
        }
    }
    out
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    vec![FRAMEWORK]
}
