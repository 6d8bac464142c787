//! Workloads of all manifests, with what they take from others: `extends`, `.env`, variable files,
//! ConfigMaps. What stays unresolved is unknown.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::facts::manifest::{Manifest, Permission, Platform, Workload};
use model::{At, FileId};

use super::development::Development;
use super::extends::{Named, extend, named};
use super::overlays;
use super::purpose::{environment, has_server_package, is_aside, is_of_integration_tests};
use super::technology;
use super::values::{
    Resolved, Sets, compose_variables, dot_env, kubernetes_variables, resolve_texts, sets,
};
use crate::Input;
use crate::releases::Latest;

/// One workload as one manifest declares it.
pub struct Instance {
    /// The manifest.
    pub file: FileId,
    /// The folder of a Compose project; empty for Kubernetes, which is one scope.
    pub scope: Scope,
    /// What the manifest is for: `development`, `production`, or empty.
    pub environment: &'static str,
    /// The workload, with what `extends` gives it.
    pub workload: Workload,
    /// Its variables with their values, of all containers.
    pub variables: Vec<Resolved>,
    /// Where images stand whose version a variable gives, a default or not.
    pub variable_versions: BTreeSet<At>,
}

/// Manifests whose names belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A Compose project: the manifests of one folder.
    Compose(String),
    /// All Kubernetes manifests.
    Kubernetes,
}

/// `include` that are followed from one file; files that include each other end there.
const MAX_INCLUDES: usize = 16;

/// All manifests of the repository, joined.
#[derive(Default)]
pub struct Instances {
    /// Workloads, in the order of the files.
    pub all: Vec<Instance>,
    /// Names that reach workloads in Kubernetes: name, numbers of the instances, manifest.
    pub addresses: Vec<Reached>,
    /// Names of the addresses that requests from outside reach.
    pub entrances: BTreeSet<String>,
    /// The first address through which requests from outside reach each instance.
    open: OnceCell<BTreeMap<usize, usize>>,
    /// Kind (lower case) and name of what an autoscaler scales.
    pub scaled: BTreeSet<(String, String)>,
    /// Images whose version a kustomization sets, without their versions.
    pub versioned_images: BTreeSet<String>,
    /// Workloads whose number of instances a kustomization sets.
    pub counted_workloads: BTreeSet<String>,
    /// Who may reach whom, with the manifest that says so.
    pub permissions: Vec<(FileId, Permission)>,
    /// Whether a LimitRange gives containers limits that they do not set.
    pub has_default_limits: bool,
    /// Folders of charts whose templates are not read, with their number.
    pub templates: BTreeMap<String, usize>,
    development: Development,
    /// Manifests of Kubernetes that are for development, where there are no others.
    trials: BTreeSet<FileId>,
}

/// A Service of Kubernetes.
pub struct Reached {
    /// The manifest.
    pub file: FileId,
    /// What the manifest is for, as of a workload.
    pub environment: &'static str,
    /// The address as written.
    pub address: model::facts::manifest::Address,
    /// Positions of the instances that it selects.
    pub instances: Vec<usize>,
}

impl Instances {
    /// Reads all manifests.
    pub fn of(input: &Input<'_>) -> Instances {
        let mut manifests: Vec<(FileId, &Manifest)> = Vec::new();
        let mut set_aside: Vec<(FileId, &Manifest)> = Vec::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                if let Facts::Manifest(manifest) = facts {
                    let path = input.path(file);
                    if is_aside(path) || is_of_integration_tests(input, path) {
                        set_aside.push((file, manifest));
                    } else {
                        manifests.push((file, manifest));
                    }
                }
            }
        }
        // What was released is installed as it is.
        let latest = Latest::of(manifests.iter().map(|(file, _)| input.path(*file)));
        manifests.retain(|(file, _)| !latest.is_earlier(input.path(*file)));
        // A repository of examples is reviewed as what it is.
        if !manifests
            .iter()
            .any(|(_, manifest)| !manifest.workloads.is_empty())
            && !has_server_package(input)
        {
            manifests.extend(set_aside);
            manifests.sort_by_key(|(file, _)| *file);
        }
        let mut found = Instances::default();
        let projects = projects(input, &manifests);
        let bases = bases(input, &manifests);
        let named = named(&manifests);
        let sets = sets(&manifests);
        let development = overlays::for_development(input, &manifests);
        for (file, manifest) in &manifests {
            if bases.contains(file) && !projects.contains_key(file) {
                continue;
            }
            let first = (found.all.len(), found.addresses.len());
            found.read(input, *file, manifest, &named, &sets, &projects);
            let is_compose = manifest.platform == Platform::Compose;
            let is_development = development.files.contains(file);
            if is_development && !development.is_all || is_compose && manifest.is_local {
                for instance in &mut found.all[first.0..] {
                    instance.environment = "development";
                }
                for address in &mut found.addresses[first.1..] {
                    address.environment = "development";
                }
            }
        }
        found.select();
        found.development = Development::of(&found);
        if development.is_all {
            found.trials = development.files;
        }
        found
    }

    /// Whether a workload is for a developer's own machine, or for tests of the others.
    pub fn is_development(&self, instance: &Instance) -> bool {
        self.development.holds(instance)
    }

    /// Whether a workload of Kubernetes is for development, as all of them are here: what production will look like is
    /// not told.
    pub fn is_trial(&self, instance: &Instance) -> bool {
        instance.scope == Scope::Kubernetes
            && (self.trials.contains(&instance.file)
                || !self.trials.is_empty() && instance.environment == "development")
    }

    /// The first address that leads requests from outside to one of these instances.
    pub fn entrance(&self, instances: &[usize]) -> Option<&Reached> {
        let open = self.open.get_or_init(|| {
            let mut open = BTreeMap::new();
            for (number, reached) in self.addresses.iter().enumerate() {
                let address = &reached.address;
                let is_open = matches!(address.kind.value.as_str(), "LoadBalancer" | "NodePort")
                    && !address.is_internal
                    || self.entrances.contains(&address.name.value);
                if is_open && reached.environment != "development" {
                    for instance in &reached.instances {
                        open.entry(*instance).or_insert(number);
                    }
                }
            }
            open
        });
        let numbers = instances.iter().filter_map(|instance| open.get(instance));
        numbers.min().map(|number| &self.addresses[*number])
    }

    fn read(
        &mut self,
        input: &Input<'_>,
        file: FileId,
        manifest: &Manifest,
        bases: &Named<'_>,
        sets: &Sets<'_>,
        projects: &BTreeMap<FileId, String>,
    ) {
        let path = input.path(file);
        let folder = model::path::folder(path);
        if manifest.is_template {
            let chart = folder.split("/templates").next().unwrap_or(folder);
            *self.templates.entry(chart.to_owned()).or_default() += 1;
            return;
        }
        let scope = match manifest.platform {
            Platform::Compose => {
                let project = projects.get(&file).map_or(folder, String::as_str);
                Scope::Compose(project.to_owned())
            }
            Platform::Aspire => Scope::Compose(folder.to_owned()),
            Platform::Kubernetes => Scope::Kubernetes,
        };
        let dot_env = match manifest.platform {
            Platform::Compose => dot_env(input, folder),
            _ => BTreeMap::new(),
        };
        for workload in &manifest.workloads {
            // A job ends; it is no part of what the system is made of.
            let name = &workload.name.value;
            if workload.kind == "job" || technology::is_task(name) || technology::is_platform(name)
            {
                continue;
            }
            let mut workload = workload.clone();
            workload.name.value = without_variables(&workload.name.value);
            extend(&mut workload, input, file, bases, 0);
            let variables = match manifest.platform {
                Platform::Aspire => Vec::new(),
                Platform::Compose => compose_variables(input, &dot_env, &workload, file),
                Platform::Kubernetes => kubernetes_variables(input, &workload, file, sets),
            };
            let variable_versions = variable_versions(&workload);
            if manifest.platform == Platform::Compose {
                resolve_texts(&dot_env, &mut workload);
            }
            self.all.push(Instance {
                file,
                scope: scope.clone(),
                environment: if manifest.platform == Platform::Aspire {
                    "development"
                } else {
                    environment(path)
                },
                workload,
                variables,
                variable_versions,
            });
        }
        for address in &manifest.addresses {
            let mut address = address.clone();
            address.name.value = without_variables(&address.name.value);
            self.addresses.push(Reached {
                file,
                environment: environment(path),
                address,
                instances: Vec::new(),
            });
        }
        self.versioned_images
            .extend(manifest.versioned_images.iter().cloned());
        self.counted_workloads
            .extend(manifest.counted_workloads.iter().cloned());
        for permission in &manifest.permissions {
            self.permissions.push((file, permission.clone()));
        }
        for entrance in &manifest.entrances {
            let name = entrance.value.split('.').next().unwrap_or_default();
            self.entrances.insert(name.to_owned());
        }
        self.has_default_limits |= manifest.has_default_limits;
        for (kind, name) in &manifest.scaled {
            self.scaled.insert((kind.to_lowercase(), name.clone()));
        }
    }

    fn select(&mut self) {
        let mut labelled: BTreeMap<&(String, String), BTreeSet<usize>> = BTreeMap::new();
        for (index, instance) in self.all.iter().enumerate() {
            if instance.scope == Scope::Kubernetes {
                for label in &instance.workload.labels {
                    labelled.entry(label).or_default().insert(index);
                }
            }
        }
        for reached in &mut self.addresses {
            let selected = reached
                .address
                .selector
                .iter()
                .map(|label| labelled.get(label).cloned().unwrap_or_default())
                .reduce(|known, more| known.intersection(&more).copied().collect());
            reached.instances = selected.into_iter().flatten().collect();
        }
    }
}

/// Where images of `workload` stand whose version is a variable: who releases sets it.
fn variable_versions(workload: &Workload) -> BTreeSet<At> {
    let images = workload
        .containers
        .iter()
        .filter_map(|one| one.image.as_ref());
    images
        .filter(|image| {
            let name = image.value.rsplit('/').next().unwrap_or_default();
            name.split_once(':')
                .is_some_and(|(_, tag)| tag.contains('$'))
        })
        .map(|image| image.at)
        .collect()
}

/// A name without the variables that a tool fills in: `orders` for `orders-${ENVIRONMENT}`. A name
/// of nothing else stays as it is.
fn without_variables(name: &str) -> String {
    let mut plain = String::new();
    let mut rest = name;
    while let Some(start) = rest.find("${") {
        let Some(end) = rest[start..].find('}') else {
            break;
        };
        plain.push_str(&rest[..start]);
        rest = &rest[start + end + 1..];
    }
    plain.push_str(rest);
    let plain = plain.trim_matches(['-', '_', '.']);
    if plain.is_empty() { name } else { plain }.to_owned()
}

/// Compose files that only lend settings: services of other files extend theirs, and no project goes by their name.
fn bases(input: &Input<'_>, manifests: &[(FileId, &Manifest)]) -> BTreeSet<FileId> {
    let is_started = |file: FileId| {
        let path = input.path(file);
        let name = path.rsplit('/').next().unwrap_or(path);
        let name = name.strip_prefix("docker-").unwrap_or(name);
        name.starts_with("compose.") || name.starts_with("compose-")
    };
    manifests
        .iter()
        .flat_map(|(file, manifest)| manifest.workloads.iter().map(move |one| (*file, one)))
        .filter_map(|(file, workload)| {
            let (base, _) = workload.extends.as_ref()?;
            let path = model::path::join(input.path(file), base.as_ref()?)?;
            input.file(&path).filter(|base| *base != file)
        })
        .filter(|base| !is_started(*base))
        .collect()
}

/// The folder of the Compose project that includes each included file.
fn projects(input: &Input<'_>, manifests: &[(FileId, &Manifest)]) -> BTreeMap<FileId, String> {
    let mut included: BTreeMap<FileId, FileId> = BTreeMap::new();
    for (file, manifest) in manifests {
        if manifest.platform != Platform::Compose {
            continue;
        }
        for include in &manifest.includes {
            let path = model::path::join(input.path(*file), &include.value);
            if let Some(other) = path.and_then(|path| input.file(&path))
                && other != *file
            {
                included.entry(other).or_insert(*file);
            }
        }
    }
    included
        .keys()
        .map(|file| {
            let mut project = *file;
            for _ in 0..MAX_INCLUDES {
                let Some(by) = included.get(&project) else {
                    break;
                };
                project = *by;
            }
            let folder = model::path::folder(input.path(project));
            (*file, folder.to_owned())
        })
        .collect()
}
