//! Two schemas, by what each allows: a request may allow more, a response less.
//!
//! Schemas are compared by shape, so that moving one behind a `$ref`, into a file of its own or
//! into `allOf` is no difference. A pair is compared once for each direction, so circles end.

mod conditions;
mod properties;
mod types;
mod variants;

use model::{ChangeKind, Contracts, Place, Span};
use rustc_hash::FxHashSet;

use super::bounds;
use super::record::{Direction, Effect, Found};
use crate::contract::shape::Shape;

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
    pub(super) fn inner(&self, name: &str, at: Span) -> Site {
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
        variants::merge_simple(self.base, &mut base);
        variants::merge_simple(self.now, &mut now);
        if self.is_wrapped(&base, &now, site) || self.types(&base, &now, site) {
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

    pub(super) fn place_of(&self, place: Place, fallback: Span) -> Span {
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
}
