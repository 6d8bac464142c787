//! Which files of SQL are migrations or schemas, in which tool's layout, and in which order they run.
//!
//! * `layout`: what the name of one file says: version, direction, the folder of its history.
//! * `version`: versions as tools compare them.
//! * `histories`: the files of a repository, as histories.
//! * `transactions`: what each tool does about transactions.

mod dialect;
mod flyway;
mod histories;
mod layout;
mod models;
mod program;
mod schemas;
mod transactions;
mod version;

#[cfg(test)]
pub mod tests;

use model::FileId;
use model::facts::Facts;
use model::facts::sql::SqlFile;
use sql::Dialect;

pub use histories::histories;
pub use transactions::{transaction, way_out};
pub use version::Version;

use crate::Input;

/// The files that build one schema, in the order in which they run.
#[derive(Debug, Clone)]
pub struct History {
    /// The tool: `flyway`, `sqlx`, `goose`, …; `migrations` if none is recognised, `schema` for a whole schema.
    pub tool: &'static str,
    /// Whether the files are named as a known tool wants them and nothing shows that tool: a program of the project's
    /// own, or a library that is not known, reads each file and sends it.
    pub is_own_runner: bool,
    /// The folder that holds them, or the one file.
    pub root: String,
    /// The dialect of most of them.
    pub dialect: Dialect,
    /// The migrations, in order.
    pub steps: Vec<Step>,
    /// Whether the tool is known, by more than the names of the files, to tell migrations apart by their version alone.
    pub knows_versions_alone: bool,
    /// Whether a good part of the migrations is program code, which no replay runs: what they build is not known.
    pub is_partly_code: bool,
}

impl History {
    /// Whether it gives the schema as a whole, not as a sequence of changes.
    pub fn is_schema(&self) -> bool {
        self.tool == "schema"
    }
}

/// One migration.
#[derive(Debug, Clone)]
pub struct Step {
    /// The file that runs.
    pub file: FileId,
    /// The version, as its name shows it.
    pub version: String,
    /// The version, to be compared.
    pub key: Version,
    /// What its name says behind the version.
    pub name: String,
    /// The file that takes it back.
    pub down: Option<FileId>,
    /// Whether it runs again whenever it changes, behind all others.
    pub is_repeatable: bool,
    /// What configuration beside it says of its transaction.
    pub is_transactional: Option<bool>,
}

/// The SQL of `file`, if it is a file of SQL, or what an object mapper makes of it.
pub fn sql_file<'a>(input: &'a Input<'_>, file: FileId) -> Option<&'a SqlFile> {
    input
        .facts
        .get(&file)?
        .facts
        .iter()
        .find_map(|facts| match facts {
            Facts::Sql(sql) | Facts::Models(sql) => Some(sql),
            _ => None,
        })
}
