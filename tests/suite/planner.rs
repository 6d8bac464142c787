//! Access analysis held to planners: for each of our own queries, the plan of a real PostgreSQL and of SQLite says which
//! tables an index finds rows of, and the relation `access` must say the same wherever it claims to know.
//!
//! The server is told to avoid reading whole tables, so that its plan shows what an index *can* do. A condition counts if
//! it holds the first part of the index: that setting makes PostgreSQL read whole indexes, too, which serves nobody.

#[path = "../../crates/sql/tests/sql/oracle/server.rs"]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use super::support::{Folder, archreview, root, stdout};
use serde_json::Value;
use server::{PostgreSql, missing, with_input};

/// Each named query with its text.
fn queries(text: &str) -> Vec<(String, String)> {
    text.split("-- name: ")
        .skip(1)
        .map(|part| {
            let (head, query) = part.split_once('\n').expect("a query follows its name");
            let name = head.split(' ').next().expect("it has a name");
            (
                name.to_owned(),
                query.trim().trim_end_matches(';').to_owned(),
            )
        })
        .collect()
}

fn file(name: &str) -> String {
    let path = root().join("tests/planner").join(name);
    std::fs::read_to_string(path).expect("the queries are there")
}

/// What the program says of each table of each query: whether an index finds its rows; `None` where it does not know.
fn analysed(engine: &str, schema: &str, queries: &str) -> BTreeMap<(String, String), Option<bool>> {
    let settings = format!(
        "version: \"2\"\nsql: [{{engine: {engine}, schema: db/schema.sql, queries: db/queries.sql}}]\n"
    );
    let folder = Folder::new(
        &format!("planner-{engine}"),
        &[
            ("sqlc.yaml", settings.as_bytes()),
            ("db/schema.sql", schema.as_bytes()),
            ("db/queries.sql", queries.as_bytes()),
        ],
    );
    let path = folder.0.display().to_string();
    let output = stdout(&archreview(&["facts", &path, "--relation", "access"]));
    let facts: Value = serde_json::from_str(&output).expect("facts are JSON");
    let mut found = BTreeMap::new();
    for access in facts["access"].as_array().expect("accesses are a list") {
        let text = |name: &str| access[name].as_str().expect("it is text").to_owned();
        let known = |name: &str| access[name].as_bool();
        let verdict = match (known("is_served"), known("is_join_served")) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) | (_, Some(false)) => Some(false),
            (None, None) => None,
        };
        found.insert((text("query"), text("table")), verdict);
    }
    found
}

/// Compares claims with plans; `plans` gives `None` for a query that the server refuses.
fn compare(
    claims: &BTreeMap<(String, String), Option<bool>>,
    queries: &[(String, String)],
    plan: impl Fn(&str) -> Option<BTreeMap<String, bool>>,
) {
    let (mut agreed, mut unknown, mut wrong) = (0, 0, Vec::new());
    for (name, query) in queries {
        let Some(plan) = plan(query) else {
            wrong.push(format!("{name}: the server refuses it"));
            continue;
        };
        let tables: BTreeSet<&String> = claims
            .keys()
            .filter(|(query, _)| query == name)
            .map(|(_, table)| table)
            .collect();
        if tables.is_empty() {
            wrong.push(format!("{name}: nothing was analysed"));
        }
        for table in tables {
            match (claims[&(name.clone(), table.clone())], plan.get(table)) {
                (Some(claim), Some(served)) if claim == *served => agreed += 1,
                (Some(claim), Some(_)) => wrong.push(format!("{name}: `{table}` claimed {claim}")),
                (None, _) | (_, None) => unknown += 1,
            }
        }
    }
    eprintln!(
        "{agreed} claims agree with the plans, {} do not, {unknown} are not made",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        agreed * 4 > unknown * 20,
        "most tables must be judged: {agreed} against {unknown}"
    );
}

#[test]
fn postgresql_plans_as_the_analysis_says() {
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    let schema = file("schema.sql") + &file("postgresql-schema.sql");
    let text = file("both.sql") + &file("postgresql.sql");
    let (_, errors, _) = server.psql("a", &schema);
    assert_eq!(errors, "");
    let claims = analysed("postgresql", &schema, &text);
    compare(&claims, &queries(&text), |query| {
        postgresql_plan(&server, query)
    });
}

/// For each table that the plan reads: whether an index finds its rows.
fn postgresql_plan(server: &PostgreSql, query: &str) -> Option<BTreeMap<String, bool>> {
    let parameters = (1..10)
        .filter(|number| query.contains(&format!("${number}")))
        .count();
    let values = if parameters == 0 {
        String::new()
    } else {
        format!("({})", vec!["NULL"; parameters].join(", "))
    };
    let input = format!(
        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off;\n\
         SET enable_mergejoin = off; SET enable_material = off; SET enable_memoize = off; SET jit = off;\n\
         PREPARE q AS {query};\nEXPLAIN (FORMAT JSON) EXECUTE q{values};"
    );
    let (output, errors, _) = server.psql("a", &input);
    if !errors.is_empty() {
        eprintln!("{errors}");
        return None;
    }
    let plan: Value = serde_json::from_str(&output).expect("plans are JSON");
    let (leading, errors, _) = server.psql(
        "a",
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid, 1, true), am.amname FROM pg_index \
         JOIN pg_class c ON c.oid = indexrelid JOIN pg_am am ON am.oid = c.relam",
    );
    assert_eq!(errors, "");
    let leading: BTreeMap<&str, (&str, &str)> = leading
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once('|')?;
            Some((name, rest.rsplit_once('|')?))
        })
        .collect();
    let (parents, _, _) = server.psql(
        "a",
        "SELECT inhrelid::regclass, inhparent::regclass FROM pg_inherits",
    );
    let parents: BTreeMap<&str, &str> = parents
        .lines()
        .filter_map(|line| line.split_once('|'))
        .collect();
    let mut tables = BTreeMap::new();
    read_plan(&plan[0]["Plan"], &leading, &parents, &mut tables);
    Some(tables)
}

fn read_plan(
    node: &Value,
    leading: &BTreeMap<&str, (&str, &str)>,
    parents: &BTreeMap<&str, &str>,
    tables: &mut BTreeMap<String, bool>,
) {
    let kind = node["Node Type"].as_str().unwrap_or_default();
    if let Some(table) = node["Relation Name"]
        .as_str()
        .filter(|_| kind.ends_with("Scan"))
    {
        let table = parents.get(table).copied().unwrap_or(table);
        let is_served = is_found(node, leading);
        *tables.entry(table.to_owned()).or_insert(true) &= is_served;
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        read_plan(child, leading, parents, tables);
    }
}

/// Whether a condition over the first part of an index finds the rows of this node.
fn is_found(node: &Value, leading: &BTreeMap<&str, (&str, &str)>) -> bool {
    let children = || node["Plans"].as_array().into_iter().flatten();
    match node["Node Type"].as_str().unwrap_or_default() {
        "Bitmap Heap Scan" | "BitmapAnd" => children().any(|child| is_found(child, leading)),
        "BitmapOr" => children().all(|child| is_found(child, leading)),
        "Index Scan" | "Index Only Scan" | "Bitmap Index Scan" => {
            let index = node["Index Name"].as_str().unwrap_or_default();
            let condition = node["Index Cond"].as_str().unwrap_or_default();
            // An index without a condition is read whole; a partial one holds few rows.
            if condition.is_empty() {
                return index == "mail_queued";
            }
            leading
                .get(index)
                .is_some_and(|(first, method)| *method == "brin" || condition.contains(first))
        }
        _ => false,
    }
}

#[test]
fn sqlite_plans_as_the_analysis_says() {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        return missing("SQLite", "sqlite3");
    }
    let schema = file("schema.sql");
    let text = file("both.sql");
    let claims = analysed("sqlite", &schema, &text);
    compare(&claims, &queries(&text), |query| {
        sqlite_plan(&schema, query)
    });
}

fn sqlite_plan(schema: &str, query: &str) -> Option<BTreeMap<String, bool>> {
    let query = query.replace('$', "?");
    let mut command = Command::new("sqlite3");
    command.args(["-batch", ":memory:"]);
    let output = with_input(command, &format!("{schema}\nEXPLAIN QUERY PLAN {query};"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.stderr.is_empty() || text.is_empty() {
        eprintln!("{}{query}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let aliases = [
        ("p", "person"),
        ("b", "badge"),
        ("t", "team"),
        ("r", "reading"),
        ("w", "wanted"),
    ];
    let mut tables = BTreeMap::new();
    let mut is_alternative = false;
    for line in text.lines() {
        let line = line.trim_start_matches(['|', '`', '-', ' ']);
        if line.starts_with("MULTI-INDEX OR") {
            is_alternative = true;
        }
        let mut words = line.split(' ');
        let kind = words.next().unwrap_or_default();
        let Some(name) = words.next().filter(|_| matches!(kind, "SEARCH" | "SCAN")) else {
            continue;
        };
        let table = aliases
            .iter()
            .find(|(alias, _)| *alias == name)
            .map_or(name, |(_, table)| *table);
        // An index that SQLite makes for one statement is one that is missing; a partial one read whole holds few rows.
        let is_served = (kind == "SEARCH" && !line.contains("AUTOMATIC"))
            || line.contains("mail_queued")
            || is_alternative;
        *tables.entry(table.to_owned()).or_insert(true) &= is_served;
    }
    Some(tables)
}
