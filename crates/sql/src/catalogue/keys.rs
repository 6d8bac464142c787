//! Primary keys and unique constraints, with their indexes.

use std::sync::Arc;

use super::apply::Doing;
use super::constraints::{constraint, mysql_index_name, same_columns};
use super::names::index_columns_text;
use super::{Catalogue, Index, Outcome, Problem, Relation, TableKey};
use crate::{ConstraintDef, ConstraintKind, Dialect, Ident, IndexPart, Name};

impl Catalogue {
    /// A primary key or a unique constraint with its index.
    #[allow(clippy::too_many_arguments, reason = "the parts of one clause")]
    pub(super) fn key(
        &mut self,
        key: &TableKey,
        relation: Arc<Relation>,
        def: &ConstraintDef,
        columns: &[IndexPart],
        include: &[Ident],
        using_index: Option<&Ident>,
        kind: impl Fn(Vec<IndexPart>) -> ConstraintKind,
        doing: Doing,
    ) -> Option<Problem> {
        let is_primary = matches!(def.kind, ConstraintKind::Primary { .. });
        let mut problem = None;
        if let Some(index_name) = using_index {
            return self.key_from_index(key, def, index_name, kind, doing);
        }
        for part in columns {
            if let Some(column) = part.column_name()
                && relation.column(column).is_none()
                && relation.columns_are_known
            {
                problem = Some(Problem::UnknownColumn {
                    table: relation.key.to_string(),
                    column: column.to_owned(),
                });
            }
        }
        if is_primary {
            if !relation.primary_key().is_empty() {
                return Some(Problem::AlreadyThere(format!(
                    "the primary key of {}",
                    relation.key
                )));
            }
            let without_rowid = relation.without_rowid;
            if self.dialect != Dialect::Sqlite || without_rowid {
                self.forbid_null(key, columns);
            }
        }
        // Of two equal keys in one statement PostgreSQL makes one. In SQLite they share the index.
        let same = relation.indexes.iter().find(|index| {
            index.constraint.is_some()
                && index.predicate.is_none()
                && same_columns(&index.parts, columns)
                && index.include.as_slice() == include
        });
        if let Some(same) = same
            && def.name.is_none()
            && self.dialect != Dialect::MySql
            && same.origin.file == doing.file
            && relation.origin.at.start < def.at.start
            && relation.origin.file == doing.file
            && (self.dialect == Dialect::Sqlite || same.is_primary)
        {
            if self.dialect == Dialect::Sqlite {
                let name = (String::new(), true);
                self.push_constraint(key, constraint(def, name, kind(columns.to_vec()), doing));
            }
            return problem;
        }
        let name = self.key_name(&relation, def, columns, include, is_primary);
        let needs_no_index =
            self.dialect == Dialect::Sqlite && is_primary && is_rowid_alias(&relation, columns);
        let index_name = match self.dialect {
            Dialect::Sqlite => {
                let number = relation
                    .indexes
                    .iter()
                    .filter(|index| index.name.starts_with("sqlite_autoindex_"))
                    .count()
                    + 1;
                format!("sqlite_autoindex_{}_{number}", relation.key.name)
            }
            _ => name.0.clone(),
        };
        // What is shared would be copied before it changes.
        drop(relation);
        self.push_constraint(
            key,
            constraint(def, name.clone(), kind(columns.to_vec()), doing),
        );
        if needs_no_index {
            return problem;
        }
        let nulls_not_distinct = matches!(
            def.kind,
            ConstraintKind::Unique {
                nulls_not_distinct: true,
                ..
            }
        );
        let index = Index {
            name: index_name,
            name_is_generated: name.1,
            parts: columns.to_vec(),
            is_unique: true,
            is_primary,
            constraint: Some(name.0),
            include: include.to_vec(),
            nulls_not_distinct,
            origin: doing.origin(def.at),
            ..Index::default()
        };
        self.push_index_and_partitions(key, index);
        problem
    }

    pub(super) fn key_name(
        &self,
        relation: &Relation,
        def: &ConstraintDef,
        columns: &[IndexPart],
        include: &[Ident],
        is_primary: bool,
    ) -> (String, bool) {
        if self.dialect == Dialect::MySql {
            if is_primary {
                return ("PRIMARY".to_owned(), true);
            }
            return match &def.name {
                Some(name) => (name.text.clone(), false),
                None => (mysql_index_name(relation, columns), true),
            };
        }
        if let Some(name) = &def.name {
            return (name.text.clone(), false);
        }
        if self.dialect == Dialect::Sqlite {
            return (String::new(), true);
        }
        let text = if is_primary {
            String::new()
        } else {
            index_columns_text(columns, include)
        };
        let label = if is_primary { "pkey" } else { "key" };
        (
            self.choose_relation_name(&relation.key.schema, &relation.key.name, &text, label, true),
            true,
        )
    }

    /// `ADD CONSTRAINT … USING INDEX`: the index becomes the constraint's, under its name.
    pub(super) fn key_from_index(
        &mut self,
        key: &TableKey,
        def: &ConstraintDef,
        index_name: &Ident,
        kind: impl Fn(Vec<IndexPart>) -> ConstraintKind,
        doing: Doing,
    ) -> Option<Problem> {
        let relation = self.relations[key].clone();
        let Some(place) = relation
            .indexes
            .iter()
            .position(|index| index.name == index_name.text)
        else {
            return Some(Problem::UnknownIndex(index_name.text.clone()));
        };
        let parts = relation.indexes[place].parts.clone();
        let carried = relation.indexes[place].include.clone();
        let is_primary = matches!(def.kind, ConstraintKind::Primary { .. });
        let name = def
            .name
            .as_ref()
            .map_or_else(|| index_name.text.clone(), |name| name.text.clone());
        if is_primary {
            self.forbid_null(key, &parts);
        }
        let schema = relation.key.schema.clone();
        self.index_owners
            .swap_remove(&TableKey::new(&schema, &index_name.text));
        self.index_owners
            .insert(TableKey::new(&schema, &name), key.clone());
        if let Some(relation) = self.relation_mut(key) {
            let index = &mut relation.indexes[place];
            index.name = name.clone();
            index.is_primary = is_primary;
            index.constraint = Some(name.clone());
        }
        let mut kind = kind(parts);
        if let ConstraintKind::Primary { include, .. } | ConstraintKind::Unique { include, .. } =
            &mut kind
        {
            *include = carried;
        }
        self.push_constraint(key, constraint(def, (name, false), kind, doing));
        None
    }

    pub(super) fn forbid_null(&mut self, key: &TableKey, columns: &[IndexPart]) {
        for child in self.with_children(key) {
            let Some(relation) = self.relation_mut(&child) else {
                continue;
            };
            for part in columns {
                let Some(name) = part.column_name() else {
                    continue;
                };
                if let Some(place) = super::columns::position(relation, name) {
                    relation.columns[place].is_nullable = false;
                }
            }
        }
    }

    pub(super) fn drop_primary_key(&mut self, table: &Name) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let name = self.relations[&key]
            .constraints
            .iter()
            .find(|one| matches!(one.kind, ConstraintKind::Primary { .. }))
            .map(|one| one.name.clone());
        let own_key = self.relations[&key].key.clone();
        let Some(name) = name else {
            return Outcome::problem(Problem::UnknownConstraint {
                table: own_key.to_string(),
                constraint: "PRIMARY".to_owned(),
            });
        };
        self.remove_constraint(&key, &name);
        Outcome::touched(own_key)
    }
}

/// SQLite: `INTEGER PRIMARY KEY` is the row's own number and needs no index.
pub(super) fn is_rowid_alias(relation: &Relation, columns: &[IndexPart]) -> bool {
    let [part] = columns else { return false };
    let column = part.column_name().and_then(|name| relation.column(name));
    column.is_some_and(|column| column.data_type.name == "integer")
        && !relation.without_rowid
        && !part.is_descending
}
