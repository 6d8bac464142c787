//! Frameworks of C#.

use super::{Called, NOTHING, group};
use crate::Language::CSharp;
use crate::frameworks::first;
use crate::frameworks::routes::Verb::{Alone, Is, Listed};

pub(super) const TABLE: &[Called] = &[Called {
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
        ("MapMethods", Listed(&[], "*")),
        ("MapHealthChecks", Alone("GET")),
        ("UseHealthChecks", Alone("GET")),
    ],
    groups: &[group("MapGroup", first())],
    is_relative: true,
    has_extensions: true,
    ..NOTHING
}];
