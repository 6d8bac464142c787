//! Edges that keys of Spring show.

use model::ServiceKind;

use super::edges::{Edges, Met, is_local};
use super::targets::{host_name, targets};
use super::technology;

/// Keys of Spring that say what the other is, even where its address says nothing.
pub fn read(edges: &mut Edges<'_>, key: &str, value: &str, met: Met<'_>) -> bool {
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
        let to = known.or_else(|| edges.directory.kind(kind, met.from));
        // Spans are sent somewhere where their address is set, though nothing here deploys it.
        let to = to.or_else(|| {
            let is_address = !targets(value).is_empty();
            (kind == ServiceKind::Tracing && is_address)
                .then(|| edges.product_outside("zipkin", kind, met.at))
        });
        if let Some(to) = to {
            edges.add(to, met);
        }
        return true;
    }
    if key == "turbine.appconfig" {
        // Turbine asks each application of its list for its streams.
        // Source: Spring Cloud Netflix reference, "Turbine".
        for name in value.split(',') {
            if let Some(to) = edges.directory.name(name.trim(), met.from) {
                edges.add(to, met);
            }
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
            && super::targets::is_public(&target.host)
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
