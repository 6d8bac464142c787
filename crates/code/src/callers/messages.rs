//! Messages that are sent behind functions of the project: the calls of such a function send them, wherever they stand.

use super::meaning::{Meaning, Named};
use crate::form::last_name;
use crate::frameworks::through_functions;
use crate::{
    Consume, Declaration, DeclarationKind, Facts, Folded, Handed, Language, Publish, Results,
};
use std::collections::{BTreeMap, BTreeSet};

/// The brokers whose jobs are classes, which may stand in modules.
const JOBS: &[&str] = &["sidekiq", "active-job"];
/// The broker whose tasks may have other names than their functions.
const CELERY: &str = "celery";
/// The broker whose jobs are done at once, where nothing says that they are queued.
const LARAVEL: &str = "laravel-queue";

/// The messages that these files send, each with the index of its file: where a function sends to a topic that it is
/// given, its calls stand in its place. Paths are as in [`link_routes`](crate::link_routes).
pub fn link_messages(files: &[(&str, &Facts)], results: &Results<'_>) -> Vec<(usize, Publish)> {
    let mut known: Vec<(usize, &crate::Sender, &Publish)> = Vec::new();
    let mut out: Vec<(usize, Publish)> = Vec::new();
    for (file, (_, facts)) in files.iter().enumerate() {
        out.extend(
            facts
                .publishes
                .iter()
                .map(|publish| (file, publish.clone())),
        );
        for sender in &facts.senders {
            let mut publishes = facts.publishes.iter();
            let sent = publishes.find(|publish| publish.at == sender.publish);
            known.extend(sent.map(|publish| (file, sender, publish)));
        }
    }
    if !known.is_empty() {
        let mut meaning = Meaning::new(files);
        for (file, sender, _) in &known {
            meaning.add(Named {
                file: *file,
                name: sender.name.clone(),
                class: sender.class.clone(),
                is_default: sender.is_default,
            });
        }
        let mut dropped: BTreeSet<(usize, crate::At)> = BTreeSet::new();
        for (file, (_, facts)) in files.iter().enumerate() {
            for handed in &facts.handed {
                let place = &handed.place;
                let around = (place.in_class.as_deref(), place.in_function.as_deref());
                let Some(meant) = meaning.meant(file, &handed.callee, around, &|| None) else {
                    continue;
                };
                let (own, sender, publish) = known[meant];
                let is_own = |name: &str| sender.parameters.iter().any(|own| own == name);
                let topic = results.filled(own, &publish.topic);
                let topic = through_functions(&topic, &is_own);
                dropped.insert((own, publish.at));
                out.push((
                    file,
                    Publish {
                        topic: topic.filled(&|name| given(sender, handed, name)),
                        at: handed.at,
                        place: handed.place.clone(),
                        ..publish.clone()
                    },
                ));
            }
        }
        out.retain(|(file, publish)| !dropped.contains(&(*file, publish.at)));
    }
    if !know_celery(files) {
        out.retain(|(_, publish)| publish.broker != CELERY);
    }
    if out.iter().any(|(_, publish)| publish.broker == LARAVEL) {
        let at_once = done_at_once(files);
        out.retain(|(_, publish)| {
            let job = publish.topic.known().map(last_name);
            publish.broker != LARAVEL || job.is_none_or(|job| !at_once.contains(job))
        });
    }
    let tasks = task_names(files);
    let jobs = job_names(files);
    for (file, publish) in &mut out {
        publish.topic = results.fill(*file, &publish.topic);
        let named = publish.topic.known().and_then(|name| tasks.get(name));
        if let Some(Some(name)) = named.filter(|_| publish.broker == CELERY) {
            publish.topic = (*name).clone();
        }
        let job = publish.topic.known().and_then(|name| jobs.get(name));
        if let Some(Some(name)) = job.filter(|_| JOBS.contains(&publish.broker.as_str())) {
            publish.topic = (*name).clone();
        }
    }
    out.sort_by(|a, b| (a.0, a.1.at, &a.1.topic).cmp(&(b.0, b.1.at, &b.1.topic)));
    out.dedup_by(|next, kept| {
        next.0 == kept.0 && next.1.at == kept.1.at && next.1.topic == kept.1.topic
    });
    out
}

/// The classes of PHP that no queue takes, by their last names: neither they nor a class above them says so, and all of
/// those stand in these files. Laravel does them at once.
/// Source: <https://laravel.com/docs/12.x/queues#class-structure>, "the generated class will implement ShouldQueue".
fn done_at_once<'f>(files: &[(&str, &'f Facts)]) -> BTreeSet<&'f str> {
    const CLASSES_ABOVE: usize = 5;
    let mut classes: BTreeMap<&str, Vec<&Declaration>> = BTreeMap::new();
    let files = files
        .iter()
        .filter(|(_, facts)| facts.language == Language::Php);
    for class in files.flat_map(|(_, facts)| &facts.declarations) {
        if class.kind == DeclarationKind::Class {
            classes.entry(&class.name).or_default().push(class);
        }
    }
    let is_at_once = |name: &str| {
        let mut open = vec![name];
        for _ in 0..CLASSES_ABOVE {
            let mut above = Vec::new();
            for name in open {
                let Some(classes) = classes.get(name) else {
                    return false;
                };
                above.extend(classes.iter().flat_map(|class| &class.bases));
            }
            open = above.into_iter().map(|base| last_name(base)).collect();
        }
        open.is_empty()
    };
    let names = classes.keys().copied();
    names.filter(|name| is_at_once(name)).collect()
}

/// Whether these files have to do with Celery by more than a word that other things have as well: `setting.delay(…)`,
/// `@app.task`.
fn know_celery(files: &[(&str, &Facts)]) -> bool {
    let imports = files.iter().flat_map(|(_, facts)| &facts.imports);
    let mut parts = imports.flat_map(|import| import.path.split('.'));
    parts.any(|part| part == CELERY)
}

/// The messages that these files receive, each with the index of its file.
pub fn link_consumes(files: &[(&str, &Facts)]) -> Vec<(usize, Consume)> {
    let files_with_index = files.iter().enumerate();
    let all = files_with_index.flat_map(|(file, (_, facts))| {
        let consumes = facts.consumes.iter();
        consumes.map(move |consume| (file, consume.clone()))
    });
    let mut all: Vec<_> = all.collect();
    if all.iter().any(|(_, consume)| consume.broker == CELERY) && !know_celery(files) {
        all.retain(|(_, consume)| consume.broker != CELERY);
    }
    all
}

/// The whole names of classes of jobs by their last names, which are enough inside of their modules; `None` where two
/// are called so.
fn job_names<'f>(files: &[(&str, &'f Facts)]) -> BTreeMap<&'f str, Option<&'f Folded>> {
    let mut out = BTreeMap::new();
    let consumes = files.iter().flat_map(|(_, facts)| &facts.consumes);
    for consume in consumes.filter(|consume| JOBS.contains(&consume.broker.as_str())) {
        if let Some(name) = consume.topic.known() {
            let last = name.rsplit("::").next().unwrap_or(name);
            out.entry(last)
                .and_modify(|kept| {
                    if *kept != Some(&consume.topic) {
                        *kept = None;
                    }
                })
                .or_insert(Some(&consume.topic));
        }
    }
    out
}

/// The names that tasks are given, by the functions whose names callers use; `None` where two functions differ.
fn task_names<'f>(files: &[(&str, &'f Facts)]) -> BTreeMap<&'f str, Option<&'f Folded>> {
    let mut out = BTreeMap::new();
    let consumes = files.iter().flat_map(|(_, facts)| &facts.consumes);
    for consume in consumes.filter(|consume| consume.broker == CELERY) {
        if let Some(function) = consume.place.in_function.as_deref() {
            out.entry(function)
                .and_modify(|kept| {
                    if *kept != Some(&consume.topic) {
                        *kept = None;
                    }
                })
                .or_insert(Some(&consume.topic));
        }
    }
    out
}

fn given(sender: &crate::Sender, handed: &Handed, name: &str) -> Option<Folded> {
    let position = sender.parameters.iter().position(|own| own == name)?;
    let by_name = handed.text_named(&[name]);
    let text = by_name.or_else(|| handed.text_at(position))?;
    (!text.pieces.is_empty()).then(|| text.clone())
}
