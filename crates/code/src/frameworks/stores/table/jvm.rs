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
    Opening {
        kind: "sql",
        library: "r2dbc",
        languages: JVM,
        gate: &["io.r2dbc"],
        calls: &[
            "ConnectionFactories.get",
            "ConnectionPoolConfiguration.builder",
        ],
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "elasticsearch-java",
        languages: JVM,
        gate: &[
            "org.elasticsearch",
            "co.elastic.clients",
            "org.opensearch",
            "org.apache.http.HttpHost",
        ],
        calls: &["RestClient.builder", "RestHighLevelClient"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "cassandra",
        library: "cassandra-java",
        languages: JVM,
        gate: &["com.datastax"],
        calls: &["CqlSession.builder", "Cluster.builder"],
        url_calls: &["addContactPoint", "addContactPoints"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk-java",
        languages: JVM,
        gate: &["software.amazon.awssdk", "com.amazonaws"],
        calls: &[
            "DynamoDbClient.builder",
            "DynamoDbClient.create",
            "DynamoDbAsyncClient.builder",
            "AmazonDynamoDBClientBuilder.standard",
        ],
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "spymemcached",
        languages: JVM,
        gate: &["net.spy.memcached", "net.rubyeye.xmemcached"],
        calls: &["MemcachedClient", "XMemcachedClient"],
        ..NOTHING
    },
    Opening {
        kind: "clickhouse",
        library: "clickhouse-java",
        languages: JVM,
        gate: &["com.clickhouse"],
        calls: &["ClickHouseDataSource", "ClickHouseClient.newInstance"],
        ..NOTHING
    },
];
