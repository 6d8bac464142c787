//! Broker libraries of Rust.

use super::Topic::{At, Chain, FirstKnown};
use super::{Messaging, NOTHING};
use crate::Acknowledgement::{Automatic, Manual};
use crate::Language::Rust;
use crate::frameworks::{first, nth};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "rdkafka",
        languages: &[Rust],
        gate: &["rdkafka"],
        publishes: &[
            ("FutureRecord.to", At(first())),
            ("BaseRecord.to", At(first())),
        ],
        consumes: &[
            ("StreamConsumer*.subscribe", At(first())),
            ("BaseConsumer*.subscribe", At(first())),
            ("*consumer.subscribe", At(first())),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "lapin",
        languages: &[Rust],
        gate: &["lapin"],
        publishes: &[("*.basic_publish", FirstKnown(&[nth(0), nth(1)]))],
        consumes: &[("*.basic_consume", At(first()))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "amqprs",
        languages: &[Rust],
        gate: &["amqprs"],
        publishes: &[("BasicPublishArguments.new", FirstKnown(&[nth(0), nth(1)]))],
        consumes: &[("BasicConsumeArguments.new", At(first()))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-rust",
        languages: &[Rust],
        gate: &["aws_sdk_sqs"],
        publishes: &[("*.send_message", Chain(&["queue_url"]))],
        consumes: &[("*.receive_message", Chain(&["queue_url"]))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "redis-rs",
        languages: &[Rust],
        gate: &["redis"],
        publishes: &[
            ("redis*.publish", At(first())),
            ("*con.publish", At(first())),
            ("*conn.publish", At(first())),
            ("*connection.publish", At(first())),
            ("redis*.xadd", At(first())),
        ],
        consumes: &[
            ("redis*.subscribe", At(first())),
            ("redis*.psubscribe", At(first())),
            ("*pubsub.subscribe", At(first())),
            ("*pubsub.psubscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "fred",
        languages: &[Rust],
        gate: &["fred"],
        publishes: &[("*.publish", At(first()))],
        consumes: &[("*.subscribe", At(first())), ("*.psubscribe", At(first()))],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "nats",
        library: "async-nats",
        languages: &[Rust],
        gate: &["async_nats"],
        publishes: &[
            ("async_nats*.publish", At(first())),
            ("async_nats*.request", At(first())),
        ],
        consumes: &[
            ("async_nats*.subscribe", At(first())),
            ("async_nats*.queue_subscribe", At(first())),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk-rust",
        languages: &[Rust],
        gate: &["aws_sdk_sns"],
        publishes: &[("*.publish", Chain(&["topic_arn"]))],
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: &[Rust],
        gate: &["google_cloud_pubsub"],
        publishes: &[("*.new_publisher", Chain(&["topic"]))],
        consumes: &[("*.subscription", At(first()))],
        acknowledgement: Manual,
        ..NOTHING
    },
];
