//! Routers of several files joined: a route's path is known once every mount above it is.

mod constants;
pub(crate) mod modules;
mod programs;

use crate::frameworks::{RAILS_API, RAILS_FORMS, TAKEN_OVER};
use crate::{Facts, Mount, Route};
use constants::Constants;
use modules::Package;
use programs::{Programs, is_program};
use std::collections::{BTreeMap, BTreeSet};

/// Mounts inside mounts; more are a cycle.
const MOUNT_DEPTH: usize = 8;
/// Re-exports are followed this far.
const EXPORT_DEPTH: usize = 4;
/// Longer texts are no prefixes.
const PREFIX_LIMIT_BYTES: usize = 500;
/// Routes of one package; a router that is mounted many times multiplies its own.
const ROUTE_LIMIT: usize = 100_000;

/// The routes of a package with the prefixes that its other files set, each with the index of its file.
/// A router that is mounted twice gives each of its routes twice; one that nothing mounts keeps its own paths.
/// Paths of the files are relative to the repository, or to any folder above all of them.
pub fn link_routes(files: &[(&str, &Facts)]) -> Vec<(usize, Route)> {
    let package = Package::new(files);
    let programs = Programs::new(files);
    let mut above: BTreeMap<(usize, &str), Vec<(usize, &Mount)>> = BTreeMap::new();
    for (index, (_, facts)) in files.iter().enumerate() {
        for mount in &facts.mounts {
            if is_program(&mount.target) {
                continue;
            }
            for (file, router) in package.targets(index, &mount.target, EXPORT_DEPTH) {
                above
                    .entry((file, router))
                    .or_default()
                    .push((index, mount));
            }
        }
    }
    let constants = Constants::new(files);
    let served = served(files, &above);
    let mut viewed = BTreeSet::new();
    let mut out = Vec::new();
    for (index, (_, facts)) in files.iter().enumerate() {
        for route in &facts.routes {
            let router = route.prefix_of.as_deref();
            if let Some(program) = router.filter(|router| is_program(router)) {
                if program == RAILS_FORMS && programs.nearest(files[index].0, RAILS_API).is_some() {
                    continue;
                }
                let mut route = route.clone();
                let prefix = programs.prefix(files[index].0, program);
                route.path = constants.path(&prefix, &route.path);
                route.prefix_of = None;
                out.push((index, route));
                continue;
            }
            if let Some(view) = &route.stands_for
                && package
                    .targets(index, view, EXPORT_DEPTH)
                    .iter()
                    .any(|view| served.contains(view))
            {
                continue;
            }
            let above = prefixes(&above, index, router, MOUNT_DEPTH);
            if above.is_empty() && route.needs_mount {
                continue;
            }
            let none = [String::new()];
            for prefix in if above.is_empty() { &none[..] } else { &above } {
                if out.len() == ROUTE_LIMIT {
                    return out;
                }
                let mut route = route.clone();
                route.path = constants.path(prefix, &route.path);
                if !prefix.is_empty() {
                    route.prefix_of = None;
                }
                // A class and its base may both say that they serve it.
                if route.needs_mount && !viewed.insert((route.method.clone(), route.path.clone())) {
                    continue;
                }
                out.push((index, route));
            }
        }
    }
    out
}

/// The routers that say themselves what they serve, or that take it over from others.
fn served<'f>(
    files: &[(&'f str, &'f Facts)],
    above: &BTreeMap<(usize, &'f str), Vec<(usize, &'f Mount)>>,
) -> BTreeSet<(usize, &'f str)> {
    let mut out = BTreeSet::new();
    let mut next: Vec<(usize, &str)> = Vec::new();
    for (index, (_, facts)) in files.iter().enumerate() {
        let routes = facts.routes.iter().filter(|route| route.needs_mount);
        next.extend(routes.filter_map(|route| Some((index, route.prefix_of.as_deref()?))));
    }
    while let Some(router) = next.pop() {
        if out.insert(router) {
            let mounts = above.get(&router).into_iter().flatten();
            next.extend(mounts.filter_map(|(file, mount)| Some((*file, mount.parent.as_deref()?))));
        }
    }
    out
}

/// Every prefix that mounts put before a router; none where nothing mounts it.
fn prefixes(
    above: &BTreeMap<(usize, &str), Vec<(usize, &Mount)>>,
    file: usize,
    router: Option<&str>,
    depth: usize,
) -> Vec<String> {
    let mounts = router
        .filter(|_| depth > 0)
        .and_then(|router| above.get(&(file, router)));
    let mut out = BTreeSet::new();
    for (file, mount) in mounts.into_iter().flatten() {
        let outer = prefixes(above, *file, mount.parent.as_deref(), depth - 1);
        match outer.is_empty() {
            true if mount.framework == TAKEN_OVER => {}
            true => drop(out.insert(mount.prefix.clone())),
            false => out.extend(
                outer
                    .iter()
                    .map(|prefix| format!("{prefix}{}", mount.prefix)),
            ),
        }
    }
    out.into_iter().collect()
}
