//! What a Compose file refers to and is not read: files outside of the root, and itself.

use std::collections::BTreeMap;

use document::Node;
use model::facts::Note;
use model::facts::manifest::{Manifest, Text};
use model::{At, FileFacts};

use super::super::tree::text;
use super::entries;

/// Notes the references of the file at `path` that lead out of the root or back to where they stand.
pub fn note(path: &str, root: Node<'_>, manifest: &Manifest, facts: &mut FileFacts) {
    let mut tell = |at: At, message: String| {
        facts.notes.push(Note {
            at,
            kind: "reference".to_owned(),
            message,
        });
    };
    let outside = |file: &Text| {
        let message = format!("`{}` lies outside of the root and is not read", file.value);
        is_outside(path, &file.value).then_some((file.at, message))
    };
    for include in &manifest.includes {
        if let Some((at, message)) = outside(include) {
            tell(at, message);
        } else if is_itself(path, &include.value) {
            tell(include.at, "the file includes itself".to_owned());
        }
    }
    // Of each service, the one of the same file that it extends.
    let mut extended: BTreeMap<String, Text> = BTreeMap::new();
    for (name, service) in entries(root, "services") {
        let extends = service.merged_get("extends");
        let (target, file) = match extends {
            Some(node) if node.is_mapping() => (
                node.get("service").and_then(text),
                node.get("file").and_then(text),
            ),
            node => (node.and_then(text), None),
        };
        if let Some((at, message)) = file.as_ref().and_then(outside) {
            tell(at, message);
        }
        let is_here = file.is_none_or(|file| is_itself(path, &file.value));
        if let (Some(name), Some(target), true) = (text(name), target, is_here) {
            extended.insert(name.value, target);
        }
    }
    for (at, message) in rings(&extended) {
        tell(at, message);
    }
    let containers = manifest
        .workloads
        .iter()
        .flat_map(|workload| &workload.containers);
    for file in containers.flat_map(|container| &container.environment_from) {
        if let Some((at, message)) = outside(file) {
            tell(at, message);
        }
    }
}

/// Each ring of services that extend each other, at its first service's reference.
fn rings(extended: &BTreeMap<String, Text>) -> Vec<(At, String)> {
    let mut rings = Vec::new();
    // The start of the way on which a service was met.
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for start in extended.keys() {
        let mut way: Vec<&str> = Vec::new();
        let mut service = start.as_str();
        while let Some(next) = extended.get(service) {
            if let Some(before) = met.get(service) {
                if *before == start {
                    let ring = &way[way.iter().position(|step| *step == service).unwrap_or(0)..];
                    let others = ring[1..].iter().map(|name| format!("`{name}`"));
                    let others: Vec<String> = others.collect();
                    let by_way = match others.is_empty() {
                        true => String::new(),
                        false => format!(", by way of {}", others.join(", ")),
                    };
                    let message = format!("`{service}` extends itself{by_way}");
                    rings.push((next.at, message));
                }
                break;
            }
            met.insert(service, start);
            way.push(service);
            service = &next.value;
        }
    }
    rings
}

/// Whether `reference` of the file at `path` leads out of the root; no, where a variable decides.
fn is_outside(path: &str, reference: &str) -> bool {
    !reference.contains('$')
        && (reference.starts_with(['/', '~']) || model::path::join(path, reference).is_none())
}

/// Whether `reference` is the file at `path`.
fn is_itself(path: &str, reference: &str) -> bool {
    !reference.contains("://") && model::path::join(path, reference).as_deref() == Some(path)
}
