//! What shows that a table has many rows, so that who waits for a lock on it waits long: its name, what refers to it, the
//! indexes that somebody made for it, that it is partitioned, or that the team has spared its users before. In a schema of a
//! few tables each is one of those that matter.

use std::collections::{BTreeSet, HashMap, HashSet};

use sql::{Catalogue, ConstraintKind, Index, IndexPart, Key, Relation, RelationKind, TableKey};

use super::modest::{GROWS, PEOPLE, ends_in, is_any, is_called_by_people, stems};

/// A schema of no more tables has no table that is of no matter.
const FEW_TABLES: usize = 8;
/// A table to which so many others refer is what the system is about.
const REFERRING_MIN: usize = 3;
/// So many indexes that are no keys were made for queries that were slow, each for another one.
const TUNED_MIN: usize = 2;
/// What a table is called, what refers to it and one index mislead one by one.
const SIGNS_MIN: usize = 2;

/// What business does by the thousand, as the last word of a table's name, beside what grows with use and people.
const MANY: &[&str] = &[
    "action",
    "activity",
    "alert",
    "answer",
    "appointment",
    "article",
    "asset",
    "attachment",
    "balance",
    "block",
    "booking",
    "call",
    "cart",
    "case",
    "charge",
    "claim",
    "click",
    "conversation",
    "credit",
    "document",
    "download",
    "email",
    "feedback",
    "follow",
    "image",
    "impression",
    "incident",
    "interaction",
    "issue",
    "ledger",
    "like",
    "line",
    "listing",
    "loan",
    "mail",
    "measurement",
    "media",
    "mention",
    "observation",
    "order",
    "page",
    "payment",
    "payout",
    "photo",
    "position",
    "post",
    "prescription",
    "product",
    "purchase",
    "rating",
    "reaction",
    "reading",
    "receipt",
    "refund",
    "reply",
    "reservation",
    "review",
    "sale",
    "shipment",
    "stock",
    "story",
    "submission",
    "tick",
    "ticket",
    "trace",
    "trade",
    "transfer",
    "trip",
    "upload",
    "video",
    "visit",
    "vote",
    "wallet",
    "withdrawal",
];

/// Words in the names of tables that hold what is under way: rows go when it is done.
const PASSING: &[&str] = &[
    "active",
    "background",
    "draft",
    "ongoing",
    "pending",
    "queue",
    "queued",
    "running",
    "scheduled",
    "temp",
    "temporary",
    "tmp",
    "upcoming",
];

/// What is kept of all that business does, wherever it stands in such a name.
const KEPT: &[&str] = &["audit", "event", "history", "log"];

/// What is done again and again, and what each time is called.
const PLANS: &[&str] = &["check", "job", "report", "task", "workflow"];
const TIMES: &[&str] = &["attempt", "execution", "result", "run"];

/// What the tables of a schema say of each other.
#[derive(Debug)]
pub struct Surroundings {
    are_few: bool,
    /// How many others have a foreign key to each.
    referring: HashMap<TableKey, usize>,
    /// Those to which one refers that says what was done each time.
    plans: HashSet<TableKey>,
}

impl Surroundings {
    /// Those of the tables of `catalogue`.
    pub fn of(catalogue: &Catalogue) -> Surroundings {
        let mut referring: HashMap<TableKey, usize> = HashMap::new();
        let mut plans = HashSet::new();
        for table in catalogue.tables() {
            let keys = table.constraints.iter().filter_map(|one| match &one.kind {
                ConstraintKind::Foreign(key) => catalogue.relation(&key.table),
                _ => None,
            });
            let referred: BTreeSet<&TableKey> = keys.map(|other| &other.key).collect();
            let is_time = !referred.is_empty() && ends_in(&stems(&table.key.name), TIMES);
            for other in referred {
                if is_time {
                    plans.insert(other.clone());
                }
                if *other != table.key {
                    *referring.entry(other.clone()).or_default() += 1;
                }
            }
        }
        Surroundings {
            are_few: catalogue.tables().take(FEW_TABLES + 1).count() <= FEW_TABLES,
            referring,
            plans,
        }
    }

    /// Whether the table says what is done, and another one each time that it is; or people name what is done.
    fn is_plan(&self, table: &Relation, name: &[String], catalogue: &Catalogue) -> bool {
        ends_in(name, PLANS)
            && (self.plans.contains(&table.key) || is_called_by_people(table, catalogue))
    }

    /// Whether several other tables refer to it.
    fn is_core(&self, table: &Relation) -> bool {
        table.kind == RelationKind::Table
            && (self.referring.get(&table.key)).is_some_and(|count| *count >= REFERRING_MIN)
    }
}

/// Whether something shows that `table` has many rows, of those of which nothing shows that they have few: one thing that
/// hardly misleads, or two that may. On the tables in `spared` a statement was written so that fewer wait. `are_steps_few`
/// says that the history is short: then a schema of a few tables is all there is, and not what it began with.
pub fn is_large(
    table: &Relation,
    catalogue: &Catalogue,
    surroundings: &Surroundings,
    spared: &BTreeSet<TableKey>,
    are_steps_few: bool,
) -> bool {
    let name = stems(&table.key.name);
    let is_plan = surroundings.is_plan(table, &name, catalogue);
    let is_passing = is_any(&name, PASSING) || is_plan;
    let grows = ends_in(&name, GROWS) && !ends_in(&name, PLANS)
        || ends_in(&name, MANY) && is_any(&name, KEPT);
    if spared.contains(&table.key)
        || table.partition_by.is_some()
        || table.partition_of.is_some()
        || grows && !is_passing
    {
        return true;
    }
    let tuned = table.indexes.iter().filter(|index| is_made(index)).count();
    if are_steps_few && surroundings.are_few || tuned >= TUNED_MIN && !is_plan {
        return true;
    }
    let is_called = !is_passing
        && [GROWS, PEOPLE, MANY]
            .iter()
            .any(|words| ends_in(&name, words));
    // Whatever its size, everything refers to who uses the system.
    let is_core = !ends_in(&name, PEOPLE) && surroundings.is_core(table);
    let signs = [is_called, is_core, tuned > 0];
    signs.into_iter().filter(|sign| *sign).count() >= SIGNS_MIN
}

/// Whether somebody made the index for a query: it is no key.
fn is_made(index: &Index) -> bool {
    let is_plain = |part: &IndexPart| matches!(part.key, Key::Column(_));
    let is_more =
        index.parts.len() > 1 || index.predicate.is_some() || !index.parts.iter().all(is_plain);
    is_more && !index.is_unique
}

#[cfg(test)]
mod tests {
    use super::*;
    use sql::Dialect;

    /// Whether `table` is shown to be large after `ddl`, in a schema of many tables.
    #[track_caller]
    fn check(ddl: &str, table: &str, expected: bool) {
        let others: String = (0..FEW_TABLES)
            .map(|number| format!("CREATE TABLE other_{number} (id int);"))
            .collect();
        assert_eq!(
            is_so(&(others + ddl), table, true),
            expected,
            "{table} of {ddl}"
        );
    }

    fn is_so(ddl: &str, table: &str, are_steps_few: bool) -> bool {
        let mut catalogue = Catalogue::new(Dialect::PostgreSql);
        for statement in &sql::read(ddl, Dialect::PostgreSql).statements {
            for effect in &statement.effects {
                assert_eq!(catalogue.apply(effect, 0).problem, None, "{ddl}");
            }
        }
        let mut tables = catalogue.tables();
        let found = tables.find(|one| one.key.name == table);
        is_large(
            found.expect("the table was made"),
            &catalogue,
            &Surroundings::of(&catalogue),
            &BTreeSet::new(),
            are_steps_few,
        )
    }

    #[test]
    fn names_of_what_grows_are_large() {
        for name in ["events", "login_attempts", "audit_log_actions"] {
            check(&format!("CREATE TABLE {name} (id int)"), name, true);
        }
        for name in [
            "goals",
            "event_kinds_x",
            "payment_windows",
            "pending_events",
        ] {
            check(&format!("CREATE TABLE {name} (id int)"), name, false);
        }
        // Names that mislead need more than themselves; a job is there once, and its runs again and again.
        for name in ["payments", "app_users", "jobs"] {
            let made = format!("CREATE TABLE {name} (id int PRIMARY KEY, a int, b int);");
            check(&made, name, false);
            let tuned = format!("{made} CREATE INDEX i ON {name} (a, b);");
            check(&tuned, name, true);
            let runs = format!("{tuned} CREATE TABLE job_runs (id int, job int REFERENCES {name})");
            check(&runs, name, name != "jobs");
            check(&runs, "job_runs", true);
        }
        let named = "CREATE TABLE jobs (id int, name text UNIQUE, a int, b int);
            CREATE INDEX i ON jobs (a, b); CREATE INDEX k ON jobs (b, a);";
        check(named, "jobs", false);
        // Among few tables each matters, unless much was to come.
        assert!(is_so("CREATE TABLE goals (id int)", "goals", true));
        assert!(!is_so("CREATE TABLE goals (id int)", "goals", false));
    }

    #[test]
    fn what_others_refer_to_and_what_was_tuned_is_large() {
        let refer = |number: usize| {
            let others =
                (0..number).map(|n| format!("CREATE TABLE r{n} (g int REFERENCES goals);"));
            String::from("CREATE TABLE goals (id int PRIMARY KEY, a int, b int);")
                + &others.collect::<String>()
        };
        let tuned = |number: usize, referring: usize| {
            let indexes = (0..number).map(|n| format!("CREATE INDEX i{n} ON goals (a, b);"));
            refer(referring) + &indexes.collect::<String>()
        };
        check(&tuned(0, REFERRING_MIN), "goals", false);
        check(&tuned(1, REFERRING_MIN - 1), "goals", false);
        check(&tuned(1, REFERRING_MIN), "goals", true);
        check(&tuned(TUNED_MIN - 1, 0), "goals", false);
        check(&tuned(TUNED_MIN, 0), "goals", true);
        check(
            "CREATE TABLE goals (id int) PARTITION BY RANGE (id)",
            "goals",
            true,
        );
    }
}
