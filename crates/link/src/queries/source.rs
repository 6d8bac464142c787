//! The statements of a repository that run while services work.

use std::collections::BTreeSet;

use model::facts::Facts;
use model::facts::sql::SqlInCode;
use model::path::{is_below, join};
use model::{At, FileId, FileRole, Id, Service, Span, System};
use sql::{Script, Statement};

use crate::Input;
use crate::replay::Schemas;

/// Folders whose files of SQL are run by people, not by services.
const BY_HAND: &[&str] = &[
    "scripts",
    "script",
    "tools",
    "tool",
    "bin",
    "hack",
    "docs",
    "doc",
    "contrib",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "fixtures",
    "testdata",
    "dev",
    "admin",
    "ops",
    "maintenance",
    "analytics",
    "reports",
];
/// Folders whose files of SQL are loaded by code.
const QUERIES: &[&str] = &["queries", "query", "dao", "mappers", "mapper"];

/// One statement and where it stands.
pub struct Source<'a> {
    /// The file.
    pub file: FileId,
    /// The statement.
    pub statement: &'a Statement,
    /// Its name, or its first words.
    pub name: String,
    /// The smallest text that shows it.
    pub at: Span,
    /// What the file is for.
    pub role: FileRole,
    /// The service that owns the file.
    pub service: Option<Id<Service>>,
    /// Whether a part that is no value is put together at run time.
    pub has_holes: bool,
    /// Whether its caller takes one row.
    pub is_one_row: bool,
    /// Whether a tool writes the columns out before it runs.
    pub is_expanded: bool,
    /// Whether it moves all rows on purpose.
    pub is_bulk: bool,
    /// Schemas that a tool's configuration names for it.
    pub schemas: Vec<String>,
    /// Where byte 0 of the statement's text is in the file; `None` if its places mean nothing there.
    offset: Option<u32>,
    /// The whole of it.
    whole: At,
}

impl Source<'_> {
    /// A place of the statement in its file; the whole of it, where the text was put together.
    pub fn place(&self, at: sql::At) -> Span {
        match self.offset {
            Some(offset) if at.end > at.start => {
                At::new(at.start + offset..at.end + offset).in_file(self.file)
            }
            _ => self.whole.in_file(self.file),
        }
    }
}

/// All statements, by file and place. Those of tests, seeds, migrations and what others wrote are left out.
pub fn sources<'a>(input: &'a Input<'_>, system: &System, schemas: &Schemas) -> Vec<Source<'a>> {
    let targets = targets(input);
    let mut sources = Vec::new();
    for (&file, facts) in input.facts {
        let path = input.path(file);
        let role = system.file(file).role;
        if !matches!(role, FileRole::Server | FileRole::Tool) {
            continue;
        }
        for facts in &facts.facts {
            match facts {
                Facts::Sql(sql) => {
                    let target = targets.iter().find(|target| {
                        target.queries.iter().any(|queries| is_below(path, queries))
                    });
                    if target.is_some()
                        || is_loaded(path, &sql.script, schemas.files.contains(&file))
                    {
                        of_file(system, file, role, target, &sql.script, &mut sources);
                    }
                }
                Facts::SqlInCode(statements) => {
                    let sends = statements
                        .iter()
                        .any(|one| !one.is_migration && one.is_certain);
                    for one in statements.iter().filter(|one| {
                        !one.is_migration && (one.is_certain || sends && is_deletion(one))
                    }) {
                        of_code(system, file, role, one, &mut sources);
                    }
                }
                _ => {}
            }
        }
    }
    sources
}

/// Whether a text that no call takes, as in a list of what is sent one after the other, is a whole statement that deletes
/// certain rows: nothing else reads so.
fn is_deletion(one: &SqlInCode) -> bool {
    let [statement] = one.script.statements.as_slice() else {
        return false;
    };
    !one.has_holes
        && statement.understood
        && statement.kind == "delete"
        && statement
            .accesses
            .first()
            .is_some_and(|access| access.has_where)
}

/// Queries and schemas that belong together, by the configuration of a generator.
struct Target {
    queries: Vec<String>,
    schemas: Vec<String>,
}

fn targets(input: &Input<'_>) -> Vec<Target> {
    let mut targets = Vec::new();
    for (&file, facts) in input.facts {
        let base = input.path(file);
        let paths = |references: &[String]| -> Vec<String> {
            references
                .iter()
                .filter_map(|reference| join(base, reference))
                .collect()
        };
        for facts in &facts.facts {
            if let Facts::SqlTools(tools) = facts {
                targets.extend(
                    tools
                        .iter()
                        .filter(|tool| !tool.queries.is_empty())
                        .map(|tool| Target {
                            queries: paths(&tool.queries),
                            schemas: paths(&tool.schema),
                        }),
                );
            }
        }
    }
    targets
}

/// Whether a file of SQL that no configuration names is loaded by code: its statements are named, or its folder is.
fn is_loaded(path: &str, script: &Script, is_schema: bool) -> bool {
    let folders: BTreeSet<&str> = path.rsplit('/').skip(1).collect();
    if is_schema || BY_HAND.iter().any(|folder| folders.contains(folder)) {
        return false;
    }
    QUERIES.iter().any(|folder| folders.contains(folder))
        || script
            .comments
            .iter()
            .any(|comment| named(&comment.text).is_some())
}

/// The name and the result that a comment gives to the statement behind it: `name: GetUser :one`.
fn named(comment: &str) -> Option<(&str, &str)> {
    let rest = comment
        .strip_prefix("name:")
        .or_else(|| comment.strip_prefix(":name"))?;
    let mut words = rest.split_whitespace();
    Some((words.next()?, words.next().unwrap_or_default()))
}

fn of_file<'a>(
    system: &System,
    file: FileId,
    role: FileRole,
    target: Option<&Target>,
    script: &'a Script,
    sources: &mut Vec<Source<'a>>,
) {
    let mut comments = script.comments.iter().peekable();
    for statement in &script.statements {
        let mut name = None;
        while let Some(comment) = comments.next_if(|comment| comment.at.start < statement.at.end) {
            if let Some((text, result)) = named(&comment.text) {
                name = Some((text, result, comment.at));
            }
        }
        if statement.accesses.is_empty()
            || !statement
                .effects
                .iter()
                .all(|effect| is_data(&effect.change))
        {
            continue;
        }
        let result = name.map_or("", |(_, result, _)| result);
        sources.push(Source {
            file,
            statement,
            name: name.map_or_else(|| words(statement), |(name, _, _)| name.to_owned()),
            at: first_place(statement, 0).in_file(file),
            role,
            service: system.owner(file),
            has_holes: false,
            is_one_row: result == ":one",
            is_expanded: target.is_some() || result.starts_with(':'),
            is_bulk: matches!(result, ":copyfrom"),
            schemas: target
                .map(|target| target.schemas.clone())
                .unwrap_or_default(),
            offset: Some(0),
            whole: At::new(statement.at.start..statement.at.end),
        });
    }
}

fn is_data(change: &sql::Change) -> bool {
    matches!(
        change,
        sql::Change::Insert { .. } | sql::Change::Update { .. } | sql::Change::Delete { .. }
    )
}

fn of_code<'a>(
    system: &System,
    file: FileId,
    role: FileRole,
    one: &'a model::facts::sql::SqlInCode,
    sources: &mut Vec<Source<'a>>,
) {
    for statement in &one.script.statements {
        if statement.accesses.is_empty()
            || !statement
                .effects
                .iter()
                .all(|effect| is_data(&effect.change))
        {
            continue;
        }
        sources.push(Source {
            file,
            statement,
            name: one.function.clone().unwrap_or_else(|| words(statement)),
            at: match one.content_start {
                Some(offset) => first_place(statement, offset),
                None => one.at,
            }
            .in_file(file),
            role,
            service: system.owner(file),
            has_holes: one.has_holes || !statement.understood,
            is_one_row: false,
            is_expanded: false,
            is_bulk: false,
            schemas: Vec::new(),
            offset: one.content_start,
            whole: one.at,
        });
    }
}

/// The table that the statement names first.
fn first_place(statement: &Statement, offset: u32) -> At {
    let at = statement
        .accesses
        .iter()
        .filter(|access| access.parent.is_none())
        .map(|access| access.table.at)
        .find(|at| at.end > at.start)
        .unwrap_or(statement.at);
    At::new(at.start + offset..at.end + offset)
}

/// A name for a nameless statement: what it does, and to which tables.
fn words(statement: &Statement) -> String {
    let mut tables: Vec<&str> = Vec::new();
    for access in statement
        .accesses
        .iter()
        .filter(|access| access.parent.is_none())
    {
        if !tables.contains(&access.table.name.as_str()) {
            tables.push(&access.table.name);
        }
    }
    format!("{} {}", statement.kind, tables.join(", "))
}
