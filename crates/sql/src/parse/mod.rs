//! Statements, read.
//!
//! Schema changes are read here from our own tokens, and not through sqlparser: it rejects 2.2 % of real PostgreSQL
//! statements, and it gives no places for expressions, clauses and a quarter of the statements. Queries go through it
//! (`query`), for there its grammar is worth more than places.

mod access;
mod alter;
mod alter_column;
mod bridge;
mod column;
mod condition;
mod constraint;
mod cursor;
mod data;
mod drop;
mod dynamic;
mod expression;
mod from;
mod implied;
mod index;
mod object;
mod operand;
pub(crate) mod places;
mod procedure;
mod query;
mod session;
mod star;
mod table;
mod types;
mod unquote;
mod writes;

use crate::split::{Directive, Piece, Splitter, TokenKind};
use crate::{Access, At, Change, Dialect, Effect, Note, Script, Section, Statement};
use cursor::{Cursor, Read};
pub(crate) use star::{outputs, written_out};
use std::borrow::Cow;
pub(crate) use unquote::unquote_name;

/// The most statements that are read of one file. What has more is data.
const MOST_STATEMENTS: usize = 50_000;

/// Files of more bytes are not read; no migration is that long.
pub const MOST_FILE_BYTES: usize = 64 * 1024 * 1024;
/// How deep procedures may nest (`DO` in `EXECUTE` in `DO`).
const MOST_NESTED_BODIES: u32 = 4;
/// Notes beyond this number are counted in the last one and left out.
const MOST_NOTES: usize = 1000;

/// Where a statement's effects go.
struct Sink<'a> {
    effects: Vec<Effect>,
    accesses: Vec<Access>,
    notes: &'a mut Vec<Note>,
    memory: &'a mut dynamic::Memory,
    /// The place that new effects get.
    at: At,
    conditional: bool,
    depth: u32,
    understood: bool,
}

impl Sink<'_> {
    fn push(&mut self, change: Change) {
        self.effects.push(Effect {
            at: self.at,
            conditional: self.conditional,
            only_on: None,
            change,
        });
    }

    fn note(&mut self, at: At, message: impl Into<String>) {
        self.understood = false;
        self.notes.push(Note {
            at,
            message: message.into(),
        });
    }
}

/// Reads a script. Never fails: what cannot be read costs its own statement only, and is a note.
pub fn read(text: &str, dialect: Dialect) -> Script {
    let mut script = Script {
        dialect,
        statements: Vec::new(),
        notes: Vec::new(),
        comments: Vec::new(),
        transactional: None,
        has_sections: false,
        fingerprint: FINGERPRINT_START,
    };
    if text.len() > MOST_FILE_BYTES {
        let message = format!(
            "the file has {} bytes, and {MOST_FILE_BYTES} is the most that is read",
            text.len()
        );
        script.notes.push(Note {
            at: At::default(),
            message,
        });
        return script;
    }
    let mut splitter = Splitter::new(text, dialect, 0, text.len());
    let mut section = Section::Up;
    let mut notes = Vec::new();
    let mut memory = dynamic::Memory::default();
    loop {
        match splitter.next() {
            Piece::End => break,
            Piece::Directive(directive) => {
                directed(&mut script, directive, &mut section);
            }
            Piece::Statement if script.statements.len() == MOST_STATEMENTS => {
                let first = splitter.tokens.first();
                notes.push(Note {
                    at: first.map(|token| token.at()).unwrap_or_default(),
                    message: format!(
                        "the file has more than {MOST_STATEMENTS} statements; the rest is not read"
                    ),
                });
                break;
            }
            Piece::Statement => {
                let cursor = Cursor::new(text, &splitter.tokens, dialect);
                let mut statement = statement(cursor, section, &mut notes, &mut memory);
                statement.ends_at = splitter.ended_at.unwrap_or(statement.at.end);
                if section == Section::Up {
                    let tokens = splitter.tokens.iter().map(|token| token.text(text));
                    script.fingerprint = fingerprint(script.fingerprint, tokens);
                }
                script.statements.push(statement);
            }
        }
    }
    script.comments = splitter.comments;
    script.notes = splitter.notes;
    script.notes.append(&mut notes);
    script.notes.sort_by_key(|note| note.at);
    if script.notes.len() > MOST_NOTES {
        let left_out = script.notes.len() - MOST_NOTES;
        script.notes.truncate(MOST_NOTES);
        let at = script.notes[MOST_NOTES - 1].at;
        script.notes.push(Note {
            at,
            message: format!("{left_out} more notes on this file are left out"),
        });
    }
    script
}

/// FNV-1a's start and factor. Source: "The FNV Non-Cryptographic Hash Algorithm", draft-eastlake-fnv.
const FINGERPRINT_START: u64 = 0xcbf2_9ce4_8422_2325;
const FINGERPRINT_FACTOR: u64 = 0x0100_0000_01b3;

/// `before`, with the tokens of one more statement.
fn fingerprint<'t>(before: u64, tokens: impl Iterator<Item = &'t str>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(FINGERPRINT_FACTOR);
    let mut hash = before;
    for token in tokens {
        hash = token.bytes().fold(hash, step);
        // Neither character stands in a token that is no text.
        hash = step(hash, 0);
    }
    step(hash, 1)
}

fn directed(script: &mut Script, directive: Directive, section: &mut Section) {
    match directive {
        Directive::Up | Directive::UpNoTransaction => *section = Section::Up,
        Directive::Down | Directive::DownNoTransaction => *section = Section::Down,
        Directive::NoTransaction => {}
    }
    match directive {
        Directive::NoTransaction | Directive::UpNoTransaction => script.transactional = Some(false),
        _ => {}
    }
    script.has_sections |= matches!(
        directive,
        Directive::Up | Directive::Down | Directive::UpNoTransaction | Directive::DownNoTransaction
    );
}

fn statement(
    cursor: Cursor<'_>,
    section: Section,
    notes: &mut Vec<Note>,
    memory: &mut dynamic::Memory,
) -> Statement {
    let at = cursor.rest().at;
    let mut sink = Sink {
        effects: Vec::new(),
        accesses: Vec::new(),
        notes,
        memory,
        at,
        conditional: false,
        depth: 0,
        understood: true,
    };
    let kind = one(cursor, &mut sink);
    let Sink {
        effects,
        accesses,
        understood,
        ..
    } = sink;
    Statement {
        at,
        ends_at: at.end,
        kind,
        section,
        effects,
        accesses,
        understood,
    }
}

/// Reads one statement into the sink; what goes wrong becomes a note.
fn one(mut cursor: Cursor<'_>, sink: &mut Sink<'_>) -> Cow<'static, str> {
    let tokens = cursor.tokens;
    match dispatch(&mut cursor, sink) {
        Ok(kind) => Cow::Borrowed(kind),
        Err(trouble) => {
            sink.note(trouble.at, trouble.message);
            let words = tokens
                .iter()
                .take(2)
                .take_while(|token| token.kind == TokenKind::Word);
            let words: Vec<String> = words
                .map(|token| token.text(cursor.text).to_ascii_lowercase())
                .collect();
            Cow::Owned(words.join(" "))
        }
    }
}

fn dispatch(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<&'static str> {
    let start = cursor.start();
    // A template may stand before the statement, and brackets around a query.
    while cursor.peek().is_some_and(|token| {
        token.kind == TokenKind::Word && token.text(cursor.text).starts_with('{')
    }) {
        cursor.position += 1;
    }
    if cursor.eat("create") {
        let kind = object::create(cursor, sink, start)?;
        if matches!(kind, "create table" | "create index") {
            cursor.end()?;
        }
        return Ok(kind);
    }
    if cursor.eat("alter") {
        let foreign = cursor.is("foreign") && cursor.is_at(1, "table");
        cursor.position += usize::from(foreign);
        cursor.eat_any(&["online", "offline", "ignore"]);
        if cursor.eat("table") {
            alter::alter_table(cursor, sink, start)?;
            return Ok("alter table");
        }
        return drop::alter_object(cursor, sink);
    }
    if cursor.eat("drop") {
        return drop::drop(cursor, sink);
    }
    if cursor.eat("do") {
        return procedure::do_block(cursor, sink);
    }
    if let Some(kind) = data::data(cursor, sink)? {
        return Ok(kind);
    }
    session::session(cursor, sink)
}
