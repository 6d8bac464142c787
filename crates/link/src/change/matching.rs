//! Which operation of the newer state follows which of the older one.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::contract::{Document, Path, Server};
use model::{Contracts, Place};

use super::pairs;
use crate::contract::operation::{View, operations};

/// Every operation of the paths of a contract.
pub fn views(contracts: &Contracts, root: Place) -> Vec<View<'_>> {
    viewed(contracts, root, contracts.paths(root))
}

/// Every webhook of a contract.
pub fn webhook_views(contracts: &Contracts, root: Place) -> Vec<View<'_>> {
    let webhooks = contracts.document(root).webhooks.iter();
    viewed(contracts, root, webhooks.map(|path| (root, path)).collect())
}

fn viewed<'c>(
    contracts: &'c Contracts,
    root: Place,
    paths: Vec<(Place, &'c Path)>,
) -> Vec<View<'c>> {
    let security = contracts.document(root).security.as_deref();
    paths
        .into_iter()
        .flat_map(|(place, path)| {
            let at = contracts.span(place, path.at);
            operations(contracts, &path.path, at, place.beside(path.item), security)
        })
        .collect()
}

/// What two operations have in common, given the path that the server puts before.
type Key = dyn Fn(&View<'_>, &str) -> String;

/// The newer operation of each older one: the same path, the same but for the names of its
/// parameters, or the same once the path of the server is put before it.
pub fn matched(
    old: &[View<'_>],
    new: &[View<'_>],
    old_base: &str,
    new_base: &str,
) -> BTreeMap<usize, usize> {
    let mut matches = BTreeMap::new();
    let mut taken = BTreeSet::new();
    let keys: [&Key; 3] = [
        &|view, _| view.path.to_owned(),
        &|view, _| pairs::shape(view.path),
        &|view, base| pairs::shape(&format!("{base}{}", view.path)),
    ];
    for key in keys {
        if matches.len() == old.len() {
            break;
        }
        let mut free: BTreeMap<(&str, String), usize> = BTreeMap::new();
        for (index, view) in new.iter().enumerate() {
            if !taken.contains(&index) {
                let method = view.method;
                free.entry((method, key(view, new_base))).or_insert(index);
            }
        }
        for (index, view) in old.iter().enumerate() {
            let method = view.method;
            if !matches.contains_key(&index)
                && let Some(&other) = free.get(&(method, key(view, old_base)))
                && taken.insert(other)
            {
                matches.insert(index, other);
            }
        }
    }
    matches
}

/// The path that the first server puts before every path; empty if there is none.
pub fn base_path(document: &Document) -> &str {
    document.servers.first().map_or("", path_of)
}

/// The paths of all servers.
pub fn base_paths(document: &Document) -> BTreeSet<&str> {
    match document.servers.is_empty() {
        true => BTreeSet::from([""]),
        false => document.servers.iter().map(path_of).collect(),
    }
}

fn path_of(server: &Server) -> &str {
    let url = server.url.as_str();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    path.trim_end_matches('/')
}

/// Where the operations of a whole state are, by method and shape of their full path.
pub struct Elsewhere<'c> {
    places: BTreeMap<(String, String), (Place, View<'c>)>,
}

impl<'c> Elsewhere<'c> {
    /// The operations of every contract of `now` of which `base` has no earlier state with the same
    /// operation: only there can an operation have moved to.
    pub fn new(base: &Contracts, now: &'c Contracts, roots: &[(Option<Place>, Place)]) -> Self {
        let mut places = BTreeMap::new();
        for (old, new) in roots {
            let known: BTreeSet<(String, String)> =
                old.iter().flat_map(|old| keys(base, *old)).collect();
            let document = now.document(*new);
            for view in views(now, *new) {
                let key = key(base_path(document), &view);
                if !known.contains(&key) {
                    places.entry(key).or_insert((*new, view));
                }
            }
        }
        Elsewhere { places }
    }

    /// The operation that `view`, of a contract under `base_path`, has become in a contract other than `own`.
    pub fn find(&self, base_path: &str, view: &View<'_>, own: Option<Place>) -> Option<&View<'c>> {
        let (root, found) = self.places.get(&key(base_path, view))?;
        (Some(*root) != own).then_some(found)
    }
}

fn keys(contracts: &Contracts, root: Place) -> Vec<(String, String)> {
    let document = contracts.document(root);
    views(contracts, root)
        .iter()
        .map(|view| key(base_path(document), view))
        .collect()
}

fn key(base_path: &str, view: &View<'_>) -> (String, String) {
    let path = format!("{base_path}{}", view.path);
    (view.method.to_owned(), pairs::shape(&path))
}
