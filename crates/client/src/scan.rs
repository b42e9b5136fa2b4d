//! Where, in a message's text, stand the things that a client has to fill in.

use std::ops::Range;

use super::error::MessageError;
use sac_diagnostic::{Finding, Text};
use sac_xml::{Document, Element, Event, Limits, ParseError, Reader, Tree};

/// What a message is, and where its encrypted fields stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scan {
    /// Where the root element begins.
    pub start: usize,
    /// Whether the root is a SOAP envelope rather than a request.
    pub is_envelope: bool,
    /// The local name of the request element.
    pub request: String,
    /// The worker's codice fiscale.
    pub worker: Option<Slot>,
    /// The pincode of who writes.
    pub pincode: Option<Slot>,
    /// Where a doctor's pincode that is missing would go.
    pub missing_pincode: Option<Slot>,
}

/// A piece of the text that can be replaced by a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The piece, in bytes of the text.
    pub range: Range<usize>,
    /// What has to stand before the new value.
    pub before: String,
    /// What has to stand after it.
    pub after: String,
}

/// Reads through the document once.
pub(super) fn scan(document: &Document<'_>) -> Result<Scan, MessageError> {
    let text = document.text();
    let tree = read_tree(document).map_err(not_xml)?;
    let root = tree.root().ok_or(MessageError::NoRequest)?;
    let is_envelope = root.local() == "Envelope";
    let request = if is_envelope { root.child("Body").and_then(|body| body.children().next()) } else { Some(root) };
    let request = request.ok_or(MessageError::NoRequest)?;

    let redattore = request.child("medico").or_else(|| request.child("operatore"));
    let pincode = redattore.and_then(|redattore| redattore.child("pincode"));
    // A region names its doctor instead, and an operator has no pincode (contract §6.4, §6.5).
    let pincode_goes_in = redattore
        .filter(|redattore| redattore.local() == "medico")
        .filter(|redattore| pincode.is_none() && redattore.child("codiceFiscale").is_none());
    Ok(Scan {
        start: root.offset(),
        is_envelope,
        request: request.local().to_owned(),
        worker: request
            .child("lavoratore")
            .and_then(|worker| worker.child("codiceFiscale"))
            .and_then(|field| content(text, field)),
        pincode: pincode.and_then(|field| content(text, field)),
        missing_pincode: pincode_goes_in.map(|redattore| place_for_pincode(text, redattore)),
    })
}

/// Reads a document's root element with all that is in it.
pub(super) fn read_tree<'a>(document: &'a Document<'_>) -> Result<Tree<'a>, Box<ParseError>> {
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

/// What stands between an element's tags; none where that is more than character data.
fn content(text: &str, element: Element<'_, '_>) -> Option<Slot> {
    let start = element.content_offset();
    if let Some(slot) = inside_empty_tag(text, element) {
        return Some(slot);
    }
    let end = start + text.get(start..)?.find('<')?;
    let ends_there = text.get(end..)?.starts_with("</");
    ends_there.then(|| Slot { range: start..end, before: String::new(), after: String::new() })
}

fn place_for_pincode(text: &str, redattore: Element<'_, '_>) -> Slot {
    let start = redattore.content_offset();
    let around = inside_empty_tag(text, redattore);
    let (range, before, after) =
        around.map_or((start..start, String::new(), String::new()), |slot| (slot.range, slot.before, slot.after));
    Slot { range, before: format!("{before}<pincode>"), after: format!("</pincode>{after}") }
}

/// The slash and the bracket that end an empty-element tag, to be replaced by a content.
fn inside_empty_tag(text: &str, element: Element<'_, '_>) -> Option<Slot> {
    let end = element.content_offset();
    let is_empty_tag = text.get(..end)?.ends_with("/>");
    is_empty_tag.then(|| Slot {
        range: end - 2..end,
        before: ">".to_owned(),
        after: format!("</{}>", element.qualified()),
    })
}

fn not_xml(error: Box<ParseError>) -> MessageError {
    let line = error.place.line;
    MessageError::NotXml { line, problem: Text::of(&Finding::from(error)) }
}
