//! What the specification says of single objects beyond their fields.

use document::Node;
use model::At;
use model::facts::contract::FaultKind;

use super::Judge;
use crate::kinds::openapi::specification::{Name, Version};

/// Fields that exclude each other.
const EXCLUSIONS: &[(Name, &str, &str)] = &[
    (Name::MediaType, "example", "examples"),
    (Name::MediaType, "encoding", "prefixEncoding"),
    (Name::MediaType, "encoding", "itemEncoding"),
    (Name::Encoding, "encoding", "prefixEncoding"),
    (Name::Encoding, "encoding", "itemEncoding"),
    (Name::Example, "value", "externalValue"),
    (Name::Example, "value", "dataValue"),
    (Name::Example, "value", "serializedValue"),
    (Name::Example, "serializedValue", "externalValue"),
    (Name::Link, "operationRef", "operationId"),
    (Name::Xml, "nodeType", "attribute"),
    (Name::Xml, "nodeType", "wrapped"),
];

impl<'d> Judge<'_, 'd> {
    /// What the specification says of an object beyond its fields.
    pub(super) fn special(&mut self, node: Node<'d>, name: Name, at: At) {
        let version = self.version();
        let has = |key: &str| node.get(key).is_some();
        let text = |key: &str| node.get(key).and_then(|value| value.as_str());
        match name {
            Name::Root
                if version >= Version::V31
                    && !["paths", "components", "webhooks"]
                        .iter()
                        .any(|key| has(key)) =>
            {
                self.missing(at, name, "paths");
            }
            Name::License if has("url") && has("identifier") => {
                let message = "a licence has `identifier` or `url`, not both".to_owned();
                self.fault(at, FaultKind::WrongValue, "identifier", message);
            }
            Name::Parameter => self.parameter(node, at),
            Name::Header if version != Version::V20 && !has("schema") && !has("content") => {
                self.missing(at, name, "schema");
            }
            Name::SecurityScheme => {
                let needed: &[&str] = match (version, text("type").as_deref()) {
                    (_, Some("apiKey")) => &["name", "in"],
                    (Version::V20, Some("oauth2")) => match text("flow").as_deref() {
                        Some("implicit") => &["authorizationUrl", "scopes"],
                        Some("accessCode") => &["authorizationUrl", "tokenUrl", "scopes"],
                        Some(_) => &["tokenUrl", "scopes"],
                        None => &["flow"],
                    },
                    (_, Some("oauth2")) => &["flows"],
                    (_, Some("http")) => &["scheme"],
                    (_, Some("openIdConnect")) => &["openIdConnectUrl"],
                    _ => &[],
                };
                for field in needed {
                    if !has(field) {
                        self.missing(at, name, field);
                    }
                }
            }
            Name::Flows => {
                for (key, flow) in node.entries() {
                    let needed: &[&str] = match key.text().as_deref() {
                        Some("implicit") => &["authorizationUrl"],
                        Some("authorizationCode") => &["authorizationUrl", "tokenUrl"],
                        Some("password" | "clientCredentials") => &["tokenUrl"],
                        Some("deviceAuthorization") => &["deviceAuthorizationUrl", "tokenUrl"],
                        _ => &[],
                    };
                    for field in needed.iter().filter(|_| flow.is_mapping()) {
                        if flow.get(field).is_none() {
                            self.missing(At::from(key.at()), Name::Flow, field);
                        }
                    }
                }
            }
            Name::Schema | Name::Items
                if version < Version::V31
                    && text("type").as_deref() == Some("array")
                    && !has("items") =>
            {
                let message = "an array needs `items`".to_owned();
                self.fault(at, FaultKind::MissingField, "items", message);
            }
            Name::ServerVariable if node.get("enum").is_some_and(|list| list.is_empty()) => {
                let message = "`enum` of a server variable must not be empty".to_owned();
                self.fault(at, FaultKind::WrongValue, "enum", message);
            }
            Name::PathItem => self.query_strings(node),
            _ => {
                for (one, other) in EXCLUSIONS
                    .iter()
                    .filter(|(object, _, _)| *object == name)
                    .map(|(_, one, other)| (one, other))
                {
                    if has(one) && has(other) {
                        self.both(node, one, other);
                        break;
                    }
                }
            }
        }
    }

    /// A query string is given whole or in parts, and whole at most once; standard methods have
    /// fields of their own. Source: OpenAPI 3.2.0, "Parameter Locations" and "Path Item Object".
    fn query_strings(&mut self, node: Node<'d>) {
        if self.version() != Version::V32 {
            return;
        }
        const METHODS: [&str; 9] = [
            "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY",
        ];
        let own = |node: Node<'d>| node.get("parameters").into_iter().flat_map(Node::items);
        let operations = node.entries().map(|(_, value)| value);
        for operation in operations.filter(|value| value.is_mapping()) {
            let mut whole = None;
            let mut has_parts = false;
            for parameter in own(node).chain(own(operation)) {
                let Some(location) = parameter.get("in") else {
                    continue;
                };
                match location.as_str().as_deref() {
                    Some("querystring") if whole.is_some() => has_parts = true,
                    Some("querystring") => whole = Some(location),
                    Some("query") => has_parts = true,
                    _ => {}
                }
            }
            if let Some(location) = whole.filter(|_| has_parts) {
                let message = "a query string is given once, and whole or in parts".to_owned();
                let at = At::from(location.at());
                self.fault(at, FaultKind::WrongValue, "querystring", message);
                break;
            }
        }
        let more = node.get("additionalOperations");
        for (key, _) in more.into_iter().flat_map(Node::entries) {
            let name = key.text().unwrap_or_default();
            if METHODS.contains(&&*name) {
                let message = format!("`{name}` has a field of its own in a path item");
                self.fault(At::from(key.at()), FaultKind::WrongValue, &name, message);
            }
        }
    }

    fn both(&mut self, node: Node<'d>, one: &str, other: &str) {
        let at = node.entry(one).map_or(node, |(key, _)| key).at();
        let message = format!("`{one}` and `{other}` exclude each other");
        self.fault(At::from(at), FaultKind::WrongValue, one, message);
    }

    fn parameter(&mut self, node: Node<'d>, at: At) {
        let version = self.version();
        let Some(location) = node.get("in") else {
            return;
        };
        let place = At::from(location.at());
        let Some(word) = location.as_str() else {
            return;
        };
        let known: &[&str] = match version {
            Version::V20 => &["path", "query", "header", "body", "formData"],
            Version::V30 | Version::V31 => &["path", "query", "header", "cookie"],
            Version::V32 => &["path", "query", "header", "cookie", "querystring"],
        };
        let name = node.get("name");
        let name_text = name.and_then(|name| name.as_str()).unwrap_or_default();
        let name_at = name.map_or(at, |name| At::from(name.at()));
        if !known.contains(&&*word) {
            let message = format!("`in` is `{word}`, not one of `{}`", known.join("`, `"));
            self.fault(place, FaultKind::WrongValue, "in", message);
            return;
        }
        let is_required = node.get("required").and_then(|value| value.as_bool()) == Some(true);
        // What travels as `content` is left out by the specification's own schema too.
        if word == "path" && !is_required && node.get("content").is_none() {
            let message = format!("path parameter `{name_text}` needs `required: true`");
            self.fault(name_at, FaultKind::MissingField, "required", message);
        }
        let has = |key: &str| node.get(key).is_some();
        let needed = match (version, &*word) {
            (Version::V20, "body") => "schema",
            (Version::V20, _) => "type",
            (_, "querystring") => "content",
            _ => "schema",
        };
        let has_other = version != Version::V20 && (has("content") || has("schema"));
        if !has(needed) && !has_other {
            let message = format!("parameter `{name_text}` needs `{needed}`");
            self.fault(name_at, FaultKind::MissingField, needed, message);
        }
        if has("example") && has("examples") {
            self.both(node, "example", "examples");
        }
        if version == Version::V32 && has("content") && has("style") {
            self.both(node, "style", "content");
        }
        if word == "querystring" && has("schema") {
            let message = "a query string is described by `content`".to_owned();
            self.fault(name_at, FaultKind::WrongValue, "schema", message);
        }
        let style = node.get("style").and_then(|style| style.as_str());
        let may_be_reserved = match (&*word, version) {
            ("header", Version::V31 | Version::V32) | ("path" | "cookie", Version::V31) => false,
            ("cookie", Version::V32) => style.as_deref() != Some("cookie"),
            _ => true,
        };
        if has("allowReserved") && !may_be_reserved {
            let message = format!("`allowReserved` means nothing on a {word} parameter");
            self.fault(name_at, FaultKind::WrongValue, "allowReserved", message);
        }
        if word == "path" && version >= Version::V32 && name_text.contains(['{', '}']) {
            let message = format!("`{name_text}` is no name of a path parameter");
            self.fault(name_at, FaultKind::WrongValue, "name", message);
        }
        if word == "header" && version >= Version::V31 && !is_token(&name_text) {
            let message = format!("`{name_text}` is no name of a header");
            self.fault(name_at, FaultKind::WrongValue, "name", message);
        }
        if version != Version::V20 && has("schema") && has("content") {
            self.both(node, "schema", "content");
        }
        if version == Version::V20
            && has("type")
            && node.get("type").and_then(|t| t.as_str()).as_deref() == Some("array")
            && !has("items")
        {
            let message = format!("parameter `{name_text}` is an array and needs `items`");
            self.fault(name_at, FaultKind::MissingField, "items", message);
        }
        if let Some(style) = node.get("style").and_then(|style| style.as_str()) {
            let styles: &[&str] = match &*word {
                "path" => &["matrix", "label", "simple"],
                "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                "cookie" => &["form", "cookie"],
                _ => &["simple"],
            };
            if !styles.contains(&&*style) {
                let message = format!(
                    "`style` of a {word} parameter is `{style}`, not one of `{}`",
                    styles.join("`, `")
                );
                self.fault(name_at, FaultKind::WrongValue, "style", message);
            }
        }
    }
}

/// Whether a name is a token. Source: RFC 9110, 5.6.2.
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
