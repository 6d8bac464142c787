//! Contracts that lie in a repository and are none of its system: those of tests, and what others are made from.

use std::collections::BTreeMap;

use model::facts::contract::Document;
use model::path::folder;

use crate::Input;

/// Files of data, which tell nothing of a folder's purpose.
const DATA: [&str; 4] = [".json", ".yaml", ".yml", ".md"];

/// Ends of the names of tests, before the ending of their language.
const TESTS: [&str; 4] = ["_spec", "_test", ".spec", ".test"];

/// What the folders of contracts are for.
pub struct Folders<'i> {
    input: &'i Input<'i>,
    hold_tests: BTreeMap<&'i str, bool>,
}

impl<'i> Folders<'i> {
    /// Nothing is known yet.
    pub fn of(input: &'i Input<'i>) -> Self {
        Folders {
            input,
            hold_tests: BTreeMap::new(),
        }
    }

    /// Whether the contract at `path` is none of the system.
    pub fn is_aside(&mut self, path: &'i str) -> bool {
        let folder = folder(path);
        let input = self.input;
        is_template(path, folder)
            || *self
                .hold_tests
                .entry(folder)
                .or_insert_with(|| holds_tests(input, folder))
    }
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
