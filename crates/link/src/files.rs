//! One row for each file, with its notes and suppressions.

use std::collections::BTreeSet;

use model::facts::Facts;
use model::path::folder;
use model::system::PlacedNote;
use model::{At, File, FileFacts, FileId, FileRole, Suppression, System};

use crate::Input;

/// Fills `file`, and places the notes and suppressions of all files.
pub fn link(input: &Input<'_>, system: &mut System) {
    let aside = set_aside(input);
    for (index, path) in input.paths.iter().enumerate() {
        let file = FileId(index as u32);
        let artifact = input
            .facts
            .get(&file)
            .and_then(|facts| facts.facts.first())
            .map_or("", artifact);
        system.files.push(File {
            at: At::default().in_file(file),
            path: path.clone(),
            role: FileRole::Server,
            artifact: artifact.to_owned(),
            is_set_aside: !aside.is_empty() && is_below(&aside, path),
            service: None,
            owner: None,
        });
    }
    for (&file, facts) in input.facts {
        for note in &facts.notes {
            system.notes.push(PlacedNote {
                file: Some(file),
                at: note.at,
                kind: note.kind.clone(),
                message: note.message.clone(),
            });
        }
        for suppression in &facts.suppressions {
            system.suppressions.push(Suppression {
                at: suppression.at.in_file(file),
                covers: suppression.covers.in_file(file),
                rule: suppression.rule.clone(),
                reason: suppression.reason.clone(),
            });
        }
    }
}

/// The folders that their READMEs set aside.
fn set_aside<'i>(input: &'i Input<'i>) -> BTreeSet<&'i str> {
    let says = |facts: &FileFacts| {
        facts
            .facts
            .iter()
            .any(|facts| matches!(facts, Facts::SetAside))
    };
    let readmes = input.facts.iter().filter(|(_, facts)| says(facts));
    readmes.map(|(&file, _)| folder(input.path(file))).collect()
}

/// Whether `path` lies in one of `folders` or deeper.
pub fn is_below(folders: &BTreeSet<&str>, path: &str) -> bool {
    model::path::upwards(folder(path)).any(|inner| folders.contains(inner))
}

fn artifact(facts: &Facts) -> &'static str {
    match facts {
        Facts::Contract(_) => "contract",
        Facts::Sql(_) | Facts::ForeignSql(_) => "sql",
        Facts::SqlTools(_) => "sql_tool",
        Facts::Models(_) => "models",
        Facts::SqlInCode(_) | Facts::Code(_) => "code",
        Facts::Package(_) => "package",
        Facts::Manifest(_) | Facts::Instances(_) => "manifest",
        Facts::Dockerfile(_) => "dockerfile",
        Facts::Environment(_) => "environment",
        Facts::Configuration(_) => "configuration",
        Facts::Design(_) => "design",
        Facts::Decision(_) => "decision",
        Facts::CodeOwners(_) => "codeowners",
        Facts::LocalCluster
        | Facts::SetAside
        | Facts::SeveralInstances
        | Facts::OneInstance
        | Facts::StopsToMigrate => "readme",
        Facts::MigratesItself
        | Facts::MigratesBehind
        | Facts::MakesSecurityScheme
        | Facts::ApplicationName(_) => "code",
        Facts::Applied(_) | Facts::Downloaded(_) | Facts::EndsSessions | Facts::StopsToDeploy => {
            "script"
        }
    }
}
