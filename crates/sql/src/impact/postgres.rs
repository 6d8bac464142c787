//! PostgreSQL: locks by the manual's table "Explicit Locking" and the notes of each command.

use super::held::locks;
use super::judge::{Judge, SHARE, SHARE_ROW_EXCLUSIVE};
use super::postgres_column::mentions;
use super::{Blocks, ImpactKind, common, online, postgres_column};
use crate::{
    Change, ConstraintDef, ConstraintKind, DomainChange, Name, Relation, RelationKind, TableKey,
    TableOption, Type,
};

pub(super) fn judge(judge: &mut Judge<'_>) {
    common::judge(judge);
    postgres_column::judge(judge);
    match &judge.effect.change {
        Change::CreateIndex(index) => {
            let Some(found) = judge.old_table(&index.table) else {
                // A new table takes no lock that matters, but the server still refuses this.
                if index.concurrently && judge.context.in_transaction && !index.if_not_exists {
                    refused(judge, &index.table);
                }
                return;
            };
            let name = index.name.as_ref().map(|name| name.text.as_str());
            // On a partitioned table alone there is nothing to read, and the partitions stay as they are.
            if index.only && found.partition_by.is_some() {
                return;
            }
            if index.concurrently {
                if judge.context.in_transaction {
                    refused(judge, &index.table);
                }
            } else {
                let why = "writers wait until the index is built";
                let mut columns = index.parts.iter().map(crate::IndexPart::column_name);
                let is_over_nulls = judge.context.held.exclusive(&found.key).is_none()
                    && columns.all(|name| name.is_some_and(|name| judge.is_all_null(found, name)));
                judge
                    .note(ImpactKind::BlockingIndexBuild, &found.key, name, why)
                    .locking(SHARE)
                    .scanning()
                    .is_over_nulls = is_over_nulls;
            }
            if index.is_unique {
                judge.may_hold_equal_rows(found, &index.parts, name);
            }
        }
        Change::DropIndex {
            index,
            table,
            concurrently,
            ..
        } => {
            let Some((found, _)) = judge.before.index(index, table.as_ref()) else {
                return;
            };
            if !judge.is_old(found) || found.kind != RelationKind::Table {
                return;
            }
            if *concurrently {
                if judge.context.in_transaction {
                    let why = "the server refuses `CONCURRENTLY` inside a transaction";
                    judge.note(
                        ImpactKind::ConcurrentlyInTransaction,
                        &found.key,
                        Some(&index.name),
                        why,
                    );
                }
            } else {
                let why = "readers and writers wait for the lock, and behind it";
                judge
                    .note(
                        ImpactKind::BlockingIndexDrop,
                        &found.key,
                        Some(&index.name),
                        why,
                    )
                    .excluding();
            }
        }
        Change::Reindex {
            target,
            concurrently,
        } => reindex(judge, target, *concurrently),
        Change::RefreshView {
            view,
            concurrently: false,
        } => {
            if let Some(found) = judge.old(view) {
                let why = "readers of the view wait until it is computed";
                judge
                    .note(ImpactKind::BlockingMaintenance, &found.key, None, why)
                    .excluding()
                    .rewriting();
            }
        }
        Change::Maintain {
            kind,
            table: Some(table),
            full: true,
        } => {
            if let Some(found) = judge.old_table(table) {
                let why = format!(
                    "`{}` writes the table anew while everybody waits",
                    kind.to_uppercase()
                );
                judge
                    .note(ImpactKind::BlockingMaintenance, &found.key, None, why)
                    .excluding()
                    .rewriting();
            }
        }
        Change::AddConstraint { table, constraint } => {
            if let Some(found) = judge.old_table(table) {
                add_constraint(judge, found, constraint);
            }
        }
        Change::ValidateConstraint { table, constraint } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            let own = found
                .constraints
                .iter()
                .find(|one| one.name == constraint.text);
            if own.is_some_and(|own| own.origin.file == judge.context.file)
                && judge.context.in_transaction
            {
                let why =
                    "the lock that adding the constraint took is held while all rows are read";
                judge
                    .note(
                        ImpactKind::ValidateInSameTransaction,
                        &found.key,
                        Some(&constraint.text),
                        why,
                    )
                    .excluding()
                    .scanning();
            }
        }
        Change::AttachPartition {
            table, partition, ..
        } => attach(judge, table, partition),
        Change::DetachPartition {
            table,
            partition,
            concurrently: false,
        } => {
            if let Some(found) = judge.old_table(table) {
                let why = "readers and writers of all partitions wait";
                judge
                    .note(
                        ImpactKind::BlockingDetach,
                        &found.key,
                        Some(&partition.name),
                        why,
                    )
                    .excluding();
            }
        }
        Change::SetTableOption {
            table,
            option: TableOption::Logged(_) | TableOption::Tablespace | TableOption::AccessMethod,
        } => {
            if let Some(found) = judge.old_table(table) {
                let why = "the whole table is written anew while everybody waits";
                judge
                    .note(ImpactKind::TableRewrite, &found.key, None, why)
                    .excluding()
                    .rewriting();
            }
        }
        Change::AddEnumValue { name, value, .. }
            if judge.context.in_transaction && judge.context.server.major < 12 =>
        {
            let why = format!(
                "the server refuses `ALTER TYPE {} ADD VALUE` inside a transaction before version 12",
                name.name
            );
            judge.note(ImpactKind::EnumValueInTransaction, None, Some(value), why);
        }
        Change::RenameEnumValue { name, value, .. } if judge.is_old_type(name) => {
            let why = "the version that runs beside still writes and reads the old value";
            judge.note(ImpactKind::EnumValueRemoved, None, Some(value), why);
        }
        Change::RenameType { name, .. } if judge.is_old_type(name) => {
            judge.note(
                ImpactKind::Renamed,
                None,
                Some(&name.name),
                "the version that runs beside still casts to the old name",
            );
        }
        Change::RenameSchema { name, .. } if judge.holds_old(name) => {
            judge.note(
                ImpactKind::Renamed,
                None,
                Some(&name.text),
                "the version that runs beside still uses the old name",
            );
        }
        Change::AlterDomain { name, change } => domain(judge, name, change),
        _ => {}
    }
    queue(judge);
}

/// What a domain demands from now on is checked in every table with a column of it.
/// Source: PostgreSQL 17 sources, `validateDomainCheckConstraint`, which takes `ShareLock`.
fn domain(judge: &mut Judge<'_>, name: &Name, change: &DomainChange) {
    let subject = match change {
        DomainChange::Add(check) if !check.not_valid => check.name.as_ref().map(|one| &one.text),
        DomainChange::NotNull(true) => None,
        _ => return,
    };
    let Some(found) = judge.before.user_type(&Type::of_name(name)) else {
        return;
    };
    let users: Vec<TableKey> = judge
        .before
        .tables()
        .filter(|table| judge.is_old(table))
        .filter(|table| {
            let mut types = table.columns.iter().map(|column| &column.data_type);
            types.any(|one| {
                judge
                    .before
                    .user_type(one)
                    .is_some_and(|of| of.key == found.key)
            })
        })
        .map(|table| table.key.clone())
        .collect();
    let subject = subject
        .map_or(name.name.as_str(), String::as_str)
        .to_owned();
    for key in users {
        let why = format!(
            "a column of the domain `{}` is checked in every row",
            name.name
        );
        judge
            .note(ImpactKind::ValidatingCheck, &key, Some(&subject), why)
            .locking(SHARE)
            .scanning();
    }
}

fn refused(judge: &mut Judge<'_>, table: &Name) {
    let key = judge.before.relation(table).map(|found| found.key.clone());
    let why = "the server refuses `CONCURRENTLY` inside a transaction";
    judge.note(
        ImpactKind::ConcurrentlyInTransaction,
        key.as_ref(),
        None,
        why,
    );
}

fn reindex(judge: &mut Judge<'_>, target: &Name, concurrently: bool) {
    let found = judge.old_table(target).or_else(|| {
        judge
            .before
            .index(target, None)
            .map(|(relation, _)| relation)
            .filter(|one| judge.is_old(one))
    });
    let Some(found) = found else { return };
    if concurrently {
        if judge.context.in_transaction {
            judge.note(
                ImpactKind::ConcurrentlyInTransaction,
                &found.key,
                Some(&target.name),
                "the server refuses `CONCURRENTLY` inside a transaction",
            );
        }
    } else {
        let why = "writers wait until the index is built anew, and readers that would use it";
        judge
            .note(
                ImpactKind::BlockingMaintenance,
                &found.key,
                Some(&target.name),
                why,
            )
            .locking(SHARE)
            .scanning();
    }
}

pub(super) fn add_constraint(judge: &mut Judge<'_>, found: &Relation, constraint: &ConstraintDef) {
    let name = constraint.name.as_ref().map(|name| name.text.as_str());
    let key = &found.key;
    match &constraint.kind {
        ConstraintKind::Check { expression, .. }
            if !constraint.not_valid && !constraint.not_enforced =>
        {
            let why = "readers and writers wait until all rows are checked";
            // `channel IS NULL OR …` holds for every row.
            let text = expression.text.to_ascii_lowercase();
            let text = text.replace("is null or", "");
            let mut columns = found
                .columns
                .iter()
                .filter(|column| mentions(&expression.text, &column.name))
                .peekable();
            let is_over_nulls = columns.peek().is_some()
                && columns.all(|column| judge.is_all_null(found, &column.name))
                && !text.contains("null");
            let is_looser = judge.context.held.is_looser(key, &expression.text);
            let impact = judge
                .note(ImpactKind::ValidatingCheck, key, name, why)
                .excluding()
                .scanning();
            impact.is_over_nulls = is_over_nulls;
            impact.is_looser = is_looser;
        }
        ConstraintKind::Foreign(foreign) if !constraint.not_valid && !constraint.not_enforced => {
            let target = judge
                .before
                .relation(&foreign.table)
                .map(|target| target.key.clone());
            let other = target
                .as_ref()
                .map_or_else(|| foreign.table.to_string(), ToString::to_string);
            let why =
                format!("writers of `{key}` and of `{other}` wait until all rows are checked");
            let is_over_nulls = foreign
                .columns
                .iter()
                .any(|column| judge.is_all_null(found, &column.text));
            judge
                .note(ImpactKind::ValidatingForeignKey, key, name, why)
                .locking(SHARE_ROW_EXCLUSIVE)
                .scanning()
                .is_over_nulls = is_over_nulls;
        }
        ConstraintKind::Unique {
            columns,
            using_index: None,
            ..
        }
        | ConstraintKind::Primary {
            columns,
            using_index: None,
            ..
        } => {
            let why = "readers and writers wait until the index of the key is built";
            let instead = online::key_from_index(judge.before, found, constraint);
            judge
                .note(ImpactKind::UniqueOnExisting, key, name, why)
                .excluding()
                .scanning()
                .instead = instead;
            judge.may_hold_equal_rows(found, columns, name);
            if matches!(constraint.kind, ConstraintKind::Primary { .. }) {
                for part in columns {
                    let nullable = part
                        .column_name()
                        .and_then(|name| found.column(name))
                        .filter(|column| column.is_nullable);
                    if let Some(column) = nullable {
                        postgres_column::not_null(judge, found, &column.name);
                    }
                }
            }
        }
        ConstraintKind::Primary {
            using_index: Some(index),
            ..
        } => {
            let parts = found
                .indexes
                .iter()
                .find(|one| one.name == index.text)
                .map(|one| one.parts.clone())
                .unwrap_or_default();
            for part in parts {
                let nullable = part
                    .column_name()
                    .and_then(|name| found.column(name))
                    .filter(|column| column.is_nullable);
                if let Some(column) = nullable {
                    postgres_column::not_null(judge, found, &column.name);
                }
            }
        }
        ConstraintKind::Exclude { .. } => {
            let why = "readers and writers wait until the index of the constraint is built";
            judge
                .note(ImpactKind::ExclusionConstraint, key, name, why)
                .excluding()
                .scanning();
        }
        ConstraintKind::NotNull { column } if !constraint.not_valid => {
            postgres_column::not_null(judge, found, &column.text)
        }
        _ => {}
    }
}

/// Attaching reads the whole partition unless a check of it proves that its rows fit.
fn attach(judge: &mut Judge<'_>, table: &Name, partition: &Name) {
    let (Some(parent), Some(found)) = (judge.before.relation(table), judge.old_table(partition))
    else {
        return;
    };
    let by = parent
        .partition_by
        .as_ref()
        .map_or("", |by| by.text.as_str());
    let proves = found.constraints.iter().any(|one| match &one.kind {
        ConstraintKind::Check { expression, .. } => {
            one.is_valid
                && found.columns.iter().any(|column| {
                    by.contains(&column.name) && expression.text.contains(&column.name)
                })
        }
        _ => false,
    });
    if !proves {
        let why = "readers and writers of the partition wait until all its rows are checked against the bound";
        judge
            .note(ImpactKind::PartitionScan, &found.key, None, why)
            .excluding()
            .scanning();
    }
}

/// A lock on a table in use: without `lock_timeout` everybody queues behind it; with another lock held it can deadlock.
fn queue(judge: &mut Judge<'_>) {
    let locked: Vec<TableKey> = locks(judge.effect, judge.before)
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| {
            !judge.context.born.contains(key)
                && judge
                    .before
                    .get(key)
                    .is_some_and(|found| found.kind == RelationKind::Table)
        })
        .collect();
    let Some(first) = locked.first().cloned() else {
        return;
    };
    if !judge.context.lock_timeout_set {
        let why = "while it waits for its lock, everything that comes later waits behind it, and no `lock_timeout` ends that";
        let impact = judge.note(ImpactKind::NoLockTimeout, &first, None, why);
        impact.blocks = Blocks::Both;
    }
    if judge.context.in_transaction {
        let other = judge
            .context
            .held
            .locks
            .keys()
            .find(|key| !locked.contains(*key) && !judge.context.born.contains(*key))
            .cloned();
        if let Some(other) = other {
            let why =
                format!("the transaction holds a lock on `{other}` while it waits for this one");
            judge.note(
                ImpactKind::SeveralTablesLocked,
                &first,
                Some(&other.to_string()),
                why,
            );
        }
    }
}
