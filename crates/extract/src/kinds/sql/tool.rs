//! What the configuration of a migration tool or of a generator says of SQL: whose dialect it is,
//! where the schema and the queries are, and in which order migrations run.

use document::Node;
use model::facts::Facts;
use model::facts::sql::SqlTool;
use model::{At, FileFacts};
use sql::Dialect;

use super::dialect;
use crate::{Input, Kind, Probe};

/// Files of configuration, by their names.
pub const KIND: Kind = Kind {
    name: "sql_tool",
    may_be: |path| reader(path).is_some(),
    is: |_: &Probe<'_>| true,
    read: |input: &Input<'_>, facts: &mut FileFacts| {
        let Some(reader) = reader(input.path) else {
            return;
        };
        let tools = reader(input);
        if !tools.is_empty() {
            facts.facts.push(Facts::SqlTools(tools));
        }
    },
};

type Reader = fn(&Input<'_>) -> Vec<SqlTool>;

fn reader(path: &str) -> Option<Reader> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    Some(match name {
        "sqlc.yaml" | "sqlc.yml" | "sqlc.json" => sqlc,
        "migration_lock.toml" => |input| provider(input, "prisma"),
        "schema.prisma" => |input| provider(input, ""),
        "_journal.json" if folder == "meta" || folder.ends_with("/meta") => journal,
        "diesel.toml" => diesel,
        "metadata.toml" => metadata,
        "flyway.conf" | "flyway.toml" | "flyway.properties" => |input| addressed(input, "flyway"),
        "alembic.ini" | "database.yml" | "database.yaml" | "dbconfig.yml" | "atlas.hcl"
        | "drizzle.config.ts" | "drizzle.config.js" | "knexfile.js" | "knexfile.ts"
        | "ormconfig.json" => |input| addressed(input, ""),
        _ if name.ends_with(".sql.conf") => script_config,
        _ if is_application_properties(name) => |input| addressed(input, ""),
        _ => return None,
    })
}

fn is_application_properties(name: &str) -> bool {
    name.starts_with("application")
        && [".properties", ".yml", ".yaml"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// `sqlc`: version 2 lists `sql`, version 1 lists `packages`.
fn sqlc(input: &Input<'_>) -> Vec<SqlTool> {
    let Some(root) = input.document().root() else {
        return Vec::new();
    };
    let packages = ["sql", "packages"]
        .iter()
        .filter_map(|key| root.get(key))
        .flat_map(Node::items);
    packages
        .map(|package| SqlTool {
            at: At::new(package.at()),
            tool: "sqlc".to_owned(),
            // Version 1 means PostgreSQL unless it says otherwise.
            dialect: match package.get("engine").and_then(Node::text) {
                Some(engine) => dialect::named(&engine),
                None => Some(Dialect::PostgreSql),
            },
            schema: texts(package.get("schema")),
            queries: texts(package.get("queries")),
            ..SqlTool::default()
        })
        .collect()
}

/// One text, or a list of texts.
fn texts(node: Option<Node<'_>>) -> Vec<String> {
    let Some(node) = node else {
        return Vec::new();
    };
    match node.text() {
        Some(text) => vec![text.into_owned()],
        None => node
            .items()
            .filter_map(|item| Some(item.text()?.into_owned()))
            .collect(),
    }
}

/// Prisma's `provider = "postgresql"`, which stands on a line of its own.
fn provider(input: &Input<'_>, tool: &str) -> Vec<SqlTool> {
    let found = lines(input.text).find_map(|(at, line)| {
        let (key, value) = line.split_once('=')?;
        let dialect = (key.trim() == "provider")
            .then(|| dialect::named(value.trim().trim_matches('"')))??;
        Some((at, dialect))
    });
    found
        .map(|(at, dialect)| SqlTool {
            at,
            tool: tool.to_owned(),
            dialect: Some(dialect),
            ..SqlTool::default()
        })
        .into_iter()
        .collect()
}

/// Drizzle's list of migrations.
fn journal(input: &Input<'_>) -> Vec<SqlTool> {
    let Some(root) = input.document().root() else {
        return Vec::new();
    };
    let Some(entries) = root.get("entries") else {
        return Vec::new();
    };
    vec![SqlTool {
        at: At::new(entries.at()),
        tool: "drizzle".to_owned(),
        dialect: root
            .get("dialect")
            .and_then(Node::text)
            .and_then(|name| dialect::named(&name)),
        order: entries
            .items()
            .filter_map(|entry| Some(entry.get("tag")?.text()?.into_owned()))
            .collect(),
        ..SqlTool::default()
    }]
}

/// Diesel's folder of migrations, where it is not `migrations`.
fn diesel(input: &Input<'_>) -> Vec<SqlTool> {
    let folder = lines(input.text).find_map(|(at, line)| {
        let (key, value) = line.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim() == "dir").then(|| (at, value.to_owned()))
    });
    vec![SqlTool {
        at: folder.as_ref().map_or(At::default(), |(at, _)| *at),
        tool: "diesel".to_owned(),
        schema: folder.into_iter().map(|(_, folder)| folder).collect(),
        ..SqlTool::default()
    }]
}

/// Diesel's `run_in_transaction`, beside `up.sql`.
fn metadata(input: &Input<'_>) -> Vec<SqlTool> {
    let found = lines(input.text).find_map(|(at, line)| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "run_in_transaction").then(|| (at, value.trim() == "true"))
    });
    found
        .map(|(at, is_transactional)| SqlTool {
            at,
            tool: "diesel".to_owned(),
            is_transactional: Some(is_transactional),
            ..SqlTool::default()
        })
        .into_iter()
        .collect()
}

/// Flyway's configuration of one script, `V1__orders.sql.conf`.
fn script_config(input: &Input<'_>) -> Vec<SqlTool> {
    let name = input.path.rsplit('/').next().unwrap_or(input.path);
    let script = name.strip_suffix(".conf").unwrap_or(name);
    let found = lines(input.text).find_map(|(at, line)| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "executeInTransaction").then(|| (at, value.trim() == "true"))
    });
    found
        .map(|(at, is_transactional)| SqlTool {
            at,
            tool: "flyway".to_owned(),
            schema: vec![script.to_owned()],
            is_transactional: Some(is_transactional),
            ..SqlTool::default()
        })
        .into_iter()
        .collect()
}

/// A file that names the address or the driver of one database: its dialect, if it names one alone.
fn addressed(input: &Input<'_>, tool: &str) -> Vec<SqlTool> {
    const DRIVERS: &[(Dialect, &[&str])] = &[
        (
            Dialect::PostgreSql,
            &[
                "postgres://",
                "postgresql://",
                "jdbc:postgresql:",
                "adapter: postgresql",
                "postgresql+",
                "dialect: 'postgresql'",
                "dialect: \"postgresql\"",
                "dialect: postgres",
                "client: 'pg'",
                "client: \"pg\"",
            ],
        ),
        (
            Dialect::MySql,
            &[
                "mysql://",
                "jdbc:mysql:",
                "jdbc:mariadb:",
                "adapter: mysql2",
                "mysql+",
                "dialect: 'mysql'",
                "dialect: \"mysql\"",
                "dialect: mysql",
                "client: 'mysql",
            ],
        ),
        (
            Dialect::Sqlite,
            &[
                "sqlite://",
                "sqlite:///",
                "jdbc:sqlite:",
                "adapter: sqlite3",
                "dialect: 'sqlite'",
                "dialect: \"sqlite\"",
                "dialect: sqlite3",
            ],
        ),
    ];
    let mut found = DRIVERS.iter().filter_map(|(dialect, words)| {
        let at = words
            .iter()
            .find_map(|word| Some((input.text.find(word)?, word)))?;
        Some((*dialect, at.0, at.1.len()))
    });
    match (found.next(), found.next()) {
        (Some((dialect, start, length)), None) => vec![SqlTool {
            at: At::new(start as u32..(start + length) as u32),
            tool: tool.to_owned(),
            dialect: Some(dialect),
            ..SqlTool::default()
        }],
        _ => Vec::new(),
    }
}

/// The lines of a text that are no comments, with their places.
fn lines(text: &str) -> impl Iterator<Item = (At, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let trimmed = line.trim();
        let is_comment = trimmed.starts_with('#') || trimmed.starts_with("//");
        let end = at + line.trim_end().len();
        (!trimmed.is_empty() && !is_comment).then(|| (At::new(at as u32..end as u32), trimmed))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[SqlTool]) {
        let input = Input::new(path, text, &[]);
        let found = reader(path).expect("a file of configuration")(&input);
        let found: Vec<SqlTool> = found
            .into_iter()
            .map(|tool| SqlTool {
                at: At::default(),
                ..tool
            })
            .collect();
        assert_eq!(found, expected);
    }

    fn tool(name: &str, dialect: Dialect) -> SqlTool {
        SqlTool {
            tool: name.to_owned(),
            dialect: Some(dialect),
            ..SqlTool::default()
        }
    }

    #[test]
    fn sqlc_names_schema_queries_and_engine() {
        check(
            "orders/sqlc.yaml",
            "version: '2'\nsql:\n  - engine: mysql\n    schema: [a.sql, b]\n    queries: q\n",
            &[SqlTool {
                schema: vec!["a.sql".to_owned(), "b".to_owned()],
                queries: vec!["q".to_owned()],
                ..tool("sqlc", Dialect::MySql)
            }],
        );
    }

    #[test]
    fn the_configuration_of_one_script_of_flyway_says_which() {
        check(
            "db/V2__index.sql.conf",
            "# alone\nexecuteInTransaction=false\n",
            &[SqlTool {
                tool: "flyway".to_owned(),
                schema: vec!["V2__index.sql".to_owned()],
                is_transactional: Some(false),
                ..SqlTool::default()
            }],
        );
    }

    #[test]
    fn version_1_of_sqlc_means_postgresql() {
        check(
            "sqlc.json",
            r#"{"version": "1", "packages": [{"schema": "s.sql", "queries": "q.sql"}]}"#,
            &[SqlTool {
                schema: vec!["s.sql".to_owned()],
                queries: vec!["q.sql".to_owned()],
                ..tool("sqlc", Dialect::PostgreSql)
            }],
        );
    }

    #[test]
    fn prisma_names_its_provider() {
        check(
            "prisma/migrations/migration_lock.toml",
            "# do not edit\nprovider = \"sqlite\"\n",
            &[tool("prisma", Dialect::Sqlite)],
        );
    }

    #[test]
    fn the_journal_of_drizzle_gives_the_order() {
        check(
            "drizzle/meta/_journal.json",
            r#"{"dialect": "postgresql", "entries": [{"idx": 0, "tag": "0000_a"}, {"idx": 1, "tag": "0001_b"}]}"#,
            &[SqlTool {
                order: vec!["0000_a".to_owned(), "0001_b".to_owned()],
                ..tool("drizzle", Dialect::PostgreSql)
            }],
        );
    }

    #[test]
    fn a_file_with_addresses_of_two_databases_tells_nothing() {
        check(
            "flyway.conf",
            "flyway.url=jdbc:mysql://db/x",
            &[tool("flyway", Dialect::MySql)],
        );
        check(
            "application.yml",
            "a: jdbc:mysql://db\nb: jdbc:postgresql://db\n",
            &[],
        );
    }
}
