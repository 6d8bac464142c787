//! What settings of applications say to the code beside them, by their keys: topics, queues, paths.

use std::collections::BTreeMap;

use code::Role;
use model::facts::Facts;
use model::facts::configuration::{Configuration, Format};

use super::purpose::is_of_tests;
use super::variables::{Style, interpolate};
use crate::Input;

/// Settings by their keys as [`plain`] writes them.
pub(super) struct Stated<'i> {
    /// What holds unless a profile says otherwise.
    all: BTreeMap<String, Vec<Entry<'i>>>,
    /// What profiles say that are not for the developer's machine.
    by_profile: BTreeMap<String, Vec<Entry<'i>>>,
}

struct Entry<'i> {
    /// The folder of the program that reads the file.
    folder: &'i str,
    value: &'i str,
}

/// Longer values are no names and no paths.
const VALUE_BYTES_LIMIT: usize = 200;

impl<'i> Stated<'i> {
    pub fn new(input: &'i Input<'_>) -> Stated<'i> {
        let mut all: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
        let mut by_profile: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
        for (&file, facts) in input.facts {
            let path = input.path(file);
            for facts in &facts.facts {
                let Facts::Configuration(configuration) = facts else {
                    continue;
                };
                if is_of_tests(path)
                    || code::role(path, "") != Role::Server
                    || !is_for_all(path, configuration)
                {
                    continue;
                }
                for setting in &configuration.settings {
                    if !may_be_asked(&setting.value) {
                        continue;
                    }
                    let kept = match setting.profile.as_str() {
                        "" => &mut all,
                        profile if is_of_developers(profile) => continue,
                        _ => &mut by_profile,
                    };
                    kept.entry(plain(&setting.key)).or_default().push(Entry {
                        folder: program(path),
                        value: &setting.value,
                    });
                }
            }
        }
        Stated { all, by_profile }
    }

    /// What a key is set to for the program of the file at `path`, by profiles where nothing else says it; `None` where
    /// nothing does, or two say different things.
    pub fn value(&self, path: &str, key: &str) -> Option<String> {
        let key = plain(key);
        let always = self
            .all
            .get(&key)
            .and_then(|entries| nearest(entries, path));
        always.unwrap_or_else(|| nearest(self.by_profile.get(&key)?, path)?)
    }
}

/// Whether a profile is for tests or for the machine of a developer.
fn is_of_developers(profile: &str) -> bool {
    const WORDS: &[&str] = &[
        "dev", "local", "test", "it", "e2e", "mock", "embedded", "example",
    ];
    let mut words = profile.split(['-', '_', ',', ' ', '|', '!']);
    words.any(|word| WORDS.contains(&word) || word.starts_with("test") || word.starts_with("dev"))
}

/// What the entries nearest to a file say: nothing of none, and nothing sure where they differ.
fn nearest(entries: &[Entry<'_>], path: &str) -> Option<Option<String>> {
    let around = || {
        entries
            .iter()
            .filter(|entry| path.starts_with(entry.folder))
    };
    let nearest = around().map(|entry| entry.folder.len()).max()?;
    let mut meant = around().filter(|entry| entry.folder.len() == nearest);
    let first = meant.next()?.value;
    if !meant.all(|entry| entry.value == first) {
        return Some(None);
    }
    Some(interpolate(first, Style::Spring, &|_| None).ok())
}

/// Whether code may ask for a value as a name or a path.
fn may_be_asked(value: &str) -> bool {
    let is_number = value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    value.len() <= VALUE_BYTES_LIMIT
        && !is_number
        && !value.contains("://")
        && !value.contains(char::is_whitespace)
        && !matches!(value, "true" | "false")
}

/// A key without what writers of it may choose.
/// Source: Spring Boot reference, "Relaxed Binding"; .NET writes `Orders:Topic`.
fn plain(key: &str) -> String {
    let letters = key.chars().filter(|letter| !matches!(letter, '-' | '_'));
    let letters = letters.map(|letter| match letter {
        ':' => '.',
        letter => letter.to_ascii_lowercase(),
    });
    letters.collect()
}

/// The folder of the program that reads a file of settings: what stands above its sources or its folder of settings.
fn program(path: &str) -> &str {
    let end = path
        .find("src/main/resources/")
        .or_else(|| match path.starts_with("config/") {
            true => Some(0),
            false => path.rfind("/config/").map(|at| at + 1),
        })
        .or_else(|| path.rfind('/').map(|at| at + 1));
    &path[..end.unwrap_or(0)]
}

/// Whether a file holds unless something says otherwise: its name is that of no environment.
/// Source: <https://github.com/node-config/node-config/wiki/Configuration-Files>, "File Load Order".
fn is_for_all(path: &str, configuration: &Configuration) -> bool {
    const ENVIRONMENTS: &[&str] = &[
        "custom-environment-variables",
        "dev",
        "development",
        "docker",
        "local",
        "prod",
        "production",
        "stage",
        "staging",
        "test",
    ];
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let last = stem.rsplit('.').next().unwrap_or(stem);
    configuration.format == Format::Spring || !ENVIRONMENTS.contains(&last)
}
