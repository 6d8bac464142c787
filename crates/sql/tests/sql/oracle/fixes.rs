//! Online forms, held to the server: the fixed statements end with the schema of the original ones, run from the same
//! state, and what was found of the original is not found of them.

use super::{Server, missing, postgresql::PostgreSql};
use indexmap::IndexSet;
use sql::{Catalogue, Context, Dialect, ImpactKind, TableKey};

const BEFORE: &str = "
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(100), \"Name\" text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, n int);
INSERT INTO users SELECT i, 'u' || i, 'x' FROM generate_series(1, 50) i;
INSERT INTO orders SELECT i, i, i FROM generate_series(1, 50) i;
";

const CHANGES: &[(&str, ImpactKind)] = &[
    (
        "CREATE INDEX orders_user ON orders (user_id)",
        ImpactKind::BlockingIndexBuild,
    ),
    (
        "create unique index if not exists \"Users_name\" on users (\"Name\", email) where email is not null;",
        ImpactKind::BlockingIndexBuild,
    ),
    (
        "ALTER TABLE orders ADD CONSTRAINT positive CHECK (n > 0);",
        ImpactKind::ValidatingCheck,
    ),
    (
        "-- reference\nALTER TABLE orders\n  ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;\n",
        ImpactKind::ValidatingForeignKey,
    ),
    (
        "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);",
        ImpactKind::UniqueOnExisting,
    ),
    (
        "ALTER TABLE \"users\" ALTER COLUMN \"Name\" SET NOT NULL",
        ImpactKind::NotNullScan,
    ),
];

/// The kinds of what `change` does after `BEFORE`, each statement in a transaction of its own, and its online form.
fn judged(change: &str) -> (Vec<ImpactKind>, Option<String>) {
    let none = IndexSet::<TableKey>::new();
    let mut catalogue = Catalogue::new(Dialect::PostgreSql);
    for effect in sql::read(BEFORE, Dialect::PostgreSql)
        .statements
        .iter()
        .flat_map(|one| &one.effects)
    {
        catalogue.apply(effect, 0);
    }
    let context = Context {
        server: sql::Server::default_of(Dialect::PostgreSql),
        in_transaction: false,
        lock_timeout_set: true,
        statement_timeout_set: true,
        born: &none,
        emptied: &none,
        held: &sql::Held::default(),
        file: 1,
    };
    let (mut kinds, mut fixed) = (Vec::new(), None);
    for statement in &sql::read(change, Dialect::PostgreSql).statements {
        for effect in &statement.effects {
            kinds.extend(
                sql::impact(effect, &catalogue, &context)
                    .iter()
                    .map(|impact| impact.kind),
            );
            if let Some(form) = sql::online_form(effect, statement.at, &catalogue) {
                let mut edits = form.edits;
                edits.sort_by_key(|edit| std::cmp::Reverse(edit.at.start));
                let mut text = change.to_owned();
                for edit in edits {
                    text.replace_range(edit.at.start as usize..edit.at.end as usize, &edit.text);
                }
                fixed = Some(text);
            }
            assert_eq!(catalogue.apply(effect, 1).problem, None, "{change}");
        }
    }
    (kinds, fixed)
}

#[test]
fn an_online_form_ends_with_the_same_schema_and_locks_nobody_out() {
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    for (change, kind) in CHANGES {
        let (found, fixed) = judged(change);
        assert!(found.contains(kind), "{change}: {found:?}");
        let fixed = fixed.unwrap_or_else(|| panic!("{change} has an online form"));
        let (found, _) = judged(&fixed);
        assert!(!found.contains(kind), "{fixed}: {found:?}");
        for (database, text) in [("a", *change), ("b", fixed.as_str())] {
            server.reset(database);
            let (_, errors, _) = server.psql(database, &format!("{BEFORE}{text};"));
            assert_eq!(errors, "", "{text}");
        }
        assert_eq!(server.catalogue("a"), server.catalogue("b"), "{fixed}");
    }
}

/// The change with its second half in a migration of its own; `None` if it has no halves.
fn halved(change: &str) -> Option<String> {
    let mut catalogue = Catalogue::new(Dialect::PostgreSql);
    let before = sql::read(BEFORE, Dialect::PostgreSql);
    for effect in before.statements.iter().flat_map(|one| &one.effects) {
        catalogue.apply(effect, 0);
    }
    let script = sql::read(change, Dialect::PostgreSql);
    let statement = &script.statements[0];
    let halves = sql::halves(&statement.effects[0], &catalogue)?;
    let mut first = change.to_owned();
    match &halves.stays {
        Some(edit) => first.insert_str(edit.at.start as usize, &edit.text),
        None => {
            let range = statement.at.start as usize..statement.ends_at as usize;
            first.replace_range(range, "");
        }
    }
    Some(format!("{first};\n{};", halves.later))
}

#[test]
fn a_second_migration_ends_with_the_same_schema() {
    let Some(server) = PostgreSql::start() else {
        return missing("PostgreSQL", "postgresql");
    };
    let halved: Vec<(&str, String)> = CHANGES
        .iter()
        .filter_map(|(change, _)| Some((*change, halved(change)?)))
        .collect();
    assert_eq!(halved.len(), 4, "indexes, a check and a foreign key");
    for (change, fixed) in halved {
        for (database, text) in [("a", change), ("b", fixed.as_str())] {
            server.reset(database);
            let (_, errors, _) = server.psql(database, &format!("{BEFORE}{text};"));
            assert_eq!(errors, "", "{text}");
        }
        assert_eq!(server.catalogue("a"), server.catalogue("b"), "{fixed}");
    }
}
