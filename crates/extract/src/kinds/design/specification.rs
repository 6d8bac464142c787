//! An API specification: what a part of a document with that template's shape says of an operation.

use model::facts::design::{Specification, Text};

use super::fields::{Field, Fields};
use super::outline::Value;
use super::placeholders;
use super::walk::{Context, Origin};
use crate::markdown::bare;

/// The template's fields, in its order and words.
const TEMPLATE: &[(Field, &str)] = &[
    (Field::Authentication, "authentication"),
    (Field::RateLimiting, "rate limiting"),
    (Field::Request, "request schema"),
    (Field::Response, "response schema"),
    (Field::ErrorCodes, "error codes"),
    (Field::Documentation, "documentation"),
];

/// Fields that only a specification has.
const OWN: &[Field] = &[
    Field::Authentication,
    Field::RateLimiting,
    Field::ErrorCodes,
];

/// What only the settings of a call have, such as those of a probe or a scraper, beside a path, a method and who calls.
const OF_A_CALL: &[&str] = &[
    "host", "hostname", "interval", "port", "proxy", "ssl", "tls",
];

const METHODS: &[&str] = &[
    "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "QUERY",
];

/// The operations that `fields` hold, one for each method; empty if they have too little of the template's shape.
pub fn read(
    fields: &Fields<'_>,
    key: Option<&Text>,
    context: &Context<'_>,
    origin: Origin,
) -> Vec<Specification> {
    let Some((path, methods, left)) = operation(fields, key) else {
        return Vec::new();
    };
    let says =
        |field: Field| fields.has(field) || context.common.iter().any(|(own, _)| *own == field);
    let both = fields.has(Field::RequestAndResponse);
    let count =
        TEMPLATE.iter().filter(|(field, _)| says(*field)).count() + if both { 2 } else { 0 };
    let own = OWN.iter().filter(|field| says(**field)).count();
    let is_enough = match origin {
        Origin::File => own >= 1 && count >= 2,
        Origin::Fence => count >= 2,
        Origin::Prose => own >= 1 && count >= 3,
    };
    let is_call = origin != Origin::Prose && OF_A_CALL.iter().any(|name| fields.has_other(name));
    if !is_enough || is_call {
        return Vec::new();
    }
    let value = |field: Field| {
        fields
            .get(field)
            .filter(|value| !value.is_empty())
            .or_else(|| {
                context
                    .common
                    .iter()
                    .rev()
                    .find(|(own, _)| *own == field)
                    .map(|(_, value)| *value)
            })
    };
    let response_codes = fields
        .all(Field::Response)
        .flat_map(codes)
        .collect::<Vec<_>>();
    let listed = value(Field::ErrorCodes).map(error_codes);
    let in_responses: Vec<String> = response_codes
        .iter()
        .filter(|code| is_error(code))
        .cloned()
        .collect();
    let errors = match listed {
        Some(listed) => Some(merged(listed, in_responses)),
        None => (!in_responses.is_empty()).then_some(in_responses),
    };
    let has_no_body = methods
        .iter()
        .all(|method| matches!(method.as_str(), "GET" | "DELETE" | "HEAD" | "OPTIONS"));
    let both_say = fields.says(Field::RequestAndResponse);
    let mut specification = Specification {
        path,
        is_prose: origin == Origin::Prose,
        api: context.api.clone(),
        version: fields
            .get(Field::Version)
            .and_then(Value::single)
            .map(|text| text.value.clone())
            .or_else(|| context.version.clone()),
        service: context.service.clone(),
        authentication: value(Field::Authentication)
            .and_then(|value| value.texts().first().map(|text| (*text).clone())),
        rate_limit: value(Field::RateLimiting)
            .and_then(|value| value.texts().first().map(|text| (*text).clone())),
        has_request_schema: fields.says(Field::Request) || both_say || has_no_body,
        has_response_schema: fields.says(Field::Response) || both_say,
        success_codes: response_codes
            .into_iter()
            .filter(|code| !is_error(code))
            .collect(),
        error_codes: errors,
        has_documentation: fields.says(Field::Documentation),
        ..Specification::default()
    };
    specification.missing = TEMPLATE
        .iter()
        .filter(|(field, _)| match field {
            Field::Authentication => specification.authentication.is_none(),
            Field::RateLimiting => specification.rate_limit.is_none(),
            Field::Request => !specification.has_request_schema,
            Field::Response => !specification.has_response_schema,
            Field::ErrorCodes => specification.error_codes.is_none(),
            _ => !specification.has_documentation,
        })
        .filter(|(field, _)| !context.stated.contains(field))
        .map(|(_, word)| (*word).to_owned())
        .collect();
    let judged: Vec<&Value> = fields
        .iter()
        .filter(|(field, _)| {
            *field == Field::RequestAndResponse || TEMPLATE.iter().any(|(own, _)| own == field)
        })
        .map(|(_, value)| value)
        .collect();
    specification.placeholders = placeholders::of(&judged, OWN, fields);
    let is_path_left = !left.is_empty();
    for text in left.into_iter().rev() {
        specification.placeholders.insert(0, text);
    }
    // Nothing but placeholders is the template itself.
    if is_path_left && specification.placeholders.len() >= judged.len().max(2) {
        return Vec::new();
    }
    methods
        .into_iter()
        .map(|method| Specification {
            method,
            ..specification.clone()
        })
        .collect()
}

/// The path, the methods and the placeholders among the two.
fn operation(fields: &Fields<'_>, key: Option<&Text>) -> Option<(Text, Vec<String>, Vec<Text>)> {
    let mut left = Vec::new();
    let endpoint = fields
        .get(Field::Endpoint)
        .and_then(Value::single)
        .or(key)?;
    left.extend(placeholders::text(endpoint));
    let mut methods = match fields.get(Field::Method) {
        Some(value) => {
            if let Some(text) = value.single().and_then(placeholders::text) {
                left.push(text);
            }
            value
                .texts()
                .iter()
                .flat_map(|text| methods(&text.value))
                .collect()
        }
        None => Vec::new(),
    };
    let path = path(endpoint);
    if methods.is_empty() {
        methods = self::methods(&endpoint.value);
    }
    let has_method = !methods.is_empty() || fields.has(Field::Method) && !left.is_empty();
    let is_path = path.value.starts_with('/')
        || path.value.starts_with("http://")
        || path.value.starts_with("https://")
        || !left.is_empty();
    if !has_method || !is_path {
        return None;
    }
    if methods.is_empty() {
        methods.push(String::new());
    }
    methods.dedup();
    Some((path, methods, left))
}

/// The methods that stand in capitals, or alone, in `text`.
fn methods(text: &str) -> Vec<String> {
    let is_alone = text.split_whitespace().count() == 1 && !text.contains('/');
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| {
            METHODS.contains(word)
                || is_alone && METHODS.contains(&word.to_ascii_uppercase().as_str())
        })
        .map(str::to_ascii_uppercase)
        .collect()
}

/// The path in `POST /orders`, `` `POST` /orders `` or `/orders`.
fn path(endpoint: &Text) -> Text {
    let value = endpoint.value.as_str();
    let start = match value
        .find(['/', 'h'])
        .filter(|index| value[*index..].starts_with('/') || value[*index..].starts_with("http"))
    {
        Some(start)
            if value[..start]
                .split(|c: char| !c.is_ascii_alphabetic())
                .all(|word| word.is_empty() || METHODS.contains(&word)) =>
        {
            start
        }
        _ => 0,
    };
    let rest = &value[start..];
    let end = rest
        .find(|c: char| c.is_whitespace() || c == '`')
        .unwrap_or(rest.len());
    let found = if rest.starts_with(['/', 'h']) {
        &rest[..end]
    } else {
        bare(value)
    };
    let offset = (found.as_ptr() as usize - value.as_ptr() as usize) as u32;
    let is_exact = (endpoint.at.end - endpoint.at.start) as usize == value.len();
    Text {
        value: found.to_owned(),
        at: if is_exact {
            model::At::new(
                endpoint.at.start + offset..endpoint.at.start + offset + found.len() as u32,
            )
        } else {
            endpoint.at
        },
    }
}

/// The status codes in the texts of `value`: names of entries, and the beginnings of texts.
fn codes(value: &Value) -> Vec<String> {
    match value {
        Value::Map(entries) => entries
            .iter()
            .flat_map(|(name, value)| {
                let own = status(&name.value);
                if own.is_empty() && matches!(value, Value::Map(_) | Value::List { .. }) {
                    codes(value)
                } else {
                    own
                }
            })
            .collect(),
        Value::List { items, .. } => items.iter().flat_map(codes).collect(),
        Value::Text(text) => status(&text.value),
        Value::Nothing => Vec::new(),
    }
}

/// The status codes that `text` names.
fn status(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| {
            let bytes = word.as_bytes();
            bytes.len() == 3
                && (b'1'..=b'5').contains(&bytes[0])
                && (bytes[1..].iter().all(u8::is_ascii_digit)
                    || bytes[1..]
                        .iter()
                        .all(|byte| byte.eq_ignore_ascii_case(&b'x')))
        })
        .map(str::to_ascii_uppercase)
        .collect()
}

/// The error codes of a field for them: status codes, or the names that it gives to errors.
fn error_codes(value: &Value) -> Vec<String> {
    let numbers: Vec<String> = codes(value)
        .into_iter()
        .chain(value.texts().iter().flat_map(|text| status(&text.value)))
        .filter(|code| is_error(code))
        .collect();
    if !numbers.is_empty() {
        return merged(numbers, Vec::new());
    }
    value
        .texts()
        .iter()
        .filter(|text| placeholders::text(text).is_none())
        .map(|text| text.value.clone())
        .collect()
}

fn is_error(code: &str) -> bool {
    code.starts_with(['4', '5'])
}

fn merged(codes: Vec<String>, more: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = codes.into_iter().chain(more).collect();
    all.sort();
    all.dedup();
    all
}
