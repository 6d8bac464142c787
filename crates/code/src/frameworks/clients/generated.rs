//! Clients that programs write from a contract: their methods are operations, their paths stand in the contract.

use super::deadline::deadline_of;
use super::grpc::calls_of;
use super::related::related;
use crate::form::{CallId, Unit, Value, last_name};
use crate::frameworks::place;
use crate::{Client, Deadline, Language, Protocol};

/// `openapi-generator` in every language; it writes a class for each tag of the contract.
const OPENAPI_GENERATOR: &str = "openapi-generator";
/// `oapi-codegen` of Go; it writes one client.
const OAPI_CODEGEN: &str = "oapi-codegen";

/// Options that hold the address of the server.
const ADDRESSES: &[&str] = &["host", "basePath", "BasePath", "baseUrl", "base_path"];
/// Parts of an import's path that tell what a program wrote.
const WRITTEN: &[&str] = &["client", "clients", "openapi", "generated", "sdk"];

/// One client for each operation that is called.
pub(super) fn clients(unit: &Unit) -> Vec<Client> {
    let mut out = Vec::new();
    for id in 0..unit.calls.len() {
        let call = &unit.calls[id];
        if call.is_annotation {
            continue;
        }
        if let Some((library, service)) = made(unit, id) {
            let operations = calls_of(unit, id, &service).into_iter();
            for operation in operations.filter(|&id| !is_accessor(unit.calls[id].method())) {
                let service = Some(service.clone()).filter(|name| !name.is_empty());
                out.push(client(unit, operation, id, library, service));
            }
        } else if !is_accessor(call.method())
            && let Some(service) = held(unit, id)
        {
            out.push(client(unit, id, id, OPENAPI_GENERATOR, Some(service)));
        }
    }
    out
}

/// The generator and the service of what a construction makes.
fn made(unit: &Unit, id: CallId) -> Option<(&'static str, String)> {
    let call = &unit.calls[id];
    let method = call.method();
    if unit.language == Language::Go {
        return (method == "NewClientWithResponses").then(|| (OAPI_CODEGEN, String::new()));
    }
    let stem = method.strip_suffix("Api").filter(|stem| !stem.is_empty())?;
    let is_given = |end: &[&str]| {
        call.arguments.iter().any(|argument| {
            let origin = unit.origin(&argument.value, call.scope).unwrap_or_default();
            let name = origin.strip_suffix("()").map_or("", last_name);
            end.contains(&name)
        })
    };
    let is_made = match unit.language {
        Language::Python | Language::Java | Language::Kotlin => is_given(&["ApiClient"]),
        Language::JavaScript | Language::TypeScript => {
            is_given(&["Configuration"])
                || (call.arguments.is_empty()
                    && unit.callee(id).is_some_and(|path| is_written(&path)))
        }
        Language::CSharp => is_given(&["Configuration"]),
        _ => false,
    };
    is_made.then(|| (OPENAPI_GENERATOR, stem.to_owned()))
}

/// The service of a client that a container injects (`private final OrdersApi orders`), or that is a part of another
/// (`client.OrdersAPI.GetOrder(ctx)`).
fn held(unit: &Unit, id: CallId) -> Option<String> {
    let call = &unit.calls[id];
    let Value::Member(object, method) = &call.callee else {
        return None;
    };
    match unit.language {
        Language::Go => {
            let Value::Member(client, part) = &**object else {
                return None;
            };
            let service = part.strip_suffix("API").or(part.strip_suffix("Api"))?;
            let origin = unit.origin(client, call.scope)?;
            (origin.ends_with("APIClient()") && method != "Execute").then(|| service.to_owned())
        }
        Language::Java | Language::Kotlin => {
            let origin = unit.origin(object, call.scope)?;
            let class = origin.strip_suffix("()")?;
            let service = last_name(class).strip_suffix("Api")?;
            (is_written(class) && !service.is_empty() && unit.declared(last_name(class)).is_none())
                .then(|| service.to_owned())
        }
        _ => None,
    }
}

/// Whether a method of a generated class gives or sets how it calls, and calls nobody.
fn is_accessor(method: &str) -> bool {
    let rest = method.strip_prefix("get").or(method.strip_prefix("set"));
    let name = rest.or(method.strip_prefix("Get")).unwrap_or(method);
    matches!(
        name,
        "ApiClient" | "HostIndex" | "CustomBaseUrl" | "BasePath"
    )
}

fn is_written(path: &str) -> bool {
    let mut parts = path.split(['.', '/', '-', '_', '@']);
    parts.any(|part| WRITTEN.contains(&part))
}

fn client(
    unit: &Unit,
    call: CallId,
    stub: CallId,
    library: &str,
    service: Option<String>,
) -> Client {
    let related = [related(unit, stub), related(unit, call)].concat();
    let address = related.iter().find_map(|&id| {
        let other = &unit.calls[id];
        let argument = match other.method() {
            "NewClientWithResponses" => other.positional(0)?,
            "setBasePath" => other.positional(0)?,
            _ => other.option(ADDRESSES)?,
        };
        Some(unit.fold(&argument.value, other.scope))
    });
    Client {
        protocol: Protocol::Http,
        method: None,
        url: address.filter(|url| !url.is_unknown()).unwrap_or_default(),
        service,
        operation: Some(unit.calls[call].method().to_owned()),
        at: unit.calls[call].at,
        library: library.to_owned(),
        deadline: deadline_of(unit, &related).unwrap_or(Deadline::Unknown),
        // What sends for it may do both.
        has_retry: None,
        has_breaker: None,
        place: place(unit, unit.calls[call].scope),
    }
}

#[cfg(test)]
pub(super) fn entries() -> Vec<&'static str> {
    vec![OPENAPI_GENERATOR, OAPI_CODEGEN]
}
