//! Which tables hold many rows, as far as the repository shows it. An index that is missing hurts there.

use std::collections::BTreeSet;

use model::{Index, System};

/// Fills `table.is_large`.
pub fn mark(system: &mut System) {
    let (mut paged, mut tuned, mut large) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for access in system.accesses.rows() {
        let query = &system.queries[access.query];
        // Who skips pages by number expects many of them.
        if query.has_offset {
            large.insert(access.table);
        } else if query.has_limit && !access.sorts.is_empty() && !access.is_unique {
            paged.insert(access.table);
        }
    }
    let made = system.indexes.rows().iter().filter(|index| is_made(index));
    tuned.extend(made.map(|index| index.table));
    large.extend(paged.intersection(&tuned));
    let parts = system.tables.iter().filter(|(_, table)| table.is_partition);
    large.extend(parts.map(|(id, _)| id));
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
