//! Drivers and pools of Ruby.

use super::{NOTHING, Opening};
use crate::Language::Ruby;
use crate::frameworks::{first_or, named};

pub(super) const TABLE: &[Opening] = &[
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
        kind: "elasticsearch",
        library: "elasticsearch-ruby",
        languages: &[Ruby],
        calls: &["Elasticsearch.Client.new", "OpenSearch.Client.new"],
        ..NOTHING
    },
    Opening {
        kind: "memcached",
        library: "dalli",
        languages: &[Ruby],
        calls: &["Dalli.Client.new"],
        ..NOTHING
    },
    Opening {
        kind: "sqlite",
        library: "sqlite3-ruby",
        languages: &[Ruby],
        calls: &["SQLite3.Database.new"],
        ..NOTHING
    },
    Opening {
        kind: "sql",
        library: "activerecord",
        languages: &[Ruby],
        calls: &["ActiveRecord.Base.establish_connection"],
        driver: Some(named(&["adapter"])),
        is_pooled: true,
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk-ruby",
        languages: &[Ruby],
        calls: &["Aws.DynamoDB.Client.new"],
        ..NOTHING
    },
];
