//! `oneOf` and `anyOf`: a request may take more variants, a response send fewer.

use model::facts::contract::Types;
use model::{ChangeKind, Contracts, Place};

use super::{Pair, Site};
use crate::change::record::{Direction, Effect};
use crate::contract::shape::{Open, Shape};

impl<'c> Pair<'c> {
    /// Whether one schema became one of several; then nothing else is compared.
    pub(super) fn is_wrapped(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) -> bool {
        if base.one_of.is_empty()
            && base.any_of.is_empty()
            && !now.one_of.is_empty()
            && !base.is_anything()
        {
            self.add(
                site,
                "wrapped-in-one-of",
                ChangeKind::Altered,
                Effect::Breaks,
                "one schema",
                "one of several",
                "readers and generated types expect the one schema",
            );
            return true;
        }
        false
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

    fn variant_name(&self, contracts: &Contracts, place: Place) -> String {
        crate::contract::schema_name(contracts, place)
    }

    /// Pairs variants: those of the same name, then those that allow the same, then, if as many
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

    fn is_equal(&self, old: Place, new: Place, site: &Site) -> bool {
        if site.depth > 8 {
            return false;
        }
        let mut trial = Pair::new(self.base, self.now);
        for direction in [Direction::Request, Direction::Response] {
            let site = Site {
                direction,
                depth: site.depth + 1,
                ..site.clone()
            };
            trial.schemas(old, new, &site);
        }
        trial.found.is_empty()
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
        if !is_plain || part.types == Types::named("object") {
            return;
        }
        types = types.with(part.types);
    }
    shape.types = types;
    shape.one_of.clear();
    shape.any_of.clear();
}
