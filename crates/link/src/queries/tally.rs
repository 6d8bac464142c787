//! Tables that only gather rows: what is known of them inserts, and reads or removes many rows together.

use std::collections::BTreeMap;

use model::{Access, Id, System, TableRow};

/// Fills `table.is_tally`.
pub fn mark(system: &mut System) {
    let mut gathers: BTreeMap<Id<TableRow>, bool> = BTreeMap::new();
    let mut filled: Vec<Id<TableRow>> = Vec::new();
    for access in system.accesses.rows() {
        if access.kind == "insert" {
            filled.push(access.table);
        } else {
            let is_together = access.kind != "update" && !picks(access);
            *gathers.entry(access.table).or_insert(true) &= is_together;
        }
    }
    for table in filled {
        system.tables[table].is_tally = gathers.get(&table) == Some(&true);
    }
}

/// Whether a statement asks for certain rows, and not for all of a time or all that there are.
fn picks(access: &Access) -> bool {
    !access.equalities.is_empty() || !access.joins.is_empty()
}
