//! A project of `SoapUI`, which holds requests as text.

use super::other::{MOST, Other};
use sac_diagnostic::Text;
use sac_xml::{Document, Event, Limits, Reader};

const NAMESPACE: &str = "http://eviware.com/soapui/config";

pub(super) fn recognise(text: &str) -> Option<Other> {
    let document = Document::from_text(text);
    let limits = Limits { bytes: text.len(), ..Limits::default() };
    let mut reader = Reader::new(&document, limits);
    let is_start = matches!(reader.read(), Ok(Event::Start));
    let name = reader.name();
    if !is_start || name.local != "soapui-project" || reader.namespace(name.namespace) != NAMESPACE {
        return None;
    }
    Some(Other::refused(
        Text::new("un progetto SoapUI", "a SoapUI project"),
        Text::new(
            "Estrarre dal progetto le richieste, una per file: qui sono state estratte e controllate; le proprietà ${…} restano come sono scritte.",
            "Take the requests out of the project, one a file: here they were taken out and checked; properties ${…} stay as they are written.",
        ),
        requests(&mut reader),
    ))
}

/// What stands in requests and responses and begins like a document.
fn requests(reader: &mut Reader<'_>) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut value = String::new();
    // A project that is broken further on gives what stands before.
    while let Ok(event) = reader.read() {
        match event {
            Event::Start => value.clear(),
            Event::Text(text) => value.push_str(&text),
            Event::End => {
                if value.trim_start().starts_with('<') && value.contains("Envelope") && found.len() <= MOST {
                    found.push(value.trim().as_bytes().to_vec());
                }
                value.clear();
            }
            Event::Finish => break,
        }
    }
    found
}
