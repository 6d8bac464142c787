//! What the system is made of: services and stores, each joined from all places that speak of it.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::manifest::{Container, Workload};
use model::{At, FileId, ServiceKind, Span};

use super::instances::{Instance, Instances, Scope};
use super::roots::{Root, deepest, plain, stem};
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
    fn new(name: String, at: Span) -> Unit {
        Unit {
            name,
            hosts: BTreeSet::new(),
            aliases: BTreeSet::new(),
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

/// Workloads that are one thing in one scope.
struct Group {
    scope: Scope,
    name: String,
    at: Span,
    instances: Vec<usize>,
    hosts: BTreeSet<String>,
    root: Option<String>,
    product: Option<Product>,
    images: BTreeSet<String>,
}

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
        None => 0,
        Some(Product::Service(_)) => 1,
        Some(Product::Store(..)) => 2,
    };
    for pass in 0..3 {
        for group in groups.iter().filter(|group| rank(group) == pass) {
            let known = (0..units.len()).find(|&index| is_same(&units[index], group, &units));
            let index = known.unwrap_or_else(|| {
                units.push(Unit::new(group.name.clone(), group.at));
                units.len() - 1
            });
            add(&mut units[index], group, input, instances, roots);
        }
    }
    add_undeployed(&mut units, roots);
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

/// Workloads of one name in one Compose project; in Kubernetes those that one address selects.
fn groups(instances: &Instances) -> Vec<Group> {
    let mut number: BTreeMap<(Scope, String), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    let selected = selected_names(instances);
    for (index, instance) in instances.all.iter().enumerate() {
        let name = selected
            .get(&index)
            .unwrap_or(&instance.workload.name.value)
            .clone();
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
    for reached in &instances.addresses {
        for index in &reached.instances {
            groups[group_of[index]]
                .hosts
                .insert(reached.address.name.value.to_lowercase());
        }
    }
    groups
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
fn place(
    group: &mut Group,
    input: &Input<'_>,
    instances: &Instances,
    roots: &BTreeMap<String, Root<'_>>,
) {
    for &index in &group.instances {
        let instance = &instances.all[index];
        if let Some(container) = main_container(&instance.workload) {
            if let Some(image) = &container.image
                && !image.value.contains('$')
            {
                group.images.insert(image.value.clone());
            }
            let Some(build) = &container.build else {
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
            let root = build_root(&context, model::path::folder(&dockerfile), roots);
            if exists(input, &root) {
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

/// Whether a file lies in a folder.
fn exists(input: &Input<'_>, folder: &str) -> bool {
    let first = input.paths.partition_point(|path| path.as_str() < folder);
    input.paths[first..]
        .iter()
        .take_while(|path| path.starts_with(folder))
        .any(|path| model::path::is_below(path, folder))
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

/// How the names of workloads and folders are compared, strictest first.
#[derive(Clone, Copy)]
enum Comparison {
    /// The same letters and digits.
    Plain,
    /// One ends with the other: `shop-orders`, `orders`.
    Suffix,
    /// The same without a word that says only that it is a service.
    Stem,
}

/// The spellings under which a folder is found.
fn folder_keys(name: &str, comparison: Comparison) -> Vec<String> {
    match comparison {
        Comparison::Plain => vec![plain(name)],
        Comparison::Suffix => suffixes(name).chain([name.to_owned()]).collect(),
        Comparison::Stem => stem(name).into_iter().collect(),
    }
}

/// The spellings by which a workload looks for its folder.
fn workload_keys(name: &str, comparison: Comparison) -> Vec<String> {
    match comparison {
        Comparison::Suffix => [name.to_owned()]
            .into_iter()
            .chain(suffixes(name))
            .collect(),
        _ => folder_keys(name, comparison),
    }
}

/// What follows each `-` of a name, as long as it is a telling name itself.
fn suffixes(name: &str) -> impl Iterator<Item = String> {
    name.match_indices('-')
        .map(|(index, _)| &name[index + 1..])
        .filter(|rest| stem(rest).is_some_and(|stem| stem.len() > 3))
        .map(str::to_owned)
}

/// Gives each group that is not built the folder that has its name.
fn match_roots(groups: &mut [Group], roots: &BTreeMap<String, Root<'_>>) {
    // A folder from which several are built, told apart by an argument, is nobody's.
    let mut builds: BTreeMap<(Scope, String), usize> = BTreeMap::new();
    for group in groups.iter() {
        if let Some(root) = &group.root {
            *builds
                .entry((group.scope.clone(), root.clone()))
                .or_default() += 1;
        }
    }
    for comparison in [Comparison::Plain, Comparison::Suffix, Comparison::Stem] {
        let mut named: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for root in roots.values() {
            if root.is_aggregate() || root.folder.is_empty() {
                continue;
            }
            for name in root.names() {
                for key in folder_keys(&name, comparison) {
                    named.entry(key).or_default().insert(&root.folder);
                }
            }
        }
        let claimed: BTreeSet<(Scope, String)> = groups
            .iter()
            .filter_map(|group| Some((group.scope.clone(), group.root.clone()?)))
            .collect();
        for group in groups.iter_mut() {
            let is_shared = group.root.as_ref().is_some_and(|root| {
                builds
                    .get(&(group.scope.clone(), root.clone()))
                    .is_some_and(|&groups| groups > 1)
                    && roots
                        .get(root)
                        .is_none_or(|root| root.packages.is_empty() || root.is_aggregate())
            });
            if group.root.is_some() && !is_shared {
                continue;
            }
            let is_store = matches!(group.product, Some(Product::Store(..)));
            let mut names: Vec<String> = vec![group.name.to_lowercase()];
            names.extend(group.hosts.iter().cloned());
            let images = group.images.iter();
            names.extend(images.map(|image| technology::base_name(image).to_lowercase()));
            let found: BTreeSet<&str> = names
                .iter()
                .flat_map(|name| workload_keys(name, comparison))
                .filter_map(|key| named.get(&key))
                .flatten()
                .copied()
                .filter(|folder| !claimed.contains(&(group.scope.clone(), (*folder).to_owned())))
                .filter(|folder| !is_store || roots[*folder].packages.is_empty())
                .collect();
            // Of several folders one that holds the others is meant.
            let Some(first) = found.first().copied() else {
                continue;
            };
            if found
                .iter()
                .all(|other| model::path::is_below(other, first))
            {
                settle(group, &roots[first]);
            }
        }
    }
    // What is named like a product, and has no code here, is that product.
    for group in groups
        .iter_mut()
        .filter(|group| group.root.is_none() && group.product.is_none())
    {
        let is_database = matches!(
            technology::words(&group.name).last().map(String::as_str),
            Some("db" | "database")
        );
        let unknown = Product::Store(model::DatastoreKind::Database, "database");
        group.product = technology::of_name(&group.name).or(is_database.then_some(unknown));
    }
}

/// Gives a group its folder, and with it what runs there.
fn settle(group: &mut Group, root: &Root<'_>) {
    let base = root
        .dockerfile
        .and_then(|(_, dockerfile)| dockerfile.base.as_ref());
    if !root.packages.is_empty() {
        group.product = None;
    } else if let Some(base) = base {
        group.product = technology::of_image(&base.value).or(group.product);
    }
    group.root = Some(root.folder.clone());
}

fn is_same(unit: &Unit, group: &Group, units: &[Unit]) -> bool {
    let has_name = plain(&unit.name) == plain(&group.name)
        || unit
            .hosts
            .iter()
            .any(|host| plain(host) == plain(&group.name));
    if unit.scopes.contains(&group.scope) {
        return false;
    }
    match (&unit.root, &group.root) {
        (Some(own), Some(other)) if own == other => {
            // Several of one folder are told apart by name.
            let of_root = |units: &[Unit]| {
                units
                    .iter()
                    .filter(|unit| unit.root.as_ref() == Some(other))
                    .count()
            };
            has_name || of_root(units) == 1
        }
        (Some(_), Some(_)) => false,
        _ if unit.product.is_some() || group.product.is_some() => {
            unit.product == group.product
                && has_name
                && is_linked(&unit.scopes, &group.scope, units)
        }
        _ => has_name,
    }
}

/// Whether a scope describes the same system as others: they share a service, or one has none.
fn is_linked(scopes: &BTreeSet<Scope>, scope: &Scope, units: &[Unit]) -> bool {
    let services = |scope: &Scope| -> BTreeSet<usize> {
        (0..units.len())
            .filter(|&index| units[index].product.is_none() && units[index].scopes.contains(scope))
            .collect()
    };
    let own = services(scope);
    own.is_empty()
        || scopes.iter().any(|other| {
            let theirs = services(other);
            theirs.is_empty() || !own.is_disjoint(&theirs)
        })
}

fn add(
    unit: &mut Unit,
    group: &Group,
    input: &Input<'_>,
    instances: &Instances,
    roots: &BTreeMap<String, Root<'_>>,
) {
    unit.hosts.extend(group.hosts.iter().cloned());
    unit.aliases.insert(group.name.to_lowercase());
    unit.product = unit.product.or(group.product);
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
fn add_undeployed(units: &mut Vec<Unit>, roots: &BTreeMap<String, Root<'_>>) {
    let has_services = units
        .iter()
        .any(|unit| unit.is_built_here && unit.product.is_none());
    let is_deployed = |units: &[Unit], folder: &str| {
        units.iter().any(|unit| {
            unit.root.as_deref().is_some_and(|root| {
                root == folder
                    || model::path::is_below(folder, root) && !root.is_empty()
                    || model::path::is_below(root, folder)
                        && !folder.is_empty()
                        && roots.get(folder).is_some_and(Root::is_aggregate)
            })
        })
    };
    let has_packages = roots.values().any(|root| !root.packages.is_empty());
    let mut new: Vec<Unit> = Vec::new();
    for root in roots.values() {
        let speaks = root.application.is_some() || !root.ports.is_empty();
        let is_service = if has_services {
            !root.folder.is_empty() && (speaks || root.dockerfile.is_some() && root.is_server())
        } else {
            speaks
                || root.is_server()
                || root.dockerfile.is_some() && (!has_packages || !root.packages.is_empty())
        };
        if !is_service
            || root.is_aggregate()
            || is_deployed(units, &root.folder)
            || is_deployed(&new, &root.folder)
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
                root.packages
                    .iter()
                    .find_map(|(_, package)| package.name.clone())
            })
            .unwrap_or_else(|| "application".to_owned());
        let mut unit = Unit::new(name, at);
        unit.root = Some(root.folder.clone());
        unit.is_built_here = true;
        if let Some((_, dockerfile)) = root.dockerfile.filter(|_| root.packages.is_empty()) {
            unit.product = dockerfile
                .base
                .as_ref()
                .and_then(|base| technology::of_image(&base.value));
        }
        new.push(unit);
    }
    units.extend(new);
}

/// Tells apart units of one name by the folder in which they are declared.
fn name_apart(units: &mut [Unit]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units.iter() {
        *seen.entry(plain(&unit.name)).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    for unit in units.iter_mut() {
        if seen[&plain(&unit.name)] > 1 && !taken.insert(plain(&unit.name)) {
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

/// The kind of service that a unit without data is.
pub fn service_kind(unit: &Unit, roots: &BTreeMap<String, Root<'_>>) -> ServiceKind {
    if let Some(Product::Service(kind)) = unit.product {
        return kind;
    }
    let root = unit.root.as_ref().and_then(|root| roots.get(root));
    if let Some(root) = root {
        if let Some(kind) = technology::kind_of(&root.dependencies()) {
            return kind;
        }
        if root.is_browser() {
            return ServiceKind::Web;
        }
    }
    technology::kind_of_name(&unit.name)
}

/// The unit that owns each file: the deepest root or mount that holds it.
pub fn owners(input: &Input<'_>, units: &[Unit]) -> Vec<Option<usize>> {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        let own = unit
            .root
            .as_deref()
            .into_iter()
            .chain(unit.mounts.iter().map(String::as_str));
        for folder in own {
            let known = folders.entry(folder.to_owned()).or_insert(index);
            // Of several built from one folder, the one that has its name is meant.
            let is_namesake = folder
                .rsplit('/')
                .next()
                .is_some_and(|last| plain(last) == plain(&unit.name));
            if is_namesake
                || units[*known].root.as_deref() != Some(folder)
                    && unit.root.as_deref() == Some(folder)
            {
                *known = index;
            }
        }
    }
    input
        .paths
        .iter()
        .map(|path| deepest(&folders, path).map(|folder| folders[folder]))
        .collect()
}

/// A place that stands for a whole file.
pub fn whole(file: FileId) -> Span {
    At::default().in_file(file)
}
