//! Where the migrations of one history lay before their folder was moved.

use std::collections::BTreeMap;

use super::git::{Added, Repository};
use super::tags::HEAD;

/// Commits that are asked for the migrations of one history, from the newest, in one place.
const COMMITS_LIMIT: usize = 500;
/// Moves of one folder that are followed.
const MOVES_LIMIT: usize = 4;

/// A folder in which the files lay for a while.
pub struct Home {
    /// The folder, from the root.
    pub folder: String,
    /// The files by the paths that they had there.
    pub positions: BTreeMap<String, usize>,
    /// The commits that added them, the newest first; without the one that moved them there.
    pub added: Vec<Added>,
}

/// The homes of a history, the newest first.
pub struct Homes {
    /// Each folder.
    pub all: Vec<Home>,
    /// The commit with which the first one begins, if git shows it.
    pub first: Option<Added>,
}

impl Homes {
    /// Those of `paths`, all below `folder` by now.
    pub fn of(repository: &Repository, folder: &str, paths: &[&str]) -> Homes {
        let positions = paths.iter().enumerate();
        let mut positions: BTreeMap<String, usize> = positions
            .map(|(at, path)| ((*path).to_owned(), at))
            .collect();
        let mut folder = folder.to_owned();
        let mut last = HEAD.to_owned();
        let mut all: Vec<Home> = Vec::new();
        loop {
            let mut added = repository.added(&last, &folder, COMMITS_LIMIT);
            let is_whole = added.len() < COMMITS_LIMIT;
            // The last is where the folder, or what git shows of it, begins.
            let begin = added.pop();
            let next = begin.as_ref().filter(|_| all.len() < MOVES_LIMIT);
            let next = next.and_then(|begin| before(repository, begin, &folder, &positions));
            all.push(Home {
                folder,
                positions,
                added,
            });
            match (next, begin) {
                (Some((earlier, moved)), Some(begin)) if is_whole => {
                    (folder, positions) = (earlier, moved);
                    last = begin.parent.unwrap_or_default();
                }
                (_, begin) => {
                    let first = begin.filter(|_| is_whole);
                    return Homes { all, first };
                }
            }
        }
    }
}

/// The folder from which `begin` moved the files of `positions` to `folder`, with the paths that they had there.
fn before(
    repository: &Repository,
    begin: &Added,
    folder: &str,
    positions: &BTreeMap<String, usize>,
) -> Option<(String, BTreeMap<String, usize>)> {
    let parent = begin.parent.as_ref()?;
    let brought = begin.paths.iter();
    let brought = brought.filter(|path| positions.contains_key(*path)).count();
    let moved = repository.moved(parent, &begin.id);
    let own = || moved.iter().filter(|(to, _)| positions.contains_key(*to));
    let old = own().find_map(|(to, from)| {
        let rest = to.strip_prefix(folder)?.trim_start_matches('/');
        Some(from.strip_suffix(rest)?.trim_end_matches('/').to_owned())
    })?;
    let earlier: BTreeMap<String, usize> = own()
        .filter(|(_, from)| model::path::is_below(from, &old))
        .map(|(to, from)| (from.clone(), positions[to]))
        .collect();
    let is_most = earlier.len() * 2 > brought;
    (is_most && old != folder).then_some((old, earlier))
}
