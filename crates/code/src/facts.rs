//! What one source file says: the facts that every later stage reads, all of them serialisable.

mod calls;
mod routes;

pub use calls::*;
pub use routes::*;

use crate::{At, Folded, Language, Piece, Role};
use serde::{Deserialize, Serialize};

/// All facts of one source file. Everything is in source order, and refers to bytes of that file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The language that the file was read as.
    pub language: Language,
    /// What the file is for.
    pub role: Role,
    /// Whether the file was parsed; what [`skim`](crate::skim) gives was not.
    pub is_parsed: bool,
    /// What it imports.
    pub imports: Vec<Import>,
    /// Calls of imported libraries, with folded arguments.
    pub calls: Vec<Call>,
    /// Classes, and functions that carry annotations.
    pub declarations: Vec<Declaration>,
    /// Texts with a name: constants, enum values, static fields.
    pub constants: Vec<Constant>,
    /// Functions that give a text, for their callers in other files.
    pub functions: Vec<Function>,
    /// Environment variables that are read.
    pub environment: Vec<Environment>,
    /// Configuration keys that are read.
    pub configuration_keys: Vec<ConfigurationKey>,
    /// SQL in strings.
    pub sql: Vec<Sql>,
    /// Routes that are served, with the prefixes that this file knows.
    pub routes: Vec<Route>,
    /// Routers put below a prefix that another file may fill; see [`link_routes`](crate::link_routes).
    pub mounts: Vec<Mount>,
    /// Functions that mount a router which they are given; see [`link_routes`](crate::link_routes).
    pub mounters: Vec<Mounter>,
    /// Functions that register a path which they are given; see [`link_routes`](crate::link_routes).
    pub registrars: Vec<Registrar>,
    /// Outbound calls.
    pub clients: Vec<Client>,
    /// Functions whose callers say whom some of them call; see [`link_clients`](crate::link_clients).
    pub wrappers: Vec<Wrapper>,
    /// Functions whose callers say where the messages go that they send; see [`link_messages`](crate::link_messages).
    pub senders: Vec<Sender>,
    /// Calls that may be calls of such functions.
    pub handed: Vec<Handed>,
    /// Clients in names of the whole file, which other files may use.
    pub instances: Vec<Instance>,
    /// Messages that are sent.
    pub publishes: Vec<Publish>,
    /// Messages that are received.
    pub consumes: Vec<Consume>,
    /// Stores and brokers that are opened.
    pub stores: Vec<Store>,
    /// What could not be read, and why.
    pub notes: Vec<Note>,
}

impl Facts {
    /// No facts but language and role.
    pub fn new(language: Language, role: Role) -> Facts {
        Facts {
            language,
            role,
            is_parsed: false,
            imports: Vec::new(),
            calls: Vec::new(),
            declarations: Vec::new(),
            constants: Vec::new(),
            functions: Vec::new(),
            environment: Vec::new(),
            configuration_keys: Vec::new(),
            sql: Vec::new(),
            routes: Vec::new(),
            mounts: Vec::new(),
            mounters: Vec::new(),
            registrars: Vec::new(),
            clients: Vec::new(),
            wrappers: Vec::new(),
            senders: Vec::new(),
            handed: Vec::new(),
            instances: Vec::new(),
            publishes: Vec::new(),
            consumes: Vec::new(),
            stores: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The constants that other files may refer to: name (`ORDERS_URL`, `Topics.ORDERS`) and text.
    pub fn exports(&self) -> impl Iterator<Item = (&str, &Folded)> {
        self.constants
            .iter()
            .map(|constant| (constant.name.as_str(), &constant.value))
    }

    /// The paths of constants of other files that stand in texts of this one.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        let clients = self.clients.iter().map(|client| &client.url);
        let stores = self.stores.iter().map(|store| &store.url);
        let publishes = self.publishes.iter().map(|publish| &publish.topic);
        let consumes = self.consumes.iter().map(|consume| &consume.topic);
        let constants = self.constants.iter().map(|constant| &constant.value);
        let arguments = self.calls.iter().flat_map(|call| &call.arguments);
        let handed = self.handed.iter().flat_map(|call| &call.positional);
        let bases = self.instances.iter().map(|instance| &instance.base);
        let paths = self.routes.iter().map(|route| &route.path);
        let paths = paths.chain(self.mounts.iter().map(|mount| &mount.prefix));
        let of_paths = paths.flat_map(|path| {
            let holes = path.split('{').skip(1);
            let names = holes.filter_map(|hole| Some(hole.split_once('}')?.0));
            let names = names.map(|name| name.trim_end_matches('…'));
            names.filter(|name| name.contains('.') || name.contains(char::is_uppercase))
        });
        clients
            .chain(stores)
            .chain(publishes)
            .chain(consumes)
            .chain(constants)
            .chain(handed)
            .chain(bases)
            .chain(arguments.map(|argument| &argument.value))
            .flat_map(|text| &text.pieces)
            .filter_map(|piece| match piece {
                Piece::Reference(path) => Some(path.as_str()),
                _ => None,
            })
            .chain(of_paths)
    }
}

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The name in this file; `*` when everything is imported.
    pub name: String,
    /// The full path as the language writes it: `express`, `./routes`, `fastapi.APIRouter`, `github.com/gin-gonic/gin`.
    pub path: String,
    /// The import.
    pub at: At,
}

/// A call of an imported library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// What is called, through imports and assignments: `requests.get`, `express().use`.
    /// `()` marks a value that a call or a type gives.
    pub callee: String,
    /// The arguments in order.
    pub arguments: Vec<Argument>,
    /// The call.
    pub at: At,
    /// Where the call stands.
    pub place: Place,
}

/// One argument of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// The keyword or option name; `None` for an argument by position. Options of an object have dotted names.
    pub name: Option<String>,
    /// The argument as text as far as it is constant; a number or a boolean is written out.
    pub value: Folded,
    /// The argument.
    pub at: At,
}

/// What surrounds a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The enclosing named function or method.
    pub in_function: Option<String>,
    /// The enclosing class, trait or module.
    pub in_class: Option<String>,
    /// The variable of the innermost enclosing loop; an empty text when the loop has none; `None` outside loops.
    pub in_loop: Option<String>,
    /// Whether an enclosing `try` handles its failure.
    pub in_try: bool,
}

/// A class, or a function that carries annotations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    /// Class or function.
    pub kind: DeclarationKind,
    /// Its name.
    pub name: String,
    /// The class that encloses it.
    pub in_class: Option<String>,
    /// Base classes, interfaces and implemented traits, as imported.
    pub bases: Vec<String>,
    /// Annotations, decorators or attributes.
    pub annotations: Vec<Annotation>,
    /// Fields of a class.
    pub fields: Vec<Field>,
    /// The name.
    pub at: At,
}

/// What a [`Declaration`] declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeclarationKind {
    /// A class, struct, record, object or enum.
    Class,
    /// An interface, protocol or trait.
    Interface,
    /// A function or method.
    Function,
}

/// An annotation, decorator or attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Its path as imported.
    pub path: String,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// The annotation.
    pub at: At,
}

/// A field of a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type as written; `None` when the source gives none.
    pub type_name: Option<String>,
    /// Its annotations.
    pub annotations: Vec<Annotation>,
    /// The name.
    pub at: At,
}

/// A text with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Constant {
    /// The name, below its class or enum: `Topics.ORDERS`.
    pub name: String,
    /// The text.
    pub value: Folded,
    /// The text's place.
    pub at: At,
}

/// A function that gives a text: an address, a path, a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Its own name.
    pub name: String,
    /// The class whose method it is.
    pub class: Option<String>,
    /// Whether it stands for the whole file in other files.
    pub is_default: bool,
    /// What it is given, in order; stands as holes in its text.
    pub parameters: Vec<Parameter>,
    /// The text.
    pub value: Folded,
    /// What comes behind the text.
    pub appended: Vec<Appended>,
}

/// What a [`Function`] is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it is when nobody gives it; `None` when that is not constant.
    pub default: Option<String>,
}

/// What comes behind the text of a [`Function`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appended {
    /// The parameter that must be true for it; `None` for what is always there.
    pub when: Option<String>,
    /// The text.
    pub value: Folded,
}

/// An environment variable that is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// The variable.
    pub name: String,
    /// What the source falls back to; `None` when it gives nothing.
    pub default: Option<String>,
    /// The lookup.
    pub at: At,
}

/// A configuration key that is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationKey {
    /// The key as written, such as `orders.url` or `Orders:Url`.
    pub key: String,
    /// What the source falls back to; `None` when it gives nothing.
    pub default: Option<String>,
    /// The lookup.
    pub at: At,
}

/// SQL in a string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sql {
    /// The statement; a hole is written as `{name}`, or as the driver's own placeholder where it is a bound value.
    pub text: String,
    /// The string, from its first to its last piece.
    pub at: At,
    /// Where the text starts inside `at`, when the string is one literal without escapes or holes: then byte `n` of `text` is byte `content_start + n` of the file.
    pub content_start: Option<u32>,
    /// The names of the holes, in order.
    pub holes: Vec<String>,
    /// What the statement is for.
    pub context: SqlContext,
    /// The call or macro that takes it (`sqlx::query`, `cursor.execute`); `None` when it is only a string.
    pub library: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a SQL string is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SqlContext {
    /// It runs while the service works.
    Query,
    /// It changes the schema.
    Migration,
    /// Nothing says which; a string alone, or a test.
    Unknown,
}

/// A message that is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publish {
    /// The broker: `kafka`, `rabbitmq`, `sqs`, `sns`, `nats`, `redis`, `google-pubsub`, `azure-service-bus`, …
    pub broker: String,
    /// Topic, queue, subject, channel or routing key.
    pub topic: Folded,
    /// The call.
    pub at: At,
    /// The library.
    pub library: String,
    /// Where it stands.
    pub place: Place,
}

/// A message that is received.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consume {
    /// The broker, named as in [`Publish`].
    pub broker: String,
    /// Topic, queue, subject, channel or pattern.
    pub topic: Folded,
    /// The call or annotation.
    pub at: At,
    /// The library.
    pub library: String,
    /// When the broker may forget the message.
    pub acknowledgement: Acknowledgement,
    /// Where a message goes that cannot be handled; `None` when the file does not say.
    pub dead_letter: Option<Folded>,
    /// The consumer group or subscription; `None` when the file does not say.
    pub group: Option<Folded>,
    /// Where it stands.
    pub place: Place,
}

/// When the broker may forget a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Acknowledgement {
    /// On delivery, before it is handled.
    Automatic,
    /// When the code says so.
    Manual,
    /// The file does not say.
    Unknown,
}

/// A store or broker that is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// `postgresql`, `mysql`, `sqlite`, `sqlserver`, `mongodb`, `redis`, `memcached`, `elasticsearch`, `clickhouse`, `dynamodb`, `cassandra`, `s3`, `kafka`, `rabbitmq`, …;
    /// `sql` when the library serves several and the address does not say.
    pub kind: String,
    /// The address as far as it is constant.
    pub url: Folded,
    /// The call.
    pub at: At,
    /// The library.
    pub library: String,
    /// Whether connections are kept in a pool.
    pub is_pooled: bool,
    /// The most connections that the pool opens; `None` when the file does not say.
    pub pool_maximum: Option<u64>,
    /// Where it stands.
    pub place: Place,
}

/// What could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// One clause in lower case without full stop.
    pub text: String,
    /// The place; the file's start when it is the whole file.
    pub at: At,
}
