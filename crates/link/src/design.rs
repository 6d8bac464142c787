//! Documents → system: decisions in their logs, and designs as services, stores, calls and operations that are declared.
//!
//! A declared thing is the real one where the repository has it; where it has not, it is a row of its own, marked as declared.

mod decisions;
mod definitions;
mod deviations;
mod names;
mod operations;
mod stores;
#[cfg(test)]
mod tests;

use model::{FileId, FileRole, System};

use crate::Input;

/// Fills the relations of documents, and adds what only documents declare to the service graph and the contracts.
pub fn link(input: &Input<'_>, system: &mut System) {
    decisions::link(input, system);
    let declared = definitions::link(input, system);
    deviations::link(&declared, system);
    operations::link(input, system);
}

/// Whether the documents of `file` speak of this system, and not of a test, an example or somebody else's.
fn speaks(system: &System, file: FileId) -> bool {
    !matches!(
        system.file(file).role,
        FileRole::Test | FileRole::Example | FileRole::Vendored | FileRole::Generated
    )
}

/// The word for how a part of a document is written.
fn form(is_prose: bool) -> String {
    if is_prose { "prose" } else { "template" }.to_owned()
}
