//! What an API does as a habit, learned from its own operations: what nine of ten do is the style,
//! and the rest is what rules speak of.

use std::collections::BTreeMap;

use model::{Api, Casing, Endpoint, Id, System};

use super::errors::is_error;
use super::vocabulary::{folded, words};

/// Percent of cases that make a habit.
const HABIT_PERCENT: usize = 90;

/// Cases below which no habit is seen.
const CASES_MIN: usize = 5;

/// Where the rows of one API begin, which are the last of their relations.
pub struct First {
    endpoint: usize,
    parameter: usize,
    response: usize,
    property: usize,
}

impl First {
    /// The rows that come next.
    pub fn next(system: &System) -> First {
        First {
            endpoint: system.endpoints.len(),
            parameter: system.parameters.len(),
            response: system.responses.len(),
            property: system.properties.len(),
        }
    }
}

/// Fills the learned columns of `api` from its rows, which are the last of their relations.
pub fn learn(api: Id<Api>, first: First, system: &mut System) {
    let endpoints = &system.endpoints.rows()[first.endpoint..];
    let path_casing = habit(endpoints.iter().filter_map(|e| e.casing.map(Casing::word)));
    let styles = ranked(endpoints.iter().filter_map(|e| e.paging.as_deref()));
    let parameters = &system.parameters.rows()[first.parameter..];
    let parameter_casing = habit(
        parameters
            .iter()
            .filter(|p| p.location == model::ParameterLocation::Query)
            .filter_map(|p| p.casing.map(Casing::word)),
    );
    let properties = &system.properties.rows()[first.property..];
    let property_casing = habit(properties.iter().filter_map(|p| p.casing.map(Casing::word)));
    let value_casing = habit(
        properties
            .iter()
            .filter_map(|p| p.value_casing.map(Casing::word)),
    );
    let responses = system.responses.rows()[first.response..].iter();
    let errors = ranked(
        responses
            .filter(|r| is_error(&r.status, r.is_error))
            .filter_map(|r| r.schema_name.as_deref()),
    );
    let creations = ranked(
        endpoints
            .iter()
            .filter(|e| e.is_create)
            .filter_map(|e| e.successes.first().map(|status| &**status)),
    );
    let slashes = endpoints.iter().filter(|e| e.has_trailing_slash).count();
    let has_trailing_slashes = is_habit(slashes, endpoints.len())
        .then_some(true)
        .or(is_habit(endpoints.len() - slashes, endpoints.len()).then_some(false));
    let states_rate_limit = endpoints.iter().any(|e| e.states_rate_limit);
    let creates = || endpoints.iter().filter(|e| e.is_create);
    let keyed = creates().filter(|e| e.has_idempotency_key).count();
    let has_idempotency_keys = keyed > 0 && keyed * 2 >= creates().count();
    let has_cache_validators = endpoints
        .iter()
        .any(|e| &*e.method == "GET" && e.has_cache_validator);
    let is_secured = endpoints
        .iter()
        .any(|e| e.is_secured.known() == Some(&true));
    let has_error_envelope = has_error_envelope(&first, system);
    let is_callback = !endpoints.is_empty() && endpoints.iter().all(takes_notifications);
    open_areas(is_secured, first.endpoint, system);
    let api = &mut system.apis[api];
    api.path_casing = path_casing;
    api.parameter_casing = parameter_casing;
    api.property_casing = property_casing;
    api.value_casing = value_casing.filter(|casing| casing != "mixed");
    api.paging = styles.first().cloned();
    api.paging_styles = styles;
    api.error_schema = errors.first().cloned();
    api.error_schemas = errors;
    api.creation_statuses = creations;
    api.has_trailing_slashes = has_trailing_slashes;
    api.states_rate_limit = states_rate_limit;
    api.has_idempotency_keys = has_idempotency_keys;
    api.has_cache_validators = has_cache_validators;
    api.is_secured = is_secured;
    api.has_error_envelope = has_error_envelope;
    api.is_callback = is_callback;
}

/// Whether an operation is told something, by the last segment of its path, and answers nothing.
fn takes_notifications(endpoint: &Endpoint) -> bool {
    const WORDS: [&str; 6] = [
        "callback",
        "callbacks",
        "notification",
        "notifications",
        "webhook",
        "webhooks",
    ];
    let last = endpoint.path.rsplit('/').next().unwrap_or_default();
    endpoint.has_request_body
        && endpoint.response_schema.is_none()
        && words(last)
            .iter()
            .any(|word| WORDS.contains(&word.as_str()))
}

/// Whether at least half of the success bodies have both a status and a message, or a list of errors beside the content: such
/// an API answers errors in them.
fn has_error_envelope(first: &First, system: &System) -> bool {
    const STATUSES: [&str; 10] = [
        "status",
        "code",
        "success",
        "ok",
        "errno",
        "errcode",
        "ret",
        "retcode",
        "resultcode",
        "statuscode",
    ];
    const MESSAGES: [&str; 7] = [
        "msg",
        "message",
        "errmsg",
        "errormessage",
        "error",
        "errors",
        "errormsg",
    ];
    // What a list of errors stands beside.
    const CONTENTS: [&str; 3] = ["data", "response", "result"];
    let mut told: BTreeMap<Id<model::Schema>, [bool; 4]> = BTreeMap::new();
    for property in &system.properties.rows()[first.property..] {
        let name = folded(&property.name);
        let [status, message, content, errors] = told.entry(property.schema).or_default();
        *status |= STATUSES.contains(&name.as_str());
        *message |= MESSAGES.contains(&name.as_str());
        *content |= CONTENTS.contains(&name.as_str());
        *errors |= name == "errors";
    }
    let endpoints = &system.endpoints.rows()[first.endpoint..];
    let bodies = || endpoints.iter().filter_map(|e| e.response_schema);
    let all = bodies().count();
    let is_envelope = |schema: &Id<model::Schema>| {
        told.get(schema)
            .is_some_and(|[status, message, content, errors]| {
                *status && *message || *content && *errors
            })
    };
    let wrapped = bodies().filter(is_envelope).count();
    all >= CASES_MIN && wrapped * 2 >= all
}

/// Marks the operations of areas for operators that ask nobody for credentials although the rest of
/// the API does: they are served where only operators come, which no contract shows.
fn open_areas(is_secured: bool, first_endpoint: usize, system: &mut System) {
    const AREAS: [&str; 8] = [
        "admin",
        "internal",
        "_internal",
        "private",
        "management",
        "manage",
        "ops",
        "system",
    ];
    let area = |path: &str| {
        let segment = path.split('/').find(|segment| !segment.is_empty())?;
        AREAS
            .iter()
            .find(|area| area.eq_ignore_ascii_case(segment))
            .copied()
    };
    let rows = first_endpoint..system.endpoints.len();
    for name in AREAS {
        let is_here =
            |system: &System, row: usize| area(&system.endpoints[Id::new(row)].path) == Some(name);
        let is_open = is_secured
            && rows
                .clone()
                .filter(|row| is_here(system, *row))
                .all(|row| system.endpoints[Id::new(row)].is_secured.known() == Some(&false));
        for row in rows.clone().filter(|_| is_open) {
            if is_here(system, row) {
                system.endpoints[Id::new(row)].is_open_area = true;
            }
        }
    }
}

fn is_habit(count: usize, all: usize) -> bool {
    all >= CASES_MIN && count * 100 >= all * HABIT_PERCENT
}

/// The word that nine of ten cases have.
pub fn habit<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let counts = counted(words);
    let all: usize = counts.values().sum();
    let (word, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    is_habit(count, all).then(|| word.to_owned())
}

/// All words, the most frequent first.
fn ranked<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = counted(words).into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
        .into_iter()
        .map(|(word, _)| word.to_owned())
        .collect()
}

fn counted<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[(&str, usize)], expected: Option<&str>) {
        let all = words
            .iter()
            .flat_map(|(word, count)| std::iter::repeat_n(*word, *count));
        assert_eq!(habit(all).as_deref(), expected);
    }

    #[test]
    fn nine_of_ten_make_a_habit() {
        check(&[("snake", 9), ("camel", 1)], Some("snake"));
        check(&[("snake", 8), ("camel", 2)], None);
        check(&[("snake", 4)], None);
    }
}
