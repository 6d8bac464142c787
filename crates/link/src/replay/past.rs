//! What the code of the version before names of what a migration takes away.

use std::collections::{BTreeMap, BTreeSet};

use model::{Came, NOW, Named, Use};
use sql::Catalogue;

use super::gravity;
use super::run::Replayed;
use crate::Input;
use crate::migrations::History;

/// What takes something away that the code of the version before may name.
const TAKES: &[&str] = &[
    "column_dropped",
    "column_renamed",
    "enum_value_removed",
    "narrowed_type",
    "required_column",
    "required_in_one_step",
    "table_dropped",
    "table_renamed",
    "text_to_enum",
];

/// After what of it the name is gone.
const GOES: &[&str] = &[
    "column_dropped",
    "column_renamed",
    "table_dropped",
    "table_renamed",
];

/// How each migration of `history` came, as far as git tells.
pub fn came(input: &Input<'_>, history: &History) -> Vec<Came> {
    let paths: Vec<&str> = history
        .steps
        .iter()
        .map(|step| input.path(step.file))
        .collect();
    match input.past {
        Some(past) if !history.is_schema() => past.came(&history.root, &paths),
        _ => vec![Came::default(); paths.len()],
    }
}

/// So many days after a column was made, what is under way has come to rest: code rests on it.
pub const SETTLED_DAYS: i64 = 30;
/// So many days after a table was made, what it is for is live, and it has grown.
pub const LIVE_DAYS: i64 = 70;

/// Tables by which the code of a version shows that it uses the database at all.
const TABLES_ASKED: usize = 40;

/// Finds for each step that takes something away who used it until then.
pub fn find_users(input: &Input<'_>, replayed: &mut [Replayed<'_>]) {
    let Some(past) = input.past else { return };
    for replayed in replayed {
        let mut asked: Vec<Named> = Vec::new();
        let mut asking = Vec::new();
        let migrations = replayed.migrations.iter().zip(&replayed.releases);
        for (position, (migration, release)) in migrations.enumerate() {
            let (version, with) = match release {
                Some(release) => (release.before, release.with),
                // Without a version before, what the code says now tells whether it was adapted.
                None if input.changed.is_none() => (NOW, None),
                None => continue,
            };
            for (step, done) in migration.steps.iter().enumerate() {
                // Nobody waits for a table that no code used until then.
                let waits = version != NOW && gravity::is_lock(done) && !done.is_table_new;
                if waits || TAKES.contains(&done.word.as_str()) {
                    let goes = GOES.contains(&done.word.as_str());
                    let named = named(&done.word, &done.table, &done.object, version);
                    let named = Named {
                        gone_in: with.filter(|_| goes),
                        // What is gone by now, the code of now hardly means.
                        is_ambiguous: goes
                            && named.member.is_none()
                            && (version == NOW || is_column(&replayed.catalogue, &named.table)),
                        ..named
                    };
                    let last = release.and_then(|release| release.last).filter(|_| goes);
                    if let Some(last) = last {
                        asked.push(Named {
                            version: last,
                            ..named.clone()
                        });
                        asking.push((position, step, true));
                    }
                    asked.push(named);
                    asking.push((position, step, false));
                }
            }
        }
        if asked.is_empty() {
            continue;
        }
        let tables: Vec<Named> = asked
            .iter()
            .filter(|named| named.member.is_some() && !named.table.is_empty())
            .map(|named| Named::of_table(named.version, named.table.clone()))
            .collect();
        asked.extend(tables);
        let versions: BTreeSet<u32> = asked.iter().map(|named| named.version).collect();
        let relations = replayed.catalogue.relations();
        let tables = relations.map(|relation| relation.key.name.clone());
        for table in tables.take(TABLES_ASKED) {
            let versions = versions.iter();
            asked.extend(versions.map(|version| Named::of_table(*version, table.clone())));
        }
        let users = past.users(&asked);
        let answers = asked.iter().zip(&users);
        let used = answers.filter(|(_, user)| matches!(user, Use::In { .. }));
        // Who names no table at all shows nothing by silence: the code that does lies elsewhere.
        let speaking: BTreeSet<u32> = used.map(|(named, _)| named.version).collect();
        let plain = plain(&asked, &users);
        for ((migration, step, is_last), (named, user)) in
            asking.into_iter().zip(asked.iter().zip(users))
        {
            if speaking.contains(&named.version) {
                let step = &mut replayed.migrations[migration].steps[step];
                let is_unsure = matches!(user, Use::In { is_sure: false, .. });
                let user = match plain.contains(&named.version) && is_unsure {
                    true => Use::Nowhere,
                    false => user,
                };
                match named.version {
                    // What a release gave up in an earlier commit was given up step by step.
                    _ if is_last => step.is_adapted |= user == Use::Nowhere,
                    // Who says the name now may mean another thing.
                    NOW => step.is_adapted = user == Use::Nowhere,
                    _ if gravity::is_lock(step) => step.is_table_modest |= user == Use::Nowhere,
                    _ => step.user_before = user,
                }
            }
        }
    }
}

/// So many tables must be named for sure before it counts how code names them.
const PLAIN_MIN: usize = 5;

/// The versions whose code names its tables in SQL or in mappings, so that who names one otherwise means another thing.
fn plain(asked: &[Named], users: &[Use]) -> BTreeSet<u32> {
    let mut counts: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let tables = asked.iter().zip(users);
    for (named, user) in tables.filter(|(named, _)| named.member.is_none()) {
        if let Use::In { is_sure, .. } = user {
            let (sure, all) = counts.entry(named.version).or_default();
            *sure += usize::from(*is_sure);
            *all += 1;
        }
    }
    let is_plain =
        |(_, (sure, all)): &(u32, (usize, usize))| *sure >= PLAIN_MIN && *sure * 10 >= *all * 9;
    let plain = counts.into_iter().filter(is_plain);
    plain.map(|(version, _)| version).collect()
}

/// Whether a table has a column that is called as the table `name` was.
fn is_column(catalogue: &Catalogue, name: &str) -> bool {
    catalogue.tables().any(|table| table.column(name).is_some())
}

/// The name that a step takes away from `version`.
fn named(word: &str, table: &str, object: &str, version: u32) -> Named {
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let (table, member) = match word {
        "table_dropped" | "table_renamed" | "required_column" | "required_in_one_step" => {
            (last(table), None)
        }
        "enum_value_removed" => (String::new(), Some(last(object))),
        _ if TAKES.contains(&word) => (last(table), Some(object.to_owned())),
        _ => (last(table), None),
    };
    Named {
        member,
        ..Named::of_table(version, table)
    }
}
