//! Paths that controllers of ASP.NET take over: from the class above them, and from attributes of the project that are
//! routes themselves (`class ShopRouteAttribute : RouteAttribute`).

use super::annotated::paths;
use super::called::path_text;
use super::table_annotated::{ANNOTATED, Annotated};
use crate::form::{Scope, ScopeId, ScopeKind, Unit, last_name};
use crate::{Language, Mount};

/// What stands before the names of those that a class may take a path over from, in the router of its routes: the
/// attributes in brackets, then the class above it.
pub(crate) const BASE: &str = "@base ";

/// The attribute that gives a controller its path.
const ROUTE: &str = "Route";

/// Attributes of ASP.NET at controllers that bring no path along.
const PATHLESS: &[&str] = &[
    "ApiController",
    "Authorize",
    "AllowAnonymous",
    "Area",
    "Produces",
    "Consumes",
    "ApiVersion",
    "ApiExplorerSettings",
];
/// Classes of ASP.NET that do not either.
const BASES: &[&str] = &[
    "Controller",
    "ControllerBase",
    "ODataController",
    "PageModel",
];

/// What a controller that has no `[Route]` of its own takes its path over from:
/// <https://learn.microsoft.com/aspnet/core/mvc/controllers/routing#attribute-route-inheritance>
pub(super) fn above(unit: &Unit, framework: &Annotated, class: Option<ScopeId>) -> Option<String> {
    let scope = &unit.scopes[class?];
    let names = || scope.annotations.iter().map(|&id| unit.calls[id].method());
    if framework.framework != "asp.net" || names().any(|name| name == ROUTE) {
        return None;
    }
    let attributes = names().filter(|name| !PATHLESS.contains(name));
    let mut all: Vec<String> = attributes.map(|name| format!("[{name}]")).collect();
    let base = scope.bases.first().map(|base| plain(base));
    let is_class = |name: &&str| !BASES.contains(name) && !is_interface(name);
    all.extend(base.filter(is_class).map(str::to_owned));
    (!all.is_empty()).then(|| format!("{BASE}{}", all.join(" ")))
}

/// The name of a type without what is around it: `Shop.Web.Base<Order>`.
fn plain(base: &str) -> &str {
    last_name(base.split(['<', '(']).next().unwrap_or(base))
}

fn is_interface(name: &str) -> bool {
    name.starts_with('I') && name[1..].starts_with(char::is_uppercase)
}

/// The paths that classes of ASP.NET give to those that extend them, or that carry them as attributes; `[controller]`
/// stands for the names of those.
pub(super) fn given(unit: &Unit, out: &mut Vec<Mount>) {
    if unit.language != Language::CSharp {
        return;
    }
    let mut all = ANNOTATED.iter();
    let Some(framework) = all.find(|framework| framework.framework == "asp.net") else {
        return;
    };
    for (class, scope) in unit.scopes.iter().enumerate() {
        if scope.kind != ScopeKind::Class {
            continue;
        }
        let mut add = |name: &str, parent: Option<String>, prefix: String| {
            out.push(Mount {
                parent,
                prefix,
                target: format!("{BASE}{name}"),
                at: scope.at,
                framework: framework.framework.to_owned(),
            });
        };
        if let Some(path) = of_attribute(unit, class) {
            let name = scope.name.strip_suffix("Attribute").unwrap_or(&scope.name);
            add(&format!("[{name}]"), None, path);
        }
        if !scope.bases.iter().any(|base| base.contains("Controller")) {
            continue;
        }
        let annotations = scope.annotations.iter().map(|&id| &unit.calls[id]);
        let mut paths = annotations
            .filter(|call| call.method() == ROUTE)
            .flat_map(|call| paths(unit, call, &framework.path));
        let path = paths.next().map(|(path, _)| path);
        let parent = above(unit, framework, Some(class));
        if path.is_some() || parent.is_some() {
            add(&scope.name, parent, path.unwrap_or_default());
        }
    }
}

/// The path that an attribute of the project gives to the class above it: `ShopRouteAttribute() : base("api/shop")`.
fn of_attribute(unit: &Unit, class: ScopeId) -> Option<String> {
    let is_route = |scope: &Scope| {
        let mut bases = scope.bases.iter().map(|base| plain(base));
        bases.any(|base| matches!(base, "RouteAttribute" | "Route"))
    };
    if !is_route(&unit.scopes[class]) {
        return None;
    }
    let is_own = |scope: ScopeId| scope == class || unit.scopes[scope].parent == class;
    let mut calls = unit.calls.iter();
    let given = calls.find(|call| call.method() == "base" && is_own(call.scope))?;
    let text = unit.fold(&given.positional(0)?.value, given.scope);
    text.known()?;
    Some(path_text(&text))
}
