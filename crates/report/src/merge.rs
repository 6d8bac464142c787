//! One alert is one finding: findings of one rule on one line become one.

use std::collections::BTreeMap;

use model::{FileId, Finding, Related};

use crate::Texts;

/// `findings` in the same order, those of one rule on one line merged into the first of them.
pub fn merge(findings: Vec<Finding>, texts: &Texts) -> Vec<Finding> {
    let mut first: BTreeMap<(String, FileId, u32), usize> = BTreeMap::new();
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut others: BTreeMap<usize, usize> = BTreeMap::new();
    for finding in findings {
        let (start, _) = texts.clip(finding.at);
        let line = texts.line(finding.at.file, start as u32);
        let key = (finding.rule.clone(), finding.at.file, line);
        match first.get(&key) {
            None => {
                first.insert(key, merged.len());
                merged.push(finding);
            }
            Some(&index) => {
                let kept = &mut merged[index];
                kept.places += finding.places;
                kept.level = kept.level.max(finding.level);
                if finding.at != kept.at {
                    kept.related.push(Related {
                        at: finding.at,
                        label: finding.message,
                    });
                }
                kept.related.extend(finding.related);
                *others.entry(index).or_default() += 1;
            }
        }
    }
    for (index, count) in others {
        let finding = &mut merged[index];
        finding.message = format!("{} (and {count} more on this line)", finding.message);
    }
    merged
}
