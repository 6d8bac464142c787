//! What the system is made of: services and stores, each joined from all places that speak of it.

use std::collections::{BTreeMap, BTreeSet};

use code::PackageKind;
use model::{At, FileId, Span};

use super::folders::match_roots;
use super::groups::{Group, groups, place};
use super::instances::{Instance, Instances, Scope};
use super::joining::Joining;
use super::roots::{Root, plain};
use super::technology::{self, Product};
use crate::Input;

/// A service or a store.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The name that the repository gives it.
    pub name: String,
    /// Names by which others reach it, lower case.
    pub hosts: BTreeSet<String>,
    /// Further names that mean it: application, package, folder, image.
    pub aliases: BTreeSet<String>,
    /// Its images that are no known product, without registry and tag.
    pub images: BTreeSet<String>,
    /// The product that it runs; `None` for code of one's own.
    pub product: Option<Product>,
    /// The folder whose files it owns.
    pub root: Option<String>,
    /// Folders and files that are mounted into it alone.
    pub mounts: BTreeSet<String>,
    /// Whether its code, or its image's Dockerfile, is here.
    pub is_built_here: bool,
    /// Ports on which it listens, and under which its host publishes it.
    pub ports: BTreeSet<u16>,
    /// Where it is declared.
    pub at: Span,
    /// Positions of its workloads.
    pub instances: Vec<usize>,
    /// The scopes that know it.
    pub scopes: BTreeSet<Scope>,
}

impl Unit {
    /// A unit of which nothing else is known.
    pub fn new(name: String, at: Span) -> Unit {
        Unit {
            name,
            hosts: BTreeSet::new(),
            aliases: BTreeSet::new(),
            images: BTreeSet::new(),
            product: None,
            root: None,
            mounts: BTreeSet::new(),
            is_built_here: false,
            ports: BTreeSet::new(),
            at,
            instances: Vec::new(),
            scopes: BTreeSet::new(),
        }
    }

    /// Whether it keeps data or passes messages.
    pub fn is_store(&self) -> bool {
        matches!(self.product, Some(Product::Store(..)))
    }

    /// The technology of a store.
    pub fn technology(&self) -> Option<&'static str> {
        match self.product {
            Some(Product::Store(_, technology)) => Some(technology),
            _ => None,
        }
    }
}

/// The name of what nothing gives a name.
pub(super) const NAMELESS: &str = "application";

/// So many services that are deployed are a system, even if none of them is built here.
const SYSTEM_LEAST: usize = 3;

/// Joins workloads and folders into units.
pub fn units(
    input: &Input<'_>,
    instances: &Instances,
    roots: &BTreeMap<String, Root<'_>>,
) -> Vec<Unit> {
    let mut groups = groups(instances);
    for group in &mut groups {
        place(group, input, instances, roots);
    }
    match_roots(&mut groups, roots);
    let mut units: Vec<Unit> = Vec::new();
    // Products are joined after the code of one's own, which links the scopes in which they stand.
    let rank = |group: &Group| match group.product {
        None if group.root.is_some() => 0,
        None => 1,
        Some(Product::Service(_)) => 2,
        Some(Product::Store(..)) => 3,
    };
    let mut joining = Joining::new(&groups);
    for pass in 0..4 {
        for (number, group) in groups.iter().enumerate() {
            if rank(group) != pass {
                continue;
            }
            let known = joining.known(number, &units, instances);
            let index = known.unwrap_or_else(|| {
                units.push(Unit::new(group.name.clone(), group.at));
                units.len() - 1
            });
            add(&mut units[index], group, input, instances, roots);
            joining.update(index, &units[index], number);
        }
    }
    add_undeployed(&mut units, input, roots);
    for unit in &mut units {
        if let Some(root) = unit.root.as_ref().and_then(|root| roots.get(root)) {
            unit.aliases.extend(root.names());
            unit.ports.extend(&root.ports);
            unit.hosts
                .extend(root.application.iter().map(|(name, _)| name.to_lowercase()));
        }
    }
    name_apart(&mut units);
    units
}

fn add(
    unit: &mut Unit,
    group: &Group,
    input: &Input<'_>,
    instances: &Instances,
    roots: &BTreeMap<String, Root<'_>>,
) {
    unit.hosts.extend(group.hosts.iter().cloned());
    // Of several names the folder's own is meant.
    let folder = group
        .root
        .as_ref()
        .and_then(|root| roots.get(root)?.folder_name());
    if folder.is_some_and(|folder| plain(folder) == plain(&group.name))
        && plain(&unit.name) != plain(&group.name)
        && unit.root == group.root
    {
        unit.name.clone_from(&group.name);
        unit.at = group.at;
    }
    unit.aliases.insert(group.name.to_lowercase());
    unit.images.extend(group.own_images());
    unit.product = match (unit.product, group.product) {
        // A database of which only the name was known.
        (Some(Product::Store(_, "database")), Some(known @ Product::Store(..))) => Some(known),
        (known, other) => known.or(other),
    };
    if unit.root.is_none() {
        unit.root.clone_from(&group.root);
    }
    unit.scopes.insert(group.scope.clone());
    unit.instances.extend(&group.instances);
    if group
        .images
        .iter()
        .any(|image| technology::base_name(image) == "elk")
    {
        unit.aliases
            .extend(["elasticsearch", "logstash", "kibana"].map(str::to_owned));
    }
    if unit.product.is_none() {
        unit.aliases.extend(
            group
                .images
                .iter()
                .map(|image| technology::base_name(image).to_lowercase()),
        );
    }
    for &index in &group.instances {
        let Instance { workload, file, .. } = &instances.all[index];
        unit.aliases.insert(workload.name.value.to_lowercase());
        for container in &workload.containers {
            unit.is_built_here |= container.build.is_some();
            for port in &container.ports {
                let published = port.published.as_deref().unwrap_or_default();
                unit.ports.extend(
                    [port.target.as_str(), published]
                        .iter()
                        .filter_map(|port| port.parse::<u16>().ok()),
                );
            }
            for (source, _) in &container.mounts {
                let is_relative = source.starts_with('.')
                    || source.contains('/') && !source.starts_with(['/', '~', '$']);
                if is_relative
                    && let Some(path) = model::path::join(input.path(*file), source)
                    && !path.is_empty()
                {
                    unit.mounts.insert(path);
                }
            }
        }
    }
    let root = unit.root.as_ref().and_then(|root| roots.get(root));
    unit.is_built_here |= root.is_some() || group.root.is_some();
    if let Some((_, dockerfile)) = root.and_then(|root| root.dockerfile) {
        unit.ports.extend(
            dockerfile
                .ports
                .iter()
                .filter_map(|port| port.split('/').next()?.parse::<u16>().ok()),
        );
    }
}

/// Adds the folders that run on a server, and that no manifest deploys.
fn add_undeployed(units: &mut Vec<Unit>, input: &Input<'_>, roots: &BTreeMap<String, Root<'_>>) {
    let own = || units.iter().filter(|unit| unit.product.is_none());
    let deploys = own().count();
    // Where images of several others are deployed, the manifests say what the system is.
    let mut has_services = own().any(|unit| unit.is_built_here) || deploys >= SYSTEM_LEAST;
    let mut deployed: BTreeSet<String> =
        units.iter().filter_map(|unit| unit.root.clone()).collect();
    let is_deployed = |deployed: &BTreeSet<String>, folder: &str| {
        let around = std::iter::successors(Some(folder), |folder| {
            (!folder.is_empty()).then(|| model::path::folder(folder))
        });
        let mut around = around.filter(|root| *root == folder || !root.is_empty());
        around.any(|root| deployed.contains(root))
    };
    let users = users(roots);
    let has_packages = roots.values().any(|root| !root.packages.is_empty());
    let mut new: Vec<Unit> = Vec::new();
    for root in roots.values() {
        let speaks = root.application.is_some() || !root.ports.is_empty();
        let is_service = if has_services {
            !root.folder.is_empty() && (speaks || root.dockerfile.is_some() && root.is_server())
        } else {
            speaks
                || root.is_server()
                || deploys == 0 && root.is_server_by_code()
                || root.dockerfile.is_some() && (!has_packages || !root.packages.is_empty())
        };
        if !is_service
            || root.is_aggregate()
            || root.is_driver()
            || root.dockerfile.is_none() && !root.starts && is_library(root, input, &users)
            || is_deployed(&deployed, &root.folder)
        {
            continue;
        }
        let Some(at) = root.at() else { continue };
        let name = root
            .application
            .as_ref()
            .map(|(name, _)| name.clone())
            .or_else(|| root.folder_name().map(str::to_owned))
            .or_else(|| {
                // The package that serves is meant, not the one of its tests or pages beside it.
                let packages = root.packages.iter().map(|(_, package)| package);
                let named = packages.filter(|package| package.name.is_some());
                let meant = named.min_by_key(|package| package.runtime != code::Runtime::Server);
                meant.and_then(own_name)
            })
            .or_else(|| root.name_in_code.map(str::to_owned))
            .unwrap_or_else(|| NAMELESS.to_owned());
        // What the whole repository builds is what its image of that name runs.
        let runs = |unit: &&mut Unit| {
            unit.product.is_none() && unit.root.is_none() && plain(&unit.name) == plain(&name)
        };
        if root.folder.is_empty()
            && let Some(known) = units.iter_mut().find(runs)
        {
            known.root = Some(String::new());
            known.is_built_here = true;
            has_services = true;
            continue;
        }
        let mut unit = Unit::new(name, at);
        unit.root = Some(root.folder.clone());
        unit.is_built_here = true;
        if let Some((_, dockerfile)) = root.dockerfile.filter(|_| root.packages.is_empty()) {
            unit.product = dockerfile
                .base
                .as_ref()
                .and_then(|base| technology::of_image(&base.value));
        }
        deployed.insert(root.folder.clone());
        new.push(unit);
    }
    units.extend(new);
}

/// What a package calls itself; a module of Go is called by the last part of its path.
fn own_name(package: &&code::Package) -> Option<String> {
    let name = package.name.as_deref()?;
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut parts = name.rsplit('/').filter(|part| !is_version(part));
    let last = parts.next().unwrap_or(name);
    Some(match package.kind {
        PackageKind::Go => last.to_owned(),
        _ => name.to_owned(),
    })
}

/// The folders whose packages use each artifact; two of them tell whether one is another than the artifact's own.
fn users<'r>(roots: &'r BTreeMap<String, Root<'_>>) -> BTreeMap<&'r str, Vec<&'r str>> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for root in roots.values() {
        for (_, package) in &root.packages {
            for dependency in &package.dependencies {
                let known = users.entry(artifact(dependency)).or_default();
                if known.len() < 2 && !known.contains(&root.folder.as_str()) {
                    known.push(&root.folder);
                }
            }
        }
    }
    users
}

fn artifact(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether others of the JVM are built with it, as with any library, or it is a crate without a program.
fn is_library(root: &Root<'_>, input: &Input<'_>, users: &BTreeMap<&str, Vec<&str>>) -> bool {
    let is_used = |own: &str| {
        let mut users = users.get(own).into_iter().flatten();
        users.any(|folder| *folder != root.folder)
    };
    let has_program = || {
        let mut files = input.below(&root.folder);
        files.any(|path| path.ends_with("src/main.rs") || path.contains("src/bin/"))
    };
    root.packages.iter().any(|(_, package)| match package.kind {
        PackageKind::Maven | PackageKind::Gradle => package
            .name
            .as_deref()
            .is_some_and(|name| is_used(artifact(name))),
        PackageKind::Cargo => package.entry_points.is_empty() && !has_program(),
        _ => false,
    })
}

/// Tells apart units of one name by the folder in which they are declared.
fn name_apart(units: &mut [Unit]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units.iter() {
        *seen.entry(plain(&unit.name)).or_default() += 1;
    }
    // The one whose folder is called so keeps the name, else the first.
    let is_namesake = |unit: &Unit| {
        let folder = unit
            .root
            .as_deref()
            .and_then(|root| root.rsplit('/').next());
        folder.is_some_and(|folder| plain(folder) == plain(&unit.name))
    };
    let named = units.iter().filter(|unit| is_namesake(unit));
    let named: BTreeSet<String> = named.map(|unit| plain(&unit.name)).collect();
    let mut taken = BTreeSet::new();
    for unit in units.iter_mut() {
        let name = plain(&unit.name);
        let may_keep = !named.contains(&name) || is_namesake(unit);
        if seen[&name] > 1 && !(may_keep && taken.insert(name)) {
            let scope = unit.scopes.iter().find_map(|scope| match scope {
                Scope::Compose(folder) => folder.rsplit('/').next().map(str::to_owned),
                Scope::Kubernetes => Some("kubernetes".to_owned()),
            });
            let scope = scope
                .filter(|scope| !scope.is_empty())
                .or_else(|| unit.root.clone());
            if let Some(scope) = scope {
                unit.name = format!("{scope}/{}", unit.name);
            }
        }
    }
}

/// A place that stands for a whole file.
pub fn whole(file: FileId) -> Span {
    At::default().in_file(file)
}
