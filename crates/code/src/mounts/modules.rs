//! The files of a package as its imports name them.

use crate::{Facts, Language, Mount};
use std::collections::{BTreeMap, BTreeSet};

/// The files of a package, found by the paths that imports use.
pub(crate) struct Package<'f> {
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
    pub fn new(files: &'f [(&'f str, &'f Facts)]) -> Package<'f> {
        Package::with(files, &[])
    }

    /// The files with mounts of theirs that are known beside their facts.
    pub fn with(files: &'f [(&'f str, &'f Facts)], mounts: &'f [(usize, Mount)]) -> Package<'f> {
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
            let others = mounts.iter().filter(|(file, _)| *file == index);
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
                    .chain(others.filter_map(|(_, mount)| mount.parent.as_deref()))
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
    pub fn targets(&self, from: usize, target: &str, depth: usize) -> Vec<(usize, &'f str)> {
        if depth == 0 {
            return Vec::new();
        }
        // A function that the whole program sees by its name alone.
        if let Some(name) = target.strip_prefix("*.") {
            let found = self.by_router.get_key_value(name);
            return found.map_or_else(Vec::new, |(router, files)| {
                // A class of resources is used in many files.
                let files = match name.contains(':') {
                    true => files.clone(),
                    false => self.nearest(from, files.clone()),
                };
                files.into_iter().map(|file| (file, *router)).collect()
            });
        }
        // The whole path is a module, or its last part is a name in one.
        let (module, name) = split(target);
        let mut found = self.in_module(from, target, "default", depth);
        if found.is_empty() && !name.is_empty() {
            found = self.in_module(from, module, name, depth);
        }
        if found.is_empty() && name.starts_with(char::is_uppercase) {
            found = self.below_module(module, name);
        }
        if found.is_empty() && self.files[from].1.language == Language::Go {
            found = self.of_method(module, name);
        }
        found
    }

    /// The only method of that name that serves on a router which it is given, or that of the type in the field before
    /// it: Go's `routes.Group.Orders.Init(router)`, where a type is embedded.
    fn of_method(&self, holder: &str, method: &str) -> Vec<(usize, &'f str)> {
        let (_, field) = split(holder);
        if field.is_empty() {
            return Vec::new();
        }
        let node = format!("{field}#{method}");
        let mut found: Vec<(usize, &str)> = Vec::new();
        if let Some((router, files)) = self.by_router.get_key_value(node.as_str()) {
            found.extend(files.iter().map(|file| (*file, *router)));
        } else {
            let end = format!("#{method}");
            let named = self.by_router.iter();
            let named = named.filter(|(router, _)| router.ends_with(&end));
            found.extend(named.flat_map(|(router, files)| {
                let files = files.iter();
                files.map(move |file| (*file, *router))
            }));
        }
        match found.as_slice() {
            [_] => found,
            _ => Vec::new(),
        }
    }

    /// The only class of that name below the folder of a module, which may give names of its files on.
    fn below_module(&self, module: &str, name: &str) -> Vec<(usize, &'f str)> {
        let folder = format!("{}/", module.trim_matches('.').replace('.', "/"));
        let Some((router, files)) = self.by_router.get_key_value(name) else {
            return Vec::new();
        };
        let mut files = files.iter().filter(|&&file| {
            let path = self.files[file].0;
            path.starts_with(&folder) || path.contains(&format!("/{folder}"))
        });
        match (files.next(), files.next()) {
            (Some(&file), None) if folder.len() > 1 => vec![(file, *router)],
            _ => Vec::new(),
        }
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
        // A method of a type that its constructor does not name: the only one of that name.
        if out.is_empty()
            && let Some(at) = name.find('#')
        {
            let method = &name[at..];
            let is_it = |router: &&str| {
                router.find('#').is_some_and(|at| {
                    let own = &router[at..];
                    own == method
                        || own
                            .strip_prefix(method)
                            .is_some_and(|rest| rest.starts_with('.'))
                })
            };
            for file in self.modules(from, module) {
                out.extend(
                    self.routers[file]
                        .iter()
                        .copied()
                        .filter(is_it)
                        .map(|router| (file, router)),
                );
            }
            if out.len() > 1 {
                out.clear();
            }
        }
        out
    }

    /// The files that a module path means: those whose paths end with most of it.
    pub fn modules(&self, from: usize, module: &str) -> Vec<usize> {
        let from_path = self.files[from].0;
        let from_folder = folder(from_path);
        let is_relative = module.starts_with('.');
        let wanted: Vec<&str>;
        let base: Vec<&str>;
        if is_relative {
            (base, wanted) = relative(from_folder, module);
        } else {
            base = Vec::new();
            // `@api/orders.router` has a dot in a file's name; Python's and Java's divide.
            let is_divider = |c: char| match module.contains('/') {
                true => matches!(c, '/' | ':'),
                false => matches!(c, '.' | ':'),
            };
            wanted = module
                .split(is_divider)
                .filter(|part| {
                    !part.is_empty()
                        && !matches!(*part, "crate" | "self" | "super" | "@" | "~" | "src")
                })
                // A script's names for its own folders: `@services/client`.
                .map(|part| match part.trim_start_matches(['@', '~', '#']) {
                    "" => part,
                    own => own,
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
        let language = self.files[from].1.language;
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
            let mut matched = in_own.max(in_folder);
            if language == Language::Rust && is_of_crate(path, &full) {
                matched = full.len();
            }
            // One name in common is chance where both paths have more.
            let is_enough = if is_relative {
                matched == full.len()
            } else if language == Language::Python {
                // A module's path is whole; `library.orders.urls` is not `shop.orders.urls`.
                matched == full.len() || (in_own > 0 && in_own == own.len())
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
    pub fn nearest(&self, from: usize, mut out: Vec<usize>) -> Vec<usize> {
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

/// Whether a path of Rust means a file of a crate by the crate's own name: `shop_api::orders` is `crates/api/src/orders.rs`
/// and `crates/shop-api/src/orders.rs`.
fn is_of_crate(path: &str, full: &[&str]) -> bool {
    let Some((root, inner)) = path.rsplit_once("/src/") else {
        return false;
    };
    let [name, rest @ ..] = full else {
        return false;
    };
    let folder = root.rsplit('/').next().unwrap_or(root).replace('-', "_");
    let is_crate = name
        .strip_suffix(folder.as_str())
        .is_some_and(|before| before.is_empty() || before.ends_with('_'));
    is_crate && !rest.is_empty() && segments(inner) == rest
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

pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A module's path and the name in it.
pub(super) fn split(target: &str) -> (&str, &str) {
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
