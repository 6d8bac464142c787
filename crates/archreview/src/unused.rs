//! Tables of findings that the code beside them never names: nobody is hurt by what is found there.

use std::collections::BTreeSet;

use code::{Mentions, Wanted, may_use_tables};
use engine::RuleMatches;
use model::{Database, FileId, Id, Level, Sources, System, TableRow};
use rayon::prelude::*;

use crate::review::Request;

/// The column that this fills; rules speak of it in `note_where`.
const COLUMN: &str = "table.is_unused";

/// Code that names fewer tables of a database may be a small part of what uses it.
const NAMED_LEAST: usize = 5;

/// Fills `table.is_unused` for the tables of warnings whose rules speak of it. Code is read for those alone.
pub fn mark(system: &mut System, request: &Request<'_>, matches: &[RuleMatches]) {
    let asked = asked(system, request, matches);
    let databases: BTreeSet<Id<Database>> = asked
        .iter()
        .map(|table| system.tables[*table].database)
        .collect();
    for database in databases {
        let used = used(system, request.now, database);
        if used.len() >= NAMED_LEAST {
            for table in &asked {
                let row = &mut system.tables[*table];
                row.is_unused = row.database == database && !used.contains(table);
            }
        }
    }
}

fn asked(
    system: &System,
    request: &Request<'_>,
    matches: &[RuleMatches],
) -> BTreeSet<Id<TableRow>> {
    let mut asked = BTreeSet::new();
    for (active, found) in request.rules.iter().zip(matches) {
        let speaks = |condition: &String| condition.contains(COLUMN);
        if active.level >= Level::Warning && active.rule().note_where.as_ref().is_some_and(speaks) {
            let rows = found.found.matches.iter();
            let tables = rows.filter_map(|found| engine::row_at(system, found.subject, "table"));
            asked.extend(tables.map(|table| Id::<TableRow>::new(table.row as usize)));
        }
    }
    asked
}

/// The tables of `database` that a query reaches, or that code names where it means one: in a statement, in a mapping,
/// or by the class of its rows.
fn used(system: &System, sources: &dyn Sources, database: Id<Database>) -> BTreeSet<Id<TableRow>> {
    let of_database = |table: &Id<TableRow>| system.tables[*table].database == database;
    let reached = system.accesses.rows().iter().map(|access| access.table);
    let mut used: BTreeSet<Id<TableRow>> = reached.filter(of_database).collect();
    let open: Vec<Id<TableRow>> = system
        .tables
        .ids()
        .filter(|table| of_database(table) && !used.contains(table))
        .collect();
    let wanted: Vec<Wanted> = open
        .iter()
        .map(|table| Wanted {
            table: plain(&system.tables[*table].name).to_owned(),
            member: None,
        })
        .collect();
    let mentions = Mentions::new(&wanted);
    let named: BTreeSet<usize> = (0..sources.paths().len())
        .into_par_iter()
        .flat_map_iter(|file| named(&mentions, &wanted, sources, FileId(file as u32)))
        .collect();
    used.extend(named.into_iter().map(|at| open[at]));
    used
}

/// The positions of those of `wanted` that `file` means.
fn named(
    mentions: &Mentions,
    wanted: &[Wanted],
    sources: &dyn Sources,
    file: FileId,
) -> Vec<usize> {
    let path = sources.path(file);
    // What other files of SQL name was read as queries, or defines tables.
    if path.ends_with(".sql") || !may_use_tables(path) {
        return Vec::new();
    }
    let Ok(text) = sources.read(file) else {
        return Vec::new();
    };
    let mentioned = mentions.of(path, &text).into_iter();
    mentioned
        .filter(|mention| {
            mention.doubt == 0 || code::mapping::maps(&text, &wanted[mention.wanted as usize].table)
        })
        .map(|mention| mention.wanted as usize)
        .collect()
}

/// A name without its schema.
fn plain(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
