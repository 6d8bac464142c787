//! What a query gives and reads.

use super::bridge;
use super::cursor::Cursor;
use super::unquote::{MOST_NAME_BYTES, without_holes};
use crate::{At, Dialect, Name, QueryColumn, Type};
use sqlparser::ast;

/// The columns of a query's result; `None` if they cannot be told from the query.
pub(super) fn outputs(cursor: &Cursor<'_>) -> Option<Vec<QueryColumn>> {
    let query = bridge::query(cursor).ok()?;
    query_outputs(&query, cursor.dialect, &[], 0)
}

/// The columns of a query's result, and the tables and views that it reads, each once, in the order of the text.
pub(super) fn outputs_and_reads(cursor: &Cursor<'_>) -> (Option<Vec<QueryColumn>>, Vec<Name>) {
    let Ok(query) = bridge::query(cursor) else {
        return (None, Vec::new());
    };
    let mut reads: Vec<Name> = Vec::new();
    for access in super::access::of_query(&query, cursor) {
        if !reads.contains(&access.table) {
            reads.push(access.table);
        }
    }
    (query_outputs(&query, cursor.dialect, &[], 0), reads)
}

/// The queries in `WITH` that a block can see, by name, with their columns.
type Known<'a> = [(String, Option<Vec<QueryColumn>>)];

fn query_outputs(
    query: &ast::Query,
    dialect: Dialect,
    outer: &Known<'_>,
    depth: u32,
) -> Option<Vec<QueryColumn>> {
    if depth > 20 {
        return None;
    }
    let mut known = outer.to_vec();
    for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
        let mut columns = query_outputs(&cte.query, dialect, &known, depth + 1);
        if !cte.alias.columns.is_empty() {
            columns = renamed(columns, &cte.alias.columns, dialect);
        }
        known.push((fold(&cte.alias.name, dialect), columns));
    }
    set_outputs(&query.body, dialect, &known, depth + 1)
}

fn renamed(
    columns: Option<Vec<QueryColumn>>,
    names: &[ast::TableAliasColumnDef],
    dialect: Dialect,
) -> Option<Vec<QueryColumn>> {
    let mut columns = columns.unwrap_or_default();
    if columns
        .iter()
        .any(|column| matches!(column, QueryColumn::Star { .. }))
    {
        return None;
    }
    for (index, name) in names.iter().enumerate() {
        let text = fold(&name.name, dialect);
        match columns.get_mut(index) {
            Some(QueryColumn::Named { name, .. }) => *name = text,
            _ => columns.push(QueryColumn::Named {
                name: text,
                source: None,
                data_type: None,
            }),
        }
    }
    Some(columns)
}

fn set_outputs(
    body: &ast::SetExpr,
    dialect: Dialect,
    known: &Known<'_>,
    depth: u32,
) -> Option<Vec<QueryColumn>> {
    if depth > 40 {
        return None;
    }
    match body {
        ast::SetExpr::Select(select) => select_outputs(select, dialect, known, depth),
        ast::SetExpr::Query(query) => query_outputs(query, dialect, known, depth + 1),
        ast::SetExpr::SetOperation { left, .. } => set_outputs(left, dialect, known, depth + 1),
        ast::SetExpr::Values(values) => {
            let count = values.rows.first()?.content.len();
            let named = |index| QueryColumn::Named {
                name: format!("column{}", index + 1),
                source: None,
                data_type: None,
            };
            Some((0..count).map(named).collect())
        }
        ast::SetExpr::Table(table) => Some(vec![QueryColumn::Star {
            table: of_table_command(table, dialect)?,
        }]),
        _ => None,
    }
}

/// The table of `TABLE t`, which has no places.
pub(super) fn of_table_command(table: &ast::Table, dialect: Dialect) -> Option<Name> {
    let folded = |text: &String| match dialect {
        Dialect::PostgreSql => text.to_ascii_lowercase(),
        _ => text.clone(),
    };
    Some(Name {
        schema: table.schema_name.as_ref().map(folded),
        name: table.table_name.as_ref().map(folded)?,
        at: At::default(),
    })
}

/// One thing in `FROM`: its alias, and the table or the columns that it stands for.
struct From {
    alias: String,
    table: Option<Name>,
    columns: Option<Vec<QueryColumn>>,
}

fn select_outputs(
    select: &ast::Select,
    dialect: Dialect,
    known: &Known<'_>,
    depth: u32,
) -> Option<Vec<QueryColumn>> {
    let mut from = Vec::new();
    for table in &select.from {
        factors(&table.relation, dialect, known, depth, &mut from);
        for join in &table.joins {
            factors(&join.relation, dialect, known, depth, &mut from);
        }
    }
    let mut out = Vec::new();
    for item in &select.projection {
        match item {
            ast::SelectItem::Wildcard(_) => {
                for one in &from {
                    star(one, &mut out)?;
                }
            }
            ast::SelectItem::QualifiedWildcard(
                ast::SelectItemQualifiedWildcardKind::ObjectName(name),
                _,
            ) => {
                let name = object_name(name, dialect);
                star(from.iter().find(|one| one.alias == name.name)?, &mut out)?;
            }
            ast::SelectItem::ExprWithAlias { expr, alias } => {
                let (source, data_type) = source(expr, &from, dialect);
                out.push(QueryColumn::Named {
                    name: fold(alias, dialect),
                    source,
                    data_type,
                });
            }
            ast::SelectItem::UnnamedExpr(expr) => {
                let (source, data_type) = source(expr, &from, dialect);
                out.push(QueryColumn::Named {
                    name: super::implied::implied_name(expr, dialect),
                    source,
                    data_type,
                });
            }
            _ => return None,
        }
    }
    Some(out)
}

fn star(from: &From, out: &mut Vec<QueryColumn>) -> Option<()> {
    match (&from.columns, &from.table) {
        (Some(columns), _) => out.extend(columns.iter().cloned()),
        (None, Some(table)) => out.push(QueryColumn::Star {
            table: table.clone(),
        }),
        (None, None) => return None,
    }
    Some(())
}

fn factors(
    factor: &ast::TableFactor,
    dialect: Dialect,
    known: &Known<'_>,
    depth: u32,
    out: &mut Vec<From>,
) {
    let alias_of =
        |alias: &Option<ast::TableAlias>| alias.as_ref().map(|alias| fold(&alias.name, dialect));
    match factor {
        ast::TableFactor::Table {
            name,
            alias,
            args: None,
            ..
        } => {
            let name = object_name(name, dialect);
            let cte = known
                .iter()
                .rev()
                .find(|(cte, _)| name.schema.is_none() && *cte == name.name);
            let alias = alias_of(alias).unwrap_or_else(|| name.name.clone());
            out.push(match cte {
                Some((_, columns)) => From {
                    alias,
                    table: None,
                    columns: columns.clone(),
                },
                None => From {
                    alias,
                    table: Some(name),
                    columns: None,
                },
            });
        }
        ast::TableFactor::Derived {
            subquery, alias, ..
        } => {
            let mut columns = query_outputs(subquery, dialect, known, depth + 1);
            if let Some(alias) = alias.as_ref().filter(|alias| !alias.columns.is_empty()) {
                columns = renamed(columns, &alias.columns, dialect);
            }
            out.push(From {
                alias: alias_of(alias).unwrap_or_default(),
                table: None,
                columns,
            });
        }
        ast::TableFactor::NestedJoin {
            table_with_joins, ..
        } if depth < 40 => {
            factors(&table_with_joins.relation, dialect, known, depth + 1, out);
            for join in &table_with_joins.joins {
                factors(&join.relation, dialect, known, depth + 1, out);
            }
        }
        ast::TableFactor::Table { alias, .. }
        | ast::TableFactor::Function { alias, .. }
        | ast::TableFactor::UNNEST { alias, .. } => {
            out.push(From {
                alias: alias_of(alias).unwrap_or_default(),
                table: None,
                columns: None,
            });
        }
        _ => out.push(From {
            alias: String::new(),
            table: None,
            columns: None,
        }),
    }
}

type Source = (Option<(Vec<Name>, String)>, Option<Type>);

/// The column that an expression is, and the type that it is cast to.
fn source(expr: &ast::Expr, from: &[From], dialect: Dialect) -> Source {
    match expr {
        ast::Expr::Nested(inner) => source(inner, from, dialect),
        ast::Expr::Identifier(column) => {
            let column = fold(column, dialect);
            // A query's own column leads on to its source.
            for one in from {
                if let Some(QueryColumn::Named {
                    source, data_type, ..
                }) = named(one, &column)
                {
                    return (source.clone(), data_type.clone());
                }
            }
            let tables: Vec<Name> = from.iter().filter_map(|one| one.table.clone()).collect();
            ((!tables.is_empty()).then_some((tables, column)), None)
        }
        ast::Expr::CompoundIdentifier(parts) if parts.len() >= 2 => {
            let column = fold(&parts[parts.len() - 1], dialect);
            let alias = fold(&parts[parts.len() - 2], dialect);
            let Some(one) = from.iter().find(|one| one.alias == alias) else {
                return (None, None);
            };
            match named(one, &column) {
                Some(QueryColumn::Named {
                    source, data_type, ..
                }) => (source.clone(), data_type.clone()),
                _ => (one.table.clone().map(|table| (vec![table], column)), None),
            }
        }
        ast::Expr::Cast { data_type, .. } => (None, type_of(&data_type.to_string(), dialect)),
        ast::Expr::Function(function) if gives_its_argument(function) => {
            match first_argument(function) {
                Some(argument) => source(argument, from, dialect),
                None => (None, None),
            }
        }
        ast::Expr::Case { conditions, .. } => match conditions.first() {
            Some(when) => source(&when.result, from, dialect),
            None => (None, None),
        },
        other if dialect == Dialect::PostgreSql => (None, plain_type(other).map(Type::named)),
        _ => (None, None),
    }
}

/// Functions whose result has the type of their first argument.
fn gives_its_argument(function: &ast::Function) -> bool {
    let name = function.name.to_string().to_ascii_lowercase();
    matches!(
        name.as_str(),
        "min"
            | "max"
            | "coalesce"
            | "greatest"
            | "least"
            | "nullif"
            | "any_value"
            | "first_value"
            | "last_value"
            | "lag"
            | "lead"
    )
}

fn first_argument(function: &ast::Function) -> Option<&ast::Expr> {
    let ast::FunctionArguments::List(list) = &function.args else {
        return None;
    };
    match list.args.first()? {
        ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(expr)) => Some(expr),
        _ => None,
    }
}

/// The type of a value or of a call whose result has one type only.
fn plain_type(expr: &ast::Expr) -> Option<&'static str> {
    match expr {
        ast::Expr::Value(value) => match &value.value {
            ast::Value::Number(digits, _) if digits.parse::<i32>().is_ok() => Some("integer"),
            ast::Value::Number(digits, _) if digits.parse::<i64>().is_ok() => Some("bigint"),
            ast::Value::Number(..) => Some("numeric"),
            ast::Value::SingleQuotedString(_) | ast::Value::DollarQuotedString(_) => Some("text"),
            ast::Value::Boolean(_) => Some("boolean"),
            _ => None,
        },
        ast::Expr::Function(function) => {
            match function.name.to_string().to_ascii_lowercase().as_str() {
                "count" | "row_number" | "rank" | "dense_rank" => Some("bigint"),
                "now" | "current_timestamp" | "clock_timestamp" => Some("timestamp with time zone"),
                "bool_or" | "bool_and" | "every" => Some("boolean"),
                "lower" | "upper" | "concat" | "concat_ws" | "md5" | "string_agg" | "replace"
                | "regexp_replace" | "to_char" | "array_to_string" | "format" | "initcap"
                | "left" | "lpad" | "repeat" | "right" | "rpad" | "split_part" | "translate" => {
                    Some("text")
                }
                "to_tsvector" => Some("tsvector"),
                "gen_random_uuid" | "uuid_generate_v4" => Some("uuid"),
                "length" | "char_length" => Some("integer"),
                "jsonb_build_object" | "jsonb_agg" | "to_jsonb" => Some("jsonb"),
                _ => None,
            }
        }
        ast::Expr::Exists { .. }
        | ast::Expr::IsNull(_)
        | ast::Expr::IsNotNull(_)
        | ast::Expr::InList { .. } => Some("boolean"),
        ast::Expr::BinaryOp { op, .. } => {
            use ast::BinaryOperator as Op;
            let compares = matches!(
                op,
                Op::Eq | Op::NotEq | Op::Lt | Op::Gt | Op::LtEq | Op::GtEq | Op::And | Op::Or
            );
            compares.then_some("boolean")
        }
        ast::Expr::Nested(inner) => plain_type(inner),
        _ => None,
    }
}

fn named<'a>(from: &'a From, column: &str) -> Option<&'a QueryColumn> {
    from.columns
        .as_ref()?
        .iter()
        .find(|one| matches!(one, QueryColumn::Named { name, .. } if name == column))
}

pub(super) fn type_of(text: &str, dialect: Dialect) -> Option<Type> {
    let mut lexer = crate::split::Lexer::new(text, dialect, 0, text.len());
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next() {
        tokens.push(token);
    }
    let mut data_type = super::types::data_type(&mut Cursor::new(text, &tokens, dialect)).ok()?;
    data_type.at = At::default();
    Some(data_type)
}

/// One of their identifiers as the server would see it.
pub(super) fn fold(ident: &ast::Ident, dialect: Dialect) -> String {
    let mut text = match (ident.quote_style, dialect) {
        (None, Dialect::PostgreSql) => ident.value.to_ascii_lowercase(),
        (Some('"'), _) => ident.value.replace("\"\"", "\""),
        _ => ident.value.clone(),
    };
    if dialect == Dialect::PostgreSql && text.len() > MOST_NAME_BYTES {
        let mut end = MOST_NAME_BYTES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    without_holes(&text)
}

/// One of their names as ours.
pub(super) fn object_name(name: &ast::ObjectName, dialect: Dialect) -> Name {
    let parts: Vec<&ast::Ident> = name.0.iter().filter_map(|part| part.as_ident()).collect();
    let Some(last) = parts.last() else {
        return Name::default();
    };
    let place = |ident: &ast::Ident| bridge::place(ident.span).unwrap_or_default();
    let schema = parts
        .len()
        .checked_sub(2)
        .map(|index| fold(parts[index], dialect))
        .filter(|schema| !schema.is_empty());
    Name {
        schema,
        name: fold(last, dialect),
        at: place(parts[0]).to(place(last)),
    }
}
