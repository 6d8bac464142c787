//! Effects, done.

use super::{Catalogue, Outcome, Problem, TableKey};
use crate::{Change, Effect, Name, Origin};

/// What surrounds one effect while it is done.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    pub file: u32,
    /// The effect may not happen: what is in the way is no problem.
    pub conditional: bool,
}

impl Doing {
    pub fn origin(self, at: crate::At) -> Origin {
        Origin {
            file: self.file,
            at,
        }
    }
}

impl Outcome {
    pub(super) fn touched(key: TableKey) -> Outcome {
        Outcome {
            touched: vec![key],
            ..Outcome::default()
        }
    }

    pub(super) fn skipped() -> Outcome {
        Outcome {
            was_skipped: true,
            ..Outcome::default()
        }
    }

    pub(super) fn problem(problem: Problem) -> Outcome {
        Outcome {
            problem: Some(problem),
            ..Outcome::default()
        }
    }

    /// Nothing to do if that was allowed for, else a problem.
    pub(super) fn skipped_or(allowed: bool, problem: Problem) -> Outcome {
        if allowed {
            Outcome::skipped()
        } else {
            Outcome::problem(problem)
        }
    }
}

pub(super) fn apply(catalogue: &mut Catalogue, effect: &Effect, file: u32) -> Outcome {
    let doing = Doing {
        file,
        conditional: effect.conditional,
    };
    let renames = matches!(
        effect.change,
        Change::RenameTable { .. } | Change::SetTableSchema { .. }
    );
    // `ALTER TABLE` renames sequences and indexes too.
    if let Some(table) = &effect.only_on
        && !renames
        && table.is_known()
        && catalogue.find(table).is_none()
    {
        return Outcome::skipped();
    }
    match &effect.change {
        Change::CreateTable(table) => catalogue.create_table(table, doing),
        Change::DropTable {
            table,
            if_exists,
            cascade,
        } => catalogue.drop_table(table, *if_exists || doing.conditional, *cascade),
        Change::RenameTable {
            table,
            to,
            if_exists,
        } => catalogue.rename_table(table, to, *if_exists || doing.conditional),
        Change::SetTableSchema {
            table,
            schema,
            if_exists,
        } => catalogue.set_table_schema(table, schema, *if_exists || doing.conditional),
        Change::AddColumn {
            table,
            column,
            if_not_exists,
            table_if_exists,
        } => {
            if *table_if_exists && catalogue.find(table).is_none() {
                return Outcome::skipped();
            }
            catalogue.add_column(table, column, *if_not_exists || doing.conditional, doing)
        }
        Change::DropColumn {
            table,
            column,
            if_exists,
            cascade,
        } => catalogue.drop_column(table, column, *if_exists || doing.conditional, *cascade),
        Change::RenameColumn { table, column, to } => {
            catalogue.rename_column(table, column, to, doing)
        }
        Change::AlterColumn {
            table,
            column,
            change,
        } => catalogue.alter_column(table, column, change, doing),
        Change::RedefineColumn { table, column, to } => {
            catalogue.redefine_column(table, column, to, doing)
        }
        Change::AddConstraint { table, constraint } => {
            catalogue.add_constraint(table, constraint, doing)
        }
        Change::DropConstraint {
            table,
            constraint,
            if_exists,
            cascade,
        } => {
            catalogue.drop_constraint(table, constraint, *if_exists || doing.conditional, *cascade)
        }
        Change::DropPrimaryKey { table } => catalogue.drop_primary_key(table),
        Change::RenameConstraint {
            table,
            constraint,
            to,
        } => catalogue.rename_constraint(table, constraint, to),
        Change::AlterConstraint {
            table,
            constraint,
            is_deferrable,
            is_initially_deferred,
        } => catalogue.on_relation(table, |relation| {
            for one in relation
                .constraints
                .iter_mut()
                .filter(|one| one.name == constraint.text)
            {
                one.is_deferrable = *is_deferrable;
                one.is_initially_deferred = *is_initially_deferred;
            }
        }),
        Change::ValidateConstraint { table, constraint } => {
            catalogue.validate_constraint(table, constraint)
        }
        Change::AttachPartition {
            table,
            partition,
            bound,
        } => catalogue.attach_partition(table, partition, bound, doing),
        Change::DetachPartition {
            table, partition, ..
        } => catalogue.detach_partition(table, partition),
        Change::SetInherit {
            table,
            parent,
            inherits,
        } => catalogue.set_inherit(table, parent, *inherits),
        Change::SetTableOption { table, option } => catalogue.set_table_option(table, option),
        Change::CreateIndex(index) => catalogue.create_index(index, doing),
        Change::DropIndex {
            index,
            table,
            if_exists,
            cascade,
            ..
        } => catalogue.drop_index(
            index,
            table.as_ref(),
            *if_exists || doing.conditional,
            *cascade,
        ),
        Change::RenameIndex {
            index,
            table,
            to,
            if_exists,
        } => catalogue.rename_index(index, table.as_ref(), to, *if_exists || doing.conditional),
        Change::CreateView(view) => catalogue.create_view(view, doing),
        Change::DropView {
            view,
            if_exists,
            cascade,
            ..
        } => catalogue.drop_table(view, *if_exists || doing.conditional, *cascade),
        Change::RenameView { view, to, .. } => {
            catalogue.rename_table(view, &Name::bare(&to.text, to.at), doing.conditional)
        }
        Change::CreateTrigger { name, table } => {
            catalogue.on_relation(table, |relation| relation.triggers.push(name.text.clone()))
        }
        Change::DropTrigger { name, table } => catalogue.drop_trigger(name, table.as_ref()),
        Change::Comment {
            table,
            column,
            text,
        } => catalogue.comment(table, column.as_ref(), text.as_deref()),
        Change::Insert { table, .. } => {
            catalogue.on_relation(table, |relation| relation.has_rows = true)
        }
        Change::Truncate { table, .. } => {
            catalogue.on_relation(table, |relation| relation.has_rows = false)
        }
        change => catalogue.apply_to_objects(change, doing),
    }
}

impl Catalogue {
    /// Changes one relation; unknown names are a problem.
    pub(super) fn on_relation(
        &mut self,
        name: &Name,
        change: impl FnOnce(&mut super::Relation),
    ) -> Outcome {
        let Some(key) = self.find(name) else {
            return Outcome::problem(self.unknown(name));
        };
        let Some(relation) = self.relation_mut(&key) else {
            return Outcome::default();
        };
        change(relation);
        Outcome::touched(relation.key.clone())
    }

    /// Why a name means nothing here.
    pub(super) fn unknown(&self, name: &Name) -> Problem {
        if name.is_known() {
            Problem::UnknownTable(name.to_string())
        } else {
            Problem::HiddenName
        }
    }
}
