//! Which contract of the newer state follows which of the older: the same path, else the same
//! operations under another path.

use std::collections::BTreeSet;

use model::{Contracts, Place};

/// Percent of the operations of one that the other must have, to be its successor under another path.
const SHARED_PERCENT: usize = 50;

/// Pairs of contracts, older and newer, in the order of the newer ones.
pub fn pairs(base: &Contracts, now: &Contracts) -> Vec<(Place, Place)> {
    let roots = |contracts: &Contracts| -> Vec<u32> {
        (0..contracts.files.len() as u32)
            .filter(|&file| {
                !contracts.files[file as usize]
                    .document
                    .specification
                    .is_empty()
            })
            .collect()
    };
    let mut old = roots(base);
    let mut new = roots(now);
    let mut pairs = Vec::new();
    new.retain(|&n| {
        let path = &now.files[n as usize].path;
        match old
            .iter()
            .position(|&o| base.files[o as usize].path == *path)
        {
            Some(index) => {
                pairs.push((old.remove(index), n));
                false
            }
            None => true,
        }
    });
    // One contract on each side: the later state of the one is the other, whatever its name.
    if pairs.is_empty() && old.len() == 1 && new.len() == 1 {
        pairs.push((old[0], new[0]));
        old.clear();
    }
    for n in new {
        let operations = operations(now, n);
        let best = old
            .iter()
            .enumerate()
            .map(|(index, &o)| {
                let other = self::operations(base, o);
                let shared = operations.intersection(&other).count();
                let all = operations.len().max(other.len()).max(1);
                let title = title(base, o) == title(now, n);
                (
                    shared * 100 / all + usize::from(title && shared > 0) * 10,
                    std::cmp::Reverse(index),
                    index,
                )
            })
            .max();
        if let Some((percent, _, index)) = best
            && percent >= SHARED_PERCENT
        {
            pairs.push((old.remove(index), n));
        }
    }
    pairs.sort_by_key(|(_, now)| *now);
    let root = |file| Place { file, id: 0 };
    pairs
        .into_iter()
        .map(|(old, new)| (root(old), root(new)))
        .collect()
}

fn title(contracts: &Contracts, file: u32) -> &str {
    &contracts.files[file as usize].document.info.title
}

fn operations(contracts: &Contracts, file: u32) -> BTreeSet<(String, &str)> {
    let document = &contracts.files[file as usize].document;
    let mut found = BTreeSet::new();
    for path in &document.paths {
        for operation in &document.path_items[path.item as usize].operations {
            found.insert((shape(&path.path), operation.method.as_str()));
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
