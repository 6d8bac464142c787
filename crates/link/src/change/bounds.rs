//! Bounds: a request must not be bound tighter, a response not looser.

use model::ChangeKind;

use super::record::{Direction, Effect};
use super::schema::{Pair, Site};
use crate::contract::shape::Shape;

const TIGHTER: &str = "values that clients send are refused";
const LOOSER: &str = "clients receive values beyond what they were promised";

/// Compares the bounds, the pattern and the default of two shapes.
pub fn compare<'c>(pair: &mut Pair<'c>, base: &Shape<'c>, now: &Shape<'c>, site: &Site) {
    let (old, new) = (&base.bounds, &now.bounds);
    let counts = |count: Option<u64>| count.map(|count| (count as f64, false));
    let range =
        |plain: Option<f64>, exclusive: Option<f64>, is_upper: bool| match (plain, exclusive) {
            (Some(plain), Some(exclusive)) if (plain < exclusive) == is_upper => {
                Some((plain, false))
            }
            (_, Some(exclusive)) => Some((exclusive, true)),
            (plain, None) => plain.map(|plain| (plain, false)),
        };
    let upper = [
        (
            "max",
            range(old.maximum, old.exclusive_maximum, true),
            range(new.maximum, new.exclusive_maximum, true),
            false,
        ),
        (
            "max-length",
            counts(old.max_length),
            counts(new.max_length),
            true,
        ),
        (
            "max-items",
            counts(old.max_items),
            counts(new.max_items),
            false,
        ),
        (
            "max-properties",
            counts(old.max_properties),
            counts(new.max_properties),
            false,
        ),
    ];
    for (name, old, new, unset_breaks) in upper {
        limit(
            pair,
            site,
            name,
            old,
            new,
            Limit {
                is_upper: true,
                unset_breaks,
                set_breaks: false,
            },
        );
    }
    let lower = [
        (
            "min",
            range(old.minimum, old.exclusive_minimum, false),
            range(new.minimum, new.exclusive_minimum, false),
            false,
            false,
        ),
        (
            "min-length",
            counts(old.min_length),
            counts(new.min_length),
            true,
            true,
        ),
        (
            "min-items",
            counts(old.min_items),
            counts(new.min_items),
            true,
            false,
        ),
        (
            "min-properties",
            counts(old.min_properties),
            counts(new.min_properties),
            false,
            false,
        ),
    ];
    for (name, old, new, unset_breaks, set_breaks) in lower {
        // No characters and no items are what is meant when nothing is said.
        let zero =
            |bound: Option<(f64, bool)>| bound.filter(|(value, _)| name == "min" || *value > 0.0);
        limit(
            pair,
            site,
            name,
            zero(old),
            zero(new),
            Limit {
                is_upper: false,
                unset_breaks,
                set_breaks,
            },
        );
    }
    pattern(pair, site, old.pattern.as_deref(), new.pattern.as_deref());
    multiple(pair, site, old.multiple_of, new.multiple_of);
    if old.has_unique_items != new.has_unique_items
        && new.has_unique_items
        && site.direction == Direction::Request
    {
        pair.add(
            site,
            "unique-items-set",
            ChangeKind::Altered,
            Effect::MayBreak,
            "",
            "unique",
            TIGHTER,
        );
    }
    if site.has_default && old.default != new.default {
        let what = match (&old.default, &new.default) {
            (None, _) => "default-added",
            (_, None) => "default-removed",
            _ => "default-changed",
        };
        let text = |value: &Option<Box<str>>| value.as_deref().unwrap_or("").to_owned();
        pair.add(
            site,
            what,
            ChangeKind::Altered,
            Effect::Breaks,
            text(&old.default),
            text(&new.default),
            "clients that leave it out get another answer",
        );
    }
    for (what, old, new) in [
        (
            "content-media-type-changed",
            &old.content_media_type,
            &new.content_media_type,
        ),
        (
            "content-encoding-changed",
            &old.content_encoding,
            &new.content_encoding,
        ),
    ] {
        if let (Some(old), Some(new)) = (old, new)
            && old != new
        {
            pair.add(
                site,
                what,
                ChangeKind::Altered,
                Effect::Breaks,
                &**old,
                &**new,
                "the text holds something else",
            );
        }
    }
}

struct Limit {
    is_upper: bool,
    /// Whether a response that loses the bound breaks.
    unset_breaks: bool,
    /// Whether a request that gets the bound surely breaks.
    set_breaks: bool,
}

fn limit(
    pair: &mut Pair<'_>,
    site: &Site,
    name: &str,
    old: Option<(f64, bool)>,
    new: Option<(f64, bool)>,
    limit: Limit,
) {
    if old == new {
        return;
    }
    let is_request = site.direction == Direction::Request;
    let text = |bound: Option<(f64, bool)>| match bound {
        Some((value, true)) => format!("{value} excluded"),
        Some((value, false)) => value.to_string(),
        None => "no bound".to_owned(),
    };
    let (effect, what) = match (old, new) {
        (None, Some(_)) => match (is_request, limit.set_breaks) {
            (true, true) => (Effect::Breaks, "set"),
            (true, false) => (Effect::MayBreak, "set"),
            (false, _) => (Effect::Compatible, "set"),
        },
        (Some(_), None) => match !is_request && limit.unset_breaks {
            true => (Effect::Breaks, "unset"),
            false => (Effect::Compatible, "unset"),
        },
        (Some((old, old_excluded)), Some((new, new_excluded))) => {
            let is_tighter = if old == new {
                new_excluded && !old_excluded
            } else {
                (new < old) == limit.is_upper
            };
            let what = if new < old { "decreased" } else { "increased" };
            match is_tighter == is_request {
                true => (Effect::Breaks, what),
                false => (Effect::Compatible, what),
            }
        }
        (None, None) => return,
    };
    let reason = if is_request { TIGHTER } else { LOOSER };
    pair.add(
        site,
        &format!("{name}-{what}"),
        ChangeKind::Altered,
        effect,
        text(old),
        text(new),
        reason,
    );
}

/// A request must not be a multiple of something else than before.
fn multiple(pair: &mut Pair<'_>, site: &Site, old: Option<f64>, new: Option<f64>) {
    let Some(new) = new.filter(|new| Some(*new) != old && *new != 0.0) else {
        return;
    };
    // Every multiple of ten is one of five.
    let is_wider = old.is_some_and(|old| (old / new).fract().abs() < 1e-9);
    if is_wider || site.direction != Direction::Request {
        return;
    }
    let before = old.map_or_else(|| "no bound".to_owned(), |old| old.to_string());
    let after = new.to_string();
    let kind = ChangeKind::Altered;
    pair.add(
        site,
        "multiple-of-changed",
        kind,
        Effect::MayBreak,
        before,
        after,
        TIGHTER,
    );
}

fn pattern(pair: &mut Pair<'_>, site: &Site, old: Option<&str>, new: Option<&str>) {
    if old == new {
        return;
    }
    let is_request = site.direction == Direction::Request;
    let is_anything = |pattern: Option<&str>| matches!(pattern, Some(".*" | "^.*$" | ""));
    let (effect, what) = match (old, new) {
        (None, Some(_)) if is_anything(new) => (Effect::Compatible, "pattern-added"),
        (None, _) => (
            if is_request {
                Effect::Breaks
            } else {
                Effect::Compatible
            },
            "pattern-added",
        ),
        (_, None) => (Effect::Compatible, "pattern-removed"),
        _ if is_anything(new) || !is_request => (Effect::Compatible, "pattern-changed"),
        _ => (Effect::MayBreak, "pattern-changed"),
    };
    pair.add(
        site,
        what,
        ChangeKind::Altered,
        effect,
        old.unwrap_or(""),
        new.unwrap_or(""),
        TIGHTER,
    );
}
