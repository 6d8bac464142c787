//! Parts that are put together: choices, exclusions, discriminators, further properties.

use super::{check, check_schema, request, response, with_head};

#[test]
fn a_variant_that_got_another_name_and_more_is_the_same() {
    let with = |name: &str, properties: &str| {
        super::with_head(
            "3.0.3",
            &format!(
                "paths: {{/a: {{post: {{requestBody: {{content: {{application/json: {{schema: {{anyOf: [{{$ref: '#/components/schemas/{name}'}}, {{$ref: '#/components/schemas/Other'}}]}}}}}}}}, responses: {{'200': {{description: ok}}}}}}}}}}\ncomponents: {{schemas: {{{name}: {{type: object, properties: {{a: {{type: string}}, b: {{type: string}}, c: {{type: string}}, d: {{type: string}}{properties}}}}}, Other: {{type: object, required: [z], properties: {{z: {{type: string}}}}}}}}}}\n"
            ),
        )
    };
    super::check(&with("Old", ""), &with("New", ", e: {type: string}"), &[]);
    super::check(
        &with("Old", ""),
        &with("New", ", e: {type: string}, z: {type: string}")
            .replace("a: {type: string}", "a: {type: integer}"),
        &["!request-property-type-changed"],
    );
}

#[test]
fn what_is_excluded_may_grow_in_responses_alone() {
    let (without, with) = ("{type: string}", "{type: string, not: {enum: [a]}}");
    check_schema(without, with, &["!request-body-not-added"], &[]);
    check_schema(with, without, &[], &["!response-body-not-removed"]);
    let more = "{type: string, not: {enum: [a, b]}}";
    check_schema(with, more, &["!request-body-not-changed"], &[]);
    check_schema(more, with, &[], &["!response-body-not-changed"]);
    check_schema(with, with, &[], &[]);
}

#[test]
fn a_choice_of_plain_types_is_a_list_of_types() {
    let (one, choice) = (
        "{type: object}",
        "{oneOf: [{type: object}, {type: string}]}",
    );
    check_schema(one, choice, &[], &["!response-body-type-changed"]);
    check_schema(choice, one, &["!request-body-type-changed"], &[]);
    check_schema(choice, "{type: [object, string]}", &[], &[]);
}

#[test]
fn a_property_may_take_one_of_several_where_it_took_one() {
    let item = |schema: &str| format!("{{type: object, properties: {{who: {schema}}}}}");
    let name = item("{type: string}");
    let wider = item(
        "{oneOf: [{type: string}, {type: object, required: [login], properties: {login: {type: string}}}]}",
    );
    let other = item(
        "{oneOf: [{type: object, required: [id], properties: {id: {type: string}}}, {type: object, required: [login], properties: {login: {type: string}}}]}",
    );
    let response = &["!response-property-wrapped-in-one-of"];
    check_schema(&name, &wider, &[], response);
    check_schema(
        &name,
        &other,
        &["!request-property-wrapped-in-one-of"],
        response,
    );
}

#[test]
fn a_choice_that_only_says_more_of_one_schema_does_not_wrap_it() {
    let old =
        "{type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}";
    let new = "{type: object, properties: {id: {type: string}, name: {type: string}}, oneOf: [{required: [id]}, {required: [name]}]}";
    check(&request(old), &request(new), &[]);
}

#[test]
fn a_discriminator_is_a_hint_that_readers_go_by() {
    let with = |property: &str, mapping: &str| {
        response("{$ref: '#/components/schemas/Pet'}")
            + "components: {schemas: {Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: "
            + property
            + ", mapping: {"
            + mapping
            + "}}}, Cat: {type: object, properties: {kind: {type: string}, sort: {type: string}}}, Dog: {type: object, required: [bark], properties: {bark: {type: string}, kind: {type: string}, sort: {type: string}}}}}\n"
    };
    let cat = "cat: '#/components/schemas/Cat'";
    check(
        &with("kind", cat),
        &with("sort", cat),
        &["?response-body-discriminator-changed"],
    );
    check(
        &with("kind", cat),
        &with("kind", "cat: '#/components/schemas/Dog'"),
        &["?response-body-discriminator-value-changed"],
    );
    // The name of a schema means that schema without being said.
    check(
        &with("kind", "Cat: '#/components/schemas/Cat'"),
        &with("kind", ""),
        &[],
    );
    check(&with("kind", cat), &with("kind", "cat: Cat"), &[]);
}

#[test]
fn a_discriminator_value_less_is_refused() {
    let with = |mapping: &str| {
        request("{$ref: '#/components/schemas/Pet'}")
            + "components: {schemas: {Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind, mapping: {"
            + mapping
            + "}}}, Cat: {type: object, properties: {kind: {type: string}}}}}\n"
    };
    check(
        &with("cat: Cat, kitten: Cat"),
        &with("cat: Cat"),
        &["?request-body-discriminator-value-removed"],
    );
    check(&with("cat: Cat"), &with("cat: Cat, kitten: Cat"), &[]);
}

#[test]
fn a_map_may_take_more_and_send_less() {
    let (closed, texts, open) = (
        "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
        "{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}",
        "{type: object, properties: {a: {type: string}}}",
    );
    let forbidden = "request-body-additional-properties-forbidden";
    check_schema(texts, closed, &[&format!("!{forbidden}")], &[]);
    check_schema(open, closed, &[&format!("?{forbidden}")], &[]);
    check_schema(
        open,
        texts,
        &["?request-body-additional-properties-typed"],
        &[],
    );
    check_schema(
        texts,
        open,
        &[],
        &["?response-body-additional-properties-untyped"],
    );
    check_schema(closed, open, &[], &[]);
    let numbers = texts
        .replace("{type: string}}}", "{type: string}}")
        .replace(
            "additionalProperties: {type: string}",
            "additionalProperties: {type: integer}",
        );
    check_schema(
        texts,
        &numbers,
        &["!request-property-type-changed"],
        &["!response-property-type-changed"],
    );
}

#[test]
fn null_is_no_news_where_no_type_is_stated() {
    let old = "{type: [object, 'null'], properties: {a: {type: string}}}";
    let new = "{properties: {a: {type: string}}}";
    check_schema(old, new, &[], &[]);
    check_schema(new, old, &[], &[]);
}

#[test]
fn a_multiple_may_become_finer() {
    let schema = |of: &str| format!("{{type: integer{of}}}");
    let (free, ten, five) = (
        schema(""),
        schema(", multipleOf: 10"),
        schema(", multipleOf: 5"),
    );
    check_schema(&free, &ten, &["?request-body-multiple-of-changed"], &[]);
    check_schema(&five, &ten, &["?request-body-multiple-of-changed"], &[]);
    check_schema(&ten, &five, &[], &[]);
    check_schema(&ten, &free, &[], &[]);
}

#[test]
fn a_name_that_is_required_and_nowhere_described_is_a_risk() {
    let old = "{type: object, properties: {a: {type: string}}}";
    let new = "{type: object, required: [b], properties: {a: {type: string}}}";
    check_schema(old, new, &["?request-property-became-required"], &[]);
}

#[test]
fn circles_through_choices_and_parts_end() {
    let with = |leaf: &str| {
        with_head(
            "3.1.0",
            &format!(
                "paths: {{/a: {{get: {{responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}}}\ncomponents: {{schemas: {{A: {{allOf: [{{$ref: '#/components/schemas/B'}}], oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}]}}, B: {{anyOf: [{{$ref: '#/components/schemas/A'}}, {{type: object, properties: {{a: {{$ref: '#/components/schemas/A'}}, leaf: {leaf}}}}}]}}}}}}\n"
            ),
        )
    };
    check(&with("{type: string}"), &with("{type: string}"), &[]);
}
