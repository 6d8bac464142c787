//! What a contract, or a fragment of one, says.
//!
//! One file is one [`Document`]: arenas of the parts that may stand behind a reference, and lists
//! that name them by position. References inside the file are positions already; those that leave
//! it stay as written, and link follows them.

use serde::{Deserialize, Serialize};

use crate::{At, words};

mod schema;

pub use schema::{
    Additional, Bounds, Composition, Conditions, Discriminator, Property, Schema, Types,
};

/// One file of a contract.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    /// The version of the specification: `2.0`, `3.0`, `3.1`, `3.2`; empty for a fragment.
    pub specification: String,
    /// The text that shows the version of the specification.
    pub at: At,
    /// Whether an error of syntax hides a part of it.
    pub is_partial: bool,
    /// Whether nearly all of its operations are deprecated.
    pub is_given_up: bool,
    /// Whether relative references may mean schemas of the same file by their `$id`, and not files.
    pub names_schemas: bool,
    /// Title, version and description.
    pub info: Info,
    /// Servers; of 2.0, scheme, host and base path put together.
    pub servers: Vec<Server>,
    /// The security requirements that stand for all operations; `None` if none are stated.
    pub security: Option<Vec<Requirement>>,
    /// The security schemes that are defined here.
    pub security_schemes: Vec<SecurityScheme>,
    /// Paths in the order of the document.
    pub paths: Vec<Path>,
    /// Webhooks in the order of the document.
    pub webhooks: Vec<Path>,
    /// Names of the tags that are declared.
    pub tags: Vec<(String, At)>,
    /// Named schemas, parameters, … of the file: the components.
    pub components: Vec<Component>,
    /// Parts that other files asked for.
    pub fragments: Vec<(String, Target)>,
    /// Paths that stand elsewhere: a reference in place of the paths, as bundlers take it.
    pub paths_elsewhere: Vec<Link>,
    /// Lists of paths that other files asked for.
    pub path_lists: Vec<PathList>,
    /// All path items.
    pub path_items: Vec<PathItem>,
    /// Operations that stand behind a reference, as bundlers take it.
    pub operations: Vec<Operation>,
    /// All parameters, and headers that are written as parameters.
    pub parameters: Vec<Parameter>,
    /// All request bodies.
    pub bodies: Vec<Body>,
    /// All responses.
    pub responses: Vec<Response>,
    /// All headers.
    pub headers: Vec<Header>,
    /// All schemas.
    pub schemas: Vec<Schema>,
    /// References that leave the file, or name no part of it.
    pub references: Vec<Reference>,
    /// Departures from the specification.
    pub faults: Vec<Fault>,
}

words! {
    /// What a part of a contract is.
    pub enum Role {
        /// All the paths of a contract, or some of them.
        Paths = "paths",
        /// An operation.
        Operation = "operation",
        /// A path item.
        PathItem = "path_item",
        /// A parameter.
        Parameter = "parameter",
        /// A request body.
        Body = "body",
        /// A response.
        Response = "response",
        /// A header.
        Header = "header",
        /// A schema.
        Schema = "schema",
        /// A security scheme.
        SecurityScheme = "security_scheme",
        /// An example, a link or another part that is not read.
        Other = "other",
    }
}

/// A part by its role and its position in the arena of that role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Target {
    /// What it is.
    pub role: Role,
    /// Its position.
    pub id: u32,
}

/// A named part of the components (of 2.0: `definitions`, `parameters`, `responses`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// The name, where it is defined.
    pub at: At,
    /// The part.
    pub target: Target,
    /// Whether anything in the file refers to it.
    pub is_used: bool,
}

/// A reference that leaves the file, or names no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The reference as written.
    pub at: At,
    /// The path as written, relative to the file; empty for the file itself.
    pub path: String,
    /// JSON pointer inside the other file, empty for the whole of it.
    pub pointer: String,
    /// What the part is: a word of [`Role`].
    pub role: String,
}

/// What a `$ref` leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Link {
    /// A part of the same file, by its position in the arena of its role.
    Here(u32),
    /// One of [`Document::references`].
    Away(u32),
}

/// Title, version and description.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Info {
    /// Where: the title.
    pub at: At,
    /// The title; empty if none is given.
    pub title: String,
    /// The version, and where.
    pub version: Option<(String, At)>,
    /// Whether there is a description or a summary.
    pub is_documented: bool,
    /// Whether somebody is named who can be asked.
    pub has_contact: bool,
    /// Whether the description tells of several error statuses, for all operations.
    pub tells_errors: bool,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// The URL as written.
    pub at: At,
    /// The URL, variables replaced by their defaults.
    pub url: String,
    /// The first variable that it names in two braces, of which clients replace one.
    pub doubled: Option<String>,
}

/// A set of schemes that together allow an operation; empty for anonymous access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Where.
    pub at: At,
    /// Scheme, its scopes, and where its name is.
    pub schemes: Vec<(String, Vec<String>, At)>,
}

/// A security scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityScheme {
    /// Its name.
    pub name: String,
    /// The name, where it is defined.
    pub at: At,
    /// A scheme that is defined elsewhere.
    pub reference: Option<Link>,
    /// `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS`, `basic`; empty if not given.
    pub kind: String,
    /// Where an API key travels, or the scheme of `http`, in lower case.
    pub location: Option<String>,
    /// The name of the header, parameter or cookie of an API key.
    pub key_name: Option<String>,
    /// The flows of OAuth 2.
    pub flows: Vec<Flow>,
}

/// A flow of OAuth 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its name: `authorizationCode`, `implicit`, `password`, `clientCredentials`, `deviceAuthorization`.
    pub name: String,
    /// Where.
    pub at: At,
    /// The scopes that it defines.
    pub scopes: Vec<String>,
    /// Its URLs, as written, and where.
    pub urls: Vec<(String, At)>,
}

/// A path and the item under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// The path as written; of a webhook, its name.
    pub path: String,
    /// Where.
    pub at: At,
    /// Its item.
    pub item: u32,
}

/// The operations of a path.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PathItem {
    /// An item that is defined elsewhere; what stands beside the reference is kept.
    pub reference: Option<Link>,
    /// Parameters of all its operations.
    pub parameters: Vec<u32>,
    /// Its operations.
    pub operations: Vec<Operation>,
    /// Servers of its own.
    pub servers: Vec<Server>,
}

/// Paths that stand behind a reference.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PathList {
    /// Paths that are defined elsewhere in turn.
    pub reference: Option<Link>,
    /// The paths, in order.
    pub paths: Vec<Path>,
}

/// A method on a path.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Operation {
    /// The method, where it is written; of one behind a reference, its first key.
    pub at: At,
    /// The method in capitals; empty for one behind a reference, which is told who refers to it.
    pub method: String,
    /// An operation that is defined elsewhere, as bundlers take it.
    pub reference: Option<Link>,
    /// The operation id, and where.
    pub operation_id: Option<(String, At)>,
    /// The summary, or the first of the description; at most [`TEXT_LIMIT`] bytes.
    pub summary: String,
    /// Whether it has a description or a summary.
    pub is_documented: bool,
    /// Where it is marked as deprecated.
    pub deprecated: Option<At>,
    /// When it ends, from `x-sunset` and its like, or from a date in its description.
    pub sunset: Option<String>,
    /// Whether an extension says when it ends; a date in prose may be that of the deprecation.
    pub has_stated_end: bool,
    /// How finished it says that it is, from `x-stability-level`, as written.
    pub stability: Option<String>,
    /// Whether a deprecated one says what replaces it.
    pub names_replacement: bool,
    /// Whether its description asks for a header with credentials.
    pub asks_for_credentials: bool,
    /// Whether it says that what fails is sent again, or is not.
    pub states_retries: bool,
    /// Its own security requirements.
    pub security: Option<Vec<Requirement>>,
    /// Its own parameters.
    pub parameters: Vec<u32>,
    /// Its request body.
    pub body: Option<u32>,
    /// Media types of its request (2.0), its own or the document's.
    pub consumes: Vec<String>,
    /// Media types of its responses (2.0), its own or the document's.
    pub produces: Vec<String>,
    /// Its responses: status as written, where, and the response.
    pub responses: Vec<(String, At, u32)>,
    /// Its tags.
    pub tags: Vec<(String, At)>,
    /// Its callbacks: name, where, and the path items of each.
    pub callbacks: Vec<Path>,
    /// Servers of its own.
    pub servers: Vec<Server>,
    /// Names of its extensions: `x-…`.
    pub extensions: Vec<String>,
}

/// Bytes of a summary that are kept.
pub const TEXT_LIMIT: usize = 120;

/// A parameter.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Parameter {
    /// Where: the value of its name, or the reference.
    pub at: At,
    /// A parameter that is defined elsewhere.
    pub reference: Option<Link>,
    /// Its name.
    pub name: String,
    /// `path`, `query`, `header`, `cookie`, `body`, `formData`, `querystring`, as written.
    pub location: String,
    /// Whether it must be given.
    pub is_required: bool,
    /// Whether it is marked as deprecated.
    pub is_deprecated: bool,
    /// When it ends.
    pub sunset: Option<String>,
    /// How several values are written: `form`, `simple`, …; of 2.0, what its `collectionFormat`
    /// is called later. `None` for the default of its place.
    pub style: Option<String>,
    /// Whether each value is written on its own; `None` for the default of the style.
    pub explode: Option<bool>,
    /// Whether it has a description.
    pub is_documented: bool,
    /// Whether its description states an upper bound.
    pub states_bound: bool,
    /// Its schema; of `content`, that of the first media type.
    pub schema: Option<u32>,
}

/// A media type and its schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The media type as written; empty in 2.0, where the operation says it.
    pub name: String,
    /// Where.
    pub at: At,
    /// The schema.
    pub schema: Option<u32>,
    /// Whether it shows an example.
    pub has_example: bool,
}

/// A request body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// Where.
    pub at: At,
    /// A body that is defined elsewhere.
    pub reference: Option<Link>,
    /// Whether it must be given.
    pub is_required: bool,
    /// What it may be.
    pub content: Vec<Media>,
}

/// A response.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Response {
    /// A response that is defined elsewhere.
    pub reference: Option<Link>,
    /// Whether it has a description of its own.
    pub is_documented: bool,
    /// What it may be.
    pub content: Vec<Media>,
    /// Its headers: name, where, and the header.
    pub headers: Vec<(String, At, u32)>,
    /// Whether it links to operations.
    pub has_links: bool,
}

/// A header of a response.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Header {
    /// A header that is defined elsewhere.
    pub reference: Option<Link>,
    /// Whether it is always there.
    pub is_required: bool,
    /// Its schema.
    pub schema: Option<u32>,
}

words! {
    /// A departure from the specification.
    pub enum FaultKind {
        /// A field that the object does not have.
        UnknownField = "unknown_field",
        /// A field that the object must have.
        MissingField = "missing_field",
        /// A value of another kind than the field has.
        WrongType = "wrong_type",
        /// A value that the field does not allow.
        WrongValue = "wrong_value",
        /// A key that stands twice in one object.
        DuplicateKey = "duplicate_key",
        /// A reference where the specification has none: only a bundler reads it.
        UnbundledReference = "unbundled_reference",
        /// A reference that leads nowhere.
        UnresolvedReference = "unresolved_reference",
        /// An operation id that another operation has.
        DuplicateOperationId = "duplicate_operation_id",
        /// A parameter that stands twice on an operation.
        DuplicateParameter = "duplicate_parameter",
        /// A parameter of the path that the operation does not declare.
        UndeclaredPathParameter = "undeclared_path_parameter",
        /// A declared path parameter that the path does not have.
        UnusedPathParameter = "unused_path_parameter",
        /// Two paths that match the same requests.
        AmbiguousPath = "ambiguous_path",
        /// Two paths that differ in the name of a parameter alone, and serve different methods.
        PathOfTwoNames = "path_of_two_names",
        /// A security scheme that is not defined.
        UndefinedSecurityScheme = "undefined_security_scheme",
        /// A scope that its scheme does not define.
        UndefinedScope = "undefined_scope",
        /// A tag that is not declared although others are.
        UndeclaredTag = "undeclared_tag",
        /// A component that nothing refers to.
        UnusedComponent = "unused_component",
        /// A variable of a server URL that is not defined.
        UndefinedServerVariable = "undefined_server_variable",
        /// A variable of a server URL in two braces.
        DoubledBraces = "doubled_braces",
        /// A value of an enumeration or a default that its own type does not allow.
        ImpossibleValue = "impossible_value",
        /// A required property that the schema does not have.
        UndefinedRequiredProperty = "undefined_required_property",
        /// A bound that can never be met, or belongs to another type.
        ImpossibleBound = "impossible_bound",
    }
}

/// A departure from the specification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// What it is.
    pub kind: FaultKind,
    /// The thing concerned: a field, a path, a name.
    pub name: String,
    /// What is wrong, in one clause.
    pub message: String,
}
