//! When a broker forgets a message, where it goes that cannot be handled, and who shares the work.

use super::table::Messaging;
use super::topics::kept_call;
use crate::form::{Arg, CallId, CallSite, Unit, Value};
use crate::frameworks::placeholder_text;
use crate::{Acknowledgement, Folded};

/// Calls in a row beyond this are no chain that anyone wrote.
const CHAIN_LIMIT: usize = 16;

/// When a message is forgotten: as the call says, or the consumer that it is made on, or by the library's default.
pub(super) fn acknowledgement(unit: &Unit, messaging: &Messaging, id: CallId) -> Acknowledgement {
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
    if messaging.library == "nats.go"
        && let Some(stated) = policy(unit)
    {
        return stated;
    }
    let acknowledges = |call: &CallSite| messaging.acknowledged_by.contains(&call.method());
    match !messaging.acknowledged_by.is_empty() && unit.calls.iter().any(acknowledges) {
        true => Acknowledgement::Manual,
        false => messaging.acknowledgement,
    }
}

/// What all consumers of a file of Go say: `jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy}`.
fn policy(unit: &Unit) -> Option<Acknowledgement> {
    let calls = unit.calls.iter();
    let mut said = calls.filter_map(|call| match &call.option(&["AckPolicy"])?.value {
        Value::Member(_, name) | Value::Name(name) => Some(name.contains("AckNone")),
        _ => None,
    });
    let is_none = said.next()?;
    match said.all(|other| other == is_none) {
        true if is_none => Some(Acknowledgement::Automatic),
        true => Some(Acknowledgement::Manual),
        false => None,
    }
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
pub(super) fn dead_letter(unit: &Unit, broker: &str) -> Option<Folded> {
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
pub(super) fn group(unit: &Unit, messaging: &Messaging, id: CallId) -> Option<Folded> {
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
