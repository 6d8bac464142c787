//! Sources → findings: the whole way of the data.

use std::collections::{BTreeMap, BTreeSet};

use engine::pack::ActiveRule;
use engine::{ChangeScope, Identities, Pack, Renames, RuleMatches, Triage, Triaged};
use link::contract::Alone;
use model::finding::RuleInfo;
use model::{Contracts, FileFacts, FileId, Past, Review, Settings, Sources, System};
use report::{Notice, Texts};

use crate::progress::Progress;
use crate::sources::{Before, History};
use crate::{dormant, unused};

/// What to review, and against what.
pub struct Request<'a> {
    /// The state under review.
    pub now: &'a dyn Sources,
    /// The state at the base, and how it differs.
    pub base: Option<(&'a dyn Sources, Difference)>,
    /// What rules about changes speak of without a base: all of it, or nothing.
    pub is_history: bool,
    /// The versions before each migration, where no base is the one before, if git tells of them.
    pub past: Option<&'a dyn Past>,
    /// What the user says.
    pub settings: &'a Settings,
    /// The rules that run.
    pub rules: &'a [ActiveRule<'a>],
    /// Names of all rules, also of those that do not run.
    pub names: BTreeSet<&'a str>,
    /// Whether to stay silent on the terminal.
    pub quiet: bool,
}

/// How the state under review differs from the base.
#[derive(Debug, Clone, Default)]
pub struct Difference {
    /// The paths whose content differs, or that only one state has.
    pub changed: BTreeSet<String>,
    /// Files that are at another path now, by the path that they had.
    pub renamed: BTreeMap<String, Renamed>,
}

/// A file that is at another path now.
#[derive(Debug, Clone)]
pub struct Renamed {
    /// Its path now.
    pub path: String,
    /// Whether its bytes are the same.
    pub is_same: bool,
}

impl Difference {
    /// The paths that a change speaks of: without migrations of the `base` whose folder moved. For the tool that runs
    /// them, which goes by what stands below that folder, nothing changed.
    fn touched(&self, base: &System) -> BTreeSet<String> {
        let mut touched = self.changed.clone();
        for migration in base.migrations.rows() {
            let folder = base.databases[migration.database].path.as_str();
            for path in [&migration.path, &migration.down_path] {
                let below = path.strip_prefix(folder).unwrap_or(path);
                if let Some(renamed) = self.renamed.get(path)
                    && renamed.is_same
                    && renamed.path.ends_with(below)
                {
                    touched.remove(&renamed.path);
                }
            }
        }
        touched
    }
}

/// What a review gives.
pub struct Outcome<'s> {
    /// The system.
    pub system: System,
    /// The system at the base, if there is one.
    pub base: Option<System>,
    /// The findings, in order, one for each rule and line.
    pub triaged: Triaged,
    /// What could not be read or understood, and rules that broke.
    pub notices: Vec<Notice>,
    /// The texts that a report needs.
    pub texts: Texts<'s>,
    /// What reports say of the rules.
    pub rules: Vec<RuleInfo>,
    /// How many files were read.
    pub files_read: usize,
}

/// The system of `sources`, and how many of its files were read.
pub fn system(
    sources: &dyn Sources,
    settings: &Settings,
    changed: Option<&BTreeSet<String>>,
    past: Option<&dyn Past>,
    quiet: bool,
) -> (System, usize) {
    let alone = Alone::new(&today());
    let taken = |file: FileId, facts: Option<&mut FileFacts>| {
        alone.take(file, sources.path(file), facts);
    };
    let facts = facts(sources, &|_| None, &taken, quiet);
    let history = History::new(past, sources);
    let past = changed.is_none().then_some(&history as &dyn Past);
    let system = linked(sources, &facts, settings, changed, past, Some(&alone));
    (system, facts.len())
}

/// Two states, compared.
pub struct Compared {
    /// The state under review.
    pub now: System,
    /// The state at the base.
    pub base: System,
    /// The paths that the change speaks of.
    pub touched: BTreeSet<String>,
    /// How many files were read of the state under review.
    pub files_read: usize,
}

/// The systems of two states; what did not change is read once.
pub fn systems(
    now: &dyn Sources,
    base: &dyn Sources,
    settings: &Settings,
    difference: &Difference,
    past: Option<&dyn Past>,
    quiet: bool,
) -> Compared {
    let changed = &difference.changed;
    // What is compared is kept as written.
    let kept = |_: FileId, _: Option<&mut FileFacts>| ();
    let facts_now = facts(now, &|_| None, &kept, quiet);
    let unchanged = |file: FileId| {
        let path = base.path(file);
        let file = now.file(path).filter(|_| !changed.contains(path))?;
        facts_now.get(&file).cloned()
    };
    let facts_base = facts(base, &unchanged, &kept, quiet);
    let base_system = linked(base, &facts_base, settings, Some(changed), None, None);
    let touched = difference.touched(&base_system);
    let before = Before::new(base, &touched, past);
    let mut system = linked(
        now,
        &facts_now,
        settings,
        Some(&touched),
        Some(&before),
        None,
    );
    link::compare(&base_system, &mut system);
    Compared {
        now: system,
        base: base_system,
        touched,
        files_read: facts_now.len(),
    }
}

/// The day of the review, in UTC, as `2026-05-31`; announced ends of what is deprecated are compared with it.
fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}

fn facts(
    sources: &dyn Sources,
    known: &(dyn Fn(FileId) -> Option<FileFacts> + Sync),
    seen: &(dyn Fn(FileId, Option<&mut FileFacts>) + Sync),
    quiet: bool,
) -> BTreeMap<FileId, FileFacts> {
    let progress = Progress::new(sources.paths().len(), quiet);
    let facts = extract::facts(sources, known, &|file, facts| {
        progress.advance(1);
        seen(file, facts);
    });
    progress.finish();
    facts
}

fn linked(
    sources: &dyn Sources,
    facts: &BTreeMap<FileId, FileFacts>,
    settings: &Settings,
    changed: Option<&BTreeSet<String>>,
    past: Option<&dyn Past>,
    alone: Option<&Alone>,
) -> System {
    link::system(&link::Input {
        paths: sources.paths(),
        facts,
        settings,
        today: &today(),
        changed,
        past,
        alone,
    })
}

/// Reviews a repository.
pub fn review<'s>(request: &Request<'s>) -> Outcome<'s> {
    let nothing = BTreeSet::new();
    let (mut system, base, touched, files_read) = match &request.base {
        Some((base, difference)) => {
            let compared = systems(
                request.now,
                *base,
                request.settings,
                difference,
                request.past,
                request.quiet,
            );
            let (now, base) = (compared.now, Some(compared.base));
            (now, base, compared.touched, compared.files_read)
        }
        None => {
            let changed = (!request.is_history).then_some(&nothing);
            let (mut system, files_read) = system(
                request.now,
                request.settings,
                changed,
                request.past,
                request.quiet,
            );
            // Only a comparison of two states asks what the contracts say beyond the rows.
            system.contracts = Contracts::default();
            (system, None, BTreeSet::new(), files_read)
        }
    };
    let scope = match &request.base {
        Some(_) => ChangeScope::Files(
            touched
                .iter()
                .filter_map(|path| request.now.file(path))
                .collect(),
        ),
        None if request.is_history => ChangeScope::All,
        None => ChangeScope::Nothing,
    };
    let matches = run(&system, base.as_ref(), request.rules, &scope);
    if let (Some(past), None) = (request.past, &base) {
        dormant::set_aside(&mut system, request, &matches, past);
    }
    unused::mark(&mut system, request, &matches);
    let states = base.as_ref().zip(request.base.as_ref());
    let known = states.map(|(base, (_, difference))| {
        let matches = run(base, None, request.rules, &ChangeScope::Nothing);
        let renamed = difference.renamed.iter();
        let paths = renamed.map(|(old, new)| (old.clone(), new.path.clone()));
        let renames = Renames::of(base, &system, paths.collect());
        Identities::of(base, request.rules, &matches, &renames)
    });
    let triaged = engine::triage(&Triage {
        system: &system,
        rules: request.rules,
        matches: &matches,
        known: known.as_ref(),
        names: &request.names,
    });
    outcome(request, system, base, triaged, &matches, files_read)
}

fn run(
    system: &System,
    base: Option<&System>,
    rules: &[ActiveRule<'_>],
    scope: &ChangeScope,
) -> Vec<RuleMatches> {
    engine::run(Review { system, base }, rules, checks::CHECKS, scope)
}

fn outcome<'s>(
    request: &Request<'s>,
    system: System,
    base: Option<System>,
    mut triaged: Triaged,
    matches: &[RuleMatches],
    files_read: usize,
) -> Outcome<'s> {
    let notices = notices(request, &system, matches);
    let texts = Texts::new(request.now);
    triaged.findings = report::merge(triaged.findings, &texts);
    Outcome {
        system,
        base,
        triaged,
        notices,
        texts,
        rules: request.rules.iter().map(rule_info).collect(),
        files_read,
    }
}

fn notices(request: &Request<'_>, system: &System, matches: &[RuleMatches]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = request
        .now
        .unlisted()
        .iter()
        .map(|(path, message)| Notice {
            file: None,
            at: model::At::default(),
            kind: "unlisted".to_owned(),
            message: if path.is_empty() {
                message.clone()
            } else {
                format!("`{path}`: {message}")
            },
        })
        .collect();
    notices.extend(system.sorted_notes().into_iter().map(|note| Notice {
        file: note.file,
        at: note.at,
        kind: note.kind,
        message: note.message,
    }));
    for (active, found) in request.rules.iter().zip(matches) {
        if let Some(message) = &found.broken {
            notices.push(Notice {
                file: None,
                at: model::At::default(),
                kind: "rule".to_owned(),
                message: format!(
                    "the rule `{}` could not judge everything: {message}",
                    active.rule().id
                ),
            });
        }
    }
    notices
}

fn rule_info(active: &ActiveRule<'_>) -> RuleInfo {
    let rule = active.rule();
    RuleInfo {
        id: rule.id.clone(),
        pack: active.file.pack.clone(),
        title: rule.title.clone(),
        level: active.level,
        principle: rule.principle.clone(),
        rationale: rule.rationale.clone(),
        help: rule.help.clone(),
        sources: rule.sources.clone(),
        precision: rule.precision.word().to_owned(),
        security_severity: rule.security_severity.clone(),
    }
}

/// The rules of `pack` that run without arguments or settings.
pub fn default_rules(pack: &Pack) -> Vec<ActiveRule<'_>> {
    pack.select(&[], &[], &Settings::default())
        .expect("no name is asked for")
}
