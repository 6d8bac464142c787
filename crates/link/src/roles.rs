//! What a source file is for, where its package says more than the file.

use crate::Input;
use code::{PackageKind, Role, Runtime};
use model::facts::Facts;
use std::collections::BTreeMap;

/// The packages of scripts by their folders, with where they run.
pub struct Roles<'a>(BTreeMap<&'a str, Runtime>);

impl<'a> Roles<'a> {
    /// Those of a repository.
    pub fn new(input: &'a Input<'_>) -> Roles<'a> {
        let mut folders = BTreeMap::new();
        for (&file, facts) in input.facts {
            for facts in &facts.facts {
                if let Facts::Package(package) = facts
                    && package.kind == PackageKind::Npm
                {
                    folders.insert(model::path::folder(input.path(file)), package.runtime);
                }
            }
        }
        Roles(folders)
    }

    /// The role of a file. A script that only calls others runs in a browser where its package does.
    /// `calls` says whether it calls any, also through functions of other files.
    pub fn of(&self, path: &str, code: &code::Facts, calls: bool) -> Role {
        let only_calls = calls
            && code.sql.is_empty()
            && code.routes.is_empty()
            && code.stores.is_empty()
            && code.publishes.is_empty()
            && code.consumes.is_empty();
        match code.role {
            Role::Server if code.language.is_script() && only_calls && self.is_browser(path) => {
                Role::Browser
            }
            role => role,
        }
    }

    /// Whether a file is among the sources of a package that runs in a browser and has a folder of its own.
    pub fn is_source_of_pages(&self, path: &str) -> bool {
        self.pages(path)
            .is_some_and(|package| path[package.len()..].starts_with("/src/"))
    }

    /// Whether a file lies in a package that runs in a browser and has a folder of its own.
    pub fn is_of_pages(&self, path: &str) -> bool {
        self.pages(path).is_some()
    }

    /// The folder of the package that a file lies in, if it runs in a browser and has a folder of its own.
    fn pages(&self, path: &str) -> Option<&'a str> {
        let (package, runtime) = self.package(path)?;
        (!package.is_empty() && runtime == Runtime::Browser).then_some(package)
    }

    fn is_browser(&self, path: &str) -> bool {
        self.package(path)
            .is_some_and(|(_, runtime)| runtime == Runtime::Browser)
    }

    /// The package that a file lies in, by its folder, with where it runs.
    fn package(&self, path: &str) -> Option<(&'a str, Runtime)> {
        let mut folder = model::path::folder(path);
        loop {
            if let Some((folder, runtime)) = self.0.get_key_value(folder) {
                return Some((folder, *runtime));
            }
            if folder.is_empty() {
                return None;
            }
            folder = model::path::folder(folder);
        }
    }
}
