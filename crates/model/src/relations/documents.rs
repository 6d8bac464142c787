//! What documents declare: decisions, services, interfaces, and where the repository differs.

use crate::{
    Api, Call, Datastore, Endpoint, File, Id, Known, Service, Span, Uses, relation, words,
};

relation! {
    /// A folder of recorded decisions.
    "decision_log" DecisionLog, subject "{path}" {
        /// The folder.
        path: String,
        /// The number that the next decision would get.
        next_number: i64,
    }
    reverse {
        /// Its decisions.
        decisions: Decision,
    }
}

relation! {
    /// A recorded decision (ADR).
    "decision" Decision, subject "{file}" {
        /// The file that records it.
        file: Id<File>,
        /// The folder of decisions that it is part of.
        log: Id<DecisionLog>,
        /// Its title, without its number.
        title: String,
        /// Its number, if it has one.
        number: Option<i64>,
        /// The first decision of the same log with the same number, if that is another one.
        same_number: Option<Id<Decision>>,
        /// Where the status stands; the title if none is given.
        status_at: Span,
        /// The status as written, lower case; empty if none is given.
        status: String,
        /// Whether the status says that it is in force: accepted, approved, implemented, …
        is_accepted: bool,
        /// Whether the status says that it is not decided yet: proposed, draft, …
        is_open: bool,
        /// The format: `madr`, `nygard`, `other`.
        format: String,
        /// Whether the context is told.
        has_context: bool,
        /// Whether more than one option was weighed.
        has_alternatives: bool,
        /// Whether consequences are told.
        has_consequences: bool,
        /// What supersedes it, as written in it.
        superseded_by: Option<String>,
        /// The accepted decision that says of itself that it supersedes this one.
        successor: Option<Id<Decision>>,
    }
    reverse {
        /// Placeholders of the template that were left.
        placeholders: Placeholder,
    }
}

relation! {
    /// A service as a design document defines it.
    "service_definition" ServiceDefinition, subject "{name}" {
        /// The document.
        file: Id<File>,
        /// Its name.
        name: String,
        /// The service that it became, or the declared one.
        service: Id<Service>,
        /// How it is written: `template` in YAML, `prose` in sections, lists and tables, which rarely mean to be whole.
        form: String,
        /// Its responsibility, as written.
        responsibility: Option<String>,
        /// What it depends on, as written.
        dependencies: Vec<String>,
        /// The data stores, as written.
        data_stores: Vec<String>,
        /// How it talks: as written.
        communication: Vec<String>,
        /// Whether it says how it is watched.
        has_monitoring: bool,
        /// Whether it says how it is deployed.
        has_deployment: bool,
        /// Names of the template's fields that are missing or empty.
        missing: Vec<String>,
    }
    reverse {
        /// Placeholders of the template that were left.
        placeholders: Placeholder,
        /// Calls that it declares.
        declared_calls: DeclaredCall,
        /// Where the repository differs from it.
        deviations: Deviation,
    }
}

relation! {
    /// An operation as a design document specifies it.
    "api_specification" ApiSpecification, subject "{method} {path}" {
        /// The document.
        file: Id<File>,
        /// The API that it belongs to: the contract's, or the declared one.
        api: Option<Id<Api>>,
        /// The operation: the contract's, or the declared one.
        endpoint: Option<Id<Endpoint>>,
        /// The service that it belongs to, if the document says.
        service: Option<Id<Service>>,
        /// Method in capitals; empty if the document does not say.
        method: String,
        /// The path.
        path: String,
        /// How it is written: `template` in YAML, `prose` in sections, lists and tables, which rarely mean to be whole.
        form: String,
        /// Whether it says who may call it.
        has_authentication: bool,
        /// Whether it says how often it may be called.
        has_rate_limit: bool,
        /// Whether requests have a schema, or need none.
        has_request_schema: bool,
        /// Whether responses have a schema.
        has_response_schema: bool,
        /// The error codes that it lists.
        error_codes: Vec<String>,
        /// Status codes that follow from what it says itself, and that its list of error codes does not have.
        missing_errors: Vec<String>,
        /// Names of the template's fields that are missing or empty.
        missing: Vec<String>,
    }
    reverse {
        /// Placeholders of the template that were left.
        placeholders: Placeholder,
    }
}

relation! {
    /// A call that a design document declares.
    "declared_call" DeclaredCall, subject "{caller} → {callee}" {
        /// The definition that declares it.
        definition: Id<ServiceDefinition>,
        /// Who calls, as written.
        caller: String,
        /// Who is called, as written.
        callee: String,
        /// The service that is called; `None` if the documents and the repository know none of that name.
        service: Option<Id<Service>>,
        /// Whether the caller waits; unknown if the document does not say.
        is_blocking: Known<bool>,
        /// Whether it is called a service, and neither the documents nor the repository know it.
        is_undefined: bool,
    }
}

relation! {
    /// A place of a template that was never filled in.
    "placeholder" Placeholder, subject "{file} {text}" {
        /// The document.
        file: Id<File>,
        /// The placeholder, as written.
        text: String,
        /// The decision that it stands in.
        decision: Option<Id<Decision>>,
        /// The service definition that it stands in.
        service_definition: Option<Id<ServiceDefinition>>,
        /// The API specification that it stands in.
        api_specification: Option<Id<ApiSpecification>>,
    }
}

words! {
    /// How the repository differs from what a document declares.
    pub enum DeviationKind {
        /// A service is declared, and nothing of that name runs or is built.
        MissingService = "missing_service",
        /// A dependency is declared, and nothing in the repository shows it.
        MissingDependency = "missing_dependency",
        /// A call is there that the definition does not list.
        UndeclaredDependency = "undeclared_dependency",
        /// A store is used that is of another technology than all that are declared.
        OtherStore = "other_store",
    }
}

relation! {
    /// A difference between a service definition and the repository.
    "deviation" Deviation, subject "{definition} {kind} {name}" {
        /// The definition.
        definition: Id<ServiceDefinition>,
        /// What differs.
        kind: DeviationKind,
        /// The service or store that is missing or not declared.
        name: String,
        /// What is declared instead, as written; empty if nothing is.
        declared: String,
        /// The call that is not declared.
        call: Option<Id<Call>>,
        /// The use that is not declared.
        uses: Option<Id<Uses>>,
        /// The store that is used.
        datastore: Option<Id<Datastore>>,
    }
}

relation! {
    /// A comment `archreview: allow RULE -- reason`.
    "suppression" Suppression, subject "{rule}" {
        /// The rule that it allows.
        rule: String,
        /// Why; empty if no reason is given.
        reason: String,
        /// What it covers.
        covers: Span,
    }
}
