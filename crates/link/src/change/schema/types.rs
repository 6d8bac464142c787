//! Types, formats, `null` and enumerated values.

use model::ChangeKind;
use model::facts::contract::Types;

use super::{Pair, Site};
use crate::change::record::{Direction, Effect};
use crate::contract::shape::Shape;

impl<'c> Pair<'c> {
    /// Whether types or formats differ in a way that breaks; then nothing else is compared.
    pub(super) fn types(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) -> bool {
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

    pub(super) fn nullability(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
        // Without a type, `null` is allowed whatever else is said.
        // Source: OpenAPI 3.0.4, `nullable`, which has no effect unless `type` is given.
        let is_silent = |shape: &Shape<'_>| {
            stated(shape).is_empty()
                && shape.one_of.is_empty()
                && shape.any_of.is_empty()
                && shape.values.is_none()
        };
        if base.is_nullable == now.is_nullable || is_silent(base) || is_silent(now) {
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

    pub(super) fn values(&mut self, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
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
                        "value-removed"
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
                        "value-added"
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
