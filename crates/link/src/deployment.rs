//! What runs where: platforms, workloads, their containers and variables.

mod container;
mod secret;

use std::collections::{BTreeMap, BTreeSet};

use model::facts::manifest::Port;
use model::{EnvironmentVariable, Id, Known, Platform, Span, System, Workload};

use crate::graph::{Draft, Instance, Rows, Scope, Unit};

/// Fills `platform`, `workload`, `container` and `variable`. Workloads of one kind and name in base
/// and overlays are one: what any of them sets is set.
pub fn link(draft: &Draft<'_>, rows: &Rows, system: &mut System) {
    let mut platforms = BTreeMap::new();
    let mut places = BTreeSet::new();
    for (index, unit) in draft.units.iter().enumerate() {
        let mut groups: BTreeMap<(&str, &str, &'static str), Vec<&Instance>> = BTreeMap::new();
        for &number in &unit.instances {
            let instance = &draft.instances.all[number];
            let workload = &instance.workload;
            // A patch of an overlay belongs to what it patches, whatever environment it is for.
            let environment = if instance.scope == Scope::Kubernetes {
                ""
            } else {
                instance.environment
            };
            groups
                .entry((&workload.kind, &workload.name.value, environment))
                .or_default()
                .push(instance);
        }
        for group in groups.into_values() {
            let workload = push(draft, rows, system, &mut platforms, index, &group);
            if let Some(workload) = workload {
                variables(&group, workload, &mut places, system);
            }
        }
    }
    templates(draft, system);
}

/// One note for each chart whose templates are not read.
fn templates(draft: &Draft<'_>, system: &mut System) {
    for (chart, count) in &draft.instances.templates {
        system.notes.push(model::system::PlacedNote {
            file: None,
            at: model::At::default(),
            kind: "template".to_owned(),
            message: format!(
                "{count} {} in `{chart}` {} not rendered; what they deploy is unknown",
                if *count == 1 { "template" } else { "templates" },
                if *count == 1 { "is" } else { "are" },
            ),
        });
    }
}

fn push(
    draft: &Draft<'_>,
    rows: &Rows,
    system: &mut System,
    platforms: &mut BTreeMap<&'static str, Id<Platform>>,
    unit: usize,
    group: &[&Instance],
) -> Option<Id<Workload>> {
    // The fullest one is the base; the others change it.
    let images = |instance: &Instance| {
        let containers = instance.workload.containers.iter();
        containers
            .filter(|container| container.image.is_some() || container.build.is_some())
            .count()
    };
    let first = group.iter().rev().max_by_key(|instance| images(instance))?;
    let at = first.workload.name.at.in_file(first.file);
    let name = match first.scope {
        Scope::Compose(_) if first.workload.kind == "aspire" => "aspire",
        Scope::Compose(_) => "compose",
        Scope::Kubernetes => "kubernetes",
    };
    let platform = *platforms.entry(name).or_insert_with(|| {
        system.platforms.push(Platform {
            at,
            name: name.to_owned(),
            workloads: Vec::new(),
        })
    });
    let kind = &first.workload.kind;
    let key = (kind.clone(), first.workload.name.value.clone());
    let is_alike = group
        .iter()
        .all(|instance| instance.environment == first.environment);
    let replicas = group
        .iter()
        .find_map(|instance| instance.workload.replicas.as_ref())
        .map(|text| text.value.as_str());
    let workload = system.workloads.push(Workload {
        at,
        name: first.workload.name.value.clone(),
        platform,
        kind: kind.clone(),
        environment: if is_alike { first.environment } else { "" }.to_owned(),
        is_development: group
            .iter()
            .all(|instance| draft.instances.is_development(instance)),
        is_trial: group
            .iter()
            .all(|instance| draft.instances.is_trial(instance)),
        service: rows.services[unit],
        datastore: rows.datastores[unit],
        replicas: match replicas {
            _ if name == "kubernetes"
                && draft
                    .instances
                    .counted_workloads
                    .contains(&first.workload.name.value) =>
            {
                Known::unknown("a kustomization sets it")
            }
            Some(text) => text
                .trim()
                .parse()
                .map_or_else(|_| Known::unknown("a variable"), Known::Is),
            None if name == "compose" => Known::unknown("Compose starts as many as it is told"),
            None => Known::Is(1),
        },
        has_autoscaler: draft.instances.scaled.contains(&key),
        is_published: is_reached(draft, &draft.units[unit]) || has_published_port(group),
        containers: Vec::new(),
        variables: Vec::new(),
    });
    container::link(draft, &draft.units[unit], group, first, workload, system);
    Some(workload)
}

/// The variables of a workload. One that several take from a common set is the first one's.
fn variables(
    group: &[&Instance],
    workload: Id<Workload>,
    places: &mut BTreeSet<Span>,
    system: &mut System,
) {
    let mut seen = BTreeSet::new();
    for instance in group {
        for resolved in &instance.variables {
            if !seen.insert(&resolved.name) || !places.insert(resolved.at) {
                continue;
            }
            let is_secret = secret::is_name(&resolved.name);
            system.variables.push(EnvironmentVariable {
                at: resolved.at,
                workload,
                name: resolved.name.clone(),
                is_secret,
                is_readable: match &resolved.value {
                    Ok(value) => Known::Is(!secret::is_placeholder(value)),
                    Err(name) => Known::unknown(format!("`{name}` gives it")),
                },
                is_guessable: resolved
                    .value
                    .as_ref()
                    .is_ok_and(|value| secret::is_guessable(value)),
            });
        }
    }
}

/// Whether a port of the host leads into one of the workloads.
fn has_published_port(group: &[&Instance]) -> bool {
    group
        .iter()
        .any(|instance| open_ports(instance).next().is_some())
}

/// The ports of the host that lead into a workload from outside.
fn open_ports(instance: &Instance) -> impl Iterator<Item = &Port> {
    let containers = instance.workload.containers.iter();
    containers
        .flat_map(|container| &container.ports)
        .filter(|port| {
            // A port of the host that changes with each start is for nobody outside.
            port.published
                .as_deref()
                .is_some_and(|port| !port.is_empty())
                && !port.address.as_deref().is_some_and(is_loopback)
        })
}

/// Whether an address of Kubernetes leads requests from outside to the unit.
pub fn is_reached(draft: &Draft<'_>, unit: &Unit) -> bool {
    entrance(draft, unit).is_some()
}

/// Where an address of Kubernetes says that it leads requests from outside to the unit.
fn entrance(draft: &Draft<'_>, unit: &Unit) -> Option<Span> {
    let reached = draft.instances.entrance(&unit.instances)?;
    let (kind, name) = (&reached.address.kind, &reached.address.name);
    let is_written = matches!(kind.value.as_str(), "LoadBalancer" | "NodePort");
    let at = if is_written { kind.at } else { name.at };
    Some(at.in_file(reached.file))
}

/// Where a store is published: the kind of its address, or the port; its own place if nothing does.
pub fn published_at(draft: &Draft<'_>, unit: &Unit) -> Span {
    entrance(draft, unit)
        .or_else(|| published_port(draft, unit))
        .unwrap_or(unit.at)
}

/// The port of the host that leads into a store, where more than a developer's own machine runs it.
fn published_port(draft: &Draft<'_>, unit: &Unit) -> Option<Span> {
    unit.instances.iter().find_map(|&index| {
        let instance = &draft.instances.all[index];
        let port = open_ports(instance)
            .next()
            .filter(|_| !draft.instances.is_development(instance))?;
        Some(port.at.in_file(instance.file))
    })
}

fn is_loopback(address: &str) -> bool {
    address.starts_with("127.") || matches!(address, "localhost" | "::1" | "[::1]")
}

/// Whether a store is reachable from outside of the system's network. What is bound to the machine
/// itself, or started on a developer's machine alone, is not.
pub fn is_published(draft: &Draft<'_>, unit: &Unit) -> Known<bool> {
    if unit.instances.is_empty() {
        return Known::unknown("it is not deployed here");
    }
    Known::Is(published_port(draft, unit).is_some() || is_reached(draft, unit))
}
