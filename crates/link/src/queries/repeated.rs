//! What is written once for each dialect of one schema is one decision: it is told where the first dialect has it.

use std::collections::BTreeSet;

use model::{Access, Id, System};

/// What makes two uses of a table the same: the table, and what is judged of which columns.
type Use = (
    String,
    Option<bool>,
    Option<bool>,
    Option<bool>,
    Vec<String>,
);

/// Marks the queries and accesses of alternative databases that another dialect has as well.
pub fn mark(system: &mut System) {
    // The schema that others are alternatives of comes first.
    let mut order: Vec<_> = system.databases.ids().collect();
    order.sort_by_key(|database| system.databases[*database].is_alternative);
    let mut queries = BTreeSet::new();
    let mut uses: BTreeSet<Use> = BTreeSet::new();
    for database in order {
        let is_alternative = system.databases[database].is_alternative;
        let (mut new_queries, mut new_uses) = (Vec::new(), Vec::new());
        let ids: Vec<_> = system.queries.ids().collect();
        for id in ids {
            let query = &system.queries[id];
            if query.database != Some(database) {
                continue;
            }
            let key = (query.name.clone(), query.kind.clone());
            system.queries[id].is_repeated = is_alternative && queries.contains(&key);
            new_queries.push(key);
        }
        let ids: Vec<Id<Access>> = system.accesses.ids().collect();
        for id in ids {
            let access = &system.accesses[id];
            if system.tables[access.table].database != database {
                continue;
            }
            let mut columns: Vec<String> = access
                .equalities
                .iter()
                .chain(&access.ranges)
                .chain(&access.joins)
                .chain(&access.computed)
                .chain(&access.leading_wildcards)
                .map(|name| name.to_lowercase())
                .collect();
            columns.sort();
            let key: Use = (
                system.tables[access.table].name.to_lowercase(),
                access.is_served.known().copied(),
                access.is_join_served.known().copied(),
                access.is_sort_served.known().copied(),
                columns,
            );
            system.accesses[id].is_repeated = is_alternative && uses.contains(&key);
            new_uses.push(key);
        }
        queries.extend(new_queries);
        uses.extend(new_uses);
    }
}
