//! What comments of other linters allow: `-- squawk-ignore rules`, `-- squawk-ignore-file rules` of squawk, and
//! `-- safety-assured:start` … `-- safety-assured:end` of diesel-guard. Whoever wrote them has looked at it.

use sql::{At, Script};

/// What squawk calls a consequence. A rule that is not listed allows nothing here.
const SQUAWK: &[(&str, &[&str])] = &[
    (
        "require-concurrent-index-creation",
        &["blocking_index_build"],
    ),
    (
        "require-concurrent-index-deletion",
        &["blocking_index_drop"],
    ),
    (
        "ban-concurrent-index-creation-in-transaction",
        &["concurrently_in_transaction"],
    ),
    (
        "constraint-missing-not-valid",
        &["validating_check", "validating_foreign_key"],
    ),
    ("adding-foreign-key-constraint", &["validating_foreign_key"]),
    (
        "disallowed-unique-constraint",
        &["unique_on_existing", "unique_may_fail"],
    ),
    (
        "adding-serial-primary-key-field",
        &["unique_on_existing", "serial_column"],
    ),
    (
        "adding-not-nullable-field",
        &["not_null_scan", "not_null_may_fail", "required_in_one_step"],
    ),
    (
        "adding-required-field",
        &["required_column", "required_in_one_step"],
    ),
    ("adding-field-with-default", &["volatile_default"]),
    (
        "changing-column-type",
        &[
            "column_type_rewrite",
            "narrowed_type",
            "text_to_enum",
            "column_type_change",
        ],
    ),
    ("ban-drop-column", &["column_dropped"]),
    ("ban-drop-table", &["table_dropped"]),
    ("ban-drop-database", &["schema_dropped"]),
    ("ban-truncate-cascade", &["truncated"]),
    ("renaming-table", &["table_renamed"]),
    ("renaming-column", &["column_renamed"]),
    ("require-timeout-settings", &["no_lock_timeout"]),
];

/// The places of one script in which a consequence is allowed.
pub struct Allowed<'s> {
    places: Vec<(At, Vec<&'s str>)>,
}

impl<'s> Allowed<'s> {
    /// What the comments of `script` allow.
    pub fn of(script: &'s Script) -> Allowed<'s> {
        let mut places = Vec::new();
        let mut open: Option<u32> = None;
        for comment in &script.comments {
            if comment.text.starts_with("safety-assured:start") {
                open.get_or_insert(comment.at.start);
            } else if comment.text.starts_with("safety-assured:end") {
                if let Some(start) = open.take() {
                    places.push((At::new(start, comment.at.end), Vec::new()));
                }
            } else if says_unused(&comment.text) {
                // The last step of a change that was rightly split: nobody reads what goes.
                let next = script
                    .statements
                    .partition_point(|statement| statement.at.end <= comment.at.start);
                let until = script.statements[next..]
                    .iter()
                    .take_while(|statement| {
                        statement.kind.starts_with("drop")
                            || statement.kind.starts_with("alter table")
                    })
                    .last();
                places.extend(until.map(|last| {
                    let at = At::new(comment.at.start, last.at.end);
                    (at, vec!["ban-drop-column", "ban-drop-table"])
                }));
            } else if let Some((rules, is_whole_file)) = comment.squawk_ignore() {
                let at = if is_whole_file {
                    Some(At::new(0, u32::MAX))
                } else {
                    let next = script
                        .statements
                        .partition_point(|statement| statement.at.end <= comment.at.start);
                    script.statements.get(next).map(|statement| statement.at)
                };
                places.extend(at.map(|at| (at, rules)));
            }
        }
        Allowed { places }
    }

    /// Whether the consequence called `word` is allowed at `at`.
    pub fn allows(&self, at: At, word: &str) -> bool {
        self.places.iter().any(|(place, rules)| {
            let names = |rule: &&str| {
                SQUAWK
                    .iter()
                    .any(|(name, words)| name == rule && words.contains(&word))
            };
            place.contains(at) && (rules.is_empty() || rules.iter().any(names))
        })
    }
}

/// Whether a comment speaks to one of these linters.
pub fn is_for_linter(comment: &sql::Comment) -> bool {
    comment.squawk_ignore().is_some() || comment.text.starts_with("safety-assured")
}

/// Whether a comment says that what follows is used no longer.
fn says_unused(comment: &str) -> bool {
    let text = comment.to_lowercase();
    [
        "unused",
        "not used",
        "no longer used",
        "not in use",
        "no longer in use",
    ]
    .iter()
    .any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, word: &str, expected: &[bool]) {
        let script = sql::read(text, sql::Dialect::PostgreSql);
        let allowed = Allowed::of(&script);
        let found: Vec<bool> = script
            .statements
            .iter()
            .map(|statement| allowed.allows(statement.at, word))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn squawk_ignores_the_next_statement() {
        let text = "-- squawk-ignore ban-drop-column\nALTER TABLE a DROP b;\nALTER TABLE a DROP c;";
        check(text, "column_dropped", &[true, false]);
        check(text, "table_dropped", &[false, false]);
    }

    #[test]
    fn what_is_said_to_be_unused_may_go() {
        let text = "-- a and b are no longer used\nDROP TABLE a;\nDROP TABLE b;\nUPDATE d SET e = 1;\nDROP TABLE c;";
        check(text, "table_dropped", &[true, true, false, false]);
        check(text, "table_renamed", &[false, false, false, false]);
    }

    #[test]
    fn a_block_of_diesel_guard_is_assured() {
        let text = "-- safety-assured:start\nDROP TABLE a;\n-- safety-assured:end\nDROP TABLE b;";
        check(text, "table_dropped", &[true, false]);
    }
}
