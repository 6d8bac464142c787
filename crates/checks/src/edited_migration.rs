//! Migrations that were there at the base, and are not what they were.

use std::collections::BTreeSet;

use model::{Id, Match, Matches, Migration, Review};
use serde::Deserialize;

/// It has no parameters.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct With {}

/// One match for each migration of the base that now says something else, has another version, or is gone from a
/// history that goes on. A match stands at the migration that took its place: itself, its copy, or the next one.
pub fn review(cx: Review<'_>, _with: &With) -> Matches {
    let mut matches = Matches::default();
    let Some(base) = cx.base else { return matches };
    let now = cx.system;
    for (database, row) in base.databases.iter() {
        let beside: Vec<(Id<Migration>, &Migration)> = now
            .migrations
            .iter()
            .filter(|(_, new)| now.databases[new.database].path == row.path)
            .collect();
        let paths: BTreeSet<&str> = beside.iter().map(|(_, new)| new.path.as_str()).collect();
        let old = || base.migrations.rows().iter().filter(|old| old.database == database);
        // A history that left its folder, or starts anew, is a decision of its own.
        let goes_on = old().any(|old| paths.contains(old.path.as_str()));
        for old in old().filter(|old| !old.is_schema && !old.is_repeatable) {
            matches.judged += 1;
            if goes_on && let Some((id, what)) = found(&beside, old) {
                matches.matches.push(
                    Match::of(id.row_ref())
                        .value("what", what)
                        .value("edited", old.path.clone()),
                );
            }
        }
    }
    matches
}

/// Where the edit of `old` is to be told, among the migrations that stand `beside` it now, and what it is.
fn found(beside: &[(Id<Migration>, &Migration)], old: &Migration) -> Option<(Id<Migration>, String)> {
    let path = &old.path;
    if let Some((id, new)) = beside.iter().find(|(_, new)| new.path == old.path) {
        let is_edited = new.fingerprint != old.fingerprint && !new.is_repeatable;
        return is_edited.then(|| {
            let what = format!("`{path}` was there at the base, and its statements are edited");
            (*id, what)
        });
    }
    if let Some((id, new)) = beside.iter().find(|(_, new)| new.version == old.version) {
        let is_edited = new.fingerprint != old.fingerprint;
        return is_edited.then(|| {
            let what = format!(
                "`{path}` of the base is now `{}`, and its statements are edited",
                new.path
            );
            (*id, what)
        });
    }
    if let Some((id, new)) = beside
        .iter()
        .find(|(_, new)| new.fingerprint == old.fingerprint)
    {
        let what = format!(
            "`{path}` of the base is now `{}`: databases that ran it run it again",
            new.path
        );
        return Some((*id, what));
    }
    let next = beside.iter().find(|(_, new)| new.position >= old.position);
    let (id, _) = next.or(beside.last())?;
    Some((*id, format!("`{path}`, which was there at the base, is deleted")))
}
