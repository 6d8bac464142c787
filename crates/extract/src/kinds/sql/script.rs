//! One file of SQL.

use model::facts::sql::SqlFile;
use model::facts::{Facts, Note};
use model::{At, FileFacts};

use crate::{Input, Kind, Probe};

/// Files of SQL, by their name.
pub const KIND: Kind = Kind {
    name: "sql",
    may_be,
    is,
    read,
};

/// Notes of one file that are kept; the rest is one note with their number.
const NOTES_LIMIT: usize = 50;

fn may_be(path: &str) -> bool {
    path.ends_with(".sql")
}

fn is(_probe: &Probe<'_>) -> bool {
    true
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let mut asked = input
        .fragments
        .iter()
        .filter(|fragment| fragment.kind == KIND.name)
        .map(|fragment| fragment.role.as_str());
    let foreign = super::foreign::foreign(input.path, input.text)
        .or_else(|| asked.clone().find_map(super::foreign::product));
    if let Some(database) = foreign {
        facts.notes.push(Note {
            at: At::default(),
            kind: "version".to_owned(),
            message: format!("SQL of {database} is not read; the file is not reviewed"),
        });
        facts.facts.push(Facts::ForeignSql(database.to_owned()));
        return;
    }
    let asked = asked.find_map(super::dialect::named);
    let shown = asked.or_else(|| sql::guess_dialect(input.text));
    let script = sql::read(
        input.text,
        shown.unwrap_or_else(|| super::dialect::liberal(input.text)),
    );
    notes(&script, &mut facts.notes);
    facts.facts.push(Facts::Sql(SqlFile {
        script,
        is_dialect_known: shown.is_some(),
    }));
}

fn notes(script: &sql::Script, notes: &mut Vec<Note>) {
    for note in script.notes.iter().take(NOTES_LIMIT) {
        notes.push(Note {
            at: At::new(note.at.start..note.at.end),
            kind: "statement".to_owned(),
            message: note.message.clone(),
        });
    }
    if script.notes.len() > NOTES_LIMIT {
        let at = script.notes[NOTES_LIMIT].at;
        notes.push(Note {
            at: At::new(at.start..at.end),
            kind: "limit".to_owned(),
            message: format!(
                "{} more statements of this file are not understood",
                script.notes.len() - NOTES_LIMIT
            ),
        });
    }
}
