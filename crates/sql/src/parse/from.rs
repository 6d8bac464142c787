//! `FROM` and `JOIN`: which tables a block has, and under which names.

use super::access::{MOST_DEPTH, Walk};
use super::expression::Place;
use super::query::{fold, object_name};
use crate::{Access, AccessKind, ColumnUse, Comparison, Ident, Name, Usage};
use sqlparser::ast;

impl Walk<'_> {
    pub(super) fn table_with_joins(&mut self, table: &ast::TableWithJoins, kind: AccessKind) {
        self.factor(&table.relation, kind);
        let mut joined = Vec::new();
        for join in &table.joins {
            let start = self.tables();
            self.factor(&join.relation, AccessKind::Select);
            joined.push(start..self.tables());
        }
        for (join, joined) in table.joins.iter().zip(joined) {
            use ast::JoinOperator as Op;
            let (constraint, keeps): (_, fn(bool) -> bool) = match &join.join_operator {
                Op::Join(constraint)
                | Op::Inner(constraint)
                | Op::CrossJoin(constraint)
                | Op::StraightJoin(constraint) => (constraint, |_| false),
                Op::Left(constraint) | Op::LeftOuter(constraint) => (constraint, |is_new| !is_new),
                Op::Right(constraint) | Op::RightOuter(constraint) => (constraint, |is_new| is_new),
                Op::FullOuter(constraint) => (constraint, |_| true),
                _ => continue,
            };
            let before: Vec<usize> = self
                .open
                .last()
                .into_iter()
                .flat_map(|block| &block.accesses)
                .map(|access| access.columns.len())
                .collect();
            match constraint {
                ast::JoinConstraint::On(expr) => self.condition(expr),
                ast::JoinConstraint::Using(columns) => {
                    for column in columns {
                        self.using(&object_name(column, self.dialect));
                    }
                }
                _ => {}
            }
            // The condition of an outer join finds no rows of the side that is kept whole.
            let accesses = self.open.last_mut().map(|block| &mut block.accesses);
            for (index, access) in accesses.into_iter().flatten().enumerate() {
                if keeps(joined.contains(&index)) {
                    let start = before.get(index).copied().unwrap_or(0);
                    for one in access.columns.iter_mut().skip(start) {
                        one.usage = Usage::Filter(Comparison::Tested);
                    }
                }
            }
        }
    }

    /// How many tables the innermost block has so far.
    fn tables(&self) -> usize {
        self.open.last().map_or(0, |block| block.accesses.len())
    }

    /// `USING (c)`: a join on `c` of each table.
    pub(super) fn using(&mut self, column: &Name) {
        let Some(block) = self.open.last_mut() else {
            return;
        };
        let names: Vec<String> = block
            .accesses
            .iter()
            .map(|access| access.alias.as_ref().unwrap_or(&access.table.name).clone())
            .collect();
        let is_pair = names.len() == 2 && block.other.is_empty();
        for (index, access) in block.accesses.iter_mut().enumerate() {
            access.columns.push(ColumnUse {
                column: Ident {
                    text: column.name.clone(),
                    at: column.at,
                },
                usage: Usage::Join {
                    table: is_pair.then(|| names[1 - index].clone()),
                    column: column.name.clone(),
                },
                is_certain: true,
                is_alternative: false,
                arm: None,
                at: column.at,
            });
        }
    }

    pub(super) fn factor(&mut self, factor: &ast::TableFactor, kind: AccessKind) {
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

    pub(super) fn other(&mut self, alias: String) {
        if let Some(block) = self.open.last_mut() {
            block.other.push(alias);
        }
    }

    pub(super) fn push_access(&mut self, table: Name, alias: Option<String>, kind: AccessKind) {
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
}
