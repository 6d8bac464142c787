//! One thing with two shapes: a header, a resource, an id that several APIs name.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Api, Disagreement, DisagreementKind, Id, ParameterLocation, Property, Schema, Span, System,
    TextList,
};

use super::{Family, push};
use crate::contract::vocabulary::folded;

/// Names that say nothing of what they hold, so that two schemas of one name are not one thing.
const GENERAL_NAMES: [&str; 34] = [
    "error",
    "errors",
    "errorresponse",
    "apierror",
    "problem",
    "problemdetails",
    "status",
    "page",
    "pageable",
    "pagination",
    "paging",
    "meta",
    "metadata",
    "link",
    "links",
    "response",
    "request",
    "result",
    "results",
    "item",
    "items",
    "data",
    "message",
    "event",
    "entry",
    "filter",
    "sort",
    "query",
    "config",
    "settings",
    "options",
    "info",
    "base",
    "body",
];

/// Headers that are the transport's own.
const TRANSPORT_HEADERS: [&str; 8] = [
    "authorization",
    "accept",
    "contenttype",
    "contentlength",
    "acceptlanguage",
    "range",
    "cookie",
    "useragent",
];

/// Properties that two schemas of one name share when they are one thing.
const SHARED_MIN: usize = 2;

/// Fills `disagreement` with headers, resources and ids.
pub fn link(family: &Family, system: &mut System) {
    headers(family, system);
    resources(family, system);
    ids(family, system);
}

/// One use of a name.
struct Use {
    api: Id<Api>,
    at: Span,
    /// The name as written.
    name: String,
    /// What it says of its values, in words.
    says: String,
}

fn headers(family: &Family, system: &mut System) {
    let mut uses: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for (_, parameter) in system.parameters.iter() {
        let api = system.endpoints[parameter.endpoint].api;
        let name = folded(&parameter.name);
        if parameter.location != ParameterLocation::Header
            || !family.has(api)
            || TRANSPORT_HEADERS.contains(&name.as_str())
        {
            continue;
        }
        if let Some(Some(kind)) = parameter.schema_type.known() {
            let says = described(kind.word(), parameter.format.as_deref());
            uses.entry(parameter.name.to_ascii_lowercase())
                .or_default()
                .push(Use {
                    api,
                    at: parameter.at,
                    name: parameter.name.to_string(),
                    says,
                });
        }
    }
    for uses in uses.into_values() {
        differing(family, system, DisagreementKind::Header, uses);
    }
}

/// Ids that name a known resource, and are numbers in one API and text in another.
fn ids(family: &Family, system: &mut System) {
    let resources: BTreeSet<String> = system
        .schemas
        .iter()
        .filter(|(_, schema)| family.has(schema.api) && !schema.is_inline)
        .map(|(_, schema)| folded(&schema.name))
        .collect();
    let noun = |name: &str| -> Option<String> {
        let name = folded(name);
        let noun = name.strip_suffix("id").filter(|noun| noun.len() > 2)?;
        resources.contains(noun).then(|| name.clone())
    };
    let mut uses: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    for (_, parameter) in system.parameters.iter() {
        let api = system.endpoints[parameter.endpoint].api;
        let is_id = matches!(
            parameter.location,
            ParameterLocation::Path | ParameterLocation::Query
        );
        if let (true, Some(Some(kind)), Some(name)) = (
            is_id && family.has(api),
            parameter.schema_type.known(),
            noun(&parameter.name),
        ) {
            uses.entry(name).or_default().push(Use {
                api,
                at: parameter.at,
                name: parameter.name.to_string(),
                says: described(kind.word(), None),
            });
        }
    }
    for (_, property) in system.properties.iter() {
        let api = system.schemas[property.schema].api;
        if let (true, Some(Some(kind)), Some(name)) = (
            family.has(api),
            property.schema_type.known(),
            noun(&property.name),
        ) {
            uses.entry(name).or_default().push(Use {
                api,
                at: property.at,
                name: property.name.to_string(),
                says: described(kind.word(), None),
            });
        }
    }
    // An id that the resource itself shows in two shapes is told there.
    let told: BTreeSet<String> = system
        .disagreements
        .iter()
        .map(|(_, row)| folded(&row.name))
        .collect();
    for (name, uses) in uses {
        if !told.contains(&name) {
            differing(family, system, DisagreementKind::Resource, uses);
        }
    }
}

/// One row if the APIs differ in what they say; an API that contradicts itself says nothing.
fn differing(family: &Family, system: &mut System, kind: DisagreementKind, uses: Vec<Use>) {
    let mut uses = uses;
    // Plain text may well hold a UUID or a date.
    if uses.iter().any(|one| one.says == TEXT) {
        for one in uses.iter_mut().filter(|one| is_text(&one.says)) {
            TEXT.clone_into(&mut one.says);
        }
    }
    let mut says: BTreeMap<Id<Api>, BTreeSet<&str>> = BTreeMap::new();
    for one in &uses {
        says.entry(one.api).or_default().insert(&one.says);
    }
    let mut first: BTreeMap<&str, Vec<&Use>> = BTreeMap::new();
    for one in uses.iter().filter(|one| says[&one.api].len() == 1) {
        let known = first.entry(&one.says).or_default();
        if known.iter().all(|other| other.api != one.api) {
            known.push(one);
        }
    }
    let mut groups: Vec<Vec<&Use>> = first.into_values().collect();
    groups.sort_by_key(|uses| (std::cmp::Reverse(uses.len()), uses[0].api));
    let [main, .., rest] = &groups[..] else {
        return;
    };
    let (common, own) = (main[0], rest[0]);
    if !family.are_apart(common.api, own.api) {
        return;
    }
    let way = |one: &Use| format!("{} in `{}`", one.says, system.apis[one.api].name);
    let ways = vec![way(own), way(common)];
    let others = main.iter().take(5).map(|one| (one.at, way(one))).collect();
    push(
        system,
        own.at,
        (kind, own.name.clone(), own.api, 1),
        ways,
        others,
    );
}

const TEXT: &str = "text";

/// Whether values that are described so are text of some kind.
fn is_text(says: &str) -> bool {
    [TEXT, "a UUID", "a point in time", "a date"].contains(&says)
}

/// What a type and a format say, in words; numbers of every kind are numbers.
fn described(kind: &str, format: Option<&str>) -> String {
    let kind = match kind {
        "integer" | "number" => "a number",
        "string" => match format {
            Some("uuid" | "guid") => "a UUID",
            Some("date-time") => "a point in time",
            Some("date") => "a date",
            _ => TEXT,
        },
        "boolean" => "a flag",
        "array" => "a list",
        _ => "an object",
    };
    kind.to_owned()
}

/// Schemas of one name and of the same properties, of which some cannot hold the same values.
fn resources(family: &Family, system: &mut System) {
    let mut named: BTreeMap<String, Vec<Id<Schema>>> = BTreeMap::new();
    for (id, schema) in system.schemas.iter() {
        let name = folded(&schema.name);
        let is_thing = !schema.is_inline && !schema.properties.is_empty();
        if is_thing && family.has(schema.api) && !GENERAL_NAMES.contains(&name.as_str()) {
            named.entry(name).or_default().push(id);
        }
    }
    let mut told: BTreeMap<String, Id<Disagreement>> = BTreeMap::new();
    for schemas in named.into_values() {
        let Some((first, rest)) = schemas.split_first() else {
            continue;
        };
        for second in rest {
            let (one, other) = (&system.schemas[*first], &system.schemas[*second]);
            if family.are_apart(one.api, other.api) {
                compare(system, *first, *second, &mut told);
            }
        }
    }
}

/// Adds a row for the first property of two schemas that cannot be both; to a property that is told already, a place.
fn compare(
    system: &mut System,
    first: Id<Schema>,
    second: Id<Schema>,
    told: &mut BTreeMap<String, Id<Disagreement>>,
) {
    let properties = |id: Id<Schema>| -> BTreeMap<&str, &Property> {
        let all = system.schemas[id].properties.iter();
        all.map(|id| &system.properties[*id])
            .map(|property| (&*property.name, property))
            .collect()
    };
    let (ours, theirs) = (properties(second), properties(first));
    let shared: Vec<(&Property, &Property)> = ours
        .iter()
        .filter_map(|(name, property)| Some((*property, *theirs.get(name)?)))
        .collect();
    let is_one_thing =
        shared.len() >= SHARED_MIN && shared.len() * 2 >= ours.len().min(theirs.len());
    let conflicts: Vec<&(&Property, &Property)> = shared
        .iter()
        .filter(|(a, b)| conflict(a, b).is_some())
        .collect();
    let (true, Some((own, other))) = (is_one_thing, conflicts.first()) else {
        return;
    };
    let schema = &system.schemas[second];
    let api = schema.api;
    let name = format!("{}.{}", schema.name, own.name);
    let (word, other_word) = conflict(own, other).unwrap_or_default();
    if let Some(row) = told.get(&name) {
        let (row, at) = (row.row_ref(), own.at);
        let label = format!("{word} in `{}`", system.apis[api].name);
        return system.add_evidence(row, at, label);
    }
    let other_api = &system.apis[system.schemas[first].api].name;
    let ways = vec![
        format!("{word} in `{}`", system.apis[api].name),
        format!("{other_word} in `{other_api}`"),
    ];
    let others = conflicts.iter().take(5).map(|(_, other)| {
        let label = format!("`{}` of `{other_api}`", other.name);
        (other.at, label)
    });
    let (at, count, others) = (own.at, conflicts.len(), others.collect());
    let row = (DisagreementKind::Resource, name.clone(), api, count);
    let row = push(system, at, row, ways, others);
    told.insert(name, row);
}

/// What two properties say, if no value can be both.
fn conflict(one: &Property, other: &Property) -> Option<(String, String)> {
    let (Some(Some(a)), Some(Some(b))) = (one.schema_type.known(), other.schema_type.known())
    else {
        return None;
    };
    let (a, b) = (a.word(), b.word());
    let a_says = described(a, one.format.as_deref());
    let b_says = described(b, other.format.as_deref());
    // Plain text may well hold a UUID or a date: only what is stated on both sides differs.
    let text = |kind: &str, says: &str| kind == "string" && says == "text";
    let is_open = (text(a, &a_says) && b == "string") || (text(b, &b_says) && a == "string");
    if a_says != b_says && !is_open {
        return Some((a_says, b_says));
    }
    let is_disjoint = one.values.len() > 1
        && other.values.len() > 1
        && !one.values.iter().any(|value| other.values.contains(value));
    let list = |values: &TextList| {
        let first: Vec<&str> = values.iter().take(4).map(|value| &**value).collect();
        format!("one of {}", first.join(", "))
    };
    is_disjoint.then(|| (list(&one.values), list(&other.values)))
}
