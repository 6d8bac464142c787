//! Frameworks of Python.

use super::{Called, NOTHING, group, mount};
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
            ("websocket", Is("GET")),
            ("websocket_route", Is("GET")),
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
    // https://django-ninja.dev/guides/routers/
    Called {
        framework: "django-ninja",
        languages: &[Python],
        gate: &["ninja"],
        routers: &["ninja.NinjaAPI()*", "ninja.Router()*"],
        names: &["api", "router"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("api_operation", Before(0)),
        ],
        mounts: &[mount(
            "add_router",
            first_or(&["prefix"]),
            Some(nth_or(1, &["router"])),
        )],
        ..NOTHING
    },
    Called {
        framework: "starlette",
        languages: &[Python],
        gate: &["starlette.routing", "fastapi.routing"],
        verbs: &[
            ("Route", Listed(&["methods"], "GET")),
            ("WebSocketRoute", Is("GET")),
        ],
        path: first_or(&["path"]),
        mounts: &[mount(
            "Mount",
            first_or(&["path"]),
            Some(nth_or(1, &["routes", "app"])),
        )],
        is_bare: true,
        is_program_wide: true,
        view: Some("as_view"),
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
            "flask_restful.Api()*",
            "flask_restx.Api()*",
            "flask_restx.Namespace()*",
            // A class of the project's own above that of the library.
            "*.Api()",
        ],
        names: &["app", "application", "bp", "blueprint", "api"],
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
        constructor_prefix: &["url_prefix", "prefix", "path"],
        groups: &[group("namespace", first_or(&["path"]))],
        mounts: &[
            mount("register_blueprint", named(&["url_prefix"]), Some(first())),
            mount("add_namespace", nth_or(1, &["path"]), Some(first())),
            mount(
                "add_url_rule",
                first_or(&["rule"]),
                Some(nth_or(2, &["view_func"])),
            ),
        ],
        view: Some("as_view"),
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
