//! What the schema declares, to be walked: which elements a message may have, and what their values may be.

use super::Schema;
use super::model::{Content, Model, Particle};
use super::simple_type::SimpleType;

/// An element as the schema declares it.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'s> {
    model: &'s Model,
    particle: &'s Particle,
}

impl Schema {
    /// The element with which a message may begin, by its local name.
    #[must_use]
    pub fn declared(&self, root: &str) -> Option<Declared<'_>> {
        let model = &self.model;
        model.roots.iter().find(|particle| particle.name == root).map(|particle| Declared { model, particle })
    }
}

impl<'s> Declared<'s> {
    /// Its local name.
    #[must_use]
    pub fn name(self) -> &'s str {
        &self.particle.name
    }

    /// Whether it may be left out.
    #[must_use]
    pub fn is_optional(self) -> bool {
        self.particle.min == 0
    }

    /// The type of its value; nothing where it holds elements.
    #[must_use]
    pub fn simple(self) -> Option<&'s SimpleType> {
        match &self.model.get(self.particle.type_id).content {
            Content::Simple(simple) => Some(simple),
            Content::Complex(_) => None,
        }
    }

    /// The elements in it, in the order of the schema.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let particles: &[Particle] = match &self.model.get(self.particle.type_id).content {
            Content::Complex(complex) => &complex.particles,
            Content::Simple(_) => &[],
        };
        particles.iter().map(move |particle| Self { particle, ..self })
    }
}

impl SimpleType {
    /// The values allowed, where the schema lists them: as an enumeration, or as a pattern that is
    /// nothing but a list of words, as in `A|D|P`.
    #[must_use]
    pub fn listed(&self) -> Option<Vec<&str>> {
        if let Some(values) = self.enumeration() {
            return Some(values.iter().map(String::as_str).collect());
        }
        let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == ' ');
        self.patterns().find(|pattern| pattern.split('|').all(is_word)).map(|pattern| pattern.split('|').collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_walked_and_lists_of_values_are_told_from_other_patterns() {
        let schema = Schema::compile(
            r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:x" targetNamespace="urn:x">
              <xs:element name="a"><xs:complexType><xs:sequence>
                <xs:element name="b" minOccurs="0"><xs:complexType><xs:sequence>
                  <xs:element name="c"><xs:simpleType><xs:restriction base="xs:string">
                    <xs:pattern value="I|C|R"/></xs:restriction></xs:simpleType></xs:element>
                </xs:sequence></xs:complexType></xs:element>
                <xs:element name="d"><xs:simpleType><xs:restriction base="xs:string">
                  <xs:enumeration value="x.y"/><xs:enumeration value="z"/></xs:restriction></xs:simpleType></xs:element>
                <xs:element name="e"><xs:simpleType><xs:restriction base="xs:string">
                  <xs:pattern value="[0-9]{3}|A"/></xs:restriction></xs:simpleType></xs:element>
              </xs:sequence></xs:complexType></xs:element></xs:schema>"#,
        )
        .unwrap();
        assert!(schema.declared("b").is_none());
        let root = schema.declared("a").unwrap();
        let children: Vec<_> = root.children().collect();
        let names: Vec<_> = children.iter().map(|child| (child.name(), child.is_optional())).collect();
        assert_eq!(names, [("b", true), ("d", false), ("e", false)]);
        assert!(children[0].simple().is_none());
        let c = children[0].children().next().unwrap();
        assert_eq!(c.simple().unwrap().listed().unwrap(), ["I", "C", "R"]);
        assert_eq!(children[1].simple().unwrap().listed().unwrap(), ["x.y", "z"]);
        assert_eq!(children[2].simple().unwrap().listed(), None);
    }
}
