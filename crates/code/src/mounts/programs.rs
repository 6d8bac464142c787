//! Prefixes that a program sets for all of its routes.

use super::applications::Applications;
use super::modules::folder;
use crate::frameworks::RAILS_ROOT;
use crate::{Facts, Mount};
use std::collections::BTreeMap;

/// Classes above a class.
const MODULE_DEPTH: usize = 5;

/// The program of JAX-RS.
pub(super) const JAX_RS: &str = "@jax-rs";
/// The program of Symfony.
const SYMFONY: &str = "@symfony";

/// What stands before every route of a program: `app.setGlobalPrefix("api")`, `@ApplicationPath("/api")`.
/// Such a mount's target, and the router of the routes below it, is `@` and the framework; a version follows after a space.
pub(super) struct Programs<'f> {
    mounts: BTreeMap<&'f str, Vec<(String, &'f Mount)>>,
    applications: Applications<'f>,
}

pub(super) fn is_program(router: &str) -> bool {
    router.starts_with('@')
        && router[1..].starts_with(|c: char| c.is_ascii_lowercase())
        && !router.contains('/')
}

impl<'f> Programs<'f> {
    pub fn new(files: &[(&'f str, &'f Facts)]) -> Programs<'f> {
        let mut programs: BTreeMap<&str, Vec<(String, &Mount)>> = BTreeMap::new();
        for (path, facts) in files {
            for mount in &facts.mounts {
                if is_program(&mount.target) {
                    // Configuration says for which folder or file it speaks.
                    let root = match (mount.target.as_str(), &mount.parent) {
                        (SYMFONY, Some(folder)) => folder.clone(),
                        _ => program_root(path),
                    };
                    programs
                        .entry(&mount.target)
                        .or_default()
                        .push((root, mount));
                }
            }
        }
        Programs {
            applications: Applications::new(files, programs.get(JAX_RS)),
            mounts: programs,
        }
    }

    /// The prefix that a file's program sets; empty where two programs contradict each other.
    pub fn prefix(&self, path: &str, program: &str) -> String {
        let (program, class) = match program.split_once('#') {
            Some((program, class)) => (program, Some(class)),
            None => (program, None),
        };
        let (target, version) = match program.split_once(' ') {
            Some((target, version)) => (target, Some(version)),
            None => (program, None),
        };
        let word = |word: &str| self.nearest(path, &format!("{target} {word}"));
        let of_application = || self.applications.prefix(path, class?).map(str::to_owned);
        let mut prefix = self
            .nearest(path, target)
            .or_else(of_application)
            .unwrap_or_default();
        let default = || word("default").map(|default| default.trim_start_matches('/').to_owned());
        if let Some(version) = version.map(str::to_owned).or_else(default)
            && version != "neutral"
            && let Some(before) = word("version")
        {
            prefix = format!("{prefix}/{}{version}", before.trim_start_matches('/'));
        }
        // The module that declares a controller may stand below a path.
        let mut class = class;
        for _ in 0..MODULE_DEPTH {
            let annotated = class.and_then(|class| {
                let annotated = self.parents(path, &format!("{target} annotated {class}"));
                let mut annotated = annotated.into_iter();
                annotated.find_map(|name| word(&format!("module {name}")))
            });
            if let Some(before) = annotated {
                prefix.push_str(&before);
                break;
            }
            let Some(module) =
                class.and_then(|class| self.module(path, &format!("{target} controller {class}")))
            else {
                break;
            };
            if let Some(before) = word(&format!("module {module}")) {
                prefix.push_str(&before);
                break;
            }
            class = Some(module);
        }
        prefix
    }

    /// Whether a program says that its prefix does not stand before a route.
    pub fn excludes(&self, path: &str, program: &str, route: &str) -> bool {
        let target = program.split(['#', ' ']).next().unwrap_or(program);
        let excluded = self.mounts.get(format!("{target} exclude").as_str());
        excluded
            .into_iter()
            .flatten()
            .any(|(root, mount)| path.starts_with(root.as_str()) && mount.prefix == route)
    }

    fn module(&self, path: &str, target: &str) -> Option<&'f str> {
        let mut parents = self.parents(path, target).into_iter();
        let parent = parents.next()?;
        // Two classes of one name say nothing where they differ.
        parents.all(|other| other == parent).then_some(parent)
    }

    /// What the mounts of a target around a file name as their parents.
    fn parents(&self, path: &str, target: &str) -> Vec<&'f str> {
        let mounts = self.mounts.get(target).into_iter().flatten();
        let around = mounts.filter(|(root, _)| path.starts_with(root.as_str()));
        let parents = around.filter_map(|(_, mount)| mount.parent.as_deref());
        parents.collect()
    }

    /// The path below which Rack puts the application of Rails whose routes a file declares.
    pub fn rack(&self, path: &str) -> Option<&'f str> {
        let (application, _) = path.split_once("config/routes")?;
        let mounts = self.mounts.get(RAILS_ROOT)?;
        let mut inside = mounts
            .iter()
            .filter(|(root, _)| root.starts_with(application));
        let prefix = inside.next()?.1.prefix.as_str();
        inside
            .all(|(_, other)| other.prefix == prefix)
            .then_some(prefix)
    }

    pub fn nearest(&self, path: &str, target: &str) -> Option<String> {
        let mounts = self.mounts.get(target)?;
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
pub(super) fn program_root(path: &str) -> String {
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
