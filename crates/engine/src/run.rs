//! Every rule over the system, in parallel: matches, and how much was judged.

use std::collections::BTreeSet;

use model::template;
use model::{
    FileId, FileRole, Match, Matches, NativeCheck, Related, Review, RowRef, Span, System, Value,
};
use rayon::prelude::*;

use crate::expression::Verdict;
use crate::pack::ActiveRule;
use crate::rule::AppliesTo;

/// Rows that one task judges.
const CHUNK: usize = 2048;

/// What rules about how something changes speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeScope {
    /// The whole history.
    All,
    /// What stands in these files, and every row of `change`.
    Files(BTreeSet<FileId>),
    /// Nothing.
    Nothing,
}

/// The matches of one rule.
#[derive(Debug, Clone, Default)]
pub struct RuleMatches {
    /// Matches and counts.
    pub found: Matches,
    /// Why the rule could not be evaluated on some rows: a fault of the rule, not of the repository.
    pub broken: Option<String>,
}

/// The matches of every rule of `rules`, in their order.
pub fn run(
    review: Review<'_>,
    rules: &[ActiveRule<'_>],
    checks: &[NativeCheck],
    scope: &ChangeScope,
) -> Vec<RuleMatches> {
    rules
        .par_iter()
        .map(|active| {
            let mut result = match &active.rule().check {
                Some(check) => native(review, active, check, checks),
                None => condition(review.system, active),
            };
            result.found.matches.retain(|found| {
                in_scope(review, active, found, scope) && has_product_role(review.system, found)
            });
            result
        })
        .collect()
}

/// The place of a match.
pub fn place(system: &System, found: &Match) -> Span {
    found.at.unwrap_or_else(|| system.row(found.subject).at())
}

fn in_scope(
    review: Review<'_>,
    active: &ActiveRule<'_>,
    found: &Match,
    scope: &ChangeScope,
) -> bool {
    let system = review.system;
    // A check that sees both states finds what changed itself: what is gone stands in no changed file.
    let compares = active.rule().check.is_some() && review.base.is_some();
    if active.rule().applies_to == AppliesTo::State
        || active.rule().relation == "change"
        || compares
    {
        return true;
    }
    match scope {
        ChangeScope::All => true,
        ChangeScope::Nothing => false,
        ChangeScope::Files(files) => {
            files.contains(&place(system, found).file)
                || files.contains(&system.row(found.subject).at().file)
        }
    }
}

/// Whether the place is part of the product: not a test, an example or somebody else's.
fn has_product_role(system: &System, found: &Match) -> bool {
    !matches!(
        system.file(place(system, found).file).role,
        FileRole::Test
            | FileRole::Vendored
            | FileRole::Example
            | FileRole::Seed
            | FileRole::LoadGenerator
    )
}

fn native(
    review: Review<'_>,
    active: &ActiveRule<'_>,
    name: &str,
    checks: &[NativeCheck],
) -> RuleMatches {
    let name = name.replace('-', "_");
    let Some(check) = checks.iter().find(|check| check.name == name) else {
        return RuleMatches {
            broken: (name != crate::suppress::UNUSED_CHECK)
                .then(|| format!("unknown check `{name}`")),
            ..RuleMatches::default()
        };
    };
    let mut with = active
        .rule()
        .with
        .clone()
        .unwrap_or_else(|| serde_json::Value::Object(serde_json::Map::new()));
    if let Some(with) = with.as_object_mut() {
        for (name, value) in &active.configuration {
            with.insert(name.clone(), value.clone());
        }
    }
    match (check.review)(review, &with) {
        Ok(found) => RuleMatches {
            found,
            broken: None,
        },
        Err(message) => RuleMatches {
            found: Matches::default(),
            broken: Some(message),
        },
    }
}

fn condition(system: &System, active: &ActiveRule<'_>) -> RuleMatches {
    let rule = active.rule();
    let broken = |message: String| RuleMatches {
        broken: Some(message),
        ..RuleMatches::default()
    };
    let Some((number, relation)) = System::relation_named(&rule.relation) else {
        return broken(format!("unknown relation `{}`", rule.relation));
    };
    let rows = (relation.len)(system);
    if rows == 0 {
        return RuleMatches::default();
    }
    let expression = match active.file.condition() {
        Ok(expression) => expression,
        Err(message) => return broken(message.clone()),
    };
    let chunks: Vec<(usize, usize)> = (0..rows)
        .step_by(CHUNK)
        .map(|start| (start, (start + CHUNK).min(rows)))
        .collect();
    let judged: Vec<RuleMatches> = chunks
        .into_par_iter()
        .map(|(start, end)| {
            let mut judge = expression.judge(system, relation, &active.configuration);
            let mut result = RuleMatches::default();
            for row in start..end {
                let row = RowRef {
                    relation: number,
                    row: row as u32,
                };
                result.found.judged += 1;
                match judge.verdict(row) {
                    Verdict::Holds => result.found.matches.push(matched(system, active, row)),
                    Verdict::Fails => {}
                    Verdict::Unknown(reason) => result.found.silent(&reason),
                    Verdict::Broken(message) => result.broken = Some(message),
                }
            }
            result
        })
        .collect();
    judged
        .into_iter()
        .reduce(|mut all, part| {
            all.found.judged += part.found.judged;
            for (reason, count) in part.found.unknown {
                *all.found.unknown.entry(reason).or_default() += count;
            }
            all.found.matches.extend(part.found.matches);
            all.broken = all.broken.or(part.broken);
            all
        })
        .unwrap_or_default()
}

/// The match that a rule file describes for `row`: its place and its further places.
fn matched(system: &System, active: &ActiveRule<'_>, row: RowRef) -> Match {
    let rule = active.rule();
    let mut found = Match::of(row);
    found.at = rule
        .at
        .as_deref()
        .and_then(|path| place_at(system, row, path));
    for place in &rule.related {
        if let Some(at) = place_at(system, row, &place.at) {
            let label = template::fill(&place.label, system, row, &[]);
            found.related.push(Related { at, label });
        }
    }
    if let Some(evidence) = system.evidence.get(&row) {
        for place in evidence {
            found.related.push(Related {
                at: place.at,
                label: place.label.clone(),
            });
        }
    }
    found
}

/// The place that `path` leads to from `row`.
fn place_at(system: &System, row: RowRef, path: &str) -> Option<Span> {
    match follow(system, row, path)? {
        Value::Span(span) => Some(span),
        Value::Row(row) => Some(system.row(row).at()),
        _ => None,
    }
}

/// The row that `path` leads to from `row`.
pub fn row_at(system: &System, row: RowRef, path: &str) -> Option<RowRef> {
    match follow(system, row, path)? {
        Value::Row(row) => Some(row),
        _ => None,
    }
}

fn follow<'s>(system: &'s System, row: RowRef, path: &str) -> Option<Value<'s>> {
    let mut value = Value::Row(row);
    let mut names = path.split('.').peekable();
    if names.peek() == Some(&system.relation(row).name) {
        names.next();
    }
    for name in names {
        match value {
            Value::Row(row) => value = system.value(row, name)?,
            _ => return None,
        }
    }
    Some(value)
}
