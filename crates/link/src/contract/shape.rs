//! What a schema allows when all references and all parts of `allOf` are taken together.
//!
//! A shape is one level deep: properties and items stay places, so that a circle of schemas ends.

use model::facts::contract::{Additional, Bounds, Discriminator, Types};
use model::{Contracts, Place, Span};

/// Parts of `allOf` that are taken together at most.
const PARTS_LIMIT: usize = 200;

/// A schema, one level deep.
#[derive(Debug, Clone, Default)]
pub struct Shape<'c> {
    /// The types; empty if none is stated.
    pub types: Types,
    /// Whether `null` is allowed.
    pub is_nullable: bool,
    /// `true` or `false` as a schema.
    pub constant: Option<bool>,
    /// The format.
    pub format: Option<&'c str>,
    /// The properties, in order; of one name, the last that was read.
    pub properties: Vec<Field<'c>>,
    /// Names of the properties that must be there, sorted.
    pub required: Vec<&'c str>,
    /// The schema of items.
    pub items: Option<Place>,
    /// What further properties may be.
    pub additional: Open,
    /// The enumerated values.
    pub values: Option<Vec<&'c str>>,
    /// One or more of these.
    pub any_of: Vec<Place>,
    /// Exactly one of these.
    pub one_of: Vec<Place>,
    /// None of these.
    pub not: Vec<Place>,
    /// How the part is told.
    pub discriminator: Option<&'c Discriminator>,
    /// Bounds, taken together.
    pub bounds: Bounds,
    /// Further schemas by keyword.
    pub conditions: Vec<(&'c str, Place)>,
    /// Further values by keyword.
    pub condition_values: Vec<(&'c str, &'c str)>,
    /// Whether only responses carry it.
    pub is_read_only: bool,
    /// Whether only requests carry it.
    pub is_write_only: bool,
    /// Whether it is marked as deprecated.
    pub is_deprecated: bool,
    /// Whether it has a title or a description.
    pub is_documented: bool,
    /// Whether new values of the enumeration are announced.
    pub is_extensible: bool,
    /// Whether a part could not be read, because a reference leads nowhere.
    pub is_hidden: bool,
}

/// A property of a shape.
#[derive(Debug, Clone, Copy)]
pub struct Field<'c> {
    /// Its name.
    pub name: &'c str,
    /// The name, where it is written.
    pub at: Span,
    /// Its schema.
    pub schema: Place,
}

/// What properties beyond the named ones may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Open {
    /// Nothing is said, which allows anything.
    #[default]
    Unstated,
    /// Anything.
    Allowed,
    /// Nothing.
    Forbidden,
    /// What the schema says.
    Schema(Place),
}

impl<'c> Shape<'c> {
    /// The shape of the schema at `place`.
    pub fn of(contracts: &'c Contracts, place: Place) -> Self {
        let mut shape = Shape::default();
        let mut visited = Vec::new();
        shape.add(contracts, place, &mut visited);
        shape.unwrap_single(contracts, &mut visited);
        shape.required.sort_unstable();
        shape.required.dedup();
        shape
    }

    /// The main type, or what the keywords imply.
    pub fn main_type(&self) -> Option<&'static str> {
        self.types.main().or_else(|| {
            if !self.properties.is_empty() || matches!(self.additional, Open::Schema(_)) {
                Some("object")
            } else if self.items.is_some() {
                Some("array")
            } else {
                None
            }
        })
    }

    /// The property called `name`.
    pub fn property(&self, name: &str) -> Option<&Field<'c>> {
        self.properties.iter().find(|field| field.name == name)
    }

    /// Whether nothing is said about values.
    pub fn is_anything(&self) -> bool {
        self.types.is_empty()
            && self.constant != Some(false)
            && self.properties.is_empty()
            && self.items.is_none()
            && self.values.is_none()
            && self.any_of.is_empty()
            && self.one_of.is_empty()
            && self.bounds.constant.is_none()
            && !self.is_hidden
    }

    fn add(&mut self, contracts: &'c Contracts, place: Place, visited: &mut Vec<Place>) {
        let Some((place, schema)) = contracts.schema(place) else {
            self.is_hidden = true;
            return;
        };
        if visited.contains(&place) || visited.len() > PARTS_LIMIT {
            return;
        }
        visited.push(place);
        self.constant = self.constant.or(schema.constant);
        let stated = schema.types.without(Types::NULL);
        if schema.is_nullable || schema.types.has(Types::NULL) {
            self.is_nullable = true;
        }
        if !stated.is_empty() {
            let both = Types(self.types.0 & stated.0);
            self.types = match self.types.is_empty() {
                true => stated,
                false if both.is_empty() => stated,
                false => both,
            };
        } else if schema.types == Types::NULL && self.types.is_empty() {
            self.types = Types::NULL;
        }
        if let Some(format) = &schema.format {
            self.format = Some(format);
        }
        for property in &schema.properties {
            let field = Field {
                name: &property.name,
                at: contracts.span(place, property.at),
                schema: place.beside(property.schema),
            };
            match self.properties.iter_mut().find(|f| f.name == field.name) {
                Some(known) => *known = field,
                None => self.properties.push(field),
            }
        }
        self.required
            .extend(schema.required.iter().map(|name| &**name));
        if let Some(items) = schema.items {
            self.items = Some(place.beside(items));
        }
        match schema.additional {
            Additional::Unstated => {}
            Additional::Allowed if self.additional == Open::Unstated => {
                self.additional = Open::Allowed;
            }
            Additional::Allowed => {}
            Additional::Forbidden => self.additional = Open::Forbidden,
            Additional::Schema(id) => self.additional = Open::Schema(place.beside(id)),
        }
        if let Some(values) = &schema.values {
            let values: Vec<&str> = values.iter().map(|value| &**value).collect();
            self.values = Some(match self.values.take() {
                Some(mut known) => {
                    known.retain(|value| values.contains(value));
                    known
                }
                None => values,
            });
        }
        self.is_read_only |= schema.is_read_only;
        self.is_write_only |= schema.is_write_only;
        self.is_deprecated |= schema.is_deprecated;
        self.is_documented |= schema.is_documented;
        self.is_extensible |= schema.is_extensible;
        if let Some(bounds) = &schema.bounds {
            add_bounds(&mut self.bounds, bounds);
        }
        if let Some(conditions) = &schema.conditions {
            for (keyword, id) in &conditions.schemas {
                self.conditions.push((keyword, place.beside(*id)));
            }
            for (keyword, value) in &conditions.values {
                self.condition_values.push((keyword, value));
            }
        }
        if let Some(composition) = &schema.composition {
            let beside = |ids: &[u32]| ids.iter().map(|id| place.beside(*id)).collect::<Vec<_>>();
            self.any_of.extend(beside(&composition.any_of));
            self.one_of.extend(beside(&composition.one_of));
            self.not.extend(composition.not.map(|id| place.beside(id)));
            if let Some(discriminator) = &composition.discriminator {
                self.discriminator = Some(discriminator);
            }
            for part in beside(&composition.all_of) {
                self.add(contracts, part, visited);
            }
        }
    }

    /// Takes in a choice that leaves no choice: one part, or one part beside `null`.
    fn unwrap_single(&mut self, contracts: &'c Contracts, visited: &mut Vec<Place>) {
        for _ in 0..8 {
            let choice = if !self.one_of.is_empty() && self.any_of.is_empty() {
                &self.one_of
            } else if !self.any_of.is_empty() && self.one_of.is_empty() {
                &self.any_of
            } else {
                return;
            };
            let is_null = |place: &Place| {
                contracts
                    .schema(*place)
                    .is_some_and(|(_, schema)| schema.types == Types::NULL)
            };
            let rest: Vec<Place> = choice.iter().copied().filter(|p| !is_null(p)).collect();
            if rest.len() < choice.len() {
                self.is_nullable = true;
            }
            if rest.len() != 1 {
                match self.one_of.is_empty() {
                    true => self.any_of = rest,
                    false => self.one_of = rest,
                }
                return;
            }
            self.any_of.clear();
            self.one_of.clear();
            self.add(contracts, rest[0], visited);
        }
    }
}

fn add_bounds(all: &mut Bounds, more: &Bounds) {
    fn tighter<T: PartialOrd + Copy>(
        all: &mut Option<T>,
        more: Option<T>,
        is_tighter: fn(T, T) -> bool,
    ) {
        if let Some(more) = more
            && all.is_none_or(|all| is_tighter(more, all))
        {
            *all = Some(more);
        }
    }
    tighter(&mut all.minimum, more.minimum, |a, b| a > b);
    tighter(&mut all.maximum, more.maximum, |a, b| a < b);
    tighter(
        &mut all.exclusive_minimum,
        more.exclusive_minimum,
        |a, b| a > b,
    );
    tighter(
        &mut all.exclusive_maximum,
        more.exclusive_maximum,
        |a, b| a < b,
    );
    tighter(&mut all.min_length, more.min_length, |a, b| a > b);
    tighter(&mut all.max_length, more.max_length, |a, b| a < b);
    tighter(&mut all.min_items, more.min_items, |a, b| a > b);
    tighter(&mut all.max_items, more.max_items, |a, b| a < b);
    tighter(&mut all.min_properties, more.min_properties, |a, b| a > b);
    tighter(&mut all.max_properties, more.max_properties, |a, b| a < b);
    all.has_unique_items |= more.has_unique_items;
    all.multiple_of = more.multiple_of.or(all.multiple_of);
    for (all, more) in [
        (&mut all.pattern, &more.pattern),
        (&mut all.default, &more.default),
        (&mut all.constant, &more.constant),
        (&mut all.sunset, &more.sunset),
        (&mut all.stability, &more.stability),
        (&mut all.content_media_type, &more.content_media_type),
        (&mut all.content_encoding, &more.content_encoding),
    ] {
        if more.is_some() {
            all.clone_from(more);
        }
    }
}
