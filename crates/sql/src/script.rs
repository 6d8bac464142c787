//! What one file of SQL holds.

use crate::{Access, At, Dialect, Effect};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One file of SQL, statement by statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Script {
    /// The dialect that it was read as.
    pub dialect: Dialect,
    /// The statements in their order, empty ones left out.
    pub statements: Vec<Statement>,
    /// What could not be read, each with its place.
    pub notes: Vec<Note>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
    /// What the migration tool's own directive says on transactions (goose `NO TRANSACTION`, dbmate
    /// `transaction:false`, sqlx `no-transaction`, …); `None` if it says nothing and the tool's default holds.
    pub transactional: Option<bool>,
    /// Whether a directive separates the way up from the way down, so that `down` is in this file too.
    pub has_sections: bool,
    /// What the statements of the way up say, as a number that comments and white space do not change.
    pub fingerprint: u64,
}

impl Script {
    /// The statements of one section.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Statement> {
        self.statements
            .iter()
            .filter(move |statement| statement.section == section)
    }
}

/// The part of a migration file that a statement stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Section {
    /// Runs when the migration is applied; also everything in a file without directives.
    #[default]
    Up,
    /// Runs when the migration is taken back.
    Down,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// From its first token to its last; the semicolon is not part of it.
    pub at: At,
    /// The byte behind its semicolon, or its end.
    pub ends_at: u32,
    /// The kind in lower case, such as `create table` or `select`; what starts it, if nobody understood it.
    pub kind: Cow<'static, str>,
    /// The part of the migration that it belongs to.
    pub section: Section,
    /// What it changes, in the order in which the server does it.
    pub effects: Vec<Effect>,
    /// The tables that it reads and writes, and how.
    pub accesses: Vec<Access>,
    /// Whether `effects` is all that the statement does to the schema. A note says why not.
    pub understood: bool,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The place.
    pub at: At,
    /// What is wrong there, as one clause in lower case.
    pub message: String,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// The comment with its marks.
    pub at: At,
    /// Its text without the marks, trimmed.
    pub text: String,
}

impl Comment {
    /// The rules of squawk that a `squawk-ignore` comment names (for the next statement), and whether it speaks of
    /// the whole file (`squawk-ignore-file`). `None` if it is another comment; an empty list means every rule.
    pub fn squawk_ignore(&self) -> Option<(Vec<&str>, bool)> {
        let rest = self.text.strip_prefix("squawk-ignore")?;
        let (rest, whole_file) = match rest.strip_prefix("-file") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        if !(rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == ':')) {
            return None;
        }
        let rules = rest
            .trim_start_matches(':')
            .split([',', ' ', '\t', '\n'])
            .map(str::trim);
        Some((rules.filter(|rule| !rule.is_empty()).collect(), whole_file))
    }
}
