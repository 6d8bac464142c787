//! What changed since the base.

use crate::{Api, Id, Service, relation, words};

words! {
    /// What happened to a thing.
    pub enum ChangeKind {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// It is not what it was.
        Altered = "altered",
    }
}

relation! {
    /// One difference between a contract at the base and now.
    "change" Change, subject "{api} {subject} {code}" {
        /// The API, as it is now; `None` if its whole contract is gone.
        api: Option<Id<Api>>,
        /// The thing that changed: an operation, or a schema and its property.
        subject: String,
        /// The thing and what happened to it, in one clause.
        summary: String,
        /// Added, removed or altered.
        kind: ChangeKind,
        /// What changed, as a stable word: `response-property-removed`, `request-parameter-became-required`, …
        code: String,
        /// `request`, `response` or `both`: who sends what changed.
        direction: String,
        /// Whether clients that were right before can fail now.
        is_breaking: bool,
        /// Whether it breaks some clients, and the contract does not tell which.
        may_break: bool,
        /// Whether the API's major version was raised with it.
        is_new_major: bool,
        /// Whether what was removed had been deprecated, and its date has passed or is not given.
        was_deprecated: bool,
        /// What it was, as text.
        before: String,
        /// What it is, as text.
        after: String,
        /// Why it breaks or does not, and how many places of this repository call it, in one clause.
        reason: String,
        /// The operations that it concerns, such as `GET /orders`; empty where nothing breaks.
        operations: Vec<String>,
        /// Services of this repository whose code uses what changed.
        affected: Vec<Id<Service>>,
    }
}
