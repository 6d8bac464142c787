//! What the API sends by itself: webhooks and callbacks. The server asks, the client answers, so
//! that the body is read as a response is.

use model::facts::contract::Path;
use model::{ChangeKind, Contracts, Place};

use super::{Operations, covers, is_json, media, site};
use crate::change::record::{Direction, Effect};
use crate::change::schema::Pair;
use crate::contract::operation::{BodyView, Content, View, operations};

/// Compares what is sent under one name in two states.
pub fn compare<'c>(pair: &mut Pair<'c>, base: &View<'c>, now: &View<'c>, label: &str) {
    let at = pair.now.span(now.item, now.operation.at);
    match (&base.body, &now.body) {
        (Some(old), Some(new)) => bodies(pair, old, new, label),
        (Some(_), None) if !now.is_hidden => {
            let site = site(label.to_owned(), at, Direction::Response, "body", true);
            pair.add(
                &site,
                "removed",
                ChangeKind::Removed,
                Effect::Breaks,
                "a body",
                "",
                "receivers that read the body find nothing",
            );
        }
        _ => {}
    }
    for (_, place, old) in &base.parameters {
        let found = now.parameters.iter().find(|(_, _, new)| {
            new.location == old.location && super::is_same_name(&old.location, &new.name, &old.name)
        });
        let subject = format!("{label} {}", old.name);
        let Some((at, new_place, new)) = found else {
            let site = site(subject, at, Direction::Response, "parameter", false);
            let effect = match old.is_required {
                true => Effect::Breaks,
                false => Effect::MayBreak,
            };
            let reason = "receivers that read it find nothing";
            pair.add(
                &site,
                "removed",
                ChangeKind::Removed,
                effect,
                old.name.as_str(),
                "",
                reason,
            );
            continue;
        };
        if let (Some(old), Some(new)) = (old.schema, new.schema) {
            let site = site(subject, *at, Direction::Response, "parameter", false);
            pair.schemas(place.beside(old), new_place.beside(new), &site);
        }
    }
}

fn bodies<'c>(pair: &mut Pair<'c>, old: &BodyView<'c>, new: &BodyView<'c>, label: &str) {
    for (name, at, content) in &new.content {
        let found = old
            .content
            .iter()
            .find(|(known, _, _)| media(known) == media(name))
            .or_else(|| old.content.iter().find(|(known, _, _)| covers(known, name)));
        match (found, content) {
            (Some((_, _, Content::Schema(old))), Content::Schema(new)) => {
                let is_json = is_json(name);
                let site = site(label.to_owned(), *at, Direction::Response, "body", is_json);
                pair.schemas(*old, *new, &site);
            }
            (None, _) if !old.content.is_empty() => {
                let subject = format!("{label} {name}");
                let site = site(subject, *at, Direction::Response, "media-type", true);
                let before: Vec<&str> = old.content.iter().map(|(name, _, _)| *name).collect();
                pair.add(
                    &site,
                    "changed",
                    ChangeKind::Altered,
                    Effect::Breaks,
                    before.join(", "),
                    *name,
                    "receivers cannot read the other media type",
                );
            }
            _ => {}
        }
    }
}

impl<'c> Operations<'_, 'c> {
    pub(super) fn callbacks(&mut self, base: &View<'c>, now: &View<'c>) {
        let old_views = views(self.pair.base, base.item, &base.operation.callbacks);
        let new_views = views(self.pair.now, now.item, &now.operation.callbacks);
        for old in &old_views {
            let label = format!("{} callback {}", self.label, old.path);
            let found = new_views
                .iter()
                .find(|new| new.path == old.path && new.method == old.method)
                .or_else(|| {
                    new_views
                        .iter()
                        .find(|new| name(new.path) == name(old.path))
                });
            match found {
                Some(new) => compare(self.pair, old, new, &label),
                None => {
                    let site = site(label, self.at, Direction::Response, "callback", true);
                    self.pair.add(
                        &site,
                        "removed",
                        ChangeKind::Removed,
                        Effect::Breaks,
                        old.path,
                        "",
                        "receivers wait for a call that no longer comes",
                    );
                }
            }
        }
    }
}

fn views<'c>(contracts: &'c Contracts, item: Place, callbacks: &'c [Path]) -> Vec<View<'c>> {
    callbacks
        .iter()
        .flat_map(|path| {
            let at = contracts.span(item, path.at);
            operations(contracts, &path.path, at, item.beside(path.item), None)
        })
        .collect()
}

/// The name of a callback: what stands before its address.
fn name(path: &str) -> &str {
    path.split(' ').next().unwrap_or(path)
}
