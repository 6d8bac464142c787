//! What a finding is about, so that it is known again in another state: rule and subject, without what may change
//! while the thing stays what it is.

use std::collections::BTreeMap;

use model::{FileId, RowRef, System, Value};

use crate::pack::ActiveRule;
use crate::run::RuleMatches;
use crate::triage::{Candidate, candidates};

/// What a review found: for rule and identity, how often in each file.
pub struct Identities(BTreeMap<(String, String), BTreeMap<String, usize>>);

/// What goes by another name in the state under review than at the base.
#[derive(Debug, Default)]
pub struct Renames {
    /// Files: the path at the base, and the path now.
    pub paths: BTreeMap<String, String>,
    /// APIs: the name at the base, and the name now.
    apis: Vec<(String, String)>,
}

impl Renames {
    /// What was renamed between `base` and `now`, of whose files the `paths` are known.
    pub fn of(base: &System, now: &System, paths: BTreeMap<String, String>) -> Renames {
        let mut renames = Renames {
            paths,
            apis: Vec::new(),
        };
        let named = |system: &System, name: &str| {
            let mut rows = system.apis.rows().iter();
            rows.any(|api| api.name == name)
        };
        for api in base.apis.rows() {
            let path = renames.path(base, api.at.file);
            let mut there = now
                .apis
                .rows()
                .iter()
                .filter(|other| now.path(other.at.file) == path);
            if let (Some(other), None) = (there.next(), there.next())
                && other.name != api.name
                && !named(now, &api.name)
            {
                renames.apis.push((api.name.clone(), other.name.clone()));
            }
        }
        renames
    }

    /// The path that a file of the base has now.
    fn path<'s>(&'s self, base: &'s System, file: FileId) -> &'s str {
        let path = base.path(file);
        self.paths.get(path).map_or(path, String::as_str)
    }

    /// The subject that a candidate of the base has now.
    fn subject(&self, base: &System, candidate: &Candidate) -> String {
        let own = base.path(candidate.at.file);
        if let Some(path) = self.paths.get(own)
            && candidate.subject.contains(own)
        {
            return candidate.subject.replace(own, path);
        }
        for (old, new) in &self.apis {
            if let Some(rest) = candidate.subject.strip_prefix(old)
                && (rest.is_empty() || rest.starts_with(' '))
            {
                return format!("{new}{rest}");
            }
        }
        candidate.subject.clone()
    }
}

impl Identities {
    /// The identities of what was found in the base.
    pub fn of(
        base: &System,
        rules: &[ActiveRule<'_>],
        matches: &[RuleMatches],
        renames: &Renames,
    ) -> Identities {
        let mut identities = BTreeMap::new();
        for (active, found) in rules.iter().zip(matches) {
            for candidate in candidates(base, active, found) {
                let subject = renames.subject(base, &candidate);
                let key = (
                    active.rule().id.clone(),
                    identity(base, candidate.row, &subject),
                );
                let files: &mut BTreeMap<String, usize> = identities.entry(key).or_default();
                *files
                    .entry(renames.path(base, candidate.at.file).to_owned())
                    .or_default() += 1;
            }
        }
        Identities(identities)
    }

    /// Keeps what the base did not have. A thing that only moved to another file is not new.
    pub(crate) fn retain_new(&self, system: &System, rule: &str, candidates: &mut Vec<Candidate>) {
        let key = |candidate: &Candidate| {
            (
                rule.to_owned(),
                identity(system, candidate.row, &candidate.subject),
            )
        };
        let mut now: BTreeMap<(String, String), usize> = BTreeMap::new();
        for candidate in candidates.iter() {
            *now.entry(key(candidate)).or_default() += 1;
        }
        candidates.retain(|candidate| {
            let key = key(candidate);
            match self.0.get(&key) {
                None => true,
                Some(files) => {
                    let is_more = now[&key] > files.values().sum();
                    is_more && !files.contains_key(system.path(candidate.at.file))
                }
            }
        });
    }
}

/// A subject without the names of path parameters: `GET /orders/{id}` is the same under any name, and so is what is
/// said of `id` itself.
fn identity(system: &System, row: RowRef, subject: &str) -> String {
    if let Some((name, position)) = path_parameter(system, row)
        && let Some(endpoint) = subject.strip_suffix(name)
    {
        return format!("{}{position}", plain(endpoint));
    }
    plain(subject)
}

/// The name of the path parameter that `row` is, and how many stand before it in its path.
fn path_parameter(system: &System, row: RowRef) -> Option<(&str, usize)> {
    if system.relation(row).name != "parameter" {
        return None;
    }
    let text = |row: RowRef, column: &str| match system.value(row, column) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    let Some(Value::Row(endpoint)) = system.value(row, "endpoint") else {
        return None;
    };
    let (name, path) = (text(row, "name")?, text(endpoint, "path")?);
    if text(row, "location") != Some("path") {
        return None;
    }
    let before = path.split_once(&format!("{{{name}}}"))?.0;
    Some((name, before.matches('{').count()))
}

fn plain(subject: &str) -> String {
    let mut plain = String::with_capacity(subject.len());
    let mut rest = subject;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else {
            break;
        };
        plain.push_str(before);
        plain.push_str("{}");
        rest = behind;
    }
    plain.push_str(rest);
    plain
}
