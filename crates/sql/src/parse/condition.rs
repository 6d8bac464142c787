//! Conditions of queries: how they compare columns.

use super::access::Walk;
use super::bridge::place;
use super::expression::Place;
use super::query::fold;
use crate::{At, Comparison, Ident, Usage};
use sqlparser::ast::{self, BinaryOperator, Expr, Spanned};

impl Walk<'_> {
    /// The place of an expression, as far as its identifiers and values show it.
    pub(super) fn at(&self, expr: &Expr) -> At {
        place(expr.span()).unwrap_or_default()
    }

    pub(super) fn text_of(&self, expr: &Expr) -> String {
        let at = self.at(expr);
        // Their spans end at the last identifier: take what closes the brackets too.
        let mut end = at.end as usize;
        let text = self.text.get(at.start as usize..end).unwrap_or("");
        let mut open = text
            .matches('(')
            .count()
            .saturating_sub(text.matches(')').count());
        while open > 0 && end < self.text.len() {
            match self.text.as_bytes()[end] {
                b')' => open -= 1,
                b' ' | b'\n' | b'\t' => {}
                _ => break,
            }
            end += 1;
        }
        self.text
            .get(at.start as usize..end)
            .unwrap_or("")
            .to_owned()
    }

    /// A condition: `AND` leads on, everything else compares.
    pub(super) fn condition(&mut self, expr: &Expr, is_alternative: bool) {
        // Chains of `AND` and `OR` lean left: follow them in a loop.
        let mut rest = vec![(expr, is_alternative)];
        let mut steps = 0u32;
        while let Some((expr, alternative)) = rest.pop() {
            steps += 1;
            if steps > 20_000 {
                return;
            }
            match expr {
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::And,
                    right,
                } => {
                    rest.push((right, alternative));
                    rest.push((left, alternative));
                }
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::Or | BinaryOperator::Xor,
                    right,
                } => {
                    rest.push((right, true));
                    rest.push((left, true));
                }
                Expr::Nested(inner) => rest.push((inner, alternative)),
                Expr::UnaryOp {
                    op: ast::UnaryOperator::Not,
                    expr,
                } => rest.push((expr, true)),
                other => self.comparison(other, alternative),
            }
        }
    }

    pub(super) fn comparison(&mut self, expr: &Expr, alternative: bool) {
        let at = self.at(expr);
        match expr {
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, alternative, at),
            Expr::IsNull(inner) => self.one(inner, Comparison::IsNull, alternative, at),
            Expr::IsNotNull(inner) => self.one(inner, Comparison::IsNotNull, alternative, at),
            Expr::IsTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsNotFalse(inner) => {
                self.one(inner, Comparison::Truth, alternative, at);
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let comparison = if *negated {
                    Comparison::Unequal
                } else {
                    Comparison::In
                };
                if let Expr::Tuple(columns) = &**expr {
                    columns
                        .iter()
                        .for_each(|column| self.one(column, comparison.clone(), alternative, at));
                } else {
                    self.one(expr, comparison, alternative, at);
                }
                for value in list.iter().take(50) {
                    self.expression(value, Place::Selected);
                }
            }
            Expr::InSubquery {
                expr,
                subquery,
                negated,
            } => {
                let comparison = if *negated {
                    Comparison::Unequal
                } else {
                    Comparison::In
                };
                // A row of columns is found by an index over them, as one column is.
                if let Expr::Tuple(columns) = &**expr {
                    columns
                        .iter()
                        .for_each(|column| self.one(column, comparison.clone(), alternative, at));
                } else {
                    self.one(expr, comparison, alternative, at);
                }
                self.query(subquery, None, false);
            }
            Expr::InUnnest { expr, .. } => self.one(expr, Comparison::In, alternative, at),
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => {
                let comparison = if *negated {
                    Comparison::Unequal
                } else {
                    Comparison::Range
                };
                self.one(expr, comparison, alternative, at);
                self.expression(low, Place::Selected);
                self.expression(high, Place::Selected);
            }
            Expr::Like {
                expr,
                pattern,
                negated,
                ..
            }
            | Expr::ILike {
                expr,
                pattern,
                negated,
                ..
            } => {
                let comparison = if *negated {
                    Comparison::Unequal
                } else if begins_with_wildcard(pattern) {
                    Comparison::LikeLeadingWildcard
                } else if matches!(expr_kind(pattern), Some(ast::Value::SingleQuotedString(text)) if !text.contains(['%', '_']))
                {
                    Comparison::Equality(None)
                } else {
                    Comparison::Like
                };
                self.one(expr, comparison, alternative, at);
                self.expression(pattern, Place::Selected);
            }
            Expr::SimilarTo { expr, .. } => self.one(
                expr,
                Comparison::Operator("SIMILAR TO".to_owned()),
                alternative,
                at,
            ),
            Expr::RLike { expr, .. } => self.one(
                expr,
                Comparison::Operator("RLIKE".to_owned()),
                alternative,
                at,
            ),
            Expr::AnyOp {
                left,
                compare_op,
                right,
                ..
            } => {
                let comparison = match compare_op {
                    BinaryOperator::Eq => Comparison::In,
                    other => Comparison::Operator(other.to_string()),
                };
                // `$1 = ANY (column)` asks inside an array.
                if is_column(left) {
                    self.one(left, comparison, alternative, at);
                    if !is_column(right) {
                        self.expression(right, Place::Selected);
                    }
                } else {
                    self.one(
                        right,
                        Comparison::Operator("ANY".to_owned()),
                        alternative,
                        at,
                    );
                }
            }
            Expr::AllOp { left, right, .. } => {
                self.one(left, Comparison::Unequal, alternative, at);
                self.expression(right, Place::Selected);
            }
            Expr::IsDistinctFrom(left, right) => {
                self.binary(left, &BinaryOperator::NotEq, right, alternative, at)
            }
            Expr::IsNotDistinctFrom(left, right) => {
                self.binary(left, &BinaryOperator::Eq, right, alternative, at)
            }
            Expr::Exists { subquery, .. } => self.query(subquery, None, true),
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                self.one(expr, Comparison::Truth, alternative, at)
            }
            other => self.expression(
                other,
                Place::Compared {
                    at,
                    is_alternative: alternative,
                },
            ),
        }
    }

    pub(super) fn binary(
        &mut self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        alternative: bool,
        at: At,
    ) {
        let (left, right) = (peeled(left), peeled(right));
        if let (Expr::Tuple(left), Expr::Tuple(right)) = (left, right) {
            for (left, right) in left.iter().zip(right) {
                self.binary(left, op, right, alternative, at);
            }
            return;
        }
        if matches!(op, BinaryOperator::Eq | BinaryOperator::Spaceship)
            && is_column(left)
            && is_column(right)
            && self.join(left, right, alternative, at)
        {
            return;
        }
        // The side with a column is filtered by the other.
        let (column, other, flipped) = if is_column(right) && !is_column(left) {
            (right, left, true)
        } else {
            (left, right, false)
        };
        let comparison = match op {
            BinaryOperator::Eq | BinaryOperator::Spaceship => {
                let literal = match other {
                    Expr::Value(value) if !matches!(value.value, ast::Value::Placeholder(_)) => {
                        Some(self.text_of(other))
                    }
                    _ => None,
                };
                Comparison::Equality(literal)
            }
            BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq => Comparison::Range,
            BinaryOperator::NotEq => Comparison::Unequal,
            BinaryOperator::PGLikeMatch | BinaryOperator::PGILikeMatch => Comparison::Like,
            other => Comparison::Operator(other.to_string()),
        };
        let _ = flipped;
        self.one(column, comparison, alternative, at);
        if is_column(other) {
            self.expression(
                other,
                Place::Compared {
                    at,
                    is_alternative: alternative,
                },
            );
        } else {
            self.side(other, alternative, at);
        }
    }

    /// The side of a comparison that is no bare column.
    pub(super) fn side(&mut self, expr: &Expr, is_alternative: bool, at: At) {
        match expr {
            Expr::Value(_) => {}
            Expr::Subquery(query) => self.query(query, None, false),
            other => self.expression(other, Place::Compared { at, is_alternative }),
        }
    }

    /// What is compared: a column, or an expression over columns.
    pub(super) fn one(&mut self, expr: &Expr, comparison: Comparison, alternative: bool, at: At) {
        let expr = peeled(expr);
        if is_column(expr) {
            self.filter(expr, comparison, alternative, at);
        } else if let Expr::Subquery(query) = expr {
            self.query(query, None, false);
        } else {
            self.expression(
                expr,
                Place::Compared {
                    at,
                    is_alternative: alternative,
                },
            );
        }
    }

    /// Equality of two columns. Returns whether it joins different tables.
    pub(super) fn join(&mut self, left: &Expr, right: &Expr, alternative: bool, at: At) -> bool {
        let parts = |walk: &Self, expr: &Expr| -> Option<(Option<String>, Ident)> {
            match expr {
                Expr::Identifier(ident) => Some((None, walk.ident(ident))),
                Expr::CompoundIdentifier(parts) if parts.len() >= 2 => Some((
                    Some(fold(&parts[parts.len() - 2], walk.dialect)),
                    walk.ident(&parts[parts.len() - 1]),
                )),
                _ => None,
            }
        };
        let (Some(left), Some(right)) = (parts(self, left), parts(self, right)) else {
            return false;
        };
        if left.0 == right.0 && left.0.is_some() {
            return false;
        }
        let usage = |other: &(Option<String>, Ident)| Usage::Join {
            table: other.0.clone(),
            column: other.1.text.clone(),
        };
        let (left_usage, right_usage) = (usage(&right), usage(&left));
        self.record(left.0.as_deref(), left.1, left_usage, alternative, at);
        self.record(right.0.as_deref(), right.1, right_usage, alternative, at);
        true
    }
}

/// An expression without brackets, and without a cast that leaves a column's index usable only if it is of the value.
pub(super) fn peeled(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let Expr::Nested(inner) = expr {
        expr = inner;
    }
    expr
}

pub(super) fn is_column(expr: &Expr) -> bool {
    match peeled(expr) {
        Expr::Identifier(ident) => {
            let is_plain = ident.quote_style.is_none() && is_keyword_value(&ident.value);
            !is_plain && !ident.value.starts_with(['{', '%'])
        }
        Expr::CompoundIdentifier(_) => true,
        _ => false,
    }
}

/// Words that read as columns and are values.
pub(super) fn is_keyword_value(word: &str) -> bool {
    [
        "current_timestamp",
        "current_date",
        "current_time",
        "localtimestamp",
        "current_user",
        "session_user",
        "default",
        "true",
        "false",
        "excluded",
    ]
    .iter()
    .any(|one| word.eq_ignore_ascii_case(one))
}

pub(super) fn expr_kind(expr: &Expr) -> Option<&ast::Value> {
    match expr {
        Expr::Value(value) => Some(&value.value),
        _ => None,
    }
}

/// Whether a pattern begins with `%` or `_`, in the string or as the first part of what is put together.
pub(super) fn begins_with_wildcard(pattern: &Expr) -> bool {
    let mut expr = pattern;
    for _ in 0..20 {
        expr = match expr {
            Expr::Nested(inner) | Expr::Cast { expr: inner, .. } => inner,
            Expr::BinaryOp {
                left,
                op: BinaryOperator::StringConcat,
                ..
            } => left,
            Expr::Function(function) => match &function.args {
                ast::FunctionArguments::List(list)
                    if function.name.to_string().eq_ignore_ascii_case("concat") =>
                {
                    match list.args.first() {
                        Some(ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(first))) => first,
                        _ => return false,
                    }
                }
                _ => return false,
            },
            Expr::Value(value) => {
                return match &value.value {
                    ast::Value::SingleQuotedString(text)
                    | ast::Value::DoubleQuotedString(text)
                    | ast::Value::EscapedStringLiteral(text) => text.starts_with(['%', '_']),
                    _ => false,
                };
            }
            _ => return false,
        };
    }
    false
}
