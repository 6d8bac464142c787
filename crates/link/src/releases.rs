//! Folders that are named after a release: what lies in them does not change any more, and the latest is where it can be
//! done better.

use std::collections::BTreeMap;

/// The folder of a path that is named after a release: `v3.9.0`, `2.14`, `v0.7.0-rc1`. Versions of an API have one number.
pub fn folder(path: &str) -> Option<&str> {
    parts(path).map(|(_, release)| release)
}

/// The place of a release among others: its numbers, and whether it is one that people are asked to run.
pub fn order(folder: &str) -> (Vec<u64>, bool) {
    let numbers = numbers(folder).split('.');
    let numbers = numbers.map(|digits| digits.parse().unwrap_or(u64::MAX));
    (numbers.collect(), !folder.contains(BEHIND))
}

/// What parts the numbers of a release from what is said of it.
const BEHIND: [char; 2] = ['-', '+'];

fn numbers(folder: &str) -> &str {
    let numbers = folder.strip_prefix('v').unwrap_or(folder);
    numbers.split(BEHIND).next().unwrap_or(numbers)
}

/// What stands before the first release in a path, and the release.
fn parts(path: &str) -> Option<(&str, &str)> {
    let mut start = 0;
    for (end, _) in path.match_indices('/') {
        let numbers = numbers(&path[start..end]);
        let is_number = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        if numbers.contains('.') && numbers.bytes().all(is_number) {
            return Some((&path[..start], &path[start..end]));
        }
        start = end + 1;
    }
    None
}

/// The latest release beside each other, by what their paths begin with.
#[derive(Default)]
pub struct Latest<'p>(BTreeMap<&'p str, (Vec<u64>, bool)>);

impl<'p> Latest<'p> {
    /// The latest of the releases that `paths` lie in.
    pub fn of(paths: impl Iterator<Item = &'p str>) -> Self {
        let mut latest = Latest::default();
        for (before, release) in paths.filter_map(parts) {
            let order = order(release);
            let known = latest.0.entry(before).or_default();
            if *known < order {
                *known = order;
            }
        }
        latest
    }

    /// Whether `path` lies in a release before the latest.
    pub fn is_earlier(&self, path: &str) -> bool {
        parts(path).is_some_and(|(before, release)| {
            let latest = self.0.get(before);
            latest.is_some_and(|latest| order(release) < *latest)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Latest, folder};

    #[test]
    fn a_folder_of_a_release_has_several_numbers() {
        assert_eq!(folder("docs/auth/v3.9.0/api.json"), Some("v3.9.0"));
        assert_eq!(folder("docs/2.14/api.json"), Some("2.14"));
        assert_eq!(folder("install/v0.7.0-rc1/all.yaml"), Some("v0.7.0-rc1"));
        assert_eq!(folder("docs/v2/api.json"), None);
        assert_eq!(folder("docs/v3.9.0.json"), None);
    }

    #[test]
    fn the_latest_release_is_the_one_with_the_highest_numbers_that_is_final() {
        let paths = [
            "install/v0.9.0/a.yaml",
            "install/v0.10.0-rc1/a.yaml",
            "install/v0.10.0/a.yaml",
            "other/v0.1.0/a.yaml",
            "a.yaml",
        ];
        let latest = Latest::of(paths.into_iter());
        let earlier = paths.map(|path| latest.is_earlier(path));
        assert_eq!(earlier, [true, true, false, false, false]);
    }
}
