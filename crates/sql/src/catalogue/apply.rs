//! Effects, done.

use super::{Catalogue, Outcome, TableKey};
use crate::{Effect, Name};

pub(super) fn apply(_catalogue: &mut Catalogue, _effect: &Effect, _file: u32) -> Outcome {
    Outcome::default()
}

impl Catalogue {
    pub(super) fn find(&self, name: &Name) -> Option<TableKey> {
        let schema = name
            .schema
            .clone()
            .or_else(|| self.search_path.first().cloned())?;
        Some(TableKey {
            schema,
            name: name.name.clone(),
        })
    }
}
