//! Client libraries of JavaScript and TypeScript.

use super::Method::{First, Is, Option as Options};
use super::{Library, NOTHING, SCRIPT};
use crate::frameworks::{first_or, named};
use crate::{Deadline, Protocol};

/// undici, which serves Node's `fetch`, waits 300 s for headers and 300 s between parts of the body:
/// https://undici.nodejs.org/#/docs/api/Client (headersTimeout, bodyTimeout).
const FETCH_DEADLINE: Deadline = Deadline::ServerDefault(300_000);

pub(super) const TABLE: &[Library] = &[
    Library {
        name: "fetch",
        languages: SCRIPT,
        calls: &[
            ("=fetch", Options("GET")),
            // Frameworks hand one to their functions: `load({ fetch })`, `event.fetch`.
            ("=?fetch", Options("GET")),
            // A function of the project around it, or a method of the class; what others call `fetch` is often a store's.
            ("*/fetch", Options("GET")),
            ("=this.fetch", Options("GET")),
            ("event.fetch", Options("GET")),
            ("=$fetch", Options("GET")),
            ("node-fetch", Options("GET")),
            ("cross-fetch", Options("GET")),
            ("isomorphic-fetch", Options("GET")),
            ("window.fetch", Options("GET")),
            ("globalThis.fetch", Options("GET")),
            ("ofetch.$fetch", Options("GET")),
        ],
        is_complete: true,
        default: FETCH_DEADLINE,
        ..NOTHING
    },
    // axios: `timeout` is 0, no timeout: https://axios-http.com/docs/req_config
    Library {
        name: "axios",
        languages: SCRIPT,
        gate: &["axios"],
        calls: &[
            ("axios.get", Is("GET")),
            ("axios.post", Is("POST")),
            ("axios.put", Is("PUT")),
            ("axios.delete", Is("DELETE")),
            ("axios.patch", Is("PATCH")),
            ("axios.head", Is("HEAD")),
            ("axios.options", Is("OPTIONS")),
            ("axios.request", Options("GET")),
            ("axios", Options("GET")),
            ("axios.create()", Options("GET")),
            ("axios.create().get", Is("GET")),
            ("axios.create().post", Is("POST")),
            ("axios.create().put", Is("PUT")),
            ("axios.create().delete", Is("DELETE")),
            ("axios.create().patch", Is("PATCH")),
            ("axios.create().request", Options("GET")),
            ("AxiosInstance().get", Is("GET")),
            ("AxiosInstance().post", Is("POST")),
            ("AxiosInstance().put", Is("PUT")),
            ("AxiosInstance().delete", Is("DELETE")),
            ("AxiosInstance().patch", Is("PATCH")),
            ("AxiosInstance().request", Options("GET")),
            ("axios.axios.get", Is("GET")),
            ("axios.axios.post", Is("POST")),
        ],
        url: first_or(&["url"]),
        base_options: &["baseURL"],
        constructors: &[
            "axios.create",
            "axios",
            "axios.get",
            "axios.post",
            "axios.put",
            "axios.delete",
            "axios.patch",
            "axios.request",
            "axios.head",
        ],
        ..NOTHING
    },
    // openapi-fetch, whose methods are those of HTTP and whose paths are those of the contract, calls `fetch`.
    Library {
        name: "openapi-fetch",
        languages: SCRIPT,
        gate: &["openapi-fetch", "openapi-react-query"],
        calls: &[
            ("openapi-fetch().GET", Is("GET")),
            ("openapi-fetch().POST", Is("POST")),
            ("openapi-fetch().PUT", Is("PUT")),
            ("openapi-fetch().DELETE", Is("DELETE")),
            ("openapi-fetch().PATCH", Is("PATCH")),
            ("openapi-fetch().HEAD", Is("HEAD")),
            ("openapi-react-query().useQuery", First),
            ("openapi-react-query().useMutation", First),
            ("openapi-react-query().useSuspenseQuery", First),
        ],
        base_options: &["baseUrl"],
        constructors: &["openapi-fetch"],
        default: FETCH_DEADLINE,
        ..NOTHING
    },
    // What OpenAPI Generator writes for `typescript-fetch`: each operation is `this.request({path, method})`.
    Library {
        name: "openapi-generator",
        languages: SCRIPT,
        gate: &["../runtime"],
        calls: &[("this.request", Options("GET"))],
        is_complete: true,
        url: named(&["path"]),
        default: FETCH_DEADLINE,
        ..NOTHING
    },
    // What AngularJS injects, and what plugins give to components of Vue; no timeout by default:
    // https://docs.angularjs.org/api/ng/service/$http
    Library {
        name: "$http",
        languages: SCRIPT,
        calls: &[
            ("=?$http.get", Is("GET")),
            ("=?$http.post", Is("POST")),
            ("=?$http.put", Is("PUT")),
            ("=?$http.delete", Is("DELETE")),
            ("=?$http.patch", Is("PATCH")),
            ("=?$http", Options("GET")),
            ("=this.$http.get", Is("GET")),
            ("=this.$http.post", Is("POST")),
            ("=this.$http.put", Is("PUT")),
            ("=this.$http.delete", Is("DELETE")),
        ],
        url: first_or(&["url"]),
        ..NOTHING
    },
    // Nest's HttpService is axios.
    Library {
        name: "nestjs-axios",
        languages: SCRIPT,
        gate: &["@nestjs/axios"],
        calls: &[
            ("HttpService().get", Is("GET")),
            ("HttpService().post", Is("POST")),
            ("HttpService().put", Is("PUT")),
            ("HttpService().delete", Is("DELETE")),
            ("HttpService().patch", Is("PATCH")),
            ("HttpService().request", Options("GET")),
            ("HttpService().axiosRef.get", Is("GET")),
            ("HttpService().axiosRef.post", Is("POST")),
        ],
        url: first_or(&["url"]),
        ..NOTHING
    },
    // got: no timeout by default: https://github.com/sindresorhus/got/blob/main/documentation/6-timeout.md
    Library {
        name: "got",
        languages: SCRIPT,
        gate: &["got"],
        calls: &[
            ("got", Options("GET")),
            ("got.got", Options("GET")),
            ("got.get", Is("GET")),
            ("got.post", Is("POST")),
            ("got.put", Is("PUT")),
            ("got.delete", Is("DELETE")),
            ("got.patch", Is("PATCH")),
            ("got.head", Is("HEAD")),
            ("got.extend().get", Is("GET")),
            ("got.extend().post", Is("POST")),
            ("got.extend().put", Is("PUT")),
            ("got.extend().delete", Is("DELETE")),
            ("got.extend()", Options("GET")),
        ],
        base_options: &["prefixUrl"],
        is_complete: true,
        ..NOTHING
    },
    // ky: 10 s: https://github.com/sindresorhus/ky#timeout
    Library {
        name: "ky",
        languages: SCRIPT,
        gate: &["ky"],
        calls: &[
            ("ky", Options("GET")),
            ("ky.get", Is("GET")),
            ("ky.post", Is("POST")),
            ("ky.put", Is("PUT")),
            ("ky.delete", Is("DELETE")),
            ("ky.patch", Is("PATCH")),
            ("ky.create().get", Is("GET")),
            ("ky.create().post", Is("POST")),
            ("ky.create().put", Is("PUT")),
            ("ky.create().delete", Is("DELETE")),
            ("ky.extend().get", Is("GET")),
            ("ky.extend().post", Is("POST")),
        ],
        base_options: &["prefixUrl"],
        is_complete: true,
        default: Deadline::LibraryDefault(10_000),
        ..NOTHING
    },
    // What orval, openapi-typescript-codegen and hey-api write: a request function of the project.
    Library {
        name: "openapi-typescript",
        languages: SCRIPT,
        calls: &[
            ("core/request.request", Options("GET")),
            ("customInstance", Options("GET")),
            ("customFetch", Options("GET")),
            ("customAxios", Options("GET")),
            ("client.gen.client.get", Is("GET")),
            ("client.gen.client.post", Is("POST")),
            ("client.gen.client.put", Is("PUT")),
            ("client.gen.client.delete", Is("DELETE")),
            ("client.gen.client.patch", Is("PATCH")),
        ],
        url: named(&["url"]),
        default: Deadline::Unknown,
        ..NOTHING
    },
    Library {
        name: "undici",
        languages: SCRIPT,
        gate: &["undici"],
        calls: &[
            ("undici.request", Options("GET")),
            ("undici.fetch", Options("GET")),
            ("undici.stream", Options("GET")),
            ("undici.Pool().request", Options("GET")),
            ("undici.Client().request", Options("GET")),
        ],
        url: first_or(&["path"]),
        base_calls: &["Pool", "Client"],
        is_complete: true,
        default: FETCH_DEADLINE,
        ..NOTHING
    },
    // request (deprecated): no timeout by default, the socket's alone.
    Library {
        name: "request",
        languages: SCRIPT,
        gate: &["request", "request-promise", "request-promise-native"],
        calls: &[
            ("request", Options("GET")),
            ("request.get", Is("GET")),
            ("request.post", Is("POST")),
            ("request.put", Is("PUT")),
            ("request.delete", Is("DELETE")),
            ("request.patch", Is("PATCH")),
            ("request-promise", Options("GET")),
            ("request-promise.get", Is("GET")),
            ("request-promise.post", Is("POST")),
            ("request-promise-native", Options("GET")),
        ],
        url: first_or(&["url", "uri"]),
        is_complete: true,
        ..NOTHING
    },
    Library {
        name: "superagent",
        languages: SCRIPT,
        gate: &["superagent"],
        calls: &[
            ("superagent.get", Is("GET")),
            ("superagent.post", Is("POST")),
            ("superagent.put", Is("PUT")),
            ("superagent.delete", Is("DELETE")),
            ("superagent.patch", Is("PATCH")),
        ],
        is_complete: true,
        ..NOTHING
    },
    // Node's http and https: no timeout by default: https://nodejs.org/api/http.html#httprequesturl-options-callback
    Library {
        name: "node:http",
        languages: SCRIPT,
        gate: &["http", "https", "node:http", "node:https"],
        calls: &[
            ("http.get", Is("GET")),
            ("https.get", Is("GET")),
            ("http.request", Options("GET")),
            ("https.request", Options("GET")),
            ("node:http.get", Is("GET")),
            ("node:https.get", Is("GET")),
            ("node:http.request", Options("GET")),
            ("node:https.request", Options("GET")),
        ],
        url: first_or(&["hostname", "host"]),
        is_complete: true,
        ..NOTHING
    },
    Library {
        name: "websocket",
        protocol: Protocol::Websocket,
        languages: SCRIPT,
        calls: &[("WebSocket", Options("")), ("ws.WebSocket", Options(""))],
        is_complete: true,
        default: Deadline::Unknown,
        ..NOTHING
    },
    Library {
        name: "websocket",
        protocol: Protocol::Websocket,
        languages: SCRIPT,
        gate: &["ws"],
        calls: &[("=ws", Options(""))],
        is_complete: true,
        default: Deadline::Unknown,
        ..NOTHING
    },
];
