//! Tables of findings that the code beside them never names: nobody is hurt by what is found there.

use std::collections::{BTreeMap, BTreeSet};

use code::{Mentions, Wanted, may_use_tables};
use engine::RuleMatches;
use model::{Database, FileId, Id, Level, Sources, System, TableRow};
use rayon::prelude::*;

use crate::review::Request;

/// The column that this fills; rules speak of it in `note_where`.
const COLUMN: &str = "table.is_unused";

/// Code that names fewer tables of a database may be a small part of what uses it.
const NAMED_LEAST: usize = 5;

/// Fills `table.is_unused` for the tables of warnings whose rules speak of it. Code is read once, for their databases
/// alone, and only if queries leave one of the tables unreached.
pub fn mark(system: &mut System, request: &Request<'_>, matches: &[RuleMatches]) {
    let reached = system.accesses.rows().iter().map(|access| access.table);
    let reached: BTreeSet<Id<TableRow>> = reached.collect();
    let mut asked = asked(system, request, matches);
    asked.retain(|table| !reached.contains(table));
    if asked.is_empty() {
        return;
    }
    let database = |table: &Id<TableRow>| system.tables[*table].database;
    let databases: BTreeSet<Id<Database>> = asked.iter().map(database).collect();
    let tables = system.tables.ids();
    let tables = tables.filter(|table| databases.contains(&database(table)));
    let (used, open): (Vec<_>, Vec<_>) = tables.partition(|table| reached.contains(table));
    let mut used: BTreeSet<Id<TableRow>> = used.into_iter().collect();
    used.extend(named(system, request.now, &open));
    let mut named: BTreeMap<Id<Database>, usize> = BTreeMap::new();
    for table in &used {
        *named.entry(database(table)).or_default() += 1;
    }
    asked.retain(|table| {
        !used.contains(table)
            && named
                .get(&database(table))
                .is_some_and(|named| *named >= NAMED_LEAST)
    });
    for table in asked {
        system.tables[table].is_unused = true;
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

/// Those of `tables` that code names where it means one: in a statement, in a mapping, or by the class of its rows.
fn named(
    system: &System,
    sources: &dyn Sources,
    tables: &[Id<TableRow>],
) -> BTreeSet<Id<TableRow>> {
    let wanted = tables.iter().map(|table| Wanted {
        table: plain(&system.tables[*table].name).to_owned(),
        member: None,
    });
    let wanted: Vec<Wanted> = wanted.collect();
    let mentions = Mentions::new(&wanted);
    (0..sources.paths().len())
        .into_par_iter()
        .flat_map_iter(|file| named_in(&mentions, &wanted, sources, FileId(file as u32)))
        .map(|at| tables[at])
        .collect()
}

/// The positions of those of `wanted` that `file` means.
fn named_in(
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
