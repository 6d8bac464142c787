//! What queries do with tables and columns: a walk over sqlparser's trees, block by block.

use super::bridge::place;
use super::cursor::Cursor;
use super::expression::Place;
use super::query::{fold, object_name};
use crate::{Access, AccessKind, At, ColumnUse, Comparison, Dialect, Ident, Name, Usage};
use sqlparser::ast;

/// A statement of more blocks is data.
const MOST_BLOCKS: u32 = 500;
/// How deep queries may nest in queries.
const MOST_DEPTH: u32 = 40;

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
    done: Vec<Access>,
    /// The blocks that are open, outermost first.
    pub open: Vec<Block>,
    /// Names from `WITH` that can be seen.
    known: Vec<String>,
    blocks: u32,
    depth: u32,
    whole: At,
}

impl<'a> Walk<'a> {
    fn new(cursor: &Cursor<'a>) -> Walk<'a> {
        Walk {
            text: cursor.text,
            dialect: cursor.dialect,
            done: Vec::new(),
            open: Vec::new(),
            known: Vec::new(),
            blocks: 0,
            depth: 0,
            whole: cursor.rest().at,
        }
    }

    fn enter(&mut self) -> u32 {
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

    fn leave(&mut self) {
        let Some(block) = self.open.pop() else { return };
        self.done.extend(block.accesses);
    }

    fn parent(&self) -> Option<u32> {
        self.open.last().map(|block| block.number)
    }

    fn statement(&mut self, statement: &ast::Statement, at: Option<At>) {
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

    fn set(
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

    fn select(
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
            self.condition(expr, false);
        }
        if let Some(expr) = &select.having {
            self.condition(expr, false);
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

    fn projection(&mut self, items: &[ast::SelectItem], is_exists: bool) {
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

    fn order_by(&mut self, list: &[ast::OrderByExpr]) {
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

    fn table_with_joins(&mut self, table: &ast::TableWithJoins, kind: AccessKind) {
        self.factor(&table.relation, kind);
        for join in &table.joins {
            self.factor(&join.relation, AccessKind::Select);
        }
        for join in &table.joins {
            let constraint = match &join.join_operator {
                ast::JoinOperator::Join(constraint)
                | ast::JoinOperator::Inner(constraint)
                | ast::JoinOperator::Left(constraint)
                | ast::JoinOperator::LeftOuter(constraint)
                | ast::JoinOperator::Right(constraint)
                | ast::JoinOperator::RightOuter(constraint)
                | ast::JoinOperator::FullOuter(constraint)
                | ast::JoinOperator::CrossJoin(constraint)
                | ast::JoinOperator::StraightJoin(constraint) => constraint,
                _ => continue,
            };
            match constraint {
                ast::JoinConstraint::On(expr) => self.condition(expr, false),
                ast::JoinConstraint::Using(columns) => {
                    for column in columns {
                        self.using(&object_name(column, self.dialect));
                    }
                }
                _ => {}
            }
        }
    }

    /// `USING (c)`: a join on `c` of each table.
    fn using(&mut self, column: &Name) {
        let Some(block) = self.open.last_mut() else {
            return;
        };
        let is_certain = true;
        for access in &mut block.accesses {
            access.columns.push(ColumnUse {
                column: Ident {
                    text: column.name.clone(),
                    at: column.at,
                },
                usage: Usage::Join {
                    table: None,
                    column: column.name.clone(),
                },
                is_certain,
                is_alternative: false,
                at: column.at,
            });
        }
    }

    fn factor(&mut self, factor: &ast::TableFactor, kind: AccessKind) {
        if self.depth >= MOST_DEPTH {
            return;
        }
        match factor {
            ast::TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => {
                let name = object_name(name, self.dialect);
                let alias = alias.as_ref().map(|alias| fold(&alias.name, self.dialect));
                if name.schema.is_none() && self.known.contains(&name.name) {
                    self.other(alias.unwrap_or(name.name));
                } else {
                    self.push_access(name, alias, kind);
                }
            }
            ast::TableFactor::Table {
                name,
                alias,
                args: Some(args),
                ..
            } => {
                let name = object_name(name, self.dialect).name;
                self.other(
                    alias
                        .as_ref()
                        .map_or(name, |alias| fold(&alias.name, self.dialect)),
                );
                for argument in &args.args {
                    self.argument(argument, Place::Selected);
                }
            }
            ast::TableFactor::Derived {
                subquery, alias, ..
            } => {
                self.query(subquery, None, false);
                if let Some(alias) = alias {
                    let alias = fold(&alias.name, self.dialect);
                    self.other(alias);
                }
            }
            ast::TableFactor::NestedJoin {
                table_with_joins, ..
            } => {
                self.depth += 1;
                self.table_with_joins(table_with_joins, kind);
                self.depth -= 1;
            }
            ast::TableFactor::Function {
                alias, args, name, ..
            } => {
                let name = object_name(name, self.dialect).name;
                self.other(
                    alias
                        .as_ref()
                        .map_or(name, |alias| fold(&alias.name, self.dialect)),
                );
                for argument in args {
                    self.argument(argument, Place::Selected);
                }
            }
            ast::TableFactor::UNNEST { alias, .. } => {
                self.other(alias.as_ref().map_or_else(
                    || "unnest".to_owned(),
                    |alias| fold(&alias.name, self.dialect),
                ));
            }
            _ => self.other(String::new()),
        }
    }

    fn other(&mut self, alias: String) {
        if let Some(block) = self.open.last_mut() {
            block.other.push(alias);
        }
    }

    fn push_access(&mut self, table: Name, alias: Option<String>, kind: AccessKind) {
        let parent = self
            .open
            .len()
            .checked_sub(2)
            .map(|index| self.open[index].number);
        let Some(block) = self.open.last_mut() else {
            return;
        };
        let at = table.at;
        block.accesses.push(Access {
            table,
            alias,
            kind,
            columns: Vec::new(),
            block: block.number,
            parent,
            selects_star: false,
            has_where: false,
            has_limit: false,
            has_offset: false,
            is_aggregate: false,
            is_exists: false,
            is_distinct: false,
            for_update: false,
            is_upsert: false,
            rows: None,
            at,
        });
    }

    fn insert(&mut self, insert: &ast::Insert) {
        self.enter();
        if let ast::TableObject::TableName(name) = &insert.table {
            let name = object_name(name, self.dialect);
            let alias = insert
                .table_alias
                .as_ref()
                .map(|alias| fold(&alias.alias, self.dialect));
            self.push_access(name, alias, AccessKind::Insert);
        }
        for column in &insert.columns {
            let name = object_name(column, self.dialect);
            self.written(Ident {
                text: name.name,
                at: name.at,
            });
        }
        for assignment in &insert.assignments {
            self.assignment(assignment);
        }
        match &insert.on {
            Some(ast::OnInsert::OnConflict(conflict)) => {
                self.upsert();
                if let Some(ast::ConflictTarget::Columns(columns)) = &conflict.conflict_target {
                    for column in columns {
                        let column = self.ident(column);
                        self.push_use(0, column.clone(), Usage::Conflict, column.at);
                    }
                }
            }
            Some(_) => self.upsert(),
            None => {}
        }
        let rows = match insert.source.as_deref().map(|query| &*query.body) {
            Some(ast::SetExpr::Values(values)) => Some(values.rows.len() as u32),
            _ => None,
        };
        self.returning(insert.returning.as_deref());
        let whole = place(insert.insert_token.0.span).unwrap_or(self.whole);
        if let Some(access) = self
            .open
            .last_mut()
            .and_then(|block| block.accesses.first_mut())
        {
            access.rows = rows;
            access.at = whole.to(access.table.at);
        }
        if let Some(source) = &insert.source {
            self.query(source, None, false);
        }
        self.leave();
    }

    fn upsert(&mut self) {
        if let Some(access) = self
            .open
            .last_mut()
            .and_then(|block| block.accesses.first_mut())
        {
            access.is_upsert = true;
        }
    }

    fn written(&mut self, column: Ident) {
        let at = column.at;
        self.push_use(0, column, Usage::Written, at);
    }

    /// Gives a use to the access of this index in the innermost block.
    fn push_use(&mut self, index: usize, column: Ident, usage: Usage, at: At) {
        if let Some(access) = self
            .open
            .last_mut()
            .and_then(|block| block.accesses.get_mut(index))
        {
            access.columns.push(ColumnUse {
                column,
                usage,
                is_certain: true,
                is_alternative: false,
                at,
            });
        }
    }

    fn assignment(&mut self, assignment: &ast::Assignment) {
        match &assignment.target {
            ast::AssignmentTarget::ColumnName(name) => self.written_name(name),
            ast::AssignmentTarget::Tuple(names) => {
                names.iter().for_each(|name| self.written_name(name))
            }
        }
        self.expression(&assignment.value, Place::Selected);
    }

    fn written_name(&mut self, name: &ast::ObjectName) {
        let name = object_name(name, self.dialect);
        let column = Ident {
            text: name.name,
            at: name.at,
        };
        // MySQL's update of several tables says which.
        let index = name.schema.and_then(|alias| {
            let accesses = &self.open.last()?.accesses;
            accesses
                .iter()
                .position(|access| access.alias.as_deref().unwrap_or(&access.table.name) == alias)
        });
        let at = column.at;
        self.push_use(index.unwrap_or(0), column, Usage::Written, at);
    }

    fn returning(&mut self, items: Option<&[ast::SelectItem]>) {
        for item in items.unwrap_or_default() {
            match item {
                ast::SelectItem::UnnamedExpr(expr)
                | ast::SelectItem::ExprWithAlias { expr, .. } => {
                    self.expression(expr, Place::Selected)
                }
                ast::SelectItem::Wildcard(_) => {
                    if let Some(access) = self
                        .open
                        .last_mut()
                        .and_then(|block| block.accesses.first_mut())
                    {
                        access.selects_star = true;
                    }
                }
                _ => {}
            }
        }
    }

    fn update(&mut self, update: &ast::Update) {
        self.enter();
        self.table_with_joins(&update.table, AccessKind::Update);
        if let Some(
            ast::UpdateTableFromKind::BeforeSet(tables)
            | ast::UpdateTableFromKind::AfterSet(tables),
        ) = &update.from
        {
            for table in tables {
                self.table_with_joins(table, AccessKind::Select);
            }
        }
        for assignment in &update.assignments {
            self.assignment(assignment);
        }
        if let Some(expr) = &update.selection {
            self.condition(expr, false);
        }
        self.order_by(&update.order_by);
        self.returning(update.returning.as_deref());
        self.mark(
            update.selection.is_some(),
            update.limit.is_some(),
            place(update.update_token.0.span),
        );
        self.leave();
    }

    fn delete(&mut self, delete: &ast::Delete) {
        self.enter();
        let (ast::FromTable::WithFromKeyword(tables) | ast::FromTable::WithoutKeyword(tables)) =
            &delete.from;
        for table in tables {
            self.table_with_joins(table, AccessKind::Delete);
        }
        for table in delete.using.iter().flatten() {
            self.table_with_joins(table, AccessKind::Select);
        }
        if let Some(expr) = &delete.selection {
            self.condition(expr, false);
        }
        self.order_by(&delete.order_by);
        self.returning(delete.returning.as_deref());
        self.mark(
            delete.selection.is_some(),
            delete.limit.is_some(),
            place(delete.delete_token.0.span),
        );
        self.leave();
    }

    fn merge(&mut self, merge: &ast::Merge) {
        self.enter();
        self.factor(&merge.table, AccessKind::Update);
        self.factor(&merge.source, AccessKind::Select);
        self.condition(&merge.on, false);
        self.mark(true, false, None);
        self.leave();
    }

    fn mark(&mut self, has_where: bool, has_limit: bool, token: Option<At>) {
        let whole = token.unwrap_or(self.whole);
        for access in self
            .open
            .last_mut()
            .into_iter()
            .flat_map(|block| &mut block.accesses)
        {
            access.has_where = has_where;
            access.has_limit = has_limit;
            access.at = whole.to(access.table.at);
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
        is_alternative: bool,
        at: At,
    ) {
        let new = |is_certain| ColumnUse {
            column: column.clone(),
            usage: usage.clone(),
            is_certain,
            is_alternative,
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
        is_alternative: bool,
        at: At,
    ) {
        let (qualifier, ident) = match column {
            ast::Expr::Identifier(ident) => (None, self.ident(ident)),
            ast::Expr::CompoundIdentifier(parts) if parts.len() >= 2 => (
                Some(fold(&parts[parts.len() - 2], self.dialect)),
                self.ident(&parts[parts.len() - 1]),
            ),
            _ => return,
        };
        self.record(
            qualifier.as_deref(),
            ident,
            Usage::Filter(comparison),
            is_alternative,
            at,
        );
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
