//! Routes that a file serves.

mod annotated;
mod called;
mod dotnet;
mod files;
mod grpc;
mod inherited;
mod laravel;
mod path;
mod programs;
mod router;
mod servlets;
mod swagger;
mod table_annotated;
mod table_called;
mod views;
mod warp;

pub(crate) use annotated::{class_around, declared, place_names};
pub(crate) use called::MADE;
pub(crate) use called::{OF_PACKAGE, mounters, path_text, with_settings};
pub(crate) use called::{RAILS_API, RAILS_FORMS, is_verb, methods_of};
pub(crate) use called::{is_hole_of, registrars, with_method_in_path};
pub(crate) use dotnet::BASE;
pub(crate) use files::serves_by_place;
pub(crate) use path::normalise;
pub(crate) use programs::RAILS_ROOT;
pub(crate) use servlets::{is_servlet_container, servlet_router};
pub(crate) use table_annotated::{JAX_RS, MICRONAUT, SPRING};
pub(crate) use views::TAKEN_OVER;

use crate::form::Unit;
use crate::{Mount, Route};
use std::collections::BTreeSet;

/// How a registration says which HTTP methods it serves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Verb {
    /// By its own name.
    Is(&'static str),
    /// By its own name, and without a handler: `app.UseHealthChecks("/health")`.
    Alone(&'static str),
    /// All of them.
    Any,
    /// In an option or keyword; else the method given here.
    Listed(&'static [&'static str], &'static str),
    /// Before the path, in the same text: Go's `"GET /orders"`; else all.
    InPath,
    /// In the handler: axum's `get(list).post(create)`.
    Inner,
    /// In the argument at this position; the path is the next one.
    Before(usize),
    /// In the argument at this position, behind the path.
    Then(usize),
    /// With the path in a call that describes the route: Hono's `createRoute({ method, path })`.
    Described,
    /// Rails' `resources`: seven or fewer routes at once.
    Resources,
    /// Rails' `resource`: those of one thing.
    Resource,
}

/// The routes of a file, and the mounts that need other files.
pub(crate) fn routes(unit: &Unit, path: &str) -> (Vec<Route>, Vec<Mount>) {
    let (mut routes, mut mounts) = called::routes(unit);
    let (viewed, taken_over) = views::routes(unit);
    views::know_better(&viewed, &mut routes);
    routes.extend(viewed);
    mounts.extend(taken_over);
    routes.extend(annotated::routes(unit));
    leave_described(&mut routes);
    routes.extend(files::routes(unit, path));
    routes.extend(grpc::routes(unit));
    routes.extend(warp::routes(unit));
    routes.extend(servlets::routes(unit));
    routes.extend(swagger::routes(unit));
    let (mut routes, mut mounts) = router::resolve(routes, mounts);
    mounts.extend(programs::prefixes(unit));
    dotnet::given(unit, &mut mounts);
    mounts.extend(inherited::mounts(unit));
    mounts.extend(called::typed_mounts(unit));
    mounts.extend(servlets::mounts(unit));
    mounts.extend(swagger::base(unit));
    laravel::mount(unit, path, &mut routes, &mut mounts);
    // Laravel serves this file below `/api`: https://laravel.com/docs/12.x/routing#api-routes
    if path.ends_with("routes/api.php") {
        for route in &mut routes {
            route.path = normalise(&format!("/api/{}", route.path));
        }
    }
    let place = |route: &Route| (route.at, route.path.clone(), route.method.clone());
    routes.sort_by_cached_key(|route| {
        let class = route.prefix_of.clone().filter(|_| route.needs_mount);
        (place(route), class)
    });
    // A function that several classes take over serves below the path of each.
    routes.dedup_by(|a, b| {
        place(a) == place(b) && (!a.needs_mount || !b.needs_mount || a.prefix_of == b.prefix_of)
    });
    mounts.sort_by(|a, b| (a.at, &a.target).cmp(&(b.at, &b.target)));
    (routes, mounts)
}

/// Leaves out what `#[utoipa::path(…)]` says of a function that another attribute serves: there it describes alone.
fn leave_described(routes: &mut Vec<Route>) {
    const DESCRIBING: &str = "utoipa-axum";
    let described = routes.iter().any(|route| route.framework == DESCRIBING);
    let served: BTreeSet<String> = routes
        .iter()
        .filter(|route| described && route.framework != DESCRIBING)
        .filter_map(|route| route.handler.clone())
        .collect();
    routes.retain(|route| {
        let handler = route.handler.as_deref();
        route.framework != DESCRIBING || handler.is_none_or(|handler| !served.contains(handler))
    });
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    called::entries()
        .into_iter()
        .chain(annotated::entries())
        .chain(servlets::entries())
        .chain([swagger::FRAMEWORK])
        .collect()
}
