//! `archreview.yaml` at the root.

use std::collections::BTreeSet;

use engine::Pack;
use engine::nearest::hint;
use model::{Settings, Sources};

use crate::Error;

/// The file's name.
pub const FILE_NAME: &str = "archreview.yaml";

/// The settings of a repository; the default if it has none.
pub fn load(sources: &dyn Sources, pack: &Pack) -> Result<Settings, Error> {
    let Some(file) = sources.file(FILE_NAME) else {
        return Ok(Settings::default());
    };
    let bytes = sources.read(file).map_err(|error| Error::File {
        path: FILE_NAME.to_owned(),
        message: error.to_string(),
    })?;
    read(&String::from_utf8_lossy(&bytes), pack)
}

/// The settings that `text` gives; an error names the line and the nearest right name.
pub fn read(text: &str, pack: &Pack) -> Result<Settings, Error> {
    let error = |at: u32, message: String| Error::Settings {
        path: FILE_NAME.to_owned(),
        line: engine::rule::line(text, at),
        message,
    };
    let parsed = document::parse(text, document::Format::Yaml);
    if let Some(fault) = parsed.faults().first() {
        return Err(error(fault.at.start, fault.message.clone()));
    }
    let Some(root) = parsed.root().filter(|root| !root.is_null()) else {
        return Ok(Settings::default());
    };
    services(root)
        .and_then(|()| doubles(root))
        .and_then(|()| rules(root))
        .and_then(|()| versions(root))
        .map_err(|(at, message)| error(at, message))?;
    let settings: Settings = document::from_node(root)
        .map_err(|fault| error(fault.at.start, engine::nearest::fault(&fault)))?;
    let names = pack.names();
    if let Some(rules) = root.get("rules") {
        for (key, _) in rules.entries() {
            let name = key.text().unwrap_or_default();
            if !names.contains(name.as_ref()) {
                let message = format!(
                    "unknown rule or pack `{name}`{}",
                    hint(&name, names.iter().copied())
                );
                return Err(error(key.at().start, message));
            }
        }
        if let Err(message) = pack.select(&[], &[], &settings) {
            return Err(error(rules.at().start, message));
        }
    }
    Ok(settings)
}

/// What is wrong, and at which byte.
type Wrong = (u32, String);

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

/// Checks what is said of each rule and pack, of which the common reader would leave out what it does not know.
fn rules(root: document::Node<'_>) -> Result<(), Wrong> {
    let rules = root.get("rules").into_iter();
    for (name, value) in rules.flat_map(document::Node::entries) {
        let name = name.text().unwrap_or_default();
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

/// Checks that `versions` names servers.
fn versions(root: document::Node<'_>) -> Result<(), Wrong> {
    const SERVERS: &[&str] = &["postgresql", "postgres", "mysql", "mariadb", "sqlite"];
    root.get("versions").map_or(Ok(()), |versions| {
        keys(versions, SERVERS, |name| format!("unknown server `{name}`"))
    })
}

/// Checks the shape of `services`, of which the common reader could only say that nothing fits.
fn services(root: document::Node<'_>) -> Result<(), Wrong> {
    let Some(services) = root.get("services").filter(|node| !node.is_null()) else {
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
            list.text().is_some() && !list.is_null()
                || list.items().next().is_some() && list.items().all(|item| item.text().is_some())
        });
        if !is_list {
            let message = format!("the service `{name}` takes a folder or a list of folders");
            return Err((value.at().start, message));
        }
    }
    Ok(())
}
