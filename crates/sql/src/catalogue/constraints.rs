//! Constraints: made with the server's names and indexes, dropped, renamed, validated.

use super::apply::Doing;
use super::names::index_columns_text;
use super::{Catalogue, Constraint, Index, Outcome, Problem, Relation, TableKey, rewrite};
use crate::{ConstraintDef, ConstraintKind, Dialect, Ident, IndexPart, Name};

impl Catalogue {
    pub(super) fn add_constraint(
        &mut self,
        table: &Name,
        def: &ConstraintDef,
        doing: Doing,
    ) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = &self.relations[&key];
        let own_key = relation.key.clone();
        if let Some(name) = &def.name
            && relation
                .constraints
                .iter()
                .any(|one| one.name == name.text && self.shares_names(&one.kind, &def.kind))
        {
            let problem = Problem::AlreadyThere(format!("{own_key}.{}", name.text));
            return Outcome::skipped_or(def.if_not_exists || doing.conditional, problem);
        }
        let problem = self.constrain(&key, def, doing);
        if !matches!(
            def.kind,
            ConstraintKind::Primary { .. } | ConstraintKind::Unique { .. }
        ) && self.has_children
        {
            self.pass_on_constraint(&key);
        }
        let mut outcome = self.touched_family(&key);
        outcome.problem = problem;
        outcome
    }

    /// Gives the newest constraint of a table to its children.
    pub(super) fn pass_on_constraint(&mut self, key: &TableKey) {
        let Some(constraint) = self.relations[key].constraints.last().cloned() else {
            return;
        };
        for child in self.with_children(key).into_iter().skip(1) {
            let is_partition = self.relations[&child].partition_of.is_some();
            let is_inherited = match &constraint.kind {
                ConstraintKind::Check { no_inherit, .. } => !no_inherit,
                ConstraintKind::Foreign(_) => is_partition,
                _ => false,
            };
            let is_there = self.relations[&child]
                .constraints
                .iter()
                .any(|one| one.name == constraint.name);
            if is_inherited && !is_there {
                self.push_constraint(
                    &child,
                    Constraint {
                        is_inherited: true,
                        ..constraint.clone()
                    },
                );
            }
        }
    }

    pub(super) fn push_constraint(&mut self, key: &TableKey, constraint: Constraint) {
        let schema = self.relations[key].key.schema.clone();
        *self
            .constraint_names
            .entry(TableKey::new(&schema, &constraint.name))
            .or_default() += 1;
        if let Some(relation) = self.relation_mut(key) {
            relation.constraints.push(constraint);
        }
    }

    /// Takes a name out of the count.
    pub(super) fn forget_constraint_name(&mut self, schema: &str, name: &str) {
        let key = TableKey::new(schema, name);
        if let Some(count) = self.constraint_names.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.constraint_names.swap_remove(&key);
            }
        }
    }

    /// Makes a constraint on a table.
    pub(super) fn constrain(
        &mut self,
        key: &TableKey,
        def: &ConstraintDef,
        doing: Doing,
    ) -> Option<Problem> {
        let relation = self.relations.get(key)?.clone();
        match &def.kind {
            ConstraintKind::NotNull { column } => {
                let place = super::columns::position(&relation, &column.text)?;
                self.relation_mut(key)?.columns[place].is_nullable = false;
                None
            }
            ConstraintKind::Primary {
                columns,
                include,
                using_index,
            } => {
                let kind = |columns| ConstraintKind::Primary {
                    columns,
                    include: include.clone(),
                    using_index: None,
                };
                self.key(
                    key,
                    relation,
                    def,
                    columns,
                    include,
                    using_index.as_ref(),
                    kind,
                    doing,
                )
            }
            ConstraintKind::Unique {
                columns,
                include,
                using_index,
                nulls_not_distinct,
            } => {
                let kind = |columns| ConstraintKind::Unique {
                    columns,
                    include: include.clone(),
                    using_index: None,
                    nulls_not_distinct: *nulls_not_distinct,
                };
                self.key(
                    key,
                    relation,
                    def,
                    columns,
                    include,
                    using_index.as_ref(),
                    kind,
                    doing,
                )
            }
            ConstraintKind::Foreign(foreign) => self.foreign(key, relation, def, foreign, doing),
            ConstraintKind::Check { expression, .. } => {
                let mentioned: Vec<&str> = relation
                    .columns
                    .iter()
                    .filter(|column| rewrite::mentions(expression, &column.name, self.dialect))
                    .map(|column| column.name.as_str())
                    .collect();
                let column = if mentioned.len() == 1 {
                    mentioned[0]
                } else {
                    ""
                };
                let name = self.constraint_name(&relation, def, column, "check");
                drop(relation);
                self.push_constraint(key, constraint(def, name, def.kind.clone(), doing));
                None
            }
            ConstraintKind::Exclude {
                method,
                parts,
                predicate,
            } => {
                let only_parts: Vec<IndexPart> =
                    parts.iter().map(|(part, _)| part.clone()).collect();
                let text = index_columns_text(&only_parts, &[]);
                let name = match &def.name {
                    Some(name) => (name.text.clone(), false),
                    None => (
                        self.choose_relation_name(
                            &relation.key.schema,
                            &relation.key.name,
                            &text,
                            "excl",
                            true,
                        ),
                        true,
                    ),
                };
                let index = Index {
                    name: name.0.clone(),
                    name_is_generated: name.1,
                    parts: only_parts,
                    constraint: Some(name.0.clone()),
                    method: method.clone(),
                    predicate: predicate.clone(),
                    origin: doing.origin(def.at),
                    ..Index::default()
                };
                self.push_constraint(key, constraint(def, name, def.kind.clone(), doing));
                self.push_index(key, index);
                None
            }
        }
    }

    /// The name of a constraint without an index, and whether the server chose it.
    pub(super) fn constraint_name(
        &self,
        relation: &Relation,
        def: &ConstraintDef,
        columns: &str,
        label: &str,
    ) -> (String, bool) {
        if let Some(name) = &def.name {
            return (name.text.clone(), false);
        }
        let table = relation.key.name.as_str();
        let name = match self.dialect {
            Dialect::PostgreSql => {
                self.choose_constraint_name(&relation.key.schema, table, columns, label)
            }
            Dialect::Sqlite => String::new(),
            Dialect::MySql => {
                let prefix = match label {
                    "fkey" => format!("{table}_ibfk_"),
                    _ if self.is_mariadb => "CONSTRAINT_".to_owned(),
                    _ => format!("{table}_chk_"),
                };
                let last = relation
                    .constraints
                    .iter()
                    .filter_map(|one| one.name.strip_prefix(&prefix)?.parse::<u32>().ok())
                    .max();
                format!("{prefix}{}", last.unwrap_or(0) + 1)
            }
        };
        (name, true)
    }

    pub(super) fn drop_constraint(
        &mut self,
        table: &Name,
        name: &Ident,
        if_exists: bool,
        _cascade: bool,
    ) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::skipped_or(if_exists, self.unknown(table));
        };
        let relation = self.relations[&key].clone();
        let dialect = self.dialect;
        let same = |one: &str| {
            if dialect == Dialect::PostgreSql {
                one == name.text
            } else {
                one.eq_ignore_ascii_case(&name.text)
            }
        };
        if !relation.constraints.iter().any(|one| same(&one.name)) {
            let problem = Problem::UnknownConstraint {
                table: relation.key.to_string(),
                constraint: name.text.clone(),
            };
            return Outcome::skipped_or(if_exists, problem);
        }
        let mut outcome = self.touched_family(&key);
        for child in self.with_children(&key) {
            let names: Vec<String> = self.relations[&child]
                .constraints
                .iter()
                .filter(|one| same(&one.name) && (child == key || one.is_inherited))
                .map(|one| one.name.clone())
                .collect();
            for name in names {
                outcome
                    .touched
                    .extend(self.remove_constraint(&child, &name));
            }
        }
        outcome.touched.dedup();
        outcome
    }

    /// Whether two constraints of one table cannot have one name. MySQL keeps the names of foreign keys, of keys and of
    /// checks apart.
    fn shares_names(&self, one: &ConstraintKind, other: &ConstraintKind) -> bool {
        let class = |kind: &ConstraintKind| match kind {
            ConstraintKind::Foreign(_) => 0,
            ConstraintKind::Check { .. } => 1,
            _ => 2,
        };
        self.dialect != Dialect::MySql || class(one) == class(other)
    }

    /// Removes a constraint with its index, and foreign keys that need it. Returns the other tables touched.
    pub(super) fn remove_constraint(&mut self, key: &TableKey, name: &str) -> Vec<TableKey> {
        let relation = self.relations[key].clone();
        let Some(place) = relation.constraints.iter().position(|one| one.name == name) else {
            return Vec::new();
        };
        let removed = relation.constraints[place].clone();
        let own_key = relation.key.clone();
        let index = relation
            .indexes
            .iter()
            .find(|index| index.constraint.as_deref() == Some(name))
            .map(|index| index.name.clone());
        // What is shared would be copied before it changes.
        drop(relation);
        self.forget_constraint_name(&own_key.schema, name);
        if let Some(relation) = self.relation_mut(key) {
            relation.constraints.remove(place);
        }
        if matches!(removed.kind, ConstraintKind::Foreign(_)) {
            // MySQL keeps the index that it made for the key, and that it was made so.
            return Vec::new();
        }
        let mut touched = Vec::new();
        if let Some(index) = index {
            self.remove_index(key, &index);
            if self.dialect == Dialect::PostgreSql
                && let ConstraintKind::Primary { columns, .. }
                | ConstraintKind::Unique { columns, .. } = &removed.kind
            {
                touched = self.drop_foreign_to(&own_key, Some(columns));
            }
        }
        touched
    }

    pub(super) fn rename_constraint(&mut self, table: &Name, name: &Ident, to: &Ident) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = self.relations[&key].clone();
        let schema = relation.key.schema.clone();
        if !relation.constraints.iter().any(|one| one.name == name.text) {
            return Outcome::problem(Problem::UnknownConstraint {
                table: relation.key.to_string(),
                constraint: name.text.clone(),
            });
        }
        for child in self.with_children(&key) {
            self.forget_constraint_name(&schema, &name.text);
            *self
                .constraint_names
                .entry(TableKey::new(&schema, &to.text))
                .or_default() += 1;
            let Some(relation) = self.relation_mut(&child) else {
                continue;
            };
            let mut renames_index = false;
            for constraint in relation
                .constraints
                .iter_mut()
                .filter(|one| one.name == name.text)
            {
                constraint.name = to.text.clone();
                constraint.name_is_generated = false;
            }
            for index in relation
                .indexes
                .iter_mut()
                .filter(|one| one.constraint.as_deref() == Some(&name.text))
            {
                index.constraint = Some(to.text.clone());
                index.name = to.text.clone();
                renames_index = true;
            }
            if renames_index {
                self.index_owners
                    .swap_remove(&TableKey::new(&schema, &name.text));
                self.index_owners
                    .insert(TableKey::new(&schema, &to.text), child.clone());
            }
            if child == key
                && !matches!(
                    self.relations[&key]
                        .constraints
                        .iter()
                        .find(|one| one.name == to.text)
                        .map(|one| &one.kind),
                    Some(ConstraintKind::Check { .. })
                )
            {
                break;
            }
        }
        self.touched_family(&key)
    }

    pub(super) fn validate_constraint(&mut self, table: &Name, name: &Ident) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let own_key = self.relations[&key].key.clone();
        let mut found = false;
        for child in self.with_children(&key) {
            let Some(relation) = self.relation_mut(&child) else {
                continue;
            };
            for constraint in relation
                .constraints
                .iter_mut()
                .filter(|one| one.name == name.text)
            {
                constraint.is_valid = true;
                found = true;
            }
        }
        if found {
            self.touched_family(&key)
        } else {
            Outcome::problem(Problem::UnknownConstraint {
                table: own_key.to_string(),
                constraint: name.text.clone(),
            })
        }
    }
}

pub(super) fn constraint(
    def: &ConstraintDef,
    name: (String, bool),
    kind: ConstraintKind,
    doing: Doing,
) -> Constraint {
    Constraint {
        name: name.0,
        name_is_generated: name.1,
        kind,
        is_valid: !def.not_valid,
        is_deferrable: def.is_deferrable,
        is_initially_deferred: def.is_initially_deferred,
        is_inherited: false,
        origin: doing.origin(def.at),
    }
}

pub(super) fn same_columns(left: &[IndexPart], right: &[IndexPart]) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|(left, right)| {
            match (left.column_name(), right.column_name()) {
                (Some(left), Some(right)) => left.eq_ignore_ascii_case(right),
                _ => left.key == right.key,
            }
        })
}

/// The first column's name, with a number if it is taken.
pub(super) fn mysql_index_name(relation: &Relation, columns: &[IndexPart]) -> String {
    let first = columns
        .first()
        .and_then(IndexPart::column_name)
        .unwrap_or("functional_index");
    let is_taken = |name: &str| {
        relation
            .indexes
            .iter()
            .any(|index| index.name.eq_ignore_ascii_case(name))
    };
    let mut name = first.to_owned();
    let mut number = 2;
    while is_taken(&name) {
        name = format!("{first}_{number}");
        number += 1;
    }
    name
}
