//! Scripts into tokens and statements. Everything here works on bytes and is linear in the length of the text.

mod comment;
mod guess;
mod lex;
mod statements;

pub(crate) use comment::Directive;
pub(crate) use guess::guess;
pub(crate) use lex::{Lexer, Token, TokenKind, is_hole_mark};
pub(crate) use statements::{Piece, Splitter};
