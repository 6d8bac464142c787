//! `oneOf` and `anyOf`: a request may take more variants, a response send fewer.

use model::facts::contract::Types;
use model::{ChangeKind, Contracts, Place};

use super::{Pair, Site};
use crate::change::record::{Direction, Effect, Found};
use crate::contract::shape::{Open, Shape};

/// Nesting below which schemas are compared on trial: each level tries all pairs of variants.
const TRIAL_DEPTH: usize = 8;

/// Properties from which on two variants are held for one by what they have in common.
const ALIKE_PROPERTIES: usize = 4;

/// Percent of them that the newer one has.
const ALIKE_PERCENT: usize = 75;

impl<'c> Pair<'c> {
    /// Whether one schema became one of several; then nothing else is compared.
    pub(super) fn is_wrapped(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) -> bool {
        let is_one = base.one_of.is_empty() && base.any_of.is_empty() && !base.is_anything();
        if !is_one || now.one_of.is_empty() {
            return false;
        }
        // With a type of its own, the choice only says more of the one schema.
        if !now.types.is_empty() && !now.properties.is_empty() {
            return false;
        }
        let takes_old = site.direction == Direction::Request
            && site.depth <= TRIAL_DEPTH
            && now
                .one_of
                .iter()
                .any(|&variant| self.covers(base, variant, site));
        // Of a whole body even what is still accepted has another type in every generated client.
        let effect = match takes_old && site.part != "body" {
            true => Effect::Compatible,
            false => Effect::Breaks,
        };
        self.add(
            site,
            "wrapped-in-one-of",
            ChangeKind::Altered,
            effect,
            "one schema",
            "one of several",
            "readers and generated types expect the one schema",
        );
        true
    }

    /// Whether a variant takes all that `base` took.
    fn covers(&self, base: &Shape<'c>, variant: Place, site: &Site) -> bool {
        let mut trial = Pair::new(self.base, self.now, self.today);
        let site = Site {
            depth: site.depth + 1,
            ..site.clone()
        };
        trial.shapes(base.clone(), Shape::of(self.now, variant), &site);
        trial
            .found
            .iter()
            .all(|found| found.effect != Effect::Breaks)
    }

    pub(super) fn variants(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
        for (old, new, keyword) in [
            (&base.one_of, &now.one_of, "one-of"),
            (&base.any_of, &now.any_of, "any-of"),
        ] {
            if old.is_empty() && new.is_empty() {
                continue;
            }
            let (pairs, removed, added) = self.match_variants(old, new, site);
            for (old, new) in pairs {
                let at = self.place_of(new, site.at);
                self.schemas(old, new, &site.inner("", at));
            }
            for place in removed {
                let effect = if is_request {
                    Effect::Breaks
                } else {
                    Effect::Compatible
                };
                let name = self.variant_name(self.base, place);
                self.add(
                    site,
                    &format!("{keyword}-removed"),
                    ChangeKind::Removed,
                    effect,
                    name,
                    "",
                    "clients that send this variant are refused",
                );
            }
            for place in added {
                let breaks = !is_request && keyword == "one-of" && !old.is_empty();
                let effect = if breaks {
                    Effect::Breaks
                } else {
                    Effect::Compatible
                };
                let name = self.variant_name(self.now, place);
                self.add(
                    site,
                    &format!("{keyword}-added"),
                    ChangeKind::Added,
                    effect,
                    "",
                    name,
                    "clients receive a variant that they do not know",
                );
            }
        }
    }

    /// A discriminator is a hint that readers go by: what it says is read, not validated.
    /// Source: OpenAPI 3.1.1, "Discriminator Object".
    pub(super) fn discriminators(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let (Some(old), Some(new)) = (base.discriminator, now.discriminator) else {
            return;
        };
        let is_request = site.direction == Direction::Request;
        if old.property != new.property {
            self.add(
                site,
                "discriminator-changed",
                ChangeKind::Altered,
                Effect::MayBreak,
                old.property.as_str(),
                new.property.as_str(),
                "clients tell the variants by the other property",
            );
            return;
        }
        // A value that names its schema says what holds without it.
        let name = |reference: &str| reference.rsplit(['/', '#']).next().unwrap_or("").to_owned();
        let find = |all: &[(String, String)], value: &str| {
            all.iter()
                .find(|(known, _)| known == value)
                .map(|(_, schema)| name(schema))
        };
        for (value, schema) in &old.mapping {
            let (effect, what, after) = match find(&new.mapping, value) {
                Some(now) if now == name(schema) => continue,
                Some(now) => (
                    Effect::MayBreak,
                    "discriminator-value-changed",
                    format!("{value}: {now}"),
                ),
                None if name(schema) == *value => continue,
                None if is_request => (
                    Effect::MayBreak,
                    "discriminator-value-removed",
                    String::new(),
                ),
                None => (
                    Effect::Compatible,
                    "discriminator-value-removed",
                    String::new(),
                ),
            };
            let kind = match after.is_empty() {
                true => ChangeKind::Removed,
                false => ChangeKind::Altered,
            };
            let before = format!("{value}: {}", name(schema));
            let reason = "clients that send or read the value mean another variant";
            self.add(site, what, kind, effect, before, after, reason);
        }
    }

    /// `not`: what it excludes grows as its schema grows.
    pub(super) fn exclusions(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
        let (what, kind, breaks) = match (&base.not[..], &now.not[..]) {
            ([], []) => return,
            ([], [..]) => ("not-added", ChangeKind::Added, is_request),
            ([..], []) => ("not-removed", ChangeKind::Removed, !is_request),
            ([old], [new]) => {
                let breaks = self.trial(*old, *new, site, &[site.direction.reversed()]);
                ("not-changed", ChangeKind::Altered, breaks)
            }
            _ => return,
        };
        let effect = if breaks {
            Effect::Breaks
        } else {
            Effect::Compatible
        };
        let (before, after) = match kind {
            ChangeKind::Added => ("", "not"),
            ChangeKind::Removed => ("not", ""),
            ChangeKind::Altered => ("one schema", "another"),
        };
        if breaks || kind != ChangeKind::Altered {
            let reason = match is_request {
                true => "values that clients send are refused",
                false => "clients may receive what was excluded before",
            };
            self.add(site, what, kind, effect, before, after, reason);
        }
    }

    fn variant_name(&self, contracts: &Contracts, place: Place) -> String {
        crate::contract::schema_name(contracts, place)
    }

    /// Pairs variants: those of the same name, then those that allow the same, then those that are alike, then, if as many
    /// are left on both sides, those at the same position.
    #[allow(clippy::type_complexity)]
    fn match_variants(
        &self,
        old: &[Place],
        new: &[Place],
        site: &Site,
    ) -> (Vec<(Place, Place)>, Vec<Place>, Vec<Place>) {
        let mut pairs = Vec::new();
        let mut old: Vec<Place> = old.to_vec();
        let mut new: Vec<Place> = new.to_vec();
        let mut pair_if =
            |old: &mut Vec<Place>, new: &mut Vec<Place>, is_pair: &dyn Fn(Place, Place) -> bool| {
                old.retain(|&o| match new.iter().position(|&n| is_pair(o, n)) {
                    Some(index) => {
                        pairs.push((o, new.remove(index)));
                        false
                    }
                    None => true,
                });
            };
        pair_if(&mut old, &mut new, &|o, n| {
            let name = crate::contract::component_name(self.base, o);
            name.is_some() && name == crate::contract::component_name(self.now, n)
        });
        pair_if(&mut old, &mut new, &|o, n| self.is_equal(o, n, site));
        pair_if(&mut old, &mut new, &|o, n| self.is_alike(o, n));
        let is_inline = |contracts: &Contracts, places: &[Place]| {
            places
                .iter()
                .all(|place| crate::contract::component_name(contracts, *place).is_none())
        };
        if old.len() == new.len() && is_inline(self.base, &old) && is_inline(self.now, &new) {
            pairs.extend(old.drain(..).zip(new.drain(..)));
        }
        (pairs, old, new)
    }

    /// Whether two variants are one whose name changed with a part of it: most of its properties are there.
    fn is_alike(&self, old: Place, new: Place) -> bool {
        let (old, new) = (Shape::of(self.base, old), Shape::of(self.now, new));
        let kept = old
            .properties
            .iter()
            .filter(|field| new.property(field.name).is_some());
        old.properties.len() >= ALIKE_PROPERTIES
            && kept.count() * 100 >= old.properties.len() * ALIKE_PERCENT
    }

    fn is_equal(&self, old: Place, new: Place, site: &Site) -> bool {
        site.depth <= TRIAL_DEPTH
            && self
                .tried(old, new, site, &[Direction::Request, Direction::Response])
                .is_empty()
    }

    /// Whether the schemas differ in a way that breaks or may break, seen in `directions`.
    fn trial(&self, old: Place, new: Place, site: &Site, directions: &[Direction]) -> bool {
        site.depth <= TRIAL_DEPTH
            && self
                .tried(old, new, site, directions)
                .iter()
                .any(|found| found.effect != Effect::Compatible)
    }

    fn tried(&self, old: Place, new: Place, site: &Site, directions: &[Direction]) -> Vec<Found> {
        let mut trial = Pair::new(self.base, self.now, self.today);
        for &direction in directions {
            let site = Site {
                direction,
                depth: site.depth + 1,
                ..site.clone()
            };
            trial.schemas(old, new, &site);
        }
        trial.found
    }
}

/// A choice among plain types is a list of types.
pub(super) fn merge_simple(contracts: &Contracts, shape: &mut Shape<'_>) {
    let choice = match (shape.one_of.is_empty(), shape.any_of.is_empty()) {
        (false, true) => &shape.one_of,
        (true, false) => &shape.any_of,
        _ => return,
    };
    let mut types = Types::default();
    for place in choice {
        let part = Shape::of(contracts, *place);
        let is_plain = part.types.0.count_ones() >= 1
            && part.format.is_none()
            && part.properties.is_empty()
            && part.items.is_none()
            && part.values.is_none()
            && part.additional == Open::Unstated
            && part.one_of.is_empty()
            && part.any_of.is_empty()
            && part.bounds == model::facts::contract::Bounds::default();
        if !is_plain {
            return;
        }
        types = types.with(part.types);
    }
    shape.types = types;
    shape.one_of.clear();
    shape.any_of.clear();
}
