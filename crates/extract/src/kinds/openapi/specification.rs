//! The objects of the specification as a table: field, versions, where it is required, what it holds.
//!
//! Sources: OpenAPI Specification 2.0, 3.0.4, 3.1.2 and 3.2.0, section "Schema" each.

mod objects;

use objects::*;

/// A version of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0.
    V20,
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1.
    V31,
    /// OpenAPI 3.2.
    V32,
}

impl Version {
    /// The version that `openapi:` or `swagger:` states.
    pub fn stated(text: &str) -> Option<Version> {
        let text = text.trim();
        let mut parts = text.split('.');
        let (major, minor) = (parts.next()?, parts.next().unwrap_or("0"));
        match (major, minor) {
            ("2", "0") => Some(Version::V20),
            ("3", "0") => Some(Version::V30),
            ("3", "1") => Some(Version::V31),
            ("3", "2") => Some(Version::V32),
            _ => None,
        }
    }

    /// `2.0`, `3.0`, …
    pub fn word(self) -> &'static str {
        match self {
            Version::V20 => "2.0",
            Version::V30 => "3.0",
            Version::V31 => "3.1",
            Version::V32 => "3.2",
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Holds {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// A list of texts.
    Texts,
    /// A list of anything.
    List,
    /// An object.
    Object(Name),
    /// A list of objects.
    Objects(Name),
    /// Objects by name.
    Map(Name),
    /// Lists of texts by name.
    TextsMap,
    /// Texts by name.
    TextMap,
    /// A schema, or `true` or `false`.
    Schema,
    /// A list of schemas.
    Schemas,
    /// Schemas by name.
    SchemaMap,
    /// A type: a word, from 3.1 on also a list of words.
    Type,
    /// A flag up to 3.0, a number from 3.1 on.
    Exclusive,
}

/// The objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Name {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
    Items,
}

/// One field of an object.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The versions that have it.
    versions: u8,
    /// The versions that require it.
    required: u8,
    /// What it holds.
    pub holds: Holds,
}

impl Field {
    /// Whether `version` has it.
    pub fn is_in(&self, version: Version) -> bool {
        self.versions & version.bit() != 0
    }

    /// Whether `version` requires it.
    pub fn is_required_in(&self, version: Version) -> bool {
        self.required & version.bit() != 0
    }
}

/// What the object is called in messages.
pub fn title(name: Name) -> &'static str {
    match name {
        Name::Root => "the document",
        Name::Info => "the info object",
        Name::Contact => "a contact",
        Name::License => "a licence",
        Name::Server => "a server",
        Name::ServerVariable => "a server variable",
        Name::Components => "the components",
        Name::Paths => "the paths",
        Name::PathItem => "a path item",
        Name::Operation => "an operation",
        Name::ExternalDocs => "an external documentation object",
        Name::Parameter => "a parameter",
        Name::RequestBody => "a request body",
        Name::MediaType => "a media type",
        Name::Encoding => "an encoding",
        Name::Responses => "the responses",
        Name::Response => "a response",
        Name::Callback => "a callback",
        Name::Example => "an example",
        Name::Link => "a link",
        Name::Header => "a header",
        Name::Tag => "a tag",
        Name::Schema => "a schema",
        Name::Discriminator => "a discriminator",
        Name::Xml => "an XML object",
        Name::SecurityScheme => "a security scheme",
        Name::Flows => "the OAuth flows",
        Name::Flow => "an OAuth flow",
        Name::Items => "an items object",
    }
}

/// Whether the object may be a reference in its place.
pub fn may_be_reference(name: Name, version: Version) -> bool {
    match name {
        Name::Parameter | Name::Response | Name::Schema | Name::PathItem => true,
        Name::SecurityScheme
        | Name::RequestBody
        | Name::Example
        | Name::Link
        | Name::Header
        | Name::Callback => version != Version::V20,
        Name::MediaType => version == Version::V32,
        _ => false,
    }
}

/// The fields of an object.
pub fn fields(name: Name) -> &'static [Field] {
    match name {
        Name::Root => ROOT,
        Name::Info => INFO,
        Name::Contact => CONTACT,
        Name::License => LICENSE,
        Name::Server => SERVER,
        Name::ServerVariable => SERVER_VARIABLE,
        Name::Components => COMPONENTS,
        Name::PathItem => PATH_ITEM,
        Name::Operation => OPERATION,
        Name::ExternalDocs => EXTERNAL_DOCS,
        Name::Parameter => PARAMETER,
        Name::RequestBody => REQUEST_BODY,
        Name::MediaType => MEDIA_TYPE,
        Name::Encoding => ENCODING,
        Name::Response => RESPONSE,
        Name::Example => EXAMPLE,
        Name::Link => LINK,
        Name::Header => HEADER,
        Name::Tag => TAG,
        Name::Schema => SCHEMA,
        Name::Discriminator => DISCRIMINATOR,
        Name::Xml => XML,
        Name::SecurityScheme => SECURITY_SCHEME,
        Name::Flows => FLOWS,
        Name::Flow => FLOW,
        Name::Items => ITEMS,
        Name::Paths | Name::Responses | Name::Callback => &[],
    }
}

/// Requirements by name: used nowhere else.
pub const REQUIREMENT: Holds = Holds::TextsMap;
