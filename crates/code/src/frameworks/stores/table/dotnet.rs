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
];
