//! Drivers and pools.

use crate::Language::{
    self, CSharp, Go, Java, JavaScript, Kotlin, Php, Python, Ruby, Rust, TypeScript,
};
use crate::frameworks::{Pick, first, first_or, named, nth, nth_or};

/// One library.
pub(super) struct Opening {
    /// The store; `sql` where the address or the driver's name tells.
    pub kind: &'static str,
    pub library: &'static str,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where the calls' names are enough.
    pub gate: &'static [&'static str],
    /// Calls that open it, as [`matches`](crate::form::matches) reads them.
    pub calls: &'static [&'static str],
    /// The argument that holds the address.
    pub url: Pick,
    /// Calls of the chain that hold it.
    pub url_calls: &'static [&'static str],
    /// The argument that names the driver.
    pub driver: Option<Pick>,
    /// Whether it keeps a pool by itself.
    pub is_pooled: bool,
}

const NOTHING: Opening = Opening {
    kind: "",
    library: "",
    languages: &[],
    gate: &[],
    calls: &[],
    url: first_or(ADDRESS),
    url_calls: &[
        "connect",
        "connect_lazy",
        "url",
        "jdbcUrl",
        "uri",
        "connect_with",
    ],
    driver: None,
    is_pooled: false,
};

const ADDRESS: &[&str] = &[
    "connectionString",
    "url",
    "uri",
    "dsn",
    "connection",
    "host",
    "Addr",
    "node",
    "nodes",
    "brokers",
    "servers",
    "bootstrap_servers",
    "bootstrap.servers",
    "hosts",
    "contactPoints",
    "hostname",
    "server",
    "conninfo",
    "endpoint",
    "region",
];
const SCRIPT: &[Language] = &[JavaScript, TypeScript];
const JVM: &[Language] = &[Java, Kotlin];

/// Every library.
pub(super) const STORES: &[Opening] = &[
    Opening {
        kind: "postgresql",
        library: "pg",
        languages: SCRIPT,
        gate: &["pg", "pg-promise", "postgres"],
        calls: &["pg.Pool", "pg.Client", "postgres", "pg-promise()"],
        ..NOTHING
    },
    Opening {
        kind: "mysql",
        library: "mysql2",
        languages: SCRIPT,
        gate: &["mysql", "mysql2"],
        calls: &[
            "mysql.createPool",
            "mysql.createConnection",
            "mysql2.createPool",
            "mysql2.createConnection",
            "promise.createPool",
            "promise.createConnection",
        ],
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongoose",
        languages: SCRIPT,
        gate: &["mongoose"],
        calls: &["mongoose.connect", "mongoose.createConnection"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongodb",
        languages: SCRIPT,
        gate: &["mongodb"],
        calls: &["mongodb.MongoClient", "mongodb.MongoClient.connect"],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "redis",
        languages: SCRIPT,
        gate: &["redis", "ioredis", "@redis"],
        calls: &[
            "redis.createClient",
            "ioredis",
            "ioredis.Redis",
            "ioredis.Cluster",
            "@redis/client.createClient",
        ],
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "knex",
        languages: SCRIPT,
        gate: &["knex"],
        calls: &["knex", "knex.knex"],
        driver: Some(named(&["client"])),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "sequelize",
        languages: SCRIPT,
        gate: &["sequelize"],
        calls: &["sequelize.Sequelize", "sequelize"],
        driver: Some(named(&["dialect"])),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "typeorm",
        languages: SCRIPT,
        gate: &["typeorm", "@nestjs/typeorm"],
        calls: &[
            "typeorm.DataSource",
            "typeorm.createConnection",
            "TypeOrmModule.forRoot",
        ],
        driver: Some(named(&["type"])),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "prisma",
        languages: SCRIPT,
        gate: &["@prisma/client", "./generated", "../generated"],
        calls: &["@prisma/client.PrismaClient", "PrismaClient"],
        url: named(&["url", "datasourceUrl"]),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "sqlite",
        library: "better-sqlite3",
        languages: SCRIPT,
        gate: &["better-sqlite3", "sqlite3"],
        calls: &["better-sqlite3", "sqlite3.Database"],
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "elasticsearch",
        languages: SCRIPT,
        gate: &["@elastic/elasticsearch", "@opensearch-project/opensearch"],
        calls: &["elasticsearch.Client", "opensearch.Client"],
        ..NOTHING
    },
    Opening {
        kind: "cassandra",
        library: "cassandra-driver",
        languages: SCRIPT,
        gate: &["cassandra-driver"],
        calls: &["cassandra-driver.Client"],
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk",
        languages: SCRIPT,
        gate: &["@aws-sdk/client-dynamodb", "aws-sdk"],
        calls: &[
            "DynamoDBClient",
            "DynamoDB.DocumentClient",
            "aws-sdk.DynamoDB",
        ],
        ..NOTHING
    },
    Opening {
        kind: "s3",
        library: "aws-sdk",
        languages: SCRIPT,
        gate: &["@aws-sdk/client-s3", "aws-sdk"],
        calls: &["S3Client", "aws-sdk.S3"],
        ..NOTHING
    },
    Opening {
        kind: "clickhouse",
        library: "clickhouse",
        languages: SCRIPT,
        gate: &["@clickhouse/client"],
        calls: &["@clickhouse/client.createClient"],
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "memcached",
        languages: SCRIPT,
        gate: &["memcached", "memjs"],
        calls: &["memcached", "memjs.Client.create"],
        ..NOTHING
    },
    Opening {
        kind: "kafka",
        library: "kafkajs",
        languages: SCRIPT,
        gate: &["kafkajs"],
        calls: &["kafkajs.Kafka"],
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "amqplib",
        languages: SCRIPT,
        gate: &["amqplib", "amqp-connection-manager"],
        calls: &[
            "amqplib.connect",
            "callback_api.connect",
            "amqp-connection-manager.connect",
        ],
        ..NOTHING
    },
    Opening {
        kind: "nats",
        library: "nats.js",
        languages: SCRIPT,
        gate: &["nats"],
        calls: &["nats.connect"],
        ..NOTHING
    },
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
        kind: "sql",
        library: "database/sql",
        languages: &[Go],
        gate: &["database/sql", "github.com/jmoiron/sqlx"],
        calls: &[
            "database/sql.Open",
            "github.com/jmoiron/sqlx.Connect",
            "github.com/jmoiron/sqlx.Open",
            "github.com/jmoiron/sqlx.MustConnect",
            "otelsql.Open",
            "sql.Open",
        ],
        url: nth(1),
        driver: Some(first()),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "postgresql",
        library: "pgx",
        languages: &[Go],
        gate: &["github.com/jackc/pgx"],
        calls: &["pgxpool.New", "pgxpool.Connect"],
        url: nth(1),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "postgresql",
        library: "pgx",
        languages: &[Go],
        gate: &["github.com/jackc/pgx"],
        calls: &["pgxpool.NewWithConfig", "pgx*.Connect"],
        url: nth(1),
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "gorm",
        languages: &[Go],
        gate: &["gorm.io/gorm", "github.com/jinzhu/gorm"],
        calls: &["gorm.Open"],
        url: first(),
        driver: Some(first()),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "go-redis",
        languages: &[Go],
        gate: &[
            "github.com/redis/go-redis",
            "github.com/go-redis/redis",
            "github.com/gomodule/redigo",
        ],
        calls: &[
            "*.NewClient",
            "*.NewUniversalClient",
            "*.NewClusterClient",
            "redis.Dial",
        ],
        url: first_or(&["Addr"]),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongo-driver",
        languages: &[Go],
        gate: &["go.mongodb.org/mongo-driver", "gopkg.in/mgo.v2"],
        calls: &[
            "mongo.Connect",
            "mongo.NewClient",
            "mgo.Dial",
            "mgo.DialWithTimeout",
            "v2.Dial",
        ],
        url: nth(1),
        url_calls: &[],
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "gomemcache",
        languages: &[Go],
        gate: &["github.com/bradfitz/gomemcache"],
        calls: &["memcache.New"],
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "go-elasticsearch",
        languages: &[Go],
        gate: &[
            "github.com/elastic/go-elasticsearch",
            "github.com/olivere/elastic",
        ],
        calls: &["*.NewClient", "*.NewDefaultClient"],
        ..NOTHING
    },
    Opening {
        kind: "cassandra",
        library: "gocql",
        languages: &[Go],
        gate: &["github.com/gocql/gocql"],
        calls: &["gocql.NewCluster"],
        ..NOTHING
    },
    Opening {
        kind: "clickhouse",
        library: "clickhouse-go",
        languages: &[Go],
        gate: &["github.com/ClickHouse/clickhouse-go"],
        calls: &["clickhouse-go*.Open"],
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk-go",
        languages: &[Go],
        gate: &["github.com/aws"],
        calls: &["dynamodb.NewFromConfig", "dynamodb.New"],
        url: named(&[]),
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "amqp091-go",
        languages: &[Go],
        gate: &[
            "github.com/rabbitmq/amqp091-go",
            "github.com/streadway/amqp",
        ],
        calls: &[
            "amqp091-go.Dial",
            "amqp.Dial",
            "amqp091-go.DialConfig",
            "amqp.DialConfig",
        ],
        ..NOTHING
    },
    Opening {
        kind: "nats",
        library: "nats.go",
        languages: &[Go],
        gate: &["github.com/nats-io"],
        calls: &["nats.go.Connect", "nats.Connect"],
        ..NOTHING
    },
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
        kind: "postgresql",
        library: "pg",
        languages: &[Ruby],
        calls: &["PG.connect", "PG.Connection.new", "PG.Connection.open"],
        url: first_or(&["host", "conninfo"]),
        ..NOTHING
    },
    Opening {
        kind: "mysql",
        library: "mysql2",
        languages: &[Ruby],
        calls: &["Mysql2.Client.new"],
        url: first_or(&["host"]),
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "redis-rb",
        languages: &[Ruby],
        calls: &["Redis.new"],
        url: first_or(&["url", "host"]),
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongo-ruby",
        languages: &[Ruby],
        calls: &["Mongo.Client.new"],
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "sequel",
        languages: &[Ruby],
        calls: &["Sequel.connect"],
        driver: Some(named(&["adapter"])),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "bunny",
        languages: &[Ruby],
        calls: &["Bunny.new"],
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "pdo",
        languages: &[Php],
        calls: &["PDO"],
        url: first(),
        ..NOTHING
    },
    Opening {
        kind: "mysql",
        library: "mysqli",
        languages: &[Php],
        calls: &["mysqli", "mysqli_connect"],
        url: first(),
        ..NOTHING
    },
    Opening {
        kind: "redis",
        library: "predis",
        languages: &[Php],
        calls: &["Predis.Client", "Redis().connect", "Redis().pconnect"],
        ..NOTHING
    },
    Opening {
        kind: "mongodb",
        library: "mongodb-php",
        languages: &[Php],
        calls: &["MongoDB.Client"],
        url: nth_or(0, &["uri"]),
        ..NOTHING
    },
    Opening {
        kind: "rabbitmq",
        library: "php-amqplib",
        languages: &[Php],
        calls: &["AMQPStreamConnection"],
        url: first(),
        ..NOTHING
    },
];
