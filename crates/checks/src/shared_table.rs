//! Tables that the queries of more than one service touch.

use std::collections::BTreeMap;

use model::{Access, FileRole, Id, Match, Matches, Review, Service};
use serde::Deserialize;

use crate::shared_database::{Code, list};

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// The services that reach each table, by its row, with their first access.
type Users = BTreeMap<usize, Vec<(Id<Service>, Id<Access>)>>;

/// One match for each table, at the first query of a service that does not own its database.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let system = cx.system;
    let code = Code::of(system);
    let mut matches = Matches {
        judged: system.tables.len(),
        ..Matches::default()
    };
    let mut users = Users::new();
    for (id, access) in system.accesses.iter() {
        let query = &system.queries[access.query];
        let role = system.file(query.at.file).role;
        let Some(service) = query.service else {
            continue;
        };
        if !matches!(role, FileRole::Server | FileRole::Browser) {
            continue;
        }
        let known = users.entry(access.table.index()).or_default();
        if known
            .iter()
            .all(|(other, _)| !code.is_same(*other, service))
        {
            known.push((service, id));
        }
    }
    for (table, mut users) in users {
        if users.len() < 2 {
            continue;
        }
        // Samples and variants that never run together have tables of the same name.
        let together = |one: Id<Service>, other: Id<Service>| {
            let theirs = &system.services[other].deployments;
            let mut own = system.services[one].deployments.iter();
            own.any(|deployment| theirs.contains(deployment))
        };
        let all: Vec<Id<Service>> = users.iter().map(|(service, _)| *service).collect();
        users.retain(|(service, _)| all.iter().any(|other| other != service && together(*service, *other)));
        if users.len() < 2 {
            matches.silent("whether the services run together");
            continue;
        }
        let table = Id::new(table);
        let row = &system.tables[table];
        let owner = system.databases[row.database].service;
        users.sort_by_key(|(service, _)| {
            let is_owner = owner.is_some_and(|owner| code.is_same(owner, *service));
            (is_owner, service.index())
        });
        let names: Vec<String> = users
            .iter()
            .map(|(service, _)| format!("`{}`", system.services[*service].name))
            .collect();
        let at = |access: Id<Access>| system.queries[system.accesses[access].query].at;
        let mut found = Match::of(table.row_ref())
            .at(at(users[0].1))
            .value("services", list(&names))
            .value("first", &system.services[users[0].0].name);
        for (service, access) in &users[1..] {
            let label = format!("`{}` touches it here", system.services[*service].name);
            found = found.related(at(*access), label);
        }
        matches.matches.push(found);
    }
    matches
}
