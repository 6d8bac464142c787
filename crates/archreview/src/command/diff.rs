//! `archreview diff OLD NEW`: what changed between two contracts, or two folders of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::pack::ActiveRule;
use model::facts::Facts;
use model::sources::Memory;
use model::{Settings, Sources};

use super::review::{fails, formatted, report_of};
use crate::arguments::DiffArguments;
use crate::review::{Request, default_rules, review};
use crate::sources::WorkTree;
use crate::{Error, output, rules};

/// Files that one contract may be split over.
const MAX_FILES: usize = 10_000;

/// Prints the changes; whether one is at or above `--fail-on`.
pub fn run(arguments: &DiffArguments) -> Result<bool, Error> {
    let (old, new): (Box<dyn Sources>, Box<dyn Sources>) =
        match (arguments.old.is_dir(), arguments.new.is_dir()) {
            (true, true) => (
                Box::new(WorkTree::open(&arguments.old)?),
                Box::new(WorkTree::open(&arguments.new)?),
            ),
            (false, false) => {
                let name = arguments.new.display().to_string();
                (
                    Box::new(contract(&arguments.old, &name)?),
                    Box::new(contract(&arguments.new, &name)?),
                )
            }
            _ => {
                let message = "give two contracts, or two folders";
                return Err(Error::Usage(message.to_owned()));
            }
        };
    let pack = rules::load(&[])?;
    let active: Vec<ActiveRule<'_>> = default_rules(&pack)
        .into_iter()
        .filter(|active| active.rule().relation == "change")
        .collect();
    let changed: BTreeSet<String> = old.paths().iter().chain(new.paths()).cloned().collect();
    let outcome = review(&Request {
        now: &*new,
        base: Some((&*old, changed)),
        is_history: false,
        settings: &Settings::default(),
        rules: &active,
        quiet: true,
    });
    let project = arguments.new.file_name().map_or_else(
        || "contract".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let report = report_of(&outcome, &project, new.paths().len());
    output::print(&formatted(&report, arguments.format, false, false))?;
    Ok(fails(&outcome, arguments.fail_on))
}

/// The contract at `path` and the files that it refers to, the contract itself called `name`.
fn contract(path: &Path, name: &str) -> Result<Memory, Error> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| Error::File {
            path: path.display().to_string(),
            message: error.to_string(),
        })
    };
    let name = name.trim_start_matches(['/', '.']).to_owned();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut files = vec![(name.clone(), read(path)?)];
    let mut known = BTreeSet::from([name.clone()]);
    // Each round reads the files that the last one refers to; a file that is missing is a note later.
    loop {
        let before = files.len();
        let memory = Memory::new(files.clone());
        for (file, facts) in extract::facts(&memory, &|_| None, &|_| ()) {
            for path in referenced(memory.path(file), &facts) {
                let Some(local) = beside(&name, &path, &folder) else {
                    continue;
                };
                if known.insert(path.clone())
                    && let Ok(bytes) = std::fs::read(local)
                {
                    files.push((path, bytes));
                }
            }
        }
        if files.len() == before || files.len() > MAX_FILES {
            return Ok(memory);
        }
    }
}

/// Paths of the files that a file refers to.
fn referenced(path: &str, facts: &model::FileFacts) -> Vec<String> {
    facts
        .facts
        .iter()
        .filter_map(|facts| match facts {
            Facts::Contract(document) => Some(document),
            _ => None,
        })
        .flat_map(|document| &document.references)
        .filter_map(|reference| model::path::join(path, &reference.path))
        .collect()
}

/// Where `path`, a neighbour of the contract `name`, lies on disk; never outside of its folder.
fn beside(name: &str, path: &str, folder: &Path) -> Option<PathBuf> {
    let inside = match model::path::folder(name) {
        "" => path,
        prefix => path.strip_prefix(prefix)?.strip_prefix('/')?,
    };
    Some(folder.join(inside))
}
