//! The versions that git knows: which migrations came together, and what the code that ran until then names.
//!
//! The version before a migration is the last tag before the one that first holds it; where tags tell nothing, the commit
//! before the one that brought it to the main line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::ErrorKind;
use std::sync::{Mutex, OnceLock};

use model::{Came, Named, Past, Release, Use};

use super::git::Repository;
use super::homes::Homes;
use super::search::{File, Search};
use super::tags::{HEAD, Tags};
use super::trees::Trees;

/// Source files above this size are no code that anybody wrote.
const BYTES_LIMIT: u64 = 4 << 20;
/// Longer times between two releases show that people run what lies between them.
const LONGEST_SECONDS: i64 = 200 * DAY_SECONDS;
/// What is as it was so long before the commit under review, nobody works on.
const LONG_AGO_SECONDS: i64 = 3 * 365 * DAY_SECONDS;
/// Seconds of a day.
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// So long after its first commit a repository is young.
const EARLY_SECONDS: i64 = 240 * DAY_SECONDS;
/// A history of migrations begins with so many files at most.
const FIRST_PATHS: usize = 4;
/// A repository of fewer commits may be older than git shows.
const EARLY_COMMITS: usize = 50;

/// One version that ran.
#[derive(Debug, Clone)]
pub(super) struct Version {
    /// Its tag, or the short form of its commit.
    pub(super) name: String,
    pub(super) commit: String,
}

/// What ran before each migration of a whole history.
pub struct Versions {
    repository: Repository,
    tags: OnceLock<Tags>,
    /// When the commits of the main line were made, the first of all at the front; empty where git does not tell.
    times: OnceLock<Vec<i64>>,
    /// The versions that were told of so far, by the numbers that were given for them.
    told: Mutex<Vec<Version>>,
    /// The last commit that is so old; `None` if git shows none.
    old: OnceLock<Option<String>>,
}

impl Versions {
    /// The versions of `repository`.
    pub fn new(repository: Repository) -> Versions {
        Versions {
            repository,
            tags: OnceLock::new(),
            times: OnceLock::new(),
            told: Mutex::new(Vec::new()),
            old: OnceLock::new(),
        }
    }

    fn tell(&self, version: Version) -> u32 {
        let mut told = self.told.lock().expect("nobody panics with it");
        let known = told.iter().position(|known| known.commit == version.commit);
        let number = known.unwrap_or_else(|| {
            told.push(version);
            told.len() - 1
        });
        number as u32
    }

    fn tags(&self) -> &Tags {
        self.tags.get_or_init(|| Tags::of(&self.repository))
    }

    /// By the tags: the first one that holds a path, and the one before it with the most of them.
    fn by_tags(&self, homes: &Homes, count: usize) -> Vec<Came> {
        let tags = self.tags();
        let mut trees = Trees::of(self.repository.objects());
        let holdings = tags.holdings(&mut trees, &homes.all);
        let holds: Vec<usize> = holdings.iter().map(BTreeSet::len).collect();
        let came = |path: usize| {
            let first = holdings.iter().position(|held| held.contains(&path));
            let number = first.unwrap_or(holdings.len());
            let before = (0..number).filter(|&tag| holds[tag] > 0);
            let before = before.max_by_key(|&tag| (holds[tag], tag))?;
            let took = tags.time(number) - tags.time(before);
            (took <= LONGEST_SECONDS).then(|| Came {
                release: Some(Release {
                    number: number as u32,
                    before: self.tell(tags.version(before)),
                    with: Some(self.tell(tags.version(number))),
                    last: None,
                    is_tagged: true,
                    is_major: tags.is_major(before, number),
                    is_early: false,
                }),
                day: Some(tags.time(number) / DAY_SECONDS),
            })
        };
        (0..count)
            .map(|path| came(path).unwrap_or_default())
            .collect()
    }

    /// Whether at `time`, in seconds, nothing was released and the repository was young, though work was well under way.
    fn is_early(&self, time: i64) -> bool {
        let tags = self.tags();
        if !tags.is_empty() && tags.time(0) <= time {
            return false;
        }
        let times = self.times.get_or_init(|| self.repository.times());
        let begin = times
            .first()
            .filter(|begin| time - **begin <= EARLY_SECONDS);
        let before = times.partition_point(|one| *one < time);
        begin.is_some() && before >= EARLY_COMMITS
    }

    /// By the commits of the main line, each of which brought what it adds.
    fn by_commits(&self, homes: &Homes, count: usize) -> Vec<Came> {
        let mut all = vec![Came::default(); count];
        // Who brings many at once has run them elsewhere before.
        let is_begun = (homes.first.as_ref()).is_some_and(|first| first.paths.len() <= FIRST_PATHS);
        let added = homes.all.iter().flat_map(|home| {
            let commits = home.added.iter();
            commits.map(|commit| (commit, &home.positions))
        });
        for (number, (commit, positions)) in added.enumerate() {
            let Some(parent) = &commit.parent else {
                continue;
            };
            let came = Came {
                release: Some(Release {
                    number: BY_COMMIT + number as u32,
                    before: self.tell(Version::of_commit(parent)),
                    with: Some(self.tell(Version::of_commit(&commit.id))),
                    last: None,
                    is_tagged: false,
                    is_major: false,
                    is_early: is_begun && self.is_early(commit.time),
                }),
                day: Some(commit.time / DAY_SECONDS),
            };
            for path in &commit.paths {
                if let Some(at) = positions.get(path.as_str()) {
                    all[*at] = came;
                }
            }
        }
        all
    }
}

/// Numbers of releases by commits begin here, those by tags below.
const BY_COMMIT: u32 = 1 << 24;

impl Past for Versions {
    fn came(&self, folder: &str, paths: &[&str]) -> Vec<Came> {
        let homes = Homes::of(&self.repository, folder, paths);
        let mut all = self.by_tags(&homes, paths.len());
        let by_commits = self.by_commits(&homes, paths.len());
        for (came, by_commit) in all.iter_mut().zip(by_commits) {
            match &mut came.release {
                Some(release) => release.last = by_commit.release.map(|last| last.before),
                None => *came = by_commit,
            }
        }
        all
    }

    fn users(&self, names: &[Named]) -> Vec<Use> {
        let told = self.told.lock().expect("nobody panics with it").clone();
        let objects = self.repository.objects();
        let read = |id: &str| match objects.read(id, BYTES_LIMIT) {
            Ok((_, text)) => Some(text),
            // Nobody wrote it.
            Err(error) if error.kind() == ErrorKind::FileTooLarge => Some(Vec::new()),
            Err(_) => None,
        };
        let all: Vec<&Named> = names.iter().collect();
        let mut search = Search::new(&all, &read);
        let mut trees = Trees::of(objects);
        let mut is_code = HashMap::new();
        let mut users = vec![Use::Unknown; names.len()];
        // The newest first, which the limit of the search spares.
        let asked: BTreeSet<u32> = names.iter().map(|named| named.version).collect();
        for number in asked.into_iter().rev() {
            let Some(version) = told.get(number as usize) else {
                continue;
            };
            let Some(files) = code_of(&mut trees, &version.commit, &mut is_code) else {
                continue;
            };
            let positions: Vec<usize> = (0..names.len())
                .filter(|&position| names[position].version == number)
                .collect();
            let asked: Vec<&Named> = positions.iter().map(|&position| &names[position]).collect();
            let later: BTreeSet<u32> = asked.iter().filter_map(|named| named.gone_in).collect();
            let later: BTreeMap<u32, Vec<File>> = (later.into_iter())
                .filter_map(|number| {
                    let version = told.get(number as usize)?;
                    let files = code_of(&mut trees, &version.commit, &mut is_code)?;
                    Some((number, files))
                })
                .collect();
            let found = search.users(&version.name, &files, &asked, &later);
            for (position, user) in positions.into_iter().zip(found) {
                users[position] = user;
            }
        }
        users
    }

    fn long_ago(&self, path: &str) -> Option<Vec<u8>> {
        let find = || {
            let now = self.repository.time(HEAD)?;
            self.repository.last_before(now - LONG_AGO_SECONDS)
        };
        let commit = self.old.get_or_init(find).as_ref()?;
        let object = format!("{commit}:./{path}");
        let held = self.repository.objects().read(&object, BYTES_LIMIT);
        held.ok().map(|(_, content)| content)
    }
}

impl Version {
    fn of_commit(commit: &str) -> Version {
        Version {
            name: commit.get(..9).unwrap_or(commit).to_owned(),
            commit: commit.to_owned(),
        }
    }
}

/// The files of `commit` that could use tables: path, and id of the content; `is_code` keeps which do by their paths.
/// `None` if git does not list them all.
fn code_of(
    trees: &mut Trees<'_>,
    commit: &str,
    is_code: &mut HashMap<String, bool>,
) -> Option<Vec<File>> {
    let root = trees.id(commit, "")?;
    let mut code = Vec::new();
    let is_whole = trees.visit(&root, &mut |path, id| {
        let is_code = match is_code.get(path) {
            Some(is_code) => *is_code,
            None => *is_code
                .entry(path.to_owned())
                .or_insert(code::may_use_tables(path)),
        };
        if is_code {
            code.push((path.to_owned(), id.to_owned()));
        }
    });
    is_whole.then_some(code)
}
