//! One alert is one finding: findings of one rule on one line become one. A packed file is one line, of which
//! only GitHub makes one alert.

use std::collections::BTreeMap;

use model::{FileId, Finding, Related};

use crate::Texts;

/// Bytes from which on nobody reads a line as one.
const PACKED_BYTES: usize = 2_000;

/// `findings` in the same order, those of one rule on one line that people read merged into the first of them.
pub fn merge(findings: Vec<Finding>, texts: &Texts<'_>) -> Vec<Finding> {
    merge_lines(findings, texts, PACKED_BYTES)
}

/// `findings` in the same order, those of one rule on one line merged into the first of them, however long it is.
pub fn merge_packed(findings: Vec<Finding>, texts: &Texts<'_>) -> Vec<Finding> {
    merge_lines(findings, texts, usize::MAX)
}

fn merge_lines(findings: Vec<Finding>, texts: &Texts<'_>, packed_bytes: usize) -> Vec<Finding> {
    let mut counts: BTreeMap<(&str, FileId), usize> = BTreeMap::new();
    for finding in &findings {
        *counts.entry((&finding.rule, finding.at.file)).or_default() += 1;
    }
    // Only what shares its file with another one may share its line.
    let is_only: Vec<bool> = findings
        .iter()
        .map(|finding| counts[&(&*finding.rule, finding.at.file)] == 1)
        .collect();
    let mut first: BTreeMap<(String, FileId, u32), usize> = BTreeMap::new();
    let mut merged: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut others: BTreeMap<usize, usize> = BTreeMap::new();
    let mut lower: BTreeMap<usize, usize> = BTreeMap::new();
    for (finding, is_only) in findings.into_iter().zip(is_only) {
        if is_only {
            merged.push(finding);
            continue;
        }
        let text = texts.text(finding.at.file);
        let line = text.line(text.clip(finding.at).0 as u32);
        if text.line_range(line).len() >= packed_bytes {
            merged.push(finding);
            continue;
        }
        let key = (finding.rule.clone(), finding.at.file, line);
        match first.get(&key) {
            None => {
                first.insert(key, merged.len());
                merged.push(finding);
            }
            Some(&index) => {
                let kept = &mut merged[index];
                let is_lower = finding.at == kept.at && finding.level < kept.level;
                let count = if is_lower { &mut lower } else { &mut others };
                *count.entry(index).or_default() += if is_lower { finding.places } else { 1 };
                kept.places += finding.places;
                kept.level = kept.level.max(finding.level);
                if finding.at != kept.at {
                    kept.related.push(Related {
                        at: finding.at,
                        label: finding.message,
                    });
                }
                kept.related.extend(finding.related);
            }
        }
    }
    for (index, count) in lower {
        let finding = &mut merged[index];
        finding.message = format!("{} (and {count} more as a note)", finding.message);
    }
    for (index, count) in others {
        let finding = &mut merged[index];
        finding.message = format!("{} (and {count} more on this line)", finding.message);
    }
    merged
}
