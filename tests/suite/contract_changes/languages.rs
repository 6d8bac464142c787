//! The same contract in another version of the language.

use super::check;

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
