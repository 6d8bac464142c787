//! Drivers and pools of Python.

use super::{NOTHING, Opening};
use crate::Language::Python;
use crate::frameworks::{first, first_or, named};

pub(super) const TABLE: &[Opening] = &[
    Opening {
        kind: "postgresql",
        library: "psycopg",
        languages: &[Python],
        gate: &["psycopg2", "psycopg", "psycopg_pool", "asyncpg", "aiopg"],
        calls: &[
            "psycopg2.connect",
            "psycopg.connect",
            "psycopg.AsyncConnection.connect",
            "asyncpg.connect",
            "aiopg.create_pool",
        ],
        url: first_or(&["dsn", "conninfo", "host"]),
        ..NOTHING
    },
    Opening {
        kind: "postgresql",
        library: "psycopg",
        languages: &[Python],
        gate: &["psycopg2", "psycopg_pool", "asyncpg"],
        calls: &[
            "asyncpg.create_pool",
            "psycopg_pool.ConnectionPool",
            "psycopg_pool.AsyncConnectionPool",
            "pool.ThreadedConnectionPool",
            "pool.SimpleConnectionPool",
        ],
        url: first_or(&["dsn", "conninfo", "host"]),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "sqlalchemy",
        languages: &[Python],
        gate: &["sqlalchemy", "sqlmodel", "databases"],
        calls: &["create_engine", "create_async_engine", "databases.Database"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "mysql",
        library: "pymysql",
        languages: &[Python],
        gate: &["pymysql", "MySQLdb", "mysql", "aiomysql"],
        calls: &[
            "pymysql.connect",
            "MySQLdb.connect",
            "mysql.connector.connect",
            "connector.connect",
            "aiomysql.connect",
            "aiomysql.create_pool",
        ],
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "pymongo",
        languages: &[Python],
        gate: &["pymongo", "motor"],
        calls: &[
            "pymongo.MongoClient",
            "motor_asyncio.AsyncIOMotorClient",
            "pymongo.AsyncMongoClient",
        ],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "redis-py",
        languages: &[Python],
        gate: &["redis", "aioredis"],
        calls: &[
            "redis.Redis",
            "redis.StrictRedis",
            "redis.from_url",
            "redis.Redis.from_url",
            "asyncio.Redis",
            "asyncio.from_url",
            "asyncio.Redis.from_url",
            "aioredis.from_url",
            "redis.ConnectionPool",
        ],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sqlite",
        library: "sqlite3",
        languages: &[Python],
        gate: &["sqlite3", "aiosqlite"],
        calls: &["sqlite3.connect", "aiosqlite.connect"],
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "elasticsearch",
        languages: &[Python],
        gate: &["elasticsearch", "opensearchpy"],
        calls: &[
            "elasticsearch.Elasticsearch",
            "elasticsearch.AsyncElasticsearch",
            "opensearchpy.OpenSearch",
        ],
        ..NOTHING
    },
    Opening {
        kind: "cassandra",
        library: "cassandra-driver",
        languages: &[Python],
        gate: &["cassandra"],
        calls: &["cassandra.cluster.Cluster"],
        ..NOTHING
    },
    Opening {
        kind: "clickhouse",
        library: "clickhouse",
        languages: &[Python],
        gate: &["clickhouse_driver", "clickhouse_connect"],
        calls: &["clickhouse_driver.Client", "clickhouse_connect.get_client"],
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "pymemcache",
        languages: &[Python],
        gate: &["pymemcache"],
        calls: &["pymemcache*.Client"],
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "pika",
        languages: &[Python],
        gate: &["pika", "aio_pika"],
        calls: &[
            "pika.BlockingConnection",
            "pika.SelectConnection",
            "aio_pika.connect_robust",
            "aio_pika.connect",
        ],
        ..NOTHING
    },
    Opening {
        kind: "kafka",
        library: "kafka-python",
        languages: &[Python],
        gate: &["kafka", "aiokafka", "confluent_kafka"],
        calls: &[
            "kafka.KafkaProducer",
            "kafka.KafkaConsumer",
            "aiokafka.AIOKafkaProducer",
            "aiokafka.AIOKafkaConsumer",
            "confluent_kafka.Producer",
            "confluent_kafka.Consumer",
        ],
        url: named(&["bootstrap_servers", "bootstrap.servers"]),
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "boto3",
        languages: &[Python],
        gate: &["boto3", "aioboto3"],
        calls: &["*.resource", "*.client"],
        url: named(&["endpoint_url", "region_name"]),
        driver: Some(first()),
        only: Some("dynamodb"),
        ..NOTHING
    },
];
