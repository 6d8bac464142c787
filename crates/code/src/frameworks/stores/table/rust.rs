//! Drivers and pools of Rust.

use super::{NOTHING, Opening};
use crate::Language::Rust;

pub(super) const TABLE: &[Opening] = &[
    Opening {
        kind: "postgresql",
        library: "sqlx",
        languages: &[Rust],
        gate: &["sqlx"],
        calls: &[
            "PgPool.connect",
            "PgPool.connect_lazy",
            "PgPoolOptions.new",
            "PgConnection.connect",
            "sqlx.Pool.connect",
        ],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "mysql",
        library: "sqlx",
        languages: &[Rust],
        gate: &["sqlx"],
        calls: &[
            "MySqlPool.connect",
            "MySqlPoolOptions.new",
            "MySqlConnection.connect",
        ],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sqlite",
        library: "sqlx",
        languages: &[Rust],
        gate: &["sqlx", "rusqlite"],
        calls: &[
            "SqlitePool.connect",
            "SqlitePoolOptions.new",
            "SqliteConnection.connect",
            "rusqlite.Connection.open",
        ],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "diesel",
        languages: &[Rust],
        gate: &["diesel", "diesel_async"],
        calls: &[
            "PgConnection.establish",
            "AsyncPgConnection.establish",
            "MysqlConnection.establish",
            "SqliteConnection.establish",
            "ConnectionManager.new",
            "AsyncDieselConnectionManager.new",
        ],
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "sea-orm",
        languages: &[Rust],
        gate: &["sea_orm"],
        calls: &["Database.connect", "ConnectOptions.new"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "postgresql",
        library: "tokio-postgres",
        languages: &[Rust],
        gate: &["tokio_postgres"],
        calls: &["tokio_postgres.connect"],
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "redis-rs",
        languages: &[Rust],
        gate: &["redis", "deadpool_redis", "fred", "bb8_redis"],
        calls: &[
            "redis.Client.open",
            "Client.open",
            "deadpool_redis.Config.from_url",
            "RedisConnectionManager.new",
            "ClusterClient.new",
        ],
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongodb",
        languages: &[Rust],
        gate: &["mongodb"],
        calls: &["Client.with_uri_str", "ClientOptions.parse"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "lapin",
        languages: &[Rust],
        gate: &["lapin"],
        calls: &["Connection.connect"],
        ..NOTHING
    },
    Opening {
        kind: "nats",
        library: "async-nats",
        languages: &[Rust],
        gate: &["async_nats"],
        calls: &["async_nats.connect"],
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "elasticsearch-rs",
        languages: &[Rust],
        gate: &["elasticsearch", "opensearch"],
        calls: &["Transport.single_node", "SingleNodeConnectionPool.new"],
        ..NOTHING
    },
    Opening {
        kind: "clickhouse",
        library: "clickhouse-rs",
        languages: &[Rust],
        gate: &["clickhouse"],
        calls: &["clickhouse.Client.default"],
        url_calls: &["with_url"],
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "memcache-rs",
        languages: &[Rust],
        gate: &["memcache"],
        calls: &["memcache.connect", "memcache.Client.connect"],
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk-rust",
        languages: &[Rust],
        gate: &["aws_sdk_dynamodb"],
        calls: &["aws_sdk_dynamodb.Client.new"],
        ..NOTHING
    },
    Opening {
        kind: "cassandra",
        library: "scylla",
        languages: &[Rust],
        gate: &["scylla"],
        calls: &["SessionBuilder.new"],
        url_calls: &["known_node", "known_nodes"],
        ..NOTHING
    },
];
