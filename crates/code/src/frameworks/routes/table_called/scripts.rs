//! Frameworks of JavaScript and TypeScript.

use super::{Called, NOTHING, SCRIPT, group, mount};
use crate::frameworks::routes::Verb::{Any, Before, Described, Is, Listed};
use crate::frameworks::{first, first_or, named, nth};

pub(super) const TABLE: &[Called] = &[
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
            "koa()*",
        ],
        names: &["router"],
        constructor_prefix: &["prefix"],
        groups: &[group("prefix", first())],
        mounts: &[mount("use", first(), None)],
        is_relative: true,
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
            ("openapi", Described),
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
    // https://learn.microsoft.com/azure/azure-functions/functions-reference-node, model 4; `/api` unless `host.json` sets another.
    Called {
        framework: "azure-functions",
        languages: SCRIPT,
        gate: &["@azure/functions"],
        routers: &["@azure/functions.app"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("deleteRequest", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("http", Listed(&["methods"], "*")),
        ],
        path: first_or(&["route"]),
        base: "/api",
        is_relative: true,
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
];
