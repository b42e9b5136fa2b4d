//! A serde `Serializer` that writes elements.

use serde::ser::{Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::error::TypeError;
use sac_xml::Writer;

/// Writes a value as the element `name` of a namespace; its children are in no namespace.
///
/// # Errors
///
/// The value holds what an element cannot. The writer may then hold a part of it.
pub fn to_element<T: Serialize>(writer: &mut Writer, namespace: &str, name: &str, value: &T) -> Result<(), TypeError> {
    let name = format!("m:{name}");
    value.serialize(ElementSerializer { writer, name: &name, namespace: Some(namespace) })
}

/// Writes a value as one element, a sequence as one for each item, and nothing for none.
struct ElementSerializer<'w> {
    writer: &'w mut Writer,
    name: &'w str,
    /// To be declared for the name's prefix.
    namespace: Option<&'w str>,
}

impl ElementSerializer<'_> {
    fn start(&mut self) {
        self.writer.start(self.name);
        if let Some(namespace) = self.namespace {
            self.writer.attribute("xmlns:m", namespace);
        }
    }

    fn text(mut self, text: &str) {
        self.start();
        self.writer.text(text).end();
    }
}

fn unsupported<T>(what: &str) -> Result<T, TypeError> {
    Err(TypeError(format!("{what} cannot be written as an element")))
}

macro_rules! values {
    ($($method:ident: $type:ty),+ $(,)?) => {
        $(fn $method(self, value: $type) -> Result<(), TypeError> {
            self.text(&value.to_string());
            Ok(())
        })+
    };
}

impl<'w> Serializer for ElementSerializer<'w> {
    type Ok = ();
    type Error = TypeError;
    type SerializeSeq = Items<'w>;
    type SerializeStruct = Children<'w>;
    type SerializeTuple = Impossible<(), TypeError>;
    type SerializeTupleStruct = Impossible<(), TypeError>;
    type SerializeTupleVariant = Impossible<(), TypeError>;
    type SerializeMap = Impossible<(), TypeError>;
    type SerializeStructVariant = Impossible<(), TypeError>;

    values! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
    }

    fn serialize_str(self, value: &str) -> Result<(), TypeError> {
        self.text(value);
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), TypeError> {
        self.serialize_str(variant)
    }

    fn serialize_none(self) -> Result<(), TypeError> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), TypeError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), TypeError> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w>, TypeError> {
        Ok(Items { item: self })
    }

    fn serialize_struct(mut self, _: &'static str, _: usize) -> Result<Children<'w>, TypeError> {
        self.start();
        Ok(Children { writer: self.writer })
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), TypeError> {
        unsupported("a row of bytes")
    }

    fn serialize_unit(self) -> Result<(), TypeError> {
        unsupported("a unit")
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), TypeError> {
        unsupported(name)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: &T,
    ) -> Result<(), TypeError> {
        unsupported(variant)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, TypeError> {
        unsupported("a tuple")
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, TypeError> {
        unsupported(name)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, TypeError> {
        unsupported(variant)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, TypeError> {
        unsupported("a map")
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, TypeError> {
        unsupported(variant)
    }
}

/// The items of a sequence, each an element of the same name.
pub(super) struct Items<'w> {
    item: ElementSerializer<'w>,
}

impl SerializeSeq for Items<'_> {
    type Ok = ();
    type Error = TypeError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TypeError> {
        let ElementSerializer { writer, name, namespace } = &mut self.item;
        value.serialize(ElementSerializer { writer, name, namespace: *namespace })
    }

    fn end(self) -> Result<(), TypeError> {
        Ok(())
    }
}

/// The children of an open element, each under the name of its field.
pub(super) struct Children<'w> {
    writer: &'w mut Writer,
}

impl SerializeStruct for Children<'_> {
    type Ok = ();
    type Error = TypeError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), TypeError> {
        value.serialize(ElementSerializer { writer: self.writer, name, namespace: None })
    }

    fn end(self) -> Result<(), TypeError> {
        self.writer.end();
        Ok(())
    }
}
