//! From matches to findings: only what is new, suppressions, roll-up, order.

use std::collections::{BTreeMap, BTreeSet};

use model::{FileId, Finding, Level, Related, RowRef, Span, System, template};
use rustc_hash::FxHashMap;

use crate::expression::Verdict;
use crate::habit;
use crate::identity::Identities;
use crate::nearest::{hint, nearest};
use crate::pack::ActiveRule;
use crate::rollup;
use crate::run::{RuleMatches, place, row_at};
use crate::suppress::{Suppressions, UNUSED_CHECK};

/// What is triaged.
pub struct Triage<'a> {
    /// The system that was reviewed.
    pub system: &'a System,
    /// The rules that ran.
    pub rules: &'a [ActiveRule<'a>],
    /// Their matches, in the same order.
    pub matches: &'a [RuleMatches],
    /// What the base had already; `None` without a base.
    pub known: Option<&'a Identities>,
    /// Names of all rules, also of those that did not run.
    pub names: &'a BTreeSet<&'a str>,
}

/// What a reader gets, and what was left out.
#[derive(Debug, Default)]
pub struct Triaged {
    /// The findings: worst first, then by place.
    pub findings: Vec<Finding>,
    /// How many matches a comment allows.
    pub suppressed: usize,
    /// How many matches the base had already.
    pub known: usize,
}

/// A match with what names it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub row: RowRef,
    pub subject: String,
    pub at: Span,
    pub related: Vec<Related>,
    pub values: Vec<(&'static str, String)>,
    pub per: Option<RowRef>,
    pub level: Level,
}

/// The findings.
pub fn triage(triage: &Triage<'_>) -> Triaged {
    let system = triage.system;
    let mut suppressions = Suppressions::new(system);
    let mut triaged = Triaged::default();
    let mut counts = Counts::new();
    for (active, found) in triage.rules.iter().zip(triage.matches) {
        let (id, pack) = (&active.rule().id, &active.file.pack);
        let mut candidates = candidates(system, active, found);
        let nothing = BTreeMap::new();
        let judged = match &active.rule().per {
            Some(per) if !candidates.is_empty() => counts
                .entry((&active.rule().relation, &per.row))
                .or_insert_with_key(|(relation, row)| judged_per(system, relation, row)),
            _ => &nothing,
        };
        let before = candidates.len();
        if let Some(known) = triage.known {
            known.retain_new(system, id, &mut candidates);
        }
        triaged.known += before - candidates.len();
        let before = candidates.len();
        candidates.retain(|candidate| !suppressions.allows(id, pack, candidate.at));
        triaged.suppressed += before - candidates.len();
        distinguish(system, &mut candidates);
        let findings = rollup::findings(system, active, judged, candidates, triage.known.is_some());
        let mut open = Vec::with_capacity(findings.len());
        for finding in findings {
            if suppressions.allows(id, pack, finding.at) {
                triaged.suppressed += finding.places;
            } else {
                open.push(finding);
            }
        }
        triaged.findings.extend(habit::merge(system, open));
    }
    report_unused(triage, &suppressions, &mut triaged.findings);
    triaged.findings.sort_by(|a, b| {
        b.level
            .cmp(&a.level)
            .then_with(|| a.at.cmp(&b.at))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.subject.cmp(&b.subject))
    });
    triaged
}

pub(crate) fn candidates(
    system: &System,
    active: &ActiveRule<'_>,
    found: &RuleMatches,
) -> Vec<Candidate> {
    let rule = active.rule();
    // The last candidate at a place, and for each candidate the one before it at the same place.
    let mut last: FxHashMap<Span, usize> = FxHashMap::default();
    let mut before: Vec<Option<usize>> = Vec::new();
    let mut candidates: Vec<Candidate> = Vec::new();
    // Most rules find nothing, and what is asked of a match is not compiled for them.
    let has_matches = !found.found.matches.is_empty();
    let mut judge = has_matches.then(|| active.note_judge(system)).flatten();
    for found in &found.found.matches {
        let values: Vec<(&str, String)> = found
            .values
            .iter()
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        let subject = match &rule.subject {
            Some(subject) => template::fill(subject, system, found.subject, &values),
            None => template::subject(system, found.subject),
        };
        let at = place(system, found);
        let same_place = last.get(&at).copied();
        let mut others = std::iter::successors(same_place, |other| before[*other]);
        if !others.any(|other| candidates[other].subject == subject) {
            before.push(same_place);
            last.insert(at, candidates.len());
            // What is not known proves no more than a note, and nobody works on what is set aside.
            let is_note = found.is_note
                || system.file(at.file).is_set_aside
                || judge
                    .as_mut()
                    .is_some_and(|judge| judge.verdict(found.subject) != Verdict::Fails);
            candidates.push(Candidate {
                row: found.subject,
                subject,
                at,
                related: found.related.clone(),
                values: found.values.clone(),
                per: rule
                    .per
                    .as_ref()
                    .and_then(|per| row_at(system, found.subject, &per.row)),
                level: if is_note { Level::Note } else { active.level },
            });
        }
    }
    candidates
}

/// For a relation and the path to the row that its matches are rolled up under: how many of its rows each such row has.
type Counts<'p> = BTreeMap<(&'p str, &'p str), BTreeMap<Option<RowRef>, usize>>;

/// How many rows of `relation` stand under each row that `path` leads to.
fn judged_per(system: &System, relation: &str, path: &str) -> BTreeMap<Option<RowRef>, usize> {
    let mut judged = BTreeMap::new();
    if let Some((number, relation)) = System::relation_named(relation) {
        for row in 0..(relation.len)(system) {
            let row = RowRef {
                relation: number,
                row: row as u32,
            };
            *judged.entry(row_at(system, row, path)).or_default() += 1;
        }
    }
    judged
}

/// Gives things of the same name in several files a name of their own.
fn distinguish(system: &System, candidates: &mut [Candidate]) {
    // The file of each subject; `None` if there are several.
    let mut files: FxHashMap<&str, Option<FileId>> = FxHashMap::default();
    for candidate in candidates.iter() {
        let file = Some(candidate.at.file);
        let known = files.entry(&candidate.subject).or_insert(file);
        if *known != file {
            *known = None;
        }
    }
    let is_told_apart: Vec<bool> = candidates
        .iter()
        .map(|candidate| files[&*candidate.subject].is_none())
        .collect();
    for (candidate, is_told_apart) in candidates.iter_mut().zip(is_told_apart) {
        if is_told_apart {
            candidate.subject =
                format!("{} ({})", candidate.subject, system.path(candidate.at.file));
        }
    }
}

fn report_unused(
    triage: &Triage<'_>,
    suppressions: &Suppressions<'_>,
    findings: &mut Vec<Finding>,
) {
    let system = triage.system;
    let Some(active) = triage.rules.iter().find(|active| {
        active
            .rule()
            .check
            .as_deref()
            .is_some_and(|check| check.replace('-', "_") == UNUSED_CHECK)
    }) else {
        return;
    };
    if triage.known.is_some() {
        // A review of what is new does not know whether a comment is needed.
        return;
    }
    // A name that no rule has allows nothing for ever.
    let may_tell = |id: &str| {
        let mut rules = triage.rules.iter();
        rules.any(|active| active.rule().id == id || active.file.pack == id)
            || !triage.names.contains(id)
    };
    for id in suppressions.unused(may_tell) {
        let candidate = Candidate {
            row: id.row_ref(),
            subject: template::subject(system, id.row_ref()),
            at: system.suppressions[id].at,
            related: Vec::new(),
            values: why_unused(&system.suppressions[id].rule, triage.names),
            per: None,
            level: active.level,
        };
        findings.extend(rollup::findings(
            system,
            active,
            &BTreeMap::new(),
            vec![candidate],
            false,
        ));
    }
}

/// What a comment that allows nothing says of itself, and what mends it, for the rule that tells it.
fn why_unused(rule: &str, names: &BTreeSet<&str>) -> Vec<(&'static str, String)> {
    const FORM: &str = "`archreview: allow RULE -- reason`";
    let (what, repair) = match rule.split_once(' ') {
        _ if names.contains(rule) => (
            format!("the comment allows `{rule}`, which is not found here"),
            "remove the comment".to_owned(),
        ),
        None if rule == "allow" => (
            "the comment allows nothing, because it names no rule".to_owned(),
            format!("name the rule: {FORM}"),
        ),
        Some((first, _)) if names.contains(first) => (
            format!("the comment allows `{rule}`, which is no rule and no pack"),
            "put commas between rules".to_owned(),
        ),
        Some((word, name)) if names.contains(name) || nearest(word, ["allow"]).is_some() => (
            format!("the comment says `{word}`, which allows nothing"),
            format!("write it as {FORM}"),
        ),
        _ => (
            format!(
                "the comment allows `{rule}`, which is no rule and no pack{}",
                hint(rule, names.iter().copied())
            ),
            "correct the name, or remove the comment".to_owned(),
        ),
    };
    vec![("what", what), ("repair", repair)]
}
