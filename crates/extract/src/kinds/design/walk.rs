//! Every part of an outline that has a template's shape, with what the parts around it say for it.

use model::facts::design::{Design, Text};

use super::definition;
use super::fields::{self, Field, Fields};
use super::outline::Value;
use super::specification;

/// Most services and operations that are kept of one document.
const PARTS_LIMIT: usize = 2_000;

/// Where an outline comes from: the less likely a design, the more of the template is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A YAML file: it could be configuration.
    File,
    /// A fence in Markdown.
    Fence,
    /// Sections, lists and tables of Markdown.
    Prose,
}

/// What the parts around a part say for it.
#[derive(Debug, Clone, Default)]
pub struct Context<'v> {
    /// The service that is being defined.
    pub service: Option<Text>,
    /// The API that is being specified.
    pub api: Option<Text>,
    /// Its version.
    pub version: Option<String>,
    /// Fields that stand for all operations below, the innermost last.
    pub common: Vec<(Field, &'v Value)>,
    /// Fields that a section of the document tells for all of its operations.
    pub stated: Vec<Field>,
}

/// Adds every definition and specification of `outline`.
/// `stated` are fields that the document tells for all of its operations.
pub fn walk(outline: &Value, origin: Origin, stated: &[Field], design: &mut Design) {
    let context = Context {
        stated: stated.to_vec(),
        ..Context::default()
    };
    visit(outline, None, &context, origin, design);
}

/// Judges one value; `key` is the name under which it stands.
fn visit<'v>(
    value: &'v Value,
    key: Option<&Text>,
    context: &Context<'v>,
    origin: Origin,
    design: &mut Design,
) {
    if design.services.len() + design.operations.len() >= PARTS_LIMIT {
        return;
    }
    match value {
        Value::Nothing | Value::Text(_) => {}
        Value::List { items, .. } => {
            for item in items {
                visit(item, None, context, origin, design);
            }
        }
        Value::Map(entries) => {
            let fields = Fields::of(entries);
            let mut inner = context.clone();
            let mut own = Vec::new();
            if let Some(definition) = definition::read(&fields, key, origin) {
                inner.service = Some(definition.name.clone());
                inner.api = None;
                own = vec![
                    Field::Responsibility,
                    Field::Dependencies,
                    Field::DataStore,
                    Field::Communication,
                    Field::Monitoring,
                    Field::Deployment,
                ];
                design.services.push(definition);
            } else {
                let operations = specification::read(&fields, key, context, origin);
                if !operations.is_empty() {
                    design.operations.extend(operations);
                    return;
                }
                enter(&fields, entries, key, &mut inner);
            }
            for (name, entry) in entries {
                if fields::field(&name.value).is_some_and(|field| own.contains(&field)) {
                    continue;
                }
                visit(entry, Some(name), &inner, origin, design);
            }
        }
    }
}

/// What a part that is no template says for the parts in it: the API's name, version and common fields.
fn enter<'v>(
    fields: &Fields<'v>,
    entries: &'v [(Text, Value)],
    key: Option<&Text>,
    context: &mut Context<'v>,
) {
    let named = |wanted: &[&str]| {
        entries
            .iter()
            .find(|(name, _)| wanted.contains(&fields::normal(&name.value).as_str()))
            .and_then(|(_, value)| value.single().cloned())
    };
    if let Some(service) = named(&["service", "servicename", "microservice"]) {
        context.service = Some(service);
    }
    let holds_operations = entries.iter().any(|(name, _)| {
        matches!(
            fields::normal(&name.value).as_str(),
            "endpoints" | "operations" | "apis" | "api" | "routes"
        )
    });
    let is_api = key.is_some_and(|key| {
        matches!(
            fields::normal(&key.value).as_str(),
            "api" | "apispecification" | "apidesign" | "apispec"
        )
    });
    if let Some(api) = named(&["api", "apiname", "title"]).or_else(|| {
        (holds_operations || is_api)
            .then(|| named(&["name"]))
            .flatten()
    }) {
        context.api = Some(api);
    }
    if let Some(version) = fields.get(Field::Version).and_then(Value::single) {
        context.version = Some(version.value.clone());
    }
    for (field, value) in fields.iter() {
        let is_common = matches!(
            field,
            Field::Authentication | Field::RateLimiting | Field::ErrorCodes
        );
        if is_common && !value.is_empty() {
            context.common.push((field, value));
        }
    }
}
