//! Which schemas count: copies are left out, and the same schema for another dialect is an alternative.

use std::collections::BTreeSet;

use model::system::PlacedNote;
use model::{Id, Service, System};

use super::run::{PROBLEMS_LIMIT, Replayed};
use crate::Input;

/// A schema that counts.
pub struct Chosen<'h> {
    /// What was run.
    pub replayed: Replayed<'h>,
    /// The schema at the end: that of the replay, or of the schema file that the migrations start from.
    pub catalogue: sql::Catalogue,
    /// The service that owns the files.
    pub service: Option<Id<Service>>,
    /// Whether another schema here is the same for another dialect.
    pub is_alternative: bool,
}

/// How much of the smaller of two schemas they share to be the same one, in percent of its tables.
const SAME_PERCENT: usize = 60;

/// How many tables a schema file shares with migrations elsewhere, and how much of it, to be their result.
const SAME_TABLES: usize = 8;
const SAME_FILE_PERCENT: usize = 90;

/// From how many characters on a version is a moment, which no two migrations share by chance.
const CHANCE_DIGITS: usize = 10;

/// How many times the tables of a schema file the migrations of its service have, of which it is no schema but a script:
/// tables that somebody works with.
const SCRIPT_TIMES: usize = 10;

/// How many times the files there must be in the history of which a few files are the result.
const TWIN_STEPS: usize = 3;

/// The schemas of `replayed` that count, in order, with notes on what could not be replayed.
pub fn choose<'h>(
    input: &Input<'_>,
    system: &mut System,
    replayed: Vec<Replayed<'h>>,
) -> Vec<Chosen<'h>> {
    let mut order: Vec<Replayed<'h>> = replayed;
    // Migrations before schema files, servers before files, larger before smaller: what comes later may be a copy.
    order.sort_by_key(|replayed| {
        (
            replayed.history.is_schema(),
            is_superseded(&replayed.history.root),
            replayed.history.dialect,
            std::cmp::Reverse(replayed.catalogue.tables().count()),
            replayed.history.root.clone(),
        )
    });
    let mut chosen: Vec<Chosen<'h>> = Vec::new();
    for replayed in order {
        let service = replayed
            .history
            .steps
            .first()
            .and_then(|step| system.owner(step.file));
        let tables = names(&replayed.catalogue);
        if tables.is_empty() && replayed.migrations.is_empty() {
            continue;
        }
        let mut is_alternative = false;
        let mut is_copy = false;
        for known in &mut chosen {
            if known.replayed.history.dialect == replayed.history.dialect
                && is_excerpt(&known.replayed, &replayed)
            {
                is_copy = true;
                break;
            }
            let is_script = known.service == service
                && replayed.history.is_schema()
                && !known.replayed.history.is_schema()
                && tables.len() * SCRIPT_TIMES <= known.catalogue.tables().count();
            if is_script {
                is_copy = true;
                break;
            }
            let is_of_both =
                known.service == service || is_same_file(&known.replayed, &replayed, &tables);
            if !is_of_both || !is_same(&known.replayed, &replayed, &tables) {
                continue;
            }
            if known.replayed.history.dialect != replayed.history.dialect {
                is_alternative = true;
            } else if replayed.history.is_schema()
                || is_twin(&known.replayed, &replayed, &tables)
                || is_superseded(&replayed.history.root)
                || has_same_steps(&known.replayed, &replayed)
            {
                is_copy = true;
                if known.replayed.is_incomplete && !replayed.is_incomplete {
                    known.catalogue = replayed.catalogue.clone();
                    known.replayed.is_incomplete = false;
                    known.replayed.problems.clear();
                }
                break;
            }
        }
        if !is_copy {
            chosen.push(Chosen {
                catalogue: replayed.catalogue.clone(),
                replayed,
                service,
                is_alternative,
            });
        }
    }
    for chosen in &chosen {
        tell(input, system, &chosen.replayed);
    }
    chosen.sort_by(|a, b| a.replayed.history.root.cmp(&b.replayed.history.root));
    chosen
}

fn names(catalogue: &sql::Catalogue) -> BTreeSet<String> {
    catalogue
        .tables()
        .map(|table| table.key.name.to_lowercase())
        .collect()
}

fn is_same(known: &Replayed<'_>, other: &Replayed<'_>, tables: &BTreeSet<String>) -> bool {
    let mine = names(&known.catalogue);
    // Migrations without their beginning know few tables by themselves, and the schema beside them all.
    let folder = known.history.root.as_str();
    let is_beside = other.history.is_schema()
        && known.is_incomplete
        && (model::path::is_below(&other.history.root, folder)
            || model::path::is_below(folder, model::path::folder(&other.history.root)));
    let shared = tables.intersection(&mine).count();
    let smaller = tables.len().min(mine.len());
    let is_shared = smaller > 0 && shared * 100 >= smaller * SAME_PERCENT;
    let is_larger_alike = shared * 100 >= tables.len().max(mine.len()) * SAME_PERCENT;
    if is_beside {
        is_shared || mine.is_empty()
    } else {
        let is_first = fills_containers(&other.history.root);
        is_shared && (is_larger_alike || is_first || known.is_incomplete)
    }
}

/// Whether a schema file is what migrations of another folder build: too many tables of one name to be a coincidence.
fn is_same_file(known: &Replayed<'_>, other: &Replayed<'_>, tables: &BTreeSet<String>) -> bool {
    let mine = names(&known.catalogue);
    let shared = tables.intersection(&mine).count();
    let is_first = fills_containers(&other.history.root);
    let percent = match is_first {
        true => SAME_PERCENT,
        false => SAME_FILE_PERCENT,
    };
    known.history.dialect == other.history.dialect
        && shared >= SAME_TABLES
        && shared * 100 >= tables.len() * percent
        && (is_first || other.history.is_schema() || shared * 100 >= mine.len() * SAME_FILE_PERCENT)
}

/// Whether a folder or a file holds what a container of a database starts with, which lags behind its migrations.
fn fills_containers(root: &str) -> bool {
    let mut parts = root.split('/');
    parts.any(|part| {
        matches!(
            part,
            "docker-entrypoint-initdb.d" | "docker-init" | "docker-initdb" | "initdb" | "initdb.d"
        )
    })
}

/// Whether files that are named like migrations write the schema of others down anew, as code generators want it: one
/// that is written by hand beside its own migrations repeats its tables, and nothing else does.
fn is_twin(known: &Replayed<'_>, other: &Replayed<'_>, tables: &BTreeSet<String>) -> bool {
    let few = |replayed: &Replayed<'_>| replayed.history.steps.len();
    is_same_file(known, other, tables) && few(other) * TWIN_STEPS < few(known)
}

/// Whether a folder says that what it holds was given up for another one.
fn is_superseded(root: &str) -> bool {
    let last = root.rsplit('/').next().unwrap_or(root);
    matches!(
        last,
        "legacy" | "old" | "archive" | "archived" | "deprecated" | "obsolete"
    )
}

/// Whether most steps of the one are also those of the other, by version and name: small numbers alone are in any two.
fn has_same_steps(known: &Replayed<'_>, other: &Replayed<'_>) -> bool {
    let steps = |replayed: &Replayed<'_>| -> BTreeSet<(String, String)> {
        let steps = replayed.history.steps.iter();
        let named = steps.map(|step| (step.version.clone(), step.name.clone()));
        named.collect()
    };
    let (mine, theirs) = (steps(known), steps(other));
    mine.intersection(&theirs).count() * 100 >= mine.len().min(theirs.len()) * SAME_PERCENT
}

/// Whether the versions of the one are all among those of the other, and too long to be so by chance: migrations are
/// written in one folder and collected in another.
fn is_excerpt(known: &Replayed<'_>, other: &Replayed<'_>) -> bool {
    let known: BTreeSet<&str> = (known.history.steps.iter())
        .map(|step| step.version.as_str())
        .collect();
    let steps = &other.history.steps;
    !steps.is_empty()
        && steps.len() < known.len()
        && steps.iter().all(|step| {
            step.version.len() >= CHANCE_DIGITS && known.contains(step.version.as_str())
        })
}

/// Notes on what could not be replayed.
fn tell(_input: &Input<'_>, system: &mut System, replayed: &Replayed<'_>) {
    let problems = &replayed.problems;
    for (position, at, message) in problems.iter().take(PROBLEMS_LIMIT) {
        system.notes.push(PlacedNote {
            file: Some(replayed.history.steps[*position].file),
            at: *at,
            kind: "replay".to_owned(),
            message: format!("{message}; what depends on it is not reviewed"),
        });
    }
    if let Some((position, at, _)) = problems.get(PROBLEMS_LIMIT) {
        system.notes.push(PlacedNote {
            file: Some(replayed.history.steps[*position].file),
            at: *at,
            kind: "limit".to_owned(),
            message: format!(
                "{} more steps of `{}` could not be replayed",
                problems.len() - PROBLEMS_LIMIT,
                replayed.history.root
            ),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::fills_containers;

    #[test]
    fn what_a_container_starts_with_is_told_by_its_folder() {
        assert!(fills_containers("containers/db/docker-init"));
        assert!(fills_containers("db/docker-entrypoint-initdb.d/01_all.sql"));
        assert!(!fills_containers("db/init"));
    }
}
