//! One habit is one finding: matches under the same row become the decision that they stand for.

use std::collections::BTreeMap;

use model::{Finding, Fix, Level, Related, Replacement, RowRef, System, Value, template};

use crate::pack::ActiveRule;
use crate::rule::{Per, PerPlace};
use crate::triage::Candidate;

/// Places that a finding names beside its own; the rest is a count.
pub(crate) const MAX_RELATED: usize = 50;

/// Parts that the help for many lists; the rest is a count.
const MAX_EACH: usize = 20;

/// The findings of one rule's candidates, in order. With `anchor_on_first`, a rolled-up finding
/// stands at its first match instead of at the row it is about: the line that a change added.
pub fn findings(
    system: &System,
    active: &ActiveRule<'_>,
    judged: &BTreeMap<Option<RowRef>, usize>,
    candidates: Vec<Candidate>,
    anchor_on_first: bool,
) -> Vec<Finding> {
    // What hurts and what is only worth a thought are two decisions.
    let mut groups: BTreeMap<(RowRef, Level), Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if let Some(per) = candidate.per {
            groups
                .entry((per, candidate.level))
                .or_default()
                .push(index);
        }
    }
    let from = active
        .rule()
        .per
        .as_ref()
        .map_or(usize::MAX, |per| per.from);
    groups.retain(|_, members| members.len() >= from);
    let mut findings = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        match candidate
            .per
            .and_then(|per| Some((per, groups.get(&(per, candidate.level))?)))
        {
            None => findings.push(single(system, active, candidate)),
            Some((per, members)) if members[0] == index => {
                let members: Vec<&Candidate> = members.iter().map(|&i| &candidates[i]).collect();
                let judged = judged.get(&Some(per)).copied().unwrap_or(members.len());
                findings.push(many(system, active, per, &members, judged, anchor_on_first));
            }
            Some(_) => {}
        }
    }
    findings
}

fn single(system: &System, active: &ActiveRule<'_>, candidate: &Candidate) -> Finding {
    let rule = active.rule();
    let fill = |text: &str| template::fill(text, system, candidate.row, &values(candidate));
    finding(
        system,
        active,
        candidate,
        Parts {
            subject: candidate.subject.clone(),
            message: fill(&rule.message),
            help: fill(&rule.help),
            fix: fix(system, active, &[candidate]),
            related: candidate.related.clone(),
            places: 1,
            judged: 1,
        },
    )
}

fn many(
    system: &System,
    active: &ActiveRule<'_>,
    per: RowRef,
    members: &[&Candidate],
    judged: usize,
    anchor_on_first: bool,
) -> Finding {
    let rule = active.rule();
    let first = members[0];
    let per_rule = rule
        .per
        .as_ref()
        .expect("matches are rolled up by `per` alone");
    let counts = [
        ("count", members.len().to_string()),
        ("judged", judged.max(members.len()).to_string()),
    ];
    let anchor = Candidate {
        at: if anchor_on_first || per_rule.at == PerPlace::First {
            first.at
        } else {
            system.row(per).at()
        },
        ..first.clone()
    };
    let related = members
        .iter()
        .take(MAX_RELATED)
        .filter(|member| member.at != anchor.at)
        .map(|member| Related {
            at: member.at,
            label: member.subject.clone(),
        })
        .collect();
    finding(
        system,
        active,
        &anchor,
        Parts {
            subject: many_subject(system, active, per, first.level),
            message: template::fill(&per_rule.message, system, per, &counts),
            help: many_help(system, active, per_rule, members, &counts),
            fix: fix(system, active, members),
            related,
            places: members.len(),
            judged,
        },
    )
}

/// What names the decision: the notes beside the warnings of one row are another one.
fn many_subject(system: &System, active: &ActiveRule<'_>, per: RowRef, level: Level) -> String {
    let subject = template::subject(system, per);
    if level == active.level {
        subject
    } else {
        format!("{subject} ({}s)", level.word())
    }
}

/// How to mend all of `members`.
fn many_help(
    system: &System,
    active: &ActiveRule<'_>,
    per: &Per,
    members: &[&Candidate],
    counts: &[(&str, String)],
) -> String {
    let first = members[0];
    let mut known = values(first);
    let Some(help) = &per.help else {
        return template::fill(&active.rule().help, system, first.row, &known);
    };
    let mut parts: Vec<String> = Vec::new();
    if let Some(each) = &per.each {
        for member in members {
            let part = template::fill(each, system, member.row, &values(member));
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    let more = parts.len().saturating_sub(MAX_EACH);
    parts.truncate(MAX_EACH);
    let mut each = parts.join(", ");
    if more > 0 {
        each.push_str(&format!(", and {more} more like these"));
    }
    known.push(("each", each));
    known.extend(counts.iter().cloned());
    template::fill(help, system, first.row, &known)
}

struct Parts {
    subject: String,
    message: String,
    help: String,
    fix: Option<Fix>,
    related: Vec<Related>,
    places: usize,
    judged: usize,
}

fn values(candidate: &Candidate) -> Vec<(&str, String)> {
    candidate
        .values
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .collect()
}

/// What mends all of `members` at once; `None` if that is not known of one of them.
fn fix(system: &System, active: &ActiveRule<'_>, members: &[&Candidate]) -> Option<Fix> {
    let text = active.rule().fix.as_ref()?;
    let first = members.first()?;
    let new_files = system
        .new_files
        .get(&first.row)
        .cloned()
        .unwrap_or_default();
    // Two that each want the next version would be in each other's way.
    let has_files = |member: &&Candidate| system.new_files.contains_key(&member.row);
    if members.len() > 1 && members.iter().any(has_files) {
        return None;
    }
    let mut replacements: Vec<Replacement> = Vec::new();
    for member in members {
        for replacement in system.replacements.get(&member.row)? {
            if !replacements.contains(replacement) {
                replacements.push(replacement.clone());
            }
        }
    }
    replacements.sort_by_key(|replacement| replacement.at);
    Some(Fix {
        description: template::fill(text, system, first.row, &values(first)),
        replacements,
        new_files,
    })
}

fn finding(system: &System, active: &ActiveRule<'_>, at: &Candidate, parts: Parts) -> Finding {
    let file = system.file(at.at.file);
    let service = match system.value(at.row, "service") {
        Some(Value::Row(row)) => Some(template::subject(system, row)),
        _ => file.service.map(|id| system.services[id].name.clone()),
    };
    Finding {
        rule: active.rule().id.clone(),
        level: at.level,
        subject: parts.subject,
        message: parts.message,
        help: parts.help.trim().to_owned(),
        fix: parts.fix,
        at: at.at,
        related: parts.related,
        places: parts.places,
        judged: parts.judged,
        service,
        owner: file.owner.clone(),
        underlines_secret: active.rule().underlines_secret,
    }
}
