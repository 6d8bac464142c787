//! Which files of a version mention names of its database; what versions share is searched once.

use std::collections::HashMap;
use std::sync::OnceLock;

use code::{Mention, Mentions, Wanted};
use model::{Named, Use};
use rayon::prelude::*;

/// Files that are searched at most; what versions beyond it name is not known.
const FILES_LIMIT: usize = 100_000;

/// A search for many names in the code of many versions.
pub struct Search<'a> {
    /// Built when the first file is searched: it takes some MiB.
    mentions: OnceLock<Mentions>,
    wanted: Vec<Wanted>,
    read: &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    /// What each content, by its id, mentions; `None` if it could not be read.
    found: HashMap<String, Option<Vec<Mention>>>,
}

impl<'a> Search<'a> {
    /// A search for all of `names`; `read` gives a content by its id.
    pub fn new(names: &[&Named], read: &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync)) -> Search<'a> {
        let mut wanted: Vec<Wanted> = names.iter().map(|named| wanted(named)).collect();
        wanted.sort();
        wanted.dedup();
        Search {
            mentions: OnceLock::new(),
            wanted,
            read,
            found: HashMap::new(),
        }
    }

    /// Who uses each of `names` in `version`, whose code is `files`: path and id of each.
    pub fn users(
        &mut self,
        version: &str,
        files: &[(String, String)],
        names: &[&Named],
    ) -> Vec<Use> {
        let mut new: Vec<&(String, String)> = files
            .iter()
            .filter(|(_, id)| !self.found.contains_key(id))
            .collect();
        new.sort_by(|(_, a), (_, b)| a.cmp(b));
        new.dedup_by(|(_, a), (_, b)| a == b);
        // A version without any code says nothing by its silence.
        if files.is_empty() || self.found.len() + new.len() > FILES_LIMIT {
            return vec![Use::Unknown; names.len()];
        }
        let mentions = self.mentions.get_or_init(|| Mentions::new(&self.wanted));
        let found = new.into_par_iter().map(|(path, id)| {
            let text = (self.read)(id);
            (id.clone(), text.map(|text| mentions.of(path, &text)))
        });
        let found: Vec<(String, Option<Vec<Mention>>)> = found.collect();
        self.found.extend(found);
        let doubt = |file: &(String, String), place: u32| {
            let mentioned = self.found.get(&file.1)?.as_ref()?;
            let at = mentioned.binary_search_by_key(&place, |mention| mention.wanted);
            Some(mentioned[at.ok()?].doubt)
        };
        let is_sure = files
            .iter()
            .all(|(_, id)| matches!(self.found.get(id), Some(Some(_))));
        let place = |wanted: &Wanted| self.wanted.binary_search(wanted).ok().map(|at| at as u32);
        let user = |named: &&Named| {
            let wanted = wanted(named);
            let Some(own) = place(&wanted) else {
                return Use::Unknown;
            };
            let users = files
                .iter()
                .filter_map(|file| Some((doubt(file, own)?, file)));
            let mut users = users.peekable();
            if users.peek().is_none() {
                return match is_sure {
                    true => Use::Nowhere,
                    false => Use::Unknown,
                };
            }
            // Only who names the table as well is told: others may mean the column of another one. The surest first.
            let table = place(&Wanted {
                member: None,
                ..wanted
            });
            let of_table = |(own, file): (u32, _)| Some((doubt(file, table?)?, own, file));
            let file = users.filter_map(of_table).min();
            Use::In {
                version: version.to_owned(),
                path: file.map_or_else(String::new, |(_, _, (path, _))| path.clone()),
            }
        };
        names.iter().map(user).collect()
    }
}

fn wanted(named: &Named) -> Wanted {
    Wanted {
        table: named.table.clone(),
        member: named.member.clone(),
    }
}
