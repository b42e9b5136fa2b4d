//! The elements of a message below its root, by their paths.

use std::hash::{Hash, Hasher};

use sac_xml::{Event, Limits, Reader};

/// The elements of a message, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// The local name of the root.
    pub root: String,
    /// Paths below the root with slashes between names, and the text of those that hold no elements.
    elements: Vec<(String, Option<String>)>,
}

impl Fields {
    /// Reads the message in an envelope, or a bare one. What cannot be read as XML has no elements.
    #[must_use]
    pub fn read(message: &[u8], charset: Option<&str>) -> Option<Self> {
        let document = sac_xml::decode(message, charset).ok()?;
        let mut reader = Reader::new(&document, Limits::default());
        let mut above = Vec::new();
        let mut fields: Option<Self> = None;
        // The path below the root, and for each open element where it stands in the list.
        let mut path: Vec<&str> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut text = String::new();
        loop {
            match reader.read().ok()? {
                Event::Start => {
                    text.clear();
                    let local = reader.name().local;
                    match &mut fields {
                        None => {
                            above.push(local);
                            let is_root = match above[..] {
                                [first] => first != "Envelope",
                                [_, "Body", _] => true,
                                _ => false,
                            };
                            if is_root {
                                fields = Some(Self { root: local.to_owned(), elements: Vec::new() });
                            }
                        }
                        Some(fields) => {
                            path.push(local);
                            open.push(fields.elements.len());
                            fields.elements.push((path.join("/"), Some(String::new())));
                        }
                    }
                }
                Event::Text(piece) => text.push_str(&piece),
                Event::End => match (&mut fields, open.pop()) {
                    (Some(fields), Some(at)) => {
                        path.pop();
                        let holds_elements = fields.elements.len() > at + 1;
                        if let Some((_, value)) = fields.elements.get_mut(at) {
                            *value = (!holds_elements).then(|| std::mem::take(&mut text));
                        }
                    }
                    (Some(_), None) => return fields,
                    (None, _) => {
                        above.pop();
                    }
                },
                Event::Finish => return fields,
            }
        }
    }

    /// Whether the element is there.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.elements.iter().any(|(known, _)| known == path)
    }

    /// The text of the element, if it is there and holds no other.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.elements.iter().find(|(known, _)| known == path)?.1.as_deref()
    }

    /// The texts of all elements whose path ends so.
    pub fn texts<'f>(&'f self, end: &'f str) -> impl Iterator<Item = &'f str> {
        let ends = move |path: &str| path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        self.elements.iter().filter(move |(path, _)| ends(path)).filter_map(|(_, text)| text.as_deref())
    }

    /// How many elements have this path.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.elements.iter().filter(|(known, _)| known == path).count()
    }

    /// Feeds everything to a hash but the values of the encrypted fields, which differ each time; with
    /// `and_encrypted` those too.
    pub(crate) fn hash(&self, hasher: &mut impl Hasher, and_encrypted: bool) {
        self.root.hash(hasher);
        for (path, text) in &self.elements {
            path.hash(hasher);
            if and_encrypted || !is_encrypted(path) {
                text.hash(hasher);
            }
        }
    }
}

/// Whether the contract has an element of requests encrypted (contract §7).
#[must_use]
pub fn is_encrypted(path: &str) -> bool {
    path == "lavoratore/codiceFiscale" || path == "pincode" || path.ends_with("/pincode")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = "<c:aRequest xmlns:c='urn:c'><m><p>x</p><q/></m><l> y &amp; </l></c:aRequest>";

    #[test]
    fn elements_are_found_by_their_path_in_an_envelope_and_without() {
        let envelope = format!(
            "<?xml version='1.0' encoding='UTF-8'?><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>\
             <s:Header><h/></s:Header><s:Body>{BARE}</s:Body></s:Envelope>"
        );
        let fields = Fields::read(envelope.as_bytes(), None).unwrap();
        assert_eq!(Fields::read(BARE.as_bytes(), Some("utf-8")).as_ref(), Some(&fields));
        assert_eq!(fields.root, "aRequest");
        assert!(fields.has("m") && fields.has("m/q") && !fields.has("p"));
        assert_eq!((fields.text("m"), fields.text("m/p"), fields.text("m/q")), (None, Some("x"), Some("")));
        assert_eq!(fields.text("l"), Some(" y & "));
        assert_eq!(fields.texts("p").collect::<Vec<_>>(), ["x"]);
        for broken in ["", "<a", "<a><b></a>", "<s:Envelope xmlns:s='urn:s'/>"] {
            assert_eq!(Fields::read(broken.as_bytes(), None), None, "{broken}");
        }
    }
}
