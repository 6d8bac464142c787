//! The files of a repository as histories: folders of migrations, and schemas written as a whole.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::facts::sql::SqlTool;
use model::path::{self, folder, is_below};
use model::{FileId, FileRole};

use super::layout::{self, Direction, Place};
use super::schemas::{changes_schema, schemas};
use super::{History, Step, sql_file};
use super::{dialect, flyway, models, program, version};
use crate::Input;

/// Parts of folder names that say what the files in it are.
const MIGRATION_WORDS: &[&str] = &[
    "migrat",
    "flyway",
    "liquibase",
    "changelog",
    "changeset",
    "version",
    "evolution",
    "patches",
    "upgrade",
    "deltas",
];

/// Every history of the repository, those of migrations first. `role` says what a file is for.
pub fn histories(input: &Input<'_>, role: impl Fn(FileId) -> FileRole) -> Vec<History> {
    let files: Vec<FileId> = input
        .facts
        .keys()
        .copied()
        .filter(|file| {
            let mut facts = input.facts[file].facts.iter();
            facts.any(|facts| matches!(facts, Facts::Sql(_)))
        })
        .filter(|&file| {
            !matches!(
                role(file),
                FileRole::Test | FileRole::Vendored | FileRole::Example | FileRole::LoadGenerator
            )
        })
        .collect();
    let files: Vec<FileId> = files
        .into_iter()
        .filter(|file| !is_fixture(input.path(*file)))
        .collect();
    let tools = Tools::of(input);
    let mut groups = flyway::Groups::new();
    for &file in &files {
        if let Some(place) = layout::place(input.path(file)) {
            groups.entry(place.root).or_default().push((file, place));
        }
    }
    let mut groups = flyway::join(groups, &flyway::locations(input));
    groups.values_mut().for_each(flyway::leave_baselines);
    let mut histories: Vec<History> = groups
        .into_iter()
        .flat_map(|(root, files)| {
            by_product(files)
                .into_iter()
                .map(move |files| (root, files))
        })
        .filter_map(|(root, files)| history(input, &tools, root, files))
        .collect();
    let taken: BTreeSet<FileId> = histories
        .iter()
        .flat_map(|history| &history.steps)
        .flat_map(|step| [Some(step.file), step.down])
        .flatten()
        .collect();
    let rest = files
        .into_iter()
        .filter(|file| !taken.contains(file) && role(*file) != FileRole::Seed)
        // What takes a migration back, stands for others, or is for a server that is not known here, is no schema.
        .filter(|file| {
            layout::place(input.path(*file)).is_none_or(|place| {
                place.direction != Direction::Down && place.product.is_none() && !place.is_baseline
            })
        });
    histories.extend(schemas(input, rest));
    let models = models::histories(input, &histories, role);
    histories.extend(models);
    histories
}

/// Whether `path` lies in a folder of what tests run instead of the real thing, or of what was given up.
pub(super) fn is_fixture(path: &str) -> bool {
    folder(path).split('/').any(|part| {
        matches!(
            part,
            "stub" | "stubs" | "fixture" | "fixtures" | "deprecated" | "obsolete"
        ) || ["testdata", "old-", "old_"]
            .iter()
            .any(|start| part.starts_with(start))
    })
}

/// The files of one folder, apart for each product that their names end with. A file for no product belongs to all
/// that have none of its version. Products that are no dialect here are left out, where others are not.
fn by_product<'p>(files: Vec<(FileId, Place<'p>)>) -> Vec<Vec<(FileId, Place<'p>)>> {
    let products: BTreeSet<&str> = files
        .iter()
        .filter_map(|(_, place)| place.product)
        .collect();
    let products: Vec<&str> = products
        .into_iter()
        .filter(|product| !matches!(*product, "cockroach" | "mssql" | "oracle"))
        .collect();
    if products.is_empty() {
        return vec![files];
    }
    let of = |product: &str| {
        let own: BTreeSet<&super::Version> = files
            .iter()
            .filter(|(_, place)| place.product == Some(product))
            .map(|(_, place)| &place.key)
            .collect();
        let belongs = |place: &Place<'_>| match place.product {
            Some(named) => named == product,
            None => !own.contains(&place.key),
        };
        let files = files.iter().filter(|(_, place)| belongs(place)).cloned();
        files.collect()
    };
    products.into_iter().map(of).collect()
}

/// What the configuration of tools says, by the folder of the file that says it.
struct Tools<'a> {
    told: Vec<(&'a str, &'a SqlTool)>,
    /// What packages depend on, by the folder of their manifest.
    packages: Vec<(&'a str, &'a [String])>,
}

/// Versions that may be given twice; where there are more, the tool evidently takes them.
const MOST_DOUBLED: usize = 2;

/// Libraries that read the same files as others, and keep whole names.
const KEEP_NAMES: &[&str] = &[
    "github.com/maragudk/migrate",
    "maragu.dev/migrate",
    "github.com/rubenv/sql-migrate",
    "github.com/uptrace/bun",
    "github.com/gobuffalo/pop",
    "github.com/ory/pop",
];

/// Tools whose names of files others use as well: runners of a project's own, and libraries that are not known here.
const OFTEN_COPIED: &[&str] = &["golang-migrate", "sqlx", "refinery", "diesel"];

/// The package that brings a tool whose files look like those of others.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("golang-migrate", &["github.com/golang-migrate/migrate"]),
    ("sqlx", &["sqlx", "sqlx-core", "sqlx-cli"]),
    ("refinery", &["refinery"]),
    ("diesel", &["diesel", "diesel_migrations", "diesel-async"]),
    ("goose", &["github.com/pressly/goose"]),
];

impl<'a> Tools<'a> {
    fn of(input: &'a Input<'_>) -> Tools<'a> {
        let mut told = Vec::new();
        let mut packages = Vec::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                if let Facts::SqlTools(tools) = facts {
                    let folder = folder(input.path(file));
                    told.extend(tools.iter().map(|tool| (folder, tool)));
                }
                if let Facts::Package(package) = facts {
                    let folder = folder(input.path(file));
                    packages.push((folder, package.dependencies.as_slice()));
                }
            }
        }
        Tools { told, packages }
    }

    /// Whether `tool` keeps versions, and refuses or leaves out the second migration of one. Several libraries read
    /// files of the same names, and some of them keep whole names: the package must be there.
    fn knows_versions_alone(&self, root: &str, tool: &str) -> bool {
        matches!(
            tool,
            "flyway" | "dbmate" | "supabase" | "diesel" | "postgrator"
        ) || self.brings(root, tool)
    }

    /// Whether more than the names of files in `root` shows that `tool` runs them: its package, or its configuration.
    fn shows(&self, root: &str, tool: &str) -> bool {
        self.brings(root, tool)
            || self.told.iter().any(|(folder, told)| {
                told.tool == tool && (is_below(root, folder) || is_below(folder, root))
            })
    }

    /// Whether the nearest package above `root`, or a member of its workspace, brings `tool` and nothing that reads the
    /// same files.
    fn brings(&self, root: &str, tool: &str) -> bool {
        let Some((_, names)) = LIBRARIES.iter().find(|(named, _)| *named == tool) else {
            return false;
        };
        let is_one_of = |dependency: &String, names: &[&str]| {
            names.iter().any(|name| {
                dependency
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let depends = |(_, dependencies): &&(&str, &[String])| {
            dependencies.iter().any(|one| is_one_of(one, names))
                && !dependencies.iter().any(|one| is_one_of(one, KEEP_NAMES))
        };
        let nearest = self
            .packages
            .iter()
            .filter(|(folder, dependencies)| !dependencies.is_empty() && is_below(root, folder))
            .max_by_key(|(folder, _)| folder.len());
        match nearest {
            Some(nearest) if depends(&nearest) => true,
            // A workspace's member may bring it.
            Some((folder, _)) => self
                .packages
                .iter()
                .filter(|(member, _)| is_below(member, folder))
                .any(|package| depends(&package)),
            None => self.packages.iter().any(|package| depends(&package)),
        }
    }

    /// The order of the migrations in `root`, if a list beside them gives it.
    fn order(&self, root: &str) -> Option<&'a [String]> {
        self.told
            .iter()
            .find(|(folder, tool)| !tool.order.is_empty() && path::folder(folder) == root)
            .map(|(_, tool)| tool.order.as_slice())
    }

    /// What configuration beside the file at `path` says of its transaction.
    fn is_transactional(&self, path: &str) -> Option<bool> {
        let (own, name) = (folder(path), path.rsplit('/').next().unwrap_or(path));
        self.told
            .iter()
            .filter(|(told, tool)| {
                *told == own
                    && (tool.schema.is_empty() || tool.schema.iter().any(|one| one == name))
            })
            .find_map(|(_, tool)| tool.is_transactional)
    }
}

fn history(
    input: &Input<'_>,
    tools: &Tools<'_>,
    root: &str,
    files: Vec<(FileId, Place<'_>)>,
) -> Option<History> {
    let scripts = || {
        files
            .iter()
            .filter_map(|(file, _)| Some(&sql_file(input, *file)?.script))
    };
    if !scripts().any(changes_schema) {
        return None;
    }
    let ups = files
        .iter()
        .filter(|(_, place)| place.direction != Direction::Down)
        .count();
    let is_named = {
        let lower = root.to_ascii_lowercase();
        MIGRATION_WORDS.iter().any(|word| lower.contains(word))
    };
    let has_tool = files.iter().any(|(_, place)| !place.tool.is_empty())
        || scripts().any(|script| script.has_sections);
    if ups == 0 || !(ups > 1 || is_named || has_tool) {
        return None;
    }
    let mut downs: BTreeMap<(&super::Version, &str), FileId> = BTreeMap::new();
    let mut of_version: BTreeMap<&super::Version, usize> = BTreeMap::new();
    for (file, place) in &files {
        if place.direction == Direction::Down {
            downs.insert((&place.key, place.stem), *file);
            downs.entry((&place.key, "")).or_insert(*file);
        } else {
            *of_version.entry(&place.key).or_default() += 1;
        }
    }
    let mut steps: Vec<Step> = files
        .iter()
        .filter(|(_, place)| place.direction != Direction::Down)
        .map(|(file, place)| Step {
            file: *file,
            version: place.version.clone(),
            key: place.key.clone(),
            name: version::leading(place.stem)
                .map_or_else(String::new, |(_, _, name)| name.to_owned()),
            down: downs
                .get(&(&place.key, place.stem))
                .or_else(|| {
                    downs
                        .get(&(&place.key, ""))
                        .filter(|_| of_version[&place.key] == 1)
                })
                .copied(),
            is_repeatable: place.direction == Direction::Repeatable,
            is_transactional: tools.is_transactional(input.path(*file)),
        })
        .collect();
    let listed = tools.order(root);
    let guessed = tool(input, root, &files, listed.is_some());
    let is_own_runner = OFTEN_COPIED.contains(&guessed) && !tools.shows(root, guessed);
    let tool = if is_own_runner { "migrations" } else { guessed };
    steps.sort_by(|a, b| {
        let listed = |step: &Step| {
            let name = stem(input.path(step.file));
            listed.and_then(|order| order.iter().position(|tag| tag == name))
        };
        let key = |step: &Step| (step.is_repeatable, listed(step).unwrap_or(usize::MAX));
        (key(a), &a.key, input.path(a.file)).cmp(&(key(b), &b.key, input.path(b.file)))
    });
    let doubled = of_version.values().filter(|count| **count > 1).count();
    Some(History {
        tool,
        is_own_runner,
        knows_versions_alone: doubled <= MOST_DOUBLED && tools.knows_versions_alone(root, tool),
        root: root.to_owned(),
        dialect: dialect::of(input, &files, &steps),
        is_partly_code: program::is_part(input, root, steps.len()),
        steps,
    })
}

/// The name of a file without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".sql").unwrap_or(name)
}

fn tool(
    input: &Input<'_>,
    root: &str,
    files: &[(FileId, Place<'_>)],
    is_listed: bool,
) -> &'static str {
    if is_listed {
        return "drizzle";
    }
    let marked = files.iter().find_map(|(file, _)| {
        let script = &sql_file(input, *file)?.script;
        script.comments.iter().find_map(|comment| {
            let text = comment.text.as_str();
            [
                ("+goose", "goose"),
                ("migrate:up", "dbmate"),
                ("+migrate", "sql-migrate"),
                ("liquibase formatted", "liquibase"),
            ]
            .iter()
            .find(|(mark, _)| text.starts_with(mark))
            .map(|(_, tool)| *tool)
        })
    });
    if let Some(tool) = marked {
        return tool;
    }
    if is_below(root, "supabase") || root.contains("supabase/migrations") {
        return "supabase";
    }
    let named = files
        .iter()
        .map(|(_, place)| place.tool)
        .find(|tool| !tool.is_empty());
    let nearest = nearest_manifest(input, root);
    match (named, nearest) {
        (Some("golang-migrate"), Some("Cargo.toml")) | (None, Some("Cargo.toml")) => "sqlx",
        (Some("flyway"), Some("Cargo.toml")) => "refinery",
        (Some(tool), _) => tool,
        (None, _) => "migrations",
    }
}

/// The nearest manifest of a package manager above `folder`.
fn nearest_manifest(input: &Input<'_>, folder: &str) -> Option<&'static str> {
    let mut folder = folder;
    loop {
        for manifest in [
            "Cargo.toml",
            "go.mod",
            "package.json",
            "pom.xml",
            "build.gradle",
        ] {
            let path = match folder {
                "" => manifest.to_owned(),
                folder => format!("{folder}/{manifest}"),
            };
            if input.file(&path).is_some() {
                return Some(manifest);
            }
        }
        if folder.is_empty() {
            return None;
        }
        folder = path::folder(folder);
    }
}
