//! Where, in a message's text, stand the things that a client has to fill in.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::message::MessageError;

/// What a message is, and where its encrypted fields stand. Ranges are byte offsets in the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// The end of the XML declaration; 0 without one.
    pub declaration_end: usize,
    /// Whether the text is a SOAP envelope rather than a bare request.
    pub is_envelope: bool,
    /// The local name of the request element.
    pub request: String,
    /// The worker's codice fiscale.
    pub worker: Option<Slot>,
    /// The pincode of who writes.
    pub pincode: Option<Slot>,
    /// Where a pincode that is missing would go; none where a codice fiscale takes its place.
    pub missing_pincode: Option<Slot>,
}

/// A piece of text to be replaced, and what has to stand around the new one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The piece, empty for a place between two elements.
    pub range: Range<usize>,
    /// What goes before the new value.
    pub before: String,
    /// What goes after it.
    pub after: String,
}

/// Reads through the text once.
pub(super) fn scan(text: &str) -> Result<Scan, MessageError> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { text, open: Vec::new(), scan: Scan::default(), redattore_has_code: false };
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event();
        let end = offset(reader.buffer_position());
        let event = event.map_err(|error| not_xml(text, offset(reader.error_position()), error.to_string()))?;
        match event {
            Event::Decl(_) => walk.scan.declaration_end = end,
            Event::DocType(_) => return Err(not_xml(text, start, "a DOCTYPE is refused everywhere".to_owned())),
            Event::Start(tag) => {
                walk.open(&tag, end);
            }
            Event::Empty(tag) => walk.empty(&tag, start..end),
            Event::End(_) => walk.close(start),
            Event::Eof => return walk.finish(end),
            _ => {}
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    open: Vec<Opened>,
    scan: Scan,
    redattore_has_code: bool,
}

struct Opened {
    local: String,
    content_start: usize,
}

/// The elements of interest, by their path below the request element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Interest {
    Worker,
    Redattore,
    RedattoreCode,
    Pincode,
}

impl Walk<'_> {
    fn open(&mut self, tag: &BytesStart<'_>, end: usize) {
        let local = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
        self.open.push(Opened { local, content_start: end });
        self.note_root();
        match self.interest() {
            Some(Interest::Redattore) => {
                self.scan.missing_pincode = Some(slot(end..end, "<pincode>", "</pincode>"));
            }
            Some(Interest::RedattoreCode) => self.redattore_has_code = true,
            _ => {}
        }
    }

    fn empty(&mut self, tag: &BytesStart<'_>, place: Range<usize>) {
        self.open(tag, place.end);
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        // The slash and the bracket that end the tag make room for a content.
        let ending = place.end.saturating_sub(2)..place.end;
        match self.interest() {
            Some(Interest::Worker) => self.scan.worker = Some(slot(ending, ">", &format!("</{name}>"))),
            Some(Interest::Pincode) => self.scan.pincode = Some(slot(ending, ">", &format!("</{name}>"))),
            Some(Interest::Redattore) => {
                self.scan.missing_pincode = Some(slot(ending, "><pincode>", &format!("</pincode></{name}>")));
            }
            _ => {}
        }
        self.open.pop();
    }

    fn close(&mut self, start: usize) {
        let interest = self.interest();
        let Some(opened) = self.open.pop() else { return };
        let content = slot(opened.content_start..start, "", "");
        match interest {
            Some(Interest::Worker) => self.scan.worker = Some(content),
            Some(Interest::Pincode) => self.scan.pincode = Some(content),
            _ => {}
        }
    }

    /// Takes note of what the text is, when the element just opened tells.
    fn note_root(&mut self) {
        let Some(local) = self.open.last().map(|opened| opened.local.clone()) else { return };
        let depth = self.open.len();
        if depth == 1 && local == "Envelope" {
            self.scan.is_envelope = true;
        } else if depth == self.request_depth() && self.scan.request.is_empty() && self.is_in_body() {
            self.scan.request = local;
        }
    }

    fn request_depth(&self) -> usize {
        if self.scan.is_envelope { 3 } else { 1 }
    }

    fn is_in_body(&self) -> bool {
        !self.scan.is_envelope || self.open.get(1).is_some_and(|opened| opened.local == "Body")
    }

    fn interest(&self) -> Option<Interest> {
        if !self.is_in_body() {
            return None;
        }
        let below = self.open.get(self.request_depth()..)?;
        match below.iter().map(|opened| opened.local.as_str()).collect::<Vec<_>>().as_slice() {
            ["lavoratore", "codiceFiscale"] => Some(Interest::Worker),
            ["medico" | "operatore"] => Some(Interest::Redattore),
            ["medico" | "operatore", "codiceFiscale"] => Some(Interest::RedattoreCode),
            ["medico" | "operatore", "pincode"] => Some(Interest::Pincode),
            _ => None,
        }
    }

    fn finish(mut self, end: usize) -> Result<Scan, MessageError> {
        if let Some(unclosed) = self.open.last() {
            return Err(not_xml(self.text, end, format!("<{}> is not closed", unclosed.local)));
        }
        if self.scan.request.is_empty() {
            return Err(MessageError::NoRequest);
        }
        // An operator sends no pincode (contract §6.5), a doctor always does.
        let wants_pincode = !self.redattore_has_code && !self.scan.request.contains("Ricovero");
        if self.scan.pincode.is_some() || !wants_pincode {
            self.scan.missing_pincode = None;
        }
        Ok(self.scan)
    }
}

fn slot(range: Range<usize>, before: &str, after: &str) -> Slot {
    Slot { range, before: before.to_owned(), after: after.to_owned() }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn not_xml(text: &str, at: usize, problem: String) -> MessageError {
    let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
    MessageError::NotXml { line, problem }
}
