//! What stands on one side of a comparison: a column, a value, or an expression over columns.

use super::expression::{is_parameter_call, parts};
use crate::Comparison;
use sqlparser::ast::{self, BinaryOperator, Expr};

/// Whether an index can serve an expression over columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// Columns and constants alone: an index over the expression serves it.
    Constant,
    /// A calculation, or a function over time, that can be moved to the other side.
    Computed,
    /// Something else.
    Opaque,
}

/// Functions that cut a time down or count from it: a range over the time itself asks the same.
const OF_TIME: &[&str] = &[
    "age",
    "date",
    "date_add",
    "date_format",
    "date_part",
    "date_sub",
    "date_trunc",
    "datediff",
    "datetime",
    "day",
    "dayofmonth",
    "dayofweek",
    "dayofyear",
    "from_unixtime",
    "hour",
    "julianday",
    "minute",
    "month",
    "quarter",
    "strftime",
    "time_bucket",
    "timestampdiff",
    "to_char",
    "to_date",
    "to_timestamp",
    "unix_timestamp",
    "unixepoch",
    "week",
    "year",
];
/// Functions whose result changes from call to call.
const VOLATILE: &[&str] = &[
    "clock_timestamp",
    "curdate",
    "getdate",
    "now",
    "random",
    "statement_timestamp",
    "sysdate",
    "transaction_timestamp",
    "utc_timestamp",
];

/// What kind of expression over columns `expr` is.
pub(super) fn wrapping(expr: &Expr) -> Wrapping {
    let mut rest = vec![peeled(expr)];
    let (mut has_value, mut is_of_time, mut is_calculation, mut is_choice) =
        (false, false, false, false);
    while let Some(expr) = rest.pop() {
        match expr {
            Expr::Function(function) => {
                let name = function.name.to_string().to_ascii_lowercase();
                has_value |= is_parameter_call(function) || VOLATILE.contains(&name.as_str());
                is_of_time |= OF_TIME.contains(&name.as_str());
            }
            Expr::Value(value) => {
                has_value |= matches!(value.value, ast::Value::Placeholder(_));
            }
            Expr::Identifier(_) => has_value |= !is_column(expr),
            Expr::Extract { .. } | Expr::AtTimeZone { .. } => is_of_time = true,
            Expr::Cast { data_type, .. } => {
                is_of_time |= matches!(
                    data_type,
                    ast::DataType::Date | ast::DataType::Time(..) | ast::DataType::Timestamp(..)
                );
            }
            Expr::BinaryOp {
                op:
                    BinaryOperator::Plus
                    | BinaryOperator::Minus
                    | BinaryOperator::Multiply
                    | BinaryOperator::Divide,
                ..
            } => is_calculation = true,
            Expr::Case { .. } | Expr::Subquery(_) | Expr::Tuple(_) | Expr::Exists { .. } => {
                is_choice = true;
            }
            _ => {}
        }
        rest.extend(parts(expr));
    }
    let has_one_column = columns(expr).len() == 1;
    if is_choice {
        Wrapping::Opaque
    } else if (is_calculation || is_of_time) && has_one_column {
        Wrapping::Computed
    } else if has_value || is_calculation || is_of_time {
        Wrapping::Opaque
    } else {
        Wrapping::Constant
    }
}

/// The columns that an expression reads, without those of queries inside of it.
pub(super) fn columns(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        let expr = peeled(expr);
        if is_column(expr) {
            found.push(expr);
        } else {
            let parts = parts(expr);
            rest.extend(parts.into_iter().rev());
        }
    }
    found
}

/// An expression without brackets.
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
fn is_keyword_value(word: &str) -> bool {
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

/// How a pattern compares, by its first letter.
pub(super) fn pattern(pattern: &Expr) -> Comparison {
    if begins_with_wildcard(pattern) {
        return Comparison::LikeLeadingWildcard;
    }
    match pattern {
        Expr::Value(value) => match &value.value {
            ast::Value::SingleQuotedString(text) if !text.contains(['%', '_']) => {
                Comparison::Equality(None)
            }
            _ => Comparison::Like,
        },
        _ => Comparison::Like,
    }
}

/// Whether a pattern begins with `%` or `_`, in the string or as the first part of what is put together.
fn begins_with_wildcard(pattern: &Expr) -> bool {
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
