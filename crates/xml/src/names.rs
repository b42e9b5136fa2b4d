//! Namespaces in scope (Namespaces in XML 1.0).

use std::borrow::Cow;

/// The namespace that the prefix `xml` is bound to for ever.
pub(super) const XML_URI: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace that the prefix `xmlns` is bound to for ever.
pub(super) const XMLNS_URI: &str = "http://www.w3.org/2000/xmlns/";

/// A namespace seen in the document. Two different ids may stand for the same name: compare
/// what [`super::Reader::namespace`] says of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamespaceId(u32);

/// The id of a name in no namespace; its URI is the empty string.
pub const NO_NAMESPACE: NamespaceId = NamespaceId(0);
const XML: NamespaceId = NamespaceId(1);

/// How many of the first namespaces are looked through before a new one is noted.
const REUSED: usize = 16;

#[derive(Clone, Copy, Debug)]
struct Binding<'a> {
    prefix: &'a str,
    namespace: NamespaceId,
}

/// The declarations in scope, and every namespace seen so far.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    uris: Vec<Cow<'a, str>>,
    bindings: Vec<Binding<'a>>,
    default: NamespaceId,
}

impl<'a> Scope<'a> {
    pub(super) fn new() -> Self {
        Self {
            uris: vec![Cow::Borrowed(""), Cow::Borrowed(XML_URI)],
            bindings: vec![Binding { prefix: "xml", namespace: XML }],
            default: NO_NAMESPACE,
        }
    }

    /// How many declarations are in scope; [`Scope::leave`] goes back to such a mark.
    pub(super) fn mark(&self) -> usize {
        self.bindings.len()
    }

    /// Whether `prefix` was declared since the mark.
    pub(super) fn declared_since(&self, mark: usize, prefix: &str) -> bool {
        self.bindings.iter().skip(mark).any(|binding| binding.prefix == prefix)
    }

    pub(super) fn declare(&mut self, prefix: &'a str, uri: Cow<'a, str>) {
        let known = self.uris.iter().take(REUSED).position(|known| *known == uri);
        let index = known.unwrap_or_else(|| {
            self.uris.push(uri);
            self.uris.len() - 1
        });
        // More than u32::MAX namespaces do not fit into any text the limits let through.
        let namespace = NamespaceId(u32::try_from(index).unwrap_or(u32::MAX));
        self.bindings.push(Binding { prefix, namespace });
        if prefix.is_empty() {
            self.default = namespace;
        }
    }

    pub(super) fn leave(&mut self, mark: usize) {
        if self.bindings.len() == mark {
            return;
        }
        self.bindings.truncate(mark);
        self.default = self.bound("").unwrap_or(NO_NAMESPACE);
    }

    /// The namespace of an unprefixed element.
    pub(super) fn default(&self) -> NamespaceId {
        self.default
    }

    pub(super) fn bound(&self, prefix: &str) -> Option<NamespaceId> {
        self.bindings.iter().rev().find(|binding| binding.prefix == prefix).map(|binding| binding.namespace)
    }

    pub(super) fn uri(&self, id: NamespaceId) -> &str {
        self.uris.get(id.0 as usize).map_or("", |uri| uri)
    }

    pub(super) fn uris(&self) -> &[Cow<'a, str>] {
        &self.uris
    }
}

impl NamespaceId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}
