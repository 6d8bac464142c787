//! Contracts that are linked as soon as they are read, beside those that wait for the others: the same rows.

use archreview::review::{Difference, system, systems};
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
    let (settings, nothing) = (Settings::default(), Difference::default());
    let (soon, _) = system(&sources, &settings, Some(&nothing.changed), None, true);
    let late = systems(&sources, &sources, &settings, &nothing, None, true).now;
    assert_eq!(
        soon.apis.len(),
        4,
        "three alone, one of two files, and no copy"
    );
    let texts = Texts::new(&sources);
    let written = |system| report::facts::write(system, &[], &texts);
    assert_eq!(written(&soon), written(&late));
}

/// The files of the contracts that are reviewed.
fn reviewed(files: Vec<(&str, String)>) -> Vec<String> {
    let sources = Memory::new(files);
    let (system, _) = system(&sources, &Settings::default(), None, None, true);
    let apis = system.apis.iter();
    apis.map(|(_, api)| system.path(api.at.file).to_owned())
        .collect()
}

#[test]
fn a_translation_of_a_contract_that_is_not_released_yet_is_a_copy() {
    let paths: String = (0..20).map(|n| path(&format!("/p{n}"), "Thing")).collect();
    let english = contract("Shop", "Thing", &paths).replace("1.2.0", "NEXT_RELEASE");
    let files = vec![
        ("docs/api.yaml", english),
        ("docs/zh/api.yaml", contract("Laden", "Thing", &paths)),
    ];
    assert_eq!(reviewed(files), ["docs/api.yaml"]);
}

#[test]
fn a_union_is_reviewed_by_its_parts_though_one_has_its_version() {
    let some = |word: &str| -> String {
        let paths = (0..5).map(|n| path(&format!("/{word}/p{n}"), "Thing"));
        paths.collect()
    };
    let (one, two) = (some("v1"), some("v2"));
    let files = vec![
        (
            "all.yaml",
            contract("Shop", "Thing", &format!("{one}{two}")),
        ),
        (
            "parts/old.yaml",
            contract("Shop", "Thing", &one).replace("1.2.0", "0.9.0"),
        ),
        ("parts/new.yaml", contract("Shop", "Thing", &two)),
    ];
    assert_eq!(reviewed(files), ["parts/new.yaml", "parts/old.yaml"]);
}

/// An application of Express that serves so many operations.
fn app(number: usize) -> String {
    let routes: String = (0..number)
        .map(|n| format!("app.get('/v1/p{n}/:id', answer);\n"))
        .collect();
    format!("const app = require('express')();\n{routes}app.listen(80);\n")
}

#[test]
fn a_contract_of_which_code_serves_nothing_is_known_where_it_serves_much() {
    let unserved = |number: usize| {
        let files = vec![
            (
                "package.json",
                "{\"dependencies\": {\"express\": \"4\"}}".to_owned(),
            ),
            ("app.js", app(number)),
            (
                "own.yaml",
                contract("Shop", "Thing", &path("/p7/{key}", "Thing")),
            ),
            (
                "stock.yaml",
                contract("Stock", "Item", &path("/shelves/{key}", "Item")),
            ),
        ];
        let sources = Memory::new(files);
        let (system, _) = system(&sources, &Settings::default(), None, None, true);
        let apis = system.apis.iter();
        apis.filter(|(_, api)| api.is_unserved)
            .map(|(_, api)| system.path(api.at.file).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(unserved(20), ["stock.yaml"]);
    // Where little is known to be served, nothing tells.
    assert_eq!(unserved(19), [""; 0]);
}

/// Contracts that the code serves nothing of are set aside where others' lie, and stand-ins always.
#[test]
fn contracts_of_others_are_set_aside_by_their_place() {
    let aside = |number: usize| {
        let stock = contract("Stock", "Item", &path("/shelves/{key}", "Item"));
        let files = vec![
            (
                "package.json",
                "{\"dependencies\": {\"express\": \"4\"}}".to_owned(),
            ),
            ("app.js", app(number)),
            ("api-mocks/stock.yaml", stock.clone()),
            (
                "client/own.yaml",
                contract("Shop", "Thing", &path("/p1/{key}", "Thing")),
            ),
            ("client/stock.yaml", stock.replace("Stock", "Store")),
            ("docs/stock.yaml", stock.replace("Stock", "Shelves")),
            ("docs/archive/shelf.yaml", stock.replace("Stock", "Shelf")),
            (
                "docs/gateway.yaml",
                stock.replace("Stock", "'${stageVariables.Name}'"),
            ),
            ("docs/wsclient/bin.yaml", stock.replace("Stock", "Bin")),
            ("api/crate-copy.yaml", stock.replace("Stock", "Crate")),
            ("config/box.yaml", stock.replace("Stock", "Box")),
            (
                "tools/update.sh",
                "curl -s -o ./config/box.yaml https://example.org/box.yaml".to_owned(),
            ),
        ];
        let sources = Memory::new(files);
        let (system, _) = system(&sources, &Settings::default(), None, None, true);
        let files = system.files.rows().iter().filter(|file| file.is_set_aside);
        files.map(|file| file.path.clone()).collect::<Vec<_>>()
    };
    let always = [
        "api-mocks/stock.yaml",
        "api/crate-copy.yaml",
        "config/box.yaml",
        "docs/archive/shelf.yaml",
        "docs/gateway.yaml",
    ];
    let mut all = always.to_vec();
    all.extend(["client/stock.yaml", "docs/wsclient/bin.yaml"]);
    all.sort_unstable();
    assert_eq!(aside(5), all);
    // Where little is known to be served, nothing else tells.
    assert_eq!(aside(4), always);
}
