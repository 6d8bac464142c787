//! Routes that annotations, decorators and attributes declare.

use super::Verb;
use super::called::{methods_of, path_text};
use super::dotnet::above;
use super::inherited::{is_base, taking_over};
use super::path::{join, normalise};
use super::programs::program;
use super::table_annotated::{ANNOTATED, Annotated};
use crate::form::{CallSite, ScopeId, ScopeKind, Unit, Value};
use crate::frameworks::{Pick, pick, placeholder_text};
use crate::{At, Language, Route};

pub(super) fn routes(unit: &Unit) -> Vec<Route> {
    let mut out = Vec::new();
    for framework in ANNOTATED {
        if !framework.languages.contains(&unit.language) || !unit.imports_any(framework.gate) {
            continue;
        }
        for (id, scope) in unit.scopes.iter().enumerate() {
            if scope.kind != ScopeKind::Function || scope.annotations.is_empty() {
                continue;
            }
            let class = class_around(unit, id);
            let base = class.filter(|&class| is_base(unit, framework, class));
            if is_client(unit, class) || (base.is_none() && !is_served(unit, framework, class)) {
                continue;
            }
            for declared in declared(unit, framework, id, class) {
                out.push(Route {
                    method: declared.method,
                    path: declared.path,
                    at: declared.at,
                    handler: Some(scope.name.clone()),
                    framework: framework.framework.to_owned(),
                    prefix_of: match (base, framework.has_program_prefix) {
                        _ if let Some(base) = above(unit, framework, class) => {
                            (!declared.is_absolute).then_some(base)
                        }
                        (None, false)
                            if let Some(program) = taking_over(unit, framework, class) =>
                        {
                            Some(program)
                        }
                        (Some(base), _) => Some(unit.scopes[base].name.clone()),
                        (None, true) => Some(program(unit, framework, id, class)),
                        (None, false) => framework.is_mounted.then(|| scope.name.clone()),
                    },
                    needs_mount: framework.needs_mount || base.is_some(),
                    stands_for: None,
                    built: None,
                });
            }
        }
    }
    out
}

/// A method and path that annotations declare, for servers and clients alike.
pub(crate) struct Declared {
    pub method: String,
    pub path: String,
    pub at: At,
    /// Whether nothing stands before the path.
    pub is_absolute: bool,
}

/// What the annotations of function `id` declare.
pub(crate) fn declared(
    unit: &Unit,
    framework: &Annotated,
    id: ScopeId,
    class: Option<ScopeId>,
) -> Vec<Declared> {
    let mut out = Vec::new();
    let scope = &unit.scopes[id];
    let own_paths = |names: &[&str]| -> Vec<(String, At)> {
        scope
            .annotations
            .iter()
            .map(|&annotation| &unit.calls[annotation])
            .filter(|call| names.contains(&call.method()))
            .flat_map(|call| paths(unit, call, &framework.path))
            .collect()
    };
    for &annotation in &scope.annotations {
        let call = &unit.calls[annotation];
        let verb_of = |call: &CallSite| {
            let mut verbs = framework.verbs.iter();
            verbs.find(|(name, _)| *name == call.method())
        };
        let verb = match verb_of(call) {
            Some((_, verb)) => verb,
            // ASP.NET's `[Route("error")]` alone serves every method.
            None if framework.is_absolute
                && framework.separate_path.contains(&call.method())
                && !scope.annotations.iter().any(|&other| {
                    let other = &unit.calls[other];
                    verb_of(other).is_some() || other.method() == "AcceptVerbs"
                }) =>
            {
                &Verb::Any
            }
            None => continue,
        };
        let methods = match verb {
            Verb::Is(method) => vec![(*method).to_owned()],
            Verb::Listed(names, default) => {
                // actix repeats the option: `method = "GET", method = "HEAD"`.
                let named = call.arguments.iter().filter(|argument| {
                    argument
                        .name
                        .as_deref()
                        .is_some_and(|name| names.contains(&name))
                });
                let mut methods: Vec<String> = named
                    .chain(call.option(names))
                    .flat_map(|argument| methods_of(unit, &argument.value, call.scope))
                    .collect();
                methods.sort();
                methods.dedup();
                match methods.is_empty() {
                    true => vec![(*default).to_owned()],
                    false => methods,
                }
            }
            Verb::Before(position) => call
                .positional(*position)
                .map(|argument| methods_of(unit, &argument.value, call.scope))
                .unwrap_or_default(),
            _ => vec!["*".to_owned()],
        };
        let path_pick = match verb {
            Verb::Before(position) => Pick {
                position: Some(position + 1),
                names: framework.path.names,
            },
            _ => framework.path,
        };
        if methods.is_empty() {
            continue;
        }
        let mut found = paths(unit, call, &path_pick);
        if found.is_empty() {
            found = own_paths(framework.separate_path);
        }
        if found.is_empty() {
            // The path of an unreadable argument is unknown, not empty.
            let unread = pick(call, &path_pick).or_else(|| call.option(&["path"]));
            if unread.is_some_and(|argument| !matches!(argument.value, Value::Map(_))) {
                continue;
            }
            let is_conventional = framework.is_absolute
                && class.is_some_and(|class| {
                    !unit.scopes[class].annotations.iter().any(|&annotation| {
                        framework
                            .class_path
                            .contains(&unit.calls[annotation].method())
                    })
                });
            // ASP.NET's default route: `{controller}/{action=Index}`.
            let path = match (is_conventional, scope.name.as_str()) {
                (true, "Index") => "[controller]",
                (true, _) => "[controller]/[action]",
                (false, _) => "",
            };
            found.push((path.to_owned(), call.at));
        }
        for prefix in prefixes(unit, framework, class) {
            let prefix = place_class_name(unit, &prefix, class, &scope.name);
            for (path, at) in &found {
                let path = place_class_name(unit, path, class, &scope.name);
                let is_absolute =
                    path.starts_with("~/") || (framework.is_absolute && path.starts_with('/'));
                let path = match is_absolute {
                    true => normalise(path.trim_start_matches('~')),
                    false => join(&prefix, &path),
                };
                for method in &methods {
                    out.push(Declared {
                        method: method.clone(),
                        path: path.clone(),
                        at: *at,
                        is_absolute,
                    });
                }
            }
        }
    }
    out
}

/// ASP.NET's `[controller]` and `[action]`.
fn place_class_name(unit: &Unit, path: &str, class: Option<ScopeId>, action: &str) -> String {
    let class = class.map_or("", |class| unit.scopes[class].name.as_str());
    place_names(path, class, action)
}

/// `path` with the names of the class and of the method in their places.
pub(crate) fn place_names(path: &str, class: &str, action: &str) -> String {
    if !path.contains('[') {
        return path.to_owned();
    }
    // The end `Async` is no part of an action's name.
    let action = action.strip_suffix("Async").unwrap_or(action);
    path.replace("[controller]", class.trim_end_matches("Controller"))
        .replace("[action]", action)
}

pub(super) fn prefixes(unit: &Unit, framework: &Annotated, class: Option<ScopeId>) -> Vec<String> {
    let Some(class) = class else {
        return vec![String::new()];
    };
    let mut out: Vec<String> = unit.scopes[class]
        .annotations
        .iter()
        .map(|&annotation| &unit.calls[annotation])
        .filter(|call| framework.class_path.contains(&call.method()))
        .flat_map(|call| paths(unit, call, &framework.path))
        .map(|(path, _)| place_class_name(unit, &path, Some(class), "[action]"))
        .collect();
    if out.is_empty() {
        out.push(String::new());
    }
    out
}

pub(super) fn paths(unit: &Unit, call: &CallSite, path: &Pick) -> Vec<(String, At)> {
    let Some(argument) = pick(call, path) else {
        return Vec::new();
    };
    let items: Vec<&Value> = match &argument.value {
        Value::List(items) => items.iter().collect(),
        // Kotlin's `@RequestMapping("/orders", "/purchases")`
        _ if unit.language == Language::Kotlin && argument.name.is_none() => {
            let positional = call.arguments.iter().filter(|one| one.name.is_none());
            let skipped = path.position.unwrap_or(0);
            positional.skip(skipped).map(|one| &one.value).collect()
        }
        value => vec![value],
    };
    items
        .into_iter()
        .filter_map(|item| {
            let folded = unit.fold(item, call.scope);
            let folded = match unit.language {
                Language::Java | Language::Kotlin => placeholder_text(&folded),
                _ => folded,
            };
            let is_empty = folded.pieces.is_empty();
            (is_empty || !folded.is_unknown()).then(|| (path_text(&folded), argument.at))
        })
        .filter(|(path, _)| !path.contains("://"))
        .collect()
}

pub(crate) fn class_around(unit: &Unit, scope: ScopeId) -> Option<ScopeId> {
    let mut scope = scope;
    while scope != 0 {
        scope = unit.scopes[scope].parent;
        if matches!(
            unit.scopes[scope].kind,
            ScopeKind::Class | ScopeKind::Interface
        ) {
            return Some(scope);
        }
    }
    None
}

/// Annotations that make an interface a client of someone else's routes.
pub(crate) const CLIENT_ANNOTATIONS: &[&str] = &[
    "FeignClient",
    "HttpExchange",
    "RegisterRestClient",
    "Client",
    "ReactiveFeignClient",
];

fn is_client(unit: &Unit, class: Option<ScopeId>) -> bool {
    class.is_some_and(|class| {
        unit.scopes[class]
            .annotations
            .iter()
            .any(|&annotation| CLIENT_ANNOTATIONS.contains(&unit.calls[annotation].method()))
    })
}

fn is_served(unit: &Unit, framework: &Annotated, class: Option<ScopeId>) -> bool {
    if framework.class_marks.is_empty() {
        return true;
    }
    class.is_some_and(|class| {
        let class = &unit.scopes[class];
        class.annotations.iter().any(|&annotation| {
            framework
                .class_marks
                .contains(&unit.calls[annotation].method())
        }) || class.bases.iter().any(|base| {
            framework.class_marks.contains(&base.as_str())
                || (framework.class_marks.contains(&"*Controller") && base.ends_with("Controller"))
        })
    })
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    ANNOTATED
        .iter()
        .map(|framework| framework.framework)
        .collect()
}
