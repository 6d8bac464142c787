//! What is the same on every server: things dropped, renamed, and rows changed.

use super::judge::{ACCESS_EXCLUSIVE, Judge, Lock};
use super::{Blocks, ImpactKind};
use crate::{
    Change, Column, ConstraintKind, Dialect, Name, Relation, RelationKind, TableKey, Type,
};

/// How this server locks what it drops or renames.
fn exclusive(judge: &Judge<'_>) -> Option<Lock> {
    match judge.before.dialect() {
        Dialect::PostgreSql => Some(ACCESS_EXCLUSIVE),
        Dialect::MySql => Some(Lock {
            name: "EXCLUSIVE",
            blocks: Blocks::Both,
        }),
        Dialect::Sqlite => None,
    }
}

fn push(
    judge: &mut Judge<'_>,
    kind: ImpactKind,
    table: &TableKey,
    subject: Option<&str>,
    why: &str,
) {
    let lock = exclusive(judge);
    let impact = judge.note(kind, table, subject, why);
    if let Some(lock) = lock {
        impact.locking(lock);
    }
}

/// Judges drops, renames and changes of rows.
pub(super) fn judge(judge: &mut Judge<'_>) {
    match &judge.effect.change {
        Change::DropTable { table, cascade, .. } => {
            let Some(found) = judge.old(table) else {
                return;
            };
            push(
                judge,
                ImpactKind::TableDropped,
                &found.key,
                None,
                "its rows are gone, and the version that runs beside still uses it",
            );
            if *cascade {
                cascading(judge, found, None);
            }
        }
        Change::DropColumn {
            table,
            column,
            cascade,
            ..
        } => {
            let Some(found) = judge
                .old_table(table)
                .filter(|found| judge.is_used(found, &column.text))
            else {
                return;
            };
            push(
                judge,
                ImpactKind::ColumnDropped,
                &found.key,
                Some(&column.text),
                "its values are gone, and the version that runs beside still names it",
            );
            if *cascade {
                cascading(judge, found, Some(&column.text));
            }
        }
        Change::DropType {
            name,
            cascade: true,
            ..
        } => drop_columns_of_type(judge, name),
        Change::DropSchema { name, .. } if judge.holds_old(name) => {
            judge.note(
                ImpactKind::SchemaDropped,
                None,
                Some(&name.text),
                "everything in it is gone",
            );
        }
        Change::DropView { view, .. } => {
            if let Some(found) = judge
                .old(view)
                .filter(|found| found.kind != RelationKind::Table)
            {
                let key = found.key.clone();
                push(
                    judge,
                    ImpactKind::ViewDropped,
                    &key,
                    None,
                    "the version that runs beside may still read it",
                );
            }
        }
        Change::RenameTable { table, to, .. } => {
            let Some(found) = judge.old(table) else {
                return;
            };
            if found.kind != RelationKind::Table {
                push(
                    judge,
                    ImpactKind::Renamed,
                    &found.key,
                    Some(&to.name),
                    "the version that runs beside still uses the old name",
                );
                return;
            }
            push(
                judge,
                ImpactKind::TableRenamed,
                &found.key,
                Some(&to.name),
                "the version that runs beside still uses the old name",
            );
        }
        Change::SetTableSchema { table, schema, .. } => {
            let Some(found) = judge.old(table) else {
                return;
            };
            push(
                judge,
                ImpactKind::TableRenamed,
                &found.key,
                Some(&schema.text),
                "the version that runs beside looks for it in the old schema",
            );
        }
        Change::RenameColumn { table, column, to } => {
            let Some(found) = judge
                .old_table(table)
                .filter(|found| judge.is_used(found, &column.text))
            else {
                return;
            };
            let why = format!(
                "the version that runs beside still says `{}`, not `{}`",
                column.text, to.text
            );
            push(
                judge,
                ImpactKind::ColumnRenamed,
                &found.key,
                Some(&column.text),
                &why,
            );
        }
        Change::DropConstraint {
            table, constraint, ..
        } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            let foreign = found.constraints.iter().any(|one| {
                one.name.eq_ignore_ascii_case(&constraint.text)
                    && matches!(one.kind, ConstraintKind::Foreign(_))
            });
            if foreign {
                push(
                    judge,
                    ImpactKind::ConstraintDropped,
                    &found.key,
                    Some(&constraint.text),
                    "nothing keeps the reference whole from now on",
                );
            }
        }
        Change::Update {
            table,
            columns,
            is_bounded,
            has_where,
            is_chosen,
        } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            if *is_bounded {
                return;
            }
            // A column that the same migration added without a default is empty in every row, so that its first values
            // are for all whom no other column chooses.
            let is_first_fill = !is_chosen
                && columns.iter().any(|column| {
                    found.column(&column.text).is_some_and(|column| {
                        column.origin.file == judge.context.file && column.default.is_none()
                    })
                });
            let (kind, why) = if *has_where && !is_first_fill {
                (
                    ImpactKind::FilteredUpdate,
                    "all rows that match are changed in one statement and stay locked until it is done",
                )
            } else {
                (
                    ImpactKind::UnboundedBackfill,
                    "their locks are held until it ends",
                )
            };
            let subject = columns.first().map(|column| column.text.clone());
            judge
                .note(kind, &found.key, subject.as_deref(), why)
                .scanning();
            // Whoever keeps a whole table waiting hears of its lock there.
            if kind == ImpactKind::FilteredUpdate
                || judge.context.held.exclusive(&found.key).is_none()
            {
                held(judge, found);
            }
        }
        Change::Delete {
            table,
            has_where,
            is_bounded,
        } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            if !has_where {
                judge
                    .note(
                        ImpactKind::UnboundedDelete,
                        &found.key,
                        None,
                        "all rows are deleted",
                    )
                    .scans = true;
            }
            if !is_bounded {
                held(judge, found);
            }
        }
        Change::Truncate { table, cascade } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            let why = if *cascade {
                "all rows are gone, and those of every table that refers to it"
            } else {
                "all rows are gone"
            };
            push(judge, ImpactKind::Truncated, &found.key, None, why);
        }
        _ => {}
    }
}

/// Rows are changed while the transaction holds locks on tables that others use.
fn held(judge: &mut Judge<'_>, changed: &Relation) {
    let mut old = judge
        .context
        .held
        .locks
        .keys()
        .filter(|key| !judge.context.born.contains(*key));
    if !judge.context.in_transaction || judge.before.dialect() != Dialect::PostgreSql {
        return;
    }
    if let Some(first) = old.next().cloned() {
        let why = format!(
            "the lock that the transaction took on `{first}` is held until all these rows are changed"
        );
        judge.note(
            ImpactKind::DataChangeWithDdl,
            &changed.key,
            Some(&first.to_string()),
            why,
        );
    }
}

/// The columns of a type go with it.
fn drop_columns_of_type(judge: &mut Judge<'_>, name: &Name) {
    let before = judge.before;
    let Some(dropped) = before.user_type(&Type::of_name(name)) else {
        return;
    };
    for table in before
        .tables()
        .filter(|table| judge.is_old(table))
        .collect::<Vec<_>>()
    {
        let is_of_type = |column: &&Column| {
            let own = before.user_type(&column.data_type);
            own.is_some_and(|own| std::ptr::eq(own, dropped)) && judge.is_used(table, &column.name)
        };
        let columns: Vec<&Column> = table.columns.iter().filter(is_of_type).collect();
        for column in columns {
            push(
                judge,
                ImpactKind::ColumnDropped,
                &table.key,
                Some(&column.name),
                "it goes with its type, and the version that runs beside still names it",
            );
        }
    }
}

/// What `CASCADE` takes along.
fn cascading(judge: &mut Judge<'_>, found: &Relation, column: Option<&str>) {
    let mut taken: Vec<String> = Vec::new();
    let mut takes = Vec::new();
    for relation in judge.before.relations() {
        let reads = relation.kind != RelationKind::Table && relation.reads.contains(&found.key);
        let mentions = column.is_none_or(|column| {
            relation
                .definition
                .as_ref()
                .is_some_and(|query| query.text.contains(column))
        });
        if reads && mentions {
            taken.push(format!("view `{}`", relation.key));
            takes.push(relation.key.clone());
        }
        for constraint in &relation.constraints {
            if let ConstraintKind::Foreign(foreign) = &constraint.kind
                && relation.key != found.key
                && foreign.refers_to(&found.key)
                && column.is_none_or(|column| foreign.referred.iter().any(|one| one.text == column))
            {
                taken.push(format!(
                    "foreign key `{}` of `{}`",
                    constraint.name, relation.key
                ));
                takes.push(relation.key.clone());
            }
        }
    }
    if !taken.is_empty() {
        let why = format!("`CASCADE` takes along {}", taken.join(", "));
        judge
            .note(ImpactKind::CascadingDrop, &found.key, column, why)
            .takes = takes;
    }
}
