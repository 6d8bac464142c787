//! Expressions of queries: which columns they use, and how conditions compare them.

use super::access::Walk;
use super::query::fold;
use crate::{At, Comparison, Ident, Usage};
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
    /// Inside an expression that a condition compares; the expression's own place.
    Compared {
        at: At,
        is_alternative: bool,
    },
}

impl Walk<'_> {
    /// Every column of an expression, as used at its place.
    pub(super) fn expression(&mut self, expr: &Expr, place: Place) {
        self.walk(expr, place, false, 0);
    }

    pub(super) fn walk(&mut self, expr: &Expr, place: Place, inside: bool, depth: u32) {
        if depth > MOST_DEPTH {
            return;
        }
        let each = |walk: &mut Self, list: &[&Expr]| {
            for one in list {
                walk.walk(one, place, true, depth + 1);
            }
        };
        match expr {
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => self.column(expr, place, inside),
            Expr::Nested(inner) => self.walk(inner, place, inside, depth + 1),
            Expr::Cast { expr, .. }
            | Expr::Collate { expr, .. }
            | Expr::UnaryOp { expr, .. }
            | Expr::Extract { expr, .. } => each(self, &[expr]),
            Expr::Ceil { expr, .. }
            | Expr::Floor { expr, .. }
            | Expr::Convert { expr, .. }
            | Expr::Named { expr, .. } => each(self, &[expr]),
            Expr::IsNull(inner)
            | Expr::IsNotNull(inner)
            | Expr::IsTrue(inner)
            | Expr::IsFalse(inner) => each(self, &[inner]),
            Expr::IsNotTrue(inner)
            | Expr::IsNotFalse(inner)
            | Expr::IsUnknown(inner)
            | Expr::IsNotUnknown(inner) => each(self, &[inner]),
            Expr::BinaryOp { left, right, .. }
            | Expr::IsDistinctFrom(left, right)
            | Expr::IsNotDistinctFrom(left, right) => each(self, &[left, right]),
            Expr::AnyOp { left, right, .. } | Expr::AllOp { left, right, .. } => {
                each(self, &[left, right])
            }
            Expr::Like { expr, pattern, .. }
            | Expr::ILike { expr, pattern, .. }
            | Expr::SimilarTo { expr, pattern, .. } => each(self, &[expr, pattern]),
            Expr::RLike { expr, pattern, .. } => each(self, &[expr, pattern]),
            Expr::Between {
                expr, low, high, ..
            } => each(self, &[expr, low, high]),
            Expr::InList { expr, list, .. } => {
                each(self, &[expr]);
                list.iter()
                    .take(50)
                    .for_each(|one| self.walk(one, place, true, depth + 1));
            }
            Expr::InSubquery { expr, subquery, .. } => {
                each(self, &[expr]);
                self.query(subquery, None, false);
            }
            Expr::Exists { subquery, .. } => self.query(subquery, None, true),
            Expr::Subquery(query) => self.query(query, None, false),
            Expr::AtTimeZone {
                timestamp,
                time_zone,
            } => each(self, &[timestamp, time_zone]),
            Expr::Position { expr, r#in } => each(self, &[expr, r#in]),
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => {
                each(self, &[expr]);
                for one in [substring_from, substring_for].into_iter().flatten() {
                    self.walk(one, place, true, depth + 1);
                }
            }
            Expr::Trim { expr, .. } | Expr::Overlay { expr, .. } => each(self, &[expr]),
            // sqlc's parameters are written as calls.
            Expr::Function(function) if function.name.to_string().starts_with("sqlc.") => {}
            Expr::Function(function) => {
                if let ast::FunctionArguments::List(list) = &function.args {
                    list.args
                        .iter()
                        .for_each(|argument| self.argument_at(argument, place, depth));
                }
                if let ast::FunctionArguments::Subquery(query) = &function.args {
                    self.query(query, None, false);
                }
                if let Some(filter) = &function.filter {
                    self.walk(filter, Place::Selected, true, depth + 1);
                }
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => {
                for one in operand.iter().chain(else_result) {
                    self.walk(one, place, true, depth + 1);
                }
                for when in conditions {
                    each(self, &[&when.condition, &when.result]);
                }
            }
            Expr::Tuple(list) => list
                .iter()
                .for_each(|one| self.walk(one, place, inside, depth + 1)),
            Expr::Array(array) => array
                .elem
                .iter()
                .for_each(|one| self.walk(one, place, true, depth + 1)),
            Expr::CompoundFieldAccess { root, .. } => each(self, &[root]),
            Expr::JsonAccess { value, .. } => each(self, &[value]),
            _ => {}
        }
    }

    pub(super) fn argument(&mut self, argument: &ast::FunctionArg, place: Place) {
        self.argument_at(argument, place, 0);
    }

    pub(super) fn argument_at(&mut self, argument: &ast::FunctionArg, place: Place, depth: u32) {
        let inner = match argument {
            ast::FunctionArg::Unnamed(inner) => inner,
            ast::FunctionArg::Named { arg, .. } | ast::FunctionArg::ExprNamed { arg, .. } => arg,
        };
        if let ast::FunctionArgExpr::Expr(expr) = inner {
            self.walk(expr, place, true, depth + 1);
        }
    }

    pub(super) fn column(&mut self, expr: &Expr, place: Place, inside: bool) {
        let (qualifier, mut ident) = match expr {
            Expr::Identifier(ident) => (None, self.ident(ident)),
            Expr::CompoundIdentifier(parts) if parts.len() >= 2 => (
                Some(fold(&parts[parts.len() - 2], self.dialect)),
                self.ident(&parts[parts.len() - 1]),
            ),
            _ => return,
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
        match place {
            Place::Selected => self.record(qualifier.as_deref(), ident, Usage::Selected, false, at),
            Place::GroupBy => self.record(qualifier.as_deref(), ident, Usage::GroupBy, false, at),
            Place::OrderBy {
                is_descending,
                position,
                in_expression,
            } => {
                let usage = Usage::OrderBy {
                    is_descending,
                    position,
                    in_expression: in_expression || inside,
                };
                self.record(qualifier.as_deref(), ident, usage, false, at);
            }
            Place::Compared { at, is_alternative } => {
                let text = at.of(self.text).to_owned();
                self.record(
                    qualifier.as_deref(),
                    ident,
                    Usage::Filter(Comparison::Expression(text)),
                    is_alternative,
                    at,
                );
            }
        }
    }
}
