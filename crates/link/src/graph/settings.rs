//! Edges that settings of applications and proxies show.

use std::collections::BTreeMap;

use code::Role;
use model::facts::Facts;
use model::facts::configuration::{Configuration, Format, Setting};
use model::{EvidenceKind, FileId, ServiceKind};

use super::declared::Environment;
use super::edges::{Edges, Met, is_local};
use super::roots::plain;
use super::targets::{host_name, targets};
use super::technology;
use super::variables::{Style, interpolate};
use crate::Input;

/// Settings of applications and proxies, each of the unit that owns its file.
pub fn settings(
    edges: &mut Edges<'_>,
    input: &Input<'_>,
    owners: &[Option<usize>],
    environment: &Environment,
) {
    for (&file, facts) in input.facts {
        let path = input.path(file);
        if path.contains("src/test/")
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
            read(edges, file, configuration, from, &environment[from]);
        }
    }
}

/// The unit whose settings a file holds: the one that it is named after, else the owner.
fn speaker(
    edges: &Edges<'_>,
    path: &str,
    configuration: &Configuration,
    owner: Option<usize>,
) -> Option<usize> {
    let name = path.rsplit('/').next()?;
    let (stem, _) = name.rsplit_once('.')?;
    if configuration.format != Format::Spring || super::roots::is_own(path) {
        return owner;
    }
    if name.starts_with("application") || name.starts_with("bootstrap") {
        // A configuration server gives such a file to all of its clients; it speaks for none alone.
        return None;
    }
    let is_shared = owner.is_none_or(|owner| edges.kinds[owner] == ServiceKind::Configuration);
    let named = (0..edges.units.len()).find(|&index| {
        let unit = &edges.units[index];
        !unit.is_store()
            && unit
                .aliases
                .iter()
                .chain(&unit.hosts)
                .chain([&unit.name])
                .any(|alias| plain(alias) == plain(stem))
    });
    if is_shared { named.or(owner) } else { owner }
}

fn read(
    edges: &mut Edges<'_>,
    file: FileId,
    configuration: &Configuration,
    from: usize,
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
    for setting in &configuration.settings {
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
                .or_else(|| {
                    own.get(name)
                        .filter(|value| !value.contains('$'))
                        .map(|value| (*value).to_owned())
                })
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
    if format == Format::Spring && spring(edges, &key, value, met) {
        return;
    }
    edges.add_text(value, met);
}

/// Keys of Spring that say what the other is, even where its address says nothing.
fn spring(edges: &mut Edges<'_>, key: &str, value: &str, met: Met<'_>) -> bool {
    let kind = if key.starts_with("spring.cloud.config.uri")
        || key.contains("config.import") && value.contains("configserver:")
    {
        Some(ServiceKind::Configuration)
    } else if key.starts_with("eureka.client.serviceurl") {
        Some(ServiceKind::Discovery)
    } else if key.starts_with("spring.zipkin.baseurl") || key.starts_with("management.zipkin") {
        Some(ServiceKind::Tracing)
    } else {
        None
    };
    if let Some(kind) = kind {
        // An address of the developer's machine means the only one there is.
        let known = targets(value)
            .iter()
            .find_map(|target| edges.directory.host(&target.host, met.from));
        if let Some(to) = known.or_else(|| edges.directory.kind(kind, met.from)) {
            edges.add(to, met);
        }
        return true;
    }
    if key.starts_with("spring.boot.admin") && key.ends_with(".url") {
        // The dashboard asks the applications that register with it.
        let admin = targets(value).iter().find_map(|target| {
            if is_local(&target.host) {
                edges.directory.local(target.port?, met.from)
            } else {
                edges.directory.host(&target.host, met.from)
            }
        });
        if let Some(admin) = admin {
            edges.add(met.from, Met { from: admin, ..met });
        }
        return true;
    }
    if key.starts_with("spring.cloud.config.server.git") && key.ends_with("uri") {
        if let Some(target) = targets(value)
            .first()
            .filter(|target| target.host.contains('.'))
        {
            let to = edges.external(&target.host, "github-repository", met.at);
            edges.add(to, met);
        }
        return true;
    }
    if key.ends_with("url") && !key.starts_with("spring.") && !edges.add_text(value, met) {
        let target = targets(value).into_iter().next();
        if let Some(target) = target
            && target.scheme.starts_with("http")
            && super::coded::is_public(&target.host)
        {
            let to = edges.external(&target.host, "external-website", met.at);
            edges.add(to, met);
        }
        return true;
    }
    if key == "spring.mail.host" {
        if edges.add_text(value, met) {
            return true;
        }
        if let Some(host) = host_name(value).filter(|host| !is_local(host)) {
            let to = edges.external(&host, "mail-server", met.at);
            edges.add(to, met);
        }
        return true;
    }
    const STORES: &[(&str, &str)] = &[
        ("spring.rabbitmq.", "rabbitmq"),
        ("spring.kafka.bootstrapservers", "kafka"),
        ("spring.cloud.stream.kafka.binder.brokers", "kafka"),
        ("spring.data.mongodb.", "mongodb"),
        ("spring.redis.", "redis"),
        ("spring.data.redis.", "redis"),
        ("spring.elasticsearch.", "elasticsearch"),
        ("spring.data.elasticsearch.", "elasticsearch"),
        ("spring.data.cassandra.contactpoints", "cassandra"),
    ];
    for (prefix, name) in STORES {
        let names_host = [
            "host",
            "hosts",
            "uri",
            "uris",
            "url",
            "addresses",
            "brokers",
            "bootstrapservers",
            "clusternodes",
            "contactpoints",
        ]
        .iter()
        .any(|end| {
            key.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
                .ends_with(end)
        });
        if key.starts_with(prefix) && names_host {
            if !edges.add_text(value, met)
                && let Some((kind, technology)) = technology::of_technology(name)
                && let Some(to) = edges.store(kind, technology, met)
            {
                edges.add(to, met);
            }
            return true;
        }
    }
    false
}
