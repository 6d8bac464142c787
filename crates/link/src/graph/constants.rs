//! Constants of all files, and which of them a path of names in one file means.

use std::collections::BTreeMap;

use code::Folded;
use model::facts::Facts;
use model::path::folder;

use super::coded::last_name;
use crate::Input;

/// Constants by their last names.
pub(super) struct Constants<'i>(BTreeMap<&'i str, Vec<Constant<'i>>>);

struct Constant<'i> {
    /// The name below its class or enum.
    name: &'i str,
    /// The file that declares it.
    path: &'i str,
    value: &'i Folded,
}

impl<'i> Constants<'i> {
    pub fn new(input: &'i Input<'_>) -> Constants<'i> {
        let mut all: BTreeMap<&str, Vec<Constant<'_>>> = BTreeMap::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                let Facts::Code(code) = facts else { continue };
                for (name, value) in code.exports() {
                    let last = last_name(name);
                    // A plain word is a variable in one file, and a field of many things in others.
                    if last.bytes().all(|byte| byte.is_ascii_lowercase()) {
                        continue;
                    }
                    let path = input.path(file);
                    let known = all.entry(last).or_default();
                    known.push(Constant { name, path, value });
                }
            }
        }
        Constants(all)
    }

    /// The constant that `path` means in the file at `from`: the only one of its name, else the nearest of those whose
    /// class or file the path names. Of two that are as near and differ, none is known.
    pub fn value(&self, from: &str, path: &str) -> Option<Folded> {
        let named = self.0.get(last_name(path))?;
        let one = |found: &[&Constant<'_>]| {
            let first = found.first()?.value;
            found
                .iter()
                .all(|other| other.value == first)
                .then(|| first.clone())
        };
        let all: Vec<&Constant<'_>> = named.iter().collect();
        if let Some(value) = one(&all) {
            return Some(value);
        }
        let holder =
            last_name(path[..path.len() - last_name(path).len()].trim_end_matches(DIVIDERS));
        let is_meant = |constant: &&Constant<'_>| match holder {
            "" => folder(constant.path) == folder(from),
            holder => constant.is_of(holder),
        };
        let mut meant: Vec<&Constant<'_>> = named.iter().filter(is_meant).collect();
        let nearness = |constant: &Constant<'_>| {
            let parts = constant.path.split('/').zip(from.split('/'));
            parts.take_while(|(one, other)| one == other).count()
        };
        let nearest = meant.iter().map(|constant| nearness(constant)).max()?;
        meant.retain(|constant| nearness(constant) == nearest);
        one(&meant)
    }
}

/// What stands between the names of a path.
const DIVIDERS: [char; 4] = ['.', ':', '/', '\\'];

impl Constant<'_> {
    /// Whether a class, a file or the folder of a file is called so.
    fn is_of(&self, holder: &str) -> bool {
        let mut names = self.name.rsplit('.').skip(1);
        let file = self.path.rsplit('/').next().unwrap_or(self.path);
        let stem = file.split('.').next().unwrap_or(file);
        names.next() == Some(holder) || stem == holder || last_name(folder(self.path)) == holder
    }
}
