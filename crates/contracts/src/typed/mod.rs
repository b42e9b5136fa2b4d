//! Messages of contracts whose types are generated: read from an element that the schema accepts,
//! and written as an element, by serde.
//!
//! The types derive serde's traits, one field for each child element, under its name; see
//! `docs/ARCHITECTURE.md`, "add a contract". Nothing is parsed twice: reading goes over the tree
//! that the validation has built. Attributes and mixed content are not supported, as the schema
//! engine does not support them either.

mod binary;
mod error;
mod read;
mod write;

pub use binary::Binary;
pub use error::TypeError;
pub use read::from_element;
pub use write::to_element;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::*;
    use sac_xml::{Charset, Document, Limits, Reader, Tree, Writer};

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Values {
        flag: bool,
        number: i32,
        bytes: Binary,
        #[serde(default)]
        tone: Vec<Tone>,
    }

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    enum Tone {
        #[serde(rename = "very-loud")]
        VeryLoud,
    }

    fn read(text: &str) -> Result<Values, TypeError> {
        let document = Document::from_text(text);
        let mut reader = Reader::new(&document, Limits::default());
        reader.read().unwrap();
        let tree = Tree::read(&mut reader).unwrap();
        from_element(tree.root().unwrap())
    }

    #[test]
    fn blanks_around_values_that_are_no_strings_do_not_count() {
        let text = "<v><flag> 1\n</flag><number>+7 </number><bytes> AQ I=\t</bytes><tone> very-loud</tone></v>";
        let expected = Values { flag: true, number: 7, bytes: Binary(vec![1, 2]), tone: vec![Tone::VeryLoud] };
        assert_eq!(read(text), Ok(expected));
    }

    #[test]
    fn a_type_that_disagrees_with_the_schema_is_an_error_that_says_where() {
        let good = "<v><flag>0</flag><number>7</number><bytes/></v>";
        assert!(read(good).is_ok());
        for (from, to, expected) in [
            ("<flag>0", "<flag>si", "flag: not a boolean"),
            ("<number>7", "<number>x", "number: invalid digit found in string"),
            ("<number>7</number>", "", "missing field `number`"),
            ("</v>", "<tone>silent</tone></v>", "unknown variant `silent`, expected `very-loud`"),
        ] {
            assert_eq!(read(&good.replace(from, to)).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn what_no_element_can_hold_is_not_written() {
        let mut writer = Writer::fragment(Charset::Utf8);
        let map = BTreeMap::from([("a", 1)]);
        assert_eq!(
            to_element(&mut writer, "urn:x", "v", &map).unwrap_err().to_string(),
            "a map cannot be written as an element"
        );
    }
}
