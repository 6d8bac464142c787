//! Names, stores and ways to talk, out of free text.

use model::facts::design::{Dependency, Store, Text};

use crate::markdown::none;

/// Technologies by the words that name them; the first column is the name that the system uses.
const TECHNOLOGIES: &[(&str, &[&str])] = &[
    (
        "postgresql",
        &["postgresql", "postgres", "aurora", "timescaledb", "pg"],
    ),
    ("mysql", &["mysql"]),
    ("mariadb", &["mariadb"]),
    ("sqlite", &["sqlite"]),
    ("mongodb", &["mongodb", "mongo"]),
    ("cassandra", &["cassandra", "scylladb"]),
    ("dynamodb", &["dynamodb"]),
    ("cockroachdb", &["cockroachdb"]),
    ("oracle", &["oracle"]),
    ("sqlserver", &["sqlserver", "mssql"]),
    ("clickhouse", &["clickhouse"]),
    ("neo4j", &["neo4j"]),
    ("couchdb", &["couchdb"]),
    ("firestore", &["firestore"]),
    ("spanner", &["spanner"]),
    ("influxdb", &["influxdb"]),
    ("redis", &["redis", "valkey"]),
    ("memcached", &["memcached"]),
    ("kafka", &["kafka", "redpanda"]),
    ("rabbitmq", &["rabbitmq"]),
    ("nats", &["nats"]),
    ("activemq", &["activemq"]),
    ("sqs", &["sqs"]),
    ("sns", &["sns"]),
    ("kinesis", &["kinesis"]),
    ("pubsub", &["pubsub"]),
    ("elasticsearch", &["elasticsearch", "elastic"]),
    ("opensearch", &["opensearch"]),
    ("s3", &["s3"]),
    ("minio", &["minio"]),
];

/// Words that say nothing about which store it is.
const GENERIC: &[&str] = &[
    "database",
    "databases",
    "db",
    "dbs",
    "data",
    "store",
    "stores",
    "storage",
    "schema",
    "cluster",
    "instance",
    "server",
    "service",
    "table",
    "tables",
    "the",
    "a",
    "an",
    "own",
    "dedicated",
    "primary",
    "relational",
    "document",
    "sql",
    "nosql",
    "key",
    "value",
    "in",
    "memory",
    "cache",
    "queue",
    "broker",
    "search",
    "engine",
    "bucket",
    "object",
    "managed",
    "aws",
    "amazon",
    "gcp",
    "google",
    "cloud",
    "azure",
    "rds",
    "atlas",
    "elasticache",
    "with",
    "and",
    "for",
    "on",
    "type",
    "main",
    "replica",
    "replicas",
    "read",
    "write",
    "its",
    "per",
    "private",
    "apache",
    "persistent",
    "microsoft",
    "redis",
    "index",
    "blob",
    "file",
    "single",
    "no",
    "message",
    "of",
    "lts",
    "latest",
    "shared",
    "multi",
    "az",
    "vector",
    "graph",
    "series",
    "time",
    "timeseries",
    "columnar",
    "wide",
    "column",
    "embedded",
    "local",
    "external",
    "internal",
    "existing",
    "new",
    "separate",
    "isolated",
    "tenant",
    "production",
    "optimised",
    "optimized",
    "only",
];

const ASYNCHRONOUS: &[&str] = &["async", "asynchronous", "asynchronously"];
const SYNCHRONOUS: &[&str] = &["sync", "synchronous", "synchronously", "blocking"];
const MESSAGES: &[&str] = &[
    "event",
    "events",
    "message",
    "messages",
    "messaging",
    "queue",
    "queues",
    "kafka",
    "rabbitmq",
    "sqs",
    "sns",
    "nats",
    "pubsub",
    "pub",
    "stream",
    "streams",
    "topic",
    "topics",
    "amqp",
    "webhook",
    "webhooks",
    "mqtt",
    "kinesis",
];
const REQUESTS: &[&str] = &[
    "rest", "http", "https", "grpc", "graphql", "soap", "rpc", "request",
];

/// The words of `text`, lower case.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether who talks in the way of `text` waits for the answer; `None` if the text does not say, or says both.
pub fn is_blocking(text: &str) -> Option<bool> {
    let words = words(text);
    let has = |vocabulary: &[&str]| words.iter().any(|word| vocabulary.contains(&word.as_str()));
    for (waits, goes_on) in [(SYNCHRONOUS, ASYNCHRONOUS), (REQUESTS, MESSAGES)] {
        match (has(waits), has(goes_on)) {
            (true, false) => return Some(true),
            (false, true) => return Some(false),
            (true, true) => return None,
            (false, false) => {}
        }
    }
    None
}

/// The technology that `text` names first.
pub fn technology(text: &str) -> Option<&'static str> {
    let joined = text
        .to_lowercase()
        .replace("sql server", "sqlserver")
        .replace("pub/sub", "pubsub");
    words(&joined).iter().find_map(|word| {
        TECHNOLOGIES
            .iter()
            .find(|(_, names)| {
                names.contains(
                    &word.trim_end_matches(|c: char| c.is_ascii_digit() && word.len() > 3),
                ) || names.contains(&word.as_str())
            })
            .map(|(technology, _)| *technology)
    })
}

/// Whether the text names nothing but a technology, its version and generic words.
fn is_technology_only(text: &str) -> bool {
    technology(text).is_some() && own_words(text).is_empty()
}

fn own_words(text: &str) -> Vec<String> {
    words(text)
        .into_iter()
        .filter(|word| {
            !GENERIC.contains(&word.as_str())
                && technology(word).is_none()
                && !word.chars().all(|c| c.is_ascii_digit())
        })
        .collect()
}

/// The store that `text` names.
pub fn store(text: &Text) -> Store {
    let value = text.value.as_str();
    Store {
        text: text.clone(),
        name: bracketed_name(value).or_else(|| store_name(value)),
        technology: technology(value).map(str::to_owned),
    }
}

/// The name of `PostgreSQL (shop)` or `shop (PostgreSQL)`: one word beside a technology that says whose
/// it is, and not how it runs.
fn bracketed_name(value: &str) -> Option<String> {
    const MANNERS: &[&str] = &[
        "primary",
        "replica",
        "managed",
        "hosted",
        "shared",
        "cluster",
        "clustered",
        "sharded",
        "cloud",
        "aws",
        "rds",
        "aurora",
        "gcp",
        "azure",
        "local",
        "optional",
        "sql",
        "nosql",
        "tbd",
        "todo",
        "main",
        "dedicated",
        "own",
        "separate",
        "encrypted",
        "relational",
        "document",
        "persistent",
        "temporary",
        "existing",
        "new",
        "planned",
    ];
    let (before, rest) = value.split_once('(')?;
    let (before, inside) = (before.trim(), rest.split(')').next()?.trim());
    let is_name = |text: &str| {
        text.starts_with(|c: char| c.is_alphabetic())
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            && !MANNERS.contains(&text.to_lowercase().as_str())
            && !own_words(text).is_empty()
    };
    if technology(before).is_some() && is_name(inside) {
        Some(inside.to_owned())
    } else if technology(inside).is_some() && is_name(before) {
        Some(before.to_owned())
    } else {
        None
    }
}

/// A store's own name: a token with a hyphen, an underscore or a dot, a text of one word, or words before `database`.
fn store_name(value: &str) -> Option<String> {
    let tokens: Vec<&str> = value
        .split(|c: char| {
            c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | ':' | '`' | '"' | '\'' | '/')
        })
        .filter(|token| !token.is_empty())
        .collect();
    let says_store = |token: &str| {
        let lower = token.to_lowercase();
        [
            "db", "database", "store", "data", "sql", "postgres", "mongo", "redis", "cache",
        ]
        .iter()
        .any(|word| lower.contains(word))
    };
    let is_name = |token: &&&str| {
        (token.contains('_') || token.contains('-') && says_store(token))
            && token
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
            && token.starts_with(|c: char| c.is_alphabetic())
            && !own_words(token).is_empty()
    };
    if let Some(token) = tokens.iter().find(is_name) {
        return Some((*token).to_owned());
    }
    if let [token] = tokens.as_slice() {
        if token.eq_ignore_ascii_case("shared") {
            return Some("shared database".to_owned());
        }
        let is_own =
            technology(token).is_none() && says_store(token) && !own_words(token).is_empty();
        return is_own.then(|| (*token).to_owned());
    }
    // `Orders database`, `customer DB`: the word before says whose it is.
    let lower = words(value);
    let is_store = |word: &str| matches!(word, "database" | "db" | "schema" | "store");
    let named = lower
        .windows(2)
        .find(|pair| is_store(&pair[1]) && !own_words(&pair[0]).is_empty())
        .map(|pair| format!("{}-{}", pair[0], pair[1]));
    named.or_else(|| {
        let is_shared = lower.windows(2).any(|pair| {
            pair[0] == "shared" && (is_store(&pair[1]) || technology(&pair[1]).is_some())
        });
        is_shared.then(|| format!("shared {}", technology(value).unwrap_or("database")))
    })
}

/// The parts of a list in prose: commas and semicolons outside of parentheses, and `and`.
pub fn split(text: &Text) -> Vec<Text> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    let value = text.value.as_str();
    for (index, character) in value.char_indices() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 => {
                parts.push((start, index));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push((start, value.len()));
    // Places are exact where the text is what stands in the file.
    let is_exact = (text.at.end - text.at.start) as usize == value.len();
    let mut found = Vec::new();
    for (start, end) in parts {
        let mut from = start;
        for piece in value[start..end].split(" and ") {
            let trimmed = piece.trim();
            let offset = from + (piece.len() - piece.trim_start().len());
            from += piece.len() + " and ".len();
            if trimmed.is_empty() {
                continue;
            }
            let at = if is_exact {
                let begin = text.at.start + offset as u32;
                model::At::new(begin..begin + trimmed.len() as u32)
            } else {
                text.at
            };
            found.push(Text {
                value: trimmed.to_owned(),
                at,
            });
        }
    }
    found
}

/// A dependency without the remark behind it: `Payments Service (REST, sync)`, `payments - charges cards`.
pub fn dependency(text: &Text) -> Option<Dependency> {
    let value = text.value.as_str();
    let end = [
        " (", " - ", " – ", " — ", ": ", " via ", " for ", " over ", " → ", " -> ", "(",
    ]
    .iter()
    .filter_map(|mark| value.find(mark))
    .min()
    .unwrap_or(value.len());
    let name = crate::markdown::bare(&value[..end]);
    if none(name) || none(value) {
        return None;
    }
    let offset = (name.as_ptr() as usize - value.as_ptr() as usize) as u32;
    let is_exact = (text.at.end - text.at.start) as usize == value.len();
    let at = if is_exact {
        model::At::new(text.at.start + offset..text.at.start + offset + name.len() as u32)
    } else {
        text.at
    };
    Some(Dependency {
        name: Text {
            value: name.to_owned(),
            at,
        },
        is_blocking: is_blocking(&value[end..]),
    })
}

/// Whether a dependency is a store or a broker, by its name.
pub fn is_store(name: &str) -> bool {
    let lower = words(name);
    is_technology_only(name)
        || (technology(name).is_some() && !lower.iter().any(|word| word == "service"))
        || matches!(lower.last().map(String::as_str), Some("database" | "db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Text {
        Text {
            value: value.to_owned(),
            at: model::At::new(0..value.len() as u32),
        }
    }

    #[track_caller]
    fn check_store(value: &str, name: Option<&str>, technology: Option<&str>) {
        let store = store(&text(value));
        assert_eq!(
            (store.name.as_deref(), store.technology.as_deref()),
            (name, technology),
            "{value}"
        );
    }

    #[test]
    fn a_technology_is_no_name() {
        check_store("PostgreSQL", None, Some("postgresql"));
        check_store("PostgreSQL 15 with read replicas", None, Some("postgresql"));
        check_store(
            "Amazon RDS for PostgreSQL (multi-AZ)",
            None,
            Some("postgresql"),
        );
        check_store("Own MySQL8 database", None, Some("mysql"));
        check_store("PostgreSQL (managed)", None, Some("postgresql"));
        check_store("PostgreSQL (15)", None, Some("postgresql"));
        check_store("SQL Server", None, Some("sqlserver"));
        check_store("Dedicated DB (read-optimised)", None, None);
        check_store("In-memory / shared", None, None);
        check_store("Vector database", None, None);
        check_store("ConfigMap", None, None);
    }

    #[test]
    fn a_store_has_the_name_that_the_text_gives_it() {
        check_store("PostgreSQL (shop)", Some("shop"), Some("postgresql"));
        check_store("parking (MySQL)", Some("parking"), Some("mysql"));
        check_store(
            "PostgreSQL (orders_db)",
            Some("orders_db"),
            Some("postgresql"),
        );
        check_store("shop-db (MySQL 8)", Some("shop-db"), Some("mysql"));
        check_store("Orders database", Some("orders-database"), None);
        check_store(
            "shared PostgreSQL",
            Some("shared postgresql"),
            Some("postgresql"),
        );
        check_store("customerdb", Some("customerdb"), None);
    }

    #[track_caller]
    fn check_blocking(value: &str, expected: Option<bool>) {
        assert_eq!(is_blocking(value), expected, "{value}");
    }

    #[test]
    fn a_way_to_talk_waits_or_does_not() {
        check_blocking("REST", Some(true));
        check_blocking("synchronous (gRPC)", Some(true));
        check_blocking("async via Kafka", Some(false));
        check_blocking("domain events", Some(false));
        check_blocking("REST and events", None);
        check_blocking("asynchronous REST callbacks", Some(false));
        check_blocking("well", None);
    }

    #[test]
    fn a_list_in_prose_is_split_with_exact_places() {
        let parts = split(&text("Payments (REST, sync), Inventory and Users"));
        let places: Vec<_> = parts
            .iter()
            .map(|p| (p.value.as_str(), p.at.start))
            .collect();
        assert_eq!(
            places,
            [
                ("Payments (REST, sync)", 0),
                ("Inventory", 23),
                ("Users", 37)
            ]
        );
    }

    #[test]
    fn a_dependency_loses_its_remark() {
        let found = dependency(&text("Payments Service (REST, sync)")).expect("a dependency");
        assert_eq!(
            (found.name.value.as_str(), found.is_blocking),
            ("Payments Service", Some(true))
        );
        assert_eq!(dependency(&text("none")), None);
    }
}
