//! API specifications, and the contract's operations that they became.

use model::facts::Facts;
use model::facts::design::{Specification, Text};
use model::{ApiSpecification, Endpoint, FileId, Id, Service, Span, System};

use super::decisions::placeholder;
use super::{names, speaks};
use crate::Input;
use crate::contract::declared::{self, DeclaredApi, DeclaredOperation};

/// Fills `api_specification`; what no contract has becomes a declared `api` with its `endpoint`s.
pub fn link(input: &Input<'_>, system: &mut System) {
    let mut specified = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Design(design) = facts else {
                continue;
            };
            if !speaks(system, file) {
                continue;
            }
            for facts in &design.operations {
                specified.push(specify(system, file, facts));
            }
        }
    }
    declare(input, &specified, system);
}

fn specify<'f>(system: &mut System, file: FileId, facts: &'f Specification) -> Specified<'f> {
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
    Specified {
        specification,
        facts,
    }
}

/// A specification as written, and its row.
struct Specified<'f> {
    specification: Id<ApiSpecification>,
    facts: &'f Specification,
}

/// Adds the operations that no contract has: an API for each service, or for each document that names none.
fn declare(input: &Input<'_>, specified: &[Specified<'_>], system: &mut System) {
    let mut apis: Vec<(DeclaredApi, Vec<Id<ApiSpecification>>)> = Vec::new();
    for one in specified {
        let row = &system.api_specifications[one.specification];
        let is_told = !row.method.is_empty()
            && row.path.starts_with('/')
            && !is_left_open(one.facts, &one.facts.path);
        if row.endpoint.is_some() || !is_told {
            continue;
        }
        let name = match (&one.facts.api, row.service) {
            (Some(api), _) => api.value.clone(),
            (None, Some(service)) => system.services[service].name.clone(),
            (None, None) => input.path(FileId(row.file.index() as u32)).to_owned(),
        };
        let at = apis
            .iter()
            .position(|(api, _)| api.name == name && api.service == row.service)
            .unwrap_or_else(|| {
                let api = DeclaredApi {
                    name,
                    at: one
                        .facts
                        .api
                        .as_ref()
                        .map_or(row.at, |api| api.at.in_file(row.at.file)),
                    version: None,
                    service: row.service,
                    operations: Vec::new(),
                };
                apis.push((api, Vec::new()));
                apis.len() - 1
            });
        let (api, rows) = &mut apis[at];
        api.version = api.version.take().or_else(|| one.facts.version.clone());
        api.operations.push(operation(one.facts, row.at));
        rows.push(one.specification);
    }
    for (api, rows) in &apis {
        let (id, endpoints) = declared::declare(api, system);
        for (row, endpoint) in rows.iter().zip(endpoints) {
            let row = &mut system.api_specifications[*row];
            row.api = Some(id);
            row.endpoint = Some(endpoint);
        }
    }
}

fn operation(facts: &Specification, at: Span) -> DeclaredOperation {
    let errors = facts.error_codes.iter().flatten();
    let authentication = facts.authentication.as_ref();
    DeclaredOperation {
        at,
        method: facts.method.clone(),
        path: facts.path.value.clone(),
        is_secured: authentication
            .filter(|text| !is_left_open(facts, text))
            .map(|text| !is_open(&text.value)),
        states_rate_limit: is_asked(facts, facts.rate_limit.as_ref()),
        is_documented: facts.has_documentation,
        statuses: facts.success_codes.iter().chain(errors).cloned().collect(),
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
    let is_secured = is_asked(facts, facts.authentication.as_ref());
    let is_limited = is_asked(facts, facts.rate_limit.as_ref());
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

/// Whether a placeholder of the template was left in `text`.
fn is_left_open(facts: &Specification, text: &Text) -> bool {
    facts
        .placeholders
        .iter()
        .any(|left| left.at.start < text.at.end && text.at.start < left.at.end)
}

/// Whether a field is filled, and does not say that nothing is asked for.
fn is_asked(facts: &Specification, field: Option<&Text>) -> bool {
    field.is_some_and(|text| !is_left_open(facts, text) && !is_open(&text.value))
}

/// Whether a text says that nothing is asked for: `none`, `public`, `not required`.
fn is_open(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "none",
        "public",
        "no ",
        "not required",
        "anonymous",
        "false",
        "n/a",
        "open",
        "optional",
        "not needed",
    ];
    let lower = text.to_lowercase();
    lower == "no" || WORDS.iter().any(|word| lower.starts_with(word))
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
            *endpoint.method == *facts.method
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
