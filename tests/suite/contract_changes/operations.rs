//! Operations: parameters, bodies, answers, headers, and how long each is promised.

use super::{OK, check, operation, request, with_head};

#[test]
fn parameters_may_be_asked_less() {
    let with = |parameter: &str| operation(&format!("{{parameters: [{parameter}], {OK}}}"));
    let none = operation(&format!("{{{OK}}}"));
    let optional = with("{name: q, in: query, schema: {type: string}}");
    let required = with("{name: q, in: query, required: true, schema: {type: string}}");
    check(&none, &optional, &[]);
    check(&none, &required, &["!request-parameter-added-required"]);
    check(
        &optional,
        &required,
        &["!request-parameter-became-required"],
    );
    check(&required, &optional, &[]);
    check(&optional, &none, &["?request-parameter-removed"]);
    let number = with("{name: q, in: query, schema: {type: integer}}");
    check(&optional, &number, &["!request-parameter-type-changed"]);
    // In a URL every number is text.
    check(&number, &optional, &[]);
    let header = with("{name: X-Q, in: header, schema: {type: string}}");
    let lower = with("{name: x-q, in: header, schema: {type: string}}");
    check(&header, &lower, &[]);
}

#[test]
fn a_default_of_an_optional_parameter_is_a_promise() {
    let with = |default: &str| {
        operation(&format!(
            "{{parameters: [{{name: q, in: query, schema: {{type: integer{default}}}}}], {OK}}}"
        ))
    };
    check(
        &with(""),
        &with(", default: 1"),
        &["!request-parameter-default-added"],
    );
    check(
        &with(", default: 1"),
        &with(", default: 2"),
        &["!request-parameter-default-changed"],
    );
    check(
        &with(", default: 1"),
        &with(""),
        &["!request-parameter-default-removed"],
    );
    check(
        &request("{type: integer, default: 1}"),
        &request("{type: integer, default: 2}"),
        &[],
    );
}

#[test]
fn bodies_and_media_types_are_promises() {
    let body = |text: &str| {
        with_head(
            "3.0.3",
            &format!("paths: {{/a: {{post: {{{text} {OK}}}}}}}\n"),
        )
    };
    let json = "requestBody: {content: {application/json: {schema: {type: object}}}},";
    let required =
        "requestBody: {required: true, content: {application/json: {schema: {type: object}}}},";
    let both =
        "requestBody: {content: {application/json: {schema: {type: object}}, text/csv: {}}},";
    check(&body(""), &body(json), &[]);
    check(
        &body(""),
        &body(required),
        &["!request-body-added-required"],
    );
    check(
        &body(json),
        &body(required),
        &["!request-body-became-required"],
    );
    check(&body(json), &body(""), &["!request-body-removed"]);
    check(
        &body(both),
        &body(json),
        &["!request-body-media-type-removed"],
    );
    let untyped = "requestBody: {content: {application/json: {}}},";
    check(&body(untyped), &body(json), &["!request-body-schema-added"]);
    let answers = |content: &str| {
        operation(&format!(
            "{{responses: {{'200': {{description: ok, content: {content}}}}}}}"
        ))
    };
    check(
        &answers("{application/json: {}, text/csv: {}}"),
        &answers("{application/json: {}}"),
        &["!response-media-type-removed"],
    );
    check(
        &answers("{application/json: {}}"),
        &answers("{application/json: {}, text/csv: {}}"),
        &[],
    );
    check(
        &answers("{application/json: {}}"),
        &answers("{application/json; charset=utf-8: {}}"),
        &[],
    );
    check(
        &answers("{application/json: {schema: {type: object}}}"),
        &answers("{application/json: {}}"),
        &["?response-body-schema-removed"],
    );
}

#[test]
fn success_must_stay_and_errors_may_go() {
    let two = operation("{responses: {'200': {description: ok}, '404': {description: gone}}}");
    check(&two, &operation(&format!("{{{OK}}}")), &[]);
    check(
        &two,
        &operation("{responses: {'202': {description: later}, '404': {description: gone}}}"),
        &["!response-status-removed"],
    );
}

#[test]
fn headers_of_responses_are_promises() {
    let with = |headers: &str| {
        operation(&format!(
            "{{responses: {{'200': {{description: ok, headers: {headers}}}}}}}"
        ))
    };
    let required = with("{X-A: {required: true, schema: {type: integer}}}");
    let optional = with("{X-A: {schema: {type: integer}}}");
    check(&required, &optional, &["!response-header-became-optional"]);
    check(&required, &with("{}"), &["!response-header-removed"]);
    check(&optional, &with("{}"), &["?response-header-removed"]);
    check(&optional, &with("{x-a: {schema: {type: integer}}}"), &[]);
    check(
        &optional,
        &with("{X-A: {schema: {type: array, items: {type: string}}}}"),
        &["!response-header-type-changed"],
    );
}

#[test]
fn operations_go_after_their_announced_end() {
    let with = |text: &str| with_head("3.0.3", &format!("paths:\n  /a: {{get: {{{OK}}}}}\n{text}"));
    let extra = |text: &str| with(&format!("  /b: {{get: {{{text} {OK}}}}}\n"));
    check(&extra(""), &with(""), &["!operation-removed"]);
    check(&extra("deprecated: true,"), &with(""), &[]);
    check(
        &extra("deprecated: true, x-sunset: 2020-01-31,"),
        &with(""),
        &[],
    );
    check(
        &extra("deprecated: true, x-sunset: 2999-01-31,"),
        &with(""),
        &["!operation-removed"],
    );
    check(&with(""), &extra(""), &[]);
    check(
        &extra("deprecated: true, x-sunset: 2999-01-31,"),
        &extra("deprecated: true, x-sunset: 2998-01-31,"),
        &["!both-operation-sunset-earlier"],
    );
    check(
        &extra("deprecated: true, x-sunset: 2999-01-31,"),
        &extra("deprecated: true,"),
        &["!both-operation-sunset-removed"],
    );
}

#[test]
fn a_path_parameter_may_be_renamed() {
    let with = |name: &str| {
        with_head(
            "3.0.3",
            &format!(
                "paths: {{'/a/{{{name}}}': {{get: {{parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}}}], {OK}}}}}}}\n"
            ),
        )
    };
    check(&with("id"), &with("order_id"), &[]);
}

#[test]
fn a_webhook_that_goes_breaks_its_receivers() {
    let with = |webhooks: &str| with_head("3.1.0", &format!("webhooks: {webhooks}\n"));
    check(
        &with("{paid: {post: {responses: {'200': {description: ok}}}}}"),
        &with("{}"),
        &["!webhook-removed"],
    );
}
