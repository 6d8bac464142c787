//! `archreview diff OLD NEW`: what changed between two contracts, or two folders of them.

use crate::Error;
use crate::arguments::DiffArguments;

/// Prints the changes; whether one is at or above `--fail-on`.
pub fn run(_arguments: &DiffArguments) -> Result<bool, Error> {
    Err(Error::Usage("contracts are not compared yet".to_owned()))
}
