//! Every check that errs or warns in oasdiff has a pair of its own here, both ways, or stands below with
//! the test that has it or the reason why it is not told. Expected: by the text of JSON Schema and of OpenAPI 3.1.

use std::collections::BTreeSet;

use super::{OK, codes, compared, request, response, with_head};

/// The ids of the checks; `!` errs, `?` warns.
const CHECKS: &str = include_str!("checks.txt");

/// What a change does: nothing, `?` may break, `!` breaks.
type Effect = &'static str;

/// Two schemas, the second of which allows more.
struct Row {
    narrow: &'static str,
    wide: &'static str,
    /// What narrowing does to requests, and the ends of the ids that say so.
    request: (Effect, &'static [&'static str]),
    /// What widening does to responses.
    response: (Effect, &'static [&'static str]),
}

macro_rules! rows {
    ($($narrow:literal, $wide:literal, $request:literal [$($r:literal)*], $response:literal [$($s:literal)*];)*) => {
        &[$(Row {
            narrow: $narrow,
            wide: $wide,
            request: ($request, &[$($r),*]),
            response: ($response, &[$($s),*]),
        }),*]
    };
}

const ROWS: &[Row] = rows! {
    "{type: number, maximum: 5}", "{type: number, maximum: 9}", "!" ["max-decreased"], "!" ["max-increased"];
    "{type: number, maximum: 5}", "{type: number}", "?" ["max-set"], "" [];
    "{type: number, minimum: 5}", "{type: number, minimum: 2}", "!" ["min-increased"], "!" ["min-decreased"];
    "{type: number, minimum: 5}", "{type: number}", "?" ["min-set"], "" [];
    "{type: number, exclusiveMaximum: 5}", "{type: number, exclusiveMaximum: 9}", "!" ["exclusive-max-decreased"], "!" ["exclusive-max-increased"];
    "{type: number, exclusiveMaximum: 5}", "{type: number}", "?" ["exclusive-max-set"], "" [];
    "{type: number, exclusiveMinimum: 5}", "{type: number, exclusiveMinimum: 2}", "!" ["exclusive-min-increased"], "!" ["exclusive-min-decreased"];
    "{type: number, exclusiveMinimum: 5}", "{type: number}", "?" ["exclusive-min-set"], "" [];
    "{type: number, exclusiveMaximum: 5}", "{type: number, maximum: 5}", "!" [], "!" [];
    "{type: number, multipleOf: 10}", "{type: number, multipleOf: 5}", "?" [], "" [];
    "{type: string, maxLength: 5}", "{type: string, maxLength: 9}", "!" ["max-length-decreased"], "!" ["max-length-increased"];
    "{type: string, maxLength: 5}", "{type: string}", "?" ["max-length-set"], "!" ["max-length-unset"];
    "{type: string, minLength: 5}", "{type: string, minLength: 2}", "!" ["min-length-increased"], "!" ["min-length-decreased"];
    "{type: string, minLength: 5}", "{type: string}", "!" [], "!" [];
    "{type: string, minLength: 0}", "{type: string}", "" [], "" [];
    "{type: array, items: {}, maxItems: 5}", "{type: array, items: {}, maxItems: 9}", "!" ["max-items-decreased"], "!" [];
    "{type: array, items: {}, minItems: 5}", "{type: array, items: {}, minItems: 2}", "!" ["min-items-increased"], "!" ["min-items-decreased"];
    "{type: array, items: {}, minItems: 5}", "{type: array, items: {}}", "?" ["min-items-set"], "!" ["min-items-unset"];
    "{type: array, items: {}, uniqueItems: true}", "{type: array, items: {}}", "?" [], "" [];
    "{type: string, pattern: '^a$'}", "{type: string}", "!" ["pattern-added"], "" [];
    "{type: string, enum: [a]}", "{type: string, enum: [a, b]}", "!" ["enum-value-removed"], "?" ["enum-value-added"];
    "{type: string, x-extensible-enum: [a]}", "{type: string, x-extensible-enum: [a, b]}", "!" ["x-extensible-enum-value-removed"], "" [];
    "{type: string, enum: [a]}", "{type: string}", "!" ["became-enum"], "" [];
    "{type: string, const: a}", "{type: string}", "!" ["const-added"], "!" ["const-removed"];
    "{type: string}", "{type: [string, 'null']}", "!" ["became-not-nullable"], "!" ["became-nullable"];
    "{type: integer}", "{type: number}", "!" ["type-changed" "type-specialized"], "!" ["type-changed" "type-generalized"];
    "{type: boolean}", "{type: [boolean, object]}", "!" ["list-of-types-narrowed"], "!" ["list-of-types-widened"];
    "{type: integer, format: int32}", "{type: integer, format: int64}", "!" [], "!" [];
    "{type: array, contains: {const: a}}", "{type: array}", "!" ["contains-added"], "!" ["contains-removed"];
    "{type: array, contains: {const: a}, minContains: 3}", "{type: array, contains: {const: a}, minContains: 2}", "!" ["min-contains-increased"], "!" ["min-contains-decreased"];
    "{type: array, contains: {const: a}, maxContains: 3}", "{type: array, contains: {const: a}, maxContains: 5}", "!" ["max-contains-decreased"], "!" ["max-contains-increased"];
    "{type: string, contentMediaType: application/json, contentSchema: {type: object}}", "{type: string, contentMediaType: application/json}", "!" ["content-schema-added"], "!" ["content-schema-removed"];
    "{type: object, dependentRequired: {a: [b]}}", "{type: object}", "!" ["dependent-required-added"], "!" ["dependent-required-removed"];
    "{type: object, dependentRequired: {a: [b, c]}}", "{type: object, dependentRequired: {a: [b]}}", "!" ["dependent-required-changed"], "!" ["dependent-required-changed"];
    "{type: object, dependentRequired: {a: [b], c: [d]}}", "{type: object, dependentRequired: {c: [d]}}", "!" [], "!" [];
    "{type: object, dependentSchemas: {a: {required: [b]}}}", "{type: object}", "!" ["dependent-schema-added"], "!" ["dependent-schema-removed"];
    "{type: object, if: {required: [a]}, then: {required: [b]}}", "{type: object}", "!" ["if-added" "then-added"], "!" ["if-removed" "then-removed"];
    "{type: object, if: {required: [a]}, else: {required: [b]}}", "{type: object, if: {required: [a]}}", "!" ["else-added"], "!" ["else-removed"];
    "{type: object, patternProperties: {'^x-': {type: string}}}", "{type: object}", "!" ["pattern-property-added"], "!" ["pattern-property-removed"];
    "{type: object, propertyNames: {pattern: '^a'}}", "{type: object}", "!" ["property-names-added"], "!" ["property-names-removed"];
    "{type: array, unevaluatedItems: false}", "{type: array}", "!" ["unevaluated-items-added"], "!" ["unevaluated-items-removed"];
    "{type: object, unevaluatedProperties: false}", "{type: object}", "!" ["unevaluated-properties-added"], "!" ["unevaluated-properties-removed"];
    "{type: array, prefixItems: [{type: string}]}", "{type: array, prefixItems: [{type: string}, {type: integer}]}", "!" ["prefix-items-removed"], "!" ["prefix-items-added"];
    "{oneOf: [{type: object, required: [a], properties: {a: {const: x}}}, {type: object, required: [b], properties: {b: {const: y}}}]}", "{oneOf: [{type: object, required: [a], properties: {a: {const: x}}}, {type: object, required: [b], properties: {b: {const: y}}}, {type: object, required: [c], properties: {c: {const: z}}}]}", "!" ["one-of-removed"], "!" ["one-of-added"];
    "{anyOf: [{type: object, required: [a], properties: {a: {const: x}}}, {type: object, required: [b], properties: {b: {const: y}}}]}", "{anyOf: [{type: object, required: [a], properties: {a: {const: x}}}, {type: object, required: [b], properties: {b: {const: y}}}, {type: object, required: [c], properties: {c: {const: z}}}]}", "!" ["any-of-removed"], "" [];
    "{type: object, properties: {a: {type: string}}, allOf: [{required: [a]}]}", "{type: object, properties: {a: {type: string}}}", "!" ["all-of-added"], "!" [];
    "{type: object, required: [a], properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}}}", "!" [], "!" [];
    "{type: object, required: [a], properties: {a: {type: string, default: x}}}", "{type: object, properties: {a: {type: string, default: x}}}", "!" [], "!" [];
};

/// What changes in both directions alike, whichever way it goes.
const OTHERS: &[(&str, &str, &str)] = &[
    (
        "const-changed",
        "{type: string, const: a}",
        "{type: string, const: b}",
    ),
    (
        "content-encoding-changed",
        "{type: string, contentEncoding: base64}",
        "{type: string, contentEncoding: base32}",
    ),
    (
        "content-media-type-changed",
        "{type: string, contentMediaType: application/json}",
        "{type: string, contentMediaType: text/csv}",
    ),
    ("type-changed", "{type: boolean}", "{type: object}"),
];

/// Checks whose pairs are in other tests of this folder.
const ELSEWHERE: &[&str] = &[
    // life.rs
    "api-invalid-stability-level",
    "api-stability-decreased",
    "request-property-stability-decreased",
    "response-property-stability-decreased",
    "api-sunset-date-changed-too-small",
    "sunset-deleted",
    "api-path-removed-before-sunset",
    "api-removed-before-sunset",
    "request-parameter-removed-before-sunset",
    "request-parameter-sunset-date-changed-too-small",
    "request-parameter-sunset-deleted",
    "api-path-sunset-parse",
    "api-deprecated-sunset-parse",
    "request-parameter-sunset-parse",
    "request-property-deprecated-sunset-invalid",
    "response-property-deprecated-sunset-invalid",
    // operations.rs
    "api-path-removed-without-deprecation",
    "api-removed-without-deprecation",
    "new-required-request-parameter",
    "new-request-path-parameter",
    "request-parameter-removed",
    "request-parameter-became-required",
    "request-parameter-default-value-added",
    "request-parameter-default-value-changed",
    "request-parameter-default-value-removed",
    "request-body-added-required",
    "request-body-became-required",
    "request-body-removed",
    "request-body-media-type-removed",
    "request-body-media-type-schema-added",
    "response-body-media-type-schema-removed",
    "response-media-type-removed",
    "response-media-type-name-generalized",
    "response-success-status-removed",
    "required-response-header-removed",
    "optional-response-header-removed",
    "response-header-became-optional",
    "response-header-became-nullable",
    "response-header-type-changed",
    "response-header-type-generalized",
    "webhook-removed",
    "new-required-request-default-parameter-to-existing-path",
    // schemas.rs
    "new-required-request-property",
    "new-required-request-property-with-default",
    "request-property-became-required",
    "request-property-became-required-with-default",
    "request-property-removed",
    "response-property-became-optional",
    "response-required-property-removed",
    "response-optional-property-removed",
    "response-required-property-became-not-write-only",
    // composition.rs
    "request-body-wrapped-in-one-of",
    "response-body-wrapped-in-one-of",
    // a header of a request is a parameter, here
    "new-required-request-header-property",
    "request-header-property-became-enum",
    "request-header-property-became-required",
    "request-parameter-property-became-not-nullable",
    "request-parameter-property-enum-value-removed",
    "request-parameter-property-list-of-types-narrowed",
    "request-parameter-property-type-specialized",
    // below
    "request-property-pattern-changed",
    "request-parameter-pattern-changed",
];

/// Checks that are not told, and why.
const NOT_TOLD: &[(&str, &str)] = &[
    (
        "request-body-all-of-removed",
        "what is asked for less refuses nobody; a property that goes with it is told",
    ),
    (
        "request-property-all-of-removed",
        "what is asked for less refuses nobody; a property that goes with it is told",
    ),
    (
        "request-parameter-property-type-changed",
        "in a URL a number is a text",
    ),
    (
        "api-deprecated-sunset-missing",
        "a deprecation without a date is a note of the state: `deprecated-without-date`",
    ),
    ("request-parameter-deprecated-sunset-missing", "as above"),
    ("request-property-deprecated-sunset-missing", "as above"),
    ("response-property-deprecated-sunset-missing", "as above"),
    (
        "api-sunset-date-too-small",
        "how many days of notice are owed is a company's own; an end that has passed is `overdue-removal`",
    ),
    ("request-parameter-sunset-date-too-small", "as above"),
    ("request-property-sunset-date-too-small", "as above"),
    ("response-property-sunset-date-too-small", "as above"),
];

fn property(schema: &str) -> String {
    format!("{{type: object, properties: {{p: {schema}}}}}")
}

/// `place` of oasdiff's ids, a contract with the schema there, and whether requests carry it.
fn places(schema: &str) -> [(&'static str, String, bool); 6] {
    let parameter = |location: &str| {
        with_head(
            "3.1.0",
            &format!(
                "paths: {{/a: {{get: {{parameters: [{{name: Q, in: {location}, schema: {schema}}}], {OK}}}}}}}\n"
            ),
        )
    };
    [
        ("request-body", request(schema), true),
        ("request-property", request(&property(schema)), true),
        ("request-parameter", parameter("query"), true),
        ("request-parameter", parameter("header"), true),
        ("response-body", response(schema), false),
        ("response-property", response(&property(schema)), false),
    ]
}

/// What is wrong with the effect of a change, if anything is.
fn wrong(old: &str, new: &str, expected: Effect, what: &str) -> Option<String> {
    let codes = codes(&compared(old, new));
    let found = match codes.first() {
        _ if codes.iter().any(|code| code.starts_with('!')) => "!",
        Some(_) => "?",
        None => "",
    };
    (found != expected).then(|| format!("{what}: `{found}` and not `{expected}`: {codes:?}"))
}

#[test]
fn what_narrows_refuses_requests_and_what_widens_surprises_readers() {
    let mut faults = Vec::new();
    for row in ROWS {
        for ((place, narrow, is_request), (_, wide, _)) in
            places(row.narrow).into_iter().zip(places(row.wide))
        {
            let what = format!("{place}: {} | {}", row.narrow, row.wide);
            let (narrowing, widening) = match is_request {
                true => (row.request.0, ""),
                false => ("", row.response.0),
            };
            faults.extend(wrong(
                &wide,
                &narrow,
                narrowing,
                &format!("narrowed {what}"),
            ));
            faults.extend(wrong(&narrow, &wide, widening, &format!("widened {what}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_schema_behind_a_reference_is_the_schema() {
    for schema in ROWS.iter().flat_map(|row| [row.narrow, row.wide]) {
        let moved = places("{$ref: '#/components/schemas/T'}");
        for ((place, inline, _), (_, moved, _)) in places(schema).into_iter().zip(moved) {
            let moved = format!("{moved}components: {{schemas: {{T: {schema}}}}}\n");
            let what = format!("{schema} in {place}");
            assert_eq!(wrong(&inline, &moved, "", &what), None);
            assert_eq!(wrong(&moved, &inline, "", &what), None);
        }
    }
}

#[test]
fn whether_another_pattern_takes_more_is_not_known() {
    let one = places("{type: string, pattern: '^a$'}");
    let other = places("{type: string, pattern: '^a+$'}");
    for ((place, one, is_request), (_, other, _)) in one.into_iter().zip(other) {
        let expected = if is_request { "?" } else { "" };
        assert_eq!(wrong(&one, &other, expected, place), None);
        assert_eq!(wrong(&other, &one, expected, place), None);
    }
}

#[test]
fn what_is_neither_wider_nor_narrower_breaks_both() {
    for (what, one, other) in OTHERS {
        for ((place, one, _), (_, other, _)) in places(one).into_iter().zip(places(other)) {
            assert_eq!(
                wrong(&one, &other, "!", &format!("{what} in {place}")),
                None
            );
            assert_eq!(
                wrong(&other, &one, "!", &format!("{what} in {place}, back")),
                None
            );
        }
    }
}

#[test]
fn every_check_has_a_pair_or_a_reason() {
    let mut known: BTreeSet<String> = ELSEWHERE.iter().map(|id| (*id).to_owned()).collect();
    known.extend(NOT_TOLD.iter().map(|(id, _)| (*id).to_owned()));
    for row in ROWS {
        for (place, _, is_request) in places(row.narrow) {
            let ends = if is_request {
                row.request.1
            } else {
                row.response.1
            };
            known.extend(ends.iter().map(|end| format!("{place}-{end}")));
        }
    }
    for (end, one, _) in OTHERS {
        known.extend(
            places(one)
                .iter()
                .map(|(place, _, _)| format!("{place}-{end}")),
        );
    }
    let unknown: Vec<&str> = CHECKS
        .lines()
        .map(|line| line.trim_end_matches(['!', '?']))
        .filter(|id| !known.contains(*id))
        .collect();
    assert_eq!(unknown, Vec::<&str>::new());
}
