//! Edges and rows that source code shows: clients, stores, messages, lookups, addresses in texts.

use std::collections::BTreeMap;

use code::{Acknowledgement, Folded, Piece, Role};
use model::facts::Facts;
use model::{Consumes, EvidenceKind, FileId, Known, Publishes, Route, Span};

use super::code_rows::{Coded, CodedRow};
use super::constants::Constants;
use super::declared::Environment;
use super::destinations::{destinations, is_placeholder};
use super::documents;
use super::edges::{Edges, Met};
use super::joined::{Joined, joined};
use super::stated::Stated;
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
        mut consumes,
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
                reader.read(code, &clients, role);
                reader.messages(
                    &publishes.remove(&file).unwrap_or_default(),
                    &consumes.remove(&file).unwrap_or_default(),
                );
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
pub(super) fn is_run(role: Role) -> bool {
    !matches!(
        role,
        Role::Test | Role::Example | Role::Vendored | Role::Generated | Role::Tool
    )
}

pub(super) fn last_name(path: &str) -> &str {
    path.rsplit(['.', ':', '/', '\\']).next().unwrap_or(path)
}

pub(super) struct Reader<'r, 'e> {
    pub(super) edges: &'r mut Edges<'e>,
    file: FileId,
    /// Whose code the file probably is.
    pub(super) from: Option<usize>,
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

    fn read(&mut self, code: &code::Facts, clients: &[code::Client], role: Role) {
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
    }

    fn messages(&mut self, publishes: &[code::Publish], consumes: &[code::Consume]) {
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
        for consume in consumes {
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

    pub(super) fn push(&mut self, to: Option<usize>, row: CodedRow) {
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
            let mut pieces = topic.pieces.iter();
            Known::unknown(match pieces.next().filter(|_| topic.pieces.len() == 1) {
                Some(Piece::Configuration { .. }) => "a setting says it",
                Some(Piece::Environment { .. }) => "a variable says it",
                _ => "put together at run time",
            })
        } else {
            Known::Is(text)
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
