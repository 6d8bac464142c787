//! Which files of a version mention names of its database; what versions share is searched once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use code::mapping::{Mapping, class};
use code::prisma::{self, Model};
use code::queries::Queries;
use code::{Mention, Mentions, Wanted};
use model::{Named, Use};
use rayon::prelude::*;

/// Files that are searched at most; what versions beyond it name is not known.
const FILES_LIMIT: usize = 100_000;

/// A file of a version: its path, and the id of its content.
pub type File = (String, String);

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

    /// Who uses each of `names` in `version`, whose code is `files`. `later` is the code of versions in which names are gone.
    pub fn users(
        &mut self,
        version: &str,
        files: &[File],
        names: &[&Named],
        later: &BTreeMap<u32, Vec<File>>,
    ) -> Vec<Use> {
        let later_files = later.values().map(Vec::as_slice);
        // A version without any code says nothing by its silence.
        if files.is_empty() || !later_files.chain([files]).all(|files| self.search(files)) {
            return vec![Use::Unknown; names.len()];
        }
        let later: BTreeMap<u32, Later<'_>> = later
            .iter()
            .map(|(number, files)| (*number, Later::of(files)))
            .collect();
        let is_sure = files
            .iter()
            .all(|(_, id)| matches!(self.found.get(id), Some(Some(_))));
        let mut unused: HashMap<u32, bool> = HashMap::new();
        let user = |named: &&Named| {
            let wanted = wanted(named);
            let Some(own) = self.place(&wanted) else {
                return Use::Unknown;
            };
            let later = named.gone_in.and_then(|number| later.get(&number));
            let users = files
                .iter()
                .filter_map(|file| Some((self.doubt(file, own)?, file)))
                .filter(|(doubt, _)| *doubt == 0 || !named.is_ambiguous)
                .filter(|(_, file)| !later.is_some_and(|later| later.has(file)));
            let users: Vec<(u32, &File)> = users.collect();
            if users.is_empty() {
                return match is_sure {
                    true => Use::Nowhere,
                    false => Use::Unknown,
                };
            }
            let table = self.place(&Wanted {
                member: None,
                ..wanted
            });
            if let Some(table) = table {
                // A model is there for all that the table has, and whoever uses it asks a client for it.
                let is_model = |(_, (path, _)): &(u32, &File)| path.ends_with(".prisma");
                if is_sure && users.iter().all(is_model) {
                    let is_named = |file: &File| self.doubt(file, table).is_some();
                    let schemas: Vec<&File> = users.iter().map(|(_, file)| *file).collect();
                    if !files.iter().any(is_named)
                        || !self.is_model_used(files, &schemas, &named.table, table)
                    {
                        return Use::Nowhere;
                    }
                }
                let is_unused = unused.entry(table);
                if is_sure && *is_unused.or_insert_with(|| self.is_mapped_alone(files, table)) {
                    return Use::Nowhere;
                }
            }
            let naming: Vec<&File> = users.iter().map(|(_, file)| *file).collect();
            let word = named.member.as_deref().unwrap_or(&named.table);
            if is_sure && self.are_uncalled(files, &naming, word) {
                return Use::Nowhere;
            }
            // Only who names the table as well is told: others may mean the column of another one. Who gives the name up
            // first, then the surest.
            let says_on = |file: &File| {
                let later = later.and_then(|later| later.files.get(file.0.as_str()));
                later.is_some_and(|later| self.doubt(later, own).is_some())
            };
            let of_table =
                |(own, file): (u32, _)| Some((says_on(file), self.doubt(file, table?)?, own, file));
            let is_meant = named.member.is_some() || users.iter().any(|(doubt, _)| *doubt == 0);
            let file = users.into_iter().filter_map(of_table).min();
            Use::In {
                version: version.to_owned(),
                is_sure: is_meant,
                path: file.map_or_else(String::new, |(_, _, _, (path, _))| path.clone()),
            }
        };
        names.iter().map(user).collect()
    }

    /// Whether all of `files` that name the table at `place` are its mapping, and no other uses that.
    fn is_mapped_alone(&self, files: &[File], place: u32) -> bool {
        let (naming, others): (Vec<&File>, Vec<&File>) =
            (files.iter()).partition(|file| self.doubt(file, place).is_some());
        if naming.len() > Mapping::MOST_FILES {
            return false;
        }
        let texts = self.texts(&naming);
        let Some(mapping) = texts.and_then(|texts| Mapping::of(&texts)) else {
            return false;
        };
        let uses = |(path, id): &File| {
            // Who cannot be read may.
            class(path).is_some() && (self.read)(id).is_none_or(|text| mapping.is_used_in(&text))
        };
        !others.into_par_iter().any(uses)
    }

    /// Whether the code of `files` uses the model of `table` in `schemas`, or SQL that names the table at `place`.
    fn is_model_used(&self, files: &[File], schemas: &[&File], table: &str, place: u32) -> bool {
        let texts = self.texts(schemas).map(|texts| texts.into_iter());
        let texts: Option<Vec<Vec<u8>>> = texts.map(|texts| texts.map(|(_, text)| text).collect());
        let model = texts.and_then(|texts| Model::of(&texts, table));
        let uses = |file: &File| match self.doubt(file, place) {
            Some(0) => true,
            doubt => match &model {
                Some(model) if prisma::is_client(&file.0) => {
                    (self.read)(&file.1).is_none_or(|text| model.is_used_in(&text))
                }
                Some(_) => false,
                None => doubt.is_some(),
            },
        };
        files.into_par_iter().any(uses)
    }

    /// The paths and contents of `files`; `None` if one cannot be read.
    fn texts<'f>(&self, files: &[&'f File]) -> Option<Vec<(&'f str, Vec<u8>)>> {
        let read = |(path, id): &'f File| Some((path.as_str(), (self.read)(id)?));
        files.iter().map(|file| read(file)).collect()
    }

    /// Whether `naming`, all of `files` that say `word`, hold queries that nothing calls.
    fn are_uncalled(&self, files: &[File], naming: &[&File], word: &str) -> bool {
        let is_query = |(path, _): &&File| path.ends_with(".sql") || path.ends_with(".go");
        if naming.len() > Queries::MOST_FILES || !naming.iter().all(is_query) {
            return false;
        }
        let texts = self.texts(naming);
        let Some(queries) = texts.and_then(|texts| Queries::of(&texts, word)) else {
            return false;
        };
        let calls = |file: &File| {
            let is_code = file.0.ends_with(".go") && !naming.contains(&file);
            is_code && (self.read)(&file.1).is_none_or(|text| queries.are_called_in(&text))
        };
        !files.into_par_iter().any(calls)
    }

    /// Searches those of `files` that are new; whether there are not too many.
    fn search(&mut self, files: &[File]) -> bool {
        let mut new: Vec<&File> = files
            .iter()
            .filter(|(_, id)| !self.found.contains_key(id))
            .collect();
        new.sort_by(|(_, a), (_, b)| a.cmp(b));
        new.dedup_by(|(_, a), (_, b)| a == b);
        if self.found.len() + new.len() > FILES_LIMIT {
            return false;
        }
        let mentions = self.mentions.get_or_init(|| Mentions::new(&self.wanted));
        let found = new.into_par_iter().map(|(path, id)| {
            let text = (self.read)(id);
            (id.clone(), text.map(|text| mentions.of(path, &text)))
        });
        let found: Vec<(String, Option<Vec<Mention>>)> = found.collect();
        self.found.extend(found);
        true
    }

    fn place(&self, wanted: &Wanted) -> Option<u32> {
        self.wanted.binary_search(wanted).ok().map(|at| at as u32)
    }

    /// How doubtful it is that `file` means what is wanted at `place`; `None` if it does not say it.
    fn doubt(&self, file: &File, place: u32) -> Option<u32> {
        let mentioned = self.found.get(&file.1)?.as_ref()?;
        let at = mentioned.binary_search_by_key(&place, |mention| mention.wanted);
        Some(mentioned[at.ok()?].doubt)
    }
}

/// The code of a later version.
struct Later<'f> {
    /// Its files by their paths.
    files: HashMap<&'f str, &'f File>,
    /// The ids of their contents.
    contents: HashSet<&'f str>,
}

impl<'f> Later<'f> {
    fn of(files: &'f [File]) -> Later<'f> {
        Later {
            files: files.iter().map(|file| (file.0.as_str(), file)).collect(),
            contents: files.iter().map(|(_, id)| id.as_str()).collect(),
        }
    }

    /// Whether it has `file` of an earlier version as it was, there or elsewhere.
    fn has(&self, file: &File) -> bool {
        self.contents.contains(file.1.as_str())
    }
}

fn wanted(named: &Named) -> Wanted {
    Wanted {
        table: named.table.clone(),
        member: named.member.clone(),
    }
}
