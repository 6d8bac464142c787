//! The dialect of a history.

use model::FileId;
use sql::Dialect;

use super::layout::Place;
use super::{Step, sql_file};
use crate::Input;

/// What the names of the files say, else what most of them show.
pub fn of(input: &Input<'_>, files: &[(FileId, Place<'_>)], steps: &[Step]) -> Dialect {
    told(files).unwrap_or_else(|| voted(input, steps))
}

/// The dialect that the names of files say; `None` if they name none.
fn told(files: &[(FileId, Place<'_>)]) -> Option<Dialect> {
    let product = files.iter().find_map(|(_, place)| place.product)?;
    match product {
        "postgres" => Some(Dialect::PostgreSql),
        "mysql" => Some(Dialect::MySql),
        "sqlite" => Some(Dialect::Sqlite),
        _ => None,
    }
}

/// The dialect of most of the files.
fn voted(input: &Input<'_>, steps: &[Step]) -> Dialect {
    let mut votes = [0_usize; 3];
    for step in steps {
        if let Some(sql) = sql_file(input, step.file) {
            // A file that shows its dialect outweighs all that were read as one for want of a sign.
            votes[sql.script.dialect as usize] += if sql.is_dialect_known {
                steps.len() + 1
            } else {
                1
            };
        }
    }
    let most = votes.iter().max().copied().unwrap_or(0);
    [Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite]
        .into_iter()
        .find(|dialect| votes[*dialect as usize] == most)
        .unwrap_or(Dialect::PostgreSql)
}
