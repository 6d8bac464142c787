//! Functions of the project around messages that are sent, and what may be calls of them.
//! [`link_messages`](crate::link_messages) joins them.

use crate::form::{CallSite, Unit, Value, last_name};
use crate::frameworks::through_calls;
use crate::{Folded, Piece, Publish, Sender};

/// Last words in names of what holds a topic.
const TOPIC_WORDS: &[&str] = &[
    "topic",
    "queue",
    "channel",
    "subject",
    "exchange",
    "routingkey",
    "stream",
];
/// Words in names of functions that send.
const SENDING_WORDS: &[&str] = &["publish", "produce", "enqueue", "push", "emit"];
/// Functions with more parameters are no wrappers.
const PARAMETER_LIMIT: usize = 10;

/// The functions of the file whose callers say where their messages go.
pub(crate) fn senders(unit: &Unit, publishes: &[Publish]) -> Vec<Sender> {
    let mut out = Vec::new();
    for publish in publishes {
        let Some(call) = unit.calls.iter().find(|call| call.at == publish.at) else {
            continue;
        };
        let Some(function) = unit.function_around(call.scope) else {
            continue;
        };
        let parameters = unit.parameters(function);
        let topic = through_functions(&publish.topic, &|name| parameters.contains(&name));
        let is_given = topic
            .pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Hole(name) if parameters.contains(&name.as_str())));
        if !is_given || parameters.len() > PARAMETER_LIMIT {
            continue;
        }
        out.push(Sender {
            name: unit.scopes[function].name.clone(),
            class: unit.owner(function).map(str::to_owned),
            is_default: unit.is_default(function),
            parameters: parameters.into_iter().map(str::to_owned).collect(),
            publish: publish.at,
        });
    }
    out
}

/// A topic in which what functions elsewhere make of a topic that they are given is that topic.
pub(crate) fn through_functions(topic: &Folded, is_parameter: &dyn Fn(&str) -> bool) -> Folded {
    through_calls(topic, &|name| is_parameter(name) && names_topic(name))
}

fn names_topic(name: &str) -> bool {
    let lower = last_name(name).to_ascii_lowercase();
    TOPIC_WORDS.iter().any(|word| lower.ends_with(word))
}

/// Whether a call may hand a topic to a function of the project.
pub(crate) fn may_name_topic(call: &CallSite) -> bool {
    let is_sending = || {
        let lower = call.method().to_ascii_lowercase();
        SENDING_WORDS.iter().any(|word| lower.contains(word))
    };
    call.arguments.iter().any(|argument| match &argument.value {
        Value::Name(name) | Value::Member(_, name) => names_topic(name),
        Value::Text(text) => {
            text.len() < 100 && !text.contains(char::is_whitespace) && is_sending()
        }
        Value::Call(_) => is_sending(),
        _ => false,
    })
}
