//! Rule files → compiled rules → parallel run → triage.
//!
//! * [`rule`]: what a rule file says; [`pack`]: all of them together, with the principles.
//! * `expression`, `row_value`: `where` in CEL, checked against the relations, over lazy rows; `guard`: what of it
//!   needs no CEL.
//! * [`run`]: every rule over the system, in parallel.
//! * `rollup`, `habit`, `suppress`, [`triage`]: from matches to findings.
//! * [`nearest`]: the name that was meant.

mod expression;
mod guard;
mod habit;
mod identity;
mod rollup;
mod row_value;
mod suppress;

pub mod nearest;
pub mod pack;
pub mod rule;
pub mod run;
pub mod triage;

pub use identity::{Identities, Renames};
pub use pack::{Pack, RuleFile};
pub use rule::{Rule, RuleError};
pub use run::{ChangeScope, RuleMatches, place, row_at, run};
pub use triage::{Triage, Triaged, triage};
