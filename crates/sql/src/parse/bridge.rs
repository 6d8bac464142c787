//! Our tokens to sqlparser and its trees back. Its columns are our bytes, so that its places are ours.

use super::cursor::{Cursor, Read, Trouble};
use super::unquote::unquote_text;
use crate::split::{Token, TokenKind};
use crate::{At, Dialect};
use sqlparser::ast;
use sqlparser::dialect::{MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::{Parser, ParserError, ParserOptions};
use sqlparser::tokenizer::{Location, Span, Token as Theirs, TokenWithSpan};

/// Statements of more tokens are not given to the parser: such a one is data.
const MOST_TOKENS: usize = 100_000;
/// How deep brackets may nest. sqlparser recurses several functions deep per level.
const MOST_DEPTH: usize = 40;
/// How many operators and `AND`s a statement may chain: its trees lean left and are dropped by recursion.
const MOST_CHAINED: usize = 1_500;

/// The statement that the tokens are.
pub(super) fn statement(cursor: &Cursor<'_>) -> Read<ast::Statement> {
    parse(cursor, |parser| {
        let statement = parser.parse_statement()?;
        parser.expect_token(&Theirs::EOF)?;
        Ok(statement)
    })
}

/// The query that the tokens are.
pub(super) fn query(cursor: &Cursor<'_>) -> Read<Box<ast::Query>> {
    parse(cursor, |parser| {
        let query = parser.parse_query()?;
        parser.expect_token(&Theirs::EOF)?;
        Ok(query)
    })
}

fn parse<T>(
    cursor: &Cursor<'_>,
    run: impl Fn(&mut Parser<'_>) -> Result<T, ParserError>,
) -> Read<T> {
    parse_tokens(cursor, &run).or_else(|trouble| {
        // What the parser does not know and the accesses do not need.
        let tokens = without_asides(cursor).ok_or(trouble)?;
        let rest = Cursor {
            tokens: &tokens,
            position: 0,
            ..*cursor
        };
        parse_tokens(&rest, &run)
    })
}

/// The tokens without the variables of `INTO` and without the condition of an index in `ON CONFLICT`; `None` if there is
/// neither.
fn without_asides(cursor: &Cursor<'_>) -> Option<Vec<Token>> {
    let mut look = *cursor;
    let mut kept: Vec<Token> = Vec::new();
    let mut is_shorter = false;
    let mut before = String::new();
    while let Some(token) = look.peek() {
        let is_target = !matches!(before.as_str(), "insert" | "ignore" | "replace" | "merge");
        if look.is("into") && is_target {
            look.position += 1;
            look.eat("strict");
            loop {
                look.position += 1;
                while look.is_symbol(".") || look.is_symbol("[") || look.is_symbol("]") {
                    look.position += 2;
                }
                if !look.eat_symbol(",") {
                    break;
                }
            }
            is_shorter = true;
            continue;
        }
        if look.is("conflict") && look.is_symbol_at(1, "(") {
            let from = look.position;
            look.position += 1;
            look.skip_balanced();
            kept.extend(&cursor.tokens[from..look.position]);
            if look.is("where") {
                while !look.is_done() && !look.is("do") {
                    look.skip_balanced();
                }
                is_shorter = true;
            }
            continue;
        }
        before = token.text(look.text).to_ascii_lowercase();
        kept.push(token);
        look.position += 1;
    }
    is_shorter.then_some(kept)
}

fn parse_tokens<T>(
    cursor: &Cursor<'_>,
    run: &impl Fn(&mut Parser<'_>) -> Result<T, ParserError>,
) -> Read<T> {
    let at = cursor.rest().at;
    guard(cursor, at)?;
    let tokens = convert(cursor);
    let options = ParserOptions::new().with_unescape(false);
    let postgres = PostgreSqlDialect {};
    let mysql = MySqlDialect {};
    let sqlite = SQLiteDialect {};
    let dialect: &dyn sqlparser::dialect::Dialect = match cursor.dialect {
        Dialect::PostgreSql => &postgres,
        Dialect::MySql => &mysql,
        Dialect::Sqlite => &sqlite,
    };
    let mut parser = Parser::new(dialect)
        .with_options(options)
        .with_recursion_limit(MOST_DEPTH + 10)
        .with_tokens_with_locations(tokens);
    run(&mut parser).map_err(|error| {
        let near = parser.peek_token().span;
        let at = place(near).unwrap_or(at);
        let message = match error {
            ParserError::ParserError(message) | ParserError::TokenizerError(message) => message,
            ParserError::RecursionLimitExceeded => "nested too deep".to_owned(),
        };
        let message = message.split(" at Line").next().unwrap_or("").to_owned();
        Trouble {
            at,
            message: lower_first(&message),
        }
    })
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

fn guard(cursor: &Cursor<'_>, at: At) -> Read<()> {
    let (mut depth, mut deepest, mut chained) = (0usize, 0usize, 0usize);
    for token in &cursor.tokens[cursor.position..] {
        match token.kind {
            TokenKind::Punctuation => match token.text(cursor.text) {
                "(" | "[" => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            },
            TokenKind::Operator => chained += 1,
            TokenKind::Word => {
                let word = token.text(cursor.text);
                let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
                if word.len() <= 9
                    && (is("and")
                        || is("or")
                        || is("union")
                        || is("case")
                        || is("not")
                        || is("join")
                        || is("intersect")
                        || is("except"))
                {
                    chained += 1;
                }
            }
            _ => {}
        }
    }
    let tokens = cursor.tokens.len() - cursor.position;
    let message = if tokens > MOST_TOKENS {
        format!(
            "the statement has {tokens} tokens, and {MOST_TOKENS} is the most that is read as a query"
        )
    } else if deepest > MOST_DEPTH {
        format!("brackets nest {deepest} deep, and {MOST_DEPTH} is the deepest that is read")
    } else if chained > MOST_CHAINED && !is_rows_of_values(cursor) {
        format!(
            "the statement chains {chained} operators, and {MOST_CHAINED} is the most that is read"
        )
    } else {
        return Ok(());
    };
    Err(Trouble { at, message })
}

/// `INSERT … VALUES` with many rows chains nothing: its operators stand in their own rows.
fn is_rows_of_values(cursor: &Cursor<'_>) -> bool {
    cursor.is_any(&["insert", "replace"])
        && cursor
            .tokens
            .iter()
            .take(200)
            .any(|token| token.text(cursor.text).eq_ignore_ascii_case("values"))
}

/// The bytes of one of their spans; `None` if it is empty.
pub(super) fn place(span: Span) -> Option<At> {
    (span.start.line != 0).then(|| At::new(span.start.column as u32, span.end.column as u32))
}

fn convert(cursor: &Cursor<'_>) -> Vec<TokenWithSpan> {
    let location = |byte: u32| Location {
        line: 1,
        column: u64::from(byte),
    };
    let tokens = &cursor.tokens[cursor.position..];
    // `data ? 'key'` asks whether a key is there; a parameter is not followed by a value.
    let asks = |index: usize| {
        cursor.dialect == Dialect::PostgreSql
            && tokens[index].text(cursor.text) == "?"
            && tokens
                .get(index + 1)
                .is_some_and(|next| matches!(next.kind, TokenKind::Text | TokenKind::Parameter))
    };
    tokens
        .iter()
        .enumerate()
        .map(|(index, token)| TokenWithSpan {
            token: if asks(index) {
                Theirs::Question
            } else {
                theirs(cursor, *token)
            },
            span: Span {
                start: location(token.start),
                end: location(token.end),
            },
        })
        .collect()
}

fn theirs(cursor: &Cursor<'_>, token: Token) -> Theirs {
    let raw = token.text(cursor.text);
    match token.kind {
        // A hole is a value as often as a name; as a word it can be both.
        TokenKind::Word if raw.contains('{') || raw.contains('%') => {
            Theirs::make_word(raw, Some('"'))
        }
        TokenKind::Word => Theirs::make_word(raw, None),
        TokenKind::Quoted => {
            let quote = if cursor.dialect == Dialect::MySql {
                '`'
            } else {
                '"'
            };
            Theirs::make_word(raw.get(1..raw.len() - 1).unwrap_or(""), Some(quote))
        }
        TokenKind::Text => text(cursor, raw),
        TokenKind::Dollar => Theirs::SingleQuotedString(unquote_text(raw, cursor.dialect)),
        TokenKind::Number => Theirs::Number(raw.to_owned(), false),
        TokenKind::Parameter => Theirs::Placeholder(raw.to_owned()),
        TokenKind::Punctuation => match raw {
            "(" => Theirs::LParen,
            ")" => Theirs::RParen,
            "[" => Theirs::LBracket,
            "]" => Theirs::RBracket,
            "," => Theirs::Comma,
            "." => Theirs::Period,
            _ => Theirs::SemiColon,
        },
        TokenKind::Operator => operator(raw, cursor.dialect),
        TokenKind::Comment | TokenKind::Skipped | TokenKind::Stray => {
            raw.chars().next().map_or(Theirs::SemiColon, Theirs::Char)
        }
    }
}

fn text(cursor: &Cursor<'_>, raw: &str) -> Theirs {
    let value = unquote_text(raw, cursor.dialect);
    match raw.as_bytes()[0] {
        b'x' | b'X' => Theirs::HexStringLiteral(value),
        b'n' | b'N' => Theirs::NationalStringLiteral(value),
        b'"' => Theirs::DoubleQuotedString(value),
        _ => Theirs::SingleQuotedString(value),
    }
}

fn operator(raw: &str, dialect: Dialect) -> Theirs {
    match raw {
        "=" => Theirs::Eq,
        "==" => Theirs::DoubleEq,
        "<>" | "!=" => Theirs::Neq,
        "<" => Theirs::Lt,
        ">" => Theirs::Gt,
        "<=" => Theirs::LtEq,
        ">=" => Theirs::GtEq,
        "<=>" => Theirs::Spaceship,
        "+" => Theirs::Plus,
        "-" => Theirs::Minus,
        "*" => Theirs::Mul,
        "/" => Theirs::Div,
        "%" => Theirs::Mod,
        "||" => Theirs::StringConcat,
        "::" => Theirs::DoubleColon,
        ":=" => Theirs::Assignment,
        ":" => Theirs::Colon,
        "&" => Theirs::Ampersand,
        "|" => Theirs::Pipe,
        "^" => Theirs::Caret,
        "~" => Theirs::Tilde,
        "~*" => Theirs::TildeAsterisk,
        "!~" => Theirs::ExclamationMarkTilde,
        "!~*" => Theirs::ExclamationMarkTildeAsterisk,
        "~~" => Theirs::DoubleTilde,
        "~~*" => Theirs::DoubleTildeAsterisk,
        "!~~" => Theirs::ExclamationMarkDoubleTilde,
        "!~~*" => Theirs::ExclamationMarkDoubleTildeAsterisk,
        "<<" => Theirs::ShiftLeft,
        ">>" => Theirs::ShiftRight,
        "&&" => Theirs::Overlap,
        "!" => Theirs::ExclamationMark,
        "@" => Theirs::AtSign,
        "^@" => Theirs::CaretAt,
        "->" => Theirs::Arrow,
        "->>" => Theirs::LongArrow,
        "=>" => Theirs::RArrow,
        "#" if dialect == Dialect::PostgreSql => Theirs::Sharp,
        "#>" => Theirs::HashArrow,
        "#>>" => Theirs::HashLongArrow,
        "#-" => Theirs::HashMinus,
        "@>" => Theirs::AtArrow,
        "<@" => Theirs::ArrowAt,
        "@?" => Theirs::AtQuestion,
        "@@" => Theirs::AtAt,
        "?|" => Theirs::QuestionPipe,
        "?&" => Theirs::QuestionAnd,
        "<->" => Theirs::TwoWayArrow,
        _ => Theirs::CustomBinaryOperator(raw.to_owned()),
    }
}
