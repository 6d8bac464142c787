//! Services and what passes between them.

use crate::{Datastore, Endpoint, Evidence, Id, Known, Service, relation, words};

words! {
    /// What shows an edge.
    pub enum EvidenceKind {
        /// A variable in Compose or Kubernetes that names the other.
        Environment = "environment",
        /// A start-order hint; never proof of a call.
        StartOrder = "start_order",
        /// A URL or name in source code.
        Code = "code",
        /// A client library call.
        Client = "client",
        /// A route of a proxy or a gateway.
        Proxy = "proxy",
        /// A configuration file of the service.
        Configuration = "configuration",
        /// A dependency in a build file.
        Build = "build",
        /// A network policy that lets the one reach the other.
        Policy = "policy",
        /// The name of a store that no other evidence joins to anything: `orders-db` of `orders`.
        Name = "name",
        /// A design document.
        Declared = "declared",
    }
}

relation! {
    /// One service calls another.
    "call" Call, subject "{caller} → {callee}" {
        /// Who calls.
        caller: Id<Service>,
        /// Who is called.
        callee: Id<Service>,
        /// `http`, `grpc`, `message`, …; empty if not known.
        protocol: String,
        /// Whether the caller waits for the answer.
        is_blocking: Known<bool>,
        /// The strongest evidence.
        evidence: EvidenceKind,
        /// Whether only a design document says so.
        is_declared_only: bool,
        /// Whether only start order says so.
        is_hint_only: bool,
    }
}

relation! {
    /// A service uses a store or a broker.
    "uses" Uses, subject "{service} → {datastore}" {
        /// Who uses it.
        service: Id<Service>,
        /// What is used.
        datastore: Id<Datastore>,
        /// The database, schema or topic inside it, if one is named.
        database: Known<Option<String>>,
        /// The strongest evidence.
        evidence: EvidenceKind,
        /// Whether only a design document says so.
        is_declared_only: bool,
        /// Whether only start order says so.
        is_hint_only: bool,
    }
}

relation! {
    /// An operation that code serves.
    "route" Route, subject "{method} {path}" {
        /// The service; none where code may be of several, or of none that is deployed. So it is of all rows of code.
        service: Option<Id<Service>>,
        /// Method in capitals; `ANY` if all, `RPC` for a service of gRPC.
        method: String,
        /// Path with `{parameters}`.
        path: String,
        /// The framework that serves it.
        framework: String,
        /// The operation of a contract that it implements.
        endpoint: Option<Id<Endpoint>>,
    }
}

relation! {
    /// A place in code that calls another system.
    "client" Client, subject "{service} {method} {url}" {
        /// The service whose code it is.
        service: Option<Id<Service>>,
        /// The library.
        library: String,
        /// Method in capitals, or the procedure.
        method: String,
        /// The URL as far as it is constant; holes as `{name}`.
        url: String,
        /// Whether the URL names one machine by its number (an IP address), other than the caller's own.
        has_fixed_address: bool,
        /// The service that is called, if known.
        callee: Option<Id<Service>>,
        /// Whether a deadline is set, or the library's default is finite.
        has_timeout: Known<bool>,
        /// The deadline in milliseconds, if it is a constant.
        timeout_ms: Option<i64>,
        /// Whether calls are repeated on failure.
        has_retry: Known<bool>,
        /// Whether a circuit breaker guards it.
        has_circuit_breaker: Known<bool>,
        /// Whether it stands in a loop.
        is_in_loop: bool,
    }
}

relation! {
    /// A service publishes to a topic or queue.
    "publishes" Publishes, subject "{service} → {topic}" {
        /// Who publishes.
        service: Option<Id<Service>>,
        /// The technology.
        broker: String,
        /// The topic or queue; unknown if put together at run time.
        topic: Known<String>,
    }
}

relation! {
    /// A service consumes from a topic or queue.
    "consumes" Consumes, subject "{service} ← {topic}" {
        /// Who consumes.
        service: Option<Id<Service>>,
        /// The technology.
        broker: String,
        /// The topic or queue; unknown if put together at run time.
        topic: Known<String>,
        /// How messages are acknowledged.
        acknowledgement: Known<Option<String>>,
        /// Whether a dead-letter target is set.
        has_dead_letter: Known<bool>,
    }
}

/// The evidence of every edge, by the edge's row: kept beside the rows, for `graph` and related places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeEvidence {
    /// What shows it.
    pub kind: EvidenceKind,
    /// Where.
    pub at: Evidence,
}
