//! Messages that are sent and received.

mod delivery;
mod jobs;
mod senders;
mod table;
mod topics;

use super::pick;
use super::place;
use crate::form::{CallId, CallSite, ScopeId, ScopeKind, Unit, Value, matches, type_path};
use crate::{Acknowledgement, At, Consume, Folded, Place, Publish};
use delivery::{acknowledgement, dead_letter, group};
pub(crate) use senders::{may_name_topic, senders, through_functions};
use table::{MESSAGING, Messaging, Topic};
use topics::topics;

/// What a match says, before it is known to be sent or received.
struct Found {
    topic: Folded,
    at: At,
    place: Place,
}

/// The messages that a file sends.
pub(crate) fn publishes(unit: &Unit) -> Vec<Publish> {
    let mut out = Vec::new();
    each(unit, |messaging, id| {
        for (pattern, topic) in messaging.publishes {
            for found in found(unit, id, pattern, topic) {
                out.push(Publish {
                    broker: messaging.broker.into(),
                    topic: found.topic,
                    at: found.at,
                    library: messaging.library.into(),
                    place: found.place,
                });
            }
        }
    });
    out.sort_by(|a: &Publish, b| (a.at, &a.topic).cmp(&(b.at, &b.topic)));
    out.dedup_by(|next, kept| {
        next.at == kept.at && (next.broker != kept.broker || next.topic == kept.topic)
    });
    out
}

/// The messages that a file receives.
pub(crate) fn consumes(unit: &Unit) -> Vec<Consume> {
    let mut out = Vec::new();
    each(unit, |messaging, id| {
        let call = &unit.calls[id];
        let mut add = |found: Found| {
            out.push(Consume {
                broker: messaging.broker.into(),
                topic: found.topic,
                at: found.at,
                library: messaging.library.into(),
                acknowledgement: acknowledgement(unit, messaging, id),
                dead_letter: dead_letter(unit, messaging.broker),
                group: group(unit, messaging, id),
                place: found.place,
            });
        };
        if call.is_annotation {
            for (name, topic) in messaging.annotations {
                let is_meant = match name.contains('.') {
                    true => unit.callee(id).is_some_and(|path| matches(&path, name)),
                    false => call.method() == *name,
                };
                if is_meant {
                    let mut found = topics(unit, id, topic);
                    if found.is_empty() && matches!(topic, Topic::Function) {
                        found.extend(task_name(unit, call).or_else(|| function_name(unit, call)));
                    }
                    for topic in found {
                        add(Found {
                            topic,
                            at: call.at,
                            place: call.decorates.map_or_else(
                                || place(unit, call.scope),
                                |scope| place_of(unit, scope),
                            ),
                        });
                    }
                }
            }
            return;
        }
        for (pattern, topic) in messaging.consumes {
            for found in found(unit, id, pattern, topic) {
                add(found);
            }
        }
    });
    out.extend(typed_consumers(unit));
    out.extend(jobs::classes(unit));
    out.sort_by(|a: &Consume, b| (a.at, &a.topic).cmp(&(b.at, &b.topic)));
    out.dedup_by(|next, kept| {
        next.at == kept.at && (next.broker != kept.broker || next.topic == kept.topic)
    });
    out
}

fn each(unit: &Unit, mut visit: impl FnMut(&'static Messaging, CallId)) {
    for messaging in MESSAGING.iter().copied().flatten() {
        if messaging.languages.contains(&unit.language) && unit.imports_any(messaging.gate) {
            for id in 0..unit.calls.len() {
                visit(messaging, id);
            }
        }
    }
}

/// Methods that buses of all kinds have.
const PLAIN: &[&str] = &[
    "Publish",
    "PublishAsync",
    "Subscribe",
    "SubscribeAsync",
    "RequestAsync",
];

fn found(unit: &Unit, id: CallId, pattern: &str, topic: &Topic) -> Vec<Found> {
    let call = &unit.calls[id];
    if call.is_annotation {
        return Vec::new();
    }
    if !unit
        .callee(id)
        .is_some_and(|callee| matches(&callee, pattern))
    {
        return Vec::new();
    }
    // PHP's `dispatch(...)` is the function itself, and one of the file is its own.
    if unit.language == crate::Language::Php
        && matches!(call.callee, Value::Name(_))
        && (call.arguments.is_empty() || unit.declared(call.method()).is_some())
    {
        return Vec::new();
    }
    // Where other files import for all (`global using`), a plain word on anything is many libraries' own.
    if unit.language == crate::Language::CSharp
        && unit.imports.is_empty()
        && pattern.starts_with("*.")
        && PLAIN.contains(&call.method())
    {
        return Vec::new();
    }
    // What takes an object where the library takes a name is the project's own.
    if unit.language == crate::Language::CSharp
        && pattern.starts_with("*.")
        && let Topic::At(wanted) = topic
        && pick(call, wanted).is_some_and(|argument| is_object(unit, &argument.value, call.scope))
    {
        return Vec::new();
    }
    // `*.perform_async*` is any name that begins so, and nothing that is called on what it gives.
    if let Some(open) = pattern.strip_suffix('*')
        && !call
            .method()
            .starts_with(open.rsplit('.').next().unwrap_or(open))
    {
        return Vec::new();
    }
    topics(unit, id, topic)
        .into_iter()
        .map(|topic| Found {
            topic,
            at: call.at,
            place: place(unit, call.scope),
        })
        .collect()
}

/// Whether a value has the type of an interface.
fn is_object(unit: &Unit, value: &Value, scope: ScopeId) -> bool {
    let Value::Name(name) = value else {
        return false;
    };
    let mut bindings = unit.lookup(name, scope).iter();
    bindings.any(|&binding| {
        let written = unit.bindings[binding].type_name.as_deref().unwrap_or("");
        let name = written.strip_prefix('I').unwrap_or("");
        let mut letters = name.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    })
}

fn function_name(unit: &Unit, call: &CallSite) -> Option<Folded> {
    let scope = call.decorates?;
    Some(Folded::text(unit.scopes[scope].name.clone()))
}

/// The name that a task is given: `@app.task(name="send-invoice")`.
fn task_name(unit: &Unit, call: &CallSite) -> Option<Folded> {
    let name = call.option(&["name"])?;
    let text = unit.fold(&name.value, call.scope);
    text.known().is_some().then_some(text)
}

fn place_of(unit: &Unit, scope: ScopeId) -> Place {
    let mut place = place(unit, scope);
    if unit.scopes[scope].kind != ScopeKind::Function {
        place.in_class = Some(unit.scopes[scope].name.clone());
    }
    place
}

/// Classes that receive messages by the interface that they implement: `IConsumer<OrderPlaced>`.
fn typed_consumers(unit: &Unit) -> Vec<Consume> {
    const INTERFACES: &[(&str, &str)] = &[
        ("IConsumer", "masstransit"),
        ("IIntegrationEventHandler", "event-bus"),
        ("IHandleMessages", "nservicebus"),
    ];
    let mut out = Vec::new();
    for (id, scope) in unit.scopes.iter().enumerate() {
        if scope.kind != ScopeKind::Class || unit.language != crate::Language::CSharp {
            continue;
        }
        for base in &scope.bases {
            for (interface, library) in INTERFACES {
                if let Some(message) = base
                    .strip_prefix(interface)
                    .and_then(|rest| rest.strip_prefix('<'))
                    .and_then(|rest| rest.strip_suffix('>'))
                {
                    out.push(Consume {
                        broker: (*library).into(),
                        topic: Folded::text(type_path(inner(message))),
                        at: scope.at,
                        library: (*library).into(),
                        acknowledgement: Acknowledgement::Unknown,
                        dead_letter: None,
                        group: None,
                        place: place_of(unit, id),
                    });
                }
            }
        }
    }
    out
}

/// The message inside of what the project wraps around it: `IEventEnvelope<OrderPlaced>`.
fn inner(message: &str) -> &str {
    match message
        .split_once('<')
        .and_then(|(_, rest)| rest.strip_suffix('>'))
    {
        Some(one) if !one.contains([',', '<']) => one,
        _ => message,
    }
}

#[cfg(test)]
pub(super) fn entries() -> Vec<String> {
    let all = MESSAGING.iter().copied().flatten();
    all.map(|messaging| {
        format!(
            "{:?} {} {}",
            messaging.languages[0], messaging.library, messaging.broker
        )
    })
    .collect()
}
