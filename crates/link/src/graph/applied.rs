//! Which manifests of Kubernetes are applied to a cluster on one's own machine alone, as scripts and guides say.

use std::collections::BTreeSet;

use model::facts::Facts;
use model::facts::manifest::{Manifest, Platform};
use model::{FileId, path};

use super::purpose::{environment, is_aside};
use crate::Input;

/// The manifests that scripts and guides for such a cluster apply, and no other does.
pub(super) fn locally(input: &Input<'_>, manifests: &[(FileId, &Manifest)]) -> BTreeSet<FileId> {
    let (mut local, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
    let has_chart = manifests.iter().any(|(_, manifest)| manifest.is_template);
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Applied(applied) = facts else {
                continue;
            };
            let script = input.path(file);
            let is_local = applied.is_local || environment(script) == "development";
            // What Skaffold applies is for those who work on the code where a chart is for the others.
            let is_skaffold = [".yaml", ".yml"].iter().any(|end| script.ends_with(end));
            if is_skaffold && !has_chart {
                continue;
            }
            let is_guide = script.to_ascii_lowercase().ends_with(".md");
            // Tests start all of a system on such a cluster, which says nothing of what it is for; nor does a guide
            // that does not say on which.
            let says_nothing = match is_local {
                true => is_aside(script) && !is_guide,
                false => is_guide,
            };
            if says_nothing {
                continue;
            }
            let known = match is_local {
                true => &mut local,
                false => &mut elsewhere,
            };
            for (manifest, of) in manifests {
                let path = input.path(*manifest);
                if of.platform == Platform::Kubernetes
                    && applied
                        .manifests
                        .iter()
                        .any(|name| names(script, name, path))
                {
                    known.insert(*manifest);
                }
            }
        }
    }
    local.difference(&elsewhere).copied().collect()
}

/// Whether `name`, as `script` writes it, is the manifest at `manifest` or a folder above it: from the root, from the
/// folder of the script, or from the one above, where scripts like to go first.
pub(crate) fn names(script: &str, name: &str, manifest: &str) -> bool {
    let is_named = name.contains(|letter: char| letter.is_alphanumeric());
    let above = is_named.then(|| path::join(path::folder(script), name));
    [
        path::join("", name),
        path::join(script, name),
        above.flatten(),
    ]
    .into_iter()
    .flatten()
    .any(|name| !name.is_empty() && holds(&name, manifest))
}

/// Whether `manifest` is `pattern` or lies below it; `*` stands for any part of a name.
fn holds(pattern: &str, manifest: &str) -> bool {
    let mut parts = manifest.split('/');
    pattern.split('/').all(|pattern| {
        parts
            .next()
            .is_some_and(|part| match pattern.split_once('*') {
                None => part == pattern,
                Some((start, end)) => {
                    part.len() >= start.len() + end.len()
                        && part.starts_with(start)
                        && part.ends_with(end)
                }
            })
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_path_is_written_from_the_root_or_from_the_script() {
        let names = |name| names("tools/up-local.sh", name, "k8s/db/service.yaml");
        assert!(names("k8s/db/service.yaml"));
        assert!(names("../k8s/db"));
        assert!(names("./k8s/db/"));
        assert!(names("k8s/*/service.yaml"));
        assert!(names("k8s/db/ser*.yaml"));
        assert!(!names("db/service.yaml"));
        assert!(!names("k8s/d"));
        assert!(!names(".."));
        assert!(!names("."));
    }
}
