//! Tables that are made from others: one script drops, makes and fills them anew each time, or they keep what others held
//! on a day.

use std::collections::BTreeMap;

use model::{FileId, Id, System, TableRow};
use sql::{Change, Script};

use crate::Input;
use crate::migrations::sql_file;
use crate::replay::name_words;

/// Fills `table.is_derived`.
pub fn mark(input: &Input<'_>, system: &mut System) {
    let mut tables: BTreeMap<FileId, Vec<Id<TableRow>>> = BTreeMap::new();
    for (id, table) in system.tables.iter() {
        if !table.has_unique_key && !table.is_view {
            tables.entry(table.at.file).or_default().push(id);
        }
    }
    for (file, tables) in tables {
        let Some(file) = sql_file(input, file) else {
            continue;
        };
        for table in tables {
            let name = &system.tables[table].name;
            let name = name.rsplit('.').next().unwrap_or(name);
            system.tables[table].is_derived =
                is_made_anew(&file.script, name) || is_kept_aside(&file.script, name);
        }
    }
}

/// Whether `script` makes the table `name` of a query, and its name says that it is a copy.
fn is_kept_aside(script: &Script, name: &str) -> bool {
    const COPIES: &[&str] = &["backup", "bak", "bck", "bk", "bkp", "copy", "old", "tmp"];
    const DAY_DIGITS: usize = 6;
    let words = name_words(name);
    let is_day = |word: &String| {
        word.len() >= DAY_DIGITS && word.bytes().all(|letter| letter.is_ascii_digit())
    };
    let says_so = words
        .iter()
        .any(|word| COPIES.contains(&word.as_str()) || is_day(word));
    let mut effects = script
        .statements
        .iter()
        .flat_map(|statement| &statement.effects);
    says_so
        && effects.any(|effect| {
            matches!(&effect.change, Change::CreateTable(table) if table.name.name == name && table.query.is_some())
        })
}

/// Whether `script` drops the table `name`, then makes it, and then fills it by a query.
fn is_made_anew(script: &Script, name: &str) -> bool {
    let (mut is_dropped, mut is_made) = (false, false);
    let statements = script.statements.iter();
    for effect in statements.flat_map(|statement| &statement.effects) {
        match &effect.change {
            Change::DropTable { table, .. } if table.name == name => is_dropped = true,
            Change::CreateTable(table) if table.name.name == name => {
                is_made = is_dropped;
                if is_made && table.query.is_some() {
                    return true;
                }
            }
            Change::Insert {
                table,
                from_query: true,
                ..
            } if is_made && table.name == name => return true,
            _ => {}
        }
    }
    false
}
