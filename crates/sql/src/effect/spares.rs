//! Whether a statement is written so that fewer wait for its table.

use super::{Change, ConstraintKind, Effect, TableOption};

impl Effect {
    /// Whether somebody wrote it so that fewer wait: `CONCURRENTLY`, `NOT VALID` and its `VALIDATE`, `USING INDEX`,
    /// MySQL's `ALGORITHM` and `LOCK`, or a bound on how long a lock is waited for.
    pub fn spares(&self) -> bool {
        match &self.change {
            Change::CreateIndex(index) => {
                let options = index.options.to_ascii_lowercase();
                index.concurrently || options.contains("algorithm") || options.contains("lock")
            }
            Change::DropIndex { concurrently, .. }
            | Change::Reindex { concurrently, .. }
            | Change::DetachPartition { concurrently, .. } => *concurrently,
            Change::ValidateConstraint { .. } => true,
            Change::AddConstraint { constraint, .. } => {
                let takes_index = matches!(
                    &constraint.kind,
                    ConstraintKind::Primary {
                        using_index: Some(_),
                        ..
                    } | ConstraintKind::Unique {
                        using_index: Some(_),
                        ..
                    }
                );
                constraint.not_valid || takes_index
            }
            Change::SetTableOption { option, .. } => {
                matches!(option, TableOption::Algorithm(_) | TableOption::Lock(_))
            }
            Change::Set { name, value, .. } => {
                let is_bound = matches!(
                    name.as_str(),
                    "lock_timeout" | "lock_wait_timeout" | "innodb_lock_wait_timeout"
                );
                is_bound && !matches!(value.trim_matches('\''), "0" | "0s" | "0ms" | "default")
            }
            _ => false,
        }
    }
}
