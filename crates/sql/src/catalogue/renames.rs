//! Tables, columns and schemas under new names, and every place that names them.

use super::apply::Doing;
use super::columns::next_value;
use super::{Catalogue, Outcome, Problem, Relation, TableKey, rewrite};
use crate::{ConstraintKind, Dialect, Expression, Ident, Key, Name};
use std::sync::Arc;

impl Catalogue {
    pub(super) fn rename_table(&mut self, name: &Name, to: &Name, if_exists: bool) -> Outcome {
        let Some(key) = self.find(name) else {
            let sequence = self.find_in(name, |key| self.sequences.contains_key(key));
            if sequence.is_some() {
                return self.rename_sequence(name, &Ident::new(&to.name, to.at));
            }
            if self.dialect == Dialect::PostgreSql && self.index_owner(name, None).is_some() {
                return self.rename_index(name, None, &Ident::new(&to.name, to.at), if_exists);
            }
            return Outcome::skipped_or(if_exists, self.unknown(name));
        };
        if !to.is_known() {
            return Outcome::problem(Problem::HiddenName);
        }
        let schema = to
            .schema
            .clone()
            .unwrap_or_else(|| self.relations[&key].key.schema.clone());
        self.move_relation(&key, TableKey::new(&schema, &to.name), if_exists)
    }

    pub(super) fn set_table_schema(
        &mut self,
        name: &Name,
        schema: &Ident,
        if_exists: bool,
    ) -> Outcome {
        let Some(key) = self.find(name) else {
            if let Some(key) = self.find_in(name, |key| self.sequences.contains_key(key)) {
                self.move_sequence(&key, TableKey::new(&schema.text, &key.name));
                return Outcome::default();
            }
            return Outcome::skipped_or(if_exists, self.unknown(name));
        };
        let to = TableKey::new(&schema.text, &self.relations[&key].key.name);
        self.know_schema(&schema.text);
        self.move_relation(&key, to, if_exists)
    }

    /// Gives a relation another full name, everywhere.
    fn move_relation(&mut self, key: &TableKey, to: TableKey, lenient: bool) -> Outcome {
        let new = self.folded(&to);
        if new != *key && self.relations.contains_key(&new) {
            return Outcome::skipped_or(lenient, Problem::AlreadyThere(to.to_string()));
        }
        let Some(place) = self.relations.get_index_of(key) else {
            return Outcome::default();
        };
        let mut relation = self.relations[key].clone();
        let old = relation.key.clone();
        let inner = Arc::make_mut(&mut relation);
        inner.key = to.clone();
        let renamed = self.rename_generated(inner, &old.name, &to.name);
        // Indexes and constraints live in the schema of their table.
        for index in &inner.indexes {
            let owner = |schema: &str, name: &str| match self.dialect {
                Dialect::PostgreSql => TableKey::new(schema, name),
                _ => TableKey::new("", &name.to_lowercase()),
            };
            let before = renamed
                .iter()
                .find(|(_, now)| *now == index.name)
                .map_or(index.name.as_str(), |(before, _)| before);
            self.index_owners.swap_remove(&owner(&old.schema, before));
            self.index_owners
                .insert(owner(&to.schema, &index.name), new.clone());
        }
        for constraint in &inner.constraints {
            let before = renamed
                .iter()
                .find(|(_, now)| *now == constraint.name)
                .map_or(constraint.name.as_str(), |(before, _)| before);
            let before = TableKey::new(&old.schema, before);
            if let Some(count) = self.constraint_names.get_mut(&before) {
                *count -= 1;
                if *count == 0 {
                    self.constraint_names.swap_remove(&before);
                }
            }
            *self
                .constraint_names
                .entry(TableKey::new(&to.schema, &constraint.name))
                .or_default() += 1;
        }
        for constraint in &mut inner.constraints {
            if let ConstraintKind::Check { expression, .. } = &mut constraint.kind {
                rewrite::rename(expression, &old.name, &to.name, self.dialect);
            }
        }
        self.relations.shift_remove_index(place);
        self.relations.shift_insert(place, new.clone(), relation);
        let mut touched = vec![to.clone()];
        touched.extend(self.rename_references(&old, &to));
        if old.schema != to.schema {
            let owned: Vec<TableKey> = self
                .sequences
                .iter()
                .filter(|(_, sequence)| {
                    sequence
                        .owned_by
                        .as_ref()
                        .is_some_and(|(table, _)| *table == to)
                })
                .map(|(key, _)| key.clone())
                .collect();
            for sequence in owned {
                let moved = TableKey::new(&to.schema, &sequence.name);
                self.move_sequence(&sequence, moved);
            }
        }
        Outcome {
            touched,
            removed: vec![old],
            ..Outcome::default()
        }
    }

    /// The names that MySQL and SQLite made from the table's name follow it. Returns old and new names.
    fn rename_generated(
        &self,
        relation: &mut Relation,
        old: &str,
        new: &str,
    ) -> Vec<(String, String)> {
        let mut renamed = Vec::new();
        let prefixes: &[&str] = match self.dialect {
            Dialect::PostgreSql => return renamed,
            Dialect::MySql => &["_ibfk_", "_chk_"],
            Dialect::Sqlite => &["sqlite_autoindex_"],
        };
        let rename = |name: &str| {
            if self.dialect == Dialect::Sqlite {
                let number = name.strip_prefix(prefixes[0])?.strip_prefix(old)?;
                return Some(format!("{}{new}{number}", prefixes[0]));
            }
            let rest = name.strip_prefix(old)?;
            prefixes
                .iter()
                .any(|prefix| rest.starts_with(prefix))
                .then(|| format!("{new}{rest}"))
        };
        for constraint in &mut relation.constraints {
            if let Some(name) = rename(&constraint.name) {
                renamed.push((std::mem::replace(&mut constraint.name, name.clone()), name));
            }
        }
        for index in &mut relation.indexes {
            if let Some(name) = rename(&index.name) {
                renamed.push((std::mem::replace(&mut index.name, name.clone()), name));
            }
            if let Some(name) = index.constraint.as_deref().and_then(rename) {
                index.constraint = Some(name);
            }
        }
        renamed
    }

    fn rename_references(&mut self, old: &TableKey, new: &TableKey) -> Vec<TableKey> {
        let mut touched = Vec::new();
        let dialect = self.dialect;
        for relation in self.relations.values_mut() {
            let refers = relation
                .constraints
                .iter()
                .any(|one| refers_to(&one.kind, old))
                || relation.inherits.contains(old)
                || relation.reads.contains(old)
                || relation
                    .partition_of
                    .as_ref()
                    .is_some_and(|(parent, _)| parent == old);
            if !refers {
                continue;
            }
            let relation = Arc::make_mut(relation);
            for constraint in &mut relation.constraints {
                if let ConstraintKind::Foreign(foreign) = &mut constraint.kind
                    && foreign.table.name == old.name
                    && foreign.table.schema.as_deref() == Some(&old.schema)
                {
                    foreign.table.name = new.name.clone();
                    foreign.table.schema = Some(new.schema.clone());
                }
            }
            for parent in relation
                .inherits
                .iter_mut()
                .chain(relation.reads.iter_mut())
                .chain(relation.partition_of.as_mut().map(|(parent, _)| parent))
            {
                if parent == old {
                    *parent = new.clone();
                }
            }
            if let Some(query) = &mut relation.definition {
                rewrite::rename_table(query, old, new, dialect);
            }
            touched.push(relation.key.clone());
        }
        for sequence in self.sequences.values_mut() {
            if let Some((table, _)) = &mut sequence.owned_by
                && table == old
            {
                *table = new.clone();
            }
        }
        touched
    }

    pub(super) fn rename_column(
        &mut self,
        table: &Name,
        column: &Ident,
        to: &Ident,
        doing: Doing,
    ) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = self.relations[&key].clone();
        let Some(place) = super::columns::position(&relation, &column.text) else {
            if doing.conditional {
                return Outcome::skipped();
            }
            return self.unknown_column(&relation, column);
        };
        let old = relation.columns[place].name.clone();
        let is_other =
            super::columns::position(&relation, &to.text).is_some_and(|other| other != place);
        if is_other {
            let problem = Problem::AlreadyThere(format!("{}.{}", relation.key, to.text));
            return Outcome::skipped_or(doing.conditional, problem);
        }
        // What is shared would be copied before it changes.
        drop(relation);
        let mut outcome = self.touched_family(&key);
        let family = self.with_children(&key);
        let own_keys: Vec<TableKey> = family
            .iter()
            .map(|child| self.relations[child].key.clone())
            .collect();
        let dialect = self.dialect;
        for child in &family {
            if let Some(relation) = self.relation_mut(child) {
                rename_in_relation(relation, &old, &to.text, dialect);
            }
        }
        // Whoever reads several tables with a column of this name says which one is meant.
        let others: Vec<TableKey> = self
            .relations
            .values()
            .filter(|other| !own_keys.contains(&other.key) && other.column(&old).is_some())
            .map(|other| other.key.clone())
            .collect();
        let is_own = |name: &Name| {
            own_keys.iter().any(|own| {
                let schema = name.schema.as_deref();
                own.name == name.name && schema.is_none_or(|schema| schema == own.schema)
            })
        };
        for relation in self.relations.values_mut() {
            let refers = relation
                .constraints
                .iter()
                .any(|one| own_keys.iter().any(|own| refers_to(&one.kind, own)));
            let reads = relation.reads.iter().any(|read| own_keys.contains(read));
            if !refers && !reads {
                continue;
            }
            let relation = Arc::make_mut(relation);
            for constraint in &mut relation.constraints {
                if !own_keys.iter().any(|own| refers_to(&constraint.kind, own)) {
                    continue;
                }
                if let ConstraintKind::Foreign(foreign) = &mut constraint.kind {
                    rename_idents(&mut foreign.referred, &old, &to.text, dialect);
                }
            }
            let is_shared = relation.reads.iter().any(|read| others.contains(read))
                || relation
                    .definition
                    .as_ref()
                    .is_some_and(|query| rewrite::gives_name(query, &old));
            if reads && let Some(query) = &mut relation.definition {
                match is_shared {
                    true => rewrite::rename_own_column(query, &old, &to.text, dialect, &is_own),
                    false => rewrite::rename_column(query, &old, &to.text, dialect),
                }
            }
            if !outcome.touched.contains(&relation.key) {
                outcome.touched.push(relation.key.clone());
            }
        }
        for sequence in self.sequences.values_mut() {
            if let Some((table, owner)) = &mut sequence.owned_by
                && own_keys.contains(table)
                && *owner == old
            {
                *owner = to.text.clone();
            }
        }
        outcome
    }

    pub(super) fn rename_schema(&mut self, name: &Ident, to: &Ident) -> Outcome {
        let Some(place) = self.schemas.iter().position(|schema| *schema == name.text) else {
            return Outcome::problem(Problem::UnknownSchema(name.text.clone()));
        };
        self.schemas[place] = to.text.clone();
        let mut outcome = Outcome::default();
        let inside: Vec<TableKey> = self
            .relations
            .keys()
            .filter(|key| key.schema == name.text)
            .cloned()
            .collect();
        for key in inside {
            let moved = self.move_relation(&key, TableKey::new(&to.text, &key.name), false);
            outcome.touched.extend(moved.touched);
            outcome.removed.extend(moved.removed);
        }
        let types: Vec<TableKey> = self
            .types
            .keys()
            .filter(|key| key.schema == name.text)
            .cloned()
            .collect();
        for key in types {
            self.move_type(&key, TableKey::new(&to.text, &key.name));
        }
        let sequences: Vec<TableKey> = self
            .sequences
            .keys()
            .filter(|key| key.schema == name.text)
            .cloned()
            .collect();
        for key in sequences {
            self.move_sequence(&key, TableKey::new(&to.text, &key.name));
        }
        for schema in &mut self.search_path {
            if *schema == name.text {
                // The session keeps looking for the old name; what comes next uses the new one.
                schema.clone_from(&to.text);
            }
        }
        outcome
    }

    pub(super) fn rename_sequence(&mut self, name: &Name, to: &Ident) -> Outcome {
        let Some(key) = self.find_in(name, |key| self.sequences.contains_key(key)) else {
            return Outcome::default();
        };
        let moved = TableKey::new(&key.schema, &to.text);
        self.move_sequence(&key, moved);
        Outcome::default()
    }

    pub(super) fn move_sequence(&mut self, key: &TableKey, to: TableKey) {
        let Some(mut sequence) = self.sequences.shift_remove(key) else {
            return;
        };
        sequence.key = to.clone();
        let before = next_value(key, crate::At::default()).text;
        self.sequences.insert(to.clone(), sequence);
        for relation in self.relations.values_mut() {
            let uses = |default: &Option<Expression>| {
                default
                    .as_ref()
                    .is_some_and(|default| takes_from(default, key, &before))
            };
            if !relation.columns.iter().any(|column| uses(&column.default)) {
                continue;
            }
            for column in &mut Arc::make_mut(relation).columns {
                if let Some(default) = &mut column.default
                    && takes_from(default, key, &before)
                {
                    *default = next_value(&to, default.at);
                }
            }
        }
    }
}

fn takes_from(default: &Expression, key: &TableKey, text: &str) -> bool {
    if default.text == text {
        return true;
    }
    let lower = default.text.to_ascii_lowercase();
    lower.starts_with("nextval")
        && default
            .text
            .split(['\'', '"', '.'])
            .any(|part| part == key.name)
}

fn refers_to(kind: &ConstraintKind, target: &TableKey) -> bool {
    matches!(kind, ConstraintKind::Foreign(foreign) if foreign.refers_to(target))
}

fn rename_idents(idents: &mut [Ident], old: &str, new: &str, dialect: Dialect) {
    for ident in idents {
        if ident.text == old
            || dialect != Dialect::PostgreSql && ident.text.eq_ignore_ascii_case(old)
        {
            ident.text = new.to_owned();
        }
    }
}

fn rename_in_relation(relation: &mut Relation, old: &str, new: &str, dialect: Dialect) {
    let in_expression =
        |expression: &mut Expression| rewrite::rename_column(expression, old, new, dialect);
    let in_part = |part: &mut crate::IndexPart| match &mut part.key {
        Key::Column(name) => rename_idents(std::slice::from_mut(name), old, new, dialect),
        Key::Expression(expression) => rewrite::rename_column(expression, old, new, dialect),
    };
    for column in &mut relation.columns {
        if column.name == old {
            column.name = new.to_owned();
        }
        if let Some(generated) = &mut column.generated {
            in_expression(&mut generated.expression);
        }
    }
    for index in &mut relation.indexes {
        index.parts.iter_mut().for_each(in_part);
        index.predicate.iter_mut().for_each(in_expression);
        rename_idents(&mut index.include, old, new, dialect);
    }
    for constraint in &mut relation.constraints {
        match &mut constraint.kind {
            ConstraintKind::Primary {
                columns, include, ..
            }
            | ConstraintKind::Unique {
                columns, include, ..
            } => {
                columns.iter_mut().for_each(in_part);
                rename_idents(include, old, new, dialect);
            }
            ConstraintKind::Foreign(foreign) => {
                rename_idents(&mut foreign.columns, old, new, dialect);
                rename_idents(&mut foreign.set_columns, old, new, dialect);
            }
            ConstraintKind::Check { expression, .. } => in_expression(expression),
            ConstraintKind::Exclude {
                parts, predicate, ..
            } => {
                parts.iter_mut().for_each(|(part, _)| in_part(part));
                predicate.iter_mut().for_each(in_expression);
            }
            ConstraintKind::NotNull { column } => {
                rename_idents(std::slice::from_mut(column), old, new, dialect)
            }
        }
    }
    relation.partition_by.iter_mut().for_each(in_expression);
}
