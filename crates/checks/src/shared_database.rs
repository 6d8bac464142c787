//! Databases that more than one service uses.

use std::collections::{BTreeMap, BTreeSet};

use model::{DatastoreKind, Id, Match, Matches, Package, Review, Service, ServiceKind, Span, System, Uses};
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// One match for each database inside a store that services of different code use. Databases of
/// different names inside one server are not shared; one whose name is not known may be.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let system = cx.system;
    let mut matches = Matches::default();
    let mut found: Vec<Shared> = Vec::new();
    let has_code = !system.packages.is_empty();
    for (store, row) in system.datastores.iter() {
        if row.kind != DatastoreKind::Database {
            continue;
        }
        matches.judged += 1;
        let mut databases: BTreeMap<&str, Vec<Id<Uses>>> = BTreeMap::new();
        for (id, uses) in system.uses.iter() {
            if uses.datastore != store || uses.is_hint_only || !works(system, uses.service) {
                continue;
            }
            match uses.database.known() {
                Some(Some(name)) => databases.entry(name).or_default().push(id),
                Some(None) => {}
                None => matches.silent("the database is not named"),
            }
        }
        for (name, users) in databases {
            let mut distinct: Vec<Id<Uses>> = Vec::new();
            let is_built = |id: &Id<Uses>| system.services[system.uses[*id].service].is_built_here;
            let has_built = users.iter().any(is_built);
            for id in users {
                // What is bought beside one's own code reads another's data on purpose: replication, a console.
                if has_built && !is_built(&id) {
                    continue;
                }
                if !has_built && has_code {
                    matches.silent("which code the images hold");
                    continue;
                }
                let service = system.uses[id].service;
                let is_new = distinct
                    .iter()
                    .all(|known| !is_same_code(system, system.uses[*known].service, service));
                if is_new {
                    distinct.push(id);
                }
            }
            let [first, others @ ..] = distinct.as_slice() else {
                continue;
            };
            if others.is_empty() {
                continue;
            }
            let service = |id: Id<Uses>| &system.services[system.uses[id].service].name;
            let names: Vec<String> = distinct
                .iter()
                .map(|id| format!("`{}`", service(*id)))
                .collect();
            let services = distinct.iter().map(|id| system.uses[*id].service).collect();
            let label = format!("{} share `{name}` of `{}` too", list(&names), row.name);
            if let Some(shared) = found.iter_mut().find(|shared| shared.is_variant(name, &services)) {
                shared.others.push((system.uses[*first].at, label));
                continue;
            }
            let mut one = Match::of(store.row_ref())
                .at(system.uses[*first].at)
                .value("database", name)
                .value("services", list(&names))
                .value("first", service(*first));
            for id in others {
                let label = format!("`{}` uses `{name}` too", service(*id));
                one = one.related(system.uses[*id].at, label);
            }
            found.push(Shared {
                database: name.to_owned(),
                services,
                one,
                others: Vec::new(),
            });
        }
    }
    for shared in found {
        let related = shared.others.into_iter();
        let one = related.fold(shared.one, |one, (at, label)| one.related(at, label));
        matches.matches.push(one);
    }
    matches
}

/// One decision to share: the same services may do so in each variant of a deployment, where another
/// server holds a database of the same name.
struct Shared {
    database: String,
    services: BTreeSet<Id<Service>>,
    one: Match,
    others: Vec<(Span, String)>,
}

impl Shared {
    fn is_variant(&self, database: &str, services: &BTreeSet<Id<Service>>) -> bool {
        self.database == database
            && (self.services.is_superset(services) || self.services.is_subset(services))
    }
}

/// Whether a service does work of its own: dashboards and the like may look into every store.
fn works(system: &System, service: Id<Service>) -> bool {
    matches!(
        system.services[service].kind,
        ServiceKind::Service | ServiceKind::Web | ServiceKind::Auth | ServiceKind::Gateway
    )
}

/// Whether two services run the same code: built from one folder or package, started from one image,
/// or split from one product whose tables a package keeps that both are built with.
pub fn is_same_code(system: &System, one: Id<Service>, other: Id<Service>) -> bool {
    if one == other {
        return true;
    }
    let root = |service: Id<Service>| system.services[service].root.as_deref();
    if root(one).is_some() && root(one) == root(other) {
        return true;
    }
    if packages(system, one)
        .intersection(&packages(system, other))
        .next()
        .is_some()
    {
        return true;
    }
    let images = |service: Id<Service>| -> Vec<&str> {
        system
            .containers
            .iter()
            .filter(|(_, container)| {
                system.workloads[container.workload].service == Some(service)
            })
            .filter_map(|(_, container)| container.image.known()?.as_deref())
            .map(|image| image.split(['@']).next().unwrap_or(image))
            .collect()
    };
    let theirs = images(other);
    images(one).iter().any(|image| theirs.contains(image))
}

/// Packages of the repository that a service is built with, directly or through others, and that keep
/// tables: those in which migrations or queries stand and that no service owns.
fn packages(system: &System, service: Id<Service>) -> BTreeSet<Id<Package>> {
    let name = |name: &'_ str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let mut open: Vec<String> = system
        .packages
        .iter()
        .filter(|(_, package)| package.service == Some(service))
        .flat_map(|(_, package)| package.dependencies.iter().map(|needed| name(needed)))
        .collect();
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    let mut found = BTreeSet::new();
    while let Some(needed) = open.pop() {
        let shared = system.packages.iter().filter(|(_, package)| {
            package.service.is_none() && !package.root.is_empty() && name(&package.name) == needed
        });
        for (id, package) in shared {
            if keeps_tables(system, &package.root) {
                found.insert(id);
            }
            for next in package.dependencies.iter().map(|next| name(next)) {
                if seen.insert(next.clone()) {
                    open.push(next);
                }
            }
        }
    }
    found
}

fn keeps_tables(system: &System, folder: &str) -> bool {
    let is_below = |file: model::FileId| model::path::is_below(&system.file(file).path, folder);
    system.migrations.iter().any(|(_, row)| is_below(row.at.file))
        || system.queries.iter().any(|(_, row)| is_below(row.at.file))
}

/// Names as a list for people: `a`, `b` and `c`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
