//! Edges between units while they are found, each with all its evidence.

use std::collections::{BTreeMap, BTreeSet};

use model::{DatastoreKind, EdgeEvidence, Evidence, EvidenceKind, Known, ServiceKind, Span};

use super::directory::Directory;
use super::documents;
use super::roots::plain;
use super::targets::Target;
use super::technology::{self, Product};
use super::units::Unit;

/// What is known of one edge.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    /// What shows it, in the order in which it was found.
    pub evidence: Vec<EdgeEvidence>,
    /// The protocol of a call.
    pub protocol: String,
    /// Databases inside a store; `None` where the address names none.
    pub databases: Vec<Option<String>>,
    /// Why a database is not known.
    pub hidden: Option<String>,
}

/// All edges, by the positions of their units.
pub struct Edges<'a> {
    /// The units; stores and systems outside are added as they are met.
    pub units: &'a mut Vec<Unit>,
    /// Kinds of the units.
    pub kinds: &'a mut Vec<ServiceKind>,
    /// Names of the units.
    pub directory: Directory,
    /// The edges.
    pub all: BTreeMap<(usize, usize), Edge>,
    /// Settings by which units only describe themselves; see [`documents::keys`].
    pub described: BTreeSet<(usize, String)>,
    outside: BTreeMap<(String, String), usize>,
}

/// Where an address was met.
#[derive(Clone, Copy)]
pub struct Met<'t> {
    /// The unit that says it.
    pub from: usize,
    /// What shows it.
    pub kind: EvidenceKind,
    /// Where.
    pub at: Span,
    /// The name under which it is said: a variable, a key.
    pub key: &'t str,
}

impl<'a> Edges<'a> {
    /// No edges yet.
    pub fn new(units: &'a mut Vec<Unit>, kinds: &'a mut Vec<ServiceKind>) -> Self {
        let directory = Directory::of(units, kinds);
        Edges {
            units,
            kinds,
            directory,
            all: BTreeMap::new(),
            described: BTreeSet::new(),
            outside: BTreeMap::new(),
        }
    }

    /// Makes services of those that show a dashboard, and do work of their own: they call other services.
    pub fn tell_dashboards_apart(&mut self) {
        for index in 0..self.units.len() {
            let calls = |(from, to): &(usize, usize), edge: &Edge| {
                let mut kinds = edge.evidence.iter().map(|evidence| evidence.kind);
                *from == index
                    && self.kinds[*to] == ServiceKind::Service
                    && !self.units[*to].is_store()
                    && kinds.any(|kind| kind == EvidenceKind::Client)
            };
            if self.kinds[index] == ServiceKind::Dashboard
                && self.units[index].product.is_none()
                && self.all.iter().any(|(ends, edge)| calls(ends, edge))
            {
                self.kinds[index] = ServiceKind::Service;
            }
        }
    }

    /// Adds evidence that `met.from` depends on `to`.
    pub fn add(&mut self, to: usize, met: Met<'_>) -> Option<&mut Edge> {
        let is_described = !met.key.is_empty()
            && (documents::is_of_documents(met.key)
                || self.described.contains(&(met.from, plain(met.key))));
        if to == met.from || is_described || self.units[met.from].is_store() {
            return None;
        }
        let edge = self.all.entry((met.from, to)).or_default();
        let is_known = edge
            .evidence
            .iter()
            .any(|known| known.kind == met.kind && known.at.at == met.at);
        if !is_known {
            edge.evidence.push(EdgeEvidence {
                kind: met.kind,
                at: Evidence {
                    at: met.at,
                    label: String::new(),
                },
            });
        }
        Some(edge)
    }

    /// Adds the edge that one address shows; says whether it names a unit or a store.
    pub fn add_target(&mut self, target: &Target, met: Met<'_>) -> bool {
        let scheme = technology::of_scheme(&target.scheme);
        if is_local(&target.host) && Directory::is_of_browsers(met.key) {
            return false;
        }
        let to = if is_local(&target.host) {
            let by_port = target
                .port
                .and_then(|port| self.directory.local(port, met.from));
            let key = met.key.rsplit(['.', ':']).next().unwrap_or_default();
            let by_name = self.directory.variable(key, met.from);
            // The port of a tool that nobody knows is as good as any number.
            let is_right = |to: &usize| {
                let unit = &self.units[*to];
                match scheme {
                    Some((_, technology)) => unit.technology() == Some(technology),
                    None => {
                        let is_window =
                            unit.product == Some(Product::Service(ServiceKind::Dashboard));
                        unit.is_built_here || unit.product.is_some() && !is_window
                    }
                }
            };
            by_name
                .filter(|to| scheme.is_none() || is_right(to))
                .or_else(|| by_port.filter(is_right))
        } else {
            self.directory.host(&target.host, met.from)
        };
        let to = match (to, scheme) {
            (Some(to), _) => to,
            (None, Some((kind, technology))) => {
                let is_open = is_local(&target.host) || target.host.is_empty();
                match self
                    .directory
                    .technology(technology, met.from)
                    .filter(|_| is_open)
                {
                    Some(to) => to,
                    None => self.store_outside(kind, technology, target, met),
                }
            }
            (None, None) => return false,
        };
        // An address in a text of the code may be called, listed or shown.
        let is_mention = met.kind == EvidenceKind::Code && met.key.is_empty();
        let is_store = self.units[to].is_store();
        let database = target.path.clone();
        if let Some(edge) = self.add(to, met) {
            if is_store {
                edge.databases.push(database);
            } else if edge.protocol.is_empty() && !Directory::is_of_tokens(met.key) && !is_mention {
                edge.protocol = protocol(&target.scheme).to_owned();
            }
        }
        true
    }

    /// The store of `technology` that no manifest declares, at the address of `target`.
    fn store_outside(
        &mut self,
        kind: DatastoreKind,
        technology: &'static str,
        target: &Target,
        met: Met<'_>,
    ) -> usize {
        let database = target
            .path
            .clone()
            .filter(|_| kind == DatastoreKind::Database);
        let host = if is_local(&target.host) {
            ""
        } else {
            target.host.as_str()
        };
        let key = (
            format!("{technology} {host}"),
            database.clone().unwrap_or_default(),
        );
        if let Some(&known) = self.outside.get(&key) {
            return known;
        }
        let name = match (&database, host) {
            (Some(database), _) => format!("{database}-{technology}"),
            (None, "") => technology.to_owned(),
            (None, host) => host.split('.').next().unwrap_or(host).to_owned(),
        };
        let to = self.push(name, Product::Store(kind, technology), met.at);
        self.units[to]
            .hosts
            .extend((!host.is_empty()).then(|| host.to_owned()));
        self.outside.insert(key, to);
        to
    }

    /// The only store of a technology near the unit, or one that no manifest declares.
    pub fn store(
        &mut self,
        kind: DatastoreKind,
        technology: &'static str,
        met: Met<'_>,
    ) -> Option<usize> {
        if self.directory.has_technology(technology) {
            return self.directory.technology(technology, met.from);
        }
        Some(self.store_outside(kind, technology, &Target::default(), met))
    }

    /// The only store of a technology near the unit, or one of the unit's own that no manifest declares.
    pub fn own_store(&mut self, technology: &str, met: Met<'_>) -> Option<usize> {
        if self.directory.has_technology(technology) {
            return self.directory.technology(technology, met.from);
        }
        let (kind, technology) = technology::of_technology(technology)?;
        let name = format!("{}-{technology}", self.units[met.from].name);
        Some(self.push(name, Product::Store(kind, technology), met.at))
    }

    /// Whether a text names a store by an address or a name.
    pub fn names_store(&self, text: &str, key: &str, from: usize) -> bool {
        let hosts = super::targets::targets(text)
            .into_iter()
            .map(|target| target.host);
        let name = super::targets::host_name(text).filter(|_| Directory::holds_host(key));
        hosts.chain(name).any(|host| {
            self.directory
                .host(&host, from)
                .is_some_and(|to| self.units[to].is_store())
        })
    }

    /// The system outside of the repository that is called `name`.
    pub fn external(&mut self, name: &str, alias: &str, at: Span) -> usize {
        let key = ("external".to_owned(), name.to_owned());
        if let Some(&known) = self.outside.get(&key) {
            return known;
        }
        let to = self.push(name.to_owned(), Product::Service(ServiceKind::External), at);
        self.units[to].aliases.extend(
            [alias, organisation(name)]
                .into_iter()
                .filter(|alias| !alias.is_empty())
                .map(str::to_owned),
        );
        self.outside.insert(key, to);
        to
    }

    /// The product of one kind that no manifest declares, and that all who name it share.
    pub fn product_outside(&mut self, name: &str, kind: ServiceKind, at: Span) -> usize {
        let key = ("product".to_owned(), name.to_owned());
        if let Some(&known) = self.outside.get(&key) {
            return known;
        }
        let to = self.push(name.to_owned(), Product::Service(kind), at);
        self.outside.insert(key, to);
        to
    }

    fn push(&mut self, name: String, product: Product, at: Span) -> usize {
        let mut unit = self.units[0].clone();
        unit.hosts.clear();
        unit.aliases.clear();
        unit.name = name;
        unit.product = Some(product);
        unit.root = None;
        unit.mounts.clear();
        unit.is_built_here = false;
        unit.ports.clear();
        unit.at = at;
        unit.instances.clear();
        unit.scopes.clear();
        self.units.push(unit);
        self.kinds.push(match product {
            Product::Service(kind) => kind,
            Product::Store(..) => ServiceKind::Service,
        });
        self.units.len() - 1
    }

    /// Adds every edge that a text shows: addresses in it, or its being the name of a host.
    pub fn add_text(&mut self, text: &str, met: Met<'_>) -> bool {
        if Directory::is_of_callers(met.key) {
            return false;
        }
        let mut found = false;
        for target in super::targets::targets(text) {
            found |= self.add_target(&target, met);
        }
        if !found
            && Directory::holds_host(met.key)
            && let Some(host) = super::targets::host_name(text)
            && !is_local(&host)
            && let Some(to) = self.directory.host(&host, met.from)
        {
            let is_store = self.units[to].is_store();
            if let Some(edge) = self.add(to, met)
                && is_store
            {
                edge.hidden = Some("the database stands in another setting".to_owned());
            }
            found = true;
        }
        found
    }
}

/// Whether a host is the machine itself.
pub fn is_local(host: &str) -> bool {
    matches!(
        host,
        "localhost" | "0.0.0.0" | "host.docker.internal" | "::1"
    ) || host.starts_with("127.")
}

/// The label of a public name that somebody registered: `paypal` for `api.paypal.com`.
fn organisation(host: &str) -> &str {
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        [.., owner, second, _] if matches!(*second, "co" | "com" | "org" | "ac" | "gov") => owner,
        [.., owner, _] => owner,
        _ => "",
    }
}

/// The protocol of a call, by the scheme of its address; empty if the scheme does not say.
pub fn protocol(scheme: &str) -> &'static str {
    match scheme {
        "http" | "https" | "lb" => "http",
        "grpc" | "grpcs" => "grpc",
        "ws" | "wss" => "websocket",
        _ => "",
    }
}

/// Whether a call of this protocol to a service of this kind makes the caller wait.
pub fn waits(protocol: &str, callee: ServiceKind) -> Known<bool> {
    match callee {
        ServiceKind::Discovery
        | ServiceKind::Configuration
        | ServiceKind::Dashboard
        | ServiceKind::Tracing
        | ServiceKind::Logging => Known::Is(false),
        _ => match protocol {
            "http" | "grpc" | "graphql" => Known::Is(true),
            "message" | "websocket" => Known::Is(false),
            _ => Known::unknown("the protocol is not known"),
        },
    }
}
