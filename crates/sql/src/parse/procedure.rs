//! `DO` blocks and bodies of procedures: the plain statements in them, each marked as conditional below `IF`, in a loop, or with a handler.

use super::cursor::{Cursor, Read};
use super::unquote::unquote_text;
use super::{MOST_NESTED_BODIES, Sink, dynamic, one};
use crate::split::{Lexer, Piece, Splitter, TokenKind};
use crate::{At, Change, Dialect};

/// `DO [LANGUAGE x] $$ … $$`, from behind `DO`.
pub(super) fn do_block(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Read<&'static str> {
    let mut language = "plpgsql".to_owned();
    let mut body = None;
    while !cursor.is_done() {
        if cursor.eat("language") {
            language = match cursor.string() {
                Some(language) => language.to_lowercase(),
                None => cursor.ident()?.text.to_lowercase(),
            };
            continue;
        }
        match cursor.next() {
            Some(token) if matches!(token.kind, TokenKind::Dollar | TokenKind::Text) => {
                body = Some(token)
            }
            _ => {}
        }
    }
    let Some(body) = body else {
        return Err(cursor.trouble("the body of `DO`"));
    };
    if language != "plpgsql" {
        sink.note(body.at(), format!("the body of `DO` is in {language}"));
        return Ok("do");
    }
    let raw = body.text(cursor.text);
    if body.kind == TokenKind::Text && raw.contains("''") {
        let text = unquote_text(raw, cursor.dialect);
        let place = Some(cursor.at(body.at()));
        block(&text, cursor.dialect, 0, text.len(), place, sink);
        return Ok("do");
    }
    let tag = match body.kind {
        TokenKind::Dollar => raw[1..].find('$').map_or(0, |found| found + 2),
        _ => raw.find('\'').map_or(0, |found| found + 1),
    };
    let close = if body.kind == TokenKind::Dollar {
        tag
    } else {
        1
    };
    let (start, end) = (body.start as usize + tag, body.end as usize - close);
    block(
        cursor.text,
        cursor.dialect,
        start,
        end.max(start),
        cursor.place,
        sink,
    );
    Ok("do")
}

/// The body of a block or a procedure, between two bytes of `text`; `place` is where all of it stands if `text` is not
/// the file's.
pub(super) fn block(
    text: &str,
    dialect: Dialect,
    start: usize,
    end: usize,
    place: Option<At>,
    sink: &mut Sink<'_>,
) {
    let whole = place.unwrap_or(At::new(start as u32, end as u32));
    if sink.depth >= MOST_NESTED_BODIES {
        sink.note(whole, "procedures are nested too deep");
        return;
    }
    // A handler can make any statement not happen.
    let handler = match dialect {
        Dialect::MySql => "handler",
        _ => "exception",
    };
    let (mut has_handler, mut has_loop, mut commits) = (false, false, false);
    let mut lexer = Lexer::new(text, dialect, start, end);
    while let Some(token) = lexer.next() {
        let is = |word: &str| {
            token.kind == TokenKind::Word && token.text(text).eq_ignore_ascii_case(word)
        };
        has_handler |= is(handler);
        has_loop |= is("loop");
        commits |= is("commit");
    }
    let effects = sink.effects.len();
    let mut splitter = Splitter::new(text, dialect, start, end);
    let outer = (sink.conditional, sink.depth, sink.at);
    let accesses = sink.accesses.len();
    sink.depth += 1;
    let mut state = State {
        branches: 0,
        in_declarations: false,
        may_end: has_handler,
        base: outer.0,
    };
    loop {
        match splitter.next() {
            Piece::End => break,
            Piece::Directive(_) => {}
            Piece::Statement => {
                let tokens = std::mem::take(&mut splitter.tokens);
                let mut cursor = Cursor::new(text, &tokens, dialect);
                cursor.place = place;
                body_statement(cursor, &mut state, sink);
                splitter.tokens = tokens;
            }
        }
    }
    // A loop that commits goes step by step.
    for effect in sink.effects.iter_mut().skip(effects) {
        if let Change::Update { is_bounded, .. } | Change::Delete { is_bounded, .. } =
            &mut effect.change
        {
            *is_bounded |= has_loop && commits;
        }
    }
    if place.is_some() {
        // These were read by a parser that knows places in the text alone.
        sink.accesses.truncate(accesses);
    }
    (sink.conditional, sink.depth, sink.at) = outer;
}

struct State {
    branches: u32,
    in_declarations: bool,
    /// Whether something may end the block early, so that what stands in it may not happen.
    may_end: bool,
    base: bool,
}

fn body_statement(mut cursor: Cursor<'_>, state: &mut State, sink: &mut Sink<'_>) {
    // What opens and closes blocks stands before the statement proper.
    loop {
        if cursor.is_symbol("<") || cursor.is_symbol("<<") {
            while !cursor.is_done() && !cursor.is_symbol(">>") {
                cursor.position += 1;
            }
            cursor.position += 1;
        } else if cursor.is("declare") && cursor.dialect == Dialect::MySql {
            return;
        } else if cursor.eat("declare") {
            state.in_declarations = true;
        } else if cursor.eat("begin") {
            state.in_declarations = false;
        } else if cursor.is("exception") && cursor.is_at(1, "when") || cursor.is("when") {
            skip_past(&mut cursor, "then");
        } else if cursor.eat("if") || cursor.is("elsif") || cursor.is("elseif") {
            if !cursor.tokens[..cursor.position]
                .last()
                .is_some_and(|token| token.text(cursor.text).eq_ignore_ascii_case("if"))
            {
                state.branches = state.branches.saturating_sub(1);
            }
            state.branches += 1;
            skip_past(&mut cursor, "then");
        } else if cursor.dialect == Dialect::MySql && cursor.eat_any(&["while", "repeat"]).is_some()
        {
            state.branches += 1;
            if cursor.tokens[cursor.position - 1]
                .text(cursor.text)
                .eq_ignore_ascii_case("while")
            {
                skip_past(&mut cursor, "do");
            }
        } else if cursor.is("for")
            || cursor.is("foreach")
            || cursor.is("while")
            || cursor.is("loop")
        {
            state.branches += 1;
            skip_past(&mut cursor, "loop");
        } else if cursor.eat("else") {
        } else if cursor.is("case") {
            state.branches += 1;
            skip_past(&mut cursor, "then");
        } else if cursor.is("end")
            && ["if", "loop", "case", "while", "repeat"]
                .iter()
                .any(|word| cursor.is_at(1, word))
        {
            state.branches = state.branches.saturating_sub(1);
            return;
        } else {
            break;
        }
    }
    if cursor.is_done() || cursor.is("end") || state.in_declarations {
        return;
    }
    sink.conditional = state.base || state.branches > 0 || state.may_end;
    if cursor.is_any(&["return", "leave", "exit"]) {
        state.may_end = true;
        return;
    }
    let rest = cursor.left();
    sink.at = rest.rest().at;
    let is_mysql = cursor.dialect == Dialect::MySql;
    if !is_mysql && cursor.eat("execute") {
        dynamic::execute_text(&cursor, sink);
        return;
    }
    if !is_mysql && cursor.eat("perform") {
        dynamic::call(&cursor, sink);
        return;
    }
    const PLAIN: &[&str] = &[
        "create", "alter", "drop", "insert", "update", "delete", "truncate", "comment", "do",
        "set", "lock", "refresh", "reindex",
    ];
    const MYSQL: &[&str] = &["prepare", "execute", "call", "rename"];
    if cursor.is_any(PLAIN) || is_mysql && cursor.is_any(MYSQL) {
        one(rest, sink);
    }
    // Assignments, `PERFORM`, `RAISE`, `SELECT … INTO variable`: nothing that changes a schema.
}

fn skip_past(cursor: &mut Cursor<'_>, keyword: &str) {
    let mut cases = 0u32;
    while !cursor.is_done() {
        if cursor.is("case") {
            cases += 1;
        } else if cursor.is("end") {
            cases = cases.saturating_sub(1);
        } else if cases == 0 && cursor.is(keyword) {
            cursor.position += 1;
            return;
        }
        cursor.position += 1;
    }
}
