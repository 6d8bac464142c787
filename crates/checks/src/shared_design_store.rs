//! Databases that the designs of several services name, before any of them is built.

use model::{DatastoreKind, Match, Matches, Review};
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// One match for each database that two services use by their designs alone, at the second of them.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let system = cx.system;
    let mut matches = Matches::default();
    for (_, store) in system.datastores.iter() {
        let is_declared = store.users.iter().all(|id| system.uses[*id].is_declared_only);
        if store.kind != DatastoreKind::Database || !is_declared {
            continue;
        }
        matches.judged += 1;
        let (Some(first), Some(second)) = (store.users.first(), store.users.get(1)) else {
            continue;
        };
        let name = |id| format!("`{}`", system.services[system.uses[id].service].name);
        let names: Vec<String> = store.users.iter().map(|id| name(*id)).collect();
        let mut found = Match::of(second.row_ref()).value("services", names.join(", "));
        for id in std::iter::once(first).chain(&store.users[2..]) {
            found = found.related(system.uses[*id].at, format!("{} keeps its data here", name(*id)));
        }
        matches.matches.push(found);
    }
    matches
}
