//! What queries do with tables and columns.

use super::cursor::Cursor;
use crate::Access;
use sqlparser::ast;

pub(super) fn of_statement(_statement: &ast::Statement, _cursor: &Cursor<'_>) -> Vec<Access> {
    Vec::new()
}

pub(super) fn of_query(_query: &ast::Query, _cursor: &Cursor<'_>) -> Vec<Access> {
    Vec::new()
}
