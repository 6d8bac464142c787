//! `archreview graph`: the service graph.

use crate::Error;
use crate::arguments::GraphArguments;

/// Prints the graph.
pub fn run(_arguments: &GraphArguments) -> Result<(), Error> {
    Err(Error::Usage("the graph is not recovered yet".to_owned()))
}
