//! Client libraries of Go.

use super::Method::{First, Is, Option as Options};
use super::{Library, NOTHING};
use crate::Language::Go;

/// What sends a request of Go, whatever it is called on.
pub(in super::super) const ON_ANYTHING: &str = "*.Do";

pub(super) const TABLE: &[Library] = &[
    // Go's http.Client: "a Timeout of zero means no timeout": https://pkg.go.dev/net/http#Client
    Library {
        name: "net/http",
        languages: &[Go],
        gate: &["net/http"],
        calls: &[
            ("net/http.Get", Is("GET")),
            ("net/http.Post", Is("POST")),
            ("net/http.PostForm", Is("POST")),
            ("net/http.Head", Is("HEAD")),
            ("net/http.Client().Get", Is("GET")),
            ("net/http.Client().Post", Is("POST")),
            ("net/http.Client().PostForm", Is("POST")),
            ("net/http.Client().Head", Is("HEAD")),
            ("net/http.Client().Do", Options("")),
            ("net/http.DefaultClient.Do", Options("")),
            ("net/http.DefaultClient.Get", Is("GET")),
            ("net/http.DefaultClient.Post", Is("POST")),
            ("otelhttp.Get", Is("GET")),
            ("otelhttp.Post", Is("POST")),
        ],
        constructors: &[
            "net/http.Client",
            "net/http.Get",
            "net/http.Post",
            "net/http.PostForm",
            "net/http.Head",
            "net/http.DefaultClient.Do",
            "net/http.DefaultClient.Get",
            "net/http.DefaultClient.Post",
        ],
        ..NOTHING
    },
    // go-retryablehttp: four retries by default, and no timeout but that of its http.Client:
    // https://pkg.go.dev/github.com/hashicorp/go-retryablehttp
    Library {
        name: "retryablehttp",
        languages: &[Go],
        gate: &["github.com/hashicorp/go-retryablehttp"],
        calls: &[
            ("go-retryablehttp.Get", Is("GET")),
            ("go-retryablehttp.Post", Is("POST")),
            ("go-retryablehttp.Head", Is("HEAD")),
            ("go-retryablehttp.NewClient().Get", Is("GET")),
            ("go-retryablehttp.NewClient().Post", Is("POST")),
            ("go-retryablehttp.NewClient().Do", Options("")),
            ("go-retryablehttp.Client().Do", Options("")),
        ],
        constructors: &["go-retryablehttp.Get", "go-retryablehttp.Post"],
        ..NOTHING
    },
    // resty: no timeout by default, as http.Client.
    Library {
        name: "resty",
        languages: &[Go],
        gate: &["github.com/go-resty/resty", "resty.dev"],
        calls: &[
            ("R().*Get", Is("GET")),
            ("R().*Post", Is("POST")),
            ("R().*Put", Is("PUT")),
            ("R().*Delete", Is("DELETE")),
            ("R().*Patch", Is("PATCH")),
            ("R().*Execute", First),
            ("R().Get", Is("GET")),
            ("R().Post", Is("POST")),
            ("R().Put", Is("PUT")),
            ("R().Delete", Is("DELETE")),
            ("R().Patch", Is("PATCH")),
        ],
        base_calls: &["SetBaseURL"],
        constructors: &["New", "NewWithClient"],
        ..NOTHING
    },
    // On what another file declares; see `takes_request`.
    Library {
        name: "net/http",
        languages: &[Go],
        gate: &["net/http"],
        calls: &[(ON_ANYTHING, Options(""))],
        ..NOTHING
    },
];
