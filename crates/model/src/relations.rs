//! Every relation by name: the one page that lists them. Each area has its file.

pub mod change;
pub mod contract;
pub mod data;
pub mod deployment;
pub mod documents;
pub mod graph;
pub mod ownership;

pub use change::*;
pub use contract::*;
pub use data::*;
pub use deployment::*;
pub use documents::*;
pub use graph::*;
pub use ownership::*;
