//! How calls are written and answered: styles, repeated parameters, media types, servers, and what
//! the API sends by itself.

use super::{OK, check, operation, with_head};

fn parameter(text: &str) -> String {
    operation(&format!(
        "{{parameters: [{{name: q, in: query, {text}}}], {OK}}}"
    ))
}

#[test]
fn one_value_is_a_list_of_one_where_the_name_is_repeated() {
    let one = parameter("schema: {type: string}");
    let many = parameter("schema: {type: array, items: {type: string}}");
    check(&one, &many, &[]);
    let joined = parameter("explode: false, schema: {type: array, items: {type: string}}");
    check(&one, &joined, &["!request-parameter-type-changed"]);
    let two = parameter("schema: {type: array, minItems: 2, items: {type: string}}");
    check(&one, &two, &["!request-parameter-type-changed"]);
    let short = parameter("schema: {type: array, items: {type: string, maxLength: 3}}");
    check(&one, &short, &["?request-parameter-max-length-set"]);
}

#[test]
fn several_values_are_written_as_they_were() {
    let with = |style: &str| {
        parameter(&format!(
            "{style} schema: {{type: array, items: {{type: string}}}}"
        ))
    };
    let changed: &[&str] = &["!request-parameter-style-changed"];
    check(&with(""), &with("explode: false,"), changed);
    check(
        &with(""),
        &with("style: pipeDelimited, explode: false,"),
        changed,
    );
    check(&with(""), &with("style: form, explode: true,"), &[]);
    // One value looks the same in every style of a query.
    check(
        &parameter("schema: {type: string}"),
        &parameter("explode: false, schema: {type: string}"),
        &[],
    );
}

#[test]
fn what_ends_in_json_is_json_to_who_reads_it() {
    let with = |media: &str| {
        operation(&format!(
            "{{responses: {{'200': {{description: ok, content: {{{media}: {{}}}}}}}}}}"
        ))
    };
    let (json, problem) = (with("application/json"), with("application/problem+json"));
    check(&json, &problem, &[]);
    check(&problem, &json, &["!response-media-type-removed"]);
    let csv = with("text/csv");
    check(&json, &csv, &["!response-media-type-removed"]);
}

#[test]
fn a_path_may_move_between_server_and_paths() {
    let with = |server: &str, path: &str| {
        with_head(
            "3.0.3",
            &format!("servers: [{{url: {server}}}]\npaths: {{{path}: {{get: {{{OK}}}}}}}\n"),
        )
    };
    let old = with("https://a.example.com/v1", "/orders");
    check(&old, &with("https://a.example.com", "/v1/orders"), &[]);
    check(&with("https://a.example.com", "/v1/orders"), &old, &[]);
    check(&old, &with("https://b.example.com/v1", "/orders"), &[]);
    check(
        &old,
        &with("https://a.example.com/api", "/orders"),
        &["?base-path-changed"],
    );
}

#[test]
fn what_an_api_sends_by_itself_is_read_like_a_response() {
    let sent = |schema: &str| {
        format!(
            "{{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, {OK}}}}}"
        )
    };
    let (narrow, wide) = (
        "{type: object, required: [id], properties: {id: {type: string}}}",
        "{type: object, properties: {id: {type: string}}}",
    );
    let webhook =
        |schema: &str| with_head("3.1.0", &format!("webhooks: {{paid: {}}}\n", sent(schema)));
    let optional: &[&str] = &["!response-property-became-optional"];
    check(&webhook(narrow), &webhook(wide), optional);
    check(&webhook(wide), &webhook(narrow), &[]);
    let callback = |schema: &str| {
        let path = format!("'{{$request.body#/url}}': {}", sent(schema));
        operation(&format!("{{callbacks: {{paid: {{{path}}}}}, {OK}}}"))
    };
    check(&callback(narrow), &callback(wide), optional);
    check(&callback(wide), &callback(narrow), &[]);
    let none = operation(&format!("{{{OK}}}"));
    check(&callback(wide), &none, &["!response-callback-removed"]);
    check(&none, &callback(wide), &[]);
    let csv = callback(wide).replace("application/json", "text/csv");
    check(&callback(wide), &csv, &["!response-media-type-changed"]);
}

#[test]
fn tags_ids_and_texts_change_nothing() {
    let with = |text: &str| operation(&format!("{{{text} {OK}}}"));
    check(
        &with("tags: [a], operationId: listA, summary: Lists, description: All of them,"),
        &with("tags: [b], operationId: getA, summary: Gets,"),
        &[],
    );
}
