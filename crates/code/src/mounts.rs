//! Routers of several files joined: a route's path is known once every mount above it is.

use crate::frameworks::{RAILS_API, RAILS_FORMS};
use crate::{Facts, Folded, Mount, Route};
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
                out.push((index, route));
            }
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

/// What stands before every route of a program: `app.setGlobalPrefix("api")`, `@ApplicationPath("/api")`.
/// Such a mount's target, and the router of the routes below it, is `@` and the framework; a version follows after a space.
struct Programs<'f>(BTreeMap<&'f str, Vec<(String, &'f Mount)>>);

fn is_program(router: &str) -> bool {
    router.starts_with('@')
        && router[1..].starts_with(|c: char| c.is_ascii_lowercase())
        && !router.contains('/')
}

impl<'f> Programs<'f> {
    fn new(files: &[(&'f str, &'f Facts)]) -> Programs<'f> {
        let mut programs: BTreeMap<&str, Vec<(String, &Mount)>> = BTreeMap::new();
        for (path, facts) in files {
            for mount in &facts.mounts {
                if is_program(&mount.target) {
                    let root = program_root(path);
                    programs
                        .entry(&mount.target)
                        .or_default()
                        .push((root, mount));
                }
            }
        }
        Programs(programs)
    }

    /// The prefix that a file's program sets; empty where two programs contradict each other.
    fn prefix(&self, path: &str, program: &str) -> String {
        let (target, version) = match program.split_once(' ') {
            Some((target, version)) => (target, Some(version)),
            None => (program, None),
        };
        let mut prefix = self.nearest(path, target).unwrap_or_default();
        if let Some(version) = version
            && let Some(before) = self.nearest(path, &format!("{target} version"))
        {
            prefix = format!("{prefix}/{}{version}", before.trim_start_matches('/'));
        }
        prefix
    }

    fn nearest(&self, path: &str, target: &str) -> Option<String> {
        let mounts = self.0.get(target)?;
        let around = || {
            mounts
                .iter()
                .filter(|(root, _)| path.starts_with(root.as_str()))
        };
        let longest = around().map(|(root, _)| root.len()).max()?;
        let mut found = around().filter(|(root, _)| root.len() == longest);
        let prefix = &found.next()?.1.prefix;
        found
            .all(|(_, mount)| &mount.prefix == prefix)
            .then(|| prefix.clone())
    }
}

/// The folder whose files are one program with the file: what stands above `src`, else its own.
fn program_root(path: &str) -> String {
    let folder = folder(path);
    let parts: Vec<&str> = folder.split('/').collect();
    match parts.iter().position(|part| *part == "src") {
        Some(src) => parts[..=src]
            .iter()
            .map(|part| format!("{part}/"))
            .collect(),
        None if folder.is_empty() => String::new(),
        None => format!("{folder}/"),
    }
}

/// The constants of a package by their last two names.
struct Constants<'f>(BTreeMap<String, Option<&'f Folded>>);

/// Whether a path of names leads into what is configured.
fn is_setting(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.split('.').any(|part| {
        matches!(
            part,
            "config" | "cfg" | "conf" | "settings" | "options" | "opts"
        )
    })
}

impl<'f> Constants<'f> {
    fn new(files: &[(&'f str, &'f Facts)]) -> Constants<'f> {
        let mut known = BTreeMap::new();
        for (_, facts) in files {
            for (name, value) in facts.exports() {
                known
                    .entry(name.to_ascii_lowercase())
                    // Two constants of one name say nothing.
                    .and_modify(|kept| {
                        if *kept != Some(value) {
                            *kept = None;
                        }
                    })
                    .or_insert(Some(value));
            }
        }
        Constants(known)
    }

    /// `path` below `prefix`, with the constants of other files put in.
    fn path(&self, prefix: &str, path: &str) -> String {
        if prefix.is_empty() && !path.contains('{') {
            return path.to_owned();
        }
        crate::frameworks::normalise(&self.fill(&format!("{prefix}/{path}")))
    }

    /// `{app.config.settings.API}` replaced by the constant that ends so.
    fn fill(&self, path: &str) -> String {
        let mut out = String::new();
        let mut rest = path;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(close) = rest.find('}') else { break };
            let name = &rest[1..close];
            // A constant that names a parameter.
            if let Some(name) = name.strip_prefix('-') {
                let last = || name.rsplit('.').next().unwrap_or(name).to_owned();
                out.push_str(&format!("{{{}}}", self.value(name).unwrap_or_else(last)));
            } else if name.contains('.') && !name.ends_with('.') {
                match self.value(name) {
                    Some(text) => out.push_str(&text),
                    // A base path that is set at run time; most run without one.
                    None if out.chars().all(|c| c == '/') && is_setting(name) => {}
                    None => {
                        out.push_str(&format!("{{{}}}", name.rsplit('.').next().unwrap_or(name)))
                    }
                }
            } else {
                out.push_str(&rest[..=close]);
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }

    fn value(&self, path: &str) -> Option<String> {
        let folded = crate::resolve(self.lookup(path)?, &|path| self.lookup(path).cloned());
        let text = folded.known()?;
        (text.len() < PREFIX_LIMIT_BYTES).then(|| text.to_owned())
    }

    fn lookup(&self, path: &str) -> Option<&'f Folded> {
        let lower = path.to_ascii_lowercase();
        let names: Vec<&str> = lower.rsplitn(3, '.').collect();
        // A name in small letters (`config.id`) is a field of many things.
        let is_constant = path.rsplit('.').next()?.contains(char::is_uppercase);
        [
            names.get(1).map(|holder| format!("{holder}.{}", names[0])),
            is_constant.then(|| names[0].to_owned()),
        ]
        .into_iter()
        .flatten()
        .find_map(|name| self.0.get(&name).copied().flatten())
    }
}

/// The files of a package, found by the paths that imports use.
struct Package<'f> {
    files: &'f [(&'f str, &'f Facts)],
    /// Files by the last part of their path without extension, and by their folder's name.
    by_name: BTreeMap<&'f str, Vec<usize>>,
    by_folder: BTreeMap<&'f str, Vec<usize>>,
    /// Files by the routers in them.
    by_router: BTreeMap<&'f str, Vec<usize>>,
    /// The routers that each file serves on or mounts on.
    routers: Vec<BTreeSet<&'f str>>,
}

impl<'f> Package<'f> {
    fn new(files: &'f [(&'f str, &'f Facts)]) -> Package<'f> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_folder: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_router: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut routers: Vec<BTreeSet<&str>> = Vec::new();
        for (index, (path, facts)) in files.iter().enumerate() {
            by_folder.entry(folder(path)).or_default().push(index);
            let segments = segments(path);
            for name in segments.iter().rev().take(2) {
                by_name.entry(name).or_default().push(index);
            }
            routers.push(
                facts
                    .routes
                    .iter()
                    .filter_map(|route| route.prefix_of.as_deref())
                    .chain(
                        facts
                            .mounts
                            .iter()
                            .filter_map(|mount| mount.parent.as_deref()),
                    )
                    .collect(),
            );
            for router in &routers[index] {
                by_router.entry(router).or_default().push(index);
            }
        }
        Package {
            files,
            by_name,
            by_folder,
            by_router,
            routers,
        }
    }

    /// The routers that a mount in file `from` means by `target`.
    fn targets(&self, from: usize, target: &str, depth: usize) -> Vec<(usize, &'f str)> {
        if depth == 0 {
            return Vec::new();
        }
        // A function that the whole program sees by its name alone.
        if let Some(name) = target.strip_prefix("*.") {
            let found = self.by_router.get_key_value(name);
            return found.map_or_else(Vec::new, |(router, files)| {
                self.nearest(from, files.clone())
                    .into_iter()
                    .map(|file| (file, *router))
                    .collect()
            });
        }
        // The whole path is a module, or its last part is a name in one.
        let (module, name) = split(target);
        let mut found = self.in_module(from, target, "default", depth);
        if found.is_empty() && !name.is_empty() {
            found = self.in_module(from, module, name, depth);
        }
        found
    }

    fn in_module(
        &self,
        from: usize,
        module: &str,
        name: &str,
        depth: usize,
    ) -> Vec<(usize, &'f str)> {
        let mut out = Vec::new();
        for file in self.modules(from, module) {
            // What a function gives is known by the function: `admin.router` is `admin`.
            let inside = |router: &&&str| {
                router
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('.'))
            };
            if let Some(router) = self.routers[file].get(name) {
                out.push((file, *router));
            } else if let Some(router) = self.routers[file].iter().find(inside) {
                out.push((file, *router));
            } else if name == "default" && self.routers[file].len() == 1 {
                out.extend(self.routers[file].first().map(|router| (file, *router)));
            } else if let Some(import) = self.files[file]
                .1
                .imports
                .iter()
                .find(|import| import.name == name && file != from)
            {
                out.extend(self.targets(file, &import.path, depth - 1));
            }
        }
        out
    }

    /// The files that a module path means: those whose paths end with most of it.
    fn modules(&self, from: usize, module: &str) -> Vec<usize> {
        let from_path = self.files[from].0;
        let from_folder = folder(from_path);
        let is_relative = module.starts_with('.');
        let wanted: Vec<&str>;
        let base: Vec<&str>;
        if is_relative {
            (base, wanted) = relative(from_folder, module);
        } else {
            base = Vec::new();
            wanted = module
                .split(['.', '/', ':'])
                .filter(|part| {
                    !part.is_empty()
                        && !matches!(*part, "crate" | "self" | "super" | "@" | "~" | "src")
                })
                .collect();
        }
        if wanted.is_empty() && !is_relative {
            // The same folder is the same package.
            return self.by_folder.get(from_folder).cloned().unwrap_or_default();
        }
        let mut full = base.clone();
        full.extend(&wanted);
        let Some(last) = full.last() else {
            return Vec::new();
        };
        let candidates = match self.by_name.get(last) {
            Some(candidates) => candidates.as_slice(),
            None => return Vec::new(),
        };
        let mut best = 0;
        let mut out = Vec::new();
        for &file in candidates {
            let path = self.files[file].0;
            let own = segments(path);
            let own_folder: Vec<&str> = folder(path)
                .split('/')
                .filter(|part| !part.is_empty())
                .collect();
            let (in_own, in_folder) = (common_end(&own, &full), common_end(&own_folder, &full));
            let matched = in_own.max(in_folder);
            // One name in common is chance where both paths have more.
            let is_enough = if is_relative {
                matched == full.len()
            } else {
                matched >= full.len().min(2)
                    || (in_own > 0 && in_own == own.len())
                    || (in_folder > 0 && in_folder == own_folder.len())
            };
            if !is_enough || matched < best || file == from {
                continue;
            }
            if matched > best {
                best = matched;
                out.clear();
            }
            out.push(file);
        }
        out.dedup();
        self.nearest(from, out)
    }

    /// Two modules of one name in different services: the nearer one is meant.
    fn nearest(&self, from: usize, mut out: Vec<usize>) -> Vec<usize> {
        let from_path = self.files[from].0;
        let nearness = |file: usize| {
            let other = self.files[file].0;
            from_path
                .split('/')
                .zip(other.split('/'))
                .take_while(|(a, b)| a == b)
                .count()
        };
        let nearest = out.iter().map(|&file| nearness(file)).max().unwrap_or(0);
        out.retain(|&file| nearness(file) == nearest);
        out
    }
}

/// A path's parts without extension; the file that stands for its folder is left out.
fn segments(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if let Some(last) = parts.pop() {
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        if !matches!(stem, "index" | "mod" | "__init__" | "lib" | "main") || parts.is_empty() {
            parts.push(stem);
        }
    }
    parts
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A module's path and the name in it.
fn split(target: &str) -> (&str, &str) {
    match target.rfind(['.', ':', '/']) {
        Some(at) if !target[..at].ends_with('.') => {
            (target[..at].trim_end_matches(':'), &target[at + 1..])
        }
        Some(at) => (&target[..=at], &target[at + 1..]),
        None => ("", target),
    }
}

/// The folder that a relative path starts from, and the parts below it. `../x` and `./x` are a script's, `..x` and `.x` Python's.
fn relative<'a>(from: &'a str, module: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut base: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    if module.contains('/') || module.chars().all(|c| c == '.') {
        let mut wanted = Vec::new();
        for part in module.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    base.pop();
                }
                part => {
                    let stem = [".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx"]
                        .iter()
                        .find_map(|end| part.strip_suffix(end))
                        .unwrap_or(part);
                    if stem != "index" {
                        wanted.push(stem);
                    }
                }
            }
        }
        return (base, wanted);
    }
    let dots = module.len() - module.trim_start_matches('.').len();
    for _ in 1..dots {
        base.pop();
    }
    let wanted = module[dots..]
        .split('.')
        .filter(|part| !part.is_empty())
        .collect();
    (base, wanted)
}

fn common_end(a: &[&str], b: &[&str]) -> usize {
    a.iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count()
}
