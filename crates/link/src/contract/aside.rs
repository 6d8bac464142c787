//! Contracts that lie in a repository and are none of its system: those of tests, what others are made from, and copies
//! of what others keep.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::facts::contract::Document;
use model::path::folder;

use crate::Input;

/// Files of data, which tell nothing of a folder's purpose.
const DATA: [&str; 4] = [".json", ".yaml", ".yml", ".md"];

/// Ends of the names of tests, before the ending of their language.
const TESTS: [&str; 4] = ["_spec", "_test", ".spec", ".test"];

/// A build that makes clients of so many contracts in its folder calls what others serve.
const CLIENTS_MIN: usize = 2;

/// What the folders of contracts are for.
pub struct Folders<'i> {
    input: &'i Input<'i>,
    hold_tests: BTreeMap<&'i str, bool>,
    /// Contracts that the system calls by, and serves none of.
    called: BTreeSet<String>,
}

impl<'i> Folders<'i> {
    /// Nothing is known yet.
    pub fn of(input: &'i Input<'i>) -> Self {
        Folders {
            input,
            hold_tests: BTreeMap::new(),
            called: called(input),
        }
    }

    /// Whether the contract at `path` is none of the system.
    pub fn is_aside(&mut self, path: &'i str) -> bool {
        let folder = folder(path);
        let input = self.input;
        is_template(path, folder)
            || is_copy(folder)
            || is_collection(path)
            || self.called.contains(path)
            || *self
                .hold_tests
                .entry(folder)
                .or_insert_with(|| holds_tests(input, folder))
    }
}

/// The contracts from which builds make several clients.
fn called(input: &Input<'_>) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for (file, facts) in input.facts {
        let packages = facts.facts.iter().filter_map(|facts| match facts {
            Facts::Package(package) => Some(package),
            _ => None,
        });
        for package in packages {
            let root = folder(input.path(*file));
            let paths = package.client_contracts.iter().map(|path| match root {
                "" => path.clone(),
                root => format!("{root}/{path}"),
            });
            let found: BTreeSet<String> = paths.filter(|path| input.file(path).is_some()).collect();
            if found.len() >= CLIENTS_MIN {
                called.extend(found);
            }
        }
    }
    called
}

/// Whether a document without operations is what a program fills in, by its name: `openapi.template.json`.
pub fn is_frame(path: &str, document: &Document) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains(".template.") && document.paths.is_empty() && document.webhooks.is_empty()
}

/// Whether a contract is of somebody else's product that runs beside the system: its title and its first server name it,
/// as in `Keycloak` at `http://keycloak.auth.svc.cluster.local`.
pub fn is_foreign(document: &Document) -> bool {
    let Some(server) = document.servers.first() else {
        return false;
    };
    let host = server.url.split_once("//").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let title = crate::graph::words(&document.info.title);
    host.split('.')
        .any(|label| title.iter().any(|word| word == label) && crate::graph::is_product(label))
}

/// Whether the path of a contract says that a program writes it.
pub fn is_generated(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains(".generated.")
        || name.contains(".gen.")
        || folder(path).split('/').any(|part| {
            matches!(part, "gen" | "generated" | "_generated" | "__generated__")
                || part.starts_with("generated-")
                || part.starts_with("gen-")
        })
}

/// Whether a contract is what others are made from, by its name or its folder.
fn is_template(path: &str, folder: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.to_ascii_lowercase().starts_with("template.")
        || folder
            .split('/')
            .any(|part| matches!(part, "templates" | "_templates" | "boilerplate"))
}

/// Whether the path of a contract says that others keep it, and that this is a copy.
fn is_copy(folder: &str) -> bool {
    let mut parts = folder.split('/');
    parts.any(|part| {
        matches!(
            part,
            "upstream" | "third-party" | "third_party" | "thirdparty"
        )
    })
}

/// Whether a contract was made from a collection of requests that somebody kept in Postman.
fn is_collection(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    stem.split(['_', '-'])
        .any(|word| word.eq_ignore_ascii_case("postman"))
}

/// Whether most source files of `inner` itself are tests, by their names.
fn holds_tests(input: &Input<'_>, inner: &str) -> bool {
    let (mut tests, mut sources) = (0, 0);
    for path in input.below(inner).filter(|path| folder(path) == inner) {
        let name = path.rsplit('/').next().unwrap_or(path);
        if DATA.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        sources += 1;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let is_test = TESTS.iter().any(|end| stem.ends_with(end)) || stem.starts_with("test_");
        tests += usize::from(is_test);
    }
    tests > 0 && tests * 2 > sources
}

#[cfg(test)]
mod tests {
    use super::{is_collection, is_copy};

    #[test]
    fn what_others_keep_is_told_by_its_path() {
        assert!(is_copy("api/docs/upstream"));
        assert!(!is_copy("api/docs/upstreams"));
        assert!(is_collection("api/user-notes_postman.yaml"));
        assert!(is_collection("Postman-orders.json"));
        assert!(!is_collection("api/postmanager.yaml"));
    }
}
