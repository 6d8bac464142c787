//! What runs where.

use crate::{Datastore, Id, Known, Service, relation};

relation! {
    /// A platform that runs workloads: all Compose projects of a repository are one, Kubernetes is one.
    "platform" Platform, subject "{name}" {
        /// `compose`, `kubernetes`, `aspire`.
        name: String,
    }
    reverse {
        /// What it runs.
        workloads: Workload,
    }
}

relation! {
    /// A unit that a platform keeps running: a Compose service, a Deployment, a StatefulSet, a CronJob.
    "workload" Workload, subject "{name}" {
        /// Its name.
        name: String,
        /// The platform that runs it.
        platform: Id<Platform>,
        /// `compose`, `deployment`, `statefulset`, `daemonset`, `job`, `cronjob`, `pod`.
        kind: String,
        /// The environment that the manifest is for, such as `production`; empty if it does not say.
        environment: String,
        /// Whether it is for a developer's own machine: by its name, or because the repository
        /// deploys the same system elsewhere.
        is_development: bool,
        /// Whether it is for development, as is all else that the repository tells of Kubernetes: what production will
        /// look like is not told.
        is_trial: bool,
        /// The service that it runs.
        service: Option<Id<Service>>,
        /// The store that it runs.
        datastore: Option<Id<Datastore>>,
        /// How many instances.
        replicas: Known<i64>,
        /// Whether an autoscaler adds instances.
        has_autoscaler: bool,
        /// Whether requests from outside of the platform reach it.
        is_published: bool,
    }
    reverse {
        /// Its containers.
        containers: Container,
        /// Its variables.
        variables: EnvironmentVariable,
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
        /// Whether the image is built from a folder of this repository.
        is_built_here: bool,
        /// Whether the image names one version: a tag other than `latest`, or a digest.
        is_image_pinned: Known<bool>,
        /// Whether the platform checks that it can serve.
        has_readiness_check: Known<bool>,
        /// Whether the platform checks that it lives.
        has_liveness_check: Known<bool>,
        /// Whether its memory is bounded.
        has_memory_limit: Known<bool>,
        /// Whether it runs as root, or may.
        runs_as_root: Known<bool>,
        /// Whether it may do all that the machine may.
        is_privileged: bool,
        /// Where that is said; the place of the container if nothing says it.
        privileged_at: crate::Span,
        /// Whether it runs containers itself: a Docker in Docker, or a cluster in a container.
        runs_containers: bool,
        /// Ports that are reachable from outside of the platform's network.
        published_ports: Vec<i64>,
    }
}

relation! {
    /// A variable that a manifest gives a workload.
    "variable" EnvironmentVariable, subject "{workload} {name}" {
        /// The workload.
        workload: Id<Workload>,
        /// Its name.
        name: String,
        /// Whether its name says that its value is a secret.
        is_secret: bool,
        /// Whether the value stands readable in the repository, and is none that only marks its place.
        is_readable: Known<bool>,
        /// Whether the value is a word that anyone would try, such as `postgres`: it guards nothing, or waits to be replaced.
        is_guessable: bool,
    }
}
