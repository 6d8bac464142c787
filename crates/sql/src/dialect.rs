//! Whose SQL a script is.

use serde::{Deserialize, Serialize};

/// A family of servers with one way of writing SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Dialect {
    /// PostgreSQL and what speaks its language (CockroachDB, Timescale, Redshift in part).
    PostgreSql,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    /// The name of the product.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::PostgreSql => "PostgreSQL",
            Dialect::MySql => "MySQL",
            Dialect::Sqlite => "SQLite",
        }
    }
}

/// The dialect by what only one of them writes; `None` if the text could be of several.
/// Reads at most the first 256 KiB.
pub fn guess_dialect(text: &str) -> Option<Dialect> {
    const MOST_BYTES: usize = 256 * 1024;
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    crate::split::guess(&text[..end])
}
