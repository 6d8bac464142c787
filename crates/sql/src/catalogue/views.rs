//! Views.

use super::apply::Doing;
use super::{Catalogue, Outcome, Problem, Relation, RelationKind};
use crate::{Dialect, Expression, Name, QueryColumn, ViewDef};

impl Catalogue {
    /// A query with its stars written out, if it has stars and all their tables are known, and the columns of its result
    /// where the statement's own do not tell them. SQLite alone keeps the star, and looks what it means whenever the
    /// view is read.
    pub(super) fn written_out(
        &self,
        query: &Expression,
        columns: Option<&[QueryColumn]>,
    ) -> Option<(Expression, Option<Vec<QueryColumn>>)> {
        let has_star = columns.is_none_or(|columns| {
            let is_star = |one: &QueryColumn| matches!(one, QueryColumn::Star { .. });
            columns.iter().any(is_star)
        });
        if !has_star || self.dialect == Dialect::Sqlite || !query.text.contains('*') {
            return None;
        }
        let names = |name: &Name| {
            let found = self.relation(name).filter(|one| one.columns_are_known)?;
            let names = found.columns.iter().map(|column| column.name.clone());
            Some(names.collect())
        };
        let (text, names) = crate::parse::written_out(&query.text, self.dialect, &names)?;
        // To read the long form is needed only where a join puts what it shares first, or a subquery has the star.
        let columns = match columns {
            Some(columns) if self.are_named(columns, &names) => None,
            _ => Some(crate::parse::outputs(&text, self.dialect)?),
        };
        Some((Expression { text, at: query.at }, columns))
    }

    /// Whether the columns, with all that their stars stand for, have these names in this order.
    fn are_named(&self, columns: &[QueryColumn], names: &[String]) -> bool {
        let mut rest = names.iter();
        columns.iter().all(|column| match column {
            QueryColumn::Named { name, .. } => rest.next() == Some(name),
            QueryColumn::Star { table } => self.relation(table).is_some_and(|found| {
                found
                    .columns
                    .iter()
                    .all(|one| rest.next() == Some(&one.name))
            }),
        }) && rest.next().is_none()
    }

    pub(super) fn create_view(&mut self, def: &ViewDef, doing: Doing) -> Outcome {
        if !def.name.is_known() {
            return Outcome::problem(Problem::HiddenName);
        }
        let mut key = self.new_key(&def.name);
        // What reads something temporary goes with it.
        let is_temporary = def.is_temporary
            || def
                .reads
                .iter()
                .filter_map(|name| self.relation(name))
                .any(|found| found.is_temporary);
        if is_temporary {
            key.schema = "pg_temp".to_owned();
        }
        let folded = self.folded(&key);
        let old = self.relations.get(&folded).cloned();
        if let Some(old) = &old
            && (!def.or_replace || old.kind == RelationKind::Table)
        {
            return Outcome::skipped_or(
                def.if_not_exists || doing.conditional,
                Problem::AlreadyThere(key.to_string()),
            );
        }
        let problem = self.know_schema(&key.schema);
        let written_out = self.written_out(&def.query, def.query_columns.as_deref());
        let (query, outputs) = match written_out {
            Some((query, outputs)) => (query, outputs),
            None => (def.query.clone(), None),
        };
        let outputs = outputs.as_deref().or(def.query_columns.as_deref());
        let (columns, columns_are_known) = self.view_columns(&def.columns, outputs);
        let reads = def
            .reads
            .iter()
            .filter_map(|name| self.relation(name))
            .map(|found| found.key.clone())
            .collect();
        let mut relation = Relation {
            key: key.clone(),
            kind: if def.is_materialized {
                RelationKind::MaterializedView
            } else {
                RelationKind::View
            },
            columns,
            columns_are_known,
            is_temporary,
            definition: Some(query),
            reads,
            origin: doing.origin(def.name.at),
            ..Relation::default()
        };
        if let Some(problem) = self.too_wide(&relation, 0) {
            return Outcome::problem(problem);
        }
        for column in &mut relation.columns {
            column.origin = doing.origin(def.name.at);
        }
        match old {
            Some(old) => {
                relation.comment = old.comment.clone();
                relation.triggers = old.triggers.clone();
                self.relations.insert(folded, std::sync::Arc::new(relation));
            }
            None => self.insert_relation(relation),
        }
        Outcome {
            problem,
            ..Outcome::touched(key)
        }
    }
}
