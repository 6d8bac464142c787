//! What earlier statements of a migration leave behind for later ones: locks that are held until the transaction ends,
//! and rows that were changed.

use indexmap::{IndexMap, IndexSet};
use serde::{Deserialize, Serialize};

use super::looser;
use crate::{
    At, Catalogue, Change, ColumnChange, Constraint, ConstraintKind, Dialect, Effect, Name,
    TableKey, TableOption,
};

/// What earlier statements left.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// The existing tables that the transaction locked so that readers or writers wait.
    pub locks: IndexMap<TableKey, Taken>,
    /// The tables whose rows the migration changed, or into which it put some.
    pub changed: IndexSet<TableKey>,
    /// The checks that the migration dropped, by their tables.
    pub dropped_checks: Vec<(TableKey, String)>,
    /// Whether the time zone of the session was set to UTC.
    pub is_utc: bool,
}

/// A lock that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Whether readers wait too: PostgreSQL's `ACCESS EXCLUSIVE`.
    pub is_exclusive: bool,
    /// What took it, as a clause such as "adding `note`".
    pub by: String,
    /// Where that stands.
    pub at: At,
}

impl Held {
    /// Keeps the locks of an effect, which [`locks`] says; the first exclusive one of a table stays.
    pub fn take(&mut self, locks: Vec<(TableKey, Taken)>) {
        for (key, taken) in locks {
            let is_stronger = |own: &Taken| taken.is_exclusive && !own.is_exclusive;
            if self.locks.get(&key).is_none_or(is_stronger) {
                self.locks.insert(key, taken);
            }
        }
    }

    /// Keeps which rows an effect changes, which check it drops, and the time zone that it sets.
    pub fn change(&mut self, effect: &Effect, before: &Catalogue) {
        match &effect.change {
            Change::Insert { table, .. } | Change::Update { table, .. } => {
                let relation = before.relation(table);
                self.changed.extend(relation.map(|table| table.key.clone()));
            }
            Change::DropConstraint {
                table, constraint, ..
            } => {
                let relation = before.relation(table);
                let dropped = relation.and_then(|table| {
                    let named = |one: &&Constraint| one.name == constraint.text;
                    let found = table.constraints.iter().find(named)?;
                    match &found.kind {
                        ConstraintKind::Check { expression, .. } => {
                            Some((table.key.clone(), expression.text.clone()))
                        }
                        _ => None,
                    }
                });
                self.dropped_checks.extend(dropped);
            }
            Change::Set { name, value, .. } if name == "timezone" => {
                let value = value.to_ascii_lowercase();
                self.is_utc = matches!(&*value, "utc" | "etc/utc" | "gmt" | "0");
            }
            _ => {}
        }
    }

    /// Whether a check of `table` that was dropped admitted no other values than `check` does.
    pub fn is_looser(&self, table: &TableKey, check: &str) -> bool {
        let mut dropped = self.dropped_checks.iter();
        dropped.any(|(key, before)| key == table && looser::is_looser(before, check))
    }

    /// The lock on `table`, if nobody can read it meanwhile.
    pub fn exclusive(&self, table: &TableKey) -> Option<&Taken> {
        self.locks.get(table).filter(|taken| taken.is_exclusive)
    }
}

/// The existing tables that `effect` locks until its transaction ends, so that readers or writers wait.
/// Source: PostgreSQL 17 manual, "ALTER TABLE" and "Explicit Locking".
pub fn locks(effect: &Effect, before: &Catalogue) -> Vec<(TableKey, Taken)> {
    let mut names: Vec<(&Name, bool)> = Vec::new();
    match &effect.change {
        Change::DropTable { table, .. }
        | Change::RenameTable { table, .. }
        | Change::SetTableSchema { table, .. }
        | Change::AddColumn { table, .. }
        | Change::DropColumn { table, .. }
        | Change::RenameColumn { table, .. }
        | Change::RedefineColumn { table, .. }
        | Change::DropConstraint { table, .. }
        | Change::DropPrimaryKey { table }
        | Change::RenameConstraint { table, .. }
        | Change::DetachPartition {
            table,
            concurrently: false,
            ..
        }
        | Change::Truncate { table, .. } => names.push((table, true)),
        // Statistics and storage take a weaker one.
        Change::AlterColumn { table, change, .. } => {
            names.push((table, !matches!(change, ColumnChange::Option(_))));
        }
        Change::SetInherit { table, .. } | Change::CreateTrigger { table, .. } => {
            names.push((table, false));
        }
        Change::SetTableOption { table, option } if !is_owner(option) => {
            let rewrites = matches!(
                option,
                TableOption::Logged(_) | TableOption::Tablespace | TableOption::AccessMethod
            );
            names.push((table, rewrites));
        }
        Change::AddConstraint { table, constraint } => match &constraint.kind {
            ConstraintKind::Foreign(foreign) => {
                names.extend([(table, false), (&foreign.table, false)]);
            }
            _ => names.push((table, true)),
        },
        Change::AttachPartition { partition, .. } => names.push((partition, true)),
        Change::CreateIndex(index) if !index.concurrently => names.push((&index.table, false)),
        Change::DropIndex {
            index,
            table,
            concurrently: false,
            ..
        } => {
            let found = before.index(index, table.as_ref());
            return found
                .map(|(relation, _)| (relation.key.clone(), taken(effect, before, true)))
                .into_iter()
                .collect();
        }
        _ => {}
    }
    let mut locks: Vec<(TableKey, Taken)> = Vec::new();
    for (name, is_exclusive) in names {
        if let Some(relation) = before.relation(name)
            && !relation.is_temporary
            && !locks.iter().any(|(key, _)| *key == relation.key)
        {
            locks.push((relation.key.clone(), taken(effect, before, is_exclusive)));
        }
    }
    locks
}

fn taken(effect: &Effect, before: &Catalogue, is_exclusive: bool) -> Taken {
    Taken {
        is_exclusive: is_exclusive && before.dialect() == Dialect::PostgreSql,
        by: by(&effect.change),
        at: effect.at,
    }
}

/// What takes the lock, as a clause.
fn by(change: &Change) -> String {
    match change {
        Change::AddColumn { column, .. } => format!("adding `{}`", column.name.text),
        Change::DropColumn { column, .. } => format!("dropping `{}`", column.text),
        Change::RenameColumn { column, .. } => format!("renaming `{}`", column.text),
        Change::AlterColumn { column, .. } | Change::RedefineColumn { column, .. } => {
            format!("changing `{}`", column.text)
        }
        Change::AddConstraint { constraint, .. } => match &constraint.name {
            Some(name) => format!("adding `{}`", name.text),
            None => "adding a constraint".to_owned(),
        },
        Change::DropConstraint { constraint, .. } => format!("dropping `{}`", constraint.text),
        Change::RenameConstraint { constraint, .. } => format!("renaming `{}`", constraint.text),
        Change::DropIndex { index, .. } => format!("dropping `{}`", index.name),
        Change::RenameTable { .. } | Change::SetTableSchema { .. } => {
            "renaming the table".to_owned()
        }
        Change::Truncate { .. } => "emptying the table".to_owned(),
        _ => "a change of the table".to_owned(),
    }
}

/// A new owner needs the lock for a moment only, and is set where nobody runs yet.
fn is_owner(option: &TableOption) -> bool {
    matches!(option, TableOption::Other(text) if text.to_ascii_lowercase().starts_with("owner"))
}
