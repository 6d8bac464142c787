//! Service definitions: the services that they are of, and the calls that they declare.

use model::facts::Facts;
use model::facts::design::{Definition, Dependency};
use model::{
    Call, DeclaredCall, EdgeEvidence, Evidence, EvidenceKind, FileId, Id, Known, Service,
    ServiceDefinition, ServiceKind, Span, System,
};

use super::decisions::placeholder;
use super::{names, speaks, stores};
use crate::Input;

/// A definition with what its document says.
pub struct Declared<'f> {
    /// The row.
    pub definition: Id<ServiceDefinition>,
    /// The facts.
    pub facts: &'f Definition,
    /// Whether the service was known before documents were read.
    pub is_real: bool,
}

/// Fills `service_definition` and `declared_call`, and adds what only documents declare to the graph.
pub fn link<'f>(input: &Input<'f>, system: &mut System) -> Vec<Declared<'f>> {
    let mut declared = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Design(design) = facts else {
                continue;
            };
            if !speaks(system, file) {
                continue;
            }
            for facts in &design.services {
                declared.push(define(system, file, facts));
            }
        }
    }
    for one in &declared {
        for dependency in &one.facts.dependencies {
            call(system, one, dependency, &declared);
        }
        stores::link(system, one);
    }
    declared
}

fn define<'f>(system: &mut System, file: FileId, facts: &'f Definition) -> Declared<'f> {
    let at = facts.name.at.in_file(file);
    let known = names::service(system, &facts.name.value);
    let service = known.unwrap_or_else(|| {
        system.services.push(Service {
            at,
            name: facts.name.value.clone(),
            aliases: Vec::new(),
            kind: ServiceKind::Service,
            owner: None,
            root: None,
            is_built_here: false,
            deployments: Vec::new(),
            is_declared_only: true,
            is_needed: false,
            calls: Vec::new(),
            callers: Vec::new(),
            uses: Vec::new(),
            endpoints: Vec::new(),
            workloads: Vec::new(),
        })
    });
    let definition = system.service_definitions.push(ServiceDefinition {
        at,
        file: Id::new(file.0 as usize),
        name: facts.name.value.clone(),
        service,
        form: super::form(facts.is_prose),
        responsibility: facts.responsibility.as_ref().map(|text| text.value.clone()),
        dependencies: facts
            .dependencies
            .iter()
            .map(|dependency| dependency.name.value.clone())
            .collect(),
        data_stores: facts
            .stores
            .iter()
            .map(|store| store.text.value.clone())
            .collect(),
        communication: facts
            .communication
            .iter()
            .map(|way| way.text.value.clone())
            .collect(),
        has_monitoring: facts.has_monitoring,
        has_deployment: facts.has_deployment,
        missing: facts.missing.clone(),
        placeholders: Vec::new(),
        declared_calls: Vec::new(),
        deviations: Vec::new(),
    });
    for left in &facts.placeholders {
        placeholder(system, left.at.in_file(file), left).service_definition = Some(definition);
    }
    Declared {
        definition,
        facts,
        is_real: known.is_some_and(|id| !system.services[id].is_declared_only),
    }
}

fn call(system: &mut System, one: &Declared<'_>, dependency: &Dependency, all: &[Declared<'_>]) {
    let definition = &system.service_definitions[one.definition];
    let (caller, file) = (definition.service, definition.file);
    let at = dependency.name.at.in_file(FileId(file.index() as u32));
    let name = dependency.name.value.as_str();
    let callee = names::service(system, name).filter(|callee| *callee != caller);
    let is_blocking = is_blocking(one.facts, dependency);
    let defined = all
        .iter()
        .filter(|other| system.service_definitions[other.definition].file == file)
        .count();
    let last = name
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .next_back()
        .unwrap_or_default()
        .to_owned();
    let is_undefined = names::service(system, name).is_none()
        && defined >= 2
        && matches!(last.as_str(), "service" | "svc" | "microservice");
    system.declared_calls.push(DeclaredCall {
        at,
        definition: one.definition,
        caller: system.services[caller].name.clone(),
        callee: name.to_owned(),
        service: callee,
        is_blocking: is_blocking.clone(),
        is_undefined,
    });
    let Some(callee) = callee else { return };
    if is_blocking == Known::Is(true) {
        system.services[callee].is_needed = true;
    }
    let known = system
        .calls
        .iter()
        .find(|(_, call)| call.caller == caller && call.callee == callee)
        .map(|(id, _)| id);
    let id = match known {
        Some(id) => {
            let call = &mut system.calls[id];
            if call.is_hint_only {
                call.at = at;
                call.is_hint_only = false;
                call.is_declared_only = true;
                call.evidence = EvidenceKind::Declared;
                call.is_blocking = is_blocking;
            }
            id
        }
        None => system.calls.push(Call {
            at,
            caller,
            callee,
            protocol: String::new(),
            is_blocking,
            evidence: EvidenceKind::Declared,
            is_declared_only: true,
            is_hint_only: false,
        }),
    };
    evidence(system, id.row_ref(), at, "declared here");
}

/// Keeps a document as evidence of an edge.
pub fn evidence(system: &mut System, row: model::RowRef, at: Span, label: &str) {
    system.edges.entry(row).or_default().push(EdgeEvidence {
        kind: EvidenceKind::Declared,
        at: Evidence {
            at,
            label: label.to_owned(),
        },
    });
}

/// Whether the service waits for a dependency: the entry says so, or what is said of that neighbour, or all that is said.
fn is_blocking(facts: &Definition, dependency: &Dependency) -> Known<bool> {
    if let Some(is_blocking) = dependency.is_blocking {
        return Known::Is(is_blocking);
    }
    let neighbour = names::plain(&dependency.name.value);
    let named = facts.communication.iter().find(|way| {
        way.is_blocking.is_some() && names::plain(&way.text.value) == neighbour
            || way
                .text
                .value
                .split_whitespace()
                .any(|word| names::plain(word) == neighbour)
    });
    if let Some(is_blocking) = named.and_then(|way| way.is_blocking) {
        return Known::Is(is_blocking);
    }
    let ways: Vec<Option<bool>> = facts
        .communication
        .iter()
        .map(|way| way.is_blocking)
        .collect();
    match ways.first() {
        Some(&Some(first)) if ways.iter().all(|way| *way == Some(first)) => Known::Is(first),
        _ => Known::unknown("the design does not say whether it waits"),
    }
}

/// The service of a definition.
pub fn service(system: &System, one: &Declared<'_>) -> Id<Service> {
    system.service_definitions[one.definition].service
}
