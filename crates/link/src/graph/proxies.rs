//! Proxies that no manifest deploys: a configuration that passes requests on, and that nothing else owns.

use std::collections::BTreeSet;

use model::facts::Facts;
use model::facts::configuration::{Configuration, Format};
use model::{FileId, ServiceKind};

use super::directory::Directory;
use super::edges::is_local;
use super::purpose::is_aside;
use super::targets::targets;
use super::technology::{self, Product};
use super::units::{Unit, whole};
use crate::Input;

/// Adds each proxy of which only the configuration is here, and gives it that file.
pub fn add(
    input: &Input<'_>,
    units: &mut Vec<Unit>,
    kinds: &mut Vec<ServiceKind>,
    owners: &mut [Option<usize>],
) {
    let directory = Directory::of(units, kinds);
    for (&file, facts) in input.facts {
        let path = input.path(file);
        if owners[file.0 as usize].is_some() {
            continue;
        }
        for facts in &facts.facts {
            let Facts::Configuration(configuration) = facts else {
                continue;
            };
            if configuration.format != Format::Proxy
                || is_aside(path)
                || passes_to(&directory, configuration, units).is_empty()
            {
                continue;
            }
            let name = product(path);
            let known = units.iter().position(|unit| {
                technology::words(&unit.name).contains(&name)
                    || unit.product == Some(Product::Service(ServiceKind::Gateway))
            });
            // The one that is deployed has its own configuration; this one may be anybody's.
            if known.is_some_and(|known| !units[known].instances.is_empty()) {
                continue;
            }
            let index = known.unwrap_or_else(|| {
                units.push(proxy(name, file));
                kinds.push(ServiceKind::Gateway);
                units.len() - 1
            });
            owners[file.0 as usize] = Some(index);
        }
    }
}

fn proxy(name: String, file: FileId) -> Unit {
    let mut unit = Unit::new(name, whole(file));
    unit.product = Some(Product::Service(ServiceKind::Gateway));
    unit
}

/// The services to which a configuration passes requests on.
fn passes_to(
    directory: &Directory,
    configuration: &Configuration,
    units: &[Unit],
) -> BTreeSet<usize> {
    let nobody = units.len();
    configuration
        .settings
        .iter()
        .flat_map(|setting| targets(&setting.value))
        .filter_map(|target| match is_local(&target.host) {
            true => directory.local(target.port?, nobody),
            false => directory.host(&target.host, nobody),
        })
        .filter(|&to| !units[to].is_store())
        .collect()
}

/// The product whose configuration lies at `path`; `proxy` if the path does not say.
fn product(path: &str) -> String {
    const PRODUCTS: &[&str] = &[
        "nginx", "apache", "httpd", "haproxy", "caddy", "envoy", "traefik",
    ];
    let words = technology::words(&path.replace("Caddyfile", "caddy"));
    let found = words
        .iter()
        .rev()
        .find(|word| PRODUCTS.contains(&word.as_str()));
    found.cloned().unwrap_or_else(|| "proxy".to_owned())
}
