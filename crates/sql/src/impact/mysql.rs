//! MySQL and MariaDB: InnoDB's online DDL, by the manuals' tables of operations.

use super::conversion::{conversion, narrowing, value_bytes};
use super::judge::{Judge, SHARED};
use super::{ImpactKind, Server, common};
use crate::{
    Change, Column, ColumnDef, ConstraintDef, ConstraintKind, Dialect, Relation, TableOption, Type,
};

const REBUILT: &str = "the table is rebuilt in place: replicas and disk feel it";

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
                judge
                    .note(
                        ImpactKind::TableRebuild,
                        &found.key,
                        Some(&column.text),
                        REBUILT,
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
                    .note(ImpactKind::BlockingIndexBuild, &found.key, name, why)
                    .locking(SHARED)
                    .scanning();
            }
            if index.is_unique {
                judge.may_hold_equal_rows(found, &index.parts, name);
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
                    .note(ImpactKind::TableCopy, &found.key, Some("PRIMARY"), why)
                    .copying();
            }
        }
        Change::SetTableOption { table, option } => {
            let Some(found) = judge.old_table(table) else {
                return;
            };
            match option {
                TableOption::ConvertCharset(_) => {
                    judge
                        .note(
                            ImpactKind::TableCopy,
                            &found.key,
                            None,
                            "the table is copied to the new character set while writers wait",
                        )
                        .copying();
                }
                TableOption::Engine(engine) if engine.is_empty() || engine == "innodb" => {
                    judge
                        .note(ImpactKind::TableRebuild, &found.key, None, REBUILT)
                        .rewriting();
                }
                TableOption::Engine(_) => {
                    let why = "the table is copied to the other engine while writers wait";
                    judge
                        .note(ImpactKind::TableCopy, &found.key, None, why)
                        .copying();
                }
                TableOption::Partitioning(text)
                    if !text.to_ascii_lowercase().starts_with("partition p") =>
                {
                    judge
                        .note(
                            ImpactKind::TableCopy,
                            &found.key,
                            None,
                            "rows are copied between partitions while writers wait",
                        )
                        .copying();
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
                    .note(ImpactKind::TableRebuild, &found.key, None, why)
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
        && let Some(why) = required(&column.data_type, judge.context.server)
    {
        judge.note(ImpactKind::RequiredColumn, key, Some(name), why);
    }
    if column.is_auto_increment {
        let why = "all rows are numbered while writers wait";
        judge
            .note(ImpactKind::SerialColumn, key, Some(name), why)
            .locking(SHARED)
            .rewriting();
    } else if column
        .generated
        .as_ref()
        .is_some_and(|generated| generated.is_stored)
    {
        let why = "the table is copied to compute the column while writers wait";
        judge
            .note(ImpactKind::StoredGeneratedColumn, key, Some(name), why)
            .copying();
    } else if column.generated.is_none()
        && !adds_instantly(judge.context.server, column.position.is_none())
    {
        judge
            .note(ImpactKind::TableRebuild, key, Some(name), REBUILT)
            .rewriting();
    }
    for constraint in &column.constraints {
        if !matches!(constraint.kind, ConstraintKind::Foreign(_)) {
            add_constraint(judge, found, constraint);
        }
    }
}

/// What a `NOT NULL` column without a default does; `None` if inserts that leave it out go on. Rows that are there get
/// the implicit default of the type, and only a date of zeros is refused, by MySQL's default `sql_mode`.
/// Source: MySQL 8.4 manual, "Data Type Default Values"; MariaDB's default `sql_mode` has no `NO_ZERO_DATE`.
fn required(data_type: &Type, server: Server) -> Option<&'static str> {
    match data_type.name.as_str() {
        "enum" => None,
        name if name.starts_with("timestamp") && (server.is_mariadb || server.major < 8) => None,
        name if !server.is_mariadb
            && (name == "date" || name == "datetime" || name.starts_with("timestamp")) =>
        {
            Some(
                "it fails if the table has a row, for `NO_ZERO_DATE` refuses the implicit default, and inserts of the version that runs beside fail",
            )
        }
        _ => Some(
            "rows that are there get an implicit default, but every insert of the version that runs beside fails in strict mode",
        ),
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
                .note(ImpactKind::ValidatingForeignKey, key, name, why)
                .copying();
        }
        ConstraintKind::Check { .. } if !constraint.not_enforced => {
            judge
                .note(
                    ImpactKind::ValidatingCheck,
                    key,
                    name,
                    "the table is copied and checked while writers wait",
                )
                .copying();
        }
        ConstraintKind::Primary { .. } => {
            let why =
                "the table is rebuilt in place in the order of the key: replicas and disk feel it";
            judge
                .note(ImpactKind::TableRebuild, key, Some("PRIMARY"), why)
                .rewriting();
            judge.note(
                ImpactKind::UniqueMayFail,
                key,
                Some("PRIMARY"),
                "it fails if two rows are equal",
            );
        }
        ConstraintKind::Unique { columns, .. } => {
            judge.may_hold_equal_rows(found, columns, name);
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
        judge.note(ImpactKind::ColumnRenamed, key, Some(&old.name), why);
    }
    let (before, after) = (old.data_type.text(), to.data_type.text());
    if let Some(mut change) = conversion(&old.data_type, &to.data_type, Dialect::MySql) {
        // MariaDB 10.4 keeps the length of a longer `VARCHAR` as it is read.
        let server = judge.context.server;
        let is_longer = old.data_type.name == "character varying"
            && to.data_type.name == "character varying"
            && !change.narrows
            && old.data_type.attributes == to.data_type.attributes;
        if is_longer && server.is_mariadb && (server.major, server.minor) >= (10, 4) {
            change.rewrites = false;
        }
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
                judge.note(ImpactKind::EnumValueRemoved, key, Some(gone), why);
            }
            if change.rewrites {
                let why = if value_bytes(&old.data_type) == value_bytes(&to.data_type) {
                    "values are not only added at the end, so the table is copied while writers wait"
                } else {
                    "so many values take more bytes, so the table is copied while writers wait"
                };
                judge
                    .note(ImpactKind::EnumReordered, key, Some(name), why)
                    .copying();
            }
        } else {
            if change.rewrites {
                let why =
                    format!("`{before}` becomes `{after}`: the table is copied while writers wait");
                judge
                    .note(ImpactKind::ColumnTypeRewrite, key, Some(name), why)
                    .copying();
            }
            if change.narrows {
                let why = narrowing(&before, &after, change);
                judge.note(ImpactKind::NarrowedType, key, Some(name), why);
            }
            if change.breaks {
                let why = format!(
                    "`{before}` becomes `{after}`: the version that runs beside compares and reads it as before"
                );
                judge.note(ImpactKind::ColumnTypeChange, key, Some(name), why);
            }
        }
        let becomes_nullable = to.nullable != Some(false);
        if old.is_nullable != becomes_nullable && !change.rewrites {
            judge
                .note(ImpactKind::TableRebuild, key, Some(name), REBUILT)
                .rewriting();
        }
        if old.is_nullable && !becomes_nullable {
            judge.note(ImpactKind::NotNullMayFail, key, Some(name), "it fails if a row holds `NULL`, and inserts of the version that runs beside may fail");
        }
    }
}
