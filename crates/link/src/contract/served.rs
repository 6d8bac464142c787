//! Contracts of which the code of the repository serves nothing, though it serves much else: what others serve, or what
//! nobody does.

use std::collections::{BTreeMap, HashSet};

use model::{Api, Id, System};

/// Code that serves so many operations shows what is served.
const ROUTES_MIN: usize = 20;

/// Code that serves so many shows it where the contract says the same: by its place, or by knowing no error.
const ROUTES_FEW: usize = 5;

/// Whether the code serves something of each contract; `None` where it serves too little to tell. Fills `api.is_unserved`,
/// `api.documents_errors` and `api.mostly_documents_errors`.
pub fn mark(system: &mut System) -> BTreeMap<Id<Api>, Option<bool>> {
    if system.endpoints.is_empty() {
        return BTreeMap::new();
    }
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
    let mut known: BTreeMap<Id<Api>, Operations> = BTreeMap::new();
    for endpoint in system.endpoints.rows() {
        let known = known.entry(endpoint.api).or_default();
        known.is_served = known.is_served || is_served(&endpoint.path);
        let has_default = endpoint.statuses.iter().any(|status| status == "default");
        known.with_errors += usize::from(has_default || !endpoint.errors.is_empty());
        known.all += 1;
    }
    let routes = paths.len();
    let mut told = BTreeMap::new();
    for (id, known) in known {
        let api = &mut system.apis[id];
        api.documents_errors = known.with_errors > 0;
        api.mostly_documents_errors = known.with_errors * 2 >= known.all;
        let is_told = routes >= ROUTES_MIN || routes >= ROUTES_FEW && !api.documents_errors;
        api.is_unserved = is_told && !known.is_served;
        told.insert(id, (routes >= ROUTES_FEW).then_some(known.is_served));
    }
    told
}

/// What is known of the operations of a contract.
#[derive(Default)]
struct Operations {
    /// Whether code serves one.
    is_served: bool,
    /// How many document an error.
    with_errors: usize,
    /// How many there are.
    all: usize,
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
