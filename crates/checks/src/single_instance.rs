//! Services that run once, and that others wait for.

use std::collections::BTreeSet;

use model::{Id, Match, Matches, Review, Service, System, Workload};
use serde::Deserialize;

use crate::shared_database::works;

/// The parameters of the rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// How many others must need a service.
    pub least_callers: usize,
}

/// One match for all such services together: running one instance of everything is one habit. It
/// stands at the service that most others wait for.
pub fn review(cx: Review<'_>, with: &With) -> Matches {
    let system = cx.system;
    let mut matches = Matches::default();
    let mut found: Vec<(usize, Id<Workload>, Id<Service>)> = Vec::new();
    for (id, workload) in system.workloads.iter() {
        let Some(service) = workload.service else {
            continue;
        };
        let is_lasting = matches!(workload.kind.as_str(), "deployment" | "statefulset");
        let is_scaled_in_compose = workload.kind == "compose";
        if workload.is_development
            || workload.has_autoscaler
            || !(is_lasting || is_scaled_in_compose)
            || has_several_workloads(system, service)
        {
            continue;
        }
        matches.judged += 1;
        let callers: BTreeSet<Id<Service>> = system
            .calls
            .iter()
            .filter(|(_, call)| call.callee == service && !call.is_hint_only)
            .filter(|(_, call)| call.is_blocking.known() == Some(&true))
            .map(|(_, call)| call.caller)
            .filter(|caller| works(system, *caller) && runs_on(system, *caller, workload))
            .collect();
        // What is bought for a system whose own code is here, such as a mail catcher, is no decision of it.
        let is_bought = !system.services[service].is_built_here
            && callers.iter().any(|caller| system.services[*caller].is_built_here);
        if is_bought {
            continue;
        }
        match workload.replicas.known() {
            Some(1) if callers.len() >= with.least_callers => {
                found.push((callers.len(), id, service));
            }
            Some(_) => {}
            None => matches.silent("the number of instances"),
        }
    }
    found.sort_by_key(|(callers, id, _)| (std::cmp::Reverse(*callers), *id));
    let Some(((callers, id, service), others)) = found.split_first() else {
        return matches;
    };
    let name = &system.services[*service].name;
    let tail = match others.len() {
        0 => String::new(),
        1 => format!(", and so does `{}`", system.services[others[0].2].name),
        count => format!(", and so do {count} more that others wait for"),
    };
    let mut one = Match::of(id.row_ref())
        .value("service", name)
        .value("callers", callers)
        .value("others", tail);
    for (callers, id, service) in others {
        let name = &system.services[*service].name;
        let label = format!("`{name}` runs as a single instance; {callers} services wait for it");
        one = one.related(system.workloads[*id].at, label);
    }
    matches.matches.push(one);
    matches
}

/// Whether a service runs beside `workload`: one that only another platform runs waits for another instance.
fn runs_on(system: &System, service: Id<Service>, workload: &Workload) -> bool {
    let workloads = &system.services[service].workloads;
    workloads.is_empty()
        || workloads
            .iter()
            .any(|id| system.workloads[*id].platform == workload.platform)
}

/// Whether more than one workload runs a service: its versions stand in for each other.
fn has_several_workloads(system: &System, service: Id<Service>) -> bool {
    let lasting = system.services[service]
        .workloads
        .iter()
        .filter(|id| !system.workloads[**id].is_development);
    lasting.count() > 1
}
