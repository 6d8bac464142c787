//! Schemas: every keyword that says what a value may be.

use document::{Kind, Node};
use model::At;
use model::facts::contract::{
    Additional, Bounds, Composition, Conditions, Discriminator, Property, Role, Schema, Types,
};

use super::json_text::json_text;
use super::operations::{first_key, stability, sunset};
use super::reader::{Reader, has_text};
use super::specification::Version;

/// Enumerated values that are kept of one schema.
const VALUES_LIMIT: usize = 2_000;

/// The schema under `node`.
pub fn schema<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Schema {
    if let Some(constant) = node.as_bool() {
        return Schema {
            at: At::from(node.at()),
            constant: Some(constant),
            ..Schema::default()
        };
    }
    let is_json_schema = matches!(reader.version, Version::V31 | Version::V32);
    let reference = node
        .get("$ref")
        .filter(|value| value.kind() == Kind::String)
        .map(|value| At::from(value.at()));
    if let Some(at) = reference {
        let link = reader.reference(node, Role::Schema);
        let has_siblings = is_json_schema
            && node.entries().any(|(key, _)| {
                !matches!(
                    key.text().as_deref(),
                    Some("$ref" | "description" | "summary" | "title" | "example" | "examples")
                )
            });
        let referring = Schema {
            at,
            reference: link,
            ..Schema::default()
        };
        if !has_siblings {
            return referring;
        }
        // What stands beside a reference applies as well, as if both were in `allOf`.
        // Source: JSON Schema 2020-12, 8.2.3.1 "Direct References with $ref".
        let mut whole = keywords(reader, node);
        let part = reader.out.schemas.len() as u32;
        reader.out.schemas.push(referring);
        let composition = whole.composition.get_or_insert_default();
        composition.all_of.insert(0, part);
        return whole;
    }
    keywords(reader, node)
}

fn keywords<'d>(reader: &mut Reader<'d>, node: Node<'d>) -> Schema {
    let mut schema = Schema {
        at: node
            .get("type")
            .map_or_else(|| first_key(node), |value| At::from(value.at())),
        ..Schema::default()
    };
    let mut bounds = Bounds::default();
    let mut composition = Composition::default();
    let mut conditions = Conditions::default();
    let mut exclusive = (false, false);
    let is_v2 = reader.version == Version::V20;
    for (key, value) in node.merged_entries() {
        let Some(name) = key.text() else { continue };
        match &*name {
            "type" => schema.types = types(value).with(Types(schema.types.0 & 1)),
            "format" => schema.format = text(value),
            "nullable" | "x-nullable" => {
                schema.is_nullable |= value.as_bool() == Some(true);
            }
            "properties" => {
                schema.properties = value
                    .merged_entries()
                    .into_iter()
                    .filter(|(_, value)| is_schema(*value))
                    .filter_map(|(key, value)| {
                        Some(Property {
                            name: key.text()?.into(),
                            at: At::from(key.at()),
                            schema: reader.part_here(Role::Schema, value),
                        })
                    })
                    .collect();
            }
            "required" => schema.required = value.items().filter_map(text).collect(),
            "items" if is_schema(value) => {
                schema.items = Some(reader.part_here(Role::Schema, value));
            }
            "additionalProperties" => {
                schema.additional = match value.as_bool() {
                    Some(true) => Additional::Allowed,
                    Some(false) => Additional::Forbidden,
                    None if value.is_mapping() && value.is_empty() => Additional::Allowed,
                    None if value.is_mapping() => {
                        Additional::Schema(reader.part_here(Role::Schema, value))
                    }
                    None => Additional::Unstated,
                };
            }
            "enum" => schema.values = Some(values(value)),
            "x-extensible-enum" => {
                schema.is_extensible = true;
                if value.is_sequence() {
                    schema.values = Some(values(value));
                }
            }
            "readOnly" => schema.is_read_only = value.as_bool() == Some(true),
            "writeOnly" => schema.is_write_only = value.as_bool() == Some(true),
            "deprecated" => schema.is_deprecated = value.as_bool() == Some(true),
            "description" | "title" => schema.is_documented |= has_text(node, &name),
            "allOf" => composition.all_of = parts(reader, value),
            "anyOf" => composition.any_of = parts(reader, value),
            "oneOf" => composition.one_of = parts(reader, value),
            "not" if is_schema(value) => {
                composition.not = Some(reader.part_here(Role::Schema, value));
            }
            "discriminator" => composition.discriminator = Some(discriminator(value)),
            "minimum" => bounds.minimum = value.as_f64(),
            "maximum" => bounds.maximum = value.as_f64(),
            "exclusiveMinimum" => match value.as_bool() {
                Some(flag) => exclusive.0 = flag,
                None => bounds.exclusive_minimum = value.as_f64(),
            },
            "exclusiveMaximum" => match value.as_bool() {
                Some(flag) => exclusive.1 = flag,
                None => bounds.exclusive_maximum = value.as_f64(),
            },
            "multipleOf" => bounds.multiple_of = value.as_f64(),
            "minLength" => bounds.min_length = value.as_u64(),
            "maxLength" => bounds.max_length = value.as_u64(),
            "minItems" => bounds.min_items = value.as_u64(),
            "maxItems" => bounds.max_items = value.as_u64(),
            "minProperties" => bounds.min_properties = value.as_u64(),
            "maxProperties" => bounds.max_properties = value.as_u64(),
            "uniqueItems" => bounds.has_unique_items = value.as_bool() == Some(true),
            "pattern" => bounds.pattern = text(value),
            "default" => bounds.default = Some(json_text(value)),
            "const" => bounds.constant = Some(json_text(value)),
            "contentMediaType" => bounds.content_media_type = text(value),
            "contentEncoding" => bounds.content_encoding = text(value),
            "if"
            | "then"
            | "else"
            | "contains"
            | "propertyNames"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "contentSchema"
                if is_schema(value) =>
            {
                let id = reader.part_here(Role::Schema, value);
                conditions.schemas.push((name.into(), id));
            }
            "prefixItems" => {
                for (index, item) in value.items().filter(|item| is_schema(*item)).enumerate() {
                    let id = reader.part_here(Role::Schema, item);
                    let key = format!("prefixItems/{index}");
                    conditions.schemas.push((key.into(), id));
                }
            }
            "patternProperties" | "dependentSchemas" => {
                for (key, item) in value.entries().filter(|(_, item)| is_schema(*item)) {
                    let id = reader.part_here(Role::Schema, item);
                    let key = format!("{name}/{}", key.text().unwrap_or_default());
                    conditions.schemas.push((key.into(), id));
                }
            }
            "minContains" | "maxContains" | "dependentRequired" => {
                conditions.values.push((name.into(), json_text(value)));
            }
            _ => {}
        }
    }
    // A parameter of 2.0 is its own schema; its `type: file` and `required: true` are its own.
    if is_v2 && schema.types == Types::named("file") {
        schema.types = Types::named("string");
        schema.format = Some("binary".into());
    }
    if exclusive.0 {
        bounds.exclusive_minimum = bounds.minimum.take();
    }
    if exclusive.1 {
        bounds.exclusive_maximum = bounds.maximum.take();
    }
    bounds.sunset = sunset(node).map(String::into_boxed_str);
    bounds.stability = stability(node).map(String::into_boxed_str);
    schema.bounds = (bounds != Bounds::default()).then(|| Box::new(bounds));
    let is_composed = !composition.all_of.is_empty()
        || !composition.any_of.is_empty()
        || !composition.one_of.is_empty()
        || composition.not.is_some()
        || composition.discriminator.is_some();
    schema.composition = is_composed.then(|| Box::new(composition));
    let has_conditions = !conditions.schemas.is_empty() || !conditions.values.is_empty();
    schema.conditions = has_conditions.then(|| Box::new(conditions));
    schema
}

fn is_schema(node: Node<'_>) -> bool {
    matches!(node.kind(), Kind::Mapping | Kind::Bool)
}

fn types(value: Node<'_>) -> Types {
    if value.is_null() {
        return Types::default();
    }
    match value.text() {
        Some(name) => Types::named(&name),
        None => value
            .items()
            .filter_map(|item| item.text())
            .fold(Types::default(), |all, name| all.with(Types::named(&name))),
    }
}

fn text(value: Node<'_>) -> Option<Box<str>> {
    Some(value.as_str()?.into())
}

fn values(value: Node<'_>) -> Box<[Box<str>]> {
    value.items().take(VALUES_LIMIT).map(json_text).collect()
}

fn parts<'d>(reader: &mut Reader<'d>, value: Node<'d>) -> Vec<u32> {
    value
        .items()
        .filter(|item| is_schema(*item))
        .map(|item| reader.part_here(Role::Schema, item))
        .collect()
}

fn discriminator(value: Node<'_>) -> Discriminator {
    // 2.0 gives the name of the property alone.
    if let Some(name) = value.as_str() {
        return Discriminator {
            property: name.into_owned(),
            mapping: Vec::new(),
        };
    }
    let pairs = value.get("mapping").into_iter().flat_map(Node::entries);
    Discriminator {
        property: value
            .get("propertyName")
            .and_then(|name| name.text())
            .map_or_else(String::new, |name| name.into_owned()),
        mapping: pairs
            .filter_map(|(key, value)| Some((key.text()?.into_owned(), value.text()?.into_owned())))
            .collect(),
    }
}
