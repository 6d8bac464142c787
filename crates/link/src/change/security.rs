//! Security schemes: what credentials are, where they travel, and which scopes can be asked for.

use std::collections::BTreeMap;

use model::facts::contract::{Flow, SecurityScheme};
use model::{ChangeKind, Place, Span};

use super::record::{Direction, Effect, Found};
use super::schema::Pair;
use crate::contract::operation::View;

/// Schemes of the newer state that differ from one of the older state by their name alone: the older
/// name by the newer one.
pub fn renamed(old: &[SecurityScheme], new: &[SecurityScheme]) -> BTreeMap<String, String> {
    let is_in = |all: &[SecurityScheme], name: &str| all.iter().any(|scheme| scheme.name == name);
    let mut renamed = BTreeMap::new();
    for scheme in new.iter().filter(|scheme| !is_in(old, &scheme.name)) {
        let before = old.iter().find(|other| {
            !is_in(new, &other.name)
                && kind(other) == kind(scheme)
                && other.location == scheme.location
                && key_name(other) == key_name(scheme)
                && flow_names(other) == flow_names(scheme)
                && !renamed.values().any(|known| *known == other.name)
        });
        if let Some(before) = before {
            renamed.insert(scheme.name.clone(), before.name.clone());
        }
    }
    renamed
}

/// Compares the schemes that operations of both states ask for.
pub fn schemes(pair: &mut Pair<'_>, old: Place, new: Place, views: &[View<'_>]) {
    let (base, now) = (pair.base.document(old), pair.now.document(new));
    for scheme in &now.security_schemes {
        let name = pair.renamed_schemes.get(&scheme.name);
        let name = name.unwrap_or(&scheme.name);
        let Some(before) = base.security_schemes.iter().find(|s| s.name == *name) else {
            continue;
        };
        let operations = operations(views, name);
        let is_elsewhere = before.reference.is_some() || scheme.reference.is_some();
        if is_elsewhere || operations.is_empty() {
            continue;
        }
        let mut scheme_pair = SchemePair {
            at: pair.now.span(new, scheme.at),
            name: &scheme.name,
            operations,
            found: Vec::new(),
        };
        scheme_pair.compare(before, scheme);
        for found in scheme_pair.found {
            pair.push(found);
        }
    }
}

/// The operations that ask for the scheme `name`.
fn operations(views: &[View<'_>], name: &str) -> Vec<(String, String)> {
    let asks = |view: &&View<'_>| {
        let mut schemes = view.security.iter().flat_map(|one| &one.schemes);
        schemes.any(|(known, _, _)| known == name)
    };
    views
        .iter()
        .filter(asks)
        .map(|view| (view.method.to_owned(), view.path.to_owned()))
        .collect()
}

struct SchemePair<'a> {
    at: Span,
    name: &'a str,
    operations: Vec<(String, String)>,
    found: Vec<Found>,
}

impl SchemePair<'_> {
    fn compare(&mut self, old: &SecurityScheme, new: &SecurityScheme) {
        let (before, after) = (kind(old), kind(new));
        if before != after {
            self.altered(
                "kind-changed",
                before,
                after,
                "clients have the other credentials",
            );
            return;
        }
        let (before, after) = (old.location.as_deref(), new.location.as_deref());
        if before != after && before.is_some() && after.is_some() && before != Some("basic") {
            let reason = "credentials that clients send are not looked for there";
            self.altered(
                "place-changed",
                before.unwrap_or(""),
                after.unwrap_or(""),
                reason,
            );
        }
        let (before, after) = (key_name(old), key_name(new));
        let is_same_place = old.location == new.location;
        if is_same_place && before != after && !before.is_empty() && !after.is_empty() {
            let reason = "credentials that clients send are not looked for under that name";
            self.altered("key-changed", &before, &after, reason);
        }
        for flow in &old.flows {
            match new.flows.iter().find(|other| other.name == flow.name) {
                Some(other) => self.flows(flow, other),
                None => self.removed(
                    "flow-removed",
                    &flow.name,
                    "clients that get their tokens by this flow get none",
                ),
            }
        }
    }

    fn flows(&mut self, old: &Flow, new: &Flow) {
        for scope in old
            .scopes
            .iter()
            .filter(|scope| !new.scopes.contains(scope))
        {
            self.removed(
                "scope-removed",
                scope,
                "clients that ask for the scope are refused",
            );
        }
        let urls =
            |flow: &Flow| -> Vec<String> { flow.urls.iter().map(|(url, _)| url.clone()).collect() };
        let (before, after) = (urls(old), urls(new));
        if before != after && before.len() == after.len() {
            let reason = "clients ask for their tokens at the old address";
            self.altered("url-changed", &before.join(", "), &after.join(", "), reason);
        }
    }

    fn altered(&mut self, what: &str, before: &str, after: &str, reason: &'static str) {
        self.push(what, ChangeKind::Altered, before, after, reason);
    }

    fn removed(&mut self, what: &str, before: &str, reason: &'static str) {
        self.push(what, ChangeKind::Removed, before, "", reason);
    }

    fn push(
        &mut self,
        what: &str,
        kind: ChangeKind,
        before: &str,
        after: &str,
        reason: &'static str,
    ) {
        self.found.push(Found {
            at: self.at,
            subject: self.name.to_owned(),
            kind,
            code: format!("request-security-scheme-{what}"),
            part: "security-scheme",
            what: what.to_owned(),
            direction: Direction::Request,
            effect: Effect::Compatible,
            was_deprecated: false,
            is_new_major: false,
            before: before.to_owned(),
            after: after.to_owned(),
            reason,
            operations: self.operations.clone(),
        });
    }
}

/// What credentials are: `basic` of 2.0 is a scheme of `http` later.
fn kind(scheme: &SecurityScheme) -> &str {
    match (scheme.kind.as_str(), scheme.location.as_deref()) {
        ("basic", _) => "basic",
        ("http", Some(scheme)) => scheme,
        (kind, _) => kind,
    }
}

/// The name of a key where it has one; headers have no case.
fn key_name(scheme: &SecurityScheme) -> String {
    let name = scheme.key_name.as_deref().unwrap_or_default();
    match scheme.location.as_deref() {
        Some("header") => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    }
}

fn flow_names(scheme: &SecurityScheme) -> Vec<&str> {
    scheme.flows.iter().map(|flow| flow.name.as_str()).collect()
}
