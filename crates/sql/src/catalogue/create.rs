//! `CREATE TABLE`, with what a table takes from others.

use super::apply::Doing;
use super::width;
use super::{
    Catalogue, Column, Constraint, Index, Outcome, Problem, Relation, RelationKind, TableKey,
};
use crate::{
    ConstraintKind, Dialect, Expression, LikeClause, Name, PartitionOf, QueryColumn, TableDef, Type,
};
use std::sync::Arc;

impl Catalogue {
    pub(super) fn create_table(&mut self, def: &TableDef, doing: Doing) -> Outcome {
        if !def.name.is_known() {
            return Outcome::problem(Problem::HiddenName);
        }
        let mut key = self.new_key(&def.name);
        if def.is_temporary {
            key.schema = "pg_temp".to_owned();
        }
        let folded = self.folded(&key);
        if self.relations.contains_key(&folded) {
            return Outcome::skipped_or(
                def.if_not_exists || doing.conditional,
                Problem::AlreadyThere(key.to_string()),
            );
        }
        let mut problem = self.know_schema(&key.schema);
        let mut relation = Relation {
            key: key.clone(),
            kind: if def.module.is_some() {
                RelationKind::Foreign
            } else {
                RelationKind::Table
            },
            columns_are_known: def.of_type.is_none()
                && !(def.module.is_some() && def.columns.is_empty()),
            is_temporary: def.is_temporary,
            is_unlogged: def.is_unlogged,
            options: def.options.clone(),
            comment: def.comment.clone(),
            partition_by: def.partition_by.clone(),
            definition: def.module.as_ref().map(|module| crate::Expression {
                text: module.clone(),
                at: def.at,
            }),
            origin: doing.origin(def.name.at),
            without_rowid: def.without_rowid,
            is_strict: def.is_strict,
            ..Relation::default()
        };
        for parent in &def.inherits {
            problem = self.inherit(&mut relation, parent).or(problem);
        }
        if let Some(partition) = &def.partition_of {
            problem = self.take_partition(&mut relation, partition).or(problem);
        }
        let mut likes = def.like.iter().peekable();
        let mut copies = Vec::new();
        for index in 0..=def.columns.len() {
            while let Some(like) = likes.next_if(|like| like.position as usize <= index) {
                problem = self.take_like(&mut relation, like, &mut copies).or(problem);
                if let Some(problem) = self.too_wide(&relation, copies.len()) {
                    return Outcome::problem(problem);
                }
            }
            let Some(column) = def.columns.get(index) else {
                break;
            };
            let new = self.column(column, &relation, doing);
            match relation.columns.iter_mut().find(|old| old.name == new.name) {
                // It merges with the parent's, or only adds to the partition's.
                Some(old) => {
                    old.is_nullable &= new.is_nullable;
                    if new.default.is_some() {
                        old.default = new.default;
                    }
                    // What is declared here too stays when the parent loses it.
                    old.is_inherited &= def.partition_of.is_some();
                }
                None => relation.columns.push(new),
            }
        }
        if def.query.is_some() {
            let written_out = def
                .query
                .as_ref()
                .and_then(|query| self.written_out(query, def.query_columns.as_deref()));
            let columns = written_out.and_then(|(_, columns)| columns);
            let columns = columns.as_deref().or(def.query_columns.as_deref());
            self.take_query(&mut relation, columns);
        }
        if let Some(problem) = self.too_wide(&relation, copies.len()) {
            return Outcome::problem(problem);
        }
        self.insert_relation(relation);
        for column in &def.columns {
            if column.is_serial {
                self.make_serial_sequence(&folded, &column.name.text, doing);
            }
        }
        for (index, constraint) in copies {
            self.copy_index(&folded, index, constraint);
        }
        problem = self.create_constraints(&folded, def, doing).or(problem);
        if let Some(partition) = &def.partition_of {
            self.clone_parent_keys(&folded, &partition.parent);
        }
        Outcome {
            touched: vec![key],
            problem,
            ..Outcome::default()
        }
    }

    pub(super) fn insert_relation(&mut self, relation: Relation) {
        for constraint in &relation.constraints {
            *self
                .constraint_names
                .entry(TableKey::new(&relation.key.schema, &constraint.name))
                .or_default() += 1;
        }
        self.relations
            .insert(self.folded(&relation.key), Arc::new(relation));
    }

    /// Makes sure that a schema is known: one that the migrations never made was there before.
    pub(super) fn know_schema(&mut self, schema: &str) -> Option<Problem> {
        if self.schemas.iter().any(|known| known == schema)
            || schema == "pg_temp"
            || self.dialect != Dialect::PostgreSql
        {
            return None;
        }
        self.schemas.push(schema.to_owned());
        Some(Problem::UnknownSchema(schema.to_owned()))
    }

    /// Constraints in the order in which the server makes them, for its names depend on it.
    fn create_constraints(
        &mut self,
        key: &TableKey,
        def: &TableDef,
        doing: Doing,
    ) -> Option<Problem> {
        let all: Vec<_> = def
            .columns
            .iter()
            .flat_map(|column| &column.constraints)
            .chain(&def.constraints)
            .collect();
        let rank = |kind: &ConstraintKind| match (self.dialect, kind) {
            (_, ConstraintKind::Foreign(_)) => 3,
            (
                Dialect::PostgreSql,
                ConstraintKind::Check { .. } | ConstraintKind::NotNull { .. },
            ) => 0,
            (Dialect::Sqlite, _) => 1,
            (_, ConstraintKind::Primary { .. }) => 1,
            _ => 2,
        };
        let mut ordered: Vec<_> = all
            .into_iter()
            .map(|constraint| (rank(&constraint.kind), constraint))
            .collect();
        ordered.sort_by_key(|(rank, _)| *rank);
        let mut problem = None;
        let mut indexes = def.indexes.iter();
        for (rank, constraint) in ordered {
            if rank == 3 {
                // MySQL's own indexes come before those that it makes for foreign keys.
                for index in indexes.by_ref() {
                    self.index_in(key, index, doing);
                }
            }
            problem = self.constrain(key, constraint, doing).or(problem);
        }
        for index in indexes {
            self.index_in(key, index, doing);
        }
        problem
    }

    pub(super) fn inherit(&mut self, relation: &mut Relation, parent: &Name) -> Option<Problem> {
        let Some(found) = self.relation(parent).cloned() else {
            return Some(self.unknown(parent));
        };
        self.has_children = true;
        relation.inherits.push(found.key.clone());
        for column in &found.columns {
            match relation
                .columns
                .iter_mut()
                .find(|old| old.name == column.name)
            {
                Some(old) => {
                    old.is_nullable &= column.is_nullable;
                    old.default = old.default.take().or_else(|| column.default.clone());
                }
                None => relation.columns.push(Column {
                    is_inherited: true,
                    identity: None,
                    ..column.clone()
                }),
            }
        }
        for constraint in &found.constraints {
            let is_new = relation
                .constraints
                .iter()
                .all(|old| old.name != constraint.name);
            if matches!(
                constraint.kind,
                ConstraintKind::Check {
                    no_inherit: false,
                    ..
                }
            ) && is_new
            {
                relation.constraints.push(Constraint {
                    is_inherited: true,
                    ..constraint.clone()
                });
            }
        }
        None
    }

    fn take_partition(
        &mut self,
        relation: &mut Relation,
        partition: &PartitionOf,
    ) -> Option<Problem> {
        let problem = self.inherit(relation, &partition.parent);
        // A partition keeps its parent apart from inheritance.
        if let Some(parent) = relation.inherits.pop() {
            relation.partition_of = Some((parent, partition.bound.clone()));
        }
        if let Some(found) = self.relation(&partition.parent).cloned() {
            for column in &mut relation.columns {
                column.identity = found
                    .column(&column.name)
                    .and_then(|parent| parent.identity.clone())
                    .filter(|_| false);
            }
        } else {
            relation.columns_are_known = false;
        }
        problem
    }

    /// Gives a partition the keys and indexes of its parent.
    pub(super) fn clone_parent_keys(&mut self, key: &TableKey, parent: &Name) {
        let Some(parent) = self.relation(parent).cloned() else {
            return;
        };
        for index in &parent.indexes {
            self.clone_index_to(key, index, &parent);
        }
        for constraint in &parent.constraints {
            if let ConstraintKind::Foreign(_) = &constraint.kind {
                self.clone_foreign_to(key, constraint);
            }
        }
    }

    fn take_like(
        &mut self,
        relation: &mut Relation,
        like: &LikeClause,
        copies: &mut Vec<(Index, Option<Constraint>)>,
    ) -> Option<Problem> {
        let Some(source) = self.relation(&like.source).cloned() else {
            relation.columns_are_known = false;
            return Some(self.unknown(&like.source));
        };
        relation.columns_are_known &= source.columns_are_known;
        for column in &source.columns {
            relation.columns.push(Column {
                default: column.default.clone().filter(|_| like.defaults),
                generated: column.generated.clone().filter(|_| like.generated),
                identity: column.identity.clone().filter(|_| like.identity),
                is_serial: false,
                comment: column.comment.clone().filter(|_| like.comments),
                is_inherited: false,
                ..column.clone()
            });
        }
        if self.dialect == Dialect::MySql && relation.options.is_empty() {
            relation.options = source.options.clone();
        }
        for constraint in &source.constraints {
            if like.constraints && matches!(constraint.kind, ConstraintKind::Check { .. }) {
                relation.constraints.push(Constraint {
                    is_inherited: false,
                    ..constraint.clone()
                });
            }
        }
        if like.indexes {
            for index in &source.indexes {
                let constraint = source.constraints.iter().find(|constraint| {
                    index.constraint.as_ref() == Some(&constraint.name)
                        && !matches!(constraint.kind, ConstraintKind::Foreign(_))
                });
                copies.push((index.clone(), constraint.cloned()));
            }
        }
        None
    }

    /// The columns of `CREATE TABLE AS`.
    fn take_query(&mut self, relation: &mut Relation, columns: Option<&[QueryColumn]>) {
        let Some(columns) = columns else {
            relation.columns_are_known = false;
            return;
        };
        let origin = relation.origin;
        let (found, known) = self.query_columns(columns);
        relation.columns_are_known &= known;
        for mut column in found {
            column.origin = origin;
            if self.dialect == Dialect::Sqlite {
                column.data_type = Type::named(affinity(&column.data_type.name));
            }
            if relation.columns.iter().all(|old| old.name != column.name) {
                relation.columns.push(column);
            }
        }
    }

    /// The column of a query's result that is a column of a table. MySQL keeps what it demands, and its default.
    fn result(&self, name: &str, source: &Column) -> Column {
        let is_kept = self.dialect == Dialect::MySql;
        let zero = source.is_auto_increment.then(|| Expression {
            text: "0".to_owned(),
            ..Expression::default()
        });
        Column {
            name: name.to_owned(),
            data_type: source.data_type.clone(),
            is_nullable: !is_kept || source.is_nullable,
            default: source.default.clone().or(zero).filter(|_| is_kept),
            ..Column::default()
        }
    }

    /// What the columns of a query are: name and type, as far as they are known. Says whether all are.
    pub(super) fn query_columns(&self, columns: &[QueryColumn]) -> (Vec<Column>, bool) {
        let mut out: Vec<Column> = Vec::new();
        let mut known = true;
        for column in columns {
            match column {
                QueryColumn::Star { table } => match self.relation(table) {
                    // The server takes no more.
                    Some(found)
                        if out.len() + found.columns.len() > width::columns_limit(self.dialect) =>
                    {
                        known = false;
                    }
                    Some(found) => {
                        known &= found.columns_are_known;
                        out.extend(found.columns.iter().map(|one| self.result(&one.name, one)));
                    }
                    None => known = false,
                },
                QueryColumn::Named {
                    name,
                    source,
                    data_type,
                } => {
                    let from_source = source.as_ref().and_then(|(tables, column)| {
                        tables
                            .iter()
                            .find_map(|table| self.relation(table)?.column(column))
                    });
                    out.push(match (data_type, from_source) {
                        (None, Some(source)) => self.result(name, source),
                        (data_type, _) => Column {
                            name: name.clone(),
                            data_type: data_type.clone().unwrap_or_default(),
                            is_nullable: true,
                            ..Column::default()
                        },
                    });
                }
            }
        }
        (out, known)
    }
}

/// The type that SQLite gives a column of `CREATE TABLE AS` for one of this type.
/// Source: SQLite, "CREATE TABLE … AS SELECT Statements" and "Determination Of Column Affinity".
fn affinity(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["int"]) {
        "int"
    } else if has(&["char", "clob", "text"]) {
        "text"
    } else if name.is_empty() || has(&["blob"]) {
        ""
    } else if has(&["real", "floa", "doub"]) {
        "real"
    } else {
        "num"
    }
}
