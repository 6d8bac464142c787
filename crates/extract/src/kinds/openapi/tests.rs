//! What a file gives, by the specification's text.

use model::facts::contract::{Document, FaultKind, Link, Types};

use super::*;
use crate::Fragment;

fn facts(text: &str, fragments: &[Fragment]) -> FileFacts {
    let mut facts = FileFacts::default();
    (KIND.read)(&Input::new("openapi.yaml", text, fragments), &mut facts);
    facts
}

fn document(text: &str) -> Document {
    match facts(text, &[]).facts.pop() {
        Some(Facts::Contract(document)) => Arc::unwrap_or_clone(document),
        other => panic!("no contract: {other:?}"),
    }
}

/// The faults of a document: kind, name, and the text that shows it.
#[track_caller]
fn check(text: &str, expected: &[(FaultKind, &str, &str)]) {
    let document = document(text);
    let found: Vec<(FaultKind, &str, &str)> = document
        .faults
        .iter()
        .map(|fault| {
            let place = &text[fault.at.start as usize..fault.at.end as usize];
            (fault.kind, fault.name.as_str(), place)
        })
        .collect();
    assert_eq!(found, expected);
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\n";

fn with_head(text: &str) -> String {
    format!("{HEAD}{text}")
}

#[test]
fn a_field_is_judged_by_the_version_that_is_stated() {
    check(
        &with_head("paths: {}\nwebhooks: {}\n"),
        &[(FaultKind::UnknownField, "webhooks", "webhooks")],
    );
    check(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nwebhooks: {}\n",
        &[],
    );
    check(
        "swagger: '2.0'\ninfo: {title: A, version: '1'}\npaths: {}\ncomponents: {}\n",
        &[(FaultKind::UnknownField, "components", "components")],
    );
}

#[test]
fn what_the_specification_requires_is_missed_at_its_object() {
    check(
        &with_head("paths: {/a: {get: {responses: {'200': {}}}}}\n"),
        &[(FaultKind::MissingField, "description", "'200'")],
    );
    check(
        &with_head("paths: {/a: {get: {}}}\n"),
        &[(FaultKind::MissingField, "responses", "get")],
    );
}

#[test]
fn values_of_another_kind_are_named_where_they_stand() {
    check(
        &with_head(
            "paths: {}\ncomponents: {schemas: {A: {type: strng, required: yes, maxLength: -1}}}\n",
        ),
        &[
            (FaultKind::WrongValue, "type", "strng"),
            (FaultKind::WrongType, "required", "yes"),
            (FaultKind::WrongType, "maxLength", "-1"),
        ],
    );
}

#[test]
fn a_path_parameter_must_be_required() {
    check(
        &with_head(
            "paths: {'/a/{b}': {get: {parameters: [{name: b, in: path, schema: {}}], responses: {'200': {description: x}}}}}\n",
        ),
        &[(FaultKind::MissingField, "required", "b")],
    );
}

#[test]
fn extensions_may_stand_anywhere() {
    check(
        &with_head(
            "x-a: 1\npaths: {x-b: 2, /a: {x-c: {}, get: {x-d: [], responses: {x-e: 1, '200': {description: x}}}}}\n",
        ),
        &[],
    );
}

#[test]
fn keys_that_stand_twice_are_named_once() {
    check(
        &with_head("paths: {}\ncomponents: {schemas: {A: {type: string, type: integer}}}\n"),
        &[(FaultKind::DuplicateKey, "type", "type")],
    );
}

#[test]
fn a_reference_inside_the_file_is_followed_at_once() {
    let document = document(&with_head(
        "paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {type: [string]}}}\n",
    ));
    let (a, b) = (&document.components[0], &document.components[1]);
    let reference = document.schemas[a.target.id as usize].reference;
    assert_eq!(reference, Some(Link::Here(b.target.id)));
    assert!(b.is_used && !a.is_used);
}

#[test]
fn a_pointer_may_lead_into_any_part_and_escapes_are_read() {
    let document = document(&with_head(
        "paths: {/a: {get: {responses: {'200': {description: x, content: {application/json: {schema: {type: integer}}}}}}}}\ncomponents: {schemas: {A: {$ref: '#/paths/~1a/get/responses/200/content/application~1json/schema'}}}\n",
    ));
    let Some(Link::Here(id)) =
        document.schemas[document.components[0].target.id as usize].reference
    else {
        panic!("the reference is not followed");
    };
    assert_eq!(document.schemas[id as usize].types, Types::named("integer"));
}

#[test]
fn a_circle_of_references_ends() {
    let document = document(&with_head(
        "paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}, C: {properties: {c: {$ref: '#/components/schemas/C'}}}}}\n",
    ));
    assert_eq!(document.schemas.len(), 4);
}

#[test]
fn a_reference_to_another_file_stays_as_written() {
    let document = document(&with_head("paths: {/a: {$ref: './parts/a.yaml#/x~1y'}}\n"));
    let reference = &document.references[0];
    assert_eq!(
        (
            reference.path.as_str(),
            reference.pointer.as_str(),
            reference.role.as_str()
        ),
        ("parts/a.yaml", "/x~1y", "path_item")
    );
}

#[test]
fn a_reference_to_the_network_is_a_note() {
    let facts = facts(
        &with_head("paths: {/a: {$ref: 'https://a.example.com/a.yaml'}}\n"),
        &[],
    );
    assert_eq!(facts.notes[0].kind, "reference");
}

#[test]
fn a_fragment_is_read_for_what_is_asked_of_it() {
    let fragments = [Fragment {
        kind: KIND.name,
        pointer: "/Order".to_owned(),
        role: "schema".to_owned(),
    }];
    let facts = facts(
        "Order: {type: object, properties: {a: {type: string}}}\n",
        &fragments,
    );
    let [Facts::Contract(document)] = &facts.facts[..] else {
        panic!("no fragment: {facts:?}");
    };
    assert_eq!(document.specification, "");
    assert_eq!(document.fragments[0].0, "/Order");
    assert_eq!(document.schemas.len(), 2);
}

#[test]
fn an_unknown_version_is_a_note() {
    let facts = facts(
        "openapi: 4.0.0\ninfo: {title: A, version: '1'}\npaths: {}\n",
        &[],
    );
    assert_eq!(facts.notes[0].kind, "version");
    assert!(facts.facts.is_empty());
}

#[test]
fn a_version_that_is_no_number_is_a_note() {
    for version in ["banana", "\"\""] {
        let text = format!("openapi: {version}\ninfo: {{title: A, version: '1'}}\npaths: {{}}\n");
        assert_eq!(facts(&text, &[]).notes[0].kind, "version");
    }
}

#[test]
fn deep_nesting_costs_only_itself() {
    let deep = "{allOf: [".repeat(5_000);
    let facts = facts(
        &with_head(&format!(
            "paths: {{}}\ncomponents: {{schemas: {{A: {deep}\n"
        )),
        &[],
    );
    assert!(!facts.notes.is_empty());
}

#[test]
fn exclusive_bounds_of_both_spellings_are_one() {
    let old = document(&with_head(
        "paths: {}\ncomponents: {schemas: {A: {type: integer, maximum: 5, exclusiveMaximum: true}}}\n",
    ));
    let new = document(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\ncomponents: {schemas: {A: {type: integer, exclusiveMaximum: 5}}}\n",
    );
    assert_eq!(old.schemas[0].bounds, new.schemas[0].bounds);
}
