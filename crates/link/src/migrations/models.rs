//! Schemas of object mappers, where no migration in SQL makes their tables.

use std::collections::BTreeSet;

use model::facts::Facts;
use model::{FileId, FileRole};

use super::histories::is_fixture;
use super::schemas::created;
use super::{History, Step, Version, sql_file};
use crate::Input;

/// One history for each such schema. Where one of `known` makes half of its tables, or another schema does, it says
/// the same once more.
pub(super) fn histories(
    input: &Input<'_>,
    known: &[History],
    role: impl Fn(FileId) -> FileRole,
) -> Vec<History> {
    let tables_of = |history: &History| -> BTreeSet<String> {
        let files = history.steps.iter().map(|step| step.file);
        files
            .filter_map(|file| sql_file(input, file))
            .flat_map(|file| created(&file.script))
            .map(str::to_owned)
            .collect()
    };
    let mut made: Option<Vec<BTreeSet<String>>> = None;
    let mut found = Vec::new();
    for (&file, facts) in input.facts {
        let models = facts.facts.iter().find_map(|facts| match facts {
            Facts::Models(models) => Some(models),
            _ => None,
        });
        let Some(models) = models else {
            continue;
        };
        let path = input.path(file);
        let is_of_system = !is_fixture(path)
            && !matches!(
                role(file),
                FileRole::Test | FileRole::Vendored | FileRole::Example | FileRole::LoadGenerator
            );
        if !is_of_system {
            continue;
        }
        let made = made.get_or_insert_with(|| known.iter().map(tables_of).collect());
        let tables = created(&models.script);
        let is_made = made.iter().any(|made| {
            let shared = tables.iter().filter(|table| made.contains(**table)).count();
            shared * 2 >= tables.len()
        });
        if is_made {
            continue;
        }
        made.push(tables.into_iter().map(str::to_owned).collect());
        found.push(History {
            tool: "schema",
            is_own_runner: false,
            is_partly_code: false,
            knows_versions_alone: false,
            root: path.to_owned(),
            dialect: models.script.dialect,
            steps: vec![Step {
                file,
                version: String::new(),
                key: Version::default(),
                name: String::new(),
                down: None,
                is_repeatable: false,
                is_transactional: None,
            }],
        });
    }
    found
}
