//! The objects of the specification as a table: field, versions, where it is required, what it holds.
//!
//! Sources: OpenAPI Specification 2.0, 3.0.4, 3.1.2 and 3.2.0, section "Schema" each.

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

const V2: u8 = 1;
const V30: u8 = 2;
const V32: u8 = 8;
const V3: u8 = 14;
const J: u8 = 12;
const ALL: u8 = 15;

const fn f(name: &'static str, versions: u8, required: u8, holds: Holds) -> Field {
    Field {
        name,
        versions,
        required,
        holds,
    }
}

use Holds::{
    Any, Count, Exclusive, Flag, List, Map, Number, Object, Objects, Schemas, Text, Texts,
};
use Holds::{SchemaMap, TextMap, TextsMap, Type, Word};

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

const ROOT: &[Field] = &[
    f("openapi", V3, V3, Text),
    f("swagger", V2, V2, Text),
    f("$self", V32, 0, Text),
    f("info", ALL, ALL, Object(Name::Info)),
    f("jsonSchemaDialect", J, 0, Text),
    f("servers", V3, 0, Objects(Name::Server)),
    f("host", V2, 0, Text),
    f("basePath", V2, 0, Text),
    f("schemes", V2, 0, Texts),
    f("consumes", V2, 0, Texts),
    f("produces", V2, 0, Texts),
    f("paths", ALL, V2 | V30, Object(Name::Paths)),
    f("webhooks", J, 0, Map(Name::PathItem)),
    f("components", V3, 0, Object(Name::Components)),
    f("definitions", V2, 0, SchemaMap),
    f("parameters", V2, 0, Map(Name::Parameter)),
    f("responses", V2, 0, Map(Name::Response)),
    f("securityDefinitions", V2, 0, Map(Name::SecurityScheme)),
    f("security", ALL, 0, List),
    f("tags", ALL, 0, Objects(Name::Tag)),
    f("externalDocs", ALL, 0, Object(Name::ExternalDocs)),
];
const INFO: &[Field] = &[
    f("title", ALL, ALL, Text),
    f("version", ALL, ALL, Text),
    f("summary", J, 0, Text),
    f("description", ALL, 0, Text),
    f("termsOfService", ALL, 0, Text),
    f("contact", ALL, 0, Object(Name::Contact)),
    f("license", ALL, 0, Object(Name::License)),
];
const CONTACT: &[Field] = &[
    f("name", ALL, 0, Text),
    f("url", ALL, 0, Text),
    f("email", ALL, 0, Text),
];
const LICENSE: &[Field] = &[
    f("name", ALL, ALL, Text),
    f("identifier", J, 0, Text),
    f("url", ALL, 0, Text),
];
const SERVER: &[Field] = &[
    f("url", V3, V3, Text),
    f("name", V32, 0, Text),
    f("description", V3, 0, Text),
    f("variables", V3, 0, Map(Name::ServerVariable)),
];
const SERVER_VARIABLE: &[Field] = &[
    f("enum", V3, 0, Texts),
    f("default", V3, V3, Text),
    f("description", V3, 0, Text),
];
const COMPONENTS: &[Field] = &[
    f("schemas", V3, 0, SchemaMap),
    f("responses", V3, 0, Map(Name::Response)),
    f("parameters", V3, 0, Map(Name::Parameter)),
    f("examples", V3, 0, Map(Name::Example)),
    f("requestBodies", V3, 0, Map(Name::RequestBody)),
    f("headers", V3, 0, Map(Name::Header)),
    f("securitySchemes", V3, 0, Map(Name::SecurityScheme)),
    f("links", V3, 0, Map(Name::Link)),
    f("callbacks", V3, 0, Map(Name::Callback)),
    f("pathItems", J, 0, Map(Name::PathItem)),
    f("mediaTypes", V32, 0, Map(Name::MediaType)),
];
const PATH_ITEM: &[Field] = &[
    f("$ref", ALL, 0, Text),
    f("summary", V3, 0, Text),
    f("description", V3, 0, Text),
    f("get", ALL, 0, Object(Name::Operation)),
    f("put", ALL, 0, Object(Name::Operation)),
    f("post", ALL, 0, Object(Name::Operation)),
    f("delete", ALL, 0, Object(Name::Operation)),
    f("options", ALL, 0, Object(Name::Operation)),
    f("head", ALL, 0, Object(Name::Operation)),
    f("patch", ALL, 0, Object(Name::Operation)),
    f("trace", V3, 0, Object(Name::Operation)),
    f("query", V32, 0, Object(Name::Operation)),
    f("additionalOperations", V32, 0, Map(Name::Operation)),
    f("servers", V3, 0, Objects(Name::Server)),
    f("parameters", ALL, 0, Objects(Name::Parameter)),
];
const OPERATION: &[Field] = &[
    f("tags", ALL, 0, Texts),
    f("summary", ALL, 0, Text),
    f("description", ALL, 0, Text),
    f("externalDocs", ALL, 0, Object(Name::ExternalDocs)),
    f("operationId", ALL, 0, Text),
    f("consumes", V2, 0, Texts),
    f("produces", V2, 0, Texts),
    f("parameters", ALL, 0, Objects(Name::Parameter)),
    f("requestBody", V3, 0, Object(Name::RequestBody)),
    f("responses", ALL, V2 | V30, Object(Name::Responses)),
    f("callbacks", V3, 0, Map(Name::Callback)),
    f("schemes", V2, 0, Texts),
    f("deprecated", ALL, 0, Flag),
    f("security", ALL, 0, List),
    f("servers", V3, 0, Objects(Name::Server)),
];
const EXTERNAL_DOCS: &[Field] = &[f("description", ALL, 0, Text), f("url", ALL, ALL, Text)];
const PARAMETER: &[Field] = &[
    f("name", ALL, ALL, Text),
    f("in", ALL, ALL, Text),
    f("description", ALL, 0, Text),
    f("required", ALL, 0, Flag),
    f("deprecated", V3, 0, Flag),
    f("allowEmptyValue", ALL, 0, Flag),
    f("style", V3, 0, Text),
    f("explode", V3, 0, Flag),
    f("allowReserved", V3, 0, Flag),
    f("schema", ALL, 0, Holds::Schema),
    f("example", V3, 0, Any),
    f("examples", V3, 0, Map(Name::Example)),
    f("content", V3, 0, Map(Name::MediaType)),
    f(
        "type",
        V2,
        0,
        Word(&["string", "number", "integer", "boolean", "array", "file"]),
    ),
    f("format", V2, 0, Text),
    f("items", V2, 0, Object(Name::Items)),
    f(
        "collectionFormat",
        V2,
        0,
        Word(&["csv", "ssv", "tsv", "pipes", "multi"]),
    ),
    f("default", V2, 0, Any),
    f("maximum", V2, 0, Number),
    f("exclusiveMaximum", V2, 0, Flag),
    f("minimum", V2, 0, Number),
    f("exclusiveMinimum", V2, 0, Flag),
    f("maxLength", V2, 0, Count),
    f("minLength", V2, 0, Count),
    f("pattern", V2, 0, Text),
    f("maxItems", V2, 0, Count),
    f("minItems", V2, 0, Count),
    f("uniqueItems", V2, 0, Flag),
    f("enum", V2, 0, List),
    f("multipleOf", V2, 0, Number),
];
const ITEMS: &[Field] = &[
    f(
        "type",
        V2,
        V2,
        Word(&["string", "number", "integer", "boolean", "array"]),
    ),
    f("format", V2, 0, Text),
    f("items", V2, 0, Object(Name::Items)),
    f(
        "collectionFormat",
        V2,
        0,
        Word(&["csv", "ssv", "tsv", "pipes"]),
    ),
    f("default", V2, 0, Any),
    f("maximum", V2, 0, Number),
    f("exclusiveMaximum", V2, 0, Flag),
    f("minimum", V2, 0, Number),
    f("exclusiveMinimum", V2, 0, Flag),
    f("maxLength", V2, 0, Count),
    f("minLength", V2, 0, Count),
    f("pattern", V2, 0, Text),
    f("maxItems", V2, 0, Count),
    f("minItems", V2, 0, Count),
    f("uniqueItems", V2, 0, Flag),
    f("enum", V2, 0, List),
    f("multipleOf", V2, 0, Number),
];
const REQUEST_BODY: &[Field] = &[
    f("description", V3, 0, Text),
    f("content", V3, V3, Map(Name::MediaType)),
    f("required", V3, 0, Flag),
];
const MEDIA_TYPE: &[Field] = &[
    f("schema", V3, 0, Holds::Schema),
    f("itemSchema", V32, 0, Holds::Schema),
    f("example", V3, 0, Any),
    f("examples", V3, 0, Map(Name::Example)),
    f("encoding", V3, 0, Map(Name::Encoding)),
    f("prefixEncoding", V32, 0, Objects(Name::Encoding)),
    f("itemEncoding", V32, 0, Object(Name::Encoding)),
];
const ENCODING: &[Field] = &[
    f("contentType", V3, 0, Text),
    f("headers", V3, 0, Map(Name::Header)),
    f("style", V3, 0, Text),
    f("explode", V3, 0, Flag),
    f("allowReserved", V3, 0, Flag),
    f("encoding", V32, 0, Map(Name::Encoding)),
    f("prefixEncoding", V32, 0, Objects(Name::Encoding)),
    f("itemEncoding", V32, 0, Object(Name::Encoding)),
];
const RESPONSE: &[Field] = &[
    f("description", ALL, V2 | V30 | 4, Text),
    f("summary", V32, 0, Text),
    f("schema", V2, 0, Holds::Schema),
    f("headers", ALL, 0, Map(Name::Header)),
    f("examples", V2, 0, Any),
    f("content", V3, 0, Map(Name::MediaType)),
    f("links", V3, 0, Map(Name::Link)),
];
const EXAMPLE: &[Field] = &[
    f("summary", V3, 0, Text),
    f("description", V3, 0, Text),
    f("value", V3, 0, Any),
    f("externalValue", V3, 0, Text),
    f("dataValue", V32, 0, Any),
    f("serializedValue", V32, 0, Text),
];
const LINK: &[Field] = &[
    f("operationRef", V3, 0, Text),
    f("operationId", V3, 0, Text),
    f("parameters", V3, 0, Any),
    f("requestBody", V3, 0, Any),
    f("description", V3, 0, Text),
    f("server", V3, 0, Object(Name::Server)),
];
const HEADER: &[Field] = &[
    f("description", ALL, 0, Text),
    f("required", V3, 0, Flag),
    f("deprecated", V3, 0, Flag),
    f("allowEmptyValue", V30, 0, Flag),
    f("style", V3, 0, Word(&["simple"])),
    f("explode", V3, 0, Flag),
    f("allowReserved", V30, 0, Flag),
    f("schema", V3, 0, Holds::Schema),
    f("example", V3, 0, Any),
    f("examples", V3, 0, Map(Name::Example)),
    f("content", V3, 0, Map(Name::MediaType)),
    f(
        "type",
        V2,
        V2,
        Word(&["string", "number", "integer", "boolean", "array"]),
    ),
    f("format", V2, 0, Text),
    f("items", V2, 0, Object(Name::Items)),
    f(
        "collectionFormat",
        V2,
        0,
        Word(&["csv", "ssv", "tsv", "pipes"]),
    ),
    f("default", V2, 0, Any),
    f("maximum", V2, 0, Number),
    f("exclusiveMaximum", V2, 0, Flag),
    f("minimum", V2, 0, Number),
    f("exclusiveMinimum", V2, 0, Flag),
    f("maxLength", V2, 0, Count),
    f("minLength", V2, 0, Count),
    f("pattern", V2, 0, Text),
    f("maxItems", V2, 0, Count),
    f("minItems", V2, 0, Count),
    f("uniqueItems", V2, 0, Flag),
    f("enum", V2, 0, List),
    f("multipleOf", V2, 0, Number),
];
const TAG: &[Field] = &[
    f("name", ALL, ALL, Text),
    f("summary", V32, 0, Text),
    f("description", ALL, 0, Text),
    f("externalDocs", ALL, 0, Object(Name::ExternalDocs)),
    f("parent", V32, 0, Text),
    f("kind", V32, 0, Text),
];
/// From 3.1 on a schema may have any other keyword too.
const SCHEMA: &[Field] = &[
    f("$ref", ALL, 0, Text),
    f("type", ALL, 0, Type),
    f("properties", ALL, 0, SchemaMap),
    f("description", ALL, 0, Text),
    f("format", ALL, 0, Text),
    f("items", ALL, 0, Holds::Schema),
    f("required", ALL, 0, Texts),
    f("enum", ALL, 0, List),
    f("example", ALL, 0, Any),
    f("title", ALL, 0, Text),
    f("nullable", V30, 0, Flag),
    f("default", ALL, 0, Any),
    f("allOf", ALL, 0, Schemas),
    f("oneOf", V3, 0, Schemas),
    f("anyOf", V3, 0, Schemas),
    f("not", V3, 0, Holds::Schema),
    f("additionalProperties", ALL, 0, Holds::Schema),
    f("readOnly", ALL, 0, Flag),
    f("writeOnly", V3, 0, Flag),
    f("deprecated", V3, 0, Flag),
    f("multipleOf", ALL, 0, Number),
    f("maximum", ALL, 0, Number),
    f("exclusiveMaximum", ALL, 0, Exclusive),
    f("minimum", ALL, 0, Number),
    f("exclusiveMinimum", ALL, 0, Exclusive),
    f("maxLength", ALL, 0, Count),
    f("minLength", ALL, 0, Count),
    f("pattern", ALL, 0, Text),
    f("maxItems", ALL, 0, Count),
    f("minItems", ALL, 0, Count),
    f("uniqueItems", ALL, 0, Flag),
    f("maxProperties", ALL, 0, Count),
    f("minProperties", ALL, 0, Count),
    f("discriminator", V2, 0, Text),
    f("discriminator", V3, 0, Object(Name::Discriminator)),
    f("xml", ALL, 0, Object(Name::Xml)),
    f("externalDocs", ALL, 0, Object(Name::ExternalDocs)),
    f("$defs", J, 0, SchemaMap),
    f("patternProperties", J, 0, SchemaMap),
    f("dependentSchemas", J, 0, SchemaMap),
    f("prefixItems", J, 0, Schemas),
    f("if", J, 0, Holds::Schema),
    f("then", J, 0, Holds::Schema),
    f("else", J, 0, Holds::Schema),
    f("contains", J, 0, Holds::Schema),
    f("propertyNames", J, 0, Holds::Schema),
    f("unevaluatedItems", J, 0, Holds::Schema),
    f("unevaluatedProperties", J, 0, Holds::Schema),
    f("contentSchema", J, 0, Holds::Schema),
    f("examples", J, 0, List),
];
const DISCRIMINATOR: &[Field] = &[
    f("propertyName", V3, V3, Text),
    f("mapping", V3, 0, TextMap),
    f("defaultMapping", V32, 0, Text),
];
const XML: &[Field] = &[
    f("name", ALL, 0, Text),
    f("namespace", ALL, 0, Text),
    f("prefix", ALL, 0, Text),
    f("attribute", ALL, 0, Flag),
    f("wrapped", ALL, 0, Flag),
    f("nodeType", V32, 0, Text),
];
const SECURITY_SCHEME: &[Field] = &[
    f("type", V2, V2, Word(&["basic", "apiKey", "oauth2"])),
    f(
        "type",
        V30,
        V30,
        Word(&["apiKey", "http", "oauth2", "openIdConnect"]),
    ),
    f(
        "type",
        J,
        J,
        Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
    ),
    f("description", ALL, 0, Text),
    f("name", ALL, 0, Text),
    f("in", V2, 0, Word(&["query", "header"])),
    f("in", V3, 0, Word(&["query", "header", "cookie"])),
    f("scheme", V3, 0, Text),
    f("bearerFormat", V3, 0, Text),
    f("flows", V3, 0, Object(Name::Flows)),
    f("openIdConnectUrl", V3, 0, Text),
    f("oauth2MetadataUrl", V32, 0, Text),
    f("deprecated", V32, 0, Flag),
    f(
        "flow",
        V2,
        0,
        Word(&["implicit", "password", "application", "accessCode"]),
    ),
    f("authorizationUrl", V2, 0, Text),
    f("tokenUrl", V2, 0, Text),
    f("scopes", V2, 0, TextMap),
];
const FLOWS: &[Field] = &[
    f("implicit", V3, 0, Object(Name::Flow)),
    f("password", V3, 0, Object(Name::Flow)),
    f("clientCredentials", V3, 0, Object(Name::Flow)),
    f("authorizationCode", V3, 0, Object(Name::Flow)),
    f("deviceAuthorization", V32, 0, Object(Name::Flow)),
];
const FLOW: &[Field] = &[
    f("authorizationUrl", V3, 0, Text),
    f("deviceAuthorizationUrl", V32, 0, Text),
    f("tokenUrl", V3, 0, Text),
    f("refreshUrl", V3, 0, Text),
    f("scopes", V3, V3, TextMap),
];

/// Requirements by name: used nowhere else.
pub const REQUIREMENT: Holds = TextsMap;
