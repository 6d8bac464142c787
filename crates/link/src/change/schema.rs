//! Two schemas, by what each allows: a request may allow more, a response less.
//!
//! Schemas are compared by shape, so that moving one behind a `$ref`, into a file of its own or
//! into `allOf` is no difference. A pair is compared once for each direction, so circles end.

use model::facts::contract::Types;
use model::{ChangeKind, Contracts, Place, Span};
use rustc_hash::FxHashSet;

use super::bounds;
use super::record::{Direction, Effect, Found};
use crate::contract::shape::{Open, Shape};

/// Deepest nesting that is compared.
const DEPTH_LIMIT: usize = 100;

/// The two states, and what was compared.
pub struct Pair<'c> {
    /// The older state.
    pub base: &'c Contracts,
    /// The newer state.
    pub now: &'c Contracts,
    /// What was found.
    pub found: Vec<Found>,
    visited: FxHashSet<(Place, Place, Direction, bool)>,
}

/// The place of a schema in the contract.
#[derive(Debug, Clone)]
pub struct Site {
    /// Names the thing for a reader.
    pub subject: String,
    /// Where differences are shown.
    pub at: Span,
    /// Who sends it.
    pub direction: Direction,
    /// `body`, `parameter`, `header` or `property`: the middle of a code.
    pub part: &'static str,
    /// Whether numbers and texts are told apart on the way: in JSON, not in URLs and forms.
    pub is_strongly_typed: bool,
    /// Whether a difference in the default counts: of optional parameters.
    pub has_default: bool,
    /// The nesting.
    pub depth: usize,
}

impl Site {
    fn inner(&self, name: &str, at: Span) -> Site {
        Site {
            subject: format!("{}{name}", self.subject),
            at,
            part: match self.part {
                "parameter" | "parameter-property" => "parameter-property",
                _ => "property",
            },
            has_default: false,
            depth: self.depth + 1,
            ..self.clone()
        }
    }

    fn code(&self, what: &str) -> String {
        format!("{}-{}-{what}", self.direction.word(), self.part)
    }
}

impl<'c> Pair<'c> {
    /// Two states of which nothing was compared yet.
    pub fn new(base: &'c Contracts, now: &'c Contracts) -> Self {
        Pair {
            base,
            now,
            found: Vec::new(),
            visited: FxHashSet::default(),
        }
    }

    /// Compares the schemas at two places.
    pub fn schemas(&mut self, base: Place, now: Place, site: &Site) {
        let (Some((base, _)), Some((now, written))) =
            (self.base.schema(base), self.now.schema(now))
        else {
            return;
        };
        let key = (base, now, site.direction, site.is_strongly_typed);
        if site.depth > DEPTH_LIMIT || !self.visited.insert(key) {
            return;
        }
        let mut site = site.clone();
        // What is wrong with a named schema is told once, under its name.
        let name = crate::contract::component_name(self.now, now);
        if let Some(name) = name.filter(|_| site.part == "property" || site.part == "body") {
            site.subject = format!("{name} ({})", site.direction.word());
            if site.part == "body" {
                site.at = self.now.span(now, written.at);
            }
        }
        let base = Shape::of(self.base, base);
        let now = Shape::of(self.now, now);
        self.shapes(base, now, &site);
    }

    /// Compares two shapes.
    pub fn shapes(&mut self, mut base: Shape<'c>, mut now: Shape<'c>, site: &Site) {
        if base.is_hidden || now.is_hidden {
            return;
        }
        merge_simple(self.base, &mut base);
        merge_simple(self.now, &mut now);
        if self.types(&base, &now, site) {
            return;
        }
        self.nullability(&base, &now, site);
        self.values(&base, &now, site);
        bounds::compare(self, &base, &now, site);
        self.variants(&base, &now, site);
        self.properties(&base, &now, site);
        if let (Some(base), Some(now_items)) = (base.items, now.items) {
            let at = self.place_of(now_items, site.at);
            self.schemas(base, now_items, &site.inner("[]", at));
        }
        self.conditions(&base, &now, site);
    }

    fn place_of(&self, place: Place, fallback: Span) -> Span {
        let document = self.now.document(place);
        match document.schemas.get(place.id as usize) {
            Some(schema) => self.now.span(place, schema.at),
            None => fallback,
        }
    }

    /// Records a difference.
    #[allow(clippy::too_many_arguments)]
    pub fn add(
        &mut self,
        site: &Site,
        what: &str,
        kind: ChangeKind,
        effect: Effect,
        before: impl Into<String>,
        after: impl Into<String>,
        reason: &'static str,
    ) {
        self.found.push(Found {
            at: site.at,
            subject: site.subject.clone(),
            kind,
            code: site.code(what),
            direction: site.direction,
            effect,
            was_deprecated: false,
            before: before.into(),
            after: after.into(),
            reason,
        });
    }

    /// Whether types or formats differ in a way that breaks; then nothing else is compared.
    fn types(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) -> bool {
        let (old, new) = (stated(base), stated(now));
        let (mut old_types, mut new_types) = (old, new);
        // An object without `type` is still one to every reader.
        if old_types.is_empty() && base.main_type() == new_types.main() {
            old_types = new_types;
        }
        if new_types.is_empty() && now.main_type() == old_types.main() {
            new_types = old_types;
        }
        let is_type_same = old_types == new_types;
        let (from, to) = match site.direction {
            Direction::Response => (new_types, old_types),
            _ => (old_types, new_types),
        };
        let is_loose = !site.is_strongly_typed && (to.is_empty() || to == Types::named("string"));
        let is_type_safe = is_type_same
            || to.is_empty()
            || (!from.is_empty() && is_covered(from, to))
            || (!from.is_empty() && is_loose);
        let (old_format, new_format) = (base.format.unwrap_or(""), now.format.unwrap_or(""));
        let (from_format, to_format) = match site.direction {
            Direction::Response => (new_format, old_format),
            _ => (old_format, new_format),
        };
        let is_format_safe = old_format == new_format
            || (!is_type_same && to.is_empty())
            || is_format_covered(to, from_format, to_format);
        if is_type_same && old_format == new_format {
            return false;
        }
        let is_safe = is_type_safe && is_format_safe;
        let effect = if is_safe {
            Effect::Compatible
        } else {
            Effect::Breaks
        };
        let what = if is_safe {
            "type-compatible"
        } else {
            "type-changed"
        };
        let reason = match (is_safe, site.direction) {
            (true, _) => "every value that was right before still is",
            (false, Direction::Response) => "clients receive values that they were not told of",
            (false, _) => "values that clients send are no longer accepted",
        };
        self.add(
            site,
            what,
            ChangeKind::Altered,
            effect,
            typed(old, old_format),
            typed(new, new_format),
            reason,
        );
        !is_safe && !is_type_safe
    }

    fn nullability(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        if base.is_nullable == now.is_nullable || base.is_anything() || now.is_anything() {
            return;
        }
        let (what, breaks, reason) = if now.is_nullable {
            (
                "became-nullable",
                site.direction == Direction::Response,
                "clients receive `null` where they were promised a value",
            )
        } else {
            (
                "became-not-nullable",
                site.direction == Direction::Request,
                "clients that send `null` are refused",
            )
        };
        let effect = if breaks {
            Effect::Breaks
        } else {
            Effect::Compatible
        };
        let word = |is_nullable: bool| {
            if is_nullable {
                "nullable"
            } else {
                "not nullable"
            }
        };
        self.add(
            site,
            what,
            ChangeKind::Altered,
            effect,
            word(base.is_nullable),
            word(now.is_nullable),
            reason,
        );
    }

    fn values(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let old = allowed(base);
        let new = allowed(now);
        let is_request = site.direction == Direction::Request;
        match (&old, &new) {
            (None, Some(new)) if is_request && !now.is_extensible => {
                let what = if now.bounds.constant.is_some() {
                    "const-added"
                } else {
                    "became-enum"
                };
                let after = new.join(", ");
                self.add(
                    site,
                    what,
                    ChangeKind::Altered,
                    Effect::Breaks,
                    "any value",
                    after,
                    "clients that send other values are refused",
                );
            }
            (Some(old), None) if !is_request && base.bounds.constant.is_some() => {
                let before = old.join(", ");
                self.add(
                    site,
                    "const-removed",
                    ChangeKind::Altered,
                    Effect::Breaks,
                    before,
                    "any value",
                    "clients rely on the only value",
                );
            }
            (Some(old), Some(new)) => {
                let removed: Vec<&str> = old.iter().filter(|v| !new.contains(v)).copied().collect();
                let added: Vec<&str> = new.iter().filter(|v| !old.contains(v)).copied().collect();
                let is_constant = base.bounds.constant.is_some();
                if !removed.is_empty() {
                    let is_read_only = base.is_read_only || now.is_read_only;
                    let breaks = is_request && !is_read_only;
                    let effect = if breaks {
                        Effect::Breaks
                    } else {
                        Effect::Compatible
                    };
                    let what = if is_constant {
                        "const-changed"
                    } else {
                        "enum-value-removed"
                    };
                    self.add(
                        site,
                        what,
                        ChangeKind::Removed,
                        effect,
                        removed.join(", "),
                        "",
                        "clients that send the value are refused",
                    );
                }
                if !added.is_empty() {
                    let is_silent = is_request || now.is_write_only || now.is_extensible;
                    let effect = match (is_silent, is_constant) {
                        (true, _) => Effect::Compatible,
                        (false, true) => Effect::Breaks,
                        (false, false) => Effect::MayBreak,
                    };
                    let what = if is_constant {
                        "const-changed"
                    } else {
                        "enum-value-added"
                    };
                    self.add(
                        site,
                        what,
                        ChangeKind::Added,
                        effect,
                        "",
                        added.join(", "),
                        "clients receive a value that they do not know",
                    );
                }
            }
            _ => {}
        }
    }

    fn properties(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
        for field in &base.properties {
            let old = Shape::of(self.base, field.schema);
            if (is_request && old.is_read_only) || (!is_request && old.is_write_only) {
                let now_field = now.property(field.name);
                if !is_request
                    && let Some(now_field) = now_field
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
                let effect = match (is_request, is_old_required) {
                    (false, true) => Effect::Breaks,
                    _ => Effect::MayBreak,
                };
                let reason = match is_request {
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
                if old.is_deprecated
                    && let Some(last) = self.found.last_mut()
                {
                    last.was_deprecated = true;
                }
                continue;
            };
            let inner = site.inner(&name, now_field.at);
            let new = Shape::of(self.now, now_field.schema);
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
            } else if !(is_request && new.is_read_only) && !(!is_request && new.is_write_only) {
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
            if is_request && !is_known {
                let inner = site.inner(&format!(".{name}"), site.at);
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
        }
        match (base.additional, now.additional) {
            (Open::Schema(old), Open::Schema(new)) => {
                let at = self.place_of(new, site.at);
                self.schemas(old, new, &site.inner(".*", at));
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

    fn variants(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        let is_request = site.direction == Direction::Request;
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
            return;
        }
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

    fn conditions(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
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
            if old == new {
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
                (_, true) => new.is_some(),
                (_, false) => old.is_some(),
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

fn stated(shape: &Shape<'_>) -> Types {
    shape.types.without(Types::NULL)
}

/// The values that are allowed alone; `None` if any is.
fn allowed<'s>(shape: &'s Shape<'_>) -> Option<Vec<&'s str>> {
    if let Some(constant) = &shape.bounds.constant {
        return Some(vec![constant]);
    }
    let values = shape.values.as_ref()?;
    Some(
        values
            .iter()
            .copied()
            .filter(|value| *value != "null")
            .collect(),
    )
}

/// A choice among plain types is a list of types.
fn merge_simple(contracts: &Contracts, shape: &mut Shape<'_>) {
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

/// Whether every type of `from` is one of `to`; every integer is a number.
fn is_covered(from: Types, to: Types) -> bool {
    let integer = Types::named("integer");
    let from = if to.has(Types::named("number")) && from.has(integer) && !to.has(integer) {
        from.without(integer).with(Types::named("number"))
    } else {
        from
    };
    to.has(from)
}

/// Whether every value of format `from` is one of format `to`.
fn is_format_covered(types: Types, from: &str, to: &str) -> bool {
    if to.is_empty() {
        return true;
    }
    let names: Vec<&str> = types.names().collect();
    match names[..] {
        ["number"] => (from, to) == ("float", "double"),
        ["integer"] => matches!(
            (from, to),
            ("int32", "int64" | "bigint") | ("int64", "bigint")
        ),
        ["string"] => matches!((from, to), ("date" | "time", "date-time")),
        _ => false,
    }
}

fn typed(types: Types, format: &str) -> String {
    let names: Vec<&str> = types.names().collect();
    let names = if names.is_empty() {
        "any type".to_owned()
    } else {
        names.join(" or ")
    };
    match format {
        "" => names,
        format => format!("{names} ({format})"),
    }
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
