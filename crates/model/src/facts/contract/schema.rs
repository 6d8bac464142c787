//! What a schema says, in few bytes: a large contract has a hundred thousand of them.

use serde::{Deserialize, Serialize};

use super::Link;
use crate::At;

/// A set of JSON types. Empty: none is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub struct Types(pub u8);

impl Types {
    /// Every type by its bit, in the order of bits.
    pub const NAMES: [&'static str; 8] = [
        "null", "boolean", "integer", "number", "string", "array", "object", "file",
    ];
    /// Only `null`.
    pub const NULL: Types = Types(1);

    /// The type called `name`; empty if there is none.
    pub fn named(name: &str) -> Types {
        match Self::NAMES.iter().position(|known| *known == name) {
            Some(bit) => Types(1 << bit),
            None => Types(0),
        }
    }

    /// Both.
    pub fn with(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// Those of this set that are not in `other`.
    pub fn without(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    /// Whether all of `other` are in this set.
    pub fn has(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no type is stated.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The names, in the order of bits.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| *name)
    }

    /// The first type besides `null`.
    pub fn main(self) -> Option<&'static str> {
        self.without(Types::NULL).names().next()
    }
}

/// A schema.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Schema {
    /// Where: the reference, the type, or the first key.
    pub at: At,
    /// A schema that is defined elsewhere.
    pub reference: Option<Link>,
    /// The types that are stated.
    pub types: Types,
    /// `true` and `false` as a schema.
    pub constant: Option<bool>,
    /// `nullable: true`, or `x-nullable: true` of 2.0.
    pub is_nullable: bool,
    /// Whether only responses carry it.
    pub is_read_only: bool,
    /// Whether only requests carry it.
    pub is_write_only: bool,
    /// Whether it is marked as deprecated.
    pub is_deprecated: bool,
    /// Whether it has a title or a description.
    pub is_documented: bool,
    /// Whether new values of the enumeration are announced (`x-extensible-enum`).
    pub is_extensible: bool,
    /// The format.
    pub format: Option<Box<str>>,
    /// Its properties, in order.
    pub properties: Box<[Property]>,
    /// Names of the properties that must be there.
    pub required: Box<[Box<str>]>,
    /// The schema of its items.
    pub items: Option<u32>,
    /// What properties beyond the named ones may be.
    pub additional: Additional,
    /// Its enumerated values as JSON text.
    pub values: Option<Box<[Box<str>]>>,
    /// Parts of which it is made.
    pub composition: Option<Box<Composition>>,
    /// Bounds and what else few schemas have.
    pub bounds: Option<Box<Bounds>>,
    /// Keywords of JSON Schema that few contracts use.
    pub conditions: Option<Box<Conditions>>,
}

/// A property of a schema.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Property {
    /// Its name.
    pub name: Box<str>,
    /// The name, where it is written.
    pub at: At,
    /// Its schema.
    pub schema: u32,
}

/// What properties beyond the named ones may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Additional {
    /// Nothing is said, which allows anything.
    #[default]
    Unstated,
    /// Anything.
    Allowed,
    /// Nothing.
    Forbidden,
    /// What the schema says.
    Schema(u32),
}

/// Parts of which a schema is made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Composition {
    /// All of these.
    pub all_of: Vec<u32>,
    /// One or more of these.
    pub any_of: Vec<u32>,
    /// Exactly one of these.
    pub one_of: Vec<u32>,
    /// Not this.
    pub not: Option<u32>,
    /// How the part is told.
    pub discriminator: Option<Discriminator>,
}

/// The property that tells which part a value is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Discriminator {
    /// Its name.
    pub property: String,
    /// Value and schema as written, in order.
    pub mapping: Vec<(String, String)>,
}

/// Bounds, default and constant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bounds {
    /// The lower bound.
    pub minimum: Option<f64>,
    /// The upper bound.
    pub maximum: Option<f64>,
    /// The bound that values stay above.
    pub exclusive_minimum: Option<f64>,
    /// The bound that values stay below.
    pub exclusive_maximum: Option<f64>,
    /// Values are multiples of it.
    pub multiple_of: Option<f64>,
    /// The least characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// The least items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
    /// The least properties.
    pub min_properties: Option<u64>,
    /// The most properties.
    pub max_properties: Option<u64>,
    /// Whether items are unlike each other.
    pub has_unique_items: bool,
    /// The pattern of its text.
    pub pattern: Option<Box<str>>,
    /// The default as JSON text.
    pub default: Option<Box<str>>,
    /// The only value, as JSON text.
    pub constant: Option<Box<str>>,
    /// When it ends.
    pub sunset: Option<Box<str>>,
    /// How finished it says that it is, from `x-stability-level`, as written.
    pub stability: Option<Box<str>>,
    /// The media type of its text.
    pub content_media_type: Option<Box<str>>,
    /// The encoding of its text.
    pub content_encoding: Option<Box<str>>,
}

/// Keywords of JSON Schema that few contracts use.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Conditions {
    /// Schemas by keyword, and by name or position where the keyword holds several:
    /// `if`, `then`, `else`, `contains`, `propertyNames`, `unevaluatedItems`,
    /// `unevaluatedProperties`, `contentSchema`, `prefixItems/0`, `patternProperties/NAME`,
    /// `dependentSchemas/NAME`.
    pub schemas: Vec<(Box<str>, u32)>,
    /// Other values by keyword, as JSON text: `minContains`, `maxContains`, `dependentRequired`.
    pub values: Vec<(Box<str>, Box<str>)>,
}
