//! Workloads of all manifests, with what they take from others: `extends`, `.env`, variable files,
//! ConfigMaps. What stays unresolved is unknown.

use std::collections::{BTreeMap, BTreeSet};

use code::Role;
use model::facts::Facts;
use model::facts::manifest::{Container, Manifest, Platform, Workload};
use model::{FileId, Span};

use super::variables::{Style, interpolate};
use crate::Input;

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
}

/// Manifests whose names belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A Compose project: the manifests of one folder.
    Compose(String),
    /// All Kubernetes manifests.
    Kubernetes,
}

/// A variable and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The name.
    pub name: String,
    /// The value; the error is the name of the variable that hides it.
    pub value: Result<String, String>,
    /// The value as written.
    pub written: String,
    /// Where the value stands.
    pub at: Span,
    /// Whether it comes with a whole set, which others may take too.
    pub is_shared: bool,
}

/// Longest value of a variable that others are put into.
const VALUE_BYTES_LIMIT: usize = 16 * 1024;

/// `include` that are followed from one file; files that include each other end there.
const MAX_INCLUDES: usize = 16;

/// `extends` that are followed from one service.
const MAX_EXTENDS: usize = 8;

/// All manifests of the repository, joined.
#[derive(Default)]
pub struct Instances {
    /// Workloads, in the order of the files.
    pub all: Vec<Instance>,
    /// Names that reach workloads in Kubernetes: name, numbers of the instances, manifest.
    pub addresses: Vec<Reached>,
    /// Names of the addresses that requests from outside reach.
    pub entrances: BTreeSet<String>,
    /// Kind (lower case) and name of what an autoscaler scales.
    pub scaled: BTreeSet<(String, String)>,
    /// Whether a LimitRange gives containers limits that they do not set.
    pub has_default_limits: bool,
    /// Folders of charts whose templates are not read, with their number.
    pub templates: BTreeMap<String, usize>,
}

/// A Service of Kubernetes.
pub struct Reached {
    /// The manifest.
    pub file: FileId,
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
                    if is_aside(input.path(file)) {
                        set_aside.push((file, manifest));
                    } else {
                        manifests.push((file, manifest));
                    }
                }
            }
        }
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
        for (file, manifest) in &manifests {
            found.read(input, *file, manifest, &manifests, &projects);
        }
        found.select();
        found
    }

    fn read(
        &mut self,
        input: &Input<'_>,
        file: FileId,
        manifest: &Manifest,
        all: &[(FileId, &Manifest)],
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
        for workload in &manifest.workloads {
            // A job ends; it is no part of what the system is made of.
            if workload.kind == "job" {
                continue;
            }
            let mut workload = workload.clone();
            extend(&mut workload, input, file, all, 0);
            let variables = match manifest.platform {
                Platform::Aspire => Vec::new(),
                Platform::Compose => compose_variables(input, folder, &workload, file),
                Platform::Kubernetes => kubernetes_variables(input, &workload, file, all),
            };
            if manifest.platform == Platform::Compose {
                resolve_texts(input, folder, &mut workload);
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
            });
        }
        for address in &manifest.addresses {
            self.addresses.push(Reached {
                file,
                address: address.clone(),
                instances: Vec::new(),
            });
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

/// The folder of the Compose project that includes each included file.
fn projects(input: &Input<'_>, manifests: &[(FileId, &Manifest)]) -> BTreeMap<FileId, String> {
    let mut included: BTreeMap<FileId, FileId> = BTreeMap::new();
    for (file, manifest) in manifests {
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

/// Whether a manifest describes a test, an example or a tool, and not the system.
pub fn is_aside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_test = super::technology::words(&name).iter().any(|word| {
        matches!(
            word.as_str(),
            "test" | "tests" | "testing" | "ci" | "e2e" | "benchmark" | "example"
        )
    });
    is_test
        || path.starts_with('.')
        || path.contains("/.")
        || matches!(
            code::role(path, ""),
            Role::Test | Role::Example | Role::Vendored
        )
        || path.split('/').any(|folder| {
            matches!(
                folder,
                "test"
                    | "tests"
                    | "e2e"
                    | "examples"
                    | "example"
                    | "samples"
                    | "testdata"
                    | "node_modules"
                    | "vendor"
                    | "third_party"
                    | "docs"
                    | "extras"
                    | "hack"
            )
        })
}

fn has_server_package(input: &Input<'_>) -> bool {
    input.facts.iter().any(|(&file, facts)| {
        !is_aside(input.path(file))
            && facts.facts.iter().any(|facts| {
                matches!(facts, Facts::Package(package) if package.runtime == code::Runtime::Server)
            })
    })
}

/// The environment that a path names; empty if it names none.
fn environment(path: &str) -> &'static str {
    let lower = path.to_ascii_lowercase();
    for word in super::technology::words(&lower).iter().rev() {
        match word.as_str() {
            "prod" | "production" | "live" | "release" => return "production",
            "staging" | "stage" | "preprod" => return "staging",
            "dev" | "development" | "local" | "override" | "debug" | "localhost"
            | "devcontainer" | "minikube" | "kind" => {
                return "development";
            }
            _ => {}
        }
    }
    ""
}

fn extend(
    workload: &mut Workload,
    input: &Input<'_>,
    file: FileId,
    all: &[(FileId, &Manifest)],
    depth: usize,
) {
    let Some((other_file, name)) = workload.extends.clone() else {
        return;
    };
    if depth == MAX_EXTENDS {
        return;
    }
    let other_path = match &other_file {
        Some(path) => model::path::join(input.path(file), path),
        None => Some(input.path(file).to_owned()),
    };
    let base = all.iter().find_map(|(id, manifest)| {
        (Some(input.path(*id)) == other_path.as_deref())
            .then(|| {
                manifest
                    .workloads
                    .iter()
                    .find(|workload| workload.name.value == name)
            })
            .flatten()
            .map(|workload| (*id, workload))
    });
    let Some((base_file, base)) = base else {
        return;
    };
    let mut base = base.clone();
    extend(&mut base, input, base_file, all, depth + 1);
    workload.starts_after.extend(base.starts_after);
    workload.aliases.extend(base.aliases);
    workload.replicas = workload.replicas.take().or(base.replicas);
    if let (Some(own), Some(base)) = (
        workload.containers.first_mut(),
        base.containers.into_iter().next(),
    ) {
        inherit(own, base, input, file, base_file);
    }
}

/// Source: Compose specification, "extends": mappings are merged, single values are the service's own.
fn inherit(
    own: &mut Container,
    base: Container,
    input: &Input<'_>,
    file: FileId,
    base_file: FileId,
) {
    own.image = own.image.take().or(base.image);
    if own.build.is_none() {
        own.build = base.build.map(|mut build| {
            // The folder is relative to the file that it stands in.
            if let Some(context) = model::path::join(input.path(base_file), &build.context.value) {
                let depth = input.path(file).matches('/').count();
                build.context.value = format!("./{}{context}", "../".repeat(depth));
            }
            build
        });
    }
    for variable in base.environment {
        if !own
            .environment
            .iter()
            .any(|known| known.name == variable.name)
        {
            own.environment.push(variable);
        }
    }
    own.environment_from.extend(base.environment_from);
    own.ports.extend(base.ports);
    own.mounts.extend(base.mounts);
    if own.command.is_empty() {
        own.command = base.command;
    }
    if own.readiness == Default::default() {
        own.readiness = base.readiness;
    }
    own.memory_limit = own.memory_limit.take().or(base.memory_limit);
    own.user = own.user.take().or(base.user);
    own.privileged = own.privileged.take().or(base.privileged);
}

/// The variables of `.env` beside a Compose file, by which its own text is filled.
fn dot_env(input: &Input<'_>, folder: &str) -> BTreeMap<String, String> {
    let path = if folder.is_empty() {
        ".env".to_owned()
    } else {
        format!("{folder}/.env")
    };
    environment_file(input, &path)
        .into_iter()
        .filter_map(|resolved| Some((resolved.name, resolved.value.ok()?)))
        .collect()
}

/// An address whose credentials alone are hidden, without them: a password from elsewhere hides no host.
fn without_credentials(text: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let (credentials, address) = rest.rsplit_once('@')?;
    let is_address = scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+:.-".contains(&byte))
        && !credentials.contains('/');
    let address = interpolate(address, Style::Compose, lookup).ok()?;
    is_address.then(|| format!("{scheme}://{address}"))
}

fn environment_file(input: &Input<'_>, path: &str) -> Vec<Resolved> {
    let Some(file) = input.file(path) else {
        return Vec::new();
    };
    let mut found: Vec<Resolved> = Vec::new();
    for facts in input
        .facts
        .get(&file)
        .into_iter()
        .flat_map(|facts| &facts.facts)
    {
        let Facts::Environment(variables) = facts else {
            continue;
        };
        for variable in variables {
            let known: BTreeMap<&str, &str> = found
                .iter()
                .filter_map(|known| Some((known.name.as_str(), known.value.as_deref().ok()?)))
                .collect();
            let lookup = |name: &str| known.get(name).map(|value| (*value).to_owned());
            let value = interpolate(
                variable.value.as_deref().unwrap_or_default(),
                Style::Compose,
                &lookup,
            );
            found.push(Resolved {
                name: variable.name.clone(),
                value,
                at: variable.at.in_file(file),
                written: variable.value.clone().unwrap_or_default(),
                is_shared: true,
            });
        }
    }
    found
}

fn compose_variables(
    input: &Input<'_>,
    folder: &str,
    workload: &Workload,
    file: FileId,
) -> Vec<Resolved> {
    let dot_env = dot_env(input, folder);
    let lookup = |name: &str| dot_env.get(name).cloned();
    let mut found: BTreeMap<String, Resolved> = BTreeMap::new();
    for container in &workload.containers {
        for path in &container.environment_from {
            let path = interpolate(&path.value, Style::Compose, &lookup);
            if let Some(path) = path
                .ok()
                .and_then(|path| model::path::join(input.path(file), &path))
            {
                for resolved in environment_file(input, &path) {
                    found.insert(resolved.name.clone(), resolved);
                }
            }
        }
        for variable in &container.environment {
            let value = match &variable.value {
                Some(value) => interpolate(value, Style::Compose, &lookup)
                    .or_else(|name| without_credentials(value, &lookup).ok_or(name)),
                None => lookup(&variable.name).ok_or_else(|| variable.name.clone()),
            };
            found.insert(
                variable.name.clone(),
                Resolved {
                    name: variable.name.clone(),
                    value,
                    at: variable.at.in_file(file),
                    written: variable.value.clone().unwrap_or_default(),
                    is_shared: false,
                },
            );
        }
    }
    found.into_values().collect()
}

/// How many folders two paths share from the root on.
fn nearness(one: &str, other: &str) -> usize {
    one.split('/')
        .zip(other.split('/'))
        .take_while(|(one, other)| one == other)
        .count()
}

fn kubernetes_variables(
    input: &Input<'_>,
    workload: &Workload,
    file: FileId,
    all: &[(FileId, &Manifest)],
) -> Vec<Resolved> {
    // Of sets of one name, in variants of one system, the nearest is meant.
    let path = input.path(file);
    let nearest = |name: &str| {
        all.iter()
            .flat_map(|(id, manifest)| manifest.sets.iter().map(move |set| (*id, set)))
            .filter(|(_, set)| set.name.value == name)
            .max_by_key(|(id, _)| (nearness(input.path(*id), path), std::cmp::Reverse(*id)))
    };
    let mut found: BTreeMap<String, Resolved> = BTreeMap::new();
    for container in &workload.containers {
        for source in &container.environment_from {
            if let Some((id, set)) = nearest(&source.value) {
                for variable in &set.variables {
                    found.insert(
                        variable.name.clone(),
                        Resolved {
                            name: variable.name.clone(),
                            value: variable.value.clone().ok_or_else(|| set.name.value.clone()),
                            at: variable.at.in_file(id),
                            written: variable.value.clone().unwrap_or_default(),
                            is_shared: true,
                        },
                    );
                }
            }
        }
        for variable in &container.environment {
            let mut at = variable.at.in_file(file);
            let value = match (&variable.value, &variable.from) {
                (Some(value), _) => Ok(value.clone()),
                (None, Some((name, key))) => {
                    let entry = nearest(name).and_then(|(id, set)| {
                        Some((id, set.variables.iter().find(|entry| entry.name == *key)?))
                    });
                    if let Some((id, entry)) = entry {
                        at = entry.at.in_file(id);
                    }
                    entry
                        .and_then(|(_, entry)| entry.value.clone())
                        .ok_or_else(|| name.clone())
                }
                (None, None) => Err(variable.name.clone()),
            };
            found.insert(
                variable.name.clone(),
                Resolved {
                    name: variable.name.clone(),
                    value,
                    at,
                    written: variable.value.clone().unwrap_or_default(),
                    is_shared: false,
                },
            );
        }
    }
    // `$(NAME)` stands for a variable of the same container.
    let values: BTreeMap<String, String> = found
        .values()
        .filter_map(|resolved| Some((resolved.name.clone(), resolved.value.clone().ok()?)))
        .collect();
    for resolved in found.values_mut() {
        if let Ok(text) = &mut resolved.value
            && text.contains("$(")
        {
            for (name, value) in &values {
                if text.len() > VALUE_BYTES_LIMIT {
                    break;
                }
                *text = text.replace(&format!("$({name})"), value);
            }
        }
    }
    found.into_values().collect()
}

/// Fills the texts of a Compose workload that later stages compare; one that stays unknown keeps its `$`.
fn resolve_texts(input: &Input<'_>, folder: &str, workload: &mut Workload) {
    let dot_env = dot_env(input, folder);
    let lookup = |name: &str| dot_env.get(name).cloned();
    let fill = |text: &mut String| {
        if let Ok(filled) = interpolate(text, Style::Compose, &lookup) {
            *text = filled;
        }
    };
    for container in &mut workload.containers {
        if let Some(image) = &mut container.image {
            fill(&mut image.value);
        }
        if let Some(build) = &mut container.build {
            fill(&mut build.context.value);
            if let Some(dockerfile) = &mut build.dockerfile {
                fill(dockerfile);
            }
        }
        for port in &mut container.ports {
            fill(&mut port.target);
            if let Some(published) = &mut port.published {
                fill(published);
            }
            if let Some(address) = &mut port.address {
                fill(address);
            }
        }
        for text in container.command.iter_mut().chain(&mut container.logging) {
            fill(&mut text.value);
        }
        for text in [&mut container.memory_limit, &mut container.user]
            .into_iter()
            .flatten()
        {
            fill(&mut text.value);
        }
    }
    if let Some(replicas) = &mut workload.replicas {
        fill(&mut replicas.value);
    }
    for alias in &mut workload.aliases {
        fill(alias);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(without_credentials(text, &|_| None).as_deref(), expected);
    }

    #[test]
    fn a_hidden_password_hides_no_host() {
        check(
            "postgres://a:${PASSWORD}@db:5432/a",
            Some("postgres://db:5432/a"),
        );
        check("postgres://a:b@${HOST}/a", None);
        check("http://${HOST}/a@b", None);
    }
}
