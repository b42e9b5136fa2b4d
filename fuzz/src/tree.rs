//! Trees to compare: as they were read, and as they are once written and read again.

use sac_gateway::xml::{self, Element, Limits, ParseError, Reader, Tree, Writer};

/// An element as it matters: neither prefixes nor places.
#[derive(Debug, PartialEq, Eq)]
pub struct Node {
    /// How many elements are around it.
    pub depth: usize,
    /// Namespace and local name.
    pub name: String,
    /// Names as above, and values.
    pub attributes: Vec<(String, String)>,
    /// Its character data.
    pub text: String,
}

/// All elements in the order of the document, each of which begins where it says it does.
pub fn nodes(tree: &Tree<'_>, document: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut open: Vec<(Element<'_, '_>, usize)> = tree.root().map(|root| (root, 0)).into_iter().collect();
    while let Some((element, depth)) = open.pop() {
        let tag = document.get(element.offset()..element.content_offset());
        assert!(tag.is_some_and(|tag| tag.strip_prefix('<').is_some_and(|tag| tag.starts_with(element.qualified()))));
        nodes.push(Node {
            depth,
            name: format!("{{{}}}{}", element.namespace(), element.local()),
            attributes: element
                .attributes()
                .iter()
                .map(|attribute| {
                    let name = format!("{{{}}}{}", tree.namespace(attribute.name.namespace), attribute.name.local);
                    (name, attribute.value.to_string())
                })
                .collect(),
            text: element.text().to_owned(),
        });
        let children: Vec<_> = element.children().collect();
        open.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
    }
    nodes
}

/// Writes a tree with prefixes of its own.
pub fn write(tree: &Tree<'_>, writer: &mut Writer) {
    fn below(tree: &Tree<'_>, element: Element<'_, '_>, writer: &mut Writer) {
        let namespace = element.namespace();
        let prefix = prefix(namespace, "n");
        writer.start(&format!("{prefix}{}", element.local()));
        if prefix == "n:" {
            writer.attribute("xmlns:n", namespace);
        }
        for (number, attribute) in element.attributes().iter().enumerate() {
            let namespace = tree.namespace(attribute.name.namespace);
            let prefix = self::prefix(namespace, &format!("a{number}"));
            writer.attribute(&format!("{prefix}{}", attribute.name.local), &attribute.value);
            if prefix.starts_with('a') {
                writer.attribute(&format!("xmlns:a{number}"), namespace);
            }
        }
        if !element.text().is_empty() {
            writer.text(element.text());
        }
        for child in element.children() {
            below(tree, child, writer);
        }
        writer.end();
    }
    if let Some(root) = tree.root() {
        below(tree, root, writer);
    }
}

fn prefix(namespace: &str, prefix: &str) -> String {
    match namespace {
        "" => String::new(),
        "http://www.w3.org/XML/1998/namespace" => "xml:".to_owned(),
        _ => format!("{prefix}:"),
    }
}

/// Limits under which whatever the default ones let through may be written at greater length.
pub fn roomy() -> Limits {
    let Limits { depth, elements, findings, .. } = Limits::default();
    let unlimited = usize::MAX;
    Limits {
        bytes: unlimited,
        attributes: unlimited,
        namespaces: unlimited,
        depth: depth + 2,
        elements: elements + 2,
        findings,
    }
}

/// The nodes of a document that was just written.
pub fn reread(written: &[u8]) -> Vec<Node> {
    let wrong = |error: Box<ParseError>| -> ! { panic!("{error:?} in {}", String::from_utf8_lossy(written)) };
    let document = xml::decode(written, None).unwrap_or_else(|error| wrong(error));
    let mut reader = Reader::new(&document, roomy());
    reader.read().unwrap_or_else(|error| wrong(error));
    let tree = Tree::read(&mut reader).unwrap_or_else(|error| wrong(error));
    nodes(&tree, document.text())
}
