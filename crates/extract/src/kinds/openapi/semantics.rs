//! What the specification asks of a document beyond the shape of its objects: names that must be
//! unique or defined, paths that must be told apart, values that must be possible.

use std::collections::{BTreeMap, BTreeSet};

use model::At;
use model::facts::contract::{
    Component, Document, Fault, FaultKind, Link, Operation, Parameter, Path, Requirement, Role,
    Schema, Types,
};

use super::reader::{FAULTS_LIMIT, Reader};

/// Judges the whole document.
pub fn judge(reader: &mut Reader<'_>) {
    let mut faults = Faults(Vec::new());
    let document = &reader.out;
    operation_ids(document, &mut faults);
    paths(document, &mut faults);
    for path in &document.paths {
        let item = &document.path_items[path.item as usize];
        if item.reference.is_some() && item.operations.is_empty() {
            continue;
        }
        for operation in &item.operations {
            if operation.reference.is_some() {
                continue;
            }
            parameters(
                document,
                &path.path,
                &item.parameters,
                operation,
                &mut faults,
            );
            tags(document, operation, &mut faults);
            security(document, operation.security.as_deref(), &mut faults);
        }
    }
    security(document, document.security.as_deref(), &mut faults);
    let mut unused_schemas = BTreeSet::new();
    for component in unused(document) {
        if component.target.role == Role::Schema {
            unused_schemas.insert(component.target.id);
        }
        faults.push(
            component.at,
            FaultKind::UnusedComponent,
            &component.name,
            format!("nothing refers to `{}`", component.name),
        );
    }
    let parts = parts(document);
    for (id, schema) in (0..).zip(&document.schemas) {
        values(schema, &mut faults);
        bounds(schema, &mut faults);
        // What nothing refers to, nobody sends.
        if !parts.contains(&id) && !unused_schemas.contains(&id) {
            required(schema, &mut faults);
        }
    }
    for server in &document.servers {
        if let Some(name) = &server.doubled {
            let message = format!(
                "`{name}` stands in two braces, of which clients replace the inner ones alone"
            );
            faults.push(server.at, FaultKind::DoubledBraces, name, message);
        } else if let Some(name) = template_names(&server.url).first() {
            faults.push(
                server.at,
                FaultKind::UndefinedServerVariable,
                name,
                format!("server variable `{name}` is not defined"),
            );
        }
    }
    if reader.is_whole {
        let room = FAULTS_LIMIT.saturating_sub(reader.out.faults.len());
        reader.out.faults.extend(faults.0.into_iter().take(room));
    }
    reader
        .out
        .faults
        .sort_by(|a, b| (a.at, a.kind, &a.name).cmp(&(b.at, b.kind, &b.name)));
}

struct Faults(Vec<Fault>);

impl Faults {
    fn has(&self, kind: FaultKind, name: &str) -> bool {
        let mut known = self.0.iter();
        known.any(|fault| fault.kind == kind && fault.name == name)
    }

    fn push(&mut self, at: At, kind: FaultKind, name: &str, message: String) {
        self.0.push(Fault {
            at,
            kind,
            name: name.to_owned(),
            message,
        });
    }
}

fn operation_ids(document: &Document, faults: &mut Faults) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for operation in document
        .paths
        .iter()
        .chain(&document.webhooks)
        .flat_map(|path| &document.path_items[path.item as usize].operations)
    {
        if let Some((id, at)) = &operation.operation_id
            && !seen.insert(id)
        {
            let message = format!("operation id `{id}` is that of another operation too");
            faults.push(*at, FaultKind::DuplicateOperationId, id, message);
        }
    }
}

/// The names between braces of a template.
pub fn template_names(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

fn paths(document: &Document, faults: &mut Faults) {
    let mut seen: BTreeMap<String, &Path> = BTreeMap::new();
    let methods = |path: &Path| -> BTreeSet<&str> {
        let operations = &document.path_items[path.item as usize].operations;
        operations
            .iter()
            .map(|operation| operation.method.as_str())
            .collect()
    };
    for path in &document.paths {
        let mut shape = String::new();
        for piece in path.path.split('{') {
            let rest = piece.split_once('}').map(|(_, rest)| rest);
            match rest {
                Some(rest) if !shape.is_empty() || path.path.starts_with('{') => {
                    shape.push_str("{}");
                    shape.push_str(rest);
                }
                _ => shape.push_str(piece),
            }
        }
        if let Some(first) = seen.get(&shape) {
            let (kind, what) = match methods(path).is_disjoint(&methods(first)) {
                true => (
                    FaultKind::PathOfTwoNames,
                    "are one path with two names for a parameter",
                ),
                false => (FaultKind::AmbiguousPath, "match the same requests"),
            };
            let message = format!("`{}` and `{}` {what}", path.path, first.path);
            faults.push(path.at, kind, &path.path, message);
        } else {
            seen.insert(shape, path);
        }
        let mut names = template_names(&path.path);
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            let message = format!("`{{{}}}` stands twice in `{}`", pair[0], path.path);
            faults.push(path.at, FaultKind::DuplicateParameter, pair[0], message);
        }
    }
}

/// A parameter with its own reference inside the file followed; `None` if it is elsewhere.
fn parameter(document: &Document, id: u32) -> Option<&Parameter> {
    let mut parameter = &document.parameters[id as usize];
    for _ in 0..8 {
        match parameter.reference {
            None => return Some(parameter),
            Some(Link::Here(id)) => parameter = &document.parameters[id as usize],
            Some(Link::Away(_)) => return None,
        }
    }
    None
}

fn parameters(
    document: &Document,
    path: &str,
    shared: &[u32],
    operation: &Operation,
    faults: &mut Faults,
) {
    let mut is_complete = true;
    let mut declared: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (list, is_own) in [(&operation.parameters[..], true), (shared, false)] {
        let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
        for &id in list {
            let Some(found) = parameter(document, id) else {
                is_complete = false;
                continue;
            };
            let key = (found.location.as_str(), found.name.as_str());
            if !seen.insert(key) && is_own && !found.name.is_empty() {
                let at = document.parameters[id as usize].at;
                let message = format!("{} parameter `{}` stands twice here", key.0, key.1);
                faults.push(at, FaultKind::DuplicateParameter, &found.name, message);
            }
            declared.insert(key);
        }
        if is_own
            && declared
                .iter()
                .filter(|(place, _)| *place == "body")
                .count()
                > 1
        {
            let message = "an operation has one body at most".to_owned();
            faults.push(operation.at, FaultKind::DuplicateParameter, "body", message);
        }
    }
    let names = template_names(path);
    for name in &names {
        if is_complete && !declared.contains(&("path", name)) {
            let message = format!(
                "`{} {path}` does not declare path parameter `{name}`",
                operation.method
            );
            faults.push(
                operation.at,
                FaultKind::UndeclaredPathParameter,
                name,
                message,
            );
        }
    }
    for &id in &operation.parameters {
        if let Some(found) = parameter(document, id)
            && found.location == "path"
            && !found.name.is_empty()
            && !names.contains(&found.name.as_str())
        {
            let message = format!("path `{path}` has no `{{{}}}`", found.name);
            let at = document.parameters[id as usize].at;
            faults.push(at, FaultKind::UnusedPathParameter, &found.name, message);
        }
    }
}

fn tags(document: &Document, operation: &Operation, faults: &mut Faults) {
    if document.tags.is_empty() {
        return;
    }
    for (tag, at) in &operation.tags {
        if !document.tags.iter().any(|(name, _)| name == tag) {
            let message = format!("tag `{tag}` is not among the declared ones");
            faults.push(*at, FaultKind::UndeclaredTag, tag, message);
        }
    }
}

fn security(document: &Document, requirements: Option<&[Requirement]>, faults: &mut Faults) {
    for (name, scopes, at) in requirements.into_iter().flatten().flat_map(|r| &r.schemes) {
        let Some(scheme) = document.security_schemes.iter().find(|s| s.name == *name) else {
            // From 3.2 on a requirement may name a scheme by a reference; an empty name is how generators say that none is
            // required.
            if !name.is_empty() && !name.contains('/') {
                let message = format!("security scheme `{name}` is not defined");
                faults.push(*at, FaultKind::UndefinedSecurityScheme, name, message);
            }
            continue;
        };
        if scheme.kind == "oauth2" && scheme.reference.is_none() && !scheme.flows.is_empty() {
            for scope in scopes {
                let is_defined = scheme.flows.iter().any(|flow| flow.scopes.contains(scope));
                // A scope that is missing is missing once, however many operations ask for it.
                if !is_defined && !faults.has(FaultKind::UndefinedScope, scope) {
                    let message = format!("security scheme `{name}` defines no scope `{scope}`");
                    faults.push(*at, FaultKind::UndefinedScope, scope, message);
                }
            }
        }
    }
}

/// The components that nothing refers to. Files without operations are parts of others.
fn unused(document: &Document) -> impl Iterator<Item = &Component> {
    let is_fragment = document.paths.is_empty() && document.webhooks.is_empty();
    // Parts of a discriminated schema are referred to by name alone.
    let discriminators = || {
        let compositions = document
            .schemas
            .iter()
            .filter_map(|schema| schema.composition.as_ref());
        compositions.filter_map(|parts| parts.discriminator.as_ref())
    };
    let mapped: BTreeSet<&str> = discriminators()
        .flat_map(|discriminator| &discriminator.mapping)
        .map(|(_, target)| target.rsplit('/').next().unwrap_or(target))
        .collect();
    let has_discriminator = discriminators().next().is_some();
    document.components.iter().filter(move |component| {
        let composition = || {
            document.schemas[component.target.id as usize]
                .composition
                .as_ref()
        };
        let is_base = component.target.role == Role::Schema
            && (has_discriminator && composition().is_some_and(|parts| !parts.all_of.is_empty())
                || mapped.contains(component.name.as_str()));
        !component.is_used && !is_fragment && !is_base
    })
}

/// The type of a value that is JSON text.
pub fn type_of(value: &str) -> Types {
    Types::named(match value.as_bytes().first() {
        Some(b'"') => "string",
        Some(b'[') => "array",
        Some(b'{') => "object",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ if value.contains(['.', 'e', 'E']) => "number",
        _ => "integer",
    })
}

fn allows(types: Types, value: &str) -> bool {
    let found = type_of(value);
    types.is_empty()
        || types.has(found)
        || (found == Types::named("integer") && types.has(Types::named("number")))
        // A float that is whole was printed without its fraction; the other way cannot be.
        || (found == Types::NULL)
}

fn values(schema: &Schema, faults: &mut Faults) {
    for value in schema.values.iter().flat_map(|values| values.iter()) {
        if !allows(schema.types, value) {
            let kind = schema.types.names().collect::<Vec<_>>().join("` or `");
            let message = format!("enumerated value {value} is no `{kind}`");
            faults.push(schema.at, FaultKind::ImpossibleValue, value, message);
            break;
        }
    }
    let default = schema
        .bounds
        .as_ref()
        .and_then(|bounds| bounds.default.as_deref());
    if let Some(default) = default {
        let is_listed = schema
            .values
            .as_ref()
            .is_none_or(|values| values.iter().any(|value| **value == *default));
        if !allows(schema.types, default) {
            let kind = schema.types.names().collect::<Vec<_>>().join("` or `");
            let message = format!("default {default} is no `{kind}`");
            faults.push(schema.at, FaultKind::ImpossibleValue, default, message);
        } else if !is_listed && default != "null" && !schema.is_extensible {
            let message = format!("default {default} is not among the enumerated values");
            faults.push(schema.at, FaultKind::ImpossibleValue, default, message);
        }
    }
}

fn bounds(schema: &Schema, faults: &mut Faults) {
    let Some(bounds) = &schema.bounds else { return };
    let crossed = |low: Option<f64>, high: Option<f64>| matches!((low, high), (Some(low), Some(high)) if low > high);
    let counts = |low: Option<u64>, high: Option<u64>| matches!((low, high), (Some(low), Some(high)) if low > high);
    let name = if crossed(bounds.minimum, bounds.maximum) {
        "minimum"
    } else if counts(bounds.min_length, bounds.max_length) {
        "minLength"
    } else if counts(bounds.min_items, bounds.max_items) {
        "minItems"
    } else if counts(bounds.min_properties, bounds.max_properties) {
        "minProperties"
    } else {
        return;
    };
    let message = format!("`{name}` is above its maximum: no value is possible");
    faults.push(schema.at, FaultKind::ImpossibleBound, name, message);
}

/// The schemas that are a part of another, directly or behind a reference of the file.
fn parts(document: &Document) -> BTreeSet<u32> {
    let compositions = document
        .schemas
        .iter()
        .filter_map(|schema| schema.composition.as_ref());
    let mut parts = BTreeSet::new();
    for composition in compositions {
        for ids in [
            &composition.all_of,
            &composition.any_of,
            &composition.one_of,
        ] {
            for &part in ids.iter().chain(&composition.not) {
                parts.insert(part);
                if let Some(Link::Here(target)) = document.schemas[part as usize].reference {
                    parts.insert(target);
                }
            }
        }
    }
    parts
}

/// Required properties that an object with named properties does not have. What a part of a
/// composition requires may be named by another part, so those are not judged.
fn required(schema: &Schema, faults: &mut Faults) {
    if schema.properties.is_empty() || schema.composition.is_some() {
        return;
    }
    for name in &schema.required {
        if !schema
            .properties
            .iter()
            .any(|property| property.name == *name)
        {
            let message = format!("required property `{name}` is not defined");
            faults.push(
                schema.at,
                FaultKind::UndefinedRequiredProperty,
                name,
                message,
            );
        }
    }
}
