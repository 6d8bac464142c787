//! What Compose files and Kubernetes manifests say.

use serde::{Deserialize, Serialize};

use crate::At;

/// One manifest file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The platform that reads it.
    pub platform: Platform,
    /// Whether it is a template that only its own tool can read (Helm): nothing else is then known.
    pub is_template: bool,
    /// Whether it is for one's own machine, as it says itself, or was written by a cluster and not for one.
    pub is_local: bool,
    /// Whether it can run on one's own machine alone: it names that cluster, or images that nobody pulls.
    pub runs_on_machine: bool,
    /// What it keeps running.
    pub workloads: Vec<Workload>,
    /// Names under which workloads are reached: Services of Kubernetes.
    pub addresses: Vec<Address>,
    /// Sets of variables that containers take: ConfigMaps and Secrets.
    pub sets: Vec<VariableSet>,
    /// Names of the Services that requests from outside reach: Ingress and its successors.
    pub entrances: Vec<Text>,
    /// Whether it gives containers limits that they do not set (LimitRange).
    pub has_default_limits: bool,
    /// Kind and name of what an autoscaler scales.
    pub scaled: Vec<(String, String)>,
    /// Files that belong to this one: `include` of Compose, and what a kustomization takes, folders among them.
    pub includes: Vec<Text>,
    /// Images whose version a kustomization sets, as written without their versions.
    pub versioned_images: Vec<String>,
    /// Workloads whose number of instances a kustomization sets.
    pub counted_workloads: Vec<String>,
    /// Who may reach whom: network policies.
    pub permissions: Vec<Permission>,
}

/// Pods that may reach others, both by their labels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// Labels of the pods that are reached.
    pub to: Vec<(String, String)>,
    /// Labels of the pods that may reach them.
    pub from: Vec<(String, String)>,
    /// Where the latter stand.
    pub at: At,
}

/// Who reads a manifest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Platform {
    /// Docker Compose, Swarm.
    #[default]
    Compose,
    /// Kubernetes.
    Kubernetes,
    /// The application host of .NET Aspire.
    Aspire,
}

/// A text and its place.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    /// The text, variables unresolved.
    pub value: String,
    /// Where it stands.
    pub at: At,
}

/// A unit that a platform keeps running.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    /// Its name, with its place.
    pub name: Text,
    /// `compose`, `deployment`, `statefulset`, `daemonset`, `job`, `cronjob`, `pod`.
    pub kind: String,
    /// Labels of its pods, by which Services select it.
    pub labels: Vec<(String, String)>,
    /// Further names under which others reach it: container name, host name, network aliases.
    pub aliases: Vec<String>,
    /// The number of instances, as written.
    pub replicas: Option<Text>,
    /// Whether Compose gives its container a name of its own, so that no second one can run beside it.
    pub is_named_container: bool,
    /// Its containers; one in Compose.
    pub containers: Vec<Container>,
    /// What is started before it, a hint and no proof of a call.
    pub starts_after: Vec<Text>,
    /// Workloads that it is linked to, where no other may be reached: Compose files of the first version.
    pub links: Vec<Text>,
    /// Names that it alone gives to others: the linked workload, and the name.
    pub link_names: Vec<(String, String)>,
    /// The Compose service that it takes its settings from: file (none: this one) and name.
    pub extends: Option<(Option<String>, String)>,
    /// Profiles without which Compose does not start it.
    pub profiles: Vec<String>,
    /// When the platform starts it again, as written: `always`, `unless-stopped`.
    pub restart: Option<Text>,
}

/// A container of a workload.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// Its name, with its place.
    pub name: Text,
    /// The image, as written.
    pub image: Option<Text>,
    /// What its image is built from.
    pub build: Option<Build>,
    /// Its variables.
    pub environment: Vec<Variable>,
    /// Files or sets (ConfigMap, Secret) that give it more variables.
    pub environment_from: Vec<Text>,
    /// Command and arguments that replace those of the image.
    pub command: Vec<Text>,
    /// The folder inside the container in which it runs.
    pub working_directory: Option<String>,
    /// Ports.
    pub ports: Vec<Port>,
    /// Files and folders of the repository that are mounted, with their targets.
    pub mounts: Vec<(String, String)>,
    /// Where its logs are sent: the options of the logging driver.
    pub logging: Vec<Text>,
    /// The check that it can serve, or Compose's only check.
    pub readiness: Check,
    /// The check that it lives.
    pub liveness: Check,
    /// The most memory that it may use, as written.
    pub memory_limit: Option<Text>,
    /// The user as written: name, number, or `root`.
    pub user: Option<Text>,
    /// Whether the platform refuses to run it as root.
    pub must_not_be_root: Option<bool>,
    /// Whether it is privileged.
    pub privileged: Option<Text>,
    /// Whether it only prepares the others.
    pub is_initial: bool,
}

/// Whether a check is declared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// Nothing is said.
    #[default]
    None,
    /// It is declared.
    Set,
    /// It is switched off.
    Disabled,
}

/// What an image is built from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// The folder, as written, relative to the manifest.
    pub context: Text,
    /// The Dockerfile, relative to the folder.
    pub dockerfile: Option<String>,
    /// The stage that is built, if not the last.
    pub target: Option<String>,
    /// The values of its arguments.
    pub arguments: Vec<String>,
}

/// A port of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Port {
    /// The port in the container, as written.
    pub target: String,
    /// The port of the host, as written; `None` if it is only reachable inside.
    pub published: Option<String>,
    /// The address of the host that it is bound to.
    pub address: Option<String>,
    /// Where it stands.
    pub at: At,
}

/// A name under which workloads are reached.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Address {
    /// The name.
    pub name: Text,
    /// Labels of the pods that it stands for.
    pub selector: Vec<(String, String)>,
    /// `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`, with its place if written.
    pub kind: Text,
    /// Whether annotations keep it inside the company's network.
    pub is_internal: bool,
    /// The name outside that it stands for.
    pub external_name: Option<Text>,
    /// Ports that it listens on, as written.
    pub ports: Vec<String>,
}

/// A ConfigMap or a Secret.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VariableSet {
    /// Its name.
    pub name: Text,
    /// Whether its values are secret; they are then not kept.
    pub is_secret: bool,
    /// Its values.
    pub variables: Vec<Variable>,
}

/// A variable with its value, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// The name.
    pub name: String,
    /// The value, unresolved; `None` if the file only passes it on.
    pub value: Option<String>,
    /// The set and the key that give the value.
    pub from: Option<(String, String)>,
    /// Where the value stands.
    pub at: At,
}
