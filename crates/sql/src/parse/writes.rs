//! What `INSERT`, `UPDATE`, `DELETE` and `MERGE` do with tables and columns.

use super::access::Walk;
use super::bridge::place;
use super::expression::Place;
use super::query::{fold, object_name};
use crate::{AccessKind, At, ColumnUse, Ident, Usage};
use sqlparser::ast;

impl Walk<'_> {
    pub(super) fn insert(&mut self, insert: &ast::Insert) {
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

    pub(super) fn upsert(&mut self) {
        if let Some(access) = self
            .open
            .last_mut()
            .and_then(|block| block.accesses.first_mut())
        {
            access.is_upsert = true;
        }
    }

    pub(super) fn written(&mut self, column: Ident) {
        let at = column.at;
        self.push_use(0, column, Usage::Written, at);
    }

    /// Gives a use to the access of this index in the innermost block.
    pub(super) fn push_use(&mut self, index: usize, column: Ident, usage: Usage, at: At) {
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
                arm: None,
                at,
            });
        }
    }

    pub(super) fn assignment(&mut self, assignment: &ast::Assignment) {
        match &assignment.target {
            ast::AssignmentTarget::ColumnName(name) => self.written_name(name),
            ast::AssignmentTarget::Tuple(names) => {
                names.iter().for_each(|name| self.written_name(name))
            }
        }
        self.expression(&assignment.value, Place::Selected);
    }

    pub(super) fn written_name(&mut self, name: &ast::ObjectName) {
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

    pub(super) fn returning(&mut self, items: Option<&[ast::SelectItem]>) {
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

    pub(super) fn update(&mut self, update: &ast::Update) {
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
            self.condition(expr);
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

    pub(super) fn delete(&mut self, delete: &ast::Delete) {
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
            self.condition(expr);
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

    pub(super) fn merge(&mut self, merge: &ast::Merge) {
        self.enter();
        self.factor(&merge.table, AccessKind::Update);
        self.factor(&merge.source, AccessKind::Select);
        self.condition(&merge.on);
        self.mark(true, false, None);
        self.leave();
    }

    pub(super) fn mark(&mut self, has_where: bool, has_limit: bool, token: Option<At>) {
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
}
