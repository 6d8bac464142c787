//! A reader of tokens: one statement, or what stands in brackets.

use super::unquote::{unquote_name, unquote_text};
use crate::split::{Token, TokenKind};
use crate::{At, Dialect, Expression, Ident, Name};

/// Why something could not be read.
#[derive(Debug)]
pub(super) struct Trouble {
    pub at: At,
    pub message: String,
}

pub(super) type Read<T> = Result<T, Trouble>;

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub position: usize,
    pub dialect: Dialect,
    /// Where all of it stands, if `text` is not the file's but was put together from it.
    pub place: Option<At>,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token], dialect: Dialect) -> Cursor<'a> {
        Cursor {
            text,
            tokens,
            position: 0,
            dialect,
            place: None,
        }
    }

    /// The place in the file of what stands at `at` in the text.
    pub fn at(&self, at: At) -> At {
        self.place.unwrap_or(at)
    }

    pub fn peek(&self) -> Option<Token> {
        self.tokens.get(self.position).copied()
    }

    pub fn peek_at(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.position + ahead).copied()
    }

    pub fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.position += 1;
        Some(token)
    }

    pub fn is_done(&self) -> bool {
        self.position >= self.tokens.len()
    }

    /// The text of the next token; empty at the end.
    pub fn word(&self) -> &'a str {
        self.word_at(0)
    }

    pub fn word_at(&self, ahead: usize) -> &'a str {
        self.peek_at(ahead)
            .map_or("", |token| token.text(self.text))
    }

    /// Whether the next token is this keyword.
    pub fn is(&self, keyword: &str) -> bool {
        self.is_at(0, keyword)
    }

    pub fn is_at(&self, ahead: usize, keyword: &str) -> bool {
        self.peek_at(ahead).is_some_and(|token| {
            token.kind == TokenKind::Word && token.text(self.text).eq_ignore_ascii_case(keyword)
        })
    }

    pub fn is_any(&self, keywords: &[&str]) -> bool {
        self.peek().is_some_and(|token| {
            token.kind == TokenKind::Word
                && keywords
                    .iter()
                    .any(|keyword| token.text(self.text).eq_ignore_ascii_case(keyword))
        })
    }

    pub fn eat(&mut self, keyword: &str) -> bool {
        let found = self.is(keyword);
        self.position += usize::from(found);
        found
    }

    /// Whether the next tokens are these keywords; moves over them if so.
    pub fn eat_all(&mut self, keywords: &[&str]) -> bool {
        let found = keywords
            .iter()
            .enumerate()
            .all(|(ahead, keyword)| self.is_at(ahead, keyword));
        self.position += if found { keywords.len() } else { 0 };
        found
    }

    /// One of these keywords, if it is next.
    pub fn eat_any(&mut self, keywords: &[&'static str]) -> Option<&'static str> {
        let found = keywords.iter().find(|keyword| self.is(keyword))?;
        self.position += 1;
        Some(found)
    }

    pub fn expect(&mut self, keyword: &str) -> Read<()> {
        if self.eat(keyword) {
            Ok(())
        } else {
            Err(self.trouble(&format!("`{}`", keyword.to_uppercase())))
        }
    }

    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.is_symbol_at(0, symbol)
    }

    pub fn is_symbol_at(&self, ahead: usize, symbol: &str) -> bool {
        self.peek_at(ahead).is_some_and(|token| {
            matches!(token.kind, TokenKind::Punctuation | TokenKind::Operator)
                && token.text(self.text) == symbol
        })
    }

    pub fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.position += usize::from(found);
        found
    }

    /// What was expected here and is not.
    pub fn trouble(&self, expected: &str) -> Trouble {
        match self.peek() {
            Some(token) => {
                let mut found: String = token.text(self.text).chars().take(40).collect();
                if found.contains('\n') {
                    found = found.lines().next().unwrap_or("").to_owned();
                }
                Trouble {
                    at: self.at(token.at()),
                    message: format!("expected {expected}, found `{found}`"),
                }
            }
            None => {
                let end = self.tokens.last().map_or(0, |token| token.end);
                Trouble {
                    at: self.at(At::new(end, end)),
                    message: format!("expected {expected}, found the end of the statement"),
                }
            }
        }
    }

    /// Where the next token starts.
    pub fn start(&self) -> u32 {
        self.peek().map_or_else(
            || self.tokens.last().map_or(0, |token| token.end),
            |token| token.start,
        )
    }

    /// From `start` to the end of the last token read.
    pub fn at_since(&self, start: u32) -> At {
        let end = self
            .position
            .checked_sub(1)
            .and_then(|index| self.tokens.get(index))
            .map_or(start, |token| token.end);
        self.at(At::new(start, end.max(start)))
    }

    /// The text from `start` to the end of the last token read.
    pub fn text_since(&self, start: u32) -> &'a str {
        let here = Cursor {
            place: None,
            ..*self
        };
        here.at_since(start).of(self.text)
    }

    /// Whether the next token can be a name.
    pub fn is_name(&self) -> bool {
        self.peek().is_some_and(|token| match token.kind {
            TokenKind::Word | TokenKind::Quoted => true,
            TokenKind::Parameter => !token.text(self.text).starts_with(['?', '$']),
            TokenKind::Text => self.dialect != Dialect::PostgreSql,
            _ => false,
        })
    }

    /// A name of one part.
    pub fn ident(&mut self) -> Read<Ident> {
        if !self.is_name() {
            return Err(self.trouble("a name"));
        }
        let token = self.next().expect("is_name saw a token");
        Ok(Ident {
            text: unquote_name(self.text, token, self.dialect),
            at: self.at(token.at()),
        })
    }

    /// A name of one to three parts; of three the first is dropped.
    pub fn name(&mut self) -> Read<Name> {
        let first = self.ident()?;
        let (mut schema, mut last) = (None, first.clone());
        while self.is_symbol(".")
            && self
                .peek_at(1)
                .is_some_and(|next| matches!(next.kind, TokenKind::Word | TokenKind::Quoted))
        {
            self.position += 1;
            schema = Some(last.text);
            last = self.ident()?;
        }
        Ok(Name {
            schema: schema.filter(|schema| !schema.is_empty()),
            name: last.text,
            at: first.at.to(last.at),
        })
    }

    /// Names with commas between them.
    pub fn names(&mut self) -> Read<Vec<Name>> {
        let mut names = vec![self.name()?];
        while self.eat_symbol(",") {
            names.push(self.name()?);
        }
        Ok(names)
    }

    /// `(a, b)`.
    pub fn idents_in_brackets(&mut self) -> Read<Vec<Ident>> {
        let mut inside = self.brackets()?;
        let mut idents = Vec::new();
        while !inside.is_done() {
            idents.push(inside.ident()?);
            if !inside.is_done() && !inside.eat_symbol(",") {
                return Err(inside.trouble("`,`"));
            }
        }
        Ok(idents)
    }

    /// What stands in the brackets that start here; moves behind them.
    pub fn brackets(&mut self) -> Read<Cursor<'a>> {
        if !self.is_symbol("(") {
            return Err(self.trouble("`(`"));
        }
        let open = self.position;
        self.skip_balanced();
        let has_end =
            self.tokens[self.position - 1].text(self.text) == ")" && self.position - 1 > open;
        let end = if has_end {
            self.position - 1
        } else {
            self.position
        };
        Ok(Cursor {
            tokens: &self.tokens[open + 1..end],
            position: 0,
            ..*self
        })
    }

    /// Moves over one token, or over a pair of brackets with all that is inside.
    pub fn skip_balanced(&mut self) {
        let mut depth = 0i64;
        while let Some(token) = self.next() {
            if token.kind == TokenKind::Punctuation {
                match token.text(self.text) {
                    "(" | "[" => depth += 1,
                    ")" | "]" => depth -= 1,
                    _ => {}
                }
            }
            if depth <= 0 {
                break;
            }
        }
    }

    /// Splits at the commas that stand in no brackets.
    pub fn parts(&self) -> Vec<Cursor<'a>> {
        let mut parts = Vec::new();
        let mut rest = *self;
        while !rest.is_done() {
            let from = rest.position;
            while !rest.is_done() && !rest.is_symbol(",") {
                rest.skip_balanced();
            }
            parts.push(Cursor {
                tokens: &rest.tokens[from..rest.position],
                position: 0,
                ..*self
            });
            rest.position += 1;
        }
        parts
    }

    /// All that is left, to be read apart.
    pub fn left(&self) -> Cursor<'a> {
        Cursor {
            tokens: &self.tokens[self.position.min(self.tokens.len())..],
            position: 0,
            ..*self
        }
    }

    /// All that is left, as it is written.
    pub fn rest(&self) -> Expression {
        self.expression(self.position, self.tokens.len())
    }

    /// The tokens from one index to another, as they are written.
    pub fn expression(&self, from: usize, to: usize) -> Expression {
        if from >= to {
            return Expression::default();
        }
        let at = At::new(self.tokens[from].start, self.tokens[to - 1].end);
        Expression {
            text: at.of(self.text).to_owned(),
            at: self.at(at),
        }
    }

    /// The tokens up to the first of these keywords (or a comma) outside brackets. The first token is always part of it.
    pub fn expression_until(&mut self, stop: &[&str]) -> Expression {
        let from = self.position;
        while matches!(self.word(), "-" | "+" | "~" | "!") {
            self.position += 1;
        }
        if self.is("not") {
            self.position += 1;
        }
        if self.is_symbol("(") || !self.is_done() {
            self.skip_balanced();
        }
        while !self.is_done() && !self.is_symbol(",") && !self.is_symbol(")") {
            if self.eat("is") {
                self.eat("not");
                self.eat_any(&["null", "distinct", "true", "false", "unknown"]);
                continue;
            }
            if self.is_any(stop) {
                break;
            }
            self.skip_balanced();
        }
        self.expression(from, self.position)
    }

    /// A string's value, if one is next.
    pub fn string(&mut self) -> Option<String> {
        let token = self.peek()?;
        let value = match token.kind {
            TokenKind::Text | TokenKind::Dollar => {
                unquote_text(token.text(self.text), self.dialect)
            }
            _ => return None,
        };
        self.position += 1;
        Some(value)
    }

    /// A whole number, if one is next.
    pub fn number(&mut self) -> Option<u32> {
        let token = self
            .peek()
            .filter(|token| token.kind == TokenKind::Number)?;
        let value = token.text(self.text).parse().ok()?;
        self.position += 1;
        Some(value)
    }

    /// `IF EXISTS`.
    pub fn if_exists(&mut self) -> bool {
        self.eat_all(&["if", "exists"])
    }

    /// `IF NOT EXISTS`.
    pub fn if_not_exists(&mut self) -> bool {
        self.eat_all(&["if", "not", "exists"])
    }

    /// `CASCADE` or `RESTRICT`; says whether it is `CASCADE`.
    pub fn cascade(&mut self) -> bool {
        let cascade = self.eat("cascade");
        self.eat_any(&["restrict", "constraints"]);
        cascade
    }

    /// An error if something is left.
    pub fn end(&self) -> Read<()> {
        if self.is_done() {
            Ok(())
        } else {
            Err(self.trouble("the end of the statement"))
        }
    }
}
