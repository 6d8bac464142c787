//! What many contracts of one owner have alike is one finding: one decision made it so.

use std::collections::BTreeMap;

use model::path::{folder, is_below};
use model::{Finding, Level, Related, System};

use crate::rollup::MAX_RELATED;

/// Contracts that make a habit.
const HABIT_FROM: usize = 5;

/// `findings` of one rule, those in many contracts of one service, or of one owner, merged into the one of the first
/// contract. What is an error is mended one by one.
pub(crate) fn merge(system: &System, findings: Vec<Finding>) -> Vec<Finding> {
    type Owner = (Option<String>, Option<String>, Level);
    let mut habits: BTreeMap<Owner, Vec<Finding>> = BTreeMap::new();
    let mut merged = Vec::new();
    for finding in findings {
        let file = system.file(finding.at.file);
        if finding.level < Level::Error && file.artifact == "contract" {
            let owner = (
                finding.service.clone(),
                finding.owner.clone(),
                finding.level,
            );
            habits.entry(owner).or_default().push(finding);
        } else {
            merged.push(finding);
        }
    }
    for mut found in habits.into_values() {
        found.sort_by(|a, b| system.path(a.at.file).cmp(system.path(b.at.file)));
        let count = found.chunk_by(|a, b| a.at.file == b.at.file).count();
        if count < HABIT_FROM {
            merged.extend(found);
        } else {
            merged.push(one(system, found, count));
        }
    }
    merged
}

/// The finding for all of `found`, which stand in `count` contracts.
fn one(system: &System, found: Vec<Finding>, count: usize) -> Finding {
    let folder = common_folder(found.iter().map(|finding| system.path(finding.at.file)));
    let mut rest = found.into_iter();
    let mut first = rest.next().expect("a habit is of many");
    let below = match folder {
        "" => String::new(),
        folder => format!(" below `{folder}`"),
    };
    first.message = format!(
        "{}; likewise in {} more contracts{below}",
        first.message,
        count - 1
    );
    first.fix = None;
    for other in rest {
        first.places += other.places;
        first.judged += other.judged;
        first.related.push(Related {
            at: other.at,
            label: other.subject,
        });
    }
    first.related.truncate(MAX_RELATED);
    first
}

/// The folder in which all of `paths` lie; empty if that is the root.
fn common_folder<'p>(mut paths: impl Iterator<Item = &'p str>) -> &'p str {
    let mut common = paths.next().map_or("", folder);
    for path in paths {
        while !is_below(path, common) {
            common = folder(common);
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::common_folder;

    #[test]
    fn the_folder_of_all_is_the_nearest_one() {
        let folder = |paths: &[&'static str]| common_folder(paths.iter().copied());
        assert_eq!(folder(&["specs/a/x.yaml", "specs/a/y.yaml"]), "specs/a");
        assert_eq!(folder(&["specs/a/x.yaml", "specs/ab/y.yaml"]), "specs");
        assert_eq!(folder(&["specs/a/x.yaml", "api.yaml"]), "");
    }
}
