//! The folder of each workload that no manifest builds: the one that has its name.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::Group;
use super::instances::Scope;
use super::roots::{Root, is_telling, plain, stem};
use super::technology::{self, Product};

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
        .filter(|rest| is_telling(rest) && stem(rest).is_some_and(|stem| stem.len() > 3))
        .map(str::to_owned)
}

/// Gives each group that is not built the folder that has its name.
pub(super) fn match_roots(groups: &mut [Group], roots: &BTreeMap<String, Root<'_>>) {
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
            let mut found: BTreeSet<&str> = names
                .iter()
                .flat_map(|name| workload_keys(name, comparison))
                .filter_map(|key| named.get(&key))
                .flatten()
                .copied()
                .filter(|folder| !claimed.contains(&(group.scope.clone(), (*folder).to_owned())))
                .filter(|folder| !is_store || roots[*folder].packages.is_empty())
                .collect();
            // Of several folders the package that an image is built from is meant, or one that holds the others.
            let is_built = |folder: &&str| {
                roots[*folder].dockerfile.is_some() && !roots[*folder].packages.is_empty()
            };
            if found
                .iter()
                .copied()
                .filter(|folder| is_built(folder))
                .count()
                == 1
            {
                found.retain(is_built);
            }
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
