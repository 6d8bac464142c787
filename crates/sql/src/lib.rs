//! SQL: scripts into statements, statements into typed effects and accesses, effects into the schema that the server
//! would have, and what each effect costs a running system. A leaf: it knows nothing of the rest of archreview.
//!
//! * [`read`] splits a script and reads every statement; [`guess_dialect`] says whose SQL it is.
//! * [`Effect`]: what a statement changes. [`Access`]: how a statement uses tables and columns.
//! * [`Catalogue`]: the schema after the effects so far.
//! * [`impact`]: locks, scans, rewrites and breaks that an effect causes where the catalogue stands.

mod access;
mod at;
mod catalogue;
mod dialect;
mod effect;
mod impact;
mod name;
mod parse;
mod script;
mod split;

pub use access::{Access, AccessKind, Arm, ColumnUse, Comparison, Usage};
pub use at::{At, Origin};
pub use catalogue::{
    Catalogue, Column, Constraint, Index, Outcome, Problem, Relation, RelationKind, Sequence,
    TableKey, UserType, UserTypeKind,
};
pub use dialect::{Dialect, guess_dialect};
pub use effect::*;
pub use impact::{
    Blocks, Context, Edit, Halves, Held, Impact, ImpactKind, OnlineForm, Server, Taken, halves,
    impact, locks, online_form,
};
pub use name::{Ident, Name};
pub use parse::read;
pub use script::{Comment, Note, Script, Section, Statement};
