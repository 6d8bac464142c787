//! The rule packs: those embedded into the program, and the user's.

use std::borrow::Cow;
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
    pack.add(
        EMBEDDED
            .iter()
            .map(|(path, text)| (Cow::Borrowed(*path), Cow::Borrowed(*text))),
    )?;
    for folder in more {
        let files = user_files(folder)?;
        let texts: Vec<(String, String)> = files.clone();
        pack.add(
            files
                .into_iter()
                .map(|(path, text)| (Cow::Owned(path), Cow::Owned(text))),
        )?;
        let checks: Vec<&str> = checks::CHECKS.iter().map(|check| check.name).collect();
        for (path, text) in texts {
            if let Some(file) = pack.rules.iter().find(|file| file.path == path) {
                file.rule.verify(&path, &text, &checks)?;
                if !pack
                    .principles
                    .iter()
                    .any(|known| known.id == file.rule.principle)
                {
                    let ids = pack.principles.iter().map(|known| known.id.as_str());
                    return Err(Error::Rule(engine::RuleError {
                        line: text
                            .lines()
                            .position(|line| line.starts_with("principle:"))
                            .map_or(1, |index| index + 1),
                        path,
                        message: format!(
                            "unknown principle `{}`{}",
                            file.rule.principle,
                            engine::nearest::hint(&file.rule.principle, ids)
                        ),
                    }));
                }
            }
        }
    }
    Ok(pack)
}

/// Path and text of the rule files below `folder`, sorted.
fn user_files(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let error = |path: &Path, message: String| Error::File {
        path: path.display().to_string(),
        message,
    };
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
