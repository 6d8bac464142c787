//! What changed between two states of a system.
//!
//! Contracts are paired by path, or by their operations after a move. Operations are paired by
//! method and path, whatever the parameters of the path are called, and wherever in the repository
//! they went. What differs is told by who sends it: a request may become wider, a response narrower.

mod bounds;
pub(crate) mod dates;
mod life_cycle;
mod matching;
mod operation;
mod pairs;
mod reach;
mod record;
mod schema;
mod security;
mod version;
mod words;

use std::cell::OnceCell;

use model::system::PlacedNote;
use model::{Api, Change, ChangeKind, Contracts, FileId, FileRole, Id, Place, System};

use crate::contract::operation::View;
use matching::{Elsewhere, base_path, base_paths, matched, views, webhook_views};
pub use pairs::shape;
use record::{Direction, Effect, Found};
use schema::Pair;

/// Fills `change` of `now` with the differences of its contracts from those of `base`.
pub fn compare(base: &System, now: &mut System) {
    let contracts = std::mem::take(&mut now.contracts);
    let today = std::mem::take(&mut now.today);
    let pairs = pairs::pairs(base, &base.contracts, now, &contracts);
    let roots: Vec<(Option<Place>, Place)> = pairs
        .both
        .iter()
        .map(|(old, new)| (Some(*old), *new))
        .chain(pairs.added.iter().map(|new| (None, *new)))
        .collect();
    let states = States {
        base: &base.contracts,
        now: &contracts,
        today: &today,
        roots: &roots,
        elsewhere: OnceCell::new(),
    };
    let mut told: Vec<(String, Vec<Found>)> = Vec::new();
    for &(old, new) in &pairs.both {
        let old_document = base.contracts.document(old);
        let new_document = contracts.document(new);
        // Facts of a file that did not change are shared; parts in other files may have changed.
        let is_same =
            std::ptr::eq(old_document, new_document) && new_document.references.is_empty();
        let file = contracts.files[new.file as usize].file;
        let api = now.apis.ids().find(|id| now.apis[*id].at.file == file);
        let Some(api) = api.filter(|_| !is_same) else {
            continue;
        };
        // What an error of syntax hides is not gone.
        if old_document.is_partial || new_document.is_partial {
            let state = match new_document.is_partial {
                true => "it",
                false => "its state at the base",
            };
            now.notes.push(PlacedNote {
                file: Some(file),
                at: new_document.at,
                kind: "change".to_owned(),
                message: format!("{state} has an error of syntax; what changed is not told"),
            });
            continue;
        }
        let found = states.differences(old, new);
        if is_told(&mut told, &new_document.info.title, &found) {
            continue;
        }
        let is_new_major = version::is_new_major(old_document, new_document);
        let base_path = base_path(old_document);
        for found in found {
            push(now, Some(api), base_path, is_new_major, found);
        }
    }
    for &old in &pairs.removed {
        let document = base.contracts.document(old);
        if document.is_partial || is_unreadable(now, &base.contracts.files[old.file as usize].path)
        {
            continue;
        }
        if let Some((found, is_new_major)) = states.removed(old, now) {
            push(now, None, base_path(document), is_new_major, found);
        }
    }
    now.contracts = contracts;
    now.today = today;
}

/// Whether the file at `path` is there and cannot be read: a contract that is broken is not gone.
fn is_unreadable(now: &System, path: &str) -> bool {
    let mut files = now.files.iter();
    let file = files.find(|(_, file)| file.path == path);
    file.is_some_and(|(_, file)| {
        let mut notes = now.notes.iter();
        notes.any(|note| {
            note.file == Some(file.at.file) && matches!(note.kind.as_str(), "syntax" | "version")
        })
    })
}

/// Whether the same differences were told of a copy of the same contract; if not, they are kept.
fn is_told(told: &mut Vec<(String, Vec<Found>)>, title: &str, found: &[Found]) -> bool {
    let is_same = |one: &Found, other: &Found| {
        (&one.subject, &one.code, &one.before, &one.after)
            == (&other.subject, &other.code, &other.before, &other.after)
    };
    let is_copy = !found.is_empty()
        && told.iter().any(|(known, all)| {
            known == title
                && all.len() == found.len()
                && all
                    .iter()
                    .zip(found)
                    .all(|(one, other)| is_same(one, other))
        });
    if !is_copy {
        told.push((title.to_owned(), found.to_vec()));
    }
    is_copy
}

fn push(
    now: &mut System,
    api: Option<Id<Api>>,
    base_path: &str,
    is_new_major: bool,
    mut found: Found,
) {
    let mut hits = match found.effect {
        Effect::Compatible => Vec::new(),
        _ => reach::hits(now, api, base_path, &found.operations),
    };
    let mut reason = found.reason.to_owned();
    if found.effect != Effect::Compatible {
        reason.push_str(&reach::told(now, &hits));
    }
    // What is gone with its file is shown where it is missed.
    let mut affected: Vec<_> = hits.iter().filter_map(|hit| hit.service).collect();
    if api.is_none() && !hits.is_empty() {
        found.at = hits.remove(0).at;
    }
    affected.sort_unstable();
    affected.dedup();
    let id = now.changes.push(Change {
        at: found.at,
        api,
        summary: words::summary(&found),
        subject: found.subject,
        kind: found.kind,
        code: found.code,
        direction: found.direction.word().to_owned(),
        is_breaking: found.effect == Effect::Breaks,
        may_break: found.effect == Effect::MayBreak,
        is_new_major: is_new_major || found.is_new_major,
        was_deprecated: found.was_deprecated,
        before: found.before,
        after: found.after,
        reason,
        operations: found
            .operations
            .iter()
            .map(|(method, path)| format!("{method} {path}"))
            .collect(),
        affected,
    });
    reach::label(now, id.row_ref(), hits);
}

/// Two states of all contracts.
struct States<'c> {
    base: &'c Contracts,
    now: &'c Contracts,
    today: &'c str,
    /// The contracts of the newer state, each behind its earlier state.
    roots: &'c [(Option<Place>, Place)],
    elsewhere: OnceCell<Elsewhere<'c>>,
}

impl<'c> States<'c> {
    /// What `view`, which its own contract no longer has, has become in another one.
    fn moved(&self, base_path: &str, view: &View<'_>, own: Option<Place>) -> Option<&View<'c>> {
        self.elsewhere
            .get_or_init(|| Elsewhere::new(self.base, self.now, self.roots))
            .find(base_path, view, own)
    }

    /// Every difference between two states of one contract, in the order of the newer text.
    fn differences(&self, old: Place, new: Place) -> Vec<Found> {
        let (base, now) = (self.base, self.now);
        let (old_document, new_document) = (base.document(old), now.document(new));
        let mut pair = Pair::new(base, now, self.today);
        let old_views = views(base, old);
        let new_views = views(now, new);
        pair.renamed_schemes = security::renamed(
            &old_document.security_schemes,
            &new_document.security_schemes,
        );
        let (old_base, new_base) = (base_path(old_document), base_path(new_document));
        let matches = matched(&old_views, &new_views, old_base, new_base);
        let title_at = now.span(new, new_document.info.at);
        for (index, view) in old_views.iter().enumerate() {
            pair.operation = Some(index as u32);
            if let Some(&other) = matches.get(&index) {
                operation::compare(&mut pair, view, &new_views[other]);
                continue;
            }
            if let Some(other) = self.moved(old_base, view, Some(new)) {
                operation::compare(&mut pair, view, other);
                continue;
            }
            let shape = pairs::shape(view.path);
            let beside = new_views.iter().find(|new| pairs::shape(new.path) == shape);
            let at = beside.map_or(title_at, |new| new.path_at);
            let mut found =
                operation::whole(view, at, ChangeKind::Removed, self.today, "operation");
            found.is_new_major = is_followed(view, &new_views);
            pair.push(found);
        }
        pair.operation = None;
        for (index, view) in new_views.iter().enumerate() {
            if !matches.values().any(|&other| other == index) {
                let at = now.span(view.item, view.operation.at);
                pair.push(operation::whole(
                    view,
                    at,
                    ChangeKind::Added,
                    self.today,
                    "operation",
                ));
            }
        }
        webhooks(&mut pair, old, new);
        security::schemes(&mut pair, old, new, &old_views);
        let is_compensated = matches.iter().any(|(&old, &new)| {
            pairs::shape(old_views[old].path) != pairs::shape(new_views[new].path)
        });
        if !matches.is_empty() && !is_compensated {
            servers(&mut pair, old, new);
        }
        settled(pair, &old_views)
    }

    /// A contract that is gone, unless each of its operations is served by another one now; and
    /// whether a newer major version took its place. `None` as well if there is no file left to show it at.
    fn removed(&self, old: Place, now: &System) -> Option<(Found, bool)> {
        let document = self.base.document(old);
        let base_path = base_path(document);
        let gone: Vec<View<'_>> = views(self.base, old)
            .into_iter()
            .filter(|view| self.moved(base_path, view, None).is_none())
            .filter(|view| {
                operation::whole(
                    view,
                    view.path_at,
                    ChangeKind::Removed,
                    self.today,
                    "operation",
                )
                .effect
                    == Effect::Breaks
            })
            .collect();
        let path = &self.base.files[old.file as usize].path;
        let file = nearest(now, path)?;
        if gone.is_empty() {
            return None;
        }
        let is_new_major = self
            .roots
            .iter()
            .map(|(_, new)| self.now.document(*new))
            .any(|new| {
                new.info.title == document.info.title && version::is_new_major(document, new)
            });
        let title = match document.info.title.trim() {
            "" => path.clone(),
            title => format!("{title} ({path})"),
        };
        let operations: Vec<(String, String)> = gone
            .iter()
            .map(|view| (view.method.to_owned(), view.path.to_owned()))
            .collect();
        let count = operations.len();
        let found = Found {
            at: model::At::default().in_file(file),
            subject: title,
            kind: ChangeKind::Removed,
            code: "contract-removed".to_owned(),
            part: "contract",
            what: "removed".to_owned(),
            direction: Direction::Both,
            effect: Effect::Breaks,
            was_deprecated: false,
            is_new_major,
            before: match count {
                1 => "1 operation".to_owned(),
                count => format!("{count} operations"),
            },
            after: String::new(),
            reason: "clients that call it find nothing",
            operations,
        };
        Some((found, is_new_major))
    }
}

/// Whether the same operation is there under a higher version in its path.
fn is_followed(old: &View<'_>, new: &[View<'_>]) -> bool {
    let Some(version) = version::of_path(old.path) else {
        return false;
    };
    let rest = pairs::shape(&version::without(old.path));
    new.iter().any(|new| {
        new.method == old.method
            && version::of_path(new.path).is_some_and(|number| number > version)
            && pairs::shape(&version::without(new.path)) == rest
    })
}

/// The differences of a pair in order, each with the operations that it concerns.
fn settled(pair: Pair<'_>, old: &[View<'_>]) -> Vec<Found> {
    let concerned: Vec<Vec<u32>> = match pair.found.iter().all(|f| f.effect == Effect::Compatible) {
        true => Vec::new(),
        false => pair.operations(),
    };
    let mut found = pair.found;
    for (found, concerned) in found.iter_mut().zip(concerned) {
        if found.operations.is_empty() {
            let views = concerned.iter().map(|&index| &old[index as usize]);
            found.operations = views
                .map(|view| (view.method.to_owned(), view.path.to_owned()))
                .collect();
        }
    }
    found.sort_by(|a, b| {
        (a.at, &a.subject, &a.code, &a.before, &a.after)
            .cmp(&(b.at, &b.subject, &b.code, &b.before, &b.after))
    });
    found.dedup();
    found
}

fn webhooks<'c>(pair: &mut Pair<'c>, old: Place, new: Place) {
    let old_views = webhook_views(pair.base, old);
    let new_views = webhook_views(pair.now, new);
    let title_at = pair.now.span(new, pair.now.document(new).info.at);
    for view in &old_views {
        let found = new_views
            .iter()
            .find(|new| new.path == view.path && new.method == view.method);
        match found {
            Some(new) => {
                let label = format!("webhook {}", new.path);
                operation::compare_outgoing(pair, view, new, &label);
            }
            None => {
                let today = pair.today;
                let removed =
                    operation::whole(view, title_at, ChangeKind::Removed, today, "webhook");
                pair.push(removed);
            }
        }
    }
}

/// The path that all servers put before every path: clients have it in their configuration.
fn servers(pair: &mut Pair<'_>, old: Place, new: Place) {
    let (old_document, new_document) = (pair.base.document(old), pair.now.document(new));
    let (before, after) = (base_paths(old_document), base_paths(new_document));
    // A contract without servers says nothing of where it is served.
    let is_silent = old_document.servers.is_empty() || new_document.servers.is_empty();
    if is_silent || before.iter().any(|path| after.contains(path)) {
        return;
    }
    let text = |paths: std::collections::BTreeSet<&str>| {
        let paths: Vec<&str> = paths
            .into_iter()
            .map(|p| if p.is_empty() { "/" } else { p })
            .collect();
        paths.join(", ")
    };
    let at = new_document
        .servers
        .first()
        .map_or(new_document.info.at, |server| server.at);
    let found = Found {
        at: pair.now.span(new, at),
        subject: new_document.info.title.clone(),
        kind: ChangeKind::Altered,
        code: "base-path-changed".to_owned(),
        part: "contract",
        what: "base-path-changed".to_owned(),
        direction: Direction::Both,
        effect: Effect::MayBreak,
        was_deprecated: false,
        is_new_major: false,
        before: text(before),
        after: text(after),
        reason: "clients that call the old address find nothing",
        operations: Vec::new(),
    };
    pair.push(found);
}

/// The file of `now` that shares the most folders with `path`.
fn nearest(now: &System, path: &str) -> Option<FileId> {
    let shared = |other: &str| {
        let segments = path.split('/').zip(other.split('/'));
        segments.take_while(|(one, other)| one == other).count()
    };
    now.files
        .iter()
        .filter(|(_, file)| {
            !matches!(
                file.role,
                FileRole::Test | FileRole::Vendored | FileRole::Example
            )
        })
        .max_by_key(|(_, file)| {
            (
                shared(&file.path),
                !file.artifact.is_empty(),
                std::cmp::Reverse(&file.path),
            )
        })
        .map(|(_, file)| file.at.file)
}
