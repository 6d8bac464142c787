//! What a design document declares: service definitions and API specifications, as written.

use serde::{Deserialize, Serialize};

use crate::At;

/// A text as written, with its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The text, without quotes and markup around it.
    pub value: String,
    /// Where it stands.
    pub at: At,
}

/// The definitions and specifications of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Design {
    /// The services that it defines, in order.
    pub services: Vec<Definition>,
    /// The operations that it specifies, in order.
    pub operations: Vec<Specification>,
}

/// A service, as a template of a service definition tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its name.
    pub name: Text,
    /// Whether it is written in sections, lists or tables of Markdown, and not as the template.
    pub is_prose: bool,
    /// What it is responsible for.
    pub responsibility: Option<Text>,
    /// What it depends on: services, and stores that are named among them.
    pub dependencies: Vec<Dependency>,
    /// Where it keeps its data; empty if the field says `none`.
    pub stores: Vec<Store>,
    /// How it talks, each way of it.
    pub communication: Vec<Communication>,
    /// Whether it says how it is watched.
    pub has_monitoring: bool,
    /// Whether it says how it is deployed.
    pub has_deployment: bool,
    /// Fields of the template that are missing or empty, in the template's order and words.
    pub missing: Vec<String>,
    /// Placeholders of the template that were left.
    pub placeholders: Vec<Text>,
}

/// Something that a service depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    /// What it depends on, without remarks.
    pub name: Text,
    /// Whether the service waits for it, where the entry itself says so.
    pub is_blocking: Option<bool>,
}

/// A store as a definition names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    /// The text of the field.
    pub text: Text,
    /// The store's own name, if the text has more than a technology.
    pub name: Option<String>,
    /// The technology, lower case: `postgresql`, `redis`, …
    pub technology: Option<String>,
}

/// One way in which a service talks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Communication {
    /// What the document says about it.
    pub text: Text,
    /// Whether the caller waits; `None` if it does not say.
    pub is_blocking: Option<bool>,
}

/// An operation, as a template of an API specification tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Specification {
    /// The path: what the operation is known by.
    pub path: Text,
    /// Whether it is written in sections, lists or tables of Markdown, and not as the template.
    pub is_prose: bool,
    /// Method in capitals; empty if the document does not say.
    pub method: String,
    /// The API that it is part of, if the document names one.
    pub api: Option<Text>,
    /// The version of that API.
    pub version: Option<String>,
    /// The service that it is part of, if the document names one.
    pub service: Option<Text>,
    /// Who may call it, as written; `Some` with `none` if everybody.
    pub authentication: Option<Text>,
    /// How often it may be called.
    pub rate_limit: Option<Text>,
    /// Whether requests have a schema, or need none.
    pub has_request_schema: bool,
    /// Whether responses have a schema.
    pub has_response_schema: bool,
    /// Status codes of success that it lists.
    pub success_codes: Vec<String>,
    /// Error codes that it lists, as written; `None` if the field is missing.
    pub error_codes: Option<Vec<String>>,
    /// Whether it is described.
    pub has_documentation: bool,
    /// Fields of the template that are missing or empty, in the template's order and words.
    pub missing: Vec<String>,
    /// Placeholders of the template that were left.
    pub placeholders: Vec<Text>,
}
