//! Named schemas, the inline ones that requests and responses begin with, and their properties.

use std::collections::BTreeMap;

use model::facts::contract::{Role, Schema as Written};
use model::{
    Api, Casing, Contracts, Id, JsonType, Place, Property, Readable, Schema, Shared, Span, System,
    Text, TextList,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::errors;
use super::operation::BodyView;
use super::shape::{Open, Shape};
use super::vocabulary::{casing, is_money, is_secret, is_time};

/// Who sends what a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The client.
    Request,
    /// The server.
    Response,
}

impl Direction {
    fn bit(self) -> u8 {
        match self {
            Direction::Request => 1,
            Direction::Response => 2,
        }
    }
}

/// The schemas of one API while its operations are read.
pub struct Schemas<'c> {
    contracts: &'c Contracts,
    api: Id<Api>,
    rows: FxHashMap<Place, Id<Schema>>,
    marks: FxHashMap<Place, u8>,
    forms: Vec<(Id<Schema>, Shape<'c>)>,
    errors: FxHashMap<Place, String>,
    /// The operation that is read: where, and what it is called.
    pub carrier: Option<(Span, String)>,
    /// For schemas of other files, the operation that leads to them first.
    reached: FxHashMap<Place, (Span, String)>,
}

impl<'c> Schemas<'c> {
    /// Adds a row for each named schema of the contract.
    pub fn new(contracts: &'c Contracts, root: Place, api: Id<Api>, system: &mut System) -> Self {
        let mut schemas = Schemas {
            contracts,
            api,
            rows: FxHashMap::default(),
            marks: FxHashMap::default(),
            forms: Vec::new(),
            errors: FxHashMap::default(),
            carrier: None,
            reached: FxHashMap::default(),
        };
        for component in &contracts.document(root).components {
            if component.target.role == Role::Schema {
                let place = root.beside(component.target.id);
                let at = contracts.span(root, component.at);
                schemas.push(place, at, &component.name, false, system);
            }
        }
        schemas
    }

    fn push(
        &mut self,
        place: Place,
        at: Span,
        name: &str,
        is_inline: bool,
        system: &mut System,
    ) -> Id<Schema> {
        let shape = Shape::of(self.contracts, place);
        let id = system.schemas.push(Schema {
            at,
            api: self.api,
            name: system.shared.text(name),
            schema_type: shape.main_type().and_then(JsonType::from_word),
            is_request: false,
            is_response: false,
            is_inline,
            is_documented: shape.is_documented,
            is_open: shape.additional == Open::Allowed,
            has_undiscriminated_variants: has_undiscriminated_variants(self.contracts, &shape),
            properties: Vec::new(),
        });
        self.rows.insert(place, id);
        id
    }

    /// The row of a body: that of its component, or one of its own under `name`. What it carries
    /// is marked with the direction.
    pub fn body(
        &mut self,
        place: Place,
        name: &str,
        direction: Direction,
        system: &mut System,
    ) -> Option<Id<Schema>> {
        self.mark(place, name, direction, 0, system);
        let (target, written) = self.contracts.schema(place)?;
        if let Some(id) = self.rows.get(&target) {
            return Some(*id);
        }
        let shape = Shape::of(self.contracts, target);
        if shape.properties.is_empty() {
            return None;
        }
        let at = self.contracts.span(target, written.at);
        Some(self.push(target, at, name, true, system))
    }

    /// The row of a form of 2.0.
    pub fn form(
        &mut self,
        body: &BodyView<'c>,
        name: &str,
        system: &mut System,
    ) -> Option<Id<Schema>> {
        let shape = body.shape_of(self.contracts, super::operation::Content::Form)?;
        let id = system.schemas.push(Schema {
            at: body.at,
            api: self.api,
            name: system.shared.text(name),
            schema_type: Some(JsonType::Object),
            is_request: true,
            is_response: false,
            is_inline: true,
            is_documented: true,
            is_open: false,
            has_undiscriminated_variants: false,
            properties: Vec::new(),
        });
        self.forms.push((id, shape));
        Some(id)
    }

    /// Marks all schemas below `place` as carried in `direction`. Inline objects of requests get a
    /// row of their own, so that their bounds are seen.
    fn mark(
        &mut self,
        place: Place,
        name: &str,
        direction: Direction,
        depth: usize,
        system: &mut System,
    ) {
        let Some((place, schema)) = self.contracts.schema(place) else {
            return;
        };
        let marks = self.marks.entry(place).or_default();
        if *marks & direction.bit() != 0 || depth > 200 {
            return;
        }
        *marks |= direction.bit();
        if let Some(carrier) = &self.carrier
            && self.contracts.files[place.file as usize].file != system.apis[self.api].at.file
        {
            let reached = self.reached.entry(place);
            reached.or_insert_with(|| carrier.clone());
        }
        let is_object = !schema.properties.is_empty();
        if is_object && direction == Direction::Request && !self.rows.contains_key(&place) {
            let at = self.contracts.span(place, schema.at);
            self.push(place, at, name, true, system);
        }
        for property in &schema.properties {
            let name = format!("{name}.{}", property.name);
            self.mark(
                place.beside(property.schema),
                &name,
                direction,
                depth + 1,
                system,
            );
        }
        for id in parts(schema) {
            self.mark(place.beside(id), name, direction, depth + 1, system);
        }
    }

    /// Whether a schema says anything of what it describes.
    pub fn says_something(&self, place: Place) -> bool {
        let shape = Shape::of(self.contracts, place);
        // Generators write an object without properties where there is none.
        let is_bare_object = shape.main_type() == Some("object")
            && shape.properties.is_empty()
            && shape.one_of.is_empty()
            && shape.any_of.is_empty()
            && !matches!(shape.additional, Open::Schema(_));
        !shape.is_anything() && !is_bare_object
    }

    /// The name of the schema of an error, by its component or its shape.
    pub fn error_name(&mut self, place: Place) -> String {
        let name = self.errors.entry(place);
        name.or_insert_with(|| errors::name(self.contracts, place))
            .clone()
    }

    /// Adds the properties, now that it is known who sends them. Gives the schemas of errors by name.
    pub fn finish(self, system: &mut System) -> BTreeMap<String, Place> {
        let mut rows: Vec<(Id<Schema>, Place)> =
            self.rows.iter().map(|(p, id)| (*id, *p)).collect();
        // A property that several schemas share by `allOf` belongs to the one that writes it.
        rows.sort_by_key(|(id, place)| {
            let document = self.contracts.document(*place);
            let is_composed = document.schemas[place.id as usize].composition.is_some();
            (is_composed, *id)
        });
        let mut seen: FxHashSet<Span> = FxHashSet::default();
        for (id, place) in rows {
            let target = self.contracts.schema(place).map(|(place, _)| place);
            let marks = target
                .and_then(|place| self.marks.get(&place))
                .copied()
                .unwrap_or(0);
            let schema = &mut system.schemas[id];
            schema.is_request = marks & Direction::Request.bit() != 0;
            schema.is_response = marks & Direction::Response.bit() != 0;
            let shape = Shape::of(self.contracts, place);
            let first = system.properties.len();
            self.properties(id, &shape, &mut seen, system);
            let Some((at, label)) = target.and_then(|place| self.reached.get(&place)) else {
                continue;
            };
            let rows =
                (first..system.properties.len()).map(|row| Id::<Property>::new(row).row_ref());
            for row in rows.chain([id.row_ref()]) {
                system.add_evidence(row, *at, format!("`{label}` carries it"));
            }
        }
        for (id, shape) in &self.forms {
            self.properties(*id, shape, &mut seen, system);
        }
        let mut errors = BTreeMap::new();
        for (place, name) in self.errors {
            let first = errors.entry(name).or_insert(place);
            *first = place.min(*first);
        }
        errors
    }

    fn properties(
        &self,
        id: Id<Schema>,
        shape: &Shape<'c>,
        seen: &mut FxHashSet<Span>,
        system: &mut System,
    ) {
        let (is_request, is_response) = (
            system.schemas[id].is_request,
            system.schemas[id].is_response,
        );
        for field in &shape.properties {
            if !seen.insert(field.at) {
                continue;
            }
            let inner = Shape::of(self.contracts, field.schema);
            system.properties.push(Property {
                at: field.at,
                schema: id,
                name: system.shared.text(field.name),
                schema_type: known_type(&inner),
                format: inner.format.map(|format| system.shared.text(format)),
                is_required: shape.required.binary_search(&field.name).is_ok(),
                is_nullable: inner.is_nullable,
                values: texts(inner.values.as_deref(), &mut system.shared),
                is_extensible: inner.is_extensible,
                max_length: inner.bounds.max_length.map(|n| Box::new(n as i64)),
                max_items: inner.bounds.max_items.map(|n| Box::new(n as i64)),
                maximum: maximum(&inner),
                pattern: rare(inner.bounds.pattern.as_deref(), &mut system.shared),
                is_documented: inner.is_documented,
                is_read_only: inner.is_read_only,
                is_write_only: inner.is_write_only,
                is_deprecated: inner.is_deprecated,
                sunset: rare(inner.bounds.sunset.as_deref(), &mut system.shared),
                is_request: is_request && !inner.is_read_only,
                is_response: is_response && !inner.is_write_only,
                is_bounded: is_bounded(&inner),
                casing: casing(field.name),
                value_casing: value_casing(inner.values.as_deref()),
                is_money: is_money(field.name) && !is_measured(field.name, shape),
                is_time: is_time(field.name),
                is_secret: is_secret(field.name),
            });
        }
    }
}

/// Whether a bare `amount` is counted in the unit beside it, such as days.
fn is_measured(name: &str, shape: &Shape<'_>) -> bool {
    name.eq_ignore_ascii_case("amount")
        && shape.properties.iter().any(|field| {
            let name = super::vocabulary::folded(field.name);
            matches!(name.as_str(), "unit" | "units" | "interval" | "timeunit")
        })
}

/// The casing of enumerated words; `mixed` if they differ, `None` if they show none.
fn value_casing(values: Option<&[&str]>) -> Option<Casing> {
    let words = values.unwrap_or_default().iter();
    let mut casings: Vec<Casing> = words
        .filter_map(|value| value.strip_prefix('"')?.strip_suffix('"'))
        .filter_map(|value| match value {
            _ if value.len() > 2 && value.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Some(Casing::Upper)
            }
            _ => casing(value),
        })
        .collect();
    casings.sort_unstable();
    casings.dedup();
    match casings[..] {
        [] => None,
        [only] => Some(only),
        _ => Some(Casing::Mixed),
    }
}

/// The schemas that stand inside `schema`, besides its properties.
fn parts(schema: &Written) -> Vec<u32> {
    let mut parts: Vec<u32> = Vec::new();
    parts.extend(schema.items);
    if let model::facts::contract::Additional::Schema(id) = schema.additional {
        parts.push(id);
    }
    if let Some(composition) = &schema.composition {
        parts.extend(&composition.all_of);
        parts.extend(&composition.any_of);
        parts.extend(&composition.one_of);
    }
    if let Some(conditions) = &schema.conditions {
        parts.extend(conditions.schemas.iter().map(|(_, id)| *id));
    }
    parts
}

fn has_undiscriminated_variants(contracts: &Contracts, shape: &Shape<'_>) -> bool {
    if shape.one_of.len() < 2 || shape.discriminator.is_some() {
        return false;
    }
    let variants: Vec<Shape<'_>> = shape
        .one_of
        .iter()
        .map(|place| Shape::of(contracts, *place))
        .collect();
    let are_objects = variants
        .iter()
        .all(|variant| variant.main_type() == Some("object") && !variant.is_hidden);
    // A property that every variant fixes to a value of its own tells them apart as well, and so
    // does a required property that the others do not have.
    let is_told = variants.iter().all(|variant| {
        variant.properties.iter().any(|field| {
            let inner = Shape::of(contracts, field.schema);
            inner.bounds.constant.is_some() || inner.values.is_some_and(|values| values.len() == 1)
        }) || variant.required.iter().any(|name| {
            variants
                .iter()
                .filter(|other| other.property(name).is_some())
                .count()
                == 1
        })
    });
    are_objects && !is_told
}

/// The type, unknown behind a reference that cannot be read.
pub fn known_type(shape: &Shape<'_>) -> Readable<Option<JsonType>> {
    match shape.main_type() {
        None if shape.is_hidden => Readable::Hidden,
        name => Readable::Is(name.and_then(JsonType::from_word)),
    }
}

/// Enumerated values without their quotes.
pub fn texts(values: Option<&[&str]>, shared: &mut Shared) -> TextList {
    let values = values.unwrap_or_default().iter();
    shared.list(values.map(|value| value.trim_matches('"')))
}

/// A text that few rows have.
pub fn rare(text: Option<&str>, shared: &mut Shared) -> Option<Box<Text>> {
    text.map(|text| Box::new(shared.text(text)))
}

/// The upper bound of a number.
pub fn maximum(shape: &Shape<'_>) -> Option<Box<i64>> {
    let bound = shape.bounds.maximum.or(shape.bounds.exclusive_maximum)?;
    Some(Box::new(bound as i64))
}

/// Whether values are bounded: by length, pattern, enumeration, format, range or count.
pub fn is_bounded(shape: &Shape<'_>) -> bool {
    const FORMATS: [&str; 18] = [
        "date",
        "date-time",
        "time",
        "duration",
        "uuid",
        "ipv4",
        "ipv6",
        "ip",
        "email",
        "hostname",
        "binary",
        "int32",
        "int64",
        "partial-date",
        "year",
        "guid",
        "ulid",
        "byte-size",
    ];
    if shape.values.is_some() || shape.bounds.constant.is_some() {
        return true;
    }
    let bounds = &shape.bounds;
    match shape.main_type() {
        Some("string") => {
            bounds.max_length.is_some()
                || bounds.pattern.is_some()
                || shape.format.is_some_and(|format| FORMATS.contains(&format))
        }
        Some("integer") => {
            bounds.maximum.is_some() || bounds.exclusive_maximum.is_some() || shape.format.is_some()
        }
        Some("array") => bounds.max_items.is_some(),
        _ => true,
    }
}
