//! One source file in, its facts out.

use crate::{
    At, Facts, Language, Note, ROLE_HEAD_BYTES, SOURCE_LIMIT_BYTES, adapters, frameworks, role,
};

/// Language and role of a source file; `None` when its path names no language that is read.
pub fn skim(path: &str, text: &str) -> Option<Facts> {
    let mut end = text.len().min(ROLE_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(Facts::new(Language::of(path)?, role(path, &text[..end])))
}

/// The facts of a source file; `None` when its path names no language that is read.
/// A file above [`SOURCE_LIMIT_BYTES`] gives a note and its role alone.
pub fn read(path: &str, text: &str) -> Option<Facts> {
    let mut facts = skim(path, text)?;
    let language = facts.language;
    facts.is_parsed = true;
    if text.len() > SOURCE_LIMIT_BYTES {
        facts.notes.push(Note {
            text: format!(
                "not read: {} bytes of source, above the limit of {SOURCE_LIMIT_BYTES}",
                text.len()
            ),
            at: At::default(),
        });
        return Some(facts);
    }
    let Some(unit) = adapters::unit(language, path, text) else {
        return Some(facts);
    };
    facts.notes.extend(unit.notes.iter().cloned());
    facts.calls = frameworks::calls(&unit);
    facts.declarations = frameworks::declarations(&unit);
    facts.constants = frameworks::constants(&unit);
    (facts.environment, facts.configuration_keys) = frameworks::lookups(&unit);
    facts.sql = frameworks::sql(&unit, facts.role);
    (facts.routes, facts.mounts) = frameworks::routes(&unit, path);
    facts.clients = frameworks::clients(&unit);
    facts.publishes = frameworks::publishes(&unit);
    facts.consumes = frameworks::consumes(&unit);
    facts.stores = frameworks::stores(&unit);
    facts.imports = unit.imports;
    Some(facts)
}
