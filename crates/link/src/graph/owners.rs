//! What kind of service a unit is, and which files it owns.

use std::collections::{BTreeMap, BTreeSet};

use model::ServiceKind;

use super::dependencies;
use super::instances::Instances;
use super::purpose::is_aside;
use super::roots::{Root, deepest, plain, stem};
use super::technology::{Product, words};
use super::units::Unit;
use crate::Input;

/// The kind of service that a unit without data is.
pub fn service_kind(unit: &Unit, roots: &BTreeMap<String, Root<'_>>) -> ServiceKind {
    if let Some(Product::Service(kind)) = unit.product {
        return kind;
    }
    let root = unit.root.as_ref().and_then(|root| roots.get(root));
    if let Some(root) = root {
        if let Some(kind) = dependencies::kind_of(&root.dependencies()) {
            return kind;
        }
        if root.is_browser() {
            return ServiceKind::Web;
        }
    }
    match dependencies::kind_of_name(&unit.name) {
        // Code of one's own that is called so, and serves no configuration: `ts-config-service`.
        ServiceKind::Configuration if root.is_some_and(|root| !root.packages.is_empty()) => {
            ServiceKind::Service
        }
        kind => kind,
    }
}

/// Who owns which file.
pub struct Owners {
    /// The unit of each file.
    pub of: Vec<Option<usize>>,
    /// The parts of folders that several units are built from, and whether one of them alone claims it.
    pub parts: BTreeMap<String, bool>,
}

/// The unit that owns each file: the deepest root or mount that holds it.
pub fn owners(input: &Input<'_>, instances: &Instances, units: &[Unit]) -> Owners {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    let mut takers: BTreeMap<&str, usize> = BTreeMap::new();
    for mount in units.iter().flat_map(|unit| &unit.mounts) {
        *takers.entry(mount).or_default() += 1;
    }
    let mut rooted: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for unit in units {
        if let Some(root) = unit.root.as_deref().filter(|root| !root.is_empty()) {
            rooted.entry(root).or_default().insert(&unit.name);
        }
    }
    for (index, unit) in units.iter().enumerate() {
        if is_step(&unit.name) {
            continue;
        }
        // What is mounted into several is nobody's, and a tool that another one's folder is mounted into works on it.
        let is_of_another = |mount: &str| {
            let mut above = model::path::upwards(mount).filter_map(|folder| rooted.get(folder));
            above.any(|names| names.iter().any(|name| *name != unit.name))
        };
        let mounts = unit.mounts.iter().map(String::as_str);
        let own =
            unit.root
                .as_deref()
                .into_iter()
                .chain(mounts.filter(|mount| {
                    takers[mount] == 1 && (unit.is_built_here || !is_of_another(mount))
                }));
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
    let parts = parts(input, instances, units);
    for (folder, (unit, _)) in &parts {
        folders.entry(folder.clone()).or_insert(*unit);
    }
    let of = input.paths.iter().map(|path| {
        let named = super::named::owner(input, units, path);
        named.or_else(|| deepest(&folders, path).map(|folder| folders[folder]))
    });
    Owners {
        of: of.collect(),
        parts: parts
            .into_iter()
            .map(|(folder, (_, is_sure))| (folder, is_sure))
            .collect(),
    }
}

/// Whether a unit is called as a step of a build or of tests, which no program is: `backend-build`, `integration-test`, or
/// the image that others begin with.
pub(super) fn is_step(name: &str) -> bool {
    let words = words(name);
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["base"] => true,
        [_, .., last] => matches!(last, "base" | "build" | "builder" | "test" | "tests"),
        _ => false,
    }
}

/// How deep below a common folder the parts of its units are looked for.
const PARTS_DEPTH: usize = 4;

/// The folders that belong to one of several units that are built from one folder: the one in which it
/// runs, and those of its name: `cmd/orders` and `services/orders` of `orders`. With each, whether no other one claims it.
fn parts(
    input: &Input<'_>,
    instances: &Instances,
    units: &[Unit],
) -> BTreeMap<String, (usize, bool)> {
    let mut sharing: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        if let Some(root) = unit.root.as_deref().filter(|_| !unit.is_store()) {
            sharing.entry(root).or_default().push(index);
        }
    }
    // Those that run what another one builds, with another command.
    let mut builders: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, unit) in units.iter().enumerate() {
        for image in unit.images.iter().filter(|_| unit.root.is_some()) {
            builders.entry(image).or_insert(index);
        }
    }
    for (index, unit) in units.iter().enumerate() {
        let is_code = unit.root.is_none() && unit.product.is_none();
        let images = unit.images.iter().filter(|_| is_code);
        let builder = images
            .filter_map(|image| builders.get(image.as_str()))
            .min();
        if let Some(root) = builder.and_then(|builder| units[*builder].root.as_deref()) {
            sharing.entry(root).or_default().push(index);
        }
    }
    let mut parts: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    for (root, sharing) in sharing.iter().filter(|(_, units)| units.len() > 1) {
        for &unit in sharing {
            for folder in working_folders(input, instances, &units[unit]) {
                let known = parts.entry(folder).or_insert((unit, true));
                known.1 &= known.0 == unit;
            }
        }
        let start = if root.is_empty() { 0 } else { root.len() + 1 };
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in input.below(root) {
            if !is_aside(path) {
                let below = &path[start..];
                let ends = below.match_indices('/').take(PARTS_DEPTH);
                folders.extend(ends.map(|(end, _)| &path[..start + end]));
            }
        }
        let mut named: BTreeMap<String, usize> = BTreeMap::new();
        let mut meant: BTreeMap<Option<String>, (usize, usize)> = BTreeMap::new();
        for &unit in sharing {
            named.entry(plain(&units[unit].name)).or_insert(unit);
            meant.entry(stem(&units[unit].name)).or_insert((unit, 0)).1 += 1;
        }
        for folder in folders {
            let last = folder.rsplit('/').next().unwrap_or(folder);
            let named = named.get(&plain(last));
            let meant = meant.get(&stem(last));
            if let Some(&unit) = named.or(meant.map(|(unit, _)| unit)) {
                let is_sure = named.is_some() || meant.is_some_and(|(_, units)| *units == 1);
                parts.entry(folder.to_owned()).or_insert((unit, is_sure));
            }
        }
    }
    parts
}

/// Folders of the repository that are mounted where a unit's containers run.
fn working_folders(input: &Input<'_>, instances: &Instances, unit: &Unit) -> Vec<String> {
    let mut found = Vec::new();
    for &index in &unit.instances {
        let instance = &instances.all[index];
        for container in &instance.workload.containers {
            let Some(directory) = &container.working_directory else {
                continue;
            };
            for (source, target) in &container.mounts {
                let Some(rest) = directory
                    .strip_prefix(target.trim_end_matches('/'))
                    .filter(|rest| rest.is_empty() || rest.starts_with('/'))
                else {
                    continue;
                };
                let source = format!("{}{rest}", source.trim_end_matches('/'));
                if source.starts_with('.') {
                    found.extend(model::path::join(input.path(instance.file), &source));
                }
            }
        }
    }
    found.retain(|folder| !folder.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::is_step;

    #[test]
    fn steps_of_builds_and_tests_are_no_programs() {
        for name in [
            "backend-build",
            "integration-test",
            "e2e_tests",
            "base",
            "web-builder",
        ] {
            assert!(is_step(name), "{name}");
        }
        for name in ["build", "tests", "database", "backend", "test-results-api"] {
            assert!(!is_step(name), "{name}");
        }
    }
}
