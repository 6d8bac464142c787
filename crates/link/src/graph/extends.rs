//! What a Compose service takes from the one that it extends.

use std::collections::{BTreeMap, BTreeSet};

use model::FileId;
use model::facts::manifest::{Container, Manifest, Workload};

use crate::Input;

/// `extends` that are followed from one service.
const MAX_EXTENDS: usize = 8;

/// The workloads of all manifests by file and name; the first of each name counts.
pub(super) type Named<'m> = BTreeMap<(FileId, &'m str), &'m Workload>;

/// Gathers what can be extended.
pub(super) fn named<'m>(all: &[(FileId, &'m Manifest)]) -> Named<'m> {
    let mut named = Named::new();
    for (file, manifest) in all {
        for workload in &manifest.workloads {
            let name = workload.name.value.as_str();
            named.entry((*file, name)).or_insert(workload);
        }
    }
    named
}

pub(super) fn extend(
    workload: &mut Workload,
    input: &Input<'_>,
    file: FileId,
    all: &Named<'_>,
    depth: usize,
) {
    let Some((other_file, name)) = workload.extends.clone() else {
        return;
    };
    if depth == MAX_EXTENDS {
        return;
    }
    let other_path = match &other_file {
        Some(path) => model::path::join(input.path(file), path),
        None => Some(input.path(file).to_owned()),
    };
    let base_file = other_path.and_then(|path| input.file(&path));
    let Some(base_file) = base_file else {
        return;
    };
    let Some(base) = all.get(&(base_file, name.as_str())).copied() else {
        return;
    };
    let mut base = base.clone();
    extend(&mut base, input, base_file, all, depth + 1);
    workload.starts_after.extend(base.starts_after);
    workload.aliases.extend(base.aliases);
    workload.replicas = workload.replicas.take().or(base.replicas);
    if let (Some(own), Some(base)) = (
        workload.containers.first_mut(),
        base.containers.into_iter().next(),
    ) {
        inherit(own, base, input, file, base_file);
    }
}

/// Source: Compose specification, "extends": mappings are merged, single values are the service's own.
fn inherit(
    own: &mut Container,
    base: Container,
    input: &Input<'_>,
    file: FileId,
    base_file: FileId,
) {
    own.image = own.image.take().or(base.image);
    if own.build.is_none() {
        own.build = base.build.map(|mut build| {
            // The folder is relative to the file that it stands in.
            if let Some(context) = model::path::join(input.path(base_file), &build.context.value) {
                let depth = input.path(file).matches('/').count();
                build.context.value = format!("./{}{context}", "../".repeat(depth));
            }
            build
        });
    }
    let names = own.environment.iter().map(|known| known.name.clone());
    let mut known: BTreeSet<String> = names.collect();
    for variable in base.environment {
        if known.insert(variable.name.clone()) {
            own.environment.push(variable);
        }
    }
    own.environment_from.extend(base.environment_from);
    own.ports.extend(base.ports);
    own.mounts.extend(base.mounts);
    if own.command.is_empty() {
        own.command = base.command;
    }
    if own.readiness == Default::default() {
        own.readiness = base.readiness;
    }
    own.memory_limit = own.memory_limit.take().or(base.memory_limit);
    own.user = own.user.take().or(base.user);
    own.privileged = own.privileged.take().or(base.privileged);
}
