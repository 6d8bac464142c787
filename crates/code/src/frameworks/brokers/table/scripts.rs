//! Broker libraries of JavaScript and TypeScript.

use super::Topic::{At, Chain, FirstKnown, Injected};
use super::{Messaging, NOTHING, SCRIPT};
use crate::Acknowledgement::{Automatic, Manual};
use crate::frameworks::{first, first_or, named, nth};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "kafkajs",
        languages: SCRIPT,
        gate: &["kafkajs", "@confluentinc/kafka-javascript"],
        publishes: &[
            ("*producer().send", At(named(&["topic"]))),
            ("Producer().send", At(named(&["topic"]))),
            ("producer.send", At(named(&["topic"]))),
        ],
        consumes: &[
            ("*consumer().subscribe", At(named(&["topic", "topics"]))),
            ("Consumer().subscribe", At(named(&["topic", "topics"]))),
            ("consumer.subscribe", At(named(&["topic", "topics"]))),
        ],
        group: &["groupId"],
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "node-rdkafka",
        languages: SCRIPT,
        gate: &["node-rdkafka"],
        publishes: &[("*.produce", At(first()))],
        consumes: &[("*.subscribe", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "amqplib",
        languages: SCRIPT,
        gate: &["amqplib", "amqp-connection-manager"],
        publishes: &[
            ("*.sendToQueue", At(first())),
            ("*.publish", FirstKnown(&[nth(0), nth(1)])),
        ],
        consumes: &[("*.consume", At(first()))],
        acknowledgement: Manual,
        ..NOTHING
    },
    // https://github.com/mqttjs/MQTT.js#api
    Messaging {
        broker: "mqtt",
        library: "mqtt.js",
        languages: SCRIPT,
        gate: &["mqtt"],
        publishes: &[("mqtt.connect*().publish*", At(first()))],
        consumes: &[("mqtt.connect*().subscribe*", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk",
        languages: SCRIPT,
        publishes: &[
            ("SendMessageCommand", At(named(&["QueueUrl"]))),
            ("SendMessageBatchCommand", At(named(&["QueueUrl"]))),
            ("*SQS().sendMessage", At(named(&["QueueUrl"]))),
        ],
        consumes: &[
            ("ReceiveMessageCommand", At(named(&["QueueUrl"]))),
            ("*SQS().receiveMessage", At(named(&["QueueUrl"]))),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk",
        languages: SCRIPT,
        gate: &["@aws-sdk/client-sns", "aws-sdk"],
        publishes: &[
            ("PublishCommand", At(named(&["TopicArn"]))),
            ("*SNS().publish", At(named(&["TopicArn"]))),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "nats",
        library: "nats.js",
        languages: SCRIPT,
        gate: &["nats", "@nats-io", "node-nats-streaming"],
        publishes: &[
            ("nats*.publish", At(first())),
            ("nats*.request", At(first())),
            ("jetstream().publish", At(first())),
        ],
        consumes: &[("nats*.subscribe", At(first()))],
        group: &["queue"],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "node-redis",
        languages: SCRIPT,
        gate: &["redis", "ioredis"],
        publishes: &[
            ("redis*.publish", At(first())),
            ("ioredis*.publish", At(first())),
            ("redis*.xadd", At(first())),
            ("ioredis*.xadd", At(first())),
            ("redis*.xAdd", At(first())),
        ],
        consumes: &[
            ("redis*.subscribe", At(first())),
            ("ioredis*.subscribe", At(first())),
            ("redis*.pSubscribe", At(first())),
            ("ioredis*.psubscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: SCRIPT,
        gate: &["@google-cloud/pubsub"],
        publishes: &[
            ("*topic().publishMessage", Chain(&["topic"])),
            ("*topic().publish", Chain(&["topic"])),
        ],
        consumes: &[("*subscription().on", Chain(&["subscription"]))],
        ..NOTHING
    },
    Messaging {
        broker: "azure-service-bus",
        library: "azure-service-bus",
        languages: SCRIPT,
        gate: &["@azure/service-bus"],
        publishes: &[("*.createSender", At(first()))],
        consumes: &[("*.createReceiver", At(first()))],
        ..NOTHING
    },
    // https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md
    Messaging {
        broker: "bull",
        library: "bull",
        languages: SCRIPT,
        gate: &["bull", "@nestjs/bull"],
        publishes: &[
            ("bull", At(first())),
            ("Queue().add", Injected("InjectQueue")),
            ("Queue().addBulk", Injected("InjectQueue")),
        ],
        annotations: &[("Processor", At(first_or(&["name"])))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "bullmq",
        library: "bullmq",
        languages: SCRIPT,
        gate: &["bullmq", "@nestjs/bullmq"],
        publishes: &[
            ("bullmq.Queue", At(first())),
            ("Queue().add", Injected("InjectQueue")),
            ("Queue().addBulk", Injected("InjectQueue")),
        ],
        consumes: &[("bullmq.Worker", At(first()))],
        annotations: &[("Processor", At(first_or(&["name"])))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "nestjs-microservice",
        library: "nestjs",
        languages: SCRIPT,
        gate: &["@nestjs/microservices"],
        publishes: &[
            ("ClientProxy().emit", At(first())),
            ("ClientProxy().send", At(first())),
            ("ClientKafka().emit", At(first())),
            ("ClientKafka().send", At(first())),
        ],
        annotations: &[
            ("EventPattern", At(first())),
            ("MessagePattern", At(first())),
        ],
        ..NOTHING
    },
];
