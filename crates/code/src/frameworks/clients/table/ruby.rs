//! Client libraries of Ruby.

use super::Method::{First, Is, Option as Options};
use super::{Library, NOTHING, Unit};
use crate::Deadline;
use crate::Language::Ruby;
use crate::frameworks::first_or;

pub(super) const TABLE: &[Library] = &[
    // Net::HTTP: open 60 s, read 60 s: https://docs.ruby-lang.org/en/master/Net/HTTP.html#attribute-i-read_timeout
    Library {
        name: "net-http",
        languages: &[Ruby],
        calls: &[
            ("Net.HTTP.get", Is("GET")),
            ("Net.HTTP.get_response", Is("GET")),
            ("Net.HTTP.post", Is("POST")),
            ("Net.HTTP.post_form", Is("POST")),
            ("Net.HTTP.new().request", Options("")),
            ("Net.HTTP.start", Options("")),
        ],
        is_complete: true,
        default: Deadline::LibraryDefault(60_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // Faraday over Net::HTTP: 60 s.
    Library {
        name: "faraday",
        languages: &[Ruby],
        calls: &[
            ("Faraday.get", Is("GET")),
            ("Faraday.post", Is("POST")),
            ("Faraday.put", Is("PUT")),
            ("Faraday.delete", Is("DELETE")),
            ("Faraday.patch", Is("PATCH")),
            ("Faraday.new().get", Is("GET")),
            ("Faraday.new().post", Is("POST")),
            ("Faraday.new().put", Is("PUT")),
            ("Faraday.new().delete", Is("DELETE")),
            ("Faraday.new().patch", Is("PATCH")),
        ],
        base_options: &["url"],
        base_calls: &["new"],
        is_complete: true,
        default: Deadline::LibraryDefault(60_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    Library {
        name: "httparty",
        languages: &[Ruby],
        calls: &[
            ("HTTParty.get", Is("GET")),
            ("HTTParty.post", Is("POST")),
            ("HTTParty.put", Is("PUT")),
            ("HTTParty.delete", Is("DELETE")),
            ("HTTParty.patch", Is("PATCH")),
        ],
        is_complete: true,
        default: Deadline::LibraryDefault(60_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // A class that includes HTTParty: https://github.com/jnunemaker/httparty/tree/main/docs
    Library {
        name: "httparty",
        languages: &[Ruby],
        gate: &["httparty", "HTTParty"],
        calls: &[
            ("=this.class().get", Is("GET")),
            ("=this.class().post", Is("POST")),
            ("=this.class().put", Is("PUT")),
            ("=this.class().delete", Is("DELETE")),
            ("=this.class().patch", Is("PATCH")),
        ],
        base_calls: &["base_uri"],
        default: Deadline::Unknown,
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    Library {
        name: "rest-client",
        languages: &[Ruby],
        calls: &[
            ("RestClient.get", Is("GET")),
            ("RestClient.post", Is("POST")),
            ("RestClient.put", Is("PUT")),
            ("RestClient.delete", Is("DELETE")),
            ("RestClient.Request.execute", Options("GET")),
        ],
        url: first_or(&["url"]),
        is_complete: true,
        default: Deadline::LibraryDefault(60_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // httpclient: connect and receive 60 s: https://github.com/nahi/httpclient/blob/master/lib/httpclient/session.rb
    Library {
        name: "httpclient",
        languages: &[Ruby],
        calls: &[
            ("HTTPClient.get", Is("GET")),
            ("HTTPClient.post", Is("POST")),
            ("HTTPClient.put", Is("PUT")),
            ("HTTPClient.delete", Is("DELETE")),
            ("HTTPClient.new().get", Is("GET")),
            ("HTTPClient.new().get_content", Is("GET")),
            ("HTTPClient.new().post", Is("POST")),
            ("HTTPClient.new().post_content", Is("POST")),
            ("HTTPClient.new().put", Is("PUT")),
            ("HTTPClient.new().patch", Is("PATCH")),
            ("HTTPClient.new().delete", Is("DELETE")),
            ("HTTPClient.new().head", Is("HEAD")),
            ("HTTPClient.new().request", First),
        ],
        base_options: &["base_url"],
        is_complete: true,
        default: Deadline::LibraryDefault(60_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // http.rb: no timeout by default: https://github.com/httprb/http/wiki/Timeouts
    Library {
        name: "http.rb",
        languages: &[Ruby],
        calls: &[
            ("HTTP.get", Is("GET")),
            ("HTTP.post", Is("POST")),
            ("HTTP.put", Is("PUT")),
            ("HTTP.delete", Is("DELETE")),
            ("HTTP.patch", Is("PATCH")),
            ("HTTP.head", Is("HEAD")),
            ("HTTP.*.get", Is("GET")),
            ("HTTP.*.post", Is("POST")),
            ("HTTP.*.put", Is("PUT")),
            ("HTTP.*.delete", Is("DELETE")),
            ("HTTP.*.head", Is("HEAD")),
        ],
        is_complete: true,
        time_unit: Unit::Seconds,
        ..NOTHING
    },
];
