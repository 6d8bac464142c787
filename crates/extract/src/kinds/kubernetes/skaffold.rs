//! What Skaffold applies while somebody works on the code.

use document::Node;
use model::facts::{Applied, Facts};

use super::super::tree::{descend, texts, word};

/// The manifests that a configuration of Skaffold names; `None` for any other resource.
pub(super) fn applied(node: Node<'_>) -> Option<Facts> {
    if !word(node.merged_get("apiVersion")).starts_with("skaffold/") {
        return None;
    }
    let lists = [
        ["manifests", "rawYaml"].as_slice(),
        &["deploy", "kubectl", "manifests"],
    ];
    let taken = lists
        .into_iter()
        .flat_map(|path| texts(descend(node, path)));
    let mut manifests: Vec<String> = taken.map(|text| text.value).collect();
    manifests.sort();
    manifests.dedup();
    (!manifests.is_empty()).then_some(Facts::Applied(Applied {
        manifests,
        is_local: true,
    }))
}
