//! Where a query names tables, and columns of one of them.

use super::cursor::Cursor;
use super::star::read;
use super::{access, bridge};
use crate::{Access, At, Dialect, Name};
use sqlparser::ast;

/// How deep queries may nest.
const MOST_DEPTH: u32 = 20;

/// The tables that a query names, with their places; `None` if it is not understood.
pub(crate) fn tables(text: &str, dialect: Dialect) -> Option<Vec<Name>> {
    let (accesses, _) = accesses(text, dialect)?;
    Some(accesses.into_iter().map(|access| access.table).collect())
}

/// Where a query names `column` of one of the tables that `is_own` means, in the order of the text, and whether the
/// name alone is a column of a result; `None` if it is not understood.
pub(crate) fn columns(
    text: &str,
    dialect: Dialect,
    column: &str,
    is_own: &dyn Fn(&Name) -> bool,
) -> Option<Vec<(At, bool)>> {
    let (accesses, results) = accesses(text, dialect)?;
    let is_named = |name: &str| match dialect {
        Dialect::PostgreSql => name == column,
        _ => name.eq_ignore_ascii_case(column),
    };
    let mut places: Vec<At> = accesses
        .iter()
        .filter(|access| is_own(&access.table))
        .flat_map(|access| &access.columns)
        .filter(|one| is_named(&one.column.text))
        .map(|one| one.column.at)
        .collect();
    places.sort_by_key(|at| at.start);
    places.dedup();
    let with_results = |at: At| (at, results.contains(&at));
    Some(places.into_iter().map(with_results).collect())
}

fn accesses(text: &str, dialect: Dialect) -> Option<(Vec<Access>, Vec<At>)> {
    read(text, dialect, |cursor: &Cursor<'_>| {
        let query = bridge::query(cursor).ok()?;
        let mut results = Vec::new();
        of_query(&query, 0, &mut results);
        Some((access::of_query(&query, cursor), results))
    })
}

/// The places of columns that are results under their own name.
fn of_query(query: &ast::Query, depth: u32, out: &mut Vec<At>) {
    if depth > MOST_DEPTH {
        return;
    }
    for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
        of_query(&cte.query, depth + 1, out);
    }
    of_set(&query.body, depth + 1, out);
}

fn of_set(body: &ast::SetExpr, depth: u32, out: &mut Vec<At>) {
    if depth > 2 * MOST_DEPTH {
        return;
    }
    match body {
        ast::SetExpr::Select(select) => {
            for item in &select.projection {
                let last = match item {
                    ast::SelectItem::UnnamedExpr(ast::Expr::Identifier(ident)) => Some(ident),
                    ast::SelectItem::UnnamedExpr(ast::Expr::CompoundIdentifier(parts)) => {
                        parts.last()
                    }
                    _ => None,
                };
                out.extend(last.and_then(|ident| bridge::place(ident.span)));
            }
            for from in &select.from {
                let joined = from.joins.iter().map(|join| &join.relation);
                for factor in std::iter::once(&from.relation).chain(joined) {
                    if let ast::TableFactor::Derived { subquery, .. } = factor {
                        of_query(subquery, depth + 1, out);
                    }
                }
            }
        }
        ast::SetExpr::Query(query) => of_query(query, depth + 1, out),
        ast::SetExpr::SetOperation { left, right, .. } => {
            of_set(left, depth + 1, out);
            of_set(right, depth + 1, out);
        }
        _ => {}
    }
}
