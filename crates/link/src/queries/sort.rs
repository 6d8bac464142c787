//! Which index gives the order that is asked for.

use model::Known;
use sql::{IndexPart, RelationKind};

use super::predicate::follows;
use super::reach::Reached;
use super::served::{Used, is_ordered, names};
use super::uses::Sort;

/// Whether an index gives the rows in the order that is asked for. Only a block with a limit gains by it; and where
/// an index finds the rows, few are left to be sorted.
pub fn is_sort_served(used: &Used<'_>, reached: &Reached, has_holes: bool) -> Known<bool> {
    let (relation, uses) = (&*used.relation, &used.uses);
    if uses.sorts.is_empty() || !used.access.has_limit {
        return Known::unknown("nothing sorts a limited result");
    }
    if has_holes || uses.is_order_hidden || relation.kind != RelationKind::Table {
        return Known::unknown("the order is not known");
    }
    let is_given = relation.indexes.iter().any(|index| {
        if !is_ordered(index) || !follows(index, uses) {
            return false;
        }
        let rest: Vec<&IndexPart> = index
            .parts
            .iter()
            .skip_while(|part| {
                names(&uses.equalities, part)
                    && !uses.sorts.first().is_some_and(|sort| {
                        part.column_name()
                            .is_some_and(|name| name.eq_ignore_ascii_case(&sort.column))
                    })
            })
            .collect();
        let pairs: Vec<(&&IndexPart, &Sort)> = rest.iter().zip(&uses.sorts).collect();
        let fits = pairs.iter().all(|(part, sort)| {
            part.column_name()
                .is_some_and(|name| name.eq_ignore_ascii_case(&sort.column))
        });
        let turns: Vec<bool> = pairs
            .iter()
            .map(|(part, sort)| part.is_descending != sort.is_descending)
            .collect();
        // A unique column gives one row each: what follows it in the order does not matter.
        let is_whole = pairs.len() == uses.sorts.len()
            || (index.is_unique && pairs.len() == rest.len() && !pairs.is_empty());
        fits && is_whole && turns.windows(2).all(|pair| pair[0] == pair[1])
    });
    if is_given {
        Known::Is(true)
    } else if reached.is_found {
        Known::unknown("an index finds the rows, and few are left to be sorted")
    } else if reached.is_served.known() == Some(&false) {
        Known::unknown("no index finds the rows: the filter is what is missing")
    } else if !uses.joins.is_empty() || uses.is_hidden || !uses.alternatives.is_empty() {
        Known::unknown("the order follows a join or alternatives")
    } else {
        Known::Is(false)
    }
}
