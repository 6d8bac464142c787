//! Stars written out. A server does so when it makes a view, so that a column that is added later is not part of it.

use super::cursor::Cursor;
use super::implied::implied_name;
use super::{bridge, query};
use crate::catalogue::quoted;
use crate::split::{Lexer, TokenKind};
use crate::{At, Dialect, Name, QueryColumn};
use sqlparser::ast;

/// How deep queries may nest.
const MOST_DEPTH: u32 = 20;

/// More columns than any server takes in a relation.
const MOST_COLUMNS: usize = 4_096;

/// The query `text` with each star as the columns that it stands for, and the names of its result. `columns` gives
/// those of a table. `None` if one of them is not known.
pub(crate) fn written_out(
    text: &str,
    dialect: Dialect,
    columns: &dyn Fn(&Name) -> Option<Vec<String>>,
) -> Option<(String, Vec<String>)> {
    let query = read(text, dialect, |cursor| bridge::query(cursor).ok())?;
    let mut walk = Walk {
        dialect,
        columns,
        edits: Vec::new(),
    };
    let names = walk.query(&query, &[], 0)?;
    walk.edits
        .sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
    let mut out = text.to_owned();
    for (at, names) in walk.edits {
        out.replace_range(at.start as usize..at.end as usize, &names);
    }
    Some((out, names))
}

/// The columns of the result of the query `text`; `None` if they cannot be told from it.
pub(crate) fn outputs(text: &str, dialect: Dialect) -> Option<Vec<QueryColumn>> {
    read(text, dialect, query::outputs)
}

/// What `run` finds in the tokens of `text`.
pub(super) fn read<T>(
    text: &str,
    dialect: Dialect,
    run: impl Fn(&Cursor<'_>) -> Option<T>,
) -> Option<T> {
    let mut lexer = Lexer::new(text, dialect, 0, text.len());
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next() {
        if !matches!(token.kind, TokenKind::Comment | TokenKind::Skipped) {
            tokens.push(token);
        }
    }
    run(&Cursor::new(text, &tokens, dialect))
}

/// A column of a row: how it is written, and its name.
type Item = (String, String);

/// The queries in `WITH` that a block can see, by name, with the columns of each.
type Known<'a> = [(String, Vec<String>)];

struct Walk<'a> {
    dialect: Dialect,
    columns: &'a dyn Fn(&Name) -> Option<Vec<String>>,
    edits: Vec<(At, String)>,
}

impl Walk<'_> {
    /// The names of a query's result.
    fn query(&mut self, query: &ast::Query, outer: &Known<'_>, depth: u32) -> Option<Vec<String>> {
        if depth > MOST_DEPTH {
            return None;
        }
        let mut known = outer.to_vec();
        for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
            let name = query::fold(&cte.alias.name, self.dialect);
            let names = self.query(&cte.query, &known, depth + 1)?;
            known.push((name, self.renamed(names, &cte.alias)));
        }
        self.set(&query.body, &known, depth)
    }

    fn set(&mut self, body: &ast::SetExpr, known: &Known<'_>, depth: u32) -> Option<Vec<String>> {
        if depth > MOST_DEPTH {
            return None;
        }
        match body {
            ast::SetExpr::Select(select) => self.select(select, known, depth),
            ast::SetExpr::Query(query) => self.query(query, known, depth + 1),
            ast::SetExpr::SetOperation { left, right, .. } => {
                let names = self.set(left, known, depth + 1);
                self.set(right, known, depth + 1)?;
                names
            }
            ast::SetExpr::Values(values) => {
                let count = values.rows.first()?.content.len();
                Some(
                    (1..=count)
                        .map(|number| format!("column{number}"))
                        .collect(),
                )
            }
            // There is no star to be written out, and what the table has it gives.
            ast::SetExpr::Table(table) => {
                (self.columns)(&query::of_table_command(table, self.dialect)?)
            }
            _ => None,
        }
    }

    fn select(
        &mut self,
        select: &ast::Select,
        known: &Known<'_>,
        depth: u32,
    ) -> Option<Vec<String>> {
        let mut tables: Vec<(String, Option<Vec<Item>>)> = Vec::new();
        let mut row: Option<Vec<Item>> = Some(Vec::new());
        for from in &select.from {
            let more = self.joined(from, known, depth, &mut tables);
            row = row.zip(more).map(|(mut row, more)| {
                row.extend(more);
                row
            });
        }
        let mut names = Vec::new();
        for item in &select.projection {
            let (items, star) = match item {
                ast::SelectItem::Wildcard(options) => (row.clone(), options),
                ast::SelectItem::QualifiedWildcard(
                    ast::SelectItemQualifiedWildcardKind::ObjectName(name),
                    options,
                ) => {
                    let name = query::object_name(name, self.dialect).name;
                    let found = tables.iter().find(|(alias, _)| *alias == name)?;
                    (found.1.clone(), options)
                }
                ast::SelectItem::ExprWithAlias { alias, .. } => {
                    names.push(query::fold(alias, self.dialect));
                    continue;
                }
                ast::SelectItem::UnnamedExpr(expr) => {
                    names.push(implied_name(expr, self.dialect));
                    continue;
                }
                _ => return None,
            };
            let items = items?;
            if names.len() + items.len() > MOST_COLUMNS {
                return None;
            }
            let mut at = bridge::place(star.wildcard_token.0.span)?;
            if let ast::SelectItem::QualifiedWildcard(
                ast::SelectItemQualifiedWildcardKind::ObjectName(name),
                _,
            ) = item
            {
                at = query::object_name(name, self.dialect).at.to(at);
            }
            let written: Vec<&str> = items.iter().map(|(text, _)| text.as_str()).collect();
            self.edits.push((at, written.join(", ")));
            names.extend(items.into_iter().map(|(_, name)| name));
        }
        Some(names)
    }

    /// The row of tables that are joined; `None` if one of them is not known. Each one goes to `tables` too.
    fn joined(
        &mut self,
        from: &ast::TableWithJoins,
        known: &Known<'_>,
        depth: u32,
        tables: &mut Vec<(String, Option<Vec<Item>>)>,
    ) -> Option<Vec<Item>> {
        let mut row = self.factor(&from.relation, known, depth, tables);
        for join in &from.joins {
            let right = self.factor(&join.relation, known, depth, tables);
            let (left, right) = match (row, right) {
                (Some(left), Some(right)) => (left, right),
                _ => {
                    row = None;
                    continue;
                }
            };
            // Columns that both share by the join stand once, before all others.
            let shared: Vec<String> = match constraint(&join.join_operator) {
                Some(ast::JoinConstraint::Using(names)) => names
                    .iter()
                    .map(|name| query::object_name(name, self.dialect).name)
                    .collect(),
                Some(ast::JoinConstraint::Natural) => left
                    .iter()
                    .map(|(_, name)| name.clone())
                    .filter(|name| right.iter().any(|(_, other)| other == name))
                    .collect(),
                _ => Vec::new(),
            };
            let merged = shared
                .iter()
                .map(|name| (quoted(name, self.dialect), name.clone()));
            let rest = left.into_iter().chain(right);
            let rest = rest.filter(|(_, name)| !shared.contains(name));
            row = Some(merged.chain(rest).collect());
        }
        row
    }

    fn factor(
        &mut self,
        factor: &ast::TableFactor,
        known: &Known<'_>,
        depth: u32,
        tables: &mut Vec<(String, Option<Vec<Item>>)>,
    ) -> Option<Vec<Item>> {
        let (name, names) = match factor {
            ast::TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => {
                let name = query::object_name(name, self.dialect);
                let cte = known
                    .iter()
                    .rev()
                    .find(|(cte, _)| name.schema.is_none() && *cte == name.name);
                let names = match cte {
                    Some((_, names)) => Some(names.clone()),
                    None => (self.columns)(&name),
                };
                match alias {
                    Some(alias) => (
                        query::fold(&alias.name, self.dialect),
                        names.map(|names| self.renamed(names, alias)),
                    ),
                    None => (name.name, names),
                }
            }
            ast::TableFactor::Derived {
                subquery, alias, ..
            } => {
                let names = self.query(subquery, known, depth + 1);
                let alias = alias.as_ref()?;
                (
                    query::fold(&alias.name, self.dialect),
                    names.map(|names| self.renamed(names, alias)),
                )
            }
            ast::TableFactor::NestedJoin {
                table_with_joins,
                alias: None,
            } if depth < MOST_DEPTH => {
                return self.joined(table_with_joins, known, depth + 1, tables);
            }
            ast::TableFactor::Table { alias, .. }
            | ast::TableFactor::Function { alias, .. }
            | ast::TableFactor::UNNEST { alias, .. } => {
                let alias = alias.as_ref().map(|alias| &alias.name);
                let name = alias.map_or_else(String::new, |alias| query::fold(alias, self.dialect));
                (name, None)
            }
            _ => (String::new(), None),
        };
        let before = quoted(&name, self.dialect);
        let items: Option<Vec<Item>> = names.map(|names| {
            let write = |name: String| (format!("{before}.{}", quoted(&name, self.dialect)), name);
            names.into_iter().map(write).collect()
        });
        tables.push((name, items.clone()));
        items
    }

    /// The names under the ones that an alias gives.
    fn renamed(&self, mut names: Vec<String>, alias: &ast::TableAlias) -> Vec<String> {
        for (name, column) in names.iter_mut().zip(&alias.columns) {
            *name = query::fold(&column.name, self.dialect);
        }
        names
    }
}

fn constraint(operator: &ast::JoinOperator) -> Option<&ast::JoinConstraint> {
    use ast::JoinOperator as J;
    match operator {
        J::Join(one)
        | J::Inner(one)
        | J::Left(one)
        | J::LeftOuter(one)
        | J::Right(one)
        | J::RightOuter(one)
        | J::FullOuter(one)
        | J::CrossJoin(one) => Some(one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: &str) {
        let columns = |name: &Name| {
            let names: &[&str] = match name.name.as_str() {
                "a" => &["id", "x"],
                "b" => &["id", "Y"],
                _ => return None,
            };
            Some(names.iter().map(|name| (*name).to_owned()).collect())
        };
        let found = written_out(query, Dialect::PostgreSql, &columns);
        assert_eq!(found.map(|(text, _)| text).as_deref(), Some(expected));
    }

    #[test]
    fn a_star_is_every_column_of_its_tables() {
        check("SELECT * FROM a", "SELECT a.id, a.x FROM a");
        check(
            "SELECT b.*, q.x FROM s.a AS q JOIN b ON true",
            "SELECT b.id, b.\"Y\", q.x FROM s.a AS q JOIN b ON true",
        );
        check(
            "WITH c AS (SELECT * FROM a) SELECT count(*), c.* FROM c",
            "WITH c AS (SELECT a.id, a.x FROM a) SELECT count(*), c.id, c.x FROM c",
        );
    }

    #[test]
    fn columns_that_a_join_shares_stand_once_and_first() {
        check(
            "SELECT * FROM a JOIN b USING (id)",
            "SELECT id, a.x, b.\"Y\" FROM a JOIN b USING (id)",
        );
        check(
            "SELECT * FROM (SELECT *, 1 AS one FROM a) AS q NATURAL JOIN b",
            "SELECT id, q.x, q.one, b.\"Y\" FROM (SELECT a.id, a.x, 1 AS one FROM a) AS q NATURAL JOIN b",
        );
    }
}
