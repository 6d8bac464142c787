//! Contracts that stand in several files: generated in two formats, bundled beside their source,
//! kept by a client. One of them is reviewed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::facts::contract::Document;
use model::{Contracts, Place, System};

use crate::change::shape;
use crate::releases;

/// Percent of the paths that two contracts of one title and version share when they are one.
const SHARED_PERCENT: usize = 80;

/// Paths from which on two contracts of one version that share most of them are one, whatever their titles: a
/// translation, or what a generator called otherwise.
const TRANSLATED_MIN: usize = 20;

/// Paths from which on two contracts that have all of them in common are one, whatever their titles.
const PATHS_MIN: usize = 5;

/// A contract that is reviewed: its position, and its paths.
type Reviewed<'p> = (usize, &'p BTreeSet<String>);

/// For each contract file, whether another one is the same contract and is reviewed in its place. Where states are compared,
/// an earlier version is a contract of its own: it must not change.
pub fn copies(
    contracts: &Contracts,
    is_api: &[bool],
    compares: bool,
    system: &System,
) -> Vec<bool> {
    let all: Vec<BTreeSet<String>> = is_api
        .iter()
        .enumerate()
        .map(|(index, is_api)| match is_api {
            true => paths(contracts, index),
            false => BTreeSet::new(),
        })
        .collect();
    let mut order: Vec<usize> = (0..is_api.len()).filter(|index| is_api[*index]).collect();
    order.sort_by_key(|index| rank(contracts, *index, system));
    let mut is_copy = vec![false; is_api.len()];
    let mut titled: BTreeMap<(&str, Option<&str>), Vec<Reviewed<'_>>> = BTreeMap::new();
    let mut stems: BTreeMap<&str, &BTreeSet<String>> = BTreeMap::new();
    let mut whole: BTreeSet<(Option<&str>, &BTreeSet<String>)> = BTreeSet::new();
    let mut large = Large::default();
    for index in order {
        let document = &contracts.files[index].document;
        let paths = &all[index];
        let version = version(document);
        if paths.is_empty() {
            continue;
        }
        let others = titled.entry((document.info.title.trim(), version));
        let others = others.or_default();
        let same_title = !document.info.title.trim().is_empty()
            && others.iter().any(|(_, other)| {
                let shared = other.intersection(paths).count();
                shared * 100 >= other.len().max(paths.len()) * SHARED_PERCENT
            });
        let same_paths = paths.len() >= PATHS_MIN && whole.contains(&(version, paths));
        // What a generator writes in two formats, beside each other.
        let path = contracts.files[index].path.as_str();
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let same_stem = stems.get(stem) == Some(&paths);
        is_copy[index] = same_title || same_paths || same_stem || large.has(version, paths);
        if !is_copy[index] {
            large.add(version, paths);
            others.push((index, paths));
            stems.insert(stem, paths);
            whole.insert((version, paths));
        }
    }
    for index in unions(&all, is_api, &is_copy) {
        is_copy[index] = true;
    }
    for ((title, _), group) in &titled {
        for (index, paths) in group {
            // An excerpt for one kind of client, of a contract that is reviewed as a whole.
            let is_part = |(whole, theirs): &Reviewed<'_>| {
                !is_copy[*whole]
                    && paths.len() < theirs.len()
                    && paths.iter().all(|path| theirs.contains(path))
            };
            let is_part = !title.is_empty() && group.iter().any(is_part);
            is_copy[*index] |= is_part;
        }
    }
    if !compares {
        let mut earlier = superseded(contracts, &all, is_api, &is_copy);
        earlier.extend(outdated(contracts, &all, is_api, &is_copy));
        earlier.extend(retired(contracts, is_api, &is_copy));
        for index in earlier {
            is_copy[index] = true;
        }
    }
    is_copy
}

/// Contracts that stand beside a later version of themselves: `2026-04.json` beside `2026-10.json`, or `v3.9.0/api.json` beside
/// `v3.10.0/api.json`, most paths the same. What is
/// released does not change any more; the latest is where it can be done better.
fn superseded(
    contracts: &Contracts,
    all: &[BTreeSet<String>],
    is_api: &[bool],
    is_copy: &[bool],
) -> Vec<usize> {
    let mut series: BTreeMap<String, Vec<Reviewed<'_>>> = BTreeMap::new();
    for index in (0..is_api.len()).filter(|index| is_api[*index] && !is_copy[*index]) {
        let path = &contracts.files[index].path;
        let name = path.rsplit('/').next().unwrap_or(path);
        let of_series = match releases::folder(path) {
            // A later release may be written in another format.
            Some(release) => {
                let stem = path
                    .rsplit_once('.')
                    .map_or(path.as_str(), |(stem, _)| stem);
                series.entry(stem.replacen(release, "", 1))
            }
            None if name.bytes().any(|byte| byte.is_ascii_digit()) => {
                series.entry(series_name(path))
            }
            None => continue,
        };
        of_series.or_default().push((index, &all[index]));
    }
    let mut found = Vec::new();
    for versions in series.values() {
        for (index, paths) in versions {
            let number = |index: usize| {
                let path = &contracts.files[index].path;
                match releases::folder(path) {
                    Some(release) => releases::order(release),
                    None => (numbers(path), true),
                }
            };
            let is_earlier = versions.iter().any(|(other, theirs)| {
                let shared = theirs.intersection(paths).count();
                // A folder that is named for a release says what it is; from one to the next, much may change.
                let is_release = releases::folder(&contracts.files[*index].path).is_some();
                number(*other) > number(*index)
                    && shared > 0
                    && match is_release {
                        true => shared * 2 >= paths.len(),
                        false => shared * 100 >= theirs.len().max(paths.len()) * SHARED_PERCENT,
                    }
            });
            if is_earlier {
                found.push(*index);
            }
        }
    }
    found
}

/// Contracts that stand beside one of the same title and a later version that has most of their paths, wherever both lie: an
/// older format that is still generated, a copy that was forgotten.
fn outdated(
    contracts: &Contracts,
    all: &[BTreeSet<String>],
    is_api: &[bool],
    is_copy: &[bool],
) -> Vec<usize> {
    let mut titles: BTreeMap<&str, Vec<(Vec<u64>, Reviewed<'_>)>> = BTreeMap::new();
    for index in (0..is_api.len()).filter(|index| is_api[*index] && !is_copy[*index]) {
        let document = &contracts.files[index].document;
        let title = document.info.title.trim();
        if let Some(version) = version(document)
            && !title.is_empty()
            && all[index].len() >= PATHS_MIN
        {
            let of_title = titles.entry(title).or_default();
            of_title.push((numbers(version), (index, &all[index])));
        }
    }
    let mut found = Vec::new();
    for versions in titles.values() {
        for (number, (index, paths)) in versions {
            let is_outdated = versions.iter().any(|(other, (_, theirs))| {
                other > number
                    && theirs.intersection(paths).count() * 100 >= paths.len() * SHARED_PERCENT
            });
            if is_outdated {
                found.push(*index);
            }
        }
    }
    found
}

/// Contracts nearly all of whose operations are deprecated, beside one that is alive: nobody mends them any more.
fn retired(contracts: &Contracts, is_api: &[bool], is_copy: &[bool]) -> Vec<usize> {
    let mut folders: BTreeMap<&str, (Vec<usize>, usize)> = BTreeMap::new();
    for index in (0..is_api.len()).filter(|index| is_api[*index] && !is_copy[*index]) {
        let file = &contracts.files[index];
        let folder = model::path::folder(&file.path);
        let (given_up, alive) = folders.entry(folder).or_default();
        match file.document.is_given_up {
            true => given_up.push(index),
            false => *alive += 1,
        }
    }
    let beside_alive = folders.into_values().filter(|(_, alive)| *alive > 0);
    beside_alive.flat_map(|(given_up, _)| given_up).collect()
}

/// A path without the digits of the file's name, and what parts them: `api/shop-.json` for `api/shop-v1.2.json`.
fn series_name(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let letters = stem
        .split(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
        .filter(|word| !word.is_empty() && *word != "v")
        .collect::<Vec<_>>();
    format!("{folder}/{}.{end}", letters.join("-"))
}

/// The numbers of a file's name, or of a version, in order.
fn numbers(path: &str) -> Vec<u64> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().unwrap_or(u64::MAX))
        .collect()
}

/// The paths of large contracts.
#[derive(Default)]
struct Large<'c> {
    /// How many paths each has, and its version.
    sizes: Vec<(usize, Option<&'c str>)>,
    /// Which have a path.
    users: HashMap<&'c str, Vec<usize>>,
}

impl<'c> Large<'c> {
    fn add(&mut self, version: Option<&'c str>, paths: &'c BTreeSet<String>) {
        if paths.len() < TRANSLATED_MIN {
            return;
        }
        for path in paths {
            let users = self.users.entry(path).or_default();
            users.push(self.sizes.len());
        }
        self.sizes.push((paths.len(), version));
    }

    /// Whether one of them shares most of `paths`, and is of the same version or of one that is put in when it is released.
    fn has(&self, version: Option<&'c str>, paths: &BTreeSet<String>) -> bool {
        if paths.len() < TRANSLATED_MIN {
            return false;
        }
        let mut shared = vec![0; self.sizes.len()];
        for path in paths {
            for &other in self.users.get(path.as_str()).into_iter().flatten() {
                shared[other] += 1;
            }
        }
        let mut both = shared.iter().zip(&self.sizes);
        both.any(|(shared, (size, other))| {
            let is_same = *other == version || other.is_none() || version.is_none();
            is_same && shared * 100 >= size.max(&paths.len()) * SHARED_PERCENT
        })
    }
}

/// Contracts that are put together from others of the repository: each of their paths is in one of at
/// least two smaller contracts that lie in them as a whole, each with paths that no other has.
fn unions(all: &[BTreeSet<String>], is_api: &[bool], is_copy: &[bool]) -> Vec<usize> {
    let reviewed: Vec<Reviewed<'_>> = (0..is_api.len())
        .filter(|index| is_api[*index] && !is_copy[*index])
        .map(|index| (index, &all[index]))
        .collect();
    let mut users: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, (_, paths)) in reviewed.iter().enumerate() {
        for path in *paths {
            users.entry(path).or_default().push(position);
        }
    }
    let mut found = Vec::new();
    for (position, (index, paths)) in reviewed.iter().enumerate() {
        if paths.len() < PATHS_MIN {
            continue;
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for other in paths.iter().flat_map(|path| &users[path.as_str()]) {
            *shared.entry(*other).or_default() += 1;
        }
        let parts: BTreeSet<usize> = shared
            .into_iter()
            .filter(|(other, count)| {
                let all = reviewed[*other].1.len();
                *other != position && all < paths.len() && *count == all
            })
            .map(|(other, _)| other)
            .collect();
        let mut is_covered = true;
        let mut own: BTreeSet<usize> = BTreeSet::new();
        for path in *paths {
            let mut having = users[path.as_str()]
                .iter()
                .filter(|other| parts.contains(other));
            match (having.next(), having.next()) {
                (None, _) => is_covered = false,
                (Some(only), None) => {
                    own.insert(*only);
                }
                _ => {}
            }
        }
        if is_covered && own.len() >= 2 {
            found.push(*index);
        }
    }
    found
}

/// The version; `None` for none, and for words that a release puts a number in place of.
fn version(document: &Document) -> Option<&str> {
    let (version, _) = document.info.version.as_ref()?;
    let is_number = version.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    is_number.then_some(version.as_str())
}

fn paths(contracts: &Contracts, index: usize) -> BTreeSet<String> {
    let root = Place {
        file: index as u32,
        id: 0,
    };
    let paths = contracts.paths(root).into_iter();
    paths.map(|(_, path)| shape(&path.path)).collect()
}

/// The first of several copies is the one that people edit: none that is given up or generated, a service's own, the source
/// of a bundle, YAML before JSON, the shortest path.
fn rank<'c>(
    contracts: &'c Contracts,
    index: usize,
    system: &System,
) -> (bool, bool, bool, bool, bool, usize, &'c str) {
    let file = &contracts.files[index];
    let depth = file.path.matches('/').count();
    let mut words = model::path::folder(&file.path).split(['/', '-', '_']);
    (
        words.any(|word| {
            matches!(
                word,
                "legacy" | "old" | "deprecated" | "archive" | "archived"
            )
        }),
        super::aside::is_generated(&file.path),
        system.owner(file.file).is_none(),
        !file.away.iter().any(Option::is_some),
        file.path.ends_with(".json"),
        depth,
        &file.path,
    )
}
