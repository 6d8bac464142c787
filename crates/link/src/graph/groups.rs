//! Workloads that are one thing in one scope: the folder that they are built from, the product that they run.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::manifest::{Container, Workload};
use model::{FileId, Span};

use super::instances::{Instances, Scope};
use super::roots::{Root, deepest, plain};
use super::technology::{self, Product};
use crate::Input;

/// Workloads that are one thing in one scope.
pub(super) struct Group {
    pub scope: Scope,
    pub name: String,
    pub at: Span,
    pub instances: Vec<usize>,
    pub hosts: BTreeSet<String>,
    pub root: Option<String>,
    pub product: Option<Product>,
    pub images: BTreeSet<String>,
}

impl Group {
    /// Its images that are no known product, without registry and tag, lower case.
    pub fn own_images(&self) -> impl Iterator<Item = String> {
        let names = self
            .images
            .iter()
            .map(|image| technology::base_name(image).to_lowercase());
        names.filter(|name| technology::of_image(name).is_none())
    }
}

/// Workloads of one name in one Compose project; in Kubernetes those that one address selects.
pub(super) fn groups(instances: &Instances) -> Vec<Group> {
    let mut number: BTreeMap<(Scope, String), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let selected = selected_names(instances);
    for (index, instance) in instances.all.iter().enumerate() {
        let name = selected
            .get(&index)
            .unwrap_or(&instance.workload.name.value);
        let name = without_version(name)
            .filter(|_| instance.scope == Scope::Kubernetes)
            .unwrap_or(name)
            .to_owned();
        let group = *number
            .entry((instance.scope.clone(), name.clone()))
            .or_insert_with(|| {
                groups.push(Group {
                    scope: instance.scope.clone(),
                    name,
                    at: instance.workload.name.at.in_file(instance.file),
                    instances: Vec::new(),
                    hosts: BTreeSet::new(),
                    root: None,
                    product: None,
                    images: BTreeSet::new(),
                });
                groups.len() - 1
            });
        groups[group].instances.push(index);
        group_of.insert(index, group);
        if let Scope::Compose(_) = instance.scope {
            let workload = &instance.workload;
            groups[group]
                .hosts
                .insert(workload.name.value.to_lowercase());
            groups[group]
                .hosts
                .extend(workload.aliases.iter().map(|alias| alias.to_lowercase()));
        }
    }
    for (scope, target, name) in link_names(instances) {
        let is_taken = groups
            .iter()
            .any(|group| group.scope == *scope && group.hosts.contains(&name));
        let meant = groups
            .iter_mut()
            .find(|group| group.scope == *scope && group.hosts.contains(&target));
        if let Some(meant) = meant.filter(|_| !is_taken) {
            meant.hosts.insert(name);
        }
    }
    for reached in &instances.addresses {
        for index in &reached.instances {
            groups[group_of[index]]
                .hosts
                .insert(reached.address.name.value.to_lowercase());
        }
    }
    groups
}

/// Names that Compose services give to others, with the project: who is meant, and the name.
fn link_names(instances: &Instances) -> impl Iterator<Item = (&Scope, String, String)> {
    instances.all.iter().flat_map(|instance| {
        let names = instance.workload.link_names.iter();
        names.map(|(target, name)| (&instance.scope, target.to_lowercase(), name.to_lowercase()))
    })
}

/// The name without the version at its end: `orders` for `orders-v2`; `None` if it ends otherwise.
fn without_version(name: &str) -> Option<&str> {
    let (before, version) = name.rsplit_once(['-', '_'])?;
    let number = version.strip_prefix('v')?;
    let is_version = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_version.then_some(before)
}

/// The name of the address that selects each workload; of several the one that selects most, then
/// the workload's own, then the shortest.
fn selected_names(instances: &Instances) -> BTreeMap<usize, String> {
    let mut best: BTreeMap<usize, (usize, bool, usize, &str)> = BTreeMap::new();
    for reached in &instances.addresses {
        let name = reached.address.name.value.as_str();
        let mut workloads: Vec<&str> = reached
            .instances
            .iter()
            .map(|&index| instances.all[index].workload.name.value.as_str())
            .collect();
        workloads.sort_unstable();
        workloads.dedup();
        for &index in &reached.instances {
            let is_own = instances.all[index].workload.name.value == name;
            let rank = (usize::MAX - workloads.len(), !is_own, name.len(), name);
            let known = best.entry(index).or_insert(rank);
            *known = (*known).min(rank);
        }
    }
    best.into_iter()
        .map(|(index, (.., name))| (index, name.to_owned()))
        .collect()
}

/// The container that a workload is for: the one that has its name, else the first; others stand beside it.
fn main_container(workload: &Workload) -> Option<&Container> {
    let name = plain(&workload.name.value);
    let lasting = || {
        workload
            .containers
            .iter()
            .filter(|container| !container.is_initial)
    };
    lasting()
        .find(|container| {
            let own = plain(&container.name.value);
            !own.is_empty() && (name.contains(&own) || own.contains(&name))
        })
        .or_else(|| lasting().next())
}

/// Decides the folder and the product of a group.
pub(super) fn place(
    group: &mut Group,
    input: &Input<'_>,
    instances: &Instances,
    roots: &BTreeMap<String, Root<'_>>,
) {
    for &index in &group.instances {
        let instance = &instances.all[index];
        if let Some(container) = main_container(&instance.workload) {
            if let Some(image) = &container.image
                && !technology::base_name(&image.value).contains('$')
            {
                group.images.insert(image.value.clone());
            }
            let mounted = mounted_package(input, instance.file, container, roots);
            let Some(build) = &container.build else {
                let is_product = |image: &model::facts::manifest::Text| {
                    technology::of_image(&image.value).is_some()
                };
                if !container.image.as_ref().is_some_and(is_product) {
                    group.root = group.root.take().or(mounted);
                }
                continue;
            };
            let Some(context) = model::path::join(input.path(instance.file), &build.context.value)
            else {
                continue;
            };
            let dockerfile = build.dockerfile.as_deref().unwrap_or("Dockerfile");
            let dockerfile = model::path::join(&format!("{context}/"), dockerfile)
                .map(|path| path.trim_start_matches('/').to_owned())
                .unwrap_or_default();
            let folder = model::path::folder(&dockerfile);
            let root = copied_root(input, &context, folder, roots)
                .unwrap_or_else(|| build_root(&context, folder, roots));
            let mounted = mounted.filter(|folder| model::path::is_below(folder, &root));
            if let Some(folder) = mounted {
                group.root = Some(folder);
            } else if exists(input, &root) {
                group.root = Some(root);
            }
        }
    }
    let of_root = group.root.as_ref().and_then(|root| roots.get(root));
    match of_root {
        Some(root) => {
            let is_code = root.packages.iter().any(|(_, package)| {
                package.runtime != code::Runtime::Unknown || !package.dependencies.is_empty()
            });
            if !is_code && let Some((_, dockerfile)) = root.dockerfile {
                group.product = dockerfile
                    .base
                    .as_ref()
                    .and_then(|base| technology::of_image(&base.value));
            }
        }
        None if group.root.is_none() => {
            group.product = group
                .images
                .iter()
                .find_map(|image| technology::of_image(image));
        }
        None => {}
    }
}

/// Folders in which containers commonly run what is mounted there.
const WORKING_FOLDERS: &[&str] = &[
    "/app",
    "/usr/src/app",
    "/usr/app",
    "/src",
    "/code",
    "/srv",
    "/srv/app",
    "/opt/app",
    "/workspace",
    "/home/node/app",
    "/var/www/html",
    "/go/src/app",
];

/// The package whose folder is mounted where a container runs: the container runs that package,
/// whatever its image was built from.
fn mounted_package(
    input: &Input<'_>,
    file: FileId,
    container: &Container,
    roots: &BTreeMap<String, Root<'_>>,
) -> Option<String> {
    let runs_at = |target: &str| match &container.working_directory {
        Some(directory) => directory.trim_end_matches('/') == target,
        None => WORKING_FOLDERS.contains(&target),
    };
    let mut packages = container.mounts.iter().filter_map(|(source, target)| {
        let is_here = source.starts_with('.') && runs_at(target.trim_end_matches('/'));
        let folder = model::path::join(input.path(file), source).filter(|_| is_here)?;
        let root = roots.get(folder.trim_end_matches('/'))?;
        let is_package = !root.packages.is_empty() && !root.is_aggregate();
        (is_package && !root.folder.is_empty()).then(|| root.folder.clone())
    });
    packages.next()
}

/// Whether a file lies in a folder.
fn exists(input: &Input<'_>, folder: &str) -> bool {
    input.below(folder).next().is_some()
}

/// The folder that an image is built from, where the Dockerfile's holds no package: the one of the same name that it
/// copies. `docker/orders/Dockerfile` copies `orders`.
fn copied_root(
    input: &Input<'_>,
    context: &str,
    dockerfile_folder: &str,
    roots: &BTreeMap<String, Root<'_>>,
) -> Option<String> {
    let root = roots.get(dockerfile_folder);
    let (_, dockerfile) = root.filter(|root| root.packages.is_empty())?.dockerfile?;
    let last = |folder: &str| plain(folder.rsplit('/').next().unwrap_or(folder));
    let copied = dockerfile.copied.iter().filter_map(|source| {
        let folder = model::path::join(&format!("{context}/"), source.trim_end_matches('/'))?;
        Some(folder.trim_start_matches('/').to_owned())
    });
    let mut named = copied.filter(|folder| {
        folder != dockerfile_folder
            && last(folder) == last(dockerfile_folder)
            && exists(input, folder)
    });
    named.next()
}

/// The folder that an image is built from: the Dockerfile's, when the context is wider than it.
fn build_root(
    context: &str,
    dockerfile_folder: &str,
    roots: &BTreeMap<String, Root<'_>>,
) -> String {
    let is_inside =
        model::path::is_below(dockerfile_folder, context) && dockerfile_folder != context;
    if is_inside {
        let root = deepest(roots, dockerfile_folder).unwrap_or(dockerfile_folder);
        if root.len() > context.len() {
            return root.to_owned();
        }
    }
    context.to_owned()
}
