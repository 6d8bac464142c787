//! Whether those who write the migrations spare whoever waits for a table. A team that took locks again and again, and
//! never wrote a statement so that fewer wait, has decided how it migrates: in a pause, on tables that are small, by a
//! program that nobody uses meanwhile. One more lock is no news to it, nor is one that a comment speaks of to the author.

use sql::Effect;

use super::done::Done;
use super::run::Replayed;
use super::{allowed, gravity};
use crate::Input;
use crate::migrations::{History, sql_file};

/// A history that is shorter shows no habit.
const HISTORY_MIN: usize = 20;
/// From so many of its migrations on that let others wait, it is one.
const HABIT_MIN: usize = 4;
/// Files of tools that a team takes to look for locks.
const TOOLS: &[&str] = &[".squawk.toml", "diesel-guard.toml", "eugene.toml"];

/// How a comment that speaks of `CONCURRENTLY` goes on where its author has seen to the lock: the index was built before,
/// or nobody need wait for it.
const SEEN_TO: &[&str] = &[
    "applied manually",
    "by hand",
    "manual command",
    "manually",
    "not required",
    "out of band",
    "pre-create",
    "precreate",
    "remember to",
    "run the concurrently",
    "safe to create non-concurrently",
    "unnecessary",
];

/// What comments say of a table that nothing is in, or that nothing uses yet, or of what nothing uses any more.
const UNUSED: &[&str] = &[
    "previous release stopped",
    "stopped reading",
    "stopped writing",
    "should be empty",
    "shouldn't be any",
    "should not be any",
    "table is empty",
    "tables are empty",
    "no existing rows",
    "not in use yet",
    "not used yet",
    "not yet in use",
    "not yet used",
];

/// How comments say that the program does not run while its migrations do, as a rule.
const STOPPED: &[&str] = &["app stopped", "application stopped", "server stopped"];

/// As many rows a comment may count in a table that nobody waits for.
const FEW_ROWS: u32 = 10_000;

/// Marks the locks of a team that never spares anybody.
pub fn judge(input: &Input<'_>, replayed: &mut [Replayed<'_>]) {
    for one in &mut *replayed {
        heed_comments(input, one);
    }
    let migrations = || replayed.iter().flat_map(|one| &one.migrations);
    let locking = migrations().filter(|migration| migration.steps.iter().any(lets_wait));
    if migrations().count() < HISTORY_MIN || locking.count() < HABIT_MIN || is_tool_used(input) {
        return;
    }
    if replayed.iter().any(|one| is_spared(input, one.history)) {
        return;
    }
    let migrations = replayed.iter_mut().flat_map(|one| &mut one.migrations);
    for step in migrations.flat_map(|migration| &mut migration.steps) {
        step.is_wait_usual = gravity::is_lock(step);
    }
}

/// Marks what migrations do whose comments say how their authors saw to the locks, or that nothing rests on a table.
fn heed_comments(input: &Input<'_>, one: &mut Replayed<'_>) {
    let mut is_stopped = false;
    for (step, migration) in one.history.steps.iter().zip(&mut one.migrations) {
        let Some(file) = sql_file(input, step.file) else {
            continue;
        };
        let comments = file.script.comments.iter();
        let comments: Vec<String> = comments.map(|one| one.text.to_lowercase()).collect();
        let says = |tells: fn(&str) -> bool| comments.iter().any(|text| tells(text));
        let (is_seen_to, is_unused) = (says(tells_of_locks), says(tells_of_no_use));
        let is_counted = says(counts_few_rows);
        is_stopped |= says(tells_of_a_stop);
        for step in &mut migration.steps {
            step.is_wait_usual |= (is_seen_to || is_counted) && gravity::is_lock(step);
            step.is_said_unused |= is_unused;
        }
    }
    let steps = one
        .migrations
        .iter_mut()
        .flat_map(|migration| &mut migration.steps);
    steps.for_each(|step| step.is_alone |= is_stopped);
}

/// Whether a comment, in lower case, says how its author saw to the lock of an index.
fn tells_of_locks(text: &str) -> bool {
    text.contains("concurrently") && SEEN_TO.iter().any(|words| text.contains(words))
}

/// Whether a comment, in lower case, says that nothing is in a table, or that nothing uses it yet.
fn tells_of_no_use(text: &str) -> bool {
    UNUSED.iter().any(|words| text.contains(words))
}

/// Whether a comment, in lower case, says that the program is stopped when migrations run.
fn tells_of_a_stop(text: &str) -> bool {
    STOPPED.iter().any(|words| text.contains(words))
}

/// Whether a comment, in lower case, counts the rows that are there, and they are few: `all 21 existing rows`.
fn counts_few_rows(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_few = |word: &str| word.parse().is_ok_and(|number: u32| number <= FEW_ROWS);
    words
        .windows(3)
        .any(|three| is_few(three[0]) && three[1] == "existing" && three[2].starts_with("rows"))
}

/// Whether a step locks a table that is not new, and not known to be small.
fn lets_wait(step: &Done) -> bool {
    gravity::is_lock(step) && !step.is_table_new && !step.is_table_modest
}

/// Whether the repository holds the settings of a tool that looks for locks.
fn is_tool_used(input: &Input<'_>) -> bool {
    let is_of_tool = |path: &String| {
        path.rsplit('/')
            .next()
            .is_some_and(|name| TOOLS.contains(&name))
    };
    input.paths.iter().any(is_of_tool)
}

/// Whether a migration of `history` is written so that fewer wait: by its statements, outside of a transaction, or
/// looked at with another linter.
fn is_spared(input: &Input<'_>, history: &History) -> bool {
    history.steps.iter().any(|step| {
        let Some(file) = sql_file(input, step.file) else {
            return false;
        };
        let script = &file.script;
        let is_apart = step.is_transactional.or(script.transactional) == Some(false);
        let is_seen = script.comments.iter().any(allowed::is_for_linter);
        let mut effects = script
            .statements
            .iter()
            .flat_map(|statement| &statement.effects);
        is_apart || is_seen || effects.any(Effect::spares)
    })
}
