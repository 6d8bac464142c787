//! One habit is one finding: matches under the same row become the decision that they stand for.

use std::collections::BTreeMap;

use model::{Finding, Fix, Related, Replacement, RowRef, System, Value, template};

use crate::pack::ActiveRule;
use crate::triage::Candidate;

/// Places that a finding names beside its own; the rest is a count.
const MAX_RELATED: usize = 10;

/// The findings of one rule's candidates, in order. With `anchor_on_first`, a rolled-up finding
/// stands at its first match instead of at the row it is about: the line that a change added.
pub fn findings(
    system: &System,
    active: &ActiveRule<'_>,
    judged: &BTreeMap<Option<RowRef>, usize>,
    candidates: Vec<Candidate>,
    anchor_on_first: bool,
) -> Vec<Finding> {
    let mut groups: BTreeMap<RowRef, Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if let Some(per) = candidate.per {
            groups.entry(per).or_default().push(index);
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
            .and_then(|per| groups.get(&per).map(|members| (per, members)))
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
    let message = rule.per.as_ref().map_or(&rule.message, |per| &per.message);
    let counts = [
        ("count", members.len().to_string()),
        ("judged", judged.max(members.len()).to_string()),
    ];
    let anchor = Candidate {
        at: if anchor_on_first {
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
            subject: template::subject(system, per),
            message: template::fill(message, system, per, &counts),
            help: template::fill(&rule.help, system, first.row, &values(first)),
            fix: fix(system, active, members),
            related,
            places: members.len(),
            judged,
        },
    )
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
        level: active.level,
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
