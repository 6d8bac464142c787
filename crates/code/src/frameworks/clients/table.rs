//! Client libraries, with what each does when no deadline is set.

use crate::Language::{
    self, CSharp, Go, Java, JavaScript, Kotlin, Php, Python, Ruby, Rust, TypeScript,
};
use crate::frameworks::{Pick, first, first_or, named};
use crate::{Deadline, Protocol};

/// One library.
pub(super) struct Library {
    pub name: &'static str,
    pub protocol: Protocol,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where nothing needs to be imported.
    pub gate: &'static [&'static str],
    /// Calls that send, as [`matches`](crate::form::matches) reads them.
    pub calls: &'static [(&'static str, Method)],
    /// The argument that holds the address.
    pub url: Pick,
    /// Calls of the chain that hold it: `.uri("/orders")`.
    pub url_calls: &'static [&'static str],
    /// Calls of the chain that say the method.
    pub method_calls: &'static [(&'static str, &'static str)],
    /// A call without an address is none.
    pub needs_url: bool,
    /// Options of the client's construction that hold the base address.
    pub base_options: &'static [&'static str],
    /// Calls of the client's construction whose first argument is it.
    pub base_calls: &'static [&'static str],
    /// What makes a client; one that is made elsewhere may have a deadline.
    pub constructors: &'static [&'static str],
    /// The call is complete by itself: no client made elsewhere is behind it.
    pub is_complete: bool,
    /// What holds when nothing is set.
    pub default: Deadline,
    /// What a plain number means in a timeout.
    pub time_unit: Unit,
}

/// How a call says its HTTP method.
#[derive(Clone, Copy)]
pub(super) enum Method {
    Is(&'static str),
    /// Its first argument; the address follows.
    First,
    /// An option, the request that it is given, or a call of the chain; else the method given here, if any.
    Option(&'static str),
}

/// The unit of a plain number.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
}

use Method::{First, Is, Option as Options};

const NOTHING: Library = Library {
    name: "",
    protocol: Protocol::Http,
    languages: &[],
    gate: &[],
    calls: &[],
    url: first(),
    url_calls: &[],
    method_calls: &[],
    needs_url: true,
    base_options: &[],
    base_calls: &[],
    constructors: &[],
    is_complete: false,
    default: Deadline::Unset,
    time_unit: Unit::Milliseconds,
};

const SCRIPT: &[Language] = &[JavaScript, TypeScript];

/// Every library, in the order in which they are asked.
pub(super) const CLIENTS: &[Library] = &[
    // undici, which serves Node's fetch, waits 300 s for headers and 300 s between parts of the body: https://undici.nodejs.org/#/docs/api/Client (headersTimeout, bodyTimeout).
    Library {
        name: "fetch",
        languages: SCRIPT,
        calls: &[
            ("fetch", Options("GET")),
            ("node-fetch", Options("GET")),
            ("cross-fetch", Options("GET")),
            ("isomorphic-fetch", Options("GET")),
            ("window.fetch", Options("GET")),
            ("globalThis.fetch", Options("GET")),
            ("ofetch.$fetch", Options("GET")),
        ],
        is_complete: true,
        default: Deadline::LibraryDefault(300_000),
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
            ("axios.request", Options("GET")),
            ("axios", Options("GET")),
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
        default: Deadline::LibraryDefault(300_000),
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
    // requests: "do not time out unless a timeout value is set explicitly": https://requests.readthedocs.io/en/latest/user/advanced/#timeouts
    Library {
        name: "requests",
        languages: &[Python],
        gate: &["requests"],
        calls: &[
            ("requests.get", Is("GET")),
            ("requests.post", Is("POST")),
            ("requests.put", Is("PUT")),
            ("requests.delete", Is("DELETE")),
            ("requests.patch", Is("PATCH")),
            ("requests.head", Is("HEAD")),
            ("requests.options", Is("OPTIONS")),
            ("requests.request", First),
            ("requests.Session().get", Is("GET")),
            ("requests.Session().post", Is("POST")),
            ("requests.Session().put", Is("PUT")),
            ("requests.Session().delete", Is("DELETE")),
            ("requests.Session().patch", Is("PATCH")),
            ("requests.Session().request", First),
            ("requests.session().get", Is("GET")),
            ("requests.session().post", Is("POST")),
        ],
        url: first_or(&["url"]),
        is_complete: true,
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // httpx: 5 s: https://www.python-httpx.org/advanced/timeouts/
    Library {
        name: "httpx",
        languages: &[Python],
        gate: &["httpx"],
        calls: &[
            ("httpx.get", Is("GET")),
            ("httpx.post", Is("POST")),
            ("httpx.put", Is("PUT")),
            ("httpx.delete", Is("DELETE")),
            ("httpx.patch", Is("PATCH")),
            ("httpx.request", First),
            ("httpx.stream", First),
            ("httpx.AsyncClient().get", Is("GET")),
            ("httpx.AsyncClient().post", Is("POST")),
            ("httpx.AsyncClient().put", Is("PUT")),
            ("httpx.AsyncClient().delete", Is("DELETE")),
            ("httpx.AsyncClient().patch", Is("PATCH")),
            ("httpx.AsyncClient().request", First),
            ("httpx.AsyncClient().stream", First),
            ("httpx.Client().get", Is("GET")),
            ("httpx.Client().post", Is("POST")),
            ("httpx.Client().put", Is("PUT")),
            ("httpx.Client().delete", Is("DELETE")),
            ("httpx.Client().patch", Is("PATCH")),
            ("httpx.Client().request", First),
        ],
        url: first_or(&["url"]),
        base_options: &["base_url"],
        constructors: &[
            "httpx.AsyncClient",
            "httpx.Client",
            "httpx.get",
            "httpx.post",
            "httpx.put",
            "httpx.delete",
            "httpx.patch",
            "httpx.request",
            "httpx.stream",
        ],
        default: Deadline::LibraryDefault(5_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // aiohttp: 300 s in all: https://docs.aiohttp.org/en/stable/client_quickstart.html#timeouts
    Library {
        name: "aiohttp",
        languages: &[Python],
        gate: &["aiohttp"],
        calls: &[
            ("aiohttp.ClientSession().get", Is("GET")),
            ("aiohttp.ClientSession().post", Is("POST")),
            ("aiohttp.ClientSession().put", Is("PUT")),
            ("aiohttp.ClientSession().delete", Is("DELETE")),
            ("aiohttp.ClientSession().patch", Is("PATCH")),
            ("aiohttp.ClientSession().request", First),
            ("aiohttp.request", First),
        ],
        url: first_or(&["url"]),
        base_options: &["base_url"],
        constructors: &["aiohttp.ClientSession", "aiohttp.request"],
        default: Deadline::LibraryDefault(300_000),
        time_unit: Unit::Seconds,
        ..NOTHING
    },
    // urllib: the global default of sockets, which is none: https://docs.python.org/3/library/urllib.request.html
    Library {
        name: "urllib",
        languages: &[Python],
        gate: &["urllib", "urllib3"],
        calls: &[
            ("urllib.request.urlopen", Options("GET")),
            ("urlopen", Options("GET")),
            ("urllib3.PoolManager().request", First),
            ("urllib3.request", First),
        ],
        url: first_or(&["url"]),
        is_complete: true,
        time_unit: Unit::Seconds,
        ..NOTHING
    },
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
    // RestTemplate over HttpURLConnection: no timeout by default: https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/URLConnection.html#setReadTimeout(int)
    Library {
        name: "resttemplate",
        languages: &[Java, Kotlin],
        gate: &["org.springframework"],
        calls: &[
            ("RestTemplate().getForObject", Is("GET")),
            ("RestTemplate().getForEntity", Is("GET")),
            ("RestTemplate().postForObject", Is("POST")),
            ("RestTemplate().postForEntity", Is("POST")),
            ("RestTemplate().postForLocation", Is("POST")),
            ("RestTemplate().put", Is("PUT")),
            ("RestTemplate().delete", Is("DELETE")),
            ("RestTemplate().patchForObject", Is("PATCH")),
            ("RestTemplate().exchange", Options("")),
            ("RestTemplate().execute", Options("")),
            ("RestTemplate().headForHeaders", Is("HEAD")),
            ("RestOperations().getForObject", Is("GET")),
            ("RestOperations().exchange", Options("")),
            ("RestOperations().postForObject", Is("POST")),
            ("RestOperations().getForEntity", Is("GET")),
            ("OAuth2RestTemplate().getForObject", Is("GET")),
            ("RestTemplateBuilder().build().getForObject", Is("GET")),
            ("RestTemplateBuilder().build().exchange", Options("")),
        ],
        base_calls: &["rootUri"],
        constructors: &["RestTemplate"],
        ..NOTHING
    },
    // WebClient over Reactor Netty: no response timeout by default: https://docs.spring.io/spring-framework/reference/web/webflux-webclient/client-builder.html
    Library {
        name: "webclient",
        languages: &[Java, Kotlin],
        gate: &[
            "org.springframework.web.reactive.function.client",
            "org.springframework",
        ],
        calls: SPRING_FLUENT,
        url: named(&[]),
        url_calls: &["uri"],
        base_calls: &["baseUrl", "create"],
        constructors: &["WebClient.create", "WebClient.builder"],
        ..NOTHING
    },
    Library {
        name: "restclient",
        languages: &[Java, Kotlin],
        gate: &["org.springframework.web.client"],
        calls: &[
            ("RestClient().get", Is("GET")),
            ("RestClient().post", Is("POST")),
            ("RestClient().put", Is("PUT")),
            ("RestClient().delete", Is("DELETE")),
            ("RestClient().patch", Is("PATCH")),
            ("RestClient().method", Options("")),
            ("RestClient.create().get", Is("GET")),
            ("RestClient.create().post", Is("POST")),
            ("RestClient.create().put", Is("PUT")),
            ("RestClient.create().delete", Is("DELETE")),
            ("RestClient.builder*.build().get", Is("GET")),
            ("RestClient.builder*.build().post", Is("POST")),
            ("RestClient.builder*.build().put", Is("PUT")),
            ("RestClient.builder*.build().delete", Is("DELETE")),
            ("RestClient.Builder()*.build().get", Is("GET")),
            ("RestClient.Builder()*.build().post", Is("POST")),
        ],
        url: named(&[]),
        url_calls: &["uri"],
        base_calls: &["baseUrl", "create"],
        constructors: &["RestClient.create", "RestClient.builder"],
        ..NOTHING
    },
    // OkHttp: connect, read and write 10 s each, the whole call without limit: https://square.github.io/okhttp/5.x/okhttp/okhttp3/-ok-http-client/-builder/read-timeout.html
    Library {
        name: "okhttp",
        languages: &[Java, Kotlin],
        gate: &["okhttp3"],
        calls: &[
            ("OkHttpClient().newCall", Options("GET")),
            ("OkHttpClient*.newCall", Options("GET")),
        ],
        url: named(&[]),
        url_calls: &["url"],
        method_calls: LOWER_METHODS,
        needs_url: false,
        constructors: &["OkHttpClient", "OkHttpClient.Builder"],
        default: Deadline::LibraryDefault(10_000),
        ..NOTHING
    },
    // java.net.http: no timeout by default: https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/HttpRequest.Builder.html#timeout(java.time.Duration)
    Library {
        name: "java.net.http",
        languages: &[Java, Kotlin],
        gate: &["java.net.http"],
        calls: &[
            ("HttpClient().send", Options("GET")),
            ("HttpClient().sendAsync", Options("GET")),
            ("HttpClient*.send", Options("GET")),
            ("HttpClient*.sendAsync", Options("GET")),
        ],
        url: named(&[]),
        url_calls: &["uri", "newBuilder"],
        method_calls: &[
            ("GET", "GET"),
            ("POST", "POST"),
            ("PUT", "PUT"),
            ("DELETE", "DELETE"),
        ],
        needs_url: false,
        constructors: &["HttpClient.newHttpClient", "HttpClient.newBuilder"],
        ..NOTHING
    },
    // Apache HttpClient: no response timeout by default: https://hc.apache.org/httpcomponents-client-5.4.x/
    Library {
        name: "apache-httpclient",
        languages: &[Java, Kotlin],
        gate: &["org.apache.http", "org.apache.hc"],
        calls: &[
            ("CloseableHttpClient().execute", Options("")),
            ("HttpClient().execute", Options("")),
            ("DefaultHttpClient().execute", Options("")),
            ("HttpClientBuilder*.execute", Options("")),
            ("HttpClients*.execute", Options("")),
        ],
        url: named(&[]),
        url_calls: &["HttpGet", "HttpPost", "HttpPut", "HttpDelete", "HttpPatch"],
        method_calls: &[
            ("HttpGet", "GET"),
            ("HttpPost", "POST"),
            ("HttpPut", "PUT"),
            ("HttpDelete", "DELETE"),
            ("HttpPatch", "PATCH"),
        ],
        needs_url: false,
        constructors: &[
            "HttpClients.createDefault",
            "HttpClientBuilder.create",
            "DefaultHttpClient",
        ],
        ..NOTHING
    },
    Library {
        name: "httpurlconnection",
        languages: &[Java, Kotlin],
        gate: &["java.net"],
        calls: &[("URL().openConnection", Options("GET"))],
        url: named(&[]),
        url_calls: &["URL"],
        is_complete: true,
        ..NOTHING
    },
    // JAX-RS client: no timeout by default: https://jakarta.ee/specifications/restful-ws/3.1/apidocs/jakarta.ws.rs/jakarta/ws/rs/client/clientbuilder
    Library {
        name: "jax-rs-client",
        languages: &[Java, Kotlin],
        gate: &["javax.ws.rs", "jakarta.ws.rs"],
        calls: &[
            ("*.request().get", Is("GET")),
            ("*.request().post", Is("POST")),
            ("*.request().put", Is("PUT")),
            ("*.request().delete", Is("DELETE")),
        ],
        url: named(&[]),
        url_calls: &["target"],
        constructors: &["ClientBuilder.newClient"],
        ..NOTHING
    },
    // Ktor's client: no timeout unless HttpTimeout is installed: https://ktor.io/docs/client-timeout.html
    Library {
        name: "ktor-client",
        languages: &[Kotlin],
        gate: &["io.ktor.client"],
        calls: &[
            ("HttpClient().get", Is("GET")),
            ("HttpClient().post", Is("POST")),
            ("HttpClient().put", Is("PUT")),
            ("HttpClient().delete", Is("DELETE")),
            ("HttpClient().patch", Is("PATCH")),
            ("HttpClient().request", Options("GET")),
        ],
        constructors: &["HttpClient"],
        ..NOTHING
    },
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
    // http.rb: no timeout by default: https://github.com/httprb/http/wiki/Timeouts
    Library {
        name: "http.rb",
        languages: &[Ruby],
        calls: &[
            ("HTTP.get", Is("GET")),
            ("HTTP.post", Is("POST")),
            ("HTTP.put", Is("PUT")),
            ("HTTP.delete", Is("DELETE")),
            ("HTTP.*.get", Is("GET")),
            ("HTTP.*.post", Is("POST")),
        ],
        is_complete: true,
        time_unit: Unit::Seconds,
        ..NOTHING
    },
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
            ("Facades.Http.*.get", Is("GET")),
            ("Facades.Http.*.post", Is("POST")),
            ("Facades.Http.*.put", Is("PUT")),
            ("Facades.Http.*.delete", Is("DELETE")),
            ("Facades.Http.*.patch", Is("PATCH")),
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
    Library {
        name: "websocket",
        protocol: Protocol::Websocket,
        languages: SCRIPT,
        calls: &[
            ("WebSocket", Options("")),
            ("ws.WebSocket", Options("")),
            ("ws", Options("")),
        ],
        is_complete: true,
        default: Deadline::Unknown,
        ..NOTHING
    },
];

const LOWER_METHODS: &[(&str, &str)] = &[
    ("post", "POST"),
    ("put", "PUT"),
    ("delete", "DELETE"),
    ("patch", "PATCH"),
    ("get", "GET"),
    ("head", "HEAD"),
];

const SPRING_FLUENT: &[(&str, Method)] = &[
    ("WebClient().get", Is("GET")),
    ("WebClient().post", Is("POST")),
    ("WebClient().put", Is("PUT")),
    ("WebClient().delete", Is("DELETE")),
    ("WebClient().patch", Is("PATCH")),
    ("WebClient().method", Options("")),
    ("WebClient.create().get", Is("GET")),
    ("WebClient.create().post", Is("POST")),
    ("WebClient.create().put", Is("PUT")),
    ("WebClient.create().delete", Is("DELETE")),
    ("WebClient.builder*.build().get", Is("GET")),
    ("WebClient.builder*.build().post", Is("POST")),
    ("WebClient.builder*.build().put", Is("PUT")),
    ("WebClient.builder*.build().delete", Is("DELETE")),
    ("WebClient.Builder()*.build().get", Is("GET")),
    ("WebClient.Builder()*.build().post", Is("POST")),
    ("WebClient.Builder()*.build().put", Is("PUT")),
    ("WebClient.Builder()*.build().delete", Is("DELETE")),
];

const RUST_CALLS: &[(&str, Method)] = &[
    ("reqwest.get", Is("GET")),
    ("reqwest.blocking.get", Is("GET")),
    ("reqwest.Client*.get", Is("GET")),
    ("reqwest.Client*.post", Is("POST")),
    ("reqwest.Client*.put", Is("PUT")),
    ("reqwest.Client*.delete", Is("DELETE")),
    ("reqwest.Client*.patch", Is("PATCH")),
    ("reqwest.Client*.head", Is("HEAD")),
    ("reqwest.Client*.request", First),
    ("reqwest.blocking.Client*.get", Is("GET")),
    ("reqwest.blocking.Client*.post", Is("POST")),
    ("reqwest.blocking.Client*.put", Is("PUT")),
    ("reqwest.blocking.Client*.delete", Is("DELETE")),
    ("ClientWithMiddleware*.get", Is("GET")),
    ("ClientWithMiddleware*.post", Is("POST")),
    ("ClientWithMiddleware*.put", Is("PUT")),
    ("ClientWithMiddleware*.delete", Is("DELETE")),
];
