//! Edges that no address shows: clients that a package is built with, products and frameworks that know
//! whom they reach without being told.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::{EvidenceKind, ServiceKind};

use super::dependencies::{self, Need};
use super::edges::{Edges, Met};
use super::instances::Instances;
use super::roots::Root;
use super::technology::{self, Product};
use crate::Input;

/// What the dependencies of build files say.
pub fn builds(edges: &mut Edges<'_>, roots: &BTreeMap<String, Root<'_>>) {
    for from in 0..edges.units.len() {
        let Some(root) = edges.units[from]
            .root
            .as_ref()
            .and_then(|root| roots.get(root))
        else {
            continue;
        };
        let dependencies = root.dependencies();
        for (need, dependency) in dependencies::needs(&dependencies) {
            let Some((file, _)) = root
                .packages
                .iter()
                .find(|(_, package)| package.dependencies.iter().any(|known| known == dependency))
            else {
                continue;
            };
            let met = Met {
                from,
                kind: EvidenceKind::Build,
                at: super::units::whole(*file),
                key: dependency,
            };
            let to = match need {
                Need::Service(kind) => edges.directory.kind(kind, from),
                Need::Store(technology) => edges.directory.technology(technology, from),
            };
            if let Some(to) = to {
                edges.add(to, met);
            }
        }
    }
}

/// Databases whose driver a service is built with, and whose address stands outside of the repository.
pub fn drivers(edges: &mut Edges<'_>, roots: &BTreeMap<String, Root<'_>>) {
    for from in 0..edges.units.len() {
        let Some(root) = edges.units[from]
            .root
            .as_ref()
            .and_then(|root| roots.get(root))
        else {
            continue;
        };
        let dependencies = root.dependencies();
        let Some((technology, dependency)) = dependencies::driver(&dependencies) else {
            continue;
        };
        let is_known = edges.all.keys().any(|&(caller, to)| {
            caller == from && edges.units[to].technology() == Some(technology)
        });
        let Some((file, _)) = root.packages.first() else {
            continue;
        };
        if is_known
            || edges.kinds[from] != ServiceKind::Service && edges.kinds[from] != ServiceKind::Auth
        {
            continue;
        }
        let met = Met {
            from,
            kind: EvidenceKind::Build,
            at: super::units::whole(*file),
            key: dependency,
        };
        if let Some(to) = edges.own_store(technology, met)
            && let Some(edge) = edges.add(to, met)
        {
            edge.hidden = Some("its address stands outside of the repository".to_owned());
        }
    }
}

/// Services outside of the system whose clients a server is built with.
pub fn outside(edges: &mut Edges<'_>, roots: &BTreeMap<String, Root<'_>>) {
    for from in 0..edges.units.len() {
        let root = edges.units[from].root.as_ref();
        let Some(root) = root.and_then(|root| roots.get(root)) else {
            continue;
        };
        if edges.kinds[from] != ServiceKind::Service || !root.is_server() {
            continue;
        }
        for (file, package) in &root.packages {
            for (service, dependency) in dependencies::outside(&package.dependencies) {
                let met = Met {
                    from,
                    kind: EvidenceKind::Build,
                    at: super::units::whole(*file),
                    key: dependency,
                };
                let known = edges.units.iter().position(|unit| {
                    unit.product == Some(Product::Service(ServiceKind::External))
                        && unit.aliases.contains(service)
                });
                let to = known.unwrap_or_else(|| edges.external(service, service, met.at));
                edges.add(to, met);
            }
        }
    }
}

/// Products whose image reaches another by its usual name, without being told.
/// Source: Elastic documentation, "Configure Kibana with Docker", "Configuring Logstash for Docker".
pub fn image_defaults(edges: &mut Edges<'_>, instances: &Instances) {
    for from in 0..edges.units.len() {
        for index in edges.units[from].instances.clone() {
            let instance = &instances.all[index];
            for image in instance
                .workload
                .containers
                .iter()
                .filter_map(|container| container.image.as_ref())
            {
                if matches!(technology::base_name(&image.value), "kibana" | "logstash")
                    && let Some(to) = edges.directory.host("elasticsearch", from)
                {
                    let met = Met {
                        from,
                        kind: EvidenceKind::Configuration,
                        at: image.at.in_file(instance.file),
                        key: "",
                    };
                    edges.add(to, met);
                }
            }
        }
    }
}

/// What Zuul routes without being told: every service that the registry knows.
/// Source: Spring Cloud Netflix reference, "Embedded Zuul Reverse Proxy".
pub fn default_routes(
    edges: &mut Edges<'_>,
    input: &Input<'_>,
    owners: &[Option<usize>],
    roots: &BTreeMap<String, Root<'_>>,
) {
    for from in 0..edges.units.len() {
        let Some(root) = edges.units[from]
            .root
            .as_ref()
            .and_then(|root| roots.get(root))
        else {
            continue;
        };
        let zuul = root.packages.iter().find(|(_, package)| {
            package
                .dependencies
                .iter()
                .any(|name| name.contains("starter-zuul") || name.contains("netflix-zuul"))
        });
        let Some((file, _)) = zuul else { continue };
        let has_routes = input.facts.iter().any(|(&file, facts)| {
            owners[file.0 as usize] == Some(from)
                && facts.facts.iter().any(|facts| {
                    matches!(facts, Facts::Configuration(configuration) if configuration.settings.iter().any(|setting| setting.key.starts_with("zuul.")))
                })
        });
        let takes_settings = edges.all.keys().any(|&(caller, callee)| {
            caller == from && edges.kinds[callee] == ServiceKind::Configuration
        });
        if has_routes || takes_settings {
            continue;
        }
        let registered: Vec<usize> = edges
            .all
            .keys()
            .filter(|&&(_, callee)| edges.kinds[callee] == ServiceKind::Discovery)
            .map(|&(caller, _)| caller)
            .filter(|&caller| edges.kinds[caller] == ServiceKind::Service)
            .collect();
        for to in registered {
            let met = Met {
                from,
                kind: EvidenceKind::Proxy,
                at: super::units::whole(*file),
                key: "zuul",
            };
            if let Some(edge) = edges.add(to, met) {
                edge.protocol = "http".to_owned();
            }
        }
    }
}
