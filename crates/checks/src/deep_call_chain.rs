//! Chains of services that wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use model::{Call, Id, Match, Matches, Review, Service};
use serde::Deserialize;

/// The parameters of the rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// The most calls that may follow each other.
    pub most_calls: usize,
}

/// One match for each first service of a chain that is too long and continues no longer chain, at
/// its first call. Services in a cycle are the business of another rule.
pub fn review(cx: Review<'_>, with: &With) -> Matches {
    let system = cx.system;
    let mut matches = Matches {
        judged: system.services.len(),
        ..Matches::default()
    };
    let mut calls = Calls::new();
    let mut called = BTreeSet::new();
    for (id, call) in system.calls.iter() {
        if call.is_hint_only || call.caller == call.callee {
            continue;
        }
        match call.is_blocking.known() {
            Some(true) => {
                calls.entry(call.caller).or_default().push((id, call.callee));
                called.insert(call.callee);
            }
            Some(false) => {}
            None => matches.silent("whether a call waits"),
        }
    }
    let mut longest: BTreeMap<Id<Service>, Vec<Id<Call>>> = BTreeMap::new();
    for service in system.services.ids().filter(|id| !called.contains(id)) {
        let Some(chain) = chain(service, &calls, &mut longest, &mut BTreeSet::new()) else {
            matches.silent("a cycle has no end");
            continue;
        };
        if chain.len() <= with.most_calls {
            continue;
        }
        let name = |id: Id<Service>| system.services[id].name.as_str();
        let mut names = vec![format!("`{}`", name(service))];
        names.extend(
            chain
                .iter()
                .map(|call| format!("`{}`", name(system.calls[*call].callee))),
        );
        let mut found = Match::of(service.row_ref())
            .at(system.calls[chain[0]].at)
            .value("chain", names.join(" → "))
            .value("calls", chain.len())
            .value("most", with.most_calls);
        for call in &chain[1..] {
            let row = &system.calls[*call];
            let label = format!("`{}` waits for `{}`", name(row.caller), name(row.callee));
            found = found.related(row.at, label);
        }
        matches.matches.push(found);
    }
    matches
}

/// The blocking calls of each service: the call and whom it reaches.
type Calls = BTreeMap<Id<Service>, Vec<(Id<Call>, Id<Service>)>>;

/// The longest chain of calls from a service on; `None` if one of them leads into a cycle.
fn chain(
    service: Id<Service>,
    calls: &Calls,
    longest: &mut BTreeMap<Id<Service>, Vec<Id<Call>>>,
    open: &mut BTreeSet<Id<Service>>,
) -> Option<Vec<Id<Call>>> {
    /// Services that a chain is followed through; recursion is bounded by it.
    const MAX_CHAIN: usize = 256;
    if let Some(known) = longest.get(&service) {
        return Some(known.clone());
    }
    if open.len() >= MAX_CHAIN || !open.insert(service) {
        return None;
    }
    let mut best = Vec::new();
    for (call, callee) in calls.get(&service).into_iter().flatten() {
        let rest = chain(*callee, calls, longest, open)?;
        if rest.len() + 1 > best.len() {
            best = vec![*call];
            best.extend(rest);
        }
    }
    open.remove(&service);
    longest.insert(service, best.clone());
    Some(best)
}
