//! Parameters: which are asked for, and how their values are written.

use std::collections::BTreeMap;

use model::facts::contract::{Parameter, Types};
use model::{ChangeKind, Place, Span};

use super::{Operations, has_ended, is_same_name};
use crate::change::life_cycle::Life;
use crate::change::pairs::names;
use crate::change::record::{Direction, Effect};
use crate::change::schema::Site;
use crate::contract::operation::View;
use crate::contract::shape::Shape;

impl<'c> Operations<'_, 'c> {
    pub(super) fn parameters(&mut self, base: &View<'c>, now: &View<'c>) {
        // Parameters of the path are paired by position, others by place and name.
        let renamed: BTreeMap<&str, &str> =
            names(base.path).into_iter().zip(names(now.path)).collect();
        let mut matched: Vec<usize> = Vec::new();
        for (_, place, old) in &base.parameters {
            let name = match old.location.as_str() {
                "path" => renamed.get(old.name.as_str()).copied().unwrap_or(&old.name),
                _ => &old.name,
            };
            let found = now.parameters.iter().position(|(_, _, new)| {
                new.location == old.location && is_same_name(&old.location, &new.name, name)
            });
            match found {
                Some(index) => {
                    matched.push(index);
                    let (at, new_place, new) = now.parameters[index];
                    self.parameter(*place, old, at, new_place, new);
                }
                None => self.removed_parameter(old, now),
            }
        }
        for (index, (at, _, new)) in now.parameters.iter().enumerate() {
            if matched.contains(&index) {
                continue;
            }
            let site = self.site("parameter", &new.name, *at, Direction::Request);
            let is_bound_to_path = new.location == "path";
            let (effect, what) = match new.is_required || is_bound_to_path {
                true => (Effect::Breaks, "added-required"),
                false => (Effect::Compatible, "added"),
            };
            self.pair.add(
                &site,
                what,
                ChangeKind::Added,
                effect,
                "",
                new.name.as_str(),
                "clients that do not send it are refused",
            );
        }
    }

    fn removed_parameter(&mut self, old: &Parameter, now: &View<'c>) {
        if old.location == "path" && !names(now.path).is_empty() {
            return;
        }
        let site = self.site("parameter", &old.name, self.at, Direction::Request);
        let has_ended = old.is_deprecated && has_ended(old.sunset.as_deref(), self.pair.today);
        let (effect, reason) = match old.is_deprecated && old.sunset.is_some() && !has_ended {
            true => (Effect::Breaks, "it was announced to work for longer"),
            false => (Effect::MayBreak, "what clients send is ignored or refused"),
        };
        self.pair.add(
            &site,
            "removed",
            ChangeKind::Removed,
            effect,
            old.name.as_str(),
            "",
            reason,
        );
        if let Some(last) = self.pair.found.last_mut() {
            last.was_deprecated = has_ended;
        }
    }

    fn parameter(
        &mut self,
        old_place: Place,
        old: &Parameter,
        at: Span,
        new_place: Place,
        new: &Parameter,
    ) {
        let mut site = self.site("parameter", &new.name, at, Direction::Request);
        if !old.is_required && new.is_required && new.location != "path" {
            self.pair.add(
                &site,
                "became-required",
                ChangeKind::Altered,
                Effect::Breaks,
                "optional",
                "required",
                "clients that leave it out are refused",
            );
        }
        self.pair.life_cycle(&site, life(old), life(new));
        if let (Some(old_schema), Some(new_schema)) = (old.schema, new.schema) {
            site.has_default = !old.is_required && !new.is_required;
            let old_schema = old_place.beside(old_schema);
            let new_schema = new_place.beside(new_schema);
            if let Some(items) = self.repeated(old_schema, new, new_schema) {
                self.pair.schemas(old_schema, items, &site);
                return;
            }
            self.style(&site, old, old_schema, new, new_schema);
            self.pair.schemas(old_schema, new_schema, &site);
        }
    }

    /// The items of a parameter that was one value and may now be repeated: `a=1` is then a list of one.
    /// Source: OpenAPI 3.0.4, "Style Values": `form` with `explode` repeats the name.
    fn repeated(&self, old: Place, new: &Parameter, new_schema: Place) -> Option<Place> {
        if new.location != "query" || written(new) != ("form", true) {
            return None;
        }
        let old = Shape::of(self.pair.base, old);
        let new = Shape::of(self.pair.now, new_schema);
        let is_one_value = !old.types.without(Types::NULL).is_empty()
            && !old.types.has(Types::named("array"))
            && !old.types.has(Types::named("object"));
        let is_list = new.types.without(Types::NULL) == Types::named("array");
        let takes_one = new.bounds.min_items.unwrap_or(0) <= 1;
        new.items.filter(|_| is_one_value && is_list && takes_one)
    }

    /// Whether several values are written in another way.
    fn style(
        &mut self,
        site: &Site,
        old: &Parameter,
        old_schema: Place,
        new: &Parameter,
        new_schema: Place,
    ) {
        let (before, after) = (written(old), written(new));
        if before == after {
            return;
        }
        let holds_many = |shape: Shape<'_>| matches!(shape.main_type(), Some("array" | "object"));
        let is_many = holds_many(Shape::of(self.pair.base, old_schema))
            && holds_many(Shape::of(self.pair.now, new_schema));
        // A label and a matrix write even one value with a sign before it.
        let has_sign = |style: &str| matches!(style, "label" | "matrix");
        if !is_many && has_sign(before.0) == has_sign(after.0) {
            return;
        }
        let text = |(style, explode): (&str, bool)| match explode {
            true => format!("{style}, each value on its own"),
            false => format!("{style}, all values in one"),
        };
        self.pair.add(
            site,
            "style-changed",
            ChangeKind::Altered,
            Effect::Breaks,
            text(before),
            text(after),
            "what clients send is read as another value",
        );
    }
}

/// How a parameter is written: its style, and whether each value is written on its own.
/// Source: OpenAPI 3.0.4, "Parameter Object", the defaults of `style` and `explode`.
fn written(parameter: &Parameter) -> (&str, bool) {
    let default = match parameter.location.as_str() {
        "query" | "cookie" | "formData" => "form",
        _ => "simple",
    };
    let style = parameter.style.as_deref().unwrap_or(default);
    (style, parameter.explode.unwrap_or(style == "form"))
}

fn life(parameter: &Parameter) -> Life<'_> {
    Life {
        is_deprecated: parameter.is_deprecated,
        sunset: parameter.sunset.as_deref(),
        stability: None,
    }
}
