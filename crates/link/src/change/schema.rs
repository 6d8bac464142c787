//! Two schemas, by what each allows: a request may allow more, a response less.
//!
//! Schemas are compared by shape, so that moving one behind a `$ref`, into a file of its own or
//! into `allOf` is no difference. A pair is compared once for each direction, so circles end.

mod conditions;
mod properties;
mod types;
mod variants;

use std::collections::BTreeMap;

use model::{ChangeKind, Contracts, Place, Span};
use rustc_hash::FxHashMap;

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
    /// The day of the review; empty if it is not known.
    pub today: &'c str,
    /// What was found.
    pub found: Vec<Found>,
    /// Security schemes of the newer state that only have another name: the older name of each.
    pub renamed_schemes: BTreeMap<String, String>,
    /// The operation that is compared: a position in `operations`.
    pub operation: Option<u32>,
    visited: FxHashMap<(Place, Place, Direction, bool), u32>,
    /// What led to each pair of schemas that was compared, in the order of `visited`.
    reached: Vec<Reached>,
    /// The pairs of schemas that are being compared.
    stack: Vec<u32>,
    /// What each difference was found under, in the order of `found`.
    origins: Vec<Origin>,
}

/// What led to a pair of schemas: other pairs, and operations.
#[derive(Debug, Clone, Default)]
struct Reached {
    pairs: Vec<u32>,
    operations: Vec<u32>,
}

/// What a difference was found under.
#[derive(Debug, Clone, Copy)]
enum Origin {
    /// A pair of schemas.
    Schemas(u32),
    /// An operation itself; `None` for the contract.
    Operation(Option<u32>),
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
    pub fn new(base: &'c Contracts, now: &'c Contracts, today: &'c str) -> Self {
        Pair {
            base,
            now,
            today,
            found: Vec::new(),
            renamed_schemes: BTreeMap::new(),
            operation: None,
            visited: FxHashMap::default(),
            reached: Vec::new(),
            stack: Vec::new(),
            origins: Vec::new(),
        }
    }

    /// The operations that each difference concerns, as positions, in order.
    pub fn operations(&self) -> Vec<Vec<u32>> {
        self.origins
            .iter()
            .map(|origin| match *origin {
                Origin::Operation(operation) => operation.into_iter().collect(),
                Origin::Schemas(pair) => self.operations_of(pair),
            })
            .collect()
    }

    fn operations_of(&self, pair: u32) -> Vec<u32> {
        let mut operations = Vec::new();
        let mut seen = vec![false; self.reached.len()];
        let mut next = vec![pair];
        while let Some(pair) = next.pop() {
            if std::mem::replace(&mut seen[pair as usize], true) {
                continue;
            }
            let reached = &self.reached[pair as usize];
            operations.extend_from_slice(&reached.operations);
            next.extend_from_slice(&reached.pairs);
        }
        operations.sort_unstable();
        operations.dedup();
        operations
    }

    /// Whether the pair under `key` is compared for the first time; either way, what led to it.
    fn enter(&mut self, key: (Place, Place, Direction, bool)) -> Option<u32> {
        let next = self.reached.len() as u32;
        let pair = *self.visited.entry(key).or_insert(next);
        if pair == next {
            self.reached.push(Reached::default());
        }
        let reached = &mut self.reached[pair as usize];
        match (self.stack.last(), self.operation) {
            (Some(&parent), _) if reached.pairs.last() != Some(&parent) => {
                reached.pairs.push(parent)
            }
            (None, Some(operation)) if reached.operations.last() != Some(&operation) => {
                reached.operations.push(operation);
            }
            _ => {}
        }
        (pair == next).then_some(pair)
    }

    /// Adds a difference of the operation that is compared, or of the contract.
    pub fn push(&mut self, found: Found) {
        self.found.push(found);
        self.origins.push(match self.stack.last() {
            Some(&pair) => Origin::Schemas(pair),
            None => Origin::Operation(self.operation),
        });
    }

    /// Compares the schemas at two places.
    pub fn schemas(&mut self, base: Place, now: Place, site: &Site) {
        let (Some((base, _)), Some((now, written))) =
            (self.base.schema(base), self.now.schema(now))
        else {
            return;
        };
        let key = (base, now, site.direction, site.is_strongly_typed);
        if site.depth > DEPTH_LIMIT {
            return;
        }
        let Some(pair) = self.enter(key) else { return };
        let mut site = site.clone();
        // What is wrong with a named schema is told once, under its name.
        let name = crate::contract::component_name(self.now, now);
        if let Some(name) = name.filter(|_| site.part == "property" || site.part == "body") {
            site.subject = name.to_owned();
            site.at = self.now.span(now, written.at);
        }
        let base = Shape::of(self.base, base);
        let now = Shape::of(self.now, now);
        self.stack.push(pair);
        self.shapes(base, now, &site);
        self.stack.pop();
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
        self.discriminators(&base, &now, site);
        self.exclusions(&base, &now, site);
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
        self.push(Found {
            at: site.at,
            subject: site.subject.clone(),
            kind,
            code: site.code(what),
            part: site.part,
            what: what.to_owned(),
            direction: site.direction,
            effect,
            was_deprecated: false,
            is_new_major: false,
            before: before.into(),
            after: after.into(),
            reason,
            operations: Vec::new(),
        });
    }
}
