//! Constants of other files in paths.

use super::PREFIX_LIMIT_BYTES;
use crate::frameworks::{OF_PACKAGE, normalise, path_text, placeholder_text, with_settings};
use crate::{Facts, Folded};
use std::collections::BTreeMap;

/// The constants of a package by their last two names, and what its settings are set to.
pub(super) struct Constants<'f> {
    known: BTreeMap<String, Option<&'f Folded>>,
    settings: &'f dyn Fn(usize, &str) -> Option<String>,
}

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
        let mut known = BTreeMap::new();
        let mut add = |name: &str, value: &'f Folded| {
            known
                .entry(name.to_ascii_lowercase())
                // Two constants of one name say nothing.
                .and_modify(|kept| {
                    if *kept != Some(value) {
                        *kept = None;
                    }
                })
                .or_insert(Some(value));
        };
        for (name, value) in files.iter().flat_map(|(_, facts)| facts.exports()) {
            add(name, value);
            // `defaults.api.PREFIX` is what a configuration gives as `config.api.PREFIX`.
            if let Some((_, inner)) = name.split_once('.').filter(|(_, rest)| rest.contains('.')) {
                add(inner, value);
            }
        }
        Constants { known, settings }
    }

    /// `path` of a file below `prefix`, with settings and the constants of other files put in.
    pub fn path(&self, file: usize, prefix: &str, path: &str) -> String {
        if prefix.is_empty() && !path.contains('{') {
            return path.to_owned();
        }
        let path = self.fill(&format!("{prefix}/{path}"));
        normalise(&with_settings(&path, &|key| (self.settings)(file, key)))
    }

    /// `{app.config.settings.API}` replaced by the constant that ends so.
    fn fill(&self, path: &str) -> String {
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
                let value = self.value(&format!(".{name}"));
                out.push_str(&value.unwrap_or_else(|| format!("{{{name}}}")));
            } else if let Some(name) = name.strip_prefix('-') {
                let last = || name.rsplit('.').next().unwrap_or(name).to_owned();
                out.push_str(&format!("{{{}}}", self.value(name).unwrap_or_else(last)));
            } else if name.contains('.') && !name.ends_with('.') {
                match self.value(name) {
                    Some(text) => out.push_str(&text),
                    // A base path that is set at run time; most run without one.
                    None if !is_cut
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

    fn value(&self, path: &str) -> Option<String> {
        let folded = crate::resolve(self.lookup(path)?, &|path| self.lookup(path).cloned());
        folded.known()?;
        let text = path_text(&placeholder_text(&folded));
        (text.len() < PREFIX_LIMIT_BYTES).then_some(text)
    }

    fn lookup(&self, path: &str) -> Option<&'f Folded> {
        let lower = path.to_ascii_lowercase();
        let names: Vec<&str> = lower.rsplitn(3, '.').collect();
        // A name in small letters (`config.id`) is a field of many things.
        let is_constant = path.rsplit('.').next()?.contains(char::is_uppercase);
        [
            names.get(1).map(|holder| format!("{holder}.{}", names[0])),
            is_constant.then(|| names[0].to_owned()),
        ]
        .into_iter()
        .flatten()
        .find_map(|name| self.known.get(&name).copied().flatten())
    }
}
