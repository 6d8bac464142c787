//! Expressions of queries: which columns they use.

use super::access::Walk;
use super::condition::Narrowing;
use crate::{Ident, Usage};
use sqlparser::ast::{self, Expr};

/// How deep an expression is followed; the parser's own limit is near.
const MOST_DEPTH: u32 = 2_000;

/// Where an expression stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Selected,
    GroupBy,
    OrderBy {
        is_descending: bool,
        position: u32,
        in_expression: bool,
    },
    /// Its columns are recorded already: only the queries inside of it are followed.
    Seen,
}

impl Walk<'_> {
    /// Every column of an expression, as used at its place.
    pub(super) fn expression(&mut self, expr: &Expr, place: Place) {
        self.walk(expr, place, false, 0);
    }

    fn walk(&mut self, expr: &Expr, place: Place, inside: bool, depth: u32) {
        if depth > MOST_DEPTH {
            return;
        }
        match expr {
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => self.column(expr, place, inside),
            Expr::Nested(inner) => self.walk(inner, place, inside, depth + 1),
            Expr::Tuple(list) => list
                .iter()
                .for_each(|one| self.walk(one, place, inside, depth + 1)),
            _ => {
                for part in parts(expr) {
                    self.walk(part, place, true, depth + 1);
                }
            }
        }
        match expr {
            Expr::InSubquery { subquery, .. } | Expr::Subquery(subquery) => {
                self.query(subquery, None, false);
            }
            Expr::Exists { subquery, .. } => self.query(subquery, None, true),
            Expr::Function(function) => {
                if let ast::FunctionArguments::Subquery(query) = &function.args {
                    self.query(query, None, false);
                }
                if let Some(filter) = &function.filter {
                    self.walk(filter, Place::Selected, true, depth + 1);
                }
            }
            _ => {}
        }
    }

    pub(super) fn argument(&mut self, argument: &ast::FunctionArg, place: Place) {
        if let Some(expr) = value(argument) {
            self.walk(expr, place, true, 1);
        }
    }

    fn column(&mut self, expr: &Expr, place: Place, inside: bool) {
        let Some((qualifier, mut ident)) = self.named(expr) else {
            return;
        };
        if ident.text.is_empty() {
            return;
        }
        // `ORDER BY` and `GROUP BY` may name a result instead.
        if qualifier.is_none() && matches!(place, Place::OrderBy { .. } | Place::GroupBy) {
            let result = self
                .open
                .last()
                .and_then(|block| block.results.iter().find(|(name, _)| *name == ident.text));
            match result {
                Some((_, Some(column))) => {
                    ident = Ident {
                        text: column.text.clone(),
                        at: ident.at,
                    }
                }
                Some((_, None)) => return,
                None => {}
            }
        }
        let at = ident.at;
        let usage = match place {
            Place::Selected => Usage::Selected,
            Place::GroupBy => Usage::GroupBy,
            Place::OrderBy {
                is_descending,
                position,
                in_expression,
            } => Usage::OrderBy {
                is_descending,
                position,
                in_expression: in_expression || inside,
            },
            Place::Seen => return,
        };
        self.record(qualifier.as_deref(), ident, usage, Narrowing::default(), at);
    }
}

/// The expressions that an expression is made of, without the queries inside of it.
pub(super) fn parts(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Nested(expr)
        | Expr::Cast { expr, .. }
        | Expr::Collate { expr, .. }
        | Expr::UnaryOp { expr, .. }
        | Expr::Extract { expr, .. }
        | Expr::Ceil { expr, .. }
        | Expr::Floor { expr, .. }
        | Expr::Convert { expr, .. }
        | Expr::Named { expr, .. }
        | Expr::Trim { expr, .. }
        | Expr::Overlay { expr, .. }
        | Expr::InSubquery { expr, .. }
        | Expr::InUnnest { expr, .. }
        | Expr::IsNull(expr)
        | Expr::IsNotNull(expr)
        | Expr::IsTrue(expr)
        | Expr::IsFalse(expr)
        | Expr::IsNotTrue(expr)
        | Expr::IsNotFalse(expr)
        | Expr::IsUnknown(expr)
        | Expr::IsNotUnknown(expr)
        | Expr::CompoundFieldAccess { root: expr, .. }
        | Expr::JsonAccess { value: expr, .. } => vec![expr],
        Expr::BinaryOp { left, right, .. }
        | Expr::IsDistinctFrom(left, right)
        | Expr::IsNotDistinctFrom(left, right)
        | Expr::AnyOp { left, right, .. }
        | Expr::AllOp { left, right, .. } => vec![left, right],
        Expr::Like { expr, pattern, .. }
        | Expr::ILike { expr, pattern, .. }
        | Expr::SimilarTo { expr, pattern, .. }
        | Expr::RLike { expr, pattern, .. } => vec![expr, pattern],
        Expr::Between {
            expr, low, high, ..
        } => vec![expr, low, high],
        Expr::InList { expr, list, .. } => std::iter::once(&**expr)
            .chain(list.iter().take(50))
            .collect(),
        Expr::AtTimeZone {
            timestamp,
            time_zone,
        } => vec![timestamp, time_zone],
        Expr::Position { expr, r#in } => vec![expr, r#in],
        Expr::Interval(interval) => vec![&interval.value],
        Expr::Substring {
            expr,
            substring_from,
            substring_for,
            ..
        } => std::iter::once(expr)
            .chain(substring_from)
            .chain(substring_for)
            .map(|expr| &**expr)
            .collect(),
        Expr::Function(function) if is_parameter_call(function) => Vec::new(),
        Expr::Function(function) => match &function.args {
            ast::FunctionArguments::List(list) => list.args.iter().filter_map(value).collect(),
            _ => Vec::new(),
        },
        Expr::Case {
            operand,
            conditions,
            else_result,
            ..
        } => operand
            .iter()
            .chain(else_result)
            .map(|expr| &**expr)
            .chain(
                conditions
                    .iter()
                    .flat_map(|when| [&when.condition, &when.result]),
            )
            .collect(),
        Expr::Tuple(list) => list.iter().collect(),
        Expr::Array(array) => array.elem.iter().collect(),
        _ => Vec::new(),
    }
}

/// sqlc's parameters are written as calls.
pub(super) fn is_parameter_call(function: &ast::Function) -> bool {
    matches!(function.name.0.first().and_then(|part| part.as_ident()), Some(part) if part.value == "sqlc")
}

fn value(argument: &ast::FunctionArg) -> Option<&Expr> {
    let inner = match argument {
        ast::FunctionArg::Unnamed(inner) => inner,
        ast::FunctionArg::Named { arg, .. } | ast::FunctionArg::ExprNamed { arg, .. } => arg,
    };
    match inner {
        ast::FunctionArgExpr::Expr(expr) => Some(expr),
        _ => None,
    }
}
