//! Contracts as they were read, kept beside the rows: what a comparison of two states needs.

use std::sync::Arc;

use crate::facts::contract::{
    Body, Document, Header, Link, Operation, Parameter, Path, PathItem, PathList, Reference,
    Response, Role, Schema,
};
use crate::{At, FileId, Span};

/// Longest chain of references that is followed.
const CHAIN_LIMIT: usize = 32;

/// Every contract file, with the references between them resolved.
#[derive(Debug, Clone, Default)]
pub struct Contracts {
    /// The files, in the order of their ids.
    pub files: Vec<ContractFile>,
}

/// One file of a contract, or a fragment of one.
#[derive(Debug, Clone)]
pub struct ContractFile {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: String,
    /// What it says.
    pub document: Arc<Document>,
    /// Where each of its references leads: to a file of [`Contracts::files`] and a part of it.
    pub away: Vec<Option<Place>>,
}

/// A part of a contract file: a position in the arena of the part's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Position in [`Contracts::files`].
    pub file: u32,
    /// Position in the arena.
    pub id: u32,
}

impl Place {
    /// Another part of the same file.
    pub fn beside(self, id: u32) -> Place {
        Place { id, ..self }
    }
}

macro_rules! parts {
    ($($(#[$meta:meta])* $name:ident: $arena:ident, $Part:ident;)*) => {
        impl Contracts {$(
            $(#[$meta])*
            pub fn $name(&self, place: Place) -> Option<(Place, &$Part)> {
                let mut place = place;
                for _ in 0..CHAIN_LIMIT {
                    let part = &self.files[place.file as usize].document.$arena[place.id as usize];
                    match part.reference {
                        None => return Some((place, part)),
                        Some(Link::Here(id)) => place = place.beside(id),
                        Some(Link::Away(id)) => {
                            place = self.files[place.file as usize].away[id as usize]?;
                        }
                    }
                }
                None
            }
        )*}
    };
}

parts! {
    /// The parameter at `place`, references followed; `None` if one leads nowhere.
    parameter: parameters, Parameter;
    /// The request body at `place`, references followed; `None` if one leads nowhere.
    body: bodies, Body;
    /// The response at `place`, references followed; `None` if one leads nowhere.
    response: responses, Response;
    /// The header at `place`, references followed; `None` if one leads nowhere.
    header: headers, Header;
    /// The paths at `place`, references followed; `None` if one leads nowhere.
    path_list: path_lists, PathList;
    /// The operation at `place`, references followed; `None` if one leads nowhere.
    operation: operations, Operation;
    /// The path item at `place`, references followed; `None` if one leads nowhere.
    path_item: path_items, PathItem;
    /// The schema at `place`, references followed; `None` if one leads nowhere or in a circle.
    schema: schemas, Schema;
}

impl Contracts {
    /// The document that `place` is a part of.
    pub fn document(&self, place: Place) -> &Document {
        &self.files[place.file as usize].document
    }

    /// The paths of the contract whose file `root` is: its own, and those that it takes from elsewhere.
    pub fn paths(&self, root: Place) -> Vec<(Place, &Path)> {
        let document = self.document(root);
        let mut found: Vec<(Place, &Path)> =
            document.paths.iter().map(|path| (root, path)).collect();
        for link in &document.paths_elsewhere {
            let list = self
                .target_of(root, *link)
                .and_then(|place| self.path_list(place));
            if let Some((place, list)) = list {
                found.extend(list.paths.iter().map(|path| (place, path)));
            }
        }
        found
    }

    /// Where a link of the file of `from` leads.
    pub fn target_of(&self, from: Place, link: Link) -> Option<Place> {
        match link {
            Link::Here(id) => Some(from.beside(id)),
            Link::Away(id) => self.files[from.file as usize].away[id as usize],
        }
    }

    /// `at`, in the file that `place` is a part of.
    pub fn span(&self, place: Place, at: At) -> Span {
        at.in_file(self.files[place.file as usize].file)
    }

    /// Where references of `file` to `path` lead, if that is a file of this repository.
    pub fn target(&self, reference: &Reference, path: &str) -> Option<Place> {
        let file = self
            .files
            .binary_search_by(|known| known.path.as_str().cmp(path))
            .ok()?;
        let role = Role::from_word(&reference.role)?;
        self.files[file]
            .document
            .fragments
            .iter()
            .find(|(pointer, target)| *pointer == reference.pointer && target.role == role)
            .map(|(_, target)| Place {
                file: file as u32,
                id: target.id,
            })
    }
}
