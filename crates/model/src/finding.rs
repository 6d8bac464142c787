//! What a reader gets.

use serde::Serialize;

use crate::{Related, Span, words};

words! {
    /// How much a finding matters.
    pub enum Level {
        /// Worth a thought.
        Note = "note",
        /// Will hurt.
        Warning = "warning",
        /// Will break, or already breaks.
        Error = "error",
    }
}

/// A change of files that mends a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: begins with a verb.
    pub description: String,
    /// What to change, in the order of places.
    pub replacements: Vec<Replacement>,
    /// What to add.
    pub new_files: Vec<NewFile>,
}

/// A file that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path from the root.
    pub path: String,
    /// All that stands in it.
    pub text: String,
}

/// A text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// What is replaced; empty: the text is put in there.
    pub at: Span,
    /// What stands there instead.
    pub text: String,
}

/// A decision to be made, after roll-up, suppression and ordering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: String,
    /// How much it matters here.
    pub level: Level,
    /// The thing that it is about; with the rule, its identity.
    pub subject: String,
    /// What: one clause, in lower case, without full stop.
    pub message: String,
    /// How to fix it.
    pub help: String,
    /// How to fix it by machine, where that is known.
    pub fix: Option<Fix>,
    /// The smallest text that shows it.
    pub at: Span,
    /// The other places that make it true, or the first of the many it stands for.
    pub related: Vec<Related>,
    /// How many places it stands for.
    pub places: usize,
    /// How many rows the rule judged where it was rolled up: `12 of 340`.
    pub judged: usize,
    /// The service concerned.
    pub service: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Whether the underlined text is a secret, which no report may show.
    pub underlines_secret: bool,
}

/// What reports say of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// Its id.
    pub id: String,
    /// The folder that it is in.
    pub pack: String,
    /// The fault in a few words.
    pub title: String,
    /// How much it matters here.
    pub level: Level,
    /// The principle that it stands for.
    pub principle: String,
    /// Why it matters.
    pub rationale: String,
    /// How to fix it, as the rule file says it.
    pub help: String,
    /// Where the field says so.
    pub sources: Vec<String>,
    /// `very-high`, `high`, `medium` or `low`.
    pub precision: String,
    /// Severity from 0.1 to 10.0, on security rules alone.
    pub security_severity: Option<String>,
}
