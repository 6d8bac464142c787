//! `archreview facts`: the rows that rules see.

use model::{FileId, Sources, System};

use crate::arguments::FactsArguments;
use crate::review::{system, systems, texts};
use crate::{Error, input, output};

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
    let input = input::load(&arguments.path, arguments.base.as_deref(), &[])?;
    let (now, settings) = (&*input.now, &input.settings);
    let system = match &input.base {
        None => system(now, settings, None, true).0,
        Some((base, changed)) => systems(now, &**base, settings, changed, true).0,
    };
    print(now, &system, &arguments.relation)
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
