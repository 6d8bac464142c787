//! Two operations: parameters, body, responses, security, life cycle.

mod responses;
mod terms;

use std::collections::BTreeMap;

use model::facts::contract::Parameter;
use model::{ChangeKind, Place, Span};

use super::pairs::names;
use super::record::{Direction, Effect, Found};
use super::schema::{Pair, Site};
use crate::contract::operation::{BodyView, Content, View};

/// Compares two operations that are one and the same.
pub fn compare<'c>(pair: &mut Pair<'c>, base: &View<'c>, now: &View<'c>, today: &str) {
    let at = pair.now.span(now.item, now.operation.at);
    let label = format!("{} {}", now.operation.method, now.path);
    let mut operations = Operations {
        pair,
        label,
        at,
        today,
    };
    operations.parameters(base, now);
    operations.bodies(base, now);
    operations.responses(base, now);
    operations.security(base, now);
    operations.life_cycle(base, now);
}

/// Compares the body that the API sends with a webhook.
pub fn compare_webhook<'c>(pair: &mut Pair<'c>, base: &View<'c>, now: &View<'c>) {
    let (Some(old), Some(new)) = (&base.body, &now.body) else {
        return;
    };
    for (name, at, content) in &new.content {
        let found = old
            .content
            .iter()
            .find(|(known, _, _)| media(known) == media(name));
        if let (Some((_, _, Content::Schema(old))), Content::Schema(new)) = (found, content) {
            let site = site(
                format!("webhook {}", now.path),
                *at,
                Direction::Response,
                "body",
                true,
            );
            pair.schemas(*old, *new, &site);
        }
    }
}

/// Whether an end that was announced has come: no date, or one that is not after today.
pub fn has_ended(sunset: Option<&str>, today: &str) -> bool {
    match sunset {
        None => true,
        Some(date) => {
            let day: String = date.chars().take(10).collect();
            let is_date = day.len() == 10 && day.as_bytes()[4] == b'-';
            !is_date || today.is_empty() || day.as_str() <= today
        }
    }
}

fn site(
    subject: String,
    at: Span,
    direction: Direction,
    part: &'static str,
    is_strongly_typed: bool,
) -> Site {
    Site {
        subject,
        at,
        direction,
        part,
        is_strongly_typed,
        has_default: false,
        depth: 0,
    }
}

struct Operations<'p, 'c, 't> {
    pair: &'p mut Pair<'c>,
    label: String,
    at: Span,
    today: &'t str,
}

impl<'c> Operations<'_, 'c, '_> {
    fn site(&self, part: &'static str, what: &str, at: Span, direction: Direction) -> Site {
        let separator = if what.is_empty() { "" } else { " " };
        site(
            format!("{}{separator}{what}", self.label),
            at,
            direction,
            part,
            false,
        )
    }

    fn parameters(&mut self, base: &View<'c>, now: &View<'c>) {
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
        self.pair.add(
            &site,
            "removed",
            ChangeKind::Removed,
            Effect::MayBreak,
            old.name.as_str(),
            "",
            "what clients send is ignored or refused",
        );
        let has_ended = old.is_deprecated && has_ended(old.sunset.as_deref(), self.today);
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
        if let (Some(old_end), true) = (&old.sunset, new.is_deprecated || old.is_deprecated) {
            self.sunset(&site, old_end, new.sunset.as_deref(), new.is_deprecated);
        }
        if let (Some(old_schema), Some(new_schema)) = (old.schema, new.schema) {
            site.has_default = !old.is_required && !new.is_required;
            self.pair.schemas(
                old_place.beside(old_schema),
                new_place.beside(new_schema),
                &site,
            );
        }
    }

    fn bodies(&mut self, base: &View<'c>, now: &View<'c>) {
        match (&base.body, &now.body) {
            (None, Some(body)) => {
                let site = self.site("body", "", body.at, Direction::Request);
                let (effect, what) = match body.is_required {
                    true => (Effect::Breaks, "added-required"),
                    false => (Effect::Compatible, "added"),
                };
                self.pair.add(
                    &site,
                    what,
                    ChangeKind::Added,
                    effect,
                    "",
                    "a body",
                    "clients that send none are refused",
                );
            }
            (Some(_), None) if !now.is_hidden => {
                let site = self.site("body", "", self.at, Direction::Request);
                self.pair.add(
                    &site,
                    "removed",
                    ChangeKind::Removed,
                    Effect::Breaks,
                    "a body",
                    "",
                    "what clients send is ignored or refused",
                );
            }
            (Some(old), Some(new)) => self.body(old, new),
            _ => {}
        }
    }

    fn body(&mut self, old: &BodyView<'c>, new: &BodyView<'c>) {
        let site = self.site("body", "", new.at, Direction::Request);
        if !old.is_required && new.is_required {
            self.pair.add(
                &site,
                "became-required",
                ChangeKind::Altered,
                Effect::Breaks,
                "optional",
                "required",
                "clients that send no body are refused",
            );
        }
        for (name, _, old_content) in &old.content {
            let found = new.content.iter().find(|(known, _, _)| covers(known, name));
            let Some((_, at, new_content)) = found else {
                if !new.content.is_empty() {
                    let site = self.site("body", name, new.at, Direction::Request);
                    self.pair.add(
                        &site,
                        "media-type-removed",
                        ChangeKind::Removed,
                        Effect::Breaks,
                        *name,
                        "",
                        "clients that send this media type are refused",
                    );
                }
                continue;
            };
            let mut inner = self.site("body", "", *at, Direction::Request);
            inner.is_strongly_typed = is_json(name);
            match (*old_content, *new_content) {
                (Content::Nothing, Content::Schema(_)) => {
                    self.pair.add(
                        &inner,
                        "schema-added",
                        ChangeKind::Added,
                        Effect::Breaks,
                        "anything",
                        "a schema",
                        "clients that send anything else are refused",
                    );
                }
                (Content::Schema(old), Content::Schema(new)) => self.pair.schemas(old, new, &inner),
                (old_content, new_content) => {
                    let old = old.shape_of(self.pair.base, old_content);
                    let new = new.shape_of(self.pair.now, new_content);
                    if let (Some(old), Some(new)) = (old, new) {
                        self.pair.shapes(old, new, &inner);
                    }
                }
            }
        }
    }
}

/// A whole operation or webhook that is gone or new.
pub fn whole(
    view: &View<'_>,
    at: Span,
    kind: ChangeKind,
    today: &str,
    what: &'static str,
) -> Found {
    let operation = view.operation;
    let is_removed = kind == ChangeKind::Removed;
    let label = match what {
        "webhook" => format!("webhook {}", view.path),
        _ => format!("{} {}", operation.method, view.path),
    };
    let was_deprecated =
        operation.deprecated.is_some() && has_ended(operation.sunset.as_deref(), today);
    Found {
        at,
        subject: label.clone(),
        kind,
        code: format!("{what}-{}", kind.word()),
        direction: Direction::Both,
        effect: match (is_removed, was_deprecated) {
            (true, false) => Effect::Breaks,
            _ => Effect::Compatible,
        },
        was_deprecated: is_removed && was_deprecated,
        before: if is_removed {
            label.clone()
        } else {
            String::new()
        },
        after: if is_removed { String::new() } else { label },
        reason: match is_removed {
            true => "clients that call it find nothing",
            false => "clients that do not know it go on",
        },
    }
}

/// Names of headers have no case.
fn is_same_name(location: &str, one: &str, other: &str) -> bool {
    one == other || (location == "header" && one.eq_ignore_ascii_case(other))
}

/// A media type without its parameters, in lower case.
fn media(name: &str) -> String {
    let name = name.split(';').next().unwrap_or(name);
    name.trim().to_ascii_lowercase()
}

fn is_json(name: &str) -> bool {
    let name = media(name);
    name == "application/json" || name.ends_with("+json") || name == "*/*"
}

/// Whether media type `wide` takes what `narrow` names.
fn covers(wide: &str, narrow: &str) -> bool {
    let (wide, narrow) = (media(wide), media(narrow));
    wide == narrow
        || wide == "*/*"
        || narrow == "*/*"
        || wide
            .strip_suffix("/*")
            .is_some_and(|kind| narrow.starts_with(kind))
}
