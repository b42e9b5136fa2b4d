//! A small element tree over the text of a message, for code that needs more than one pass.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::chars::is_blank;
use super::error::ParseError;
use super::names::NamespaceId;
use super::reader::{Attribute, Event, Name, Reader};

/// Elements in document order, in one allocation; the first is the root.
///
/// Its `Debug` shows its size only: messages hold personal data.
#[derive(Clone, Default)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    attributes: Vec<Attribute<'a>>,
    namespaces: Vec<Cow<'a, str>>,
    /// Names of the elements around the root, when the tree is a part of a document.
    around: Vec<&'a str>,
}

/// An element's number in its tree, in document order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

const NONE: u32 = u32::MAX;

#[derive(Clone)]
struct Node<'a> {
    name: Name<'a>,
    text: Cow<'a, str>,
    offset: usize,
    content: usize,
    parent: u32,
    next: u32,
    first: u32,
    last: u32,
    attributes: (u32, u32),
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Element<'t, 'a> {
    tree: &'t Tree<'a>,
    node: &'t Node<'a>,
    index: u32,
}

impl<'a> Tree<'a> {
    /// Reads the element whose start tag the reader has just given, up to its end.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, Box<ParseError>> {
        let mut builder = TreeBuilder::new(reader);
        builder.start(reader);
        while builder.depth() > 0 {
            match reader.read()? {
                Event::Start => {
                    builder.start(reader);
                }
                Event::Text(text) => builder.text(text),
                Event::End => {
                    builder.end();
                }
                Event::Finish => break,
            }
        }
        Ok(builder.finish(reader))
    }

    /// The root, or nothing when the tree is empty.
    #[must_use]
    pub fn root(&self) -> Option<Element<'_, 'a>> {
        self.element(NodeId(0))
    }

    /// The element with this number.
    #[must_use]
    pub fn element(&self, id: NodeId) -> Option<Element<'_, 'a>> {
        let node = self.nodes.get(id.0 as usize)?;
        Some(Element { tree: self, node, index: id.0 })
    }
}

impl std::fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").field("elements", &self.nodes.len()).finish_non_exhaustive()
    }
}

impl<'t, 'a> Element<'t, 'a> {
    /// Its number in the tree.
    #[must_use]
    pub fn id(&self) -> NodeId {
        NodeId(self.index)
    }

    /// Its local name.
    #[must_use]
    pub fn local(&self) -> &'a str {
        self.node.name.local
    }

    /// Its name as written, with the prefix.
    #[must_use]
    pub fn qualified(&self) -> &'a str {
        self.node.name.qualified
    }

    /// The URI of its namespace, empty for none.
    #[must_use]
    pub fn namespace(&self) -> &'t str {
        self.tree.namespaces.get(self.node.name.namespace.index()).map_or("", |uri| uri)
    }

    /// Its character data. In an element with child elements, blanks between them are left out.
    #[must_use]
    pub fn text(&self) -> &'t str {
        &self.node.text
    }

    /// Where its start tag begins, in the document's text.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.node.offset
    }

    /// Where its content begins, in the document's text.
    #[must_use]
    pub fn content_offset(&self) -> usize {
        self.node.content
    }

    /// The element around it, within the tree.
    #[must_use]
    pub fn parent(&self) -> Option<Element<'t, 'a>> {
        self.tree.element(NodeId(self.node.parent))
    }

    /// Its child elements, in order.
    pub fn children(&self) -> impl Iterator<Item = Element<'t, 'a>> + use<'t, 'a> {
        let tree = self.tree;
        std::iter::successors(tree.element(NodeId(self.node.first)), move |child| tree.element(NodeId(child.node.next)))
    }

    /// Its first child element with this local name, whatever the namespace.
    #[must_use]
    pub fn child(&self, local: &str) -> Option<Element<'t, 'a>> {
        self.children().find(|child| child.local() == local)
    }

    /// The character data of its first child element with this local name.
    #[must_use]
    pub fn text_of(&self, local: &str) -> Option<&'t str> {
        self.child(local).map(|child| child.text())
    }

    /// Its attributes, without namespace declarations.
    #[must_use]
    pub fn attributes(&self) -> &'t [Attribute<'a>] {
        let (start, end) = self.node.attributes;
        self.tree.attributes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The value of an attribute in no namespace.
    #[must_use]
    pub fn attribute(&self, local: &str) -> Option<&'t str> {
        self.attributes().iter().find(|attribute| attribute.name.qualified == local).map(|attribute| &*attribute.value)
    }

    /// Its `XPath` from the root of the document, in the document's own prefixes, with a
    /// position wherever siblings of the same name repeat.
    #[must_use]
    pub fn xpath(&self) -> String {
        let mut line: Vec<Element<'t, 'a>> = std::iter::successors(Some(*self), Element::parent).collect();
        line.reverse();
        let mut path = String::with_capacity(96);
        for name in &self.tree.around {
            path.push('/');
            path.push_str(name);
        }
        for element in line {
            path.push('/');
            path.push_str(element.qualified());
            if let Some(position) = element.position() {
                let _ = write!(path, "[{position}]");
            }
        }
        path
    }

    /// Its position among siblings of its name, from 1, when there are several.
    fn position(&self) -> Option<usize> {
        let mut position = 0;
        let mut count = 0;
        for sibling in self.parent()?.children().filter(|sibling| sibling.qualified() == self.qualified()) {
            count += 1;
            if sibling.index == self.index {
                position = count;
            }
        }
        (count > 1).then_some(position)
    }
}

/// Builds a tree while the caller drives the reader.
pub struct TreeBuilder<'a> {
    tree: Tree<'a>,
    current: u32,
    depth: usize,
}

impl<'a> TreeBuilder<'a> {
    /// A builder of the tree whose root the reader has just started.
    #[must_use]
    pub fn new(reader: &Reader<'a>) -> Self {
        let above = reader.open.len().saturating_sub(1);
        let around = reader.open.iter().take(above).map(|open| open.qualified).collect();
        let tree = Tree { nodes: Vec::with_capacity(64), around, ..Tree::default() };
        Self { tree, current: NONE, depth: 0 }
    }

    /// How many elements are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Adds the element whose start tag the reader has just given, and opens it.
    pub fn start(&mut self, reader: &Reader<'a>) -> NodeId {
        let index = number(self.tree.nodes.len());
        let first = number(self.tree.attributes.len());
        self.tree.attributes.extend_from_slice(reader.attributes());
        self.tree.nodes.push(Node {
            name: reader.name(),
            text: Cow::Borrowed(""),
            offset: reader.offset(),
            content: reader.position(),
            parent: self.current,
            next: NONE,
            first: NONE,
            last: NONE,
            attributes: (first, number(self.tree.attributes.len())),
        });
        let mut before = NONE;
        if let Some(parent) = self.tree.nodes.get_mut(self.current as usize) {
            before = parent.last;
            parent.last = index;
            if before == NONE {
                parent.first = index;
                if is_blank(&parent.text) {
                    parent.text = Cow::Borrowed("");
                }
            }
        }
        if let Some(before) = self.tree.nodes.get_mut(before as usize) {
            before.next = index;
        }
        self.current = index;
        self.depth += 1;
        NodeId(index)
    }

    /// Adds character data to the open element.
    pub fn text(&mut self, text: Cow<'a, str>) {
        let Some(node) = self.tree.nodes.get_mut(self.current as usize) else {
            return;
        };
        if node.first != NONE && is_blank(&text) {
            return;
        }
        if node.text.is_empty() {
            node.text = text;
        } else {
            node.text.to_mut().push_str(&text);
        }
    }

    /// Closes the open element.
    pub fn end(&mut self) -> NodeId {
        let closed = NodeId(self.current);
        if let Some(node) = self.tree.nodes.get(self.current as usize) {
            self.current = node.parent;
            self.depth -= 1;
        }
        closed
    }

    /// Removes the last child of the open element, and all below it.
    pub fn remove_last_child(&mut self) {
        let Some(last) = self.tree.nodes.get(self.current as usize).map(|node| node.last).filter(|&last| last != NONE)
        else {
            return;
        };
        let mut before = NONE;
        let mut sibling = self.tree.nodes.get(self.current as usize).map_or(NONE, |node| node.first);
        while sibling != last && sibling != NONE {
            before = sibling;
            sibling = self.tree.nodes.get(sibling as usize).map_or(NONE, |node| node.next);
        }
        if let Some(node) = self.tree.nodes.get(last as usize) {
            self.tree.attributes.truncate(node.attributes.0 as usize);
        }
        self.tree.nodes.truncate(last as usize);
        if let Some(parent) = self.tree.nodes.get_mut(self.current as usize) {
            parent.last = before;
            if before == NONE {
                parent.first = NONE;
            }
        }
        if let Some(before) = self.tree.nodes.get_mut(before as usize) {
            before.next = NONE;
        }
    }

    /// What has been built so far.
    #[must_use]
    pub fn so_far(&self) -> &Tree<'a> {
        &self.tree
    }

    /// The tree, which takes over the namespaces that the reader has seen.
    #[must_use]
    pub fn finish(mut self, reader: &Reader<'a>) -> Tree<'a> {
        self.tree.namespaces = reader.scope.uris().to_vec();
        self.tree
    }
}

/// The limits keep a document far below 2³² elements; larger numbers stand for no element.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

impl Tree<'_> {
    /// The URI of a namespace that the reader has seen.
    #[must_use]
    pub fn namespace(&self, id: NamespaceId) -> &str {
        self.namespaces.get(id.index()).map_or("", |uri| uri)
    }
}
