//! Two operations: parameters, body, responses, security, life cycle.

mod outgoing;
mod parameters;
mod responses;
mod terms;

use model::{ChangeKind, Span};

use super::dates::has_ended;
use super::record::{Direction, Effect, Found};
use super::schema::{Pair, Site};
use crate::contract::operation::{BodyView, Content, View};

pub use outgoing::compare as compare_outgoing;

/// Compares two operations that are one and the same. What may still change at any time breaks
/// nobody; only that it is promised less is told.
pub fn compare<'c>(pair: &mut Pair<'c>, base: &View<'c>, now: &View<'c>) {
    let at = pair.now.span(now.item, now.operation.at);
    let label = format!("{} {}", now.method, now.path);
    let mut operations = Operations { pair, label, at };
    operations.life_cycle(base, now);
    if terms::life(base).is_unfinished() {
        return;
    }
    operations.parameters(base, now);
    operations.bodies(base, now);
    operations.responses(base, now);
    operations.callbacks(base, now);
    operations.security(base, now);
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

struct Operations<'p, 'c> {
    pair: &'p mut Pair<'c>,
    label: String,
    at: Span,
}

impl<'c> Operations<'_, 'c> {
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

    fn bodies(&mut self, base: &View<'c>, now: &View<'c>) {
        match (&base.body, &now.body) {
            (None, Some(body)) => {
                let site = self.site("body", "body", body.at, Direction::Request);
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
                let site = self.site("body", "body", self.at, Direction::Request);
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
        let site = self.site("body", "body", new.at, Direction::Request);
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
            let mut inner = self.site("body", "body", *at, Direction::Request);
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
    let is_removed = kind == ChangeKind::Removed;
    let label = match what {
        "webhook" => format!("webhook {}", view.path),
        _ => format!("{} {}", view.method, view.path),
    };
    let life = terms::life(view);
    let has_ended = life.is_deprecated && has_ended(life.sunset, today);
    let was_deprecated = has_ended || life.is_unfinished();
    let is_early = life.is_deprecated && !was_deprecated;
    Found {
        at,
        subject: label.clone(),
        kind,
        code: format!("{what}-{}", kind.word()),
        part: what,
        what: kind.word().to_owned(),
        direction: Direction::Both,
        effect: match (is_removed, was_deprecated) {
            (true, false) => Effect::Breaks,
            _ => Effect::Compatible,
        },
        was_deprecated: is_removed && was_deprecated,
        is_new_major: false,
        before: if is_removed {
            label.clone()
        } else {
            String::new()
        },
        after: if is_removed { String::new() } else { label },
        reason: match is_removed {
            true if what == "webhook" => "receivers wait for a call that no longer comes",
            true if is_early => "it was announced to work for longer",
            true => "clients that call it find nothing",
            false => "clients that do not know it go on",
        },
        operations: vec![(view.method.to_owned(), view.path.to_owned())],
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

/// Whether who reads `wide` can read `narrow`: what ends in `+json` is JSON.
/// Source: RFC 6839, 3.1 "The +json Structured Syntax Suffix".
fn reads(wide: &str, narrow: &str) -> bool {
    covers(wide, narrow)
        || media(wide).split_once('/').is_some_and(|(_, subtype)| {
            media(narrow)
                .rsplit_once('+')
                .is_some_and(|(_, suffix)| suffix == subtype)
        })
}
