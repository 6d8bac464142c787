//! What source of each language holds when it serves, calls, publishes, consumes, opens a store, or reads its
//! environment. A framework that none of these words shows needs one here; its fixture tells.

mod c_sharp;
mod go;
mod jvm;
mod php;
mod python;
mod ruby;
mod rust;
mod scripts;

use crate::Language;

/// How many sets of signs there are.
pub(super) const LANGUAGES: usize = 8;

/// The words that show facts in one language.
pub(super) struct Signs {
    /// Anywhere in the file.
    pub words: &'static [&'static str],
    /// Where no name goes on with them.
    pub names: &'static [&'static str],
    /// What variables of the environment are read from.
    pub variables: &'static [&'static str],
    /// Modules of scripts, where they are imported.
    pub modules: &'static [&'static str],
    /// What declares a constant.
    pub constants: &'static [&'static str],
    /// Brokers and stores, anywhere in the file.
    pub common: &'static [&'static str],
}

/// The signs of a language, and their number.
pub(super) fn of(language: Language) -> (usize, &'static Signs) {
    match language {
        Language::Rust => (0, &rust::SIGNS),
        Language::JavaScript | Language::TypeScript => (1, &scripts::SIGNS),
        Language::Python => (2, &python::SIGNS),
        Language::Java | Language::Kotlin => (3, &jvm::SIGNS),
        Language::Go => (4, &go::SIGNS),
        Language::CSharp => (5, &c_sharp::SIGNS),
        Language::Ruby => (6, &ruby::SIGNS),
        Language::Php => (7, &php::SIGNS),
    }
}

/// Brokers and stores, in every language but scripts.
const COMMON: &[&str] = &[
    "amqp",
    "kafka",
    "Kafka",
    "redis",
    "Redis",
    "mongo",
    "Mongo",
    "postgres:",
    "postgresql:",
    "postgresql+",
    "jdbc:",
    "rabbit",
    "Rabbit",
    "grpc",
    "Grpc",
    "DATABASE_URL",
];

/// Brokers and stores of scripts, which import what they use: the addresses are left, and types that others import.
const COMMON_OF_SCRIPTS: &[&str] = &[
    "amqp:",
    "amqps:",
    "redis:",
    "rediss:",
    "mongodb:",
    "mongodb+srv:",
    "postgres:",
    "postgresql:",
    "jdbc:",
    "kafkajs",
    "kafka-",
    "rdkafka",
    "Kafka(",
    "kafka:",
    "KAFKA",
    "grpc",
    "GrpcMethod",
    "GrpcStreamMethod",
    "ClientGrpc",
    "MongoClient",
    "createClient(",
    "new Redis",
    "DATABASE_URL",
];

/// What an address in a string starts with.
pub(super) const ADDRESSES: &[&str] = &["http://", "ws://", "wss://"];

/// What the names of scripts' own routers end with, behind a letter and before a quote.
pub(super) const ROUTERS: &[&str] = &["outer'", "outer\"", "outes'", "outes\""];

/// Names of drivers in strings.
pub(super) const QUOTED: &[&str] = &["postgres"];
