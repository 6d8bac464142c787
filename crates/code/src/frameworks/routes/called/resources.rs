//! Registrations that stand for several routes.

use super::super::Verb;
use super::super::path::normalise;
use crate::form::{CallSite, Unit, Value, last_name};

/// Rails' seven routes of `resources`, its six of `resource`; one route for every other verb.
pub(super) fn expand(
    verb: &Verb,
    method: &str,
    path: &str,
    call: &CallSite,
    unit: &Unit,
) -> Vec<(String, String)> {
    let is_laravel = unit.language == crate::Language::Php;
    let actions: &[(&str, &str, &str)] = match verb {
        // Laravel's names: `create` is the form, `store` makes the thing.
        Verb::Resources if is_laravel => &[
            ("index", "GET", ""),
            ("store", "POST", ""),
            ("create", "GET", "/create"),
            ("edit", "GET", "/{id}/edit"),
            ("show", "GET", "/{id}"),
            ("update", "PATCH", "/{id}"),
            ("update", "PUT", "/{id}"),
            ("destroy", "DELETE", "/{id}"),
        ],
        Verb::Resources => &[
            ("index", "GET", ""),
            ("create", "POST", ""),
            ("new", "GET", "/new"),
            ("edit", "GET", "/{id}/edit"),
            ("show", "GET", "/{id}"),
            ("update", "PATCH", "/{id}"),
            ("update", "PUT", "/{id}"),
            ("destroy", "DELETE", "/{id}"),
        ],
        Verb::Resource => &[
            ("create", "POST", ""),
            ("new", "GET", "/new"),
            ("edit", "GET", "/edit"),
            ("show", "GET", ""),
            ("update", "PATCH", ""),
            ("update", "PUT", ""),
            ("destroy", "DELETE", ""),
        ],
        _ => return vec![(method.to_owned(), path.to_owned())],
    };
    let listed = |name: &str| -> Option<Vec<String>> {
        let argument = call.option(&[name])?;
        let items = match &argument.value {
            Value::List(items) => items.clone(),
            other => vec![other.clone()],
        };
        Some(
            items
                .iter()
                .filter_map(|item| unit.fold(item, call.scope).known().map(str::to_owned))
                .collect(),
        )
    };
    // Options, or a call after: `Route::resource(…)->only(['index'])`.
    let chained = |name: &str| -> Option<Vec<String>> {
        let id = unit
            .calls
            .iter()
            .position(|other| std::ptr::eq(other, call))?;
        let next = unit
            .chained(id)
            .iter()
            .find(|&&next| unit.calls[next].method() == name)?;
        let argument = unit.calls[*next].positional(0)?;
        let items = match &argument.value {
            Value::List(items) => items.clone(),
            other => vec![other.clone()],
        };
        Some(
            items
                .iter()
                .filter_map(|item| unit.fold(item, call.scope).known().map(str::to_owned))
                .collect(),
        )
    };
    let only = listed("only").or_else(|| chained("only"));
    let except = listed("except").or_else(|| chained("except"));
    // Laravel's `apiResource` has no forms; Rails' API applications leave them out too.
    let has_forms = !call.method().starts_with("api") && call.method() != "register";
    // `articles.comments` is below one article.
    let nested;
    let path = match path.split_once('.') {
        Some((outer, inner)) if is_laravel => {
            nested = format!("{outer}/{{{}}}/{inner}", wildcard(outer));
            nested.as_str()
        }
        _ => path,
    };
    let parameter = match call.method() {
        "resource" | "apiResource" | "resources" | "apiResources"
            if is_laravel && matches!(verb, Verb::Resources) =>
        {
            given_wildcard(unit, call, path).unwrap_or_else(|| wildcard(last_name(path)))
        }
        _ => parameter(unit, call).unwrap_or_else(|| "id".to_owned()),
    };
    let renamed = call.option(&["path"]).and_then(|argument| {
        unit.fold(&argument.value, call.scope)
            .known()
            .map(str::to_owned)
    });
    let path = renamed.as_deref().unwrap_or(path);
    actions
        .iter()
        .filter(|(action, ..)| {
            only.as_ref()
                .is_none_or(|only| only.iter().any(|name| name == action))
        })
        .filter(|(action, ..)| {
            except
                .as_ref()
                .is_none_or(|except| !except.iter().any(|name| name == action))
        })
        .filter(|(action, ..)| {
            has_forms || !(matches!(*action, "new" | "edit") || is_laravel && *action == "create")
        })
        .map(|(_, method, tail)| {
            let tail = tail.replace("{id}", &format!("{{{parameter}}}"));
            ((*method).to_owned(), normalise(&format!("{path}{tail}")))
        })
        .collect()
}

/// The parameter's name that Rails' `param: :code` sets.
pub(super) fn parameter(unit: &Unit, call: &CallSite) -> Option<String> {
    let argument = call.option(&["param"])?;
    unit.fold(&argument.value, call.scope)
        .known()
        .map(str::to_owned)
}

/// The parameter of a resource of Laravel.
/// Source: Laravel, `ResourceRegistrar::getResourceWildcard`.
fn wildcard(name: &str) -> String {
    singular(name).replace('-', "_")
}

/// The parameter that Laravel's option names for a resource: `'parameters' => ['orders' => 'number']`.
fn given_wildcard(unit: &Unit, call: &CallSite, path: &str) -> Option<String> {
    let Value::Map(entries) = &call.option(&["parameters"])?.value else {
        return None;
    };
    let mut entries = entries.iter();
    let entry = entries.find(|entry| entry.name.as_deref() == Some(last_name(path)))?;
    let text = unit.fold(&entry.value, call.scope);
    text.known().map(str::to_owned)
}

/// The one of many, as Rails and Laravel name a parameter.
pub(super) fn singular(plural: &str) -> String {
    let name = last_name(plural);
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = name.strip_suffix("sses").or(name.strip_suffix("xes")) {
        return format!("{stem}{}", &name[stem.len()..name.len() - 2]);
    }
    name.strip_suffix('s').unwrap_or(name).to_owned()
}
