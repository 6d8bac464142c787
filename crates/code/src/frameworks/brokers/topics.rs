//! The topics that calls and annotations name.

use super::jobs;
use super::table::Topic;
use crate::form::{Arg, CallId, CallSite, ScopeId, Unit, Value, type_path};
use crate::frameworks::{Pick, pick, placeholder_text};
use crate::{Folded, Language};

/// The topics that a call or annotation names; one unknown where it names one that is computed, none where it cannot be such a call.
pub(super) fn topics(unit: &Unit, id: CallId, topic: &Topic) -> Vec<Folded> {
    let mut found = written(unit, id, topic);
    if let [text] = found.as_mut_slice()
        && text.is_unknown()
        && matches!(unit.language, Language::Java | Language::Kotlin)
        && let Some(name) = looked_up_behind(unit, id)
    {
        *text = name;
    }
    found
}

/// Calls that give a topic or a queue by the name that settings give it: those of `hmpps-spring-boot-sqs`.
/// Source: <https://github.com/ministryofjustice/hmpps-spring-boot-sqs>, "HmppsQueueService".
const LOOKUPS: &[&str] = &["findByTopicId", "findByQueueId", "findQueueToPurge"];
/// Variables and chains between a message and the lookup of its topic.
const LOOKUP_DEPTH: usize = 12;

/// The name by which the topic was looked up that the call is given or made on.
fn looked_up_behind(unit: &Unit, id: CallId) -> Option<Folded> {
    let mut next = Some(id);
    for _ in 0..LOOKUP_DEPTH {
        let call = &unit.calls[next?];
        let arguments = call.arguments.iter().map(|argument| &argument.value);
        let mut values = arguments.chain(std::iter::once(&call.callee));
        let found = values.find_map(|value| looked_up(unit, value, call.scope, LOOKUP_DEPTH));
        if found.is_some() {
            return found;
        }
        next = unit.chained(next?).first().copied();
    }
    None
}

fn looked_up(unit: &Unit, value: &Value, scope: ScopeId, depth: usize) -> Option<Folded> {
    let depth = depth.checked_sub(1)?;
    let behind = |bindings: &[usize]| {
        let mut bindings = bindings.iter().map(|&id| &unit.bindings[id]);
        bindings.find_map(|binding| looked_up(unit, &binding.value, binding.scope, depth))
    };
    match value {
        Value::Name(name) => behind(unit.lookup(name, scope)),
        Value::Member(object, name) if crate::form::is_self(object) => {
            behind(unit.field(name, scope))
        }
        Value::Member(object, _) | Value::Index(object, _) | Value::Or(object, _) => {
            looked_up(unit, object, scope, depth)
        }
        Value::Call(id) => {
            let call = &unit.calls[*id];
            if LOOKUPS.contains(&call.method()) {
                let name = unit.fold(&call.positional(0)?.value, call.scope);
                return name.known().is_some().then_some(name);
            }
            // `by lazy { service.findByTopicId("orders") ?: throw … }`
            if call.method() == "lazy" {
                let mut inner = unit.calls.iter().enumerate();
                return inner.find_map(|(inner, one)| {
                    let is_inside = unit.scopes[one.scope].lambda_of == Some(*id);
                    let is_lookup = is_inside && LOOKUPS.contains(&one.method());
                    is_lookup.then(|| looked_up(unit, &Value::Call(inner), one.scope, depth))?
                });
            }
            let arguments = call.arguments.iter().take(LOOKUP_DEPTH);
            let mut values =
                std::iter::once(&call.callee).chain(arguments.map(|argument| &argument.value));
            values.find_map(|value| looked_up(unit, value, call.scope, depth))
        }
        _ => None,
    }
}

/// The topics that a call or annotation names in its own words.
fn written(unit: &Unit, id: CallId, topic: &Topic) -> Vec<Folded> {
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
                    return vec![unit.fold_with_calls(&argument.value, other_call.scope)];
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
                    return vec![unit.fold_with_calls(&argument.value, other_call.scope)];
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
    Some(unit.fold_with_calls(&found.positional(0)?.value, found.scope))
}

/// The call whose result the receiver's variable keeps.
pub(super) fn kept_call(unit: &Unit, call: &CallSite) -> Option<CallId> {
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
    let fold = |value: &Value| placeholder_text(&unit.fold_with_calls(value, scope));
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
        // A class of jobs.
        Value::Name(name) | Value::Member(_, name)
            if unit.language == crate::Language::Ruby
                && name.starts_with(char::is_uppercase)
                && unit.lookup(name, scope).is_empty()
                && name.contains(char::is_lowercase) =>
        {
            let path = jobs::constant_path(&argument.value);
            vec![Folded::text(path.unwrap_or_else(|| name.clone()))]
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
            // `object` and `mixed` are no types of messages.
            let is_type = |name: &&String| type_path(name).contains(char::is_uppercase);
            match (binding.type_name.as_ref().filter(is_type), &binding.value) {
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
