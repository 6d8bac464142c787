//! Who is hit: the operations that a difference concerns, and the clients of this repository that
//! call them.

use model::{Api, FileRole, Id, RowRef, Service, Span, System};

use super::pairs;

/// Clients that are named at most.
const NAMED: usize = 20;

/// A call site: the service whose code it is, where, and what it calls.
pub struct Hit {
    /// The service whose code it is.
    pub service: Option<Id<Service>>,
    /// Where it calls.
    pub at: Span,
    /// What it calls, for a label.
    pub operation: String,
}

/// The calls of `operations` of `api` in this repository, `base_path` before each path.
pub fn hits(
    now: &System,
    api: Option<Id<Api>>,
    base_path: &str,
    operations: &[(String, String)],
) -> Vec<Hit> {
    let server = api.and_then(|api| now.apis[api].service);
    let shapes: Vec<(&str, &str, Vec<String>, Vec<String>)> = operations
        .iter()
        .map(|(method, path)| {
            let full = segments(&format!("{base_path}{path}"));
            (method.as_str(), path.as_str(), segments(path), full)
        })
        .collect();
    let mut hits = Vec::new();
    for (_, client) in now.clients.iter() {
        if now.file(client.at.file).role == FileRole::Test {
            continue;
        }
        if server.is_some() && client.callee.is_some() && client.callee != server {
            continue;
        }
        let is_known = server.is_some() && client.callee == server;
        let called = called(&client.url);
        let found = shapes.iter().find(|(method, _, own, full)| {
            let is_method = client.method.is_empty() || client.method.eq_ignore_ascii_case(method);
            is_method
                && (is_call(&called, own)
                    || is_call(&called, full)
                    // What stands before the path at a gateway is not known to the contract.
                    || (is_known && called.len() > own.len()
                        && is_call(&called[called.len() - own.len()..], own)))
        });
        if let Some((method, path, ..)) = found {
            hits.push(Hit {
                service: client.service,
                at: client.at,
                operation: format!("{method} {path}"),
            });
        }
    }
    hits.sort_by_key(|hit| hit.at);
    hits
}

/// What is told of the clients, to follow the reason; empty where there is no code to look at.
pub fn told(now: &System, hits: &[Hit]) -> String {
    match hits.len() {
        0 if now.clients.iter().next().is_none() && now.routes.iter().next().is_none() => {
            String::new()
        }
        0 => "; nothing in this repository calls it".to_owned(),
        1 => "; one place in this repository calls it".to_owned(),
        many => format!("; {many} places in this repository call it"),
    }
}

/// Adds the calls as places beside a change.
pub fn label(now: &mut System, row: RowRef, hits: Vec<Hit>) {
    for hit in hits.into_iter().take(NAMED) {
        let caller = match hit.service {
            Some(service) => format!("`{}` ", now.services[service].name),
            None => String::new(),
        };
        let label = format!("{caller}calls `{}` here", hit.operation);
        now.add_evidence(row, hit.at, label);
    }
}

/// The segments of a path, parameters as `{}`.
fn segments(path: &str) -> Vec<String> {
    let shape = pairs::shape(path);
    let segments = shape.split('/').filter(|segment| !segment.is_empty());
    segments.map(str::to_owned).collect()
}

/// The segments that a client calls: its URL without query, host, and a first segment that is a
/// variable, which holds the address.
fn called(url: &str) -> Vec<String> {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    let mut segments = segments(path);
    if !path.starts_with('/') && segments.first().is_some_and(|first| first.contains("{}")) {
        segments.remove(0);
    }
    segments
}

/// Whether a client that calls `called` reaches the operation at `path`: a parameter takes any
/// segment, a name only itself.
fn is_call(called: &[String], path: &[String]) -> bool {
    called.len() == path.len()
        && !path.is_empty()
        && called
            .iter()
            .zip(path)
            .all(|(called, own)| called == own || (own.contains("{}") && fits(called, own)))
}

/// Whether a segment can be what a segment with parameters stands for.
fn fits(called: &str, own: &str) -> bool {
    let (before, after) = own.split_once("{}").unwrap_or((own, ""));
    let after = after.rsplit("{}").next().unwrap_or(after);
    called.len() >= before.len() + after.len()
        && called.starts_with(before)
        && called.ends_with(after)
}
