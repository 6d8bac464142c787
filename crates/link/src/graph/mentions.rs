//! Edges that code shows without a call: entries of lists of services, variables and keys that it reads,
//! addresses in its texts.

use code::Piece;
use model::{EvidenceKind, Span};

use super::coded::Reader;
use super::edges::{Met, is_local};
use super::targets::{is_public, targets};
use super::technology;

impl Reader<'_, '_> {
    /// Entries of a list of services that calls are given: `get(Service.ORDERS, …)`.
    pub(super) fn references(&mut self, code: &code::Facts, from: usize) {
        let arguments = code.calls.iter().flat_map(|call| &call.arguments);
        for argument in arguments {
            let [Piece::Reference(path)] = &argument.value.pieces[..] else {
                continue;
            };
            let mut parts = path.rsplit(['.', ':']).filter(|part| !part.is_empty());
            let (Some(name), Some(list)) = (parts.next(), parts.next()) else {
                continue;
            };
            let is_list = technology::words(list)
                .iter()
                .any(|word| matches!(word.as_str(), "service" | "services" | "microservice"));
            let is_entry = name.starts_with(|first: char| first.is_ascii_uppercase());
            if is_list
                && is_entry
                && let Some(to) = self.edges.directory.name(name, from)
            {
                let met = Met {
                    from,
                    kind: EvidenceKind::Code,
                    at: self.at(argument.at),
                    key: "",
                };
                self.edges.add(to, met);
            }
        }
    }

    /// Variables and configuration keys that the code reads.
    pub(super) fn lookups(&mut self, code: &code::Facts, from: usize) {
        let environment = code
            .environment
            .iter()
            .map(|e| (e.name.as_str(), e.default.as_deref(), e.at));
        let keys = code
            .configuration_keys
            .iter()
            .map(|k| (k.key.as_str(), k.default.as_deref(), k.at));
        for (name, default, at) in environment.chain(keys) {
            let met = Met {
                from,
                kind: EvidenceKind::Code,
                at: self.at(at),
                key: name,
            };
            let value = self
                .environment
                .and_then(|environment| environment.get(name));
            let text = value.map(String::as_str).or(default);
            let is_found = text.is_some_and(|text| self.edges.add_text(text, met));
            let is_away =
                text.is_some_and(|text| targets(text).iter().any(|target| is_public(&target.host)));
            if !is_found
                && !is_away
                && let Some(to) = (self.edges.directory.variable(name, from))
                    .or_else(|| self.edges.directory.token_issuer(name, from))
            {
                self.edges.add(to, met);
            }
        }
    }

    /// Addresses in constants and in arguments of calls; only those that name a unit count.
    pub(super) fn texts(&mut self, code: &code::Facts, from: usize) {
        let constants = code.constants.iter().map(|c| (&c.value, c.at));
        let arguments = code
            .calls
            .iter()
            .flat_map(|call| call.arguments.iter().map(|a| (&a.value, a.at)));
        let texts: Vec<(String, Span)> = constants
            .chain(arguments)
            .map(|(value, at)| (self.text(value), self.at(at)))
            .filter(|(text, _)| text.contains(':') && text.len() < 512)
            .collect();
        for (text, at) in texts {
            for target in targets(&text) {
                if is_local(&target.host) || target.scheme.is_empty() && target.port.is_none() {
                    continue;
                }
                let met = Met {
                    from,
                    kind: EvidenceKind::Code,
                    at,
                    key: "",
                };
                if self.edges.directory.host(&target.host, from).is_some() {
                    self.edges.add_target(&target, met);
                }
            }
        }
    }
}
