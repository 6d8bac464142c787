//! Broker libraries of PHP.

use super::Topic::{At, FirstKnown, Receiver, TypeAt};
use super::{Messaging, NOTHING};
use crate::Acknowledgement::{Automatic, Manual};
use crate::Language::Php;
use crate::frameworks::{first, named, nth};

pub(super) const TABLE: &[Messaging] = &[
    // https://laravel.com/docs/12.x/queues#dispatching-jobs
    Messaging {
        broker: "laravel-queue",
        library: "laravel",
        languages: &[Php],
        publishes: &[
            ("Jobs.*.dispatch", Receiver),
            ("Jobs.*.dispatchIf", Receiver),
            ("Jobs.*.dispatchUnless", Receiver),
            ("*Job.dispatch", Receiver),
            ("*Job.dispatchIf", Receiver),
            ("=dispatch", TypeAt(0)),
            ("Bus.dispatch", TypeAt(0)),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "php-amqplib",
        languages: &[Php],
        publishes: &[("*.basic_publish", FirstKnown(&[nth(1), nth(2)]))],
        consumes: &[("*.basic_consume", At(first()))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "rdkafka-php",
        languages: &[Php],
        publishes: &[("RdKafka.Producer()*.newTopic", At(first()))],
        consumes: &[("RdKafka.KafkaConsumer()*.subscribe", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-php",
        languages: &[Php],
        publishes: &[("Aws.Sqs.SqsClient()*.sendMessage", At(named(&["QueueUrl"])))],
        consumes: &[(
            "Aws.Sqs.SqsClient()*.receiveMessage",
            At(named(&["QueueUrl"])),
        )],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk-php",
        languages: &[Php],
        publishes: &[("Aws.Sns.SnsClient()*.publish", At(named(&["TopicArn"])))],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "predis",
        languages: &[Php],
        publishes: &[
            ("Predis.Client()*.publish", At(first())),
            ("Illuminate.Support.Facades.Redis.publish", At(first())),
        ],
        consumes: &[
            ("Predis.Client()*.subscribe", At(first())),
            ("Illuminate.Support.Facades.Redis.subscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
];
