//! The kinds of artifacts: how each is recognised and read. A new format is a module and a line.

mod aspire;
pub(crate) mod code;
mod codeowners;
mod compose;
mod configuration;
mod decision;
mod descriptor;
mod design;
mod dockerfile;
mod environment;
mod instances;
mod kubernetes;
mod package;
mod prisma;
mod proxy;
mod rails;
mod readme;
mod script;
mod security_scheme;
mod self_migration;
mod source;
mod stop;
mod symfony;
mod tree;

use model::FileFacts;

pub(crate) use environment::may_be as is_environment;

use crate::{Input, Probe};

pub mod openapi;
pub mod sql;

/// One kind of artifact.
pub struct Kind {
    /// The word that `file.artifact` shows.
    pub name: &'static str,
    /// Whether a file of this path may be one: decides which files are read at all.
    pub may_be: fn(path: &str) -> bool,
    /// Whether the file is one, by its bytes; called only where `may_be` holds.
    pub is: fn(&Probe<'_>) -> bool,
    /// Reads its facts. What cannot be read is a note.
    pub read: fn(&Input<'_>, &mut FileFacts),
}

/// Every kind, in the order in which they are tried. A file may be of several kinds.
pub const KINDS: &[Kind] = &[
    openapi::KIND,
    sql::KIND,
    sql::TOOL,
    prisma::KIND,
    aspire::KIND,
    compose::KIND,
    kubernetes::KIND,
    instances::KIND,
    dockerfile::KIND,
    environment::KIND,
    codeowners::KIND,
    package::KIND,
    code::KIND,
    descriptor::KIND,
    symfony::KIND,
    proxy::KIND,
    configuration::KIND,
    design::KIND,
    decision::KIND,
    readme::KIND,
    script::KIND,
    self_migration::KIND,
    stop::KIND,
    security_scheme::KIND,
    rails::KIND,
];
