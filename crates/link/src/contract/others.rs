//! Contracts that lie in a repository and say nothing of what it serves: what others serve, what stands in for others, what
//! was put away, and what gateways are set up from. What is found there is worth no more than a thought.

use std::cell::LazyCell;

use model::facts::Facts;
use model::path::folder;
use model::{Api, Id, System};

use super::{aside, served};
use crate::Input;
use crate::graph::applied::names;
use crate::roles::Roles;

/// Folders of what others serve, by their names.
const OTHERS: &[&str] = &[
    "client",
    "clients",
    "consumed",
    "downstream",
    "external",
    "integration",
    "integrations",
    "partner",
    "partners",
];

/// Folders of what was put away, by their names.
const PUT_AWAY: &[&str] = &["archive", "archived", "deprecated", "obsolete"];

/// What the names of folders hold of what stands in for others.
const MOCKS: &[&str] = &[
    "imposter",
    "mock",
    "mocks",
    "mockserver",
    "stubs",
    "wiremock",
];

/// Sets aside the files of stand-ins, of what was put away, of what gateways are set up from, and of contracts that the code
/// serves nothing of and that a build makes clients of, or that lie where others' lie.
pub fn set_aside(input: &Input<'_>, system: &mut System) {
    let served = served::mark(system);
    // Most contracts are served: all packages are gone through for the others alone.
    let roles = LazyCell::new(|| Roles::new(input));
    let called = LazyCell::new(|| aside::called(input, 1));
    let downloaded = downloaded(input);
    for (api, is_served) in served {
        let file = system.apis[api].at.file;
        let path = input.path(file);
        let is_of_others = || {
            folder(path).split('/').any(is_of_others_by_name)
                || called.contains(path)
                || roles.is_of_pages(path)
        };
        if is_served == Some(false) && is_of_others()
            || downloaded.iter().any(|(by, name)| names(by, name, path))
            || is_copied(path)
            || stands_in(path)
            || folder(path).split('/').any(|part| PUT_AWAY.contains(&part))
            || is_for_gateway(&system.apis[api])
        {
            system.files[Id::new(file.0 as usize)].is_set_aside = true;
        }
    }
}

/// Whether what others serve lies in folders that are called `part`: `clients`, `wsclient`.
fn is_of_others_by_name(part: &str) -> bool {
    OTHERS.contains(&part) || part.ends_with("client") && !part.contains(['-', '_'])
}

/// What scripts bring from elsewhere: the script, and the path that it writes.
fn downloaded<'i>(input: &'i Input<'_>) -> Vec<(&'i str, &'i str)> {
    let mut found = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            if let Facts::Downloaded(names) = facts {
                found.extend(names.iter().map(|name| (input.path(file), name.as_str())));
            }
        }
    }
    found
}

/// Whether the name of a contract says that it is a copy: `stock-copy.yaml`.
fn is_copied(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    stem.split(['-', '_', ' ']).next_back() == Some("copy")
}

/// Whether a gateway of Amazon's is set up from it, which fills in its variables: what the contract says stands elsewhere.
fn is_for_gateway(api: &Api) -> bool {
    const VARIABLE: &str = "${stageVariables";
    api.name.contains(VARIABLE) || api.servers.iter().any(|url| url.contains(VARIABLE))
}

/// Whether a contract lies in a folder of what stands in for others.
fn stands_in(path: &str) -> bool {
    let mut parts = folder(path).split('/');
    parts.any(|part| {
        part.split(['-', '_', '.'])
            .any(|word| MOCKS.contains(&word))
    })
}
