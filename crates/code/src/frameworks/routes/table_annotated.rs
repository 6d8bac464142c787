//! Frameworks whose routes are declared by annotations, decorators and attributes.

use super::Verb::{self, Before, Is, Listed};
use crate::Language::{self, CSharp, Java, JavaScript, Kotlin, Php, Rust, TypeScript};
use crate::frameworks::{Pick, first, first_or, named};

/// One framework.
pub(crate) struct Annotated {
    pub framework: &'static str,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where imports may stand elsewhere.
    pub gate: &'static [&'static str],
    /// Annotations of functions.
    pub verbs: &'static [(&'static str, Verb)],
    pub path: Pick,
    /// Annotations that give the path where the verb's own gives none.
    pub separate_path: &'static [&'static str],
    /// Annotations of the class that give a prefix.
    pub class_path: &'static [&'static str],
    /// Annotations or base classes of the class, one of which is needed; `*Controller` for every base of such a name.
    pub class_marks: &'static [&'static str],
    /// A path that starts with `/` takes no prefix.
    pub is_absolute: bool,
    /// Another place mounts the function by its name.
    pub is_mounted: bool,
    /// Without a mount it is documentation alone.
    pub needs_mount: bool,
    /// A call elsewhere puts all routes of the program below a prefix.
    pub has_program_prefix: bool,
}

const NOTHING: Annotated = Annotated {
    framework: "",
    languages: &[],
    gate: &[],
    verbs: &[],
    path: first(),
    separate_path: &[],
    class_path: &[],
    class_marks: &[],
    is_absolute: false,
    is_mounted: false,
    needs_mount: false,
    has_program_prefix: false,
};

/// Methods by their names in lower case, and Rocket's `route` with the method before the path.
const LOWER_OR_LISTED: &[(&str, Verb)] = &[
    ("get", Is("GET")),
    ("post", Is("POST")),
    ("put", Is("PUT")),
    ("delete", Is("DELETE")),
    ("patch", Is("PATCH")),
    ("head", Is("HEAD")),
    ("options", Is("OPTIONS")),
    ("route", Before(0)),
];

/// Spring's annotations, which Feign clients carry as well.
pub(crate) const SPRING: Annotated = Annotated {
    framework: "spring",
    languages: &[Java, Kotlin],
    gate: &["org.springframework"],
    verbs: &[
        ("GetMapping", Is("GET")),
        ("PostMapping", Is("POST")),
        ("PutMapping", Is("PUT")),
        ("DeleteMapping", Is("DELETE")),
        ("PatchMapping", Is("PATCH")),
        ("RequestMapping", Listed(&["method"], "*")),
    ],
    path: first_or(&["value", "path"]),
    class_path: &["RequestMapping"],
    ..NOTHING
};

/// JAX-RS, of Jersey, RESTEasy and Quarkus; its clients are declared alike.
pub(crate) const JAX_RS: Annotated = Annotated {
    framework: "jax-rs",
    languages: &[Java, Kotlin],
    gate: &["javax.ws.rs", "jakarta.ws.rs"],
    verbs: &[
        ("GET", Is("GET")),
        ("POST", Is("POST")),
        ("PUT", Is("PUT")),
        ("DELETE", Is("DELETE")),
        ("PATCH", Is("PATCH")),
        ("HEAD", Is("HEAD")),
        ("OPTIONS", Is("OPTIONS")),
    ],
    separate_path: &["Path"],
    class_path: &["Path"],
    has_program_prefix: true,
    ..NOTHING
};

/// Micronaut, whose clients are declared alike.
pub(crate) const MICRONAUT: Annotated = Annotated {
    framework: "micronaut",
    languages: &[Java, Kotlin],
    gate: &["io.micronaut.http"],
    verbs: &[
        ("Get", Is("GET")),
        ("Post", Is("POST")),
        ("Put", Is("PUT")),
        ("Delete", Is("DELETE")),
        ("Patch", Is("PATCH")),
        ("Head", Is("HEAD")),
    ],
    path: first_or(&["value", "uri", "uris"]),
    class_path: &["Controller"],
    class_marks: &["Controller", "Client"],
    ..NOTHING
};

/// Every framework.
pub(super) const ANNOTATED: &[Annotated] = &[
    SPRING,
    JAX_RS,
    MICRONAUT,
    // Quarkus' reactive routes: https://quarkus.io/guides/reactive-routes
    Annotated {
        framework: "quarkus-routes",
        languages: &[Java, Kotlin],
        gate: &["io.quarkus.vertx.web"],
        verbs: &[("Route", Listed(&["methods"], "*"))],
        path: first_or(&["path"]),
        class_path: &["RouteBase"],
        ..NOTHING
    },
    Annotated {
        framework: "nestjs",
        languages: &[JavaScript, TypeScript],
        gate: &["@nestjs/common"],
        verbs: &[
            ("Get", Is("GET")),
            ("Post", Is("POST")),
            ("Put", Is("PUT")),
            ("Delete", Is("DELETE")),
            ("Patch", Is("PATCH")),
            ("Head", Is("HEAD")),
            ("Options", Is("OPTIONS")),
            ("All", Verb::Any),
            ("Sse", Is("GET")),
            ("RequestMapping", Listed(&["method"], "GET")),
        ],
        path: first_or(&["path"]),
        class_path: &["Controller"],
        class_marks: &["Controller"],
        has_program_prefix: true,
        ..NOTHING
    },
    Annotated {
        framework: "routing-controllers",
        languages: &[JavaScript, TypeScript],
        gate: &["routing-controllers", "tsoa"],
        verbs: &[
            ("Get", Is("GET")),
            ("Post", Is("POST")),
            ("Put", Is("PUT")),
            ("Delete", Is("DELETE")),
            ("Patch", Is("PATCH")),
        ],
        class_path: &["Controller", "JsonController", "Route"],
        class_marks: &["Controller", "JsonController", "Route"],
        ..NOTHING
    },
    Annotated {
        framework: "asp.net",
        languages: &[CSharp],
        verbs: &[
            ("HttpGet", Is("GET")),
            ("HttpPost", Is("POST")),
            ("HttpPut", Is("PUT")),
            ("HttpDelete", Is("DELETE")),
            ("HttpPatch", Is("PATCH")),
            ("HttpHead", Is("HEAD")),
        ],
        path: first_or(&["template"]),
        separate_path: &["Route"],
        class_path: &["Route"],
        class_marks: &["Route", "ApiController", "*Controller"],
        is_absolute: true,
        ..NOTHING
    },
    // `#[utoipa::path(get, path = "/orders")]` is documentation, and a route where `routes!` names the function.
    Annotated {
        framework: "utoipa-axum",
        languages: &[Rust],
        gate: &["utoipa"],
        verbs: &[("path", Before(0))],
        path: first_or(&["path"]),
        is_mounted: true,
        needs_mount: true,
        ..NOTHING
    },
    Annotated {
        framework: "actix-web",
        languages: &[Rust],
        gate: &["actix_web"],
        verbs: &[
            ("get", Is("GET")),
            ("post", Is("POST")),
            ("put", Is("PUT")),
            ("delete", Is("DELETE")),
            ("patch", Is("PATCH")),
            ("head", Is("HEAD")),
            ("options", Is("OPTIONS")),
            ("route", Listed(&["method"], "*")),
        ],
        is_mounted: true,
        ..NOTHING
    },
    // https://docs.rs/dropshot/latest/dropshot/attr.endpoint.html
    Annotated {
        framework: "dropshot",
        languages: &[Rust],
        gate: &["dropshot"],
        verbs: &[
            ("endpoint", Listed(&["method"], "*")),
            ("channel", Is("GET")),
        ],
        path: named(&["path"]),
        ..NOTHING
    },
    Annotated {
        framework: "rocket",
        languages: &[Rust],
        gate: &["rocket", "routes"],
        verbs: LOWER_OR_LISTED,
        path: first_or(&["uri"]),
        is_mounted: true,
        ..NOTHING
    },
    Annotated {
        framework: "symfony",
        languages: &[Php],
        gate: &["Symfony"],
        verbs: &[("Route", Listed(&["methods"], "*"))],
        path: first_or(&["path"]),
        class_path: &["Route"],
        has_program_prefix: true,
        ..NOTHING
    },
    Annotated {
        framework: "laravel-attributes",
        languages: &[Php],
        gate: &["Spatie.RouteAttributes"],
        verbs: &[
            ("Get", Is("GET")),
            ("Post", Is("POST")),
            ("Put", Is("PUT")),
            ("Delete", Is("DELETE")),
            ("Patch", Is("PATCH")),
            ("Route", Before(0)),
        ],
        class_path: &["Prefix"],
        ..NOTHING
    },
];
