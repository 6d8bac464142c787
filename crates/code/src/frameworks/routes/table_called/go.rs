//! Frameworks of Go.

use super::{CAPITAL_VERBS, Called, NOTHING, TITLE_VERBS, group, mount};
use crate::Language::Go;
use crate::frameworks::routes::Verb::{Any, Before, InPath, Is};
use crate::frameworks::{first, named, nth};

pub(super) const TABLE: &[Called] = &[
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
        has_whole_parameters: true,
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
            // The interface that oapi-codegen writes.
            "EchoRouter()*",
        ],
        applications: &["echo.New", "v4.New", "v5.New"],
        verbs: CAPITAL_VERBS,
        groups: &[group("Group", first())],
        has_whole_parameters: true,
        ..NOTHING
    },
    Called {
        framework: "httprouter",
        languages: &[Go],
        gate: &["github.com/julienschmidt/httprouter"],
        routers: &["httprouter.New()*", "httprouter.Router()*"],
        applications: &["httprouter.New"],
        verbs: CAPITAL_VERBS,
        has_whole_parameters: true,
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
        applications: &[],
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
    // https://huma.rocks/features/operations/
    Called {
        framework: "huma",
        languages: &[Go],
        gate: &["github.com/danielgtaylor/huma"],
        routers: &["github.com/danielgtaylor/huma*"],
        verbs: TITLE_VERBS,
        path: nth(1),
        minimum_arguments: 3,
        is_program_wide: true,
        ..NOTHING
    },
    // https://github.com/fasthttp/router
    Called {
        framework: "fasthttp-router",
        languages: &[Go],
        gate: &["github.com/fasthttp/router"],
        routers: &[
            "fasthttp/router.New()*",
            "fasthttp/router.Router()*",
            "fasthttp/router.Group()*",
        ],
        applications: &[],
        verbs: CAPITAL_VERBS,
        groups: &[group("Group", first())],
        ..NOTHING
    },
    // https://docs.iris-go.com/iris/routing
    Called {
        framework: "iris",
        languages: &[Go],
        gate: &["github.com/kataras/iris"],
        routers: &[
            "github.com/kataras/iris*.New()*",
            "github.com/kataras/iris*.Default()*",
            "github.com/kataras/iris*.Application()*",
            "github.com/kataras/iris*.Party()*",
        ],
        applications: &["iris.New", "iris.Default"],
        verbs: &[
            ("Get", Is("GET")),
            ("Post", Is("POST")),
            ("Put", Is("PUT")),
            ("Delete", Is("DELETE")),
            ("Patch", Is("PATCH")),
            ("Head", Is("HEAD")),
            ("Any", Any),
            ("Handle", Before(0)),
        ],
        groups: &[group("Party", first()), group("PartyFunc", first())],
        ..NOTHING
    },
    // https://pkg.go.dev/github.com/prometheus/common/route
    Called {
        framework: "prometheus-route",
        languages: &[Go],
        gate: &["github.com/prometheus/common/route"],
        routers: &[
            "prometheus/common/route.New()*",
            "prometheus/common/route.Router()*",
        ],
        applications: &[],
        verbs: &[
            ("Get", Is("GET")),
            ("Post", Is("POST")),
            ("Put", Is("PUT")),
            ("Del", Is("DELETE")),
            ("Head", Is("HEAD")),
            ("Options", Is("OPTIONS")),
        ],
        groups: &[
            group("WithPrefix", first()),
            group("WithInstrumentation", named(&[])),
        ],
        has_whole_parameters: true,
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
        constructors: &["http.NewServeMux"],
        verbs: &[("HandleFunc", InPath), ("Handle", InPath)],
        is_program_wide: true,
        ..NOTHING
    },
];
