//! MySQL and MariaDB: InnoDB's online DDL, by the manuals' tables of operations.

use super::conversion::conversion;
use super::judge::{COPY, INPLACE, INPLACE_SHARED, INSTANT, Judge};
use super::{ImpactKind, Server, common};
use crate::{
    Change, Column, ColumnDef, ConstraintDef, ConstraintKind, Dialect, Relation, TableOption,
};

pub(super) fn judge(judge: &mut Judge<'_>) {
    common::judge(judge);
    match &judge.effect.change {
        Change::CreateTable(table) if !judge.context.server.is_mariadb => {
            for column in &table.columns {
                inline_references(judge, column, None);
            }
        }
        Change::AddColumn {
            table,
            column,
            if_not_exists,
            ..
        } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            if !(*if_not_exists && found.column(&column.name.text).is_some()) {
                add_column(judge, found, column);
            }
        }
        Change::DropColumn { table, column, .. } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            if !drops_instantly(judge.context.server) {
                let why = "the table is rebuilt in place: replicas and disk feel it";
                judge
                    .locked(
                        ImpactKind::TableRebuild,
                        &found.key,
                        Some(&column.text),
                        INPLACE,
                        why,
                    )
                    .rewriting();
            }
        }
        Change::RedefineColumn { table, column, to } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            let Some(old) = found.column(&column.text) else {
                return;
            };
            redefine(judge, found, old, to);
        }
        Change::CreateIndex(index) => {
            let Some(found) = judge.old_table(&index.table) else {
                return;
            };
            let name = index.name.as_ref().map(|name| name.text.as_str());
            if let Some(method @ ("fulltext" | "spatial")) = index.method.as_deref() {
                let why = format!("writers wait until the {method} index is built");
                judge
                    .locked(
                        ImpactKind::BlockingIndexBuild,
                        &found.key,
                        name,
                        INPLACE_SHARED,
                        why,
                    )
                    .scanning();
            }
            if index.is_unique {
                judge.note(ImpactKind::UniqueMayFail, Some(&found.key), name, "it fails if two rows are equal, and the version that runs beside may write such rows");
            }
        }
        Change::AddConstraint { table, constraint } => {
            if let Some(found) = judge.old_table(table) {
                add_constraint(judge, found, constraint);
            }
        }
        Change::DropPrimaryKey { table } => {
            if let Some(found) = judge.old_table(table) {
                let why = "the table is copied while writers wait";
                judge
                    .locked(
                        ImpactKind::TableCopy,
                        &found.key,
                        Some("PRIMARY"),
                        COPY,
                        why,
                    )
                    .rewriting();
            }
        }
        Change::SetTableOption { table, option } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            match option {
                TableOption::ConvertCharset(_) => {
                    judge
                        .locked(
                            ImpactKind::TableCopy,
                            &found.key,
                            None,
                            COPY,
                            "the table is copied to the new character set while writers wait",
                        )
                        .rewriting();
                }
                TableOption::Engine(engine) => {
                    let (kind, lock, why) = if engine.is_empty() || engine == "innodb" {
                        (
                            ImpactKind::TableRebuild,
                            INPLACE,
                            "the table is rebuilt in place: replicas and disk feel it",
                        )
                    } else {
                        (
                            ImpactKind::TableCopy,
                            COPY,
                            "the table is copied to the other engine while writers wait",
                        )
                    };
                    judge.locked(kind, &found.key, None, lock, why).rewriting();
                }
                TableOption::Partitioning(text)
                    if !text.to_ascii_lowercase().starts_with("partition p") =>
                {
                    judge
                        .locked(
                            ImpactKind::TableCopy,
                            &found.key,
                            None,
                            COPY,
                            "rows are copied between partitions while writers wait",
                        )
                        .rewriting();
                }
                _ => {}
            }
        }
        Change::Maintain {
            kind,
            table: Some(table),
            full: true,
        } => {
            if let Some(found) = judge.old_table(table) {
                let why = format!(
                    "`{} TABLE` rebuilds the table: replicas and disk feel it",
                    kind.to_uppercase()
                );
                judge
                    .locked(ImpactKind::TableRebuild, &found.key, None, INPLACE, why)
                    .rewriting();
            }
        }
        _ => {}
    }
}

/// Source: MySQL 8.0.29 release notes; MariaDB 10.4 "Instant DROP COLUMN".
fn drops_instantly(server: Server) -> bool {
    let at = (server.major, server.minor, server.patch);
    if server.is_mariadb {
        at >= (10, 4, 0)
    } else {
        at >= (8, 0, 29)
    }
}

/// Source: MySQL manual "Online DDL Operations"; MariaDB "Instant ADD COLUMN for InnoDB".
fn adds_instantly(server: Server, at_end: bool) -> bool {
    let at = (server.major, server.minor, server.patch);
    match (server.is_mariadb, at_end) {
        (true, true) => at >= (10, 3, 2),
        (true, false) => at >= (10, 4, 0),
        (false, true) => at >= (8, 0, 12),
        (false, false) => at >= (8, 0, 29),
    }
}

fn add_column(judge: &mut Judge<'_>, found: &Relation, column: &ColumnDef) {
    let name = column.name.text.as_str();
    let key = &found.key;
    inline_references(judge, column, Some(found));
    if column.nullable == Some(false)
        && column.default.is_none()
        && column.generated.is_none()
        && !column.is_auto_increment
    {
        let why = "old rows get an implicit default, and inserts of the version that runs beside fail in strict mode";
        judge.note(ImpactKind::RequiredColumn, Some(key), Some(name), why);
    }
    if column.is_auto_increment {
        let why = "all rows are numbered while writers wait";
        judge
            .locked(
                ImpactKind::SerialColumn,
                key,
                Some(name),
                INPLACE_SHARED,
                why,
            )
            .rewriting();
    } else if column
        .generated
        .as_ref()
        .is_some_and(|generated| generated.is_stored)
    {
        let why = "the table is copied to compute the column while writers wait";
        judge
            .locked(
                ImpactKind::StoredGeneratedColumn,
                key,
                Some(name),
                COPY,
                why,
            )
            .rewriting();
    } else if column.generated.is_none()
        && !adds_instantly(judge.context.server, column.position.is_none())
    {
        let why = "the table is rebuilt in place: replicas and disk feel it";
        judge
            .locked(ImpactKind::TableRebuild, key, Some(name), INPLACE, why)
            .rewriting();
    }
    for constraint in &column.constraints {
        if !matches!(constraint.kind, ConstraintKind::Foreign(_)) {
            add_constraint(judge, found, constraint);
        }
    }
}

/// A `REFERENCES` at a column is read and thrown away before MySQL 9.
fn inline_references(judge: &mut Judge<'_>, column: &ColumnDef, found: Option<&Relation>) {
    let refers = column
        .constraints
        .iter()
        .any(|one| matches!(one.kind, ConstraintKind::Foreign(_)));
    if refers && !judge.context.server.is_mariadb && judge.context.server.major < 9 {
        let why = "MySQL ignores `REFERENCES` at a column: there is no foreign key";
        judge.note(
            ImpactKind::InlineReferencesIgnored,
            found.map(|found| &found.key),
            Some(&column.name.text),
            why,
        );
    }
}

fn add_constraint(judge: &mut Judge<'_>, found: &Relation, constraint: &ConstraintDef) {
    let name = constraint.name.as_ref().map(|name| name.text.as_str());
    let key = &found.key;
    match &constraint.kind {
        ConstraintKind::Foreign(foreign) => {
            let why = format!(
                "the table is copied while writers wait, for `foreign_key_checks` is on; writers of `{}` wait too",
                foreign.table.name
            );
            judge
                .locked(ImpactKind::ValidatingForeignKey, key, name, COPY, why)
                .rewriting();
        }
        ConstraintKind::Check { .. } if !constraint.not_enforced => {
            judge
                .locked(
                    ImpactKind::ValidatingCheck,
                    key,
                    name,
                    COPY,
                    "the table is copied and checked while writers wait",
                )
                .rewriting();
        }
        ConstraintKind::Primary { .. } => {
            let why =
                "the table is rebuilt in place in the order of the key: replicas and disk feel it";
            judge
                .locked(ImpactKind::TableRebuild, key, Some("PRIMARY"), INPLACE, why)
                .rewriting();
            judge.note(
                ImpactKind::UniqueMayFail,
                Some(key),
                Some("PRIMARY"),
                "it fails if two rows are equal",
            );
        }
        ConstraintKind::Unique { .. } => {
            judge.note(ImpactKind::UniqueMayFail, Some(key), name, "it fails if two rows are equal, and the version that runs beside may write such rows");
        }
        _ => {}
    }
}

/// `MODIFY` and `CHANGE`: compares the column as it was with what is said now.
fn redefine(judge: &mut Judge<'_>, found: &Relation, old: &Column, to: &ColumnDef) {
    let key = &found.key;
    let name = to.name.text.as_str();
    if !old.name.eq_ignore_ascii_case(name) {
        let why = format!(
            "the version that runs beside still says `{}`, not `{name}`",
            old.name
        );
        judge.locked(
            ImpactKind::ColumnRenamed,
            key,
            Some(&old.name),
            INSTANT,
            why,
        );
    }
    let (before, after) = (old.data_type.text(), to.data_type.text());
    if let Some(change) = conversion(&old.data_type, &to.data_type, Dialect::MySql) {
        if matches!(to.data_type.name.as_str(), "enum" | "set")
            && old.data_type.name == to.data_type.name
        {
            if let Some(gone) = old
                .data_type
                .arguments
                .iter()
                .find(|value| !to.data_type.arguments.contains(value))
            {
                let why = format!(
                    "`'{gone}'` is no longer a value of `{name}`, and the version that runs beside may write it"
                );
                judge.note(ImpactKind::EnumValueRemoved, Some(key), Some(gone), why);
            }
            if change.rewrites {
                let why = "values are not only added at the end, so the table is copied while writers wait";
                judge
                    .locked(ImpactKind::EnumReordered, key, Some(name), COPY, why)
                    .rewriting();
            }
        } else {
            if change.rewrites {
                let why =
                    format!("`{before}` becomes `{after}`: the table is copied while writers wait");
                judge
                    .locked(ImpactKind::ColumnTypeRewrite, key, Some(name), COPY, why)
                    .rewriting();
            }
            if change.narrows {
                let why = format!(
                    "`{before}` becomes `{after}`: values may not fit, and the version that runs beside may write such"
                );
                judge.note(ImpactKind::NarrowedType, Some(key), Some(name), why);
            }
            if change.breaks {
                let why = format!(
                    "`{before}` becomes `{after}`: the version that runs beside compares and reads it as before"
                );
                judge.note(ImpactKind::ColumnTypeChange, Some(key), Some(name), why);
            }
        }
        let becomes_nullable = to.nullable != Some(false);
        if old.is_nullable != becomes_nullable && !change.rewrites {
            let why = "the table is rebuilt in place: replicas and disk feel it";
            judge
                .locked(ImpactKind::TableRebuild, key, Some(name), INPLACE, why)
                .rewriting();
        }
        if old.is_nullable && !becomes_nullable {
            judge.note(ImpactKind::NotNullMayFail, Some(key), Some(name), "it fails if a row holds `NULL`, and inserts of the version that runs beside may fail");
        }
    }
}
