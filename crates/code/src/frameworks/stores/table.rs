//! Drivers and pools.

mod dotnet;
mod go;
mod jvm;
mod php;
mod python;
mod ruby;
mod rust;
mod scripts;

use crate::Language::{self, Java, JavaScript, Kotlin, TypeScript};
use crate::frameworks::{Pick, first_or};

/// One library.
pub(super) struct Opening {
    /// The store; `sql` where the address or the driver's name tells.
    pub kind: &'static str,
    pub library: &'static str,
    pub languages: &'static [Language],
    /// The file imports one of these; empty where the calls' names are enough.
    pub gate: &'static [&'static str],
    /// Calls that open it, as [`matches`](crate::form::matches) reads them.
    pub calls: &'static [&'static str],
    /// The argument that holds the address.
    pub url: Pick,
    /// Calls of the chain that hold it.
    pub url_calls: &'static [&'static str],
    /// The argument that names the driver.
    pub driver: Option<Pick>,
    /// The driver, where the call opens many things.
    pub only: Option<&'static str>,
    /// Whether it keeps a pool by itself.
    pub is_pooled: bool,
}

const NOTHING: Opening = Opening {
    kind: "",
    library: "",
    languages: &[],
    gate: &[],
    calls: &[],
    url: first_or(ADDRESS),
    url_calls: &[
        "connect",
        "connect_lazy",
        "url",
        "jdbcUrl",
        "uri",
        "connect_with",
    ],
    driver: None,
    only: None,
    is_pooled: false,
};

const ADDRESS: &[&str] = &[
    "connectionString",
    "url",
    "uri",
    "dsn",
    "connection",
    "host",
    "Addr",
    "node",
    "nodes",
    "brokers",
    "servers",
    "bootstrap_servers",
    "bootstrap.servers",
    "hosts",
    "contactPoints",
    "hostname",
    "server",
    "conninfo",
    "endpoint",
    "region",
];
const SCRIPT: &[Language] = &[JavaScript, TypeScript];
const JVM: &[Language] = &[Java, Kotlin];

/// Every library.
pub(super) const STORES: &[&[Opening]] = &[
    dotnet::TABLE,
    go::TABLE,
    jvm::TABLE,
    php::TABLE,
    python::TABLE,
    ruby::TABLE,
    rust::TABLE,
    scripts::TABLE,
];
