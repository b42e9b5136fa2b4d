//! What of a message that breaks the schema can be relied upon all the same.

use super::violation::{ValidationError, ViolationKind};
use sac_xml::{Element, NodeId, Tree};

/// A message that does not conform. Its values can be asked for one by one: only those that are
/// valid by themselves, and only absences that are certain, are given.
#[derive(Clone, Debug)]
pub struct Partial<'a> {
    tree: Tree<'a>,
    root: Option<NodeId>,
    flaws: Vec<Flaw>,
    /// There were more violations than were kept, so that every value may be wrong.
    is_cut: bool,
}

/// What is known of one element of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'t> {
    /// It is there once, and its value, if it holds one, is valid.
    Present(&'t str),
    /// It is not there, and nothing else stands in its place.
    Absent,
    /// Nothing can be said: it is missing, wrong, or may stand somewhere else.
    Unclear,
}

/// Which element a violation makes unreliable.
#[derive(Clone, Debug)]
pub(super) struct Flaw {
    node: NodeId,
    spoils: Spoils,
}

/// What a violation makes unreliable.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Spoils {
    /// Nothing: the element is where it should not be, or has an attribute too many.
    Nothing,
    /// The element itself.
    Element,
    /// That any child of its parent is absent, for it may stand for each.
    Absences,
    /// That its children of these names are absent.
    Children(Vec<String>),
}

impl<'a> Partial<'a> {
    pub(super) fn new(tree: Tree<'a>, root: Option<NodeId>, flaws: Vec<Flaw>, error: &ValidationError) -> Self {
        let is_cut = !matches!(error, ValidationError::Invalid { more_than: None, .. });
        Self { tree, root, flaws, is_cut }
    }

    /// The element, if there is one.
    #[must_use]
    pub fn root(&self) -> Option<Element<'_, 'a>> {
        self.tree.element(self.root?)
    }

    /// What is known of the element at a path of local names below the root.
    #[must_use]
    pub fn lookup(&self, path: &str) -> Known<'_> {
        let Some(mut element) = self.root().filter(|_| !self.is_cut) else { return Known::Unclear };
        for name in path.split('/') {
            let mut named = element.children().filter(|child| child.local() == name);
            match (named.next(), named.next()) {
                (Some(child), None) if !self.is_spoilt(child) => element = child,
                (None, _) if self.is_certain(element, name) => return Known::Absent,
                _ => return Known::Unclear,
            }
        }
        Known::Present(element.text())
    }

    fn is_spoilt(&self, element: Element<'_, '_>) -> bool {
        self.flaws.iter().any(|flaw| flaw.node == element.id() && flaw.spoils == Spoils::Element)
    }

    /// Whether it is certain that an element has no child of this name.
    fn is_certain(&self, parent: Element<'_, '_>, name: &str) -> bool {
        !self.flaws.iter().any(|flaw| match &flaw.spoils {
            Spoils::Nothing => false,
            Spoils::Element => flaw.node == parent.id(),
            Spoils::Children(names) => flaw.node == parent.id() && names.iter().any(|other| other == name),
            Spoils::Absences => parent.children().any(|child| child.id() == flaw.node),
        })
    }
}

impl Flaw {
    pub(super) fn of(node: NodeId, kind: &ViolationKind) -> Self {
        let spoils = match kind {
            ViolationKind::UnknownRoot { .. }
            | ViolationKind::RootNamespace { .. }
            | ViolationKind::ElementNamespace { .. }
            | ViolationKind::Order { .. }
            | ViolationKind::Attribute { .. } => Spoils::Nothing,
            ViolationKind::ElementInValue { .. }
            | ViolationKind::TextBetweenElements { .. }
            | ViolationKind::Value { .. }
            | ViolationKind::Repeated { .. }
            | ViolationKind::Type { .. }
            | ViolationKind::Abstract { .. }
            | ViolationKind::Nil { .. } => Spoils::Element,
            ViolationKind::UnknownElement { .. } => Spoils::Absences,
            ViolationKind::Missing { elements, .. } => Spoils::Children(elements.clone()),
        };
        Self { node, spoils }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EmptyOptional, Examined, Schema};
    use sac_xml::{Document, Limits};

    const XSD: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>
        <xs:simpleType name='digit'><xs:restriction base='xs:string'><xs:pattern value='[0-9]'/></xs:restriction></xs:simpleType>
        <xs:complexType name='pair'><xs:sequence>
          <xs:element name='one' type='t:digit'/><xs:element name='two' type='t:digit' minOccurs='0'/>
        </xs:sequence></xs:complexType>
        <xs:element name='r'><xs:complexType><xs:sequence>
          <xs:element name='a' type='t:pair'/><xs:element name='b' type='t:pair' minOccurs='0'/><xs:element name='c' type='t:digit'/>
        </xs:sequence></xs:complexType></xs:element></xs:schema>";

    #[test]
    fn only_what_is_certain_is_known() {
        const PRESENT: Known<'static> = Known::Present("1");
        // Content, path, what is known of it. The value of c is always wrong or missing.
        let cases = [
            ("<a><one>1</one></a><c>x</c>", "a/one", PRESENT),
            ("<a><one>1</one></a><c>x</c>", "a/two", Known::Absent),
            ("<a><one>1</one></a><c>x</c>", "b/one", Known::Absent),
            ("<a><one>1</one></a><c>x</c>", "c", Known::Unclear),
            ("<a><one>1</one></a>", "c", Known::Unclear),
            ("<a><one>1</one></a>", "a/one", PRESENT),
            // Something unknown may be what is looked for.
            ("<a><one>1</one><tow>1</tow></a><c>1</c>", "a/two", Known::Unclear),
            ("<a><one>1</one><tow>1</tow></a><c>1</c>", "a/one", PRESENT),
            ("<a><one>1</one></a><x><b/></x><c>1</c>", "b", Known::Unclear),
            // Out of order, in a namespace or with an attribute, a value is the same value.
            ("<a><two>2</two><one>1</one></a><c>1</c>", "a/one", PRESENT),
            ("<a xmlns:t='urn:t'><t:one>1</t:one></a><c>1</c>", "a/one", PRESENT),
            ("<a><one id='1'>1</one></a><c>1</c>", "a/one", PRESENT),
            // Which of the two is meant is not known.
            ("<a><one>1</one><one>2</one></a><c>1</c>", "a/one", Known::Unclear),
            ("<a>text<one>1</one></a><c>1</c>", "a/one", Known::Unclear),
            ("<a><one><i>1</i></one></a><c>1</c>", "a/one", Known::Unclear),
            ("<c>1</c>", "a/one", Known::Unclear),
        ];
        let schema = Schema::compile(XSD).unwrap();
        for (content, path, expected) in cases {
            let text = format!("<t:r xmlns:t='urn:t'>{content}</t:r>");
            let document = Document::from_text(&text);
            let examined = schema.examine(&document, Limits::default(), EmptyOptional::Reject).unwrap();
            let Examined::Invalid(partial, _) = examined else { panic!("{content} conforms") };
            assert_eq!(partial.lookup(path), expected, "{content}: {path}");
        }
    }

    #[test]
    fn nothing_is_known_where_more_is_wrong_than_was_kept() {
        let schema = Schema::compile(XSD).unwrap();
        let text = format!("<t:r xmlns:t='urn:t'><a><one>1</one></a><c>1</c>{}</t:r>", "<x/>".repeat(300));
        let document = Document::from_text(&text);
        let examined = schema.examine(&document, Limits::default(), EmptyOptional::Reject).unwrap();
        let Examined::Invalid(partial, _) = examined else { panic!("it conforms") };
        assert_eq!(partial.lookup("a/one"), Known::Unclear);
    }
}
