//! What the other crates share: ids and spans, every relation by name, the facts of one file,
//! the system that they are joined into, and what a review gives.
//!
//! * [`id`], [`span`], [`value`], [`text`]: the small words everything is written in.
//! * [`relation`]: what one relation declares; [`relations`]: all of them, one file per area.
//! * [`system`]: the joined picture, made of the tables of all relations.
//! * [`contracts`]: contracts as they were read, kept beside the rows for comparison.
//! * [`facts`]: what one file says, as written, before anything is joined.
//! * [`past`]: what git tells of the versions before.
//! * [`sources`]: where files come from; [`settings`]: what `archreview.yaml` says of a repository.
//! * [`check`]: what a rule gives ([`check::Match`]) and what a native check is.
//! * [`finding`]: what a reader gets.

pub mod check;
pub mod contracts;
pub mod facts;
pub mod finding;
pub mod id;
pub mod past;
pub mod path;
pub mod relation;
pub mod relations;
pub mod settings;
pub mod sources;
pub mod span;
pub mod system;
pub mod template;
pub mod text;
pub mod value;
pub mod words;

pub use check::{Match, Matches, NativeCheck, Related, Review};
pub use contracts::{ContractFile, Contracts, Place};
pub use facts::{FileFacts, Note};
pub use finding::{Finding, Fix, Level, NewFile, Replacement};
pub use id::{Id, RowRef, Table};
pub use past::{Came, NOW, Named, Past, Release, Use};
pub use relation::{Column, ColumnType, Relation, Row};
pub use relations::*;
pub use settings::{ServiceSetting, Settings};
pub use sources::{ReadError, Sources};
pub use span::{At, FileId, Span};
pub use system::System;
pub use text::{Readable, Shared, Text, TextList};
pub use value::{Known, List, Value};
