//! `archreview ./repo`: path → report. The only crate that touches files, git, the terminal and
//! the environment.
//!
//! * [`arguments`]: the command line; `command`: one file for each subcommand.
//! * [`sources`]: the work tree and git revisions; [`review`]: sources → findings; `dormant`: where nobody
//!   works any more; `unused`: tables that no code names.
//! * [`rules`]: the rule packs, embedded and the user's; [`settings`]: `archreview.yaml`.
//! * [`output`]: where reports go.

pub mod arguments;
mod command;
mod dormant;
mod input;
pub mod output;
mod progress;
pub mod review;
pub mod rules;
pub mod settings;
pub mod sources;
mod unused;

pub use command::run;

/// Why nothing could be reviewed: exit code 2. One case for each thing a caller can tell apart.
#[derive(Debug)]
pub enum Error {
    /// The arguments make no sense together.
    Usage(String),
    /// The root, or a file that the user names, cannot be read or written.
    File {
        /// The path as given.
        path: String,
        /// The system's own words.
        message: String,
    },
    /// A rule file is broken.
    Rule(engine::RuleError),
    /// `archreview.yaml` is broken.
    Settings {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong, with the nearest right name.
        message: String,
    },
    /// A contract that is compared cannot be read as a whole.
    Contract {
        /// The file.
        path: String,
        /// The line, from 1.
        line: u32,
        /// What is wrong there.
        message: String,
    },
    /// Git cannot give a revision; the message ends with the command that repairs it.
    Git(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Usage(message) | Error::Git(message) => f.write_str(message),
            Error::File { path, message } => write!(f, "{path}: {message}"),
            Error::Contract {
                path,
                line,
                message,
            } => write!(f, "{path}:{line}: {message}"),
            Error::Rule(error) => error.fmt(f),
            Error::Settings {
                path,
                line,
                message,
            } => write!(f, "{path}:{line}: {message}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<engine::RuleError> for Error {
    fn from(error: engine::RuleError) -> Self {
        Error::Rule(error)
    }
}

/// This program's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
