//! Services that wait for each other in a cycle.

use std::collections::{BTreeMap, BTreeSet};

use model::{Call, EvidenceKind, Id, Match, Matches, Review, Service, ServiceKind, Span, System};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// Who calls, and who is called, by their positions.
type Step = (usize, usize);

/// One match for each set of services that wait for each other, at the call that closes it:
/// the call whose caller's name comes last. Hints are no calls. What a proxy or a gateway hands on closes no
/// cycle: it sends a request to the one service that its path belongs to, not back to who asks. Nor does the
/// address of pages for browsers, which is handed out. A cycle through what others build is theirs to break. The row of the
/// match is the call that neither code nor a setting of the service shows, if there is one.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let system = cx.system;
    let mut matches = Matches {
        judged: system.services.len(),
        ..Matches::default()
    };
    let code = Code::of(system);
    let shared = shared_places(system);
    let mut graph: DiGraphMap<usize, ()> = DiGraphMap::new();
    let is_handed_on = |id: Id<Call>, call: &Call| {
        let evidence = system.edges.get(&id.row_ref()).into_iter().flatten();
        system.services[call.caller].kind == ServiceKind::Gateway
            || evidence.map(|one| one.kind).any(|kind| kind == EvidenceKind::Proxy)
    };
    let is_page = |call: &Call| system.services[call.callee].kind == ServiceKind::Web;
    for (id, call) in system.calls.iter() {
        if call.is_hint_only || call.caller == call.callee || is_handed_on(id, call) || is_page(call) {
            continue;
        }
        if !code.shows(call) {
            matches.silent("whether an address that is only named is called");
            continue;
        }
        if is_handed_to_all(system, &shared, id, call) {
            matches.silent("which service reads a variable that all are given");
            continue;
        }
        match call.is_blocking.known() {
            Some(true) => {
                graph.add_edge(call.caller.index(), call.callee.index(), ());
            }
            Some(false) => {}
            None => matches.silent("whether a call waits"),
        }
    }
    let is_own = |index: &usize| system.services[Id::<Service>::new(*index)].is_built_here;
    let mut cycles: Vec<Vec<usize>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| shortest_cycle(&graph, &component))
        .filter(|cycle| cycle.iter().all(is_own))
        .collect();
    cycles.sort();
    let mut steps: BTreeMap<Step, Vec<(Id<Call>, &Call)>> = BTreeMap::new();
    for (id, call) in system.calls.iter() {
        let step = (call.caller.index(), call.callee.index());
        steps.entry(step).or_default().push((id, call));
    }
    for cycle in cycles {
        let name = |index: usize| system.services[Id::<Service>::new(index)].name.as_str();
        let names: Vec<String> = cycle
            .iter()
            .chain(cycle.first())
            .map(|&index| format!("`{}`", name(index)))
            .collect();
        let calls: Vec<_> = cycle
            .iter()
            .zip(cycle.iter().cycle().skip(1))
            .filter_map(|(&from, &to)| {
                let calls = steps.get(&(from, to)).into_iter().flatten().copied();
                calls.into_iter().find(|(id, call)| {
                    !call.is_hint_only && code.shows(call) && !is_handed_to_all(system, &shared, *id, call)
                })
            })
            .collect();
        let Some(((first, first_call), rest)) = calls.split_first() else {
            continue;
        };
        // A cycle is as sure as the least sure of its calls.
        let is_coded = |call: &Call| {
            matches!(
                call.evidence,
                EvidenceKind::Code | EvidenceKind::Client | EvidenceKind::Configuration
            )
        };
        let weakest = calls.iter().find(|(_, call)| !is_coded(call));
        let subject = weakest.map_or(*first, |(id, _)| *id);
        let mut found = Match::of(subject.row_ref())
            .at(first_call.at)
            .value("cycle", names.join(" → "));
        for (_, call) in rest {
            let label = format!("`{}` waits for `{}`", name(call.caller.index()), name(call.callee.index()));
            found = found.related(call.at, label);
        }
        matches.matches.push(found);
    }
    matches
}

/// The services whose code is known to call somebody, and to serve.
struct Code {
    calling: BTreeSet<Id<Service>>,
    serving: BTreeSet<Id<Service>>,
}

impl Code {
    fn of(system: &System) -> Code {
        let clients = system.clients.iter();
        let routes = system.routes.iter();
        // Who probably owns the code is enough here: a row names its service only where it is sure.
        Code {
            calling: clients
                .filter_map(|(_, client)| system.owner(client.at.file))
                .collect(),
            serving: routes
                .filter_map(|(_, route)| system.owner(route.at.file))
                .collect(),
        }
    }

    /// Whether more than a name shows a call. Where the code of a service is known, names an address or is given one, and
    /// calls nobody at all, it hands the address out, as a sign-on server does with those that it sends browsers back to,
    /// or lets those in who come from there.
    fn shows(&self, call: &Call) -> bool {
        self.calling.contains(&call.caller)
            || call.evidence != EvidenceKind::Code && !self.serving.contains(&call.caller)
    }
}

/// Percent of the variables of the larger of two workloads that make theirs one set.
const SET_PERCENT: usize = 80;

/// Where variables show a call.
fn places(system: &System, id: Id<Call>) -> impl Iterator<Item = Span> {
    let evidence = system.edges.get(&id.row_ref()).into_iter().flatten();
    let variables = evidence.filter(|one| one.kind == EvidenceKind::Environment);
    variables.map(|one| one.at.at)
}

/// The places whose variables show calls of several services.
fn shared_places(system: &System) -> BTreeSet<Span> {
    let mut callers: BTreeMap<Span, Id<Service>> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    for (id, call) in system.calls.iter() {
        for place in places(system, id) {
            if *callers.entry(place).or_insert(call.caller) != call.caller {
                shared.insert(place);
            }
        }
    }
    shared
}

/// Whether nothing but variables shows a call, which one set of variables gives several services: they stand at one
/// place, or the callee is given the same ones.
fn is_handed_to_all(system: &System, shared: &BTreeSet<Span>, id: Id<Call>, call: &Call) -> bool {
    let evidence = |id: Id<Call>| system.edges.get(&id.row_ref()).into_iter().flatten();
    if call.evidence != EvidenceKind::Environment
        || evidence(id).any(|one| {
            matches!(
                one.kind,
                EvidenceKind::Code | EvidenceKind::Client | EvidenceKind::Configuration
            )
        })
    {
        return false;
    }
    if places(system, id).all(|place| shared.contains(&place)) {
        return true;
    }
    let names = |service: Id<Service>| -> Vec<BTreeSet<&str>> {
        let workloads = system.services[service].workloads.iter();
        workloads
            .map(|workload| {
                let variables = system.workloads[*workload].variables.iter();
                variables.map(|variable| system.variables[*variable].name.as_str()).collect()
            })
            .collect()
    };
    let theirs = names(call.callee);
    names(call.caller).iter().any(|ours| {
        theirs.iter().any(|theirs| {
            let shared = ours.intersection(theirs).count();
            shared > 1 && shared * 100 >= ours.len().max(theirs.len()) * SET_PERCENT
        })
    })
}

/// A shortest cycle through the smallest member of a strongly connected component, from there on.
fn shortest_cycle(graph: &DiGraphMap<usize, ()>, component: &[usize]) -> Vec<usize> {
    let start = *component.iter().min().expect("a component has members");
    let mut previous = std::collections::BTreeMap::new();
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        let mut next: Vec<usize> = graph.neighbors(node).filter(|n| component.contains(n)).collect();
        next.sort_unstable();
        for neighbor in next {
            if neighbor == start {
                let mut cycle = vec![node];
                while let Some(&before) = previous.get(cycle.last().expect("a path has members")) {
                    cycle.push(before);
                }
                cycle.reverse();
                return cycle;
            }
            if neighbor != start && !previous.contains_key(&neighbor) {
                previous.insert(neighbor, node);
                queue.push_back(neighbor);
            }
        }
    }
    component.to_vec()
}
