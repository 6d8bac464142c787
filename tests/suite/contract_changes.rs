//! What a change of a contract does to clients, in both directions, for every kind of change.
//! Expected: by the meaning of the specification, direction by direction.

#[path = "contract_changes/calls.rs"]
mod calls;
#[path = "contract_changes/checks.rs"]
mod checks;
#[path = "contract_changes/composition.rs"]
mod composition;
#[path = "contract_changes/languages.rs"]
mod languages;
#[path = "contract_changes/life.rs"]
mod life;
#[path = "contract_changes/operations.rs"]
mod operations;
#[path = "contract_changes/repository.rs"]
mod repository;
#[path = "contract_changes/schemas.rs"]
mod schemas;
#[path = "contract_changes/security.rs"]
mod security;

use archreview::review::{Difference, systems};
use model::sources::Memory;
use model::{Settings, System};

/// Effect of a change: `!` breaks, `?` may break, nothing otherwise.
fn codes(system: &System) -> Vec<String> {
    let mut codes: Vec<String> = system
        .changes
        .iter()
        .filter(|(_, change)| change.is_breaking || change.may_break)
        .map(|(_, change)| {
            let sign = if change.is_breaking { "!" } else { "?" };
            format!("{sign}{}", change.code)
        })
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

fn compared(old: &str, new: &str) -> System {
    repositories(&[("openapi.yaml", old)], &[("openapi.yaml", new)])
}

/// The newer of two states of a repository, given as paths and texts.
fn repositories(old: &[(&str, &str)], new: &[(&str, &str)]) -> System {
    let paths = old.iter().chain(new).map(|(path, _)| (*path).to_owned());
    let difference = Difference {
        changed: paths.collect(),
        ..Difference::default()
    };
    let memory = |files: &[(&str, &str)]| {
        Memory::new(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), (*text).as_bytes().to_vec())),
        )
    };
    systems(
        &memory(new),
        &memory(old),
        &Settings::default(),
        &difference,
        None,
        true,
    )
    .now
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(codes(&compared(old, new)), expected);
}

fn with_head(version: &str, body: &str) -> String {
    format!("openapi: {version}\ninfo: {{title: A, version: 1.0.0}}\n{body}")
}

fn request(schema: &str) -> String {
    let body = "paths: {/a: {post: {requestBody: {content: {application/json: {schema: SCHEMA}}}, responses: {'200': {description: ok}}}}}\n";
    with_head("3.1.0", &body.replace("SCHEMA", schema))
}

fn response(schema: &str) -> String {
    let body = "paths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: SCHEMA}}}}}}}\n";
    with_head("3.1.0", &body.replace("SCHEMA", schema))
}

/// One change of a schema: what it does in a request, and what in a response.
#[track_caller]
fn check_schema(old: &str, new: &str, in_request: &[&str], in_response: &[&str]) {
    check(&request(old), &request(new), in_request);
    check(&response(old), &response(new), in_response);
}

fn operation(text: &str) -> String {
    with_head("3.0.3", &format!("paths: {{/a: {{get: {text}}}}}\n"))
}

const OK: &str = "responses: {'200': {description: ok}}";
