//! The rule packs: those embedded into the program, and the user's.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::Pack;

use crate::Error;

/// Path and text of every embedded rule file.
pub const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The text of every file of `tests/real`.
const LABELS: &[&str] = include!(concat!(env!("OUT_DIR"), "/labels.rs"));

/// Largest rule file of a user, in bytes.
const MAX_RULE_BYTES: u64 = 1024 * 1024;

/// The embedded rules and those below the folders `more`, which are verified.
pub fn load(more: &[PathBuf]) -> Result<Pack, Error> {
    let mut pack = Pack::default();
    pack.add_verified(
        EMBEDDED
            .iter()
            .map(|(path, text)| (Cow::Borrowed(*path), Cow::Borrowed(*text))),
    )?;
    let checks: Vec<&str> = checks::CHECKS.iter().map(|check| check.name).collect();
    for folder in more {
        let files = user_files(folder)?;
        let own: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
        pack.add(
            files
                .into_iter()
                .map(|(path, text)| (Cow::Owned(path), Cow::Owned(text))),
        )?;
        for file in pack
            .rules
            .iter()
            .filter(|file| own.contains(file.path.as_ref()))
        {
            file.rule.verify(&file.path, &file.text, &checks)?;
            verify_principle(&pack, file)?;
        }
    }
    Ok(pack)
}

/// An error unless the principle of `file` is one that `pack` knows.
fn verify_principle(pack: &Pack, file: &engine::RuleFile) -> Result<(), Error> {
    let principle = &file.rule.principle;
    let mut known = pack.principles.iter().map(|known| known.id.as_str());
    if known.any(|known| known == principle) {
        return Ok(());
    }
    let known = pack.principles.iter().map(|known| known.id.as_str());
    let line = file
        .text
        .lines()
        .position(|line| line.starts_with("principle:"));
    Err(Error::Rule(engine::RuleError {
        path: file.path.to_string(),
        line: line.map_or(1, |index| index + 1),
        message: format!(
            "unknown principle `{principle}`{}",
            engine::nearest::hint(principle, known)
        ),
    }))
}

/// Path and text of the rule files below `folder`, sorted.
fn user_files(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let error = |path: &Path, message: String| Error::File {
        path: path.display().to_string(),
        message,
    };
    // The errors of the walk name the folder once more.
    std::fs::metadata(folder).map_err(|e| error(folder, e.to_string()))?;
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .build()
    {
        let entry = entry.map_err(|e| error(folder, e.to_string()))?;
        let path = entry.path();
        if !entry.file_type().is_some_and(|kind| kind.is_file())
            || path
                .extension()
                .is_none_or(|extension| extension != "yaml" && extension != "yml")
        {
            continue;
        }
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        if size > MAX_RULE_BYTES {
            return Err(error(
                path,
                format!("has {size} bytes, above the limit of {MAX_RULE_BYTES}"),
            ));
        }
        let text = std::fs::read_to_string(path).map_err(|e| error(path, e.to_string()))?;
        files.push((path.display().to_string(), text));
    }
    files.sort();
    Ok(files)
}

/// Where the rule called `id` was found to be right: `repository@commit`, from the labels of
/// `tests/real`.
pub fn proof(id: &str) -> Vec<String> {
    let mut proof = Vec::new();
    for text in LABELS {
        let value = |key: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(key))
                .unwrap_or_default()
        };
        let is_right = text.lines().any(|line| {
            line.strip_prefix("right ")
                .is_some_and(|rest| rest.split(' ').next() == Some(id))
        });
        if is_right {
            let commit: String = value("commit ").chars().take(12).collect();
            proof.push(format!("{}@{commit}", value("repository ")));
        }
    }
    proof
}
