//! Contracts that need no other file: linked as soon as they are read, so that of thousands only a few are in
//! memory as written at any time.

mod rows;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::facts::Facts;
use model::facts::contract::{Document, Path};
use model::{ContractFile, Contracts, FileFacts, FileId, Place, System};

use rows::Rows;

/// Reads contracts that need no other file, file by file, into rows in the order of the files.
pub struct Alone {
    today: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The file whose turn it is.
    next: u32,
    /// Files that were read before their turn.
    early: BTreeMap<u32, Option<System>>,
    rows: Rows,
}

impl Alone {
    /// Nothing yet; `today` is the day of the review, as `2027-01-31`.
    pub fn new(today: &str) -> Self {
        Alone {
            today: today.to_owned(),
            state: Mutex::default(),
        }
    }

    /// Links the contract that `facts` of the file at `path` hold, if it needs no other file. What is left of
    /// it in the facts tells copies apart. To be called once for each file, near the order of files.
    pub fn take(&self, file: FileId, path: &str, facts: Option<&mut FileFacts>) {
        let own = facts.and_then(|facts| self.linked(file, path, facts));
        let mut state = self.state();
        let state = &mut *state;
        state.early.insert(file.0, own);
        while let Some(own) = state.early.remove(&state.next) {
            if let Some(own) = own {
                state.rows.add(FileId(state.next), own);
            }
            state.next += 1;
        }
    }

    fn linked(&self, file: FileId, path: &str, facts: &mut FileFacts) -> Option<System> {
        let document = facts.facts.iter_mut().find_map(|facts| match facts {
            Facts::Contract(document) if stands_alone(document) => Some(document),
            _ => None,
        })?;
        let contracts = Contracts {
            files: vec![ContractFile {
                file,
                path: path.to_owned(),
                away: vec![None; document.references.len()],
                document: std::mem::take(document),
            }],
        };
        *document = Arc::new(outline(&contracts));
        let mut system = System {
            today: self.today.clone(),
            ..System::default()
        };
        super::read(&contracts, 0, "", &mut system);
        debug_assert!(system.evidence.is_empty() && system.notes.is_empty());
        Some(system)
    }

    /// All rows; nothing is left.
    pub(super) fn rows(&self) -> Rows {
        std::mem::take(&mut self.state().rows)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const ROOT: Place = Place { file: 0, id: 0 };

/// Whether a file is a contract that refers to no other file, and keeps to references that the specification
/// has: its rows then need no further places to be understood.
pub fn stands_alone(document: &Document) -> bool {
    let mut references = document.references.iter();
    !document.specification.is_empty()
        && document.operations.is_empty()
        && references.all(|reference| reference.path.is_empty() || reference.path.contains("://"))
}

/// What tells whether another contract is the same one.
fn outline(contracts: &Contracts) -> Document {
    let document = contracts.document(ROOT);
    let paths = contracts.paths(ROOT).into_iter();
    let paths = paths.map(|(_, path)| Path {
        item: 0,
        ..path.clone()
    });
    Document {
        specification: document.specification.clone(),
        at: document.at,
        is_partial: document.is_partial,
        is_given_up: document.is_given_up,
        info: document.info.clone(),
        servers: document.servers.clone(),
        paths: paths.collect(),
        ..Document::default()
    }
}
