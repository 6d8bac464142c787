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

    fn is_browser(&self, path: &str) -> bool {
        let mut folder = model::path::folder(path);
        loop {
            if let Some(runtime) = self.0.get(folder) {
                return *runtime == Runtime::Browser;
            }
            if folder.is_empty() {
                return false;
            }
            folder = model::path::folder(folder);
        }
    }
}
