//! Containers of a workload, with what their images and Dockerfiles decide.

use std::collections::BTreeSet;

use model::facts::dockerfile::Dockerfile;
use model::facts::manifest::{self, Check};
use model::{Container, Id, Known, Span, System, Workload};

use crate::graph::{Draft, Instance, Root, Scope, Unit, image_name};

/// Adds the containers of `first`, with what the others of its group change.
pub fn link(
    draft: &Draft<'_>,
    unit: &Unit,
    group: &[&Instance],
    first: &Instance,
    workload: Id<Workload>,
    system: &mut System,
) {
    let is_compose = first.scope != Scope::Kubernetes;
    let root = unit.root.as_ref().and_then(|root| draft.roots.get(root));
    let dockerfile = root
        .and_then(|root| root.dockerfile)
        .map(|(_, dockerfile)| dockerfile);
    for container in &first.workload.containers {
        if container.is_initial {
            continue;
        }
        let same: Vec<&manifest::Container> = group
            .iter()
            .flat_map(|instance| &instance.workload.containers)
            .filter(|other| is_compose || other.name.value == container.name.value)
            .collect();
        // The first container of a workload is the one that is built; others stand beside it.
        let is_main = first
            .workload
            .containers
            .iter()
            .find(|other| !other.is_initial)
            .is_some_and(|main| main.name == container.name);
        let dockerfile = dockerfile.filter(|_| is_main);
        let is_built_here = is_main && unit.is_built_here
            || container.build.is_some()
            || (container.image.as_ref()).is_some_and(|image| is_own(draft, &image.value));
        // What names no image changes a container that stands elsewhere.
        let is_patch = !is_compose && same.iter().all(|other| other.image.is_none());
        let patched = || Known::unknown("it changes a container of another manifest");
        let readiness = match is_patch {
            true => patched(),
            false => readiness(is_compose, &same, dockerfile),
        };
        let name = &container.name.value;
        let at = container
            .image
            .as_ref()
            .map(|image| image.at)
            .or(container.build.as_ref().map(|build| build.context.at))
            .unwrap_or(container.name.at);
        system.containers.push(Container {
            at: at.in_file(first.file),
            workload,
            name: if name.is_empty() {
                first.workload.name.value.clone()
            } else {
                name.clone()
            },
            image: image(container),
            is_built_here,
            is_image_pinned: match &container.image {
                Some(image) if first.variable_versions.contains(&image.at) => {
                    Known::unknown("a variable gives the version")
                }
                Some(image) if is_versioned_elsewhere(draft, &image.value) => {
                    Known::unknown("a kustomization sets it")
                }
                _ => is_pinned(container),
            },
            has_readiness_check: readiness.clone(),
            has_liveness_check: if is_compose || is_patch {
                readiness
            } else {
                Known::Is(same.iter().any(|other| other.liveness == Check::Set))
            },
            has_memory_limit: if is_patch {
                patched()
            } else if draft.instances.has_default_limits && !is_compose {
                Known::unknown("a LimitRange may set it")
            } else if same.iter().any(|other| {
                other
                    .memory_limit
                    .as_ref()
                    .is_some_and(|limit| limit.value.is_empty())
            }) {
                Known::unknown("a template may set it")
            } else {
                Known::Is(same.iter().any(|other| other.memory_limit.is_some()))
            },
            runs_as_root: match is_patch {
                true => patched(),
                false => runs_as_root(&same, dockerfile),
            },
            runs_containers: same.iter().any(|other| runs_containers(other)),
            is_privileged: same.iter().any(|other| other.privileged.is_some()),
            privileged_at: privileged_at(group, is_compose, container)
                .unwrap_or_else(|| at.in_file(first.file)),
            published_ports: published_ports(&same),
        });
    }
}

/// Where a manifest of `group` makes `container` privileged.
fn privileged_at(
    group: &[&Instance],
    is_compose: bool,
    container: &manifest::Container,
) -> Option<Span> {
    group.iter().find_map(|instance| {
        let mut others = instance.workload.containers.iter();
        others.find_map(|other| {
            let is_same = is_compose || other.name.value == container.name.value;
            let privileged = other.privileged.as_ref().filter(|_| is_same)?;
            Some(privileged.at.in_file(instance.file))
        })
    })
}

/// Whether image or command is that of a Docker in Docker, or of a cluster in a container.
fn runs_containers(container: &manifest::Container) -> bool {
    let command = container.command.iter().map(|word| word.value.as_str());
    let runs = ["dockerd", "kind create", "k3s server", "buildkitd"];
    command
        .into_iter()
        .any(|text| runs.iter().any(|word| text.contains(word)))
        || container.image.as_ref().is_some_and(|image| {
            let name = image_name(&image.value);
            image.value.contains("dind") || matches!(name, "k3s" | "kind" | "buildkit")
        })
}

fn image(container: &manifest::Container) -> Known<Option<String>> {
    match &container.image {
        Some(image) if image.value.contains(['$', '{']) => {
            Known::unknown("a variable without a value")
        }
        Some(image) => Known::Is(Some(image.value.clone())),
        None => Known::Is(None),
    }
}

/// Whether an image is named like something that is built in the repository: a package, a folder with a Dockerfile, or
/// the organisation that the repository's packages name.
fn is_own(draft: &Draft<'_>, image: &str) -> bool {
    let name = image_name(image);
    // The first of several parts of a folder's name says what it is: `users` for `users-spring-microservice`.
    let is_named = |root: &Root<'_>| {
        let folder = root.folder_name().unwrap_or_default();
        let rest = folder.strip_prefix(name).unwrap_or_default();
        root.names().contains(name) || rest.starts_with(['-', '_', '.'])
    };
    let owner = image.rsplit('/').nth(1);
    crate::graph::of_image(image).is_none()
        && draft.roots.values().any(|root| {
            let is_built = root.dockerfile.is_some() || root.is_server();
            let packages = root
                .packages
                .iter()
                .filter_map(|(_, one)| one.name.as_deref());
            is_built && is_named(root)
                || owner.is_some() && packages.map(organisation).any(|known| known == owner)
        })
}

/// The organisation that the name of a package gives: `shop` for `@shop/orders` and `github.com/shop/orders`.
fn organisation(package: &str) -> Option<&str> {
    if let Some(scoped) = package.strip_prefix('@') {
        return scoped.split_once('/').map(|(scope, _)| scope);
    }
    let (host, path) = package.split_once('/')?;
    host.contains('.').then(|| path.split('/').next())?
}

/// Whether a kustomization gives an image its version.
fn is_versioned_elsewhere(draft: &Draft<'_>, image: &str) -> bool {
    let image = image.split('@').next().unwrap_or(image);
    let name_start = image.rfind('/').map_or(0, |slash| slash + 1);
    let end = image[name_start..]
        .find(':')
        .map_or(image.len(), |colon| name_start + colon);
    draft.instances.versioned_images.contains(&image[..end])
}

fn is_pinned(container: &manifest::Container) -> Known<bool> {
    let Some(image) = &container.image else {
        return Known::unknown("it is built where it runs");
    };
    let text = image.value.as_str();
    if text.contains("://") {
        return Known::unknown("a tool builds it and writes its digest");
    }
    if text.contains('@') {
        return Known::Is(true);
    }
    let (path, last) = text.rsplit_once('/').unwrap_or(("", text));
    // Repositories of images are written small: what is not is put in by a tool.
    let name = last.split(':').next().unwrap_or(last);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    if [path, name]
        .iter()
        .any(|part| part.bytes().any(|byte| byte.is_ascii_uppercase()))
    {
        return Known::unknown("a name in capitals stands for the real one");
    }
    // What Kubebuilder writes for the image that its Makefile sets.
    if text == "controller:latest" {
        return Known::unknown("a tool puts the real one in its place");
    }
    // What only waits, copies or asks is the same in any version.
    if matches!(name, "busybox" | "curl") {
        return Known::Is(true);
    }
    // Some products have an image for each version: `postgresql-16-c9s`.
    let mut words = name.split('-').skip(1);
    if words.any(|word| {
        word.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !word.is_empty()
    }) {
        return Known::Is(true);
    }
    match last.split_once(':') {
        Some((_, tag)) if tag.contains(['$', '{']) => Known::unknown("a variable without a value"),
        Some((_, tag)) => Known::Is(tag != "latest"),
        None if text.contains(['$', '{']) => Known::unknown("a variable without a value"),
        None => Known::Is(false),
    }
}

fn readiness(
    is_compose: bool,
    same: &[&manifest::Container],
    dockerfile: Option<&Dockerfile>,
) -> Known<bool> {
    let of_image = dockerfile.map_or(Check::None, |dockerfile| dockerfile.health_check);
    if same.iter().any(|other| other.readiness == Check::Set)
        || is_compose && of_image == Check::Set
    {
        return Known::Is(true);
    }
    let is_disabled = same.iter().any(|other| other.readiness == Check::Disabled);
    if is_compose && dockerfile.is_none() && !is_disabled {
        return Known::unknown("the image may check itself");
    }
    Known::Is(false)
}

fn runs_as_root(same: &[&manifest::Container], dockerfile: Option<&Dockerfile>) -> Known<bool> {
    if same
        .iter()
        .any(|other| other.must_not_be_root == Some(true))
    {
        return Known::Is(false);
    }
    let user = same.iter().find_map(|other| other.user.as_ref());
    let user = user.or_else(|| dockerfile?.user.as_ref());
    if let Some(user) = user {
        let name = user.value.split(':').next().unwrap_or_default();
        return if name.contains('$') {
            Known::unknown("a variable without a value")
        } else {
            Known::Is(matches!(name, "0" | "root"))
        };
    }
    match dockerfile.and_then(|dockerfile| dockerfile.base.as_ref()) {
        Some(base) if has_root_user(&base.value) => Known::Is(true),
        _ => Known::unknown("the image decides"),
    }
}

/// Whether a base image is an official one whose user is root.
fn has_root_user(image: &str) -> bool {
    const OFFICIAL: &[&str] = &[
        "alpine",
        "debian",
        "ubuntu",
        "node",
        "python",
        "ruby",
        "golang",
        "rust",
        "php",
        "openjdk",
        "eclipse-temurin",
        "amazoncorretto",
        "busybox",
        "centos",
        "fedora",
        "rockylinux",
        "java",
    ];
    let is_official = !image.contains('/')
        || image.starts_with("docker.io/library/")
        || image.starts_with("library/");
    let says_other = ["nonroot", "unprivileged", "rootless"]
        .iter()
        .any(|word| image.contains(word));
    is_official && !says_other && OFFICIAL.contains(&image_name(image))
}

fn published_ports(same: &[&manifest::Container]) -> Vec<i64> {
    let ports: BTreeSet<i64> = same
        .iter()
        .flat_map(|other| &other.ports)
        .filter(|port| !port.address.as_deref().is_some_and(super::is_loopback))
        .filter_map(|port| {
            let published = port.published.as_deref()?;
            let port = if published.is_empty() {
                &port.target
            } else {
                published
            };
            port.split('-').next()?.parse().ok()
        })
        .collect();
    ports.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(image: &str, expected: Option<bool>) {
        let container = manifest::Container {
            image: Some(manifest::Text {
                value: image.to_owned(),
                ..Default::default()
            }),
            ..Default::default()
        };
        assert_eq!(is_pinned(&container).known().copied(), expected, "{image}");
    }

    #[test]
    fn an_image_is_pinned_by_a_tag_or_a_digest() {
        check("postgres:16", Some(true));
        check("localhost:5000/postgres", Some(false));
        check("postgres:latest", Some(false));
        check("postgres@sha256:00", Some(true));
        check("postgres:${TAG}", None);
        check("quay.io/shop/postgresql-16-c9s", Some(true));
        check("controller:latest", None);
    }
}
