//! Edges and rows of outbound calls.

use code::{Deadline, Folded, Piece, Protocol, Role};
use model::{Client, EvidenceKind, Known, ServiceKind};

use super::code_rows::CodedRow;
use super::coded::{Reader, last_name};
use super::edges::{Met, is_local};
use super::targets::{is_public, targets};

/// Why nothing is known of a client.
const ELSEWHERE: &str = "the client comes from elsewhere";

impl Reader<'_, '_> {
    /// The unit that a text with holes names: by address, or by the name of the variable in it.
    pub(super) fn callee(&self, folded: &Folded, from: usize) -> Option<usize> {
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

    pub(super) fn client(&mut self, client: &code::Client, role: Role) {
        let at = self.at(client.at);
        let url = self.text(&client.url);
        // What a stub is called after.
        let service = client.service.as_deref().map(last_name);
        let service = service.map(|name| name.strip_suffix("Client").unwrap_or(name));
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
            to = self.callee(&client.url, from);
            if to.is_none()
                && let Some(name) = service
            {
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
            Deadline::Unknown => (Known::unknown(ELSEWHERE), None),
        };
        let row = Client {
            at,
            service: None,
            library: client.library.clone(),
            method: client.method.clone().unwrap_or_default(),
            has_fixed_address: has_fixed_address(&url),
            url: match (url, service) {
                // Where nothing says whom a stub calls, its service still says what.
                (url, Some(service)) if url.is_empty() && client.protocol == Protocol::Grpc => {
                    let method = client.method.as_deref();
                    method.map_or(url, |method| format!("/{service}/{method}"))
                }
                (url, _) => url,
            },
            callee: None,
            has_timeout,
            timeout_ms: timeout_ms.and_then(|limit| i64::try_from(limit).ok()),
            has_retry: told(client.has_retry),
            has_circuit_breaker: told(client.has_breaker),
            is_in_loop: client.place.in_loop.is_some(),
        };
        let operation = client.operation.clone();
        let class = client.service.clone().unwrap_or_default();
        let operation = operation.map(|operation| (operation, class));
        self.push(to, CodedRow::Client(row, operation));
    }

    /// Interfaces that say whom they call, and take their methods from elsewhere.
    pub(super) fn declared_clients(&mut self, code: &code::Facts, from: usize) {
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
}

/// What code says of a client, if it is known.
fn told(said: Option<bool>) -> Known<bool> {
    said.map_or_else(|| Known::unknown(ELSEWHERE), Known::Is)
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
