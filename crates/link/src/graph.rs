//! The service graph: what the system is made of, and who depends on whom, with all evidence.

pub(crate) mod applied;
mod candidates;
mod certain;
mod code_rows;
mod coded;
mod constants;
mod contents;
mod declared;
mod dependencies;
mod destinations;
mod development;
mod directory;
mod documents;
mod edges;
mod extends;
mod folders;
mod groups;
mod implied;
mod instances;
mod joined;
mod joining;
mod mentions;
mod named;
mod operations;
mod outbound;
mod overlays;
mod owners;
mod proxies;
mod purpose;
mod roots;
mod settings;
mod spring;
mod stated;
mod targets;
mod technology;
mod units;
mod values;
mod variables;

use std::collections::BTreeMap;

use model::{Call, EvidenceKind, Id, Known, Service, ServiceKind, System, Uses};

pub use instances::{Instance, Instances, Scope};
pub use named::idle as idle_settings;
pub use roots::Root;
pub use technology::{Product, base_name as image_name, is_product, of_image, words};
pub use units::Unit;

use crate::Input;
use edges::{Edge, Edges};

/// What the areas of ownership, graph and deployment share: the units of the system and their rows.
pub struct Draft<'a> {
    /// All manifests.
    pub instances: Instances,
    /// Folders that build something.
    pub roots: BTreeMap<String, Root<'a>>,
    /// Services and stores.
    pub units: Vec<Unit>,
    /// The kinds of those that are services.
    pub kinds: Vec<ServiceKind>,
    /// The unit that owns each file.
    pub owners: Vec<Option<usize>>,
    /// Edges, by the positions of their units.
    edges: BTreeMap<(usize, usize), Edge>,
    rows: Vec<code_rows::Coded>,
}

/// Finds the units and the edges between them.
pub fn draft<'a>(input: &Input<'a>) -> Draft<'a> {
    let instances = Instances::of(input);
    let roots = roots::roots(input);
    let mut units = units::units(input, &instances, &roots);
    named::name(input, &mut units);
    let mut kinds: Vec<ServiceKind> = units
        .iter()
        .map(|unit| owners::service_kind(unit, &roots))
        .collect();
    let found = owners::owners(input, &instances, &units);
    let certain = certain::certain(input, &instances, &units, &roots, &found);
    let mut owners = found.of;
    proxies::add(input, &mut units, &mut kinds, &mut owners);
    let rows;
    let mut all = BTreeMap::new();
    if units.is_empty() {
        let mut edges = Edges::new(&mut units, &mut kinds);
        rows = coded::code(&mut edges, input, &owners, &certain, &Vec::new());
    } else {
        let mut edges = Edges::new(&mut units, &mut kinds);
        edges.described = documents::keys(input, &owners);
        let environment = declared::environment(&edges, &instances, &roots);
        declared::workloads(&mut edges, &instances, input, &owners);
        declared::policies(&mut edges, &instances);
        declared::dockerfiles(&mut edges, &roots);
        implied::builds(&mut edges, &roots);
        settings::settings(&mut edges, input, &owners, &environment);
        rows = coded::code(&mut edges, input, &owners, &certain, &environment);
        implied::drivers(&mut edges, &roots);
        implied::outside(&mut edges, &roots);
        implied::image_defaults(&mut edges, &instances);
        implied::default_routes(&mut edges, input, &owners, &roots);
        declared::namesakes(&mut edges);
        edges.tell_dashboards_apart();
        all = std::mem::take(&mut edges.all);
    }
    Draft {
        instances,
        roots,
        units,
        kinds,
        owners,
        edges: all,
        rows,
    }
}

/// Whether a variable of this name may hold the address of another.
pub fn holds_host(name: &str) -> bool {
    directory::Directory::holds_host(name)
}

/// How much an evidence proves; the least number the most.
fn rank(kind: EvidenceKind) -> u8 {
    match kind {
        EvidenceKind::Client => 0,
        EvidenceKind::Code => 1,
        EvidenceKind::Proxy => 2,
        EvidenceKind::Configuration => 3,
        EvidenceKind::Environment => 4,
        EvidenceKind::Build => 5,
        EvidenceKind::Policy => 6,
        EvidenceKind::Name => 7,
        EvidenceKind::Declared => 8,
        EvidenceKind::StartOrder => 9,
    }
}

/// Fills `call`, `uses`, `route`, `client`, `publishes`, `consumes`, and says which services are needed.
pub fn link(draft: Draft<'_>, rows: &Rows, system: &mut System) {
    let mut needed = std::collections::BTreeSet::new();
    for ((from, to), mut edge) in draft.edges {
        let Some(caller) = rows.service(from) else {
            continue;
        };
        edge.evidence
            .sort_by_key(|evidence| (rank(evidence.kind), evidence.at.at));
        for evidence in &mut edge.evidence {
            evidence.at.label = label(
                evidence.kind,
                &draft.units[from].name,
                &draft.units[to].name,
            );
        }
        let Some(strongest) = edge.evidence.first() else {
            continue;
        };
        let (at, kind) = (strongest.at.at, strongest.kind);
        let is_hint_only = kind == EvidenceKind::StartOrder;
        let row = if let Some(datastore) = rows.datastores[to] {
            let mut names: Vec<&String> = edge.databases.iter().flatten().collect();
            names.sort();
            names.dedup();
            let database = match names[..] {
                [only] => Known::Is(Some(only.clone())),
                [] => match edge.hidden {
                    Some(reason) => Known::unknown(reason),
                    None if edge.databases.is_empty() => Known::unknown("no address names it"),
                    None => Known::Is(None),
                },
                _ => Known::unknown("several are named"),
            };
            let id = system.uses.push(Uses {
                at,
                service: caller,
                datastore,
                database,
                evidence: kind,
                is_declared_only: false,
                is_hint_only,
            });
            id.row_ref()
        } else if let Some(callee) = rows.service(to) {
            if !is_hint_only {
                needed.insert(callee);
            }
            let id = system.calls.push(Call {
                at,
                caller,
                callee,
                is_blocking: edges::waits(&edge.protocol, draft.kinds[to]),
                protocol: edge.protocol,
                evidence: kind,
                is_declared_only: false,
                is_hint_only,
            });
            id.row_ref()
        } else {
            continue;
        };
        system.edges.insert(row, edge.evidence);
    }
    for (id, service) in system.services.iter_mut() {
        service.is_needed = needed.contains(&id);
    }
    code_rows::fill(draft.rows, system, &|unit| rows.service(unit));
}

fn label(kind: EvidenceKind, from: &str, to: &str) -> String {
    match kind {
        EvidenceKind::Client => format!("`{from}` calls `{to}` here"),
        EvidenceKind::Code => format!("the code of `{from}` names `{to}` here"),
        EvidenceKind::Proxy => format!("`{from}` passes requests on to `{to}` here"),
        EvidenceKind::Configuration => format!("the settings of `{from}` name `{to}` here"),
        EvidenceKind::Environment => format!("a variable of `{from}` names `{to}` here"),
        EvidenceKind::Build => format!("`{from}` is built with the client of `{to}`"),
        EvidenceKind::Policy => format!("a network policy lets `{from}` reach `{to}`"),
        EvidenceKind::Name => format!("`{to}` has the name of `{from}`"),
        EvidenceKind::Declared => format!("a document says that `{from}` uses `{to}`"),
        EvidenceKind::StartOrder => format!("`{from}` starts after `{to}`"),
    }
}

/// The rows of the units.
pub struct Rows {
    /// Services, by the unit's position; `None` for stores.
    pub services: Vec<Option<Id<Service>>>,
    /// Stores, by the unit's position; `None` for services.
    pub datastores: Vec<Option<Id<model::Datastore>>>,
}

impl Rows {
    /// The service of a unit.
    pub fn service(&self, unit: usize) -> Option<Id<Service>> {
        self.services.get(unit).copied().flatten()
    }
}
