//! Drivers and pools of PHP.

use super::{NOTHING, Opening};
use crate::Language::Php;
use crate::frameworks::{first, nth_or};

pub(super) const TABLE: &[Opening] = &[
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
    Opening {
        kind: "memcached",
        library: "memcached-php",
        languages: &[Php],
        calls: &["Memcached().addServer"],
        url: first(),
        ..NOTHING
    },
    Opening {
        kind: "elasticsearch",
        library: "elasticsearch-php",
        languages: &[Php],
        calls: &["ClientBuilder.create"],
        url_calls: &["setHosts"],
        ..NOTHING
    },
    Opening {
        kind: "dynamodb",
        library: "aws-sdk-php",
        languages: &[Php],
        calls: &["DynamoDbClient"],
        ..NOTHING
    },
];
