//! Frameworks of C#.

use super::{Called, NOTHING, group};
use crate::Language::CSharp;
use crate::frameworks::first;
use crate::frameworks::routes::Verb::{Alone, Is, Then};

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "asp.net",
        languages: &[CSharp],
        gate: &[],
        routers: &[
            "WebApplication*",
            "IEndpointRouteBuilder()*",
            "RouteGroupBuilder()*",
            "*.MapGroup()*",
            "*.NewVersionedApi()*",
            "NewVersionedApi()*",
            "IEndpointRouteBuilder()",
        ],
        names: &["app", "endpoints", "routes", "group", "api", "builder"],
        applications: &["WebApplication.CreateBuilder", "Build"],
        verbs: &[
            ("MapGet", Is("GET")),
            ("MapPost", Is("POST")),
            ("MapPut", Is("PUT")),
            ("MapDelete", Is("DELETE")),
            ("MapPatch", Is("PATCH")),
            ("MapMethods", Then(1)),
            ("MapHub", Alone("GET")),
            ("MapHealthChecks", Alone("GET")),
            ("UseHealthChecks", Alone("GET")),
        ],
        groups: &[group("MapGroup", first())],
        is_relative: true,
        has_extensions: true,
        ..NOTHING
    },
    // A class for each endpoint says its route in `Configure`: https://fast-endpoints.com/docs/get-started
    Called {
        framework: "fast-endpoints",
        languages: &[CSharp],
        gate: &["FastEndpoints"],
        verbs: &[
            ("Get", Is("GET")),
            ("Post", Is("POST")),
            ("Put", Is("PUT")),
            ("Delete", Is("DELETE")),
            ("Patch", Is("PATCH")),
        ],
        minimum_arguments: 1,
        is_bare: true,
        is_program_wide: true,
        ..NOTHING
    },
];
