//! Tokens into statements, with what clients and migration tools write between them.

use super::comment::{Directive, directive, inner};
use super::lex::{Lexer, Token, TokenKind};
use crate::{At, Comment, Dialect, Note};

/// A statement's tokens, or what stands between statements.
pub(crate) enum Piece {
    /// `Splitter::tokens` holds a statement.
    Statement,
    /// A directive of a migration tool.
    Directive(Directive),
    /// The end.
    End,
}

/// A statement of more tokens is not read: no schema change is that long.
pub(crate) const MOST_TOKENS: usize = 2_000_000;

/// Drizzle's mark between statements, a comment to every dialect but MySQL's, which wants a space behind `--`.
const BREAKPOINT: &str = "--> statement-breakpoint";

pub(crate) struct Splitter<'a> {
    lexer: Lexer<'a>,
    dialect: Dialect,
    delimiter: Option<&'a str>,
    /// The tokens of the statement at hand, without its semicolon.
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
    pub notes: Vec<Note>,
    /// The byte behind the semicolon of the statement at hand, if it has one.
    pub ended_at: Option<u32>,
    /// Inside goose's `StatementBegin`.
    in_block: bool,
    pending: Option<Directive>,
}

impl<'a> Splitter<'a> {
    pub fn new(text: &'a str, dialect: Dialect, start: usize, end: usize) -> Splitter<'a> {
        Splitter {
            lexer: Lexer::new(text, dialect, start, end),
            dialect,
            delimiter: None,
            tokens: Vec::new(),
            comments: Vec::new(),
            notes: Vec::new(),
            ended_at: None,
            in_block: false,
            pending: None,
        }
    }

    /// The next piece. The statement's tokens are in `self.tokens` until the next call.
    pub fn next(&mut self) -> Piece {
        self.tokens.clear();
        self.ended_at = None;
        let mut depth = 0u32;
        let mut body = Body::Unknown;
        loop {
            if self.tokens.is_empty()
                && let Some(directive) = self.pending.take()
            {
                return Piece::Directive(directive);
            }
            if !self.lexer.skip_space() {
                return if self.tokens.is_empty() {
                    Piece::End
                } else {
                    Piece::Statement
                };
            }
            let text = self.lexer.text();
            let position = self.lexer.position;
            if let Some(delimiter) = self.delimiter
                && text[position..].starts_with(delimiter)
            {
                self.lexer.position += delimiter.len();
                if self.tokens.is_empty() {
                    continue;
                }
                return Piece::Statement;
            }
            if self.dialect == Dialect::MySql && text[position..].starts_with(BREAKPOINT) {
                self.lexer.position = self.lexer.line_end();
                if self.tokens.is_empty() {
                    continue;
                }
                return Piece::Statement;
            }
            if self.tokens.is_empty() && self.client_line(position) {
                continue;
            }
            if self.dialect == Dialect::PostgreSql && text.as_bytes()[position] == b'\\' {
                // `\gset`, `\gexec` and the like end a statement.
                self.lexer.position = self.lexer.line_end();
                if self.tokens.is_empty() {
                    continue;
                }
                return Piece::Statement;
            }
            let Some(mut token) = self.lexer.next() else {
                continue;
            };
            // To MySQL `$` is part of a word, and `$$` ends a statement all the same.
            if token.kind == TokenKind::Word
                && let Some(delimiter) = self.delimiter
                && let Some(found) = token.text(text).find(delimiter)
            {
                token.end = token.start + found as u32;
                self.lexer.position = token.end as usize;
            }
            match token.kind {
                TokenKind::Comment => {
                    let was_in_block = self.in_block;
                    let directive = self.comment(token);
                    if was_in_block && !self.in_block && !self.tokens.is_empty() {
                        // The semicolon behind a body ends the block's last statement.
                        self.tokens.pop_if(|last| last.text(text) == ";");
                        self.pending = directive;
                        return Piece::Statement;
                    }
                    if let Some(directive) = directive {
                        if self.tokens.is_empty() {
                            return Piece::Directive(directive);
                        }
                        // A statement without a semicolon ends where the section does.
                        self.pending = Some(directive);
                        return Piece::Statement;
                    }
                }
                TokenKind::Skipped => {}
                TokenKind::Punctuation if token.text(text) == ";" => {
                    let inside = depth > 0
                        || self.delimiter.is_some()
                        // PostgreSQL quotes the bodies of its routines: behind one the statement ends.
                        || (self.in_block
                            && body == Body::Routine
                            && self.dialect != Dialect::PostgreSql);
                    if !inside {
                        if self.tokens.is_empty() {
                            continue;
                        }
                        self.ended_at = Some(token.end);
                        self.skip_copy_data();
                        return Piece::Statement;
                    }
                    self.push(token);
                }
                TokenKind::Stray => {
                    let quote = token.text(text);
                    if !matches!(quote, "\\") {
                        self.notes.push(Note {
                            at: token.at(),
                            message: match quote.chars().next() {
                                Some('\'' | '"' | '`' | '$' | '/') => {
                                    format!("`{quote}` is never closed")
                                }
                                _ => format!("`{}` is no SQL", quote.escape_default()),
                            },
                        });
                    }
                    self.push(token);
                }
                TokenKind::Word => {
                    if body == Body::Unknown && self.tokens.len() < 12 {
                        body = self.body_kind(token);
                    }
                    if body == Body::Routine {
                        depth = self.block_depth(token, depth);
                    }
                    self.push(token);
                }
                _ => self.push(token),
            }
        }
    }

    fn push(&mut self, token: Token) {
        if self.tokens.len() < MOST_TOKENS {
            self.tokens.push(token);
        }
    }

    /// Whether the words so far say that a body with statements of its own may follow.
    fn body_kind(&self, token: Token) -> Body {
        let text = self.lexer.text();
        let word = token.text(text);
        match self.tokens.first() {
            None if word.eq_ignore_ascii_case("create") => Body::Unknown,
            None => Body::Plain,
            Some(_) => {
                let is = |name: &str| word.eq_ignore_ascii_case(name);
                if is("procedure") || is("function") || is("trigger") || is("event") {
                    Body::Routine
                } else if is("table")
                    || is("index")
                    || is("view")
                    || is("type")
                    || is("schema")
                    || is("domain")
                {
                    Body::Plain
                } else {
                    Body::Unknown
                }
            }
        }
    }

    fn block_depth(&self, token: Token, depth: u32) -> u32 {
        let text = self.lexer.text();
        let word = token.text(text);
        let is = |name: &str| word.eq_ignore_ascii_case(name);
        let before = self.tokens.last().map_or("", |last| last.text(text));
        if is("begin") || (is("case") && !before.eq_ignore_ascii_case("end")) {
            return depth + 1;
        }
        if is("end") {
            let mut ahead = Lexer::new(text, self.dialect, token.end as usize, text.len());
            let next = ahead.next().map_or("", |next| next.text(text));
            let closes_other = ["if", "loop", "while", "repeat"]
                .iter()
                .any(|word| next.eq_ignore_ascii_case(word));
            return if closes_other {
                depth
            } else {
                depth.saturating_sub(1)
            };
        }
        depth
    }

    /// Lines for the client: `\connect`, `DELIMITER $$`, `# --- !Ups`. Returns whether one was skipped.
    fn client_line(&mut self, position: usize) -> bool {
        let text = self.lexer.text();
        let rest = &text.as_bytes()[position..];
        let line = || text[position..self.lexer.line_end()].trim();
        if self.dialect != Dialect::MySql && rest[0] == b'#' {
            // Play's evolutions mark their sections so in every dialect.
            if let Some(directive) = directive(line().trim_start_matches('#')) {
                self.pending = Some(directive);
            }
            self.lexer.position = self.lexer.line_end();
            return true;
        }
        // MySQL's client takes what begins so between statements for a comment, whatever follows.
        if self.dialect == Dialect::MySql
            && rest.starts_with(b"--")
            && rest.get(2).is_some_and(|byte| *byte > b' ')
        {
            self.lexer.position = self.lexer.line_end();
            return true;
        }
        // SQLite's shell.
        if self.dialect == Dialect::Sqlite && rest[0] == b'.' {
            self.lexer.position = self.lexer.line_end();
            return true;
        }
        if rest.len() > 10
            && rest[..9].eq_ignore_ascii_case(b"delimiter")
            && rest[9].is_ascii_whitespace()
        {
            let delimiter = line()[9..].trim();
            self.delimiter = (delimiter != ";" && !delimiter.is_empty()).then_some(delimiter);
            self.lexer.position = self.lexer.line_end();
            return true;
        }
        false
    }

    fn comment(&mut self, token: Token) -> Option<Directive> {
        let text = inner(token.text(self.lexer.text()));
        self.comments.push(Comment {
            at: token.at(),
            text: text.to_owned(),
        });
        let lower = text.to_ascii_lowercase();
        if let Some(rest) = lower
            .strip_prefix("+goose ")
            .or_else(|| lower.strip_prefix("+migrate "))
        {
            match rest.trim() {
                "statementbegin" => self.in_block = true,
                "statementend" => self.in_block = false,
                _ => {}
            }
        }
        directive(text)
    }

    /// Moves over the lines that follow `COPY … FROM stdin;`.
    fn skip_copy_data(&mut self) {
        let text = self.lexer.text();
        let is = |token: &Token, word: &str| token.text(text).eq_ignore_ascii_case(word);
        let is_copy = self.dialect == Dialect::PostgreSql
            && self.tokens.first().is_some_and(|first| is(first, "copy"))
            && self
                .tokens
                .windows(2)
                .any(|pair| is(&pair[0], "from") && is(&pair[1], "stdin"));
        if !is_copy {
            return;
        }
        let start = self.lexer.position;
        let mut position = start;
        for line in text[start..].split_inclusive('\n') {
            position += line.len();
            if line.trim_end() == "\\." {
                self.lexer.position = position;
                return;
            }
        }
        self.notes.push(Note {
            at: At::new(start as u32, start as u32),
            message: "the data of `COPY` has no end".to_owned(),
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Unknown,
    Plain,
    Routine,
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, read};

    #[track_caller]
    fn check(text: &str, dialect: Dialect, expected: &[&str]) {
        let script = read(text, dialect);
        let kinds: Vec<&str> = script
            .statements
            .iter()
            .map(|statement| &*statement.kind)
            .collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn the_mark_of_drizzle_stands_between_statements() {
        let text = "CREATE TABLE `a` (`id` int);--> statement-breakpoint
            CREATE TABLE `b` (`id` int)
            --> statement-breakpoint
            CREATE INDEX `i` ON `b` (`id`);";
        let expected = ["create table", "create table", "create index"];
        check(text, Dialect::MySql, &expected);
    }

    #[test]
    fn a_delimiter_ends_a_name() {
        check(
            "DELIMITER $$
            DROP FUNCTION IF EXISTS f$$
            CREATE FUNCTION f() RETURNS INT BEGIN RETURN 1; END$$
            DELIMITER ;
            DROP FUNCTION f;",
            Dialect::MySql,
            &["drop function", "create function", "drop function"],
        );
    }

    #[test]
    fn a_block_of_goose_may_hold_more_behind_a_routine() {
        check(
            "-- +goose Up
             -- +goose StatementBegin
             CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
             CREATE TABLE a (id int);
             -- +goose StatementEnd",
            Dialect::PostgreSql,
            &["create function", "create table"],
        );
        check(
            "-- +goose Up
             -- +goose StatementBegin
             CREATE PROCEDURE p() BEGIN DECLARE n INT; SET n = 1; END;
             -- +goose StatementEnd
             CREATE TABLE a (id int);",
            Dialect::MySql,
            &["create procedure", "create table"],
        );
    }
}
