//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reviews a system's architecture from what its repository says: contracts, migrations, queries,
/// manifests, code and design documents.
#[derive(Debug, Parser)]
#[command(
    name = "archreview",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "exit codes: 0 clean · 1 findings at or above --fail-on · 2 could not review"
)]
pub struct Arguments {
    /// What to do; a review if nothing is named
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to review
    #[command(flatten)]
    pub review: ReviewArguments,
}

/// What to do instead of a review.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the rows that rules see, as JSON
    Facts(FactsArguments),
    /// Print the service graph
    Graph(GraphArguments),
    /// Review what changed between two contracts, or two folders of them, without git
    Diff(DiffArguments),
    /// List the rules
    Rules {
        /// text or json
        #[arg(long, value_enum, default_value = "text")]
        format: ListFormat,
        /// More rule packs
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// Explain a rule: why it matters, how to fix it, examples
    Explain {
        /// The rule's id
        rule: String,
        /// More rule packs
        #[arg(long, value_name = "DIR")]
        rules: Vec<PathBuf>,
    },
    /// List the principles with their rules, and where each proved itself
    Principles,
}

/// How to review.
#[derive(Debug, Args)]
pub struct ReviewArguments {
    /// The repository's root
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Write a report to a file; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse_output)]
    pub output: Vec<Output>,
    /// Review only what this revision did not have: its merge base with HEAD; `auto` finds the
    /// default branch. Never upload such a report for the default branch: it would close all other alerts
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Apply rules about changes to all migrations
    #[arg(long, conflicts_with = "base")]
    pub history: bool,
    /// Lowest level that makes the exit code 1
    #[arg(long, value_enum, default_value = "error")]
    pub fail_on: FailOn,
    /// Which rules run
    #[command(flatten)]
    pub selection: Selection,
    /// Number of threads, up to 256; default: one for each core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Print findings alone
    #[arg(long, short)]
    pub quiet: bool,
    /// When to use colours; NO_COLOR and TERM=dumb are respected
    #[arg(long, value_enum, default_value = "auto")]
    pub color: Color,
}

/// Which rules run.
#[derive(Debug, Default, Args)]
pub struct Selection {
    /// More rule packs: folders of rule files
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Run only these rules or packs
    #[arg(long, value_name = "RULE-OR-PACK", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Do not run these rules or packs
    #[arg(long, value_name = "RULE-OR-PACK", value_delimiter = ',')]
    pub skip: Vec<String>,
}

/// What `facts` prints.
#[derive(Debug, Args)]
pub struct FactsArguments {
    /// The repository's root
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only this relation; may be given several times
    #[arg(long, value_name = "NAME")]
    pub relation: Vec<String>,
    /// Compare contracts with this revision: fills `change`
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Number of threads, up to 256; default: one for each core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
}

/// How `graph` prints.
#[derive(Debug, Args)]
pub struct GraphArguments {
    /// The repository's root
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// json, mermaid or dot
    #[arg(long, value_enum, default_value = "json")]
    pub format: GraphFormat,
}

/// What `diff` compares.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The old contract, or a folder
    pub old: PathBuf,
    /// The new contract, or a folder
    pub new: PathBuf,
    /// What to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Lowest level that makes the exit code 1
    #[arg(long, value_enum, default_value = "error")]
    pub fail_on: FailOn,
}

/// A format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For scripts
    Json,
    /// For code scanning
    Sarif,
}

/// A format of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For scripts
    Json,
}

/// A format of the service graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// Nodes and edges with their evidence
    Json,
    /// A diagram for Markdown
    Mermaid,
    /// A diagram for Graphviz
    Dot,
}

/// The lowest level that makes the exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Note,
    /// None
    Never,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A report for a file.
#[derive(Debug, Clone)]
pub struct Output {
    /// The format.
    pub format: Format,
    /// The file.
    pub path: PathBuf,
}

/// The arguments of this process; prints help or an error and exits where they ask for it.
pub fn parse() -> Arguments {
    Arguments::parse()
}

fn parse_output(text: &str) -> Result<Output, String> {
    let (format, path) = text
        .split_once('=')
        .ok_or_else(|| "write FORMAT=FILE, such as sarif=report.sarif".to_owned())?;
    let format = Format::from_str(format, false)
        .map_err(|_| format!("unknown format `{format}`: text, json or sarif"))?;
    if path.is_empty() {
        return Err("the file's name is empty".to_owned());
    }
    Ok(Output {
        format,
        path: PathBuf::from(path),
    })
}
