//! Which product an image, a URL scheme or a library is.

use model::{DatastoreKind, ServiceKind};

/// What runs in a container whose image is a known product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// A store or broker, with its technology.
    Store(DatastoreKind, &'static str),
    /// A service that the repository does not build.
    Service(ServiceKind),
}

use DatastoreKind::{Broker, Cache, Database, Objects, Search};
use Product::{Service, Store};

/// Words of image names, most specific first.
const IMAGES: &[(&str, Product)] = &[
    ("postgres", Store(Database, "postgresql")),
    ("postgresql", Store(Database, "postgresql")),
    ("postgis", Store(Database, "postgresql")),
    ("pgvector", Store(Database, "postgresql")),
    ("timescaledb", Store(Database, "postgresql")),
    ("spilo", Store(Database, "postgresql")),
    ("mysql", Store(Database, "mysql")),
    ("mariadb", Store(Database, "mysql")),
    ("percona", Store(Database, "mysql")),
    ("mongo", Store(Database, "mongodb")),
    ("mongodb", Store(Database, "mongodb")),
    ("documentdb", Store(Database, "mongodb")),
    ("mssql", Store(Database, "sqlserver")),
    ("sqlserver", Store(Database, "sqlserver")),
    ("oracle", Store(Database, "oracle")),
    ("cockroach", Store(Database, "cockroachdb")),
    ("cockroachdb", Store(Database, "cockroachdb")),
    ("cassandra", Store(Database, "cassandra")),
    ("scylla", Store(Database, "cassandra")),
    ("clickhouse", Store(Database, "clickhouse")),
    ("influxdb", Store(Database, "influxdb")),
    ("neo4j", Store(Database, "neo4j")),
    ("couchdb", Store(Database, "couchdb")),
    ("couchbase", Store(Database, "couchbase")),
    ("dynamodb", Store(Database, "dynamodb")),
    ("arangodb", Store(Database, "arangodb")),
    ("rethinkdb", Store(Database, "rethinkdb")),
    ("surrealdb", Store(Database, "surrealdb")),
    ("eventstore", Store(Database, "eventstore")),
    ("qdrant", Store(Database, "qdrant")),
    ("weaviate", Store(Database, "weaviate")),
    ("milvus", Store(Database, "milvus")),
    ("redis", Store(Cache, "redis")),
    ("valkey", Store(Cache, "redis")),
    ("keydb", Store(Cache, "redis")),
    ("dragonfly", Store(Cache, "redis")),
    ("memcached", Store(Cache, "memcached")),
    ("rabbitmq", Store(Broker, "rabbitmq")),
    ("kafka", Store(Broker, "kafka")),
    ("redpanda", Store(Broker, "kafka")),
    ("nats", Store(Broker, "nats")),
    ("activemq", Store(Broker, "activemq")),
    ("artemis", Store(Broker, "activemq")),
    ("pulsar", Store(Broker, "pulsar")),
    ("mosquitto", Store(Broker, "mqtt")),
    ("emqx", Store(Broker, "mqtt")),
    ("elasticmq", Store(Broker, "sqs")),
    ("elasticsearch", Store(Search, "elasticsearch")),
    ("opensearch", Store(Search, "opensearch")),
    ("solr", Store(Search, "solr")),
    ("meilisearch", Store(Search, "meilisearch")),
    ("typesense", Store(Search, "typesense")),
    ("minio", Store(Objects, "s3")),
    ("azurite", Store(Objects, "azure-storage")),
    ("zipkin", Service(ServiceKind::Tracing)),
    ("jaeger", Service(ServiceKind::Tracing)),
    ("tempo", Service(ServiceKind::Tracing)),
    ("otel", Service(ServiceKind::Tracing)),
    ("opentelemetry", Service(ServiceKind::Tracing)),
    ("prometheus", Service(ServiceKind::Dashboard)),
    ("grafana", Service(ServiceKind::Dashboard)),
    ("kibana", Service(ServiceKind::Dashboard)),
    ("chronograf", Service(ServiceKind::Dashboard)),
    ("alertmanager", Service(ServiceKind::Dashboard)),
    ("cadvisor", Service(ServiceKind::Dashboard)),
    ("heapster", Service(ServiceKind::Dashboard)),
    ("elk", Service(ServiceKind::Logging)),
    ("logstash", Service(ServiceKind::Logging)),
    ("fluentd", Service(ServiceKind::Logging)),
    ("fluent-bit", Service(ServiceKind::Logging)),
    ("filebeat", Service(ServiceKind::Logging)),
    ("loki", Service(ServiceKind::Logging)),
    ("promtail", Service(ServiceKind::Logging)),
    ("seq", Service(ServiceKind::Logging)),
    ("graylog", Service(ServiceKind::Logging)),
    ("consul", Service(ServiceKind::Discovery)),
    ("eureka", Service(ServiceKind::Discovery)),
    ("nacos", Service(ServiceKind::Discovery)),
    ("zookeeper", Service(ServiceKind::Configuration)),
    ("etcd", Service(ServiceKind::Configuration)),
    ("vault", Service(ServiceKind::Configuration)),
    ("keycloak", Service(ServiceKind::Auth)),
    ("hydra", Service(ServiceKind::Auth)),
    ("kratos", Service(ServiceKind::Auth)),
    ("oauth2-proxy", Service(ServiceKind::Auth)),
    ("dex", Service(ServiceKind::Auth)),
    ("nginx", Service(ServiceKind::Gateway)),
    ("traefik", Service(ServiceKind::Gateway)),
    ("haproxy", Service(ServiceKind::Gateway)),
    ("envoy", Service(ServiceKind::Gateway)),
    ("kong", Service(ServiceKind::Gateway)),
    ("caddy", Service(ServiceKind::Gateway)),
    ("yarp", Service(ServiceKind::Gateway)),
    ("krakend", Service(ServiceKind::Gateway)),
    ("apisix", Service(ServiceKind::Gateway)),
    ("httpd", Service(ServiceKind::Gateway)),
];

/// Products through which people, monitoring or pools reach others.
const WINDOWS: &[&str] = &[
    "exporter",
    "nodeexporter",
    "adminer",
    "pgadmin",
    "pgadmin4",
    "phpmyadmin",
    "portainer",
    "kafdrop",
    "akhq",
    "dozzle",
    "redisinsight",
    "pgbouncer",
];

/// Products that stand in for what others run, on a developer's machine and in tests.
const STAND_INS: &[&str] = &[
    "azurite",
    "dynamodb-local",
    "elasticmq",
    "fake-gcs-server",
    "fakesmtp",
    "greenmail",
    "inbucket",
    "localstack",
    "mailcatcher",
    "maildev",
    "mailhog",
    "mailpit",
    "mockserver",
    "moto",
    "smtp4dev",
    "toxiproxy",
    "wiremock",
];

/// Words that make a window of the name of a store: `kafka-ui`, `mongo-express`.
const WINDOW_WORDS: &[&str] = &[
    "ui",
    "gui",
    "express",
    "commander",
    "insight",
    "manager",
    "admin",
    "console",
];

/// Words that say that an image stands beside a product, and is not the product itself.
const BESIDE: &[&str] = &[
    "operator",
    "connect",
    "registry",
    "client",
    "backup",
    "migrate",
    "migration",
    "migrations",
    "setup",
    "init",
    "cli",
    "tools",
    "proxysql",
    "metrics",
    "rest",
    "seed",
    "flyway",
    "liquibase",
    "consumer",
    "producer",
    "publisher",
    "subscriber",
    "listener",
    "worker",
];

/// The image without registry, tag and digest: `postgres` for `docker.io/library/postgres:16@sha256:…`.
pub fn base_name(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split(':').next().unwrap_or(last)
}

/// Words of a name: between signs and where letters become capitals.
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_ascii_alphanumeric() || letter.is_ascii_uppercase() && was_lower {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        }
        was_lower = letter.is_ascii_lowercase();
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Whether an image only stands in for what others run.
pub fn is_stand_in(image: &str) -> bool {
    STAND_INS.contains(&base_name(image))
}

/// Whether `name` is exactly that of a product that others make.
pub fn is_product(name: &str) -> bool {
    IMAGES.iter().any(|(word, _)| *word == name)
}

/// The product that an image is.
pub fn of_image(image: &str) -> Option<Product> {
    let name = base_name(image).to_ascii_lowercase();
    // Publishers that put several products under a word of their own.
    if let Some((publisher, _)) = image.rsplit_once('/')
        && matches!(
            name.as_str(),
            "server" | "database" | "standalone" | "express" | "free" | "enterprise"
        )
    {
        return of_name(
            publisher
                .rsplit(['/', '.', ':'])
                .find(|word| of_name(word).is_some())?,
        );
    }
    of_name(&name)
}

/// The product whose name `name` holds as a word.
pub fn of_name(name: &str) -> Option<Product> {
    let name = name.to_ascii_lowercase();
    if let Some((_, product)) = IMAGES.iter().find(|(word, _)| *word == name) {
        return Some(*product);
    }
    let words = words(&name);
    if words.iter().any(|word| WINDOWS.contains(&word.as_str())) {
        return Some(Service(ServiceKind::Dashboard));
    }
    let has_store = || {
        words.iter().any(|word| {
            IMAGES
                .iter()
                .any(|(known, product)| known == word && matches!(product, Store(..)))
        })
    };
    if words
        .iter()
        .any(|word| WINDOW_WORDS.contains(&word.as_str()))
    {
        return has_store().then_some(Service(ServiceKind::Dashboard));
    }
    if words.iter().any(|word| BESIDE.contains(&word.as_str())) {
        return None;
    }
    words.iter().rev().find_map(|word| {
        let stem = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        IMAGES.iter().find_map(|(known, product)| {
            let is_word = *known == stem
                || known.len() >= 5 && stem.strip_prefix(known).is_some_and(|rest| rest == "db");
            is_word.then_some(*product)
        })
    })
}

/// Whether a workload of this name does one thing and ends: `orders-migrate`, `kafka-init`.
pub fn is_task(name: &str) -> bool {
    words(name).last().is_some_and(|last| {
        matches!(
            last.as_str(),
            "setup"
                | "init"
                | "initializer"
                | "initdb"
                | "migrate"
                | "migration"
                | "migrations"
                | "migrator"
                | "seed"
                | "seeder"
                | "seeds"
        )
    })
}

/// Whether a workload belongs to the platform, as every cluster has it: an ingress controller.
pub fn is_platform(name: &str) -> bool {
    let words = words(name);
    let has = |word: &str| words.iter().any(|known| known == word);
    has("ingress") && has("nginx")
        || has("kube") && has("metrics")
        || has("metrics") && has("server") && words.len() == 2
}

/// The store that the scheme of a URL names: `postgresql` for `jdbc:postgresql`.
pub fn of_scheme(scheme: &str) -> Option<(DatastoreKind, &'static str)> {
    let scheme = scheme
        .trim_start_matches("jdbc:")
        .trim_start_matches("r2dbc:")
        .split(['+', ':'])
        .next()
        .unwrap_or_default();
    Some(match scheme {
        "postgres" | "postgresql" | "pgsql" | "psql" => (Database, "postgresql"),
        "mysql" | "mysql2" | "mariadb" | "mysqlx" => (Database, "mysql"),
        "mongodb" => (Database, "mongodb"),
        "sqlserver" | "mssql" => (Database, "sqlserver"),
        "oracle" => (Database, "oracle"),
        "cassandra" => (Database, "cassandra"),
        "clickhouse" => (Database, "clickhouse"),
        "neo4j" | "bolt" | "neo4js" => (Database, "neo4j"),
        "redis" | "rediss" => (Cache, "redis"),
        "memcached" => (Cache, "memcached"),
        "amqp" | "amqps" => (Broker, "rabbitmq"),
        "kafka" => (Broker, "kafka"),
        "nats" => (Broker, "nats"),
        "mqtt" | "mqtts" => (Broker, "mqtt"),
        "pulsar" => (Broker, "pulsar"),
        _ => return None,
    })
}

/// Stores that a cloud runs, by the words with which code and settings name them; no image is called so.
const CLOUD: &[(&str, DatastoreKind, &str)] = &[
    ("firestore", Database, "firestore"),
    ("spanner", Database, "spanner"),
    ("bigtable", Database, "bigtable"),
    ("cosmosdb", Database, "cosmosdb"),
    ("pubsub", Broker, "pubsub"),
    ("sqs", Broker, "sqs"),
    ("sns", Broker, "sns"),
    ("kinesis", Broker, "kinesis"),
    ("servicebus", Broker, "servicebus"),
    ("s3", Objects, "s3"),
    ("gcs", Objects, "gcs"),
];

/// The store of a technology, as code and settings name it.
pub fn of_technology(name: &str) -> Option<(DatastoreKind, &'static str)> {
    match of_name(name) {
        Some(Store(kind, technology)) => Some((kind, technology)),
        Some(Service(_)) => None,
        None => {
            let words = words(name);
            let pairs = words.windows(2).map(|pair| pair.concat());
            let all: Vec<String> = words.iter().cloned().chain(pairs).collect();
            CLOUD
                .iter()
                .find(|(word, ..)| all.iter().any(|known| known == word))
                .map(|(_, kind, technology)| (*kind, *technology))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(image: &str, expected: Option<Product>) {
        assert_eq!(of_image(image), expected, "{image}");
    }

    #[test]
    fn an_image_is_known_by_a_word_of_its_name() {
        check("postgres:16-alpine", Some(Store(Database, "postgresql")));
        check(
            "docker.io/bitnami/postgresql@sha256:00",
            Some(Store(Database, "postgresql")),
        );
        check("confluentinc/cp-kafka:7.4", Some(Store(Broker, "kafka")));
        check(
            "mcr.microsoft.com/mssql/server:2022-latest",
            Some(Store(Database, "sqlserver")),
        );
        check("shop/mysqldb:1", Some(Store(Database, "mysql")));
        check("shop/orders:1", None);
    }

    #[test]
    fn what_looks_at_a_product_is_not_the_product() {
        let window = Some(Service(ServiceKind::Dashboard));
        check("provectuslabs/kafka-ui", window);
        check("mongo-express", window);
        check("redis-commander", window);
        check("prom/node-exporter", window);
        check("shop/admin", None);
    }

    #[test]
    fn words_end_at_signs_and_capitals() {
        assert_eq!(words("ORDERS_API-url"), ["orders", "api", "url"]);
        assert_eq!(words("ordersApiUrl"), ["orders", "api", "url"]);
    }
}
