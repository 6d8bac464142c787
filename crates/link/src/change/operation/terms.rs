//! The terms of use: who may call, and until when.

use std::collections::BTreeMap;

use model::ChangeKind;
use model::facts::contract::Requirement;

use super::Operations;
use crate::change::life_cycle::Life;
use crate::change::record::{Direction, Effect};
use crate::contract::operation::View;

impl<'c> Operations<'_, 'c> {
    pub(super) fn security(&mut self, base: &View<'c>, now: &View<'c>) {
        let renamed = &self.pair.renamed_schemes;
        let (old, new) = (
            alternatives(base.security, &BTreeMap::new()),
            alternatives(now.security, renamed),
        );
        if old == new {
            return;
        }
        let was_open = old.is_empty() || old.iter().any(|one| one.is_empty());
        let is_open = new.is_empty() || new.iter().any(|one| one.is_empty());
        let lost = old.iter().any(|one| !new.contains(one)) && !is_open;
        let what = match (was_open, is_open) {
            (true, false) => "security-added",
            (false, true) => "security-removed",
            _ if lost => "security-tightened",
            _ => "security-widened",
        };
        let site = self.site("operation", "", self.at, Direction::Request);
        self.pair.add(
            &site,
            what,
            ChangeKind::Altered,
            Effect::Compatible,
            old.join(" or "),
            new.join(" or "),
            "who may call is another question than what is called",
        );
    }

    pub(super) fn life_cycle(&mut self, base: &View<'c>, now: &View<'c>) {
        let site = self.site("operation", "", self.at, Direction::Both);
        self.pair.life_cycle(&site, life(base), life(now));
        let (old, new) = (&base.operation.operation_id, &now.operation.operation_id);
        if let (Some((old, _)), Some((new, _))) = (old, new)
            && old != new
        {
            self.pair.add(
                &site,
                "id-changed",
                ChangeKind::Altered,
                Effect::Compatible,
                old.as_str(),
                new.as_str(),
                "requests stay the same; generated clients get another name",
            );
        }
    }
}

/// What an operation says of its own life.
pub(super) fn life<'c>(view: &View<'c>) -> Life<'c> {
    Life {
        is_deprecated: view.operation.deprecated.is_some(),
        sunset: view.operation.sunset.as_deref(),
        stability: view.operation.stability.as_deref(),
    }
}

/// The requirements in words, each scheme under the name that it had before.
fn alternatives(security: &[Requirement], renamed: &BTreeMap<String, String>) -> Vec<String> {
    let mut all: Vec<String> = security
        .iter()
        .map(|requirement| {
            let mut names: Vec<String> = requirement
                .schemes
                .iter()
                .map(|(name, scopes, _)| {
                    let name = renamed.get(name).unwrap_or(name);
                    let mut scopes = scopes.clone();
                    scopes.sort();
                    if scopes.is_empty() {
                        name.clone()
                    } else {
                        format!("{name}({})", scopes.join(" "))
                    }
                })
                .collect();
            names.sort();
            names.join(" and ")
        })
        .collect();
    all.sort();
    all.dedup();
    all
}
