//! How the tables of one block are found: by their own filters, or from each other by joins.
//!
//! A planner starts where a filter finds rows, and looks their partners up by an index over the column that joins.

use model::Known;

use super::served::{Found, Used, best, found};
use super::uses::Uses;

/// How the rows of one table are found.
#[derive(Debug, Clone)]
pub struct Reached {
    /// The position of the index that finds them.
    pub index: Option<usize>,
    /// Whether an index serves the filters; unknown if there is none, or something hides it.
    pub is_served: Known<bool>,
    /// Whether an index finds rows by a join with rows that are found.
    pub is_join_served: Known<bool>,
    /// Whether few rows are left, as far as one can tell.
    pub is_found: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Yes,
    Maybe,
    No,
}

/// How each of the tables of one statement is reached. `has_holes`: a part of it is put together at run time.
pub fn reached(tables: &[Used<'_>], has_holes: bool) -> Vec<Reached> {
    let own: Vec<Found> = tables.iter().map(|used| found(used, has_holes)).collect();
    let alone: Vec<Reach> = own
        .iter()
        .map(|own| match own {
            own if found_alone(own) => Reach::Yes,
            Found::Hidden(_) => Reach::Maybe,
            _ => Reach::No,
        })
        .collect();
    let mut reach = alone.clone();
    let mut by_join: Vec<Option<usize>> = vec![None; tables.len()];
    // A small table that is filtered without an index may still be where a planner starts.
    let mut starts = alone.clone();
    for (start, used) in starts.iter_mut().zip(tables) {
        if *start == Reach::No && !used.uses.equalities.is_empty() {
            *start = Reach::Maybe;
        }
    }
    // Each round reaches one more table, or none.
    for _ in 0..tables.len() {
        let mut has_changed = false;
        for (position, used) in tables.iter().enumerate() {
            if reach[position] == Reach::Yes {
                continue;
            }
            let surely = joins(tables, &reach, position, |partner| partner == Reach::Yes);
            let maybe = joins(tables, &starts, position, |partner| partner != Reach::No);
            let next = if let Some(index) = best(&used.relation, &used.uses, &surely) {
                by_join[position] = Some(index);
                Reach::Yes
            } else if best(&used.relation, &used.uses, &maybe).is_some() {
                Reach::Maybe
            } else {
                continue;
            };
            has_changed |= next != reach[position];
            reach[position] = next;
            starts[position] = next;
        }
        if !has_changed {
            break;
        }
    }
    tables
        .iter()
        .enumerate()
        .map(|(position, used)| {
            // A table that its own filter finds is joined to one that is found without it.
            let from = if found_alone(&own[position]) {
                &alone
            } else {
                &reach
            };
            let is_joined =
                !joins(tables, from, position, |partner| partner == Reach::Yes).is_empty();
            one(
                used,
                &own[position],
                by_join[position],
                reach[position],
                is_joined,
            )
        })
        .collect()
}

/// Whether the table's own filters find its rows.
fn found_alone(own: &Found) -> bool {
    matches!(own, Found::Index(_) | Found::Alternatives)
}

/// Tells each table which of its columns are equal to a value because a joined column is: planners see through
/// `a.x = b.y AND b.y = 1`.
pub fn imply(tables: &mut [Used<'_>]) {
    for _ in 0..tables.len() {
        let mut new: Vec<(usize, String)> = Vec::new();
        for (position, used) in tables.iter().enumerate() {
            for join in &used.uses.joins {
                let partner = join
                    .partner
                    .as_deref()
                    .and_then(|name| named(tables, used.access.block, name));
                let Some(other) = partner.map(|partner| &tables[partner].uses) else {
                    continue;
                };
                let is_given = |uses: &Uses, column: &str| {
                    let mut given = uses.equalities.iter().chain(&uses.implied);
                    given.any(|name| name.eq_ignore_ascii_case(column))
                };
                if is_given(other, &join.partner_column) && !is_given(&used.uses, &join.column) {
                    new.push((position, join.column.clone()));
                }
            }
        }
        if new.is_empty() {
            return;
        }
        for (position, column) in new {
            tables[position].uses.implied.push(column);
        }
    }
}

/// The table that `block` calls `name`.
fn named(tables: &[Used<'_>], block: u32, name: &str) -> Option<usize> {
    tables.iter().position(|other| {
        let access = other.access;
        let own = access.alias.as_ref().unwrap_or(&access.table.name);
        access.block == block && own.eq_ignore_ascii_case(name)
    })
}

/// The columns of the table at `position` that join it with a table that `is_start`.
fn joins(
    tables: &[Used<'_>],
    reach: &[Reach],
    position: usize,
    is_start: impl Fn(Reach) -> bool,
) -> Vec<String> {
    let block = tables[position].access.block;
    let Uses { joins, .. } = &tables[position].uses;
    joins
        .iter()
        .filter(|join| {
            // A query in `FROM`, a name from `WITH`, a row of the block around: how many rows it gives is not known.
            let partner = join
                .partner
                .as_deref()
                .and_then(|name| named(tables, block, name));
            is_start(partner.map_or(Reach::Maybe, |partner| reach[partner]))
        })
        .map(|join| join.column.clone())
        .collect()
}

fn one(
    used: &Used<'_>,
    own: &Found,
    by_join: Option<usize>,
    reach: Reach,
    is_joined: bool,
) -> Reached {
    let uses = &used.uses;
    let is_filtered = !uses.equalities.is_empty() || !uses.ranges.is_empty();
    let hidden = match own {
        Found::Hidden(reason) => Some(*reason),
        _ => None,
    };
    let is_own = found_alone(own);
    let is_join_served = if uses.joins.is_empty() {
        Known::unknown("nothing joins the table")
    } else if !is_joined || (reach == Reach::Maybe && hidden.is_none()) {
        Known::unknown("nothing says from which table the join starts")
    } else if reach == Reach::Yes {
        Known::Is(true)
    } else if let Some(reason) = hidden {
        Known::unknown(reason)
    } else {
        Known::Is(false)
    };
    let is_served = if is_own {
        Known::Is(true)
    } else if let Some(reason) = hidden {
        Known::unknown(reason)
    } else if !is_filtered {
        Known::unknown("nothing filters the table")
    } else if reach == Reach::Yes {
        // The join finds the rows, and the filter tests them.
        Known::Is(true)
    } else if reach == Reach::Maybe || is_joined {
        Known::unknown("a join may find the rows")
    } else {
        Known::Is(false)
    };
    Reached {
        index: match own {
            Found::Index(index) => Some(*index),
            _ => by_join,
        }
        .filter(|index| *index < used.named),
        is_served,
        is_join_served,
        is_found: reach != Reach::No,
    }
}
