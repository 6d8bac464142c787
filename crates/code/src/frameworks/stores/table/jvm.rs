//! Drivers and pools of Java and Kotlin.

use super::{JVM, NOTHING, Opening};

pub(super) const TABLE: &[Opening] = &[
    Opening {
        kind: "sql",
        library: "jdbc",
        languages: JVM,
        gate: &[],
        calls: &[
            "DriverManager.getConnection",
            "HikariDataSource",
            "DataSourceBuilder.create",
            "DriverManagerDataSource",
            "Database.connect",
            "Jdbi.create",
        ],
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongo-java",
        languages: JVM,
        gate: &["com.mongodb"],
        calls: &["MongoClients.create", "MongoClient"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "jedis",
        languages: JVM,
        gate: &[
            "redis.clients",
            "io.lettuce",
            "org.redisson",
            "org.springframework.data.redis",
        ],
        calls: &[
            "Jedis",
            "JedisPool",
            "JedisPooled",
            "RedisClient.create",
            "LettuceConnectionFactory",
            "RedisStandaloneConfiguration",
            "Redisson.create",
        ],
        ..NOTHING
    },
];
