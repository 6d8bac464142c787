//! Frameworks of Rust.

use super::{Called, NOTHING, group, mount};
use crate::Language::Rust;
use crate::frameworks::routes::Verb::{Any, Inner};
use crate::frameworks::{first, named, nth};

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "axum",
        languages: &[Rust],
        gate: &["axum", "utoipa_axum", "aide"],
        routers: &[
            "axum.Router*",
            "axum.routing.Router*",
            "Router.new()*",
            "Router()",
            "OpenApiRouter*",
            "ApiRouter*",
        ],
        factories: &["router"],
        names: &["router"],
        constructors: &[
            "Router.new",
            "Router.default",
            "OpenApiRouter.new",
            "ApiRouter.new",
            "OpenApiRouter.default",
            "OpenApiRouter.with_openapi",
        ],
        verbs: &[
            ("route", Inner),
            ("api_route", Inner),
            ("api_route_with", Inner),
            ("route_service", Inner),
            ("route_with_tsr", Inner),
        ],
        mounts: &[
            mount("nest", first(), Some(nth(1))),
            mount("merge", named(&[]), Some(first())),
            mount("nest_api_service", first(), Some(nth(1))),
            mount("nest_service", first(), Some(nth(1))),
            mount("routes", named(&[]), Some(first())),
        ],
        ..NOTHING
    },
    Called {
        framework: "actix-web",
        languages: &[Rust],
        gate: &["actix_web", "actix_web_lab", "utoipa_actix_web"],
        routers: &["App.new()*", "scope()*", "resource()*", "ServiceConfig()*"],
        names: &["cfg", "config"],
        applications: &["App.new"],
        constructors: &["scope", "resource"],
        verbs: &[("route", Inner), ("to", Any)],
        path: first(),
        minimum_arguments: 1,
        groups: &[
            group("scope", first()),
            group("resource", first()),
            // Their blocks are given the router itself.
            group("configure", named(&[])),
            group("map", named(&[])),
        ],
        mounts: &[
            mount("service", named(&[]), None),
            mount("configure", named(&[]), None),
        ],
        ..NOTHING
    },
    Called {
        framework: "rocket",
        languages: &[Rust],
        gate: &["rocket", "routes"],
        routers: &[
            "rocket.build()*",
            "rocket.Rocket*",
            "rocket.custom()*",
            "rocket.ignite()*",
        ],
        applications: &["rocket.build", "rocket.custom", "rocket.ignite"],
        verbs: &[],
        mounts: &[mount("mount", first(), Some(nth(1)))],
        is_program_wide: true,
        ..NOTHING
    },
    Called {
        framework: "poem",
        languages: &[Rust],
        gate: &["poem"],
        routers: &["poem.Route.new()*"],
        constructors: &["poem.Route.new"],
        verbs: &[("at", Inner)],
        mounts: &[mount("nest", first(), Some(nth(1)))],
        ..NOTHING
    },
];
