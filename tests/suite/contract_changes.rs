//! What a change of a contract does to clients, in both directions, for every kind of change.
//! Expected: by the meaning of the specification, direction by direction.

use std::collections::BTreeSet;

use archreview::review::systems;
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
    let old = Memory::new([("openapi.yaml", old)]);
    let new = Memory::new([("openapi.yaml", new)]);
    let changed = BTreeSet::from(["openapi.yaml".to_owned()]);
    systems(&new, &old, &Settings::default(), &changed, true).0
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

#[test]
fn a_wider_type_breaks_responses_and_a_narrower_one_requests() {
    let (narrow, wide) = ("{type: integer}", "{type: number}");
    check_schema(narrow, wide, &[], &["!response-body-type-changed"]);
    check_schema(wide, narrow, &["!request-body-type-changed"], &[]);
    let (one, two) = ("{type: string}", "{type: [string, integer]}");
    check_schema(one, two, &[], &["!response-body-type-changed"]);
    check_schema(two, one, &["!request-body-type-changed"], &[]);
    let (any, object) = ("{description: anything}", "{type: object}");
    check_schema(object, any, &[], &["!response-body-type-changed"]);
    check_schema(any, object, &["!request-body-type-changed"], &[]);
}

#[test]
fn another_type_breaks_both_directions() {
    check_schema(
        "{type: string}",
        "{type: array, items: {type: string}}",
        &["!request-body-type-changed"],
        &["!response-body-type-changed"],
    );
}

#[test]
fn formats_widen_and_narrow_like_types() {
    let (narrow, wide) = (
        "{type: integer, format: int32}",
        "{type: integer, format: int64}",
    );
    check_schema(narrow, wide, &[], &["!response-body-type-changed"]);
    check_schema(wide, narrow, &["!request-body-type-changed"], &[]);
    let (none, date) = ("{type: string}", "{type: string, format: date}");
    check_schema(date, none, &[], &["!response-body-type-changed"]);
    check_schema(none, date, &["!request-body-type-changed"], &[]);
}

#[test]
fn null_may_be_taken_more_and_sent_less() {
    let (never, ever) = ("{type: string}", "{type: [string, 'null']}");
    check_schema(never, ever, &[], &["!response-body-became-nullable"]);
    check_schema(ever, never, &["!request-body-became-not-nullable"], &[]);
}

#[test]
fn a_choice_beside_null_is_nullable() {
    check_schema(
        "{type: object, properties: {a: {type: string}}}",
        "{oneOf: [{type: 'null'}, {type: object, properties: {a: {type: string}}}]}",
        &[],
        &["!response-body-became-nullable"],
    );
}

#[test]
fn properties_are_required_by_who_sends_them() {
    let optional = "{type: object, properties: {a: {type: string}}}";
    let required = "{type: object, required: [a], properties: {a: {type: string}}}";
    let without = "{type: object, properties: {b: {type: string}}}";
    let with = "{type: object, required: [a], properties: {a: {type: string}, b: {type: string}}}";
    let with_optional = "{type: object, properties: {a: {type: string}, b: {type: string}}}";
    check_schema(
        optional,
        required,
        &["!request-property-became-required"],
        &[],
    );
    check_schema(
        required,
        optional,
        &[],
        &["!response-property-became-optional"],
    );
    check_schema(without, with, &["!request-property-added-required"], &[]);
    check_schema(without, with_optional, &[], &[]);
    check_schema(
        with,
        without,
        &["?request-property-removed"],
        &["!response-property-removed"],
    );
    check_schema(
        with_optional,
        without,
        &["?request-property-removed"],
        &["?response-property-removed"],
    );
}

#[test]
fn what_only_the_other_side_sends_is_no_change() {
    let without = "{type: object, properties: {b: {type: string}}}";
    let read_only = "{type: object, required: [a], properties: {a: {type: string, readOnly: true}, b: {type: string}}}";
    let write_only = "{type: object, required: [a], properties: {a: {type: string, writeOnly: true}, b: {type: string}}}";
    check_schema(without, read_only, &[], &[]);
    check(&response(write_only), &response(without), &[]);
    check(&request(read_only), &request(without), &[]);
}

#[test]
fn enumerations_shrink_in_requests_and_grow_in_responses_at_a_price() {
    let (few, many) = (
        "{type: object, properties: {k: {enum: [a]}}}",
        "{type: object, properties: {k: {enum: [a, b]}}}",
    );
    let any = "{type: object, properties: {k: {type: string}}}";
    check_schema(few, many, &[], &["?response-property-value-added"]);
    check_schema(many, few, &["!request-property-value-removed"], &[]);
    let text = "{type: object, properties: {k: {type: string, enum: [a]}}}";
    check_schema(any, text, &["!request-property-became-enum"], &[]);
    let announced = "{type: object, properties: {k: {type: string, x-extensible-enum: [a, b]}}}";
    let before = "{type: object, properties: {k: {type: string, x-extensible-enum: [a]}}}";
    check(&response(before), &response(announced), &[]);
}

#[test]
fn a_constant_is_promised_to_both() {
    let (any, one, other) = (
        "{type: string}",
        "{type: string, const: a}",
        "{type: string, const: b}",
    );
    check_schema(any, one, &["!request-body-const-added"], &[]);
    check_schema(one, any, &[], &["!response-body-const-removed"]);
    check_schema(
        one,
        other,
        &["!request-body-const-changed"],
        &["!response-body-const-changed"],
    );
}

#[test]
fn bounds_tighten_against_requests_and_loosen_against_responses() {
    for (name, type_name, small, large) in [
        ("maximum", "integer", 5, 9),
        ("maxLength", "string", 5, 9),
        ("maxItems", "array", 5, 9),
    ] {
        let schema = |bound: i32| format!("{{type: {type_name}, {name}: {bound}}}");
        let code = match name {
            "maximum" => "max",
            "maxLength" => "max-length",
            _ => "max-items",
        };
        check_schema(
            &schema(small),
            &schema(large),
            &[],
            &[&format!("!response-body-{code}-increased")],
        );
        check_schema(
            &schema(large),
            &schema(small),
            &[&format!("!request-body-{code}-decreased")],
            &[],
        );
        let none = format!("{{type: {type_name}}}");
        check(
            &request(&none),
            &request(&schema(small)),
            &[&format!("?request-body-{code}-set")],
        );
    }
    for (name, type_name, code) in [
        ("minimum", "integer", "min"),
        ("minLength", "string", "min-length"),
        ("minItems", "array", "min-items"),
    ] {
        let schema = |bound: i32| format!("{{type: {type_name}, {name}: {bound}}}");
        check_schema(
            &schema(5),
            &schema(9),
            &[&format!("!request-body-{code}-increased")],
            &[],
        );
        check_schema(
            &schema(9),
            &schema(5),
            &[],
            &[&format!("!response-body-{code}-decreased")],
        );
    }
    let (max, excluded) = (
        "{type: integer, maximum: 5}",
        "{type: integer, exclusiveMaximum: 5}",
    );
    check_schema(max, excluded, &["!request-body-max-increased"], &[]);
    let (bound, free) = ("{type: string, maxLength: 5}", "{type: string}");
    check_schema(bound, free, &[], &["!response-body-max-length-unset"]);
}

#[test]
fn patterns_count_for_requests() {
    let (free, letters, digits) = (
        "{type: string}",
        "{type: string, pattern: '^[a-z]+$'}",
        "{type: string, pattern: '^[0-9]+$'}",
    );
    check_schema(free, letters, &["!request-body-pattern-added"], &[]);
    check_schema(letters, free, &[], &[]);
    check_schema(letters, digits, &["?request-body-pattern-changed"], &[]);
}

#[test]
fn variants_are_taken_more_and_sent_less() {
    let cat = "{type: object, required: [cat], properties: {cat: {type: string}}}";
    let dog = "{type: object, required: [dog], properties: {dog: {type: string}}}";
    let bird = "{type: object, required: [bird], properties: {bird: {type: string}}}";
    let two = format!("{{oneOf: [{cat}, {dog}]}}");
    let three = format!("{{oneOf: [{cat}, {dog}, {bird}]}}");
    check_schema(&two, &three, &[], &["!response-body-one-of-added"]);
    check_schema(&three, &two, &["!request-body-one-of-removed"], &[]);
    let reordered = format!("{{oneOf: [{dog}, {cat}]}}");
    check_schema(&two, &reordered, &[], &[]);
    check_schema(
        cat,
        &two,
        &["!request-body-wrapped-in-one-of"],
        &["!response-body-wrapped-in-one-of"],
    );
    let any_two = format!("{{anyOf: [{cat}, {dog}]}}");
    let any_three = format!("{{anyOf: [{cat}, {dog}, {bird}]}}");
    check_schema(&any_three, &any_two, &["!request-body-any-of-removed"], &[]);
}

#[test]
fn json_schema_keywords_count_by_direction() {
    for (keyword, code) in [
        ("if: {required: [a]}", "if"),
        ("contains: {type: string}", "contains"),
        ("propertyNames: {maxLength: 3}", "property-names"),
        ("unevaluatedProperties: false", "unevaluated-properties"),
        (
            "patternProperties: {'^x': {type: string}}",
            "pattern-properties",
        ),
        (
            "dependentSchemas: {a: {required: [b]}}",
            "dependent-schemas",
        ),
        ("contentSchema: {type: object}", "content-schema"),
    ] {
        let (without, with) = ("{title: a}".to_owned(), format!("{{title: a, {keyword}}}"));
        check_schema(
            &without,
            &with,
            &[&format!("!request-body-{code}-added")],
            &[],
        );
        check_schema(
            &with,
            &without,
            &[],
            &[&format!("!response-body-{code}-removed")],
        );
    }
    let (without, with) = ("{title: a}", "{title: a, dependentRequired: {a: [b]}}");
    check_schema(
        without,
        with,
        &["!request-body-dependent-required-changed"],
        &[],
    );
    check_schema(
        with,
        without,
        &[],
        &["!response-body-dependent-required-changed"],
    );
    let (one, two) = (
        "{prefixItems: [{type: string}]}",
        "{prefixItems: [{type: string}, {type: integer}]}",
    );
    check_schema(one, two, &[], &["!response-body-prefix-items-added"]);
    check_schema(two, one, &["!request-body-prefix-items-removed"], &[]);
}

#[test]
fn moving_a_schema_behind_a_reference_or_into_parts_is_no_change() {
    let inline =
        "{type: object, required: [a], properties: {a: {type: string}, b: {type: integer}}}";
    let parts = "{allOf: [{type: object, required: [a], properties: {a: {type: string}}}, {properties: {b: {type: integer}}}]}";
    check_schema(inline, parts, &[], &[]);
    check_schema(parts, inline, &[], &[]);
    let old = response(inline);
    let new = response("{$ref: '#/components/schemas/A'}")
        + "components: {schemas: {A: "
        + inline
        + "}}\n";
    check(&old, &new, &[]);
    check(&new, &old, &[]);
}

#[test]
fn a_circle_of_schemas_ends() {
    let schema = |leaf: &str| {
        response("{$ref: '#/components/schemas/Node'}")
            + "components: {schemas: {Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, leaf: "
            + leaf
            + "}}}}\n"
    };
    check(&schema("{type: string}"), &schema("{type: string}"), &[]);
    check(
        &schema("{type: string}"),
        &schema("{type: integer}"),
        &["!response-property-type-changed"],
    );
}

fn operation(text: &str) -> String {
    with_head("3.0.3", &format!("paths: {{/a: {{get: {text}}}}}\n"))
}

const OK: &str = "responses: {'200': {description: ok}}";

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

#[test]
fn the_same_contract_in_another_version_of_the_language_is_no_change() {
    let old = "swagger: '2.0'\ninfo: {title: A, version: 1.0.0}\nhost: a.example.com\nbasePath: /v1\nschemes: [https]\nconsumes: [application/json]\nproduces: [application/json]\npaths:\n  /a/{id}:\n    put:\n      parameters:\n        - {name: id, in: path, required: true, type: string}\n        - {name: q, in: query, type: integer, format: int32}\n        - {name: body, in: body, required: true, schema: {$ref: '#/definitions/A'}}\n      responses: {'200': {description: ok, schema: {$ref: '#/definitions/A'}}}\ndefinitions:\n  A: {type: object, required: [x], properties: {x: {type: string, x-nullable: true}}}\n";
    let new = "openapi: 3.0.3\ninfo: {title: A, version: 1.0.0}\nservers: [{url: https://a.example.com/v1}]\npaths:\n  /a/{id}:\n    put:\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: string}}\n        - {name: q, in: query, schema: {type: integer, format: int32}}\n      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}\n      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}\ncomponents:\n  schemas:\n    A: {type: object, required: [x], properties: {x: {type: string, nullable: true}}}\n";
    check(old, new, &[]);
    check(new, old, &[]);
    check(
        old,
        &new.replace("{type: string, nullable: true}", "{type: string}"),
        &["!request-property-became-not-nullable"],
    );
    check(
        old,
        &new.replace("nullable: true", "nullable: true, format: uuid"),
        &["!request-property-type-changed"],
    );
}

#[test]
fn a_form_of_the_old_language_is_a_body_of_the_new() {
    let old = "swagger: '2.0'\ninfo: {title: A, version: 1.0.0}\nconsumes: [application/x-www-form-urlencoded]\npaths:\n  /a:\n    post:\n      parameters:\n        - {name: x, in: formData, required: true, type: string}\n        - {name: y, in: formData, type: integer}\n      responses: {'200': {description: ok}}\n";
    let new = "openapi: 3.0.3\ninfo: {title: A, version: 1.0.0}\npaths:\n  /a:\n    post:\n      requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [x], properties: {x: {type: string}, y: {type: integer}}}}}}\n      responses: {'200': {description: ok}}\n";
    check(old, new, &[]);
    check(
        old,
        &new.replace("required: [x]", "required: [x, y]"),
        &["!request-property-became-required"],
    );
}
