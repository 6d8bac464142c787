//! Schemas: what a change of one does in a request, and in a response.

use super::{check, check_schema, request, response};

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
