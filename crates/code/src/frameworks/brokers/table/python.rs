//! Broker libraries of Python.

use super::Topic::{At, FirstKnown, Function, Hidden, Receiver};
use super::{Messaging, NOTHING, TOPIC};
use crate::Acknowledgement::{Automatic, Manual};
use crate::Language::Python;
use crate::frameworks::{first, first_or, named, nth_or};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "kafka-python",
        languages: &[Python],
        gate: &["kafka", "aiokafka"],
        publishes: &[
            ("KafkaProducer().send", TOPIC),
            ("AIOKafkaProducer().send", TOPIC),
            ("AIOKafkaProducer().send_and_wait", TOPIC),
        ],
        consumes: &[
            ("KafkaConsumer", TOPIC),
            ("AIOKafkaConsumer", TOPIC),
            ("KafkaConsumer().subscribe", TOPIC),
            ("AIOKafkaConsumer().subscribe", TOPIC),
        ],
        group: &["group_id"],
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "confluent-kafka",
        languages: &[Python],
        gate: &["confluent_kafka"],
        publishes: &[
            ("Producer().produce", TOPIC),
            ("SerializingProducer().produce", TOPIC),
        ],
        consumes: &[
            ("Consumer().subscribe", TOPIC),
            ("DeserializingConsumer().subscribe", TOPIC),
        ],
        group: &["group.id"],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "pika",
        languages: &[Python],
        publishes: &[(
            "*.basic_publish",
            FirstKnown(&[nth_or(0, &["exchange"]), nth_or(1, &["routing_key"])]),
        )],
        consumes: &[("*.basic_consume", At(first_or(&["queue"])))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "aio-pika",
        languages: &[Python],
        gate: &["aio_pika"],
        publishes: &[("*.publish", At(nth_or(1, &["routing_key"])))],
        consumes: &[("*.declare_queue", At(first_or(&["name"])))],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "boto3",
        languages: &[Python],
        gate: &["boto3", "aioboto3", "aiobotocore"],
        publishes: &[("*.send_message", At(named(&["QueueUrl"])))],
        consumes: &[("*.receive_message", At(named(&["QueueUrl"])))],
        acknowledgement: Manual,
        ..NOTHING
    },
    // A queue of `boto3.resource("sqs")`, also where a function of the project gives it.
    Messaging {
        broker: "sqs",
        library: "boto3-queue",
        languages: &[Python],
        publishes: &[
            ("*.get_queue_by_name().send_message", Hidden),
            ("*.get_queue_by_name().send_messages", Hidden),
            ("*sqs_queue().send_message", Hidden),
        ],
        consumes: &[
            ("*.get_queue_by_name().receive_messages", Hidden),
            ("*sqs_queue().receive_messages", Hidden),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "boto3",
        languages: &[Python],
        gate: &["boto3", "aioboto3"],
        publishes: &[("*.publish", At(named(&["TopicArn"])))],
        ..NOTHING
    },
    Messaging {
        broker: "nats",
        library: "nats.py",
        languages: &[Python],
        gate: &["nats"],
        publishes: &[
            ("nats*.publish", At(first_or(&["subject"]))),
            ("nats*.request", At(first_or(&["subject"]))),
        ],
        consumes: &[("nats*.subscribe", At(first_or(&["subject"])))],
        group: &["queue"],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "redis-py",
        languages: &[Python],
        gate: &["redis", "aioredis"],
        publishes: &[
            ("redis*.publish", At(first())),
            ("redis*.xadd", At(first())),
        ],
        consumes: &[
            ("redis*.pubsub().subscribe", At(first())),
            ("redis*.pubsub().psubscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: &[Python],
        gate: &["google.cloud"],
        publishes: &[("PublisherClient().publish", At(first_or(&["topic"])))],
        consumes: &[(
            "SubscriberClient().subscribe",
            At(first_or(&["subscription"])),
        )],
        ..NOTHING
    },
    Messaging {
        broker: "azure-service-bus",
        library: "azure-service-bus",
        languages: &[Python],
        gate: &["azure.servicebus"],
        publishes: &[
            ("*.get_queue_sender", At(first_or(&["queue_name"]))),
            ("*.get_topic_sender", At(first_or(&["topic_name"]))),
        ],
        consumes: &[
            ("*.get_queue_receiver", At(first_or(&["queue_name"]))),
            ("*.get_subscription_receiver", At(first_or(&["topic_name"]))),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "celery",
        library: "celery",
        languages: &[Python],
        gate: &["celery", "*.celery"],
        publishes: &[
            ("*.send_task", At(first_or(&["name"]))),
            // Messages of workflows: `chord(group(report.s(order)), mail.si())`.
            ("*.s", Receiver),
            ("*.si", Receiver),
            ("*.subtask", Receiver),
            ("*.signature", Receiver),
        ],
        annotations: &[("task", Function), ("shared_task", Function)],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "celery",
        library: "celery",
        languages: &[Python],
        publishes: &[
            ("*.delay", Receiver),
            ("*.apply_async", Receiver),
            ("*.delay_on_commit", Receiver),
            ("*.apply_async_on_commit", Receiver),
        ],
        // Of an application that another file makes; other libraries' are told apart by the whole program.
        annotations: &[("*.app.task", Function), ("*.celery_app.task", Function)],
        acknowledgement: Automatic,
        ..NOTHING
    },
];
