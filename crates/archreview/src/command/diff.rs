//! `archreview diff OLD NEW`: what changed between two contracts, or two folders of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use engine::pack::ActiveRule;
use model::facts::Facts;
use model::sources::Memory;
use model::{Contracts, Settings, Sources, System};
use report::Texts;

use super::review::{fails, report_of, write};
use crate::arguments::DiffArguments;
use crate::review::{Difference, Request, review};
use crate::sources::{WorkTree, open};
use crate::{Error, input, output, rules, settings};

/// Files that one contract may be split over.
const MAX_FILES: usize = 10_000;

/// Prints the changes; whether one is at or above `--fail-on`.
pub fn run(arguments: &DiffArguments) -> Result<bool, Error> {
    let pack = rules::load(&[])?;
    let (old, new, mut settings) = match (arguments.old.is_dir(), arguments.new.is_dir()) {
        (true, true) => folders(arguments, &pack)?,
        (false, false) => {
            let name = arguments.new.display().to_string();
            // The older one goes by the newer one's name, but is read in its own format.
            let old_name = arguments
                .new
                .with_extension(arguments.old.extension().unwrap_or_default());
            let old_name = old_name.display().to_string();
            let old: Box<dyn Sources> = Box::new(contract(&arguments.old, &old_name)?);
            let new: Box<dyn Sources> = Box::new(contract(&arguments.new, &name)?);
            (old, new, Settings::default())
        }
        _ => {
            let message = "give two contracts, or two folders";
            return Err(Error::Usage(message.to_owned()));
        }
    };
    // What the user names is meant, be it below `tests` or `examples`.
    settings.is_every_file_product = true;
    let active: Vec<ActiveRule<'_>> = pack
        .select(&[], &[], &settings)
        .map_err(Error::Usage)?
        .into_iter()
        .filter(|active| active.rule().relation == "change")
        .collect();
    let difference = Difference {
        changed: old.paths().iter().chain(new.paths()).cloned().collect(),
        ..Difference::default()
    };
    let outcome = review(&Request {
        now: &*new,
        base: Some((&*old, difference)),
        is_history: false,
        past: None,
        settings: &settings,
        rules: &active,
        names: pack.names(),
        quiet: true,
    });
    let states = [
        (&arguments.old, outcome.base.as_ref()),
        (&arguments.new, Some(&outcome.system)),
    ];
    let are_files = !arguments.new.is_dir();
    for ((path, system), sources) in states.into_iter().zip([&*old, &*new]) {
        if let Some(system) = system
            && (are_files || !has_contract(&system.contracts))
            && let Some(error) = unreadable(path, system, sources)
        {
            return Err(error);
        }
        if !system.is_some_and(|system| has_contract(&system.contracts)) {
            return Err(Error::Usage(format!(
                "{}: no contract here: give a file that begins with `openapi:` or `swagger:`, or a folder with one",
                path.display()
            )));
        }
    }
    let project = arguments.new.file_name().map_or_else(
        || "contract".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let report = report_of(&outcome, &project, new.paths().len());
    output::print_with(|out| write(&report, arguments.format, false, false, out))?;
    Ok(fails(&outcome, arguments.fail_on))
}

type States = (Box<dyn Sources>, Box<dyn Sources>, Settings);

/// Two folders, and what the newer one says of itself.
fn folders(arguments: &DiffArguments, pack: &engine::Pack) -> Result<States, Error> {
    let mut old = WorkTree::open(&arguments.old)?;
    let mut new = WorkTree::open(&arguments.new)?;
    let settings = settings::load(&new, new.other_kind(settings::FILE_NAME), pack)?;
    let skip = input::skipped(&settings)?;
    old.skip(|path| skip.is_match(path));
    new.skip(|path| skip.is_match(path));
    Ok((Box::new(old), Box::new(new), settings))
}

/// What keeps a contract from being read as a whole: half of it would look like a removal of the rest.
fn unreadable(given: &Path, system: &System, sources: &dyn Sources) -> Option<Error> {
    let note = system
        .sorted_notes()
        .into_iter()
        .find(|note| matches!(note.kind.as_str(), "syntax" | "version"))?;
    let file = note.file?;
    let name = sources.path(file);
    // A contract is called as the user called it, and what it refers to lies beside it.
    let path = match (given.is_dir(), given.parent()) {
        (true, _) => given.join(name),
        (false, Some(folder)) if given.file_name() != Path::new(name).file_name() => {
            beside(&given.display().to_string(), name, folder).unwrap_or_else(|| given.to_owned())
        }
        _ => given.to_owned(),
    };
    Some(Error::Contract {
        path: path.display().to_string(),
        line: Texts::new(sources).line(file, note.at.start),
        message: note
            .message
            .trim_end_matches("; what stands there is not reviewed")
            .to_owned(),
    })
}

fn has_contract(contracts: &Contracts) -> bool {
    let mut files = contracts.files.iter();
    files.any(|file| !file.document.specification.is_empty())
}

/// The contract at `path` and the files that it refers to, the contract itself called `name`.
fn contract(path: &Path, name: &str) -> Result<Memory, Error> {
    let read = |path: &Path| {
        std::fs::read(path).map_err(|error| Error::File {
            path: path.display().to_string(),
            message: error.to_string(),
        })
    };
    let name = name.trim_start_matches(['/', '.']).to_owned();
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let text = read(path)?;
    let refers_to_others = refers_to_others(&text);
    let mut files = vec![(name.clone(), text)];
    if !refers_to_others {
        return Ok(Memory::new(files));
    }
    let mut known = BTreeSet::from([name.clone()]);
    // Each round reads the files that the last one refers to; a file that is missing is a note later.
    loop {
        let before = files.len();
        let memory = Memory::new(files.clone());
        for (file, facts) in extract::facts(&memory, &|_| None, &|_, _| ()) {
            for path in referenced(memory.path(file), &facts) {
                let Some(local) = beside(&name, &path, &folder) else {
                    continue;
                };
                if known.insert(path.clone())
                    && let Ok(bytes) = open::read(&local, extract::bytes_limit(&path))
                {
                    files.push((path, bytes));
                }
            }
        }
        if files.len() == before || files.len() > MAX_FILES {
            return Ok(memory);
        }
    }
}

/// Whether any `$ref` of a text leaves the file; a contract in one file is then read but once.
fn refers_to_others(text: &[u8]) -> bool {
    const KEY: &[u8] = b"$ref";
    text.windows(KEY.len()).enumerate().any(|(at, window)| {
        let rest = &text[(at + KEY.len()).min(text.len())..];
        let sign = rest
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'"' | b'\'' | b':'));
        window == KEY && sign.is_some_and(|sign| *sign != b'#')
    })
}

/// Paths of the files that a file refers to.
fn referenced(path: &str, facts: &model::FileFacts) -> Vec<String> {
    facts
        .facts
        .iter()
        .filter_map(|facts| match facts {
            Facts::Contract(document) => Some(document),
            _ => None,
        })
        .flat_map(|document| &document.references)
        .filter_map(|reference| model::path::join(path, &reference.path))
        .collect()
}

/// Where `path`, a neighbour of the contract `name`, lies on disk; never outside of its folder.
fn beside(name: &str, path: &str, folder: &Path) -> Option<PathBuf> {
    let inside = match model::path::folder(name) {
        "" => path,
        prefix => path.strip_prefix(prefix)?.strip_prefix('/')?,
    };
    Some(folder.join(inside))
}
