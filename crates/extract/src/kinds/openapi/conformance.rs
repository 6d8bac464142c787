//! Where a document departs from the specification: a walk driven by the table of its objects.

mod special;
mod values;

use document::{Kind, Node};
use model::At;
use model::facts::contract::FaultKind;

use super::operations::first_key;
use super::reader::{Reader, is_extension, reference_text};
use super::specification::{Name, Version, fields, may_be_reference, title};

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
        let may_have_siblings =
            name == Name::PathItem || (name == Name::Schema && version >= Version::V31);
        if may_be_reference(name, version) && !may_have_siblings && node.get("$ref").is_some() {
            return;
        }
        if !may_be_reference(name, version)
            && !matches!(name, Name::Paths | Name::Responses)
            && self.needs_bundling(node)
        {
            return;
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

    /// Whether `node` is a reference where the specification has none, which is recorded: bundlers
    /// follow references anywhere, other tools do not.
    fn needs_bundling(&mut self, node: Node<'d>) -> bool {
        let Some(reference) = reference_text(node) else {
            return false;
        };
        let text = reference.text().unwrap_or_default();
        let message = format!("only a bundler follows `{text}`: OpenAPI has no reference here");
        let at = At::from(reference.at());
        self.fault(at, FaultKind::UnbundledReference, &text, message);
        true
    }

    fn missing(&mut self, at: At, name: Name, field: &str) {
        let message = format!("{} needs `{field}`", title(name));
        self.fault(at, FaultKind::MissingField, field, message);
    }

    fn wrong_type(&mut self, node: Node<'d>, field: &str, expected: &str) {
        if self.needs_bundling(node) {
            return;
        }
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

    /// Names of headers are tokens. Source: RFC 9110, 5.6.2.
    fn header_names(&mut self, node: Node<'d>) {
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or_default();
            if self.version() >= Version::V31 && !special::is_token(&name) {
                let message = format!("`{name}` is no name of a header");
                self.fault(At::from(key.at()), FaultKind::WrongValue, "name", message);
            }
        }
    }

    fn map(&mut self, node: Node<'d>, name: Name) {
        if !node.is_mapping() {
            self.wrong_type(node, title(name), "an object with names");
            return;
        }
        self.duplicate_keys(node);
        if name == Name::Header {
            self.header_names(node);
        }
        self.needs_bundling(node);
        for (key, value) in node.entries() {
            if is_reference(key, value) {
                continue;
            }
            let is_extension = key.text().is_some_and(|text| is_extension(&text));
            if !is_extension || (value.is_mapping() && name == Name::Header) {
                self.object(value, name, At::from(key.at()));
            }
        }
    }

    fn paths(&mut self, node: Node<'d>) {
        self.duplicate_keys(node);
        self.needs_bundling(node);
        for (key, value) in node.entries() {
            let Some(path) = key.text() else { continue };
            if is_extension(&path) || path == "<<" || is_reference(key, value) {
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
        let mut count = usize::from(self.needs_bundling(node));
        for (key, value) in node.entries() {
            let Some(status) = key.text() else { continue };
            if is_extension(&status) || is_reference(key, value) {
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
}

/// Whether an entry is a reference in place of the whole mapping.
fn is_reference(key: Node<'_>, value: Node<'_>) -> bool {
    value.kind() == Kind::String && key.text().as_deref() == Some("$ref")
}
