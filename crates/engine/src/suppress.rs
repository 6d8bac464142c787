//! Comments that allow a finding: which finding each covers, and which cover none.

use model::{Id, Span, Suppression, System};

/// The name that the rule `unused-suppression` gives its check: triage itself answers it.
pub const UNUSED_CHECK: &str = "unused_suppression";

/// The suppressions of a system, and which of them were needed.
pub struct Suppressions<'s> {
    system: &'s System,
    is_used: Vec<bool>,
}

impl<'s> Suppressions<'s> {
    /// Those of `system`, none used yet.
    pub fn new(system: &'s System) -> Self {
        Suppressions {
            system,
            is_used: vec![false; system.suppressions.len()],
        }
    }

    /// Whether a comment with a reason allows `rule` at `at`; the comment then counts as used.
    pub fn allows(&mut self, rule: &str, at: Span) -> bool {
        let mut allows = false;
        for (id, suppression) in self.system.suppressions.iter() {
            let covers = suppression.covers;
            if suppression.rule == rule
                && covers.file == at.file
                && (covers.start..=covers.end).contains(&at.start)
                && !suppression.reason.is_empty()
            {
                self.is_used[id.index()] = true;
                allows = true;
            }
        }
        allows
    }

    /// The comments that allow nothing that was found, of those whose rule `may_tell` it.
    pub fn unused(&self, may_tell: impl Fn(&str) -> bool) -> Vec<Id<Suppression>> {
        self.system
            .suppressions
            .iter()
            .filter(|(id, suppression)| {
                !self.is_used[id.index()]
                    && !suppression.reason.is_empty()
                    && may_tell(&suppression.rule)
            })
            .map(|(id, _)| id)
            .collect()
    }
}
