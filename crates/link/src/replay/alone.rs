//! Whether the version before has gone when a migration runs: the guides of the program say that one instance of it runs, a
//! chart migrates behind the rollout, or it brings its migrations along, runs them as it starts, and its manifests say that
//! one instance runs or give its container a name, or nothing shows or says that several run, or others beside it; or a
//! script stops it to bring the next version, or ends the sessions of its database. And whether a new major version brought
//! it, or a program that was hardly live.

use std::collections::BTreeSet;

use model::facts::Facts;
use model::facts::manifest::{Platform, Workload};
use model::{FileId, FileRole};

use super::run::Replayed;
use crate::Input;

/// Files that a platform reads which replaces instances one after the other.
const PLATFORMS: &[&str] = &[
    "Chart.yaml",
    "Procfile",
    "app.json",
    "app.yaml",
    "fly.toml",
    "heroku.yml",
    "kustomization.yaml",
    "nais.yaml",
    "netlify.toml",
    "railway.json",
    "railway.toml",
    "render.yaml",
    "serverless.yml",
    "skaffold.yaml",
    "vercel.json",
    "wrangler.toml",
];
/// What the names of further such files end with.
const PLATFORM_ENDINGS: &[&str] = &[".bicep", ".nomad", ".tf"];

/// Marks the steps of a program that runs alone.
pub fn judge(input: &Input<'_>, role: impl Fn(FileId) -> FileRole, replayed: &mut [Replayed<'_>]) {
    if replayed.is_empty() {
        return;
    }
    let is_own = |file: FileId| {
        !matches!(
            role(file),
            FileRole::Test | FileRole::Example | FileRole::Vendored
        )
    };
    let says = |wanted: fn(&Facts) -> bool| {
        let mut files = input.facts.iter().filter(|(file, _)| is_own(**file));
        files.any(|(_, facts)| facts.facts.iter().any(wanted))
    };
    let is_said_of_several = says(|facts| matches!(facts, Facts::SeveralInstances));
    let is_several = is_said_of_several
        || says(|facts| matches!(facts, Facts::Instances(2..)))
        || says(is_of_cluster)
        || programs(input, &is_own) > 1
        || input.paths.iter().any(|path| is_of_platform(path));
    let counts = counts(input, &is_own);
    let is_one = !is_said_of_several && counts.first() == Some(&1) && counts.last() == Some(&1);
    let migrates_itself = says(|facts| matches!(facts, Facts::MigratesItself));
    let is_over = |facts: &Facts| {
        matches!(
            facts,
            Facts::OneInstance | Facts::StopsToMigrate | Facts::MigratesBehind
        )
    };
    let is_stopped = !is_several && says(|facts| matches!(facts, Facts::StopsToDeploy));
    let is_known = says(is_over) || is_stopped || migrates_itself && (is_one || !is_several);
    let is_one_container = !is_several && has_named_container(input, &is_own);
    for replayed in replayed {
        let is_alone = is_known
            || (is_one || is_one_container) && is_brought_along(input, replayed)
            || is_cut_off(input, replayed);
        for (migration, release) in replayed.migrations.iter_mut().zip(&replayed.releases) {
            for step in &mut migration.steps {
                step.is_alone |= is_alone;
                step.is_of_major =
                    migrates_itself && release.is_some_and(|release| release.is_major);
                step.is_early = release.is_some_and(|release| release.is_early);
            }
        }
    }
}

/// How many instances manifests of Kubernetes and values of charts say, of each program that they say it of.
fn counts(input: &Input<'_>, is_own: &impl Fn(FileId) -> bool) -> BTreeSet<u32> {
    let files = input.facts.iter().filter(|(file, _)| is_own(**file));
    let facts = files.flat_map(|(_, facts)| &facts.facts);
    let said = facts.flat_map(|facts| match facts {
        Facts::Instances(count) => vec![*count],
        Facts::Manifest(manifest) if manifest.platform == Platform::Kubernetes => {
            let programs = (manifest.workloads.iter()).filter(|one| one.kind == "deployment");
            let replicas = programs.filter_map(|one| one.replicas.as_ref());
            let counts = replicas.filter_map(|replicas| replicas.value.parse().ok());
            counts.filter(|count| *count > 0).collect()
        }
        _ => Vec::new(),
    });
    said.collect()
}

/// Whether a script above the migrations, in a folder of theirs, ends the sessions of the database before it runs them.
fn is_cut_off(input: &Input<'_>, replayed: &Replayed<'_>) -> bool {
    let steps = &replayed.history.steps;
    let scripts = input.facts.iter().filter(|(_, facts)| {
        let mut facts = facts.facts.iter();
        facts.any(|facts| matches!(facts, Facts::EndsSessions))
    });
    let mut folders = scripts.map(|(file, _)| model::path::folder(input.path(*file)));
    folders.any(|folder| {
        let mut paths = steps.iter().map(|step| input.path(step.file));
        !folder.is_empty() && paths.any(|path| model::path::is_below(path, folder))
    })
}

/// Whether the migrations are resources of a program of the JVM, which its framework runs as it starts.
fn is_brought_along(input: &Input<'_>, replayed: &Replayed<'_>) -> bool {
    let mut steps = replayed.history.steps.iter();
    steps.any(|step| input.path(step.file).contains("src/main/resources/"))
}

/// How many programs of the repository Compose runs, by the names of what it builds.
fn programs(input: &Input<'_>, is_own: &impl Fn(FileId) -> bool) -> usize {
    let built = composed(input, is_own).filter(|workload| {
        let mut containers = workload.containers.iter();
        containers.any(|container| container.build.is_some())
    });
    let names: BTreeSet<&str> = built.map(|workload| workload.name.value.as_str()).collect();
    names.len()
}

/// Whether Compose runs a program of the repository as a container of a fixed name: one that it builds, or whose version it
/// takes from the environment.
fn has_named_container(input: &Input<'_>, is_own: &impl Fn(FileId) -> bool) -> bool {
    composed(input, is_own).any(|workload| {
        let mut containers = workload.containers.iter();
        let is_built = containers.any(|container| {
            let image = container.image.as_ref();
            container.build.is_some() || image.is_some_and(|image| image.value.contains('$'))
        });
        workload.is_named_container && is_built
    })
}

/// What the manifests of the repository run.
fn composed<'f>(
    input: &'f Input<'_>,
    is_own: &impl Fn(FileId) -> bool,
) -> impl Iterator<Item = &'f Workload> {
    let files = input.facts.iter().filter(|(file, _)| is_own(**file));
    let manifests = files.flat_map(|(_, facts)| &facts.facts);
    let workloads = manifests.filter_map(|facts| match facts {
        Facts::Manifest(manifest) => Some(&manifest.workloads),
        _ => None,
    });
    workloads.flatten()
}

/// Whether a manifest is one of Kubernetes that runs something.
fn is_of_cluster(facts: &Facts) -> bool {
    matches!(facts, Facts::Manifest(manifest) if manifest.platform == Platform::Kubernetes && (manifest.is_template || !manifest.workloads.is_empty()))
}

/// Whether `path` is a file of a platform that replaces instances one after the other.
fn is_of_platform(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    PLATFORMS.contains(&name) || PLATFORM_ENDINGS.iter().any(|ending| name.ends_with(ending))
}
