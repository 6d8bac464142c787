//! Operations, their parameters and their responses.

use std::collections::BTreeMap;

use model::{
    Api, Contracts, Endpoint, Id, Known, Parameter, ParameterLocation, Place, Readable, Response,
    System,
};

use super::operation::{Content, View, operations, preferred};
use super::schemas::{Direction, Schemas, is_bounded, known_type, maximum, rare, texts};
use super::shape::Shape;
use super::vocabulary::{self, casing, folded};
use super::{conduct, errors, paging, security};
use crate::change::dates::has_ended;

/// Fills `endpoint`, `parameter` and `response`, and through `schemas` what they carry. Gives the
/// schemas of errors by name.
pub fn link<'c>(
    contracts: &'c Contracts,
    root: Place,
    api: Id<Api>,
    mut schemas: Schemas<'c>,
    system: &mut System,
) -> BTreeMap<String, Place> {
    let document = contracts.document(root);
    let security = document.security.as_deref();
    for (place, path) in contracts.paths(root) {
        let at = contracts.span(place, path.at);
        let item = place.beside(path.item);
        for view in operations(contracts, &path.path, at, item, security) {
            push(contracts, &view, api, &mut schemas, system);
        }
    }
    schemas.finish(system)
}

fn push<'c>(
    contracts: &'c Contracts,
    view: &View<'c>,
    api: Id<Api>,
    schemas: &mut Schemas<'c>,
    system: &mut System,
) {
    let operation = view.operation;
    let service = system.apis[api].service;
    let (is_paginated, paging) = paging::paging(contracts, view);
    let body_shape = view.body.as_ref().and_then(|body| body.shape(contracts));
    let statuses: Vec<&str> = view.responses.iter().map(|r| r.status).collect();
    let successes: Vec<&str> = view.successes().map(|r| r.status).collect();
    let errors: Vec<&str> = statuses
        .iter()
        .filter(|status| errors::is_error(status, !successes.is_empty()))
        .copied()
        .collect();
    let label = format!("{} {}", view.method, view.path);
    schemas.carrier = Some((contracts.span(view.item, operation.at), label.clone()));
    let request_schema = request_schema(view, &label, schemas, system);
    let response_schema = view.success_schema().and_then(|schema| {
        let item = paging::item(contracts, schema);
        let name = format!("{label} response");
        if item != schema {
            schemas.body(schema, &name, Direction::Response, system);
        }
        schemas.body(item, &name, Direction::Response, system)
    });
    for response in &view.responses {
        for (_, _, schema) in &response.content {
            if let Some(schema) = schema {
                schemas.body(
                    *schema,
                    &format!("{label} {}", response.status),
                    Direction::Response,
                    system,
                );
            }
        }
    }
    let scopes = security::scopes(view.security);
    let is_write = !matches!(view.method, "GET" | "HEAD" | "OPTIONS" | "QUERY" | "TRACE");
    let takes_credentials = operation.asks_for_credentials || conduct::takes_credentials(view);
    let looks_up = [
        "search",
        "query",
        "lookup",
        "validate",
        "preview",
        "filter",
        "graphql",
        "batchget",
        "retrieve",
        "export",
        "propose",
        "metrics",
        "estimate",
        "simulate",
        "calculate",
        "quote",
        "dryrun",
        "report",
        "statistics",
        "compare",
    ]
    .iter()
    .any(|word| folded(view.path).contains(word));
    let media_types = view.body.iter().flat_map(|body| &body.content);
    let mut request_media_types: Vec<&str> = media_types.map(|(name, _, _)| *name).collect();
    request_media_types.sort();
    let is_collection = match view.method {
        "GET" => paging::is_collection(contracts, view),
        _ => Known::Is(false),
    };
    let returns_bare_list = is_collection.known() == Some(&true)
        && view
            .success_schema()
            .is_some_and(|schema| Shape::of(contracts, schema).main_type() == Some("array"));
    let schemes = security::schemes(view.security);
    let shared = &mut system.shared;
    let endpoint = system.endpoints.push(Endpoint {
        at: contracts.span(view.item, operation.at),
        api,
        service,
        method: shared.text(view.method),
        path: shared.text(view.path),
        operation_id: operation
            .operation_id
            .as_ref()
            .map(|(id, _)| shared.text(id)),
        is_documented: operation.is_documented,
        is_deprecated: operation.deprecated.is_some(),
        sunset: operation.sunset.as_ref().map(|day| shared.text(day)),
        is_overdue: operation.has_stated_end
            && !system.today.is_empty()
            && has_ended(operation.sunset.as_deref(), &system.today),
        is_open_area: false,
        names_replacement: operation.names_replacement,
        is_secured: security::is_secured(view),
        is_collection,
        returns_bare_list,
        is_paginated,
        paging: paging.map(|style| shared.text(&style)),
        has_request_body: view
            .body
            .as_ref()
            .is_some_and(|body| !body.is_empty(contracts)),
        tags: shared.list(operation.tags.iter().map(|(tag, _)| tag.as_str())),
        schemes: shared.list(schemes.iter().map(String::as_str)),
        allows_anonymous: security::allows_anonymous(view.security),
        is_open_by_design: vocabulary::is_open_by_design(view.path)
            || takes_credentials
            // Stated by the operation itself: anyone may call it, with or without credentials.
            || (operation.security.is_some()
                && (view.security.is_empty() || security::allows_anonymous(view.security))),
        takes_credentials,
        is_technical: vocabulary::is_technical(view.path),
        takes_input: view.body.is_some() || !view.parameters.is_empty(),
        is_part: paging::is_part(view.path),
        is_item: view.path.trim_end_matches('/').ends_with('}'),
        is_create: conduct::is_create(view, &successes) && !looks_up,
        has_idempotency_key: conduct::has_idempotency_key(view, body_shape.as_ref()),
        has_cache_validator: conduct::has_cache_validator(view, &statuses),
        has_write_guard: conduct::has_write_guard(contracts, view, &statuses, body_shape.as_ref()),
        states_rate_limit: conduct::states_rate_limit(view, &statuses),
        verb: conduct::segments(view.path)
            .find_map(vocabulary::verb)
            .map(|verb| shared.text(&verb)),
        casing: conduct::path_casing(view.path),
        has_trailing_slash: view.path.len() > 1 && view.path.ends_with('/'),
        error_schema: None,
        is_write_under_read_scope: is_write
            && !looks_up
            && !conduct::runs_something(view.path)
            && !conduct::is_named_as_read(view)
            && !scopes.is_empty()
            && scopes.iter().all(|scope| vocabulary::is_read_scope(scope)),
        holds_long_work: conduct::holds_long_work(view, &statuses),
        accepts_without_trace: conduct::accepts_without_trace(view),
        has_unbounded_batch: body_shape
            .as_ref()
            .is_some_and(|shape| conduct::is_unbounded_batch(contracts, view, shape)),
        has_untyped_success: conduct::has_untyped_success(contracts, view),
        request_media_types: shared.list(request_media_types),
        request_schema,
        response_schema,
        statuses: shared.list(statuses),
        successes: shared.list(successes),
        errors: shared.list(errors),
        scopes: shared.list(scopes.iter().map(String::as_str)),
        parameters: Vec::new(),
        responses: Vec::new(),
    });
    for at in &view.chain {
        let label = format!("`{}` is referred to here", view.path);
        system.add_evidence(endpoint.row_ref(), *at, label);
    }
    parameters(contracts, view, endpoint, system);
    responses(view, endpoint, schemas, system);
}

fn request_schema<'c>(
    view: &View<'c>,
    label: &str,
    schemas: &mut Schemas<'c>,
    system: &mut System,
) -> Option<Id<model::Schema>> {
    let body = view.body.as_ref()?;
    let name = format!("{label} request");
    let mut first = None;
    for (_, _, content) in &body.content {
        let found = match content {
            Content::Nothing => None,
            Content::Schema(place) => schemas.body(*place, &name, Direction::Request, system),
            Content::Form if first.is_none() => schemas.form(body, &name, system),
            Content::Form => None,
        };
        first = first.or(found);
    }
    first
}

fn parameters(contracts: &Contracts, view: &View<'_>, endpoint: Id<Endpoint>, system: &mut System) {
    for (at, place, parameter) in &view.parameters {
        let location = match parameter.location.as_str() {
            "path" => ParameterLocation::Path,
            "query" | "querystring" => ParameterLocation::Query,
            "header" => ParameterLocation::Header,
            "cookie" => ParameterLocation::Cookie,
            _ => continue,
        };
        let schema = parameter.schema.map(|schema| place.beside(schema));
        let shape = schema
            .map(|schema| Shape::of(contracts, schema))
            .unwrap_or_default();
        let shared = &mut system.shared;
        system.parameters.push(Parameter {
            at: *at,
            endpoint,
            name: shared.text(&parameter.name),
            location,
            is_required: parameter.is_required,
            schema_type: known_type(&shape),
            format: shape.format.map(|format| shared.text(format)),
            maximum: maximum(&shape),
            max_length: shape.bounds.max_length.map(|n| Box::new(n as i64)),
            is_documented: parameter.is_documented,
            minimum: shape.bounds.minimum.map(|bound| Box::new(bound as i64)),
            pattern: rare(shape.bounds.pattern.as_deref(), shared),
            values: texts(shape.values.as_deref(), shared),
            is_deprecated: parameter.is_deprecated || shape.is_deprecated,
            sunset: rare(parameter.sunset.as_deref(), shared),
            is_page_size: paging::is_page_size(parameter),
            states_bound: parameter.states_bound,
            is_bounded: match shape.is_hidden {
                true => Readable::Hidden,
                false => Readable::Is(is_bounded(&shape)),
            },
            casing: casing(&parameter.name),
            is_secret: vocabulary::is_secret(&parameter.name)
                && !(parameter.location == "path" && conduct::names_a_thing(&parameter.name))
                && !conduct::names_its_thing(view, parameter),
            is_personal: vocabulary::is_personal(&parameter.name)
                && !conduct::is_what_is_listed(view.path, &parameter.name),
        });
    }
}

fn responses<'c>(
    view: &View<'c>,
    endpoint: Id<Endpoint>,
    schemas: &mut Schemas<'c>,
    system: &mut System,
) {
    let has_success = view.successes().next().is_some();
    let mut first_error = None;
    for response in &view.responses {
        let is_error = errors::is_error(response.status, has_success);
        let schema_name = match is_error {
            true => preferred(&response.content).map(|place| schemas.error_name(place)),
            false => None,
        };
        if is_error && first_error.is_none() {
            first_error.clone_from(&schema_name);
        }
        let schema = preferred(&response.content).and_then(|schema| {
            let name = format!("{} {} {}", view.method, view.path, response.status);
            schemas.body(schema, &name, Direction::Response, system)
        });
        let headers = response
            .response
            .iter()
            .flat_map(|response| &response.headers);
        let shared = &mut system.shared;
        system.responses.push(Response {
            at: response.at,
            endpoint,
            status: shared.text(response.status),
            media_types: shared.list(response.content.iter().map(|(name, _, _)| *name)),
            schema,
            headers: shared.list(headers.map(|(name, _, _)| name.as_str())),
            is_error,
            is_documented: response
                .response
                .is_none_or(|response| response.is_documented),
            has_schema: match response.response {
                None => Readable::Hidden,
                // A generator's `schema: {}` beside a status without a body says nothing of one.
                Some(_) => Readable::Is(preferred(&response.content).is_some_and(|place| {
                    !matches!(response.status, "204" | "205" | "304")
                        || schemas.says_something(place)
                })),
            },
            schema_name: schema_name.map(|name| shared.text(&name)),
        });
    }
    system.endpoints[endpoint].error_schema = first_error.map(|name| system.shared.text(&name));
}
