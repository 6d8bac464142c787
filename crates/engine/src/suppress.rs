//! Comments that allow a finding: which finding each covers, and which cover none.

use model::{Id, Span, Suppression, System};

/// The name that the rule `unused-suppression` gives its check: triage itself answers it.
pub const UNUSED_CHECK: &str = "unused_suppression";

/// The suppressions of a system, and which of them were needed.
pub struct Suppressions<'s> {
    system: &'s System,
    /// Those with a reason, by their files and where they begin to cover.
    ordered: Vec<Covering>,
    is_used: Vec<bool>,
}

/// One that may allow something.
struct Covering {
    id: Id<Suppression>,
    covers: Span,
    /// Where all up to this one of the same file cover to.
    reach: u32,
}

impl<'s> Suppressions<'s> {
    /// Those of `system`, none used yet.
    pub fn new(system: &'s System) -> Self {
        let mut ordered: Vec<Covering> = (system.suppressions.iter())
            .filter(|(_, suppression)| !suppression.reason.is_empty())
            .map(|(id, suppression)| Covering {
                id,
                covers: suppression.covers,
                reach: suppression.covers.end,
            })
            .collect();
        ordered.sort_by_key(|one| (one.covers.file, one.covers.start, one.id.index()));
        for position in 1..ordered.len() {
            let before = &ordered[position - 1];
            if before.covers.file == ordered[position].covers.file {
                ordered[position].reach = ordered[position].reach.max(before.reach);
            }
        }
        Suppressions {
            system,
            ordered,
            is_used: vec![false; system.suppressions.len()],
        }
    }

    /// Whether a comment with a reason allows `rule`, or its `pack`, at `at`; the comment then counts as used.
    pub fn allows(&mut self, rule: &str, pack: &str, at: Span) -> bool {
        let mut allows = false;
        let key = (at.file, at.start);
        let end = (self.ordered).partition_point(|one| (one.covers.file, one.covers.start) <= key);
        let may_cover = |one: &&Covering| one.covers.file == at.file && at.start <= one.reach;
        for one in self.ordered[..end].iter().rev().take_while(may_cover) {
            let named = &self.system.suppressions[one.id].rule;
            if at.start <= one.covers.end && (named == rule || named == pack) {
                self.is_used[one.id.index()] = true;
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
