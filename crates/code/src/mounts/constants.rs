//! Constants of other files in paths.

use super::PREFIX_LIMIT_BYTES;
use crate::frameworks::{OF_PACKAGE, normalise, path_text, placeholder_text, with_settings};
use crate::{Facts, Folded};
use std::collections::BTreeMap;

/// The constants of a package by their last two names with their files, and what its settings are set to.
pub(super) struct Constants<'f> {
    paths: Vec<&'f str>,
    known: BTreeMap<String, Vec<(usize, &'f Folded)>>,
    settings: &'f dyn Fn(usize, &str) -> Option<String>,
}

/// Files with a constant of one name whose equal values are each kept.
const SAME_NAME_LIMIT: usize = 64;

/// Whether a path of names leads into what is configured.
fn is_setting(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.split('.').any(|part| {
        matches!(
            part,
            "config" | "cfg" | "conf" | "settings" | "options" | "opts"
        )
    })
}

impl<'f> Constants<'f> {
    pub fn new(
        files: &[(&'f str, &'f Facts)],
        settings: &'f dyn Fn(usize, &str) -> Option<String>,
    ) -> Constants<'f> {
        let mut known: BTreeMap<String, Vec<(usize, &Folded)>> = BTreeMap::new();
        let mut add = |file: usize, name: &str, value: &'f Folded| {
            let kept = known.entry(name.to_ascii_lowercase()).or_default();
            // What many files say alike need not be kept for each.
            if kept.len() < SAME_NAME_LIMIT || !kept.iter().any(|(_, other)| *other == value) {
                kept.push((file, value));
            }
        };
        for (file, (_, facts)) in files.iter().enumerate() {
            for (name, value) in facts.exports() {
                add(file, name, value);
                // `defaults.api.PREFIX` is what a configuration gives as `config.api.PREFIX`.
                let inner = name.split_once('.').filter(|(_, rest)| rest.contains('.'));
                if let Some((_, inner)) = inner {
                    add(file, inner, value);
                }
            }
        }
        Constants {
            paths: files.iter().map(|(path, _)| *path).collect(),
            known,
            settings,
        }
    }

    /// `path` of a file below `prefix`, with settings and the constants of other files put in.
    pub fn path(&self, file: usize, prefix: &str, path: &str) -> String {
        if prefix.is_empty() && !path.contains('{') {
            return path.to_owned();
        }
        let path = self.fill(file, &format!("{prefix}/{path}"));
        normalise(&with_settings(&path, &|key| (self.settings)(file, key)))
    }

    /// `{app.config.settings.API}` replaced by the constant that ends so.
    fn fill(&self, from: usize, path: &str) -> String {
        let mut out = String::new();
        let mut rest = path;
        let mut is_cut = false;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(close) = rest.find('}') else { break };
            let name = &rest[1..close];
            // A setting, which comes later.
            if name.starts_with('…') {
                out.push_str(&rest[..=close]);
            // A constant of the same package.
            } else if let Some(name) = name
                .strip_suffix(OF_PACKAGE)
                .filter(|name| !name.is_empty())
            {
                let value = self.value(from, &format!(".{name}"));
                out.push_str(&value.unwrap_or_else(|| format!("{{{name}}}")));
            } else if let Some(name) = name.strip_prefix('-') {
                let last = || name.rsplit('.').next().unwrap_or(name).to_owned();
                out.push_str(&format!(
                    "{{{}}}",
                    self.value(from, name).unwrap_or_else(last)
                ));
            } else if name.contains('.') && !name.ends_with('.') {
                match self.value(from, name) {
                    Some(text) => out.push_str(&text),
                    // A base path that is set at run time; most run without one.
                    None if !is_cut
                        && !self.is_known(name)
                        && out.chars().all(|c| c == '/')
                        && !rest[close + 1..].trim_matches('/').is_empty()
                        && (is_setting(name) || rest[close + 1..].starts_with('/')) =>
                    {
                        is_cut = true;
                    }
                    None => {
                        out.push_str(&format!("{{{}}}", name.rsplit('.').next().unwrap_or(name)))
                    }
                }
            } else {
                out.push_str(&rest[..=close]);
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }

    fn value(&self, from: usize, path: &str) -> Option<String> {
        let lookup = |path: &str| self.lookup(from, path);
        let folded = crate::resolve(lookup(path)?, &|path| lookup(path).cloned());
        folded.known()?;
        let text = path_text(&placeholder_text(&folded));
        (text.len() < PREFIX_LIMIT_BYTES).then_some(text)
    }

    /// Whether some file gives a constant of that name a value, though it may not be told which is meant.
    fn is_known(&self, path: &str) -> bool {
        names_of(path)
            .iter()
            .any(|name| self.known.contains_key(name))
    }

    /// The value of a constant for a file: the one that all give, else that of the file whose path the constant's says,
    /// else that of the nearest file.
    fn lookup(&self, from: usize, path: &str) -> Option<&'f Folded> {
        let (module, _) = path.rsplit_once('.').unwrap_or(("", path));
        let module = module.replace('.', "/");
        names_of(path).iter().find_map(|name| {
            let kept = self.known.get(name)?;
            let (_, first) = kept.first()?;
            if kept.iter().all(|(_, value)| value == first) {
                return Some(*first);
            }
            let closeness = |file: usize| {
                let is_said = module.contains('/') && self.paths[file].contains(&*module);
                (is_said, shared(self.paths[file], self.paths[from]))
            };
            let most = kept.iter().map(|(file, _)| closeness(*file)).max()?;
            let mut near = kept.iter().filter(|(file, _)| closeness(*file) == most);
            let (_, value) = near.next()?;
            near.all(|(_, other)| other == value).then_some(*value)
        })
    }
}

/// The names under which a constant is looked for: with what holds it, then alone.
fn names_of(path: &str) -> Vec<String> {
    let lower = path.to_ascii_lowercase();
    let names: Vec<&str> = lower.rsplitn(3, '.').collect();
    // A name in small letters (`config.id`) is a field of many things.
    let last = path.rsplit('.').next().unwrap_or(path);
    let is_constant = last.contains(char::is_uppercase);
    let held = names.get(1).map(|holder| format!("{holder}.{}", names[0]));
    let alone = is_constant.then(|| names[0].to_owned());
    held.into_iter().chain(alone).collect()
}

/// The folders that two paths begin with alike.
fn shared(one: &str, other: &str) -> usize {
    let pairs = one.split('/').zip(other.split('/'));
    pairs.take_while(|(one, other)| one == other).count()
}
