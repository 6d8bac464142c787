//! Who owns which file: services, files, packages.

use crate::{Call, Endpoint, Id, Uses, Workload, relation, words};

words! {
    /// What a node of the service graph is.
    pub enum ServiceKind {
        /// Runs code of this repository.
        Service = "service",
        /// Passes requests on: API gateway, reverse proxy.
        Gateway = "gateway",
        /// Serves pages to browsers.
        Web = "web",
        /// Knows users and gives tokens.
        Auth = "auth",
        /// Tells services where others are.
        Discovery = "discovery",
        /// Gives services their configuration.
        Configuration = "config",
        /// Shows the state of the system.
        Dashboard = "dashboard",
        /// Collects traces.
        Tracing = "tracing",
        /// Collects logs.
        Logging = "logging",
        /// Outside of what this repository runs.
        External = "external",
    }
}

words! {
    /// What a file is for; the lever of precision.
    pub enum FileRole {
        /// Runs in a service, or describes one.
        Server = "server",
        /// Runs in a browser.
        Browser = "browser",
        /// A tool or a script.
        Tool = "tool",
        /// A test or its data.
        Test = "test",
        /// Written by a program.
        Generated = "generated",
        /// Somebody else's, copied in.
        Vendored = "vendored",
        /// Part of a migration.
        Migration = "migration",
        /// Fills a database with first rows.
        Seed = "seed",
        /// Puts load on a system.
        LoadGenerator = "load_generator",
        /// Shows how something is used.
        Example = "example",
    }
}

relation! {
    /// A deployable unit that this repository describes or declares.
    "service" Service, subject "{name}" {
        /// The name that the repository gives it, the shortest that is unique.
        name: String,
        /// Other names: host names, image names, package names.
        aliases: Vec<String>,
        /// What it is.
        kind: ServiceKind,
        /// Who owns it: a team or a person, from CODEOWNERS or a catalogue.
        owner: Option<String>,
        /// The folder whose files it owns; `None` if only its image is known.
        root: Option<String>,
        /// Whether its code is in this repository.
        is_built_here: bool,
        /// The deployments that it is part of: folders of Compose projects, and `kubernetes`; empty if nothing here deploys it.
        deployments: Vec<String>,
        /// Whether it is only declared in a design document.
        is_declared_only: bool,
        /// Whether other services are known to wait for it.
        is_needed: bool,
    }
    reverse {
        /// Calls that it makes.
        calls: Call,
        /// Calls that it receives.
        callers: Call,
        /// The stores and brokers that it uses.
        uses: Uses,
        /// The operations of its contracts.
        endpoints: Endpoint,
        /// Where it is deployed.
        workloads: Workload,
    }
}

relation! {
    /// A file of the repository that is not ignored.
    "file" File, subject "{path}" {
        /// Path from the root, with `/`.
        path: String,
        /// What it is for.
        role: FileRole,
        /// What kind of artifact it is, such as `openapi`, `migration`, `compose`; empty if it was not read.
        artifact: String,
        /// Whether whatever is found there is worth no more than a thought: the README of its folder, or of one above, says that
        /// nobody maintains what lies there, or that it is for tests and trials alone, or it is a contract that stands in for
        /// others, or of which the code serves nothing and which lies among what others serve. A review sets aside contracts and
        /// manifests with warnings as well that nobody has changed for three years, if git shows so much of its history.
        is_set_aside: bool,
        /// The service that owns it.
        service: Option<Id<Service>>,
        /// Who owns it, from CODEOWNERS.
        owner: Option<String>,
    }
}

relation! {
    /// A package of source code: what a package manager builds.
    "package" Package, subject "{name}" {
        /// Its name.
        name: String,
        /// The package manager: `npm`, `cargo`, `maven`, `gradle`, `go`, `python`, `nuget`, `rubygems`, `composer`.
        manager: String,
        /// The folder that holds it, empty for the root.
        root: String,
        /// The service that it belongs to.
        service: Option<Id<Service>>,
        /// Names of the packages that it needs at run time.
        dependencies: Vec<String>,
    }
}

words! {
    /// What keeps data or passes messages.
    pub enum DatastoreKind {
        /// Relational, document, key-value or column store.
        Database = "database",
        /// Keeps copies that may be lost.
        Cache = "cache",
        /// Passes messages.
        Broker = "broker",
        /// Full text and logs.
        Search = "search",
        /// Objects and files.
        Objects = "objects",
    }
}
