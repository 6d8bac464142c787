//! SQL that a script keeps in variables, in procedures of its own and in strings, where the text can be told: what
//! `PREPARE` and `EXECUTE` of MySQL run, what `CALL` runs of a procedure that the same script made, and what
//! `EXECUTE` runs in a block of PostgreSQL.

use super::cursor::Cursor;
use super::unquote::unquote_text;
use super::{Sink, one, procedure};
use crate::split::{Piece, Splitter, Token, TokenKind};
use crate::{At, Dialect};
use std::collections::HashMap;

/// How deep the parts of an expression may nest.
const MOST_DEPTH: u32 = 20;
/// How many texts one variable may hold.
const MOST_TEXTS: usize = 16;

/// What a script has said so far.
#[derive(Default)]
pub(super) struct Memory {
    /// By their names in lower case, with the mark of a variable of the session.
    variables: HashMap<String, Vec<Told>>,
    prepared: HashMap<String, Vec<Told>>,
    procedures: HashMap<String, Procedure>,
}

/// A text that an expression may be.
#[derive(Clone)]
struct Told {
    text: String,
    at: At,
    /// Whether it stands at `at` letter by letter.
    is_exact: bool,
    /// Whether it can be no other.
    is_certain: bool,
}

#[derive(Clone)]
struct Procedure {
    parameters: Vec<String>,
    /// From behind the parameters to the end.
    body: At,
}

/// `SET @a = …, b := …`, from behind the word: keeps what can be told.
pub(super) fn assign(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    for mut part in cursor.left().parts() {
        let name = part.word().to_ascii_lowercase();
        part.position += 1;
        if part.eat_symbol("=") || part.eat_symbol(":=") {
            let told = texts(&part.left(), sink.memory, 0);
            sink.memory.keep(name, told);
        }
    }
}

/// `SELECT … INTO @a`, the whole of it.
pub(super) fn select_into(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let into = cursor
        .tokens
        .iter()
        .position(|token| token.text(cursor.text).eq_ignore_ascii_case("into"));
    let Some(into) = into.filter(|into| *into > 1) else {
        return;
    };
    let Some(variable) = cursor.tokens.get(into + 1) else {
        return;
    };
    let value = Cursor {
        tokens: &cursor.tokens[1..into],
        position: 0,
        ..*cursor
    };
    let told = texts(&value, sink.memory, 0);
    let name = variable.text(cursor.text).to_ascii_lowercase();
    sink.memory.keep(name, told);
}

/// `PREPARE name FROM …`, from behind the word.
pub(super) fn prepare(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let name = cursor.word().to_ascii_lowercase();
    if cursor.is_at(1, "from") {
        let value = Cursor {
            position: cursor.position + 2,
            ..*cursor
        };
        match texts(&value.left(), sink.memory, 0) {
            Some(told) => sink.memory.prepared.insert(name, told),
            None => sink.memory.prepared.remove(&name),
        };
    }
}

/// `EXECUTE name`, from behind the word.
pub(super) fn execute(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let name = cursor.word().to_ascii_lowercase();
    match sink.memory.prepared.get(&name).cloned() {
        Some(told) => run_all(told, cursor, sink),
        None => sink.note(
            sink.at,
            "`EXECUTE` runs SQL that is put together at run time",
        ),
    }
}

/// `EXECUTE …` in a block of PostgreSQL, from behind the word.
pub(super) fn execute_text(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let mut value = cursor.left();
    let end = (0..value.tokens.len()).find(|at| {
        let look = Cursor {
            position: *at,
            ..value
        };
        look.is("using") || look.is("into")
    });
    value.tokens = &value.tokens[..end.unwrap_or(value.tokens.len())];
    match texts(&value, sink.memory, 0) {
        Some(told) => run_all(told, cursor, sink),
        None => {
            let rest = value.rest();
            let lower = rest.text.to_ascii_lowercase();
            let changes = ["alter", "create", "drop", "rename"]
                .iter()
                .any(|word| lower.contains(word));
            if changes {
                sink.note(
                    cursor.at(rest.at),
                    "`EXECUTE` runs SQL that is put together at run time",
                );
            }
        }
    }
}

/// `CREATE PROCEDURE name (…) …`, from behind the name: keeps where its body stands.
pub(super) fn define(name: &str, cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    // Only what stands in the file itself can be found again.
    if cursor.place.is_some() {
        return;
    }
    let mut look = *cursor;
    let mut parameters = Vec::new();
    if look.is_symbol("(")
        && let Ok(inside) = look.brackets()
    {
        for mut part in inside.parts() {
            part.eat_any(&["in", "out", "inout"]);
            parameters.push(part.word().to_ascii_lowercase());
        }
    }
    let body = match cursor.dialect {
        Dialect::MySql => look.rest().at,
        // The body is a string in dollars, of whatever language it says.
        _ => {
            let rest = look.left();
            let says = |language: &str| {
                rest.tokens.windows(2).any(|pair| {
                    let [before, named] = [pair[0], pair[1]].map(|one| one.text(cursor.text));
                    before.eq_ignore_ascii_case("language")
                        && named.trim_matches('\'').eq_ignore_ascii_case(language)
                })
            };
            let body = rest
                .tokens
                .iter()
                .find(|token| token.kind == TokenKind::Dollar);
            let Some(body) = body.filter(|_| says("plpgsql")) else {
                return;
            };
            literal(cursor, *body).at
        }
    };
    let procedure = Procedure { parameters, body };
    let name = name.to_ascii_lowercase();
    sink.memory.procedures.insert(name, procedure);
}

/// `SELECT name (…)` and nothing more, the whole of it: does what the body says, if the script made the function.
pub(super) fn call_in_select(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let mut look = *cursor;
    if look.eat("select") && look.name().is_ok() && look.is_symbol("(") {
        look.skip_balanced();
        if look.is_done() {
            let mut name = *cursor;
            name.position += 1;
            call(&name, sink);
        }
    }
}

/// `CALL name (…)`, from behind the word: does what the body says, if the script made the procedure.
pub(super) fn call(cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let mut look = *cursor;
    let Ok(name) = look.name() else { return };
    let name = name.name.to_ascii_lowercase();
    let Some(procedure) = sink.memory.procedures.get(&name).cloned() else {
        return;
    };
    let given: Vec<Option<Vec<Told>>> = match look.brackets() {
        Ok(inside) => inside
            .parts()
            .iter()
            .map(|part| texts(part, sink.memory, 0))
            .collect(),
        Err(_) => Vec::new(),
    };
    for (name, told) in procedure.parameters.iter().zip(given) {
        sink.memory.keep(name.clone(), told);
    }
    let text = cursor.text;
    let (start, end) = (procedure.body.start as usize, procedure.body.end as usize);
    procedure::block(text, cursor.dialect, start, end, None, sink);
}

impl Memory {
    fn keep(&mut self, name: String, told: Option<Vec<Told>>) {
        match told {
            Some(told) => self.variables.insert(name, told),
            None => self.variables.remove(&name),
        };
    }
}

fn run_all(told: Vec<Told>, cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    for one in told {
        let outer = sink.conditional;
        sink.conditional |= !one.is_certain;
        run(&one, cursor, sink);
        sink.conditional = outer;
    }
}

/// Reads the statements of a text. What was put together stands where its parts do.
fn run(told: &Told, cursor: &Cursor<'_>, sink: &mut Sink<'_>) {
    let dialect = cursor.dialect;
    let (text, start, end) = if told.is_exact {
        (cursor.text, told.at.start as usize, told.at.end as usize)
    } else {
        (told.text.as_str(), 0, told.text.len())
    };
    let outer = sink.at;
    let (accesses, notes) = (sink.accesses.len(), sink.notes.len());
    let mut splitter = Splitter::new(text, dialect, start, end);
    loop {
        match splitter.next() {
            Piece::End => break,
            Piece::Directive(_) => {}
            Piece::Statement => {
                let mut inner = Cursor::new(text, &splitter.tokens, dialect);
                inner.place = (!told.is_exact).then_some(told.at);
                sink.at = inner.at(inner.rest().at);
                const NOTHING: &[&str] = &["select", "show", "values"];
                if !inner.is_any(NOTHING) {
                    one(inner, sink);
                }
            }
        }
    }
    if !told.is_exact {
        // These were read by a parser that knows places in the text alone.
        sink.accesses.truncate(accesses);
        for note in &mut sink.notes[notes..] {
            note.at = told.at;
        }
    }
    sink.at = outer;
}

/// The texts that an expression may be; `None` if one of them cannot be told.
fn texts(cursor: &Cursor<'_>, memory: &Memory, depth: u32) -> Option<Vec<Told>> {
    if depth > MOST_DEPTH || cursor.is_done() {
        return None;
    }
    let mut look = *cursor;
    if look.is_symbol("(") {
        let inside = look.brackets().ok()?;
        return look.is_done().then(|| texts(&inside, memory, depth + 1))?;
    }
    if look.eat("select") {
        return texts(&look.left(), memory, depth + 1);
    }
    if let Some(parts) = joined(&look) {
        return concatenated(cursor, &parts, memory, depth);
    }
    let first = look.next()?;
    let raw = first.text(cursor.text);
    if look.is_done() {
        return match first.kind {
            TokenKind::Text | TokenKind::Dollar => Some(vec![literal(cursor, first)]),
            TokenKind::Number => Some(vec![Told {
                text: raw.to_owned(),
                at: cursor.at(first.at()),
                is_exact: false,
                is_certain: true,
            }]),
            _ => memory.variables.get(&raw.to_ascii_lowercase()).cloned(),
        };
    }
    let name = raw.to_ascii_lowercase();
    let inside = look.brackets().ok().filter(|_| look.is_done())?;
    let parts = inside.parts();
    match (name.as_str(), parts.as_slice()) {
        ("concat", parts) => concatenated(cursor, parts, memory, depth),
        ("if", [_, yes, no]) => {
            let mut told = texts(yes, memory, depth + 1)?;
            told.extend(texts(no, memory, depth + 1)?);
            told.iter_mut().for_each(|one| one.is_certain = false);
            (told.len() <= MOST_TEXTS).then_some(told)
        }
        ("format", [format, values @ ..]) => formatted(cursor, format, values, memory, depth),
        ("quote_ident", [value]) => texts(value, memory, depth + 1),
        _ => None,
    }
}

fn literal(cursor: &Cursor<'_>, token: Token) -> Told {
    let raw = token.text(cursor.text);
    let text = unquote_text(raw, cursor.dialect);
    let open = match token.kind {
        TokenKind::Dollar => raw[1..].find('$').map_or(0, |found| found + 2),
        _ => raw.find(['\'', '"']).map_or(0, |found| found + 1),
    };
    let is_exact =
        cursor.place.is_none() && raw.get(open..open + text.len()) == Some(text.as_str());
    let start = token.start + open as u32;
    Told {
        at: if is_exact {
            At::new(start, start + text.len() as u32)
        } else {
            cursor.at(token.at())
        },
        text,
        is_exact,
        is_certain: true,
    }
}

/// The parts of `a || b`; `None` if it is none.
fn joined<'a>(cursor: &Cursor<'a>) -> Option<Vec<Cursor<'a>>> {
    if cursor.dialect != Dialect::PostgreSql {
        return None;
    }
    let mut look = *cursor;
    let mut parts = Vec::new();
    let mut from = look.position;
    while !look.is_done() {
        if look.is_symbol("||") {
            parts.push(Cursor {
                tokens: &look.tokens[from..look.position],
                position: 0,
                ..*cursor
            });
            from = look.position + 1;
        }
        look.skip_balanced();
    }
    if parts.is_empty() || from >= look.tokens.len() {
        return None;
    }
    parts.push(Cursor {
        tokens: &look.tokens[from..],
        position: 0,
        ..*cursor
    });
    Some(parts)
}

/// Parts, each with one text alone, as one text.
fn concatenated(
    cursor: &Cursor<'_>,
    parts: &[Cursor<'_>],
    memory: &Memory,
    depth: u32,
) -> Option<Vec<Told>> {
    let mut text = String::new();
    let mut is_certain = true;
    for part in parts {
        let told = texts(part, memory, depth + 1)?;
        let [one] = told.as_slice() else { return None };
        text.push_str(&one.text);
        is_certain &= one.is_certain;
    }
    Some(vec![Told {
        text,
        at: cursor.at(cursor.rest().at),
        is_exact: false,
        is_certain,
    }])
}

/// `format('… %I …', value, …)`.
fn formatted(
    cursor: &Cursor<'_>,
    format: &Cursor<'_>,
    values: &[Cursor<'_>],
    memory: &Memory,
    depth: u32,
) -> Option<Vec<Told>> {
    let told = texts(format, memory, depth + 1)?;
    let [format] = told.as_slice() else {
        return None;
    };
    let mut values = values.iter();
    let mut text = String::new();
    let mut rest = format.text.as_str();
    while let Some(mark) = rest.find('%') {
        text.push_str(&rest[..mark]);
        let kind = rest[mark + 1..].chars().next()?;
        rest = &rest[mark + 1 + kind.len_utf8()..];
        if kind == '%' {
            text.push('%');
            continue;
        }
        let told = texts(values.next()?, memory, depth + 1)?;
        let [value] = told.as_slice() else {
            return None;
        };
        match kind {
            's' => text.push_str(&value.text),
            'I' => text.push_str(&crate::catalogue::quoted(&value.text, cursor.dialect)),
            'L' => {
                text.push('\'');
                text.push_str(&value.text.replace('\'', "''"));
                text.push('\'');
            }
            _ => return None,
        }
    }
    text.push_str(rest);
    Some(vec![Told {
        text,
        at: cursor.at(cursor.rest().at),
        is_exact: false,
        is_certain: format.is_certain,
    }])
}
