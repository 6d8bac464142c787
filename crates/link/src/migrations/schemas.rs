//! Files that give a schema as a whole, not as a sequence of changes.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;
use model::path::folder;
use sql::{Change, Dialect, Script};

use super::{History, Step, program, sql_file};
use crate::Input;

/// Whether a statement of `script` changes tables or indexes.
pub(super) fn changes_schema(script: &Script) -> bool {
    effects(script).any(|change| {
        matches!(
            change,
            Change::CreateTable(_)
                | Change::DropTable { .. }
                | Change::RenameTable { .. }
                | Change::AddColumn { .. }
                | Change::DropColumn { .. }
                | Change::RenameColumn { .. }
                | Change::AlterColumn { .. }
                | Change::RedefineColumn { .. }
                | Change::AddConstraint { .. }
                | Change::CreateIndex(_)
                | Change::CreateEnum { .. }
                | Change::CreateView(_)
        )
    })
}

fn effects(script: &Script) -> impl Iterator<Item = &Change> {
    script
        .statements
        .iter()
        .flat_map(|statement| &statement.effects)
        .map(|effect| &effect.change)
}

/// The names of the lasting tables that `script` creates.
pub(super) fn created(script: &Script) -> BTreeSet<&str> {
    effects(script)
        .filter_map(|change| match change {
            Change::CreateTable(table) if !table.is_temporary && table.name.is_known() => {
                Some(table.name.name.as_str())
            }
            _ => None,
        })
        .collect()
}

/// Files that create tables and are no migrations: all files of one folder and dialect together, unless they
/// create the same tables; then each is a schema of its own.
pub(super) fn schemas(input: &Input<'_>, files: impl Iterator<Item = FileId>) -> Vec<History> {
    let mut groups: BTreeMap<(&str, Dialect), Vec<FileId>> = BTreeMap::new();
    for file in files {
        let Some(sql) = sql_file(input, file) else {
            continue;
        };
        if changes_schema(&sql.script) {
            let group = (folder(input.path(file)), sql.script.dialect);
            groups.entry(group).or_default().push(file);
        }
    }
    let mut schemas = Vec::new();
    for ((folder, dialect), files) in groups {
        let mut parts: Vec<(BTreeSet<&str>, Vec<FileId>)> = Vec::new();
        for file in files {
            let Some(sql) = sql_file(input, file) else {
                continue;
            };
            let tables = created(&sql.script);
            let home = parts.iter().position(|(known, _)| {
                let shared = tables.intersection(known).count();
                shared * 2 < tables.len() || tables.is_empty()
            });
            match home {
                Some(home) => {
                    parts[home].0.extend(tables);
                    parts[home].1.push(file);
                }
                None => parts.push((tables, vec![file])),
            }
        }
        parts.retain(|(tables, _)| !tables.is_empty());
        for (_, files) in parts {
            let root = match files.as_slice() {
                [file] => input.path(*file).to_owned(),
                _ => folder.to_owned(),
            };
            let paths = files.iter().map(|file| input.path(*file));
            let is_partly_code = program::goes_on(input, folder, paths);
            let steps = files.into_iter().map(|file| Step {
                file,
                version: String::new(),
                key: super::Version::default(),
                name: String::new(),
                down: None,
                is_repeatable: false,
                is_transactional: None,
            });
            schemas.push(History {
                tool: "schema",
                is_own_runner: false,
                is_partly_code,
                knows_versions_alone: false,
                root,
                dialect,
                steps: steps.collect(),
            });
        }
    }
    schemas
}
