//! Security schemes: what credentials are, and where they travel. Expected: by the meaning of the
//! Security Scheme Object. None breaks the contract for who has the new credentials; all are told.

use super::{compared, with_head};

fn schemes(scheme: &str) -> String {
    named("key", scheme)
}

fn named(name: &str, scheme: &str) -> String {
    with_head(
        "3.0.3",
        &format!(
            "security: [{{{name}: []}}]\npaths: {{/a: {{get: {{responses: {{'200': {{description: ok}}}}}}}}}}\ncomponents: {{securitySchemes: {{{name}: {scheme}}}}}\n"
        ),
    )
}

#[track_caller]
fn check(old: &str, new: &str, expected: &[&str]) {
    let system = compared(old, new);
    let codes: Vec<&str> = system
        .changes
        .iter()
        .map(|(_, change)| change.code.as_str())
        .collect();
    assert_eq!(codes, expected);
    for (_, change) in system.changes.iter() {
        assert_eq!(change.operations, ["GET /a"]);
        assert!(!change.is_breaking && !change.may_break);
    }
}

#[test]
fn credentials_of_another_kind_are_told() {
    let key = schemes("{type: apiKey, in: header, name: X-Key}");
    let bearer = schemes("{type: http, scheme: bearer}");
    let basic = schemes("{type: http, scheme: basic}");
    check(&key, &bearer, &["request-security-scheme-kind-changed"]);
    check(&bearer, &key, &["request-security-scheme-kind-changed"]);
    check(&basic, &bearer, &["request-security-scheme-kind-changed"]);
    check(&basic, &basic, &[]);
}

#[test]
fn a_key_that_travels_elsewhere_is_told() {
    let key =
        |place: &str, name: &str| schemes(&format!("{{type: apiKey, in: {place}, name: {name}}}"));
    check(
        &key("header", "X-Key"),
        &key("query", "X-Key"),
        &["request-security-scheme-place-changed"],
    );
    check(
        &key("header", "X-Key"),
        &key("header", "X-Token"),
        &["request-security-scheme-key-changed"],
    );
    // Names of headers have no case; those of parameters do.
    check(&key("header", "X-Key"), &key("header", "x-key"), &[]);
    check(
        &key("query", "Key"),
        &key("query", "key"),
        &["request-security-scheme-key-changed"],
    );
}

#[test]
fn flows_and_scopes_that_go_are_told() {
    let flow = |scopes: &str, url: &str| {
        schemes(&format!(
            "{{type: oauth2, flows: {{clientCredentials: {{tokenUrl: '{url}', scopes: {{{scopes}}}}}}}}}"
        ))
    };
    let url = "https://a.example/token";
    let both = flow("'a:read': r, 'a:write': w", url);
    let one = flow("'a:read': r", url);
    check(&both, &one, &["request-security-scheme-scope-removed"]);
    check(&one, &both, &[]);
    check(
        &one,
        &flow("'a:read': r", "https://b.example/token"),
        &["request-security-scheme-url-changed"],
    );
    let other = schemes(
        "{type: oauth2, flows: {password: {tokenUrl: 'https://a.example/token', scopes: {'a:read': r}}}}",
    );
    check(&one, &other, &["request-security-scheme-flow-removed"]);
}

#[test]
fn a_scheme_of_another_name_is_the_same() {
    let scheme = "{type: http, scheme: bearer}";
    check(&named("key", scheme), &named("token", scheme), &[]);
}

#[test]
fn basic_of_2_0_is_a_scheme_of_http() {
    let old = "swagger: '2.0'\ninfo: {title: A, version: 1.0.0}\nsecurity: [{key: []}]\npaths: {/a: {get: {responses: {'200': {description: ok}}}}}\nsecurityDefinitions: {key: {type: basic}}\n";
    check(old, &schemes("{type: http, scheme: basic}"), &[]);
}
