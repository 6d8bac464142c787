//! Broker libraries.

use crate::Acknowledgement::{self, Automatic, Manual, Unknown};
use crate::Language::{
    self, CSharp, Go, Java, JavaScript, Kotlin, Php, Python, Ruby, Rust, TypeScript,
};
use crate::frameworks::{Pick, first, first_or, named, nth, nth_or};

/// One library.
pub(super) struct Messaging {
    pub broker: &'static str,
    pub library: &'static str,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where the calls' names are enough.
    pub gate: &'static [&'static str],
    /// Calls that send, as [`matches`](crate::form::matches) reads them, with what names the topic.
    pub publishes: &'static [(&'static str, Topic)],
    /// Calls that receive.
    pub consumes: &'static [(&'static str, Topic)],
    /// Annotations that receive.
    pub annotations: &'static [(&'static str, Topic)],
    /// Options that name the consumer group.
    pub group: &'static [&'static str],
    /// When the broker forgets a message, where nothing says otherwise.
    pub acknowledgement: Acknowledgement,
    /// The argument that says that delivery is enough.
    pub automatic_at: Option<usize>,
}

/// What names a topic.
#[derive(Clone, Copy)]
pub(super) enum Topic {
    /// An argument: a text, a list of texts, or a record that holds it.
    At(Pick),
    /// The first of several arguments that is not empty.
    FirstKnown(&'static [Pick]),
    /// The type of the message at a position.
    TypeAt(usize),
    /// The argument of a call of the chain, before or after.
    Chain(&'static [&'static str]),
    /// The name of what it is called on.
    Receiver,
    /// The function that is annotated.
    Function,
}

use Topic::{At, Chain, FirstKnown, Function, Receiver, TypeAt};

const NOTHING: Messaging = Messaging {
    broker: "",
    library: "",
    languages: &[],
    gate: &[],
    publishes: &[],
    consumes: &[],
    annotations: &[],
    group: &[],
    acknowledgement: Unknown,
    automatic_at: None,
};

const SCRIPT: &[Language] = &[JavaScript, TypeScript];
const JVM: &[Language] = &[Java, Kotlin];
const TOPIC: Topic = At(first_or(&["topic", "topics"]));

/// Every library.
pub(super) const MESSAGING: &[Messaging] = &[
    // ---- Kafka
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
        ..NOTHING
    },
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
        broker: "kafka",
        library: "rdkafka",
        languages: &[Rust],
        gate: &["rdkafka"],
        publishes: &[
            ("FutureRecord.to", At(first())),
            ("BaseRecord.to", At(first())),
        ],
        consumes: &[("*.subscribe", At(first()))],
        ..NOTHING
    },
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
        broker: "kafka",
        library: "ruby-kafka",
        languages: &[Ruby],
        publishes: &[
            ("*.deliver_message", At(named(&["topic"]))),
            ("*producer.produce_async", At(named(&["topic"]))),
            ("*producer.produce_sync", At(named(&["topic"]))),
        ],
        ..NOTHING
    },
    // ---- RabbitMQ
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
        broker: "rabbitmq",
        library: "bunny",
        languages: &[Ruby],
        publishes: &[
            ("Bunny.new()*.publish", At(named(&["routing_key"]))),
            ("Bunny.new()*.basic_publish", At(nth(2))),
        ],
        consumes: &[
            ("Bunny.new()*.queue().subscribe", Chain(&["queue"])),
            ("from_queue", At(first())),
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
        broker: "masstransit",
        library: "masstransit",
        languages: &[CSharp],
        publishes: &[
            ("IPublishEndpoint().Publish", TypeAt(0)),
            ("IBus().Publish", TypeAt(0)),
            ("IBusControl().Publish", TypeAt(0)),
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
    // ---- Amazon
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
        broker: "sqs",
        library: "boto3",
        languages: &[Python],
        gate: &["boto3", "aioboto3", "aiobotocore"],
        publishes: &[("*.send_message", At(named(&["QueueUrl"])))],
        consumes: &[("*.receive_message", At(named(&["QueueUrl"])))],
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
        publishes: &[("SendMessageRequest.builder", Chain(&["queueUrl"]))],
        consumes: &[("ReceiveMessageRequest.builder", Chain(&["queueUrl"]))],
        ..NOTHING
    },
    Messaging {
        broker: "sqs",
        library: "aws-sdk-rust",
        languages: &[Rust],
        gate: &["aws_sdk_sqs"],
        publishes: &[("*.send_message", Chain(&["queue_url"]))],
        consumes: &[("*.receive_message", Chain(&["queue_url"]))],
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
    // ---- NATS
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
        ],
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
        broker: "nats",
        library: "jnats",
        languages: JVM,
        gate: &["io.nats"],
        publishes: &[("Connection().publish", At(first()))],
        consumes: &[
            ("*createDispatcher().subscribe", At(first())),
            ("Dispatcher().subscribe", At(first())),
        ],
        ..NOTHING
    },
    // ---- Redis
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
    // ---- Google
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
        broker: "google-pubsub",
        library: "google-cloud-pubsub",
        languages: &[Go],
        gate: &["cloud.google.com/go/pubsub"],
        publishes: &[("*.Publish", Chain(&["Topic", "Publisher"]))],
        consumes: &[("*.Receive", Chain(&["Subscription", "Subscriber"]))],
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
    // ---- Azure
    Messaging {
        broker: "azure-service-bus",
        library: "azure-service-bus",
        languages: SCRIPT,
        gate: &["@azure/service-bus"],
        publishes: &[("*.createSender", At(first()))],
        consumes: &[("*.createReceiver", At(first()))],
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
    // ---- Task queues
    Messaging {
        broker: "celery",
        library: "celery",
        languages: &[Python],
        gate: &["celery"],
        publishes: &[("*.send_task", At(first_or(&["name"])))],
        annotations: &[("task", Function), ("shared_task", Function)],
        acknowledgement: Automatic,
        ..NOTHING
    },
    Messaging {
        broker: "celery",
        library: "celery",
        languages: &[Python],
        publishes: &[("*.delay", Receiver), ("*.apply_async", Receiver)],
        ..NOTHING
    },
    Messaging {
        broker: "bullmq",
        library: "bullmq",
        languages: SCRIPT,
        gate: &["bullmq", "bull", "@nestjs/bull", "@nestjs/bullmq"],
        publishes: &[
            ("bullmq.Queue", At(first())),
            ("bull", At(first())),
            ("InjectQueue", At(first())),
        ],
        consumes: &[("bullmq.Worker", At(first()))],
        annotations: &[("Processor", At(first_or(&["name"])))],
        acknowledgement: Manual,
        ..NOTHING
    },
    Messaging {
        broker: "sidekiq",
        library: "sidekiq",
        languages: &[Ruby],
        publishes: &[
            ("*.perform_async", Receiver),
            ("*.perform_later", Receiver),
            ("*.perform_in", Receiver),
        ],
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
    // ---- Several brokers behind one interface
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
        broker: "dapr",
        library: "dapr",
        languages: &[CSharp],
        gate: &["Dapr"],
        publishes: &[("*.PublishEventAsync", At(nth(1)))],
        annotations: &[("Topic", At(nth(1)))],
        ..NOTHING
    },
];
