//! Broker libraries of Ruby.

use super::Topic::{At, AtOrHidden, Chain, Receiver};
use super::{Messaging, NOTHING};
use crate::Acknowledgement::{Automatic, Manual};
use crate::Language::Ruby;
use crate::frameworks::{first, named, nth};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "ruby-kafka",
        languages: &[Ruby],
        publishes: &[
            ("*.deliver_message", At(named(&["topic"]))),
            ("*producer.produce_async", At(named(&["topic"]))),
            ("*producer.produce_sync", At(named(&["topic"]))),
            ("*producer().produce_async", At(named(&["topic"]))),
            ("*producer().produce_sync", At(named(&["topic"]))),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "bunny",
        languages: &[Ruby],
        publishes: &[
            ("Bunny.new()*.publish", AtOrHidden(named(&["routing_key"]))),
            ("Bunny.new()*.basic_publish", At(nth(2))),
            // What a method of the class keeps: `@exchange ||= channel.topic("orders")`.
            ("=exchange().publish", AtOrHidden(named(&["routing_key"]))),
            ("=exchange.publish", AtOrHidden(named(&["routing_key"]))),
        ],
        consumes: &[
            ("Bunny.new()*.queue().subscribe", Chain(&["queue"])),
            ("from_queue", At(first())),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "sidekiq",
        library: "sidekiq",
        languages: &[Ruby],
        publishes: &[
            // Applications add their own: `perform_async_in_queue`.
            ("*.perform_async*", Receiver),
            ("*.perform_in", Receiver),
            ("*.perform_at", Receiver),
            ("*.perform_bulk", Receiver),
            // https://github.com/Envek/after_commit_everywhere and applications of their own
            ("*.perform_after_commit", Receiver),
            // https://www.rubydoc.info/gems/sidekiq/Sidekiq/Client
            ("Sidekiq.Client.push", At(named(&["class"]))),
            ("Sidekiq.Client.push_bulk", At(named(&["class"]))),
        ],
        ..NOTHING
    },
    // Which queue stands behind it, a setting says: Sidekiq, Solid Queue, GoodJob …
    Messaging {
        broker: "active-job",
        library: "activejob",
        languages: &[Ruby],
        publishes: &[
            // Applications add their own: `perform_later_after_commit`.
            ("*.perform_later*", Receiver),
            ("*.deliver_later", Receiver),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-ruby",
        languages: &[Ruby],
        publishes: &[(
            "Aws.SQS.Client.new()*.send_message",
            At(named(&["queue_url"])),
        )],
        consumes: &[
            (
                "Aws.SQS.Client.new()*.receive_message",
                At(named(&["queue_url"])),
            ),
            // https://github.com/ruby-shoryuken/shoryuken
            ("shoryuken_options", At(named(&["queue"]))),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk-ruby",
        languages: &[Ruby],
        publishes: &[("Aws.SNS.Client.new()*.publish", At(named(&["topic_arn"])))],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "redis-rb",
        languages: &[Ruby],
        publishes: &[
            ("Redis.new()*.publish", At(first())),
            ("*redis.publish", At(first())),
        ],
        consumes: &[
            ("Redis.new()*.subscribe", At(first())),
            ("*redis.subscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: &[Ruby],
        publishes: &[("Google.Cloud.PubSub.new()*.publish", Chain(&["topic"]))],
        consumes: &[(
            "Google.Cloud.PubSub.new()*.listen",
            Chain(&["subscription"]),
        )],
        acknowledgement: Manual,
        ..NOTHING
    },
];
