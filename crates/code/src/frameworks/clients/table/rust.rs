//! Client libraries of Rust.

use super::Method::{First, Is, Option as Options};
use super::{Library, Method, NOTHING};
use crate::Deadline;
use crate::Language::Rust;
use crate::frameworks::named;

pub(super) const TABLE: &[Library] = &[
    // reqwest: no timeout by default: https://docs.rs/reqwest/latest/reqwest/struct.ClientBuilder.html#method.timeout
    Library {
        name: "reqwest",
        languages: &[Rust],
        gate: &["reqwest", "reqwest_middleware"],
        calls: RUST_CALLS,
        constructors: &[
            "reqwest.Client.new",
            "reqwest.Client.builder",
            "reqwest.ClientBuilder.new",
            "Client.new",
            "Client.builder",
            "reqwest.get",
            "Client.default",
        ],
        ..NOTHING
    },
    // reqwest's blocking client waits 30 s: https://docs.rs/reqwest/latest/reqwest/blocking/struct.ClientBuilder.html#method.timeout
    Library {
        name: "reqwest",
        languages: &[Rust],
        gate: &["reqwest"],
        calls: &[
            ("reqwest.blocking.get", Is("GET")),
            ("reqwest.blocking.Client*.get", Is("GET")),
            ("reqwest.blocking.Client*.post", Is("POST")),
            ("reqwest.blocking.Client*.put", Is("PUT")),
            ("reqwest.blocking.Client*.delete", Is("DELETE")),
        ],
        constructors: &[
            "reqwest.blocking.Client.new",
            "reqwest.blocking.Client.builder",
            "reqwest.blocking.ClientBuilder.new",
            "reqwest.blocking.get",
        ],
        default: Deadline::LibraryDefault(30_000),
        ..NOTHING
    },
    // ureq 3: no timeout by default: https://docs.rs/ureq/latest/ureq/config/struct.ConfigBuilder.html
    Library {
        name: "ureq",
        languages: &[Rust],
        gate: &["ureq"],
        calls: &[
            ("ureq.get", Is("GET")),
            ("ureq.post", Is("POST")),
            ("ureq.put", Is("PUT")),
            ("ureq.delete", Is("DELETE")),
            ("ureq.patch", Is("PATCH")),
            ("ureq.Agent*.get", Is("GET")),
            ("ureq.Agent*.post", Is("POST")),
            ("ureq.Agent*.put", Is("PUT")),
            ("ureq.Agent*.delete", Is("DELETE")),
        ],
        constructors: &[
            "ureq.get",
            "ureq.post",
            "ureq.put",
            "ureq.delete",
            "ureq.Agent.new_with_defaults",
            "ureq.Agent.new",
        ],
        ..NOTHING
    },
    // hyper: no timeout of its own: https://docs.rs/hyper-util/latest/hyper_util/client/legacy/struct.Builder.html
    Library {
        name: "hyper",
        languages: &[Rust],
        gate: &["hyper", "hyper_util"],
        calls: &[
            ("hyper.Client*.get", Is("GET")),
            ("hyper.Client*.request", Options("")),
            ("hyper_util.client.legacy.Client*.request", Options("")),
        ],
        url: named(&[]),
        url_calls: &["uri"],
        needs_url: false,
        constructors: &[
            "hyper.Client.new",
            "hyper.Client.builder",
            "legacy.Client.builder",
        ],
        ..NOTHING
    },
];

const RUST_CALLS: &[(&str, Method)] = &[
    ("reqwest.get", Is("GET")),
    ("reqwest_middleware.ClientBuilder*.get", Is("GET")),
    ("reqwest_middleware.ClientBuilder*.post", Is("POST")),
    ("reqwest_middleware.ClientBuilder*.put", Is("PUT")),
    ("reqwest_middleware.ClientBuilder*.delete", Is("DELETE")),
    ("reqwest_middleware.ClientBuilder*.patch", Is("PATCH")),
    ("ClientWithMiddleware().get", Is("GET")),
    ("ClientWithMiddleware().post", Is("POST")),
    ("ClientWithMiddleware().put", Is("PUT")),
    ("ClientWithMiddleware().delete", Is("DELETE")),
    ("ClientWithMiddleware().patch", Is("PATCH")),
    ("reqwest.Client*.get", Is("GET")),
    ("reqwest.Client*.post", Is("POST")),
    ("reqwest.Client*.put", Is("PUT")),
    ("reqwest.Client*.delete", Is("DELETE")),
    ("reqwest.Client*.patch", Is("PATCH")),
    ("reqwest.Client*.head", Is("HEAD")),
    ("reqwest.Client*.request", First),
    ("ClientWithMiddleware*.get", Is("GET")),
    ("ClientWithMiddleware*.post", Is("POST")),
    ("ClientWithMiddleware*.put", Is("PUT")),
    ("ClientWithMiddleware*.delete", Is("DELETE")),
];
