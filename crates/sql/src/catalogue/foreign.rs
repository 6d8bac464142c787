//! Foreign keys.

use std::sync::Arc;

use super::apply::Doing;
use super::constraints::constraint;
use super::names::index_columns_text;
use super::{Catalogue, Constraint, Problem, Relation, TableKey};
use crate::{ConstraintDef, ConstraintKind, Dialect, Foreign, Ident, IndexPart, Name};

impl Catalogue {
    pub(super) fn foreign(
        &mut self,
        key: &TableKey,
        relation: Arc<Relation>,
        def: &ConstraintDef,
        foreign: &Foreign,
        doing: Doing,
    ) -> Option<Problem> {
        let mut problem = None;
        let mut resolved = foreign.clone();
        match self.relation(&foreign.table) {
            Some(target) => {
                resolved.table = Name {
                    schema: Some(target.key.schema.clone()),
                    name: target.key.name.clone(),
                    at: foreign.table.at,
                };
                // SQLite looks for the key when it needs it.
                if resolved.referred.is_empty() && self.dialect != Dialect::Sqlite {
                    let columns = target
                        .primary_key()
                        .into_iter()
                        .map(|name| Ident::new(name, foreign.table.at));
                    resolved.referred = columns.collect();
                }
            }
            None => {
                // SQLite and MySQL without checks allow the table to come later.
                let target = self.new_key(&foreign.table);
                resolved.table = Name {
                    schema: Some(target.schema),
                    name: target.name,
                    at: foreign.table.at,
                };
                if self.dialect == Dialect::PostgreSql {
                    problem = Some(self.unknown(&foreign.table));
                }
            }
        }
        // MySQL ignores a `REFERENCES` at a column (before 9.0); MariaDB does not.
        let columns = resolved
            .columns
            .iter()
            .map(|one| one.text.as_str())
            .collect::<Vec<_>>();
        let parts: Vec<IndexPart> = resolved
            .columns
            .iter()
            .cloned()
            .map(IndexPart::column)
            .collect();
        let name = self.constraint_name(&relation, def, &index_columns_text(&parts, &[]), "fkey");
        for column in columns {
            if relation.column(column).is_none() && relation.columns_are_known {
                problem = Some(Problem::UnknownColumn {
                    table: relation.key.to_string(),
                    column: column.to_owned(),
                });
            }
        }
        // What is shared would be copied before it changes.
        drop(relation);
        let name_text = name.0.clone();
        let index_name = foreign.index_name.clone().or_else(|| def.name.clone());
        self.push_constraint(
            key,
            constraint(def, name, ConstraintKind::Foreign(resolved), doing),
        );
        if self.dialect == Dialect::MySql {
            self.index_for_foreign(key, &parts, index_name, name_text, doing.origin(def.at));
        }
        problem
    }

    pub(super) fn clone_foreign_to(&mut self, key: &TableKey, parent: &Constraint) {
        let ConstraintKind::Foreign(foreign) = &parent.kind else {
            return;
        };
        let relation = self.relations[key].clone();
        let same = relation.constraints.iter().position(|one| match &one.kind {
            ConstraintKind::Foreign(own) => {
                own.columns == foreign.columns
                    && own.table == foreign.table
                    && own.referred == foreign.referred
            }
            _ => false,
        });
        match same {
            Some(place) => {
                if let Some(relation) = self.relation_mut(key) {
                    relation.constraints[place].is_inherited = true;
                }
            }
            None => {
                let mut copy = Constraint {
                    is_inherited: true,
                    ..parent.clone()
                };
                if relation.constraints.iter().any(|one| one.name == copy.name) {
                    let columns: Vec<IndexPart> = foreign
                        .columns
                        .iter()
                        .cloned()
                        .map(IndexPart::column)
                        .collect();
                    let text = index_columns_text(&columns, &[]);
                    copy.name = self.choose_constraint_name(
                        &relation.key.schema,
                        &relation.key.name,
                        &text,
                        "fkey",
                    );
                }
                self.push_constraint(key, copy);
            }
        }
    }

    /// Drops foreign keys that refer to a table (with these columns, if given).
    pub(super) fn drop_foreign_to(
        &mut self,
        target: &TableKey,
        columns: Option<&[IndexPart]>,
    ) -> Vec<TableKey> {
        let mut found: Vec<(TableKey, String)> = Vec::new();
        for (key, relation) in &self.relations {
            for constraint in &relation.constraints {
                let ConstraintKind::Foreign(foreign) = &constraint.kind else {
                    continue;
                };
                let is_target = foreign.table.name == target.name
                    && foreign.table.schema.as_deref() == Some(&target.schema);
                let needs = columns.is_none_or(|columns| {
                    columns.len() == foreign.referred.len()
                        && columns.iter().all(|part| {
                            foreign
                                .referred
                                .iter()
                                .any(|one| Some(one.text.as_str()) == part.column_name())
                        })
                });
                if is_target && needs {
                    found.push((key.clone(), constraint.name.clone()));
                }
            }
        }
        let touched = found
            .iter()
            .map(|(key, _)| self.relations[key].key.clone())
            .collect();
        for (key, name) in found {
            self.remove_constraint(&key, &name);
        }
        touched
    }
}
