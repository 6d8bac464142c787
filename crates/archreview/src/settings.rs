//! `archreview.yaml` at the root.

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
        .and_then(|()| details(root))
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

/// Checks what is said of each rule and pack, of which the common reader would leave out what it does not know.
fn details(root: document::Node<'_>) -> Result<(), (u32, String)> {
    const KEYS: &[&str] = &["level", "parameters"];
    for (section, value) in root.entries() {
        let names = value.entries().chain([(section, value)]);
        let mut seen = std::collections::BTreeSet::new();
        for (key, _) in names {
            let name = key.text().unwrap_or_default().into_owned();
            if !seen.insert(name.clone()) {
                return Err((key.at().start, format!("`{name}` is said twice")));
            }
        }
    }
    let Some(rules) = root.get("rules") else {
        return Ok(());
    };
    for (name, value) in rules.entries() {
        let name = name.text().unwrap_or_default();
        for (key, _) in value.entries() {
            let key_text = key.text().unwrap_or_default();
            if !KEYS.contains(&key_text.as_ref()) {
                let hint = hint(&key_text, KEYS.iter().copied());
                let message = format!(
                    "unknown key `{key_text}` of `{name}`{hint}; what a rule is set to stands under `parameters`"
                );
                return Err((key.at().start, message));
            }
        }
    }
    Ok(())
}

/// Checks that `versions` names servers.
fn versions(root: document::Node<'_>) -> Result<(), (u32, String)> {
    const SERVERS: &[&str] = &["postgresql", "postgres", "mysql", "mariadb", "sqlite"];
    let Some(versions) = root.get("versions") else {
        return Ok(());
    };
    for (key, _) in versions.entries() {
        let name = key.text().unwrap_or_default();
        if !SERVERS.contains(&name.as_ref()) {
            let hint = hint(&name, SERVERS.iter().copied());
            return Err((key.at().start, format!("unknown server `{name}`{hint}")));
        }
    }
    Ok(())
}

/// Checks the shape of `services`, of which the common reader could only say that nothing fits.
fn services(root: document::Node<'_>) -> Result<(), (u32, String)> {
    const KEYS: &[&str] = &["paths", "owner"];
    let Some(services) = root.get("services").filter(|node| !node.is_null()) else {
        return Ok(());
    };
    if !services.is_mapping() {
        let message = "`services` takes names with their folders, as `orders: [services/orders]`";
        return Err((services.at().start, message.to_owned()));
    }
    for (name, value) in services.entries() {
        let name = name.text().unwrap_or_default();
        for (key, _) in value.entries() {
            let key_text = key.text().unwrap_or_default();
            if !KEYS.contains(&key_text.as_ref()) {
                let hint = hint(&key_text, KEYS.iter().copied());
                let message = format!("unknown key `{key_text}` of the service `{name}`{hint}");
                return Err((key.at().start, message));
            }
        }
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
