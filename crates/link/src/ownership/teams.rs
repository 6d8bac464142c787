//! Who CODEOWNERS says owns a path.
//! Source: GitHub documentation, "About code owners".

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use model::facts::Facts;
use model::system::PlacedNote;
use model::{At, FileId};

use super::pattern::{Key, Pattern};
use crate::Input;

/// So often patterns are held against paths; owners of paths after that are not known.
const MATCH_LIMIT: usize = 50_000_000;
/// Bytes of a pattern that count as one more.
const PATTERN_BYTES: usize = 64;

/// The rules of CODEOWNERS; the last one that fits a path counts.
pub(super) struct Teams<'a> {
    file: Option<FileId>,
    rules: Vec<Rule<'a>>,
    /// Positions of rules by the rarest key that a path must have for them, and of those without one.
    keyed: HashMap<Key<'a>, Vec<usize>>,
    general: Vec<usize>,
    /// Lengths of the keys that are the start or the end of a part.
    starts: BTreeSet<usize>,
    ends: BTreeSet<usize>,
    left: Cell<usize>,
}

struct Rule<'a> {
    pattern: Pattern<'a>,
    /// How much of [`MATCH_LIMIT`] it takes.
    cost: usize,
    owners: &'a [String],
}

impl<'a> Teams<'a> {
    pub fn of(input: &Input<'a>) -> Self {
        // GitHub looks into `.github`, then the root, then `docs`, and takes the first file.
        let place = |path: &str| match path {
            ".github/CODEOWNERS" => 0,
            "CODEOWNERS" => 1,
            _ => 2,
        };
        let mut files = Vec::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                if let Facts::CodeOwners(rules) = facts {
                    files.push((place(&input.paths[file.0 as usize]), file, rules));
                }
            }
        }
        files.sort_by_key(|(place, ..)| *place);
        match files.first() {
            Some((_, file, rules)) => Teams::new(Some(*file), rules, MATCH_LIMIT),
            None => Teams::new(None, &[], MATCH_LIMIT),
        }
    }

    fn new(file: Option<FileId>, rules: &'a [(String, Vec<String>)], limit: usize) -> Self {
        let rules: Vec<Rule> = rules
            .iter()
            .map(|(pattern, owners)| Rule {
                pattern: Pattern::of(pattern),
                cost: 1 + pattern.len() / PATTERN_BYTES,
                owners,
            })
            .collect();
        let mut counts: HashMap<Key<'a>, usize> = HashMap::new();
        for key in rules.iter().flat_map(|rule| rule.pattern.keys()) {
            *counts.entry(key).or_default() += 1;
        }
        let mut teams = Teams {
            file,
            rules: Vec::new(),
            keyed: HashMap::new(),
            general: Vec::new(),
            starts: BTreeSet::new(),
            ends: BTreeSet::new(),
            left: Cell::new(limit),
        };
        for (number, rule) in rules.iter().enumerate() {
            let Some(key) = rule.pattern.keys().min_by_key(|key| counts[key]) else {
                teams.general.push(number);
                continue;
            };
            match key {
                Key::Whole(_) => {}
                Key::Start(start) => {
                    teams.starts.insert(start.len());
                }
                Key::End(end) => {
                    teams.ends.insert(end.len());
                }
            }
            teams.keyed.entry(key).or_default().push(number);
        }
        teams.rules = rules;
        teams
    }

    /// Who owns a path.
    pub fn owner(&self, path: &str) -> Option<String> {
        let parts: Vec<&str> = path.split('/').collect();
        let mut numbers = self.general.clone();
        for part in &parts {
            let starts = self.starts.iter().filter_map(|end| part.get(..*end));
            let ends = self.ends.iter();
            let ends = ends.filter_map(|length| part.get(part.len().checked_sub(*length)?..));
            let keys = [Key::Whole(part)].into_iter();
            let keys = keys.chain(starts.map(Key::Start)).chain(ends.map(Key::End));
            let found = keys.filter_map(|key| self.keyed.get(&key));
            numbers.extend(found.flatten());
        }
        numbers.sort_unstable();
        numbers.dedup();
        for rule in numbers.into_iter().rev().map(|number| &self.rules[number]) {
            self.left.set(self.left.get().saturating_sub(rule.cost));
            if self.left.get() == 0 {
                return None;
            }
            if rule.pattern.fits(&parts) {
                return (!rule.owners.is_empty()).then(|| rule.owners.join(" "));
            }
        }
        None
    }

    /// That there were too many patterns for the paths.
    pub fn note(&self) -> Option<PlacedNote> {
        (self.left.get() == 0).then(|| PlacedNote {
            file: self.file,
            at: At::default(),
            kind: "limit".to_owned(),
            message: format!(
                "more than {MATCH_LIMIT} comparisons of patterns and paths; owners of the paths after them are not known"
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ownership::fits;

    #[test]
    fn the_last_pattern_that_fits_counts_whatever_key_it_is_found_by() {
        let patterns = [
            "*",
            "*.rs",
            "docs/",
            "/services/orders/",
            "/services/*/db",
            "**/migrations/**/*.sql",
            "/x?/y",
            "ord*",
            "*ers",
        ];
        let rules = patterns.map(|pattern| (pattern.to_owned(), vec![pattern.to_owned()]));
        let teams = Teams::new(None, &rules, MATCH_LIMIT);
        for path in [
            "a.rs",
            "README",
            "docs/a.md",
            "x/docs/a.rs",
            "services/orders/a.rs",
            "services/billing/db/a.sql",
            "services/billing/migrations/2027/a.sql",
            "xé/y/z",
            "ordering/a",
            "a/users/b",
            "",
        ] {
            let expected = patterns.iter().rev().find(|pattern| fits(pattern, path));
            let expected = expected.map(|pattern| (*pattern).to_owned());
            assert_eq!(teams.owner(path), expected, "{path}");
        }
        assert_eq!(teams.note(), None);
    }

    #[test]
    fn patterns_are_not_held_against_paths_that_lack_their_rarest_part() {
        let rules: Vec<(String, Vec<String>)> = (0..1_000)
            .map(|number| (format!("/**/a{number}*/**/b/**"), vec!["@a".to_owned()]))
            .collect();
        let teams = Teams::new(None, &rules, 100);
        for number in 0..50 {
            let path = format!("x/a{number}y/b/c");
            assert_eq!(teams.owner(&path).as_deref(), Some("@a"), "{path}");
        }
        assert_eq!(teams.note(), None);
    }

    #[test]
    fn too_many_comparisons_give_a_note() {
        let rules: Vec<(String, Vec<String>)> = (0..100)
            .map(|number| (format!("*{number}*"), vec!["@a".to_owned()]))
            .collect();
        let teams = Teams::new(None, &rules, 150);
        assert_eq!(teams.owner("a"), None);
        assert_eq!(teams.note(), None);
        assert_eq!(teams.owner("a/b"), None);
        assert!(teams.note().is_some());
    }
}
