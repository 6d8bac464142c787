//! Broker libraries of C#.

use super::Topic::{At, FirstKnown, Hidden, TypeAt};
use super::{Messaging, NOTHING};
use crate::Acknowledgement::{Automatic, Manual};
use crate::Language::CSharp;
use crate::frameworks::{first, first_or, named, nth, nth_or};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "confluent-kafka-dotnet",
        languages: &[CSharp],
        gate: &["Confluent.Kafka"],
        publishes: &[("*.ProduceAsync", At(first())), ("*.Produce", At(first()))],
        consumes: &[("*.Subscribe", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "rabbitmq-dotnet",
        languages: &[CSharp],
        publishes: &[
            (
                "*.BasicPublish",
                FirstKnown(&[nth_or(0, &["exchange"]), nth_or(1, &["routingKey"])]),
            ),
            (
                "*.BasicPublishAsync",
                FirstKnown(&[nth_or(0, &["exchange"]), nth_or(1, &["routingKey"])]),
            ),
        ],
        consumes: &[
            ("*.BasicConsume", At(first_or(&["queue"]))),
            ("*.BasicConsumeAsync", At(first_or(&["queue"]))),
        ],
        automatic_at: Some(1),
        ..NOTHING
    },
    Messaging {
        broker: "masstransit",
        library: "masstransit",
        languages: &[CSharp],
        publishes: &[
            ("IPublishEndpoint().Publish", TypeAt(0)),
            ("IBus().Publish", TypeAt(0)),
            ("IBusControl().Publish", TypeAt(0)),
            ("IBus().Request", TypeAt(0)),
            ("IBus().Send", TypeAt(0)),
            ("ISendEndpoint().Send", TypeAt(0)),
            ("ConsumeContext().Publish", TypeAt(0)),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "event-bus",
        library: "event-bus",
        languages: &[CSharp],
        publishes: &[
            ("IEventBus().PublishAsync", TypeAt(0)),
            ("IEventBus().Publish", TypeAt(0)),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-net",
        languages: &[CSharp],
        gate: &["Amazon.SQS"],
        publishes: &[
            ("*.SendMessageAsync", At(first())),
            ("SendMessageRequest", At(named(&["QueueUrl"]))),
        ],
        consumes: &[
            ("*.ReceiveMessageAsync", At(first())),
            ("ReceiveMessageRequest", At(named(&["QueueUrl"]))),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "stackexchange-redis",
        languages: &[CSharp],
        gate: &["StackExchange.Redis"],
        publishes: &[
            ("*.PublishAsync", At(first())),
            ("*GetSubscriber().Publish", At(first())),
        ],
        consumes: &[
            ("*.SubscribeAsync", At(first())),
            ("*GetSubscriber().Subscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "azure-service-bus",
        library: "azure-service-bus",
        languages: &[CSharp],
        gate: &["Azure.Messaging.ServiceBus"],
        publishes: &[("*.CreateSender", At(first()))],
        consumes: &[
            ("*.CreateProcessor", At(first())),
            ("*.CreateReceiver", At(first())),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "azure-storage-queue",
        library: "azure-storage-queues",
        languages: &[CSharp],
        gate: &["Azure.Storage.Queues"],
        publishes: &[
            ("QueueClient().SendMessageAsync", Hidden),
            ("QueueClient().SendMessage", Hidden),
        ],
        consumes: &[
            ("QueueClient().ReceiveMessagesAsync", Hidden),
            ("QueueClient().ReceiveMessageAsync", Hidden),
            ("QueueClient().ReceiveMessages", Hidden),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "dapr",
        library: "dapr",
        languages: &[CSharp],
        gate: &["Dapr"],
        publishes: &[("*.PublishEventAsync", At(nth(1)))],
        annotations: &[("Topic", At(nth(1)))],
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk-net",
        languages: &[CSharp],
        gate: &["Amazon.SimpleNotificationService"],
        publishes: &[
            ("*.PublishAsync", At(first())),
            ("PublishRequest", At(named(&["TopicArn"]))),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "nats",
        library: "nats.net",
        languages: &[CSharp],
        gate: &["NATS"],
        publishes: &[
            ("*.PublishAsync", At(first_or(&["subject"]))),
            ("*.Publish", At(first_or(&["subject"]))),
            ("*.RequestAsync", At(first_or(&["subject"]))),
        ],
        consumes: &[("*.SubscribeAsync", At(first_or(&["subject"])))],
        group: &["queueGroup"],
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: &[CSharp],
        gate: &["Google.Cloud.PubSub"],
        publishes: &[
            ("PublisherClient.CreateAsync", At(first())),
            ("PublisherClient.Create", At(first())),
        ],
        consumes: &[
            ("SubscriberClient.CreateAsync", At(first())),
            ("SubscriberClient.Create", At(first())),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
];
