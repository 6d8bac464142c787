//! Contracts that lie in a repository and are none of its system: those of tests, what others are made from, and copies
//! of what others keep.

use std::collections::{BTreeMap, BTreeSet};

use model::facts::Facts;
use model::facts::contract::Document;
use model::path::folder;

use crate::Input;
use crate::roles::Roles;

/// Files of data, which tell nothing of a folder's purpose.
const DATA: [&str; 4] = [".json", ".yaml", ".yml", ".md"];

/// Ends of the names of tests, before the ending of their language.
const TESTS: [&str; 4] = ["_spec", "_test", ".spec", ".test"];

/// A build that makes clients of so many contracts in its folder calls what others serve.
const CLIENTS_MIN: usize = 2;

/// Letters of the name of a company below which it may be any word.
const COMPANY_MIN: usize = 4;

/// Contracts in one folder from which on they may be what a tool is tried with.
const SAMPLES_MIN: usize = 20;

/// What the folders of contracts are for.
pub struct Folders<'i> {
    input: &'i Input<'i>,
    hold_tests: BTreeMap<&'i str, bool>,
    /// Contracts that the system calls by, and serves none of.
    called: BTreeSet<String>,
    /// The packages of scripts by their folders, with where they run.
    roles: Roles<'i>,
    /// Folders of nothing but contracts that a tool is tried with.
    samples: BTreeSet<&'i str>,
}

impl<'i> Folders<'i> {
    /// Whether a folder holds tests is not known yet.
    pub fn of(input: &'i Input<'i>) -> Self {
        Folders {
            input,
            hold_tests: BTreeMap::new(),
            called: called(input, CLIENTS_MIN),
            roles: Roles::new(input),
            samples: samples(input),
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
            || self.roles.is_source_of_pages(path)
            || self.samples.contains(top(path))
            || *self
                .hold_tests
                .entry(folder)
                .or_insert_with(|| holds_tests(input, folder))
    }
}

/// The first folder of a path; empty for what lies at the root.
fn top(path: &str) -> &str {
    path.split_once('/').map_or("", |(top, _)| top)
}

/// Folders that hold nothing but data, and many contracts most of which have the title of another: what a tool for contracts
/// is tried with.
fn samples<'i>(input: &'i Input<'i>) -> BTreeSet<&'i str> {
    let mut titles: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            if let Facts::Contract(document) = facts
                && !document.specification.is_empty()
            {
                let of_folder = titles.entry(top(input.path(file))).or_default();
                *of_folder.entry(document.info.title.trim()).or_default() += 1;
            }
        }
    }
    let is_sample = |folder: &str, titles: &BTreeMap<&str, usize>| {
        let all: usize = titles.values().sum();
        let shared: usize = titles.values().filter(|count| **count > 1).sum();
        let is_data =
            |path: &str| path.ends_with(".txt") || DATA.iter().any(|end| path.ends_with(end));
        !folder.is_empty()
            && all >= SAMPLES_MIN
            && shared * 2 > all
            && input.below(folder).all(is_data)
    };
    let found = titles
        .iter()
        .filter(|(folder, titles)| is_sample(folder, titles));
    found.map(|(folder, _)| *folder).collect()
}

/// The contracts from which builds make clients, of those that make so `many`.
pub fn called(input: &Input<'_>, many: usize) -> BTreeSet<String> {
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
            let found: BTreeSet<String> = paths.flat_map(|path| files(input, &path)).collect();
            if found.len() >= many {
                called.extend(found);
            }
        }
    }
    called
}

/// The files that `path` names; `*` stands for any part of a name.
fn files(input: &Input<'_>, path: &str) -> Vec<String> {
    let Some((start, end)) = path.split_once('*') else {
        let file = input.file(path);
        return file.map(|_| path.to_owned()).into_iter().collect();
    };
    let inner = folder(start);
    let is_named =
        |file: &&str| folder(file) == inner && file.starts_with(start) && file.ends_with(end);
    let files = input.below(inner).filter(is_named);
    files.map(str::to_owned).collect()
}

/// Whether a document without operations is what a program fills in, by its name: `openapi.template.json`.
pub fn is_frame(path: &str, document: &Document) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains(".template.") && document.paths.is_empty() && document.webhooks.is_empty()
}

/// Whether the repository calls its packages, or the folders of one in ten of its files, after `company`, in lower case.
fn is_named_after(input: &Input<'_>, company: &str) -> bool {
    let facts = input.facts.values().flat_map(|facts| &facts.facts);
    let mut packages = facts.filter_map(|facts| match facts {
        Facts::Package(package) => package.name.as_deref(),
        _ => None,
    });
    let is_inside = |path: &&String| folder(path).to_lowercase().contains(company);
    packages.any(|name| name.to_lowercase().contains(company))
        || input.paths.iter().filter(is_inside).count() * 10 > input.paths.len()
}

/// Whether a contract is of somebody else's product: its title and its first server name it. That is one which is known to run
/// beside systems, as in `Keycloak` at `http://keycloak.auth.svc.cluster.local`, or one of a company after which nothing of
/// the repository is called, as in `Acme API` at `https://api.acme.com`.
pub fn is_foreign(input: &Input<'_>, document: &Document) -> bool {
    let Some(server) = document.servers.first() else {
        return false;
    };
    let host = server.url.split_once("//").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let title = document.info.title.to_lowercase();
    let title: Vec<&str> = title
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let is_titled = |label: &str| title.contains(&label);
    let labels: Vec<&str> = host.split('.').collect();
    let is_of_others = |label: &str| {
        server.url.starts_with("https://")
            && label.len() >= COMPANY_MIN
            && title.first() == Some(&label)
            && !is_named_after(input, label)
    };
    labels.iter().any(|label| is_titled(label) && crate::graph::is_product(label))
        // The company's own part stands before the top-level domain.
        || matches!(labels.as_slice(), [.., company, _] if is_of_others(company))
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
    name.starts_with("_.")
        || name.to_ascii_lowercase().starts_with("template.")
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
