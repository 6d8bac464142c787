//! Broker libraries of Java and Kotlin.

use super::Topic::{At, Chain, FirstKnown, Hidden};
use super::{JVM, Messaging, NOTHING, TOPIC};
use crate::Acknowledgement::{Automatic, Manual};
use crate::frameworks::{first, first_or, named, nth};

pub(super) const TABLE: &[Messaging] = &[
    Messaging {
        broker: "kafka",
        library: "spring-kafka",
        languages: JVM,
        gate: &["org.springframework.kafka"],
        publishes: &[
            ("KafkaTemplate().send", TOPIC),
            ("ReplyingKafkaTemplate().sendAndReceive", TOPIC),
            ("KafkaOperations().send", TOPIC),
        ],
        annotations: &[("KafkaListener", At(named(&["topics", "topicPattern"])))],
        group: &["groupId"],
        ..NOTHING
    },
    // Templates that other libraries make of Spring's.
    Messaging {
        broker: "kafka",
        library: "spring-kafka",
        languages: JVM,
        publishes: &[("*KafkaTemplate().send", TOPIC)],
        ..NOTHING
    },
    // https://hivemq.github.io/hivemq-mqtt-client/docs/mqtt-operations/publish/
    Messaging {
        broker: "mqtt",
        library: "hivemq",
        languages: JVM,
        gate: &["com.hivemq.client"],
        publishes: &[
            ("*.publishWith", Chain(&["topic"])),
            ("Mqtt5Publish.builder", Chain(&["topic"])),
            ("Mqtt3Publish.builder", Chain(&["topic"])),
        ],
        consumes: &[
            ("*.subscribeWith", Chain(&["topicFilter"])),
            ("Mqtt5Subscribe.builder", Chain(&["topicFilter"])),
            ("Mqtt3Subscribe.builder", Chain(&["topicFilter"])),
        ],
        ..NOTHING
    },
    // https://eclipse.dev/paho/files/javadoc/org/eclipse/paho/client/mqttv3/MqttClient.html
    Messaging {
        broker: "mqtt",
        library: "paho",
        languages: JVM,
        gate: &["org.eclipse.paho"],
        publishes: &[
            ("MqttClient().publish", At(first())),
            ("MqttAsyncClient().publish", At(first())),
            ("IMqttClient().publish", At(first())),
            ("IMqttAsyncClient().publish", At(first())),
        ],
        consumes: &[
            ("MqttClient().subscribe", At(first())),
            ("MqttAsyncClient().subscribe", At(first())),
            ("IMqttClient().subscribe", At(first())),
            ("IMqttAsyncClient().subscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "kafka",
        library: "kafka-clients",
        languages: JVM,
        gate: &["org.apache.kafka"],
        publishes: &[
            ("KafkaProducer().send", At(first())),
            ("Producer().send", At(first())),
        ],
        consumes: &[
            ("KafkaConsumer().subscribe", At(first())),
            ("Consumer().subscribe", At(first())),
            ("StreamsBuilder().stream", At(first())),
        ],
        acknowledged_by: &["commitSync", "commitAsync"],
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "spring-amqp",
        languages: JVM,
        gate: &["org.springframework.amqp"],
        publishes: &[
            ("RabbitTemplate().convertAndSend", At(first())),
            ("RabbitTemplate().send", At(first())),
            ("RabbitTemplate().convertSendAndReceive", At(first())),
            ("AmqpTemplate().convertAndSend", At(first())),
            ("RabbitMessagingTemplate().convertAndSend", At(first())),
            ("RabbitOperations().convertAndSend", At(first())),
        ],
        annotations: &[(
            "RabbitListener",
            At(first_or(&["queues", "queuesToDeclare"])),
        )],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "rabbitmq",
        library: "amqp-client",
        languages: JVM,
        gate: &["com.rabbitmq"],
        publishes: &[("*.basicPublish", FirstKnown(&[nth(0), nth(1)]))],
        consumes: &[("*.basicConsume", At(first()))],
        automatic_at: Some(1),
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "spring-cloud-aws",
        languages: JVM,
        publishes: &[
            ("SqsTemplate().send", At(first())),
            ("QueueMessagingTemplate().convertAndSend", At(first())),
        ],
        annotations: &[("SqsListener", At(first_or(&["queueNames", "value"])))],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-java",
        languages: JVM,
        gate: &[
            "software.amazon.awssdk.services.sqs",
            "com.amazonaws.services.sqs",
        ],
        publishes: &[
            ("SendMessageRequest.builder", Chain(&["queueUrl"])),
            ("SendMessageBatchRequest.builder", Chain(&["queueUrl"])),
        ],
        consumes: &[("ReceiveMessageRequest.builder", Chain(&["queueUrl"]))],
        ..NOTHING
    },
    Messaging {
        broker: "nats",
        library: "jnats",
        languages: JVM,
        gate: &["io.nats"],
        publishes: &[
            ("Connection().publish", At(first())),
            ("Connection().request", At(first())),
            ("JetStream().publish", At(first())),
            ("JetStream().publishAsync", At(first())),
        ],
        consumes: &[
            ("Connection().subscribe", At(first())),
            ("JetStream().subscribe", At(first())),
            ("*createDispatcher().subscribe", At(first())),
            ("Dispatcher().subscribe", At(first())),
        ],
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "spring-data-redis",
        languages: JVM,
        gate: &["org.springframework.data.redis"],
        publishes: &[
            ("RedisTemplate().convertAndSend", At(first())),
            ("StringRedisTemplate().convertAndSend", At(first())),
        ],
        consumes: &[("ChannelTopic", At(first())), ("PatternTopic", At(first()))],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "jedis",
        languages: JVM,
        gate: &["redis.clients.jedis"],
        publishes: &[
            ("Jedis().publish", At(first())),
            ("JedisPooled().publish", At(first())),
            ("UnifiedJedis().publish", At(first())),
            ("*.getResource().publish", At(first())),
        ],
        consumes: &[
            ("Jedis().subscribe", At(nth(1))),
            ("Jedis().psubscribe", At(nth(1))),
            ("JedisPooled().subscribe", At(nth(1))),
            ("UnifiedJedis().subscribe", At(nth(1))),
            ("*.getResource().subscribe", At(nth(1))),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "redis",
        library: "lettuce",
        languages: JVM,
        gate: &["io.lettuce.core"],
        publishes: &[
            ("*Commands().publish", At(first())),
            ("*.sync().publish", At(first())),
            ("*.async().publish", At(first())),
            ("*.reactive().publish", At(first())),
        ],
        consumes: &[
            ("*PubSubCommands().subscribe", At(first())),
            ("*PubSub().sync().subscribe", At(first())),
            ("*PubSub().async().subscribe", At(first())),
        ],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: JVM,
        gate: &["com.google.cloud.pubsub"],
        publishes: &[("Publisher.newBuilder", At(first()))],
        consumes: &[("Subscriber.newBuilder", At(first()))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "google-pubsub",
        library: "spring-cloud-gcp",
        languages: JVM,
        gate: &["com.google.cloud.spring"],
        publishes: &[("PubSubTemplate().publish", At(first()))],
        consumes: &[("PubSubTemplate().subscribe", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "spring-cloud-stream",
        library: "spring-cloud-stream",
        languages: JVM,
        publishes: &[("StreamBridge().send", At(first()))],
        annotations: &[("StreamListener", At(first_or(&["target"])))],
        ..NOTHING
    },
    Messaging {
        broker: "reactive-messaging",
        library: "smallrye",
        languages: JVM,
        gate: &["org.eclipse.microprofile.reactive.messaging"],
        annotations: &[("Incoming", At(first()))],
        ..NOTHING
    },
    Messaging {
        broker: "jms",
        library: "spring-jms",
        languages: JVM,
        gate: &["org.springframework.jms"],
        publishes: &[
            ("JmsTemplate().convertAndSend", At(first())),
            ("JmsTemplate().send", At(first())),
            ("JmsMessagingTemplate().convertAndSend", At(first())),
        ],
        annotations: &[("JmsListener", At(named(&["destination"])))],
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "aws-sdk-java",
        languages: JVM,
        gate: &[
            "software.amazon.awssdk.services.sns",
            "com.amazonaws.services.sns",
        ],
        publishes: &[("PublishRequest.builder", Chain(&["topicArn"]))],
        ..NOTHING
    },
    // An extension function, which has to be imported: https://github.com/ministryofjustice/hmpps-spring-boot-sqs
    Messaging {
        broker: "sns",
        library: "hmpps-sqs",
        languages: JVM,
        gate: &["uk.gov.justice.hmpps.sqs.publish"],
        publishes: &[("*.publish", Hidden)],
        ..NOTHING
    },
    Messaging {
        broker: "sns",
        library: "spring-cloud-aws",
        languages: JVM,
        publishes: &[
            ("SnsTemplate().sendNotification", At(first())),
            ("SnsTemplate().convertAndSend", At(first())),
            (
                "NotificationMessagingTemplate().sendNotification",
                At(first()),
            ),
        ],
        ..NOTHING
    },
    // https://learn.microsoft.com/en-us/java/api/overview/azure/messaging-servicebus-readme
    Messaging {
        broker: "azure-service-bus",
        library: "azure-service-bus",
        languages: JVM,
        gate: &["com.azure.messaging.servicebus"],
        publishes: &[
            (
                "*.sender()*.buildClient",
                Chain(&["queueName", "topicName"]),
            ),
            (
                "*.sender()*.buildAsyncClient",
                Chain(&["queueName", "topicName"]),
            ),
        ],
        consumes: &[
            (
                "*.receiver()*.buildClient",
                Chain(&["queueName", "topicName"]),
            ),
            (
                "*.receiver()*.buildAsyncClient",
                Chain(&["queueName", "topicName"]),
            ),
            (
                "*.processor()*.buildProcessorClient",
                Chain(&["queueName", "topicName"]),
            ),
        ],
        acknowledgement: Manual,
        ..NOTHING
    },
];
