//! Contracts of which the code of the repository serves nothing, though it serves much else: what others serve, what stands
//! in for others, or what nobody serves.

use std::collections::{BTreeMap, HashSet};

use model::facts::Facts;
use model::path::folder;
use model::{Api, Id, System};

use super::aside;
use crate::Input;
use crate::roles::Roles;

/// Code that serves so many operations shows what is served.
const ROUTES_MIN: usize = 20;

/// Code that serves so many shows it where the contract says the same: by its place, or by knowing no error.
const ROUTES_FEW: usize = 5;

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

/// Fills `api.is_unserved`, `api.documents_errors` and `api.is_secured_in_code`, and sets aside the files of stand-ins, of what
/// was put away, of what gateways are set up from, and of contracts that a build makes clients of, or that lie where
/// others' lie.
pub fn mark(input: &Input<'_>, system: &mut System) {
    secure(input, system);
    for index in 0..system.endpoints.len() {
        let endpoint = &system.endpoints.rows()[index];
        let (api, has_errors) = (endpoint.api, !endpoint.errors.is_empty());
        system.apis[api].documents_errors |= has_errors;
    }
    let served = by_api(system);
    let roles = Roles::new(input);
    let called = aside::called(input, 1);
    for (api, is_served) in served {
        let file = system.apis[api].at.file;
        let path = input.path(file);
        let is_of_others = || {
            folder(path).split('/').any(is_of_others_by_name)
                || called.contains(path)
                || roles.is_of_pages(path)
        };
        if is_served == Some(false) && is_of_others()
            || stands_in(path)
            || folder(path).split('/').any(|part| PUT_AWAY.contains(&part))
            || is_for_gateway(&system.apis[api])
        {
            system.files[Id::new(file.0 as usize)].is_set_aside = true;
        }
    }
}

/// Fills `api.is_secured_in_code`.
fn secure(input: &Input<'_>, system: &mut System) {
    let makes = |facts: &Facts| matches!(facts, Facts::MakesSecurityScheme);
    let made = (input.facts.iter()).filter(|(_, facts)| facts.facts.iter().any(makes));
    let services: HashSet<_> = made.map(|(file, _)| system.owner(*file)).collect();
    for id in system.apis.ids().collect::<Vec<_>>() {
        let owner = system.owner(system.apis[id].at.file);
        system.apis[id].is_secured_in_code = services.contains(&owner);
    }
}

/// Whether what others serve lies in folders that are called `part`: `clients`, `wsclient`.
fn is_of_others_by_name(part: &str) -> bool {
    OTHERS.contains(&part) || part.ends_with("client") && !part.contains(['-', '_'])
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

/// Whether the code serves something of each contract; `None` where it serves too little to tell. Fills `api.is_unserved`.
fn by_api(system: &mut System) -> BTreeMap<Id<Api>, Option<bool>> {
    let routes = system.routes.rows().iter();
    let paths: HashSet<Vec<String>> = (routes.filter(|route| route.method != "RPC"))
        .map(|route| shape(&route.path))
        .filter(|path| is_telling(path))
        .collect();
    let ends: HashSet<&[String]> = paths.iter().flat_map(|path| ends_of(path)).collect();
    let is_served = |path: &str| {
        let path = shape(path);
        // Either may leave out what stands before: the server's base, or the prefix of a router.
        ends.contains(&path[..]) || ends_of(&path).any(|end| paths.contains(end))
    };
    let mut served: BTreeMap<Id<Api>, bool> = BTreeMap::new();
    for endpoint in system.endpoints.rows() {
        let known = served.entry(endpoint.api).or_default();
        *known = *known || is_served(&endpoint.path);
    }
    let routes = paths.len();
    for (api, is_served) in &served {
        let api = &mut system.apis[*api];
        let is_told = routes >= ROUTES_MIN || routes >= ROUTES_FEW && !api.documents_errors;
        api.is_unserved = is_told && !is_served;
    }
    let told = served.into_iter();
    told.map(|(api, is_served)| (api, (routes >= ROUTES_FEW).then_some(is_served)))
        .collect()
}

/// The parts of a path, parameters alike.
fn shape(path: &str) -> Vec<String> {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let part = |part: &str| match part.contains(['{', ':', '<', '*']) {
        true => "{}".to_owned(),
        false => part.to_ascii_lowercase(),
    };
    parts.map(part).collect()
}

/// Whether a part of a path says more than that something stands there.
fn is_telling(path: &[String]) -> bool {
    path.iter().any(|part| part != "{}")
}

/// What a path ends with, itself first, as far as that tells something.
fn ends_of(path: &[String]) -> impl Iterator<Item = &[String]> {
    (0..path.len())
        .map(|start| &path[start..])
        .filter(|end| is_telling(end))
}
