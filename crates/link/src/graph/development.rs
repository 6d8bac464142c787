//! What a Compose file is for that does not say it: a developer's own machine, or releases.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;
use model::facts::manifest;

use super::instances::{Instance, Instances, Scope};
use super::technology;

/// Which Compose files without an environment of their own are for development.
#[derive(Default)]
pub(super) struct Development {
    /// Whether all are: the repository deploys elsewhere, to Kubernetes or by a file for production.
    is_deployed_elsewhere: bool,
    /// The others that are.
    files: BTreeSet<FileId>,
}

impl Development {
    /// Looks through all manifests once.
    pub(super) fn of(instances: &Instances) -> Development {
        let is_deployed_elsewhere = !instances.templates.is_empty()
            || instances.all.iter().any(|instance| {
                instance.scope == Scope::Kubernetes
                    || matches!(instance.environment, "production" | "staging")
            });
        let mut projects: BTreeMap<FileId, Vec<&manifest::Workload>> = BTreeMap::new();
        for instance in &instances.all {
            let project = projects.entry(instance.file).or_default();
            project.push(&instance.workload);
        }
        let files = projects
            .into_iter()
            .filter(|(_, project)| has_stand_in(project) || !keeps_releases_running(project))
            .map(|(file, _)| file)
            .collect();
        Development {
            is_deployed_elsewhere,
            files,
        }
    }

    /// Whether a workload is for a developer's own machine, or for tests of the others.
    pub(super) fn holds(&self, instance: &Instance) -> bool {
        let is_stand_in = || {
            let mut containers = instance.workload.containers.iter();
            containers.any(is_stand_in)
        };
        if is_load(&instance.workload.name.value)
            || instance.scope == Scope::Kubernetes && is_stand_in()
        {
            return true;
        }
        match instance.environment {
            "development" => true,
            "" if instance.scope == Scope::Kubernetes => false,
            "" => self.is_deployed_elsewhere || self.files.contains(&instance.file),
            _ => false,
        }
    }
}

/// Whether a Compose project keeps released images of services running, and builds none: what is built
/// on the spot, what nobody starts again, and stores alone, are for those who work on the code.
fn keeps_releases_running(project: &[&manifest::Workload]) -> bool {
    let is_kept = |workload: &manifest::Workload| {
        let restart = workload.restart.as_ref();
        restart
            .is_some_and(|text| matches!(text.value.as_str(), "always" | "unless-stopped" | "any"))
    };
    let is_service = |workload: &manifest::Workload| {
        let mut images = workload
            .containers
            .iter()
            .filter_map(|container| container.image.as_ref());
        images.any(|image| technology::of_image(&image.value).is_none())
    };
    project.iter().all(|workload| {
        let mut containers = workload.containers.iter();
        containers.all(|container| container.build.is_none())
    }) && project
        .iter()
        .any(|workload| is_kept(workload) && is_service(workload))
}

/// Whether a Compose project holds what only stands in for a service that others run, such as a catcher of mail: nobody
/// would release it.
fn has_stand_in(project: &[&manifest::Workload]) -> bool {
    project
        .iter()
        .flat_map(|workload| &workload.containers)
        .any(is_stand_in)
}

/// Whether a container runs what only stands in for a service that others run.
fn is_stand_in(container: &manifest::Container) -> bool {
    let image = container.image.as_ref();
    image.is_some_and(|image| technology::is_stand_in(&image.value))
}

/// Whether a workload of this name only puts load on the others.
fn is_load(name: &str) -> bool {
    let words = technology::words(name);
    let has = |word: &str| words.iter().any(|known| known == word);
    has("loadgenerator")
        || has("loadgen")
        || has("loadtest")
        || has("locust")
        || has("load") && (words.len() == 1 || has("generator") || has("gen") || has("test"))
}
