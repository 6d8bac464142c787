//! The variables of a workload with their values: from the manifest, `.env`, variable files, ConfigMaps.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::facts::manifest::{Manifest, Variable, Workload};
use model::{FileId, Span};

use super::variables::{Style, interpolate};
use crate::Input;

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

/// The variables of `.env` beside a Compose file, by which its own text is filled.
pub(super) fn dot_env(input: &Input<'_>, folder: &str) -> BTreeMap<String, String> {
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
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
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
            let lookup = |name: &str| known.get(name).cloned();
            let value = interpolate(
                variable.value.as_deref().unwrap_or_default(),
                Style::Compose,
                &lookup,
            );
            if let Ok(value) = &value {
                known.insert(&variable.name, value.clone());
            }
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

pub(super) fn compose_variables(
    input: &Input<'_>,
    dot_env: &BTreeMap<String, String>,
    workload: &Workload,
    file: FileId,
) -> Vec<Resolved> {
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

/// Sets of variables of all manifests, by name.
pub(super) type Sets<'m> = BTreeMap<&'m str, Vec<Set<'m>>>;

/// One set of variables, with the manifest that it stands in.
pub(super) struct Set<'m> {
    file: FileId,
    name: &'m str,
    variables: &'m [Variable],
    /// The first variable of each name.
    named: BTreeMap<&'m str, &'m Variable>,
}

/// Gathers the sets that workloads may take variables from.
pub(super) fn sets<'m>(all: &[(FileId, &'m Manifest)]) -> Sets<'m> {
    let mut sets = Sets::new();
    for (file, manifest) in all {
        for set in &manifest.sets {
            let name = set.name.value.as_str();
            let mut named = BTreeMap::new();
            for variable in &set.variables {
                named.entry(variable.name.as_str()).or_insert(variable);
            }
            sets.entry(name).or_default().push(Set {
                file: *file,
                name,
                variables: &set.variables,
                named,
            });
        }
    }
    sets
}

pub(super) fn kubernetes_variables(
    input: &Input<'_>,
    workload: &Workload,
    file: FileId,
    sets: &Sets<'_>,
) -> Vec<Resolved> {
    // Of sets of one name, in variants of one system, the nearest is meant.
    let path = input.path(file);
    let nearest = |name: &str| {
        let named = sets.get(name).into_iter().flatten();
        named.max_by_key(|set| {
            let nearness = nearness(input.path(set.file), path);
            (nearness, std::cmp::Reverse(set.file))
        })
    };
    let mut found: BTreeMap<String, Resolved> = BTreeMap::new();
    for container in &workload.containers {
        for source in &container.environment_from {
            if let Some(set) = nearest(&source.value) {
                for variable in set.variables {
                    found.insert(
                        variable.name.clone(),
                        Resolved {
                            name: variable.name.clone(),
                            value: variable.value.clone().ok_or_else(|| set.name.to_owned()),
                            at: variable.at.in_file(set.file),
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
                    let set = nearest(name);
                    let entry = set.and_then(|set| Some((set.file, *set.named.get(key.as_str())?)));
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
        if let Ok(text) = &mut resolved.value {
            put_in(text, &values);
        }
    }
    found.into_values().collect()
}

/// Puts the values of variables into a text that names them, in the order of their names.
fn put_in(text: &mut String, values: &BTreeMap<String, String>) {
    let mut last: Option<String> = None;
    while text.len() <= VALUE_BYTES_LIMIT {
        let named = text.match_indices("$(").filter_map(|(at, _)| {
            let (name, _) = text[at + 2..].split_once(')')?;
            let is_next = last.as_deref().is_none_or(|last| last < name);
            values.get_key_value(name).filter(|_| is_next)
        });
        let Some((name, value)) = named.min() else {
            return;
        };
        last = Some(name.clone());
        *text = text.replace(&format!("$({name})"), value);
    }
}

/// Fills the texts of a Compose workload that later stages compare; one that stays unknown keeps its `$`.
pub(super) fn resolve_texts(dot_env: &BTreeMap<String, String>, workload: &mut Workload) {
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
