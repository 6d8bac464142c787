//! How Flyway puts together what it finds: one sequence from all folders below its location, and a baseline instead of the
//! versions up to its own.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::facts::configuration::Setting;
use model::{FileId, path};

use super::Version;
use super::layout::{Direction, Place};
use crate::Input;

/// Folders that hold the same migrations for one product each, one of which is chosen.
const VENDORS: &[&str] = &[
    "db2",
    "derby",
    "h2",
    "hsqldb",
    "mariadb",
    "mssql",
    "mysql",
    "oracle",
    "postgres",
    "postgresql",
    "sqlite",
    "sqlserver",
];

/// The files of folders by their roots, each of a history of its own.
pub type Groups<'p> = BTreeMap<&'p str, Vec<(FileId, Place<'p>)>>;

/// The folders that the configuration of each application names as the locations of its migrations, for all profiles.
pub fn locations(input: &Input<'_>) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for (&file, facts) in input.facts {
        let configured = facts.facts.iter().filter_map(|facts| match facts {
            Facts::Configuration(configuration) => Some(configuration),
            _ => None,
        });
        let of_all = |setting: &&Setting| {
            setting.profile.is_empty() && setting.key.contains("flyway.locations")
        };
        let told = configured.flat_map(|told| told.settings.iter().filter(of_all));
        let base = input.path(file);
        let folders: Vec<String> = told
            .flat_map(|setting| setting.value.split(','))
            .filter_map(|written| location_of(base, written.trim()))
            .collect();
        if folders.len() > 1 {
            all.push(folders);
        }
    }
    all
}

/// The folder that a location names, as the configuration at `base` writes it: `classpath:db/migration`.
fn location_of(base: &str, written: &str) -> Option<String> {
    let (base, path) = match written.split_once(':') {
        Some(("classpath", path)) => (base, path.trim_matches('/')),
        Some(("filesystem", path)) => ("", path),
        Some(_) => return None,
        None => (base, written.trim_matches('/')),
    };
    path::join(base, path)
}

/// Joins the folders that an application reads together, and those below one location (`db/migration/2025`,
/// `db/migration/archive`), where no version is in two of them.
pub fn join<'p>(groups: Groups<'p>, told: &[Vec<String>]) -> Groups<'p> {
    let groups = join_told(groups, told);
    let mut below: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (root, files) in &groups {
        if files.iter().all(|(_, place)| is_plain(place))
            && let Some(location) = location(root)
        {
            below.entry(location).or_default().push(root);
        }
    }
    let mut joined = BTreeMap::new();
    for (location, roots) in below {
        if roots.len() > 1 && are_apart(&groups, &roots) {
            joined.extend(roots.into_iter().map(|root| (root, location)));
        }
    }
    regrouped(groups, &joined)
}

/// Joins the folders of each list of `told` to the first of them that has most of the files.
fn join_told<'p>(groups: Groups<'p>, told: &[Vec<String>]) -> Groups<'p> {
    let mut joined: BTreeMap<&str, &str> = BTreeMap::new();
    for folders in told {
        let is_told = |root: &&&str| folders.iter().any(|folder| path::is_below(root, folder));
        let roots: Vec<&str> = groups.keys().filter(is_told).copied().collect();
        let Some(&first) = roots.iter().rev().max_by_key(|root| groups[*root].len()) else {
            continue;
        };
        if are_apart(&groups, &roots) {
            joined.extend(roots.into_iter().map(|root| (root, first)));
        }
    }
    regrouped(groups, &joined)
}

/// The groups with the files of each root in `joined` under the root that stands for it.
fn regrouped<'p>(groups: Groups<'p>, joined: &BTreeMap<&str, &'p str>) -> Groups<'p> {
    let mut all = Groups::new();
    for (root, files) in groups {
        let root = joined.get(root).copied().unwrap_or(root);
        all.entry(root).or_default().extend(files);
    }
    all
}

/// Leaves out each baseline that stands for versions which are there themselves.
pub fn leave_baselines(files: &mut Vec<(FileId, Place<'_>)>) {
    let places = files.iter().map(|(_, place)| place);
    let versions = places.filter(|place| place.direction == Direction::Up && !place.is_baseline);
    let Some(first) = versions.map(|place| place.key.clone()).min() else {
        return;
    };
    files.retain(|(_, place)| !place.is_baseline || place.key < first);
}

fn is_plain(place: &Place<'_>) -> bool {
    place.tool == "flyway" && place.product.is_none()
}

/// The folder from which Flyway reads what lies in `root`: the last one that is called after migrations. `None` if a folder
/// below it is for one product.
fn location(root: &str) -> Option<&str> {
    let ends = root.match_indices('/').map(|(end, _)| end);
    let folders = ends.chain([root.len()]).map(|end| &root[..end]);
    let is_location = |folder: &&str| {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let name = name.to_ascii_lowercase();
        name.contains("migration") || name.contains("flyway")
    };
    let location = folders.rev().find(is_location)?;
    let inner = &root[location.len()..];
    let is_of_vendor = |part: &str| VENDORS.contains(&part.to_ascii_lowercase().as_str());
    (!inner.split('/').any(is_of_vendor)).then_some(location)
}

/// Whether no version is in two of `roots`.
fn are_apart(groups: &Groups<'_>, roots: &[&str]) -> bool {
    let mut seen: BTreeSet<(Direction, &Version)> = BTreeSet::new();
    roots.iter().all(|root| {
        let files = groups[root].iter();
        let own: BTreeSet<(Direction, &Version)> = files
            .filter(|(_, place)| place.direction != Direction::Repeatable)
            .map(|(_, place)| (place.direction, &place.key))
            .collect();
        let are_new = seen.is_disjoint(&own);
        seen.extend(own);
        are_new
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations::layout::place;

    fn roots(paths: &[&'static str]) -> Vec<(&'static str, usize)> {
        roots_of(paths, &[])
    }

    fn roots_of(paths: &[&'static str], told: &[Vec<String>]) -> Vec<(&'static str, usize)> {
        let mut groups = Groups::new();
        for (number, path) in paths.iter().enumerate() {
            let place = place(path).expect("the path is one of a migration");
            let files = groups.entry(place.root).or_default();
            files.push((FileId(number as u32), place));
        }
        let joined = join(groups, told).into_iter();
        joined.map(|(root, files)| (root, files.len())).collect()
    }

    #[test]
    fn folders_of_one_location_are_one_sequence() {
        let years = [
            "src/db/migration/V3__c.sql",
            "src/db/migration/2024/V1__a.sql",
            "src/db/migration/2025/V2__b.sql",
        ];
        assert_eq!(roots(&years), [("src/db/migration", 3)]);
        let twice = ["db/migration/a/V1__a.sql", "db/migration/b/V1__b.sql"];
        assert_eq!(
            roots(&twice),
            [("db/migration/a", 1), ("db/migration/b", 1)]
        );
        let vendors = ["db/migration/mysql/V1__a.sql", "db/migration/h2/V2__b.sql"];
        assert_eq!(
            roots(&vendors),
            [("db/migration/h2", 1), ("db/migration/mysql", 1)]
        );
        let apart = ["sql/orders/V1__a.sql", "sql/stock/V2__b.sql"];
        assert_eq!(roots(&apart), [("sql/orders", 1), ("sql/stock", 1)]);
    }

    #[test]
    fn an_application_reads_all_its_locations_as_one_sequence() {
        let written = ["classpath:db/postgres", "classpath:/db/common/"];
        let told =
            written.map(|one| location_of("src/main/resources/application.yml", one).unwrap());
        let paths = [
            "src/main/resources/db/common/V1__a.sql",
            "src/main/resources/db/common/V2__b.sql",
            "src/main/resources/db/postgres/V3__c.sql",
            "src/test/resources/db/common/V4__d.sql",
        ];
        let own = ("src/main/resources/db/common", 3);
        let others = ("src/test/resources/db/common", 1);
        assert_eq!(roots_of(&paths, &[told.to_vec()]), [own, others]);
        assert_eq!(location_of("a", "s3:bucket/db"), None);
    }

    #[test]
    fn a_baseline_stands_for_versions_that_are_not_there() {
        let left = |paths: &[&'static str]| -> Vec<u32> {
            let placed = paths.iter().enumerate();
            let mut files: Vec<(FileId, Place<'_>)> = placed
                .map(|(number, path)| (FileId(number as u32), place(path).unwrap()))
                .collect();
            leave_baselines(&mut files);
            files.into_iter().map(|(file, _)| file.0).collect()
        };
        assert_eq!(
            left(&["m/B5__base.sql", "m/V1__a.sql", "m/V5__b.sql"]),
            [1, 2]
        );
        assert_eq!(left(&["m/B5__base.sql", "m/V6__a.sql"]), [0, 1]);
    }
}
