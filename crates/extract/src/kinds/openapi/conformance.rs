//! Where a document departs from the specification: a walk driven by the table of its objects.

use document::{Kind, Node};
use model::At;
use model::facts::contract::FaultKind;

use super::operations::first_key;
use super::reader::{Reader, is_extension};
use super::specification::{Holds, Name, REQUIREMENT, Version, fields, may_be_reference, title};

/// Judges the whole document.
pub fn judge(reader: &mut Reader<'_>) {
    let root = reader.root;
    Judge { reader }.object(root, Name::Root, first_key(root));
}

struct Judge<'r, 'd> {
    reader: &'r mut Reader<'d>,
}

impl<'d> Judge<'_, 'd> {
    fn version(&self) -> Version {
        self.reader.version
    }

    fn fault(&mut self, at: At, kind: FaultKind, name: &str, message: String) {
        self.reader.fault(at, kind, name, message);
    }

    /// Judges an object; `at` is the key that it stands under.
    fn object(&mut self, node: Node<'d>, name: Name, at: At) {
        if node.is_alias() {
            return;
        }
        if !node.is_mapping() {
            self.wrong_type(node, title(name), "an object");
            return;
        }
        let version = self.version();
        if may_be_reference(name, version) && node.get("$ref").is_some() && name != Name::PathItem {
            if name != Name::Schema || version < Version::V31 {
                return;
            }
        }
        match name {
            Name::Paths => return self.paths(node),
            Name::Responses => return self.responses(node, at),
            Name::Callback => return self.map(node, Name::PathItem),
            _ => {}
        }
        self.duplicate_keys(node);
        let fields = fields(name);
        for (key, value) in node.entries() {
            let Some(text) = key.text() else { continue };
            let field = fields
                .iter()
                .find(|field| field.name == text && field.is_in(version));
            match field {
                Some(field) => self.value(value, field.name, field.holds, At::from(key.at())),
                None if is_extension(&text) || text == "<<" => {}
                None if name == Name::Schema && version >= Version::V31 => {
                    if text == "nullable" {
                        let word = version.word();
                        self.fault(
                            At::from(key.at()),
                            FaultKind::UnknownField,
                            "nullable",
                            format!(
                                "`nullable` means nothing in OpenAPI {word}, where `null` is a type"
                            ),
                        );
                    }
                }
                // 3.1 allows what JSON Schema's vocabularies bring beside a reference object's fields.
                None => {
                    let message = format!(
                        "`{text}` is no field of {} in OpenAPI {}",
                        title(name),
                        version.word()
                    );
                    self.fault(At::from(key.at()), FaultKind::UnknownField, &text, message);
                }
            }
        }
        if self.reader.is_whole && node.get("<<").is_none() {
            for field in fields {
                if field.is_required_in(version) && node.get(field.name).is_none() {
                    self.missing(at, name, field.name);
                }
            }
            self.special(node, name, at);
        }
    }

    fn missing(&mut self, at: At, name: Name, field: &str) {
        let message = format!("{} needs `{field}`", title(name));
        self.fault(at, FaultKind::MissingField, field, message);
    }

    fn wrong_type(&mut self, node: Node<'d>, field: &str, expected: &str) {
        let found = match node.kind() {
            Kind::Null => "nothing",
            Kind::Bool => "a flag",
            Kind::Number => "a number",
            Kind::String => "text",
            Kind::Sequence => "a list",
            Kind::Mapping => "an object",
        };
        let at = if node.is_scalar() {
            At::from(node.at())
        } else {
            first_key(node)
        };
        let message = format!("`{field}` is {found} where {expected} belongs");
        self.fault(at, FaultKind::WrongType, field, message);
    }

    fn duplicate_keys(&mut self, node: Node<'d>) {
        if node.len() > 64 {
            let mut names: Vec<_> = node
                .entries()
                .filter_map(|(key, _)| Some((key.text()?, key.at().start, key)))
                .collect();
            names.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
            for pair in names.windows(2) {
                if pair[0].0 == pair[1].0 && pair[0].0 != "<<" {
                    self.duplicate(pair[1].2);
                }
            }
            return;
        }
        let mut names: Vec<&str> = Vec::with_capacity(node.len());
        for (key, _) in node.entries() {
            let source = key.source();
            if names.contains(&source) && source != "<<" {
                self.duplicate(key);
            }
            names.push(source);
        }
    }

    fn duplicate(&mut self, key: Node<'d>) {
        let name = key.text().unwrap_or_default();
        let message = format!("`{name}` stands twice here, and only the last one counts");
        self.fault(At::from(key.at()), FaultKind::DuplicateKey, &name, message);
    }

    fn map(&mut self, node: Node<'d>, name: Name) {
        if !node.is_mapping() {
            self.wrong_type(node, title(name), "an object with names");
            return;
        }
        self.duplicate_keys(node);
        for (key, value) in node.entries() {
            let is_extension = key.text().is_some_and(|text| is_extension(&text));
            if !is_extension || (value.is_mapping() && name == Name::Header) {
                self.object(value, name, At::from(key.at()));
            }
        }
    }

    fn paths(&mut self, node: Node<'d>) {
        self.duplicate_keys(node);
        for (key, value) in node.entries() {
            let Some(path) = key.text() else { continue };
            if is_extension(&path) || path == "<<" {
                continue;
            }
            if !path.starts_with('/') {
                let message = format!("path `{path}` does not begin with `/`");
                self.fault(At::from(key.at()), FaultKind::WrongValue, &path, message);
            }
            self.object(value, Name::PathItem, At::from(key.at()));
        }
    }

    fn responses(&mut self, node: Node<'d>, at: At) {
        self.duplicate_keys(node);
        let mut count = 0;
        for (key, value) in node.entries() {
            let Some(status) = key.text() else { continue };
            if is_extension(&status) {
                continue;
            }
            count += 1;
            let bytes = status.as_bytes();
            let is_code = bytes.len() == 3
                && (b'1'..=b'5').contains(&bytes[0])
                && (bytes[1..].iter().all(u8::is_ascii_digit)
                    || (&bytes[1..] == b"XX" && self.version() != Version::V20));
            if !is_code && status != "default" && status != "<<" {
                let message = format!("`{status}` is no status code");
                self.fault(At::from(key.at()), FaultKind::WrongValue, &status, message);
            }
            self.object(value, Name::Response, At::from(key.at()));
        }
        if count == 0 && self.reader.is_whole {
            let message = "an operation needs at least one response".to_owned();
            self.fault(at, FaultKind::MissingField, "responses", message);
        }
    }

    fn value(&mut self, node: Node<'d>, field: &str, holds: Holds, at: At) {
        let version = self.version();
        match holds {
            Holds::Any => {}
            Holds::Text => {
                let is_text = node.kind() == Kind::String;
                if !is_text {
                    self.wrong_type(node, field, "text");
                }
            }
            Holds::Word(words) => match node.as_str() {
                Some(text) if words.contains(&&*text) => {}
                Some(text) => {
                    let message =
                        format!("`{field}` is `{text}`, not one of `{}`", words.join("`, `"));
                    self.fault(At::from(node.at()), FaultKind::WrongValue, field, message);
                }
                None => self.wrong_type(node, field, "text"),
            },
            Holds::Flag if node.as_bool().is_none() => {
                self.wrong_type(node, field, "`true` or `false`");
            }
            Holds::Number if node.kind() != Kind::Number => {
                self.wrong_type(node, field, "a number");
            }
            Holds::Count => {
                let is_whole = node.as_f64().is_some_and(|n| n >= 0.0 && n.fract() == 0.0);
                if !is_whole {
                    self.wrong_type(node, field, "a count");
                }
            }
            Holds::Flag | Holds::Number => {}
            Holds::Exclusive => {
                let fits = if version >= Version::V31 {
                    node.kind() == Kind::Number
                } else {
                    node.kind() == Kind::Bool
                };
                if !fits {
                    let expected = if version >= Version::V31 {
                        "a number"
                    } else {
                        "`true` or `false`"
                    };
                    self.wrong_type(node, field, expected);
                }
            }
            Holds::List if !node.is_sequence() => self.wrong_type(node, field, "a list"),
            Holds::List if field == "security" => {
                for item in node.items() {
                    self.value(item, "security", REQUIREMENT, at);
                }
            }
            Holds::List => {}
            Holds::Texts => {
                if !node.is_sequence() {
                    self.wrong_type(node, field, "a list of texts");
                }
                for item in node.items() {
                    if item.kind() != Kind::String {
                        self.wrong_type(item, field, "text");
                    }
                }
            }
            Holds::Object(name) => self.object(node, name, at),
            Holds::Objects(name) => {
                if !node.is_sequence() {
                    self.wrong_type(node, field, "a list");
                }
                for item in node.items() {
                    self.object(item, name, first_key(item));
                }
            }
            Holds::Map(name) => {
                self.map(node, name);
                if version != Version::V20 {
                    self.component_names(node);
                }
            }
            Holds::TextsMap => {
                if !node.is_mapping() {
                    self.wrong_type(node, field, "an object");
                }
                for (_, value) in node.entries() {
                    self.value(value, field, Holds::Texts, at);
                }
            }
            Holds::TextMap => {
                if !node.is_mapping() {
                    self.wrong_type(node, field, "an object");
                }
                for (key, value) in node.entries() {
                    let is_extension = key.text().is_some_and(|text| is_extension(&text));
                    if value.kind() != Kind::String && !is_extension {
                        self.wrong_type(value, field, "text");
                    }
                }
            }
            Holds::Schema => match node.kind() {
                Kind::Bool if field == "additionalProperties" || version >= Version::V31 => {}
                _ => self.object(node, Name::Schema, at),
            },
            Holds::Schemas => {
                if !node.is_sequence() || node.is_empty() {
                    self.wrong_type(node, field, "a list of one or more schemas");
                }
                for item in node.items() {
                    self.value(item, field, Holds::Schema, first_key(item));
                }
            }
            Holds::SchemaMap => {
                if !node.is_mapping() {
                    self.wrong_type(node, field, "an object with names");
                    return;
                }
                self.duplicate_keys(node);
                for (key, value) in node.entries() {
                    if key.text().as_deref() != Some("<<") {
                        self.value(value, field, Holds::Schema, At::from(key.at()));
                    }
                }
                if field == "schemas" {
                    self.component_names(node);
                }
            }
            Holds::Type => self.type_value(node),
        }
    }

    /// Names of components are letters, digits and `._-`.
    fn component_names(&mut self, node: Node<'d>) {
        let components = self.reader.root.get("components");
        let is_section = components
            .is_some_and(|all| all.entries().any(|(_, section)| section.id() == node.id()));
        if !is_section {
            return;
        }
        for (key, _) in node.entries() {
            let Some(text) = key.text() else { continue };
            let is_name = text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
            if !is_name && !is_extension(&text) {
                let message = format!(
                    "`{text}` is no name for a component: it has more than letters, digits, `.`, `_` and `-`"
                );
                self.fault(At::from(key.at()), FaultKind::WrongValue, &text, message);
            }
        }
    }

    fn type_value(&mut self, node: Node<'d>) {
        let version = self.version();
        let known: &[&str] = match version {
            Version::V20 => &[
                "string", "number", "integer", "boolean", "array", "object", "file", "null",
            ],
            Version::V30 => &["string", "number", "integer", "boolean", "array", "object"],
            _ => &[
                "string", "number", "integer", "boolean", "array", "object", "null",
            ],
        };
        let may_be_list = version >= Version::V31 || version == Version::V20;
        let items: Vec<Node<'d>> = match node.kind() {
            Kind::Sequence if may_be_list => node.items().collect(),
            Kind::String => vec![node],
            _ => {
                self.wrong_type(node, "type", "the name of a type");
                return;
            }
        };
        for item in items {
            match item.as_str() {
                Some(text) if known.contains(&&*text) => {}
                Some(text) => {
                    let message = format!("`{text}` is no type in OpenAPI {}", version.word());
                    self.fault(At::from(item.at()), FaultKind::WrongValue, "type", message);
                }
                None => self.wrong_type(item, "type", "the name of a type"),
            }
        }
    }

    /// What the specification says of an object beyond its fields.
    fn special(&mut self, node: Node<'d>, name: Name, at: At) {
        let version = self.version();
        let has = |key: &str| node.get(key).is_some();
        let text = |key: &str| node.get(key).and_then(|value| value.as_str());
        match name {
            Name::Root if version >= Version::V31 => {
                if !has("paths") && !has("components") && !has("webhooks") {
                    self.missing(at, name, "paths");
                }
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
            Name::Schema | Name::Items if version < Version::V31 => {
                if text("type").as_deref() == Some("array") && !has("items") {
                    let message = "an array needs `items`".to_owned();
                    self.fault(at, FaultKind::MissingField, "items", message);
                }
            }
            Name::MediaType if has("example") && has("examples") => {
                self.both(node, "example", "examples");
            }
            Name::Example if has("value") && has("externalValue") => {
                self.both(node, "value", "externalValue");
            }
            Name::Link if has("operationRef") && has("operationId") => {
                self.both(node, "operationRef", "operationId");
            }
            _ => {}
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
        if word == "path" && !is_required {
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
