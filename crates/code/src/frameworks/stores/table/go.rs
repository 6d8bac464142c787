//! Drivers and pools of Go.

use super::{NOTHING, Opening};
use crate::Language::Go;
use crate::frameworks::{first, first_or, named, nth};

pub(super) const TABLE: &[Opening] = &[
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
            "redis*.NewClient",
            "redis*.NewUniversalClient",
            "redis*.NewClusterClient",
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
        calls: &["*elastic*.NewClient", "*elastic*.NewDefaultClient"],
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
        kind: "spanner",
        library: "google-cloud-spanner",
        languages: &[Go],
        gate: &["cloud.google.com/go/spanner"],
        calls: &["spanner.NewClient", "spanner.NewClientWithConfig"],
        url: named(&[]),
        ..NOTHING
    },
    Opening {
        kind: "firestore",
        library: "google-cloud-firestore",
        languages: &[Go],
        gate: &["cloud.google.com/go/firestore"],
        calls: &["firestore.NewClient"],
        url: named(&[]),
        ..NOTHING
    },
    Opening {
        kind: "gcs",
        library: "google-cloud-storage",
        languages: &[Go],
        gate: &["cloud.google.com/go/storage"],
        calls: &["storage.NewClient"],
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
];
