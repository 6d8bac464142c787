//! Prefixes that a program sets for all of its routes.

use super::modules::folder;
use crate::{Facts, Mount};
use std::collections::BTreeMap;

/// What stands before every route of a program: `app.setGlobalPrefix("api")`, `@ApplicationPath("/api")`.
/// Such a mount's target, and the router of the routes below it, is `@` and the framework; a version follows after a space.
pub(super) struct Programs<'f>(BTreeMap<&'f str, Vec<(String, &'f Mount)>>);

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
    pub fn prefix(&self, path: &str, program: &str) -> String {
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

    pub fn nearest(&self, path: &str, target: &str) -> Option<String> {
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
