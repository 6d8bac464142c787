//! README of a folder of manifests: whether it says that they are for a cluster on one's own machine.

use model::FileFacts;
use model::facts::Facts;

use super::Kind;
use crate::Input;
use crate::input::file_name;

/// READMEs of folders.
pub const KIND: Kind = Kind {
    name: "readme",
    may_be: |path| {
        file_name(path).eq_ignore_ascii_case("readme.md") && !model::path::folder(path).is_empty()
    },
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

fn read(input: &Input<'_>, facts: &mut FileFacts) {
    if is_local(input.text) {
        facts.facts.push(Facts::LocalCluster);
    }
}

/// Whether `text` speaks of clusters on one's own machine and of no other.
pub fn is_local(text: &str) -> bool {
    let text = text.to_lowercase();
    LOCAL.iter().any(|words| text.contains(words))
        && !text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| HOSTED.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_a_cluster_on_ones_own_machine_is_local() {
        assert!(is_local("# Try it\nStart `minikube` and apply the files."));
        assert!(is_local("`kind create cluster --name shop`"));
        assert!(!is_local("Runs on minikube and on EKS."));
        assert!(!is_local("Apply the files of this kind to your cluster."));
    }
}
