//! Source code.

use ::code::{Language, Role, Worth};
use model::facts::{Facts, Note};
use model::{At, FileFacts};

use super::Kind;
use crate::{Input, Probe};

/// What other files ask of this kind: the constants of a file that says nothing else.
pub const CONSTANTS: &str = "constants";

/// Source code in a language that is read. Files whose facts nobody asks for are known by their role alone.
pub const KIND: Kind = Kind {
    name: "code",
    may_be: |path| Language::of(path).is_some(),
    is: |probe: &Probe<'_>| ::code::worth(probe.path, probe.bytes) != Worth::Nothing,
    read: |input: &Input<'_>, facts: &mut FileFacts| {
        let Some(skimmed) = ::code::skim(input.path, input.text) else {
            return;
        };
        if skimmed.role == Role::Generated
            && let Some(server) = ::code::served(input.path, input.text)
        {
            facts.facts.push(Facts::Code(Box::new(server)));
            return;
        }
        let is_asked = || input.fragments.iter().any(|one| one.role == CONSTANTS);
        let is_worth = || ::code::worth(input.path, input.text.as_bytes()) == Worth::Facts;
        if !skimmed.role.is_told() || !(is_asked() || is_worth()) {
            facts.facts.push(Facts::Code(Box::new(skimmed)));
            return;
        }
        let Some(mut code) = ::code::read(input.path, input.text) else {
            return;
        };
        for note in std::mem::take(&mut code.notes) {
            facts.notes.push(Note {
                at: At::new(note.at.start..note.at.end),
                kind: "syntax".to_owned(),
                message: note.text,
            });
        }
        facts.facts.extend(super::source::sql(&code));
        facts.facts.push(Facts::Code(Box::new(code)));
    },
};
