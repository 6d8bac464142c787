//! Contracts that are linked as soon as they are read, beside those that wait for the others: the same rows.

use archreview::review::{system, systems};
use model::Settings;
use model::sources::Memory;
use report::Texts;

fn contract(title: &str, schema: &str, paths: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: {title}, version: 1.2.0}}\npaths:\n{paths}components:\n  securitySchemes: {{key: {{type: http, scheme: bearer}}}}\n  schemas:\n    {schema}: {{type: object, properties: {{id: {{type: string, maxLength: 20}}, kind: {{type: string, enum: [a, b]}}}}}}\n"
    )
}

fn path(path: &str, schema: &str) -> String {
    format!(
        "  {path}:\n    post:\n      parameters: [{{name: limit, in: query, schema: {{type: integer, maximum: 9}}}}]\n      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}\n      responses: {{'201': {{description: made, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}, '400': {{description: bad}}}}\n"
    )
}

#[test]
fn a_contract_gives_the_same_rows_whether_it_waits_for_others_or_not() {
    let five = |word: &str| -> String {
        (0..5)
            .map(|n| path(&format!("/{word}{n}"), "Thing"))
            .collect()
    };
    let split = "openapi: 3.0.3\ninfo: {title: Split, version: '1'}\npaths:\n  /split: {$ref: 'parts/split.yaml'}\n";
    let part = "get:\n  responses:\n    '200': {description: fine, content: {application/json: {schema: {$ref: '../z.yaml#/components/schemas/Thing'}}}}\n";
    let sources = Memory::new([
        ("a.yaml", contract("A", "Thing", &five("a"))),
        // A copy of it, whose rows are taken out from between those of the others.
        ("b.json.yaml", contract("A", "Thing", &five("a"))),
        ("c.yaml", split.to_owned()),
        ("parts/split.yaml", part.to_owned()),
        ("x.yaml", contract("X", "Thing", &five("x"))),
        ("z.yaml", contract("Z", "Thing", &five("z"))),
    ]);
    let (settings, nothing) = (Settings::default(), Default::default());
    let (soon, _) = system(&sources, &settings, Some(&nothing), true);
    let (late, _, _) = systems(&sources, &sources, &settings, &nothing, true);
    assert_eq!(
        soon.apis.len(),
        4,
        "three alone, one of two files, and no copy"
    );
    let texts = Texts::new(&sources);
    let written = |system| report::facts::write(system, &[], &texts);
    assert_eq!(written(&soon), written(&late));
}
