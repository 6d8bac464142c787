//! Background jobs: which job a call queues, and the classes that do them.

use super::place_of;
use crate::form::{CallId, Scope, ScopeId, ScopeKind, Unit, Value, last_name};
use crate::{Acknowledgement, Consume, Folded, Language};

/// Calls of Celery that give a message about a task, to be sent alone or with others; they are told themselves.
const SIGNATURES: &[&str] = &["s", "si", "signature", "subtask"];
/// Calls of Celery that put such messages together.
const COMPOSITIONS: &[&str] = &["group", "chain", "chord", "starmap", "chunks"];
/// Calls in a row beyond this are no chain that anyone wrote.
const CHAIN_LIMIT: usize = 32;

/// The job that a call is made on: `NotifyJob.set(wait: 5).perform_later(order)`, `send_mail.delay(order)`.
/// A hole where a variable tells it; `None` where another call tells it.
pub(super) fn of_receiver(unit: &Unit, receiver: &Value, scope: ScopeId) -> Option<Folded> {
    let is_ruby = unit.language == Language::Ruby;
    let mut value = receiver;
    for _ in 0..CHAIN_LIMIT {
        match value {
            Value::Name(name) if is_ruby => {
                return Some(match name.starts_with(char::is_uppercase) {
                    true => Folded::text(name.clone()),
                    false => Folded::hole(name.clone()),
                });
            }
            Value::Name(name) => {
                let bindings = unit.lookup(name, scope).iter();
                let mut local = bindings
                    .map(|&binding| &unit.bindings[binding])
                    .filter(|binding| binding.scope != 0);
                return match local.next() {
                    Some(binding) if is_message(unit, &binding.value) => None,
                    Some(_) => Some(Folded::hole(name.clone())),
                    None => Some(Folded::text(name.clone())),
                };
            }
            Value::Member(object, name) if crate::form::is_self(object) && name == "class" => {
                let class = class_around(unit, scope)?;
                return Some(Folded::text(full_name(unit, class)));
            }
            Value::Member(_, name) if is_ruby && name.starts_with(char::is_uppercase) => {
                let path = constant_path(value).unwrap_or_else(|| name.clone());
                return Some(Folded::text(path));
            }
            // What an object keeps is known where it was given.
            Value::Member(_, name) if is_ruby => return Some(Folded::hole(name.clone())),
            Value::Member(_, name) => return Some(Folded::text(name.clone())),
            Value::Call(_) if is_message(unit, value) => return None,
            Value::Call(id) => match &unit.calls[*id].callee {
                Value::Member(object, name) if name == "class" && crate::form::is_self(object) => {
                    let class = class_around(unit, scope)?;
                    return Some(Folded::text(full_name(unit, class)));
                }
                Value::Member(object, _) => value = object,
                Value::Name(name) => return Some(Folded::hole(name.clone())),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

fn is_message(unit: &Unit, value: &Value) -> bool {
    let is_named = |id: &CallId| {
        let method = unit.calls[*id].method();
        SIGNATURES.contains(&method) || COMPOSITIONS.contains(&method)
    };
    unit.language == Language::Python && matches!(value, Value::Call(id) if is_named(id))
}

fn class_around(unit: &Unit, scope: ScopeId) -> Option<ScopeId> {
    let mut scope = scope;
    while scope != 0 {
        if unit.scopes[scope].kind == ScopeKind::Class {
            return Some(scope);
        }
        scope = unit.scopes[scope].parent;
    }
    None
}

/// Laravel's classes of background jobs: `class SendInvoice implements ShouldQueue`, with a method that does the work.
/// Source: <https://laravel.com/docs/12.x/queues#class-structure>
fn queued(unit: &Unit) -> Vec<Consume> {
    let is_queued = |scope: &Scope| {
        scope.kind == ScopeKind::Class
            && scope
                .bases
                .iter()
                .any(|base| matches!(last_name(base), "ShouldQueue" | "ShouldQueueAfterCommit"))
    };
    let does_work = |class: ScopeId| {
        let mut inner = unit.scopes.iter();
        inner.any(|scope| scope.parent == class && scope.name == "handle")
    };
    let scopes = unit.scopes.iter().enumerate();
    scopes
        .filter(|(id, scope)| is_queued(scope) && does_work(*id))
        .map(|(id, _)| job(unit, id, "laravel-queue", "laravel"))
        .collect()
}

/// The name of a class, with the modules around it where it is one of Ruby.
fn full_name(unit: &Unit, class: ScopeId) -> String {
    let mut name = unit.scopes[class].name.clone();
    let mut scope = unit.scopes[class].parent;
    while scope != 0 && unit.language == Language::Ruby {
        let around = &unit.scopes[scope];
        if around.kind == ScopeKind::Class && !around.name.is_empty() {
            name = format!("{}::{name}", around.name);
        }
        scope = around.parent;
    }
    name.trim_start_matches("::").to_owned()
}

/// A path of constants as Ruby writes it: `Billing::NotifyJob`.
pub(super) fn constant_path(value: &Value) -> Option<String> {
    match value {
        Value::Name(name) => Some(name.clone()),
        Value::Member(object, name) => Some(format!("{}::{name}", constant_path(object)?)),
        _ => None,
    }
}

fn job(unit: &Unit, class: ScopeId, broker: &str, library: &str) -> Consume {
    Consume {
        broker: broker.into(),
        topic: Folded::text(full_name(unit, class)),
        at: unit.scopes[class].at,
        library: library.into(),
        acknowledgement: Acknowledgement::Unknown,
        dead_letter: None,
        group: None,
        place: place_of(unit, class),
    }
}

/// The classes of background jobs of a file.
pub(super) fn classes(unit: &Unit) -> Vec<Consume> {
    match unit.language {
        Language::Ruby => performed(unit),
        Language::Php => queued(unit),
        _ => Vec::new(),
    }
}

/// Ruby's classes of background jobs: `class CancelJob < ApplicationJob`, `include Sidekiq::Job`.
fn performed(unit: &Unit) -> Vec<Consume> {
    let is_of_rails = |id: usize| {
        let mut bases = unit.scopes[id].bases.iter();
        bases.any(|base| {
            matches!(
                base.replace("::", ".").as_str(),
                "ApplicationJob" | "ActiveJob.Base"
            )
        })
    };
    let is_of_sidekiq = |id: usize| {
        unit.calls.iter().any(|call| {
            call.scope == id
                && call.method() == "include"
                && call.positional(0).is_some_and(|argument| {
                    unit.origin(&argument.value, id).is_some_and(|path| {
                        matches!(path.as_str(), "Sidekiq.Job" | "Sidekiq.Worker")
                    })
                })
        })
    };
    let broker = |id: usize| match is_of_sidekiq(id) {
        true => Some(("sidekiq", "sidekiq")),
        false => is_of_rails(id).then_some(("active-job", "activejob")),
    };
    let has_work = |id: usize| {
        let mut inner = unit.scopes.iter();
        inner.any(|scope| scope.parent == id && scope.name == "perform")
    };
    (0..unit.scopes.len())
        .filter(|&id| unit.scopes[id].kind == ScopeKind::Class && has_work(id))
        .filter_map(|id| {
            let (broker, library) = broker(id)?;
            Some(job(unit, id, broker, library))
        })
        .collect()
}
