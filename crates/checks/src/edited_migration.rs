//! Migrations that were there at the base, and are not what they were.

use model::{Id, Match, Matches, Migration, Review, System};
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
    for (_, old) in base.migrations.iter() {
        if old.is_schema || old.is_repeatable {
            continue;
        }
        matches.judged += 1;
        if let Some((id, what)) = found(base, now, old) {
            matches.matches.push(
                Match::of(id.row_ref())
                    .value("what", what)
                    .value("edited", old.path.clone()),
            );
        }
    }
    matches
}

/// Where the edit of `old` is to be told, and what it is.
fn found(base: &System, now: &System, old: &Migration) -> Option<(Id<Migration>, String)> {
    let beside: Vec<(Id<Migration>, &Migration)> = now
        .migrations
        .iter()
        .filter(|(_, new)| now.databases[new.database].path == base.databases[old.database].path)
        .collect();
    let path = &old.path;
    if let Some((id, new)) = beside.iter().find(|(_, new)| new.path == old.path) {
        let is_edited = new.fingerprint != old.fingerprint && !new.is_repeatable;
        return is_edited.then(|| {
            let what = format!("`{path}` was there at the base, and its statements are edited");
            (*id, what)
        });
    }
    // A history that left its folder, or starts anew, is a decision of its own.
    let goes_on = base
        .migrations
        .iter()
        .filter(|(_, other)| other.database == old.database)
        .any(|(_, other)| beside.iter().any(|(_, new)| new.path == other.path));
    if !goes_on {
        return None;
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
