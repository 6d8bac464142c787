//! What frameworks mean by their calls and annotations: tables of data, and one matcher for each kind of fact.
//! Adding a framework is one entry in a table and one fixture.

mod basics;
mod pick;
mod routes;
mod sql;

pub(crate) use basics::{calls, constants, declarations, lookups, place};
pub(crate) use pick::{Pick, first, first_or, named, nth, nth_or, pick};
pub(crate) use routes::{normalise, routes};
pub(crate) use sql::sql;
