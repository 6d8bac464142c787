//! Databases that more than one service uses.

use std::collections::BTreeMap;

use model::{DatastoreKind, Id, Match, Matches, Review, Service, ServiceKind, System, Uses};
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
            for id in users {
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
            let mut found = Match::of(store.row_ref())
                .at(system.uses[*first].at)
                .value("database", name)
                .value("services", list(&names))
                .value("first", service(*first));
            for id in others {
                let label = format!("`{}` uses `{name}` too", service(*id));
                found = found.related(system.uses[*id].at, label);
            }
            matches.matches.push(found);
        }
    }
    matches
}

/// Whether a service does work of its own: dashboards and the like may look into every store.
fn works(system: &System, service: Id<Service>) -> bool {
    matches!(
        system.services[service].kind,
        ServiceKind::Service | ServiceKind::Web | ServiceKind::Auth | ServiceKind::Gateway
    )
}

/// Whether two services run the same code: built from one folder, or started from one image.
pub fn is_same_code(system: &System, one: Id<Service>, other: Id<Service>) -> bool {
    if one == other {
        return true;
    }
    let root = |service: Id<Service>| system.services[service].root.as_deref();
    if root(one).is_some() && root(one) == root(other) {
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

/// Names as a list for people: `a`, `b` and `c`.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
