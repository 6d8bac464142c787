//! What the crate promises, held to the manuals and to real servers.

mod accesses;
mod impacts;
mod oracle;
mod statements;
