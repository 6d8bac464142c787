//! Frameworks of PHP.

use super::{Called, NOTHING, group};
use crate::Language::Php;
use crate::frameworks::routes::Verb::{Any, Before, Is, Resources};
use crate::frameworks::{first, named};

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "laravel",
        languages: &[Php],
        gate: &[],
        routers: &[
            "Illuminate.Support.Facades.Route*",
            "Route",
            "Route.*",
            "Facades.Route*",
        ],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("options", Is("OPTIONS")),
            ("any", Any),
            ("match", Before(0)),
            ("view", Is("GET")),
            ("redirect", Any),
            ("permanentRedirect", Any),
            ("resource", Resources),
            ("apiResource", Resources),
            ("resources", Resources),
            ("apiResources", Resources),
        ],
        groups: &[group("prefix", first()), group("group", named(&["prefix"]))],
        is_relative: true,
        statics: &["Route"],
        is_program_wide: true,
        ..NOTHING
    },
    Called {
        framework: "slim",
        languages: &[Php],
        gate: &["Slim"],
        routers: &[
            "AppFactory.create()*",
            "Slim.App()*",
            "RouteCollectorProxy()*",
            "App()*",
            "RouteCollectorProxyInterface()*",
        ],
        names: &["$app", "$group", "app", "group"],
        applications: &["AppFactory.create"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("any", Any),
            ("map", Before(0)),
        ],
        groups: &[group("group", first())],
        is_path_optional: false,
        is_relative: true,
        ..NOTHING
    },
    Called {
        framework: "lumen",
        languages: &[Php],
        gate: &[],
        routers: &[],
        names: &["$router", "router"],
        groups: &[group("group", named(&["prefix"]))],
        statics: &["$router", "router"],
        is_program_wide: true,
        ..NOTHING
    },
];
