//! Rows that are only marked as deleted, and queries that read them as if they lived.

use std::collections::BTreeMap;

use model::{Access, FileRole, Id, System, TableRow};

/// Queries of a table that leave out deleted rows, below which no habit is seen, and how many of all that must be.
const LIVING_MIN: usize = 5;
const LIVING_PERCENT: usize = 90;

/// What an access does about the mark of deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It leaves out one kind of rows.
    Filters,
    /// It reads or writes the mark, or joins by it: whoever runs it knows.
    Mentions,
    /// It says nothing of it.
    Forgets,
}

/// What `access` does about `column`.
pub fn mark(access: &sql::Access, column: &str) -> Mark {
    let named = || {
        access
            .columns
            .iter()
            .filter(|one| one.column.text.eq_ignore_ascii_case(column))
    };
    let filters = |one: &sql::ColumnUse| matches!(one.usage, sql::Usage::Filter(_));
    if named().any(filters) {
        Mark::Filters
    } else if named().next().is_some() || access.selects_star {
        Mark::Mentions
    } else {
        Mark::Forgets
    }
}

/// Fills `table.living_queries` and `access.forgets_deletion` from the marks of accesses. One row that is looked up by
/// its key is not judged, nor what a join adds to rows found otherwise: there, the caller has the row already.
pub fn fill(system: &mut System, marks: &[(Id<Access>, Mark)]) {
    let mut uses: BTreeMap<Id<TableRow>, (usize, Vec<Id<Access>>)> = BTreeMap::new();
    for (id, mark) in marks {
        let access = &system.accesses[*id];
        let query = &system.queries[access.query];
        let is_read = access.kind == "select" && query.kind == "select";
        if !is_read || query.role != FileRole::Server || access.is_repeated {
            continue;
        }
        let is_filtered = !access.equalities.is_empty() || !access.ranges.is_empty();
        let is_alone = access.joins.is_empty() && !access.is_unique;
        let is_judged = is_filtered && is_alone && !query.has_holes;
        let (living, forgetting) = uses.entry(access.table).or_default();
        match mark {
            Mark::Filters => *living += 1,
            Mark::Forgets if is_judged => forgetting.push(*id),
            Mark::Mentions | Mark::Forgets => {}
        }
    }
    for (table, (living, forgetting)) in uses {
        system.tables[table].living_queries = living;
        let all = living + forgetting.len();
        if living >= LIVING_MIN && living * 100 >= all * LIVING_PERCENT {
            for access in forgetting {
                system.accesses[access].forgets_deletion = true;
            }
        }
    }
}
