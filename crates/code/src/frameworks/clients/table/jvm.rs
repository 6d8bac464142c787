//! Client libraries of Java and Kotlin.

use super::Method::{First, Handed, Is, Option as Options};
use super::{Library, Method, NOTHING};
use crate::Deadline;
use crate::Language::{Java, Kotlin};
use crate::frameworks::named;

pub(super) const TABLE: &[Library] = &[
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
            ("*.target()*.request()*.get", Is("GET")),
            ("*.target()*.request()*.post", Is("POST")),
            ("*.target()*.request()*.put", Is("PUT")),
            ("*.target()*.request()*.delete", Is("DELETE")),
            ("*.target()*.request()*.head", Is("HEAD")),
            ("*.target()*.request()*.method", First),
            ("*.target()*.request", Handed),
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
