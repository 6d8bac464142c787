//! API specifications, and the contract's operations that they became.

use model::facts::Facts;
use model::facts::design::Specification;
use model::{ApiSpecification, Endpoint, FileId, Id, Service, System};

use super::decisions::placeholder;
use super::{names, speaks};
use crate::Input;

/// Fills `api_specification`.
pub fn link(input: &Input<'_>, system: &mut System) {
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Design(design) = facts else {
                continue;
            };
            if !speaks(system, file) {
                continue;
            }
            for facts in &design.operations {
                specify(system, file, facts);
            }
        }
    }
}

fn specify(system: &mut System, file: FileId, facts: &Specification) {
    let service = facts
        .service
        .as_ref()
        .and_then(|name| names::service(system, &name.value));
    let endpoint = endpoint(system, facts, service);
    let specification = system.api_specifications.push(ApiSpecification {
        at: facts.path.at.in_file(file),
        file: Id::new(file.0 as usize),
        api: endpoint.map(|endpoint| system.endpoints[endpoint].api),
        endpoint,
        service: service.or_else(|| system.endpoints[endpoint?].service),
        method: facts.method.clone(),
        path: facts.path.value.clone(),
        form: super::form(facts.is_prose),
        has_authentication: facts.authentication.is_some(),
        has_rate_limit: facts.rate_limit.is_some(),
        has_request_schema: facts.has_request_schema,
        has_response_schema: facts.has_response_schema,
        error_codes: facts.error_codes.clone().unwrap_or_default(),
        missing_errors: missing_errors(facts),
        missing: facts.missing.clone(),
        placeholders: Vec::new(),
    });
    for left in &facts.placeholders {
        placeholder(system, left.at.in_file(file), left).api_specification = Some(specification);
    }
}

/// What follows from a specification itself: who must log in can fail to, who is limited is told so, what has an id may not be
/// there, and what has a body may be wrong. Silent where errors are listed by names of their own.
fn missing_errors(facts: &Specification) -> Vec<String> {
    let Some(codes) = &facts.error_codes else {
        return Vec::new();
    };
    let is_status = |code: &String| code.len() == 3 && code.starts_with(['4', '5']);
    if codes.is_empty() || !codes.iter().all(is_status) {
        return Vec::new();
    }
    let is_open = |text: &str| {
        let lower = text.to_lowercase();
        [
            "none",
            "public",
            "no ",
            "not required",
            "anonymous",
            "false",
            "n/a",
            "open",
            "optional",
        ]
        .iter()
        .any(|word| lower.starts_with(word))
    };
    let is_secured = facts
        .authentication
        .as_ref()
        .is_some_and(|text| !is_open(&text.value));
    let is_limited = facts
        .rate_limit
        .as_ref()
        .is_some_and(|text| !is_open(&text.value));
    let has_id = facts.path.value.contains(['{', ':', '<']);
    let has_body = matches!(facts.method.as_str(), "POST" | "PUT" | "PATCH");
    [
        (is_secured, "401", &["401", "403", "4XX"][..]),
        (has_id, "404", &["404", "410", "4XX"]),
        (has_body, "422", &["400", "422", "4XX"]),
        (is_limited, "429", &["429", "4XX"]),
    ]
    .into_iter()
    .filter(|(applies, _, known)| {
        *applies && !codes.iter().any(|code| known.contains(&code.as_str()))
    })
    .map(|(_, code, _)| code.to_owned())
    .collect()
}

/// The operation of a contract with the same method and path, of the same service where the document names one.
fn endpoint(
    system: &System,
    facts: &Specification,
    service: Option<Id<Service>>,
) -> Option<Id<Endpoint>> {
    let wanted = shape(&facts.path.value);
    system
        .endpoints
        .iter()
        .find(|(_, endpoint)| {
            let own = shape(&endpoint.path);
            endpoint.method == facts.method
                && (own == wanted || wanted.ends_with(&own) && own.len() > 1)
                && (service.is_none() || endpoint.service.is_none() || endpoint.service == service)
        })
        .map(|(id, _)| id)
}

/// A path with its parameters by place, not by name.
fn shape(path: &str) -> String {
    path.trim_end_matches('/')
        .split('/')
        .map(|part| {
            if part.starts_with(['{', ':', '<']) {
                "{}"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}
