//! Reads the files of a repository: first those that stand for themselves, then, round by round,
//! those that they refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use model::facts::{Facts, Note};
use model::{At, FileFacts, FileId, Sources};
use rayon::prelude::*;

use crate::{Fragment, Input, KINDS, Kind, Probe, kinds, suppressions};

/// Largest file that is read at `path`, in bytes; larger ones are a note. A contract whose references were
/// written out takes three times its size while it is read, and one is read at a time.
pub fn bytes_limit(path: &str) -> u64 {
    const MIB: u64 = 1024 * 1024;
    if kinds::is_environment(path) {
        // Each line is kept, and nobody writes so many.
        return MIB;
    }
    match path.rsplit_once('.') {
        Some((_, "json" | "yaml" | "yml")) => 256 * MIB,
        _ => 64 * MIB,
    }
}

/// Bytes from which on files are read one at a time.
const LARGE_BYTES: usize = 16 * 1024 * 1024;

static LARGE: Mutex<()> = Mutex::new(());

/// Rounds of references from file to file that are followed.
const MAX_ROUNDS: usize = 32;

/// What each file says, by file. Files that matter to nobody are left out.
///
/// `known` gives what was read before from a file of the same path and content; `None` if nothing
/// was: facts depend on nothing else. `seen` is told of every file once, near the order of files, and may take out of
/// its facts what it does not want to be kept; what another file refers to is read again.
pub fn facts(
    sources: &dyn Sources,
    known: &(dyn Fn(FileId) -> Option<FileFacts> + Sync),
    seen: &(dyn Fn(FileId, Option<&mut FileFacts>) + Sync),
) -> BTreeMap<FileId, FileFacts> {
    let mut all = alone(sources, known, seen);
    let mut asked: BTreeMap<FileId, BTreeSet<Fragment>> = BTreeMap::new();
    settle_dialects(sources, &mut all);
    read_callers(sources, &mut all);
    read_constants(sources, &mut all);
    let mut fresh: Vec<FileId> = all.keys().copied().collect();
    for _ in 0..MAX_ROUNDS {
        let mut again = BTreeSet::new();
        for file in &fresh {
            for (target, fragment) in references(sources, *file, &all[file]) {
                if asked.entry(target).or_default().insert(fragment) {
                    again.insert(target);
                }
            }
        }
        if again.is_empty() {
            break;
        }
        fresh = again.into_iter().collect();
        let read: Vec<(FileId, Option<FileFacts>)> = fresh
            .par_iter()
            .map(|file| {
                let fragments: Vec<Fragment> = asked[file].iter().cloned().collect();
                (*file, read(sources, *file, &fragments))
            })
            .collect();
        for (file, facts) in read {
            all.insert(file, facts.unwrap_or_default());
        }
    }
    all
}

/// What each file says that stands for itself.
fn alone(
    sources: &dyn Sources,
    known: &(dyn Fn(FileId) -> Option<FileFacts> + Sync),
    seen: &(dyn Fn(FileId, Option<&mut FileFacts>) + Sync),
) -> BTreeMap<FileId, FileFacts> {
    let next = AtomicUsize::new(0);
    // Each thread takes the next file, so that files are read near their order.
    let read_on = |_| {
        let mut facts = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= sources.paths().len() {
                return facts;
            }
            let file = FileId(index as u32);
            let mut own = known(file).or_else(|| read(sources, file, &[]));
            seen(file, own.as_mut());
            facts.extend(own.map(|own| (file, own)));
        }
    };
    let threads = (0..rayon::current_num_threads()).into_par_iter();
    threads.map(read_on).flatten_iter().collect()
}

/// Reads files of SQL again whose dialect only the rest of the repository tells.
fn settle_dialects(sources: &dyn Sources, all: &mut BTreeMap<FileId, FileFacts>) {
    let asked = crate::kinds::sql::settle(all, |file| sources.path(file));
    let read: Vec<(FileId, Option<FileFacts>)> = asked
        .into_par_iter()
        .map(|(file, fragment)| (file, read(sources, file, &[fragment])))
        .collect();
    for (file, facts) in read {
        all.insert(file, facts.unwrap_or_default());
    }
}

/// Reads the files that use what others offer to call out with, and show nothing else.
fn read_callers(sources: &dyn Sources, all: &mut BTreeMap<FileId, FileFacts>) {
    let offering = all.values().filter_map(FileFacts::code);
    let Some(callers) = code::Callers::new(offering.filter(|code| code.is_parsed)) else {
        return;
    };
    let candidates = (0..sources.paths().len())
        .map(|index| FileId(index as u32))
        .filter(|file| match all.get(file) {
            Some(facts) => facts.code().is_some_and(is_skimmed),
            None => callers.may_be_in(sources.path(*file)),
        })
        .collect();
    let read = read_where(sources, candidates, &|_, bytes| callers.are_in(bytes));
    all.extend(read);
}

/// Whether a file is known by its role alone, and might say more.
fn is_skimmed(code: &code::Facts) -> bool {
    !code.is_parsed && code.role.is_told()
}

/// Reads those of the files whose bytes are what is looked for.
fn read_where(
    sources: &dyn Sources,
    candidates: Vec<FileId>,
    is_met: &(dyn Fn(&str, &[u8]) -> bool + Sync),
) -> Vec<(FileId, FileFacts)> {
    candidates
        .into_par_iter()
        .filter(|&file| {
            let path = sources.path(file);
            sources.read(file).is_ok_and(|bytes| is_met(path, &bytes))
        })
        .filter_map(|file| {
            let asked = Fragment {
                kind: "code",
                pointer: String::new(),
                role: crate::kinds::code::CONSTANTS.to_owned(),
            };
            Some((file, read(sources, file, &[asked])?))
        })
        .collect()
}

/// Rounds in which constants may name constants of further files.
const CONSTANT_ROUNDS: usize = 3;

/// Reads the files that declare the constants which the texts of other files name.
fn read_constants(sources: &dyn Sources, all: &mut BTreeMap<FileId, FileFacts>) {
    let mut fresh: Vec<FileId> = all.keys().copied().collect();
    for _ in 0..CONSTANT_ROUNDS {
        let references = fresh
            .iter()
            .filter_map(|file| all[file].code())
            .flat_map(code::Facts::references);
        let Some(names) = code::Names::new(references) else {
            return;
        };
        let candidates = all
            .iter()
            .filter(|(_, facts)| facts.code().is_some_and(is_skimmed))
            .map(|(&file, _)| file)
            .collect();
        let mut read = read_where(sources, candidates, &|path, bytes| {
            names.are_declared_in(path, bytes)
        });
        let others = (0..sources.paths().len())
            .map(|index| FileId(index as u32))
            .filter(|file| !all.contains_key(file) && names.may_be_in(sources.path(*file)))
            .collect();
        read.extend(read_where(sources, others, &|path, bytes| {
            names.are_texts_in(path, bytes)
        }));
        fresh = read.iter().map(|(file, _)| *file).collect();
        all.extend(read);
    }
}

/// The parts of other files that this file refers to. References that leave the root, or name no
/// file of it, are left to link, which says so where they stand.
fn references(sources: &dyn Sources, file: FileId, facts: &FileFacts) -> Vec<(FileId, Fragment)> {
    let mut found = Vec::new();
    for facts in &facts.facts {
        if let Facts::Contract(document) = facts {
            for reference in &document.references {
                let Some(path) = model::path::join(sources.path(file), &reference.path) else {
                    continue;
                };
                if let Some(target) = sources.file(&path) {
                    found.push((
                        target,
                        Fragment {
                            kind: "openapi",
                            pointer: reference.pointer.clone(),
                            role: reference.role.clone(),
                        },
                    ));
                }
            }
        }
    }
    found
}

fn read(sources: &dyn Sources, file: FileId, fragments: &[Fragment]) -> Option<FileFacts> {
    let path = sources.path(file);
    let asked = |kind: &Kind| fragments.iter().any(|fragment| fragment.kind == kind.name);
    if !KINDS.iter().any(|kind| (kind.may_be)(path) || asked(kind)) {
        return None;
    }
    let bytes = match sources.read(file) {
        Ok(bytes) => bytes,
        Err(error) => return Some(unreadable(format!("`{path}` {error}; it is not reviewed"))),
    };
    let _alone =
        (bytes.len() >= LARGE_BYTES).then(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let probe = Probe {
        path,
        bytes: &bytes,
    };
    let kinds: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| asked(kind) || ((kind.may_be)(path) && (kind.is)(&probe)))
        .collect();
    if kinds.is_empty() {
        let is_utf_16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        let reason = if is_utf_16 {
            "is written in UTF-16; save it as UTF-8"
        } else if promises_text(path) && std::str::from_utf8(&bytes).is_err() {
            "is no text in UTF-8, whatever its name says"
        } else {
            return None;
        };
        return Some(unreadable(format!("`{path}` {reason}; it is not reviewed")));
    }
    let mut facts = FileFacts::default();
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => std::borrow::Cow::Borrowed(text),
        Err(error) => {
            facts.notes.push(Note {
                at: At::new(error.valid_up_to() as u32..error.valid_up_to() as u32 + 1),
                kind: "syntax".to_owned(),
                message: "the file is not valid UTF-8; it is not reviewed".to_owned(),
            });
            return Some(facts);
        }
    };
    let input = Input::new(path, &text, fragments);
    for kind in kinds {
        (kind.read)(&input, &mut facts);
    }
    facts.suppressions = suppressions::find(&text);
    Some(facts)
}

/// Whether a file of this name is reviewed whenever it is what it is called.
fn promises_text(path: &str) -> bool {
    let name = crate::input::file_name(path);
    let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    name == "Dockerfile"
        || name == "package.json"
        || is_yaml && name.contains("compose")
        || matches!(
            name.split_once('.'),
            Some(("openapi" | "swagger", "json" | "yaml" | "yml"))
        )
}

fn unreadable(message: String) -> FileFacts {
    FileFacts {
        notes: vec![Note {
            at: At::default(),
            kind: "unreadable".to_owned(),
            message,
        }],
        ..FileFacts::default()
    }
}
