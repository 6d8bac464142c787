//! Edges that manifests, Dockerfiles and build files show.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::{EvidenceKind, ServiceKind};

use super::directory::Directory;
use super::edges::{Edges, Met, is_local};
use super::instances::Instances;
use super::roots::{Root, stem};
use super::targets::targets;
use super::technology;
use crate::Input;

/// What is known of the variables of each unit: manifests first, then its Dockerfile.
pub type Environment = Vec<BTreeMap<String, String>>;

/// The variables of each unit.
pub fn environment(
    edges: &Edges<'_>,
    instances: &Instances,
    roots: &BTreeMap<String, Root<'_>>,
) -> Environment {
    edges
        .units
        .iter()
        .map(|unit| {
            let mut values = BTreeMap::new();
            let dockerfile = unit
                .root
                .as_ref()
                .and_then(|root| roots.get(root)?.dockerfile);
            for variable in dockerfile
                .iter()
                .flat_map(|(_, dockerfile)| &dockerfile.environment)
            {
                if let Some(value) = &variable.value {
                    values.insert(variable.name.clone(), value.clone());
                }
            }
            for &index in &unit.instances {
                for resolved in &instances.all[index].variables {
                    if let Ok(value) = &resolved.value {
                        values.insert(resolved.name.clone(), value.clone());
                    }
                }
            }
            values
        })
        .collect()
}

/// The variables that the code of each unit reads, spelled as variables.
fn lookups(input: &Input<'_>, owners: &[Option<usize>], units: usize) -> Vec<BTreeSet<String>> {
    let mut lookups = vec![BTreeSet::new(); units];
    for (&file, facts) in input.facts {
        let Some(owner) = owners[file.0 as usize] else {
            continue;
        };
        for facts in &facts.facts {
            let Facts::Code(code) = facts else { continue };
            let variables = code.environment.iter().map(|lookup| lookup.name.clone());
            let keys = code.configuration_keys.iter();
            let keys = keys.map(|lookup| lookup.key.to_uppercase().replace(['.', '-', ':'], "_"));
            lookups[owner].extend(variables.chain(keys));
        }
    }
    lookups
}

/// Variables, commands, logging and start order of workloads.
pub fn workloads(
    edges: &mut Edges<'_>,
    instances: &Instances,
    input: &Input<'_>,
    owners: &[Option<usize>],
) {
    let lookups = lookups(input, owners, edges.units.len());
    // Units that take one variable from a common set.
    let mut takers: BTreeMap<model::Span, BTreeSet<usize>> = BTreeMap::new();
    for (from, unit) in edges.units.iter().enumerate() {
        for &index in &unit.instances {
            for resolved in instances.all[index]
                .variables
                .iter()
                .filter(|v| v.is_shared)
            {
                takers.entry(resolved.at).or_default().insert(from);
            }
        }
    }
    for (from, lookups) in lookups.iter().enumerate() {
        for index in edges.units[from].instances.clone() {
            let instance = &instances.all[index];
            for resolved in &instance.variables {
                // What a whole set brings counts where the code asks for it, or a framework reads it.
                let is_idle = resolved.is_shared
                    && !lookups.is_empty()
                    && !lookups.contains(&resolved.name)
                    && !resolved.name.starts_with("SPRING_");
                // Whom a common set means is not known where no code asks for it.
                let is_anybodys = resolved.is_shared
                    && lookups.is_empty()
                    && takers
                        .get(&resolved.at)
                        .is_some_and(|takers| takers.len() > 1)
                    && !edges.names_store(&resolved.written, &resolved.name, from);
                if is_idle || is_anybodys {
                    continue;
                }
                let met = Met {
                    from,
                    kind: EvidenceKind::Environment,
                    at: resolved.at,
                    key: &resolved.name,
                };
                // Inside a container its own machine is itself; a page that a browser loads is elsewhere.
                let is_of_browser =
                    edges.kinds[from] == ServiceKind::Web || Directory::is_of_pages(&resolved.name);
                match &resolved.value {
                    Ok(value) if names_itself(value) && !is_of_browser => {
                        // A proxy beside it may listen there for the one that the variable is named after.
                        let named = edges
                            .directory
                            .variable(&resolved.name, from)
                            .filter(|&to| {
                                edges.kinds[to] == ServiceKind::Service
                                    && !edges.units[to].is_store()
                            });
                        if let Some(to) = named
                            && !Directory::is_of_browsers(&resolved.name)
                            && !Directory::is_of_callers(&resolved.name)
                        {
                            edges.add(to, met);
                        }
                    }
                    Ok(value) => {
                        edges.add_text(value, met);
                    }
                    Err(_) => {
                        // A password that stands elsewhere hides no host.
                        if edges.add_text(&resolved.written, met) {
                            continue;
                        }
                        if let Some(to) = edges.directory.variable(&resolved.name, from) {
                            edges.add(to, met);
                        }
                    }
                }
            }
            for container in &instance.workload.containers {
                for text in container.command.iter().chain(&container.logging) {
                    let met = Met {
                        from,
                        kind: EvidenceKind::Environment,
                        at: text.at.in_file(instance.file),
                        key: "",
                    };
                    edges.add_text(&text.value, met);
                }
            }
            for linked in &instance.workload.links {
                let met = Met {
                    from,
                    kind: EvidenceKind::Environment,
                    at: linked.at.in_file(instance.file),
                    key: "",
                };
                // A dashboard asks those that are linked to it, and is not asked by them.
                if let Some(to) = edges.directory.host(&linked.value, from)
                    && edges.kinds[to] != ServiceKind::Dashboard
                {
                    edges.add(to, met);
                }
            }
            for after in &instance.workload.starts_after {
                let met = Met {
                    from,
                    kind: EvidenceKind::StartOrder,
                    at: after.at.in_file(instance.file),
                    key: "",
                };
                if let Some(to) = edges.directory.host(&after.value, from) {
                    edges.add(to, met);
                }
            }
        }
    }
}

/// Whether all addresses in a text are the machine's own, and none has the scheme of a store.
fn names_itself(text: &str) -> bool {
    let targets = targets(text);
    !targets.is_empty()
        && targets
            .iter()
            .all(|target| is_local(&target.host) && technology::of_scheme(&target.scheme).is_none())
}

/// What network policies allow between workloads.
pub fn policies(edges: &mut Edges<'_>, instances: &Instances) {
    for (file, permission) in &instances.permissions {
        let selected = |labels: &[(String, String)]| -> BTreeSet<usize> {
            let fits = |index: &usize| {
                let own = &instances.all[*index].workload.labels;
                labels.iter().all(|label| own.contains(label))
            };
            (0..edges.units.len())
                .filter(|&unit| edges.units[unit].instances.iter().any(fits))
                .collect()
        };
        let (callers, callees) = (selected(&permission.from), selected(&permission.to));
        // A label that many share selects a whole system, and tells of no edge.
        let ([from], [to]) = (
            &callers.iter().copied().collect::<Vec<_>>()[..],
            &callees.iter().copied().collect::<Vec<_>>()[..],
        ) else {
            continue;
        };
        let met = Met {
            from: *from,
            kind: EvidenceKind::Policy,
            at: permission.at.in_file(*file),
            key: "",
        };
        edges.add(*to, met);
    }
}

/// Stores that nothing reaches, and that have the name of one service beside them: `orders-db` of `orders`.
pub fn namesakes(edges: &mut Edges<'_>) {
    let is_reached: BTreeSet<usize> = edges
        .all
        .iter()
        .filter(|(_, edge)| {
            let mut kinds = edge.evidence.iter().map(|evidence| evidence.kind);
            kinds.any(|kind| kind != EvidenceKind::StartOrder)
        })
        .map(|((_, to), _)| *to)
        .collect();
    for to in 0..edges.units.len() {
        let unit = &edges.units[to];
        if !unit.is_store() || unit.instances.is_empty() || is_reached.contains(&to) {
            continue;
        }
        let words: Vec<String> = technology::words(&unit.name)
            .into_iter()
            .filter(|word| {
                technology::of_technology(word).is_none()
                    && !matches!(
                        word.as_str(),
                        "db" | "database" | "data" | "store" | "cache" | "sql" | "pg" | "queue"
                    )
            })
            .collect();
        let rest = words.concat();
        if rest.is_empty() {
            continue;
        }
        let owners: Vec<usize> = (0..edges.units.len())
            .filter(|&index| {
                let other = &edges.units[index];
                !other.is_store()
                    && !other.scopes.is_disjoint(&unit.scopes)
                    && stem(&other.name).as_deref() == Some(&rest)
            })
            .collect();
        if let [from] = owners[..] {
            let met = Met {
                from,
                kind: EvidenceKind::Name,
                at: unit.at,
                key: "",
            };
            edges.add(to, met);
        }
    }
}

/// Variables and commands of Dockerfiles.
pub fn dockerfiles(edges: &mut Edges<'_>, roots: &BTreeMap<String, Root<'_>>) {
    for from in 0..edges.units.len() {
        let root = edges.units[from].root.clone();
        let Some((file, dockerfile)) = root.and_then(|root| roots.get(&root)?.dockerfile) else {
            continue;
        };
        for variable in &dockerfile.environment {
            let met = Met {
                from,
                kind: EvidenceKind::Environment,
                at: variable.at.in_file(file),
                key: &variable.name,
            };
            edges.add_text(variable.value.as_deref().unwrap_or_default(), met);
        }
    }
}
