//! What documents declare: decisions, services, interfaces.

use crate::{Api, Id, Service, relation};

relation! {
    /// A recorded decision (ADR).
    "decision" Decision, subject "{title}" {
        /// Its title.
        title: String,
        /// Its number, if it has one.
        number: Option<i64>,
        /// The status as written, lower case; empty if none is given.
        status: String,
        /// The format: `madr`, `nygard`.
        format: String,
        /// Whether the context is told.
        has_context: bool,
        /// Whether more than one option was weighed.
        has_alternatives: bool,
        /// Whether consequences are told.
        has_consequences: bool,
        /// What supersedes it, as written.
        superseded_by: Option<String>,
        /// Placeholders of the template that were left.
        placeholders: Vec<String>,
    }
}

relation! {
    /// A service as a design document defines it.
    "service_definition" ServiceDefinition, subject "{name}" {
        /// Its name.
        name: String,
        /// The service that it became, or the declared one.
        service: Option<Id<Service>>,
        /// Its responsibility, as written.
        responsibility: Option<String>,
        /// The services that it depends on, as written.
        dependencies: Vec<String>,
        /// The data store, as written.
        data_store: Option<String>,
        /// How it talks: as written.
        communication: Option<String>,
        /// Whether it says how it is watched.
        has_monitoring: bool,
        /// Whether it says how it is deployed.
        has_deployment: bool,
        /// Names of the template's fields that are missing or empty.
        missing: Vec<String>,
        /// Placeholders of the template that were left.
        placeholders: Vec<String>,
    }
}

relation! {
    /// An operation as a design document specifies it.
    "api_specification" ApiSpecification, subject "{method} {path}" {
        /// The declared API that it belongs to.
        api: Option<Id<Api>>,
        /// The service that it belongs to, if the document says.
        service: Option<Id<Service>>,
        /// Method in capitals.
        method: String,
        /// The path.
        path: String,
        /// Whether it says who may call it.
        has_authentication: bool,
        /// Whether it says how often it may be called.
        has_rate_limit: bool,
        /// Whether requests have a schema.
        has_request_schema: bool,
        /// Whether responses have a schema.
        has_response_schema: bool,
        /// The error codes that it lists.
        error_codes: Vec<String>,
        /// Names of the template's fields that are missing or empty.
        missing: Vec<String>,
        /// Placeholders of the template that were left.
        placeholders: Vec<String>,
    }
}

relation! {
    /// A call that a design document declares.
    "declared_call" DeclaredCall, subject "{caller} → {callee}" {
        /// Who calls, as written.
        caller: String,
        /// Who is called, as written.
        callee: String,
        /// Whether the caller waits.
        is_blocking: bool,
    }
}
