//! Files of SQL, and the configuration of the tools that run them.
//!
//! * `script`: one file of SQL, read in the dialect that is asked for, or that its text shows.
//! * `foreign`: whose SQL is not read.
//! * `tool`: what `sqlc.yaml`, `migration_lock.toml`, `_journal.json` and the like say.
//! * `dialect`: once all files are read, whose SQL the files are that do not show it themselves.

pub(super) mod dialect;
mod foreign;
mod script;
mod tool;

pub use dialect::settle;
pub use script::KIND;
pub use tool::KIND as TOOL;
