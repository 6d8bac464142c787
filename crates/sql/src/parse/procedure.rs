//! `DO` blocks: the plain statements in them, each marked as conditional below `IF`, in a loop, or with a handler.

use super::cursor::{Cursor, Read, unquote_text};
use super::{MOST_NESTED_BODIES, Sink, one};
use crate::split::{Lexer, Piece, Splitter, Token, TokenKind};

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
    if body.kind == TokenKind::Text && body.text(cursor.text).contains("''") {
        // Places inside would be wrong.
        let text = unquote_text(body.text(cursor.text), cursor.dialect);
        let mut inside = Vec::new();
        let mut lexer = Lexer::new(&text, cursor.dialect, 0, text.len());
        while let Some(token) = lexer.next() {
            inside.push(token);
        }
        let changes = inside.iter().any(|token| {
            ["alter", "create", "drop"]
                .iter()
                .any(|word| token.text(&text).eq_ignore_ascii_case(word))
        });
        if changes {
            sink.note(
                body.at(),
                "the body of `DO` is a string with quotes in it, which is not read",
            );
        }
        return Ok("do");
    }
    let raw = body.text(cursor.text);
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
    block(cursor, start, end.max(start), sink);
    Ok("do")
}

fn block(cursor: &Cursor<'_>, start: usize, end: usize, sink: &mut Sink<'_>) {
    if sink.depth >= MOST_NESTED_BODIES {
        sink.note(
            crate::At::new(start as u32, end as u32),
            "procedures are nested too deep",
        );
        return;
    }
    let text = cursor.text;
    // A handler can make any statement not happen.
    let mut has_handler = false;
    let mut lexer = Lexer::new(text, cursor.dialect, start, end);
    while let Some(token) = lexer.next() {
        has_handler |=
            token.kind == TokenKind::Word && token.text(text).eq_ignore_ascii_case("exception");
    }
    let mut splitter = Splitter::new(text, cursor.dialect, start, end);
    let outer = (sink.conditional, sink.depth, sink.at);
    sink.depth += 1;
    let mut state = State {
        branches: 0,
        in_declarations: false,
        has_handler,
        base: outer.0,
    };
    loop {
        match splitter.next() {
            Piece::End => break,
            Piece::Directive(_) => {}
            Piece::Statement => {
                let tokens = std::mem::take(&mut splitter.tokens);
                body_statement(Cursor::new(text, &tokens, cursor.dialect), &mut state, sink);
                splitter.tokens = tokens;
            }
        }
    }
    (sink.conditional, sink.depth, sink.at) = outer;
}

struct State {
    branches: u32,
    in_declarations: bool,
    has_handler: bool,
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
            && (cursor.is_at(1, "if") || cursor.is_at(1, "loop") || cursor.is_at(1, "case"))
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
    sink.conditional = state.base || state.branches > 0 || state.has_handler;
    let rest: Vec<Token> = cursor.tokens[cursor.position..].to_vec();
    sink.at = crate::At::new(rest[0].start, rest[rest.len() - 1].end);
    if cursor.eat("execute") {
        execute(&mut cursor, sink);
        return;
    }
    const PLAIN: &[&str] = &[
        "create", "alter", "drop", "insert", "update", "delete", "truncate", "comment", "do",
        "set", "lock", "refresh", "reindex",
    ];
    if cursor.is_any(PLAIN) {
        one(Cursor::new(cursor.text, &rest, cursor.dialect), sink);
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

/// `EXECUTE 'literal'` is read; what is put together at run time is a note.
fn execute(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) {
    let is_literal = cursor
        .peek()
        .is_some_and(|token| matches!(token.kind, TokenKind::Text | TokenKind::Dollar))
        && (cursor.peek_at(1).is_none() || cursor.is_at(1, "using") || cursor.is_at(1, "into"));
    let rest = cursor.rest();
    let changes = ["alter", "create", "drop", "rename"]
        .iter()
        .any(|word| rest.text.to_ascii_lowercase().contains(word));
    match cursor.peek() {
        Some(token) if is_literal => {
            let raw = token.text(cursor.text);
            let open = match token.kind {
                TokenKind::Dollar => raw[1..].find('$').map_or(0, |found| found + 2),
                _ => raw.find('\'').map_or(0, |found| found + 1),
            };
            let inside = unquote_text(raw, cursor.dialect);
            if raw.get(open..open + inside.len()) == Some(inside.as_str()) {
                let start = token.start as usize + open;
                block(cursor, start, start + inside.len(), sink);
            } else if changes {
                sink.note(
                    rest.at,
                    "`EXECUTE` runs a string with quotes in it, which is not read",
                );
            }
        }
        _ if changes => sink.note(
            rest.at,
            "`EXECUTE` runs SQL that is put together at run time",
        ),
        _ => {}
    }
}
