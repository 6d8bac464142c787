//! Markdown by lines: headings, prose, fences, each with its bytes of the file.
//!
//! Not a renderer: what a document says in prose is not read. What matters is where a section begins, what a field such as
//! `- **Status**: accepted` says, and which text a fence holds, all with exact places.

mod field;
mod lines;

pub mod placeholder;

pub use field::{bare, bullet, field, none, text};
pub use lines::{Line, LineKind, Markdown, scan};
