//! What runs where: workloads and their containers.

use std::collections::BTreeMap;

use model::facts::manifest::Check;
use model::{Container, Known, System, Workload};

use crate::graph::{Draft, Instances, Rows, Unit};

/// Fills `workload` and `container`. Workloads of one kind and name in base and overlays are one:
/// what any of them sets is set.
pub fn link(draft: &Draft<'_>, rows: &Rows, system: &mut System) {
    for (index, unit) in draft.units.iter().enumerate() {
        let mut groups: BTreeMap<(String, String, &'static str), Vec<usize>> = BTreeMap::new();
        for &number in &unit.instances {
            let instance = &draft.instances.all[number];
            let workload = &instance.workload;
            // A patch of an overlay belongs to what it patches, whatever environment it is for.
            let environment = if workload.kind == "compose" {
                instance.environment
            } else {
                ""
            };
            groups
                .entry((
                    workload.kind.clone(),
                    workload.name.value.clone(),
                    environment,
                ))
                .or_default()
                .push(number);
        }
        for ((kind, name, environment), numbers) in groups {
            push(
                draft,
                rows,
                system,
                index,
                (kind, name, environment),
                &numbers,
            );
        }
    }
}

fn push(
    draft: &Draft<'_>,
    rows: &Rows,
    system: &mut System,
    unit: usize,
    (kind, name, environment): (String, String, &'static str),
    numbers: &[usize],
) {
    let all = || numbers.iter().map(|&number| &draft.instances.all[number]);
    let Some(first) = all().max_by_key(|instance| {
        instance
            .workload
            .containers
            .iter()
            .filter(|container| container.image.is_some() || container.build.is_some())
            .count()
    }) else {
        return;
    };
    let environment = if environment.is_empty()
        && all().all(|instance| instance.environment == first.environment)
    {
        first.environment
    } else {
        environment
    };
    let has_autoscaler = draft
        .instances
        .scaled
        .contains(&(kind.clone(), name.clone()));
    let workload = system.workloads.push(Workload {
        at: first.workload.name.at.in_file(first.file),
        name: name.clone(),
        kind: kind.clone(),
        environment: environment.to_owned(),
        service: rows.services[unit],
        datastore: rows.datastores[unit],
        replicas: replicas(
            all()
                .find_map(|instance| instance.workload.replicas.as_ref())
                .map(|text| text.value.as_str()),
        ),
        has_autoscaler,
        containers: Vec::new(),
    });
    let dockerfile = draft.units[unit]
        .root
        .as_ref()
        .and_then(|root| draft.roots.get(root)?.dockerfile)
        .map(|(_, dockerfile)| dockerfile);
    for container in first
        .workload
        .containers
        .iter()
        .filter(|container| !container.is_initial)
    {
        let same = || {
            all()
                .flat_map(|instance| &instance.workload.containers)
                .filter(|other| other.name.value == container.name.value || kind == "compose")
        };
        let is_compose = kind == "compose";
        let own_check = if is_compose {
            dockerfile.map_or(Check::None, |dockerfile| dockerfile.health_check)
        } else {
            Check::None
        };
        let is_image_only = is_compose && dockerfile.is_none();
        let readiness =
            if same().any(|other| other.readiness == Check::Set) || own_check == Check::Set {
                Known::Is(true)
            } else if is_image_only && !same().any(|other| other.readiness == Check::Disabled) {
                Known::unknown("the image may check itself")
            } else {
                Known::Is(false)
            };
        let image = match &container.image {
            Some(image) if image.value.contains('$') => {
                Known::unknown("a variable without a value")
            }
            Some(image) => Known::Is(Some(image.value.clone())),
            None => Known::Is(None),
        };
        let user = same()
            .find_map(|other| other.user.as_ref())
            .map(|user| user.value.clone());
        let must_not = same().any(|other| other.must_not_be_root == Some(true));
        let runs_as_root = match user.as_deref() {
            _ if must_not => Known::Is(false),
            Some(user) if user.contains('$') => Known::unknown("a variable"),
            Some(user) => Known::Is(is_root(user)),
            None => match dockerfile {
                Some(dockerfile) => match &dockerfile.user {
                    Some(user) if user.value.contains('$') => Known::unknown("a variable"),
                    Some(user) => Known::Is(is_root(&user.value)),
                    None => match &dockerfile.base {
                        Some(base) if is_plain_base(&base.value) => Known::Is(true),
                        _ => Known::unknown("the base image decides"),
                    },
                },
                None => Known::unknown("the image decides"),
            },
        };
        let published_ports = same()
            .flat_map(|other| &other.ports)
            .filter(|port| !port.address.as_deref().is_some_and(is_loopback))
            .filter_map(|port| {
                let published = port.published.as_deref()?;
                if published.is_empty() {
                    &port.target
                } else {
                    published
                }
                .split('-')
                .next()?
                .parse::<i64>()
                .ok()
            })
            .collect::<std::collections::BTreeSet<i64>>();
        let at = match (&container.image, &container.build) {
            (Some(image), _) => image.at,
            (None, Some(build)) => build.context.at,
            _ => container.name.at,
        };
        system.containers.push(Container {
            at: at.in_file(first.file),
            workload,
            name: if container.name.value.is_empty() {
                name.clone()
            } else {
                container.name.value.clone()
            },
            image,
            has_readiness_check: readiness.clone(),
            has_liveness_check: if is_compose {
                readiness
            } else {
                Known::Is(same().any(|other| other.liveness == Check::Set))
            },
            has_memory_limit: Known::Is(same().any(|other| other.memory_limit.is_some())),
            runs_as_root,
            published_ports: published_ports.into_iter().collect(),
        });
    }
}

fn replicas(text: Option<&str>) -> Known<i64> {
    match text {
        None => Known::Is(1),
        Some(text) => text
            .trim()
            .parse()
            .map_or_else(|_| Known::unknown("a variable"), Known::Is),
    }
}

fn is_root(user: &str) -> bool {
    matches!(user.split(':').next(), Some("0" | "root"))
}

fn is_loopback(address: &str) -> bool {
    address.starts_with("127.") || matches!(address, "localhost" | "::1" | "[::1]")
}

/// Whether a base image is one of those whose user is known to be root.
fn is_plain_base(image: &str) -> bool {
    let is_other_user = [
        "nonroot",
        "unprivileged",
        "rootless",
        "chiseled",
        "distroless",
    ]
    .iter()
    .any(|word| image.contains(word));
    let official = !image.contains('/')
        || image.starts_with("docker.io/library/")
        || image.starts_with("library/");
    let name = crate::graph::image_name(image);
    !is_other_user
        && official
        && matches!(
            name,
            "alpine"
                | "debian"
                | "ubuntu"
                | "node"
                | "python"
                | "ruby"
                | "golang"
                | "rust"
                | "php"
                | "openjdk"
                | "eclipse-temurin"
                | "amazoncorretto"
                | "maven"
                | "gradle"
                | "busybox"
                | "centos"
                | "fedora"
                | "rockylinux"
        )
}

/// Whether a store is reachable from outside of the system's network; what is bound to the machine
/// itself, or started on a developer's machine alone, is not.
pub fn is_published(draft: &Draft<'_>, unit: &Unit) -> Known<bool> {
    if unit.instances.is_empty() {
        return Known::unknown("it is not deployed here");
    }
    let instances: &Instances = &draft.instances;
    let by_address = instances.addresses.iter().any(|reached| {
        reached
            .instances
            .iter()
            .any(|index| unit.instances.contains(index))
            && matches!(
                reached.address.kind.value.as_str(),
                "LoadBalancer" | "NodePort"
            )
            && !reached.address.is_internal
    });
    let by_port = unit.instances.iter().any(|&index| {
        let instance = &instances.all[index];
        instance.environment != "development"
            && instance
                .workload
                .containers
                .iter()
                .flat_map(|container| &container.ports)
                .any(|port| {
                    port.published.is_some() && !port.address.as_deref().is_some_and(is_loopback)
                })
    });
    Known::Is(by_address || by_port)
}
