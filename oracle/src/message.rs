//! A message as a tree that can be damaged, and its text.

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Its name, with the prefix.
    pub name: String,
    /// Its type in the tables of [`crate::contract`].
    pub of: String,
    /// Attributes and namespace declarations, as written.
    pub attributes: Vec<(String, String)>,
    /// Child elements.
    pub children: Vec<Node>,
    /// For an element without children: its content, as it goes into the text.
    pub raw: String,
    /// Raw text written before the first child.
    pub stray: String,
    /// Its sequence allows that it is missing.
    pub optional: bool,
    /// A fault in this message is here.
    pub marked: bool,
}

/// The text of a message, and where its faults are.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The document.
    pub text: String,
    /// First line, last line and local name of each marked element.
    pub marks: Vec<(u32, u32, String)>,
    line: u32,
}

impl Written {
    fn push(&mut self, text: &str) {
        self.line += u32::try_from(text.matches('\n').count()).unwrap_or(0);
        self.text.push_str(text);
    }

    fn node(&mut self, node: &Node, depth: usize) {
        let first = self.line;
        self.push(&format!("<{}", node.name));
        for (name, value) in &node.attributes {
            self.push(&format!(" {name}=\"{value}\""));
        }
        if node.children.is_empty() && node.raw.is_empty() && node.stray.is_empty() {
            self.push("/>");
        } else {
            self.push(">");
            self.push(&node.stray);
            self.push(&node.raw);
            for child in &node.children {
                self.push(&format!("\n{}", "  ".repeat(depth + 1)));
                self.node(child, depth + 1);
            }
            if !node.children.is_empty() {
                self.push(&format!("\n{}", "  ".repeat(depth)));
            }
            self.push(&format!("</{}>", node.name));
        }
        if node.marked {
            let local = node.name.rsplit(':').next().unwrap_or_default().to_owned();
            self.marks.push((first, self.line, local));
        }
    }
}

impl Node {
    /// Writes the document, an element a line.
    #[must_use]
    pub fn write(&self) -> Written {
        let mut written = Written { line: 1, ..Written::default() };
        written.push("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        written.node(self, 0);
        written.push("\n");
        written
    }

    /// The paths of all elements below this one for which `wanted` holds, as child indices.
    pub fn paths(&self, wanted: &dyn Fn(&Node) -> bool) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        for (index, child) in self.children.iter().enumerate() {
            if wanted(child) {
                found.push(vec![index]);
            }
            found.extend(child.paths(wanted).into_iter().map(|mut path| {
                path.insert(0, index);
                path
            }));
        }
        found
    }

    /// The element at a path of child indices.
    ///
    /// # Panics
    /// When there is none.
    pub fn at(&mut self, path: &[usize]) -> &mut Node {
        path.iter().fold(self, |node, &index| &mut node.children[index])
    }
}
