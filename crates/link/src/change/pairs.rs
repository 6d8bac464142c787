//! Which contract of the newer state follows which of the older: the same path, else the same
//! operations under another path.

use std::collections::{BTreeMap, BTreeSet};

use model::{Contracts, FileId, Place, System};

use super::version;

/// Percent of the operations of one that the other must have, to be its successor under another path.
const SHARED_PERCENT: usize = 50;

/// The contracts of two states, as roots of their files.
pub struct Pairs {
    /// Older and newer, in the order of the newer ones.
    pub both: Vec<(Place, Place)>,
    /// Older ones that nothing follows.
    pub removed: Vec<Place>,
    /// Newer ones that follow nothing.
    pub added: Vec<Place>,
}

/// Pairs the contracts of two states that are served: those that have an `api`.
pub fn pairs(
    base: &System,
    base_contracts: &Contracts,
    now: &System,
    contracts: &Contracts,
) -> Pairs {
    let roots = |system: &System, contracts: &Contracts| -> Vec<u32> {
        let served: BTreeSet<FileId> = system
            .apis
            .iter()
            .filter(|(_, api)| !api.is_declared_only)
            .map(|(_, api)| api.at.file)
            .collect();
        (0..contracts.files.len() as u32)
            .filter(|&file| {
                let file = &contracts.files[file as usize];
                !file.document.specification.is_empty() && served.contains(&file.file)
            })
            .collect()
    };
    let mut old = roots(base, base_contracts);
    let mut new = roots(now, contracts);
    let mut both = Vec::new();
    new.retain(|&n| {
        let path = &contracts.files[n as usize].path;
        match old
            .iter()
            .position(|&o| base_contracts.files[o as usize].path == *path)
        {
            Some(index) => {
                both.push((old.remove(index), n));
                false
            }
            None => true,
        }
    });
    // Two files and nothing beside them: whoever compares them means them.
    let is_alone = base.files.len() == 1 && now.files.len() == 1;
    if let (true, [o], [n]) = (is_alone, &old[..], &new[..]) {
        both.push((*o, *n));
        old.clear();
        new.clear();
    }
    let known: BTreeMap<u32, BTreeSet<(String, &str)>> = match new.is_empty() {
        true => BTreeMap::new(),
        false => old
            .iter()
            .map(|&o| (o, operations(base_contracts, o)))
            .collect(),
    };
    new.retain(|&n| {
        let operations = operations(contracts, n);
        let best = old
            .iter()
            .enumerate()
            .map(|(index, &o)| {
                let other = &known[&o];
                let shared = operations.intersection(other).count();
                let all = operations.len().max(other.len()).max(1);
                let title = title(base_contracts, o) == title(contracts, n);
                (
                    shared * 100 / all + usize::from(title && shared > 0) * 10,
                    std::cmp::Reverse(index),
                    title,
                )
            })
            .max();
        match best {
            // One contract on each side under one title is one contract, however much of it is new.
            Some((percent, std::cmp::Reverse(index), is_same_title))
                if percent >= SHARED_PERCENT || (is_same_title && old.len() == 1) =>
            {
                both.push((old.remove(index), n));
                false
            }
            _ => true,
        }
    });
    both.sort_by_key(|(_, now)| *now);
    let root = |file| Place { file, id: 0 };
    Pairs {
        both: both
            .into_iter()
            .map(|(old, new)| (root(old), root(new)))
            .collect(),
        removed: old.into_iter().map(root).collect(),
        added: new.into_iter().map(root).collect(),
    }
}

fn title(contracts: &Contracts, file: u32) -> &str {
    &contracts.files[file as usize].document.info.title
}

fn operations(contracts: &Contracts, file: u32) -> BTreeSet<(String, &str)> {
    let mut found = BTreeSet::new();
    for (place, path) in contracts.paths(Place { file, id: 0 }) {
        for operation in &contracts.document(place).path_items[path.item as usize].operations {
            let path = shape(&version::without(&path.path));
            found.insert((path, operation.method.as_str()));
        }
    }
    found
}

/// A path whose parameters have no names: a renamed one is no difference.
pub fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        shape.push_str(&rest[..open]);
        match rest[open..].find('}') {
            Some(close) => {
                shape.push_str("{}");
                rest = &rest[open + close + 1..];
            }
            None => {
                shape.push_str(&rest[open..]);
                return shape;
            }
        }
    }
    shape.push_str(rest);
    if shape.len() > 1 {
        shape.truncate(shape.trim_end_matches('/').len());
    }
    shape
}

/// The names of the parameters of a path, in order.
pub fn names(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}
