//! Columns: added, changed, redefined.

use super::apply::Doing;
use super::{Catalogue, Column, Outcome, Problem, Relation, Sequence, TableKey};
use crate::{
    ColumnChange, ColumnDef, ColumnPosition, Dialect, Expression, Ident, Name, QueryColumn,
};

impl Catalogue {
    /// The column that a declaration makes.
    pub(super) fn column(&self, def: &ColumnDef, _relation: &Relation, doing: Doing) -> Column {
        let mut data_type = def.data_type.clone();
        // A type of the user's is kept under its full name, so that it can be renamed.
        if data_type.schema.is_none() && self.dialect == Dialect::PostgreSql {
            let name = Name::bare(&data_type.name, data_type.at);
            if let Some(found) = self.find_in(&name, |key| self.types.contains_key(key)) {
                data_type.schema = (found.schema != "public").then_some(found.schema);
            }
        } else if data_type.schema.as_deref() == Some("public") {
            data_type.schema = None;
        }
        let is_key = def
            .constraints
            .iter()
            .any(|one| matches!(one.kind, crate::ConstraintKind::Primary { .. }));
        // MySQL's `timestamp` without a word on it takes no NULL before explicit_defaults_for_timestamp; that is the default now.
        Column {
            name: def.name.text.clone(),
            data_type,
            is_nullable: def
                .nullable
                .unwrap_or(!(is_key && self.dialect != Dialect::Sqlite)),
            default: def.default.clone(),
            on_update: def.on_update.clone(),
            generated: def.generated.clone(),
            identity: def.identity.clone(),
            is_serial: def.is_serial,
            is_auto_increment: def.is_auto_increment,
            collation: def.collation.clone(),
            comment: def.comment.clone(),
            is_inherited: false,
            origin: doing.origin(def.at),
        }
    }

    /// The sequence behind a `serial` column, and the column's default from it.
    pub(super) fn make_serial_sequence(&mut self, key: &TableKey, column: &str, doing: Doing) {
        let Some(relation) = self.relations.get(key).cloned() else {
            return;
        };
        let schema = relation.key.schema.clone();
        let name = self.choose_relation_name(&schema, &relation.key.name, column, "seq", false);
        let Some(found) = relation.column(column) else {
            return;
        };
        let sequence_key = TableKey::new(&schema, &name);
        let options = match found.data_type.name.as_str() {
            "bigint" => String::new(),
            other => format!("AS {other}"),
        };
        self.sequences.insert(
            sequence_key.clone(),
            Sequence {
                key: sequence_key.clone(),
                owned_by: Some((relation.key.clone(), column.to_owned())),
                options,
                origin: doing.origin(found.origin.at),
            },
        );
        let default = next_value(&sequence_key, found.origin.at);
        if let Some(column) = self
            .relation_mut(key)
            .and_then(|relation| relation.columns.iter_mut().find(|one| one.name == column))
        {
            column.default = Some(default);
        }
    }

    pub(super) fn add_column(
        &mut self,
        table: &Name,
        def: &ColumnDef,
        if_not_exists: bool,
        doing: Doing,
    ) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = &self.relations[&key];
        if relation.column(&def.name.text).is_some() {
            let name = format!("{}.{}", relation.key, def.name.text);
            return Outcome::skipped_or(if_not_exists, Problem::AlreadyThere(name));
        }
        if let Some(problem) = self.too_many_columns(relation, relation.columns.len() + 1) {
            return Outcome::problem(problem);
        }
        let column = self.column(def, relation, doing);
        for child in self.with_children(&key) {
            let is_child = child != key;
            let Some(relation) = self.relation_mut(&child) else {
                continue;
            };
            // A child's own column stays its own.
            if relation.columns.iter().any(|old| old.name == column.name) {
                continue;
            }
            let place = match &def.position {
                None => relation.columns.len(),
                Some(ColumnPosition::First) => 0,
                Some(ColumnPosition::After(before)) => {
                    position(relation, &before.text).map_or(relation.columns.len(), |at| at + 1)
                }
            };
            relation.columns.insert(
                place,
                Column {
                    is_inherited: is_child,
                    ..column.clone()
                },
            );
        }
        if def.is_serial {
            self.make_serial_sequence(&key, &def.name.text, doing);
        }
        let mut problem = None;
        for constraint in &def.constraints {
            problem = self.constrain(&key, constraint, doing).or(problem);
        }
        let mut outcome = self.touched_family(&key);
        outcome.problem = problem;
        outcome
    }

    pub(super) fn alter_column(
        &mut self,
        table: &Name,
        column: &Ident,
        change: &ColumnChange,
        doing: Doing,
    ) -> Outcome {
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = self.relations[&key].clone();
        let Some(found) = relation.column(&column.text) else {
            return self.unknown_column(&relation, column);
        };
        let name = found.name.clone();
        let was_serial = found.is_serial;
        let is_postgres = self.dialect == Dialect::PostgreSql;
        let mut new_type = None;
        if let ColumnChange::Type { to, .. } = change {
            let def = ColumnDef {
                name: column.clone(),
                data_type: to.clone(),
                ..ColumnDef::default()
            };
            new_type = Some(self.column(&def, &relation, doing).data_type);
        }
        let own_key = relation.key.clone();
        // What is shared would be copied before it changes.
        drop(relation);
        for child in self.with_children(&key) {
            let Some(relation) = self.relation_mut(&child) else {
                continue;
            };
            let Some(column) = relation.columns.iter_mut().find(|one| one.name == name) else {
                continue;
            };
            match change {
                ColumnChange::Type { collation, .. } => {
                    // PostgreSQL has read the default as a value of the old type, and keeps it as that.
                    if let Some(default) = &mut column.default
                        && is_postgres
                        && default
                            .text
                            .trim_start_matches(['e', 'E'])
                            .starts_with('\'')
                        && !default.text.contains("::")
                    {
                        // The value's own type has no length.
                        let own = crate::Type {
                            arguments: Vec::new(),
                            ..column.data_type.clone()
                        };
                        default.text = format!("{}::{}", default.text, own.text());
                    }
                    column.data_type = new_type.clone().expect("set for this change");
                    column.collation = collation.clone();
                }
                ColumnChange::SetNotNull => column.is_nullable = false,
                ColumnChange::DropNotNull => column.is_nullable = true,
                ColumnChange::SetDefault(default) => {
                    column.default = Some(default.clone());
                    column.is_serial = false;
                }
                ColumnChange::DropDefault => {
                    column.default = None;
                    column.is_serial = false;
                }
                ColumnChange::SetIdentity(identity) if child == key => {
                    column.identity = Some(identity.clone())
                }
                ColumnChange::DropIdentity { .. } => column.identity = None,
                ColumnChange::DropExpression { .. } => column.generated = None,
                ColumnChange::SetExpression(expression) => {
                    if let Some(generated) = &mut column.generated {
                        generated.expression = expression.clone();
                    }
                }
                ColumnChange::SetIdentity(_) | ColumnChange::Option(_) => {}
            }
        }
        if was_serial && let ColumnChange::SetDefault(default) = change {
            // It stays serial if it takes its value from its own sequence again.
            let own = self.sequences.values().any(|sequence| {
                sequence
                    .owned_by
                    .as_ref()
                    .is_some_and(|(table, owner)| *table == own_key && *owner == name)
                    && default.text.contains(&sequence.key.name)
            });
            if own
                && let Some(column) = self
                    .relation_mut(&key)
                    .and_then(|relation| relation.columns.iter_mut().find(|one| one.name == name))
            {
                column.is_serial = true;
            }
        }
        self.touched_family(&key)
    }

    /// MySQL's `MODIFY` and `CHANGE`: all that is not said again is gone.
    pub(super) fn redefine_column(
        &mut self,
        table: &Name,
        column: &Ident,
        to: &ColumnDef,
        doing: Doing,
    ) -> Outcome {
        if column.text.to_lowercase() != to.name.text.to_lowercase() {
            let outcome = self.rename_column(table, column, &to.name, doing);
            if outcome.problem.is_some() {
                return outcome;
            }
        }
        let Some(key) = self.find(table) else {
            return Outcome::problem(self.unknown(table));
        };
        let relation = self.relations[&key].clone();
        let Some(at) = position(&relation, &to.name.text) else {
            return self.unknown_column(&relation, &to.name);
        };
        let mut new = self.column(to, &relation, doing);
        if relation
            .primary_key()
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&new.name))
        {
            new.is_nullable = false;
        }
        if let Some(relation) = self.relation_mut(&key) {
            relation.columns.remove(at);
            let place = match &to.position {
                None => at,
                Some(ColumnPosition::First) => 0,
                Some(ColumnPosition::After(before)) => {
                    position(relation, &before.text).map_or(at, |before| before + 1)
                }
            };
            relation.columns.insert(place, new);
        }
        let mut problem = None;
        for constraint in &to.constraints {
            problem = self.constrain(&key, constraint, doing).or(problem);
        }
        Outcome {
            problem,
            ..Outcome::touched(relation.key.clone())
        }
    }

    pub(super) fn unknown_column(&self, relation: &Relation, column: &Ident) -> Outcome {
        if column.text.is_empty() {
            return Outcome::problem(Problem::HiddenName);
        }
        Outcome::problem(Problem::UnknownColumn {
            table: relation.key.to_string(),
            column: column.text.clone(),
        })
    }

    /// A relation, then all that inherit from it or are its partitions.
    pub(super) fn with_children(&self, key: &TableKey) -> Vec<TableKey> {
        let mut all = vec![key.clone()];
        if !self.has_children {
            return all;
        }
        let mut next = 0;
        while next < all.len() {
            let parent = all[next].clone();
            for (child, relation) in &self.relations {
                let is_child = relation
                    .inherits
                    .iter()
                    .chain(relation.partition_of.as_ref().map(|(parent, _)| parent))
                    .any(|one| self.folded(one) == parent);
                if is_child && !all.contains(child) {
                    all.push(child.clone());
                }
            }
            next += 1;
        }
        all
    }

    pub(super) fn touched_family(&self, key: &TableKey) -> Outcome {
        let family = self.with_children(key);
        let touched = family
            .iter()
            .filter_map(|child| self.relations.get(child))
            .map(|one| one.key.clone())
            .collect();
        Outcome {
            touched,
            ..Outcome::default()
        }
    }

    /// The columns of a view, by what its query says and what stands behind its name.
    pub(super) fn view_columns(
        &self,
        names: &[Ident],
        columns: Option<&[QueryColumn]>,
    ) -> (Vec<Column>, bool) {
        let (mut found, mut known) = columns.map_or_else(
            || (Vec::new(), false),
            |columns| self.query_columns(columns),
        );
        for (index, name) in names.iter().enumerate() {
            match found.get_mut(index) {
                Some(column) => column.name = name.text.clone(),
                None => found.push(Column {
                    name: name.text.clone(),
                    is_nullable: true,
                    ..Column::default()
                }),
            }
            known |= names.len() == found.len();
        }
        (found, known)
    }
}

/// The default of a `serial` column.
pub(super) fn next_value(sequence: &TableKey, at: crate::At) -> Expression {
    let quoted = |name: &str| super::rewrite::quoted(name, Dialect::PostgreSql);
    let name = match sequence.schema.as_str() {
        "public" => quoted(&sequence.name),
        schema => format!("{}.{}", quoted(schema), quoted(&sequence.name)),
    };
    Expression {
        text: format!("nextval('{}'::regclass)", name.replace('\'', "''")),
        at,
    }
}

/// The position of a column by its name.
pub(super) fn position(relation: &Relation, name: &str) -> Option<usize> {
    let exact = relation
        .columns
        .iter()
        .position(|column| column.name == name);
    exact.or_else(|| {
        relation
            .columns
            .iter()
            .position(|column| column.name.eq_ignore_ascii_case(name))
    })
}
