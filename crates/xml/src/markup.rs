//! Start tags: names, attributes, namespace declarations.

use std::borrow::Cow;

use super::chars::{self, is_name_char, is_name_start};
use super::error::{AllowedInTag, ErrorKind, LimitReached, Markup};
use super::names::{NO_NAMESPACE, XML_URI, XMLNS_URI};
use super::reader::{Attribute, Failure, Name, Open, Reader, Result};

impl<'a> Reader<'a> {
    /// Reads the start tag at the present position and opens its element.
    pub(super) fn read_start_tag(&mut self) -> Result<()> {
        self.offset = self.at;
        if self.open.is_empty() && self.elements > 0 {
            return Err(Failure::new(ErrorKind::OutsideRoot { found: self.snippet(self.at) }, self.at));
        }
        let (qualified, colon) = self.qualified_name(self.at + 1)?;
        self.tag = Some(qualified);
        self.at += 1 + qualified.len();
        self.elements += 1;
        self.check_limits(qualified)?;

        self.tag_scope = self.scope.mark();
        self.attributes.clear();
        self.empty = match self.bytes.get(self.at) {
            Some(b'>') => {
                self.at += 1;
                false
            }
            _ => self.read_attributes()?,
        };
        let (prefix, local) = split(qualified, colon);
        let namespace = match prefix {
            "" => self.scope.default(),
            prefix => match self.scope.bound(prefix) {
                Some(namespace) => namespace,
                None => return Err(undeclared(qualified, self.offset)),
            },
        };
        self.name = Name { qualified, local, namespace };
        self.open.push(Open { qualified, scope: self.tag_scope, start: self.offset });
        self.tag = None;
        Ok(())
    }

    /// Reads attributes up to the end of the tag; true when it is an empty-element tag.
    fn read_attributes(&mut self) -> Result<bool> {
        let mut count = 0;
        let mut prefixed = false;
        let empty = loop {
            let before = self.at;
            self.skip_blanks();
            match self.bytes.get(self.at) {
                None => return Err(self.cut_short(self.offset, Markup::StartTag)),
                Some(b'>') => {
                    self.at += 1;
                    break false;
                }
                Some(b'/') if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    break true;
                }
                Some(&byte) if before == self.at || byte == b'/' => {
                    return Err(self.malformed_tag(self.at, AllowedInTag::EndOrBlank));
                }
                Some(_) => {}
            }
            count += 1;
            if count > self.limits.attributes {
                let reached = LimitReached::Attributes { element: self.tag_name(), limit: self.limits.attributes };
                return Err(Failure::new(ErrorKind::Limit(reached), self.at));
            }
            prefixed |= self.attribute_or_declaration()?;
        };
        if prefixed {
            self.resolve_attributes()?;
        }
        if self.attributes.len() > 1 {
            self.check_unique()?;
        }
        Ok(empty)
    }

    /// Reads one attribute; true when it has a prefix to resolve once the tag has been read.
    fn attribute_or_declaration(&mut self) -> Result<bool> {
        let offset = self.at;
        let (qualified, colon) = self.qualified_name(offset)?;
        self.at += qualified.len();
        self.skip_blanks();
        if self.bytes.get(self.at) != Some(&b'=') {
            return Err(self.malformed_or_unclosed(AllowedInTag::Equals));
        }
        self.at += 1;
        self.skip_blanks();
        let value = match self.bytes.get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => self.attribute_value(self.at, quote)?,
            _ => return Err(self.malformed_or_unclosed(AllowedInTag::Value)),
        };
        let (prefix, local) = split(qualified, colon);
        if qualified == "xmlns" {
            self.declare(offset, qualified, "", value)?;
        } else if prefix == "xmlns" {
            self.declare(offset, qualified, local, value)?;
        } else {
            let name = Name { qualified, local, namespace: NO_NAMESPACE };
            self.attributes.push(Attribute { name, value, offset });
            return Ok(colon.is_some());
        }
        Ok(false)
    }

    fn declare(&mut self, offset: usize, qualified: &'a str, prefix: &'a str, uri: Cow<'a, str>) -> Result<()> {
        let allowed = match prefix {
            "xmlns" => false,
            "xml" => uri == XML_URI,
            "" => uri != XML_URI && uri != XMLNS_URI,
            _ => !uri.is_empty() && uri != XML_URI && uri != XMLNS_URI,
        };
        if !allowed {
            let (declaration, uri) = (qualified.to_owned(), uri.into_owned());
            return Err(Failure::new(ErrorKind::Namespace { declaration, uri }, offset));
        }
        if self.scope.declared_since(self.tag_scope, prefix) {
            return Err(self.twice(qualified, offset));
        }
        if self.scope.mark() >= self.limits.namespaces {
            let reached = LimitReached::Namespaces { element: self.tag_name(), limit: self.limits.namespaces };
            return Err(Failure::new(ErrorKind::Limit(reached), offset));
        }
        self.scope.declare(prefix, uri);
        Ok(())
    }

    fn resolve_attributes(&mut self) -> Result<()> {
        for index in 0..self.attributes.len() {
            let Some(attribute) = self.attributes.get(index) else {
                continue;
            };
            let (name, offset) = (attribute.name, attribute.offset);
            if name.qualified.len() == name.local.len() {
                continue;
            }
            match self.scope.bound(name.prefix()) {
                Some(namespace) => {
                    if let Some(attribute) = self.attributes.get_mut(index) {
                        attribute.name.namespace = namespace;
                    }
                }
                None => return Err(undeclared(name.qualified, offset)),
            }
        }
        Ok(())
    }

    /// No two attributes may have one expanded name. Quadratic, but capped by the limits.
    fn check_unique(&mut self) -> Result<()> {
        let same = |a: &Attribute<'a>, b: &Attribute<'a>| {
            a.name.local == b.name.local && self.scope.uri(a.name.namespace) == self.scope.uri(b.name.namespace)
        };
        let double = self.attributes.iter().enumerate().find_map(|(index, attribute)| {
            let earlier = self.attributes.get(..index).unwrap_or_default();
            earlier.iter().any(|other| same(other, attribute)).then_some((attribute.name.qualified, attribute.offset))
        });
        match double {
            Some((qualified, offset)) => Err(self.twice(qualified, offset)),
            None => Ok(()),
        }
    }

    /// The name at `at`, and where in it a colon stands.
    pub(super) fn qualified_name(&mut self, at: usize) -> Result<(&'a str, Option<usize>)> {
        let mut end = at + self.run(at, chars::NAME);
        let begins_well = self.bytes.get(at).is_some_and(|&first| chars::is(first, chars::NAME_START));
        if begins_well && self.bytes.get(end) != Some(&b':') {
            let name = self.slice(at, end);
            if name.is_ascii() {
                return Ok((name, None));
            }
        }
        let mut colon = None;
        let mut colons = 0;
        while self.bytes.get(end) == Some(&b':') {
            colon = Some(end - at);
            colons += 1;
            end += 1 + self.run(end + 1, chars::NAME);
        }
        let name = self.slice(at, end);
        let ascii = name.is_ascii();
        let well_formed = match colon {
            None => is_ncname(name, ascii),
            Some(colon) => {
                let (prefix, local) = split(name, Some(colon));
                colons == 1 && is_ncname(prefix, ascii) && is_ncname(local, ascii)
            }
        };
        if well_formed {
            return Ok((name, colon));
        }
        Err(self.not_a_name(at, end))
    }

    /// There is no name between the two offsets, in the tag being read.
    #[cold]
    fn not_a_name(&self, at: usize, end: usize) -> Failure {
        if end == self.text.len() {
            return self.cut_short(self.offset, Markup::StartTag);
        }
        let name = self.slice(at, end);
        match self.tag {
            Some(_) if name.is_empty() => self.unfinished_tag(at),
            None if name.is_empty() => Failure::new(ErrorKind::Name { found: self.glimpse(self.offset) }, self.offset),
            _ => Failure::new(ErrorKind::Name { found: name.to_owned() }, at),
        }
    }

    /// The tag being read continues, at `at`, with something other than an attribute. Where that is the
    /// next tag, this one lacks its end, and the error is about this one.
    fn unfinished_tag(&self, at: usize) -> Failure {
        let before = self.text.get(..at).unwrap_or_default();
        let is_next_tag = self.bytes.get(at) == Some(&b'<');
        let place = if is_next_tag { before.trim_ascii_end().len() } else { at };
        let (element, found, allowed) = (self.tag_name(), self.snippet(at), AllowedInTag::EndOrAttribute);
        Failure::new(ErrorKind::Tag { element, found, allowed }, place)
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at += self.run(self.at, chars::SPACE);
    }

    #[cold]
    pub(super) fn malformed_tag(&self, at: usize, allowed: AllowedInTag) -> Failure {
        Failure::new(ErrorKind::Tag { element: self.tag_name(), found: self.snippet(at), allowed }, at)
    }

    #[cold]
    fn malformed_or_unclosed(&self, allowed: AllowedInTag) -> Failure {
        if self.at >= self.text.len() {
            self.cut_short(self.offset, Markup::StartTag)
        } else {
            self.malformed_tag(self.at, allowed)
        }
    }

    #[cold]
    fn twice(&self, qualified: &str, offset: usize) -> Failure {
        Failure::new(ErrorKind::AttributeTwice { element: self.tag_name(), attribute: qualified.to_owned() }, offset)
    }

    /// The name in the tag being read.
    fn tag_name(&self) -> String {
        self.tag.unwrap_or_default().to_owned()
    }

    fn check_limits(&self, qualified: &str) -> Result<()> {
        let reached = if self.open.len() >= self.limits.depth {
            LimitReached::Depth { element: qualified.to_owned(), limit: self.limits.depth }
        } else if self.elements > self.limits.elements {
            LimitReached::Elements { element: qualified.to_owned(), limit: self.limits.elements }
        } else {
            return Ok(());
        };
        Err(Failure::new(ErrorKind::Limit(reached), self.offset))
    }
}

#[cold]
fn undeclared(qualified: &str, offset: usize) -> Failure {
    Failure::new(ErrorKind::Prefix { name: qualified.to_owned() }, offset)
}

fn split(qualified: &str, colon: Option<usize>) -> (&str, &str) {
    match colon {
        None => ("", qualified),
        Some(colon) => (qualified.get(..colon).unwrap_or_default(), qualified.get(colon + 1..).unwrap_or_default()),
    }
}

/// The bytes have been found to be name bytes; what is left is how the name begins, and the
/// characters outside ASCII.
fn is_ncname(name: &str, ascii: bool) -> bool {
    match name.as_bytes().first() {
        Some(&first) if ascii => chars::is(first, chars::NAME_START),
        Some(_) => name.chars().next().is_some_and(is_name_start) && name.chars().all(is_name_char),
        None => false,
    }
}
