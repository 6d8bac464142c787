//! Views.

use super::apply::Doing;
use super::{Catalogue, Outcome, Problem, Relation, RelationKind};
use crate::ViewDef;

impl Catalogue {
    pub(super) fn create_view(&mut self, def: &ViewDef, doing: Doing) -> Outcome {
        if !def.name.is_known() {
            return Outcome::problem(Problem::HiddenName);
        }
        let mut key = self.new_key(&def.name);
        if def.is_temporary {
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
        let (columns, columns_are_known) =
            self.view_columns(&def.columns, def.query_columns.as_deref());
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
            is_temporary: def.is_temporary,
            definition: Some(def.query.clone()),
            reads,
            origin: doing.origin(def.name.at),
            ..Relation::default()
        };
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
