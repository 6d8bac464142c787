//! Contracts of which the code of the repository serves nothing, though it serves much else: what others serve, or what
//! nobody does.

use std::collections::{BTreeMap, HashSet};

use model::{Api, Id, System};

/// Code that serves so many operations shows what is served.
const ROUTES_MIN: usize = 20;

/// Fills `api.is_unserved`.
pub fn mark(system: &mut System) {
    let routes = system.routes.rows().iter();
    let paths: HashSet<Vec<String>> = (routes.filter(|route| route.method != "RPC"))
        .map(|route| shape(&route.path))
        .filter(|path| is_telling(path))
        .collect();
    if paths.len() < ROUTES_MIN {
        return;
    }
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
    for (api, is_served) in served {
        system.apis[api].is_unserved = !is_served;
    }
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
