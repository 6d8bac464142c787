//! `archreview graph`: the service graph.

use model::{FileId, System};

use super::review::skipped;
use crate::arguments::{GraphArguments, GraphFormat};
use crate::review::{system, texts};
use crate::sources::WorkTree;
use crate::{Error, output, rules, settings};

/// Prints the graph.
pub fn run(arguments: &GraphArguments) -> Result<(), Error> {
    let pack = rules::load(&[])?;
    let mut tree = WorkTree::open(&arguments.path)?;
    let settings = settings::load(&tree, &pack)?;
    let skip = skipped(&settings)?;
    tree.skip(|path| skip.is_match(path));
    let (system, _) = system(&tree, &settings, None, true);
    let texts = texts(&tree, files_of_edges(&system));
    let format = match arguments.format {
        GraphFormat::Json => report::graph::Format::Json,
        GraphFormat::Mermaid => report::graph::Format::Mermaid,
        GraphFormat::Dot => report::graph::Format::Dot,
    };
    output::print(&report::graph::write(&system, format, &|span| {
        let place = texts.place(span);
        (place.path, place.line)
    }))
}

/// Every file in which an edge is shown.
fn files_of_edges(system: &System) -> std::collections::BTreeSet<FileId> {
    system
        .edges
        .values()
        .flatten()
        .map(|evidence| evidence.at.at.file)
        .collect()
}
