//! Rules of this server.

use super::{Context, Impact};
use crate::{Catalogue, Effect};

pub(super) fn impact(_effect: &Effect, _before: &Catalogue, _context: &Context<'_>) -> Vec<Impact> {
    Vec::new()
}
