//! Code facts: one parse per source file, and what it says about the system's architecture.
//!
//! * [`worth`] decides by a byte search whether a file is worth parsing; [`read`] gives its [`Facts`], [`skim`] its role
//!   alone; [`Names`] finds the files that declare what others refer to.
//! * [`link_routes`] joins the routers of a package's files; [`resolve`] fills constants of other files.
//! * [`Mentions`] finds the tables and columns that a file names, without a parse.
//! * [`descriptor`] reads which servlets of Java serve which paths, and the routes files of Play.
//! * [`role`] says what any file is for; [`package`] reads the manifests of package managers.

mod adapters;
mod callers;
mod descriptor;
mod facts;
mod filter;
#[cfg(test)]
mod fixtures;
mod folded;
mod form;
mod frameworks;
#[cfg(test)]
mod hostile;
mod language;
pub mod mapping;
mod mentions;
mod mounts;
mod names;
mod package;
mod play;
pub mod prisma;
pub mod queries;
mod read;
mod results;
mod role;
mod sql_text;
mod words;

pub use callers::{Callers, link_clients, link_consumes, link_messages};
pub use descriptor::{descriptor, is_descriptor};
pub use facts::*;
pub use filter::{SOURCE_LIMIT_BYTES, Worth, worth};
pub use folded::{At, Folded, Piece, resolve};
pub use language::Language;
pub use mentions::{Mention, Mentions, Wanted, may_use_tables};
pub use mounts::link_routes;
pub use names::Names;
pub use package::{Package, PackageKind, Runtime, is_package, package};
pub use read::{read, served, skim};
pub use results::Results;
pub use role::{ROLE_HEAD_BYTES, Role, role};
