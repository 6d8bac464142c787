//! What the files of code say together: what one serves, calls and sends, with what others set and hand over.

use std::borrow::Cow;
use std::collections::BTreeMap;

use code::Role;
use model::FileId;
use model::facts::Facts;

use super::coded::is_run;
use super::stated::Stated;
use crate::Input;

/// What the files of code say together.
pub(super) struct Joined {
    pub routes: BTreeMap<FileId, Vec<code::Route>>,
    pub clients: BTreeMap<FileId, Vec<code::Client>>,
    pub publishes: BTreeMap<FileId, Vec<code::Publish>>,
    pub consumes: BTreeMap<FileId, Vec<code::Consume>>,
}

/// What each file serves, calls and sends, with the prefixes that other files set, and the addresses that they hand over.
/// A server that a program wrote serves as well.
pub(super) fn joined(input: &Input<'_>, stated: &Stated<'_>) -> Joined {
    let crates = crates(input);
    let mut ids = Vec::new();
    let mut files = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            if let Facts::Code(code) = facts
                && (is_run(code.role) || code.role == Role::Generated)
            {
                ids.push(file);
                files.push((path_in_crate(input.path(file), code, &crates), &**code));
            }
        }
    }
    let files: Vec<(&str, &code::Facts)> =
        files.iter().map(|(path, code)| (&**path, *code)).collect();
    let results = code::Results::new(&files);
    let mut routes: BTreeMap<FileId, Vec<code::Route>> = BTreeMap::new();
    let settings = |index: usize, key: &str| stated.value(files[index].0, key);
    for (index, route) in code::link_routes(&files, &results, &settings) {
        routes.entry(ids[index]).or_default().push(route);
    }
    let mut clients: BTreeMap<FileId, Vec<code::Client>> = BTreeMap::new();
    for (index, client) in code::link_clients(&files, &results) {
        clients.entry(ids[index]).or_default().push(client);
    }
    let mut publishes: BTreeMap<FileId, Vec<code::Publish>> = BTreeMap::new();
    for (index, publish) in code::link_messages(&files, &results) {
        publishes.entry(ids[index]).or_default().push(publish);
    }
    let mut consumes: BTreeMap<FileId, Vec<code::Consume>> = BTreeMap::new();
    for (index, consume) in code::link_consumes(&files) {
        consumes.entry(ids[index]).or_default().push(consume);
    }
    Joined {
        routes,
        clients,
        publishes,
        consumes,
    }
}

/// The crates whose names do not end as their folders do, by those folders: `shop-handlers` in `src/api`.
fn crates<'i>(input: &'i Input<'_>) -> BTreeMap<&'i str, String> {
    let mut out = BTreeMap::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Package(package) = facts else {
                continue;
            };
            let (folder, _) = input.path(file).rsplit_once('/').unwrap_or_default();
            if let (code::PackageKind::Cargo, Some(name)) = (package.kind, &package.name) {
                let name = name.replace('-', "_");
                let last = folder
                    .rsplit('/')
                    .next()
                    .unwrap_or(folder)
                    .replace('-', "_");
                if !folder.is_empty() && !name.ends_with(&last) {
                    out.insert(folder, name);
                }
            }
        }
    }
    out
}

/// The path of a file, with the crate's name in place of its folder's where imports use the name.
fn path_in_crate<'p>(
    path: &'p str,
    code: &code::Facts,
    crates: &BTreeMap<&str, String>,
) -> Cow<'p, str> {
    if code.language != code::Language::Rust || crates.is_empty() {
        return Cow::Borrowed(path);
    }
    match path
        .rsplit_once("/src/")
        .and_then(|(root, inner)| Some((root, crates.get(root)?, inner)))
    {
        Some((root, name, inner)) => {
            let above = root
                .rsplit_once('/')
                .map_or(String::new(), |(above, _)| format!("{above}/"));
            Cow::Owned(format!("{above}{name}/src/{inner}"))
        }
        None => Cow::Borrowed(path),
    }
}
