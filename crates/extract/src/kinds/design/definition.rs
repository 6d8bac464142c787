//! A service definition: what a part of a document with that template's shape says.

use model::facts::design::{Communication, Definition, Dependency, Store, Text};

use super::fields::{self, Field, Fields};
use super::outline::Value;
use super::walk::Origin;
use super::{placeholders, wording};
use crate::markdown::none;

/// The template's fields, in its order and words.
const TEMPLATE: &[(Field, &str)] = &[
    (Field::Responsibility, "responsibility"),
    (Field::Dependencies, "dependencies"),
    (Field::DataStore, "data store"),
    (Field::Communication, "communication"),
    (Field::Monitoring, "monitoring"),
    (Field::Deployment, "deployment"),
];

/// Fields that only what runs by itself has.
const SERVICE: &[Field] = &[
    Field::DataStore,
    Field::Communication,
    Field::Monitoring,
    Field::Deployment,
];

/// Keys of manifests: a mapping with one of them is what runs, not what is designed.
const MANIFEST: &[&str] = &[
    "image",
    "build",
    "containername",
    "chart",
    "kind",
    "uses",
    "runson",
];

/// The definition that `fields` hold; `None` if they have too little of the template's shape.
pub fn read(fields: &Fields<'_>, key: Option<&Text>, origin: Origin) -> Option<Definition> {
    let wanted: Vec<Field> = TEMPLATE.iter().map(|(field, _)| *field).collect();
    let count = fields.count(&wanted);
    let is_told = fields.has_name("responsibilit");
    // Modules and classes have responsibilities and dependencies too; only services are watched, deployed and keep data.
    let is_service = fields.count(SERVICE) >= 1;
    let has_shape = match origin {
        Origin::Prose => is_told && is_service && (count >= 3 || is_called_service(fields, key)),
        Origin::Fence | Origin::File => {
            is_told && count >= 2 || fields.has(Field::Communication) && count >= 3
        }
    };
    if !has_shape
        || fields.has(Field::Method) && fields.has(Field::Endpoint)
        || MANIFEST.iter().any(|name| fields.has_other(name))
    {
        return None;
    }
    let name = name(fields, key)?;
    let mut definition = Definition {
        is_prose: origin == Origin::Prose,
        responsibility: fields.get(Field::Responsibility).and_then(prose),
        has_monitoring: fields.says(Field::Monitoring),
        has_deployment: fields.says(Field::Deployment),
        ..Definition::default()
    };
    for value in fields.all(Field::Dependencies) {
        dependencies(value, None, &mut definition.dependencies);
    }
    let (stores, services): (Vec<_>, Vec<_>) = definition
        .dependencies
        .into_iter()
        .partition(|dependency| wording::is_store(&dependency.name.value));
    definition.dependencies = services;
    for value in fields.all(Field::DataStore) {
        self::stores(value, &mut definition.stores);
    }
    for store in stores {
        let store = wording::store(&store.name);
        let is_known = definition.stores.iter().any(|known| {
            known.technology == store.technology || known.name == store.name && store.name.is_some()
        });
        if !is_known {
            definition.stores.push(store);
        }
    }
    for value in fields.all(Field::Communication) {
        communication(value, None, &mut definition.communication);
    }
    definition.missing = TEMPLATE
        .iter()
        .filter(|(field, _)| !says(fields, *field))
        .map(|(_, word)| (*word).to_owned())
        .collect();
    let mut judged: Vec<&Value> = Vec::new();
    for field in &wanted {
        judged.extend(fields.all(*field));
    }
    definition.placeholders = placeholders::of(&judged, &[Field::Responsibility], fields);
    let is_name_left = placeholders::text(&name);
    if let Some(left) = is_name_left.clone() {
        definition.placeholders.insert(0, left);
    }
    // Nothing but placeholders is the template itself.
    let is_template =
        is_name_left.is_some() && definition.placeholders.len() > count.saturating_sub(1);
    definition.name = name;
    let left: Vec<model::At> = definition.placeholders.iter().map(|left| left.at).collect();
    let is_left = |text: &Text| {
        left.iter()
            .any(|at| at.start <= text.at.start && text.at.end <= at.end)
    };
    definition
        .dependencies
        .retain(|dependency| !is_left(&dependency.name));
    definition.stores.retain(|store| !is_left(&store.text));
    definition
        .communication
        .retain(|communication| !is_left(&communication.text));
    (!is_template).then_some(definition)
}

/// Whether the column, the field or the title that names a part says that it is a service.
fn is_called_service(fields: &Fields<'_>, key: Option<&Text>) -> bool {
    fields.has_other("service")
        || fields.has_other("microservice")
        || fields.has_other("servicename")
        || key.is_some_and(|key| {
            key.value
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == "service")
        })
}

/// Whether a field says something; an empty list of dependencies says that there are none.
fn says(fields: &Fields<'_>, field: Field) -> bool {
    let is_list = |value: &Value| matches!(value, Value::List { .. } | Value::Map(_));
    fields.says(field)
        || (matches!(field, Field::Dependencies | Field::DataStore)
            && fields.all(field).any(is_list))
}

fn name(fields: &Fields<'_>, key: Option<&Text>) -> Option<Text> {
    if let Some(name) = fields
        .all(Field::Name)
        .find_map(|value| value.single().filter(|text| !text.value.is_empty()))
    {
        return Some(clean(name));
    }
    let key = key?;
    let is_word = matches!(
        fields::normal(&key.value).as_str(),
        "service"
            | "services"
            | "servicedefinition"
            | "definition"
            | "microservice"
            | "component"
            | "spec"
            | "metadata"
            | "architecture"
            | "overview"
    );
    (!is_word).then(|| clean(key))
}

/// A name without the words around it: `Service: Orders`, `2.1 Orders Service`.
fn clean(name: &Text) -> Text {
    let value = name.value.as_str();
    let mut rest =
        value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    for prefix in [
        "Service Definition:",
        "Service definition:",
        "Service Definition -",
        "Service:",
        "Microservice:",
        "Service Definition –",
        "Component:",
    ] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest).trim_start();
    }
    let rest = crate::markdown::bare(rest);
    if rest.is_empty() {
        return name.clone();
    }
    let is_exact = (name.at.end - name.at.start) as usize == value.len();
    let offset = (rest.as_ptr() as usize - value.as_ptr() as usize) as u32;
    Text {
        value: rest.to_owned(),
        at: if is_exact {
            model::At::new(name.at.start + offset..name.at.start + offset + rest.len() as u32)
        } else {
            name.at
        },
    }
}

/// The texts of a value as one; its place is that of the first.
fn prose(value: &Value) -> Option<Text> {
    let texts = value.texts();
    let first = texts.first()?;
    Some(Text {
        value: texts
            .iter()
            .map(|text| text.value.as_str())
            .collect::<Vec<_>>()
            .join("; "),
        at: first.at,
    })
}

/// Names under which dependencies are grouped; what they group is no name of a service.
const GROUPS: &[&str] = &[
    "services",
    "internal",
    "external",
    "upstream",
    "downstream",
    "databases",
    "stores",
    "datastores",
    "infrastructure",
    "synchronous",
    "asynchronous",
    "sync",
    "async",
    "required",
    "optional",
    "apis",
    "externalservices",
    "internalservices",
    "messaging",
    "queues",
];

/// Keys of an entry that name what is depended on.
const NAMES: &[&str] = &["name", "service", "on", "target", "id"];

fn dependencies(value: &Value, is_blocking: Option<bool>, found: &mut Vec<Dependency>) {
    match value {
        Value::Nothing => {}
        Value::Text(text) => {
            for part in wording::split(text) {
                if let Some(mut dependency) = wording::dependency(&part) {
                    dependency.is_blocking = dependency.is_blocking.or(is_blocking);
                    found.push(dependency);
                }
            }
        }
        Value::List { items, .. } => {
            for item in items {
                match item {
                    // One item is one dependency, whatever commas its remark has.
                    Value::Text(text) => {
                        let known = wording::dependency(text);
                        found.extend(known.map(|dependency| Dependency {
                            is_blocking: dependency.is_blocking.or(is_blocking),
                            ..dependency
                        }));
                    }
                    item => dependencies(item, is_blocking, found),
                }
            }
        }
        Value::Map(entries) => {
            let named = entries
                .iter()
                .find(|(name, _)| NAMES.contains(&fields::normal(&name.value).as_str()))
                .and_then(|(_, value)| value.single());
            if let Some(name) = named {
                let remarks: Vec<&str> = value
                    .texts()
                    .into_iter()
                    .filter(|text| *text != name)
                    .map(|text| text.value.as_str())
                    .collect();
                if let Some(dependency) = wording::dependency(name) {
                    found.push(Dependency {
                        is_blocking: wording::is_blocking(&remarks.join(" "))
                            .or(dependency.is_blocking)
                            .or(is_blocking),
                        ..dependency
                    });
                }
                return;
            }
            for (name, entry) in entries {
                let normal = fields::normal(&name.value);
                if matches!(normal.as_str(), "libraries" | "packages" | "frameworks") {
                    continue;
                }
                if GROUPS.contains(&normal.as_str()) {
                    let group = match normal.as_str() {
                        "synchronous" | "sync" => Some(true),
                        "asynchronous" | "async" => Some(false),
                        _ => is_blocking,
                    };
                    dependencies(entry, group, found);
                } else if let Some(dependency) = wording::dependency(name) {
                    let remarks: Vec<&str> = entry
                        .texts()
                        .into_iter()
                        .map(|text| text.value.as_str())
                        .collect();
                    found.push(Dependency {
                        is_blocking: wording::is_blocking(&remarks.join(" "))
                            .or(dependency.is_blocking)
                            .or(is_blocking),
                        ..dependency
                    });
                }
            }
        }
    }
}

fn stores(value: &Value, found: &mut Vec<Store>) {
    match value {
        Value::Nothing => {}
        Value::Text(text) => {
            for part in wording::split(text) {
                // A remark behind a comma names neither a store nor a technology: `PostgreSQL, replicated`.
                let store = wording::store(&part);
                let is_remark = !found.is_empty() && store.technology.is_none();
                if !none(&part.value) && !is_remark {
                    found.push(store);
                }
            }
        }
        Value::List { items, .. } => items.iter().for_each(|item| stores(item, found)),
        Value::Map(entries) => {
            let texts = |wanted: &[&str]| {
                entries
                    .iter()
                    .find(|(name, _)| wanted.contains(&fields::normal(&name.value).as_str()))
                    .and_then(|(_, value)| value.single())
            };
            let named = texts(&["name", "database", "instance", "host", "schema", "db", "id"]);
            let technology = texts(&["type", "technology", "engine", "kind", "product", "system"]);
            match (named, technology) {
                (None, None) => {
                    for (_, entry) in entries {
                        if let Value::Text(text) = entry
                            && wording::technology(&text.value).is_none()
                        {
                            continue;
                        }
                        stores(entry, found);
                    }
                }
                (named, technology) => {
                    let text = named.or(technology).expect("one of the two is there");
                    let mut store = wording::store(text);
                    if let Some(technology) = technology {
                        store.technology = wording::technology(&technology.value)
                            .map(str::to_owned)
                            .or(store.technology);
                    }
                    if let Some(named) = named
                        && wording::technology(&named.value).is_none()
                        && !none(&named.value)
                    {
                        store.name = Some(named.value.clone());
                    }
                    if !none(&text.value) {
                        found.push(store);
                    }
                }
            }
        }
    }
}

fn communication(value: &Value, is_blocking: Option<bool>, found: &mut Vec<Communication>) {
    match value {
        Value::Nothing => {}
        Value::Text(text) => {
            for part in wording::split(text) {
                if none(&part.value) {
                    continue;
                }
                let own = wording::is_blocking(&part.value);
                found.push(Communication {
                    is_blocking: is_blocking.or(own),
                    text: part,
                });
            }
        }
        Value::List { items, .. } => items
            .iter()
            .for_each(|item| communication(item, is_blocking, found)),
        Value::Map(entries) => {
            for (name, entry) in entries {
                let own = wording::is_blocking(&name.value);
                // `payments: sync` tells of one neighbour.
                if own.is_none()
                    && let Value::Text(text) = entry
                    && let Some(waits) = wording::is_blocking(&text.value)
                {
                    let is_way = matches!(
                        fields::normal(&name.value).as_str(),
                        "type"
                            | "style"
                            | "protocol"
                            | "pattern"
                            | "mode"
                            | "method"
                            | "inbound"
                            | "outbound"
                            | "internal"
                            | "external"
                    );
                    let text = if is_way { text.clone() } else { name.clone() };
                    found.push(Communication {
                        text,
                        is_blocking: Some(waits),
                    });
                    continue;
                }
                communication(entry, own.or(is_blocking), found);
            }
        }
    }
}
