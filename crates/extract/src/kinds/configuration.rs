//! Settings of applications in YAML, JSON and properties files: those that may name another system.

use document::{Kind as NodeKind, Node};
use model::facts::Facts;
use model::facts::configuration::{Configuration, Format, Setting};
use model::{At, FileFacts};

use super::{Kind, proxy};
use crate::input::file_name;
use crate::{Input, Probe};

/// Application settings.
pub const KIND: Kind = Kind {
    name: "configuration",
    may_be: |path| {
        let name = file_name(path);
        name.ends_with(".yml")
            || name.ends_with(".yaml")
            || name.ends_with(".properties")
            || is_settings_json(path, name)
    },
    is,
    read,
};

/// Larger files are data, not settings.
const FILE_BYTES_LIMIT: usize = 256 * 1024;

/// Settings that are kept of one file.
const SETTINGS_LIMIT: usize = 2_000;

fn is_settings_json(path: &str, name: &str) -> bool {
    name.ends_with(".json")
        && (name.starts_with("appsettings")
            || matches!(name, "config.json" | "settings.json" | "proxy.conf.json")
            || name.ends_with("-config.json")
            || path.starts_with("config/")
            || path.contains("/config/"))
}

fn is(probe: &Probe<'_>) -> bool {
    let name = file_name(probe.path);
    if probe.bytes.len() > FILE_BYTES_LIMIT
        || probe.path.starts_with(".github/")
        || name.contains("compose")
        || [
            "openapi",
            "swagger",
            "pnpm-lock",
            ".gitlab-ci",
            ".travis",
            "mkdocs",
            "_config.",
        ]
        .iter()
        .any(|word| name.contains(word))
    {
        return false;
    }
    let is_kubernetes = probe.has("apiVersion:") && probe.has("kind:");
    let is_contract = [
        "openapi: 3",
        "openapi: \"3",
        "openapi: '3",
        "swagger: 2",
        "swagger: \"2",
        "swagger: '2",
        "asyncapi: ",
    ]
    .iter()
    .any(|version| probe.has(version));
    !is_kubernetes && !is_contract && (is_spring(name) || probe.has(":") || probe.has("="))
}

fn is_spring(name: &str) -> bool {
    name.starts_with("application") || name.starts_with("bootstrap")
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut configuration = Configuration::default();
    let name = input.file_name();
    if name.ends_with(".properties") {
        configuration.settings = properties(input.text);
    } else {
        for root in input.document().roots().take(64) {
            let mut flat = Vec::new();
            flatten(root, String::new(), &mut flat, 0);
            let profile = flat
                .iter()
                .find(|setting: &&Setting| {
                    matches!(
                        setting.key.as_str(),
                        "spring.profiles" | "spring.config.activate.on-profile"
                    )
                })
                .map(|setting| setting.value.clone())
                .unwrap_or_default();
            configuration
                .settings
                .extend(flat.into_iter().map(|setting| Setting {
                    profile: profile.clone(),
                    ..setting
                }));
            if proxy::is_envoy(root) {
                configuration.format = Format::Proxy;
            }
        }
    }
    if is_spring(name)
        || configuration.settings.iter().any(|setting| {
            ["spring.", "eureka.", "zuul."]
                .iter()
                .any(|root| setting.key.starts_with(root))
        })
    {
        configuration.format = Format::Spring;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if let Some((_, profile)) = stem.split_once('-')
            && is_spring(name)
        {
            for setting in &mut configuration.settings {
                if setting.profile.is_empty() {
                    setting.profile = profile.to_owned();
                }
            }
        }
    }
    configuration
        .settings
        .retain(|setting| may_matter(setting, configuration.format));
    configuration.settings.truncate(SETTINGS_LIMIT);
    if !configuration.settings.is_empty() {
        facts.facts.push(Facts::Configuration(configuration));
    }
}

/// Whether a setting may name another system, or say what the application is.
fn may_matter(setting: &Setting, format: Format) -> bool {
    let value = setting.value.as_str();
    if value.is_empty() || value.len() > 1024 {
        return false;
    }
    let key = setting.key.to_ascii_lowercase();
    if format != Format::Application {
        return [
            "spring.",
            "eureka.",
            "zuul.",
            "server.port",
            "management.",
            "security.",
            "ribbon",
            "turbine.",
            "feign",
            "rabbit",
            "kafka",
            "url",
            "uri",
            "host",
            "addr",
            "service",
        ]
        .iter()
        .any(|word| key.contains(word))
            || value.contains("://")
            || has_port(value)
            || names_place(&key, value);
    }
    names_place(&key, value)
        || key.contains("flyway.locations")
        || value.contains("://")
        || has_port(value)
        || key.starts_with("connectionstrings")
        || ["connectionstring", "dsn"]
            .iter()
            .any(|end| key.ends_with(end))
        || key
            .rsplit(['.', '_', '-'])
            .find(|word| word.parse::<u32>().is_err())
            .is_some_and(|last| {
                [
                    "host", "hosts", "hostname", "url", "uri", "address", "addr", "server",
                    "endpoint",
                ]
                .contains(&last)
            })
}

/// Whether a setting names a topic or a queue, or the path below which a program serves.
fn names_place(key: &str, value: &str) -> bool {
    let last = key.rsplit('.').next().unwrap_or(key);
    let is_path = value.starts_with('/') && (last.ends_with("path") || last.ends_with("prefix"));
    let is_name = !value.contains(char::is_whitespace)
        && ["topic", "queue", "exchange"]
            .iter()
            .any(|word| key.contains(word));
    is_path || is_name
}

/// Whether the text is, or holds, `host:port`.
fn has_port(text: &str) -> bool {
    text.split([',', ' ', '"', '\'', '/', '@']).any(|part| {
        part.rsplit_once(':').is_some_and(|(host, port)| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.${}:".contains(&byte))
                && host.bytes().any(|byte| byte.is_ascii_alphabetic())
                && (2..=5).contains(&port.len())
                && port.bytes().all(|byte| byte.is_ascii_digit())
        })
    })
}

/// All scalars below `node` with their keys.
fn flatten(node: Node<'_>, key: String, out: &mut Vec<Setting>, depth: usize) {
    if depth > document::NESTING_LIMIT || out.len() >= SETTINGS_LIMIT * 8 {
        return;
    }
    let below = |name: &str| {
        if key.is_empty() {
            name.to_owned()
        } else {
            format!("{key}.{name}")
        }
    };
    match node.kind() {
        NodeKind::Mapping => {
            for (name, value) in node.merged_entries() {
                if let Some(name) = name.text() {
                    flatten(value, below(&name), out, depth + 1);
                }
            }
        }
        NodeKind::Sequence => {
            for (index, item) in node.items().enumerate() {
                flatten(item, below(&index.to_string()), out, depth + 1);
            }
        }
        _ => {
            if let Some(text) = super::tree::text(node) {
                out.push(Setting {
                    profile: String::new(),
                    key,
                    value: text.value,
                    at: text.at,
                });
            }
        }
    }
}

/// The lines of a properties file. Source: `java.util.Properties.load`, without escapes.
fn properties(text: &str) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.starts_with(['#', '!'])
            && let Some(separator) = trimmed.find(['=', ':'])
        {
            let value = trimmed[separator + 1..].trim();
            let begin = start + (line.len() - line.trim_start().len()) + separator + 1;
            let begin = begin + trimmed[separator + 1..].find(value).unwrap_or(0);
            settings.push(Setting {
                profile: String::new(),
                key: trimmed[..separator].trim().to_owned(),
                value: value.to_owned(),
                at: At::new(begin as u32..(begin + value.len()) as u32),
            });
        }
        start += line.len();
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[(&str, &str, &str)]) {
        let mut facts = FileFacts::default();
        read(&Input::new(path, text, &[]), &mut facts);
        let settings = match facts.facts.pop() {
            Some(Facts::Configuration(configuration)) => configuration.settings,
            _ => Vec::new(),
        };
        let found: Vec<(&str, &str, &str)> = settings
            .iter()
            .map(|s| {
                (
                    s.profile.as_str(),
                    s.key.as_str(),
                    &text[s.at.start as usize..s.at.end as usize],
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn levels_are_joined_by_dots() {
        check(
            "application.yml",
            "spring:\n  application: {name: orders}\n  datasource.url: jdbc:mysql://db/orders\n",
            &[
                ("", "spring.application.name", "orders"),
                ("", "spring.datasource.url", "jdbc:mysql://db/orders"),
            ],
        );
    }

    #[test]
    fn a_document_or_a_file_may_hold_for_one_profile() {
        check(
            "application.yml",
            "server.port: 1\n---\nspring.profiles: docker\nserver.port: 2\n",
            &[
                ("", "server.port", "1"),
                ("docker", "spring.profiles", "docker"),
                ("docker", "server.port", "2"),
            ],
        );
        check(
            "application-dev.properties",
            "a.url = x\n",
            &[("dev", "a.url", "x")],
        );
    }

    #[test]
    fn settings_that_name_nothing_are_left_out() {
        check(
            "config.yaml",
            "title: x\nbackend: orders:8080\ntime: '12:30'\n",
            &[("", "backend", "orders:8080")],
        );
    }
}
