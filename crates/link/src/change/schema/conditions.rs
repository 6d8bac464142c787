//! Keywords of JSON Schema that few contracts use.

use std::collections::BTreeSet;

use model::ChangeKind;

use super::{Pair, Site};
use crate::change::record::{Direction, Effect};
use crate::contract::shape::Shape;

impl<'c> Pair<'c> {
    pub(super) fn conditions(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
        for (keyword, place) in &now.conditions {
            let old = base.conditions.iter().find(|(known, _)| known == keyword);
            if let Some((_, old)) = old {
                self.schemas(
                    *old,
                    *place,
                    &site.inner("", self.place_of(*place, site.at)),
                );
                continue;
            }
            let is_open = Shape::of(self.now, *place).constant == Some(true);
            // A longer tuple takes more; every other keyword takes less.
            let breaks = is_request != keyword.starts_with("prefixItems") && !is_open;
            let effect = if breaks {
                Effect::Breaks
            } else {
                Effect::Compatible
            };
            self.add(
                site,
                &format!("{}-added", spelled(keyword)),
                ChangeKind::Added,
                effect,
                "",
                *keyword,
                "values that were right before may no longer be",
            );
        }
        for (keyword, place) in &base.conditions {
            if now.conditions.iter().any(|(known, _)| known == keyword) {
                continue;
            }
            let is_open = Shape::of(self.base, *place).constant == Some(true);
            let breaks = is_request == keyword.starts_with("prefixItems") && !is_open;
            let effect = if breaks {
                Effect::Breaks
            } else {
                Effect::Compatible
            };
            self.add(
                site,
                &format!("{}-removed", spelled(keyword)),
                ChangeKind::Removed,
                effect,
                *keyword,
                "",
                "clients may receive what was excluded before",
            );
        }
        self.condition_values(base, now, site);
    }

    fn condition_values(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
        for keyword in ["minContains", "maxContains", "dependentRequired"] {
            let find = |shape: &Shape<'c>| {
                let mut values = shape.condition_values.iter();
                values
                    .find(|(known, _)| *known == keyword)
                    .map(|(_, value)| *value)
            };
            let (old, new) = (find(base), find(now));
            // Without `contains` on both sides, that one came or went is the difference.
            let counts = |shape: &Shape<'c>| shape.conditions.iter().any(|(k, _)| *k == "contains");
            let is_told = keyword != "dependentRequired" && !(counts(base) && counts(now));
            if old == new || is_told {
                continue;
            }
            let number = |value: Option<&str>, none: f64| {
                value
                    .and_then(|value| value.parse::<f64>().ok())
                    .unwrap_or(none)
            };
            let breaks = match (keyword, is_request) {
                ("minContains", true) => number(new, 1.0) > number(old, 1.0),
                ("minContains", false) => number(new, 1.0) < number(old, 1.0),
                ("maxContains", true) => number(new, f64::MAX) < number(old, f64::MAX),
                ("maxContains", false) => number(new, f64::MAX) > number(old, f64::MAX),
                (_, true) => !asks_no_more(old, new),
                (_, false) => !asks_no_more(new, old),
            };
            let effect = if breaks {
                Effect::Breaks
            } else {
                Effect::Compatible
            };
            self.add(
                site,
                &format!("{}-changed", spelled(keyword)),
                ChangeKind::Altered,
                effect,
                old.unwrap_or(""),
                new.unwrap_or(""),
                "values that were right before may no longer be",
            );
        }
    }
}

/// Whether `new` asks for nothing beside a property that `old` does not: both are `dependentRequired`.
fn asks_no_more(old: Option<&str>, new: Option<&str>) -> bool {
    let Some(new) = new else { return true };
    let (old, new) = (pairs(old.unwrap_or("{}")), pairs(new));
    new.is_subset(&old)
}

/// Each property with each one that it asks for.
fn pairs(text: &str) -> BTreeSet<(String, String)> {
    let parsed = document::parse(text, document::Format::Json);
    let mut pairs = BTreeSet::new();
    for (key, names) in parsed.root().into_iter().flat_map(document::Node::entries) {
        for name in names.items() {
            if let (Some(key), Some(name)) = (key.text(), name.text()) {
                pairs.insert((key.into_owned(), name.into_owned()));
            }
        }
    }
    pairs
}

/// A keyword as a part of a code: `prefixItems/0` is `prefix-items`.
fn spelled(keyword: &str) -> String {
    let mut spelled = String::new();
    for character in keyword.split('/').next().unwrap_or(keyword).chars() {
        if character.is_uppercase() {
            spelled.push('-');
        }
        spelled.extend(character.to_lowercase());
    }
    spelled
}
