//! The service graph as JSON, Mermaid or DOT.

use std::collections::HashMap;
use std::fmt::Write;

use model::{Id, RowRef, Span, System};
use serde::Serialize;

use crate::escape;

/// How the graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `{"nodes":[…],"edges":[…]}`
    Json,
    /// A Mermaid flowchart.
    Mermaid,
    /// Graphviz.
    Dot,
}

#[derive(Serialize)]
struct Graph<'s> {
    nodes: Vec<Node<'s>>,
    edges: Vec<Edge<'s>>,
}

#[derive(Serialize)]
struct Node<'s> {
    name: &'s str,
    kind: &'static str,
    aliases: &'s [String],
}

#[derive(Serialize)]
struct Edge<'s> {
    from: &'s str,
    to: &'s str,
    kind: &'s str,
    evidence: Vec<Evidence>,
}

#[derive(Serialize)]
struct Evidence {
    path: String,
    line: u32,
    kind: &'static str,
}

/// The graph of `system`; `place` gives the path and the line of a span. Edges that only a start order
/// hints at are left out, because they are no proof.
pub fn write(system: &System, format: Format, place: &dyn Fn(Span) -> (String, u32)) -> String {
    let graph = graph(system, place);
    match format {
        Format::Json => {
            let text =
                serde_json::to_string_pretty(&graph).expect("a graph of texts and numbers is JSON");
            let mut text = escape::json(text);
            text.push('\n');
            text
        }
        Format::Mermaid => mermaid(&graph),
        Format::Dot => dot(&graph),
    }
}

fn graph<'s>(system: &'s System, place: &dyn Fn(Span) -> (String, u32)) -> Graph<'s> {
    // Where there is a system, what only documents declare is no part of it yet.
    let is_design = system
        .services
        .rows()
        .iter()
        .all(|service| service.is_declared_only);
    let is_planned = |store: Id<model::Datastore>| {
        let mut uses = system
            .uses
            .rows()
            .iter()
            .filter(|uses| uses.datastore == store)
            .peekable();
        let row = &system.datastores[store];
        row.is_published.known().is_none()
            && uses.peek().is_some()
            && uses.all(|uses| uses.is_declared_only)
    };
    let services = system
        .services
        .rows()
        .iter()
        .filter(|service| is_design || !service.is_declared_only);
    let services = services.map(|service| Node {
        name: &service.name,
        kind: service.kind.word(),
        aliases: &service.aliases,
    });
    let stores = system
        .datastores
        .iter()
        .filter(|(id, _)| is_design || !is_planned(*id));
    let stores = stores.map(|(_, store)| Node {
        name: &store.name,
        kind: store.kind.word(),
        aliases: &store.aliases,
    });
    let evidence = |row: RowRef| {
        system
            .edges
            .get(&row)
            .into_iter()
            .flatten()
            .map(|evidence| {
                let (path, line) = place(evidence.at.at);
                Evidence {
                    path,
                    line,
                    kind: evidence.kind.word(),
                }
            })
            .collect()
    };
    let calls = system
        .calls
        .iter()
        .filter(|(_, call)| !call.is_hint_only && (is_design || !call.is_declared_only))
        .map(|(id, call)| Edge {
            from: &system.services[call.caller].name,
            to: &system.services[call.callee].name,
            kind: if call.protocol.is_empty() {
                "call"
            } else {
                &call.protocol
            },
            evidence: evidence(id.row_ref()),
        });
    let uses = system
        .uses
        .iter()
        .filter(|(_, uses)| !uses.is_hint_only && (is_design || !uses.is_declared_only))
        .map(|(id, uses)| {
            let store = &system.datastores[Id::new(uses.datastore.index())];
            Edge {
                from: &system.services[uses.service].name,
                to: &store.name,
                kind: store.kind.word(),
                evidence: evidence(id.row_ref()),
            }
        });
    Graph {
        nodes: services.chain(stores).collect(),
        edges: calls.chain(uses).collect(),
    }
}

/// Source: Mermaid documentation, "Flowcharts"; `#quot;` stands for a quotation mark.
fn mermaid(graph: &Graph<'_>) -> String {
    let node = |id: usize, node: &Node<'_>| {
        let name = printable(node.name)
            .replace('#', "#35;")
            .replace('"', "#quot;")
            .replace('<', "#lt;");
        let (open, close) = match node.kind {
            "database" | "cache" | "search" | "objects" => ("[(", ")]"),
            "broker" => ("[[", "]]"),
            "external" => ("([", "])"),
            _ => ("[", "]"),
        };
        format!("n{id}{open}\"{name}\"{close}")
    };
    let lines = lines(graph, node, |from, to| format!("n{from} --> n{to}"));
    format!("flowchart LR\n{lines}")
}

/// Source: Graphviz documentation, "DOT Language": in a quoted text only the quotation mark is escaped.
fn dot(graph: &Graph<'_>) -> String {
    let node = |id: usize, node: &Node<'_>| {
        let name = printable(node.name)
            .replace('\\', "\\\\")
            .replace('"', "\\\"");
        let shape = match node.kind {
            "database" | "cache" | "search" | "objects" => "cylinder",
            "broker" => "cds",
            "external" => "ellipse",
            _ => "box",
        };
        format!("n{id} [label=\"{name}\", shape={shape}];")
    };
    let lines = lines(graph, node, |from, to| format!("n{from} -> n{to};"));
    format!("digraph system {{\n    rankdir=LR;\n{lines}}}\n")
}

/// A line for each node and each edge. A node is called by its position, which no syntax forbids.
fn lines(
    graph: &Graph<'_>,
    node: impl Fn(usize, &Node<'_>) -> String,
    edge: impl Fn(usize, usize) -> String,
) -> String {
    let names = graph.nodes.iter().map(|node| node.name);
    let position: HashMap<&str, usize> = names.zip(0..).collect();
    let nodes = (0..).zip(&graph.nodes).map(|(id, row)| node(id, row));
    let edges = graph.edges.iter();
    let edges = edges.map(|row| edge(position[row.from], position[row.to]));
    nodes.chain(edges).fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "    {line}");
        text
    })
}

fn printable(name: &str) -> String {
    crate::mask::one_line(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{At, FileId, Service, ServiceKind};

    fn system() -> System {
        let mut system = System::default();
        let at = At::new(0..1).in_file(FileId(0));
        for name in ["a\"b", "c"] {
            system.services.push(Service {
                at,
                name: name.to_owned(),
                aliases: Vec::new(),
                kind: ServiceKind::Service,
                owner: None,
                root: None,
                is_built_here: true,
                deployments: Vec::new(),
                is_declared_only: false,
                is_needed: false,
                calls: Vec::new(),
                callers: Vec::new(),
                uses: Vec::new(),
                endpoints: Vec::new(),
                workloads: Vec::new(),
            });
        }
        for is_hint_only in [false, true] {
            system.calls.push(model::Call {
                at,
                caller: Id::new(usize::from(is_hint_only)),
                callee: Id::new(usize::from(!is_hint_only)),
                protocol: "http".to_owned(),
                is_blocking: true.into(),
                evidence: model::EvidenceKind::Code,
                is_declared_only: false,
                is_hint_only,
            });
        }
        system
    }

    #[track_caller]
    fn check(format: Format, expected: &str) {
        let text = write(&system(), format, &|_| ("x.yaml".to_owned(), 1));
        assert_eq!(text, expected);
    }

    #[test]
    fn names_are_escaped_and_hints_left_out() {
        check(
            Format::Mermaid,
            "flowchart LR\n    n0[\"a#quot;b\"]\n    n1[\"c\"]\n    n0 --> n1\n",
        );
        check(
            Format::Dot,
            "digraph system {\n    rankdir=LR;\n    n0 [label=\"a\\\"b\", shape=box];\n    n1 [label=\"c\", shape=box];\n    n0 -> n1;\n}\n",
        );
    }
}
