//! `archreview graph`: the service graph.

use std::collections::BTreeSet;

use report::Texts;

use crate::arguments::{GraphArguments, GraphFormat};
use crate::review::system;
use crate::{Error, input, output};

/// Prints the graph.
pub fn run(arguments: &GraphArguments) -> Result<(), Error> {
    let input = input::load(&arguments.path, None, &[])?;
    let (system, _) = system(
        &*input.now,
        &input.settings,
        Some(&BTreeSet::new()),
        None,
        true,
    );
    let texts = Texts::new(&*input.now);
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
