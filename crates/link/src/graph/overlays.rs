//! What manifests of Kubernetes are for, by the kustomizations that take them, by what they say
//! themselves, by the README of their folder and by the scripts that apply them.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;
use model::facts::Facts;
use model::facts::manifest::{Manifest, Platform};
use model::path;

use super::purpose::environment;
use super::technology::{is_stand_in, of_image};
use crate::Input;
use crate::files::is_below;

/// Manifests of Kubernetes that are for development.
#[derive(Default)]
pub struct Development {
    /// Those that kustomizations for development alone take, directly or through others, and those for a cluster
    /// on one's own machine.
    pub files: BTreeSet<FileId>,
    /// Whether there are no others: the system is deployed in no other way that the repository tells of, and is
    /// reviewed as what it is.
    pub is_all: bool,
}

/// What the manifests of the repository are for.
pub fn for_development(input: &Input<'_>, manifests: &[(FileId, &Manifest)]) -> Development {
    let applied = super::applied::locally(input, manifests);
    let mut takers: BTreeMap<FileId, BTreeSet<FileId>> = BTreeMap::new();
    for (file, manifest) in manifests {
        if manifest.platform != Platform::Kubernetes {
            continue;
        }
        for taken in &manifest.includes {
            let taken = path::join(input.path(*file), &taken.value)
                .and_then(|path| input.file(&path).or_else(|| inside(input, &path)));
            if let Some(taken) = taken.filter(|taken| taken != file) {
                takers.entry(taken).or_default().insert(*file);
            }
        }
    }
    let mut development: BTreeSet<FileId> = takers
        .keys()
        .copied()
        .filter(|file| {
            let last = last_takers(&takers, *file);
            !last.is_empty()
                && last.iter().all(|taker| {
                    environment(input.path(*taker)) == "development" || applied.contains(taker)
                })
        })
        .collect();
    development.extend(applied.iter().copied());
    let local = local_folders(input);
    let on_machine = sets_on_machine(input, manifests);
    development.extend(
        manifests
            .iter()
            .filter(|(file, manifest)| {
                manifest.platform == Platform::Kubernetes
                    && (manifest.is_local
                        || is_below(&local, input.path(*file))
                        || is_below(&on_machine, input.path(*file)))
            })
            .map(|(file, _)| *file),
    );
    let is_deployed = manifests.iter().any(|(file, manifest)| {
        manifest.platform == Platform::Kubernetes
            && (manifest.is_template
                || !manifest.workloads.is_empty()
                    && !development.contains(file)
                    && environment(input.path(*file)) != "development")
    });
    Development {
        files: development,
        is_all: !is_deployed,
    }
}

/// Of so many workloads of one's own in a set, one that can run on one's own machine alone speaks for all.
const SET_MAX: usize = 3;

/// Folders of manifests of which some can run on one's own machine alone, or one only stands in for what others run, such as a
/// catcher of mail: nobody deploys the rest elsewhere without them. Where such a manifest has a folder to itself, as each has,
/// the set is the folder above; a folder that is named for development is no set.
fn sets_on_machine<'i>(
    input: &'i Input<'i>,
    manifests: &[(FileId, &Manifest)],
) -> BTreeSet<&'i str> {
    let of_kubernetes = || {
        let all = manifests.iter();
        all.filter(|(_, manifest)| manifest.platform == Platform::Kubernetes)
            .map(|(file, manifest)| (input.path(*file), manifest))
    };
    let holds_others = |folder: &str| {
        let inside = of_kubernetes().filter(|(path, _)| path::folder(path) == folder);
        let running = inside.filter(|(_, manifest)| !manifest.workloads.is_empty());
        running.count() > 1
    };
    let set = |path: &'i str| match path::folder(path) {
        folder if holds_others(folder) => folder,
        folder => path::folder(folder),
    };
    // How many in each set run on the machine, and whether one stands in for others.
    let mut signs: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for (path, manifest) in of_kubernetes() {
        let stands_in = images(manifest).any(is_stand_in);
        if environment(path).is_empty() && (manifest.runs_on_machine || stands_in) {
            let (running, stands) = signs.entry(set(path)).or_default();
            *running += usize::from(manifest.runs_on_machine);
            *stands |= stands_in;
        }
    }
    let own = |folder: &str| {
        let inside = of_kubernetes().filter(|(path, _)| path::is_below(path, folder));
        let is_own = |image: &str| of_image(image).is_none();
        inside
            .filter(|(_, manifest)| images(manifest).any(is_own))
            .count()
    };
    signs
        .into_iter()
        .filter(|(folder, (running, stands))| {
            !folder.is_empty() && (*stands || running * SET_MAX >= own(folder))
        })
        .map(|(folder, _)| folder)
        .collect()
}

/// The images of what a manifest runs.
fn images(manifest: &Manifest) -> impl Iterator<Item = &str> {
    let containers = manifest
        .workloads
        .iter()
        .flat_map(|workload| &workload.containers);
    containers
        .filter_map(|container| container.image.as_ref())
        .map(|image| image.value.as_str())
}

/// Folders whose README says that they are for a cluster on one's own machine, or examples.
fn local_folders<'i>(input: &'i Input<'i>) -> BTreeSet<&'i str> {
    let files = input.facts.iter();
    files
        .filter(|(_, facts)| {
            let mut facts = facts.facts.iter();
            facts.any(|facts| matches!(facts, Facts::LocalCluster))
        })
        .map(|(&file, _)| path::folder(input.path(file)))
        .collect()
}

/// The kustomization in a folder.
fn inside(input: &Input<'_>, folder: &str) -> Option<FileId> {
    let folder = folder.trim_end_matches('/');
    ["kustomization.yaml", "kustomization.yml"]
        .iter()
        .find_map(|name| input.file(&format!("{folder}/{name}")))
}

/// The kustomizations above `file` that no other takes: those that people apply.
fn last_takers(takers: &BTreeMap<FileId, BTreeSet<FileId>>, file: FileId) -> BTreeSet<FileId> {
    let mut seen = BTreeSet::new();
    let mut open = vec![file];
    let mut last = BTreeSet::new();
    while let Some(file) = open.pop() {
        match takers.get(&file) {
            Some(above) => open.extend(above.iter().filter(|taker| seen.insert(**taker))),
            None => {
                last.insert(file);
            }
        }
    }
    last
}
