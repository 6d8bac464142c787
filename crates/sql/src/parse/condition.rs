//! Conditions of queries: how they compare columns.

use super::access::Walk;
use super::bridge::place;
use super::expression::{Place, parts};
use super::operand::{self, Wrapping, columns, is_column, peeled};
use crate::{Access, Arm, At, Comparison, Dialect, Ident, Usage};
use sqlparser::ast::{self, BinaryOperator, Expr, Spanned};

/// How a part of a condition narrows: alone, or as one of several alternatives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Narrowing {
    pub is_alternative: bool,
    pub arm: Option<Arm>,
}

/// Below a second `OR`, or `NOT`.
const HIDDEN: Narrowing = Narrowing {
    is_alternative: true,
    arm: None,
};

impl Walk<'_> {
    /// The place of an expression, as far as its identifiers and values show it, and what closes its brackets.
    fn at(&self, expr: &Expr) -> At {
        let at = place(expr.span()).unwrap_or_default();
        let text = self.text.get(at.start as usize..at.end as usize);
        let count = |letter: char| text.unwrap_or("").matches(letter).count();
        let mut open = count('(').saturating_sub(count(')'));
        let rest = self.text.get(at.end as usize..).unwrap_or("").as_bytes();
        let (mut end, mut closed) = (0, 0);
        // A call without arguments has no value behind its bracket.
        if open == 0 && rest.starts_with(b"()") {
            closed = 2;
        }
        while open > 0 && end < rest.len() {
            match rest[end] {
                b')' => {
                    open -= 1;
                    closed = end + 1;
                }
                b'(' => open += 1,
                b' ' | b'\n' | b'\t' => {}
                _ => break,
            }
            end += 1;
        }
        At::new(at.start, at.end + closed as u32)
    }

    /// An expression as it is written, where its place shows all of it.
    fn text_of(&self, expr: &Expr) -> String {
        let at = self.at(expr);
        let text = self.text.get(at.start as usize..at.end as usize);
        match text {
            Some(text)
                if shows_all(expr) && text.matches('(').count() == text.matches(')').count() =>
            {
                text.to_owned()
            }
            _ => expr.to_string(),
        }
    }

    /// A condition: `AND` leads on, `OR` leads to alternatives, everything else compares.
    pub(super) fn condition(&mut self, expr: &Expr) {
        // Chains of `AND` and `OR` lean left: follow them in a loop.
        let mut rest = vec![(expr, Narrowing::default())];
        let mut steps = 0u32;
        while let Some((expr, narrowing)) = rest.pop() {
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
                    rest.push((right, narrowing));
                    rest.push((left, narrowing));
                }
                Expr::BinaryOp {
                    op: BinaryOperator::Or,
                    ..
                } if !narrowing.is_alternative => {
                    let alternatives = alternatives(expr);
                    let group = self.groups;
                    self.groups += 1;
                    let count = alternatives.len() as u32;
                    for (number, one) in (0..count).zip(alternatives).rev() {
                        let arm = Some(Arm {
                            group,
                            number,
                            count,
                        });
                        let is_alternative = true;
                        rest.push((
                            one,
                            Narrowing {
                                is_alternative,
                                arm,
                            },
                        ));
                    }
                }
                Expr::BinaryOp {
                    left,
                    op: BinaryOperator::Or | BinaryOperator::Xor,
                    right,
                } => {
                    rest.push((right, HIDDEN));
                    rest.push((left, HIDDEN));
                }
                Expr::Nested(inner) => rest.push((inner, narrowing)),
                Expr::UnaryOp {
                    op: ast::UnaryOperator::Not,
                    expr: inner,
                } if is_column(inner) => self.flag(inner, false, narrowing),
                Expr::UnaryOp {
                    op: ast::UnaryOperator::Not,
                    expr,
                } => rest.push((expr, HIDDEN)),
                other => self.comparison(other, narrowing),
            }
        }
    }

    /// A column that is the condition itself, or its negation.
    fn flag(&mut self, column: &Expr, is_true: bool, narrowing: Narrowing) {
        let at = self.at(column);
        let value = if is_true { "true" } else { "false" };
        let comparison = Comparison::Equality(Some(value.to_owned()));
        self.filter(peeled(column), comparison, narrowing, at);
    }

    fn comparison(&mut self, expr: &Expr, narrowing: Narrowing) {
        let at = self.at(expr);
        match expr {
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, narrowing, at),
            Expr::IsNull(inner) => self.one(inner, Comparison::IsNull, narrowing, at),
            Expr::IsNotNull(inner) => self.one(inner, Comparison::IsNotNull, narrowing, at),
            Expr::IsTrue(inner) if is_column(inner) => self.flag(inner, true, narrowing),
            Expr::IsFalse(inner) if is_column(inner) => self.flag(inner, false, narrowing),
            Expr::Identifier(_) | Expr::CompoundIdentifier(_) => {
                if is_column(expr) {
                    self.flag(expr, true, narrowing);
                }
            }
            Expr::InList {
                expr,
                list,
                negated,
            } => {
                let comparison = unless(*negated, Comparison::In);
                self.each(expr, &comparison, narrowing, at);
                for value in list.iter().take(50) {
                    self.expression(value, Place::Selected);
                }
            }
            Expr::InSubquery {
                expr,
                subquery,
                negated,
            } => {
                // As one of several alternatives, PostgreSQL tests each row against the query's result.
                let comparison = if narrowing.is_alternative && self.dialect == Dialect::PostgreSql
                {
                    Comparison::Tested
                } else {
                    unless(*negated, Comparison::In)
                };
                self.each(expr, &comparison, narrowing, at);
                self.query(subquery, None, false);
            }
            Expr::InUnnest { expr, .. } => self.one(expr, Comparison::In, narrowing, at),
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } if columns(low).is_empty() && columns(high).is_empty() => {
                self.one(expr, unless(*negated, Comparison::Range), narrowing, at);
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
            } if columns(pattern).is_empty() => {
                let comparison = unless(*negated, operand::pattern(pattern));
                self.one(expr, comparison, narrowing, at);
                self.expression(pattern, Place::Selected);
            }
            Expr::AnyOp {
                left,
                compare_op: BinaryOperator::Eq,
                right,
                ..
            } if columns(right).is_empty() => {
                self.each(left, &Comparison::In, narrowing, at);
                self.expression(right, Place::Selected);
            }
            Expr::IsNotDistinctFrom(left, right) if self.dialect != Dialect::PostgreSql => {
                self.binary(left, &BinaryOperator::Eq, right, narrowing, at);
            }
            Expr::Exists { subquery, .. } => self.query(subquery, None, true),
            other => self.tested(other, narrowing, at),
        }
    }

    /// Comparison of one expression, or of each part of a row constructor, with a list or a query.
    fn each(&mut self, expr: &Expr, comparison: &Comparison, narrowing: Narrowing, at: At) {
        match peeled(expr) {
            Expr::Tuple(list) => {
                for one in list {
                    self.one(one, comparison.clone(), narrowing, at);
                }
            }
            other => self.one(other, comparison.clone(), narrowing, at),
        }
    }

    fn binary(
        &mut self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        narrowing: Narrowing,
        at: At,
    ) {
        let (left, right) = (peeled(left), peeled(right));
        let is_equality = matches!(op, BinaryOperator::Eq | BinaryOperator::Spaceship);
        if let (Expr::Tuple(left), Expr::Tuple(right)) = (left, right) {
            for (position, (left, right)) in left.iter().zip(right).enumerate() {
                // Rows are ordered by their first parts; the others decide between equal ones. MySQL reads no range so.
                if is_equality || (position == 0 && self.dialect != Dialect::MySql) {
                    self.binary(left, op, right, narrowing, at);
                } else {
                    self.tested(left, narrowing, at);
                    self.tested(right, narrowing, at);
                }
            }
            return;
        }
        if let (Expr::Tuple(_), Expr::Subquery(query)) = (left, right) {
            let comparison = unless(!is_equality, Comparison::In);
            self.each(left, &comparison, narrowing, at);
            self.query(query, None, false);
            return;
        }
        let (on_left, on_right) = (columns(left), columns(right));
        match (on_left.is_empty(), on_right.is_empty()) {
            (false, true) => self.compared(left, op, right, narrowing, at),
            (true, false) => self.compared(right, op, left, narrowing, at),
            (true, true) => {
                self.expression(left, Place::Seen);
                self.expression(right, Place::Seen);
            }
            (false, false) => {
                self.against(left, &on_right, is_equality, narrowing, at);
                self.against(right, &on_left, is_equality, narrowing, at);
            }
        }
    }

    /// Comparison of `expr`, which has columns, with `value`, which has none.
    fn compared(
        &mut self,
        expr: &Expr,
        op: &BinaryOperator,
        value: &Expr,
        narrowing: Narrowing,
        at: At,
    ) {
        let comparison = match op {
            BinaryOperator::Eq | BinaryOperator::Spaceship => {
                let is_literal = matches!(value, Expr::Value(value) if !matches!(value.value, ast::Value::Placeholder(_)));
                Comparison::Equality(is_literal.then(|| self.text_of(value)))
            }
            BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq => Comparison::Range,
            BinaryOperator::NotEq => Comparison::Unequal,
            BinaryOperator::PGLikeMatch | BinaryOperator::PGILikeMatch => operand::pattern(value),
            other => Comparison::Operator(other.to_string()),
        };
        self.one(expr, comparison, narrowing, at);
        self.expression(value, Place::Selected);
    }

    /// One side of a comparison whose other side has `others`: a join, if it is a column and they are of another table.
    fn against(
        &mut self,
        expr: &Expr,
        others: &[&Expr],
        is_equality: bool,
        narrowing: Narrowing,
        at: At,
    ) {
        // A fragment of a statement may name a table of the statement that it will be put into.
        let is_from_outside = |table: &Access, other: &Expr| match self.named(other) {
            // An alias hides the name.
            Some((Some(name), _)) => name != *table.alias.as_ref().unwrap_or(&table.table.name),
            _ => false,
        };
        let is_alone = match self.open.as_slice() {
            [block] => match block.accesses.as_slice() {
                [table] if block.other.is_empty() => {
                    !others.iter().any(|other| is_from_outside(table, other))
                }
                _ => false,
            },
            _ => false,
        };
        let join = (is_equality && !is_alone)
            .then(|| self.named(expr))
            .flatten()
            .and_then(|(qualifier, own)| {
                let mut others = others.iter().filter_map(|other| self.named(other));
                let (table, column) = others.next()?;
                let is_other = |table: &Option<String>, column: &Ident| match (table, &qualifier) {
                    (Some(table), Some(qualifier)) => table != qualifier,
                    _ => column.text != own.text,
                };
                (is_other(&table, &column)
                    && others.all(|(table, column)| is_other(&table, &column)))
                .then_some(Usage::Join {
                    table,
                    column: column.text,
                })
            });
        match (join, self.named(expr)) {
            (Some(usage), Some((qualifier, ident))) => {
                self.record(qualifier.as_deref(), ident, usage, narrowing, at);
            }
            _ => self.tested(expr, narrowing, at),
        }
    }

    /// A column, or an expression over columns, that is compared with something that has none.
    fn one(&mut self, expr: &Expr, comparison: Comparison, narrowing: Narrowing, at: At) {
        let expr = peeled(expr);
        if is_column(expr) {
            self.filter(expr, comparison, narrowing, at);
            return;
        }
        let comparison = match comparison {
            Comparison::Equality(_) | Comparison::In | Comparison::Range => {
                match operand::wrapping(expr) {
                    Wrapping::Constant => Comparison::Expression(unqualified(&self.text_of(expr))),
                    Wrapping::Computed => Comparison::Computed(unqualified(&self.text_of(expr))),
                    Wrapping::Opaque => Comparison::Tested,
                }
            }
            Comparison::LikeLeadingWildcard => comparison,
            _ => Comparison::Tested,
        };
        for column in columns(expr) {
            self.filter(column, comparison.clone(), narrowing, at);
        }
        self.expression(expr, Place::Seen);
    }

    /// What is tested row by row, and what it holds.
    fn tested(&mut self, expr: &Expr, narrowing: Narrowing, at: At) {
        for column in columns(expr) {
            self.filter(column, Comparison::Tested, narrowing, at);
        }
        self.expression(expr, Place::Seen);
    }
}

fn unless(is_negated: bool, comparison: Comparison) -> Comparison {
    if is_negated {
        Comparison::Unequal
    } else {
        comparison
    }
}

/// The parts of `a OR b OR …`, in order.
fn alternatives(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        match peeled(expr) {
            Expr::BinaryOp {
                left,
                op: BinaryOperator::Or,
                right,
            } => {
                rest.push(right);
                rest.push(left);
            }
            other => found.push(other),
        }
    }
    found
}

/// Whether the place of an expression reaches from its first to its last word: not so for casts and words of its own.
fn shows_all(expr: &Expr) -> bool {
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        let is_shown = matches!(
            expr,
            Expr::Identifier(_)
                | Expr::CompoundIdentifier(_)
                | Expr::Value(_)
                | Expr::Nested(_)
                | Expr::Function(_)
                | Expr::BinaryOp { .. }
        );
        if !is_shown {
            return false;
        }
        rest.extend(parts(expr));
    }
    true
}

/// `text` without the tables that its columns are named with, as the definition of an index writes it: `lower(email)` for
/// `lower(u.email)`. Texts in quotation marks stay.
fn unqualified(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '`');
    let mut plain = String::with_capacity(text.len());
    let mut is_quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        is_quoted ^= c == '\'';
        let word = plain.trim_end_matches(is_word).len();
        let is_name = plain[word..].starts_with(|c: char| is_word(c) && !c.is_ascii_digit());
        let leads_on = characters
            .peek()
            .is_some_and(|c| is_word(*c) && !c.is_ascii_digit());
        if c == '.' && !is_quoted && is_name && leads_on {
            plain.truncate(word);
        } else {
            plain.push(c);
        }
    }
    plain
}
