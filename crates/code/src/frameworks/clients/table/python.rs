//! Client libraries of Python.

use super::Method::{First, Is, Option as Options};
use super::{Library, NOTHING, Unit};
use crate::Deadline;
use crate::Language::Python;
use crate::frameworks::first_or;

pub(super) const TABLE: &[Library] = &[
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
            // Of a class in another file, by its name.
            ("*requests_session.get", Is("GET")),
            ("*requests_session.post", Is("POST")),
            ("*requests_session.put", Is("PUT")),
            ("*requests_session.delete", Is("DELETE")),
            ("*requests_session.patch", Is("PATCH")),
            ("*requests_session.request", First),
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
];
