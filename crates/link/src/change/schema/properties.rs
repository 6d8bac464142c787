//! Properties: who must send them, and who relies on them.

use model::ChangeKind;

use super::{Pair, Site};
use crate::change::dates::has_ended;
use crate::change::life_cycle::Life;
use crate::change::record::{Direction, Effect};
use crate::contract::shape::{Open, Shape};

impl<'c> Pair<'c> {
    pub(super) fn properties(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
        for field in &base.properties {
            let old = Shape::of(self.base, field.schema);
            if (is_request && old.is_read_only) || (!is_request && old.is_write_only) {
                let now_field = now.property(field.name);
                if !is_request
                    && let Some(now_field) = now_field
                    && base.required.contains(&field.name)
                    && now.required.contains(&field.name)
                    && !Shape::of(self.now, now_field.schema).is_write_only
                {
                    let inner = site.inner(&format!(".{}", field.name), now_field.at);
                    self.add(
                        &inner,
                        "became-not-write-only",
                        ChangeKind::Altered,
                        Effect::MayBreak,
                        "write-only",
                        "",
                        "clients receive a property that they were not told of",
                    );
                }
                continue;
            }
            let name = format!(".{}", field.name);
            let is_old_required = base.required.contains(&field.name);
            let Some(now_field) = now.property(field.name) else {
                if self.moved_into_variants(now, field.name) {
                    continue;
                }
                let sunset = old.bounds.sunset.as_deref();
                let has_ended = old.is_deprecated && has_ended(sunset, self.today);
                let is_early = old.is_deprecated && sunset.is_some() && !has_ended;
                let effect = match (is_request, is_old_required) {
                    _ if is_early => Effect::Breaks,
                    (false, true) => Effect::Breaks,
                    _ => Effect::MayBreak,
                };
                let reason = match is_request {
                    _ if is_early => "it was announced to work for longer",
                    true => "what clients send is ignored or refused",
                    false => "clients that read the property find nothing",
                };
                let inner = site.inner(&name, site.at);
                self.add(
                    &inner,
                    "removed",
                    ChangeKind::Removed,
                    effect,
                    field.name,
                    "",
                    reason,
                );
                if (has_ended || life(&old).is_unfinished())
                    && let Some(last) = self.found.last_mut()
                {
                    last.was_deprecated = true;
                }
                continue;
            };
            let inner = site.inner(&name, now_field.at);
            let new = Shape::of(self.now, now_field.schema);
            self.life_cycle(&inner, life(&old), life(&new));
            let is_now_required = now.required.contains(&field.name);
            match (is_old_required, is_now_required) {
                (false, true) if is_request && !new.is_read_only => {
                    self.add(
                        &inner,
                        "became-required",
                        ChangeKind::Altered,
                        Effect::Breaks,
                        "optional",
                        "required",
                        "clients that leave it out are refused",
                    );
                }
                (true, false) if !is_request && !new.is_write_only => {
                    self.add(
                        &inner,
                        "became-optional",
                        ChangeKind::Altered,
                        Effect::Breaks,
                        "required",
                        "optional",
                        "clients that rely on it may find nothing",
                    );
                }
                _ => {}
            }
            if (is_request && new.is_read_only) || (!is_request && new.is_write_only) {
                continue;
            }
            self.schemas(field.schema, now_field.schema, &inner);
        }
        for field in &now.properties {
            if base.property(field.name).is_some() {
                continue;
            }
            let new = Shape::of(self.now, field.schema);
            let inner = site.inner(&format!(".{}", field.name), field.at);
            let is_required = now.required.contains(&field.name);
            let was_required = base.required.contains(&field.name);
            let is_hidden = match is_request {
                true => new.is_read_only,
                false => new.is_write_only,
            };
            if is_request && is_required && !was_required && !new.is_read_only {
                self.add(
                    &inner,
                    "added-required",
                    ChangeKind::Added,
                    Effect::Breaks,
                    "",
                    field.name,
                    "clients that leave it out are refused",
                );
            } else if !is_hidden {
                self.add(
                    &inner,
                    "added",
                    ChangeKind::Added,
                    Effect::Compatible,
                    "",
                    field.name,
                    "clients that do not know it go on",
                );
            }
        }
        // Names that became required without a schema of their own.
        for name in &now.required {
            let is_known = base.required.contains(name) || now.property(name).is_some();
            if is_request && !is_known && !name.is_empty() {
                let inner = site.inner(&format!(".{name}"), site.at);
                self.add(
                    &inner,
                    "became-required",
                    ChangeKind::Altered,
                    Effect::MayBreak,
                    "optional",
                    "required",
                    "it is required and nowhere described, so that clients cannot know of it",
                );
            }
        }
        match (base.additional, now.additional) {
            (Open::Schema(old), Open::Schema(new)) => {
                let at = self.place_of(new, site.at);
                self.schemas(old, new, &site.inner(".*", at));
            }
            (Open::Schema(_), Open::Forbidden) if is_request => {
                self.add(
                    site,
                    "additional-properties-forbidden",
                    ChangeKind::Altered,
                    Effect::Breaks,
                    "open",
                    "closed",
                    "clients that send further properties are refused",
                );
            }
            (Open::Unstated | Open::Allowed, Open::Schema(new)) if is_request => {
                let is_open = Shape::of(self.now, new).is_anything();
                if !is_open {
                    self.add(
                        site,
                        "additional-properties-typed",
                        ChangeKind::Altered,
                        Effect::MayBreak,
                        "any value",
                        "values of one schema",
                        "clients that send further properties of another kind are refused",
                    );
                }
            }
            (Open::Schema(old), Open::Unstated | Open::Allowed)
                if !is_request && !Shape::of(self.base, old).is_anything() =>
            {
                self.add(
                    site,
                    "additional-properties-untyped",
                    ChangeKind::Altered,
                    Effect::MayBreak,
                    "values of one schema",
                    "any value",
                    "clients receive further properties of any kind",
                );
            }
            (Open::Unstated | Open::Allowed, Open::Forbidden)
                if is_request && !base.properties.is_empty() =>
            {
                self.add(
                    site,
                    "additional-properties-forbidden",
                    ChangeKind::Altered,
                    Effect::MayBreak,
                    "open",
                    "closed",
                    "clients that send further properties are refused",
                );
            }
            _ => {}
        }
    }

    /// Whether a property is still there, in the parts of a choice.
    fn moved_into_variants(&self, now: &Shape<'c>, name: &str) -> bool {
        let mut variants = now.one_of.iter().chain(&now.any_of).peekable();
        variants.peek().is_some()
            && variants.any(|place| Shape::of(self.now, *place).property(name).is_some())
    }
}

fn life<'s>(shape: &'s Shape<'_>) -> Life<'s> {
    Life {
        is_deprecated: shape.is_deprecated,
        sunset: shape.bounds.sunset.as_deref(),
        stability: shape.bounds.stability.as_deref(),
    }
}
