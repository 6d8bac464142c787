//! Tables that libraries prescribe: their users copy the definition and neither query nor change it.

use sql::Relation;

/// Parts of names that only the tables of one library have, whatever stands before them.
const PARTS: &[&str] = &[
    // Spring Batch, Spring Cloud Task
    "batch_job_instance",
    "batch_job_execution",
    "batch_step_execution",
    "task_execution_params",
    "task_execution_metadata",
    "task_task_batch",
    // Quartz
    "qrtz_",
    // Spring Session, Spring Integration
    "spring_session",
    "int_message_group",
    "int_channel_message",
    "int_group_to_message",
    // Spring Security OAuth
    "oauth_access_token",
    "oauth_refresh_token",
    "oauth_client_details",
    "oauth_client_token",
    "oauth_approvals",
    // Activiti, Flowable, Camunda
    "act_ru_",
    "act_hi_",
    "act_re_",
    "act_ge_",
    "act_id_",
    // Queues and storage of Rails
    "active_storage_",
    "action_text_rich_texts",
    "solid_queue_",
    "solid_cache_",
    "solid_cable_",
];

/// Whole names, where a part of one could be anybody's.
const NAMES: &[&str] = &[
    // Spring Security OAuth
    "oauth_code",
    // Laravel
    "password_resets",
    "password_reset_tokens",
    "failed_jobs",
    "job_batches",
    "personal_access_tokens",
    "telescope_entries",
    "telescope_entries_tags",
    "telescope_monitoring",
    // ShedLock, Hibernate
    "shedlock",
    "hibernate_sequence",
    "revinfo",
];

/// Whether a library prescribes the table called `name`.
pub fn is_table(name: &str) -> bool {
    let name = name.to_lowercase();
    NAMES.contains(&name.as_str()) || PARTS.iter().any(|part| name.contains(part))
}

/// Whether nothing of the system's own is in the table: what a library keeps for itself, locks, leases and leaders of
/// the moment, or how far a change of data has come that is made once (`migration_item`, `data_fix`).
pub fn is_replaceable(name: &str) -> bool {
    const OF_THE_MOMENT: &[&str] = &["lock", "locks", "lease", "leases", "leader", "leaders"];
    let name = name.rsplit('.').next().unwrap_or(name);
    let words = super::columns::words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_once = matches!(
        words.as_slice(),
        [.., "data", "fix" | "fixes"]
            | [
                ..,
                "migration",
                "item" | "items" | "job" | "jobs" | "progress" | "state" | "status"
            ]
    );
    is_table(name)
        || is_once
        || words
            .last()
            .is_some_and(|last| OF_THE_MOMENT.contains(last))
}

/// Whether a library prescribes the columns of `relation`, whatever the table is called: the accounts, sessions and
/// tokens that Auth.js (NextAuth) keeps.
/// Source: Auth.js, "Database models".
pub fn is_prescribed(relation: &Relation) -> bool {
    let folded = |name: &str| -> String {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let has = |name: &str| {
        relation
            .columns
            .iter()
            .any(|column| folded(&column.name) == name)
    };
    has("provideraccountid")
        || (has("sessiontoken") && has("userid"))
        || (has("identifier") && has("token") && has("expires"))
        || (has("email") && has("emailverified"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: bool) {
        assert_eq!(is_table(name), expected, "{name}");
    }

    #[test]
    fn locks_of_the_moment_and_work_done_once_are_nobody_s_data() {
        for name in [
            "shedlock",
            "app.SchedulerLock",
            "leader_leases",
            "migration_item",
            "app.data_fix",
            "QRTZ_TRIGGERS",
        ] {
            assert!(is_replaceable(name), "{name}");
        }
        for name in ["blocks", "lock_events", "data_migrations_log"] {
            assert!(!is_replaceable(name), "{name}");
        }
    }

    #[test]
    fn a_library_s_table_is_known_behind_any_prefix() {
        check("BATCH_JOB_EXECUTION_PARAMS", true);
        check("boot3_batch_step_execution", true);
        check("QRTZ_TRIGGERS", true);
        check("oauth_code", true);
        check("oauth_codes", false);
        check("batch", false);
        check("job_execution", false);
    }
}
