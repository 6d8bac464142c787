//! Tables and columns dropped, with what goes with them.

use super::indexes::part_mentions;
use super::{Catalogue, Outcome, Problem, RelationKind, TableKey, rewrite};
use crate::{Column, ConstraintKind, Dialect, Ident, Key, Name};

impl Catalogue {
    /// Drops a table or a view. Without `CASCADE` the server would refuse while others need it, so what needs it goes
    /// too: the migration has run.
    pub(super) fn drop_table(&mut self, name: &Name, if_exists: bool, _cascade: bool) -> Outcome {
        let Some(key) = self.find(name) else {
            return Outcome::skipped_or(if_exists, self.unknown(name));
        };
        let mut outcome = Outcome::default();
        self.drop_relation(&key, &mut outcome);
        outcome
            .touched
            .retain(|touched| !outcome.removed.contains(touched));
        outcome
    }

    pub(super) fn drop_relation(&mut self, key: &TableKey, outcome: &mut Outcome) {
        let Some(relation) = self.relations.get(key).cloned() else {
            return;
        };
        for child in self.with_children(key).into_iter().skip(1) {
            self.drop_relation(&child, outcome);
        }
        if self.dialect == Dialect::PostgreSql {
            outcome
                .touched
                .extend(self.drop_foreign_to(&relation.key, None));
            self.drop_readers(&relation.key, None, outcome);
        }
        for constraint in &relation.constraints {
            self.forget_constraint_name(&relation.key.schema, &constraint.name);
        }
        for index in &relation.indexes {
            self.remove_index(key, &index.name);
        }
        self.drop_sequences_of(&relation.key, None, outcome);
        self.relations.shift_remove(key);
        outcome.removed.push(relation.key.clone());
    }

    /// Drops the sequences that belong to a table (or to a column of it), and what takes its default from them.
    fn drop_sequences_of(
        &mut self,
        target: &TableKey,
        column: Option<&str>,
        outcome: &mut Outcome,
    ) {
        let owned: Vec<TableKey> = self
            .sequences
            .iter()
            .filter(|(_, sequence)| {
                sequence.owned_by.as_ref().is_some_and(|(table, owner)| {
                    table == target && column.is_none_or(|column| column == owner)
                })
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in owned {
            self.sequences.shift_remove(&key);
            outcome
                .touched
                .extend(self.drop_defaults_from(&key).touched);
        }
    }

    /// Drops the views that read a relation (and mention a column of it, if given).
    pub(super) fn drop_readers(
        &mut self,
        target: &TableKey,
        column: Option<&str>,
        outcome: &mut Outcome,
    ) {
        let readers: Vec<TableKey> = self
            .relations
            .iter()
            .filter(|(_, relation)| {
                relation.kind != RelationKind::Table && relation.reads.contains(target)
            })
            .filter(|(_, relation)| {
                column.is_none_or(|column| {
                    let is_selected = relation.columns.iter().any(|one| one.name == column);
                    relation.definition.as_ref().is_some_and(|query| {
                        rewrite::mentions(query, column, self.dialect)
                            || is_selected && query.text.contains('*')
                    })
                })
            })
            .map(|(key, _)| key.clone())
            .collect();
        for reader in readers {
            self.drop_relation(&reader, outcome);
        }
    }

    pub(super) fn drop_column(
        &mut self,
        table: &Name,
        column: &Ident,
        if_exists: bool,
        cascade: bool,
    ) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = self.relations[&key].clone();
        let Some(place) = super::columns::position(&relation, &column.text) else {
            if if_exists {
                return Outcome::skipped();
            }
            return self.unknown_column(&relation, column);
        };
        let name = relation.columns[place].name.clone();
        // What is shared would be copied before it changes.
        drop(relation);
        let mut outcome = self.touched_family(&key);
        for child in self.with_children(&key) {
            self.drop_column_of(&child, &name, child == key, cascade, &mut outcome);
        }
        outcome
            .touched
            .retain(|touched| !outcome.removed.contains(touched));
        outcome
    }

    fn drop_column_of(
        &mut self,
        key: &TableKey,
        name: &str,
        is_own: bool,
        cascade: bool,
        outcome: &mut Outcome,
    ) {
        let Some(relation) = self.relations.get(key).cloned() else {
            return;
        };
        let dialect = self.dialect;
        let Some(column) = relation.columns.iter().find(|one| one.name == name) else {
            return;
        };
        if !is_own && !column.is_inherited {
            return;
        }
        let is_column = |ident: &Ident| {
            if dialect == Dialect::PostgreSql {
                ident.text == name
            } else {
                ident.text.eq_ignore_ascii_case(name)
            }
        };
        // Constraints over the column go, and with them their indexes.
        let constraints: Vec<String> = relation
            .constraints
            .iter()
            .filter(|constraint| match &constraint.kind {
                // MySQL takes the column out of the key.
                ConstraintKind::Primary { columns, .. }
                | ConstraintKind::Unique { columns, .. } => {
                    columns
                        .iter()
                        .any(|part| part_mentions(part, name, dialect))
                        && (dialect != Dialect::MySql || columns.len() == 1)
                }
                ConstraintKind::Foreign(foreign) => foreign.columns.iter().any(is_column),
                ConstraintKind::Check { expression, .. } => {
                    rewrite::mentions(expression, name, dialect)
                }
                ConstraintKind::Exclude {
                    parts, predicate, ..
                } => {
                    parts
                        .iter()
                        .any(|(part, _)| part_mentions(part, name, dialect))
                        || predicate
                            .as_ref()
                            .is_some_and(|predicate| rewrite::mentions(predicate, name, dialect))
                }
                ConstraintKind::NotNull { column } => is_column(column),
            })
            .map(|constraint| constraint.name.clone())
            .collect();
        if dialect == Dialect::Sqlite {
            // Most have no name there, and what has an index is refused.
            if let Some(relation) = self.relation_mut(key) {
                relation.constraints.retain(|one| match &one.kind {
                    ConstraintKind::Foreign(foreign) => !foreign.columns.iter().any(is_column),
                    ConstraintKind::Check { expression, .. } => {
                        !rewrite::mentions(expression, name, dialect)
                    }
                    _ => true,
                });
            }
        } else {
            for constraint in constraints {
                outcome
                    .touched
                    .extend(self.remove_constraint(key, &constraint));
            }
        }
        if dialect == Dialect::MySql {
            self.take_out_of_indexes(key, name);
        } else {
            let indexes: Vec<String> = self.relations[key]
                .indexes
                .iter()
                .filter(|index| {
                    index
                        .parts
                        .iter()
                        .any(|part| part_mentions(part, name, dialect))
                        || index.include.iter().any(is_column)
                        || index
                            .predicate
                            .as_ref()
                            .is_some_and(|predicate| rewrite::mentions(predicate, name, dialect))
                })
                .map(|index| index.name.clone())
                .collect();
            for index in indexes {
                self.remove_index(key, &index);
            }
        }
        if cascade {
            self.drop_readers(&relation.key, Some(name), outcome);
        }
        self.drop_sequences_of(&relation.key, Some(name), outcome);
        let generated: Vec<String> = relation
            .columns
            .iter()
            .filter(|one| {
                one.generated.as_ref().is_some_and(|generated| {
                    one.name != name && rewrite::mentions(&generated.expression, name, dialect)
                })
            })
            .map(|one| one.name.clone())
            .collect();
        if let Some(relation) = self.relation_mut(key) {
            relation.columns.retain(|one| one.name != name);
        }
        if cascade {
            for column in generated {
                self.drop_column_of(key, &column, true, cascade, outcome);
            }
        }
    }

    /// MySQL's indexes lose the column, and go when nothing is left.
    fn take_out_of_indexes(&mut self, key: &TableKey, name: &str) {
        let Some(relation) = self.relation_mut(key) else {
            return;
        };
        let is_other = |part: &crate::IndexPart| !matches!(&part.key, Key::Column(column) if column.text.eq_ignore_ascii_case(name));
        for index in &mut relation.indexes {
            index.parts.retain(is_other);
        }
        for constraint in &mut relation.constraints {
            if let ConstraintKind::Primary { columns, .. }
            | ConstraintKind::Unique { columns, .. } = &mut constraint.kind
            {
                columns.retain(is_other);
            }
        }
        let empty: Vec<String> = relation
            .indexes
            .iter()
            .filter(|index| index.parts.is_empty())
            .map(|index| index.name.clone())
            .collect();
        for index in empty {
            self.remove_index(key, &index);
        }
    }

    pub(super) fn drop_trigger(&mut self, name: &Ident, table: Option<&Name>) -> Outcome {
        if let Some(table) = table {
            return match self.find(table) {
                Some(_) => self.on_relation(table, |relation| {
                    relation.triggers.retain(|one| *one != name.text)
                }),
                None => Outcome::default(),
            };
        }
        let key = self
            .relations
            .iter()
            .find(|(_, relation)| relation.triggers.contains(&name.text))
            .map(|(key, _)| key.clone());
        let Some(key) = key else {
            return Outcome::default();
        };
        let Some(relation) = self.relation_mut(&key) else {
            return Outcome::default();
        };
        relation.triggers.retain(|one| *one != name.text);
        Outcome::touched(relation.key.clone())
    }

    pub(super) fn drop_schema(&mut self, name: &Ident, if_exists: bool, cascade: bool) -> Outcome {
        if !self.schemas.contains(&name.text) {
            return Outcome::skipped_or(if_exists, Problem::UnknownSchema(name.text.clone()));
        }
        let mut outcome = Outcome::default();
        let inside: Vec<TableKey> = self
            .relations
            .keys()
            .filter(|key| key.schema == name.text)
            .cloned()
            .collect();
        if !cascade && let Some(first) = inside.first() {
            return Outcome::problem(Problem::StillNeeded {
                what: name.text.clone(),
                by: first.to_string(),
            });
        }
        for key in inside {
            self.drop_relation(&key, &mut outcome);
        }
        self.types.retain(|key, _| key.schema != name.text);
        self.sequences.retain(|key, _| key.schema != name.text);
        let prefix = format!("{}.", name.text);
        self.routines
            .retain(|routine, _| !routine.starts_with(&prefix));
        self.schemas.retain(|schema| *schema != name.text);
        self.drop_extensions_of(&name.text);
        outcome
    }

    /// Extensions go with the schema that they were put into, and defaults that call their functions with them.
    fn drop_extensions_of(&mut self, schema: &str) {
        let is_inside = |own: &Option<String>| own.as_deref() == Some(schema);
        let makes_ids =
            |(name, own): &(String, Option<String>)| name == "uuid-ossp" && is_inside(own);
        if self.extensions.iter().any(makes_ids) {
            for relation in self.relations.values_mut() {
                let calls = |column: &Column| {
                    let default = column.default.as_ref();
                    default.is_some_and(|default| default.text.contains("uuid_generate_"))
                };
                if relation.columns.iter().any(calls) {
                    let columns = &mut std::sync::Arc::make_mut(relation).columns;
                    for column in columns.iter_mut().filter(|column| calls(column)) {
                        column.default = None;
                    }
                }
            }
        }
        self.extensions.retain(|(_, own)| !is_inside(own));
    }
}
