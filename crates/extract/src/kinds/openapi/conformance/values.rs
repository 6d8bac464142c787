//! What a field holds: its kind, its words, the objects below it.

use document::{Kind, Node};
use model::At;
use model::facts::contract::FaultKind;

use super::{Judge, is_reference};
use crate::kinds::openapi::operations::first_key;
use crate::kinds::openapi::reader::is_extension;
use crate::kinds::openapi::specification::{Holds, Name, REQUIREMENT, Version};

impl<'d> Judge<'_, 'd> {
    /// Judges the value of a field.
    pub(super) fn value(&mut self, node: Node<'d>, field: &str, holds: Holds, at: At) {
        let version = self.version();
        match holds {
            Holds::Any => {}
            Holds::Text => {
                // Whoever leaves a description empty says no less than who leaves it out.
                let is_left_empty =
                    node.kind() == Kind::Null && matches!(field, "description" | "summary");
                if node.kind() != Kind::String && !is_left_empty {
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
                self.needs_bundling(node);
                for (key, value) in node.entries() {
                    if key.text().as_deref() != Some("<<") && !is_reference(key, value) {
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
        for (key, value) in node.entries() {
            let Some(text) = key.text() else { continue };
            if is_reference(key, value) {
                continue;
            }
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
}
