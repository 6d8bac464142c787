//! Routers of one file: who is mounted where, as far as the file says.

use super::path::join;
use crate::{At, Mount, Route};

/// Mounts inside mounts inside one file; more are a cycle.
const MOUNT_DEPTH: usize = 8;
/// Routes that one file can give; mounting twice doubles them.
const ROUTE_LIMIT: usize = 20_000;

/// A mount whose target may be a router of this file.
#[derive(Clone, Debug)]
pub(super) struct LocalMount {
    pub parent: Option<String>,
    pub prefix: String,
    pub target: Target,
    pub at: At,
    pub framework: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// A router or function of this file.
    Local(String),
    /// A path as imported.
    Elsewhere(String),
}

/// Gives routes and mounts the prefixes that the file itself sets.
pub(super) fn resolve(routes: Vec<Route>, mounts: Vec<LocalMount>) -> (Vec<Route>, Vec<Mount>) {
    let local: Vec<&LocalMount> = mounts
        .iter()
        .filter(|mount| matches!(mount.target, Target::Local(_)))
        .collect();
    let mut out = Vec::new();
    for route in routes {
        for (prefix, parent) in above(route.prefix_of.clone(), &local, MOUNT_DEPTH) {
            if out.len() < ROUTE_LIMIT {
                out.push(Route {
                    path: join(&prefix, &route.path),
                    needs_mount: route.needs_mount && parent == route.prefix_of,
                    prefix_of: parent,
                    ..route.clone()
                });
            }
        }
    }
    let mut elsewhere = Vec::new();
    for mount in &mounts {
        let Target::Elsewhere(target) = &mount.target else {
            continue;
        };
        for (prefix, parent) in above(mount.parent.clone(), &local, MOUNT_DEPTH) {
            let prefix = join(&prefix, &mount.prefix);
            elsewhere.push(Mount {
                parent,
                prefix: if prefix == "/" { String::new() } else { prefix },
                target: target.clone(),
                at: mount.at,
                framework: mount.framework.to_owned(),
            });
        }
    }
    (out, elsewhere)
}

/// Every prefix that the mounts of this file put before a router, with the router that the prefix belongs to.
fn above(
    router: Option<String>,
    mounts: &[&LocalMount],
    depth: usize,
) -> Vec<(String, Option<String>)> {
    let Some(name) = router else {
        return vec![(String::new(), None)];
    };
    let target = Target::Local(name.clone());
    let mut out = Vec::new();
    if depth > 0 {
        let is_exact = mounts.iter().any(|mount| mount.target == target);
        // A variable of a function is what the function gives.
        let function = name.split('.').next().unwrap_or(&name);
        let target = match is_exact {
            true => target,
            false => Target::Local(function.to_owned()),
        };
        for mount in mounts.iter().filter(|mount| mount.target == target) {
            if mount.parent.as_ref() == Some(&name) {
                continue;
            }
            for (prefix, parent) in above(mount.parent.clone(), mounts, depth - 1) {
                out.push((join(&prefix, &mount.prefix), parent));
            }
        }
    }
    if out.is_empty() {
        out.push((String::new(), Some(name)));
    }
    out
}
