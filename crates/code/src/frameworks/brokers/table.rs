//! Broker libraries.

mod dotnet;
mod go;
mod jvm;
mod php;
mod python;
mod ruby;
mod rust;
mod scripts;

use crate::Acknowledgement::{self, Unknown};
use crate::Language::{self, Java, JavaScript, Kotlin, TypeScript};
use crate::frameworks::{Pick, first_or};

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
    /// Calls of the file that acknowledge what it received.
    pub acknowledged_by: &'static [&'static str],
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
    /// The annotation that injects what it is called on: `@InjectQueue("orders") queue: Queue`.
    Injected(&'static str),
    /// An argument, or another place where it is missing.
    AtOrHidden(Pick),
    /// Another place: where the client was made.
    Hidden,
}

use Topic::At;

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
    acknowledged_by: &[],
    automatic_at: None,
};

const SCRIPT: &[Language] = &[JavaScript, TypeScript];
const JVM: &[Language] = &[Java, Kotlin];
const TOPIC: Topic = At(first_or(&["topic", "topics"]));

/// Every library.
pub(super) const MESSAGING: &[&[Messaging]] = &[
    dotnet::TABLE,
    go::TABLE,
    jvm::TABLE,
    php::TABLE,
    python::TABLE,
    ruby::TABLE,
    rust::TABLE,
    scripts::TABLE,
];
