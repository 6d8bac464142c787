//! What servers call a column of a result that has no name.

use super::query::{fold, object_name, type_of};
use crate::Dialect;
use sqlparser::ast;

/// The name that the server gives to an expression without an alias.
pub(super) fn implied_name(expr: &ast::Expr, dialect: Dialect) -> String {
    if dialect != Dialect::PostgreSql {
        return match expr {
            ast::Expr::Identifier(name) => fold(name, dialect),
            ast::Expr::CompoundIdentifier(parts) => parts
                .last()
                .map_or_else(String::new, |name| fold(name, dialect)),
            other => other.to_string(),
        };
    }
    match expr {
        ast::Expr::Identifier(name) => fold(name, dialect),
        ast::Expr::CompoundIdentifier(parts) => parts
            .last()
            .map_or_else(String::new, |name| fold(name, dialect)),
        ast::Expr::Function(function) => object_name(&function.name, dialect).name,
        ast::Expr::Nested(inner) | ast::Expr::Collate { expr: inner, .. } => {
            implied_name(inner, dialect)
        }
        ast::Expr::Cast {
            expr, data_type, ..
        } => {
            let inner = implied_name(expr, dialect);
            if inner != "?column?" {
                inner
            } else {
                type_of(&data_type.to_string(), dialect)
                    .map_or(inner, |found| short_type(&found.name))
            }
        }
        ast::Expr::Case { else_result, .. } => match else_result
            .as_deref()
            .map(|inner| implied_name(inner, dialect))
        {
            Some(name) if name != "?column?" => name,
            _ => "case".to_owned(),
        },
        ast::Expr::Exists { .. } => "exists".to_owned(),
        ast::Expr::Extract { .. } => "extract".to_owned(),
        ast::Expr::Array(_) => "array".to_owned(),
        ast::Expr::Substring { .. } => "substring".to_owned(),
        ast::Expr::Subquery(query) => match &*query.body {
            ast::SetExpr::Select(select) => match select.projection.first() {
                Some(ast::SelectItem::ExprWithAlias { alias, .. }) => fold(alias, dialect),
                Some(ast::SelectItem::UnnamedExpr(expr)) => implied_name(expr, dialect),
                _ => "?column?".to_owned(),
            },
            _ => "?column?".to_owned(),
        },
        _ => "?column?".to_owned(),
    }
}

/// The name of a type in the server's own catalogue, which becomes the name of a column.
fn short_type(name: &str) -> String {
    match name {
        "integer" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "boolean" => "bool",
        "character varying" => "varchar",
        "double precision" => "float8",
        "real" => "float4",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        other => other,
    }
    .to_owned()
}
