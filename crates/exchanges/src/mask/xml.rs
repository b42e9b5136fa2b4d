//! The body: read as a tree, written again with other values, in the same charset. Comments,
//! processing instructions and white space between elements are left out.

use std::collections::HashMap;

use sac_contracts::certificati_medici::NAMESPACE;
use sac_soap::{DETAIL, SOAP_11};
use sac_xml::{Document, Element, Event, Limits, ParseError, Reader, Tree, Writer, decode};

use super::field::{Field, field, is_harmless, is_known_name};
use super::free_text::MASKED;
use super::{Mask, Seals};
use crate::message::HttpMessage;

const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Attributes of the diagnostics in a fault's `detail` that hold nothing of the message.
const OF_DIAGNOSTICS: [&str; 8] = ["code", "provenance", "source", "line", "column", "offset", "count", "lang"];

impl Mask {
    /// The body, masked; empty where it is no XML.
    pub(super) fn body(&self, message: &HttpMessage, worker: &mut Option<String>) -> Vec<u8> {
        let Ok(document) = decode(&message.body, message.stated_charset()) else { return Vec::new() };
        let Ok(tree) = tree(&document) else { return Vec::new() };
        let Some(root) = tree.root() else { return Vec::new() };
        let mut rewrite = Rewrite { mask: self, worker, writer: Writer::new(document.charset()), scopes: Vec::new() };
        rewrite.element(root, "", &HashMap::new());
        rewrite.writer.finish()
    }

    /// The encrypted field with what `other` makes of its content, and that content; a block that
    /// nobody can open where this one cannot be opened.
    fn sealed(&self, value: &str, other: impl FnOnce(&Self, &str) -> String) -> (String, Option<String>) {
        let opened = self.seals.as_ref().map(|seals| (seals, seals.unsealer.unseal(value)));
        let clear = opened.as_ref().and_then(|(seals, opened)| Some((*seals, opened.as_str()?)));
        if let Some((Seals { sealer, .. }, text)) = clear.filter(|(_, text)| is_text(text)) {
            let clear = other(self, text);
            let mut stream = self.draw.stream("padding", &clear);
            if let Ok(sealed) = sealer.seal_with(&clear, &mut || stream.byte()) {
                return (sealed, Some(clear));
            }
        }
        (self.shape(value), None)
    }
}

/// Bytes of a wrong padding hardly ever read as a short text of visible characters.
fn is_text(text: &str) -> bool {
    !text.is_empty() && text.len() <= 32 && text.chars().all(|c| !c.is_control())
}

fn tree<'a>(document: &'a Document<'_>) -> Result<Tree<'a>, Box<ParseError>> {
    let limits = Limits { bytes: document.text().len().max(1), ..Limits::default() };
    let mut reader = Reader::new(document, limits);
    let mut tree = Tree::default();
    loop {
        match reader.read()? {
            Event::Start => tree = Tree::read(&mut reader)?,
            Event::Finish => return Ok(tree),
            Event::Text(_) | Event::End => {}
        }
    }
}

struct Rewrite<'m> {
    mask: &'m Mask,
    /// The masked code of the worker whom the exchange is about.
    worker: &'m mut Option<String>,
    writer: Writer,
    /// The prefixes that the open elements declare.
    scopes: Vec<(String, String)>,
}

impl Rewrite<'_> {
    fn element(&mut self, element: Element<'_, '_>, parent: &str, whole: &HashMap<&'static str, String>) {
        let local = element.local();
        let name = if is_known_name(local) { local } else { "ignoto" };
        let prefix = element.qualified().split_once(':').map_or("", |(prefix, _)| prefix);
        let prefix = if prefix.len() <= 10 { prefix } else { "p" };
        let open = self.scopes.len();
        let qualified = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") };
        self.writer.start(&qualified);
        self.declare(prefix, &namespace(element.namespace()));
        let is_of_diagnostics = element.namespace() == DETAIL;
        self.attributes(element, is_of_diagnostics);
        let mut children = element.children().peekable();
        if children.peek().is_none() {
            if let Some(value) = whole.get(local) {
                self.writer.text(value);
            } else if is_of_diagnostics {
                self.writer.text(if element.text().is_empty() { "" } else { MASKED });
            } else {
                let value = self.value(parent, local, element);
                self.writer.text(&value);
            }
        } else {
            self.writer.text(&self.mask.shape(element.text()));
            let whole = self.whole(element);
            for child in children {
                self.element(child, local, &whole);
            }
        }
        self.writer.end();
        self.scopes.truncate(open);
    }

    /// The values that belong together, by the names of the elements that hold them.
    fn whole(&self, element: Element<'_, '_>) -> HashMap<&'static str, String> {
        match element.local() {
            "residenza" | "indirizzo" => self.mask.address(element),
            "lavoratore" if element.child("cognome").is_some() => self.mask.anagrafica(element),
            "ricevutaOkInterrogazioneLavoratore" => {
                self.worker.as_deref().map(|worker| self.mask.made_up(worker)).unwrap_or_default()
            }
            _ => HashMap::new(),
        }
    }

    fn value(&mut self, parent: &str, local: &str, element: Element<'_, '_>) -> String {
        let (mask, value) = (self.mask, element.text());
        match field(parent, local) {
            // Whoever forgets to encrypt it writes it in clear.
            Field::Worker if value.len() < 64 => mask.codice_fiscale(value),
            Field::Worker => {
                let (sealed, clear) = mask.sealed(value, Mask::codice_fiscale);
                *self.worker = clear.or(self.worker.take());
                sealed
            }
            // Only the key of the installation opens it, and another one would be refused.
            Field::Pincode if value.len() >= 64 => mask.sealed(value, |_, clear| clear.to_owned()).0,
            Field::CodiceFiscale => mask.codice_fiscale(value),
            Field::Name => mask.name(value),
            Field::Number => mask.number(value),
            Field::Diagnosis => mask.diagnosis(value),
            Field::Note => mask.note(value),
            Field::Text => {
                let number = element.parent().and_then(|errore| errore.text_of("tipoErrore"));
                number.map_or_else(|| Mask::text(value), |number| mask.of_refusal(number, value))
            }
            Field::Kept if is_harmless(value) => value.to_owned(),
            Field::Pincode | Field::Kept | Field::Part | Field::Unknown => mask.shape(value),
        }
    }

    fn declare(&mut self, prefix: &str, uri: &str) {
        let bound = self.scopes.iter().rev().find(|(known, _)| known == prefix).map(|(_, uri)| uri.as_str());
        if bound.unwrap_or_default() != uri {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            self.writer.attribute(&name, uri);
            self.scopes.push((prefix.to_owned(), uri.to_owned()));
        }
    }

    fn attributes(&mut self, element: Element<'_, '_>, is_of_diagnostics: bool) {
        for attribute in element.attributes() {
            let (local, prefix) = (attribute.name.local, attribute.name.prefix());
            if is_of_diagnostics {
                if OF_DIAGNOSTICS.contains(&local) {
                    self.writer.attribute(attribute.name.qualified, &attribute.value);
                }
                continue;
            }
            match (prefix, local) {
                // They say how to validate, and what they say may be anything.
                (_, "schemaLocation" | "noNamespaceSchemaLocation" | "type" | "lang") => {}
                (_, "nil") if is_harmless(&attribute.value) => {
                    self.declare(prefix, XSI);
                    self.writer.attribute(attribute.name.qualified, &attribute.value);
                }
                ("", _) => {
                    self.writer.attribute("ignoto", &self.mask.shape(&attribute.value));
                }
                (_, "mustUnderstand" | "actor" | "encodingStyle") => {
                    self.declare(prefix, SOAP_11);
                    let value = if is_harmless(&attribute.value) {
                        attribute.value.to_string()
                    } else {
                        self.mask.shape(&attribute.value)
                    };
                    self.writer.attribute(attribute.name.qualified, &value);
                }
                _ => {}
            }
        }
    }
}

/// A namespace that says nothing of anybody.
fn namespace(uri: &str) -> String {
    let known = ["", SOAP_11, SOAP_12, NAMESPACE, DETAIL, XSI];
    if known.contains(&uri) { uri.to_owned() } else { "urn:sac:masked".to_owned() }
}
