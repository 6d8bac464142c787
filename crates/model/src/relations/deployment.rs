//! What runs where.

use crate::{Datastore, Id, Known, Service, relation};

relation! {
    /// A unit that a platform keeps running: a Compose service, a Deployment, a StatefulSet, a CronJob.
    "workload" Workload, subject "{name}" {
        /// Its name.
        name: String,
        /// `compose`, `deployment`, `statefulset`, `daemonset`, `job`, `cronjob`, `pod`.
        kind: String,
        /// The environment that the manifest is for, such as `production`; empty if it does not say.
        environment: String,
        /// The service that it runs.
        service: Option<Id<Service>>,
        /// The store that it runs.
        datastore: Option<Id<Datastore>>,
        /// How many instances.
        replicas: Known<i64>,
        /// Whether an autoscaler adds instances.
        has_autoscaler: bool,
    }
    reverse {
        /// Its containers.
        containers: Container,
    }
}

relation! {
    /// A container of a workload.
    "container" Container, subject "{workload} {name}" {
        /// The workload.
        workload: Id<Workload>,
        /// Its name.
        name: String,
        /// The image as written, variables resolved.
        image: Known<Option<String>>,
        /// Whether the platform checks that it can serve.
        has_readiness_check: Known<bool>,
        /// Whether the platform checks that it lives.
        has_liveness_check: Known<bool>,
        /// Whether its memory is bounded.
        has_memory_limit: Known<bool>,
        /// Whether it runs as root, or may.
        runs_as_root: Known<bool>,
        /// Ports that are reachable from outside of the platform's network.
        published_ports: Vec<i64>,
    }
}
