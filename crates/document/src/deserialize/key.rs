//! Keys of mappings as serde values: text, whatever it looks like, unless a number or a bool is asked for.

use std::borrow::Cow;

use serde::de::{self, IntoDeserializer, Visitor};

use super::{Error, NodeDeserializer};
use crate::node::Node;

/// The key of an entry.
pub(super) struct KeyDeserializer<'d>(pub Node<'d>);

macro_rules! number_keys {
    ($($deserialize:ident $visit:ident $number:ty,)*) => {$(
        fn $deserialize<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0.text().map(|text| text.parse::<$number>()) {
                Some(Ok(number)) => visitor.$visit(number),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'d> de::Deserializer<'d> for KeyDeserializer<'d> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0.text() {
            Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Cow::Owned(text)) => visitor.visit_string(text),
            None => de::Deserializer::deserialize_any(NodeDeserializer(self.0), visitor),
        }
    }

    fn deserialize_option<V: Visitor<'d>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'d>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'d>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text = self.0.text().unwrap_or_default();
        visitor.visit_enum(text.into_deserializer())
    }

    number_keys! {
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_bool visit_bool bool,
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'d>>
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}
