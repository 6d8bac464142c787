//! Edges that settings of applications and proxies show.

use std::collections::BTreeMap;

use code::Role;
use model::facts::Facts;
use model::facts::configuration::{Configuration, Format, Setting};
use model::{DatastoreKind, EvidenceKind, FileId, ServiceKind};

use super::declared::Environment;
use super::directory::Directory;
use super::edges::{Edges, Met, is_local};
use super::purpose::is_of_tests;
use super::roots::plain;
use super::spring;
use super::targets::{host_name, targets};
use super::technology::{self, Product};
use super::variables::{Style, interpolate};
use crate::Input;

/// Settings of applications and proxies, each of the unit that owns its file.
pub fn settings(
    edges: &mut Edges<'_>,
    input: &Input<'_>,
    owners: &[Option<usize>],
    environment: &Environment,
) {
    let mut variants: Vec<(FileId, Configuration, usize)> = Vec::new();
    for (&file, facts) in input.facts {
        let path = input.path(file);
        let mut kinds = facts.facts.iter();
        // A manifest speaks for each of its workloads, not for the service in whose folder it lies.
        if kinds.any(|facts| matches!(facts, Facts::Manifest(_)))
            || is_of_tests(path)
            || matches!(
                code::role(path, ""),
                Role::Test | Role::Example | Role::Vendored | Role::Generated
            )
        {
            continue;
        }
        for facts in &facts.facts {
            let Facts::Configuration(configuration) = facts else {
                continue;
            };
            let Some(from) = speaker(edges, path, configuration, owners[file.0 as usize]) else {
                continue;
            };
            if is_directory(edges, path, configuration, from) {
                continue;
            }
            let mut configuration = configuration.clone();
            let mut variant = configuration.clone();
            variant
                .settings
                .retain(|setting| is_variant(&setting.profile));
            configuration
                .settings
                .retain(|setting| !is_variant(&setting.profile));
            if !variant.settings.is_empty() {
                variants.push((file, variant, from));
            }
            let speakers = sharers(edges, &configuration, from);
            read(
                edges,
                file,
                &configuration,
                from,
                &speakers,
                &environment[from],
            );
        }
    }
    for (file, variant, from) in variants {
        let has_database = edges.all.iter().any(|((caller, to), _)| {
            *caller == from
                && matches!(
                    edges.units[*to].product,
                    Some(Product::Store(DatastoreKind::Database, _))
                )
        });
        if !has_database {
            read(
                edges,
                file,
                &variant,
                from,
                &BTreeMap::new(),
                &environment[from],
            );
        }
    }
}

/// Whether a profile stands for one of several databases that the same service may be run with.
fn is_variant(profile: &str) -> bool {
    !profile.is_empty()
        && (profile == "mssql"
            || matches!(
                technology::of_technology(profile),
                Some((DatastoreKind::Database, _))
            ))
}

/// Units that one file of addresses names before it is everybody's.
const DIRECTORY_LEAST: usize = 6;

/// Whether a file of settings lists the addresses of half of the system under their own names: it
/// speaks for no service alone.
fn is_directory(edges: &Edges<'_>, path: &str, configuration: &Configuration, from: usize) -> bool {
    if configuration.format != Format::Application || path.contains("appsettings") {
        return false;
    }
    let named: std::collections::BTreeSet<usize> = configuration
        .settings
        .iter()
        .filter_map(|setting| {
            let to = edges.directory.host(&host_name(&setting.value)?, from)?;
            let first = setting.key.split('.').next().unwrap_or_default();
            (plain(first) == plain(&edges.units[to].name)).then_some(to)
        })
        .collect();
    named.len() >= DIRECTORY_LEAST && named.len() * 2 >= edges.units.len()
}

/// The unit whose settings a file holds: the one that it is named after where the files of many lie together, else the owner.
fn speaker(
    edges: &Edges<'_>,
    path: &str,
    configuration: &Configuration,
    owner: Option<usize>,
) -> Option<usize> {
    let name = path.rsplit('/').next()?;
    let (stem, _) = name.rsplit_once('.')?;
    let is_server = owner.is_some_and(|owner| edges.kinds[owner] == ServiceKind::Configuration);
    let is_served = configuration.format == Format::Spring || is_server;
    if !is_served || super::roots::is_own(path) {
        return owner;
    }
    if name.starts_with("application") || name.starts_with("bootstrap") {
        // A configuration server gives such a file to all of its clients; it speaks for none alone.
        return None;
    }
    if is_server || owner.is_none() {
        named_after(edges, stem)
    } else {
        owner
    }
}

/// The service that a file called `stem` is named after. Source: Spring Cloud Config, "Quick Start":
/// `{application}-{profile}.yml`.
fn named_after(edges: &Edges<'_>, stem: &str) -> Option<usize> {
    let mut applications = std::iter::successors(Some(stem), |stem| Some(stem.rsplit_once('-')?.0));
    applications.find_map(|application| {
        let application = plain(application);
        edges.units.iter().position(|unit| {
            let mut names = unit.aliases.iter().chain(&unit.hosts).chain([&unit.name]);
            !unit.is_store() && names.any(|name| plain(name) == application)
        })
    })
}

/// Who speaks by each setting, by its number, in a file that several built from one folder share and
/// whose keys begin with their names; empty if the keys do not.
fn sharers(
    edges: &Edges<'_>,
    configuration: &Configuration,
    owner: usize,
) -> BTreeMap<usize, usize> {
    let root = edges.units[owner].root.as_ref();
    let sharing: Vec<usize> = (0..edges.units.len())
        .filter(|&index| edges.units[index].root.as_ref() == root && root.is_some())
        .collect();
    if sharing.len() < 2 {
        return BTreeMap::new();
    }
    let named = |key: &str| {
        let words = technology::words(key);
        sharing.iter().copied().find(|&index| {
            let name = technology::words(&edges.units[index].name);
            words.len() > name.len() && words.starts_with(&name)
        })
    };
    configuration
        .settings
        .iter()
        .enumerate()
        .filter_map(|(index, setting)| Some((index, named(&setting.key)?)))
        .collect()
}

fn read(
    edges: &mut Edges<'_>,
    file: FileId,
    configuration: &Configuration,
    owner: usize,
    speakers: &BTreeMap<usize, usize>,
    environment: &BTreeMap<String, String>,
) {
    let own: BTreeMap<&str, &str> = configuration
        .settings
        .iter()
        .map(|setting| (setting.key.as_str(), setting.value.as_str()))
        .collect();
    let style = if configuration.format == Format::Spring {
        Style::Spring
    } else {
        Style::Compose
    };
    let upstreams: Vec<&str> = configuration
        .settings
        .iter()
        .filter(|setting| setting.key == "upstream")
        .map(|setting| setting.value.as_str())
        .collect();
    for (index, setting) in configuration.settings.iter().enumerate() {
        let from = match speakers.get(&index) {
            Some(&speaker) => speaker,
            None if speakers.is_empty() => owner,
            // Nobody knows whose it is.
            None => continue,
        };
        if setting
            .profile
            .split(',')
            .any(|profile| matches!(profile.trim(), "test" | "it" | "integration-test"))
        {
            continue;
        }
        let lookup = |name: &str| {
            environment
                .get(name)
                .or_else(|| environment.get(&name.to_uppercase().replace(['.', '-'], "_")))
                .cloned()
                .or_else(|| own_value(&own, name, style, MAX_REFERENCES))
        };
        let value = interpolate(&setting.value, style, &lookup);
        let met = Met {
            from,
            kind: match configuration.format {
                Format::Proxy => EvidenceKind::Proxy,
                _ => EvidenceKind::Configuration,
            },
            at: setting.at.in_file(file),
            key: &setting.key,
        };
        match value {
            Ok(value) if !upstreams.contains(&value.as_str()) => {
                one(edges, setting, &value, met, configuration.format)
            }
            Ok(_) => {}
            Err(name) => {
                if let Some(to) = edges.directory.variable(&name, from) {
                    edges.add(to, met);
                } else {
                    // The scheme and the database may be known where the host is not.
                    one(edges, setting, &setting.value, met, configuration.format);
                }
            }
        }
    }
}

/// Settings that refer to each other, from one to the next.
const MAX_REFERENCES: usize = 4;

/// The value of another setting of the same file.
fn own_value(own: &BTreeMap<&str, &str>, name: &str, style: Style, depth: usize) -> Option<String> {
    let value = own.get(name)?;
    if !value.contains('$') {
        return Some((*value).to_owned());
    }
    let depth = depth.checked_sub(1)?;
    interpolate(value, style, &|name| own_value(own, name, style, depth)).ok()
}

/// The store of the technology that a key names, for an address that names no other: `RabbitMqOptions.Host`,
/// `minio.endpoint`.
fn keyed_store(edges: &mut Edges<'_>, key: &str, value: &str, met: Met<'_>) -> Option<usize> {
    let host = host_name(value).filter(|_| Directory::holds_host(key));
    let hosts = targets(value).into_iter().map(|target| target.host);
    let hosts: Vec<String> = hosts.chain(host).collect();
    let words = technology::words(key);
    // What stands beside a product is not the product: `kafka-ui.url`.
    let is_beside = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "ui" | "admin" | "console" | "dashboard" | "exporter" | "registry" | "connect"
        )
    });
    if is_beside {
        return None;
    }
    let pairs = words.windows(2).map(|pair| pair.concat());
    let (word, (kind, technology)) = words.iter().cloned().chain(pairs).find_map(|word| {
        let store = technology::of_technology(&word)?;
        Some((word, store))
    })?;
    // The name of a host that nobody knows may be anybody's; a number is a machine of the developer's.
    let is_number = |host: &String| host.parse::<core::net::Ipv4Addr>().is_ok();
    let is_plain = |host: &String| is_local(host) || is_number(host);
    if !hosts.is_empty() && hosts.iter().all(is_plain) {
        let to = edges.store(kind, technology, met)?;
        edges.units[to].aliases.insert(word);
        Some(to)
    } else {
        None
    }
}

fn one(edges: &mut Edges<'_>, setting: &Setting, value: &str, met: Met<'_>, format: Format) {
    let key = setting.key.replace(['-', '_'], "").to_ascii_lowercase();
    if key == "spring.application.name" || key.contains("instance.") || key.starts_with("info.") {
        return;
    }
    // Routes of Zuul: a service by name, or by the route's own name.
    if let Some(route) = key.strip_prefix("zuul.routes.") {
        let name = match route.rsplit_once('.') {
            Some((_, "serviceid")) => value,
            Some((_, "url")) => {
                edges.add_text(value, met);
                return;
            }
            Some((name, "path")) if !name.contains('.') => name,
            None => route,
            _ => return,
        };
        if let Some(to) = edges.directory.name(name, met.from)
            && let Some(edge) = edges.add(
                to,
                Met {
                    kind: EvidenceKind::Proxy,
                    ..met
                },
            )
        {
            edge.protocol = "http".to_owned();
        }
        return;
    }
    if key.starts_with("spring.cloud.gateway.") && key.ends_with(".uri") {
        edges.add_text(
            value,
            Met {
                kind: EvidenceKind::Proxy,
                ..met
            },
        );
        return;
    }
    if format == Format::Spring && spring::read(edges, &key, value, met) {
        return;
    }
    if edges.add_text(value, met) {
        return;
    }
    // Addresses of the developer's machine change from hand to hand; what the key says stays.
    let is_away = targets(value).iter().any(|target| !is_local(&target.host));
    let issuer = edges.directory.token_issuer(&setting.key, met.from);
    let to = issuer
        .filter(|_| !is_away)
        .or_else(|| keyed_store(edges, &setting.key, value, met));
    if let Some(to) = to {
        edges.add(to, met);
    }
}
