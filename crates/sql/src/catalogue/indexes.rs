//! Indexes: made, cloned to partitions, dropped, renamed.

use super::apply::Doing;
use super::constraints::{mysql_index_name, same_columns};
use super::names::index_columns_text;
use super::{Catalogue, Constraint, Index, Outcome, Problem, Relation, TableKey};
use crate::{Dialect, Ident, IndexDef, IndexPart, Key, Name, Origin};

impl Catalogue {
    pub(super) fn create_index(&mut self, def: &IndexDef, doing: Doing) -> Outcome {
        let Some(key) = self.find(&def.table) else {
            return Outcome::problem(self.unknown(&def.table));
        };
        let relation = &self.relations[&key];
        if let Some(name) = &def.name
            && self.index_exists(relation, &name.text)
        {
            return Outcome::skipped_or(
                def.if_not_exists || doing.conditional,
                Problem::AlreadyThere(name.text.clone()),
            );
        }
        let missing = def
            .parts
            .iter()
            .filter_map(IndexPart::column_name)
            .find(|name| {
                relation.columns_are_known
                    && relation.column(name).is_none()
                    && !(self.dialect == Dialect::PostgreSql && is_system_column(name))
            });
        if let Some(missing) = missing {
            let problem = Problem::UnknownColumn {
                table: relation.key.to_string(),
                column: missing.to_owned(),
            };
            return Outcome::problem(if missing.is_empty() {
                Problem::HiddenName
            } else {
                problem
            });
        }
        self.index_in(&key, def, doing);
        self.touched_family(&key)
    }

    fn index_exists(&self, relation: &Relation, name: &str) -> bool {
        match self.dialect {
            Dialect::MySql => relation
                .indexes
                .iter()
                .any(|index| index.name.eq_ignore_ascii_case(name)),
            Dialect::Sqlite => self
                .index_owners
                .contains_key(&TableKey::new("", &name.to_lowercase())),
            Dialect::PostgreSql => {
                let key = TableKey::new(&relation.key.schema, name);
                self.index_owners.contains_key(&key) || self.relations.contains_key(&key)
            }
        }
    }

    /// Makes an index on a table that is there.
    pub(super) fn index_in(&mut self, key: &TableKey, def: &IndexDef, doing: Doing) {
        let relation = &self.relations[key];
        let name = match &def.name {
            Some(name) => name.text.clone(),
            None if self.dialect == Dialect::PostgreSql => {
                let text = index_columns_text(&def.parts, &def.include);
                self.choose_relation_name(
                    &relation.key.schema,
                    &relation.key.name,
                    &text,
                    "idx",
                    false,
                )
            }
            None => mysql_index_name(relation, &def.parts),
        };
        let index = Index {
            name,
            name_is_generated: def.name.is_none(),
            parts: def.parts.clone(),
            is_unique: def.is_unique,
            method: def.method.clone(),
            predicate: def.predicate.clone(),
            include: def.include.clone(),
            nulls_not_distinct: def.nulls_not_distinct,
            options: def.options.clone(),
            origin: doing.origin(def.at),
            ..Index::default()
        };
        if def.only {
            self.push_index(key, index);
        } else {
            self.push_index_and_partitions(key, index);
        }
    }

    pub(super) fn push_index(&mut self, key: &TableKey, index: Index) {
        let schema = &self.relations[key].key.schema;
        let owner_key = match self.dialect {
            Dialect::PostgreSql => TableKey::new(schema, &index.name),
            _ => TableKey::new("", &index.name.to_lowercase()),
        };
        self.index_owners.insert(owner_key, key.clone());
        let is_mysql = self.dialect == Dialect::MySql;
        let Some(relation) = self.relation_mut(key) else {
            return;
        };
        if is_mysql {
            // An index that MySQL made for a foreign key goes when another can serve.
            let serves = |old: &Index| {
                old.name_is_generated
                    && !old.is_unique
                    && old.constraint.is_some()
                    && index.method.is_none()
                    && index.parts.len() >= old.parts.len()
                    && same_columns(&index.parts[..old.parts.len()], &old.parts)
                    && index.parts.iter().all(|part| part.prefix_length.is_none())
            };
            relation.indexes.retain(|old| !serves(old));
        }
        relation.indexes.push(index);
    }

    pub(super) fn push_index_and_partitions(&mut self, key: &TableKey, index: Index) {
        self.push_index(key, index.clone());
        if !self.has_children {
            return;
        }
        let parent = self.relations[key].clone();
        if parent.partition_by.is_none() {
            return;
        }
        let partitions: Vec<TableKey> = self
            .relations
            .iter()
            .filter(|(_, relation)| {
                relation
                    .partition_of
                    .as_ref()
                    .is_some_and(|(of, _)| *of == parent.key)
            })
            .map(|(key, _)| key.clone())
            .collect();
        for partition in partitions {
            self.clone_index_to(&partition, &index, &parent);
        }
    }

    /// Gives a partition an index of its parent, or ties one that it has to it.
    pub(super) fn clone_index_to(&mut self, key: &TableKey, index: &Index, parent: &Relation) {
        let relation = self.relations[key].clone();
        let constraint = parent
            .constraints
            .iter()
            .find(|one| Some(&one.name) == index.constraint.as_ref());
        let equal = relation.indexes.iter().position(|own| {
            !own.is_inherited
                && own.is_unique == index.is_unique
                && own.predicate == index.predicate
                && own.method == index.method
                && own.parts == index.parts
                && (constraint.is_none() || own.constraint.is_some())
        });
        if let Some(place) = equal {
            let own_constraint = relation.indexes[place].constraint.clone();
            if let Some(relation) = self.relation_mut(key) {
                relation.indexes[place].is_inherited = true;
                for own in relation.constraints.iter_mut().filter(|one| {
                    constraint.is_some() && Some(&one.name) == own_constraint.as_ref()
                }) {
                    own.is_inherited = true;
                }
            }
            return;
        }
        self.copy_index_with(key, index.clone(), constraint.cloned(), true);
    }

    /// Copies an index (with its constraint) to another table, under a new name.
    pub(super) fn copy_index(
        &mut self,
        key: &TableKey,
        index: Index,
        constraint: Option<Constraint>,
    ) {
        self.copy_index_with(key, index, constraint, false);
    }

    fn copy_index_with(
        &mut self,
        key: &TableKey,
        mut index: Index,
        constraint: Option<Constraint>,
        is_inherited: bool,
    ) {
        let relation = self.relations[key].clone();
        let (schema, table) = (relation.key.schema.as_str(), relation.key.name.as_str());
        if self.dialect == Dialect::PostgreSql {
            let text = if index.is_primary {
                String::new()
            } else {
                index_columns_text(&index.parts, &index.include)
            };
            let label = match &constraint {
                Some(_) if index.is_primary => "pkey",
                Some(_) if !index.is_unique => "excl",
                Some(_) => "key",
                None => "idx",
            };
            index.name =
                self.choose_relation_name(schema, table, &text, label, constraint.is_some());
        }
        index.is_inherited = is_inherited;
        index.name_is_generated = true;
        index.constraint = constraint.as_ref().map(|_| index.name.clone());
        if let Some(constraint) = constraint {
            let copy = Constraint {
                name: index.name.clone(),
                name_is_generated: true,
                is_inherited,
                ..constraint
            };
            self.push_constraint(key, copy);
        }
        if is_inherited {
            self.push_index_and_partitions(key, index);
        } else {
            self.push_index(key, index);
        }
    }

    /// The index that MySQL makes for a foreign key if none begins with its columns.
    pub(super) fn index_for_foreign(
        &mut self,
        key: &TableKey,
        parts: &[IndexPart],
        name: Option<Ident>,
        constraint: String,
        origin: Origin,
    ) {
        let relation = self.relations[key].clone();
        // Of two that it made itself for the same columns, the later one stays.
        let serves = relation.indexes.iter().any(|index| {
            let was_made =
                index.name_is_generated && index.constraint.is_some() && !index.is_unique;
            index.method.is_none()
                && index.parts.len() >= parts.len() + usize::from(was_made)
                && same_columns(&index.parts[..parts.len()], parts)
        });
        if serves {
            return;
        }
        let name = name.map_or_else(|| mysql_index_name(&relation, parts), |name| name.text);
        self.push_index(
            key,
            Index {
                name,
                name_is_generated: true,
                parts: parts.to_vec(),
                constraint: Some(constraint),
                origin,
                ..Index::default()
            },
        );
    }

    /// The table of an index, by the index's name.
    pub(super) fn index_owner(&self, index: &Name, table: Option<&Name>) -> Option<TableKey> {
        if let Some(table) = table {
            let key = self.find(table)?;
            return self.relations[&key]
                .indexes
                .iter()
                .any(|one| one.name.eq_ignore_ascii_case(&index.name))
                .then_some(key);
        }
        match self.dialect {
            Dialect::PostgreSql => {
                let found = self.find_in(index, |key| self.index_owners.contains_key(key))?;
                self.index_owners.get(&found).cloned()
            }
            _ => self
                .index_owners
                .get(&TableKey::new("", &index.name.to_lowercase()))
                .cloned(),
        }
    }

    /// The table that an index belongs to and the index, by its name (and table, as MySQL asks for).
    pub fn index(&self, index: &Name, table: Option<&Name>) -> Option<(&Relation, &Index)> {
        let relation = self.relations.get(&self.index_owner(index, table)?)?;
        let found = relation.indexes.iter().find(|one| one.name == index.name);
        let found = found.or_else(|| {
            relation
                .indexes
                .iter()
                .find(|one| one.name.eq_ignore_ascii_case(&index.name))
        })?;
        Some((relation, found))
    }

    pub(super) fn drop_index(
        &mut self,
        index: &Name,
        table: Option<&Name>,
        if_exists: bool,
        cascade: bool,
    ) -> Outcome {
        if !index.is_known() {
            return Outcome::skipped_or(if_exists, Problem::HiddenName);
        }
        let Some(key) = self.index_owner(index, table) else {
            return Outcome::skipped_or(if_exists, Problem::UnknownIndex(index.to_string()));
        };
        let relation = self.relations[&key].clone();
        let Some(found) = relation
            .indexes
            .iter()
            .find(|one| one.name.eq_ignore_ascii_case(&index.name))
        else {
            return Outcome::skipped_or(if_exists, Problem::UnknownIndex(index.to_string()));
        };
        let mut outcome = self.touched_family(&key);
        let constraint = found.constraint.clone().filter(|name| {
            relation.constraints.iter().any(|one| {
                one.name == *name && !matches!(one.kind, crate::ConstraintKind::Foreign(_))
            })
        });
        match constraint {
            // MySQL's `DROP INDEX` of a unique key drops the key.
            Some(constraint) if self.dialect == Dialect::MySql => {
                outcome
                    .touched
                    .extend(self.remove_constraint(&key, &constraint));
            }
            Some(constraint) if self.dialect == Dialect::PostgreSql => {
                return Outcome::problem(Problem::StillNeeded {
                    what: index.name.clone(),
                    by: constraint,
                });
            }
            _ => {
                let (parts, name) = (found.parts.clone(), found.name.clone());
                let own_key = relation.key.clone();
                let is_referred = cascade
                    && self.dialect == Dialect::PostgreSql
                    && is_referred_to(&relation, found);
                let is_partitioned = relation.partition_by.is_some();
                // What is shared would be copied before it changes.
                drop(relation);
                self.remove_index(&key, &name);
                if is_referred {
                    let touched = self.drop_foreign_to(&own_key, Some(&parts));
                    outcome.touched.extend(touched);
                }
                if is_partitioned {
                    for child in self.with_children(&key).into_iter().skip(1) {
                        let name = self.relations[&child]
                            .indexes
                            .iter()
                            .find(|one| one.is_inherited && one.parts == parts)
                            .map(|one| one.name.clone());
                        if let Some(name) = name {
                            self.remove_index(&child, &name);
                        }
                    }
                }
            }
        }
        outcome
    }

    pub(super) fn remove_index(&mut self, key: &TableKey, name: &str) {
        let schema = self.relations[key].key.schema.clone();
        let owner_key = match self.dialect {
            Dialect::PostgreSql => TableKey::new(&schema, name),
            _ => TableKey::new("", &name.to_lowercase()),
        };
        self.index_owners.swap_remove(&owner_key);
        if let Some(relation) = self.relation_mut(key) {
            relation.indexes.retain(|index| index.name != name);
        }
    }

    pub(super) fn rename_index(
        &mut self,
        index: &Name,
        table: Option<&Name>,
        to: &Ident,
        if_exists: bool,
    ) -> Outcome {
        let Some(key) = self.index_owner(index, table) else {
            // `ALTER TABLE` and `ALTER INDEX` rename each other's objects too.
            if self.dialect == Dialect::PostgreSql && self.find(index).is_some() {
                return self.rename_table(index, &Name::bare(&to.text, to.at), if_exists);
            }
            return Outcome::skipped_or(if_exists, Problem::UnknownIndex(index.to_string()));
        };
        let relation = self.relations[&key].clone();
        let Some(place) = relation
            .indexes
            .iter()
            .position(|one| one.name.eq_ignore_ascii_case(&index.name))
        else {
            return Outcome::problem(Problem::UnknownIndex(index.to_string()));
        };
        let old = relation.indexes[place].clone();
        if let (Dialect::PostgreSql, Some(constraint)) = (self.dialect, &old.constraint) {
            let table = Name {
                schema: Some(relation.key.schema.clone()),
                name: relation.key.name.clone(),
                at: index.at,
            };
            return self.rename_constraint(&table, &Ident::new(constraint, index.at), to);
        }
        let schema = relation.key.schema.clone();
        self.remove_index(&key, &old.name);
        let renamed = Index {
            name: to.text.clone(),
            name_is_generated: false,
            ..old.clone()
        };
        let owner_key = match self.dialect {
            Dialect::PostgreSql => TableKey::new(&schema, &to.text),
            _ => TableKey::new("", &to.text.to_lowercase()),
        };
        self.index_owners.insert(owner_key, key.clone());
        let is_mysql = self.dialect == Dialect::MySql;
        if let Some(relation) = self.relation_mut(&key) {
            let place = place.min(relation.indexes.len());
            if is_mysql && old.is_unique {
                // The constraint and the index are one.
                for constraint in relation
                    .constraints
                    .iter_mut()
                    .filter(|one| old.constraint.as_ref() == Some(&one.name))
                {
                    constraint.name = to.text.clone();
                }
                relation.indexes.insert(
                    place,
                    Index {
                        constraint: Some(to.text.clone()),
                        ..renamed
                    },
                );
            } else {
                relation.indexes.insert(place, renamed);
            }
        }
        Outcome::touched(relation.key.clone())
    }
}

/// Whether a part mentions a column.
pub(super) fn part_mentions(part: &IndexPart, column: &str, dialect: Dialect) -> bool {
    match &part.key {
        Key::Column(name) if dialect == Dialect::PostgreSql => name.text == column,
        Key::Column(name) => name.text.eq_ignore_ascii_case(column),
        Key::Expression(expression) => super::rewrite::mentions(expression, column, dialect),
    }
}

fn is_system_column(name: &str) -> bool {
    matches!(
        name,
        "ctid" | "xmin" | "xmax" | "cmin" | "cmax" | "tableoid"
    )
}

/// Whether foreign keys to the columns of `index` depend on it: PostgreSQL takes the oldest unique index that has them.
fn is_referred_to(relation: &Relation, index: &Index) -> bool {
    let columns = |one: &Index| {
        let names = one.parts.iter().map(IndexPart::column_name);
        let mut names: Vec<Option<String>> = names.map(|name| name.map(str::to_owned)).collect();
        names.sort();
        names
    };
    let own = columns(index);
    let oldest = relation.indexes.iter().find(|one| {
        one.is_unique && one.predicate.is_none() && columns(one) == own && !own.contains(&None)
    });
    oldest.is_some_and(|oldest| oldest.name == index.name)
}
