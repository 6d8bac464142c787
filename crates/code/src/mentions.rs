//! Whether a source file mentions a table or a column, in any of the spellings that code has for it.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use crate::prisma::{models, names};
use crate::role::role;
use crate::words::{has_word, search};
use crate::{Language, ROLE_HEAD_BYTES, Role};

/// Ends of files other than source code that say what code reads from tables: queries, mappings, models and templates.
const ENDS: &[&str] = &[
    ".sql", ".prisma", ".xml", ".vue", ".svelte", ".graphql", ".ex", ".exs", ".scala", ".clj",
    ".groovy", ".erb", ".heex", ".fs", ".cpp", ".cc", ".c", ".swift", ".dart", ".hcl", ".jrxml",
];

/// A column further than this from the next name of its table, in bytes, is one of another.
const DISTANCE_LIMIT: u32 = 1_000;

/// Whether the file at `path` could use tables of a database, by its name: tests, migrations and what runs in browsers do not.
pub fn may_use_tables(path: &str) -> bool {
    let is_of_documents = path.starts_with("docs/") || path.contains("/docs/");
    (Language::of(path).is_some()
        || (ENDS.iter().any(|end| path.ends_with(end)) && !is_of_documents))
        && !is_passing(path)
        && uses(role(path, ""))
}

/// Whether the path says that what lies there runs for developers alone, or once: `orders-dev/`, `temp_fix_totals.go`.
fn is_passing(path: &str) -> bool {
    const ONCE: &[&str] = &[
        "one-off", "one_off", "oneoff", "temp-", "temp_", "tmp-", "tmp_",
    ];
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default().to_ascii_lowercase();
    ONCE.iter().any(|start| name.starts_with(start))
        || folders
            .iter()
            .any(|folder| folder.len() > 4 && folder.ends_with("-dev"))
}

fn uses(role: Role) -> bool {
    matches!(role, Role::Server | Role::Generated | Role::Tool)
}

/// What is looked for: a table, or a column of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// The table, without its schema; empty if the member stands alone, as a value of an enum.
    pub table: String,
    /// The column or value; `None` for the table itself.
    pub member: Option<String>,
}

/// That a file mentions what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The position of what is wanted.
    pub wanted: u32,
    /// How far it is from being sure, 0 the surest: of a column its distance from the next name of its table, in bytes;
    /// of a table 0 behind a word of SQL or of a mapping, 1 elsewhere.
    pub doubt: u32,
}

/// Finds mentions of many names in one pass over a file.
pub struct Mentions {
    /// Words in the case in which code writes them, and what each is a spelling of.
    words: AhoCorasick,
    spelled: Vec<usize>,
    /// Stems of tables, in any case.
    stems: AhoCorasick,
    stemmed: Vec<usize>,
    /// The word and the stem that must both be there.
    wanted: Vec<(usize, Option<usize>)>,
}

impl Mentions {
    /// Looks for `wanted`.
    pub fn new(wanted: &[Wanted]) -> Mentions {
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        let mut stems: BTreeMap<String, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        for wanted in wanted {
            let name = wanted.member.as_deref().unwrap_or(&wanted.table);
            let next = words.len();
            let word = *words.entry(name).or_insert(next);
            let stem = wanted.member.as_ref().and_then(|_| {
                let stem = stem(&wanted.table);
                let next = stems.len();
                (!stem.is_empty()).then(|| *stems.entry(stem).or_insert(next))
            });
            pairs.push((word, stem));
        }
        let mut patterns = Vec::new();
        let mut spelled = Vec::new();
        for (name, word) in words {
            for spelling in spellings(name) {
                patterns.push(spelling);
                spelled.push(word);
            }
        }
        // A class is called as one row of its table.
        for (wanted, (word, _)) in wanted.iter().zip(&pairs) {
            if wanted.member.is_none() && !wanted.table.is_empty() {
                let one = class_of(&wanted.table);
                // Clients of Prisma call it as one of its rows: `client.orderLine.create`.
                patterns.push(format!(".{}", camel(&one)));
                patterns.push(one);
                spelled.extend([*word, *word]);
            }
        }
        let (mut stem_patterns, mut stemmed) = (Vec::new(), Vec::new());
        for (stem, number) in stems {
            stem_patterns.push(stem.replace('_', ""));
            stemmed.push(number);
            stem_patterns.push(stem);
            stemmed.push(number);
        }
        let built = |patterns: &[String], is_any_case| {
            search(patterns, is_any_case).expect("some thousand short names are within its limits")
        };
        Mentions {
            words: built(&patterns, false),
            spelled,
            stems: built(&stem_patterns, true),
            stemmed,
            wanted: pairs,
        }
    }

    /// What the file at `path` mentions, in order. Tests, examples, and files that define tables mention nothing.
    pub fn of(&self, path: &str, text: &[u8]) -> Vec<Mention> {
        let head = String::from_utf8_lossy(&text[..text.len().min(ROLE_HEAD_BYTES)]);
        if !uses(role(path, &head))
            || (path.ends_with(".sql") && defines_tables(text))
            || (path.ends_with(".rs") && declares_tables(&head))
            || (head.contains("generated by sqlc") && !has_statement(text))
        {
            return Vec::new();
        }
        // A file of models says of each column to which table it belongs, and uses no table.
        if path.ends_with(".prisma") {
            let models = models(text).into_iter();
            let mut mentioned: Vec<Mention> = models
                .flat_map(|model| self.of_part(model, Some(&names(model))))
                .filter(|mention| self.wanted[mention.wanted as usize].1.is_some())
                .collect();
            mentioned.sort();
            mentioned.dedup_by_key(|mention| mention.wanted);
            return mentioned;
        }
        self.of_part(text, None)
    }

    /// What `text` mentions, of tables that `owners` names for all of it, or that it names nearby.
    fn of_part(&self, text: &[u8], owners: Option<&[u8]>) -> Vec<Mention> {
        // Each word with the places where it ends, each stem likewise, in their order.
        let mut words: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
        for found in self.words.find_overlapping_iter(text) {
            let starts_upper = text[found.start()].is_ascii_uppercase();
            let before = found.start().checked_sub(1).map(|before| text[before]);
            let is_whole =
                text[found.start()] == b'.' || before.is_none_or(|before| !is_of_word(before));
            let is_start = is_whole
                || starts_upper && before.is_some_and(|before| before.is_ascii_lowercase());
            let is_end = text
                .get(found.end())
                .is_none_or(|&after| !is_of_word(after));
            if is_start && is_end {
                let is_sure = is_of_database(&text[..found.start()]);
                let places = words.entry(self.spelled[found.pattern().as_usize()]);
                places.or_default().push(Place {
                    end: found.end(),
                    is_sure,
                    is_whole,
                });
            }
        }
        if words.is_empty() {
            return Vec::new();
        }
        let mut stems: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for found in self.stems.find_overlapping_iter(owners.unwrap_or(text)) {
            let places = stems.entry(self.stemmed[found.pattern().as_usize()]);
            places.or_default().push(found.end());
        }
        let doubt = |(word, stem): &(usize, Option<usize>)| {
            let places = words.get(word)?;
            match stem {
                // `migrateOrderLine` says what it does, and not which table it reads.
                None => {
                    let whole = || places.iter().filter(|place| place.is_whole);
                    whole().next()?;
                    Some(u32::from(!whole().any(|place| place.is_sure)))
                }
                Some(stem) => {
                    let near = stems.get(stem)?;
                    if owners.is_some() {
                        return Some(0);
                    }
                    let ends = places.iter().map(|place| place.end);
                    let nearest = ends.map(|end| distance(near, end)).min();
                    nearest.filter(|distance| *distance <= DISTANCE_LIMIT)
                }
            }
        };
        let wanted = (0..).zip(&self.wanted);
        wanted
            .filter_map(|(wanted, names)| {
                Some(Mention {
                    wanted,
                    doubt: doubt(names)?,
                })
            })
            .collect()
    }
}

/// Where a word stands.
struct Place {
    end: usize,
    /// Whether a word of SQL or of a mapping stands before it.
    is_sure: bool,
    /// Whether it is no end of a longer name.
    is_whole: bool,
}

/// How far `place` is from the nearest of `places`, which are in order and not empty.
fn distance(places: &[usize], place: usize) -> u32 {
    let next = places.partition_point(|one| *one < place);
    let near = [next.checked_sub(1), Some(next)].into_iter().flatten();
    let near = near
        .filter_map(|at| places.get(at))
        .map(|one| one.abs_diff(place));
    near.min()
        .map_or(u32::MAX, |apart| u32::try_from(apart).unwrap_or(u32::MAX))
}

/// Whether what stands behind `before` is meant as a name of the database: after a word of SQL, or as what a mapping
/// calls its table.
fn is_of_database(before: &[u8]) -> bool {
    // `from sales.orders`
    let before = match before {
        [schema @ .., b'.'] => {
            let schema = schema.strip_suffix(b"\"").unwrap_or(schema);
            let name = schema.iter().rev().take_while(|byte| is_of_word(**byte));
            let rest = &schema[..schema.len() - name.count()];
            rest.strip_suffix(b"\"").unwrap_or(rest)
        }
        before => before,
    };
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`([=:.".contains(byte);
    let end = before.len()
        - before
            .iter()
            .rev()
            .take_while(|byte| is_between(byte))
            .count();
    let word = before[..end]
        .iter()
        .rev()
        .take_while(|byte| is_of_word(**byte))
        .count();
    let word = before[end - word..end].to_ascii_lowercase();
    // A word of its own, and no end of a longer name.
    end < before.len()
        && (matches!(
            &word[..],
            b"__tablename__"
                | b"entity"
                | b"from"
                | b"into"
                | b"join"
                | b"name"
                | b"tablename"
                | b"update"
        ) || word.ends_with(b"table"))
}

/// `non-arrivals` names no `arrivals`.
fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether a statement stands in `text`. Of what sqlc writes, models alone have none, whether or not a query uses them.
fn has_statement(text: &[u8]) -> bool {
    let verbs = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "select", "insert", "update", "delete",
    ];
    verbs.iter().any(|verb| has_word(text, verb))
}

/// How lines of a file begin that defines a schema, or a part of one.
const DEFINES: &[&str] = &[
    "create table",
    "alter table",
    "create index",
    "create unique index",
];

fn defines_tables(text: &[u8]) -> bool {
    let define = |line: &[u8]| {
        let start = line.trim_ascii_start();
        DEFINES.iter().any(|word| {
            start
                .get(..word.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
        })
    };
    text.split(|&byte| byte == b'\n').any(define)
}

/// Whether a file of Rust, which begins with `head`, is what Diesel writes of all tables that there are.
fn declares_tables(head: &str) -> bool {
    let declares = |line: &str| {
        let line = line.trim_start().trim_start_matches("diesel::");
        line.starts_with("table! {")
    };
    head.lines().any(declares)
}

/// What every spelling of a table's name holds, in lower case: its name without the plural.
fn stem(table: &str) -> String {
    let table = table.to_ascii_lowercase();
    without_plural(&table, "", 3).unwrap_or(table)
}

/// What a class of the rows of `table` is called.
pub(crate) fn class_of(table: &str) -> String {
    pascal(&parts(&singular(table)))
}

/// The name of one row of `table`.
fn singular(table: &str) -> String {
    without_plural(table, "y", 0).unwrap_or_else(|| table.to_owned())
}

/// `name` without its plural, as far as English is regular, with `y` in place of `ies`; `None` if that leaves fewer
/// than `least` letters in front of the end, or if it has none.
fn without_plural(name: &str, y: &str, least: usize) -> Option<String> {
    [("ies", y), ("ses", "s"), ("xes", "x"), ("s", "")]
        .iter()
        .find_map(|(plural, singular)| {
            let stem = name.strip_suffix(plural)?;
            (stem.len() >= least).then(|| format!("{stem}{singular}"))
        })
}

pub(crate) fn camel(pascal: &str) -> String {
    let (first, rest) = pascal.split_at(pascal.chars().next().map_or(0, char::len_utf8));
    first.to_ascii_lowercase() + rest
}

fn pascal(parts: &[String]) -> String {
    let mut name = String::new();
    for part in parts {
        let (first, rest) = part.split_at(part.chars().next().map_or(0, char::len_utf8));
        name.push_str(&first.to_ascii_uppercase());
        name.push_str(rest);
    }
    name
}

/// How code spells the name `name`: `root_concept`, `ROOT_CONCEPT`, `rootConcept`, `RootConcept`; for a name in other
/// case as it is, and so.
fn spellings(name: &str) -> BTreeSet<String> {
    let parts = parts(name);
    let whole = pascal(&parts);
    let camel = camel(&whole);
    let snake = parts.join("_");
    // Go writes initials in capitals: `UserID`, `BaseURL`.
    let initials = |name: &str| {
        [
            ("Id", "ID"),
            ("Url", "URL"),
            ("Uuid", "UUID"),
            ("Ip", "IP"),
            ("Ids", "IDs"),
        ]
        .iter()
        .find_map(|(end, initials)| Some(name.strip_suffix(end)?.to_owned() + initials))
    };
    let mut all: BTreeSet<String> = [&camel, &whole]
        .into_iter()
        .filter_map(|name| initials(name))
        .collect();
    all.extend([
        name.to_owned(),
        snake.to_ascii_uppercase(),
        snake,
        camel,
        whole,
    ]);
    all.retain(|spelling| !spelling.is_empty());
    all
}

/// The words of a name, in lower case.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut was_lower = false;
    let mut is_open = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            is_open = false;
            was_lower = false;
            continue;
        }
        if !is_open || (was_lower && letter.is_ascii_uppercase()) {
            parts.push(String::new());
            is_open = true;
        }
        was_lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        if let Some(part) = parts.last_mut() {
            part.push(letter.to_ascii_lowercase());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(table: &str, member: Option<&str>) -> Wanted {
        Wanted {
            table: table.to_owned(),
            member: member.map(str::to_owned),
        }
    }

    fn mentions(table: &str, member: Option<&str>, path: &str, text: &str) -> bool {
        let mentions = Mentions::new(&[wanted(table, member)]);
        !mentions.of(path, text.as_bytes()).is_empty()
    }

    #[test]
    fn a_column_is_mentioned_in_the_spellings_of_code() {
        let root = |text: &str| mentions("comp_versions", Some("root_concept"), "src/a.java", text);
        for text in [
            "class CompVersion { String rootConcept; }",
            "compVersion.getRootConcept()",
            "COMP_VERSION.ROOT_CONCEPT.eq(x)",
            "\"SELECT root_concept FROM comp_versions\"",
        ] {
            assert!(root(text), "{text}");
        }
        for text in [
            // Longer names are other names.
            "class CompVersion { String rootConceptId; }",
            "\"SELECT root_concept_id, old_root_concept FROM comp_versions\"",
            // The column of another table.
            "class Template { String rootConcept; }",
        ] {
            assert!(!root(text), "{text}");
        }
        assert!(mentions(
            "users",
            Some("device_id"),
            "a.go",
            "type User struct { DeviceID string }"
        ));
    }

    #[test]
    fn a_name_in_capitals_and_small_letters_is_found_as_it_is() {
        let role = |text: &str| mentions("User", Some("teamRole"), "src/a.ts", text);
        assert!(role("prisma.user.update({ data: { teamRole } })"));
        assert!(role("SELECT u.team_role FROM \"User\" u"));
        assert!(!role("prisma.user.update({ data: { role } })"));
    }

    #[test]
    fn a_column_of_another_model_is_no_mention() {
        let schema = "model Link {\n  userId Int\n  name String\n}\nmodel User {\n  id Int\n}\n";
        let name = |table: &str| mentions(table, Some("name"), "prisma/schema.prisma", schema);
        assert!(name("Link"));
        let long = format!(
            "model Link {{\n{}  name String\n}}\n",
            "  // note\n".repeat(200)
        );
        assert!(mentions(
            "Link",
            Some("name"),
            "prisma/schema.prisma",
            &long
        ));
        assert!(!name("User"));
    }

    #[test]
    fn a_table_is_mentioned_as_a_whole_word() {
        let countries = |text: &str| mentions("countries", None, "a.go", text);
        assert!(countries("JOIN countries c ON c.code = d.country_code"));
        assert!(countries("db.Model(&Countries{})"));
        assert!(countries("type Country struct {}"));
        assert!(!countries(
            "SELECT country_code FROM disbursements_countries"
        ));
        assert!(!countries("\"all non-countries\""));
        let lines = |path: &str, text: &str| mentions("order_lines", None, path, text);
        assert!(lines("src/a.ts", "await prisma.orderLine.create({ data })"));
        // A model is there before anybody uses it.
        let model = "model OrderLine {\n  id Int\n  @@map(\"order_lines\")\n}\n";
        assert!(!lines("prisma/schema.prisma", model));
    }

    #[test]
    fn tests_and_definitions_of_tables_use_nothing() {
        let note = |path: &str, text: &str| mentions("orders", Some("note"), path, text);
        assert!(note("src/orders.py", "orders.note"));
        assert!(!note("tests/test_orders.py", "orders.note"));
        assert!(!note("db/schema.sql", "CREATE TABLE orders (note text);"));
        assert!(!note(
            "db/indexes.sql",
            "CREATE INDEX orders_note ON orders (note);"
        ));
        assert!(note("queries/orders.sql", "SELECT note FROM orders;"));
        let sqlc = "// Code generated by sqlc. DO NOT EDIT.\npackage db\n";
        assert!(!note(
            "db/models.go",
            &format!("{sqlc}type Order struct {{ Note string }}")
        ));
        let query = format!("{sqlc}const all = `SELECT note FROM orders`");
        assert!(note("db/orders.sql.go", &query));
    }

    #[test]
    fn what_runs_once_or_for_developers_uses_nothing() {
        for path in [
            "orders-dev/src/main/kotlin/Clean.kt",
            "cmd/api/temp_fix_totals.go",
            "jobs/oneoff_totals.py",
        ] {
            assert!(!may_use_tables(path), "{path}");
        }
        for path in [
            "dev/orders.go",
            "src/template_store.ts",
            "api/temperature.go",
        ] {
            assert!(may_use_tables(path), "{path}");
        }
    }

    #[test]
    fn what_diesel_writes_of_every_table_uses_none() {
        let diesel =
            "// @generated by diesel\n\ndiesel::table! {\n    orders (id) { note -> Text, }\n}\n";
        assert!(!mentions("orders", Some("note"), "src/schema.rs", diesel));
        let query = "orders::table.select(orders::note)";
        assert!(mentions("orders", Some("note"), "src/orders.rs", query));
    }

    #[test]
    fn a_name_where_the_database_is_meant_is_surer() {
        let doubt = |member: Option<&str>, text: &str| {
            let mentions = Mentions::new(&[wanted("rooms", member)]);
            let found = mentions.of("src/a.kt", text.as_bytes());
            found.first().map(|mention| mention.doubt)
        };
        for sure in [
            "SELECT * FROM rooms",
            "@Table(name = \"rooms\")",
            "insert into\n  rooms",
            "object Rooms : LongIdTable(\"rooms\")",
            "SELECT * FROM house.rooms",
            "join \"house\".rooms r",
        ] {
            assert_eq!(doubt(None, sure), Some(0), "{sure}");
        }
        for unsure in ["lists all rooms", "\"rooms\": 3", "wherefrom rooms"] {
            assert_eq!(doubt(None, unsure), Some(1), "{unsure}");
        }
        assert_eq!(doubt(Some("size"), "rooms.size; // size"), Some(6));
        assert_eq!(doubt(Some("size"), "size"), None);
        let far = format!("rooms.id; {} halls.size", " ".repeat(1_000));
        assert_eq!(doubt(Some("size"), &far), None);
    }

    #[test]
    fn a_value_stands_alone() {
        let mentions = Mentions::new(&[wanted("", Some("REVENUECAT")), wanted("", Some("STRIPE"))]);
        let found = mentions.of("a.ts", b"provider: 'STRIPE'");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].wanted, 1);
    }
}
