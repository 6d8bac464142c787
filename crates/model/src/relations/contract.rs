//! Contracts between systems: APIs, their operations, and what passes.

use crate::{Id, Known, Service, Span, relation, words};

words! {
    /// The style of an API.
    pub enum ApiStyle {
        /// HTTP operations on resources: OpenAPI.
        Rest = "rest",
        /// GraphQL.
        Graphql = "graphql",
        /// gRPC.
        Grpc = "grpc",
        /// Messages: AsyncAPI.
        Events = "events",
    }
}

words! {
    /// Where a parameter travels.
    pub enum ParameterLocation {
        /// In the path.
        Path = "path",
        /// In the query string.
        Query = "query",
        /// In a header.
        Header = "header",
        /// In a cookie.
        Cookie = "cookie",
        /// In the body (OpenAPI 2.0).
        Body = "body",
        /// In a form (OpenAPI 2.0).
        Form = "form",
    }
}

relation! {
    /// A contract: the API that one document describes.
    "api" Api, subject "{name}" {
        /// Its name: the title, or the service's name.
        name: String,
        /// REST, GraphQL, gRPC or events.
        style: ApiStyle,
        /// `2.0`, `3.0`, `3.1`, `3.2`: the version of the language that it is written in.
        specification: String,
        /// The version that it declares for itself, such as `1.4.2`.
        version: Option<String>,
        /// The major version in server URLs, paths or headers, such as `v1`; `None` if there is none.
        path_version: Option<String>,
        /// The service that serves it.
        service: Option<Id<Service>>,
        /// Its server URLs.
        servers: Vec<String>,
        /// Whether a security requirement stands for all operations.
        has_default_security: bool,
        /// Whether it is declared by a design document, not by a contract.
        is_declared_only: bool,
    }
    reverse {
        /// Its operations.
        endpoints: Endpoint,
        /// Its named schemas.
        schemas: Schema,
        /// Its security schemes.
        security_schemes: SecurityScheme,
    }
}

relation! {
    /// One operation of an API: a method on a path.
    "endpoint" Endpoint, subject "{api} {method} {path}" {
        /// The API.
        api: Id<Api>,
        /// The service that serves it.
        service: Option<Id<Service>>,
        /// Method in capitals.
        method: String,
        /// Path with `{parameters}`, without the server's base path.
        path: String,
        /// The operation id.
        operation_id: Option<String>,
        /// Whether it has a summary or a description.
        is_documented: bool,
        /// Whether it is marked as deprecated.
        is_deprecated: bool,
        /// When a deprecated operation ends, as written.
        sunset: Option<String>,
        /// Whether a security requirement applies, its own or the API's; anonymous access counts as none.
        is_secured: Known<bool>,
        /// The scopes that it requires, sorted.
        scopes: Vec<String>,
        /// Whether its success response is a list, or wraps one.
        is_collection: Known<bool>,
        /// Whether it has parameters or answers that page the list.
        is_paginated: Known<bool>,
        /// The paging style: `cursor`, `offset`, `page`; `None` if not paged.
        paging: Option<String>,
        /// Status codes that it documents, `default` and `4XX` as written, in order.
        statuses: Vec<String>,
        /// Whether it has a request body.
        has_request_body: bool,
        /// Its tags.
        tags: Vec<String>,
    }
    reverse {
        /// Its parameters, those of the path included.
        parameters: Parameter,
        /// Its responses.
        responses: Response,
    }
}

relation! {
    /// A parameter of an operation, references resolved.
    "parameter" Parameter, subject "{endpoint} {name}" {
        /// The operation.
        endpoint: Id<Endpoint>,
        /// Its name.
        name: String,
        /// Where it travels (`in` of the document).
        location: ParameterLocation,
        /// Whether it must be given.
        is_required: bool,
        /// The JSON type: `string`, `integer`, `array`, …; unknown behind a reference that cannot be read.
        schema_type: Known<Option<String>>,
        /// The format.
        format: Option<String>,
        /// The upper bound of a number.
        maximum: Option<i64>,
        /// The upper bound of a text, in characters.
        max_length: Option<i64>,
        /// Whether it has a description.
        is_documented: bool,
    }
}

relation! {
    /// A response of an operation.
    "response" Response, subject "{endpoint} {status}" {
        /// The operation.
        endpoint: Id<Endpoint>,
        /// Status code, `4XX` or `default`, as written.
        status: String,
        /// Its media types.
        media_types: Vec<String>,
        /// The named schema of its body, if it has one.
        schema: Option<Id<Schema>>,
        /// Names of its headers.
        headers: Vec<String>,
    }
}

relation! {
    /// A named schema of an API.
    "schema" Schema, subject "{api} {name}" {
        /// The API.
        api: Id<Api>,
        /// Its name.
        name: String,
        /// The JSON type.
        schema_type: Option<String>,
        /// Whether requests carry it, directly or inside another.
        is_request: bool,
        /// Whether responses carry it.
        is_response: bool,
    }
    reverse {
        /// Its properties.
        properties: Property,
    }
}

relation! {
    /// A property of a schema.
    "property" Property, subject "{schema}.{name}" {
        /// The schema.
        schema: Id<Schema>,
        /// Its name.
        name: String,
        /// The JSON type; unknown behind a reference that cannot be read.
        schema_type: Known<Option<String>>,
        /// The format.
        format: Option<String>,
        /// Whether it must be given.
        is_required: bool,
        /// Whether it may be null.
        is_nullable: bool,
        /// Its enumerated values.
        values: Vec<String>,
        /// The upper bound of a text, in characters.
        max_length: Option<i64>,
        /// The upper bound of a list, in items.
        max_items: Option<i64>,
    }
}

relation! {
    /// A security scheme of an API.
    "security_scheme" SecurityScheme, subject "{api} {name}" {
        /// The API.
        api: Id<Api>,
        /// Its name.
        name: String,
        /// `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS`, `basic`.
        kind: String,
        /// Where an API key travels, or the scheme of `http`.
        location: Option<String>,
    }
}

/// A place with a word on what it shows: kept beside rows for related places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where.
    pub at: Span,
    /// What it shows.
    pub label: String,
}
