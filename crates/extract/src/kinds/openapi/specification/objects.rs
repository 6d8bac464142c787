//! The fields of every object: name, the versions that have it, those that require it, what it holds.

#![allow(missing_docs)]

use super::Holds::{
    Any, Count, Exclusive, Flag, List, Map, Number, Object, Objects, Schemas, Text, Texts,
};
use super::Holds::{SchemaMap, TextMap, Type, Word};
use super::{Field, Holds, Name};

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

pub const ROOT: &[Field] = &[
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
pub const INFO: &[Field] = &[
    f("title", ALL, ALL, Text),
    f("version", ALL, ALL, Text),
    f("summary", J, 0, Text),
    f("description", ALL, 0, Text),
    f("termsOfService", ALL, 0, Text),
    f("contact", ALL, 0, Object(Name::Contact)),
    f("license", ALL, 0, Object(Name::License)),
];
pub const CONTACT: &[Field] = &[
    f("name", ALL, 0, Text),
    f("url", ALL, 0, Text),
    f("email", ALL, 0, Text),
];
pub const LICENSE: &[Field] = &[
    f("name", ALL, ALL, Text),
    f("identifier", J, 0, Text),
    f("url", ALL, 0, Text),
];
pub const SERVER: &[Field] = &[
    f("url", V3, V3, Text),
    f("name", V32, 0, Text),
    f("description", V3, 0, Text),
    f("variables", V3, 0, Map(Name::ServerVariable)),
];
pub const SERVER_VARIABLE: &[Field] = &[
    f("enum", V3, 0, Texts),
    f("default", V3, V3, Text),
    f("description", V3, 0, Text),
];
pub const COMPONENTS: &[Field] = &[
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
pub const PATH_ITEM: &[Field] = &[
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
pub const OPERATION: &[Field] = &[
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
pub const EXTERNAL_DOCS: &[Field] = &[f("description", ALL, 0, Text), f("url", ALL, ALL, Text)];
pub const PARAMETER: &[Field] = &[
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
pub const ITEMS: &[Field] = &[
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
pub const REQUEST_BODY: &[Field] = &[
    f("description", V3, 0, Text),
    f("content", V3, V3, Map(Name::MediaType)),
    f("required", V3, 0, Flag),
];
pub const MEDIA_TYPE: &[Field] = &[
    f("schema", V3, 0, Holds::Schema),
    f("itemSchema", V32, 0, Holds::Schema),
    f("description", V32, 0, Text),
    f("example", V3, 0, Any),
    f("examples", V3, 0, Map(Name::Example)),
    f("encoding", V3, 0, Map(Name::Encoding)),
    f("prefixEncoding", V32, 0, Objects(Name::Encoding)),
    f("itemEncoding", V32, 0, Object(Name::Encoding)),
];
pub const ENCODING: &[Field] = &[
    f("contentType", V3, 0, Text),
    f("headers", V3, 0, Map(Name::Header)),
    f("style", V3, 0, Text),
    f("explode", V3, 0, Flag),
    f("allowReserved", V3, 0, Flag),
    f("encoding", V32, 0, Map(Name::Encoding)),
    f("prefixEncoding", V32, 0, Objects(Name::Encoding)),
    f("itemEncoding", V32, 0, Object(Name::Encoding)),
];
pub const RESPONSE: &[Field] = &[
    f("description", ALL, V2 | V30 | 4, Text),
    f("summary", V32, 0, Text),
    f("schema", V2, 0, Holds::Schema),
    f("headers", ALL, 0, Map(Name::Header)),
    f("examples", V2, 0, Any),
    f("content", V3, 0, Map(Name::MediaType)),
    f("links", V3, 0, Map(Name::Link)),
];
pub const EXAMPLE: &[Field] = &[
    f("summary", V3, 0, Text),
    f("description", V3, 0, Text),
    f("value", V3, 0, Any),
    f("externalValue", V3, 0, Text),
    f("dataValue", V32, 0, Any),
    f("serializedValue", V32, 0, Text),
];
pub const LINK: &[Field] = &[
    f("operationRef", V3, 0, Text),
    f("operationId", V3, 0, Text),
    f("parameters", V3, 0, Any),
    f("requestBody", V3, 0, Any),
    f("description", V3, 0, Text),
    f("server", V3, 0, Object(Name::Server)),
];
pub const HEADER: &[Field] = &[
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
pub const TAG: &[Field] = &[
    f("name", ALL, ALL, Text),
    f("summary", V32, 0, Text),
    f("description", ALL, 0, Text),
    f("externalDocs", ALL, 0, Object(Name::ExternalDocs)),
    f("parent", V32, 0, Text),
    f("kind", V32, 0, Text),
];
/// From 3.1 on a schema may have any other keyword too.
pub const SCHEMA: &[Field] = &[
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
pub const DISCRIMINATOR: &[Field] = &[
    f("propertyName", V3, V3, Text),
    f("mapping", V3, 0, TextMap),
    f("defaultMapping", V32, 0, Text),
];
pub const XML: &[Field] = &[
    f("name", ALL, 0, Text),
    f("namespace", ALL, 0, Text),
    f("prefix", ALL, 0, Text),
    f("attribute", ALL, 0, Flag),
    f("wrapped", ALL, 0, Flag),
    f("nodeType", V32, 0, Text),
];
pub const SECURITY_SCHEME: &[Field] = &[
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
pub const FLOWS: &[Field] = &[
    f("implicit", V3, 0, Object(Name::Flow)),
    f("password", V3, 0, Object(Name::Flow)),
    f("clientCredentials", V3, 0, Object(Name::Flow)),
    f("authorizationCode", V3, 0, Object(Name::Flow)),
    f("deviceAuthorization", V32, 0, Object(Name::Flow)),
];
pub const FLOW: &[Field] = &[
    f("authorizationUrl", V3, 0, Text),
    f("deviceAuthorizationUrl", V32, 0, Text),
    f("tokenUrl", V3, 0, Text),
    f("refreshUrl", V3, 0, Text),
    f("scopes", V3, V3, TextMap),
];
