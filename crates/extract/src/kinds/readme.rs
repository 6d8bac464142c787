//! READMEs: whether that of a folder of manifests says that they are for a cluster on one's own machine, or examples, and
//! whether one says that several instances run.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// READMEs.
pub const KIND: Kind = Kind {
    name: "readme",
    may_be: |path| file_name(path).eq_ignore_ascii_case("readme.md"),
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
    "high availability",
    "high-availability",
    "highly available",
    "highly-available",
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

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    let text = input.text.to_lowercase();
    if !model::path::folder(input.path).is_empty() && (is_local(&text) || is_example(&text)) {
        facts.facts.push(Facts::LocalCluster);
    }
    if SEVERAL.iter().any(|words| text.contains(words)) {
        facts.facts.push(Facts::SeveralInstances);
    }
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
    use super::{is_example, is_local};

    #[test]
    fn a_folder_of_examples_says_so() {
        assert!(is_example("this folder contains example yaml files."));
        assert!(!is_example("a sample deployment can be found in config."));
    }

    #[test]
    fn only_a_cluster_on_ones_own_machine_is_local() {
        assert!(is_local("# try it\nstart `minikube` and apply the files."));
        assert!(is_local("`kind create cluster --name shop`"));
        assert!(!is_local("runs on minikube and on eks."));
        assert!(!is_local("apply the files of this kind to your cluster."));
    }
}
