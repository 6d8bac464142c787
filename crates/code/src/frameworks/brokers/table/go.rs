//! Broker libraries of Go.

use super::Topic::{At, AtOrHidden, Chain, FirstKnown};
use super::{Messaging, NOTHING};
use crate::Acknowledgement::{Automatic, Manual};
use crate::Language::Go;
use crate::frameworks::{first, named, nth};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "sarama",
        languages: &[Go],
        gate: &["github.com/IBM/sarama", "github.com/Shopify/sarama"],
        publishes: &[("sarama.ProducerMessage", At(named(&["Topic"])))],
        consumes: &[
            ("*.ConsumePartition", At(first())),
            ("sarama.*.Consume", At(nth(1))),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "kafka-go",
        languages: &[Go],
        gate: &["github.com/segmentio/kafka-go"],
        publishes: &[
            ("kafka-go.Writer", At(named(&["Topic"]))),
            ("kafka-go.WriterConfig", At(named(&["Topic"]))),
            ("kafka-go.Message", At(named(&["Topic"]))),
        ],
        consumes: &[(
            "kafka-go.ReaderConfig",
            At(named(&["Topic", "GroupTopics"])),
        )],
        group: &["GroupID"],
        acknowledged_by: &["CommitMessages"],
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "confluent-kafka-go",
        languages: &[Go],
        gate: &["github.com/confluentinc/confluent-kafka-go"],
        publishes: &[("kafka.TopicPartition", At(named(&["Topic"])))],
        consumes: &[
            ("*.SubscribeTopics", At(first())),
            ("kafka*.Subscribe", At(first())),
        ],
        acknowledged_by: &["CommitMessage"],
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "franz-go",
        languages: &[Go],
        gate: &["github.com/twmb/franz-go"],
        publishes: &[("kgo.Record", At(named(&["Topic"])))],
        consumes: &[("kgo.ConsumeTopics", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "amqp091-go",
        languages: &[Go],
        gate: &[
            "github.com/rabbitmq/amqp091-go",
            "github.com/streadway/amqp",
        ],
        publishes: &[
            ("*.Publish", FirstKnown(&[nth(0), nth(1)])),
            ("*.PublishWithContext", FirstKnown(&[nth(1), nth(2)])),
        ],
        consumes: &[("*.Consume", At(first()))],
        automatic_at: Some(2),
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-go",
        languages: &[Go],
        gate: &["github.com/aws/aws-sdk-go", "github.com/aws/aws-sdk-go-v2"],
        publishes: &[("sqs.SendMessageInput", At(named(&["QueueUrl"])))],
        consumes: &[("sqs.ReceiveMessageInput", At(named(&["QueueUrl"])))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk-go",
        languages: &[Go],
        gate: &["github.com/aws/aws-sdk-go", "github.com/aws/aws-sdk-go-v2"],
        publishes: &[("sns.PublishInput", At(named(&["TopicArn"])))],
        ..NOTHING
    },
    Messaging {
        broker: "nats",
        library: "nats.go",
        languages: &[Go],
        gate: &["github.com/nats-io"],
        publishes: &[
            ("nats*.Publish", At(first())),
            ("nats*.PublishAsync", At(first())),
            ("nats*.Request", At(first())),
            ("jetstream*.Publish", At(nth(1))),
        ],
        consumes: &[
            ("nats*.Subscribe", At(first())),
            ("nats*.QueueSubscribe", At(first())),
            ("nats*.PullSubscribe", At(first())),
            ("nats*.ChanSubscribe", At(first())),
            (
                "*.CreateOrUpdateConsumer",
                AtOrHidden(named(&["FilterSubject", "FilterSubjects"])),
            ),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "go-redis",
        languages: &[Go],
        gate: &["github.com/redis/go-redis", "github.com/go-redis/redis"],
        publishes: &[
            ("redis*.Publish", At(nth(1))),
            ("go-redis*.Publish", At(nth(1))),
        ],
        consumes: &[
            ("redis*.Subscribe", At(nth(1))),
            ("go-redis*.Subscribe", At(nth(1))),
            ("redis*.PSubscribe", At(nth(1))),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: &[Go],
        gate: &["cloud.google.com/go/pubsub"],
        publishes: &[("*.Publish", Chain(&["Topic", "Publisher"]))],
        consumes: &[("*.Receive", Chain(&["Subscription", "Subscriber"]))],
        ..NOTHING
    },
    Messaging {
        broker: "asynq",
        library: "asynq",
        languages: &[Go],
        gate: &["github.com/hibiken/asynq"],
        publishes: &[("asynq.NewTask", At(first()))],
        consumes: &[
            ("asynq*.HandleFunc", At(first())),
            ("asynq*.Handle", At(first())),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "azure-service-bus",
        library: "azservicebus",
        languages: &[Go],
        gate: &["github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"],
        publishes: &[("*.NewSender", At(first()))],
        consumes: &[
            ("*.NewReceiverForQueue", At(first())),
            ("*.NewReceiverForSubscription", At(first())),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
    // https://pkg.go.dev/github.com/eclipse/paho.mqtt.golang#Client
    Messaging {
        broker: "mqtt",
        library: "paho-go",
        languages: &[Go],
        gate: &["github.com/eclipse/paho.mqtt.golang"],
        publishes: &[("*.Publish", At(first()))],
        consumes: &[("*.Subscribe", At(first()))],
        ..NOTHING
    },
];
