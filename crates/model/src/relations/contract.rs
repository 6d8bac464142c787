//! Contracts between systems: APIs, their operations, and what passes.

use crate::facts::contract::FaultKind;
use crate::{Id, Known, Readable, Service, Span, Text, TextList, relation, words};

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
    /// A type of JSON; `file` is one of 2.0.
    pub enum JsonType {
        /// Nothing but null.
        Null = "null",
        /// True or false.
        Boolean = "boolean",
        /// A whole number.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// Text.
        String = "string",
        /// A list.
        Array = "array",
        /// Properties by name.
        Object = "object",
        /// The bytes of a file.
        File = "file",
    }
}

words! {
    /// How the words of a name are set apart.
    pub enum Casing {
        /// `Train-Case`.
        Train = "Train-Case",
        /// `kebab-case`.
        Kebab = "kebab-case",
        /// `UPPER_CASE`.
        Upper = "UPPER_CASE",
        /// `snake_case`.
        Snake = "snake_case",
        /// `PascalCase`.
        Pascal = "PascalCase",
        /// `camelCase`.
        Camel = "camelCase",
        /// Of several names: not all alike.
        Mixed = "mixed",
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
        /// `2.0`, `3.0`, `3.1`, `3.2`: the version of the language that it is written in; empty if a design document declares it.
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
        /// Every major version that its server URLs and paths name, sorted.
        path_versions: Vec<String>,
        /// Whether it says what it is for.
        is_documented: bool,
        /// Whether it names somebody who can be asked.
        has_contact: bool,
        /// Whether its path says that a program writes it: a folder such as `gen`, or `openapi.generated.yaml`.
        is_generated: bool,
        /// The casing that nine of ten path segments have; `None` if there is no such.
        path_casing: Option<String>,
        /// The casing that nine of ten query parameters have; `None` if there is no such.
        parameter_casing: Option<String>,
        /// The casing that nine of ten properties have; `None` if there is no such.
        property_casing: Option<String>,
        /// The casing that nine of ten enumerations have; `None` if there is no such.
        value_casing: Option<String>,
        /// The paging style that most paged operations have; `None` if none is paged.
        paging: Option<String>,
        /// Every paging style, the most frequent first.
        paging_styles: Vec<String>,
        /// The error schema that most error responses have; `None` if none has one.
        error_schema: Option<String>,
        /// The properties of that schema, sorted.
        error_fields: Vec<String>,
        /// Every error schema, the most frequent first.
        error_schemas: Vec<String>,
        /// Whether anything in it says how often it may be called.
        states_rate_limit: bool,
        /// Whether at least half of the creating operations take an idempotency key.
        has_idempotency_keys: bool,
        /// Whether any read carries a cache validator.
        has_cache_validators: bool,
        /// Whether any operation is secured.
        is_secured: bool,
        /// Whether code of its service makes the security schemes of the contract that it publishes.
        is_secured_in_code: bool,
        /// Whether any of its operations documents an error.
        documents_errors: bool,
        /// Whether at least half of its operations document errors, so that the others forgot them.
        mostly_documents_errors: bool,
        /// Whether its description tells of several error statuses, for all operations.
        tells_errors: bool,
        /// Whether it is all success, told by no text at all, as generators write it that know of nothing else.
        knows_success_only: bool,
        /// Whether it is made of notifications alone, which whoever wants to be told has to take.
        is_callback: bool,
        /// Whether code of the repository serves 20 operations and more, or five where the contract documents no error, and
        /// none of its operations: others serve it, or nobody.
        is_unserved: bool,
        /// Whether most success bodies carry a status and a message of their own, which tell of errors as well.
        has_error_envelope: bool,
        /// Whether nine of ten paths end in a slash; `None` if there is no such habit.
        has_trailing_slashes: Option<bool>,
        /// The server URLs that send in the clear to another machine.
        insecure_servers: Vec<String>,
        /// Where the first of them is.
        insecure_server: Option<Span>,
        /// The success statuses that creating operations answer, the most frequent first.
        creation_statuses: Vec<String>,
    }
    reverse {
        /// Its operations.
        endpoints: Endpoint,
        /// Its webhooks and callbacks.
        webhooks: Webhook,
        /// Its departures from the specification.
        faults: ContractFault,
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
        method: Text,
        /// Path with `{parameters}`, without the server's base path.
        path: Text,
        /// The operation id.
        operation_id: Option<Text>,
        /// Whether it has a summary or a description.
        is_documented: bool,
        /// Whether it is marked as deprecated.
        is_deprecated: bool,
        /// When a deprecated operation ends, as written.
        sunset: Option<Text>,
        /// Whether the day on which it was announced to end has passed.
        is_overdue: bool,
        /// Whether it belongs to an area for operators, such as `/admin`, none of whose operations asks for credentials.
        is_open_area: bool,
        /// Whether a deprecated operation says what replaces it.
        names_replacement: bool,
        /// Whether a security requirement applies, its own or the API's; anonymous access counts as none.
        is_secured: Known<bool>,
        /// The scopes that it requires, sorted.
        scopes: TextList,
        /// Whether its success response is a list, or wraps one.
        is_collection: Known<bool>,
        /// Whether it has parameters or answers that page the list.
        is_paginated: Known<bool>,
        /// The paging style: `cursor`, `offset`, `page`; `None` if not paged.
        paging: Option<Text>,
        /// Status codes that it documents, `default` and `4XX` as written, in order.
        statuses: TextList,
        /// Whether it has a request body.
        has_request_body: bool,
        /// Its tags.
        tags: TextList,
        /// Names of the security schemes that it may be called with, sorted.
        schemes: TextList,
        /// Whether it may also be called without any.
        allows_anonymous: bool,
        /// Whether everybody is meant to call it: health checks, login, tokens, documentation, or an empty requirement of its own; or whether it takes credentials as a parameter.
        is_open_by_design: bool,
        /// Whether the caller shows who he is by a parameter: a header `Authorization`, or a description that
        /// asks for one, or a link that is itself the permission.
        takes_credentials: bool,
        /// Whether it tells machines of the service itself: health, metrics, version, documentation, keys.
        is_technical: bool,
        /// Whether it takes parameters or a body.
        takes_input: bool,
        /// Whether it is about the parts of one thing: below the id of something that is no account, organisation or project.
        is_part: bool,
        /// Whether it names one thing: its path ends in a parameter.
        is_item: bool,
        /// Whether it creates a thing in a collection: a `POST` on a plural noun, with a body.
        is_create: bool,
        /// Whether it takes an idempotency key.
        has_idempotency_key: bool,
        /// Whether its answer can be cached or revalidated: `ETag`, `Last-Modified`, `Cache-Control`, 304.
        has_cache_validator: bool,
        /// Whether two writers are kept apart: `If-Match`, 409, 412, 428, or a version in the body.
        has_write_guard: bool,
        /// Whether it says how often it may be called: 429, or headers that tell the limit.
        states_rate_limit: bool,
        /// The verb in its path; `None` if there is none.
        verb: Option<Text>,
        /// The casing of its own path segments; `None` if they show none.
        casing: Option<Casing>,
        /// Whether its path ends in a slash.
        has_trailing_slash: bool,
        /// Success statuses, as written.
        successes: TextList,
        /// Error statuses, `default` among them, as written.
        errors: TextList,
        /// The name of the schema of its errors, by shape; `None` if they have none.
        error_schema: Option<Text>,
        /// Whether all its scopes read while it writes.
        is_write_under_read_scope: bool,
        /// Whether its name tells of long work, and it does not answer 202.
        holds_long_work: bool,
        /// Whether it answers 202 and nothing tells the caller where to ask for the end: no body, no `Location`, no callback.
        accepts_without_trace: bool,
        /// Whether its body is a list of things without a bound; a JSON Patch is none.
        has_unbounded_batch: bool,
        /// Whether it answers a collection as a list at the top of the body.
        returns_bare_list: bool,
        /// Whether the success response has a body without a schema.
        has_untyped_success: bool,
        /// Media types that it takes, sorted.
        request_media_types: TextList,
        /// The schema of its body: named, or inline.
        request_schema: Option<Id<Schema>>,
        /// The schema of its first success response; of a list, that of its items.
        response_schema: Option<Id<Schema>>,
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
        name: Text,
        /// Where it travels (`in` of the document).
        location: ParameterLocation,
        /// Whether it must be given.
        is_required: bool,
        /// The JSON type: `string`, `integer`, `array`, …; unknown behind a reference that cannot be read.
        schema_type: Readable<Option<JsonType>>,
        /// The format.
        format: Option<Text>,
        /// The upper bound of a number.
        maximum: Option<Box<i64>>,
        /// The upper bound of a text, in characters.
        max_length: Option<Box<i64>>,
        /// Whether it has a description.
        is_documented: bool,
        /// The lower bound of a number.
        minimum: Option<Box<i64>>,
        /// The pattern of a text.
        pattern: Option<Box<Text>>,
        /// Its enumerated values.
        values: TextList,
        /// Whether it is marked as deprecated.
        is_deprecated: bool,
        /// When a deprecated parameter ends, as written.
        sunset: Option<Box<Text>>,
        /// Whether it says how many rows a page has.
        is_page_size: bool,
        /// Whether its description states an upper bound in words.
        states_bound: bool,
        /// Whether its values are bounded: by length, pattern, enumeration, format, range or count; unknown behind a reference that cannot be read.
        is_bounded: Readable<bool>,
        /// The casing of its name; `None` if it shows none.
        casing: Option<Casing>,
        /// Whether its name tells of a secret: a password, a token, a key.
        is_secret: bool,
        /// Whether its name tells of personal data: an e-mail address, a phone number, a tax number.
        is_personal: bool,
    }
}

relation! {
    /// A response of an operation.
    "response" Response, subject "{endpoint} {status}" {
        /// The operation.
        endpoint: Id<Endpoint>,
        /// Status code, `4XX` or `default`, as written.
        status: Text,
        /// Its media types.
        media_types: TextList,
        /// The named schema of its body, if it has one.
        schema: Option<Id<Schema>>,
        /// Names of its headers.
        headers: TextList,
        /// Whether it tells of an error: 4XX, 5XX or `default` beside a success.
        is_error: bool,
        /// Whether it has a description.
        is_documented: bool,
        /// Whether its body has a schema; unknown behind a reference that cannot be read.
        has_schema: Readable<bool>,
        /// The name of the schema of its body, by shape; `None` if it has none.
        schema_name: Option<Text>,
    }
}

relation! {
    /// A named schema of an API.
    "schema" Schema, subject "{api} {name}" {
        /// The API.
        api: Id<Api>,
        /// Its name.
        name: Text,
        /// The JSON type.
        schema_type: Option<JsonType>,
        /// Whether requests carry it, directly or inside another.
        is_request: bool,
        /// Whether responses carry it.
        is_response: bool,
        /// Whether it stands where it is used, without a name of its own.
        is_inline: bool,
        /// Whether it has a title or a description.
        is_documented: bool,
        /// Whether it says that it takes any property beyond those that it names.
        is_open: bool,
        /// Whether it is one of several objects, and nothing says which.
        has_undiscriminated_variants: bool,
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
        name: Text,
        /// The JSON type; unknown behind a reference that cannot be read.
        schema_type: Readable<Option<JsonType>>,
        /// The format.
        format: Option<Text>,
        /// Whether it must be given.
        is_required: bool,
        /// Whether it may be null.
        is_nullable: bool,
        /// Its enumerated values.
        values: TextList,
        /// Whether clients are told to expect further values (`x-extensible-enum`).
        is_extensible: bool,
        /// The upper bound of a text, in characters.
        max_length: Option<Box<i64>>,
        /// The upper bound of a list, in items.
        max_items: Option<Box<i64>>,
        /// The upper bound of a number.
        maximum: Option<Box<i64>>,
        /// The pattern of a text.
        pattern: Option<Box<Text>>,
        /// Whether it has a description.
        is_documented: bool,
        /// Whether only responses carry it.
        is_read_only: bool,
        /// Whether only requests carry it.
        is_write_only: bool,
        /// Whether it is marked as deprecated.
        is_deprecated: bool,
        /// When a deprecated property ends, as written.
        sunset: Option<Box<Text>>,
        /// Whether requests carry it.
        is_request: bool,
        /// Whether responses carry it.
        is_response: bool,
        /// Whether its values are bounded: by length, pattern, enumeration, format, range or count.
        is_bounded: bool,
        /// The casing of its name; `None` if it shows none.
        casing: Option<Casing>,
        /// The casing of its enumerated values; `None` if they show none, `mixed` if they differ.
        value_casing: Option<Casing>,
        /// Whether its name tells of an amount of money.
        is_money: bool,
        /// Whether its name tells of a point in time.
        is_time: bool,
        /// Whether its name tells of a secret.
        is_secret: bool,
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
        /// The flows of OAuth 2.
        flows: Vec<String>,
        /// Whether its only flow is the password flow and the API itself gives the tokens: its own form for signing in.
        is_own_login: bool,
        /// Whether all addresses of its flows are on hosts that are reserved for examples.
        is_placeholder: bool,
        /// URLs of its flows that are not encrypted.
        insecure_urls: Vec<String>,
    }
}

relation! {
    /// A request that the API makes: a webhook, or a callback of an operation.
    "webhook" Webhook, subject "{api} {name}" {
        /// The API.
        api: Id<Api>,
        /// Its name.
        name: String,
        /// Method in capitals.
        method: String,
        /// Whether it is a callback of an operation.
        is_callback: bool,
        /// Whether it has a summary or a description.
        is_documented: bool,
        /// Whether the receiver can tell who sent it: a signature, a secret, or a security requirement.
        is_signed: bool,
        /// Whether its body has a schema.
        has_schema: bool,
        /// Whether it names the version of what it sends: in its own name, a header or the body.
        is_versioned: bool,
        /// Whether it says what happens when nobody answers: that it is sent again, or not.
        states_retries: bool,
        /// Whether its body names the event: an id, so that a repeated delivery is seen.
        has_event_id: bool,
    }
}

words! {
    /// What the APIs of one repository may disagree on.
    pub enum DisagreementKind {
        /// The schema of errors.
        ErrorModel = "error_model",
        /// How a client names the version that it wants.
        VersionStrategy = "version_strategy",
        /// The type of a request header.
        Header = "header",
        /// The type of a property of one resource, or of the id that names it.
        Resource = "resource",
        /// Who serves a path.
        Path = "path",
    }
}

relation! {
    /// A point in which the APIs of one repository do not agree: one row for each decision that is missing.
    "disagreement" Disagreement, subject "{kind} {name}" {
        /// What it is about.
        kind: DisagreementKind,
        /// The header, resource, id or operation concerned; of a whole API the names of the APIs.
        name: String,
        /// The API that does it unlike most.
        api: Id<Api>,
        /// What each does, in words: `` `orders` and `users` … ``.
        ways: Vec<String>,
        /// How many things are concerned: properties of a resource, operations of a path.
        count: i64,
    }
}

relation! {
    /// A departure of a contract from the specification.
    "contract_fault" ContractFault, subject "{api} {kind} {name}" {
        /// The API.
        api: Id<Api>,
        /// What it is.
        kind: FaultKind,
        /// The field, name or path concerned.
        name: String,
        /// What is wrong, in one clause.
        message: String,
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
