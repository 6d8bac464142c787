//! `archreview facts`: the rows that rules see.

use model::{FileId, Sources, System};

use super::review::skipped;
use crate::arguments::FactsArguments;
use crate::review::{system, systems, texts};
use crate::sources::{Repository, WorkTree};
use crate::{Error, output, rules, settings};

/// Prints the rows as JSON.
pub fn run(arguments: &FactsArguments) -> Result<(), Error> {
    for name in &arguments.relation {
        if !report::facts::names().any(|known| known == name) {
            return Err(Error::Usage(format!(
                "unknown relation `{name}`{}",
                engine::nearest::hint(name, report::facts::names())
            )));
        }
    }
    let pack = rules::load(&[])?;
    let mut tree = WorkTree::open(&arguments.path)?;
    match &arguments.base {
        None => {
            let settings = settings::load(&tree, &pack)?;
            let skip = skipped(&settings)?;
            tree.skip(|path| skip.is_match(path));
            let (system, _) = system(&tree, &settings, None, true);
            print(&tree, &system, &arguments.relation)
        }
        Some(revision) => {
            let repository = Repository::discover(tree.root()).ok_or_else(|| {
                Error::Git("`--base` needs a git repository; run `git init` and commit".to_owned())
            })?;
            let (base, head) = repository.base(revision)?;
            let now = repository.revision(&head)?;
            let base = repository.revision(&base)?;
            let settings = settings::load(&now, &pack)?;
            let changed = now.changed(&base);
            let (after, _, _) = systems(&now, &base, &settings, &changed, true);
            print(&now, &after, &arguments.relation)
        }
    }
}

fn print(sources: &dyn Sources, system: &System, relations: &[String]) -> Result<(), Error> {
    let texts = texts(sources, files_with_rows(system, relations));
    output::print(&report::facts::write(system, relations, &texts))
}

/// Every file that a row of the relations asked for stands in.
fn files_with_rows(system: &System, relations: &[String]) -> std::collections::BTreeSet<FileId> {
    System::RELATIONS
        .iter()
        .filter(|relation| {
            relations.is_empty() || relations.iter().any(|name| name == relation.name)
        })
        .filter(|relation| relation.name != "file")
        .flat_map(|relation| {
            (0..(relation.len)(system)).map(|row| (relation.row)(system, row).at().file)
        })
        .chain(system.notes.iter().filter_map(|note| note.file))
        .collect()
}
