//! Operations, their parameters and their responses.

use model::{
    Api, Contracts, Endpoint, Id, Known, Parameter, ParameterLocation, Place, Response, System,
};

use super::operation::{Content, ResponseView, View, operations, preferred};
use super::schemas::{Direction, Schemas, is_bounded, known_type, maximum, texts};
use super::shape::Shape;
use super::vocabulary::{self, casing, folded, is_plural, version};
use super::{errors, paging, security};

/// Fills `endpoint`, `parameter` and `response`, and through `schemas` what they carry.
pub fn link<'c>(
    contracts: &'c Contracts,
    root: Place,
    api: Id<Api>,
    mut schemas: Schemas<'c>,
    system: &mut System,
) {
    let document = contracts.document(root);
    let security = document.security.as_deref();
    for path in &document.paths {
        let at = contracts.span(root, path.at);
        let item = root.beside(path.item);
        for view in operations(contracts, &path.path, at, item, security) {
            push(contracts, &view, api, &mut schemas, system);
        }
    }
    schemas.finish(system);
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
    let statuses: Vec<String> = view.responses.iter().map(|r| r.status.to_owned()).collect();
    let successes: Vec<String> = view.successes().map(|r| r.status.to_owned()).collect();
    let errors: Vec<String> = statuses
        .iter()
        .filter(|status| errors::is_error(status, !successes.is_empty()))
        .cloned()
        .collect();
    let label = format!("{} {}", operation.method, view.path);
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
    let is_write = !matches!(
        operation.method.as_str(),
        "GET" | "HEAD" | "OPTIONS" | "QUERY" | "TRACE"
    );
    let looks_up = [
        "search", "query", "lookup", "validate", "preview", "filter", "graphql", "batchget",
        "export",
    ]
    .iter()
    .any(|word| folded(view.path).contains(word));
    let media_types = view.body.iter().flat_map(|body| &body.content);
    let mut request_media_types: Vec<String> =
        media_types.map(|(name, _, _)| (*name).to_owned()).collect();
    request_media_types.sort();
    let is_collection = match operation.method.as_str() {
        "GET" => paging::is_collection(contracts, view),
        _ => Known::Is(false),
    };
    let returns_bare_list = is_collection.known() == Some(&true)
        && view
            .success_schema()
            .is_some_and(|schema| Shape::of(contracts, schema).main_type() == Some("array"));
    let endpoint = system.endpoints.push(Endpoint {
        at: contracts.span(view.item, operation.at),
        api,
        service,
        method: operation.method.clone(),
        path: view.path.to_owned(),
        operation_id: operation.operation_id.as_ref().map(|(id, _)| id.clone()),
        is_documented: operation.is_documented,
        is_deprecated: operation.deprecated.is_some(),
        sunset: operation.sunset.clone(),
        is_secured: security::is_secured(view),
        is_collection,
        returns_bare_list,
        is_paginated,
        paging,
        has_request_body: view
            .body
            .as_ref()
            .is_some_and(|body| !body.is_empty(contracts)),
        tags: operation.tags.iter().map(|(tag, _)| tag.clone()).collect(),
        schemes: security::schemes(view.security),
        allows_anonymous: security::allows_anonymous(view.security),
        is_open_by_design: vocabulary::is_open_by_design(view.path)
            || (operation.security.is_some()
                && view.security.iter().all(|one| one.schemes.is_empty())),
        takes_input: view.body.is_some() || !view.parameters.is_empty(),
        is_item: view.path.trim_end_matches('/').ends_with('}'),
        is_create: is_create(view, &successes) && !looks_up,
        has_idempotency_key: has_idempotency_key(view, body_shape.as_ref()),
        has_cache_validator: has_cache_validator(view, &statuses),
        has_write_guard: has_write_guard(contracts, view, &statuses, body_shape.as_ref()),
        states_rate_limit: states_rate_limit(view, &statuses),
        verb: segments(view.path).find_map(vocabulary::verb),
        casing: path_casing(view.path),
        has_trailing_slash: view.path.len() > 1 && view.path.ends_with('/'),
        error_schema: None,
        is_write_under_read_scope: is_write
            && !looks_up
            && !scopes.is_empty()
            && scopes.iter().all(|scope| vocabulary::is_read_scope(scope)),
        holds_long_work: holds_long_work(view, &statuses),
        has_unbounded_batch: body_shape.as_ref().is_some_and(|shape| {
            shape.main_type() == Some("array") && shape.bounds.max_items.is_none()
        }),
        has_untyped_success: has_untyped_success(contracts, view),
        request_media_types,
        request_schema,
        response_schema,
        statuses,
        successes,
        errors,
        scopes,
        parameters: Vec::new(),
        responses: Vec::new(),
    });
    parameters(contracts, view, endpoint, system);
    responses(contracts, view, endpoint, schemas, system);
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
        system.parameters.push(Parameter {
            at: *at,
            endpoint,
            name: parameter.name.clone(),
            location,
            is_required: parameter.is_required,
            schema_type: known_type(&shape),
            format: shape.format.map(str::to_owned),
            maximum: maximum(&shape),
            max_length: shape.bounds.max_length.map(|n| n as i64),
            is_documented: parameter.is_documented,
            minimum: shape.bounds.minimum.map(|bound| bound as i64),
            pattern: shape.bounds.pattern.as_deref().map(str::to_owned),
            values: texts(shape.values.as_deref()),
            is_deprecated: parameter.is_deprecated || shape.is_deprecated,
            sunset: parameter.sunset.clone(),
            is_page_size: paging::is_page_size(parameter),
            is_bounded: match shape.is_hidden {
                true => Known::unknown("a reference that cannot be read"),
                false => Known::Is(is_bounded(&shape)),
            },
            casing: casing(&parameter.name).map(str::to_owned),
            is_secret: vocabulary::is_secret(&parameter.name),
            is_personal: vocabulary::is_personal(&parameter.name),
        });
    }
}

fn responses<'c>(
    contracts: &'c Contracts,
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
            true => errors::schema_name(contracts, response),
            false => None,
        };
        if is_error && first_error.is_none() {
            first_error.clone_from(&schema_name);
        }
        let schema = preferred(&response.content).and_then(|schema| {
            let name = format!(
                "{} {} {}",
                view.operation.method, view.path, response.status
            );
            schemas.body(schema, &name, Direction::Response, system)
        });
        let mut media_types: Vec<String> = Vec::new();
        for (name, _, _) in &response.content {
            media_types.push((*name).to_owned());
        }
        let headers = response
            .response
            .iter()
            .flat_map(|response| &response.headers);
        system.responses.push(Response {
            at: response.at,
            endpoint,
            status: response.status.to_owned(),
            media_types,
            schema,
            headers: headers.map(|(name, _, _)| name.clone()).collect(),
            is_error,
            is_documented: response
                .response
                .is_none_or(|response| response.is_documented),
            has_schema: match response.response {
                None => Known::unknown("a reference that cannot be read"),
                Some(_) => Known::Is(preferred(&response.content).is_some()),
            },
            schema_name,
        });
    }
    system.endpoints[endpoint].error_schema = first_error;
}

/// The segments of a path that are words: no parameters, no versions.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter(|segment| !segment.is_empty() && !segment.contains(['{', '}']))
        .filter(|segment| version(segment).is_none())
}

fn path_casing(path: &str) -> Option<String> {
    segments(path)
        .map(|segment| segment.split(['.', ':', '(']).next().unwrap_or(segment))
        .find_map(casing)
        .map(str::to_owned)
}

fn is_create(view: &View<'_>, successes: &[String]) -> bool {
    let last = segments(view.path).last().unwrap_or_default();
    let ends_in_parameter = view.path.trim_end_matches('/').ends_with('}');
    view.operation.method == "POST"
        && view.body.is_some()
        && !ends_in_parameter
        && !last.contains('.')
        && vocabulary::verb(last).is_none()
        && (successes.iter().any(|status| status == "201") || is_plural(last))
        && !vocabulary::is_open_by_design(view.path)
}

fn has_idempotency_key(view: &View<'_>, body: Option<&Shape<'_>>) -> bool {
    let is_key = |name: &str| {
        let name = folded(name);
        name.contains("idempoten")
            || matches!(
                name.as_str(),
                "clienttoken"
                    | "clientrequesttoken"
                    | "requestid"
                    | "clientrequestid"
                    | "repeatabilityrequestid"
                    | "paypalrequestid"
                    | "clientmutationid"
                    | "deduplicationid"
                    | "idempotencytoken"
            )
    };
    view.parameters
        .iter()
        .any(|(_, _, parameter)| is_key(&parameter.name))
        || body.is_some_and(|body| body.properties.iter().any(|field| is_key(field.name)))
}

fn headers<'v>(view: &'v View<'_>) -> impl Iterator<Item = String> + 'v {
    view.responses
        .iter()
        .filter_map(|response: &ResponseView<'_>| response.response)
        .flat_map(|response| &response.headers)
        .map(|(name, _, _)| folded(name))
}

fn has_cache_validator(view: &View<'_>, statuses: &[String]) -> bool {
    const HEADERS: [&str; 4] = ["etag", "lastmodified", "cachecontrol", "expires"];
    const PARAMETERS: [&str; 2] = ["ifnonematch", "ifmodifiedsince"];
    statuses.iter().any(|status| status == "304")
        || headers(view).any(|name| HEADERS.contains(&name.as_str()))
        || view.parameters.iter().any(|(_, _, p)| {
            p.location == "header" && PARAMETERS.contains(&folded(&p.name).as_str())
        })
}

fn has_write_guard(
    contracts: &Contracts,
    view: &View<'_>,
    statuses: &[String],
    body: Option<&Shape<'_>>,
) -> bool {
    const FIELDS: [&str; 8] = [
        "version",
        "etag",
        "revision",
        "rev",
        "resourceversion",
        "lockversion",
        "generation",
        "fingerprint",
    ];
    let is_guard = |name: &str| FIELDS.contains(&folded(name).as_str());
    let in_body = body.is_some_and(|body| {
        body.properties.iter().any(|field| is_guard(field.name))
            || body.property("metadata").is_some_and(|field| {
                let inner = Shape::of(contracts, field.schema);
                inner.properties.iter().any(|field| is_guard(field.name))
            })
    });
    in_body
        || statuses
            .iter()
            .any(|status| matches!(status.as_str(), "409" | "412" | "428"))
        || view.parameters.iter().any(|(_, _, p)| {
            let name = folded(&p.name);
            matches!(name.as_str(), "ifmatch" | "ifunmodifiedsince") || is_guard(&p.name)
        })
}

fn states_rate_limit(view: &View<'_>, statuses: &[String]) -> bool {
    statuses.iter().any(|status| status == "429")
        || headers(view).any(|name| name.contains("ratelimit") || name == "retryafter")
        || view.operation.extensions.iter().any(|name| {
            let name = folded(name);
            name.contains("ratelimit") || name.contains("throttl") || name.contains("quota")
        })
}

fn holds_long_work(view: &View<'_>, statuses: &[String]) -> bool {
    let last = segments(view.path).last().unwrap_or_default();
    let id = view
        .operation
        .operation_id
        .as_ref()
        .map(|(id, _)| id.as_str());
    view.operation.method == "POST"
        && !statuses.iter().any(|status| status == "202")
        && view.operation.callbacks.is_empty()
        && (vocabulary::is_long_work(last) || vocabulary::words(id.unwrap_or_default()).first().is_some_and(|word| vocabulary::is_long_work(word)))
        // What answers with a thing that has a state can be asked again.
        && !statuses.iter().any(|status| status == "201")
}

fn has_untyped_success(contracts: &Contracts, view: &View<'_>) -> bool {
    if view.operation.method == "HEAD" {
        return false;
    }
    view.successes().any(|response| {
        response.content.iter().any(|(name, _, schema)| {
            let is_structured = name.contains("json") || name.contains("xml") || *name == "*/*";
            is_structured
                && match schema {
                    None => true,
                    Some(schema) => Shape::of(contracts, *schema).is_anything(),
                }
        })
    })
}
