//! Frameworks of Java and Kotlin.

use super::{CAPITAL_VERBS, Called, NOTHING, group};
use crate::Language::{Java, Kotlin};
use crate::frameworks::first;
use crate::frameworks::routes::Verb::Is;

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "ktor",
        languages: &[Kotlin],
        gate: &["io.ktor"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("head", Is("HEAD")),
            ("options", Is("OPTIONS")),
            ("webSocket", Is("GET")),
            ("sse", Is("GET")),
        ],
        groups: &[group("route", first())],
        minimum_arguments: 1,
        is_relative: true,
        is_path_optional: true,
        is_bare: true,
        bare_below: &["routing", "route", "Route", "Routing", "authenticate"],
        needs_lambda: true,
        has_extensions: true,
        ..NOTHING
    },
    Called {
        framework: "spring-functional",
        languages: &[Java, Kotlin],
        gate: &[
            "org.springframework.web.reactive.function.server",
            "org.springframework.web.servlet.function",
        ],
        routers: &[
            "RouterFunctions",
            "RouterFunctions.route()*",
            "function.server",
            "route()*",
            "RouterFunctions.Builder()",
        ],
        verbs: CAPITAL_VERBS,
        minimum_arguments: 1,
        groups: &[group("path", first()), group("nest", first())],
        is_path_optional: true,
        is_bare: true,
        bare_below: &["router", "coRouter", "nest"],
        is_program_wide: true,
        ..NOTHING
    },
    // https://sparkjava.com/documentation#routes
    Called {
        framework: "sparkjava",
        languages: &[Java, Kotlin],
        gate: &["spark"],
        routers: &[
            "=Spark",
            "spark.Spark",
            "spark.Service*",
            "Service.ignite()*",
        ],
        groups: &[group("path", first())],
        is_relative: true,
        is_bare: true,
        statics: &["Spark"],
        is_program_wide: true,
        ..NOTHING
    },
    Called {
        framework: "javalin",
        languages: &[Java, Kotlin],
        gate: &["io.javalin"],
        routers: &["Javalin.create()*", "Javalin()", "Javalin.start()*"],
        applications: &["Javalin.create"],
        ..NOTHING
    },
    Called {
        framework: "vert.x",
        languages: &[Java, Kotlin],
        gate: &["io.vertx"],
        routers: &["Router.router()", "web.Router()"],
        applications: &["Router.router"],
        minimum_arguments: 1,
        ..NOTHING
    },
];
