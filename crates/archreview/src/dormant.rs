//! Contracts and manifests that nobody has changed for years, while others went on: nobody acts on what is found there.

use std::collections::BTreeSet;

use engine::RuleMatches;
use model::{FileId, Id, Level, Past, Sources, System};

use crate::review::Request;

/// What goes on to be changed while it is in use; migrations never are, and images stay as they are for long.
const CHANGING: &[&str] = &["contract", "manifest"];

/// Sets aside the files of warnings in contracts and manifests that are as they were three years before the commit under
/// review. Git is asked for those alone.
pub fn set_aside(
    system: &mut System,
    request: &Request<'_>,
    matches: &[RuleMatches],
    past: &dyn Past,
) {
    let mut files: BTreeSet<FileId> = BTreeSet::new();
    for (active, found) in request.rules.iter().zip(matches) {
        if active.level >= Level::Warning {
            let found = found.found.matches.iter();
            files.extend(found.map(|found| engine::place(system, found).file));
        }
    }
    for file in files {
        let row = Id::new(file.0 as usize);
        if CHANGING.contains(&system.files[row].artifact.as_str())
            && !system.files[row].is_set_aside
            && is_dormant(request.now, past, file)
        {
            system.files[row].is_set_aside = true;
        }
    }
}

/// Whether `file` is as it was long ago.
fn is_dormant(now: &dyn Sources, past: &dyn Past, file: FileId) -> bool {
    let held = past.long_ago(now.path(file));
    held.is_some_and(|held| now.read(file).is_ok_and(|content| content == held))
}
