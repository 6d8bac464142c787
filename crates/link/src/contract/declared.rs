//! APIs and operations that a design document declares before there is a contract.
//!
//! What a path and a method tell is decided as for a contract; what only schemas tell is unknown.

use model::{
    Api, Endpoint, Id, Known, Parameter, ParameterLocation, Readable, Service, Shared, Span, System,
};

use super::vocabulary::{self, casing};
use super::{conduct, errors, habits, paging};

const UNKNOWN: &str = "a design document shows no schema";

/// An API that a design document declares.
pub struct DeclaredApi {
    /// Its name.
    pub name: String,
    /// Where it is named first.
    pub at: Span,
    /// The version that the document gives it.
    pub version: Option<String>,
    /// The service that is to serve it.
    pub service: Option<Id<Service>>,
    /// Its operations, in order.
    pub operations: Vec<DeclaredOperation>,
}

/// An operation that a design document declares.
pub struct DeclaredOperation {
    /// Where.
    pub at: Span,
    /// Method in capitals.
    pub method: String,
    /// The path as written: `/orders/{id}`, `/orders/:id`, `/orders/<id>?expand=…`.
    pub path: String,
    /// Whether callers need credentials; `None` if the document does not say.
    pub is_secured: Option<bool>,
    /// Whether it says how often it may be called.
    pub states_rate_limit: bool,
    /// Whether it is described.
    pub is_documented: bool,
    /// The status codes that it lists, those of success first.
    pub statuses: Vec<String>,
}

/// Adds `api` and its operations; gives the API and the operations in their order.
pub fn declare(api: &DeclaredApi, system: &mut System) -> (Id<Api>, Vec<Id<Endpoint>>) {
    let paths = api.operations.iter().map(|operation| &operation.path);
    let path_versions: std::collections::BTreeSet<String> = paths
        .flat_map(|path| path.split('/'))
        .filter_map(vocabulary::version)
        .collect();
    let id = system.apis.push(Api {
        version: api.version.clone(),
        path_version: path_versions.iter().next_back().cloned(),
        service: api.service,
        is_declared_only: true,
        path_versions: path_versions.into_iter().collect(),
        is_documented: true,
        ..super::unread(api.at, &api.name)
    });
    let first = habits::First::next(system);
    let operations = api.operations.iter();
    let endpoints = operations
        .map(|operation| push(operation, id, system))
        .collect();
    habits::learn(id, first, system);
    (id, endpoints)
}

fn push(operation: &DeclaredOperation, api: Id<Api>, system: &mut System) -> Id<Endpoint> {
    let (path, names) = template(&operation.path);
    let is_error = |status: &&String| errors::is_error(status, true);
    let (errors, successes): (Vec<&String>, Vec<&String>) =
        operation.statuses.iter().partition(is_error);
    let is_read = operation.method == "GET";
    let verb = conduct::segments(&path).find_map(vocabulary::verb);
    let shared = &mut system.shared;
    let texts = |texts: Vec<&String>, shared: &mut Shared| {
        shared.list(texts.into_iter().map(String::as_str))
    };
    let nothing = shared.list([]);
    let endpoint = system.endpoints.push(Endpoint {
        at: operation.at,
        api,
        service: system.apis[api].service,
        method: shared.text(&operation.method),
        operation_id: None,
        is_documented: operation.is_documented,
        is_deprecated: false,
        sunset: None,
        is_overdue: false,
        is_open_area: false,
        names_replacement: false,
        is_secured: operation
            .is_secured
            .map_or_else(|| Known::unknown(UNKNOWN), Known::Is),
        scopes: nothing.clone(),
        is_collection: match is_read {
            true => Known::unknown(UNKNOWN),
            false => Known::Is(false),
        },
        is_paginated: Known::unknown(UNKNOWN),
        paging: None,
        has_request_body: false,
        tags: nothing.clone(),
        schemes: nothing.clone(),
        allows_anonymous: operation.is_secured == Some(false),
        is_open_by_design: vocabulary::is_open_by_design(&path),
        takes_credentials: false,
        is_technical: vocabulary::is_technical(&path),
        takes_input: !names.is_empty(),
        is_part: paging::is_part(&path),
        is_item: path.trim_end_matches('/').ends_with('}'),
        is_create: false,
        has_idempotency_key: false,
        has_cache_validator: false,
        has_write_guard: false,
        states_rate_limit: operation.states_rate_limit,
        verb: verb.map(|verb| shared.text(&verb)),
        casing: conduct::path_casing(&path),
        has_trailing_slash: path.len() > 1 && path.ends_with('/'),
        statuses: texts(operation.statuses.iter().collect(), shared),
        successes: texts(successes, shared),
        errors: texts(errors, shared),
        error_schema: None,
        is_write_under_read_scope: false,
        holds_long_work: false,
        accepts_without_trace: false,
        has_unbounded_batch: false,
        returns_bare_list: false,
        has_untyped_success: false,
        request_media_types: nothing,
        request_schema: None,
        response_schema: None,
        path: shared.text(&path),
        parameters: Vec::new(),
        responses: Vec::new(),
    });
    for (name, location) in names {
        parameter(operation, endpoint, &name, location, system);
    }
    endpoint
}

fn parameter(
    operation: &DeclaredOperation,
    endpoint: Id<Endpoint>,
    name: &str,
    location: ParameterLocation,
    system: &mut System,
) {
    let is_path = location == ParameterLocation::Path;
    let shared = &mut system.shared;
    system.parameters.push(Parameter {
        at: operation.at,
        endpoint,
        name: shared.text(name),
        location,
        is_required: is_path,
        schema_type: Readable::Undescribed,
        format: None,
        maximum: None,
        max_length: None,
        is_documented: true,
        minimum: None,
        pattern: None,
        values: shared.list([]),
        is_deprecated: false,
        sunset: None,
        is_page_size: false,
        states_bound: false,
        is_bounded: Readable::Undescribed,
        casing: casing(name),
        is_secret: vocabulary::is_secret(name) && !(is_path && conduct::names_a_thing(name)),
        is_personal: vocabulary::is_personal(name)
            && !conduct::is_what_is_listed(&operation.path, name),
    });
}

/// A path with `{parameters}`, and the names of those that it and its query take: `/orders/:id?page=1`.
fn template(written: &str) -> (String, Vec<(String, ParameterLocation)>) {
    let (path, query) = written.split_once('?').unwrap_or((written, ""));
    let mut names = Vec::new();
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| {
            let name = segment
                .strip_prefix(':')
                .or_else(|| segment.strip_prefix('<')?.strip_suffix('>'))
                .or_else(|| segment.strip_prefix('{')?.strip_suffix('}'));
            match name {
                Some(name) if !name.is_empty() => {
                    names.push((name.to_owned(), ParameterLocation::Path));
                    format!("{{{name}}}")
                }
                _ => segment.to_owned(),
            }
        })
        .collect();
    for pair in query.split('&') {
        let name = pair.split('=').next().unwrap_or_default().trim();
        if !name.is_empty() {
            names.push((name.to_owned(), ParameterLocation::Query));
        }
    }
    (segments.join("/"), names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_any_spelling_gives_its_parameters() {
        let path = ("id".to_owned(), ParameterLocation::Path);
        let query = ("page".to_owned(), ParameterLocation::Query);
        assert_eq!(
            template("/v1/orders/:id?page=1"),
            ("/v1/orders/{id}".to_owned(), vec![path.clone(), query])
        );
        assert_eq!(
            template("/orders/<id>"),
            ("/orders/{id}".to_owned(), vec![path.clone()])
        );
        assert_eq!(
            template("/orders/{id}"),
            ("/orders/{id}".to_owned(), vec![path])
        );
        assert_eq!(template("/:/<>"), ("/:/<>".to_owned(), Vec::new()));
    }
}
