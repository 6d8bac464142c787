//! Path items, operations and what they carry.

use document::{Kind, Node};
use model::At;
use model::facts::contract::{
    Body, Header, Media, Operation, Parameter, PathItem, Response, Role, TEXT_LIMIT,
};

use super::json_text::json_text;
use super::reader::{Reader, flag_at, has_text, is_extension, text_at};
use super::root::{paths, servers};
use super::security;
use super::specification::Version;

/// The methods that a path item may have, by version: `query` came with 3.2, `trace` with 3.0.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The operations under `node`.
pub fn path_item<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> PathItem {
    let mut item = PathItem {
        reference: reader.reference(node, Role::PathItem),
        parameters: parameters(reader, node),
        operations: Vec::new(),
        servers: servers(node),
    };
    for (key, value) in node.merged_entries() {
        let Some(name) = key.text() else { continue };
        if value.is_mapping() && METHODS.contains(&&*name) {
            let method = name.to_ascii_uppercase();
            let operation = operation(reader, At::from(key.at()), method, value);
            item.operations.push(operation);
        } else if name == "additionalOperations" && reader.version == Version::V32 {
            for (key, value) in value.entries() {
                let method = key.text().unwrap_or_default().into_owned();
                let operation = operation(reader, At::from(key.at()), method, value);
                item.operations.push(operation);
            }
        }
    }
    item
}

fn parameters<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Vec<u32> {
    node.merged_get("parameters")
        .into_iter()
        .flat_map(Node::items)
        .filter(|item| item.is_mapping())
        .map(|item| reader.part_here(Role::Parameter, item))
        .collect()
}

/// The operation under `node`, or what its reference leads to.
pub fn operation<'d>(reader: &mut Reader<'d>, at: At, method: String, node: Node<'d>) -> Operation {
    if let Some(reference) = reader.reference(node, Role::Operation) {
        return Operation {
            at,
            method,
            reference: Some(reference),
            ..Operation::default()
        };
    }
    let root = reader.root;
    let description = text_at(node, "description").unwrap_or_default();
    let summary = text_at(node, "summary").filter(|text| !text.trim().is_empty());
    let deprecated = node
        .entry("deprecated")
        .filter(|(_, value)| value.as_bool() == Some(true))
        .map(|(key, value)| At::new(key.at().start..value.at().end));
    let is_v2 = reader.version == Version::V20;
    let media = |name: &str| -> Vec<String> {
        if !is_v2 {
            return Vec::new();
        }
        let list = node.get(name).or_else(|| root.get(name));
        let items = list.into_iter().flat_map(Node::items);
        items
            .filter_map(|item| Some(item.text()?.into_owned()))
            .collect()
    };
    let mut operation = Operation {
        at,
        method,
        operation_id: node
            .get("operationId")
            .and_then(|id| Some((id.text()?.into_owned(), At::from(id.at())))),
        is_documented: summary.is_some() || has_text(node, "description"),
        sunset: sunset(node).or_else(|| deprecated.and_then(|_| date_in(&description))),
        has_stated_end: sunset(node).is_some(),
        stability: stability(node),
        asks_for_credentials: ["`Authorization", "Authorization:", "Authorization header"]
            .iter()
            .any(|sign| description.contains(sign)),
        names_replacement: deprecated.is_some() && names_replacement(node, &description),
        states_retries: states_retries(node, &description),
        summary: shortened(summary.as_deref().unwrap_or(&description)),
        deprecated,
        security: security::requirements(node),
        parameters: parameters(reader, node),
        body: node
            .get("requestBody")
            .filter(|body| body.is_mapping())
            .map(|body| reader.part_here(Role::Body, body)),
        consumes: media("consumes"),
        produces: media("produces"),
        servers: servers(node),
        ..Operation::default()
    };
    for (key, value) in node
        .get("responses")
        .into_iter()
        .flat_map(Node::merged_entries)
    {
        let Some(status) = key.text() else { continue };
        if !is_extension(&status) && value.is_mapping() {
            let id = reader.part_here(Role::Response, value);
            let response = (status.into_owned(), At::from(key.at()), id);
            operation.responses.push(response);
        }
    }
    for tag in node.get("tags").into_iter().flat_map(Node::items) {
        if let Some(name) = tag.text() {
            let tag = (name.into_owned(), At::from(tag.at()));
            operation.tags.push(tag);
        }
    }
    for (name, callback) in node.get("callbacks").into_iter().flat_map(Node::entries) {
        let mut callback = callback;
        if let Some(text) = callback.get("$ref").and_then(|node| node.as_str()) {
            let pointer = text.strip_prefix('#').unwrap_or_default();
            match root.pointer(pointer).filter(|_| !pointer.is_empty()) {
                Some(found) => callback = found,
                None => continue,
            }
        }
        let name = name.text().unwrap_or_default().into_owned();
        for mut path in paths(reader, Some(callback)) {
            path.path = format!("{name} {}", path.path);
            operation.callbacks.push(path);
        }
    }
    for (key, _) in node.entries() {
        if let Some(name) = key.text().filter(|name| is_extension(name)) {
            operation.extensions.push(name.into_owned());
        }
    }
    operation
}

/// The parameter under `node`.
pub fn parameter<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Parameter {
    if let Some(reference) = reader.reference(node, Role::Parameter) {
        let at = node.get("$ref").unwrap_or(node);
        return Parameter {
            at: At::from(at.at()),
            reference: Some(reference),
            ..Parameter::default()
        };
    }
    let location = text_at(node, "in").unwrap_or_default();
    let schema = match (reader.version, location.as_str()) {
        (Version::V20, "body") => node.get("schema"),
        (Version::V20, _) => Some(node),
        _ => node.get("schema").or_else(|| {
            let content = node.get("content")?;
            content.entries().next()?.1.get("schema")
        }),
    };
    let (style, explode) = serialisation(node, reader.version, &location);
    Parameter {
        at: At::from(node.get("name").unwrap_or(node).at()),
        reference: None,
        name: text_at(node, "name").unwrap_or_default(),
        is_required: flag_at(node, "required"),
        is_deprecated: flag_at(node, "deprecated"),
        sunset: sunset(node),
        style,
        explode,
        is_documented: has_text(node, "description"),
        states_bound: [Some(node), schema]
            .into_iter()
            .flatten()
            .any(|node| text_at(node, "description").is_some_and(|text| states_bound(&text))),
        schema: schema.map(|schema| reader.part_here(Role::Schema, schema)),
        location,
    }
}

/// How a parameter writes several values. 2.0 says it in one word and repeats a parameter only
/// where it is told so. Source: OpenAPI 3.0.4, "Style Values", which names the counterparts.
fn serialisation(
    node: Node<'_>,
    version: Version,
    location: &str,
) -> (Option<String>, Option<bool>) {
    if version != Version::V20 {
        let explode = node.get("explode").and_then(Node::as_bool);
        return (text_at(node, "style"), explode);
    }
    if !matches!(location, "query" | "formData") {
        return (None, None);
    }
    match text_at(node, "collectionFormat").as_deref() {
        None | Some("csv") => (None, Some(false)),
        Some("multi") => (None, Some(true)),
        Some("ssv") => (Some("spaceDelimited".to_owned()), Some(false)),
        Some("pipes") => (Some("pipeDelimited".to_owned()), Some(false)),
        Some(other) => (Some(other.to_owned()), Some(false)),
    }
}

/// The request body under `node`.
pub fn body<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Body {
    Body {
        at: first_key(node),
        reference: reader.reference(node, Role::Body),
        is_required: flag_at(node, "required"),
        content: content(reader, node),
    }
}

/// The response under `node`.
pub fn response<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Response {
    let mut response = Response {
        reference: reader.reference(node, Role::Response),
        is_documented: has_text(node, "description"),
        content: content(reader, node),
        headers: Vec::new(),
        has_links: node.get("links").is_some(),
    };
    if reader.version == Version::V20
        && let Some((key, schema)) = node.entry("schema")
    {
        response.content = vec![Media {
            name: String::new(),
            at: At::from(key.at()),
            schema: Some(reader.part_here(Role::Schema, schema)),
            has_example: node.get("examples").is_some(),
        }];
    }
    for (key, value) in node.get("headers").into_iter().flat_map(Node::entries) {
        if let Some(name) = key.text().filter(|_| value.is_mapping()) {
            let id = reader.part_here(Role::Header, value);
            let header = (name.into_owned(), At::from(key.at()), id);
            response.headers.push(header);
        }
    }
    response
}

/// The header under `node`.
pub fn header<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Header {
    let schema = if reader.version == Version::V20 {
        Some(node)
    } else {
        node.get("schema")
    };
    Header {
        reference: reader.reference(node, Role::Header),
        is_required: flag_at(node, "required"),
        schema: schema.map(|schema| reader.part_here(Role::Schema, schema)),
    }
}

fn content<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Vec<Media> {
    node.get("content")
        .into_iter()
        .flat_map(Node::entries)
        .filter_map(|(key, media)| {
            let schema = media.get("schema").or_else(|| media.get("itemSchema"));
            Some(Media {
                name: key.text()?.into_owned(),
                at: At::from(key.at()),
                schema: schema
                    .filter(|schema| matches!(schema.kind(), Kind::Mapping | Kind::Bool))
                    .map(|schema| reader.part_here(Role::Schema, schema)),
                has_example: media.get("example").is_some() || media.get("examples").is_some(),
            })
        })
        .collect()
}

/// The place of the first key of a mapping, or of the node itself.
pub fn first_key(node: Node<'_>) -> At {
    let key = node.entries().next().map(|(key, _)| key);
    At::from(key.unwrap_or(node).at())
}

/// When a part ends, from the extensions that people use for it.
pub fn sunset(node: Node<'_>) -> Option<String> {
    // `x-deprecated-at` and its like tell the beginning.
    const NAMES: [&str; 5] = [
        "x-sunset",
        "x-sunset-date",
        "x-removal-date",
        "x-end-of-life",
        "x-eol",
    ];
    for (key, value) in node.entries() {
        let Some(name) = key.text().filter(|name| is_extension(name)) else {
            continue;
        };
        if NAMES.contains(&&*name) {
            if value.is_mapping() {
                let date = value.get("sunset").or_else(|| value.get("removalDate"));
                let date = date.or_else(|| value.get("date"));
                // An end that is announced and cannot be read is not the same as none.
                let is_end = name.starts_with("x-sunset");
                let text = date.and_then(|date| date.text());
                return text
                    .map(|text| text.into_owned())
                    .or_else(|| is_end.then(|| json_text(value).into_string()));
            }
            return Some(value.text()?.into_owned());
        }
        if name == "x-github" {
            let date = value.get("removalDate");
            return Some(date?.text()?.into_owned());
        }
    }
    None
}

/// How finished a part says that it is, as written.
pub fn stability(node: Node<'_>) -> Option<String> {
    let value = node
        .get("x-stability-level")
        .or_else(|| node.get("x-stability"))?;
    Some(
        value
            .text()
            .map_or_else(|| json_text(value).into_string(), |text| text.into_owned()),
    )
}

/// Whether an operation says that what fails is sent again, or is not.
fn states_retries(node: Node<'_>, description: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "retr",
        "redeliver",
        "re-deliver",
        "resent",
        "sent again",
        "at least once",
        "at-least-once",
    ];
    let text = description.to_lowercase();
    SIGNS.iter().any(|sign| text.contains(sign))
        || node.entries().any(|(key, _)| {
            key.text()
                .is_some_and(|name| is_extension(&name) && name.contains("retr"))
        })
}

/// Whether a deprecated operation says what replaces it.
fn names_replacement(node: Node<'_>, description: &str) -> bool {
    const WORDS: [&str; 8] = [
        "instead",
        "replaced",
        "replacement",
        "superseded",
        "successor",
        "migrate",
        "moved",
        "in favor",
    ];
    let says = |text: &str| {
        let text = text.to_ascii_lowercase();
        WORDS.iter().any(|word| text.contains(word))
            || text.contains("use ")
            || text.contains("see ")
    };
    says(description)
        || text_at(node, "summary").is_some_and(|summary| says(&summary))
        || node.entries().any(|(key, _)| {
            key.text().is_some_and(|name| {
                is_extension(&name) && (name.contains("replace") || name.contains("successor"))
            })
        })
}

/// Whether prose states an upper bound: a number beside a word for it.
fn states_bound(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "max",
        "between",
        "at most",
        "up to",
        "no more than",
        "cannot exceed",
        "capped",
        "rang",
        "upper limit",
        "not exceed",
    ];
    let text = text.to_ascii_lowercase();
    text.bytes().any(|byte| byte.is_ascii_digit()) && WORDS.iter().any(|word| text.contains(word))
}

/// A date in prose: `2027-01-31`, or a month with a year.
fn date_in(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let is_year = |word: &&str| {
        word.len() == 4 && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit())
    };
    for (index, word) in words.iter().enumerate() {
        let is_date = word.len() == 10
            && word.starts_with("20")
            && word.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if is_date {
            return Some((*word).to_owned());
        }
        if MONTHS.contains(word)
            && let Some(year) = words[index + 1..].iter().take(2).find(|word| is_year(word))
        {
            return Some(format!("{word} {year}"));
        }
    }
    None
}

fn shortened(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let mut end = line.len().min(TEXT_LIMIT);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line[..end].to_owned()
}
