//! Decisions, and which of them supersede which.

use std::collections::BTreeMap;

use model::facts::Facts;
use model::facts::decision::Decision as Record;
use model::facts::design::Text;
use model::{Decision, DecisionLog, FileId, Id, Placeholder, Span, System, path};

use super::speaks;
use crate::Input;

/// Words of a status that say that a decision holds.
const ACCEPTED: &[&str] = &[
    "accepted",
    "approved",
    "implemented",
    "adopted",
    "decided",
    "active",
    "final",
    "complete",
    "done",
    "agreed",
    "in use",
    "in force",
];
/// Words of a status that say that nothing is decided yet.
const OPEN: &[&str] = &[
    "proposed",
    "draft",
    "pending",
    "in review",
    "under review",
    "open",
    "wip",
    "work in progress",
    "tentative",
    "in discussion",
    "in progress",
    "rfc",
];
/// Words of a status that say that a decision holds no longer, or never did.
const CLOSED: &[&str] = &[
    "supersed",
    "superced",
    "deprecated",
    "reject",
    "replaced",
    "obsolete",
    "withdrawn",
    "not accepted",
    "abandoned",
    "cancelled",
    "declined",
];

/// Fills `decision_log`, `decision` and the placeholders of decisions.
pub fn link(input: &Input<'_>, system: &mut System) {
    let mut logs: BTreeMap<&str, Id<DecisionLog>> = BTreeMap::new();
    let mut records: Vec<(Id<Decision>, &Record)> = Vec::new();
    for (&file, facts) in input.facts {
        for facts in &facts.facts {
            let Facts::Decision(facts) = facts else {
                continue;
            };
            if !speaks(system, file) {
                continue;
            }
            let folder = path::folder(input.path(file));
            let log = *logs.entry(folder).or_insert_with(|| {
                system.decision_logs.push(DecisionLog {
                    at: facts.title.at.in_file(file),
                    path: folder.to_owned(),
                    next_number: 1,
                    decisions: Vec::new(),
                })
            });
            records.push((push(system, file, log, facts), facts));
        }
    }
    let by_number = numbers(system);
    for &(id, facts) in &records {
        if !system.decisions[id].is_accepted {
            continue;
        }
        for reference in &facts.supersedes {
            let Some(older) = resolve(system, &by_number, id, reference) else {
                continue;
            };
            if older != id && system.decisions[older].successor.is_none() {
                system.decisions[older].successor = Some(id);
            }
        }
    }
}

fn push(system: &mut System, file: FileId, log: Id<DecisionLog>, facts: &Record) -> Id<Decision> {
    let status = facts
        .status
        .as_ref()
        .map(|status| status.value.to_lowercase())
        .unwrap_or_default();
    let says = |words: &[&str]| words.iter().any(|word| status.contains(word));
    let is_choice = status.contains('|');
    let is_closed = says(CLOSED);
    let is_open = !is_closed
        && OPEN.iter().any(|word| {
            status
                .trim_start_matches(|c: char| !c.is_alphabetic())
                .starts_with(word)
        });
    if let Some(number) = facts.number {
        let next = &mut system.decision_logs[log].next_number;
        *next = (*next).max(number + 1);
    }
    let id = system.decisions.push(Decision {
        at: facts.title.at.in_file(file),
        status_at: facts
            .status
            .as_ref()
            .unwrap_or(&facts.title)
            .at
            .in_file(file),
        file: Id::new(file.0 as usize),
        log,
        title: facts.title.value.clone(),
        number: facts.number,
        same_number: None,
        is_accepted: !is_closed && !is_open && !is_choice && says(ACCEPTED),
        is_open,
        status,
        format: facts.format.clone(),
        has_context: facts.has_context,
        has_alternatives: facts.has_alternatives,
        has_consequences: facts.has_consequences,
        superseded_by: facts.superseded_by.as_ref().map(|text| text.value.clone()),
        successor: None,
        placeholders: Vec::new(),
    });
    for left in &facts.placeholders {
        placeholder(system, left.at.in_file(file), left).decision = Some(id);
    }
    id
}

/// Adds a placeholder; the caller says what it stands in.
pub fn placeholder<'s>(system: &'s mut System, at: Span, left: &Text) -> &'s mut Placeholder {
    let id = system.placeholders.push(Placeholder {
        at,
        file: Id::new(at.file.0 as usize),
        text: left.value.clone(),
        decision: None,
        service_definition: None,
        api_specification: None,
    });
    &mut system.placeholders[id]
}

type Numbers = BTreeMap<(Id<DecisionLog>, i64), Id<Decision>>;

/// The first decision of each number, to which later ones with the same number refer.
fn numbers(system: &mut System) -> Numbers {
    let mut by_number = Numbers::new();
    for id in system.decisions.ids() {
        let decision = &system.decisions[id];
        let Some(number) = decision.number else {
            continue;
        };
        let first = *by_number.entry((decision.log, number)).or_insert(id);
        if first != id {
            system.decisions[id].same_number = Some(first);
        }
    }
    by_number
}

/// The decision that `reference` names: by the target of a link, or by its number, in the log of `from`.
fn resolve(
    system: &System,
    by_number: &Numbers,
    from: Id<Decision>,
    reference: &Text,
) -> Option<Id<Decision>> {
    let text = reference.value.as_str();
    if let Some((_, target)) = text.split_once("](") {
        let target = target.split([')', '#', ' ']).next().unwrap_or_default();
        let own = &system.files[system.decisions[from].file].path;
        let wanted = path::join(own, target)?;
        return system
            .decisions
            .iter()
            .find(|(_, decision)| system.files[decision.file].path == wanted)
            .map(|(id, _)| id);
    }
    let digits: String = text
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(6)
        .collect();
    by_number
        .get(&(system.decisions[from].log, digits.parse().ok()?))
        .copied()
}
