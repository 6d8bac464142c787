//! Whether the version before has gone when a migration runs: the program brings its migrations along, runs them as it
//! starts, and nothing shows or says that several instances of it run.

use model::facts::Facts;
use model::facts::manifest::Platform;
use model::{FileId, FileRole};

use super::run::Replayed;
use crate::Input;

/// Files that a platform reads which replaces instances one after the other.
const PLATFORMS: &[&str] = &[
    "Chart.yaml",
    "app.yaml",
    "fly.toml",
    "heroku.yml",
    "kustomization.yaml",
    "nais.yaml",
    "render.yaml",
    "skaffold.yaml",
];
/// What the names of further such files end with.
const PLATFORM_ENDINGS: &[&str] = &[".bicep", ".nomad", ".tf"];

/// Marks the steps of a program that runs alone.
pub fn judge(input: &Input<'_>, role: impl Fn(FileId) -> FileRole, replayed: &mut [Replayed<'_>]) {
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
    let is_alone = says(|facts| matches!(facts, Facts::EmbedsMigrations))
        && !says(|facts| matches!(facts, Facts::SeveralInstances))
        && !says(is_of_cluster)
        && !input.paths.iter().any(|path| is_of_platform(path));
    let migrations = replayed.iter_mut().flat_map(|one| &mut one.migrations);
    for step in migrations.flat_map(|migration| &mut migration.steps) {
        step.is_alone = is_alone;
    }
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
