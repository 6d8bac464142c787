//! What a rule gives, and what a native check is.

use crate::{RowRef, Span, System};

/// One thing that a rule says about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The row that it is about.
    pub subject: RowRef,
    /// The smallest text that shows it; `None`: the row's own place.
    pub at: Option<Span>,
    /// The other places that make it true.
    pub related: Vec<Related>,
    /// What the message names beyond the row's columns.
    pub values: Vec<(&'static str, String)>,
    /// Whether it is a note at most: what would prove it is not seen.
    pub is_note: bool,
}

impl Match {
    /// A match at the row's own place.
    pub fn of(subject: RowRef) -> Self {
        Match {
            subject,
            at: None,
            related: Vec::new(),
            values: Vec::new(),
            is_note: false,
        }
    }

    /// The same match at `at`.
    pub fn at(mut self, at: Span) -> Self {
        self.at = Some(at);
        self
    }

    /// The same match, made true also by `at`.
    pub fn related(mut self, at: Span, label: impl Into<String>) -> Self {
        self.related.push(Related {
            at,
            label: label.into(),
        });
        self
    }

    /// The same match; its message may name `{name}`.
    pub fn value(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }
}

/// Another place that makes a match true, with one clause on what it shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where.
    pub at: Span,
    /// What it shows.
    pub label: String,
}

/// The matches of one rule, and how much it looked at.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// The rows that it judged: `12 of 340` needs the 340.
    pub judged: usize,
    /// The rows on which it was silent because something is unknown, by reason.
    pub unknown: std::collections::BTreeMap<String, usize>,
    /// What it found, in the order of the rows.
    pub matches: Vec<Match>,
}

impl Matches {
    /// Counts one row on which the rule was silent because something is unknown.
    pub fn silent(&mut self, reason: &str) {
        *self.unknown.entry(reason.to_owned()).or_default() += 1;
    }
}

/// What every check is given.
#[derive(Clone, Copy)]
pub struct Review<'s> {
    /// The system under review.
    pub system: &'s System,
    /// The system at the base, if there is one.
    pub base: Option<&'s System>,
}

/// A check written in Rust: what CEL says badly or too slowly.
pub struct NativeCheck {
    /// Its name, which is that of its file and of `check:` in a rule.
    pub name: &'static str,
    /// Judges a system with the parameters of a rule's `with:`; an error says which parameter is wrong.
    pub review: fn(Review<'_>, &serde_json::Value) -> Result<Matches, String>,
}
