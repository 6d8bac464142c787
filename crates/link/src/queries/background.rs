//! Which queries run for nobody who waits: those of jobs that a clock starts.

use sql::Access;

use crate::replay::name_words;

/// Words in the paths of such jobs.
const JOBS: &[&str] = &[
    "batch",
    "cleaner",
    "cleanup",
    "cron",
    "cronjob",
    "housekeeping",
    "janitor",
    "job",
    "maintenance",
    "nightly",
    "purge",
    "purger",
    "reaper",
    "scheduled",
    "scheduler",
    "sweeper",
];

/// Whether the file at `path` is one of jobs, and not one about tables of that name, as `accesses` show.
pub fn is_background(path: &str, accesses: &[Access]) -> bool {
    let is_of = |name: &str, job: &str| words(name).iter().any(|word| word == job);
    let path = words(path);
    JOBS.iter().any(|job| {
        let mut tables = accesses.iter().map(|access| access.table.name.as_str());
        path.iter().any(|word| word == job) && !tables.any(|table| is_of(table, job))
    })
}

/// The words of a path or name, without a plural.
fn words(name: &str) -> Vec<String> {
    let mut words = name_words(name);
    for word in &mut words {
        if word.ends_with('s') {
            word.pop();
        }
    }
    words
}
