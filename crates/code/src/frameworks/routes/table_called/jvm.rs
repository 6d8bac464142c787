//! Frameworks of Java and Kotlin.

use super::{CAPITAL_VERBS, Called, NOTHING, VERBS, group};
use crate::Language::{Java, Kotlin};
use crate::frameworks::first;

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "ktor",
        languages: &[Kotlin],
        gate: &["io.ktor"],
        verbs: VERBS,
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
            "RouterFunctions.Builder()",
        ],
        verbs: CAPITAL_VERBS,
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
