//! The terms of use: who may call, and until when.

use model::ChangeKind;
use model::facts::contract::Requirement;

use super::Operations;
use crate::change::record::{Direction, Effect};
use crate::change::schema::Site;
use crate::contract::operation::View;

impl<'c> Operations<'_, 'c, '_> {
    pub(super) fn security(&mut self, base: &View<'c>, now: &View<'c>) {
        let (old, new) = (alternatives(base.security), alternatives(now.security));
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
        let (old, new) = (base.operation, now.operation);
        let site = self.site("operation", "", self.at, Direction::Both);
        if old.deprecated.is_none() && new.deprecated.is_some() {
            let end = new.sunset.as_deref().unwrap_or("");
            self.pair.add(
                &site,
                "deprecated",
                ChangeKind::Altered,
                Effect::Compatible,
                "",
                end,
                "clients are told in time",
            );
        }
        if let Some(end) = &old.sunset {
            self.sunset(&site, end, new.sunset.as_deref(), new.deprecated.is_some());
        }
    }

    pub(super) fn sunset(
        &mut self,
        site: &Site,
        old: &str,
        new: Option<&str>,
        is_deprecated: bool,
    ) {
        match new {
            None if is_deprecated => {
                self.pair.add(
                    site,
                    "sunset-removed",
                    ChangeKind::Removed,
                    Effect::Breaks,
                    old,
                    "",
                    "clients that plan by the date have none",
                );
            }
            Some(new) if new < old => {
                self.pair.add(
                    site,
                    "sunset-earlier",
                    ChangeKind::Altered,
                    Effect::Breaks,
                    old,
                    new,
                    "clients that plan by the date lose time",
                );
            }
            _ => {}
        }
    }
}

fn alternatives(security: &[Requirement]) -> Vec<String> {
    let mut all: Vec<String> = security
        .iter()
        .map(|requirement| {
            let mut names: Vec<String> = requirement
                .schemes
                .iter()
                .map(|(name, scopes, _)| {
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
