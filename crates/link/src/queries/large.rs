//! Which tables hold many rows, as far as the repository shows it. An index that is missing hurts there.

use std::collections::BTreeSet;

use model::{Access, Id, Index, System, TableRow};

/// Fills `table.is_large`.
pub fn mark(system: &mut System) {
    let paged = system.accesses.rows().iter().filter(|access| {
        let query = &system.queries[access.query];
        let is_page = query.has_offset || query.has_limit && !access.sorts.is_empty();
        is_page && !access.is_unique
    });
    let paged = paged.map(|access: &Access| access.table);
    let tuned = system.indexes.rows().iter().filter(|index| is_made(index));
    let tuned = tuned.map(|index| index.table);
    // Who skips pages by number expects many of them.
    let numbered = system.accesses.rows().iter();
    let numbered = numbered.filter(|access| system.queries[access.query].has_offset);
    let numbered: Vec<Id<TableRow>> = numbered.map(|access| access.table).collect();
    let parts = system.tables.iter().filter(|(_, table)| table.is_partition);
    let paged: BTreeSet<Id<TableRow>> = paged.collect();
    let tuned: BTreeSet<Id<TableRow>> = tuned.collect();
    let both = paged.intersection(&tuned).copied();
    let large: Vec<Id<TableRow>> = both
        .chain(numbered)
        .chain(parts.map(|(id, _)| id))
        .collect();
    for table in large {
        system.tables[table].is_large = true;
    }
}

/// Whether somebody made `index` for a query that was slow: it is no key, and more than one column.
fn is_made(index: &Index) -> bool {
    let is_more =
        index.columns.len() > 1 || index.predicate.is_some() || !index.included.is_empty();
    is_more && !index.is_unique && !index.is_implied
}
