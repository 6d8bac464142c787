//! Django's views: what a class or function serves, wherever a path or a router names it.
//! Each is a router by its own name, served where it is mounted.

use super::called::methods_of;
use super::router::{LocalMount, Target};
use crate::form::{CallSite, Scope, ScopeId, ScopeKind, Unit, Value, last_name, type_path};
use crate::{At, Language, Route};

/// What the library's own classes serve: HTTP methods, or actions of a set of views.
/// Source: Django, "Built-in class-based views API"; REST framework, "Generic views" and "ViewSets".
const CLASSES: &[(&str, &[&str])] = &[
    (
        "ModelViewSet",
        &[
            "list",
            "create",
            "retrieve",
            "update",
            "partial_update",
            "destroy",
        ],
    ),
    ("ReadOnlyModelViewSet", &["list", "retrieve"]),
    ("ListModelMixin", &["list"]),
    ("CreateModelMixin", &["create"]),
    ("RetrieveModelMixin", &["retrieve"]),
    ("UpdateModelMixin", &["update", "partial_update"]),
    ("DestroyModelMixin", &["destroy"]),
    ("ListAPIView", &["get"]),
    ("CreateAPIView", &["post"]),
    ("RetrieveAPIView", &["get"]),
    ("DestroyAPIView", &["delete"]),
    ("UpdateAPIView", &["put", "patch"]),
    ("ListCreateAPIView", &["get", "post"]),
    ("RetrieveUpdateAPIView", &["get", "put", "patch"]),
    ("RetrieveDestroyAPIView", &["get", "delete"]),
    (
        "RetrieveUpdateDestroyAPIView",
        &["get", "put", "patch", "delete"],
    ),
    ("TemplateView", &["get"]),
    ("ListView", &["get"]),
    ("DetailView", &["get"]),
    ("FormView", &["get", "post"]),
    ("CreateView", &["get", "post"]),
    ("UpdateView", &["get", "post"]),
    ("DeleteView", &["get", "post"]),
];

/// What a function of a view serves, and whether it is of one thing.
const FUNCTIONS: &[(&str, &str, bool)] = &[
    ("list", "GET", false),
    ("create", "POST", false),
    ("retrieve", "GET", true),
    ("update", "PUT", true),
    ("partial_update", "PATCH", true),
    ("destroy", "DELETE", true),
    ("get", "GET", false),
    ("post", "POST", false),
    ("put", "PUT", false),
    ("patch", "PATCH", false),
    ("delete", "DELETE", false),
];
/// Of them, the actions of a set of views.
const ACTIONS: usize = 6;

/// The framework of mounts by which a class takes over what its base serves; alone they serve nothing.
pub(crate) const TAKEN_OVER: &str = "django views";

/// Classes of one file that a class may be below.
const CLASS_LIMIT: usize = 16;

/// The views of a file, and the classes that they take over.
pub(super) fn routes(unit: &Unit) -> (Vec<Route>, Vec<LocalMount>) {
    let (mut routes, mut mounts) = (Vec::new(), Vec::new());
    if unit.language != Language::Python {
        return (routes, mounts);
    }
    for (id, scope) in unit.scopes.iter().enumerate() {
        match scope.kind {
            ScopeKind::Class => class(unit, id, &mut routes, &mut mounts),
            ScopeKind::Function if scope.parent == 0 => function(unit, scope, &mut routes),
            _ => {}
        }
    }
    (routes, mounts)
}

/// Leaves out what stands for a view of this file that says itself what it serves.
pub(super) fn know_better(viewed: &[Route], routes: &mut Vec<Route>) {
    routes.retain(|route| {
        let view = route.stands_for.as_deref();
        view.is_none_or(|view| {
            !viewed
                .iter()
                .any(|known| known.prefix_of.as_deref() == Some(view))
        })
    });
}

/// The HTTP methods that the functions of a class serve, each with the function.
pub(super) fn methods_of_class(unit: &Unit, class: ScopeId) -> Vec<(&'static str, &'static str)> {
    let functions = Lineage::of(unit, class).functions(unit);
    let known = FUNCTIONS[ACTIONS..].iter();
    known
        .filter(|(name, ..)| functions.iter().any(|scope| scope.name == *name))
        .map(|(name, method, _)| (*method, *name))
        .collect()
}

fn route(router: &str, method: &str, path: String, at: At, handler: String) -> Route {
    Route {
        method: method.to_owned(),
        path,
        at,
        handler: Some(handler),
        framework: "django".to_owned(),
        prefix_of: Some(router.to_owned()),
        needs_mount: true,
        stands_for: None,
        built: None,
    }
}

/// A function that says which methods it takes: `@api_view(["GET"])`, `@require_POST`.
fn function(unit: &Unit, scope: &Scope, out: &mut Vec<Route>) {
    for &id in &scope.annotations {
        let call = &unit.calls[id];
        let methods = match call.method() {
            "api_view" | "require_http_methods" => match call.positional(0) {
                Some(argument) => methods_of(unit, &argument.value, call.scope),
                None => vec!["GET".to_owned()],
            },
            "require_GET" | "require_safe" => vec!["GET".to_owned()],
            "require_POST" => vec!["POST".to_owned()],
            _ => continue,
        };
        let name = &scope.name;
        let served = |method: &String| route(name, method, "/".into(), scope.at, name.clone());
        out.extend(methods.iter().map(served));
    }
}

/// A class, the classes of this file that it is below, and its other bases.
struct Lineage {
    classes: Vec<ScopeId>,
    bases: Vec<String>,
}

impl Lineage {
    fn of(unit: &Unit, id: ScopeId) -> Lineage {
        let (mut classes, mut bases) = (vec![id], Vec::new());
        let mut at = 0;
        while at < classes.len() && at < CLASS_LIMIT {
            for base in &unit.scopes[classes[at]].bases {
                let base = base_path(base);
                match unit.declared(&base) {
                    Some(class) if unit.scopes[class].kind == ScopeKind::Class => {
                        if !classes.contains(&class) {
                            classes.push(class);
                        }
                    }
                    _ => bases.push(base),
                }
            }
            at += 1;
        }
        Lineage { classes, bases }
    }

    /// The functions of its classes; of each name the one that counts.
    fn functions<'u>(&self, unit: &'u Unit) -> Vec<&'u Scope> {
        let mut out: Vec<&Scope> = Vec::new();
        for class in &self.classes {
            let own = unit
                .scopes
                .iter()
                .filter(|scope| scope.parent == *class && scope.kind == ScopeKind::Function);
            // Those of one class may share a name: `@property` and its setter.
            let inherited = out.len();
            for function in own {
                if !out[..inherited]
                    .iter()
                    .any(|known| known.name == function.name)
                {
                    out.push(function);
                }
            }
        }
        out
    }

    /// The value that the class or one above it gives a name.
    fn value<'u>(&self, unit: &'u Unit, name: &str) -> Option<(&'u Value, ScopeId)> {
        self.classes.iter().find_map(|&class| {
            let mut bindings = unit.bindings.iter();
            let binding =
                bindings.find(|binding| binding.scope == class && binding.name == name)?;
            Some((&binding.value, class))
        })
    }
}

fn class(unit: &Unit, id: ScopeId, routes: &mut Vec<Route>, mounts: &mut Vec<LocalMount>) {
    let class = &unit.scopes[id];
    let lineage = Lineage::of(unit, id);
    // What a class is below says more than what it is called.
    let is_below = class.bases.iter().any(|base| {
        let base = base.to_ascii_lowercase();
        base.contains("view") || base.contains("endpoint") || base.contains("resource")
    });
    let above = lineage.classes.iter().skip(usize::from(is_below));
    let above = above.map(|&id| unit.scopes[id].name.as_str());
    let names: Vec<String> = above
        .chain(lineage.bases.iter().map(|base| last_name(base)))
        .map(str::to_ascii_lowercase)
        .collect();
    let named = |word: &str| names.iter().any(|name| name.contains(word));
    let is_view = named("view") || named("endpoint") || named("resource");
    let served = match (named("viewset"), is_view) {
        (true, _) => &FUNCTIONS[..ACTIONS],
        (false, true) => &FUNCTIONS[ACTIONS..],
        (false, false) if named("mixin") => FUNCTIONS,
        _ => return,
    };
    let functions = lineage.functions(unit);
    let allowed = allowed(unit, &lineage);
    let mut add = |method: &str, path: &str, at: At, name: &str| {
        let is_allowed = allowed
            .as_ref()
            .is_none_or(|allowed| allowed.iter().any(|other| other == method));
        if is_allowed {
            let handler = format!("{}.{name}", class.name);
            routes.push(route(&class.name, method, path.to_owned(), at, handler));
        }
    };
    let one = format!("/{{{}}}", parameter(unit, &lineage));
    for (name, method, is_of_one) in served {
        let is_inherited = lineage.bases.iter().any(|base| {
            let mut known = CLASSES.iter();
            known.any(|(known, served)| *known == last_name(base) && served.contains(name))
        });
        let at = match functions.iter().find(|scope| scope.name == *name) {
            Some(function) => function.at,
            None if is_inherited => class.at,
            None => continue,
        };
        add(method, if *is_of_one { &one } else { "/" }, at, name);
    }
    for function in &functions {
        for &annotation in &function.annotations {
            let call = &unit.calls[annotation];
            if let Some((path, methods)) = action(unit, &functions, call, function, &one) {
                for method in methods {
                    add(&method, &path, function.at, &function.name);
                }
            }
        }
    }
    for base in &lineage.bases {
        let first = base.split('.').next().unwrap_or(base);
        let is_known = CLASSES.iter().any(|(known, _)| *known == last_name(base));
        if let Some(path) = unit.imported(first).filter(|_| !is_known) {
            mounts.push(LocalMount {
                parent: Some(class.name.clone()),
                prefix: String::new(),
                target: Target::Elsewhere(format!("{path}{}", &base[first.len()..])),
                at: class.at,
                framework: TAKEN_OVER,
            });
        }
    }
}

/// A base without what stands in brackets: `ModelViewSet[Order]`.
fn base_path(base: &str) -> String {
    type_path(base.split('[').next().unwrap_or(base).trim())
}

/// The methods that a class limits itself to: `http_method_names = ["get", "post"]`.
fn allowed(unit: &Unit, lineage: &Lineage) -> Option<Vec<String>> {
    let (value, class) = lineage.value(unit, "http_method_names")?;
    let methods = methods_of(unit, value, class);
    (!methods.is_empty()).then_some(methods)
}

/// The name of the parameter that tells one thing from others.
fn parameter(unit: &Unit, lineage: &Lineage) -> String {
    let names = ["lookup_url_kwarg", "lookup_field"].into_iter();
    let mut values = names.filter_map(|name| lineage.value(unit, name));
    let text = values.find_map(|(value, class)| unit.fold(value, class).known().map(str::to_owned));
    text.filter(|name| name != "pk")
        .unwrap_or_else(|| "id".to_owned())
}

/// The path and methods of an action: `@action(detail=True, methods=["post"], url_path="cancel")`, `@cancel.mapping.delete`.
fn action(
    unit: &Unit,
    functions: &[&Scope],
    call: &CallSite,
    function: &Scope,
    one: &str,
) -> Option<(String, Vec<String>)> {
    if let Value::Member(object, method) = &call.callee
        && let Value::Member(first, mapping) = &**object
        && mapping == "mapping"
        && let Value::Name(first) = &**first
    {
        let function = functions.iter().find(|scope| scope.name == *first)?;
        let mut calls = function.annotations.iter().map(|&id| &unit.calls[id]);
        let (path, _) = calls.find_map(|call| action(unit, functions, call, function, one))?;
        return Some((path, vec![method.to_ascii_uppercase()]));
    }
    let is_of_one = match call.method() {
        "action" => call.option(&["detail"]).or(call.positional(0)).is_some_and(|argument| {
            matches!(&argument.value, Value::Scalar(text) | Value::Name(text) if text.eq_ignore_ascii_case("true"))
        }),
        "detail_route" => true,
        "list_route" => false,
        _ => return None,
    };
    let methods = call.option(&["methods"]);
    let methods = methods.map(|argument| methods_of(unit, &argument.value, call.scope));
    let methods = methods
        .filter(|methods| !methods.is_empty())
        .unwrap_or_else(|| vec!["GET".to_owned()]);
    let path = call.option(&["url_path"]);
    let path = path.and_then(|argument| {
        let folded = unit.fold(&argument.value, call.scope);
        folded.known().map(str::to_owned)
    });
    let path = path.unwrap_or_else(|| function.name.clone());
    let before = if is_of_one { one } else { "" };
    Some((super::normalise(&format!("{before}/{path}")), methods))
}
