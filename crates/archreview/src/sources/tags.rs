//! The releases that a repository tags, in the order of their time.

use std::collections::{BTreeSet, HashMap};

use super::git::Repository;
use super::homes::Home;
use super::trees::Trees;
use super::versions::Version;

/// Tags that are looked at, the newest.
const TAGS_LIMIT: usize = 4_000;
/// The commit under review.
pub(super) const HEAD: &str = "HEAD";
/// Words in the names of versions that nobody is asked to run.
const BEFORE_RELEASE: &[&str] = &[
    "a",
    "alpha",
    "b",
    "beta",
    "canary",
    "dev",
    "edge",
    "experimental",
    "m",
    "nightly",
    "pre",
    "preview",
    "rc",
    "snapshot",
    "test",
];

/// One tag.
#[derive(Debug, Clone)]
struct Tag {
    name: String,
    commit: String,
    /// When its commit was made, in seconds.
    time: i64,
}

/// The tags of a repository that name releases, in the order of their time.
pub struct Tags {
    tags: Vec<Tag>,
    head_time: i64,
}

impl Tags {
    /// The tags of `repository`: without those before a release, unless it has hardly any other.
    pub fn of(repository: &Repository) -> Tags {
        let mut tags: Vec<Tag> = repository.tags().lines().filter_map(Tag::of).collect();
        tags.retain(|tag| has_version(&tag.name));
        if tags.iter().filter(|tag| is_release(&tag.name)).count() >= 2 {
            tags.retain(|tag| is_release(&tag.name));
        }
        tags.sort_by(|a, b| (a.time, &a.name).cmp(&(b.time, &b.name)));
        keep_one_family(&mut tags);
        tags.drain(..tags.len().saturating_sub(TAGS_LIMIT));
        let head_time = match tags.is_empty() {
            true => None,
            false => repository.time(HEAD),
        };
        Tags {
            tags,
            head_time: head_time.unwrap_or(i64::MAX),
        }
    }

    /// Whether no tag names a release.
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }

    /// When the tag at `position` was made, in seconds; when the commit under review was, behind the last.
    pub fn time(&self, position: usize) -> i64 {
        self.tags
            .get(position)
            .map_or(self.head_time, |tag| tag.time)
    }

    /// The version at `position`; the one under review behind the last.
    pub fn version(&self, position: usize) -> Version {
        match self.tags.get(position) {
            Some(tag) => Version {
                name: tag.name.clone(),
                commit: tag.commit.clone(),
            },
            None => Version {
                name: HEAD.to_owned(),
                commit: HEAD.to_owned(),
            },
        }
    }

    /// Whether the tag at `position` begins a new major version after the one at `before`.
    pub fn is_major(&self, before: usize, position: usize) -> bool {
        let tag = |position: usize| self.tags.get(position).map(|tag| tag.name.as_str());
        tag(before)
            .zip(tag(position))
            .is_some_and(|(before, now)| begins_major(before, now))
    }

    /// For each tag the positions of the files that it holds, in one of their `homes`.
    pub fn holdings(&self, trees: &mut Trees<'_>, homes: &[Home]) -> Vec<BTreeSet<usize>> {
        let mut all = vec![BTreeSet::new(); self.tags.len()];
        for home in homes {
            let folder = home.folder.as_str();
            let below = |path: &String| match folder {
                "" => Some(path.clone()),
                folder => Some(path.strip_prefix(folder)?.strip_prefix('/')?.to_owned()),
            };
            let positions: HashMap<String, usize> = (home.positions.iter())
                .filter_map(|(path, position)| Some((below(path)?, *position)))
                .collect();
            let mut known: HashMap<String, BTreeSet<usize>> = HashMap::new();
            for (tag, all) in self.tags.iter().zip(&mut all) {
                let Some(id) = trees.id(&tag.commit, folder) else {
                    continue;
                };
                let held = known.entry(id).or_insert_with_key(|id| {
                    let mut held = BTreeSet::new();
                    trees.visit(id, &mut |path, _| held.extend(positions.get(path)));
                    held
                });
                all.extend(held.iter());
            }
        }
        all
    }
}

impl Tag {
    /// A line of `Repository::tags`.
    fn of(line: &str) -> Option<Tag> {
        let mut fields = line.split('\t');
        let (name, own, own_time) = (fields.next()?, fields.next()?, fields.next()?);
        let (peeled, peeled_time) = (fields.next()?, fields.next()?);
        // A tag with a message is an object of its own.
        let (commit, time) = match peeled {
            "" => (own, own_time),
            peeled => (peeled, peeled_time),
        };
        Some(Tag {
            name: name.to_owned(),
            commit: commit.to_owned(),
            time: time.parse().ok()?,
        })
    }
}

/// Whether a tag as `v3.0.0` follows one of a lower major version. Years count no breaks.
fn begins_major(before: &str, now: &str) -> bool {
    const YEARS: u64 = 1000;
    match (numbers(before), numbers(now)) {
        (Some([earlier, ..]), Some([major, 0, 0])) => earlier < major && major < YEARS,
        _ => false,
    }
}

/// The three numbers at the end of a tag that names a version: `v3.0.0`, `server/3.1.2`.
fn numbers(name: &str) -> Option<[u64; 3]> {
    let start = name.rfind(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let mut parts = name[start.map_or(0, |start| start + 1)..]
        .split('.')
        .map(str::parse);
    let mut next = || parts.next()?.ok();
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}

/// From so many tags of one kind on, it is one.
const FAMILY_MIN: usize = 3;
/// So many of the newest tags say which kind is in use.
const NEWEST_TAGS: usize = 100;

/// Keeps the tags of one kind, of those in the order of time: those of a version alone, `v1.2.0`, where there are some, else
/// the most: `server/v1.2.0` of a program and not `cli/v0.3.1` of a tool that is released beside it.
fn keep_one_family(tags: &mut Vec<Tag>) {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for tag in tags.iter().rev().take(NEWEST_TAGS) {
        *counts.entry(family(&tag.name)).or_default() += 1;
    }
    let plain = ["v", "V", "", "release-", "release/"];
    let is_plain =
        |(family, count): &(&&str, &usize)| plain.contains(*family) && **count >= FAMILY_MIN;
    let kept = match counts.iter().find(is_plain) {
        Some(_) => plain.map(str::to_owned).to_vec(),
        None => {
            let most = counts
                .iter()
                .max_by_key(|(family, count)| (**count, **family));
            most.map(|(family, _)| (*family).to_owned())
                .into_iter()
                .collect()
        }
    };
    tags.retain(|tag| kept.iter().any(|kept| kept == family(&tag.name)));
}

/// What stands before the first number of a tag.
fn family(name: &str) -> &str {
    let end = name.find(|letter: char| letter.is_ascii_digit());
    &name[..end.unwrap_or(name.len())]
}

/// Whether a tag has a number as versions and days have it: `v1.2`, `release-7`, `2024-06-01`, not `archive/12-images`.
fn has_version(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let number = last.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let parts: Vec<&str> = number.split(['.', '-', '_']).collect();
    let is_pair = parts.len() > 1 && parts[..2].iter().all(|part| is_number(part));
    is_number(number) || is_pair || (parts.len() > 1 && number.contains('.'))
}

/// Whether a tag names what people are asked to run: `v1.2.0`, not `v1.2.0-rc.1`.
fn is_release(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let words = name.split(|letter: char| !letter.is_ascii_alphabetic());
    !words.into_iter().any(|word| BEFORE_RELEASE.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_major_version_has_a_higher_first_number_alone() {
        assert!(begins_major("v2.7.1", "v3.0.0"));
        assert!(begins_major("server/0.9.0", "server/1.0.0"));
        assert!(!begins_major("v2.7.1", "v2.8.0"));
        assert!(!begins_major("v2.7.1", "v3.0.1"));
        assert!(!begins_major("2025.12.1", "2026.0.0"));
        assert!(!begins_major("v2", "v3"));
    }

    #[test]
    fn tags_of_one_kind_tell_the_releases() {
        let kept = |names: &[&str]| {
            let tag = |name: &&str| Tag {
                name: (*name).to_owned(),
                commit: String::new(),
                time: 0,
            };
            let mut tags: Vec<Tag> = names.iter().map(tag).collect();
            keep_one_family(&mut tags);
            tags.into_iter().map(|tag| tag.name).collect::<Vec<_>>()
        };
        let plain = ["v1.0.0", "v1.1.0", "v2.0.0"];
        let tools = ["cli-v0.1.0", "cli-v0.2.0", "cli-v0.3.0", "cli-v0.4.0"];
        assert_eq!(kept(&[&plain[..], &tools[..]].concat()), plain);
        let server = ["server/v1.0.0", "server/v1.1.0"];
        assert_eq!(kept(&[&server[..], &tools[..]].concat()), tools);
        assert_eq!(kept(&server), server);
    }

    #[test]
    fn a_version_has_numbers() {
        for name in [
            "v1.2.0",
            "1.2.0-rc.1",
            "server/v3",
            "release_7",
            "2024-06-01",
            "20240601",
            "v1.2rc1",
        ] {
            assert!(has_version(name), "{name}");
        }
        for name in ["archive/137-images", "stable", "before-12-things", "latest"] {
            assert!(!has_version(name), "{name}");
        }
    }

    #[test]
    fn what_comes_before_a_release_is_none() {
        for name in [
            "v1.2.0",
            "2024-06-01",
            "server/v3.1",
            "release-4.2",
            "OpenLMIS-5",
        ] {
            assert!(is_release(name), "{name}");
        }
        for name in [
            "v2.0.0-rc.1",
            "v2.0.0rc1",
            "1.0b2",
            "2.0-M1",
            "nightly",
            "v1.0.0-alpha",
        ] {
            assert!(!is_release(name), "{name}");
        }
    }
}
