//! Guides that say how a program gets its next version: whether it is stopped while its database is migrated.

/// What is done to the program first, where a step begins.
const STOPS: &[&str] = &[
    "bring down",
    "shut down",
    "shutdown",
    "stop",
    "take down",
    "turn off",
];

/// What stops so that others wait, but is not the program.
const OTHERS: &[&str] = &[
    "container manually",
    "database",
    "if ",
    "mysql",
    "postgres",
    "test",
];

/// What brings the database to the next version.
const MIGRATES: &[&str] = &[
    "flyway",
    "liquibase",
    "migrate",
    "migrating",
    "migration",
    "schema update",
    "update the schema",
    "upgrade the database",
];

/// Lines between one step and the next, with what belongs to them.
const STEPS_FAR: usize = 12;

/// Whether a list of steps in `text`, in lower case, stops the program, then migrates its database, and starts it again.
pub fn stops_to_migrate(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let is_stop = |line: &str| {
        step(line).is_some_and(|step| {
            STOPS.iter().any(|word| is_first(step, word))
                && !OTHERS.iter().any(|word| step.contains(word))
        })
    };
    let starts = |line: &str| {
        step(line).is_some_and(|step| is_first(step, "start") || is_first(step, "restart"))
    };
    let behind = |from: usize| (from + 1)..(from + 1 + STEPS_FAR).min(lines.len());
    let migrates = |number: &usize| MIGRATES.iter().any(|word| lines[*number].contains(word));
    (0..lines.len()).any(|stop| {
        let migrated = || behind(stop).find(migrates);
        is_stop(lines[stop])
            && migrated().is_some_and(|migrated| {
                (migrated..behind(migrated).end).any(|at| starts(lines[at]))
            })
    })
}

/// What an item of a list says; `None` for another line.
fn step(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered = rest.len() < line.len() && rest.starts_with(['.', ')']);
    let is_item = is_numbered || line.starts_with(['-', '*', '+']);
    let marks = |letter: char| letter.is_whitespace() || ".)-*+_`[]".contains(letter);
    is_item.then(|| rest.trim_start_matches(marks))
}

/// Whether `step` begins with `words`, as words.
fn is_first(step: &str, words: &str) -> bool {
    step.strip_prefix(words)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::stops_to_migrate;

    #[test]
    fn steps_that_stop_the_program_are_read_in_their_order() {
        let guide = "# upgrading\n1. stop the shop.\n1. replace the old jar\n1. run the migrations:\n\n    java -jar shop.jar migrate\n\n1. restart it.";
        assert!(stops_to_migrate(guide));
        assert!(stops_to_migrate(
            "* **shut down** the server\n* `shop migrate`\n* start the server"
        ));
        // Nothing starts again, the store is what stops, and the order is another one.
        assert!(!stops_to_migrate("1. stop the shop\n2. run the migrations"));
        assert!(!stops_to_migrate(
            "1. stop postgres\n2. run the migrations\n3. start it"
        ));
        assert!(!stops_to_migrate(
            "1. run the migrations\n2. stop the shop\n3. start it"
        ));
        assert!(!stops_to_migrate("stopping is simple.\nmigrate\nstart it"));
    }
}
