//! What queries do with tables and columns: a walk over sqlparser's trees, block by block.

use super::bridge::place;
use super::condition::Narrowing;
use super::cursor::Cursor;
use super::expression::Place;
use super::query::{fold, object_name};
use crate::{Access, AccessKind, At, ColumnUse, Comparison, Dialect, Ident, Usage};
use sqlparser::ast;

/// A statement of more blocks is data.
const MOST_BLOCKS: u32 = 500;
/// How deep queries may nest in queries.
pub(super) const MOST_DEPTH: u32 = 40;

/// The accesses of a statement.
pub(super) fn of_statement(statement: &ast::Statement, cursor: &Cursor<'_>) -> Vec<Access> {
    let mut walk = Walk::new(cursor);
    walk.statement(statement, None);
    walk.done
}

/// The accesses of a query.
pub(super) fn of_query(query: &ast::Query, cursor: &Cursor<'_>) -> Vec<Access> {
    let mut walk = Walk::new(cursor);
    walk.query(query, None, false);
    walk.done
}

/// The accesses of one block, while it is walked.
pub(super) struct Block {
    pub number: u32,
    pub accesses: Vec<Access>,
    /// Aliases that are no tables: queries in `FROM`, functions, names from `WITH`.
    pub other: Vec<String>,
    /// The names of the result, which `ORDER BY` and `GROUP BY` may use.
    pub results: Vec<(String, Option<Ident>)>,
}

pub(super) struct Walk<'a> {
    pub text: &'a str,
    pub dialect: Dialect,
    pub done: Vec<Access>,
    /// The blocks that are open, outermost first.
    pub open: Vec<Block>,
    /// Names from `WITH` that can be seen.
    pub known: Vec<String>,
    pub blocks: u32,
    /// How many `OR`s were met.
    pub groups: u32,
    pub depth: u32,
    pub whole: At,
}

impl<'a> Walk<'a> {
    pub(super) fn new(cursor: &Cursor<'a>) -> Walk<'a> {
        Walk {
            text: cursor.text,
            dialect: cursor.dialect,
            done: Vec::new(),
            open: Vec::new(),
            known: Vec::new(),
            blocks: 0,
            groups: 0,
            depth: 0,
            whole: cursor.rest().at,
        }
    }

    pub(super) fn enter(&mut self) -> u32 {
        let number = self.blocks;
        self.blocks += 1;
        self.open.push(Block {
            number,
            accesses: Vec::new(),
            other: Vec::new(),
            results: Vec::new(),
        });
        number
    }

    pub(super) fn leave(&mut self) {
        let Some(block) = self.open.pop() else { return };
        self.done.extend(block.accesses);
    }

    pub(super) fn parent(&self) -> Option<u32> {
        self.open.last().map(|block| block.number)
    }

    pub(super) fn statement(&mut self, statement: &ast::Statement, at: Option<At>) {
        match statement {
            ast::Statement::Query(query) => self.query(query, at, false),
            ast::Statement::Insert(insert) => self.insert(insert),
            ast::Statement::Update(update) => self.update(update),
            ast::Statement::Delete(delete) => self.delete(delete),
            ast::Statement::Explain { statement, .. } => self.statement(statement, at),
            ast::Statement::Merge(merge) => self.merge(merge),
            _ => {}
        }
    }

    /// A query in brackets or the statement itself.
    pub(super) fn query(&mut self, query: &ast::Query, at: Option<At>, is_exists: bool) {
        if self.blocks >= MOST_BLOCKS || self.depth >= MOST_DEPTH {
            return;
        }
        self.depth += 1;
        let known = self.known.len();
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            // A recursive query sees itself; others that do not are not hurt by it.
            self.known.push(fold(&cte.alias.name, self.dialect));
            self.query(&cte.query, None, false);
        }
        self.set(&query.body, Some(query), at, is_exists);
        self.known.truncate(known);
        self.depth -= 1;
    }

    pub(super) fn set(
        &mut self,
        body: &ast::SetExpr,
        query: Option<&ast::Query>,
        at: Option<At>,
        is_exists: bool,
    ) {
        match body {
            ast::SetExpr::Select(select) => self.select(select, query, at, is_exists),
            ast::SetExpr::Query(inner) => self.query(inner, at, is_exists),
            ast::SetExpr::SetOperation { left, right, .. } => {
                if self.depth < MOST_DEPTH * 4 {
                    self.depth += 1;
                    self.set(left, None, at, is_exists);
                    self.set(right, None, at, is_exists);
                    self.depth -= 1;
                }
            }
            ast::SetExpr::Insert(statement)
            | ast::SetExpr::Update(statement)
            | ast::SetExpr::Delete(statement)
            | ast::SetExpr::Merge(statement) => {
                self.statement(statement, at);
            }
            ast::SetExpr::Values(values) => {
                self.enter();
                for expr in values.rows.iter().take(50).flat_map(|row| &row.content) {
                    self.expression(expr, Place::Selected);
                }
                self.leave();
            }
            ast::SetExpr::Table(_) => {}
        }
    }

    pub(super) fn select(
        &mut self,
        select: &ast::Select,
        query: Option<&ast::Query>,
        at: Option<At>,
        is_exists: bool,
    ) {
        if self.blocks >= MOST_BLOCKS {
            return;
        }
        let parent = self.parent();
        let number = self.enter();
        let at = at
            .or_else(|| place(select.select_token.0.span))
            .unwrap_or(self.whole);
        for table in &select.from {
            self.table_with_joins(table, AccessKind::Select);
        }
        let limit = query.and_then(|query| query.limit_clause.as_ref());
        let (has_limit, has_offset) = match limit {
            Some(ast::LimitClause::LimitOffset { limit, offset, .. }) => (
                limit.is_some(),
                offset
                    .as_ref()
                    .is_some_and(|offset| offset.value.to_string() != "0"),
            ),
            Some(ast::LimitClause::OffsetCommaLimit { offset, .. }) => {
                (true, offset.to_string() != "0")
            }
            None => (false, false),
        };
        let has_limit =
            has_limit || select.top.is_some() || query.is_some_and(|query| query.fetch.is_some());
        let is_grouped =
            !matches!(&select.group_by, ast::GroupByExpr::Expressions(list, _) if list.is_empty());
        let is_aggregate = !is_grouped
            && !select.projection.is_empty()
            && select.projection.iter().all(is_aggregate_item);
        let for_update = query.is_some_and(|query| !query.locks.is_empty());
        self.projection(&select.projection, is_exists);
        if let Some(expr) = &select.selection {
            self.condition(expr);
        }
        // It tests groups, not rows.
        if let Some(expr) = &select.having {
            self.expression(expr, Place::Selected);
        }
        if let ast::GroupByExpr::Expressions(list, _) = &select.group_by {
            for expr in list {
                self.expression(expr, Place::GroupBy);
            }
        }
        if let Some(ast::Distinct::On(list)) = &select.distinct {
            for expr in list {
                self.expression(expr, Place::GroupBy);
            }
        }
        if let Some(ast::OrderBy {
            kind: ast::OrderByKind::Expressions(list),
            ..
        }) = query.and_then(|query| query.order_by.as_ref())
        {
            self.order_by(list);
        }
        let is_distinct = matches!(
            select.distinct,
            Some(ast::Distinct::Distinct | ast::Distinct::On(_))
        );
        if let Some(block) = self.open.last_mut() {
            for access in &mut block.accesses {
                access.block = number;
                access.parent = parent;
                access.has_where = select.selection.is_some();
                access.has_limit = has_limit;
                access.has_offset = has_offset;
                access.is_aggregate = is_aggregate;
                access.is_exists = is_exists;
                access.is_distinct = is_distinct;
                access.for_update = for_update;
                access.at = at.to(access.table.at);
            }
        }
        self.leave();
    }

    pub(super) fn projection(&mut self, items: &[ast::SelectItem], is_exists: bool) {
        for item in items {
            match item {
                ast::SelectItem::Wildcard(_) => {
                    for access in self
                        .open
                        .last_mut()
                        .into_iter()
                        .flat_map(|block| &mut block.accesses)
                    {
                        access.selects_star |= !is_exists;
                    }
                }
                ast::SelectItem::QualifiedWildcard(
                    ast::SelectItemQualifiedWildcardKind::ObjectName(name),
                    _,
                ) => {
                    let alias = object_name(name, self.dialect).name;
                    for access in self
                        .open
                        .last_mut()
                        .into_iter()
                        .flat_map(|block| &mut block.accesses)
                    {
                        access.selects_star |=
                            access.alias.as_deref().unwrap_or(&access.table.name) == alias;
                    }
                }
                ast::SelectItem::UnnamedExpr(expr) => self.expression(expr, Place::Selected),
                ast::SelectItem::ExprWithAlias { expr, alias } => {
                    let alias = fold(alias, self.dialect);
                    let column = match expr {
                        ast::Expr::Identifier(ident) => Some(self.ident(ident)),
                        ast::Expr::CompoundIdentifier(parts) => {
                            parts.last().map(|ident| self.ident(ident))
                        }
                        _ => None,
                    };
                    if let Some(block) = self.open.last_mut() {
                        block.results.push((alias, column));
                    }
                    self.expression(expr, Place::Selected);
                }
                _ => {}
            }
        }
    }

    pub(super) fn order_by(&mut self, list: &[ast::OrderByExpr]) {
        for (position, one) in list.iter().enumerate() {
            let is_descending = matches!(one.options.sort, Some(ast::OrderBySort::Desc));
            self.expression(
                &one.expr,
                Place::OrderBy {
                    is_descending,
                    position: position as u32,
                    in_expression: false,
                },
            );
        }
    }

    pub(super) fn ident(&self, ident: &ast::Ident) -> Ident {
        Ident {
            text: fold(ident, self.dialect),
            at: place(ident.span).unwrap_or(self.whole),
        }
    }

    /// Records a column's use with the tables that may have it: by its qualifier in the innermost block that knows it, or
    /// with every table of the innermost block that has any.
    pub(super) fn record(
        &mut self,
        qualifier: Option<&str>,
        column: Ident,
        usage: Usage,
        narrowing: Narrowing,
        at: At,
    ) {
        let new = |is_certain| ColumnUse {
            column: column.clone(),
            usage: usage.clone(),
            is_certain,
            is_alternative: narrowing.is_alternative,
            arm: narrowing.arm,
            at,
        };
        match qualifier {
            Some(qualifier) => {
                for block in self.open.iter_mut().rev() {
                    let is_it = |access: &&mut Access| {
                        access
                            .alias
                            .as_deref()
                            .unwrap_or(&access.table.name)
                            .eq_ignore_ascii_case(qualifier)
                    };
                    if let Some(access) = block.accesses.iter_mut().find(is_it) {
                        access.columns.push(new(true));
                        return;
                    }
                    if block
                        .other
                        .iter()
                        .any(|alias| alias.eq_ignore_ascii_case(qualifier))
                    {
                        return;
                    }
                }
            }
            None => {
                for block in self.open.iter_mut().rev() {
                    if block.accesses.is_empty() && block.other.is_empty() {
                        continue;
                    }
                    let is_certain = block.accesses.len() == 1 && block.other.is_empty();
                    for access in &mut block.accesses {
                        access.columns.push(new(is_certain));
                    }
                    return;
                }
            }
        }
    }

    /// A filter's use.
    pub(super) fn filter(
        &mut self,
        column: &ast::Expr,
        comparison: Comparison,
        narrowing: Narrowing,
        at: At,
    ) {
        if let Some((qualifier, ident)) = self.named(column) {
            let usage = Usage::Filter(comparison);
            self.record(qualifier.as_deref(), ident, usage, narrowing, at);
        }
    }

    /// A column's qualifier and name; `None` for what is no column.
    pub(super) fn named(&self, column: &ast::Expr) -> Option<(Option<String>, Ident)> {
        match column {
            ast::Expr::Identifier(ident) => Some((None, self.ident(ident))),
            ast::Expr::CompoundIdentifier(parts) if parts.len() >= 2 => Some((
                Some(fold(&parts[parts.len() - 2], self.dialect)),
                self.ident(&parts[parts.len() - 1]),
            )),
            _ => None,
        }
    }
}

/// Whether an item of the result is an aggregate of all rows.
fn is_aggregate_item(item: &ast::SelectItem) -> bool {
    let (ast::SelectItem::UnnamedExpr(expr) | ast::SelectItem::ExprWithAlias { expr, .. }) = item
    else {
        return false;
    };
    is_aggregate(expr, 0)
}

fn is_aggregate(expr: &ast::Expr, depth: u32) -> bool {
    const NAMES: &[&str] = &[
        "count",
        "sum",
        "min",
        "max",
        "avg",
        "array_agg",
        "string_agg",
        "json_agg",
        "jsonb_agg",
        "group_concat",
        "bool_or",
        "bool_and",
        "every",
        "total",
        "json_object_agg",
        "jsonb_object_agg",
        "percentile_cont",
        "stddev",
        "variance",
        "bit_or",
        "bit_and",
    ];
    if depth > 8 {
        return false;
    }
    match expr {
        ast::Expr::Function(function) => {
            let name = function.name.to_string().to_ascii_lowercase();
            if function.over.is_none() && NAMES.contains(&name.as_str()) {
                return true;
            }
            // `coalesce(max(a), 0)`.
            match &function.args {
                ast::FunctionArguments::List(list) => {
                    list.args.iter().any(|argument| match argument {
                        ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(expr)) => {
                            is_aggregate(expr, depth + 1)
                        }
                        _ => false,
                    })
                }
                _ => false,
            }
        }
        ast::Expr::Nested(inner) | ast::Expr::Cast { expr: inner, .. } => {
            is_aggregate(inner, depth + 1)
        }
        ast::Expr::BinaryOp { left, right, .. } => {
            is_aggregate(left, depth + 1) || is_aggregate(right, depth + 1)
        }
        _ => false,
    }
}
