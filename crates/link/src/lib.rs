//! Facts → system: who owns what, migrations replayed, references resolved, queries and calls joined.
//!
//! [`system`] runs the areas in a fixed order; each reads the facts and what the areas before it
//! have joined, and fills its own relations.

mod change;
pub mod contract;
mod deployment;
mod design;
mod files;
mod graph;
mod migrations;
mod ownership;
mod queries;
mod releases;
mod replay;
mod roles;

pub use change::compare;

use std::collections::BTreeMap;

use model::{FileFacts, FileId, Settings, System};

/// What every area is given.
pub struct Input<'a> {
    /// Every path of the repository, sorted; a file's position is its id.
    pub paths: &'a [String],
    /// What each file says.
    pub facts: &'a BTreeMap<FileId, FileFacts>,
    /// What the user says.
    pub settings: &'a Settings,
    /// The day of the review, as `2027-01-31`; empty if it is not known.
    pub today: &'a str,
    /// Paths that changed since the base; `None` without a base.
    pub changed: Option<&'a std::collections::BTreeSet<String>>,
    /// The versions before; `None` where rules about changes say nothing.
    pub past: Option<&'a dyn model::Past>,
    /// Contracts whose rows were made when they were read; `None` where contracts are to be compared.
    pub alone: Option<&'a contract::Alone>,
}

impl Input<'_> {
    /// The path of `file`.
    pub fn path(&self, file: FileId) -> &str {
        &self.paths[file.0 as usize]
    }

    /// Paths of the files in `folder` and below it, sorted; of all files for the root, which is empty.
    pub fn below<'p>(&'p self, folder: &'p str) -> impl Iterator<Item = &'p str> {
        let first = self.paths.partition_point(|path| path.as_str() < folder);
        let from = self.paths[first..].iter().map(String::as_str);
        from.take_while(move |path| path.starts_with(folder))
            .filter(move |path| model::path::is_below(path, folder))
    }

    /// The file at exactly `path`.
    pub fn file(&self, path: &str) -> Option<FileId> {
        self.paths
            .binary_search_by(|known| known.as_str().cmp(path))
            .ok()
            .map(|index| FileId(index as u32))
    }
}

/// The joined picture of a repository.
pub fn system(input: &Input<'_>) -> System {
    let mut system = System {
        today: input.today.to_owned(),
        ..System::default()
    };
    files::link(input, &mut system);
    let draft = graph::draft(input);
    let rows = ownership::link(input, &draft, &mut system);
    contract::link(input, &mut system);
    let schemas = replay::link(input, &mut system);
    queries::link(input, &mut system, &schemas);
    deployment::link(&draft, &rows, &mut system);
    graph::link(draft, &rows, &mut system);
    contract::mark_secured_in_code(input, &mut system);
    contract::set_aside(input, &mut system);
    design::link(input, &mut system);
    system.index();
    contract::agree(&mut system);
    system
}
