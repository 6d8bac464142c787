//! Frameworks of Python.

use super::{Called, NOTHING, mount};
use crate::Language::Python;
use crate::frameworks::routes::Verb::{Any, Before, Is, Listed, Resources};
use crate::frameworks::{first, first_or, named, nth, nth_or};

pub(super) const TABLE: &[Called] = &[
    Called {
        framework: "fastapi",
        languages: &[Python],
        gate: &["fastapi", "starlette"],
        routers: &[
            "fastapi.FastAPI()*",
            "fastapi.APIRouter()*",
            "fastapi.routing.APIRouter()*",
            "fastapi.applications.FastAPI()*",
            "starlette.applications.Starlette()*",
        ],
        names: &["app", "router", "api"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("head", Is("HEAD")),
            ("options", Is("OPTIONS")),
            ("api_route", Listed(&["methods"], "GET")),
            ("add_api_route", Listed(&["methods"], "GET")),
            ("route", Listed(&["methods"], "GET")),
            ("add_route", Listed(&["methods"], "GET")),
        ],
        path: first_or(&["path"]),
        constructor_prefix: &["prefix"],
        mounts: &[
            mount(
                "include_router",
                named(&["prefix"]),
                Some(first_or(&["router"])),
            ),
            mount("mount", first_or(&["path"]), Some(nth_or(1, &["app"]))),
        ],
        is_any_decorator: true,
        ..NOTHING
    },
    Called {
        framework: "flask",
        languages: &[Python],
        gate: &[
            "flask",
            "quart",
            "flask_restx",
            "flask_restful",
            "flask_smorest",
            "flask_openapi3",
        ],
        routers: &[
            "flask.Flask()*",
            "flask.Blueprint()*",
            "quart.Quart()*",
            "quart.Blueprint()*",
            "flask_restful.Api()",
            "flask_restx.Api()",
            "flask_restx.Namespace()",
            "flask_smorest.Blueprint()",
        ],
        names: &["app", "bp", "blueprint", "api"],
        applications: &["Flask", "Quart"],
        verbs: &[
            ("route", Listed(&["methods"], "GET")),
            ("add_url_rule", Listed(&["methods"], "GET")),
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
        ],
        path: first_or(&["rule"]),
        minimum_arguments: 1,
        constructor_prefix: &["url_prefix"],
        mounts: &[mount(
            "register_blueprint",
            named(&["url_prefix"]),
            Some(first()),
        )],
        is_any_decorator: true,
        ..NOTHING
    },
    Called {
        framework: "aiohttp",
        languages: &[Python],
        gate: &["aiohttp"],
        routers: &[
            "aiohttp.web.RouteTableDef()",
            "aiohttp.web.Application().router",
            "aiohttp.web",
            "aiohttp.web.Application()",
        ],
        names: &["routes"],
        applications: &["Application", "RouteTableDef"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("route", Before(0)),
            ("add_get", Is("GET")),
            ("add_post", Is("POST")),
            ("add_put", Is("PUT")),
            ("add_delete", Is("DELETE")),
            ("add_patch", Is("PATCH")),
            ("add_route", Before(0)),
        ],
        is_program_wide: true,
        ..NOTHING
    },
    Called {
        framework: "sanic",
        languages: &[Python],
        gate: &["sanic"],
        routers: &["sanic.Sanic()", "sanic.Blueprint()"],
        applications: &["Sanic"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("route", Listed(&["methods"], "GET")),
        ],
        constructor_prefix: &["url_prefix"],
        mounts: &[mount("blueprint", named(&["url_prefix"]), Some(first()))],
        ..NOTHING
    },
    Called {
        framework: "django",
        languages: &[Python],
        gate: &["django", "rest_framework"],
        routers: &["rest_framework.routers.*", "*Router()"],
        verbs: &[
            ("path", Any),
            ("re_path", Any),
            ("url", Any),
            ("register", Resources),
        ],
        mounts: &[
            mount("path", first(), Some(nth(1))),
            mount("re_path", first(), Some(nth(1))),
            mount("url", first(), Some(nth(1))),
            mount("register", first(), Some(nth(1))),
        ],
        is_relative: true,
        is_bare: true,
        is_program_wide: true,
        is_file_mounted: true,
        view: Some("as_view"),
        ..NOTHING
    },
];
