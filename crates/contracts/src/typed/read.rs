//! A serde `Deserializer` over elements.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::error::TypeError;
use sac_xml::Element;

/// Reads a value from an element that the schema accepts.
///
/// # Errors
///
/// The type disagrees with the schema.
pub fn from_element<'t, T: Deserialize<'t>>(element: Element<'t, '_>) -> Result<T, TypeError> {
    T::deserialize(Field { first: element, others: Vec::new() })
}

/// An element, with the siblings of the same name that follow it.
struct Field<'t, 'a> {
    first: Element<'t, 'a>,
    others: Vec<Element<'t, 'a>>,
}

impl<'t> Field<'t, '_> {
    /// The text of a value whose outer blanks do not count (XML Schema Part 2 §4.3.6).
    fn collapsed(&self) -> &'t str {
        self.first.text().trim()
    }

    fn parse<T: FromStr<Err: Display>>(&self) -> Result<T, TypeError> {
        self.collapsed().parse().map_err(|error| self.error(error))
    }

    fn error(&self, problem: impl Display) -> TypeError {
        TypeError(format!("{}: {problem}", self.first.local()))
    }
}

/// The children of an element, those of one name together: a sequence of the schema has them side
/// by side.
fn fields<'t, 'a>(element: Element<'t, 'a>) -> Vec<(&'a str, Field<'t, 'a>)> {
    let mut fields: Vec<(&str, Field<'_, '_>)> = Vec::new();
    for child in element.children() {
        match fields.last_mut() {
            Some((name, field)) if *name == child.local() => field.others.push(child),
            _ => fields.push((child.local(), Field { first: child, others: Vec::new() })),
        }
    }
    fields
}

impl<'t> IntoDeserializer<'t, TypeError> for Field<'t, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parsed {
    ($($method:ident => $visit:ident),+ $(,)?) => {
        $(fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, TypeError> {
            visitor.$visit(self.parse()?)
        })+
    };
}

impl<'t> Deserializer<'t> for Field<'t, '_> {
    type Error = TypeError;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, TypeError> {
        visitor.visit_borrowed_str(self.first.text())
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, TypeError> {
        match self.collapsed() {
            "true" | "1" => visitor.visit_bool(true),
            "false" | "0" => visitor.visit_bool(false),
            _ => Err(self.error("not a boolean")),
        }
    }

    parsed! {
        deserialize_i8 => visit_i8,
        deserialize_i16 => visit_i16,
        deserialize_i32 => visit_i32,
        deserialize_i64 => visit_i64,
        deserialize_u8 => visit_u8,
        deserialize_u16 => visit_u16,
        deserialize_u32 => visit_u32,
        deserialize_u64 => visit_u64,
        deserialize_f32 => visit_f32,
        deserialize_f64 => visit_f64,
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, TypeError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(self, _: &'static str, visitor: V) -> Result<V::Value, TypeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, TypeError> {
        let elements = std::iter::once(self.first).chain(self.others);
        visitor.visit_seq(SeqDeserializer::new(elements.map(|first| Field { first, others: Vec::new() })))
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TypeError> {
        visitor.visit_map(MapDeserializer::new(fields(self.first).into_iter()))
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TypeError> {
        visitor.visit_enum(self.collapsed().into_deserializer())
    }

    forward_to_deserialize_any! {
        <V: Visitor<'t>>
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}
