//! serde types out of a node, with errors that know their place.

mod key;

use std::fmt;

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};

use crate::Range;
use crate::node::{Kind, Node};
use key::KeyDeserializer;

/// Why a node is not the type asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeserializeError {
    /// The node to blame: the value of a wrong type, the key of an unknown field, the mapping that lacks a field.
    pub at: Range,
    /// One clause in lower case.
    pub message: String,
    /// The way from the root of the call: `rules[2].level`; empty for the root itself.
    pub path: String,
    /// The name that means nothing and those that would, if that is what is wrong.
    pub unknown: Option<UnknownName>,
}

/// A field or a word that means nothing where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownName {
    /// As written.
    pub name: String,
    /// Those that would mean something.
    pub expected: &'static [&'static str],
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return out.write_str(&self.message);
        }
        write!(out, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for DeserializeError {}

/// A `T` out of `node`, merge keys applied. Numbers and bools are not taken for strings; keys always are.
pub fn from_node<'d, T: de::Deserialize<'d>>(node: Node<'d>) -> Result<T, DeserializeError> {
    T::deserialize(NodeDeserializer(node)).map_err(|error| {
        let error = error.placed(node);
        let mut path = String::new();
        for step in error.path.iter().rev() {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                Step::Item(index) => path.push_str(&format!("[{index}]")),
            }
        }
        DeserializeError {
            at: error.at.unwrap_or_default(),
            message: error.message,
            path,
            unknown: error.unknown,
        }
    })
}

/// An error on its way up; it gets its place at the first node that it meets.
#[derive(Debug)]
struct Error {
    at: Option<Range>,
    message: String,
    /// From the inside out.
    path: Vec<Step>,
    unknown: Option<UnknownName>,
}

#[derive(Debug)]
enum Step {
    Key(String),
    Item(usize),
}

impl Error {
    fn placed(mut self, node: Node<'_>) -> Self {
        self.at.get_or_insert_with(|| node.at());
        self
    }

    fn unknown(kind: &str, name: &str, expected: &'static [&'static str]) -> Self {
        Error {
            unknown: Some(UnknownName {
                name: name.to_owned(),
                expected,
            }),
            ..de::Error::custom(format_args!("unknown {kind} `{name}`"))
        }
    }

    fn below(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error {
            at: None,
            message: message.to_string(),
            path: Vec::new(),
            unknown: None,
        }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Error::unknown("field", field, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Error::unknown("word", variant, expected)
    }
}

#[derive(Clone, Copy)]
struct NodeDeserializer<'d>(Node<'d>);

impl<'d> NodeDeserializer<'d> {
    fn visit<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let node = self.0;
        match node.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(node.as_bool().unwrap_or_default()),
            Kind::Number => {
                if let Some(number) = node.as_u64() {
                    visitor.visit_u64(number)
                } else if let Some(number) = node.as_i64() {
                    visitor.visit_i64(number)
                } else {
                    let number = node.as_f64();
                    visitor.visit_f64(number.ok_or_else(|| de::Error::custom("number too large"))?)
                }
            }
            Kind::String => match node.text().unwrap_or_default() {
                std::borrow::Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                std::borrow::Cow::Owned(text) => visitor.visit_string(text),
            },
            Kind::Sequence => {
                let mut items = Items {
                    items: node.items().collect(),
                    next: 0,
                };
                let value = visitor.visit_seq(&mut items)?;
                if items.next < items.items.len() {
                    return Err(de::Error::invalid_length(
                        items.items.len(),
                        &format!("{} items", items.next).as_str(),
                    ));
                }
                Ok(value)
            }
            Kind::Mapping => {
                let mut entries = Entries {
                    entries: node.merged_entries().into_iter(),
                    value: None,
                };
                let value = visitor.visit_map(&mut entries);
                value.map_err(|error| match entries.value {
                    // The visitor refuses a key whose value it has not asked for: a duplicate.
                    Some((key, _)) => error.placed(key),
                    None => error,
                })
            }
        }
    }
}

impl<'d> de::Deserializer<'d> for NodeDeserializer<'d> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor).map_err(|error| error.placed(self.0))
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.0.kind() {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        };
        value.map_err(|error| error.placed(self.0))
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let value = visitor.visit_newtype_struct(self);
        value.map_err(|error| error.placed(self.0))
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let node = self.0;
        let entry = match node.kind() {
            Kind::String => Ok((node, None)),
            Kind::Mapping if node.len() == 1 => {
                let (key, value) = node.entries().next().expect("its length is 1");
                Ok((key, Some(value)))
            }
            Kind::Mapping => Err(de::Error::custom("expected a single variant as the key")),
            _ => Err(de::Error::custom("expected a variant")),
        };
        entry
            .and_then(|(name, value)| visitor.visit_enum(Variant { name, value }))
            .map_err(|error: Error| error.placed(node))
    }

    fn deserialize_ignored_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'d>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier
    }
}

impl<'d> IntoDeserializer<'d, Error> for NodeDeserializer<'d> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Items<'d> {
    items: Vec<Node<'d>>,
    next: usize,
}

impl<'d> de::SeqAccess<'d> for &mut Items<'d> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'d>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(item) = self.items.get(self.next) else {
            return Ok(None);
        };
        let index = self.next;
        self.next += 1;
        let value = seed.deserialize(NodeDeserializer(*item));
        value
            .map(Some)
            .map_err(|error| error.placed(*item).below(Step::Item(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.next)
    }
}

struct Entries<'d> {
    entries: std::vec::IntoIter<(Node<'d>, Node<'d>)>,
    value: Option<(Node<'d>, Node<'d>)>,
}

impl<'d> de::MapAccess<'d> for &mut Entries<'d> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'d>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some((key, value));
        let name = seed.deserialize(KeyDeserializer(key));
        name.map(Some).map_err(|error| error.placed(key))
    }

    fn next_value_seed<V: DeserializeSeed<'d>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (key, value) = self.value.take().expect("serde asks for the key first");
        seed.deserialize(NodeDeserializer(value)).map_err(|error| {
            let name = key.text().unwrap_or_default().into_owned();
            error.placed(value).below(Step::Key(name))
        })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

struct Variant<'d> {
    name: Node<'d>,
    value: Option<Node<'d>>,
}

impl<'d> de::EnumAccess<'d> for Variant<'d> {
    type Error = Error;
    type Variant = Content<'d>;

    fn variant_seed<V: DeserializeSeed<'d>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Content<'d>), Error> {
        let variant = seed.deserialize(KeyDeserializer(self.name));
        let variant = variant.map_err(|error| error.placed(self.name))?;
        Ok((variant, Content(self.name, self.value)))
    }
}

/// The name of a variant and its value, if it has one.
struct Content<'d>(Node<'d>, Option<Node<'d>>);

impl<'d> Content<'d> {
    fn value(&self) -> Result<Node<'d>, Error> {
        let missing = || Error::placed(de::Error::custom("this variant needs a value"), self.0);
        self.1.ok_or_else(missing)
    }

    fn below(&self, error: Error) -> Error {
        let name = self.0.text().unwrap_or_default().into_owned();
        error.below(Step::Key(name))
    }
}

impl<'d> de::VariantAccess<'d> for Content<'d> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.1 {
            None => Ok(()),
            Some(value) if value.is_null() => Ok(()),
            Some(value) => Err(Error::placed(
                de::Error::custom("this variant has no value"),
                value,
            )),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'d>>(self, seed: T) -> Result<T::Value, Error> {
        let value = seed.deserialize(NodeDeserializer(self.value()?));
        value.map_err(|error| self.below(error))
    }

    fn tuple_variant<V: Visitor<'d>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        let value = de::Deserializer::deserialize_any(NodeDeserializer(self.value()?), visitor);
        value.map_err(|error| self.below(error))
    }

    fn struct_variant<V: Visitor<'d>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let value = de::Deserializer::deserialize_any(NodeDeserializer(self.value()?), visitor);
        value.map_err(|error| self.below(error))
    }
}
