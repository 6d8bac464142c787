//! What a comparison finds.

use model::{ChangeKind, Span};

/// Who sends what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The client: it may be told less, and must not be asked for more.
    Request,
    /// The server: it may send less, and must not send more.
    Response,
    /// Both.
    Both,
}

impl Direction {
    /// The word that begins a code.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Request => "request",
            Direction::Response => "response",
            Direction::Both => "both",
        }
    }

    /// The other side's view: what is excluded widens as what excludes it narrows.
    pub fn reversed(self) -> Direction {
        match self {
            Direction::Request => Direction::Response,
            Direction::Response => Direction::Request,
            Direction::Both => Direction::Both,
        }
    }
}

/// What a difference does to clients that were right before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// They go on.
    Compatible,
    /// Some fail, and the contract does not tell which.
    MayBreak,
    /// They fail.
    Breaks,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, in the newer state.
    pub at: Span,
    /// The operation or schema concerned, and the part of it.
    pub subject: String,
    /// Added, removed or altered.
    pub kind: ChangeKind,
    /// A stable word.
    pub code: String,
    /// What the thing is: `parameter`, `property`, `operation`, …
    pub part: &'static str,
    /// What happened to it: the end of the code.
    pub what: String,
    /// Who sends it.
    pub direction: Direction,
    /// What it does.
    pub effect: Effect,
    /// Whether what was removed had been deprecated, and its date has passed or is not given.
    pub was_deprecated: bool,
    /// Whether a newer major version of the thing takes its place.
    pub is_new_major: bool,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
    /// Why it breaks or does not.
    pub reason: &'static str,
    /// The operations that it concerns: method and path.
    pub operations: Vec<(String, String)>,
}
