//! Where the repository differs from what a definition declares. Only where the repository tells.

use model::{
    Call, DatastoreKind, Deviation, DeviationKind, EvidenceKind, FileId, Id, Service, ServiceKind,
    System, Uses,
};

use super::definitions::{Declared, service};
use super::{names, stores};

/// Fewest real services from which the repository is taken to describe the system.
const REAL_SERVICES: usize = 2;

/// Fills `deviation`.
pub fn link(declared: &[Declared<'_>], system: &mut System) {
    let real = system
        .services
        .iter()
        .filter(|(_, service)| is_real(service))
        .count();
    if real < REAL_SERVICES {
        return;
    }
    for one in declared {
        if one.is_real {
            undeclared_calls(system, one);
            missing_dependencies(system, one);
            other_stores(system, one);
        } else {
            missing_service(system, one, declared);
        }
    }
}

fn is_real(service: &Service) -> bool {
    service.is_built_here && !service.is_declared_only && service.kind != ServiceKind::External
}

fn push(
    system: &mut System,
    one: &Declared<'_>,
    kind: DeviationKind,
    name: String,
) -> Id<Deviation> {
    let definition = &system.service_definitions[one.definition];
    let at = definition.at;
    system.deviations.push(Deviation {
        at,
        definition: one.definition,
        kind,
        name,
        declared: String::new(),
        call: None,
        uses: None,
        datastore: None,
    })
}

/// A service of a document most of whose services are there.
fn missing_service(system: &mut System, one: &Declared<'_>, declared: &[Declared<'_>]) {
    let file = system.service_definitions[one.definition].file;
    let siblings: Vec<_> = declared
        .iter()
        .filter(|other| system.service_definitions[other.definition].file == file)
        .collect();
    let known = siblings.iter().filter(|other| other.is_real).count();
    if known >= REAL_SERVICES && known * 2 > siblings.len() {
        let name = one.facts.name.value.clone();
        push(system, one, DeviationKind::MissingService, name);
    }
}

fn undeclared_calls(system: &mut System, one: &Declared<'_>) {
    if one
        .facts
        .missing
        .iter()
        .any(|field| field == "dependencies")
    {
        return;
    }
    let caller = service(system, one);
    let found: Vec<(Id<Call>, String)> = system
        .calls
        .iter()
        .filter(|(_, call)| call.caller == caller && is_shown(call))
        .filter(|(_, call)| {
            let callee = &system.services[call.callee];
            callee.kind == ServiceKind::Service && !mentions(one, callee)
        })
        .map(|(id, call)| (id, system.services[call.callee].name.clone()))
        .collect();
    for (call, name) in found {
        let row = push(system, one, DeviationKind::UndeclaredDependency, name);
        system.deviations[row].call = Some(call);
    }
}

/// Whether the repository itself shows a call, by more than the order of starting or a build file.
fn is_shown(call: &Call) -> bool {
    !call.is_declared_only
        && !call.is_hint_only
        && !matches!(call.evidence, EvidenceKind::Build | EvidenceKind::Declared)
}

/// Whether the definition speaks of `callee` anywhere in its dependencies or its communication.
fn mentions(one: &Declared<'_>, callee: &Service) -> bool {
    let names: Vec<String> = callee
        .aliases
        .iter()
        .chain([&callee.name])
        .map(|name| names::plain(name))
        .collect();
    let dependencies = one
        .facts
        .dependencies
        .iter()
        .map(|dependency| &dependency.name.value);
    let ways = one.facts.communication.iter().map(|way| &way.text.value);
    dependencies.chain(ways).any(|text| {
        names.contains(&names::plain(text))
            || text
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')'))
                .any(|word| names.contains(&names::plain(word)))
    })
}

/// A dependency between two real services that nothing in the repository shows, not even a hint.
fn missing_dependencies(system: &mut System, one: &Declared<'_>) {
    let caller = service(system, one);
    let shows_calls = system
        .calls
        .iter()
        .any(|(_, call)| call.caller == caller && is_shown(call));
    if !shows_calls || !is_real(&system.services[caller]) {
        return;
    }
    let found: Vec<(Id<Call>, String)> = system
        .calls
        .iter()
        .filter(|(_, call)| {
            call.caller == caller && call.is_declared_only && is_real(&system.services[call.callee])
        })
        // A neighbour that is reached through a broker shows no call.
        .filter(|(_, call)| call.is_blocking.known() == Some(&true))
        .map(|(id, call)| (id, system.services[call.callee].name.clone()))
        .collect();
    let file = FileId(system.service_definitions[one.definition].file.index() as u32);
    for (call, name) in found {
        let at = system.calls[call].at;
        if at.file != file {
            continue;
        }
        let row = push(system, one, DeviationKind::MissingDependency, name);
        system.deviations[row].at = at;
    }
}

/// A database that a real service uses, of another technology than all that its definition names.
fn other_stores(system: &mut System, one: &Declared<'_>) {
    let owner = service(system, one);
    let databases: Vec<_> = one
        .facts
        .stores
        .iter()
        .filter(|store| {
            store
                .technology
                .as_deref()
                .is_some_and(|technology| stores::kind(technology) == DatastoreKind::Database)
        })
        .collect();
    let is_family =
        |a: &str, b: &str| a == b || matches!((a, b), ("mysql", "mariadb") | ("mariadb", "mysql"));
    let used: Vec<(Id<Uses>, &Uses)> = system
        .uses
        .iter()
        .filter(|(_, uses)| uses.service == owner && !uses.is_declared_only && !uses.is_hint_only)
        .filter(|(_, uses)| {
            let store = &system.datastores[uses.datastore];
            store.kind == DatastoreKind::Database && !store.technology.is_empty()
        })
        .collect();
    let agrees = used.iter().any(|(_, uses)| {
        let technology = system.datastores[uses.datastore].technology.as_str();
        databases
            .iter()
            .any(|store| is_family(store.technology.as_deref().unwrap_or_default(), technology))
    });
    let (Some(store), Some((id, uses)), false) = (databases.first(), used.first(), agrees) else {
        return;
    };
    let (id, datastore) = (*id, uses.datastore);
    let name = system.datastores[datastore].technology.clone();
    let file = FileId(system.service_definitions[one.definition].file.index() as u32);
    let (at, text) = (store.text.at.in_file(file), store.text.value.clone());
    let row = push(system, one, DeviationKind::OtherStore, name);
    let deviation = &mut system.deviations[row];
    deviation.at = at;
    deviation.declared = text;
    deviation.uses = Some(id);
    deviation.datastore = Some(datastore);
}
