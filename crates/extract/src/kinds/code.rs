//! Source code.

use ::code::Language;
use model::facts::{Facts, Note};
use model::{At, FileFacts};

use super::Kind;
use crate::{Input, Probe};

/// Source code in a language that is read.
pub const KIND: Kind = Kind {
    name: "code",
    may_be: |path| Language::of(path).is_some(),
    is: |probe: &Probe<'_>| {
        Language::of(probe.path).is_some_and(|language| ::code::wants(language, probe.bytes))
    },
    read: |input: &Input<'_>, facts: &mut FileFacts| {
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
        facts.facts.push(Facts::Code(code));
    },
};
