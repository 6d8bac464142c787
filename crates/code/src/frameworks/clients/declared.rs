//! Interfaces whose methods are outbound calls: Feign, HTTP exchanges, MicroProfile, Micronaut, Retrofit, Refit.

use super::resilience::{BREAKERS, RETRIES, is_annotated};
use crate::form::{ScopeId, ScopeKind, Unit, Value, join_path};
use crate::frameworks::routes::{JAX_RS, MICRONAUT, SPRING, class_around, declared, with_settings};
use crate::frameworks::{place, placeholder_text};
use crate::{Client, Deadline, Folded, Language, Protocol};

/// One kind of declared client.
struct Kind {
    library: &'static str,
    languages: &'static [Language],
    /// The annotation of the interface; empty when there is none.
    class: &'static str,
    /// Whether the annotations of an interface's methods are enough.
    needs_methods_alone: bool,
    /// Options of that annotation.
    url: &'static [&'static str],
    name: &'static [&'static str],
    /// Annotations of methods.
    verbs: &'static [(&'static str, &'static str)],
    gate: &'static [&'static str],
    default: Deadline,
}

const JVM: &[Language] = &[Language::Java, Language::Kotlin];
const CAPITAL: &[(&str, &str)] = &[
    ("GET", "GET"),
    ("POST", "POST"),
    ("PUT", "PUT"),
    ("DELETE", "DELETE"),
    ("PATCH", "PATCH"),
    ("HEAD", "HEAD"),
];

const KINDS: &[Kind] = &[
    // Feign: read 60 s, connect 10 s: https://github.com/OpenFeign/feign/blob/master/core/src/main/java/feign/Request.java (Options)
    Kind {
        library: "feign",
        languages: JVM,
        class: "FeignClient",
        needs_methods_alone: false,
        url: &["url"],
        name: &["name", "value", "serviceId", "contextId"],
        verbs: &[],
        gate: &[],
        default: Deadline::LibraryDefault(60_000),
    },
    Kind {
        library: "http-exchange",
        languages: JVM,
        class: "HttpExchange",
        needs_methods_alone: true,
        url: &["url", "value"],
        name: &[],
        verbs: &[
            ("GetExchange", "GET"),
            ("PostExchange", "POST"),
            ("PutExchange", "PUT"),
            ("DeleteExchange", "DELETE"),
            ("PatchExchange", "PATCH"),
        ],
        gate: &["org.springframework.web.service"],
        default: Deadline::Unknown,
    },
    Kind {
        library: "microprofile-rest-client",
        languages: JVM,
        class: "RegisterRestClient",
        needs_methods_alone: false,
        url: &["baseUri"],
        name: &["configKey"],
        verbs: &[],
        gate: &[],
        default: Deadline::Unknown,
    },
    // Micronaut's client: read 10 s: https://docs.micronaut.io/latest/guide/configurationreference.html (micronaut.http.client.read-timeout)
    Kind {
        library: "micronaut-client",
        languages: JVM,
        class: "Client",
        needs_methods_alone: false,
        url: &["value", "id"],
        name: &["id", "value"],
        verbs: &[],
        gate: &["io.micronaut.http"],
        default: Deadline::LibraryDefault(10_000),
    },
    // Retrofit is OkHttp.
    Kind {
        library: "retrofit",
        languages: JVM,
        class: "",
        needs_methods_alone: true,
        url: &[],
        name: &[],
        verbs: CAPITAL,
        gate: &["retrofit2"],
        default: Deadline::Unknown,
    },
    Kind {
        library: "refit",
        languages: &[Language::CSharp],
        class: "",
        needs_methods_alone: true,
        url: &[],
        name: &[],
        verbs: &[
            ("Get", "GET"),
            ("Post", "POST"),
            ("Put", "PUT"),
            ("Delete", "DELETE"),
            ("Patch", "PATCH"),
            ("Head", "HEAD"),
        ],
        gate: &["Refit"],
        default: Deadline::Unknown,
    },
];

pub(super) fn clients(unit: &Unit) -> Vec<Client> {
    let mut out = Vec::new();
    for kind in KINDS {
        if !kind.languages.contains(&unit.language) || !unit.imports_any(kind.gate) {
            continue;
        }
        for (id, scope) in unit.scopes.iter().enumerate() {
            if scope.kind == ScopeKind::Function
                && !scope.annotations.is_empty()
                && let Some(class) = class_around(unit, id)
            {
                method_clients(unit, kind, id, class, &mut out);
            }
        }
    }
    out
}

fn method_clients(unit: &Unit, kind: &Kind, id: ScopeId, class: ScopeId, out: &mut Vec<Client>) {
    let mark = unit.scopes[class]
        .annotations
        .iter()
        .map(|&annotation| &unit.calls[annotation])
        .find(|call| call.method() == kind.class);
    let is_interface = unit.scopes[class].kind == ScopeKind::Interface;
    if mark.is_none() && !(kind.needs_methods_alone && is_interface) {
        return;
    }
    let text = |names: &[&str], has_position: bool| -> Option<Folded> {
        let call = mark?;
        let argument = call
            .option(names)
            .or_else(|| call.positional(0).filter(|_| has_position))?;
        Some(placeholder_text(&unit.fold(&argument.value, call.scope)))
    };
    let mut base = text(kind.url, kind.library != "feign");
    // Feign's `path` stands before the paths of all methods.
    if kind.library == "feign"
        && let Some(path) = text(&["path"], false)
    {
        let mut whole = base.unwrap_or_default();
        join_path(&mut whole, path);
        base = Some(whole);
    }
    let service = text(
        kind.name,
        kind.library == "feign" || kind.library == "micronaut-client",
    )
    .and_then(|name| name.known().map(str::to_owned))
    .filter(|name| !name.is_empty() && !name.contains('/'));
    let mut found: Vec<(Option<String>, Folded, crate::At)> = Vec::new();
    for &annotation in &unit.scopes[id].annotations {
        let call = &unit.calls[annotation];
        if let Some((_, method)) = kind.verbs.iter().find(|(name, _)| *name == call.method()) {
            let path = call
                .option(&["url", "value"])
                .or(call.positional(0))
                .filter(|argument| !matches!(argument.value, Value::Map(_)))
                .map(|argument| unit.fold(&argument.value, call.scope))
                .unwrap_or_default();
            found.push((Some((*method).to_owned()), path, call.at));
        }
    }
    if kind.verbs.is_empty() {
        for framework in [&SPRING, &JAX_RS, &MICRONAUT] {
            for route in declared(unit, framework, id, Some(class)) {
                let method = (route.method != "*").then_some(route.method);
                let path = with_settings(&route.path, &|_| None);
                found.push((method, Folded::text(path), route.at));
            }
        }
        // Feign's own contract: `@RequestLine("GET /orders/{id}")`.
        for &annotation in &unit.scopes[id].annotations {
            let call = &unit.calls[annotation];
            if call.method() == "RequestLine"
                && let Some(line) = call.positional(0).and_then(|argument| {
                    unit.fold(&argument.value, call.scope)
                        .known()
                        .map(str::to_owned)
                })
                && let Some((method, path)) = line.split_once(' ')
            {
                found.push((Some(method.to_owned()), Folded::text(path), call.at));
            }
        }
    }
    for (method, path, at) in found {
        let url = match &base {
            Some(base) if !base.pieces.is_empty() => {
                let mut url = base.clone();
                if path.known() != Some("/") {
                    join_path(&mut url, path);
                }
                url
            }
            _ => path,
        };
        let is_marked = |names: &[&str]| {
            let mut around = [id, class].into_iter();
            around.any(|scope| is_annotated(unit, scope, names))
        };
        let fallback =
            mark.is_some_and(|call| call.option(&["fallback", "fallbackFactory"]).is_some());
        out.push(Client {
            protocol: Protocol::Http,
            method,
            url,
            service: service.clone(),
            operation: None,
            at,
            library: kind.library.to_owned(),
            // A configuration of its own may set others.
            deadline: match mark.is_some_and(|call| call.option(&["configuration"]).is_some()) {
                true => Deadline::Unknown,
                false => kind.default,
            },
            // Settings may set both.
            has_retry: is_marked(RETRIES).then_some(true),
            has_breaker: (fallback || is_marked(BREAKERS)).then_some(true),
            place: {
                let mut place = place(unit, id);
                place.in_function = Some(unit.scopes[id].name.clone());
                place
            },
        });
    }
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    KINDS.iter().map(|kind| kind.library).collect()
}
