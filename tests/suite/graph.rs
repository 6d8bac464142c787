//! The service graph of small repositories: who depends on whom, and by what it is shown.

#[path = "graph/code.rs"]
mod code;
#[path = "graph/compose.rs"]
mod compose;
#[path = "graph/kubernetes.rs"]
mod kubernetes;
#[path = "graph/owners.rs"]
mod owners;
#[path = "graph/settings.rs"]
mod settings;

use archreview::review::system;
use model::sources::Memory;
use model::{Settings, System};

fn graph(files: &[(&str, &str)]) -> System {
    graph_with(files, &Settings::default())
}

/// The system of `files`, read with `settings`.
pub fn graph_with(files: &[(&str, &str)], settings: &Settings) -> System {
    let sources = Memory::new(files.iter().map(|(path, text)| (*path, *text)));
    system(&sources, settings, None, None, true).0
}

/// The names of its services, in the order of their rows.
pub fn names(system: &System) -> Vec<&str> {
    let services = system.services.rows().iter();
    services.map(|service| service.name.as_str()).collect()
}

/// Every edge as `from → to evidence`, hints included, sorted.
fn edges(system: &System) -> Vec<String> {
    let service = |id| &system.services[id].name;
    let calls = system.calls.iter().map(|(_, call)| {
        let evidence = call.evidence.word();
        format!(
            "{} → {} {evidence}",
            service(call.caller),
            service(call.callee)
        )
    });
    let uses = system.uses.iter().map(|(_, uses)| {
        let store = &system.datastores[uses.datastore].name;
        format!(
            "{} → {store} {}",
            service(uses.service),
            uses.evidence.word()
        )
    });
    let mut edges: Vec<String> = calls.chain(uses).collect();
    edges.sort();
    edges
}

/// The service that owns a file.
pub fn owner<'s>(system: &'s System, path: &str) -> Option<&'s str> {
    let (_, file) = system
        .files
        .iter()
        .find(|(_, file)| file.path == path)
        .expect("the path is given");
    file.service
        .map(|service| system.services[service].name.as_str())
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(edges(&graph(files)), expected);
}
