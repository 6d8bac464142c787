//! Responses: statuses, media types, bodies and headers that clients were promised.

use model::{ChangeKind, Place};

use super::{Operations, is_json, media, reads};
use crate::change::record::{Direction, Effect};
use crate::change::schema::Site;
use crate::contract::operation::{ResponseView, View};
use crate::contract::shape::Shape;

impl<'c> Operations<'_, 'c> {
    pub(super) fn responses(&mut self, base: &View<'c>, now: &View<'c>) {
        for old in &base.responses {
            let found = now
                .responses
                .iter()
                .find(|new| new.status.eq_ignore_ascii_case(old.status));
            match found {
                Some(new) => self.response(old, new),
                None => {
                    let is_success = old.status.starts_with('2');
                    let is_in_range = now.responses.iter().any(|new| {
                        new.status.len() == 3
                            && new.status[1..].eq_ignore_ascii_case("xx")
                            && new.status[..1] == old.status[..1.min(old.status.len())]
                    });
                    let breaks = is_success && !is_in_range;
                    let effect = if breaks {
                        Effect::Breaks
                    } else {
                        Effect::Compatible
                    };
                    let site = self.site("status", old.status, self.at, Direction::Response);
                    self.pair.add(
                        &site,
                        "removed",
                        ChangeKind::Removed,
                        effect,
                        old.status,
                        "",
                        "clients wait for an answer that no longer comes",
                    );
                }
            }
        }
        for new in &now.responses {
            if !base
                .responses
                .iter()
                .any(|old| old.status.eq_ignore_ascii_case(new.status))
            {
                let site = self.site("status", new.status, new.at, Direction::Response);
                self.pair.add(
                    &site,
                    "added",
                    ChangeKind::Added,
                    Effect::Compatible,
                    "",
                    new.status,
                    "clients that do not know it treat it by its first digit",
                );
            }
        }
    }

    fn response(&mut self, old: &ResponseView<'c>, new: &ResponseView<'c>) {
        if old.response.is_none() || new.response.is_none() {
            return;
        }
        for (name, _, old_schema) in &old.content {
            let found = new
                .content
                .iter()
                .find(|(known, _, _)| media(known) == media(name))
                .or_else(|| new.content.iter().find(|(known, _, _)| reads(name, known)));
            let what = format!("{} {name}", new.status);
            let Some((known, at, new_schema)) = found else {
                let site = self.site("media-type", &what, new.at, Direction::Response);
                self.pair.add(
                    &site,
                    "removed",
                    ChangeKind::Removed,
                    Effect::Breaks,
                    *name,
                    "",
                    "clients that ask for this media type find nothing",
                );
                continue;
            };
            let mut site = self.site("body", new.status, *at, Direction::Response);
            site.is_strongly_typed = is_json(name) || is_json(known);
            match (old_schema, new_schema) {
                (Some(old), Some(new)) => self.pair.schemas(*old, *new, &site),
                (Some(_), None) => {
                    self.pair.add(
                        &site,
                        "schema-removed",
                        ChangeKind::Removed,
                        Effect::MayBreak,
                        "a schema",
                        "anything",
                        "clients are promised nothing of the body any more",
                    );
                }
                _ => {}
            }
        }
        self.headers(old, new);
    }

    fn headers(&mut self, old: &ResponseView<'c>, new: &ResponseView<'c>) {
        let (Some(old_response), Some(new_response)) = (old.response, new.response) else {
            return;
        };
        for (name, _, id) in &old_response.headers {
            let Some((old_place, old_header)) = self.pair.base.header(old.place.beside(*id)) else {
                continue;
            };
            let what = format!("{} {name}", new.status);
            let found = new_response
                .headers
                .iter()
                .find(|(known, _, _)| known.eq_ignore_ascii_case(name));
            let Some((_, at, id)) = found else {
                let site = self.site("header", &what, new.at, Direction::Response);
                let effect = if old_header.is_required {
                    Effect::Breaks
                } else {
                    Effect::MayBreak
                };
                self.pair.add(
                    &site,
                    "removed",
                    ChangeKind::Removed,
                    effect,
                    name.as_str(),
                    "",
                    "clients that read the header find nothing",
                );
                continue;
            };
            let at = self.pair.now.span(new.place, *at);
            let Some((new_place, new_header)) = self.pair.now.header(new.place.beside(*id)) else {
                continue;
            };
            let site = self.site("header", &what, at, Direction::Response);
            if old_header.is_required && !new_header.is_required {
                self.pair.add(
                    &site,
                    "became-optional",
                    ChangeKind::Altered,
                    Effect::Breaks,
                    "required",
                    "optional",
                    "clients that rely on it may find nothing",
                );
            }
            if let (Some(old), Some(new)) = (old_header.schema, new_header.schema) {
                self.header_schema(old_place.beside(old), new_place.beside(new), &site);
            }
        }
    }

    /// Of a header only type, format and `null` are compared: its other bounds are rarely kept.
    fn header_schema(&mut self, old: Place, new: Place, site: &Site) {
        let reduced = |shape: Shape<'c>| Shape {
            types: shape.types,
            is_nullable: shape.is_nullable,
            format: shape.format,
            is_hidden: shape.is_hidden,
            ..Shape::default()
        };
        let old = reduced(Shape::of(self.pair.base, old));
        let new = reduced(Shape::of(self.pair.now, new));
        self.pair.shapes(old, new, site);
    }
}
