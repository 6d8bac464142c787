//! Edges and rows that source code shows: clients, stores, messages, lookups, addresses in texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use code::{Acknowledgement, Deadline, Folded, Piece, Protocol, Role};
use model::facts::Facts;
use model::{Client, Consumes, EvidenceKind, FileId, Known, Publishes, Route, ServiceKind, Span};

use super::code_rows::{Coded, CodedRow};
use super::constants::Constants;
use super::declared::Environment;
use super::destinations::{destinations, is_placeholder};
use super::documents;
use super::edges::{Edges, Met, is_local};
use super::stated::Stated;
use super::targets::{is_public, targets};
use super::technology;
use crate::Input;

/// Reads the code of every unit: edges, and the rows of `route`, `client`, `publishes` and `consumes`.
/// `owners` says whose code a file probably is, which edges are made of; `certain` whose it is for sure, which rows name.
pub fn code(
    edges: &mut Edges<'_>,
    input: &Input<'_>,
    owners: &[Option<usize>],
    certain: &[Option<usize>],
    environment: &Environment,
) -> Vec<Coded> {
    let constants = Constants::new(input);
    let stated = Stated::new(input);
    let Joined {
        mut routes,
        mut clients,
        mut publishes,
    } = joined(input, &stated);
    let roles = crate::roles::Roles::new(input);
    let jobs = job_broker(input);
    let mut rows = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Code(code) = facts else { continue };
            let served = routes.remove(&file).unwrap_or_default();
            if !is_run(code.role) && served.is_empty() {
                continue;
            }
            let owner = owners[file.0 as usize];
            let mut reader = Reader {
                edges,
                file,
                from: owner,
                of: certain[file.0 as usize],
                environment: owner.and_then(|owner| environment.get(owner)),
                path: input.path(file),
                constants: &constants,
                stated: &stated,
                jobs,
                rows: &mut rows,
            };
            for route in served {
                reader.route(route);
            }
            if is_run(code.role) {
                let clients = clients.remove(&file).unwrap_or_default();
                let role = roles.of(input.path(file), code, !clients.is_empty());
                let publishes = publishes.remove(&file).unwrap_or_default();
                reader.read(code, &clients, &publishes, role);
            }
        }
    }
    rows
}

/// The broker of jobs of Rails, behind which any queue may stand.
const ACTIVE_JOB: &str = "active-job";

/// The broker of classes below `ApplicationJob`: where that is no class of Rails, applications make it one of Sidekiq.
fn job_broker(input: &Input<'_>) -> &'static str {
    let all = input.facts.values().flat_map(|facts| &facts.facts);
    let mut declarations = all
        .filter_map(|facts| match facts {
            Facts::Code(code) if code.language == code::Language::Ruby => Some(code),
            _ => None,
        })
        .flat_map(|code| &code.declarations);
    match declarations.any(|class| class.name == "ApplicationJob" && class.bases.is_empty()) {
        true => "sidekiq",
        false => ACTIVE_JOB,
    }
}

/// Whether code of this role runs in the system.
fn is_run(role: Role) -> bool {
    !matches!(
        role,
        Role::Test | Role::Example | Role::Vendored | Role::Generated | Role::Tool
    )
}

/// What the files of code say together.
struct Joined {
    routes: BTreeMap<FileId, Vec<code::Route>>,
    clients: BTreeMap<FileId, Vec<code::Client>>,
    publishes: BTreeMap<FileId, Vec<code::Publish>>,
}

/// What each file serves, calls and sends, with the prefixes that other files set, and the addresses that they hand over.
/// A server that a program wrote serves as well.
fn joined(input: &Input<'_>, stated: &Stated<'_>) -> Joined {
    let crates = crates(input);
    let mut ids = Vec::new();
    let mut files = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            if let Facts::Code(code) = facts
                && (is_run(code.role) || code.role == Role::Generated)
            {
                ids.push(file);
                files.push((path_in_crate(input.path(file), code, &crates), &**code));
            }
        }
    }
    let files: Vec<(&str, &code::Facts)> =
        files.iter().map(|(path, code)| (&**path, *code)).collect();
    let results = code::Results::new(&files);
    let mut routes: BTreeMap<FileId, Vec<code::Route>> = BTreeMap::new();
    let settings = |index: usize, key: &str| stated.value(files[index].0, key);
    for (index, route) in code::link_routes(&files, &results, &settings) {
        routes.entry(ids[index]).or_default().push(route);
    }
    let mut clients: BTreeMap<FileId, Vec<code::Client>> = BTreeMap::new();
    for (index, client) in code::link_clients(&files, &results) {
        clients.entry(ids[index]).or_default().push(client);
    }
    let mut publishes: BTreeMap<FileId, Vec<code::Publish>> = BTreeMap::new();
    for (index, publish) in code::link_messages(&files, &results) {
        publishes.entry(ids[index]).or_default().push(publish);
    }
    Joined {
        routes,
        clients,
        publishes,
    }
}

/// The crates whose names do not end as their folders do, by those folders: `shop-handlers` in `src/api`.
fn crates<'i>(input: &'i Input<'_>) -> BTreeMap<&'i str, String> {
    let mut out = BTreeMap::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Package(package) = facts else {
                continue;
            };
            let (folder, _) = input.path(file).rsplit_once('/').unwrap_or_default();
            if let (code::PackageKind::Cargo, Some(name)) = (package.kind, &package.name) {
                let name = name.replace('-', "_");
                let last = folder
                    .rsplit('/')
                    .next()
                    .unwrap_or(folder)
                    .replace('-', "_");
                if !folder.is_empty() && !name.ends_with(&last) {
                    out.insert(folder, name);
                }
            }
        }
    }
    out
}

/// The path of a file, with the crate's name in place of its folder's where imports use the name.
fn path_in_crate<'p>(
    path: &'p str,
    code: &code::Facts,
    crates: &BTreeMap<&str, String>,
) -> Cow<'p, str> {
    if code.language != code::Language::Rust || crates.is_empty() {
        return Cow::Borrowed(path);
    }
    match path
        .rsplit_once("/src/")
        .and_then(|(root, inner)| Some((root, crates.get(root)?, inner)))
    {
        Some((root, name, inner)) => {
            let above = root
                .rsplit_once('/')
                .map_or(String::new(), |(above, _)| format!("{above}/"));
            Cow::Owned(format!("{above}{name}/src/{inner}"))
        }
        None => Cow::Borrowed(path),
    }
}

pub(super) fn last_name(path: &str) -> &str {
    path.rsplit(['.', ':', '/', '\\']).next().unwrap_or(path)
}

pub(super) struct Reader<'r, 'e> {
    pub(super) edges: &'r mut Edges<'e>,
    file: FileId,
    /// Whose code the file probably is.
    from: Option<usize>,
    /// Whose code it is for sure.
    of: Option<usize>,
    pub(super) environment: Option<&'r BTreeMap<String, String>>,
    path: &'r str,
    constants: &'r Constants<'r>,
    stated: &'r Stated<'r>,
    /// The broker of jobs that Rails' class of all jobs names.
    jobs: &'static str,
    rows: &'r mut Vec<Coded>,
}

impl Reader<'_, '_> {
    pub(super) fn at(&self, at: code::At) -> Span {
        Span {
            file: self.file,
            start: at.start,
            end: at.end,
        }
    }

    /// A text with constants, variables and their defaults put in; holes are `{name}`.
    pub(super) fn text(&self, folded: &Folded) -> String {
        let is_pattern = folded
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Reference(_)));
        let folded = code::resolve(folded, &|path| self.constants.value(self.path, path));
        let mut text = String::new();
        for piece in &folded.pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Environment { name, default } => {
                    let value = self
                        .environment
                        .and_then(|environment| environment.get(name))
                        .filter(|value| !is_placeholder(value))
                        .or(default.as_ref());
                    match value {
                        Some(value) => text.push_str(value),
                        None => text.push_str(&format!("{{{name}}}")),
                    }
                }
                Piece::Configuration { key, default } => {
                    let variable = key.to_uppercase().replace(['.', '-', ':'], "_");
                    let value = self
                        .environment
                        .and_then(|environment| environment.get(&variable))
                        .or(default.as_ref());
                    match value {
                        Some(value) => text.push_str(value),
                        None => text.push_str(&format!("{{{key}}}")),
                    }
                }
                Piece::Hole(name) => text.push_str(&format!("{{{name}}}")),
                Piece::Reference(path) | Piece::Called { name: path, .. } => {
                    text.push_str(&format!("{{{}}}", last_name(path)));
                }
            }
        }
        // A pattern in a constant of another file, whose arguments are not kept.
        match is_pattern && text.contains("%s") {
            true => text.replace("%s", "{…}"),
            false => text,
        }
    }

    /// The unit that a text with holes names: by address, or by the name of the variable in it.
    fn callee(&self, folded: &Folded, from: usize) -> Option<usize> {
        let text = self.text(folded);
        for target in targets(&text) {
            let found = if is_local(&target.host) {
                target
                    .port
                    .and_then(|port| self.edges.directory.local(port, from))
            } else {
                self.edges.directory.host(&target.host, from)
            };
            if found.is_some() {
                return found;
            }
        }
        folded.pieces.iter().find_map(|piece| match piece {
            Piece::Environment { name, .. } | Piece::Hole(name) => {
                self.edges.directory.variable(name, from)
            }
            Piece::Configuration { key, .. } => self.edges.directory.variable(key, from),
            Piece::Reference(path) => self.edges.directory.variable(last_name(path), from),
            Piece::Text(_) | Piece::Called { .. } => None,
        })
    }

    fn route(&mut self, route: code::Route) {
        let row = Route {
            at: self.at(route.at),
            service: None,
            method: match route.method.as_str() {
                "*" => "ANY".to_owned(),
                _ => route.method,
            },
            path: route.path,
            framework: route.framework,
            endpoint: None,
        };
        self.push(None, CodedRow::Route(row));
    }

    fn read(
        &mut self,
        code: &code::Facts,
        clients: &[code::Client],
        publishes: &[code::Publish],
        role: Role,
    ) {
        for client in clients {
            self.client(client, role);
        }
        if let Some(from) = self.from
            && role != Role::Browser
        {
            self.declared_clients(code, from);
            self.references(code, from);
            if !documents::is_description(code) {
                self.lookups(code, from);
                self.texts(code, from);
            }
            for store in &code.stores {
                self.store(store, from);
            }
        }
        for publish in publishes {
            self.message(&publish.broker, publish.at);
            let row = Publishes {
                at: self.at(publish.at),
                service: None,
                broker: publish.broker.clone(),
                topic: self.topic(&publish.topic, &publish.broker),
            };
            self.push(None, CodedRow::Publishes(row));
        }
        for consume in &code.consumes {
            let broker = match consume.broker.as_str() {
                ACTIVE_JOB => self.jobs,
                broker => broker,
            };
            self.message(broker, consume.at);
            let row = Consumes {
                at: self.at(consume.at),
                service: None,
                broker: broker.to_owned(),
                topic: self.topic(&consume.topic, broker),
                acknowledgement: match consume.acknowledgement {
                    Acknowledgement::Automatic => Known::Is(Some("automatic".to_owned())),
                    Acknowledgement::Manual => Known::Is(Some("manual".to_owned())),
                    Acknowledgement::Unknown => Known::unknown("the file does not say"),
                },
                has_dead_letter: match consume.dead_letter {
                    Some(_) => Known::Is(true),
                    None => Known::unknown("it may be set at the broker"),
                },
            };
            self.push(None, CodedRow::Consumes(row));
        }
    }

    fn push(&mut self, to: Option<usize>, row: CodedRow) {
        self.rows.push(Coded {
            from: self.of,
            to,
            row,
        });
    }

    fn topic(&self, topic: &Folded, broker: &str) -> Known<String> {
        let mut topic = code::resolve(topic, &|path| self.constants.value(self.path, path));
        for piece in &mut topic.pieces {
            if let Piece::Configuration { key, .. } = piece
                && let Some(value) = self.stated.value(self.path, key)
            {
                *piece = Piece::Text(value);
            }
        }
        let mut text = self.text(&topic);
        let keys = destinations(broker);
        let mut stated = keys.iter().filter_map(|(before, behind)| {
            self.stated
                .value(self.path, &format!("{before}{text}{behind}"))
        });
        text = stated.next().unwrap_or(text);
        if text.is_empty() || text.contains('{') {
            Known::unknown("put together at run time")
        } else {
            Known::Is(text)
        }
    }

    fn client(&mut self, client: &code::Client, role: Role) {
        let at = self.at(client.at);
        let mut to = None;
        // Pages that a server of its own hands out are called by nobody's browser on its behalf.
        let is_page = role == Role::Browser
            && self
                .from
                .is_none_or(|from| self.edges.kinds[from] != ServiceKind::Web);
        if let Some(from) = self.from {
            let met = Met {
                from,
                kind: EvidenceKind::Client,
                at,
                key: "",
            };
            let url = self.text(&client.url);
            to = self.callee(&client.url, from);
            if to.is_none()
                && let Some(name) = &client.service
            {
                let name = last_name(name);
                let name = name.strip_suffix("Client").unwrap_or(name);
                to = self.edges.directory.name(name, from);
            }
            if to.is_none() && role != Role::Browser && client.protocol == Protocol::Http {
                to = targets(&url)
                    .first()
                    .filter(|target| is_public(&target.host) && target.scheme.starts_with("http"))
                    .map(|target| target.host.clone())
                    .map(|host| self.edges.external(&host, "external-website", at));
            }
            let protocol = match client.protocol {
                Protocol::Http => "http",
                Protocol::Grpc => "grpc",
                Protocol::Graphql => "graphql",
                Protocol::Websocket => "websocket",
            };
            if !is_page
                && let Some(to) = to
                && let Some(edge) = self.edges.add(to, met)
            {
                edge.protocol = protocol.to_owned();
            }
        }
        let (has_timeout, timeout_ms) = match client.deadline {
            Deadline::Set(limit) => (Known::Is(true), limit),
            Deadline::ServerDefault(_) if role == Role::Browser => (Known::Is(false), None),
            Deadline::LibraryDefault(limit) | Deadline::ServerDefault(limit) => {
                (Known::Is(true), Some(limit))
            }
            Deadline::Unset => (Known::Is(false), None),
            Deadline::Unknown => (Known::unknown("the client comes from elsewhere"), None),
        };
        let row = Client {
            at,
            service: None,
            library: client.library.clone(),
            method: client.method.clone().unwrap_or_default(),
            has_fixed_address: has_fixed_address(&self.text(&client.url)),
            url: match (self.text(&client.url), &client.service) {
                // Where nothing says whom a stub calls, its service still says what.
                (url, Some(service)) if url.is_empty() && client.protocol == Protocol::Grpc => {
                    let service = last_name(service);
                    let service = service.strip_suffix("Client").unwrap_or(service);
                    let method = client.method.as_deref();
                    method.map_or(url, |method| format!("/{service}/{method}"))
                }
                (url, _) => url,
            },
            callee: None,
            has_timeout,
            timeout_ms: timeout_ms.and_then(|limit| i64::try_from(limit).ok()),
            has_retry: Known::Is(client.has_retry),
            has_circuit_breaker: Known::Is(client.has_breaker),
            is_in_loop: client.place.in_loop.is_some(),
        };
        let operation = client.operation.clone();
        let class = client.service.clone().unwrap_or_default();
        let operation = operation.map(|operation| (operation, class));
        self.push(to, CodedRow::Client(row, operation));
    }

    /// Interfaces that say whom they call, and take their methods from elsewhere.
    fn declared_clients(&mut self, code: &code::Facts, from: usize) {
        if code.clients.iter().any(|client| client.library == "feign") {
            return;
        }
        for declaration in &code.declarations {
            for annotation in &declaration.annotations {
                if last_name(&annotation.path) != "FeignClient" {
                    continue;
                }
                let named = |argument: &&code::Argument| {
                    matches!(
                        argument.name.as_deref(),
                        None | Some("name" | "value" | "serviceId")
                    )
                };
                let name = annotation.arguments.iter().find(named);
                let name = name.map(|argument| self.text(&argument.value));
                let Some(to) = name.and_then(|name| self.edges.directory.name(&name, from)) else {
                    continue;
                };
                let met = Met {
                    from,
                    kind: EvidenceKind::Client,
                    at: self.at(annotation.at),
                    key: "",
                };
                if let Some(edge) = self.edges.add(to, met) {
                    edge.protocol = "http".to_owned();
                }
            }
        }
    }

    fn store(&mut self, store: &code::Store, from: usize) {
        let met = Met {
            from,
            kind: EvidenceKind::Code,
            at: self.at(store.at),
            key: "",
        };
        let text = self.text(&store.url);
        if self.edges.add_text(&text, Met { key: "host", ..met }) {
            return;
        }
        if let Some(to) = self.callee(&store.url, from) {
            self.edges.add(to, met);
            return;
        }
        if let Some((kind, technology)) = technology::of_technology(&store.kind)
            && let Some(to) = self.edges.store(kind, technology, met)
            && let Some(edge) = self.edges.add(to, met)
        {
            edge.hidden = Some("its address stands elsewhere".to_owned());
        }
    }

    fn message(&mut self, broker: &str, at: code::At) {
        let Some(from) = self.from else { return };
        let met = Met {
            from,
            kind: EvidenceKind::Client,
            at: self.at(at),
            key: "",
        };
        if let Some((kind, technology)) = technology::of_technology(broker)
            && let Some(to) = self.edges.store(kind, technology, met)
        {
            self.edges.add(to, met);
        }
    }
}

/// Where Alibaba Cloud and Azure tell a machine of itself; others do so at a link-local address.
const PLATFORMS: [[u8; 4]; 2] = [[100, 100, 100, 200], [168, 63, 129, 16]];

/// Whether a URL names one machine by its number, other than the caller's own or the platform's.
fn has_fixed_address(url: &str) -> bool {
    targets(url).iter().any(|target| {
        target
            .host
            .parse::<core::net::Ipv4Addr>()
            .is_ok_and(|address| {
                !address.is_loopback()
                    && !address.is_unspecified()
                    && !address.is_link_local()
                    && !PLATFORMS.contains(&address.octets())
            })
    })
}
