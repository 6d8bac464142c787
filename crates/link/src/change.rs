//! What changed between two states of a system.
//!
//! Contracts are paired by path, or by their operations after a move. Operations are paired by
//! method and path, whatever the parameters of the path are called. What differs is told by who
//! sends it: a request may become wider, a response narrower.

mod bounds;
mod operation;
mod pairs;
mod record;
mod schema;

use std::collections::BTreeMap;

use model::facts::contract::{Document, Path};
use model::{Api, Change, ChangeKind, Contracts, Id, Place, Service, System};

use crate::contract::operation::{View, operations};
use record::{Effect, Found};
use schema::Pair;

/// Fills `change` of `now` with the differences of its contracts from those of `base`.
pub fn compare(base: &System, now: &mut System) {
    let contracts = std::mem::take(&mut now.contracts);
    for (old, new) in pairs::pairs(&base.contracts, &contracts) {
        let old_document = base.contracts.document(old);
        let new_document = contracts.document(new);
        // Facts of a file that did not change are shared; parts in other files may have changed.
        let is_same =
            std::ptr::eq(old_document, new_document) && new_document.references.is_empty();
        if is_same {
            continue;
        }
        let found = differences(&base.contracts, &contracts, old, new, &now.today);
        let is_new_major = is_new_major(old_document, new_document);
        let file = contracts.files[new.file as usize].file;
        let Some(api) = now.apis.ids().find(|id| now.apis[*id].at.file == file) else {
            continue;
        };
        for found in found {
            push(now, api, is_new_major, found);
        }
    }
    now.contracts = contracts;
}

fn push(now: &mut System, api: Id<Api>, is_new_major: bool, found: Found) {
    let affected = affected(now, &found);
    let is_breaking = found.effect == Effect::Breaks;
    let id = now.changes.push(Change {
        at: found.at,
        api,
        subject: found.subject,
        kind: found.kind,
        code: found.code,
        direction: found.direction.word().to_owned(),
        is_breaking,
        may_break: found.effect == Effect::MayBreak,
        is_new_major,
        was_deprecated: found.was_deprecated,
        before: found.before,
        after: found.after,
        reason: found.reason.to_owned(),
        affected: affected
            .iter()
            .filter_map(|(service, _, _)| *service)
            .collect(),
    });
    for (_, at, label) in affected {
        now.add_evidence(id.row_ref(), at, label);
    }
}

/// The clients of this repository that call the operation concerned.
fn affected(now: &System, found: &Found) -> Vec<(Option<Id<Service>>, model::Span, String)> {
    let mut words = found.subject.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return Vec::new();
    };
    if found.effect == Effect::Compatible || !path.starts_with('/') {
        return Vec::new();
    }
    let shape = pairs::shape(path);
    now.clients
        .iter()
        .filter(|(_, client)| client.method.is_empty() || client.method == method)
        .filter(|(_, client)| {
            let url = client.url.split('?').next().unwrap_or_default();
            let path = url
                .split_once("://")
                .map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
            pairs::shape(path) == shape
        })
        .map(|(_, client)| (client.service, client.at, "calls it here".to_owned()))
        .collect()
}

/// Every difference between two states of one contract, in the order of the newer text.
fn differences(
    base: &Contracts,
    now: &Contracts,
    old: Place,
    new: Place,
    today: &str,
) -> Vec<Found> {
    let mut pair = Pair::new(base, now);
    let old_views = views(base, old, &base.document(old).paths);
    let new_views = views(now, new, &now.document(new).paths);
    let matches = matched(&old_views, &new_views);
    let title_at = now.span(new, now.document(new).info.at);
    for (index, view) in old_views.iter().enumerate() {
        match matches.get(&index) {
            Some(&other) => operation::compare(&mut pair, view, &new_views[other], today),
            None => {
                let shape = pairs::shape(view.path);
                let beside = new_views.iter().find(|new| pairs::shape(new.path) == shape);
                let at = beside.map_or(title_at, |new| new.path_at);
                pair.found.push(operation::whole(
                    view,
                    at,
                    ChangeKind::Removed,
                    today,
                    "operation",
                ));
            }
        }
    }
    for (index, view) in new_views.iter().enumerate() {
        if !matches.values().any(|&other| other == index) {
            let at = now.span(view.item, view.operation.at);
            pair.found.push(operation::whole(
                view,
                at,
                ChangeKind::Added,
                today,
                "operation",
            ));
        }
    }
    webhooks(&mut pair, old, new, today);
    let mut found = pair.found;
    found.sort_by(|a, b| {
        (a.at, &a.subject, &a.code, &a.before, &a.after)
            .cmp(&(b.at, &b.subject, &b.code, &b.before, &b.after))
    });
    found.dedup();
    found
}

fn webhooks<'c>(pair: &mut Pair<'c>, old: Place, new: Place, today: &str) {
    let old_views = views(pair.base, old, &pair.base.document(old).webhooks);
    let new_views = views(pair.now, new, &pair.now.document(new).webhooks);
    let title_at = pair.now.span(new, pair.now.document(new).info.at);
    for view in &old_views {
        let found = new_views
            .iter()
            .find(|new| new.path == view.path && new.operation.method == view.operation.method);
        match found {
            Some(new) => operation::compare_webhook(pair, view, new),
            None => pair.found.push(operation::whole(
                view,
                title_at,
                ChangeKind::Removed,
                today,
                "webhook",
            )),
        }
    }
}

fn views<'c>(contracts: &'c Contracts, root: Place, paths: &'c [Path]) -> Vec<View<'c>> {
    let security = contracts.document(root).security.as_deref();
    paths
        .iter()
        .flat_map(|path| {
            let at = contracts.span(root, path.at);
            operations(contracts, &path.path, at, root.beside(path.item), security)
        })
        .collect()
}

/// The newer operation of each older one: the same path, the same but for the names of its
/// parameters, or the same once the server's path is put before it.
fn matched(old: &[View<'_>], new: &[View<'_>]) -> BTreeMap<usize, usize> {
    let mut by_path: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut by_shape: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for (index, view) in new.iter().enumerate() {
        let method = view.operation.method.as_str();
        by_path.entry((method, view.path)).or_insert(index);
        by_shape
            .entry((method, pairs::shape(view.path)))
            .or_insert(index);
    }
    let mut matches = BTreeMap::new();
    let mut taken = std::collections::BTreeSet::new();
    for (index, view) in old.iter().enumerate() {
        if let Some(&other) = by_path.get(&(view.operation.method.as_str(), view.path)) {
            matches.insert(index, other);
            taken.insert(other);
        }
    }
    for (index, view) in old.iter().enumerate() {
        if matches.contains_key(&index) {
            continue;
        }
        let key = (view.operation.method.as_str(), pairs::shape(view.path));
        if let Some(&other) = by_shape.get(&key)
            && taken.insert(other)
        {
            matches.insert(index, other);
        }
    }
    matches
}

/// Whether the major version was raised: of the contract, or of its addresses. Before 1.0 the
/// second number counts. Source: Semantic Versioning 2.0.0, items 4 and 8.
fn is_new_major(old: &Document, new: &Document) -> bool {
    let number = |document: &Document| -> Option<(u64, u64)> {
        let (version, _) = document.info.version.as_ref()?;
        let mut numbers = version
            .trim_start_matches(['v', 'V'])
            .split(['.', '-', '+']);
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        Some((major, minor))
    };
    match (number(old), number(new)) {
        (Some((0, old)), Some((0, new))) => new > old,
        (Some((old, _)), Some((new, _))) => new > old,
        _ => false,
    }
}
