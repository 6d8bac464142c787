//! Documents joined by hand-made facts.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::facts::decision::Decision as Record;
use model::facts::design::{
    Communication, Definition, Dependency, Design, Specification, Store, Text,
};
use model::{
    At, Call, EvidenceKind, FileFacts, FileId, Known, Service, ServiceKind, Settings, Span, System,
};

use crate::{Input, files};

fn text(value: &str) -> Text {
    Text {
        value: value.to_owned(),
        at: At::default(),
    }
}

fn definition(
    name: &str,
    dependencies: &[&str],
    store: (Option<&str>, &str),
    ways: &[bool],
) -> Definition {
    Definition {
        name: text(name),
        dependencies: dependencies
            .iter()
            .map(|name| Dependency {
                name: text(name),
                is_blocking: None,
            })
            .collect(),
        stores: vec![Store {
            text: text(store.1),
            name: store.0.map(str::to_owned),
            technology: Some(store.1.to_owned()),
        }],
        communication: ways
            .iter()
            .map(|waits| Communication {
                text: text("way"),
                is_blocking: Some(*waits),
            })
            .collect(),
        ..Definition::default()
    }
}

/// The system of `files`, on top of what `before` puts into it.
fn system(files: Vec<(&str, Facts)>, before: impl FnOnce(&mut System)) -> System {
    let mut paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    paths.sort();
    let mut facts: BTreeMap<FileId, FileFacts> = BTreeMap::new();
    for (path, one) in files {
        let index = paths
            .iter()
            .position(|known| known == path)
            .expect("a path of the list");
        facts
            .entry(FileId(index as u32))
            .or_default()
            .facts
            .push(one);
    }
    let settings = Settings::default();
    let input = Input {
        paths: &paths,
        facts: &facts,
        settings: &settings,
        today: "",
        changed: None,
        past: None,
        alone: None,
    };
    let mut system = System::default();
    files::link(&input, &mut system);
    before(&mut system);
    super::link(&input, &mut system);
    system.index();
    system
}

fn design(services: Vec<Definition>) -> Facts {
    Facts::Design(Design {
        services,
        operations: Vec::new(),
    })
}

fn record(title: &str, number: i64, status: &str, supersedes: &[&str]) -> Facts {
    Facts::Decision(Record {
        title: text(title),
        number: Some(number),
        status: Some(text(status)),
        supersedes: supersedes.iter().map(|name| text(name)).collect(),
        ..Record::default()
    })
}

fn real(system: &mut System, name: &str) {
    let at = Span {
        file: FileId(0),
        start: 0,
        end: 0,
    };
    system.services.push(Service {
        at,
        name: name.to_owned(),
        aliases: Vec::new(),
        kind: ServiceKind::Service,
        owner: None,
        root: Some(name.to_owned()),
        is_built_here: true,
        deployments: Vec::new(),
        is_declared_only: false,
        is_needed: false,
        calls: Vec::new(),
        callers: Vec::new(),
        uses: Vec::new(),
        endpoints: Vec::new(),
        workloads: Vec::new(),
    });
}

#[track_caller]
fn check_calls(system: &System, expected: &[(&str, &str, Option<bool>)]) {
    let calls: Vec<_> = system
        .calls
        .iter()
        .map(|(_, call)| {
            let name = |id| system.services[id].name.as_str();
            (
                name(call.caller),
                name(call.callee),
                call.is_blocking.known().copied(),
            )
        })
        .collect();
    assert_eq!(calls, expected);
    assert!(system.calls.iter().all(|(_, call)| call.is_declared_only));
}

#[test]
fn dependencies_between_definitions_are_declared_calls() {
    let system = system(
        vec![(
            "docs/design.md",
            design(vec![
                definition(
                    "Orders",
                    &["Payment Service", "Ghost Service"],
                    (None, "postgresql"),
                    &[true],
                ),
                definition(
                    "payments",
                    &["orders"],
                    (None, "postgresql"),
                    &[true, false],
                ),
            ]),
        )],
        |_| {},
    );
    check_calls(
        &system,
        &[
            ("Orders", "payments", Some(true)),
            ("payments", "Orders", None),
        ],
    );
    let undefined: Vec<_> = system
        .declared_calls
        .iter()
        .filter(|(_, call)| call.is_undefined)
        .map(|(_, call)| call.callee.as_str())
        .collect();
    assert_eq!(undefined, ["Ghost Service"]);
}

#[test]
fn stores_with_one_name_are_one_and_technologies_are_not() {
    let stores = |a: Option<&str>, b: Option<&str>| {
        let system = system(
            vec![(
                "d.md",
                design(vec![
                    definition("A", &[], (a, "postgresql"), &[]),
                    definition("B", &[], (b, "postgresql"), &[]),
                ]),
            )],
            |_| {},
        );
        system
            .datastores
            .iter()
            .map(|(_, store)| (store.name.clone(), store.users.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        stores(Some("orders_db"), Some("orders-db")),
        [("orders_db".to_owned(), 2)]
    );
    assert_eq!(
        stores(None, None),
        [
            ("A postgresql".to_owned(), 1),
            ("B postgresql".to_owned(), 1)
        ]
    );
}

#[test]
fn a_decision_that_another_supersedes_knows_its_successor() {
    let system = system(
        vec![
            ("adr/0001-a.md", record("A", 1, "Accepted", &[])),
            (
                "adr/0002-b.md",
                record("B", 2, "Accepted", &["[1. A](0001-a.md)"]),
            ),
            ("adr/0003-c.md", record("C", 3, "Proposed", &["ADR-0002"])),
            ("adr/0003-d.md", record("D", 3, "Superseded by ADR-4", &[])),
        ],
        |_| {},
    );
    let rows: Vec<_> = system
        .decisions
        .iter()
        .map(|(_, d)| {
            (
                d.title.as_str(),
                d.is_accepted,
                d.successor.map(|id| id.index()),
                d.same_number.map(|id| id.index()),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("A", true, Some(1), None),
            ("B", true, None, None),
            ("C", false, None, None),
            ("D", false, None, Some(2))
        ]
    );
    assert_eq!(system.decision_logs.rows()[0].next_number, 4);
}

#[test]
fn a_call_that_a_definition_does_not_list_is_a_deviation() {
    let at = Span {
        file: FileId(0),
        start: 0,
        end: 0,
    };
    let system = system(
        vec![(
            "d.md",
            design(vec![definition(
                "orders",
                &["users"],
                (None, "postgresql"),
                &[true],
            )]),
        )],
        |system| {
            for name in ["orders", "users", "billing"] {
                real(system, name);
            }
            for callee in [1, 2] {
                system.calls.push(Call {
                    at,
                    caller: model::Id::new(0),
                    callee: model::Id::new(callee),
                    protocol: "http".to_owned(),
                    is_blocking: Known::Is(true),
                    evidence: EvidenceKind::Client,
                    is_declared_only: false,
                    is_hint_only: false,
                });
            }
        },
    );
    let deviations: Vec<_> = system
        .deviations
        .iter()
        .map(|(_, d)| (d.kind.word(), d.name.as_str()))
        .collect();
    assert_eq!(deviations, [("undeclared_dependency", "billing")]);
}

#[test]
fn operations_that_no_contract_has_are_declared_with_their_service() {
    let operation = |method: &str, path: &str, authentication: &str| Specification {
        path: text(path),
        method: method.to_owned(),
        service: Some(text("Orders")),
        authentication: Some(text(authentication)),
        success_codes: vec!["201".to_owned()],
        error_codes: Some(vec!["401".to_owned(), "422".to_owned()]),
        ..Specification::default()
    };
    let design = Design {
        services: vec![definition("orders", &[], (None, "postgresql"), &[])],
        operations: vec![
            operation("POST", "/v1/orders", "OAuth2"),
            operation("GET", "/v1/orders/:id?expand=lines", "none"),
            operation("", "/v1/unclear", "none"),
        ],
    };
    let system = system(vec![("docs/design.md", Facts::Design(design))], |_| {});

    let apis: Vec<_> = system.apis.iter().map(|(_, api)| api).collect();
    assert_eq!(apis.len(), 1);
    assert_eq!(
        (apis[0].name.as_str(), apis[0].is_declared_only),
        ("orders", true)
    );
    assert_eq!(apis[0].path_version.as_deref(), Some("v1"));
    let endpoints: Vec<_> = system
        .endpoints
        .iter()
        .map(|(_, endpoint)| {
            let secured = endpoint.is_secured.known().copied();
            (&*endpoint.method, &*endpoint.path, secured)
        })
        .collect();
    assert_eq!(
        endpoints,
        [
            ("POST", "/v1/orders", Some(true)),
            ("GET", "/v1/orders/{id}", Some(false)),
        ]
    );
    let (_, first) = system.endpoints.iter().next().unwrap();
    let texts = |texts: &model::TextList| {
        texts
            .iter()
            .map(|text| text.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&first.successes), ["201"]);
    assert_eq!(texts(&first.errors), ["401", "422"]);
    let parameters: Vec<&str> = system.parameters.iter().map(|(_, p)| &*p.name).collect();
    assert_eq!(parameters, ["id", "expand"]);
    let specified: Vec<bool> = system
        .api_specifications
        .iter()
        .map(|(_, row)| row.endpoint.is_some())
        .collect();
    assert_eq!(specified, [true, true, false]);
}
