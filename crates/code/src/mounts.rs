//! Routers of several files joined: a route's path is known once every mount above it is.

mod applications;
mod bases;
mod borrowed;
mod built;
mod constants;
mod contexts;
mod given;
pub(crate) mod modules;
mod programs;
mod registered;

use crate::frameworks::{BASE, MADE, RAILS_API, RAILS_FORMS, TAKEN_OVER, normalise};
use crate::{DeclarationKind, Facts, Mount, Results, Route};
use bases::Bases;
use borrowed::{Borrowed, own_prefix};
use constants::Constants;
use modules::Package;
use programs::{Programs, is_program};
use std::borrow::Cow;
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
/// Paths of the files are relative to the repository, or to any folder above all of them. `settings` gives what a key of
/// its program's configuration is set to, for a file by its index.
pub fn link_routes(
    files: &[(&str, &Facts)],
    results: &Results<'_>,
    settings: &dyn Fn(usize, &str) -> Option<String>,
) -> Vec<(usize, Route)> {
    let given = given::mounts(files);
    let package = Package::with(files, &given);
    let programs = Programs::new(files);
    let borrowed = Borrowed::new(files, &package);
    let mut mounted: BTreeMap<(usize, &str), Vec<(usize, &Mount)>> = BTreeMap::new();
    for (index, (_, facts)) in files.iter().enumerate() {
        for mount in &facts.mounts {
            if is_program(&mount.target) || mount.target.starts_with(MADE) {
                continue;
            }
            for (file, router) in package.targets(index, &mount.target, EXPORT_DEPTH) {
                mounted
                    .entry(borrowed.source((file, router)))
                    .or_default()
                    .push((index, mount));
            }
        }
    }
    for (index, mount) in &given {
        for (file, router) in package.targets(*index, &mount.target, EXPORT_DEPTH) {
            mounted
                .entry(borrowed.source((file, router)))
                .or_default()
                .push((*index, mount));
        }
    }
    borrowed.add(&mut mounted);
    let registered = registered::routes(files, results);
    let constants = Constants::new(files, settings);
    let bases = Bases::new(files);
    let served = served(files, &mounted);
    let mut viewed = BTreeSet::new();
    let mut out = Vec::new();
    // What others put below them comes last: what they serve themselves is known by then.
    for needs_mount in [false, true] {
        let own: BTreeSet<(usize, String, String)> = match needs_mount {
            true => served_by(&out),
            false => BTreeSet::new(),
        };
        let routes = files.iter().enumerate().flat_map(|(index, (_, facts))| {
            let routes = facts.routes.iter();
            let replaced = &registered.replaced;
            let routes = routes.filter(move |route| !replaced.contains(&(index, route.at)));
            routes.map(move |route| (index, index, route))
        });
        let others = registered.routes.iter();
        let others = others.map(|(owner, index, route)| (*owner, *index, route));
        for (index, seen, route) in routes.chain(others) {
            if route.needs_mount != needs_mount {
                continue;
            }
            let Some(route) = built::whole(results, &package, files, index, route) else {
                continue;
            };
            let is_below = |router: &str| router.starts_with(BASE);
            let route = match route.prefix_of.as_deref().is_some_and(is_below) {
                true => Cow::Owned(bases.place(&package, files[index].1, index, &route)),
                false => route,
            };
            let route: &Route = &route;
            let router = route.prefix_of.as_deref();
            if let Some(program) = router.filter(|router| is_program(router)) {
                if program == RAILS_FORMS && programs.nearest(files[index].0, RAILS_API).is_some() {
                    continue;
                }
                let mut route = route.clone();
                let path = files[index].0;
                let prefix = match programs.excludes(path, program, &route.path) {
                    true => String::new(),
                    false => programs.prefix(path, program),
                };
                route.path = constants.path(index, &prefix, &route.path);
                route.prefix_of = None;
                out.push((seen, route));
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
            let above = prefixes(&mounted, index, router, MOUNT_DEPTH);
            if above.is_empty() && route.needs_mount {
                continue;
            }
            // Two files that mount it alike serve it once, where it is no class that both extend.
            let mut above = above;
            if !needs_mount {
                above.dedup_by(|next, kept| next.0 == kept.0);
            }
            let none = [(String::new(), index, None)];
            let replaced = borrowed.replaced(&mounted, index, router);
            for (prefix, file, program) in if above.is_empty() { &none[..] } else { &above } {
                if out.len() == ROUTE_LIMIT {
                    return out;
                }
                let mut route = route.clone();
                if let Some(rest) = replaced.and_then(|own| route.path.strip_prefix(own)) {
                    route.path = rest.to_owned();
                }
                route.path = constants.path(seen, prefix, &route.path);
                // A class serves what the classes above it declare, unless it declares the same.
                if needs_mount && file != &index {
                    if overrides(files[*file].1, &route) {
                        continue;
                    }
                    if let Some(program) = program {
                        let before = programs.prefix(files[*file].0, program);
                        route.path = constants.path(index, &before, &route.path);
                    }
                    if own.contains(&(*file, route.method.clone(), route.path.clone())) {
                        continue;
                    }
                }
                if !prefix.is_empty() {
                    route.prefix_of = None;
                }
                // A class and its base may both say that they serve it.
                if route.needs_mount && !viewed.insert((route.method.clone(), route.path.clone())) {
                    continue;
                }
                out.push((seen, route));
            }
        }
    }
    for (index, route) in &mut out {
        if route.framework == "rails"
            && let Some(prefix) = programs.rack(files[*index].0)
        {
            route.path = normalise(&format!("{prefix}{}", route.path));
        }
        contexts::place(route, &|key| settings(*index, key));
    }
    out.sort_by_key(|(index, route)| (*index, route.at));
    out
}

/// Whether a class of the file declares the function of a route anew.
fn overrides(facts: &Facts, route: &Route) -> bool {
    route.handler.as_ref().is_some_and(|handler| {
        let mut declarations = facts.declarations.iter();
        declarations.any(|declaration| {
            declaration.kind == DeclarationKind::Function && declaration.name == *handler
        })
    })
}

/// What each file serves.
fn served_by(routes: &[(usize, Route)]) -> BTreeSet<(usize, String, String)> {
    let routes = routes.iter();
    routes
        .map(|(file, route)| (*file, route.method.clone(), route.path.clone()))
        .collect()
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

/// Every prefix that mounts put before a router, with the file of the outermost and the program that it belongs to;
/// none where nothing mounts it.
fn prefixes<'f>(
    above: &BTreeMap<(usize, &str), Vec<(usize, &'f Mount)>>,
    file: usize,
    router: Option<&str>,
    depth: usize,
) -> Vec<(String, usize, Option<&'f str>)> {
    let mounts = router
        .filter(|_| depth > 0)
        .and_then(|router| above.get(&(file, router)));
    let mut out = BTreeSet::new();
    // What puts it below something that nothing mounts says nothing where others mount it.
    let mut loose = BTreeSet::new();
    for (file, mount) in mounts.into_iter().flatten() {
        let outer = prefixes(above, *file, mount.parent.as_deref(), depth - 1);
        match outer.is_empty() {
            true if mount.framework == TAKEN_OVER => {}
            true => {
                let program = mount.parent.as_deref().filter(|parent| is_program(parent));
                let is_loose =
                    mount.prefix.is_empty() && mount.parent.is_some() && program.is_none();
                let kept = match is_loose {
                    true => &mut loose,
                    false => &mut out,
                };
                kept.insert((own_prefix(above, *file, mount).to_owned(), *file, program));
            }
            false => out.extend(outer.iter().map(|(prefix, outermost, program)| {
                let own = own_prefix(above, *file, mount);
                (format!("{prefix}{own}"), *outermost, *program)
            })),
        }
    }
    match out.is_empty() {
        true => loose.into_iter().collect(),
        false => out.into_iter().collect(),
    }
}
