//! Services that depend on each other in a circle by design, where the design does not say whether they wait.

use std::collections::BTreeMap;

use model::{DeclaredCall, Id, Match, Matches, Review, Service};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use serde::Deserialize;

/// No parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// One match for each set of services that depend on each other, at the first dependency. Circles in which all are known to
/// wait are left to `dependency-cycle`, which is sure of them; dependencies that are known not to wait close no circle.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let system = cx.system;
    let mut edges: BTreeMap<(usize, usize), Id<DeclaredCall>> = BTreeMap::new();
    let mut graph: DiGraphMap<usize, ()> = DiGraphMap::new();
    for (id, call) in system.declared_calls.iter() {
        let caller = system.service_definitions[call.definition].service;
        let Some(callee) = call.service else { continue };
        if call.is_blocking.known() == Some(&false) {
            continue;
        }
        graph.add_edge(caller.index(), callee.index(), ());
        edges.entry((caller.index(), callee.index())).or_insert(id);
    }
    let mut matches = Matches {
        judged: system.service_definitions.len(),
        ..Matches::default()
    };
    let mut circles: Vec<Vec<usize>> = tarjan_scc(&graph);
    circles.retain(|circle| circle.len() > 1);
    circles.iter_mut().for_each(|circle| circle.sort_unstable());
    circles.sort();
    for circle in circles {
        let within: Vec<_> = edges.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to)).collect();
        let is_sure = within.iter().all(|(_, id)| system.declared_calls[**id].is_blocking.known().is_some());
        let Some(((_, first), rest)) = within.split_first().filter(|_| !is_sure) else {
            continue;
        };
        let names: Vec<String> = circle.iter().map(|&index| format!("`{}`", system.services[Id::<Service>::new(index)].name)).collect();
        let mut found = Match::of(first.row_ref()).value("services", names.join(", "));
        for (_, id) in rest {
            let call = &system.declared_calls[**id];
            found = found.related(call.at, format!("`{}` depends on `{}`", call.caller, call.callee));
        }
        matches.matches.push(found);
    }
    matches
}
