//! Docker Compose files, by name and by content: each service as written.

mod references;

use document::Node;
use model::FileFacts;
use model::facts::Facts;
use model::facts::manifest::{Build, Check, Container, Manifest, Platform, Port, Text, Workload};

use super::Kind;
use super::tree::{self, pairs, text, texts, word};
use crate::input::file_name;
use crate::{Input, Probe};

/// Docker Compose.
pub const KIND: Kind = Kind {
    name: "compose",
    may_be: |path| path.ends_with(".yml") || path.ends_with(".yaml"),
    is,
    read,
};

fn is(probe: &Probe<'_>) -> bool {
    let name = file_name(probe.path);
    let is_named = name.contains("compose") || name.starts_with("stack");
    let has_services = probe.bytes.starts_with(b"services:") || probe.has("\nservices:");
    has_services && (is_named || probe.has("image:") || probe.has("build:"))
        || is_named && (probe.has("\ninclude:") || probe.has("  image:") || probe.has("  build:"))
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let Some(root) = input.document().root() else {
        return;
    };
    let mut manifest = Manifest::default();
    // The first version has its services at the root.
    let is_first_version = root.get("services").is_none() && root.get("include").is_none();
    let services = if is_first_version {
        root.merged_entries()
    } else {
        entries(root, "services")
    };
    for (name, service) in services {
        if let Some(name) = text(name)
            && is_service(service, is_first_version)
        {
            let mut workload = workload(name, service);
            if is_first_version {
                workload.links = links(service);
            }
            manifest.workloads.push(workload);
        }
    }
    manifest.is_local = tree::is_for_development(input.text);
    manifest.includes = includes(root);
    let is_compose = manifest.workloads.iter().any(|workload| {
        workload.extends.is_some()
            || workload
                .containers
                .iter()
                .any(|container| container.image.is_some() || container.build.is_some())
    });
    if !is_compose && !file_name(input.path).contains("compose") {
        return;
    }
    manifest.platform = Platform::Compose;
    tree::note_faults(input, facts);
    references::note(input.path, root, &manifest, facts);
    facts.facts.push(Facts::Manifest(manifest));
}

/// Whether a node is a service, and not a section that stands at the wrong level.
fn is_service(node: Node<'_>, is_first_version: bool) -> bool {
    /// Keys that a service has.
    /// Source: Compose specification, "Services top-level element".
    const KEYS: &[&str] = &[
        "image",
        "build",
        "extends",
        "environment",
        "env_file",
        "ports",
        "expose",
        "volumes",
        "depends_on",
        "command",
        "entrypoint",
        "links",
        "networks",
        "network_mode",
        "restart",
        "deploy",
        "healthcheck",
        "profiles",
        "labels",
        "container_name",
        "hostname",
        "working_dir",
        "logging",
        "develop",
        "secrets",
        "configs",
        "scale",
        "user",
        "privileged",
        "mem_limit",
        "extra_hosts",
        "pull_policy",
        "platform",
        "tty",
        "stdin_open",
        "cap_add",
        "ulimits",
        "shm_size",
        "stop_grace_period",
        "volumes_from",
        "provider",
    ];
    let keys = if is_first_version { &KEYS[..3] } else { KEYS };
    node.is_null() && !is_first_version
        || node.is_mapping() && keys.iter().any(|key| node.merged_get(key).is_some())
}

fn entries<'d>(node: Node<'d>, key: &str) -> Vec<(Node<'d>, Node<'d>)> {
    node.merged_get(key)
        .map(|node| node.merged_entries())
        .unwrap_or_default()
}

/// The files that the root includes.
fn includes(root: Node<'_>) -> Vec<Text> {
    let Some(include) = root.get("include") else {
        return Vec::new();
    };
    include
        .items()
        .flat_map(|item| match text(item) {
            Some(path) => vec![path],
            None => texts(item.get("path")),
        })
        .collect()
}

fn workload(name: Text, service: Node<'_>) -> Workload {
    let get = |key: &str| service.merged_get(key);
    let mut aliases: Vec<String> = ["container_name", "hostname"]
        .iter()
        .filter_map(|key| Some(text(get(key)?)?.value))
        .collect();
    for (_, network) in entries(service, "networks") {
        aliases.extend(
            texts(network.merged_get("aliases"))
                .into_iter()
                .map(|text| text.value),
        );
    }
    let mut starts_after = match get("depends_on") {
        Some(node) if node.is_mapping() => node
            .merged_entries()
            .into_iter()
            .filter_map(|(key, _)| text(key))
            .collect(),
        node => texts(node),
    };
    starts_after.extend(links(service));
    Workload {
        kind: "compose".to_owned(),
        labels: match get("labels") {
            Some(node) if node.is_mapping() => pairs(Some(node)),
            node => texts(node)
                .into_iter()
                .filter_map(|label| {
                    let (key, value) = label.value.split_once('=')?;
                    Some((key.to_owned(), value.to_owned()))
                })
                .collect(),
        },
        aliases,
        replicas: tree::descend(service, &["deploy", "replicas"])
            .or_else(|| get("scale"))
            .and_then(text),
        is_named_container: get("container_name").is_some(),
        starts_after,
        links: Vec::new(),
        link_names: link_names(service),
        extends: get("extends").and_then(|node| match text(node) {
            Some(name) => Some((None, name.value)),
            None => Some((
                node.get("file").and_then(text).map(|file| file.value),
                text(node.get("service")?)?.value,
            )),
        }),
        profiles: texts(get("profiles"))
            .into_iter()
            .map(|text| text.value)
            .collect(),
        containers: vec![container(name.clone(), service)],
        restart: get("restart")
            .or_else(|| tree::descend(service, &["deploy", "restart_policy", "condition"]))
            .and_then(text),
        name,
    }
}

/// The names that a service gives to those that it is linked to: `mysql:db`.
fn link_names(service: Node<'_>) -> Vec<(String, String)> {
    ["links", "external_links"]
        .iter()
        .flat_map(|key| texts(service.merged_get(key)))
        .filter_map(|link| {
            let (target, name) = link.value.split_once(':')?;
            Some((target.to_owned(), name.to_owned()))
        })
        .collect()
}

fn links(service: Node<'_>) -> Vec<Text> {
    texts(service.merged_get("links"))
        .into_iter()
        .map(|link| Text {
            value: link.value.split(':').next().unwrap_or_default().to_owned(),
            at: link.at,
        })
        .collect()
}

fn container(name: Text, service: Node<'_>) -> Container {
    let get = |key: &str| service.merged_get(key);
    let mut command = texts(get("entrypoint"));
    command.extend(texts(get("command")));
    Container {
        name,
        image: get("image").and_then(text),
        build: get("build").and_then(build),
        environment: tree::variables(get("environment")),
        environment_from: env_files(get("env_file")),
        command,
        ports: get("ports")
            .into_iter()
            .flat_map(|ports| ports.items())
            .filter_map(port)
            .collect(),
        mounts: mounts(service),
        logging: tree::descend(service, &["logging", "options"])
            .map(|options| options.merged_entries())
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(_, value)| text(value))
            .collect(),
        readiness: get("healthcheck").map_or(Check::None, |check| {
            let is_none = check.merged_get("test").is_some_and(|test| {
                texts(Some(test))
                    .first()
                    .is_some_and(|word| word.value == "NONE")
            });
            let is_disabled = check.merged_get("disable").and_then(Node::as_bool) == Some(true);
            if is_none || is_disabled {
                Check::Disabled
            } else {
                Check::Set
            }
        }),
        memory_limit: tree::descend(service, &["deploy", "resources", "limits", "memory"])
            .or_else(|| get("mem_limit"))
            .and_then(text),
        working_directory: get("working_dir").and_then(text).map(|text| text.value),
        user: get("user").and_then(text),
        privileged: get("privileged")
            .filter(|node| node.as_bool() == Some(true))
            .and_then(text),
        ..Container::default()
    }
}

fn build(node: Node<'_>) -> Option<Build> {
    if let Some(context) = text(node) {
        return Some(Build {
            context,
            ..Build::default()
        });
    }
    let context = node.merged_get("context").and_then(text);
    let value = |key| node.merged_get(key).and_then(text).map(|text| text.value);
    Some(Build {
        context: context.unwrap_or_else(|| Text {
            value: ".".to_owned(),
            at: node.at().into(),
        }),
        dockerfile: value("dockerfile"),
        target: value("target"),
        arguments: tree::variables(node.merged_get("args"))
            .into_iter()
            .filter_map(|argument| argument.value)
            .collect(),
    })
}

fn env_files(node: Option<Node<'_>>) -> Vec<Text> {
    let Some(node) = node else { return Vec::new() };
    if let Some(path) = text(node) {
        return vec![path];
    }
    node.items()
        .filter_map(|item| text(item).or_else(|| text(item.merged_get("path")?)))
        .collect()
}

/// A port in the short form `[[address:]published:]target[/protocol]`, or in the long one.
/// Source: Compose specification, "ports".
fn port(node: Node<'_>) -> Option<Port> {
    let at = node.at().into();
    if node.is_mapping() {
        return Some(Port {
            target: word(node.merged_get("target")),
            published: node
                .merged_get("published")
                .and_then(text)
                .map(|text| text.value),
            address: node
                .merged_get("host_ip")
                .and_then(text)
                .map(|text| text.value),
            at,
        });
    }
    let text = node.text()?;
    let (text, _) = text.split_once('/').unwrap_or((&text, ""));
    // A colon inside `${NAME:-8080}` separates nothing.
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0);
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b':' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    let target = parts.pop()?.to_owned();
    let published = parts.pop().unwrap_or_default().to_owned();
    let address = parts.pop().map(str::to_owned);
    Some(Port {
        target,
        published: Some(published),
        address,
        at,
    })
}

fn mounts(service: Node<'_>) -> Vec<(String, String)> {
    service
        .merged_get("volumes")
        .into_iter()
        .flat_map(|volumes| volumes.items())
        .filter_map(|item| {
            if item.is_mapping() {
                return Some((
                    word(item.merged_get("source")),
                    word(item.merged_get("target")),
                ));
            }
            let item = item.text()?;
            let mut parts = item.split(':');
            let source = parts.next()?.to_owned();
            Some((source, parts.next()?.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(path: &str, text: &str) -> Manifest {
        let mut facts = FileFacts::default();
        read(&Input::new(path, text, &[]), &mut facts);
        match facts.facts.pop() {
            Some(Facts::Manifest(manifest)) => manifest,
            _ => Manifest::default(),
        }
    }

    #[track_caller]
    fn check_port(short: &str, target: &str, published: Option<&str>, address: Option<&str>) {
        let text = format!("services: {{a: {{image: b, ports: ['{short}']}}}}");
        let manifest = manifest("compose.yaml", &text);
        let port = &manifest.workloads[0].containers[0].ports[0];
        assert_eq!(
            (
                port.target.as_str(),
                port.published.as_deref(),
                port.address.as_deref()
            ),
            (target, published, address)
        );
    }

    #[test]
    fn a_short_port_is_address_published_target() {
        check_port("80", "80", Some(""), None);
        check_port("8080:80", "80", Some("8080"), None);
        check_port(
            "127.0.0.1:8080:80/tcp",
            "80",
            Some("8080"),
            Some("127.0.0.1"),
        );
        check_port("${PORT:-8080}:80", "80", Some("${PORT:-8080}"), None);
    }

    #[test]
    fn variables_are_a_mapping_or_a_list() {
        let text = "x-env: &e {A: '1', B: 2}\nservices:\n  a:\n    image: i\n    environment: {<<: *e, A: 3}\n  b:\n    image: i\n    environment: [C=4=5, D]\n";
        let manifest = manifest("compose.yaml", text);
        let of = |index: usize| {
            manifest.workloads[index].containers[0]
                .environment
                .iter()
                .map(|v| (v.name.as_str(), v.value.as_deref()))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(0), [("A", Some("3")), ("B", Some("2"))]);
        assert_eq!(of(1), [("C", Some("4=5")), ("D", None)]);
    }

    #[test]
    fn a_file_with_another_kind_of_services_is_no_compose_file() {
        assert!(
            manifest("app.yaml", "services:\n  a: {class: X}\n")
                .workloads
                .is_empty()
        );
    }

    #[test]
    fn the_first_version_has_its_services_at_the_root() {
        let text = "a:\n  image: i\n  links: ['b:db']\nb:\n  image: j\n";
        let manifest = manifest("docker-compose.yml", text);
        assert_eq!(manifest.workloads.len(), 2);
        assert_eq!(manifest.workloads[0].links[0].value, "b");
    }

    #[test]
    fn a_section_at_the_wrong_level_is_no_service() {
        let text = "services:\n  a:\n    image: i\n  networks:\n    front: {driver: bridge}\n";
        assert_eq!(manifest("docker-compose.yml", text).workloads.len(), 1);
    }

    #[test]
    fn what_lies_outside_and_what_comes_back_is_noted() {
        let text = "include: [../../a.yaml, ./compose.yaml, '${X}/b.yaml', ../c.yaml]
services:
  a: {extends: b}
  b: {extends: {service: c}}
  c: {extends: {service: a, file: compose.yaml}}
  d: {extends: {service: x, file: /etc/passwd}}
  e: {image: i, env_file: [../../.env, {path: .env}]}
  f: {extends: a}
";
        let mut facts = FileFacts::default();
        read(&Input::new("deploy/compose.yaml", text, &[]), &mut facts);
        let notes: Vec<(&str, &str)> = facts
            .notes
            .iter()
            .map(|note| {
                let at = note.at.start as usize..note.at.end as usize;
                (&text[at], note.message.as_str())
            })
            .collect();
        let outside = "lies outside of the root and is not read";
        assert_eq!(
            notes,
            [
                ("../../a.yaml", format!("`../../a.yaml` {outside}").as_str()),
                ("./compose.yaml", "the file includes itself"),
                ("/etc/passwd", format!("`/etc/passwd` {outside}").as_str()),
                ("b", "`a` extends itself, by way of `b`, `c`"),
                ("../../.env", format!("`../../.env` {outside}").as_str()),
            ]
        );
    }

    #[test]
    fn links_and_depends_on_say_what_starts_first() {
        let text = "services:\n  a:\n    build: .\n    depends_on: {b: {condition: service_started}}\n    links: ['c:db']\n";
        let names: Vec<String> = manifest("docker-compose.yml", text).workloads[0]
            .starts_after
            .iter()
            .map(|text| text.value.clone())
            .collect();
        assert_eq!(names, ["b", "c"]);
    }
}
