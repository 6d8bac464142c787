//! Whose SQL a file is when its own text does not show it: what the configuration of a tool says,
//! what its folder is called, what the files beside it show, and which driver the repository needs.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::path::{folder, is_below};
use model::{FileFacts, FileId};
use sql::Dialect;

use crate::Fragment;

/// The dialect that `name` means: an engine, a provider, a product.
pub fn named(name: &str) -> Option<Dialect> {
    let name = name.to_ascii_lowercase();
    Some(match name.as_str() {
        "postgresql" | "postgres" | "pg" | "pgsql" | "postgre" | "cockroachdb" | "cockroach"
        | "timescaledb" | "pgx" | "psql" => Dialect::PostgreSql,
        "mysql" | "mariadb" | "mysql2" | "singlestore" => Dialect::MySql,
        "sqlite" | "sqlite3" | "libsql" | "turso" | "d1" => Dialect::Sqlite,
        _ => return None,
    })
}

/// The dialect to read `text` as when nothing tells it: the one that takes the most.
pub fn liberal(text: &str) -> Dialect {
    if text.contains('`') {
        Dialect::MySql
    } else {
        Dialect::PostgreSql
    }
}

/// The dialect that the name of a file gives behind its first dot: `001_x.sqlite3.up.sql`.
fn of_name(path: &str) -> Option<Dialect> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').skip(1).find_map(named)
}

/// The dialect that a part of `path` names, the innermost first: `migrations/sqlite/1.sql`, `schema.mysql.sql`.
pub fn of_path(path: &str) -> Option<Dialect> {
    path.rsplit('/').find_map(|part| {
        part.split(['.', '-', '_'])
            .find_map(|word| named(word).or_else(|| ending(word)))
    })
}

/// The dialect that the end of `word` names, such as `driversqlite`.
fn ending(word: &str) -> Option<Dialect> {
    const PRODUCTS: &[&str] = &[
        "postgresql",
        "postgres",
        "mysql",
        "mariadb",
        "sqlite",
        "sqlite3",
    ];
    let product = PRODUCTS.iter().find(|product| word.ends_with(**product))?;
    named(product)
}

/// The files whose dialect the rest of the repository tells, and which were read in another one,
/// each with what to ask of it. `path` gives the path of a file.
pub fn settle<'p>(
    facts: &BTreeMap<FileId, FileFacts>,
    path: impl Fn(FileId) -> &'p str,
) -> Vec<(FileId, Fragment)> {
    let evidence = Evidence::of(facts, &path);
    let mut asked = Vec::new();
    for (&file, facts) in facts {
        for facts in &facts.facts {
            let Facts::Sql(sql) = facts else { continue };
            let read_as = sql.script.dialect;
            let role = match evidence.foreign(path(file)) {
                Some(product) if !sql.is_dialect_known => product,
                _ => match evidence.dialect(path(file), sql.is_dialect_known.then_some(read_as)) {
                    Some(told) if told != read_as => word(told),
                    _ => continue,
                },
            };
            let fragment = Fragment {
                kind: "sql",
                pointer: String::new(),
                role: role.to_owned(),
            };
            asked.push((file, fragment));
        }
    }
    asked
}

fn word(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::PostgreSql => "postgresql",
        Dialect::MySql => "mysql",
        Dialect::Sqlite => "sqlite",
    }
}

/// How many times as many files of a folder must show another dialect for a file's own text to count as misread.
const OUTVOTED_BY: u32 = 5;

/// Votes for each dialect, in the order of declaration.
type Votes = [u32; 3];

fn winner(votes: &Votes) -> Option<Dialect> {
    let all = [Dialect::PostgreSql, Dialect::MySql, Dialect::Sqlite];
    let most = *votes.iter().max().filter(|&&most| most > 0)?;
    let mut first = all.iter().zip(votes).filter(|(_, votes)| **votes == most);
    match (first.next(), first.next()) {
        (Some((dialect, _)), None) => Some(*dialect),
        _ => None,
    }
}

fn vote(votes: &mut Votes, dialect: Dialect) {
    votes[dialect as usize] += 1;
}

/// How much of a folder is of a database that is not read.
#[derive(Default)]
struct Foreign {
    product: Option<String>,
    files: usize,
    others: usize,
}

impl Foreign {
    fn add(&mut self, facts: &Facts) {
        match facts {
            Facts::ForeignSql(product) => {
                self.product.get_or_insert_with(|| product.clone());
                self.files += 1;
            }
            _ => self.others += 1,
        }
    }
}

/// What a repository tells of dialects.
#[derive(Default)]
struct Evidence {
    /// Files and folders that a tool's configuration names.
    named: Vec<(String, Dialect)>,
    /// Folders that hold the configuration of a tool without paths.
    below: Vec<(String, Dialect)>,
    /// What the texts of the files of each group show.
    groups: BTreeMap<String, Votes>,
    /// By group, what is of a database that is not read.
    foreign: BTreeMap<String, Foreign>,
    /// Drivers and images of the whole repository.
    drivers: Votes,
}

impl Evidence {
    fn of<'p>(facts: &BTreeMap<FileId, FileFacts>, path: &impl Fn(FileId) -> &'p str) -> Evidence {
        let mut evidence = Evidence::default();
        for (&file, facts) in facts {
            let path = path(file);
            for facts in &facts.facts {
                if let Facts::Sql(_) | Facts::ForeignSql(_) = facts {
                    let group = evidence.foreign.entry(group(path).to_owned());
                    group.or_default().add(facts);
                }
                match facts {
                    Facts::Sql(sql) if sql.is_dialect_known => {
                        let votes = evidence.groups.entry(group(path).to_owned()).or_default();
                        vote(votes, sql.script.dialect);
                        vote(&mut evidence.drivers, sql.script.dialect);
                    }
                    Facts::SqlTools(tools) => {
                        for tool in tools {
                            evidence.add(path, tool);
                        }
                    }
                    Facts::Environment(variables) => {
                        for variable in variables {
                            let value = variable.value.as_deref().unwrap_or_default();
                            let scheme = value.split_once("://").map_or("", |(scheme, _)| scheme);
                            if let Some(dialect) = scheme.split('+').find_map(named) {
                                vote(&mut evidence.drivers, dialect);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        evidence
    }

    fn add(&mut self, path: &str, tool: &model::facts::sql::SqlTool) {
        let Some(dialect) = tool.dialect else { return };
        let paths = tool.schema.iter().chain(&tool.queries);
        let mut is_pathless = true;
        for reference in paths {
            is_pathless = false;
            if let Some(path) = model::path::join(path, reference) {
                self.named.push((path, dialect));
            }
        }
        if is_pathless {
            let mut below = folder(path);
            // The journal lies beside the migrations, in a folder of its own.
            if let Some(parent) = below.strip_suffix("/meta") {
                below = parent;
            }
            // What lies among the migrations speaks of these files alone.
            let is_theirs = matches!(tool.tool.as_str(), "drizzle" | "prisma");
            let list = if is_theirs {
                &mut self.named
            } else {
                &mut self.below
            };
            list.push((below.to_owned(), dialect));
        }
    }

    /// The database that is not read of which most files beside `path` are.
    fn foreign(&self, path: &str) -> Option<&str> {
        let group = self.foreign.get(group(path))?;
        let product = group.product.as_deref()?;
        (group.files > group.others).then_some(product)
    }

    /// The dialect of the file at `path`, whose own text shows `shown`.
    fn dialect(&self, path: &str, shown: Option<Dialect>) -> Option<Dialect> {
        let named = self.named.iter().filter(|(named, _)| is_below(path, named));
        let mut named = named.map(|(_, dialect)| *dialect);
        // Two engines that share one file are alternatives; its text decides.
        let configured = named
            .next()
            .filter(|first| named.all(|other| other == *first));
        let votes = self.groups.get(group(path));
        // One file that looks foreign among many is one that was misread.
        let outvoted = votes.zip(shown).is_some_and(|(votes, shown)| {
            let most = votes.iter().max().copied().unwrap_or(0);
            most >= OUTVOTED_BY * votes[shown as usize]
        });
        configured
            .or_else(|| of_name(path))
            .or(shown.filter(|_| !outvoted))
            .or_else(|| of_path(path))
            .or_else(|| winner(votes?))
            .or_else(|| {
                let below = self
                    .below
                    .iter()
                    .filter(|(folder, _)| is_below(path, folder));
                below
                    .max_by_key(|(folder, _)| folder.len())
                    .map(|(_, dialect)| *dialect)
            })
            .or_else(|| winner(&self.drivers))
    }
}

/// The folder whose files are of one dialect: that of the migrations, not that of one of them.
fn group(path: &str) -> &str {
    let inner = folder(path);
    let leaf = inner.rsplit('/').next().unwrap_or(inner);
    if leaf.starts_with(|c: char| c.is_ascii_digit()) {
        folder(inner)
    } else {
        inner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::facts::sql::SqlTool;

    #[track_caller]
    fn check(evidence: &Evidence, path: &str, shown: Option<Dialect>, expected: Option<Dialect>) {
        assert_eq!(evidence.dialect(path, shown), expected, "{path}");
    }

    #[test]
    fn a_folder_names_the_dialect() {
        let none = Evidence::default();
        check(
            &none,
            "db/migrations/sqlite/0001_a.sql",
            None,
            Some(Dialect::Sqlite),
        );
        check(&none, "db/schema.mysql.sql", None, Some(Dialect::MySql));
        check(&none, "driver/appsqlite/1.sql", None, Some(Dialect::Sqlite));
        check(&none, "db/0001_a.sql", None, None);
    }

    #[test]
    fn configuration_beats_the_text_and_the_text_beats_the_folder() {
        let mut evidence = Evidence::default();
        let sqlc = SqlTool {
            dialect: Some(Dialect::Sqlite),
            schema: vec!["schema.sql".to_owned()],
            ..SqlTool::default()
        };
        evidence.add("a/sqlc.yaml", &sqlc);
        check(
            &evidence,
            "a/schema.sql",
            Some(Dialect::MySql),
            Some(Dialect::Sqlite),
        );
        check(
            &evidence,
            "mysql/x.sql",
            Some(Dialect::PostgreSql),
            Some(Dialect::PostgreSql),
        );
    }

    #[test]
    fn most_files_of_a_folder_tell_that_it_is_not_read() {
        let mut folder = Foreign::default();
        let oracle = Facts::ForeignSql("Oracle".to_owned());
        folder.add(&oracle);
        folder.add(&Facts::SqlInCode(Vec::new()));
        let mut evidence = Evidence::default();
        evidence.foreign.insert("m".to_owned(), folder);
        assert_eq!(evidence.foreign("m/2.sql"), None);
        evidence.foreign.get_mut("m").unwrap().add(&oracle);
        assert_eq!(evidence.foreign("m/2.sql"), Some("Oracle"));
        assert_eq!(evidence.foreign("n/2.sql"), None);
    }

    #[test]
    fn the_list_of_a_tool_and_the_name_of_a_file_beat_its_text() {
        let mut evidence = Evidence::default();
        let journal = SqlTool {
            tool: "drizzle".to_owned(),
            dialect: Some(Dialect::Sqlite),
            ..SqlTool::default()
        };
        evidence.add("db/drizzle/meta/_journal.json", &journal);
        let shown = Some(Dialect::MySql);
        check(
            &evidence,
            "db/drizzle/0_a.sql",
            shown,
            Some(Dialect::Sqlite),
        );
        check(
            &evidence,
            "m/1_a.sqlite3.up.sql",
            shown,
            Some(Dialect::Sqlite),
        );
        check(&evidence, "m/1_a.up.sql", shown, shown);
    }

    #[test]
    fn neighbours_tell_the_dialect_of_a_file_that_shows_none() {
        let mut evidence = Evidence::default();
        evidence.groups.insert("m".to_owned(), [0, 2, 1]);
        check(&evidence, "m/2020_x/up.sql", None, Some(Dialect::MySql));
        check(&evidence, "m/2.sql", None, Some(Dialect::MySql));
    }
}
