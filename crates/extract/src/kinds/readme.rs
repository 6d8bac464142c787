//! READMEs and guides on running a program: whether that of a folder of manifests says that they are for a cluster on one's
//! own machine, or examples, and whether one says that several instances run, or that one alone can.
//! Beside that, whether one says that nobody maintains what lies in its folder, and whether a guide stops the program to
//! migrate its database.

mod aside;
mod stops;

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// READMEs, and guides that speak of instances or of upgrades by their names.
pub const KIND: Kind = Kind {
    name: "readme",
    may_be: |path| is_readme(path) || is_guide(path) || is_upgrade(path),
    is: |probe| probe.bytes.len() <= BYTES_LIMIT,
    read,
};

/// Largest README that is read, in bytes.
const BYTES_LIMIT: usize = 256 * 1024;

/// Clusters that people run on their own machines.
const LOCAL: &[&str] = &[
    "docker desktop",
    "docker-desktop",
    "k3d cluster",
    "kind cluster",
    "kind create cluster",
    "microk8s",
    "minikube",
    "rancher desktop",
];

/// Clusters that others run, and what is said of them.
const HOSTED: &[&str] = &[
    "aks",
    "amazon",
    "aws",
    "azure",
    "digitalocean",
    "eks",
    "gcp",
    "gke",
    "google",
    "hetzner",
    "openshift",
];

/// What is said of a folder that others are to write their own manifests after.
const EXAMPLES: &[&str] = &[
    "directory contains example",
    "directory contains sample",
    "directory holds example",
    "folder contains example",
    "folder contains sample",
    "folder holds example",
];

/// What is said of programs of which several instances run.
const SEVERAL: &[&str] = &[
    "horizontal scal",
    "horizontally",
    "multiple instances",
    "replicas",
    "rolling update",
    "rolling upgrade",
    "several instances",
    "zero downtime",
    "zero-downtime",
];

/// What is said of them as well, and of what they work with.
const AVAILABLE: &[&str] = &[
    "high availability",
    "high-availability",
    "highly available",
    "highly-available",
];

/// What programs work with, as lines call it.
const OTHERS: &[&str] = &[
    "agent", "broker", "cloud", "cluster", "database", "gateway", "kafka", "postgres", "proxy",
    "redis", "router", "storage",
];

/// What is said of programs of which one instance runs alone.
const ONE: &[&str] = &[
    "cannot be scaled horizontally",
    "does not support horizontal scaling",
    "does not support multiple instances",
    "does not support running multiple instances",
    "doesn't support horizontal scaling",
    "doesn't support multiple instances",
    "horizontal scaling is not supported",
    "multiple instances are not supported",
    "not horizontally scalable",
    "running multiple instances is not supported",
];

fn is_readme(path: &str) -> bool {
    file_name(path).eq_ignore_ascii_case("readme.md")
}

fn is_guide(path: &str) -> bool {
    is_called(path, &["availability", "deploy", "scalability", "scaling"])
}

fn is_upgrade(path: &str) -> bool {
    is_called(path, &["install", "migrat", "updat", "upgrad"])
}

/// Whether the name of a guide at `path` has one of `words`.
fn is_called(path: &str, words: &[&str]) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let is_guide = name.ends_with(".md") || name.ends_with(".mdx");
    is_guide && words.iter().any(|word| name.contains(word))
}

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    // Objects of Kubernetes that are called so say no number.
    let text = input.text.to_lowercase().replace("replicaset", "");
    if stops::stops_to_migrate(&text) {
        facts.facts.push(Facts::StopsToMigrate);
    }
    if !is_readme(input.path) && !is_guide(input.path) {
        return;
    }
    if is_readme(input.path) {
        let is_part = !model::path::folder(input.path).is_empty();
        facts
            .facts
            .extend(aside::is_set_aside(&text, is_part).then_some(Facts::SetAside));
    }
    if ONE.iter().any(|words| text.contains(words)) {
        facts.facts.push(Facts::OneInstance);
        return;
    }
    if is_readme(input.path)
        && !model::path::folder(input.path).is_empty()
        && (is_local(&text) || is_example(&text))
    {
        facts.facts.push(Facts::LocalCluster);
    }
    if says_several(&text) {
        facts.facts.push(Facts::SeveralInstances);
    }
}

/// Whether `text`, in lower case, says that several instances of the program run.
fn says_several(text: &str) -> bool {
    let is_said = |line: &str, words: &[&str]| words.iter().any(|words| line.contains(words));
    is_said(text, SEVERAL)
        || (text.lines()).any(|line| is_said(line, AVAILABLE) && !is_said(line, OTHERS))
}

/// Whether `text`, in lower case, speaks of clusters on one's own machine and of no other.
pub fn is_local(text: &str) -> bool {
    LOCAL.iter().any(|words| text.contains(words))
        && !text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| HOSTED.contains(&word))
}

/// Whether `text`, in lower case, calls what lies in its folder examples.
fn is_example(text: &str) -> bool {
    EXAMPLES.iter().any(|words| text.contains(words))
}

#[cfg(test)]
mod tests {
    use super::{is_example, is_guide, is_local, says_several};

    #[test]
    fn a_folder_of_examples_says_so() {
        assert!(is_example("this folder contains example yaml files."));
        assert!(!is_example("a sample deployment can be found in config."));
    }

    #[test]
    fn a_guide_on_instances_is_told_by_its_name() {
        assert!(is_guide("docs/misc/Scalability.mdx"));
        assert!(is_guide("docs/high-availability.md"));
        assert!(!is_guide("docs/scalars.md"));
        assert!(!is_guide("docs/deploy.yaml"));
    }

    #[test]
    fn only_a_cluster_on_ones_own_machine_is_local() {
        assert!(is_local("# try it\nstart `minikube` and apply the files."));
        assert!(is_local("`kind create cluster --name shop`"));
        assert!(!is_local("runs on minikube and on eks."));
        assert!(!is_local("apply the files of this kind to your cluster."));
    }

    #[test]
    fn several_instances_are_those_of_the_program() {
        assert!(says_several("run as many replicas as you like"));
        assert!(says_several(
            "## high availability\nput a balancer before it"
        ));
        assert!(!says_several(
            "* several gateways for each place (high availability)"
        ));
        assert!(!says_several("it needs a highly available postgresql"));
    }
}
