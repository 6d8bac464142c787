//! One file for each subcommand.

mod diff;
mod facts;
mod graph;
mod list;
mod review;

use crate::Error;
use crate::arguments::{Arguments, Command};

/// Bytes of stack for each thread: parsers of nested text recurse within stated limits.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Does what the arguments ask; whether findings make the exit code 1.
pub fn run(arguments: &Arguments) -> Result<bool, Error> {
    let threads = match &arguments.command {
        None => arguments.review.threads,
        Some(Command::Facts(facts)) => facts.threads,
        Some(_) => None,
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.map_or(0, usize::from))
        .stack_size(STACK_BYTES)
        .build()
        .map_err(|error| Error::Usage(format!("threads cannot be started: {error}")))?;
    pool.install(|| match &arguments.command {
        None => review::run(&arguments.review),
        Some(Command::Facts(facts)) => facts::run(facts).map(|()| false),
        Some(Command::Graph(graph)) => graph::run(graph).map(|()| false),
        Some(Command::Diff(diff)) => diff::run(diff),
        Some(Command::Rules { format, rules }) => list::rules(*format, rules).map(|()| false),
        Some(Command::Explain { rule, rules }) => list::explain(rule, rules).map(|()| false),
        Some(Command::Principles) => list::principles().map(|()| false),
    })
}
