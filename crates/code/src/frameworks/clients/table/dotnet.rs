//! Client libraries of C#.

use super::Method::{Is, Option as Options};
use super::{Library, NOTHING};
use crate::Deadline;
use crate::Language::CSharp;
use crate::frameworks::first;

pub(super) const TABLE: &[Library] = &[
    // HttpClient: 100 s: https://learn.microsoft.com/dotnet/api/system.net.http.httpclient.timeout
    Library {
        name: "httpclient",
        languages: &[CSharp],
        calls: &[
            ("HttpClient().GetAsync", Is("GET")),
            ("HttpClient().GetStringAsync", Is("GET")),
            ("HttpClient().GetStreamAsync", Is("GET")),
            ("HttpClient().GetByteArrayAsync", Is("GET")),
            ("HttpClient().GetFromJsonAsync", Is("GET")),
            ("HttpClient().PostAsync", Is("POST")),
            ("HttpClient().PostAsJsonAsync", Is("POST")),
            ("HttpClient().PutAsync", Is("PUT")),
            ("HttpClient().PutAsJsonAsync", Is("PUT")),
            ("HttpClient().DeleteAsync", Is("DELETE")),
            ("HttpClient().PatchAsync", Is("PATCH")),
            ("HttpClient().PatchAsJsonAsync", Is("PATCH")),
            ("HttpClient().SendAsync", Options("")),
            ("HttpClient().DeleteFromJsonAsync", Is("DELETE")),
            ("CreateClient().GetAsync", Is("GET")),
            ("CreateClient().PostAsync", Is("POST")),
            ("CreateClient().PostAsJsonAsync", Is("POST")),
            ("CreateClient().GetFromJsonAsync", Is("GET")),
            ("CreateClient().SendAsync", Options("")),
            ("CreateClient().PutAsync", Is("PUT")),
            ("CreateClient().DeleteAsync", Is("DELETE")),
            ("CreateClient().GetStringAsync", Is("GET")),
        ],
        url: first(),
        base_options: &["BaseAddress"],
        constructors: &["HttpClient", "CreateClient"],
        default: Deadline::LibraryDefault(100_000),
        ..NOTHING
    },
    Library {
        name: "restsharp",
        languages: &[CSharp],
        gate: &["RestSharp"],
        calls: &[
            ("RestClient().ExecuteAsync", Options("GET")),
            ("RestClient().GetAsync", Is("GET")),
            ("RestClient().PostAsync", Is("POST")),
            ("RestClient().Execute", Options("GET")),
        ],
        base_calls: &["RestClient"],
        is_complete: true,
        default: Deadline::LibraryDefault(100_000),
        ..NOTHING
    },
];
