//! What shows that a table has few rows, so that no lock on it lasts long: its name, its keys, the rows that migrations
//! spell out, and what it is a part of. Thousands of rows are few; nobody waits for a scan of them.

use sql::{Catalogue, Column, ConstraintKind, IndexPart, Relation, TableKey, Type, UserTypeKind};

use super::parts::{MOST_DEPTH, Parts};
use super::{columns::words, size};

/// Words at the end of the name of a table that has a row for each organisation that is a customer, or for each thing
/// that people arrange by hand.
const MODEST: &[&str] = &[
    "addon",
    "agent",
    "catalog",
    "catalogue",
    "category",
    "cluster",
    "config",
    "configuration",
    "connector",
    "coupon",
    "dashboard",
    "endpoint",
    "enm",
    "enum",
    "environment",
    "feature",
    "flag",
    "gateway",
    "group",
    "integration",
    "kind",
    "license",
    "lookup",
    "monitor",
    "namespace",
    "organisation",
    "organization",
    "permission",
    "pipeline",
    "plan",
    "plugin",
    "policy",
    "project",
    "property",
    "provider",
    "reason",
    "role",
    "rule",
    "scope",
    "server",
    "setting",
    "store",
    "template",
    "tenant",
    "theme",
    "tier",
    "type",
    "warehouse",
    "webhook",
    "worker",
    "workspace",
];
/// Names of two words of the same sort, by their ends.
const MODEST_PAIRS: &[(&str, &str)] = &[
    ("api", "key"),
    ("api", "client"),
    ("api", "token"),
    ("oauth", "client"),
    ("oauth2", "client"),
    ("oidc", "client"),
    ("organisation", "invitation"),
    ("organisation", "invite"),
    ("organization", "invitation"),
    ("organization", "invite"),
    ("team", "invitation"),
    ("team", "invite"),
    ("verified", "domain"),
    ("workspace", "invitation"),
    ("workspace", "invite"),
];
/// Single names of the same sort, which mean something else as parts of longer ones.
const MODEST_ALONE: &[&str] = &[
    "app",
    "application",
    "class",
    "course",
    "domain",
    "label",
    "subscription",
    "tag",
    "team",
];
/// People, of whom there are millions, with what each of them has.
pub(super) const PEOPLE: &[&str] = &[
    "account",
    "contact",
    "customer",
    "device",
    "employee",
    "identity",
    "member",
    "participant",
    "patient",
    "people",
    "person",
    "profile",
    "recipient",
    "student",
    "subscriber",
    "user",
    "visitor",
];
/// What grows with use, whatever it belongs to.
pub(super) const GROWS: &[&str] = &[
    "attempt",
    "audit",
    "build",
    "check",
    "comment",
    "delivery",
    "entry",
    "event",
    "execution",
    "file",
    "history",
    "hit",
    "hst",
    "invoice",
    "item",
    "job",
    "log",
    "message",
    "metric",
    "notification",
    "object",
    "record",
    "request",
    "response",
    "result",
    "run",
    "sample",
    "session",
    "snapshot",
    "stat",
    "task",
    "token",
    "transaction",
    "usage",
    "version",
    "view",
];
/// Columns by which people call what they made.
const CALLED: &[&str] = &["name", "slug", "code", "identifier", "symbol"];
/// A table that migrations fill has no more columns than this.
const MOST_SEEDED_COLUMNS: usize = 16;

/// Whether something shows that `table` has few rows, of which migrations spelled out `seeded`.
pub fn is_modest(table: &Relation, catalogue: &Catalogue, seeded: u32) -> bool {
    let words = stems(&table.key.name);
    let is_seeded = seeded > 1 && table.columns.len() <= MOST_SEEDED_COLUMNS;
    is_called_modest(&words)
        || (is_seeded && !is_any(&words, PEOPLE))
        || size::is_few_rows(table)
        || has_bounded_key(table, catalogue)
        || (!is_any(&words, PEOPLE)
            && !is_any(&words, GROWS)
            && (is_called_by_people(table, catalogue)
                || Parts::of(catalogue).is_part(table, MOST_DEPTH)))
}

/// Whether the name of a table says that a job computes its rows from others, and does so anew where it failed.
pub fn is_computed(table: &TableKey) -> bool {
    const COMPUTED: &[&str] = &["stat", "statistic", "summary"];
    let schema = stems(&table.schema);
    ends_in(&stems(&table.name), COMPUTED) || ends_in(&schema, COMPUTED)
}

/// Whether the name of a migration says that its tables are small.
pub fn says_so(path: &str) -> bool {
    let words = words(path);
    words
        .windows(2)
        .any(|pair| pair[0] == "small" && matches!(pair[1].as_str(), "table" | "tables"))
}

/// Whether a migration is for CockroachDB, as its folders say: nobody waits for a change of a schema there, whatever it reads.
/// Source: CockroachDB documentation, "Online Schema Changes".
pub fn is_changed_online(path: &str) -> bool {
    model::path::folder(path)
        .split(['/', '_', '-', '.'])
        .any(|part| matches!(part, "cockroach" | "cockroachdb" | "crdb"))
}

/// The words of a name, each in the singular.
pub(super) fn stems(name: &str) -> Vec<String> {
    let words = words(name.rsplit('.').next().unwrap_or(name));
    words.into_iter().map(singular).collect()
}

fn singular(word: String) -> String {
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None if word.ends_with("ss") || word.ends_with("us") => word,
        None => word.strip_suffix('s').map_or(word.clone(), str::to_owned),
    }
}

pub(super) fn is_any(words: &[String], known: &[&str]) -> bool {
    words.iter().any(|word| known.contains(&word.as_str()))
}

/// Whether the last of `words` is one of those that are known.
pub(super) fn ends_in(words: &[String], known: &[&str]) -> bool {
    words
        .last()
        .is_some_and(|last| known.contains(&last.as_str()))
}

/// Whether a table of this name has a row for each organisation, plan, role or setting, and none for each person.
pub(super) fn is_called_modest(words: &[String]) -> bool {
    let names: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_called = match names.as_slice() {
        [.., first, last] if MODEST_PAIRS.contains(&(*first, *last)) => true,
        [name] if MODEST_ALONE.contains(name) => true,
        [.., last] => MODEST.contains(last),
        [] => false,
    };
    is_called && !is_any(words, PEOPLE)
}

/// Whether the primary key can take few values: a small number, a value of an enum, or one of a list.
pub(super) fn has_bounded_key(table: &Relation, catalogue: &Catalogue) -> bool {
    let [name] = table.primary_key()[..] else {
        return false;
    };
    let Some(column) = table.column(name) else {
        return false;
    };
    is_bounded(&column.data_type, catalogue) || is_listed(table, column)
}

fn is_bounded(data_type: &Type, catalogue: &Catalogue) -> bool {
    matches!(
        data_type.name.as_str(),
        "tinyint" | "smallint" | "boolean" | "enum"
    ) || catalogue
        .user_type(data_type)
        .is_some_and(|own| matches!(own.kind, UserTypeKind::Enum(_)))
}

/// Whether a check lists the values of the column.
fn is_listed(table: &Relation, column: &Column) -> bool {
    table.constraints.iter().any(|one| match &one.kind {
        ConstraintKind::Check { expression, .. } => {
            let text = expression.text.to_lowercase().replace(['(', '"', '`'], " ");
            let mut words = text.split_whitespace();
            words.next() == Some(column.name.to_lowercase().as_str()) && words.next() == Some("in")
        }
        _ => false,
    })
}

/// Whether people name each row: a unique key of a name, alone or within something.
pub(super) fn is_called_by_people(table: &Relation, catalogue: &Catalogue) -> bool {
    let is_scope = |owner: &str| {
        let words = stems(owner);
        let is_reference = words.last().is_some_and(|last| last == "id");
        let column = table.column(owner);
        !is_any(&words, PEOPLE)
            && (is_reference || column.is_some_and(|one| is_bounded(&one.data_type, catalogue)))
    };
    table.indexes.iter().any(|index| {
        let parts = index.parts.iter().map(named);
        let Some(columns) = parts.collect::<Option<Vec<&str>>>() else {
            return false;
        };
        let (names, scopes): (Vec<&str>, Vec<&str>) =
            columns.iter().partition(|column| CALLED.contains(column));
        index.is_unique && !names.is_empty() && scopes.into_iter().all(is_scope)
    })
}

/// The column of a part, or the one whose letters it folds: `lower(name)`.
fn named(part: &IndexPart) -> Option<&str> {
    let sql::Key::Expression(expression) = &part.key else {
        return part.column_name();
    };
    let text = expression.text.trim().trim_start_matches('(');
    let (function, rest) = text.split_once('(')?;
    let is_folding = ["lower", "upper", "btrim", "trim"]
        .iter()
        .any(|name| function.trim().eq_ignore_ascii_case(name));
    let inner = rest.split([')', ':']).next()?.trim().trim_matches('"');
    let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_folding && is_word(inner)).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sql::Dialect;

    /// Whether `table` is shown to have few rows after `ddl`.
    #[track_caller]
    fn check(ddl: &str, table: &str, expected: bool) {
        let mut catalogue = Catalogue::new(Dialect::PostgreSql);
        for statement in &sql::read(ddl, Dialect::PostgreSql).statements {
            for effect in &statement.effects {
                let outcome = catalogue.apply(effect, 0);
                assert_eq!(outcome.problem, None, "{ddl}");
            }
        }
        let found = catalogue
            .tables()
            .find(|one| one.key.name == table)
            .expect("the table was made");
        assert_eq!(
            is_modest(found, &catalogue, 0),
            expected,
            "{table} of {ddl}"
        );
    }

    #[test]
    fn a_row_for_each_organisation_is_modest() {
        let called = |name: &str| is_called_modest(&stems(name));
        assert!(called("Organization"));
        assert!(called("app.TeamGlobalSettings"));
        assert!(called("public.ApiKey"));
        assert!(called("resource_categories"));
        assert!(called("team_invitations"));
        assert!(called("tags"));
        assert!(!called("post_tags"));
        assert!(!called("user_settings"));
        assert!(!called("organization_members"));
    }

    #[test]
    fn what_a_job_computes_is_called_so() {
        let is_computed = |schema: &str, name: &str| is_computed(&TableKey::new(schema, name));
        assert!(is_computed("public", "worker_stats"));
        assert!(is_computed("statistics", "years"));
        assert!(!is_computed("public", "status"));
        assert!(!is_computed("public", "stat_requests"));
    }

    #[test]
    fn a_key_of_few_values_is_modest() {
        check("CREATE TABLE a (id smallint PRIMARY KEY)", "a", true);
        check("CREATE TABLE a (id int PRIMARY KEY)", "a", false);
        check(
            "CREATE TYPE color AS ENUM ('red'); CREATE TABLE a (id color PRIMARY KEY)",
            "a",
            true,
        );
        check(
            "CREATE TABLE a (state text PRIMARY KEY CHECK (state IN ('on', 'off')))",
            "a",
            true,
        );
        check(
            "CREATE TABLE a (state text PRIMARY KEY, b text CHECK (b IN ('on', 'off')))",
            "a",
            false,
        );
    }

    #[test]
    fn what_people_name_within_something_is_modest() {
        check(
            "CREATE TABLE lanes (id bigint PRIMARY KEY, team_id int, name text, UNIQUE (team_id, name))",
            "lanes",
            true,
        );
        check(
            "CREATE TABLE lanes (id bigint PRIMARY KEY, team_id int, name text);
             CREATE UNIQUE INDEX called ON lanes (lower(name), team_id)",
            "lanes",
            true,
        );
        check(
            "CREATE TABLE lanes (id bigint PRIMARY KEY, team_id int, name text);
             CREATE UNIQUE INDEX called ON lanes (md5(name), team_id)",
            "lanes",
            false,
        );
        // Each person names some, or a machine names millions.
        check(
            "CREATE TABLE lanes (id bigint PRIMARY KEY, user_id int, name text, UNIQUE (user_id, name))",
            "lanes",
            false,
        );
        check(
            "CREATE TABLE files (id bigint PRIMARY KEY, team_id int, name text, UNIQUE (team_id, name))",
            "files",
            false,
        );
    }

    #[test]
    fn a_part_of_something_modest_is_modest() {
        const PLANS: &str = "CREATE TABLE plans (id bigint PRIMARY KEY);
            CREATE TABLE addons (id bigint PRIMARY KEY);
            CREATE TABLE plan_phases (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans);
            CREATE TABLE plan_rate_cards (id bigint PRIMARY KEY, phase_id bigint REFERENCES plan_phases);
            CREATE TABLE bundles (plan_id bigint REFERENCES plans, addon_id bigint REFERENCES addons);
            CREATE TABLE prices (plan_id bigint PRIMARY KEY REFERENCES plans);
            CREATE TABLE plan_teams (id bigint, plan_id bigint REFERENCES plans, addon_id bigint REFERENCES addons,
                since date, until date, note text, PRIMARY KEY (plan_id, addon_id));
            CREATE TABLE claims (id bigint PRIMARY KEY);
            CREATE TABLE organisation (id bigint PRIMARY KEY, claim_id bigint UNIQUE REFERENCES claims);
            CREATE TABLE plan_types (id bigint PRIMARY KEY);
            CREATE TABLE plan_offers (id bigint PRIMARY KEY, type_id bigint REFERENCES plan_types);
            CREATE TABLE parcels (id bigint PRIMARY KEY);
            CREATE TABLE integrations (id bigint PRIMARY KEY, parcel_id bigint UNIQUE REFERENCES parcels);
            CREATE TABLE customers (id bigint PRIMARY KEY);
            CREATE TABLE bills (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
            CREATE TABLE plan_matches (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans, bill_id bigint REFERENCES bills);
            CREATE TABLE plan_events (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans);
            CREATE TABLE orders (id bigint PRIMARY KEY, plan_id bigint REFERENCES plans)";
        for part in [
            "plan_phases",
            "plan_rate_cards",
            "bundles",
            "prices",
            "plan_teams",
            "claims",
        ] {
            check(PLANS, part, true);
        }
        for other in [
            "plan_events",
            "plan_matches",
            "plan_offers",
            "orders",
            "parcels",
        ] {
            check(PLANS, other, false);
        }
    }
}
