//! Servlets of Java: a class says its paths, and its methods which HTTP methods it serves.

use super::called::path_text;
use super::path::normalise;
use crate::form::{CallId, CallSite, ScopeId, ScopeKind, Unit, Value, last_name};
use crate::{Language, Mount, Route};

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
        out.extend(described(unit, id));
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
                        built: None,
                    });
                }
            }
        }
    }
    out.extend(registered(unit));
    out
}

/// What a servlet without a path of its own serves where a descriptor puts it.
fn described(unit: &Unit, class: ScopeId) -> Vec<Route> {
    let scope = &unit.scopes[class];
    let mut annotations = scope.annotations.iter().map(|&id| unit.calls[id].method());
    let is_servlet = scope.kind == ScopeKind::Class
        && scope
            .bases
            .iter()
            .any(|base| last_name(base) == "HttpServlet");
    if !is_servlet || annotations.any(|name| name == "WebServlet") {
        return Vec::new();
    }
    let functions = unit.scopes.iter();
    let functions = functions.filter(|own| own.parent == class && own.kind == ScopeKind::Function);
    functions
        .filter_map(|function| {
            let (name, method) = METHODS.iter().find(|(name, _)| *name == function.name)?;
            Some(Route {
                method: (*method).to_owned(),
                path: "/".to_owned(),
                at: function.at,
                handler: Some(format!("{}.{name}", scope.name)),
                framework: FRAMEWORK.to_owned(),
                prefix_of: Some(servlet_router(&scope.name)),
                needs_mount: true,
                stands_for: None,
                built: None,
            })
        })
        .collect()
}

/// Servlets that serve what annotations of other classes declare.
const CONTAINERS: &[&str] = &[
    "ServletContainer",
    "CXFServlet",
    "HttpServletDispatcher",
    "DispatcherServlet",
];

/// Whether a servlet of that class serves what other classes declare.
pub(crate) fn is_servlet_container(class: &str) -> bool {
    CONTAINERS.contains(&last_name(class))
}

/// The router of a servlet that a descriptor puts on paths; classes that extend the servlet are none.
pub(crate) fn servlet_router(class: &str) -> String {
    format!("{class} servlet")
}

/// Servlets that code puts on paths: `context.addServlet(holder, "/orders/*")` of Jetty,
/// `new ServletRegistrationBean<>(servlet, "/orders/*")` of Spring, `registration.addMapping("/orders/*")`.
fn registrations(unit: &Unit) -> Vec<(String, &CallSite, bool)> {
    let mut out = Vec::new();
    for (id, call) in unit.calls.iter().enumerate() {
        let (servlet, patterns) = match (call.method(), call.arguments.as_slice()) {
            ("addServlet" | "addServletWithMapping", [servlet, pattern]) => {
                (Some(servlet), std::slice::from_ref(pattern))
            }
            ("ServletRegistrationBean", [servlet, patterns @ ..]) => (Some(servlet), patterns),
            ("addMapping", patterns) if is_registration(unit, id) => (None, patterns),
            _ => continue,
        };
        let is_container =
            servlet.is_some_and(|servlet| holds(unit, &servlet.value, call.scope, 3));
        for pattern in patterns {
            let text = unit.fold(&pattern.value, call.scope);
            let Some(path) = text.known().filter(|path| path.starts_with('/')) else {
                continue;
            };
            // What serves everything says nothing.
            if !matches!(path, "/" | "/*") {
                out.push((path.to_owned(), call, is_container));
            }
        }
    }
    out
}

/// Whether `addMapping` is called on a servlet's registration; registries of Spring have such a method as well.
fn is_registration(unit: &Unit, id: CallId) -> bool {
    let callee = unit.callee(id).unwrap_or_default();
    callee.contains("addServlet") || callee.contains("ServletRegistration")
}

/// Whether a value is made of a servlet that serves annotated classes.
fn holds(unit: &Unit, value: &Value, scope: ScopeId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match value {
        Value::Call(id) => {
            let call = &unit.calls[*id];
            let mut arguments = call.arguments.iter();
            CONTAINERS.contains(&call.method())
                || arguments.any(|argument| holds(unit, &argument.value, call.scope, depth))
        }
        Value::Name(name) => unit.lookup(name, scope).iter().any(|&binding| {
            let binding = &unit.bindings[binding];
            holds(unit, &binding.value, binding.scope, depth)
        }),
        Value::Member(object, name) if name == "class" => {
            matches!(&**object, Value::Name(name) if CONTAINERS.contains(&name.as_str()))
        }
        _ => false,
    }
}

fn registered(unit: &Unit) -> Vec<Route> {
    let all = registrations(unit).into_iter();
    all.filter(|(_, _, is_container)| !is_container)
        .map(|(path, call, _)| Route {
            method: "*".to_owned(),
            path: normalise(&path),
            at: call.at,
            handler: None,
            framework: FRAMEWORK.to_owned(),
            prefix_of: None,
            needs_mount: false,
            stands_for: None,
            built: None,
        })
        .collect()
}

/// The path below which a servlet serves the annotated classes of the program.
pub(super) fn mounts(unit: &Unit) -> Vec<Mount> {
    if !matches!(unit.language, Language::Java | Language::Kotlin) {
        return Vec::new();
    }
    let all = registrations(unit).into_iter();
    all.filter(|(_, _, is_container)| *is_container)
        .map(|(path, call, _)| Mount {
            parent: None,
            prefix: normalise(path.trim_end_matches('*')),
            target: "@jax-rs".to_owned(),
            at: call.at,
            framework: "jax-rs".to_owned(),
        })
        .collect()
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    vec![FRAMEWORK]
}
