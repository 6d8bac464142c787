//! Client libraries of PHP.

use super::Method::{First, Is, Option as Options};
use super::{Library, NOTHING, Unit};
use crate::Deadline;
use crate::Language::Php;

pub(super) const TABLE: &[Library] = &[
    // Guzzle: "0 to wait indefinitely (the default)": https://docs.guzzlephp.org/en/stable/request-options.html#timeout
    Library {
        name: "guzzle",
        languages: &[Php],
        gate: &["GuzzleHttp"],
        calls: &[
            ("Client().get", Is("GET")),
            ("Client().post", Is("POST")),
            ("Client().put", Is("PUT")),
            ("Client().delete", Is("DELETE")),
            ("Client().patch", Is("PATCH")),
            ("Client().head", Is("HEAD")),
            ("Client().getAsync", Is("GET")),
            ("Client().postAsync", Is("POST")),
            ("Client().putAsync", Is("PUT")),
            ("Client().deleteAsync", Is("DELETE")),
            ("Client().patchAsync", Is("PATCH")),
            ("Client().headAsync", Is("HEAD")),
            ("Client().request", First),
            ("Client().requestAsync", First),
            ("ClientInterface().request", First),
        ],
        base_options: &["base_uri"],
        constructors: &["GuzzleHttp.Client", "Client"],
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // Laravel's Http: 30 s: https://laravel.com/docs/12.x/http-client#timeout
    Library {
        name: "laravel-http",
        languages: &[Php],
        calls: &[
            ("Facades.Http.get", Is("GET")),
            ("Facades.Http.post", Is("POST")),
            ("Facades.Http.put", Is("PUT")),
            ("Facades.Http.delete", Is("DELETE")),
            ("Facades.Http.patch", Is("PATCH")),
            ("Facades.Http.head", Is("HEAD")),
            ("Facades.Http.*.head", Is("HEAD")),
            ("Facades.Http.*.get", Is("GET")),
            ("Facades.Http.*.post", Is("POST")),
            ("Facades.Http.*.put", Is("PUT")),
            ("Facades.Http.*.delete", Is("DELETE")),
            ("Facades.Http.*.patch", Is("PATCH")),
            // `Http::withToken($token)->$method($url)`
            ("Facades.Http.*.$*", Options("")),
            ("Facades.Http.*.{$*", Options("")),
        ],
        base_calls: &["baseUrl"],
        is_complete: true,
        default: Deadline::LibraryDefault(30_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // Symfony's HttpClient: `default_socket_timeout`, 60 s: https://symfony.com/doc/current/http_client.html#dealing-with-network-timeouts
    Library {
        name: "symfony-http-client",
        languages: &[Php],
        gate: &[
            "Symfony.Contracts.HttpClient",
            "Symfony.Component.HttpClient",
        ],
        calls: &[
            ("HttpClientInterface().request", First),
            ("HttpClient.create().request", First),
        ],
        is_complete: true,
        default: Deadline::LibraryDefault(60_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // curl: CURLOPT_TIMEOUT is 0, which never times out: https://curl.se/libcurl/c/CURLOPT_TIMEOUT.html
    Library {
        name: "curl",
        languages: &[Php],
        calls: &[("curl_init", Options(""))],
        default: Deadline::Unknown,
        is_complete: true,
        ..NOTHING
    },
];
