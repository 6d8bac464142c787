//! `archreview.yaml` at the root.

mod shape;

use engine::Pack;
use engine::nearest::hint;
use model::{Settings, Sources};

use crate::Error;

/// The file's name.
pub const FILE_NAME: &str = "archreview.yaml";

/// A name that somebody may take for the file's.
const OTHER_NAME: &str = "archreview.yml";

/// The settings of a repository; the default if it has none. `other_kind` is what stands there instead of a file.
pub fn load(
    sources: &dyn Sources,
    other_kind: Option<&str>,
    pack: &Pack,
) -> Result<Settings, Error> {
    let Some(file) = sources.file(FILE_NAME) else {
        if let Some(kind) = other_kind {
            return Err(Error::File {
                path: FILE_NAME.to_owned(),
                message: format!("{kind}; write the settings into a file"),
            });
        }
        if sources.file(OTHER_NAME).is_some() {
            return Err(Error::File {
                path: OTHER_NAME.to_owned(),
                message: format!("is not read; rename it to `{FILE_NAME}`"),
            });
        }
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
    shape::check(root).map_err(|(at, message)| error(at, message))?;
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
        for (key, _) in rules.entries() {
            let mut one = Settings::default();
            let name = key.text().unwrap_or_default().into_owned();
            let setting = settings.rules.get_key_value(&name).into_iter();
            one.rules = setting
                .map(|(name, setting)| (name.clone(), setting.clone()))
                .collect();
            if let Err(message) = pack.select(&[], &[], &one) {
                return Err(error(key.at().start, message));
            }
        }
    }
    Ok(settings)
}
