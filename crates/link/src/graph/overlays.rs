//! What manifests of Kubernetes are for, by the kustomizations that take them, by what they say
//! themselves, by the README of their folder and by the scripts that apply them.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;
use model::facts::Facts;
use model::facts::manifest::{Manifest, Platform};
use model::path;

use super::purpose::environment;
use crate::Input;

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
    development.extend(
        manifests
            .iter()
            .filter(|(file, manifest)| {
                manifest.platform == Platform::Kubernetes
                    && (manifest.is_local || is_below(&local, input.path(*file)))
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

/// Whether `path` lies in one of `folders` or deeper.
fn is_below(folders: &BTreeSet<&str>, path: &str) -> bool {
    let mut folder = path::folder(path);
    while !folder.is_empty() {
        if folders.contains(folder) {
            return true;
        }
        folder = path::folder(folder);
    }
    false
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
