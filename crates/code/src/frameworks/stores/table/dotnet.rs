//! Drivers and pools of C#.

use super::{NOTHING, Opening};
use crate::Language::CSharp;

pub(super) const TABLE: &[Opening] = &[
    Opening {
        kind: "postgresql",
        library: "npgsql",
        languages: &[CSharp],
        calls: &[
            "*.UseNpgsql",
            "NpgsqlConnection",
            "*.AddNpgsqlDbContext",
            "*.AddNpgsqlDataSource",
            "NpgsqlDataSource.Create",
        ],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sqlserver",
        library: "sqlclient",
        languages: &[CSharp],
        calls: &["*.UseSqlServer", "SqlConnection", "*.AddSqlServerDbContext"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "mysql",
        library: "mysql-dotnet",
        languages: &[CSharp],
        calls: &["*.UseMySql", "*.UseMySQL", "MySqlConnection"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sqlite",
        library: "sqlite-dotnet",
        languages: &[CSharp],
        calls: &["*.UseSqlite", "SqliteConnection"],
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongo-csharp",
        languages: &[CSharp],
        calls: &["MongoClient", "*.AddMongoDBClient"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "stackexchange-redis",
        languages: &[CSharp],
        calls: &[
            "ConnectionMultiplexer.Connect",
            "ConnectionMultiplexer.ConnectAsync",
            "*.AddStackExchangeRedisCache",
            "*.AddRedisClient",
            "*.AddRedis",
            "*.AddRedisDistributedCache",
        ],
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "rabbitmq-dotnet",
        languages: &[CSharp],
        calls: &["*.AddRabbitMQClient", "*.AddRabbitMqEventBus"],
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "elastic-dotnet",
        languages: &[CSharp],
        gate: &["Elastic", "Nest", "OpenSearch"],
        calls: &["ElasticsearchClientSettings", "ConnectionSettings"],
        ..NOTHING
    },
    Opening {
        kind: "cassandra",
        library: "cassandra-csharp",
        languages: &[CSharp],
        gate: &["Cassandra"],
        calls: &["Cluster.Builder"],
        url_calls: &["AddContactPoint", "AddContactPoints"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk-net",
        languages: &[CSharp],
        gate: &["Amazon.DynamoDBv2"],
        calls: &["AmazonDynamoDBClient"],
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "enyim",
        languages: &[CSharp],
        gate: &["Enyim"],
        calls: &["*.AddEnyimMemcached", "MemcachedClient"],
        ..NOTHING
    },
    Opening {
        kind: "clickhouse",
        library: "clickhouse-dotnet",
        languages: &[CSharp],
        gate: &["ClickHouse"],
        calls: &["ClickHouseConnection"],
        ..NOTHING
    },
];
