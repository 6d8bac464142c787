//! The shape of `archreview.yaml`, in words of the field: the common reader could only say what type it wants.

use std::collections::BTreeSet;

use engine::nearest::hint;

use crate::sources::globs;

/// Checks everything but names of rules; what is wrong, and at which byte.
pub(super) fn check(root: document::Node<'_>) -> Result<(), Wrong> {
    if !root.is_mapping() {
        let message = "write `rules`, `services`, `small_tables`, `skip` and `versions` with their values, as `skip: [third_party/**]`";
        return Err((root.at().start, message.to_owned()));
    }
    empty(root)
        .and_then(|()| services(root))
        .and_then(|()| doubles(root))
        .and_then(|()| rules(root))
        .and_then(|()| versions(root))
        .and_then(|()| lists(root))
}

/// What is wrong, and at which byte.
pub(super) type Wrong = (u32, String);

/// Checks that the keys of `mapping` are of `known`; `what` names a key that is not.
fn keys(
    mapping: document::Node<'_>,
    known: &[&str],
    what: impl Fn(&str) -> String,
) -> Result<(), Wrong> {
    for (key, _) in mapping.entries() {
        let name = key.text().unwrap_or_default();
        if !known.contains(&name.as_ref()) {
            let hint = hint(&name, known.iter().copied());
            return Err((key.at().start, format!("{}{hint}", what(&name))));
        }
    }
    Ok(())
}

/// What stands at the root, with an example of each.
const SECTIONS: &[(&str, &str)] = &[
    (
        "rules",
        "a rule or a pack with what becomes of it, as `undocumented-operation: off`",
    ),
    (
        "services",
        "a service with its folder, as `orders: services/orders`",
    ),
    ("small_tables", "a list of tables, as `[countries]`"),
    ("skip", "a list of paths, as `[third_party/**]`"),
    (
        "versions",
        "a server with its version, as `postgresql: \"14\"`",
    ),
];

/// Checks that a section which is there says something.
fn empty(root: document::Node<'_>) -> Result<(), Wrong> {
    for (key, _) in root.entries().filter(|(_, value)| value.is_null()) {
        let name = key.text().unwrap_or_default();
        if let Some((_, what)) = SECTIONS.iter().find(|(section, _)| *section == name) {
            let message = format!("`{name}` is empty; write {what} below it, or leave it out");
            return Err((key.at().start, message));
        }
    }
    Ok(())
}

/// Checks that nothing is said twice, of which the last would stand.
fn doubles(root: document::Node<'_>) -> Result<(), Wrong> {
    let sections = root.entries().map(|(_, section)| section);
    for mapping in sections.chain([root]) {
        let mut seen = BTreeSet::new();
        for (key, _) in mapping.entries() {
            let name = key.text().unwrap_or_default().into_owned();
            if seen.contains(&name) {
                return Err((key.at().start, format!("`{name}` is said twice")));
            }
            seen.insert(name);
        }
    }
    Ok(())
}

/// What a rule or a pack may be set to in one word.
const WORDS: &[&str] = &["off", "on", "note", "warning", "error"];

/// The levels.
const LEVELS: &[&str] = &["note", "warning", "error"];

fn one_of(words: &[&str]) -> String {
    format!("one of `{}`", words.join("`, `"))
}

/// Checks what is said of each rule and pack, of which the common reader would leave out what it does not know.
fn rules(root: document::Node<'_>) -> Result<(), Wrong> {
    let Some(rules) = section(root, "rules") else {
        return Ok(());
    };
    let wrong = |node: document::Node<'_>, message: String| Err((node.at().start, message));
    if !rules.is_mapping() {
        let message = "`rules` takes rules and packs with what becomes of them, as `undocumented-operation: off`";
        return wrong(rules, message.to_owned());
    }
    for (name, value) in rules.entries() {
        let name = name.text().unwrap_or_default();
        let is_word = |node: document::Node<'_>, words: &[&str]| {
            node.text()
                .is_some_and(|text| words.contains(&text.as_ref()))
        };
        if !value.is_mapping() && !is_word(value, WORDS) {
            let message = format!("`{name}` is {}, or `level` and `parameters`", one_of(WORDS));
            return wrong(value, message);
        }
        if let Some(level) = value.get("level").filter(|level| !is_word(*level, LEVELS)) {
            return wrong(
                level,
                format!("the level of `{name}` is {}", one_of(LEVELS)),
            );
        }
        if let Some(parameters) = value.get("parameters").filter(|value| !value.is_mapping()) {
            let message = format!("`parameters` of `{name}` takes names with values");
            return wrong(parameters, message);
        }
        keys(value, &["level", "parameters"], |key| {
            format!("unknown key `{key}` of `{name}`")
        })
        .map_err(|(at, message)| {
            let where_else = "what a rule is set to stands under `parameters`";
            (at, format!("{message}; {where_else}"))
        })?;
    }
    Ok(())
}

/// Checks that `versions` names servers and their versions.
fn versions(root: document::Node<'_>) -> Result<(), Wrong> {
    const SERVERS: &[&str] = &["postgresql", "postgres", "mysql", "mariadb", "sqlite"];
    let Some(versions) = section(root, "versions") else {
        return Ok(());
    };
    if !versions.is_mapping() {
        let message = "`versions` takes servers with their versions, as `postgresql: \"14\"`";
        return Err((versions.at().start, message.to_owned()));
    }
    keys(versions, SERVERS, |name| {
        let known = SERVERS.join("`, `");
        format!("unknown server `{name}`, which is none of `{known}`")
    })?;
    for (server, version) in versions.entries() {
        let server = server.text().unwrap_or_default();
        let text = version.text().unwrap_or_default();
        if version.as_str().is_none() || !text.starts_with(|first: char| first.is_ascii_digit()) {
            let message = format!(
                "the version of `{server}` is a text that begins with a number, as `{server}: \"14\"`"
            );
            return Err((version.at().start, message));
        }
    }
    Ok(())
}

/// Checks the lists of texts.
fn lists(root: document::Node<'_>) -> Result<(), Wrong> {
    for (name, example) in [("small_tables", "countries"), ("skip", "third_party/**")] {
        let Some(list) = section(root, name) else {
            continue;
        };
        let is_list = list.is_sequence() && list.items().all(|item| item.as_str().is_some());
        if !is_list {
            let message = format!("`{name}` takes a list of texts, as `{name}: [{example}]`");
            return Err((list.at().start, message));
        }
    }
    for pattern in section(root, "skip")
        .into_iter()
        .flat_map(document::Node::items)
    {
        let text = pattern.text().unwrap_or_default().into_owned();
        globs(&[text]).map_err(|message| (pattern.at().start, format!("`skip`: {message}")))?;
    }
    Ok(())
}

/// The value of a section; `None` if it is not there, or empty.
fn section<'d>(root: document::Node<'d>, name: &str) -> Option<document::Node<'d>> {
    root.get(name).filter(|value| !value.is_null())
}

/// Checks the shape of `services`, of which the common reader could only say that nothing fits.
fn services(root: document::Node<'_>) -> Result<(), Wrong> {
    let Some(services) = section(root, "services") else {
        return Ok(());
    };
    if !services.is_mapping() {
        let message = "`services` takes names with their folders, as `orders: [services/orders]`";
        return Err((services.at().start, message.to_owned()));
    }
    for (name, value) in services.entries() {
        let name = name.text().unwrap_or_default();
        keys(value, &["paths", "owner"], |key| {
            format!("unknown key `{key}` of the service `{name}`")
        })?;
        let list = if value.is_mapping() {
            value.get("paths")
        } else {
            Some(value)
        };
        let is_list = list.is_none_or(|list| {
            let has_items = list.items().next().is_some();
            list.as_str().is_some() || has_items && list.items().all(|item| item.as_str().is_some())
        });
        if !is_list {
            let message = format!("the service `{name}` takes a folder or a list of folders");
            return Err((value.at().start, message));
        }
        let folders = list.into_iter().flat_map(|list| list.items().chain([list]));
        for folder in folders {
            let path = folder.as_str().unwrap_or_default();
            if path.split(['/', '\\']).any(|part| part == "..") {
                let message = format!(
                    "the service `{name}` has the folder `{path}`, which leads out of the root"
                );
                return Err((folder.at().start, message));
            }
        }
    }
    Ok(())
}
