//! Drivers and pools of JavaScript and TypeScript.

use super::{NOTHING, Opening, SCRIPT};
use crate::frameworks::named;

pub(super) const TABLE: &[Opening] = &[
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
        calls: &[
            "mongodb.MongoClient",
            "mongodb.MongoClient.connect",
            "mongodb.connect",
        ],
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
        kind: "firestore",
        library: "google-cloud-firestore",
        languages: SCRIPT,
        gate: &["@google-cloud/firestore"],
        calls: &["firestore.Firestore"],
        ..NOTHING
    },
    Opening {
        kind: "spanner",
        library: "google-cloud-spanner",
        languages: SCRIPT,
        gate: &["@google-cloud/spanner"],
        calls: &["spanner.Spanner"],
        ..NOTHING
    },
    Opening {
        kind: "gcs",
        library: "google-cloud-storage",
        languages: SCRIPT,
        gate: &["@google-cloud/storage"],
        calls: &["storage.Storage"],
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
];
