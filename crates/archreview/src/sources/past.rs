//! The versions before the one under review: the base of a change; for a whole history what git tells, and the code
//! as it is now.

use std::collections::{BTreeMap, BTreeSet};

use model::{Came, NOW, Named, Past, ReadError, Release, Sources, Use};

use super::search::Search;

/// What ran before a change: the base.
pub struct Before<'s> {
    sources: &'s dyn Sources,
    changed: &'s BTreeSet<String>,
    past: Option<&'s dyn Past>,
}

impl<'s> Before<'s> {
    /// The version of `sources`, for a change of the paths `changed`. `past` tells when the others came.
    pub fn new(
        sources: &'s dyn Sources,
        changed: &'s BTreeSet<String>,
        past: Option<&'s dyn Past>,
    ) -> Before<'s> {
        Before {
            sources,
            changed,
            past,
        }
    }
}

impl Past for Before<'_> {
    fn came(&self, folder: &str, paths: &[&str]) -> Vec<Came> {
        const RELEASE: Release = Release {
            number: 0,
            before: 0,
            // What is not merged yet ran nowhere: who still says a name there may be who was forgotten.
            with: None,
            last: None,
            is_tagged: false,
            is_major: false,
            is_early: false,
        };
        let is_changed: Vec<bool> = (paths.iter())
            .map(|path| self.changed.contains(*path))
            .collect();
        let days = match self.past {
            Some(past) if is_changed.contains(&true) => past.came(folder, paths),
            _ => vec![Came::default(); paths.len()],
        };
        let came = is_changed.into_iter().zip(days);
        came.map(|(is_changed, came)| Came {
            release: is_changed.then_some(RELEASE),
            day: came.day,
        })
        .collect()
    }

    fn users(&self, names: &[Named]) -> Vec<Use> {
        let asked: Vec<&Named> = names.iter().collect();
        users_of(self.sources, "the base", &asked)
    }

    fn long_ago(&self, path: &str) -> Option<Vec<u8>> {
        self.past?.long_ago(path)
    }
}

/// Who uses `names` in the code of `sources`, which is called `version`.
fn users_of(sources: &dyn Sources, version: &str, names: &[&Named]) -> Vec<Use> {
    if names.is_empty() {
        return Vec::new();
    }
    let paths = sources.paths().iter();
    let code = paths.filter(|path| code::may_use_tables(path));
    let files: Vec<(String, String)> = code.map(|path| (path.clone(), path.clone())).collect();
    let read = |path: &str| match sources.read(sources.file(path)?) {
        Ok(text) => Some(text),
        // Nobody wrote it.
        Err(ReadError::TooLarge { .. }) => Some(Vec::new()),
        Err(ReadError::Io(_)) => None,
    };
    Search::new(names, &read).users(version, &files, names, &BTreeMap::new())
}

/// What git tells of a whole history, if there is a repository, and what the code under review names.
pub struct History<'s> {
    past: Option<&'s dyn Past>,
    now: &'s dyn Sources,
}

impl<'s> History<'s> {
    /// The versions of `past`, and the one of `now`.
    pub fn new(past: Option<&'s dyn Past>, now: &'s dyn Sources) -> History<'s> {
        History { past, now }
    }
}

impl Past for History<'_> {
    fn came(&self, folder: &str, paths: &[&str]) -> Vec<Came> {
        let came = self.past.map(|past| past.came(folder, paths));
        came.unwrap_or_else(|| vec![Came::default(); paths.len()])
    }

    fn users(&self, names: &[Named]) -> Vec<Use> {
        let (now, before): (Vec<&Named>, Vec<&Named>) =
            names.iter().partition(|named| named.version == NOW);
        let mut now = users_of(self.now, "the code under review", &now).into_iter();
        let before: Vec<Named> = before.into_iter().cloned().collect();
        let before = match self.past {
            Some(past) if !before.is_empty() => past.users(&before),
            _ => vec![Use::Unknown; before.len()],
        };
        let mut before = before.into_iter();
        let of = |named: &Named| match named.version {
            NOW => now.next(),
            _ => before.next(),
        };
        names
            .iter()
            .map(of)
            .map(|user| user.unwrap_or(Use::Unknown))
            .collect()
    }

    fn long_ago(&self, path: &str) -> Option<Vec<u8>> {
        self.past?.long_ago(path)
    }
}
