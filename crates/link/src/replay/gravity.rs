//! Which consequence of a migration is the decision to be made: the gravest of each statement, and the gravest lock
//! that one transaction takes on a table, for a transaction holds its locks to its end.

use std::collections::BTreeMap;

use super::done::Done;

/// Locks and rewrites, the gravest first: what takes the strongest lock for the longest time.
const LOCKS: &[&str] = &[
    "table_rewrite",
    "column_type_rewrite",
    "enum_reordered",
    "volatile_default",
    "stored_generated_column",
    "serial_column",
    "table_copy",
    "backfill_under_lock",
    "blocking_maintenance",
    "unique_on_existing",
    "unbounded_backfill",
    "not_null_scan",
    "exclusion_constraint",
    "validating_check",
    "partition_scan",
    "validating_foreign_key",
    "validate_in_same_transaction",
    "blocking_index_build",
    // Whoever waits for a lock has rows to wait for, and finds out.
    "unique_may_fail",
    "not_null_may_fail",
];

/// What breaks the version that runs beside, the gravest first. Graver than any lock of the same statement.
const BREAKS: &[&str] = &[
    "concurrently_in_transaction",
    "required_column",
    "required_in_one_step",
    "enum_value_in_transaction",
    "table_dropped",
    "schema_dropped",
    "column_dropped",
    "table_renamed",
    "column_renamed",
    "enum_value_removed",
    "truncated",
    "unbounded_delete",
    "narrowed_type",
    "text_to_enum",
];

/// Gives each step the position of the one that says it all. Many of one kind are one finding already.
pub fn decide(steps: &mut [Done], may_be_one_transaction: bool) {
    let ranks: Vec<usize> = steps.iter().map(rank).collect();
    let mut by_statement: BTreeMap<sql::At, usize> = BTreeMap::new();
    let mut by_table: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_break: BTreeMap<String, usize> = BTreeMap::new();
    let graver = |best: &mut usize, position: usize| {
        if ranks[position] < ranks[*best] {
            *best = position;
        }
    };
    for (position, step) in steps.iter().enumerate() {
        if ranks[position] == usize::MAX || step.is_allowed {
            continue;
        }
        graver(
            by_statement.entry(step.effect).or_insert(position),
            position,
        );
    }
    for (position, step) in steps.iter().enumerate() {
        // A statement that breaks something speaks of that, and leaves the lock of others to them.
        let is_main = by_statement
            .get(&step.effect)
            .is_some_and(|main| ranks[*main] == ranks[position]);
        let is_told = is_main && ranks[position] != usize::MAX && !step.is_allowed;
        if may_be_one_transaction && is_told && is_lock(step) && !step.table.is_empty() {
            graver(
                by_table.entry(step.table.clone()).or_insert(position),
                position,
            );
        }
    }
    // Whoever uses a column of a table that is dropped or renamed fails already.
    for (position, step) in steps.iter().enumerate() {
        if !step.is_allowed && matches!(step.word.as_str(), "table_dropped" | "table_renamed") {
            for name in [&step.table, &step.object] {
                by_break.entry(name.clone()).or_insert(position);
            }
        }
    }
    for position in 0..steps.len() {
        let step = &steps[position];
        let of_statement = by_statement
            .get(&step.effect)
            .filter(|_| ranks[position] < usize::MAX);
        let of_table = by_table.get(&step.table).filter(|_| is_lock(step));
        let of_break = by_break.get(&step.table).filter(|_| {
            matches!(
                step.word.as_str(),
                "column_dropped" | "column_renamed" | "narrowed_type" | "text_to_enum"
            )
        });
        let main = [of_statement, of_table, of_break]
            .into_iter()
            .flatten()
            .copied()
            .filter(|main| steps[*main].word != step.word)
            .min_by_key(|main| (ranks[*main], *main))
            .filter(|main| ranks[*main] < ranks[position])
            .unwrap_or(position);
        steps[position].main = main;
    }
    // Whoever writes to a table of which a column goes or is renamed fails already.
    for position in 0..steps.len() {
        let table = &steps[position].table;
        let breaks = |other: &&Done| {
            matches!(&*other.word, "column_dropped" | "column_renamed")
                && !other.is_allowed
                && other.table == *table
        };
        if steps[position].word == "required_in_one_step"
            && let Some(other) = steps.iter().find(breaks)
        {
            steps[position].main = other.main;
        }
    }
}

/// Whether a step locks its table or writes all of it.
pub fn is_lock(step: &Done) -> bool {
    LOCKS.contains(&step.word.as_str())
}

/// The place of a consequence in the order of gravity; the last for what is no decision.
fn rank(step: &Done) -> usize {
    let is_under_lock = |impact: &sql::Impact| impact.taken.is_some();
    let word = match step.word.as_str() {
        "unbounded_backfill" if step.impact.as_ref().is_some_and(is_under_lock) => {
            "backfill_under_lock"
        }
        word => word,
    };
    BREAKS
        .iter()
        .chain(LOCKS)
        .position(|known| *known == word)
        .unwrap_or(usize::MAX)
}
