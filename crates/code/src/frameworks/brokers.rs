//! Messages that are sent and received.

mod jobs;
mod table;

use super::{Pick, pick, place, placeholder_text};
use crate::form::{Arg, CallId, CallSite, ScopeId, ScopeKind, Unit, Value, matches, type_path};
use crate::{Acknowledgement, At, Consume, Folded, Place, Publish};
use table::{MESSAGING, Messaging, Topic};

/// Calls in a row beyond this are no chain that anyone wrote.
const CHAIN_LIMIT: usize = 16;

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
                if call.method() == *name {
                    let mut found = topics(unit, id, topic);
                    if found.is_empty() && matches!(topic, Topic::Function) {
                        found.extend(function_name(unit, call));
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

/// The topics that a call or annotation names; one unknown where it names one that is computed, none where it cannot be such a call.
fn topics(unit: &Unit, id: CallId, topic: &Topic) -> Vec<Folded> {
    let call = &unit.calls[id];
    match topic {
        Topic::At(wanted) => match topic_argument(unit, call, wanted) {
            Some(argument) => listed(unit, argument, call.scope),
            None => Vec::new(),
        },
        Topic::FirstKnown(wanted) => {
            // The exchange, or the routing key where the exchange is the default one.
            let mut texts = wanted
                .iter()
                .filter_map(|wanted| pick(call, wanted))
                .flat_map(|argument| listed(unit, argument, call.scope));
            let first = texts.find(|text| text.known() != Some("") && !text.pieces.is_empty());
            first.into_iter().collect()
        }
        Topic::TypeAt(position) => call
            .positional(*position)
            .and_then(|argument| type_of(unit, argument, call.scope))
            .or_else(|| call.type_arguments.first().map(|name| type_path(name)))
            .map_or_else(
                || vec![Folded::hole("message")],
                |name| vec![Folded::text(name)],
            ),
        Topic::Chain(names) => {
            let mut next = Some(id);
            let mut steps = 0;
            while let Some(other) = next {
                let other_call = &unit.calls[other];
                if names.contains(&other_call.method())
                    && let Some(argument) = other_call.positional(0)
                {
                    return vec![unit.fold(&argument.value, other_call.scope)];
                }
                steps += 1;
                next = match other_call.receiver() {
                    _ if steps > 32 => None,
                    Some(receiver) => Some(receiver),
                    None => kept_call(unit, other_call),
                };
            }
            let mut after = unit.chained(id).first().copied();
            while let Some(other) = after {
                let other_call = &unit.calls[other];
                if names.contains(&other_call.method())
                    && let Some(argument) = other_call.positional(0)
                {
                    return vec![unit.fold(&argument.value, other_call.scope)];
                }
                after = unit.chained(other).first().copied();
            }
            Vec::new()
        }
        Topic::Receiver => match &call.callee {
            Value::Member(object, _) => jobs::of_receiver(unit, object, call.scope)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        },
        Topic::Function => Vec::new(),
        Topic::Injected(annotation) => injected(unit, call, annotation).into_iter().collect(),
        Topic::AtOrHidden(wanted) => match pick(call, wanted) {
            Some(argument) => listed(unit, argument, call.scope),
            None => vec![Folded::hole("topic")],
        },
        Topic::Hidden => vec![Folded::hole("queue")],
    }
}

/// The argument that names the topic. Go's functions may take a context before it.
fn topic_argument<'c>(unit: &Unit, call: &'c CallSite, wanted: &Pick) -> Option<&'c Arg> {
    let found = pick(call, wanted)?;
    let is_context = unit.language == crate::Language::Go
        && wanted.position == Some(0)
        && match &found.value {
            Value::Name(name) => name == "ctx" || name.ends_with("Ctx"),
            Value::Call(id) => unit
                .callee(*id)
                .is_some_and(|path| path.starts_with("context.")),
            _ => false,
        };
    match is_context {
        true => call.positional(1),
        false => Some(found),
    }
}

/// The text of the annotation that injects what a call is made on.
fn injected(unit: &Unit, call: &CallSite, annotation: &str) -> Option<Folded> {
    let Value::Member(object, _) = &call.callee else {
        return None;
    };
    let bindings = match &**object {
        Value::Name(name) => unit.lookup(name, call.scope),
        Value::Member(object, name) if crate::form::is_self(object) => unit.field(name, call.scope),
        _ => return None,
    };
    let annotations = bindings
        .iter()
        .flat_map(|&id| &unit.bindings[id].annotations);
    let mut calls = annotations.map(|&id| &unit.calls[id]);
    let found = calls.find(|call| call.method() == annotation)?;
    Some(unit.fold(&found.positional(0)?.value, found.scope))
}

/// The call whose result the receiver's variable keeps.
fn kept_call(unit: &Unit, call: &CallSite) -> Option<CallId> {
    let Value::Member(object, _) = &call.callee else {
        return None;
    };
    let bindings = match object.as_ref() {
        Value::Name(name) => unit.lookup(name, call.scope),
        Value::Member(object, name) if crate::form::is_self(object) => unit.field(name, call.scope),
        _ => return None,
    };
    bindings
        .iter()
        .find_map(|&binding| match unit.bindings[binding].value {
            Value::Call(id) => Some(id),
            _ => None,
        })
}

/// Each text of a list, `Arrays.asList(…)` or `listOf(…)`, or the one text.
fn listed(unit: &Unit, argument: &Arg, scope: ScopeId) -> Vec<Folded> {
    let fold = |value: &Value| placeholder_text(&unit.fold(value, scope));
    match &argument.value {
        Value::List(items) => items.iter().map(fold).collect(),
        Value::Map(entries) => entries
            .iter()
            .filter(|entry| {
                matches!(
                    entry.name.as_deref(),
                    Some("topic" | "Topic" | "queue" | "name")
                )
            })
            .map(|entry| fold(&entry.value))
            .collect(),
        Value::Call(id) => {
            let call = &unit.calls[*id];
            match call.method() {
                "asList" | "of" | "listOf" | "singletonList" | "singleton" | "setOf" | "vec!" => {
                    call.arguments
                        .iter()
                        .map(|argument| fold(&argument.value))
                        .collect()
                }
                // `new ProducerRecord(topic, value)`, `FutureRecord::to(topic)`
                "ProducerRecord" | "to" | "ProducerMessage" => call
                    .option(&["topic", "Topic"])
                    .or(call.positional(0))
                    .map(|argument| fold(&argument.value))
                    .into_iter()
                    .collect(),
                _ => vec![fold(&argument.value)],
            }
        }
        Value::Name(name) => match unit.lookup(name, scope) {
            [binding] => match &unit.bindings[*binding].value {
                Value::List(items) => items.iter().map(fold).collect(),
                Value::Call(id) if unit.calls[*id].method() == "ProducerRecord" => unit.calls[*id]
                    .positional(0)
                    .map(|argument| fold(&argument.value))
                    .into_iter()
                    .collect(),
                _ => vec![fold(&argument.value)],
            },
            _ => vec![fold(&argument.value)],
        },
        value => vec![fold(value)],
    }
}

/// The type of a message: `new OrderPlaced(…)`, `order.Adapt<OrderPlaced>()`, or a variable of it.
fn type_of(unit: &Unit, argument: &Arg, scope: ScopeId) -> Option<String> {
    let bound = match &argument.value {
        Value::Name(name) => unit.lookup(name, scope).iter().find_map(|&binding| {
            let binding = &unit.bindings[binding];
            match (&binding.type_name, &binding.value) {
                (Some(name), _) => Some(type_path(name)),
                (None, Value::Call(id)) => constructed_type(unit, *id),
                _ => None,
            }
        }),
        Value::Call(id) => constructed_type(unit, *id),
        _ => None,
    };
    bound.map(|name| crate::form::last_name(&name).to_owned())
}

/// The type that a construction gives, or the one that a conversion names.
fn constructed_type(unit: &Unit, id: CallId) -> Option<String> {
    let call = &unit.calls[id];
    if let Some(name) = call.type_arguments.first() {
        return Some(type_path(name));
    }
    match &call.callee {
        Value::Name(name) if name.starts_with(char::is_uppercase) => Some(name.clone()),
        _ => None,
    }
}

fn function_name(unit: &Unit, call: &CallSite) -> Option<Folded> {
    let scope = call.decorates?;
    Some(Folded::text(unit.scopes[scope].name.clone()))
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
                        topic: Folded::text(type_path(message)),
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

/// When a message is forgotten: as the call says, or the consumer that it is made on, or by the library's default.
fn acknowledgement(unit: &Unit, messaging: &Messaging, id: CallId) -> Acknowledgement {
    let mut call = &unit.calls[id];
    for _ in 0..CHAIN_LIMIT {
        if let Some(stated) = stated(unit, messaging, call) {
            return stated;
        }
        let next = match call.receiver() {
            Some(receiver) => Some(receiver),
            None => kept_call(unit, call),
        };
        match next {
            Some(next) => call = &unit.calls[next],
            None => break,
        }
    }
    messaging.acknowledgement
}

fn stated(unit: &Unit, messaging: &Messaging, call: &CallSite) -> Option<Acknowledgement> {
    let boolean = |argument: &Arg| {
        unit.fold(&argument.value, call.scope)
            .known()
            .map(|text| text.to_ascii_lowercase())
    };
    // Options that say that nothing waits for an acknowledgement.
    if let Some(argument) = call.option(&[
        "noAck",
        "auto_ack",
        "autoAck",
        "no_ack",
        "enable_auto_commit",
        "enableAutoCommit",
        "enable.auto.commit",
    ]) {
        return Some(match boolean(argument).as_deref() {
            Some("true") => Acknowledgement::Automatic,
            Some("false") => Acknowledgement::Manual,
            _ => Acknowledgement::Unknown,
        });
    }
    // Celery forgets a task when it starts it, or when it is done.
    if let Some(argument) = call.option(&["acks_late"])
        && boolean(argument).as_deref() == Some("true")
    {
        return Some(Acknowledgement::Manual);
    }
    if let Some(argument) = call.option(&["ackMode", "manual_ack", "acknowledgeMode"]) {
        let text = unit
            .fold(&argument.value, call.scope)
            .display()
            .to_ascii_uppercase();
        return Some(match text.contains("MANUAL") || text == "TRUE" {
            true => Acknowledgement::Manual,
            false => Acknowledgement::Automatic,
        });
    }
    if let Some(position) = messaging.automatic_at
        && let Some(argument) = call.positional(position)
    {
        return Some(match boolean(argument).as_deref() {
            Some("true") => Acknowledgement::Automatic,
            Some("false") => Acknowledgement::Manual,
            _ => Acknowledgement::Unknown,
        });
    }
    None
}

/// Where the file sends what cannot be handled: an argument of a queue's declaration.
fn dead_letter(unit: &Unit, broker: &str) -> Option<Folded> {
    const OF_RABBITMQ: &[&str] = &[
        "x-dead-letter-exchange",
        "x-dead-letter-routing-key",
        "deadLetterExchange",
        "deadLetterRoutingKey",
        "dead_letter_exchange",
        "DeadLetterExchange",
    ];
    const OF_OTHERS: &[&str] = &[
        "deadLetterTopic",
        "deadLetterQueue",
        "dltTopicSuffix",
        "deadLetterPolicy",
        "dead_letter_policy",
    ];
    let names = match broker {
        "rabbitmq" => OF_RABBITMQ,
        _ => OF_OTHERS,
    };
    let argument = |call: &CallSite| -> Option<Folded> {
        for argument in &call.arguments {
            if let Some(found) = nested(&argument.value, argument.name.as_deref(), names, 4) {
                return Some(unit.fold(&found, call.scope));
            }
        }
        // `.withArgument("x-dead-letter-exchange", "orders.dead")`
        let mut texts = call.arguments.iter();
        while let Some(argument) = texts.next() {
            if matches!(&argument.value, Value::Text(text) if names.contains(&text.as_str())) {
                return texts
                    .next()
                    .map(|argument| unit.fold(&argument.value, call.scope));
            }
        }
        (names.contains(&call.method()))
            .then(|| {
                call.positional(0)
                    .map(|argument| unit.fold(&argument.value, call.scope))
            })
            .flatten()
    };
    unit.calls.iter().find_map(argument)
}

fn nested(value: &Value, name: Option<&str>, names: &[&str], depth: usize) -> Option<Value> {
    if name.is_some_and(|name| names.contains(&name)) {
        return Some(value.clone());
    }
    match value {
        Value::Map(entries) if depth > 0 => entries
            .iter()
            .find_map(|entry| nested(&entry.value, entry.name.as_deref(), names, depth - 1)),
        _ => None,
    }
}

/// The consumer group: of the call, or of the consumer that it is made on.
fn group(unit: &Unit, messaging: &Messaging, id: CallId) -> Option<Folded> {
    if messaging.group.is_empty() {
        return None;
    }
    let mut next = Some(id);
    let mut steps = 0;
    while let Some(id) = next {
        let call = &unit.calls[id];
        if let Some(argument) = call.option(messaging.group) {
            return Some(placeholder_text(&unit.fold(&argument.value, call.scope)));
        }
        steps += 1;
        next = match call.receiver() {
            _ if steps > 16 => None,
            Some(receiver) => Some(receiver),
            None => kept_call(unit, call),
        };
    }
    None
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
