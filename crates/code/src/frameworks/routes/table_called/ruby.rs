//! Frameworks of Ruby.

use super::{Called, Grouping, NOTHING, group};
use crate::Language::Ruby;
use crate::frameworks::routes::Verb::{Is, Listed, Resource, Resources};
use crate::frameworks::{first, first_or, named};

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "rails",
        languages: &[Ruby],
        gate: &[],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("match", Listed(&["via"], "*")),
            ("resources", Resources),
            ("resource", Resource),
            ("root", Is("GET")),
        ],
        minimum_arguments: 1,
        groups: &[
            group("namespace", first_or(&["path"])),
            group("scope", first_or(&["path"])),
            Grouping {
                method: "resources",
                prefix: first_or(&["path"]),
                is_resource: true,
            },
            group("resource", first_or(&["path"])),
            group("member", named(&[])),
            group("collection", named(&[])),
            group("constraints", named(&[])),
        ],
        is_relative: true,
        is_bare: true,
        bare_below: &["draw", "namespace", "scope", "resources", "routes"],
        is_program_wide: true,
        ..NOTHING
    },
    Called {
        framework: "sinatra",
        languages: &[Ruby],
        gate: &["sinatra"],
        minimum_arguments: 1,
        groups: &[group("namespace", first())],
        is_bare: true,
        needs_lambda: true,
        is_program_wide: true,
        ..NOTHING
    },
    Called {
        framework: "grape",
        languages: &[Ruby],
        gate: &[],
        groups: &[
            group("namespace", first()),
            group("resource", first()),
            group("resources", first()),
            group("group", first()),
            group("route_param", first()),
        ],
        minimum_arguments: 0,
        is_relative: true,
        is_path_optional: true,
        is_bare: true,
        bare_below: &["Grape.API", "Grape::API", "Grape::API::Instance"],
        needs_lambda: true,
        is_program_wide: true,
        ..NOTHING
    },
];
