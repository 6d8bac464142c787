//! Frameworks whose routes are registered by calls.

use super::Verb::{self, Alone, Any, Before, InPath, Inner, Is, Listed, Resource, Resources};
use crate::Language::{
    self, CSharp, Go, Java, JavaScript, Kotlin, Php, Python, Ruby, Rust, TypeScript,
};
use crate::frameworks::{Pick, first, first_or, named, nth};

/// One framework.
pub(super) struct Called {
    pub framework: &'static str,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where nothing needs to be imported.
    pub gate: &'static [&'static str],
    /// Where a router comes from, as [`matches`](crate::form::matches) reads it.
    pub routers: &'static [&'static str],
    /// Names of parameters without a type that are routers.
    pub names: &'static [&'static str],
    /// Of the routers, those that are the whole application.
    pub applications: &'static [&'static str],
    /// Of the calls on a router, those that give a new one: `express.Router()`.
    pub constructors: &'static [&'static str],
    /// Functions of the project that give a router, by the name that everyone gives them.
    pub factories: &'static [&'static str],
    pub verbs: &'static [(&'static str, Verb)],
    pub path: Pick,
    pub minimum_arguments: usize,
    /// Options of the router's construction that set its prefix.
    pub constructor_prefix: &'static [&'static str],
    pub groups: &'static [Grouping],
    pub mounts: &'static [Mounting],
    /// Paths may stand without a leading slash.
    pub is_relative: bool,
    /// A registration may leave its path out.
    pub is_path_optional: bool,
    /// Registrations are calls of bare names …
    pub is_bare: bool,
    /// … inside blocks of these calls, or functions or classes of these types; anywhere when empty.
    pub bare_below: &'static [&'static str],
    /// Names that are the router of the whole program.
    pub statics: &'static [&'static str],
    /// The handler is a block or closure.
    pub needs_lambda: bool,
    /// Any decorator with such a name and a path is a registration, whatever it is called on.
    pub is_any_decorator: bool,
    /// A function around the registrations says nothing about their prefix.
    pub is_program_wide: bool,
    /// Another file may put this whole file below a prefix.
    pub is_file_mounted: bool,
    /// The call that makes a handler of a view, by which a registration is known in a function of the project.
    pub view: Option<&'static str>,
    /// The project adds functions of its own to routers, which are known everywhere by their names.
    pub has_extensions: bool,
}

/// A call that gives a router below a prefix, or a block of its own.
pub(super) struct Grouping {
    pub method: &'static str,
    pub prefix: Pick,
    /// The block is below one thing of many: `resources :orders do`.
    pub is_resource: bool,
}

/// A call that puts a router below a prefix.
pub(super) struct Mounting {
    pub method: &'static str,
    pub prefix: Pick,
    /// `None`: every argument may be one.
    pub target: Option<Pick>,
}

const NOTHING: Called = Called {
    framework: "",
    languages: &[],
    gate: &[],
    routers: &[],
    names: &[],
    applications: &[],
    constructors: &[],
    factories: &[],
    verbs: VERBS,
    path: first(),
    minimum_arguments: 2,
    constructor_prefix: &[],
    groups: &[],
    mounts: &[],
    is_relative: false,
    is_path_optional: false,
    is_bare: false,
    bare_below: &[],
    statics: &[],
    needs_lambda: false,
    is_any_decorator: false,
    is_program_wide: false,
    is_file_mounted: false,
    view: None,
    has_extensions: false,
};

const SCRIPT: &[Language] = &[JavaScript, TypeScript];

/// Methods by their names in lower case.
const VERBS: &[(&str, Verb)] = &[
    ("get", Is("GET")),
    ("post", Is("POST")),
    ("put", Is("PUT")),
    ("delete", Is("DELETE")),
    ("del", Is("DELETE")),
    ("patch", Is("PATCH")),
    ("head", Is("HEAD")),
    ("options", Is("OPTIONS")),
    ("all", Any),
    ("any", Any),
];

/// Methods by their names in capitals.
const CAPITAL_VERBS: &[(&str, Verb)] = &[
    ("GET", Is("GET")),
    ("POST", Is("POST")),
    ("PUT", Is("PUT")),
    ("DELETE", Is("DELETE")),
    ("PATCH", Is("PATCH")),
    ("HEAD", Is("HEAD")),
    ("OPTIONS", Is("OPTIONS")),
    ("Any", Any),
    ("Handle", Before(0)),
    ("HandlerFunc", Before(0)),
    ("Handler", Before(0)),
    ("Match", Before(0)),
    ("Add", Before(0)),
];

/// Methods by their names with a capital first.
const TITLE_VERBS: &[(&str, Verb)] = &[
    ("Get", Is("GET")),
    ("Post", Is("POST")),
    ("Put", Is("PUT")),
    ("Delete", Is("DELETE")),
    ("Patch", Is("PATCH")),
    ("Head", Is("HEAD")),
    ("Options", Is("OPTIONS")),
    ("All", Any),
    ("Handle", InPath),
    ("HandleFunc", InPath),
    ("Method", Before(0)),
    ("MethodFunc", Before(0)),
    ("Add", Before(0)),
];

const fn group(method: &'static str, prefix: Pick) -> Grouping {
    Grouping {
        method,
        prefix,
        is_resource: false,
    }
}

const fn mount(method: &'static str, prefix: Pick, target: Option<Pick>) -> Mounting {
    Mounting {
        method,
        prefix,
        target,
    }
}

/// Every framework, in the order in which they are asked.
pub(super) const CALLED: &[Called] = &[
    Called {
        framework: "fastify",
        languages: SCRIPT,
        gate: &["fastify", "@fastify"],
        routers: &[
            "fastify()*",
            "fastify.fastify()*",
            "fastify.Fastify()*",
            "fastify.FastifyInstance()*",
            "fastify.default()*",
        ],
        names: &["fastify", "app", "server", "instance", "f"],
        applications: &["fastify", "fastify.fastify", "fastify.Fastify"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("head", Is("HEAD")),
            ("options", Is("OPTIONS")),
            ("all", Any),
            ("route", Listed(&["method"], "*")),
        ],
        path: first_or(&["url", "path"]),
        minimum_arguments: 1,
        groups: &[group("register", named(&["prefix"]))],
        mounts: &[mount("register", named(&["prefix"]), Some(first()))],
        ..NOTHING
    },
    Called {
        framework: "koa",
        languages: SCRIPT,
        gate: &["@koa/router", "koa-router", "koa"],
        routers: &[
            "@koa/router()*",
            "koa-router()*",
            "@koa/router.Router()*",
            "koa-router.Router()*",
        ],
        names: &["router"],
        constructor_prefix: &["prefix"],
        groups: &[group("prefix", first())],
        mounts: &[mount("use", first(), None)],
        ..NOTHING
    },
    Called {
        framework: "hono",
        languages: SCRIPT,
        gate: &["hono", "@hono"],
        routers: &[
            "hono.Hono()*",
            "@hono/zod-openapi.OpenAPIHono()*",
            "hono/quick.Hono()*",
            "hono/tiny.Hono()*",
        ],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("options", Is("OPTIONS")),
            ("all", Any),
            ("on", Before(0)),
        ],
        groups: &[group("basePath", first())],
        mounts: &[mount("route", first(), Some(nth(1)))],
        ..NOTHING
    },
    Called {
        framework: "elysia",
        languages: SCRIPT,
        gate: &["elysia"],
        routers: &["elysia.Elysia()*"],
        names: &["app"],
        constructor_prefix: &["prefix"],
        groups: &[group("group", first())],
        ..NOTHING
    },
    Called {
        framework: "restify",
        languages: SCRIPT,
        gate: &["restify"],
        routers: &["restify.createServer()*"],
        applications: &["restify.createServer"],
        names: &["server"],
        ..NOTHING
    },
    Called {
        framework: "hapi",
        languages: SCRIPT,
        gate: &["@hapi/hapi", "hapi"],
        routers: &[
            "@hapi/hapi.server()*",
            "@hapi/hapi.Server()*",
            "hapi.server()*",
            "hapi.Server()*",
        ],
        names: &["server"],
        verbs: &[("route", Listed(&["method"], "*"))],
        path: named(&["path"]),
        minimum_arguments: 1,
        ..NOTHING
    },
    // After those that import a router of their own: many files get theirs as an argument.
    Called {
        framework: "express",
        languages: SCRIPT,
        gate: &[],
        routers: &[
            "express()*",
            "express.Router()*",
            "express.express()*",
            "express.Application()*",
            "express.Express()*",
            "express.IRouter()*",
            "express.application()*",
            "Router()",
            "express-promise-router()*",
        ],
        names: &[
            "app",
            "router",
            "server",
            "routes",
            "api",
            "apiRouter",
            "expressApp",
        ],
        applications: &["express", "express.express"],
        constructors: &["express.Router"],
        groups: &[group("route", first())],
        mounts: &[mount("use", first(), None)],
        ..NOTHING
    },
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
        applications: &["FastAPI", "Starlette"],
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
            mount("mount", first_or(&["path"]), Some(nth(1))),
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
        routers: &[
            "rest_framework.routers.*",
            "*Router()",
        ],
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
        ],
        is_relative: true,
        is_bare: true,
        is_program_wide: true,
        is_file_mounted: true,
        view: Some("as_view"),
        ..NOTHING
    },
    Called {
        framework: "gin",
        languages: &[Go],
        gate: &["github.com/gin-gonic/gin"],
        routers: &[
            "gin.Engine()*",
            "gin.RouterGroup()*",
            "gin.IRouter()*",
            "gin.IRoutes()*",
            "gin.Default()*",
            "gin.New()*",
        ],
        applications: &["gin.Default", "gin.New"],
        verbs: CAPITAL_VERBS,
        groups: &[group("Group", first())],
        ..NOTHING
    },
    Called {
        framework: "echo",
        languages: &[Go],
        gate: &["github.com/labstack/echo"],
        routers: &[
            "github.com/labstack/echo*.New()*",
            "github.com/labstack/echo*.Echo()*",
            "github.com/labstack/echo*.Group()*",
        ],
        applications: &["echo.New", "v4.New", "v5.New"],
        verbs: CAPITAL_VERBS,
        groups: &[group("Group", first())],
        ..NOTHING
    },
    Called {
        framework: "httprouter",
        languages: &[Go],
        gate: &["github.com/julienschmidt/httprouter"],
        routers: &["httprouter.New()*", "httprouter.Router()*"],
        applications: &["httprouter.New"],
        verbs: CAPITAL_VERBS,
        ..NOTHING
    },
    Called {
        framework: "fiber",
        languages: &[Go],
        gate: &["github.com/gofiber/fiber"],
        routers: &[
            "github.com/gofiber/fiber*.New()*",
            "github.com/gofiber/fiber*.App()*",
            "github.com/gofiber/fiber*.Router()*",
            "github.com/gofiber/fiber*.Group()*",
        ],
        applications: &["v2.New", "v3.New", "fiber.New"],
        verbs: TITLE_VERBS,
        groups: &[group("Group", first()), group("Route", first())],
        mounts: &[mount("Mount", first(), Some(nth(1)))],
        ..NOTHING
    },
    Called {
        framework: "chi",
        languages: &[Go],
        gate: &["github.com/go-chi/chi"],
        routers: &[
            "github.com/go-chi/chi*.NewRouter()*",
            "github.com/go-chi/chi*.NewMux()*",
            "github.com/go-chi/chi*.Router()*",
            "github.com/go-chi/chi*.Mux()*",
        ],
        applications: &[],
        verbs: TITLE_VERBS,
        groups: &[
            group("Route", first()),
            group("Group", named(&[])),
            group("With", named(&[])),
        ],
        mounts: &[mount("Mount", first(), Some(nth(1)))],
        ..NOTHING
    },
    Called {
        framework: "gorilla",
        languages: &[Go],
        gate: &["github.com/gorilla/mux"],
        routers: &[
            "gorilla/mux.NewRouter()*",
            "gorilla/mux.Router()*",
            "gorilla/mux.Route()*",
        ],
        applications: &[],
        verbs: &[
            ("HandleFunc", InPath),
            ("Handle", InPath),
            ("Path", InPath),
            ("PathPrefix", InPath),
        ],
        minimum_arguments: 1,
        groups: &[group("PathPrefix", first())],
        ..NOTHING
    },
    Called {
        framework: "net/http",
        languages: &[Go],
        gate: &["net/http"],
        routers: &[
            "net/http",
            "net/http.NewServeMux()",
            "net/http.ServeMux()",
            "net/http.DefaultServeMux",
        ],
        applications: &["http.NewServeMux"],
        verbs: &[("HandleFunc", InPath), ("Handle", InPath)],
        is_program_wide: true,
        ..NOTHING
    },
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
        ],
        mounts: &[
            mount("nest", first(), Some(nth(1))),
            mount("merge", named(&[]), Some(first())),
            mount("nest_api_service", first(), Some(nth(1))),
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
        groups: &[group("scope", first()), group("resource", first())],
        mounts: &[
            mount("service", named(&[]), None),
            mount("configure", named(&[]), None),
        ],
        ..NOTHING
    },
    Called {
        framework: "rocket",
        languages: &[Rust],
        gate: &["rocket"],
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
            ("MapMethods", Listed(&[], "*")),
            ("MapHealthChecks", Alone("GET")),
            ("UseHealthChecks", Alone("GET")),
        ],
        groups: &[group("MapGroup", first())],
        is_relative: true,
        has_extensions: true,
        ..NOTHING
    },
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
            ("resource", Resources),
            ("apiResource", Resources),
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
        ..NOTHING
    },
];
